//! How wide names are. Setting one takes longer than finding room for it, and names come back with every focus.

use std::cell::RefCell;
use std::collections::HashMap;

use egui::{FontId, Ui, Vec2, vec2};

/// So many names are kept; they are more than are ever in view.
const MOST: usize = 10_000;

/// The widths of lines of one font, in points.
#[derive(Default)]
pub struct Widths {
    of: RefCell<HashMap<String, f32>>,
    /// The font, and the pixels to a point.
    font: Option<(FontId, f32)>,
}

impl Widths {
    /// Forgets what is of another font or screen.
    pub fn fit(&mut self, font: &FontId, pixels: f32) {
        let now = Some((font.clone(), pixels));
        let widths = self.of.get_mut();
        if self.font != now || widths.len() > MOST {
            widths.clear();
            self.font = now;
        }
    }

    /// Width and height of lines one below the other.
    pub fn measure(&self, ui: &Ui, font: &FontId, lines: &[String]) -> Vec2 {
        let mut widths = self.of.borrow_mut();
        let mut width = |line: &String| match widths.get(line) {
            Some(&width) => width,
            None => {
                let colour = egui::Color32::PLACEHOLDER;
                let galley = ui.fonts_mut(|fonts| fonts.layout_no_wrap(line.clone(), font.clone(), colour));
                widths.insert(line.clone(), galley.size().x);
                galley.size().x
            }
        };
        let widest = lines.iter().map(&mut width).fold(0.0, f32::max);
        let height = ui.fonts_mut(|fonts| fonts.row_height(font));
        vec2(widest + 4.0, height * lines.len() as f32)
    }
}
