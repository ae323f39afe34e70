//! The picture of the figure in its dialog: drawn on a thread, the newest wish first, the last picture staying until
//! the next is there.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{
    Align2, ColorImage, Context, Image, Rect, RichText, Role, Sense, StrokeKind, TextureHandle,
    TextureOptions, Ui, Vec2, WidgetInfo, vec2,
};

use crate::desktop::task::{Progress, Task};
use crate::figure::{self, Lettering, Page, Pixels, Request, Size};
use crate::session::Session;
use crate::theme::{TextRole, Theme, tokens};

use super::choices::DOTS;

/// What is said where the drawing ended without a picture.
const BROKEN: &str = "this figure cannot be drawn";

/// The preview.
#[derive(Default)]
pub struct Preview {
    /// What is being drawn.
    drawing: Option<(Request, Task<Result<Pixels, String>>)>,
    /// What was drawn last.
    drawn: Option<Request>,
    picture: Option<Picture>,
    /// Why the last wish has no picture.
    failure: Option<String>,
}

struct Picture {
    texture: TextureHandle,
    /// Its page lets through what is behind it.
    transparent: Option<Theme>,
}

impl Preview {
    /// Whether the newest wish has its picture, or the reason why there is none.
    pub fn is_settled(&self) -> bool {
        self.drawing.is_none()
    }

    /// Whether there is a picture of the newest wish.
    pub fn shows_picture(&self) -> bool {
        self.is_settled() && self.failure.is_none() && self.picture.is_some()
    }

    /// Why the newest wish has no picture.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// Shows the picture of a request, or a sentence, in all of the place.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        place: Rect,
        session: &Arc<Session>,
        request: &Result<Request, String>,
    ) {
        self.take(ui.ctx());
        match request {
            Ok(request) => self.wish(ui.ctx(), place, session, request),
            Err(why) => {
                self.drawn = None;
                self.failure = Some(why.clone());
            }
        }
        match (&self.failure, &self.picture) {
            (Some(why), _) => say(ui, place, why),
            (None, Some(picture)) => picture.show(ui, place),
            (None, None) => {}
        }
        if self.drawing.is_some() {
            self.say_drawing(ui, place);
        }
    }

    /// Takes what the thread has drawn.
    fn take(&mut self, ctx: &Context) {
        let Some((request, task)) = &self.drawing else { return };
        let answer = match task.poll() {
            Progress::Working => return,
            Progress::Done(answer) => answer,
            Progress::Broken => Err(BROKEN.to_owned()),
        };
        match answer {
            Ok(pixels) => {
                let texture = ctx.load_texture("figure", image(&pixels), TextureOptions::LINEAR);
                let transparent = request.transparent.then_some(request.theme);
                self.picture = Some(Picture { texture, transparent });
                self.failure = None;
            }
            Err(why) => self.failure = Some(why),
        }
        self.drawn = self.drawing.take().map(|(request, _)| request);
    }

    /// Draws what is asked for, unless it is drawn; what is asked for meanwhile comes after it.
    fn wish(&mut self, ctx: &Context, place: Rect, session: &Arc<Session>, request: &Request) {
        let wish = on_screen(request, place.size() * ctx.pixels_per_point());
        if self.drawing.is_some() || self.drawn.as_ref() == Some(&wish) {
            return;
        }
        let (session, asked) = (Arc::clone(session), wish.clone());
        let draw = move || figure::pixels(&session, &asked).map_err(|error| error.to_string());
        self.drawing = Some((wish, Task::new(ctx, draw)));
    }

    /// In the corner, so that the picture before is still seen.
    fn say_drawing(&self, ui: &Ui, place: Rect) {
        let (at, anchor) = match &self.picture {
            Some(_) if self.failure.is_none() => (place.right_top() + vec2(-8.0, 8.0), Align2::RIGHT_TOP),
            _ => (place.center_bottom() - vec2(0.0, 8.0), Align2::CENTER_BOTTOM),
        };
        let galley = ui.painter().layout_no_wrap(
            "Drawing…".to_owned(),
            TextRole::Caption.font(),
            ui.visuals().text_color(),
        );
        let words = anchor.anchor_size(at, galley.size());
        ui.painter().rect_filled(words.expand2(vec2(6.0, 3.0)), 4.0, ui.visuals().window_fill);
        ui.painter().galley(words.min, galley, ui.visuals().text_color());
    }
}

/// The same figure with as many dots as the screen shows of it.
fn on_screen(request: &Request, room: Vec2) -> Request {
    let [width, height] = request.page.millimetres();
    let fit = (room.x / width).min(room.y / height) * 25.4;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float that fits")]
    let dots = (fit.max(0.0) as u32).clamp(DOTS.0, DOTS.1);
    let page = Page::new(Size::Paper { width, height }, dots);
    // Words look the same either way: no need to draw them again.
    let lettering = Lettering::Text;
    Request { page: page.unwrap_or(request.page), lettering, ..request.clone() }
}

/// Pixels as egui has them.
pub fn image(pixels: &Pixels) -> ColorImage {
    let size = [pixels.width as usize, pixels.height as usize];
    ColorImage::from_rgba_unmultiplied(size, &pixels.rgba)
}

fn say(ui: &mut Ui, place: Rect, why: &str) {
    let middle = Rect::from_center_size(place.center(), vec2((place.width() - 40.0).min(420.0), 80.0));
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(middle).id_salt("failure"));
    child.vertical_centered(|ui| {
        ui.label(RichText::new("⚠").color(ui.visuals().warn_fg_color).heading());
        ui.label(super::sentence(why));
    });
}

impl Picture {
    fn show(&self, ui: &Ui, place: Rect) {
        let pixels = self.texture.size_vec2() / ui.ctx().pixels_per_point();
        let scale = (place.width() / pixels.x).min(place.height() / pixels.y).min(1.0);
        let page = Rect::from_center_size(place.center(), pixels * scale);
        // On whole pixels, else every line of the picture is smeared over two.
        let page = page.round_to_pixels(ui.ctx().pixels_per_point());
        if let Some(theme) = self.transparent {
            chequers(ui, page, theme);
        }
        Image::from_texture((self.texture.id(), page.size())).paint_at(ui, page);
        let edge = ui.visuals().widgets.noninteractive.bg_stroke;
        ui.painter().rect_stroke(page, 0.0, edge, StrokeKind::Outside);
        let response = ui.interact(page, ui.scope_id().with("picture"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Preview of the figure"));
    }
}

/// The ground that says that there is none, in the figure's own colours: its words must be legible.
fn chequers(ui: &Ui, page: Rect, theme: Theme) {
    const SIDE: f32 = 8.0;
    let tokens = tokens(theme);
    let (ground, square) =
        (tokens.surface.canvas, tokens.surface.canvas.lerp_to_gamma(tokens.text.weak, 0.15));
    let painter = ui.painter().with_clip_rect(page.intersect(ui.clip_rect()));
    painter.rect_filled(page, 0.0, ground);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has few chequers")]
    let [across, down] = [page.width(), page.height()].map(|side| (side / SIDE).ceil() as u32);
    for row in 0..down {
        for column in (row % 2..across).step_by(2) {
            let at = page.min + vec2(column as f32, row as f32) * SIDE;
            painter.rect_filled(Rect::from_min_size(at, Vec2::splat(SIDE)), 0.0, square);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::Panel;

    #[test]
    fn the_picture_fills_the_room_and_shows_the_same_page() {
        for size in ["180mmx120mm", "1600x1000", "10mmx2000mm"] {
            let page = Page::new(size.parse().unwrap(), 300).unwrap();
            let request = Request { page, ..Request::new(Panel::Diagram) };
            let room = vec2(800.0, 700.0);
            let wish = on_screen(&request, room);
            assert_eq!(wish.page.millimetres(), page.millimetres(), "{size}: the same page");
            let [width, height] = wish.page.pixels().map(|side| side as f32);
            let fills = width > 0.97 * room.x || height > 0.97 * room.y;
            assert!(fills || wish.page.dpi() == DOTS.0, "{size}: {width} x {height}");
        }
    }
}
