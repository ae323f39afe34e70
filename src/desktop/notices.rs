//! Notices: short messages at the foot of the window that go away by themselves, errors only when closed.

use egui::{Align2, Area, Context, Frame, Id, RichText, vec2};

use crate::session::state::Notice;

/// Seconds that a notice stays.
const SECONDS: f64 = 6.0;

/// The notices on screen.
#[derive(Default)]
pub struct Notices {
    shown: Vec<(Notice, f64)>,
}

impl Notices {
    /// Shows a notice from now on.
    pub fn push(&mut self, notice: Notice, now: f64) {
        self.shown.retain(|(old, _)| *old != notice);
        self.shown.push((notice, now));
    }

    /// Drops all but errors.
    pub fn dismiss(&mut self) {
        self.shown.retain(|(notice, _)| notice.is_error);
    }

    /// Draws the notices and drops those whose time is up.
    pub fn ui(&mut self, ctx: &Context) {
        let now = ctx.input(|input| input.time);
        self.shown.retain(|(notice, since)| notice.is_error || now - since < SECONDS);
        if self.shown.is_empty() {
            return;
        }
        if let Some(next) = self
            .shown
            .iter()
            .filter(|(notice, _)| !notice.is_error)
            .map(|(_, since)| since + SECONDS - now)
            .min_by(f64::total_cmp)
        {
            ctx.request_repaint_after_secs(next.max(0.0) as f32);
        }
        let mut closed = None;
        Area::new(Id::unique("notices")).anchor(Align2::CENTER_BOTTOM, vec2(0.0, -16.0)).show(ctx, |ui| {
            for (index, (notice, _)) in self.shown.iter().enumerate() {
                Frame::popup(ui.style()).show(ui, |ui| {
                    ui.set_max_width(620.0);
                    ui.horizontal(|ui| {
                        if notice.is_error {
                            ui.label(RichText::new("⚠").color(ui.visuals().error_fg_color));
                        }
                        ui.add(egui::Label::new(&notice.text).wrap());
                        if ui.small_button("Close").clicked() {
                            closed = Some(index);
                        }
                    });
                });
            }
        });
        if let Some(index) = closed {
            self.shown.remove(index);
        }
    }
}
