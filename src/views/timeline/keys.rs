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

/// So many marks at most are items at a time: those around the one that had the focus last.
const MOST_ITEMS: usize = 300;

/// Where the keyboard is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Walk {
    /// The mark that has the focus.
    pub focused: Option<usize>,
    /// The day of the mark that the focus went to, where that is out of view.
    pub go_to: Option<Day>,
    /// The mark that the focus is on or goes to next.
    pub at: Option<usize>,
}

/// Makes the marks in view items, and walks them. `at` is the mark that had the focus last. `take`: the focus comes to
/// the first of them.
pub fn walk(
    ui: &Ui,
    parts: &Parts<'_>,
    scene: &Scene,
    scale: Scale,
    (at, take): (Option<usize>, bool),
) -> Walk {
    let (dataset, marks) = (parts.ctx.dataset(), &parts.model.marks);
    let mut walk = Walk::default();
    let is_in_view = |&index: &usize| scale.rect.contains(scene.place_of(parts.model, index, scale).at);
    let first = scene.in_view.iter().copied().find(is_in_view).filter(|_| take);
    if let Some(first) = first {
        ui.memory_mut(|memory| memory.request_focus(id(ui, &marks[first])));
    }
    for index in around(&scene.in_view, first.or(at)).iter().copied().filter(is_in_view) {
        let (mark, placed) = (&marks[index], scene.place_of(parts.model, index, scale));
        let (response, is_activated) = focusable(ui, square(&placed), id(ui, mark), &mark.name(dataset));
        // The pointer means the cell of a density and not the events in it.
        if scene.mark(index).is_some() || response.has_focus() || is_activated {
            parts.ctx.interact(Panel::Timeline, &response, Some(mark.event.into()));
        }
        if response.has_focus() {
            walk.focused = Some(index);
            keep_arrows(&response);
        }
    }
    walk.at = first.or(walk.focused);
    if let (Some(index), Some(step)) = (walk.focused, arrow(ui))
        && let Some(next) = next(parts, index, step)
    {
        ui.memory_mut(|memory| memory.request_focus(id(ui, &marks[next])));
        ui.ctx().request_repaint();
        walk.at = Some(next);
        walk.go_to = (!is_in_view(&next)).then_some(marks[next].day);
    }
    walk
}

/// The marks in view that are items: all, or those around one.
fn around(in_view: &[usize], at: Option<usize>) -> &[usize] {
    let middle = at.map_or(0, |at| in_view.partition_point(|&index| index < at));
    let start = middle.saturating_sub(MOST_ITEMS / 2).min(in_view.len().saturating_sub(MOST_ITEMS));
    in_view.get(start..in_view.len().min(start + MOST_ITEMS)).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_marks_those_around_the_focus_are_items() {
        let few: Vec<usize> = (0..200).map(|place| 3 * place).collect();
        assert_eq!(around(&few, Some(90)), few);
        let many: Vec<usize> = (0..10_000).map(|place| 3 * place).collect();
        for at in [None, Some(0), Some(300), Some(15_000), Some(29_997), Some(90_000)] {
            let items = around(&many, at);
            assert_eq!(items.len(), MOST_ITEMS);
            let is_in_view = at.is_some_and(|at| many.contains(&at));
            assert_eq!(at.is_some_and(|at| items.contains(&at)), is_in_view, "{at:?}");
        }
    }
}
