//! Lines: colour, width and dash, and the shapes that draw them.

use egui::{Color32, Pos2, Shape};
use serde::Deserialize;

/// How a line is broken up. Lengths are in points, along the line.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Round dots as wide as the line.
    Dotted {
        /// Distance between the centres of two dots.
        spacing: f32,
    },
    /// Dashes and gaps.
    Dashed {
        /// Length of a dash.
        on: f32,
        /// Length of a gap.
        off: f32,
    },
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineStyle {
    /// Colour.
    pub colour: Color32,
    /// Width in points.
    pub width: f32,
    /// Solid, dotted or dashed.
    pub dash: Dash,
}

impl LineStyle {
    /// The stroke without its dash.
    pub fn stroke(&self) -> egui::Stroke {
        egui::Stroke::new(self.width, self.colour)
    }

    /// The shapes that draw this line along `path` (points, in order; fewer than two draw nothing).
    pub fn shapes(&self, path: &[Pos2]) -> Vec<Shape> {
        if path.len() < 2 {
            return Vec::new();
        }
        match self.dash {
            Dash::Solid => vec![Shape::line(path.to_vec(), self.stroke())],
            Dash::Dotted { spacing } => Shape::dotted_line(path, self.colour, spacing, 0.5 * self.width),
            Dash::Dashed { on, off } => Shape::dashed_line(path, self.stroke(), on, off),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_point_draws_nothing() {
        let style = LineStyle { colour: Color32::RED, width: 1.0, dash: Dash::Solid };
        assert!(style.shapes(&[Pos2::ZERO]).is_empty());
    }

    #[test]
    fn a_dashed_line_is_broken_into_its_dashes() {
        let path = [Pos2::ZERO, Pos2::new(30.0, 0.0)];
        let style = LineStyle { colour: Color32::RED, width: 1.0, dash: Dash::Dashed { on: 6.0, off: 4.0 } };
        assert_eq!(style.shapes(&path).len(), 3);
        let dotted = LineStyle { dash: Dash::Dotted { spacing: 10.0 }, ..style };
        assert!(matches!(dotted.shapes(&path).as_slice(), [Shape::Circle(_), ..]));
    }
}
