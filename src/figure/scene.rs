//! The off-screen run: a view and its page in an egui context without a window, until nothing moves any more.

use egui::epaint::ClippedShape;
use egui::{Context, RawInput, Rect, ViewportId, vec2};

use super::frame::Frame;
use super::size::in_millimetres;
use super::words::Words;
use super::{FigureError, Panel, Request};
use crate::session::Session;
use crate::theme::{install, tokens};
use crate::views::diagram::DiagramView;
use crate::views::timeline::TimelineView;
use crate::views::{Medium, Outbox, ViewContext};

/// The most passes until the picture must have come to rest; it takes five.
const PASSES: u32 = 24;

/// Pixels to a unit, for egui alone: it sets text on whole pixels, which are to be too small to see.
const FINE: f32 = 8.0;

/// The least width and height of the picture, in units.
const LEAST: egui::Vec2 = vec2(260.0, 160.0);

/// A figure before it is written.
pub(super) struct Drawn {
    /// What it says about itself.
    pub words: Words,
    /// What a person who cannot see it learns from it.
    pub alt: String,
    /// What is painted, on a page as large as [`super::Page::units`].
    pub shapes: Vec<ClippedShape>,
}

/// Draws a figure.
pub(super) fn draw(session: &Session, request: &Request) -> Result<Drawn, FigureError> {
    let mut words = Words::new(session, request);
    let plain = words.caption.clone();
    let mut view = View::new(request);
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
        let mut output = ctx.run_ui(input(page, pass), |ui| {
            frame.show(ui, &context, &words, request, |ui| view.ui(ui, &context));
        });
        // No graphics card waits for the glyphs: text is written as text.
        output.textures_delta.clear();
        if let Some(space) = frame.picture() {
            if space.width() < LEAST.x || space.height() < LEAST.y {
                return Err(too_small(space));
            }
            let noted = format!("{plain}{}", view.note());
            if before.as_ref() == Some(&output.shapes) && noted == words.caption {
                let alt = super::alt::alt(session, request, &words);
                return Ok(Drawn { words, alt, shapes: output.shapes });
            }
            words.caption = noted;
            before = Some(output.shapes);
        }
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

fn too_small(space: Rect) -> FigureError {
    FigureError::TooSmall {
        width: in_millimetres(space.width().max(0.0)),
        height: in_millimetres(space.height().max(0.0)),
        least_width: in_millimetres(LEAST.x),
        least_height: in_millimetres(LEAST.y),
    }
}

/// The view that is drawn.
enum View {
    Diagram(Box<DiagramView>),
    Timeline(Box<TimelineView>),
}

impl View {
    fn new(request: &Request) -> Self {
        let diagram = || Box::new(DiagramView::with_pinned(request.pinned.clone()));
        match request.panel {
            Panel::Diagram => Self::Diagram(diagram()),
            Panel::Timeline => Self::Timeline(Box::default()),
            Panel::Excerpts | Panel::All => todo!(),
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, ctx: &ViewContext<'_>) {
        match self {
            Self::Diagram(view) => view.ui(ui, ctx),
            Self::Timeline(view) => view.ui(ui, ctx),
        }
    }

    /// What the picture had to leave out.
    fn note(&self) -> String {
        let hidden = match self {
            Self::Diagram(view) => view.scene().hidden_labels,
            Self::Timeline(_) => 0,
        };
        match hidden {
            0 => String::new(),
            1 => " For want of room, 1 node has no label.".to_owned(),
            many => format!(" For want of room, {many} nodes have no label."),
        }
    }
}
