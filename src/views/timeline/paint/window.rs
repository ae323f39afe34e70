//! The time window: a line for an as-of date, a shade for a range, and the range that is being brushed.

use egui::{Align2, CornerRadius, Painter, Rect, Shape, Stroke, Ui, pos2};

use crate::analysis::network::Window;
use crate::dataset::Day;
use crate::views::timeline::axis::{in_words, x_of};
use crate::views::timeline::scene::Scale;
use crate::views::timeline::style::Style;

use super::small_font;

/// How strong the shade is.
const SHADE: f32 = 0.1;

/// Shapes that lie behind the lines.
pub fn behind(window: &Window, brush: Option<(Day, Day)>, scale: Scale, style: Style<'_>) -> Vec<Shape> {
    let range = match (brush, window) {
        (Some((first, last)), Window::AsOf(_) | Window::Range(_) | Window::Always) => {
            Some((Some(first), Some(last)))
        }
        (None, Window::Range(range)) => Some((range.first, range.last)),
        (None, Window::AsOf(_) | Window::Always) => None,
    };
    let Some((first, last)) = range else { return Vec::new() };
    let rect = range_rect(first, last, scale);
    if rect.is_negative() {
        return Vec::new();
    }
    let edge = Stroke::new(1.0, style.window());
    let line = |x: f32| Shape::line_segment([pos2(x, rect.top()), pos2(x, rect.bottom())], edge);
    let mut shapes = vec![Shape::rect_filled(rect, 0.0, style.window().gamma_multiply(SHADE))];
    shapes.extend(first.map(|_| line(rect.left())));
    shapes.extend(last.map(|_| line(rect.right())));
    shapes
}

fn range_rect(first: Option<Day>, last: Option<Day>, scale: Scale) -> Rect {
    let left = first.map_or(scale.rect.left(), |day| scale.x(x_of(day)));
    let right = last.map_or(scale.rect.right(), |day| scale.x(x_of(day) + 1.0));
    Rect::from_x_y_ranges(left..=right.max(left + 1.0), scale.rect.y_range()).intersect(scale.rect)
}

/// The as-of line and the words of the window, over the lines.
pub fn front(
    ui: &Ui,
    painter: &Painter,
    window: &Window,
    brush: Option<(Day, Day)>,
    scale: Scale,
    style: Style<'_>,
) {
    let range = |first: Option<Day>, last: Option<Day>| {
        let words = match (first, last) {
            (Some(first), Some(last)) if first == last => in_words(first),
            (Some(first), Some(last)) => format!("{} – {}", in_words(first), in_words(last)),
            (Some(first), None) => format!("from {}", in_words(first)),
            (None, Some(last)) => format!("until {}", in_words(last)),
            (None, None) => return,
        };
        flag(ui, painter, range_rect(first, last, scale).center().x, &words, scale, style);
    };
    match (brush, window) {
        (Some((first, last)), Window::AsOf(_) | Window::Range(_) | Window::Always) => {
            range(Some(first), Some(last))
        }
        (None, Window::Range(shown)) => range(shown.first, shown.last),
        (None, Window::AsOf(day)) => {
            let x = scale.x(x_of(*day) + 0.5);
            let line = [pos2(x, scale.rect.top()), pos2(x, scale.rect.bottom())];
            painter.line_segment(line, Stroke::new(1.5, style.window()));
            flag(ui, painter, x, &format!("as of {}", in_words(*day)), scale, style);
        }
        (None, Window::Always) => {}
    }
}

/// Words on a plate at the head of the plot, around `x` but inside the plot.
fn flag(ui: &Ui, painter: &Painter, x: f32, words: &str, scale: Scale, style: Style<'_>) {
    let (ground, ink) = style.window_plate();
    let galley = painter.layout_no_wrap(words.to_owned(), small_font(ui), ink);
    let half = galley.size().x / 2.0 + 5.0;
    let (left, right) = (scale.rect.left() + half, scale.rect.right() - half);
    if left > right || x < scale.rect.left() - half || x > scale.rect.right() + half {
        return;
    }
    let middle = pos2(x.clamp(left, right), scale.rect.top() + galley.size().y / 2.0 + 4.0);
    let rect = Align2::CENTER_CENTER.anchor_size(middle, galley.size());
    painter.rect_filled(rect.expand2(egui::vec2(4.0, 1.0)), CornerRadius::same(3), ground);
    painter.galley(rect.min, galley, ink);
}
