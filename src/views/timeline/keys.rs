//! The keyboard and screen readers: each mark is an item; Tab and the arrow keys walk them in order of date.

use egui::response::Flags;
use egui::{EventFilter, Id, Key, Rect, Response, Ui, vec2};

use crate::analysis::alignment::Series;
use crate::dataset::{Day, Item, SeriesPoint};
use crate::session::{Panel, Selection};
use crate::views::widgets::focusable;

use super::model::{LineModel, Mark, focus_key};
use super::plot::Parts;
use super::scene::{PlacedMark, Scale, Scene};

/// The side of the square around a mark, in points.
const SIDE: f32 = 12.0;

/// Where the keyboard is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Walk {
    /// The mark that has the focus.
    pub focused: Option<usize>,
    /// The day of the mark that the focus went to, where that is out of view.
    pub go_to: Option<Day>,
}

/// Makes the marks in view items, and walks them. `take`: the focus comes to the first of them.
pub fn walk(ui: &Ui, parts: &Parts<'_>, scene: &Scene, scale: Scale, take: bool) -> Walk {
    let marks = &parts.model.marks;
    let mut walk = Walk::default();
    let mut in_view = scene.marks.iter().filter(|placed| scale.rect.contains(placed.at)).peekable();
    if let Some(first) = in_view.peek().filter(|_| take) {
        ui.memory_mut(|memory| memory.request_focus(id(ui, &marks[first.index])));
    }
    for placed in in_view {
        let mark = &marks[placed.index];
        let (response, _) = focusable(ui, square(placed), id(ui, mark), &mark.name);
        parts.ctx.interact(Panel::Timeline, &response, Some(mark.event.into()));
        if response.has_focus() {
            walk.focused = Some(placed.index);
            keep_arrows(&response);
        }
    }
    if let (Some(index), Some(step)) = (walk.focused, arrow(ui))
        && let Some(next) = next(parts, index, step)
    {
        ui.memory_mut(|memory| memory.request_focus(id(ui, &marks[next])));
        ui.ctx().request_repaint();
        let is_in_view = scene.mark(next).is_some_and(|placed| scale.rect.contains(placed.at));
        walk.go_to = (!is_in_view).then_some(marks[next].day);
    }
    walk
}

/// The next mark of a line that is not switched off.
fn next(parts: &Parts<'_>, from: usize, step: Step) -> Option<usize> {
    let is_shown = |&index: &usize| !parts.hidden[parts.model.marks[index].line];
    match step {
        Step::Forward => (from + 1..parts.model.marks.len()).find(is_shown),
        Step::Back => (0..from).rev().find(is_shown),
    }
}

/// The arrow keys do not leave the widget, which acts on them itself.
fn keep_arrows(response: &Response) {
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    response.ctx.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Forward,
    Back,
}

/// The step of an arrow key that was pressed without modifiers.
fn arrow(ui: &Ui) -> Option<Step> {
    ui.input(|input| {
        let pressed = |key| input.key_pressed(key) && input.modifiers.is_none();
        let forward = pressed(Key::ArrowRight) || pressed(Key::ArrowDown);
        let back = pressed(Key::ArrowLeft) || pressed(Key::ArrowUp);
        match (forward, back) {
            (true, false) => Some(Step::Forward),
            (false, true) => Some(Step::Back),
            (true, true) | (false, false) => None,
        }
    })
}

/// The point of a line that an arrow key goes to while the line's name has the focus: the day of the event
/// before or after the point that is selected, at first the last. The response then counts as clicked.
pub fn along(
    ui: &Ui,
    response: &mut Response,
    line: &LineModel,
    series: &Series,
    selection: &Selection,
) -> Option<SeriesPoint> {
    if !response.has_focus() {
        return None;
    }
    keep_arrows(response);
    let step = arrow(ui)?;
    let here = selection.items().iter().rev().find_map(|&item| match item {
        Item::Point(point) if (point.of, point.toward) == line.pair() => Some(point.day),
        Item::Point(_)
        | Item::Node(_)
        | Item::Relationship(_)
        | Item::Event(_)
        | Item::Excerpt(_)
        | Item::Document(_) => None,
    });
    let days = series.events().iter().map(|term| term.day);
    let day = match (here, step) {
        (None, Step::Forward | Step::Back) => days.max(),
        (Some(here), Step::Forward) => days.filter(|&day| day > here).min(),
        (Some(here), Step::Back) => days.filter(|&day| day < here).max(),
    }?;
    response.flags.insert(Flags::FAKE_PRIMARY_CLICKED);
    let (of, toward) = line.pair();
    Some(SeriesPoint { of, toward, day })
}

fn id(ui: &Ui, mark: &Mark) -> Id {
    ui.scope_id().with(("mark", focus_key(mark)))
}

/// The square that a screen reader is told, and that the focus is drawn around.
pub fn square(placed: &PlacedMark) -> Rect {
    Rect::from_center_size(placed.at, vec2(SIDE, SIDE))
}
