//! The excerpts on a page: whole cards in columns, as many as there is room for. What is left out is for the
//! caption to say.

use std::collections::BTreeMap;

use egui::{Rect, RichText, Ui, UiBuilder, pos2, vec2};

use super::{DIFFERS, card};
use crate::dataset::{DocumentId, ExcerptId};
use crate::views::context::ViewContext;
use crate::views::pieces;

/// The least width of a column, in points: some 45 letters.
const LEAST_WIDTH: f32 = 300.0;

/// The most columns: more make the eye jump.
const MOST_COLUMNS: f32 = 4.0;

/// Space between two columns.
const GAP: f32 = 14.0;

/// Shows the excerpts, as many as there is room for; returns which.
pub fn show(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    listed: &[ExcerptId],
    numbers: &BTreeMap<DocumentId, usize>,
) -> Vec<ExcerptId> {
    let space = ui.available_rect_before_wrap();
    ui.advance_cursor_after_rect(space);
    if listed.is_empty() {
        let nothing = ui.new_child(UiBuilder::new().max_rect(space));
        say_why(nothing, ctx);
        return Vec::new();
    }
    let columns = columns(space);
    let mut columns = columns.iter();
    let mut room = columns.next().copied().unwrap_or(space);
    let mut shown = Vec::new();
    for &id in listed {
        let number = numbers.get(&ctx.dataset().excerpt(id).document()).copied();
        let show = |ui: &mut Ui| one(ui, ctx, id, number);
        let height = within(ui, ("measure", id), UiBuilder::new().invisible(), room, show);
        if height > room.height() {
            let Some(&next) = columns.next() else { break };
            room = next;
            if height > room.height() {
                break;
            }
        }
        within(ui, ("card", id), UiBuilder::new(), room, show);
        shown.push(id);
        room.min.y += height;
    }
    shown
}

fn columns(space: Rect) -> Vec<Rect> {
    let count = ((space.width() + GAP) / (LEAST_WIDTH + GAP)).floor().clamp(1.0, MOST_COLUMNS);
    let width = (space.width() - (count - 1.0) * GAP) / count;
    let lefts = std::iter::successors(Some(space.left()), |left| Some(left + width + GAP));
    let rects = lefts.map(|left| Rect::from_min_size(pos2(left, space.top()), vec2(width, space.height())));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "there are a few columns")]
    rects.take(count as usize).collect()
}

/// A card, and below it a warning where the text that it is shown in is not the one that was coded.
fn one(ui: &mut Ui, ctx: &ViewContext<'_>, id: ExcerptId, number: Option<usize>) {
    card(ui, ctx, id, number, false);
    let source = ctx.session.source(ctx.dataset().excerpt(id).document());
    if source.is_some_and(|source| source.is_same() == Some(false)) {
        let warning = ui.visuals().warn_fg_color;
        pieces::plain(ui, RichText::new(DIFFERS).small().color(warning));
    }
}

/// Shows something at the top of a room; returns its height.
fn within(
    ui: &mut Ui,
    id: (&str, ExcerptId),
    builder: UiBuilder,
    room: Rect,
    show: impl FnOnce(&mut Ui),
) -> f32 {
    let mut child = ui.new_child(builder.max_rect(room).id_salt(id));
    // Else the line of small marks over a gloss is as high as a button.
    child.spacing_mut().interact_size.y = 0.0;
    show(&mut child);
    child.min_rect().height()
}

fn say_why(mut ui: Ui, ctx: &ViewContext<'_>) {
    let why = if ctx.dataset().excerpts.is_empty() {
        "This dataset has no excerpts."
    } else if ctx.session.selection().is_empty() {
        "No excerpt speaks in the voices that are shown."
    } else {
        "No excerpt in the voices that are shown speaks of what is selected."
    };
    pieces::weak(&mut ui, why);
}
