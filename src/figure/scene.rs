//! The off-screen run: a view and its page in an egui context without a window, until nothing moves any more.

use egui::epaint::ClippedShape;
use egui::{Context, RawInput, Rect, ViewportId, vec2};

use super::frame::Frame;
use super::size::in_millimetres;
use super::picture::Picture;
use super::words::{Room, Words};
use super::{FigureError, Panel, Request};
use crate::session::Session;
use crate::theme::{install, tokens};
use crate::views::{Medium, Outbox, ViewContext};

/// The most passes until the picture must have come to rest; it takes five.
const PASSES: u32 = 24;

/// Pixels to a unit, for egui alone: it sets text on whole pixels, which are to be too small to see.
const FINE: f32 = 8.0;

/// A figure before it is written.
pub(super) struct Drawn {
    /// What it says about itself.
    pub words: Words,
    /// What a person who cannot see it learns from it.
    pub alt: String,
    /// What is painted, on a page as large as [`super::Page::units`].
    pub shapes: Vec<ClippedShape>,
}

/// Draws a figure: passes are run until one is like the one before.
pub(super) fn draw(session: &Session, request: &Request) -> Result<Drawn, FigureError> {
    let mut room = Room::default();
    let mut words = Words::new(session, request, &room);
    let mut picture = Picture::new(request);
    let mut frame = Frame::default();
    let ctx = Context::default();
    install(&ctx, request.theme);
    let [width, height] = request.page.units();
    let page = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
    let mut before: Option<Vec<ClippedShape>> = None;
    for pass in 0..PASSES {
        let outbox = Outbox::default();
        let context =
            ViewContext { session, tokens: tokens(request.theme), outbox: &outbox, medium: Medium::Figure };
        picture.set_numbers(&words.numbers);
        let mut output = ctx.run_ui(input(page, pass), |ui| {
            frame.show(ui, &context, (&words, &room), request, |ui| picture.ui(ui, &context));
        });
        // No graphics card waits for the glyphs: text is written as text.
        output.textures_delta.clear();
        let Some(space) = frame.picture() else { continue };
        let least = least(request.panel);
        if space.width() < least.x || space.height() < least.y {
            return Err(too_small(space, least));
        }
        let had_room = picture.room();
        if before.as_ref() == Some(&output.shapes) && had_room == room {
            let alt = super::alt::alt(session, request, &words);
            return Ok(Drawn { words, alt, shapes: output.shapes });
        }
        if had_room != room {
            room = had_room;
            words = Words::new(session, request, &room);
        }
        before = Some(output.shapes);
    }
    Err(FigureError::Restless)
}

/// A screen of the page's size, without pointer or keys. Each pass is a second later than the one before, so
/// that nothing is still on its way.
fn input(page: Rect, pass: u32) -> RawInput {
    let mut input = RawInput { screen_rect: Some(page), time: Some(f64::from(pass)), ..RawInput::default() };
    if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
        viewport.native_pixels_per_point = Some(FINE);
    }
    input
}

/// The least width and height of the picture, in units.
fn least(panel: Panel) -> egui::Vec2 {
    match panel {
        Panel::Diagram | Panel::Timeline | Panel::Excerpts => vec2(260.0, 160.0),
        Panel::All => vec2(760.0, 420.0),
    }
}

fn too_small(space: Rect, least: egui::Vec2) -> FigureError {
    FigureError::TooSmall {
        width: in_millimetres(space.width().max(0.0)),
        height: in_millimetres(space.height().max(0.0)),
        least_width: in_millimetres(least.x),
        least_height: in_millimetres(least.y),
    }
}
