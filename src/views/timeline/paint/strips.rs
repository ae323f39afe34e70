//! Government terms: a thin band for each state, its ends soft where the source is vague.

use egui::{Align2, Color32, Painter, Rect, Shape, Stroke, Ui, pos2};

use crate::analysis::focus::Emphasis;
use crate::views::timeline::scene::{PlacedTerm, Scale};
use crate::views::timeline::style::Style;

use super::marks::gradient;
use super::{elided, small_font};

/// The height of a strip with the gap below it, in points.
pub const HEIGHT: f32 = 19.0;

/// The gap below a strip.
pub const GAP: f32 = 3.0;

/// Labels narrower than this are left out: one letter and an ellipsis tell nothing.
const LEAST_LABEL: f32 = 24.0;

/// The rectangles of `count` strips over the plot, from the top of `space`.
pub fn rects(space: Rect, plot: Rect, count: usize) -> Vec<Rect> {
    let mut top = space.top();
    std::iter::repeat_with(|| {
        let rect = Rect::from_x_y_ranges(plot.x_range(), top..=top + HEIGHT - GAP);
        top += HEIGHT;
        rect
    })
    .take(count)
    .collect()
}

/// How a term is drawn.
#[derive(Clone, Copy)]
pub struct Look {
    /// How strongly.
    pub emphasis: Emphasis,
    /// Whether it is pointed at.
    pub is_hot: bool,
}

/// Draws the term of a government called `name`.
pub fn term(ui: &Ui, painter: &Painter, placed: &PlacedTerm, name: &str, look: Look, style: Style<'_>) {
    let rect = placed.rect.shrink2(egui::vec2(0.5, 0.0));
    let emphasis = style.emphasis(look.emphasis);
    let fill = match look.emphasis {
        Emphasis::Selected => style.selected_plate().0,
        Emphasis::Faded | Emphasis::Plain | Emphasis::Related => style.strip(placed.strip.1),
    };
    let soft_left = placed.soft_left > 1.0;
    let soft_right = placed.soft_right > 1.0;
    let mut stops = vec![(rect.left(), if soft_left { Color32::TRANSPARENT } else { fill })];
    let right_start = (rect.right() - placed.soft_right).max(rect.left());
    let left_end = (rect.left() + placed.soft_left).min(rect.right());
    if soft_left && soft_right && left_end > right_start {
        stops.push((rect.center().x, fill));
    } else {
        stops.extend(soft_left.then_some((left_end, fill)));
        stops.extend(soft_right.then_some((right_start, fill)));
    }
    stops.push((rect.right(), if soft_right { Color32::TRANSPARENT } else { fill }));
    painter.add(gradient(&stops, rect.top(), rect.bottom()));
    if look.is_hot {
        let line = [rect.left_bottom(), rect.right_bottom()];
        painter.line_segment(line, Stroke::new(1.5, style.weak()));
    }
    label(ui, painter, placed, name, emphasis.tint_text(style.text()), rect);
}

/// Writes the name where the term is certain, cut where it is too long.
fn label(ui: &Ui, painter: &Painter, placed: &PlacedTerm, name: &str, colour: Color32, rect: Rect) {
    let (left, right) = (rect.left() + 0.5 * placed.soft_left, rect.right() - 0.5 * placed.soft_right);
    let width = right - left - 8.0;
    if width < LEAST_LABEL {
        return;
    }
    let galley = elided(painter, name, small_font(ui), colour, width);
    let at = Align2::LEFT_CENTER.anchor_size(pos2(left + 4.0, rect.center().y), galley.size());
    painter.galley(at.min, galley, colour);
}

/// Writes, right of the strip, whose governments these are.
pub fn side_label(ui: &Ui, strip: Rect, right: f32, text: &str, style: Style<'_>) {
    let galley = elided(ui.painter(), text, small_font(ui), style.weak(), right - strip.right() - 14.0);
    let at = Align2::LEFT_CENTER.anchor_size(pos2(strip.right() + 12.0, strip.center().y), galley.size());
    ui.painter().galley(at.min, galley, style.weak());
}

/// Hair lines down the plot where one government surely follows another.
pub fn changes(terms: &[PlacedTerm], scale: Scale, style: Style<'_>) -> Vec<Shape> {
    let sure = |term: &&PlacedTerm| term.soft_left <= 1.0 && term.rect.left() > scale.rect.left() + 1.0;
    let line = |term: &PlacedTerm| {
        let x = term.rect.left();
        let ends = [pos2(x, scale.rect.top()), pos2(x, scale.rect.bottom())];
        Shape::dashed_line(&ends, Stroke::new(1.0, style.change()), 3.0, 3.0)
    };
    terms.iter().filter(sure).flat_map(line).collect()
}
