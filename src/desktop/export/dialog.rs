//! The dialog: how the figure should be at the left, how it looks at the right, where it goes at the foot.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Key, Popup, Rect, RichText, ScrollArea, Ui, UiBuilder, Vec2, pos2, vec2};

use crate::desktop::modal::modal;
use crate::desktop::task::{Progress, Task};
use crate::figure::{Format, Request, recipe};
use crate::session::Session;

use super::choices::{FigureChoices, Subject};
use super::foot;
use super::place::Place;
use super::preview::Preview;
use super::settings;

/// The largest that the dialog is, in points.
const LARGEST: Vec2 = vec2(1480.0, 980.0);

/// What is left free of the window around it.
const AROUND: Vec2 = vec2(80.0, 76.0);

/// Width of the settings.
const SETTINGS: f32 = 336.0;

/// Space between the parts.
const GAP: f32 = 14.0;

/// The dialog, while it is open.
pub struct Dialog {
    session: Arc<Session>,
    pub(super) subject: Subject,
    pub(super) place: Place,
    preview: Preview,
    query: String,
    /// The answer of the desktop's dialog: `Done(None)` where the person chose no file there.
    pub(super) browsing: Option<Task<Option<PathBuf>>>,
    /// The file that the person agreed to replace.
    agreed: Option<PathBuf>,
    /// The file that the person is asked about.
    asked: Option<PathBuf>,
    /// What became of the last figure.
    told: Option<Told>,
    pub(super) takes_focus: bool,
}

/// What the person is told at the foot.
pub(super) enum Told {
    /// The figure is being saved.
    Saving,
    /// It is on the clipboard.
    Copied,
    /// There is none. One line says why.
    Failed(String),
}

/// What the person wants.
pub(super) enum Answer {
    /// Nothing yet.
    Wait,
    /// No figure.
    Close,
    /// The figure in a file.
    Save { request: Request, path: PathBuf, format: Format },
    /// The figure on the clipboard.
    Copy(Request),
}

impl Dialog {
    /// A dialog about what a session shows.
    pub(super) fn new(session: Arc<Session>, subject: Subject, choices: &FigureChoices) -> Self {
        Self {
            place: Place::new(subject.panel, choices),
            session,
            subject,
            preview: Preview::default(),
            query: String::new(),
            browsing: None,
            agreed: None,
            asked: None,
            told: None,
            takes_focus: true,
        }
    }

    /// What the figure shows.
    pub fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session)
    }

    /// The picture of the figure.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }

    /// What is said of the figure.
    pub(super) fn into_subject(self) -> Subject {
        self.subject
    }

    /// What became of a figure: a notice at the foot of the window would lie below the dialog.
    pub(super) fn tell(&mut self, told: Told) {
        self.told = Some(told);
    }

    /// Shows the dialog.
    pub(super) fn ui(&mut self, ctx: &Context, choices: &mut FigureChoices, saving: bool) -> Answer {
        self.hear_from_the_desktop();
        let mut answer = Answer::Wait;
        let modal = modal(ctx, "save-figure").show(ctx, |ui| {
            let size = (ctx.content_rect().size() - AROUND).min(LARGEST);
            let (whole, _) = ui.allocate_exact_size(size, egui::Sense::hover());
            answer = self.contents(ui, whole, choices, saving);
        });
        match answer {
            // Escape takes back the question first.
            Answer::Wait if modal.should_close() && self.asked.take().is_none() => Answer::Close,
            Answer::Wait | Answer::Close | Answer::Save { .. } | Answer::Copy(_) => answer,
        }
    }

    fn contents(&mut self, ui: &mut Ui, whole: Rect, choices: &mut FigureChoices, saving: bool) -> Answer {
        // A list that is open, or a number that is being written, needs Enter itself.
        let enter = ui.input(|input| input.key_pressed(Key::Enter)) && !Popup::is_any_open(ui.ctx());
        let (body, below) = whole.split_top_bottom_at_y(whole.bottom() - foot::height(ui));
        let body = Rect::from_min_max(body.min, pos2(body.right(), body.bottom() - GAP));
        let (left, right) = body.split_left_right_at_x(body.left() + SETTINGS.min(0.5 * body.width()));
        let before = (self.subject.panel, self.place.clone());

        let writes_number = inside(ui, left, "settings", |ui| self.settings(ui, choices));
        if before.0 != self.subject.panel {
            choices.change_panel(before.0, self.subject.panel);
            self.place.change_panel(before.0, self.subject.panel, choices);
        }
        let request = choices.request(&self.subject);
        let picture = Rect::from_min_max(right.min + vec2(GAP, 0.0), right.max);
        inside(ui, picture, "preview", |ui| self.preview.ui(ui, picture, &self.session, &request));

        let wish = inside(ui, below, "foot", |ui| {
            foot::places(ui, self, choices);
            foot::command(ui, &self.command(&request, choices));
            self.buttons(ui, &request, choices, saving)
        });
        if self.place != before.1 {
            (self.asked, self.told) = (None, None);
        }
        let entered = enter && !writes_number && ui.memory(|memory| memory.focused()).is_none();
        match wish {
            foot::Wish::None if entered && self.asked.is_none() && !saving => self.save(request, choices),
            foot::Wish::None => Answer::Wait,
            foot::Wish::Save => self.save(request, choices),
            foot::Wish::Replace => {
                self.agreed = self.asked.take();
                self.save(request, choices)
            }
            foot::Wish::Keep => {
                self.asked = None;
                self.takes_focus = true;
                Answer::Wait
            }
            foot::Wish::Copy => request.map_or(Answer::Wait, Answer::Copy),
            foot::Wish::Close => Answer::Close,
        }
    }

    /// The settings; whether a number was being written.
    fn settings(&mut self, ui: &mut Ui, choices: &mut FigureChoices) -> bool {
        ui.label(RichText::new("Save figure").heading());
        ui.add_space(8.0);
        let own_title = &self.session.dataset().title;
        ScrollArea::vertical()
            .auto_shrink(false)
            .show(ui, |ui| settings::show(ui, &mut self.subject, choices, own_title, &mut self.query))
            .inner
    }

    /// The command line that makes the same figure.
    fn command(&self, request: &Result<Request, String>, choices: &FigureChoices) -> String {
        let format = self.place.format(choices);
        let words = |request| recipe::command(&self.session, request, format);
        request.as_ref().map_or_else(|_| String::new(), |request| recipe::line(&words(request)))
    }

    fn buttons(
        &self,
        ui: &mut Ui,
        request: &Result<Request, String>,
        choices: &FigureChoices,
        saving: bool,
    ) -> foot::Wish {
        if let Some(path) = &self.asked {
            return foot::ask(ui, path);
        }
        let can_be_made = request.is_ok() && self.preview.failure().is_none() && !saving;
        let can_be_saved = can_be_made && self.place.path(choices).is_some();
        let told = if saving { Some(&Told::Saving) } else { self.told.as_ref() };
        foot::buttons(ui, can_be_saved, can_be_made, told)
    }

    /// Saves the figure, unless the person must be asked before.
    fn save(&mut self, request: Result<Request, String>, choices: &mut FigureChoices) -> Answer {
        let (Ok(request), Some(path)) = (request, self.place.path(choices)) else { return Answer::Wait };
        self.told = None;
        if path.is_file() && self.agreed.as_ref() != Some(&path) {
            self.asked = Some(path);
            return Answer::Wait;
        }
        let format = self.place.format(choices);
        choices.ending = format.ending().to_owned();
        choices.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        Answer::Save { request, path, format }
    }

    fn hear_from_the_desktop(&mut self) {
        let answer = match self.browsing.as_ref().map(Task::poll) {
            None | Some(Progress::Working) => return,
            Some(Progress::Done(answer)) => answer,
            Some(Progress::Broken) => None,
        };
        self.browsing = None;
        if let Some(path) = answer {
            self.place.go_to(&path);
            // The desktop's dialog has asked before it gave the name of a file that is there.
            self.agreed = Some(path);
            self.takes_focus = true;
        }
    }
}

/// Shows a part of the dialog in its place.
fn inside<R>(ui: &mut Ui, place: Rect, name: &str, show: impl FnOnce(&mut Ui) -> R) -> R {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt(name));
    child.set_clip_rect(place.expand(2.0).intersect(ui.clip_rect()));
    show(&mut child)
}
