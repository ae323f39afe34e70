//! The keyboard and screen readers: each mark is an item; Tab and the arrow keys walk them in order of date.

use egui::{EventFilter, Id, Key, Rect, Ui, vec2};

use crate::dataset::Day;
use crate::session::Panel;
use crate::views::context::ViewContext;
use crate::views::widgets::focusable;

use super::model::{Mark, Model, focus_key};
use super::scene::{PlacedMark, Scale, Scene};

/// The side of the square around a mark, in points.
const SIDE: f32 = 12.0;

/// Makes the marks in view items. Returns the one that has the focus, and the day to show where the focus went
/// to a mark out of view.
pub fn walk(
    ui: &Ui,
    ctx: &ViewContext<'_>,
    model: &Model,
    scene: &Scene,
    scale: Scale,
) -> (Option<usize>, Option<Day>) {
    let mut focused = None;
    for placed in scene.marks.iter().filter(|placed| scale.rect.contains(placed.at)) {
        let mark = &model.marks[placed.index];
        let id = id(ui, mark);
        let (response, _) = focusable(ui, square(placed), id, &mark.name);
        ctx.interact(Panel::Timeline, &response, Some(mark.event.into()));
        if response.has_focus() {
            focused = Some(placed.index);
            let arrows =
                EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        }
    }
    let go_to = focused.and_then(|index| arrow(ui).map(|step| (index, step))).and_then(|(index, step)| {
        let next = index.checked_add_signed(step)?;
        let mark = model.marks.get(next)?;
        ui.memory_mut(|memory| memory.request_focus(id(ui, mark)));
        ui.ctx().request_repaint();
        let is_in_view = scene.mark(next).is_some_and(|placed| scale.rect.contains(placed.at));
        (!is_in_view).then_some(mark.day)
    });
    (focused, go_to)
}

/// Puts the keyboard on the first mark.
pub fn focus_first(ui: &Ui, model: &Model) {
    if let Some(mark) = model.marks.first() {
        ui.memory_mut(|memory| memory.request_focus(id(ui, mark)));
    }
}

/// One step for an arrow key that was pressed without modifiers.
fn arrow(ui: &Ui) -> Option<isize> {
    ui.input(|input| {
        let pressed = |key| input.key_pressed(key) && input.modifiers.is_none();
        let forward = pressed(Key::ArrowRight) || pressed(Key::ArrowDown);
        let backward = pressed(Key::ArrowLeft) || pressed(Key::ArrowUp);
        match (forward, backward) {
            (true, false) => Some(1),
            (false, true) => Some(-1),
            (true, true) | (false, false) => None,
        }
    })
}

fn id(ui: &Ui, mark: &Mark) -> Id {
    ui.scope_id().with(("mark", focus_key(mark)))
}

/// The square that a screen reader is told, and that the focus is drawn around.
pub fn square(placed: &PlacedMark) -> Rect {
    Rect::from_center_size(placed.at, vec2(SIDE, SIDE))
}
