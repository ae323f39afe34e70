//! The alignment timeline: how close one actor stands to its poles through time, with the events behind it.
//!
//! What is shown ([`model`]) is turned into places on the screen ([`scene`]), which are painted ([`paint`]) and
//! searched for what is under the pointer ([`hit`]). Both are made anew only where the data, the days shown or the
//! size changed; more marks than can be told apart are drawn as a [`density`]. The plot's frame, grid, axes, bands and lines are
//! egui_plot's; the rest is painted over it with the same scale.

pub mod axis;
pub mod brush;
pub mod cache;
pub mod controls;
pub mod curve;
pub mod density;
pub mod drawing;
pub mod hit;
pub mod keys;
pub mod labels;
pub mod legend;
pub mod menu;
pub mod model;
pub mod offer;
pub mod paint;
pub mod periods;
pub mod plot;
pub mod scene;
pub mod spans;
pub mod strength;
pub mod style;
pub mod tooltip;
pub mod words;

use std::collections::BTreeSet;

use egui::{PointerButton, Rect, Response, RichText, Sense, Ui, pos2};

use crate::analysis::network::Window;
use crate::dataset::{ActorId, DayRange, Item, SeriesPoint};
use crate::session::{Command, Panel};

use super::context::{Medium, ViewContext};
use super::pieces;
use axis::Shown;
use brush::Brush;
use cache::Cache;
use controls::Answer;
use drawing::Drawing;
use hit::Hit;
use model::Model;
use paint::{lines, strips};
use plot::Parts;
use scene::Scale;
use style::Style;

/// The timeline panel: what it shows of time, and what the person is doing in it.
#[derive(Default)]
pub struct TimelineView {
    cache: Cache,
    /// `None`: all events.
    shown: Option<Shown>,
    hidden: BTreeSet<(ActorId, ActorId)>,
    cut_names: Vec<usize>,
    brush: Option<Brush>,
    seen_revision: u64,
    takes_focus: bool,
    /// The event that has the keyboard focus or had it last: the index of its mark.
    walked: Option<usize>,
}

/// A plot that is less wide or high than this, in points, shows nothing that can be read.
const LEAST_SIZE: f32 = 60.0;

impl TimelineView {
    /// Shows the panel in all the space that there is.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let mut cache = std::mem::take(&mut self.cache);
        self.show(ui, ctx, &mut cache);
        self.cache = cache;
    }

    fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, cache: &mut Cache) {
        self.refresh(ctx, cache);
        pieces::figure_menu(ui, ctx, Panel::Timeline);
        let Some(settings) = ctx.session.series_settings() else {
            no_events(ui, ctx);
            return;
        };
        if ctx.dataset().events.is_empty() {
            no_events(ui, ctx);
            return;
        }
        let answer = match ctx.medium {
            Medium::Screen => {
                cache.offer.fit(ctx.session.dataset(), settings.parameters.voices(), settings.of);
                controls::row(ui, ctx, settings, (&cache.model, &cache.offer), &mut self.hidden)
            }
            Medium::Figure => Answer::default(),
        };
        if answer.fit {
            self.shown = None;
        }
        match cache.model.extent {
            Some(extent) => self.plot(ui, ctx, cache, extent, &answer),
            None => no_dated_events(ui, ctx, &cache.model),
        }
    }

    /// Moves the keyboard focus to the first event in view, in the next frame.
    pub fn take_focus(&mut self) {
        self.takes_focus = true;
    }

    /// Takes in what changed in the session since the last frame.
    fn refresh(&mut self, ctx: &ViewContext<'_>, cache: &mut Cache) {
        if cache.fit(ctx) {
            *self = Self::default();
        }
        let (revision, origin) = ctx.session.selection_revision();
        if revision != self.seen_revision {
            self.seen_revision = revision;
            if origin != Panel::Timeline && ctx.has_controls() {
                self.reveal(ctx, &cache.model);
            }
        }
    }

    /// Moves as little as shows what is selected.
    fn reveal(&mut self, ctx: &ViewContext<'_>, model: &Model) {
        let Some(extent) = model.extent else { return };
        let shown = self.shown.unwrap_or(extent);
        if let Some((first, last)) = periods::to_reveal(ctx.session, model)
            && !(shown.contains(first) && shown.contains(last))
        {
            self.shown = Some(shown.revealing(first, last));
        }
    }

    fn plot(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        cache: &mut Cache,
        extent: Shown,
        answer: &Answer,
    ) {
        let space = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(space);
        let frame = self.frame_in(ui, ctx, space, &cache.model);
        if frame.width() < LEAST_SIZE || frame.height() < LEAST_SIZE {
            return;
        }
        let shown = self.shown.unwrap_or(extent);
        cache.sample(ctx, (shown, extent), (frame.width(), ui.pixels_per_point()));
        let Cache { model, curves, strength, placed, .. } = cache;
        let (model, curves, strength) = (&*model, &*curves, &*strength);
        let hidden: Vec<bool> = model.lines.iter().map(|line| self.hidden.contains(&line.pair())).collect();
        let parts = Parts { ctx, model, curves, hidden: &hidden, pointed_at: answer.hovered, strength };

        let back = ui.painter().add(egui::Shape::Noop);
        let scale = parts.plot(ui, frame, shown);
        let strips = strips::rects(space, scale.rect, model.strips.len());
        placed.fit(&parts, scale, &strips);
        let (scene, cells) = (&placed.scene, &placed.cells);

        let area = strips.iter().fold(scale.rect, |area, &strip| area.union(strip));
        let response = ui.interact(area, ui.scope_id().with("timeline"), Sense::CLICK | Sense::DRAG);
        self.navigate(ui, &response, scale, (space, extent));
        self.follow_brush(ctx, &response, scale);
        let pointer = response.hover_pos().filter(|_| self.brush.is_none());
        let hit = pointer.and_then(|pointer| hit::at(scene, scale, pointer));
        let item = hit.and_then(|hit| item(model, hit));
        if !matches!(hit, Some(Hit::Cell(_))) {
            ctx.interact(Panel::Timeline, &response, item);
        }
        if response.double_clicked() && hit.is_none() {
            ctx.send(Command::SetWindow(Window::Always));
        }
        let walk = keys::walk(ui, &parts, scene, scale, (self.walked, std::mem::take(&mut self.takes_focus)));
        self.walked = walk.at.or(self.walked);

        let brushed = self.brush.as_ref().and_then(Brush::days);
        let drawing = Drawing { parts, scene, cells, scale, brushed, hit, focused: walk.focused };
        ui.painter().set(back, egui::Shape::Vec(drawing.back()));
        drawing.strips(ui, &strips, space.right());
        drawing.front(ui);
        let along = drawing.ends(ui, space.right());
        drawing.tooltip(ui, &response);
        if let Some(zoomed) = drawing.click(&response) {
            self.shown = Some(zoomed);
        }
        if let Some(x) = walk.go_to.or(along).map(axis::x_of).filter(|&x| !shown.contains(x)) {
            self.shown = Some(shown.revealing(x, x));
        }
    }

    /// The plot with its axes: what is left of the space right of the labels and below the strips.
    fn frame_in(&mut self, ui: &Ui, ctx: &ViewContext<'_>, space: Rect, model: &Model) -> Rect {
        // On a page no name can be pointed at to read all of it.
        let part = if ctx.has_controls() { 0.25 } else { 0.35 };
        let most = (part * space.width()).max(60.0);
        let (labels, cut) = lines::label_space(ui, &model.lines, !ctx.has_controls(), most);
        self.cut_names = cut;
        #[expect(clippy::cast_precision_loss, reason = "there are a few strips")]
        let top = space.top() + model.strips.len() as f32 * strips::HEIGHT;
        Rect::from_min_max(pos2(space.left(), top), pos2(space.right() - labels, space.bottom()))
    }

    /// The lines whose names have no room at their ends, by their index.
    pub fn cut_names(&self) -> &[usize] {
        &self.cut_names
    }

    /// Pan (middle or right drag, Shift+wheel, trackpad), zoom (Ctrl+wheel, pinch), and fit (a double click on
    /// the dates below the plot).
    fn navigate(&mut self, ui: &Ui, response: &Response, scale: Scale, (space, extent): (Rect, Shown)) {
        let mut shown = scale.shown;
        if response.dragged_by(PointerButton::Middle) || response.dragged_by(PointerButton::Secondary) {
            shown = shown.moved(-f64::from(response.drag_delta().x) * scale.days_a_point());
        }
        if let Some(pointer) = response.contains_pointer().then(|| response.hover_pos()).flatten() {
            let (scroll, zoom) = ui.input(|input| (input.smooth_scroll_delta().x, input.zoom_delta()));
            shown = shown.moved(-f64::from(scroll) * scale.days_a_point());
            shown = shown.zoomed(f64::from(zoom), scale.day(pointer.x));
        }
        if shown != scale.shown {
            self.shown = Some(shown.touching(extent));
            ui.ctx().request_repaint();
        }
        let dates = Rect::from_min_max(scale.rect.left_bottom(), pos2(scale.rect.right(), space.bottom()));
        if dates.is_positive()
            && ui.interact(dates, ui.scope_id().with("dates"), Sense::CLICK).double_clicked()
        {
            self.shown = None;
            ui.ctx().request_repaint();
        }
    }

    /// Begins, follows and ends the brush.
    fn follow_brush(&mut self, ctx: &ViewContext<'_>, response: &Response, scale: Scale) {
        let origin = response.ctx.input(|input| input.pointer.press_origin());
        let pointer = response.interact_pointer_pos();
        if response.drag_started_by(PointerButton::Primary)
            && let Some(origin) = origin.filter(|&origin| scale.rect.contains(origin))
        {
            self.brush = Some(Brush::begin(scale.day(origin.x)));
        }
        if let (Some(brush), Some(pointer)) = (&mut self.brush, pointer) {
            let x = pointer.x.clamp(scale.rect.left(), scale.rect.right());
            brush.follow(scale.day(x), origin.map_or(0.0, |origin| pointer.x - origin.x));
        }
        if response.drag_stopped_by(PointerButton::Primary)
            && let Some((first, last)) = self.brush.take().and_then(|brush| brush.days())
        {
            ctx.send(Command::SetWindow(Window::Range(DayRange { first: Some(first), last: Some(last) })));
        }
    }
}

/// What a hit is; `None` for a cell, which is many things.
fn item(model: &Model, hit: Hit) -> Option<Item> {
    match hit {
        Hit::Mark(index) => Some(model.marks[index].event.into()),
        Hit::Cell(_) => None,
        Hit::Line { line, day } => {
            let (of, toward) = model.lines[line].pair();
            Some(SeriesPoint { of, toward, day }.into())
        }
        Hit::Government(government) => Some(government.into()),
    }
}

/// What is said where the dataset has no event at all.
fn no_events(ui: &mut Ui, ctx: &ViewContext<'_>) {
    empty(
        ui,
        ctx,
        "This dataset has no dated events.",
        "File > Merge… adds events from another file: a dataset, a table or an event feed. Or write an `events` list \
        into its file: each needs a label, a code such as cameo:0312, from, to, a date and evidence.",
    );
}

/// What is said where none of the pairs has one.
fn no_dated_events(ui: &mut Ui, ctx: &ViewContext<'_>, model: &Model) {
    let names: Vec<&str> = model.lines.iter().map(|line| line.name.as_str()).collect();
    let what = match names[..] {
        [] => "No pole is chosen.".to_owned(),
        _ => format!("No dated events toward {}.", names.join(", ")),
    };
    empty(
        ui,
        ctx,
        &what,
        "Choose another actor or add a pole in the row above: each shows its number of events.",
    );
}

fn empty(ui: &mut Ui, ctx: &ViewContext<'_>, what: &str, how: &str) {
    ui.vertical_centered(|ui| {
        ui.add_space(0.3 * ui.available_height());
        ui.label(RichText::new(what).strong());
        ui.label(RichText::new(how).color(Style::new(ctx.tokens).weak()));
    });
}
