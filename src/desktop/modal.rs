//! The frame that every dialog and page has.

use egui::{Align2, Context, Frame, Id, Margin, Modal, vec2};

/// A dialog over the panels, with room around what it says.
pub fn modal(ctx: &Context, name: &'static str) -> Modal {
    let frame = Frame::popup(&ctx.global_style()).inner_margin(Margin::same(16));
    Modal::new(Id::unique(name)).frame(frame)
}

/// The same for a dialog that says more or less from click to click: its top stays where it is.
pub fn modal_from_top(ctx: &Context, name: &'static str) -> Modal {
    let top = vec2(0.0, 0.05 * ctx.content_rect().height());
    let area = Modal::default_area(Id::unique(name)).anchor(Align2::CENTER_TOP, top);
    modal(ctx, name).area(area)
}
