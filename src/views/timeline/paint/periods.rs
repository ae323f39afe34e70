//! Bars at the top of the plot: when the selected ties, instruments and events of other pairs were.

use egui::{Align2, Color32, Painter, Ui, pos2};

use crate::views::timeline::axis::x_of;
use crate::views::timeline::periods::Period;
use crate::views::timeline::scene::Scale;
use crate::views::timeline::style::Style;

use super::marks::gradient;
use super::{elided, small_font};

/// More bars than this would hide the lines.
const MOST: usize = 3;

/// The thickness of a bar, in points.
const BAR: f32 = 3.0;

/// The length over which an open end fades away, in points.
const FADE: f32 = 50.0;

/// The widest that a name may be, in points.
const NAME: f32 = 300.0;

/// Draws the first bars, each with its name, from the y `top` down.
pub fn draw(
    ui: &Ui,
    painter: &Painter,
    periods: impl Iterator<Item = Period>,
    (scale, top): (Scale, f32),
    style: Style<'_>,
) {
    let mut top = top;
    for period in periods.take(MOST) {
        let left = period.first.map_or(scale.rect.left(), |day| scale.x(x_of(day)));
        let right = period.last.map_or(scale.rect.right(), |day| scale.x(x_of(day) + 1.0)).max(left + 4.0);
        let (left, right) = (left.max(scale.rect.left()), right.min(scale.rect.right()));
        if right <= left {
            continue;
        }
        painter.add(bar(&period, (left, right), top, style.halo()));
        let (ground, ink) = style.selected_plate();
        let galley = elided(painter, &period.name, small_font(ui), ink, NAME);
        let x = left.min(scale.rect.right() - galley.size().x - 4.0).max(scale.rect.left() + 2.0);
        let rect = Align2::LEFT_TOP.anchor_size(pos2(x, top + BAR + 1.0), galley.size());
        painter.rect_filled(rect.expand2(egui::vec2(2.0, 0.0)), 2.0, ground);
        painter.galley(rect.min, galley, ink);
        top = rect.bottom() + 4.0;
    }
}

/// A bar whose open ends fade away.
fn bar(period: &Period, (left, right): (f32, f32), top: f32, colour: Color32) -> egui::Shape {
    let fade = FADE.min((right - left) / 2.0);
    let end = |is_open: bool| if is_open { Color32::TRANSPARENT } else { colour };
    let mut stops = vec![(left, end(period.first.is_none()))];
    stops.extend(period.first.is_none().then_some((left + fade, colour)));
    stops.extend(period.last.is_none().then_some((right - fade, colour)));
    stops.push((right, end(period.last.is_none())));
    gradient(&stops, top, top + BAR)
}
