//! The frame that every dialog and page has.

use egui::{Context, Frame, Id, Margin, Modal};

/// A dialog over the panels, with room around what it says.
pub fn modal(ctx: &Context, name: &'static str) -> Modal {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(16));
    Modal::new(Id::unique(name)).frame(frame)
}
