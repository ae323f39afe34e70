//! The application: one frame reads the session, shows the panels, and carries out what they asked for.

mod data;

use std::path::PathBuf;
use std::sync::Arc;

use egui::{CentralPanel, Context, Panel as Side, Ui, ViewportCommand};

use crate::dataset::diagnostic::Report;
use crate::dataset::{Dataset, DocumentId, Item};
use crate::session::state::Notice;
use crate::session::{Action, ArrangementKind, Command, Panel, Request, Session};
use crate::theme::{self, ThemeChoice};
use crate::views::diagram::DiagramView;
use crate::views::excerpts::ExcerptsView;
use crate::views::inspector::InspectorView;
use crate::views::outline::OutlineView;
use crate::views::time_bar::TimeBarView;
use crate::views::timeline::TimelineView;
use crate::views::{Medium, Outbox, ViewContext, pieces};

use super::export::{Export, Outcome, panel_of};
use super::files::{FileDialog, Purpose};
use super::notices::Notices;
use super::pages::{self, Page};
use super::palette::Palette;
use super::preferences::Preferences;
use super::{dropping, export, menu, positions};
use data::Data;

/// The program in its window.
pub struct App {
    session: Session,
    report: Report,
    views: Views,
    preferences: Preferences,
    preferences_path: Option<PathBuf>,
    files: FileDialog,
    data: Data,
    export: Export,
    palette: Palette,
    page: Option<Page>,
    notices: Notices,
    title: String,
    panel_in_focus: Panel,
    /// The panel that was clicked last: what a figure is of, unless it is said.
    panel_in_use: Panel,
}

#[derive(Default)]
struct Views {
    time_bar: TimeBarView,
    outline: OutlineView,
    inspector: InspectorView,
    excerpts: ExcerptsView,
    timeline: TimelineView,
    diagram: DiagramView,
}

impl App {
    /// An application that shows a dataset. `preferences_path` is where preferences are saved at the end, if
    /// anywhere.
    pub fn new(
        ctx: &Context,
        dataset: Arc<Dataset>,
        report: Report,
        preferences: Preferences,
        preferences_path: Option<PathBuf>,
    ) -> Self {
        theme::install(ctx, preferences.theme.resolve(ctx));
        ctx.set_zoom_factor(preferences.scale);
        Self {
            session: Session::new(dataset),
            report,
            views: Views::default(),
            preferences,
            preferences_path,
            files: FileDialog::default(),
            data: Data::default(),
            export: Export::default(),
            palette: Palette::default(),
            page: None,
            notices: Notices::default(),
            title: String::new(),
            panel_in_focus: Panel::Elsewhere,
            panel_in_use: Panel::Diagram,
        }
    }

    /// The dataset and what the person chose.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// The diagram, for tests that look at what is drawn.
    pub fn diagram(&self) -> &DiagramView {
        &self.views.diagram
    }

    /// The dialog and the making of figures, for tests that look at what is asked for.
    pub fn export(&self) -> &Export {
        &self.export
    }

    /// Carries out a command, as a click would.
    pub fn command(&mut self, ctx: &Context, command: Command) {
        if let Some(request) = self.session.apply(command) {
            self.carry_out(ctx, request);
        }
    }

    /// Shows a notice at the foot of the window.
    pub fn notify(&mut self, ctx: &Context, is_error: bool, text: impl Into<String>) {
        let now = ctx.input(|input| input.time);
        self.notices.push(Notice { is_error, text: text.into() }, now);
    }

    /// Shows the list of what is wrong with a dataset file.
    pub fn show_problems(&mut self, report: Report) {
        self.report = report;
        self.page = Some(Page::Problems);
    }

    /// Takes notices off the screen, but for errors.
    pub fn dismiss_notices(&mut self) {
        self.notices.dismiss();
    }

    /// Where each item stands in the window, for tests and tools that point at it.
    pub fn positions(&self) -> Vec<positions::Position> {
        positions::all(&self.session, &self.views.diagram)
    }

    /// Whether the picture has come to rest: no file is being read, the layout is there and nothing plays.
    pub fn is_settled(&self) -> bool {
        !self.data.is_reading() && self.views.diagram.is_settled() && !self.session.is_playing()
    }

    /// One frame.
    pub fn frame(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        self.preferences.theme.keep(&ctx);
        self.take_dropped_files(&ctx);
        if !self.is_covered(&ctx)
            && let Some(action) = menu::pressed(&ctx)
        {
            self.act(&ctx, action);
        }
        if let Some(wait) = self.session.tick(ctx.input(|input| input.time)) {
            ctx.request_repaint_after_secs(wait as f32);
        }
        if let Some(camera) = self.session.take_camera() {
            self.views.diagram.move_camera(camera);
        }
        if let Some(action) = self.top_bar(ui) {
            self.act(&ctx, action);
        }
        self.show_network();
        self.panels(ui);
        self.overlays(&ctx);
        self.update_title(&ctx);
    }

    /// Whether something lies over the panels that the keys belong to, such as Esc, which closes it.
    fn is_covered(&self, ctx: &Context) -> bool {
        self.page.is_some()
            || self.palette.is_open()
            || self.files.is_open()
            || self.data.is_open()
            || self.export.is_open()
            || egui::Popup::is_any_open(ctx)
    }

    fn top_bar(&mut self, ui: &mut Ui) -> Option<Action> {
        let preferences = &self.preferences;
        let arranged = self.session.arrangement().kind().action();
        let is_on = |action: Action| match action {
            Action::ToggleOutline => Some(preferences.outline),
            Action::ToggleInspector => Some(preferences.inspector),
            Action::LightTheme => Some(preferences.theme == ThemeChoice::Light),
            Action::DarkTheme => Some(preferences.theme == ThemeChoice::Dark),
            Action::SystemTheme => Some(preferences.theme == ThemeChoice::System),
            action if action == arranged => Some(true),
            _ => None,
        };
        Side::top("menu").show(ui, |ui| menu::show(ui, is_on)).inner
    }

    /// The panels around the diagram. They read one context and fill one outbox.
    fn panels(&mut self, ui: &mut Ui) {
        let outbox = Outbox::default();
        let is_preview = self.session.selection().is_empty() && self.session.hovered().is_some();
        let tokens = if is_preview { theme::preview_tokens_of(ui.ctx()) } else { theme::tokens_of(ui.ctx()) };
        let context = ViewContext { session: &self.session, tokens, outbox: &outbox, medium: Medium::Screen };
        let (views, preferences) = (&mut self.views, &mut self.preferences);
        let rest = self.data.of_network();
        let mut is_cancelled = false;
        let has_no_excerpts = context.dataset().excerpts.is_empty();
        let is_dated = context.session.network().calendar().extent().is_some();
        Side::top("time").show(ui, |ui| {
            ui.horizontal(|ui| match rest.is_some() && !is_dated {
                true => {
                    pieces::weak(ui, "Dates follow with the events.");
                }
                false => views.time_bar.ui(ui, &context),
            });
        });
        if preferences.outline {
            let outline =
                Side::left("outline").default_size(preferences.outline_width).size_range(140.0..=500.0);
            let shown = outline.show(ui, |ui| views.outline.ui(ui, &context));
            preferences.outline_width = shown.response.rect.width();
        }
        let right = Side::right("right").default_size(preferences.right_width).size_range(220.0..=800.0);
        let shown = right.show(ui, |ui| {
            if preferences.inspector {
                let inspector = Side::top("inspector")
                    .resizable(true)
                    .default_size(preferences.inspector_height)
                    .min_size(90.0);
                let shown = inspector.show(ui, |ui| views.inspector.ui(ui, &context));
                preferences.inspector_height = shown.response.rect.height();
            }
            let excerpts = CentralPanel::no_frame().show(ui, |ui| match rest.is_some() && has_no_excerpts {
                true => {
                    pieces::weak(ui, "Excerpts are still being read.");
                }
                false => views.excerpts.ui(ui, &context),
            });
            excerpts.response.rect
        });
        let excerpts = shown.inner;
        preferences.right_width = shown.response.rect.width();
        let timeline = Side::bottom("timeline")
            .resizable(true)
            .default_size(preferences.timeline_height)
            .min_size(150.0);
        let shown = timeline.show(ui, |ui| match rest {
            // No event is there, which is not to say that there will be none.
            Some(reading) => is_cancelled = reading.in_place_of_events(ui),
            None => views.timeline.ui(ui, &context),
        });
        preferences.timeline_height = shown.response.rect.height();
        let timeline = shown.response.rect;
        let diagram = CentralPanel::no_frame().show(ui, |ui| views.diagram.ui(ui, &context)).response.rect;
        let pressed = pressed_in(
            ui,
            &[(diagram, Panel::Diagram), (timeline, Panel::Timeline), (excerpts, Panel::Excerpts)],
        );
        self.panel_in_use = pressed.unwrap_or(self.panel_in_use);
        let ctx = ui.ctx().clone();
        let (commands, hovered) = outbox.into_parts();
        for command in commands {
            self.command(&ctx, command);
            ctx.request_repaint();
        }
        if self.session.hover(hovered) {
            ctx.request_repaint();
        }
        if is_cancelled {
            self.cancel_reading(&ctx);
        }
        for notice in self.session.take_notices() {
            self.notify(&ctx, notice.is_error, notice.text);
        }
    }

    fn overlays(&mut self, ctx: &Context) {
        if let Some(page) = self.page
            && !pages::show(ctx, page, &self.report)
        {
            self.page = None;
        }
        if let Some(action) = self.palette.ui(ctx) {
            self.act(ctx, action);
        }
        let dataset = self.session.dataset().clone();
        if let Some(chosen) = self.files.ui(ctx, &dataset, &self.preferences.recent) {
            self.take_file(ctx, chosen);
        }
        self.data_overlays(ctx);
        for outcome in self.export.ui(ctx, &mut self.preferences.figure) {
            self.tell_of_figure(ctx, outcome);
        }
        self.notices.ui(ctx);
        dropping::hint(ctx);
    }

    fn tell_of_figure(&mut self, ctx: &Context, outcome: Outcome) {
        match outcome {
            Outcome::Saved(path) => self.notify(ctx, false, format!("Figure saved: {}", path.display())),
            Outcome::Copied(image) => {
                ctx.copy_image(image);
                self.notify(ctx, false, "Figure copied.");
            }
            Outcome::Failed(why) => self.notify(ctx, true, export::sentence(&why)),
        }
    }

    fn carry_out(&mut self, ctx: &Context, request: Request) {
        match request {
            Request::Act(action) => self.act(ctx, action),
            Request::Open(path) => self.open(ctx, &path),
            Request::OpenBundled(key) => self.open_bundled(key),
            Request::Copy(text) => self.copy(ctx, text),
            Request::SaveFigure(_) | Request::CopyFigure(_) if self.must_wait(ctx) => {}
            Request::SaveFigure(panel) => self.save_figure(panel),
            Request::CopyFigure(panel) => self.copy_figure(ctx, panel),
        }
    }

    fn save_figure(&mut self, panel: Panel) {
        let (pinned, choices) = (self.views.diagram.pinned(), &mut self.preferences.figure);
        self.export.open(panel_of(panel), &self.session, pinned, choices);
    }

    fn copy_figure(&mut self, ctx: &Context, panel: Panel) {
        let (pinned, choices) = (self.views.diagram.pinned(), &self.preferences.figure);
        self.export.copy(ctx, panel_of(panel), &self.session, pinned, choices);
    }

    fn act(&mut self, ctx: &Context, action: Action) {
        if needs_whole_dataset(action) && self.must_wait(ctx) {
            return;
        }
        match action {
            Action::OpenDataset => self.files.open(Purpose::Dataset, self.session.dataset()),
            Action::Merge => self.files.open(Purpose::Merge, self.session.dataset()),
            Action::UndoMerge => self.undo_merge(ctx),
            Action::SaveDataset => self.save_dataset(true),
            Action::Export => self.save_dataset(false),
            Action::ShowImport => self.show_import(),
            Action::AttachSource => self.files.open(Purpose::Source, self.session.dataset()),
            Action::ShowProblems => self.page = Some(Page::Problems),
            Action::SaveFigure => self.save_figure(self.panel_in_use),
            Action::CopyFigure => self.copy_figure(ctx, self.panel_in_use),
            Action::CopyCitation => self.copy(ctx, self.session.citations()),
            Action::CopyKey => self.copy(ctx, self.selected_keys()),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::Find => {
                self.preferences.outline = true;
                self.views.outline.find();
            }
            Action::ClearSelection => self.command(ctx, Command::Clear),
            Action::Back => self.command(ctx, Command::Back),
            Action::Forward => self.command(ctx, Command::Forward),
            Action::ShowAlways => {
                self.command(ctx, Command::SetWindow(crate::analysis::network::Window::Always));
            }
            Action::NextDate => self.command(ctx, Command::StepDate(1)),
            Action::PreviousDate => self.command(ctx, Command::StepDate(-1)),
            Action::PlayPause => {
                let playing = self.session.is_playing();
                self.command(ctx, Command::SetPlaying(!playing));
            }
            Action::Fit => self.command(ctx, Command::MoveCamera(crate::session::Camera::Fit)),
            Action::CentreSelection => {
                if let Some(item) = self.session.selection().last() {
                    self.command(ctx, Command::MoveCamera(crate::session::Camera::Centre(item)));
                }
            }
            Action::ZoomIn => self.command(ctx, Command::MoveCamera(crate::session::Camera::ZoomIn)),
            Action::ZoomOut => self.command(ctx, Command::MoveCamera(crate::session::Camera::ZoomOut)),
            Action::Unpin => self.command(ctx, Command::MoveCamera(crate::session::Camera::Unpin)),
            Action::ArrangeByTies => self.arrange(ctx, ArrangementKind::Ties),
            Action::ArrangeInRings => self.arrange(ctx, ArrangementKind::Rings),
            Action::ArrangeInRows => self.arrange(ctx, ArrangementKind::Rows),
            Action::ArrangeAsInFile => self.arrange(ctx, ArrangementKind::File),
            Action::ToggleOutline => self.preferences.outline = !self.preferences.outline,
            Action::ToggleInspector => self.preferences.inspector = !self.preferences.inspector,
            Action::NextPanel => self.next_panel(ctx),
            Action::LightTheme => self.set_theme(ctx, ThemeChoice::Light),
            Action::DarkTheme => self.set_theme(ctx, ThemeChoice::Dark),
            Action::SystemTheme => self.set_theme(ctx, ThemeChoice::System),
            Action::ScaleUp => self.set_scale(ctx, self.preferences.scale + 0.1),
            Action::ScaleDown => self.set_scale(ctx, self.preferences.scale - 0.1),
            Action::ScaleReset => self.set_scale(ctx, 1.0),
            Action::Palette => self.palette.open(),
            Action::Help => self.page = Some(Page::Help),
            Action::About => self.page = Some(Page::About),
        }
    }

    fn arrange(&mut self, ctx: &Context, kind: ArrangementKind) {
        match self.session.offer(kind) {
            Ok(arrangement) => self.command(ctx, Command::Arrange(arrangement)),
            Err(why) => self.notify(ctx, false, format!("{}: {why}.", kind.action().description().name)),
        }
    }

    fn set_theme(&mut self, ctx: &Context, theme: ThemeChoice) {
        self.preferences.theme = theme;
        theme.keep(ctx);
    }

    fn set_scale(&mut self, ctx: &Context, scale: f32) {
        self.preferences.scale = scale.clamp(0.5, 3.0);
        ctx.set_zoom_factor(self.preferences.scale);
    }

    fn copy(&mut self, ctx: &Context, text: String) {
        if text.is_empty() {
            self.notify(ctx, false, "Nothing is selected, so there is nothing to copy.");
        } else {
            ctx.copy_text(text);
            self.notify(ctx, false, "Copied.");
        }
    }

    fn selected_keys(&self) -> String {
        let dataset = self.session.dataset();
        let keys: Vec<_> = self.session.selection().items().iter().map(|&item| dataset.key(item)).collect();
        keys.join(",")
    }

    /// Moves the keyboard to the first item of the next panel.
    fn next_panel(&mut self, ctx: &Context) {
        self.panel_in_focus = match self.panel_in_focus {
            Panel::Diagram => Panel::Timeline,
            Panel::Timeline => Panel::Excerpts,
            Panel::Excerpts => Panel::Outline,
            Panel::Outline | Panel::Inspector | Panel::Elsewhere => Panel::Diagram,
        };
        if self.panel_in_focus != Panel::Outline {
            self.panel_in_use = self.panel_in_focus;
        }
        match self.panel_in_focus {
            Panel::Diagram => self.views.diagram.take_focus(),
            Panel::Timeline => self.views.timeline.take_focus(),
            Panel::Excerpts => self.views.excerpts.take_focus(),
            Panel::Outline | Panel::Inspector | Panel::Elsewhere => self.act(ctx, Action::Find),
        }
    }

    /// The title names what is selected, so that it can be read without looking at the panels.
    fn update_title(&mut self, ctx: &Context) {
        let dataset = self.session.dataset();
        let title = match self.session.selection().last() {
            Some(item) => format!("{} — {} — Detente", dataset.item_name(item), dataset.title),
            None => format!("{} — Detente", dataset.title),
        };
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn remember_window(&mut self, ctx: &Context) {
        ctx.input(|input| {
            let viewport = input.viewport();
            self.preferences.maximized = viewport.maximized.unwrap_or(false);
            if let Some(rect) = viewport.inner_rect.filter(|_| !self.preferences.maximized) {
                // Points of the window, whatever the scale of the text.
                let size = rect.size() * self.preferences.scale;
                self.preferences.window = [size.x, size.y];
            }
        });
    }
}

impl eframe::App for App {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.remember_window(ui.ctx());
        self.frame(ui);
    }

    fn on_exit(&mut self) {
        if let Some(path) = &self.preferences_path
            && let Err(error) = self.preferences.save(path)
        {
            eprintln!("detente: preferences cannot be saved to {}: {error}", path.display());
        }
    }
}

/// Whether an action is about all of a dataset, so that it has to wait until all is read.
fn needs_whole_dataset(action: Action) -> bool {
    matches!(
        action,
        Action::Merge
            | Action::UndoMerge
            | Action::SaveDataset
            | Action::Export
            | Action::ShowImport
            | Action::ShowProblems
            | Action::AttachSource
            | Action::SaveFigure
            | Action::CopyFigure
            | Action::CopyCitation
    )
}

/// The panel in which the pointer was pressed in this frame, if in any. What lies over the panels is none of them.
fn pressed_in(ui: &Ui, panels: &[(egui::Rect, Panel)]) -> Option<Panel> {
    if !ui.input(|input| input.pointer.any_pressed()) {
        return None;
    }
    let mut panels = panels.iter().filter(|(place, _)| ui.rect_contains_pointer(*place));
    panels.next().map(|&(_, panel)| panel)
}

/// The documents that `--source ID=FILE` may name.
pub fn document_of(dataset: &Dataset, key: &str) -> Option<DocumentId> {
    match dataset.item(key) {
        Some(Item::Document(id)) => Some(id),
        _ => None,
    }
}
