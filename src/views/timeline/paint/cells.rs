//! The density that stands for marks where there are too many: a square for several events, wider and darker for more.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use crate::analysis::focus::Emphasis;
use crate::views::timeline::density::{Bar, Density, Part, SIDE};
use crate::views::timeline::model::Mark;
use crate::views::timeline::scene::PlacedMark;
use crate::views::timeline::style::Style;

use super::marks::{self, Look, mix};

/// The side of the square of the fewest events, in points.
const LEAST_SIDE: f32 = 3.0;

/// How strong the square of the fewest events is.
const LEAST_STRENGTH: f32 = 0.6;

/// The radius of the mark of the only event of a cell, in points: it weighs no more than a square.
const SINGLE_RADIUS: f32 = 2.0;

/// How strong events that are left out are beside those that count.
const LEFT_OUT: f32 = 0.4;

/// How strong the bars of vague dates are.
const BAR: f32 = 0.25;

/// Draws the bars of vague dates, as faint as the lines that they belong to.
pub fn bars(painter: &Painter, bars: &[Bar], emphasis: impl Fn(usize) -> Emphasis, style: Style<'_>) {
    for bar in bars {
        let colour = style.line(bar.line).gamma_multiply(BAR * style.emphasis(emphasis(bar.line)).alpha);
        let rect = Rect::from_x_y_ranges(bar.left..=bar.right, bar.y - 1.0..=bar.y + 1.0);
        painter.rect_filled(rect, 0.0, colour);
    }
}

/// Draws the cells, the strongest last. `hot` is the one that is pointed at.
pub fn draw(
    painter: &Painter,
    (density, marks): (&Density, &[Mark]),
    emphasis: &[Emphasis],
    hot: Option<usize>,
    style: Style<'_>,
) {
    let strength = |index: usize| emphasis.get(index).copied().unwrap_or_default();
    for level in [Emphasis::Faded, Emphasis::Plain, Emphasis::Related] {
        let cells = density.cells.iter().enumerate().filter(|&(index, _)| strength(index) == level);
        for (_, cell) in cells {
            match density.members(cell) {
                &[only] => single(painter, &marks[only], cell.at, level, style),
                _ => {
                    let alpha = style.emphasis(level).alpha;
                    painter.extend(square(cell.at, cell.fullness(), density.parts(cell), alpha, style));
                }
            }
        }
    }
    if let Some(cell) = hot.and_then(|index| density.cells.get(index)) {
        let around = Rect::from_center_size(cell.at, vec2(SIDE, SIDE)).expand(2.0);
        painter.rect_stroke(around, 2.0, Stroke::new(1.5, style.strong()), egui::StrokeKind::Outside);
    }
}

/// The only event of a cell: its own mark, but small.
fn single(painter: &Painter, mark: &Mark, at: Pos2, emphasis: Emphasis, style: Style<'_>) {
    let placed = PlacedMark { index: 0, at, radius: SINGLE_RADIUS, span: None };
    let look = Look { colour: style.line(mark.line), emphasis, is_hot: false, sign: None };
    marks::mark(painter, mark, &placed, look, style);
}

/// A square with a stripe for each line, as wide as its part of the events.
fn square(at: Pos2, fullness: f32, parts: &[Part], alpha: f32, style: Style<'_>) -> Vec<Shape> {
    let side = LEAST_SIDE + fullness * (SIDE - LEAST_SIDE);
    let strength = alpha * (LEAST_STRENGTH + fullness * (1.0 - LEAST_STRENGTH));
    #[expect(clippy::cast_precision_loss, reason = "stripes of a few points")]
    let width = |events: usize, all: usize| side * events as f32 / all as f32;
    let all: usize = parts.iter().map(|part| part.counted + part.left_out).sum();
    let stripes = parts.iter().flat_map(|part| {
        [(part.line, part.counted, strength), (part.line, part.left_out, LEFT_OUT * strength)]
    });
    let mut left = at.x - side / 2.0;
    let mut shapes = Vec::new();
    for (line, events, strength) in stripes.filter(|&(_, events, _)| events > 0) {
        let right = left + width(events, all);
        let rect = Rect::from_x_y_ranges(left..=right, at.y - side / 2.0..=at.y + side / 2.0);
        shapes.push(Shape::rect_filled(rect, 0.0, mix(style.ground(), style.line(line), strength)));
        left = right;
    }
    shapes
}

/// The sign of the legend: a few events, and many.
pub fn key(painter: &Painter, at: Pos2, ink: Color32, style: Style<'_>) {
    for (x, fullness) in [(-6.0, 0.0), (0.0, 0.5), (7.0, 1.0)] {
        let side = LEAST_SIDE + fullness * (SIDE - LEAST_SIDE);
        let rect = Rect::from_center_size(pos2(at.x + x, at.y), vec2(side, side));
        let strength = LEAST_STRENGTH + fullness * (1.0 - LEAST_STRENGTH);
        painter.rect_filled(rect, 0.0, mix(style.ground(), ink, strength));
    }
}
