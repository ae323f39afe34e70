//! The off-screen run: a view and its page in an egui context without a window, until nothing moves any more.

use std::fmt::Write;

use egui::epaint::ClippedShape;
use egui::{Context, RawInput, Rect, ViewportId, vec2};

use super::frame::Frame;
use super::size::in_millimetres;
use super::svg::{Writer, escaped};
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

/// The SVG document of a figure.
pub(super) fn svg(session: &Session, request: &Request) -> Result<String, FigureError> {
    let mut words = Words::new(session, request);
    let plain = words.caption.clone();
    let mut view = View::new(request.panel);
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
            frame.show(ui, &context, &words, (request.panel, request.legend), |ui| view.ui(ui, &context));
        });
        // No graphics card waits for the glyphs: text is written as text.
        output.textures_delta.clear();
        if let Some(space) = frame.picture() {
            if space.width() < LEAST.x || space.height() < LEAST.y {
                return Err(too_small(space));
            }
            let noted = format!("{plain}{}", view.note());
            if before.as_ref() == Some(&output.shapes) && noted == words.caption {
                return document(request, &words, &output.shapes);
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
    fn new(panel: Panel) -> Self {
        match panel {
            Panel::Diagram => Self::Diagram(Box::default()),
            Panel::Timeline => Self::Timeline(Box::default()),
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

/// Shapes as an SVG document with a title and a description.
fn document(request: &Request, words: &Words, shapes: &[ClippedShape]) -> Result<String, FigureError> {
    let mut writer = Writer::default();
    writer.add(shapes)?;
    let (defs, body) = writer.finish();
    let [width, height] = request.page.millimetres();
    let [across, down] = request.page.units();
    let title = if words.title.trim().is_empty() { &words.caption } else { &words.title };
    let mut description = words.caption.clone();
    words.sources.iter().for_each(|source| description.push_str(&format!(" {source}")));
    let mut svg = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.3}mm\" height=\"{height:.3}mm\" \
         viewBox=\"0 0 {across:.3} {down:.3}\" role=\"img\" aria-labelledby=\"title description\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"description\">{}</desc>\n<defs>\n{defs}</defs>\n{body}</svg>",
        escaped(title),
        escaped(&description),
    );
    Ok(svg)
}
