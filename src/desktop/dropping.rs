//! What is said while a file is held over the window.

use egui::{Align2, Area, Context, Frame, Id, Margin, Order, Vec2};

/// Says what letting go would do.
pub fn hint(ctx: &Context) {
    let files = ctx.input(|input| input.raw.hovered_files.len());
    let words = match files {
        0 => return,
        1 => "Let go to open this file; a text is attached as a source",
        _ => "Let go to open the first of these files; texts are attached as sources",
    };
    let area = Area::new(Id::unique("dropping")).order(Order::Tooltip).interactable(false);
    area.anchor(Align2::CENTER_CENTER, Vec2::ZERO).show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(Margin::same(16)).show(ui, |ui| ui.label(words));
    });
}
