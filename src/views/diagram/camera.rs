//! What part of the diagram's plane is on screen.

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Closest zoom.
const CLOSEST: f32 = 8.0;

/// Furthest zoom of a diagram that fits its panel there.
const FURTHEST: f32 = 0.05;

/// Zoom of the largest diagram that is fitted.
const LEAST: f32 = 1e-4;

/// Empty space around a diagram that is fitted, in points.
const MARGIN: f32 = 22.0;

/// A view onto the plane in which nodes stand.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct View {
    /// The point of the plane in the middle of the panel.
    pub centre: Pos2,
    /// Points of the screen to a unit of the plane.
    pub zoom: f32,
}

impl View {
    /// All of `bounds`, in a panel.
    pub fn fit(bounds: Rect, panel: Rect) -> Self {
        let room = panel.shrink(MARGIN).size().max(vec2(1.0, 1.0));
        let size = bounds.size().max(vec2(1.0, 1.0));
        let zoom = (room.x / size.x).min(room.y / size.y).min(1.6);
        Self { centre: bounds.center(), zoom: zoom.clamp(LEAST, CLOSEST) }
    }

    /// From the plane to the screen.
    pub fn to_screen(self, panel: Rect, point: Pos2) -> Pos2 {
        panel.center() + (point - self.centre) * self.zoom
    }

    /// From the screen to the plane.
    pub fn to_plane(self, panel: Rect, point: Pos2) -> Pos2 {
        self.centre + (point - panel.center()) / self.zoom
    }

    /// Moves what is shown by an amount of screen points.
    pub fn pan(&mut self, by: Vec2) {
        self.centre -= by / self.zoom;
    }

    /// Zooms by a factor; the point of the plane under `at` stays there. A large diagram, which fits its panel at the
    /// zoom `fitted`, goes as far away as twice that.
    pub fn zoom_at(&mut self, panel: Rect, at: Pos2, factor: f32, fitted: f32) {
        let fixed = self.to_plane(panel, at);
        self.zoom = (self.zoom * factor).clamp(FURTHEST.min(fitted / 2.0), CLOSEST);
        let moved = self.to_plane(panel, at);
        self.centre += fixed - moved;
    }

    /// The view on the way to another, `part` of it done: the zoom changes by equal factors.
    pub fn toward(self, to: Self, part: f32) -> Self {
        let zoom = self.zoom * (to.zoom / self.zoom).powf(part);
        // What is seen moves evenly although the zoom does not.
        let moved = if to.zoom == self.zoom {
            part
        } else {
            (1.0 / zoom - 1.0 / self.zoom) / (1.0 / to.zoom - 1.0 / self.zoom)
        };
        Self { centre: self.centre + (to.centre - self.centre) * moved, zoom }
    }

    /// How large shapes are drawn: they grow and shrink less than the plane, so that they stay legible.
    pub fn shape_scale(self) -> f32 {
        self.zoom.clamp(0.52, 1.5)
    }

    /// How large labels are drawn.
    pub fn text_scale(self) -> f32 {
        self.zoom.clamp(0.9, 1.25)
    }
}

impl Default for View {
    fn default() -> Self {
        Self { centre: pos2(0.0, 0.0), zoom: 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANEL: Rect = Rect { min: pos2(100.0, 50.0), max: pos2(900.0, 650.0) };

    #[test]
    fn what_is_fitted_is_inside_the_panel() {
        let bounds = Rect::from_min_max(pos2(-700.0, -20.0), pos2(1300.0, 480.0));
        let view = View::fit(bounds, PANEL);
        for corner in [bounds.left_top(), bounds.right_bottom()] {
            assert!(PANEL.contains(view.to_screen(PANEL, corner)));
        }
    }

    #[test]
    fn the_point_under_the_pointer_stays_there_while_zooming() {
        let mut view = View { centre: pos2(10.0, -30.0), zoom: 0.7 };
        let pointer = pos2(333.0, 222.0);
        let before = view.to_plane(PANEL, pointer);
        view.zoom_at(PANEL, pointer, 1.9, 1.0);
        assert!((view.to_plane(PANEL, pointer) - before).length() < 1e-3);
        assert!((view.zoom - 0.7 * 1.9).abs() < 1e-5);
    }

    #[test]
    fn a_large_diagram_is_fitted_and_can_be_left_twice_as_far() {
        let bounds = Rect::from_min_max(pos2(0.0, 0.0), pos2(80_000.0, 20_000.0));
        let fitted = View::fit(bounds, PANEL);
        assert!(PANEL.contains(fitted.to_screen(PANEL, bounds.left_top())));
        let mut view = fitted;
        view.zoom_at(PANEL, PANEL.center(), 1e-3, fitted.zoom);
        assert_eq!(view.zoom, fitted.zoom / 2.0);
        view.zoom_at(PANEL, PANEL.center(), 1e-3, 1.0);
        assert_eq!(view.zoom, FURTHEST);
    }

    #[test]
    fn the_way_to_another_view_begins_and_ends_there() {
        let (from, to) =
            (View { centre: pos2(0.0, 0.0), zoom: 0.1 }, View { centre: pos2(900.0, 50.0), zoom: 2.0 });
        for (part, at) in [(0.0, from), (1.0, to)] {
            let view = from.toward(to, part);
            assert!((view.zoom - at.zoom).abs() < 1e-5 && view.centre.distance(at.centre) < 1e-2);
        }
        assert!((from.toward(to, 0.5).zoom - 0.2f32.sqrt()).abs() < 1e-5);
    }

    #[test]
    fn plane_and_screen_are_inverse() {
        let view = View { centre: pos2(3.0, 4.0), zoom: 2.5 };
        let point = pos2(17.0, -9.0);
        assert!((view.to_plane(PANEL, view.to_screen(PANEL, point)) - point).length() < 1e-3);
    }
}
