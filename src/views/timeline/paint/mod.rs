//! Paints the timeline, from the back to the front: the grid, the time window, bands and lines as items of the
//! plot; then the government strips, the marks and the labels at the line ends over it.

pub mod cells;
pub mod lines;
pub mod marks;
pub mod periods;
pub mod strips;
pub mod window;

use egui::{Color32, FontId, Galley, Painter, Ui};
use std::sync::Arc;

/// The font of labels in the plot.
pub fn small_font(ui: &Ui) -> FontId {
    egui::TextStyle::Small.resolve(ui.style())
}

/// Lays out one line of text that is cut with an ellipsis where it is wider than `width` points.
pub fn elided(painter: &Painter, text: &str, font: FontId, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, colour);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    painter.layout_job(job)
}
