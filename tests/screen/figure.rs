//! A figure is what the screen shows: each panel, drawn by a graphics card as in the window and written as a figure, is
//! the same picture but for the edges of lines and letters.

use std::sync::Arc;

use detente::dataset::bundled;
use detente::figure::{self, Page, Panel, Request, Size};
use detente::session::{Command, Session};
use detente::theme::{Theme, install, tokens};
use detente::views::diagram::DiagramView;
use detente::views::excerpts::ExcerptsView;
use detente::views::timeline::TimelineView;
use detente::views::{Medium, Outbox, ViewContext};
use egui::{Rect, UiBuilder};
use egui_kittest::Harness;
use egui_kittest::wgpu::WgpuTestRenderer;
use image::RgbaImage;

/// The mean difference of a channel of a pixel, of 255, that two ways of smoothing edges may make. Another selection
/// makes more, which is tested, too. (Half of it is usual.)
const BOUND: f64 = 1.0;

/// Pixels to a unit.
const SCALE: u32 = 2;

/// Dots an inch at which a unit of a figure, 0.6 points, has so many pixels.
const DPI: u32 = 120 * SCALE;

/// Width and height of the page, in units.
const PAGE: [u32; 2] = [900, 700];

fn session(select: &[&str]) -> Session {
    let dataset = bundled::load().dataset.expect("the bundled dataset");
    let items = select.iter().map(|key| dataset.item(key).expect("a key")).collect();
    let mut session = Session::new(Arc::new(dataset));
    session.apply(Command::SelectAll(items));
    session
}

fn request(panel: Panel, theme: Theme) -> Request {
    let size = Size::Pixels { width: PAGE[0] * SCALE, height: PAGE[1] * SCALE };
    let page = Page::new(size, DPI).expect("a page");
    Request { page, theme, title: Some(String::new()), legend: false, ..Request::new(panel) }
}

/// The panel as a figure has it.
fn on_paper(session: &Session, request: &Request, place: Rect) -> RgbaImage {
    let pixels = figure::pixels(session, request).expect("a figure");
    let whole = RgbaImage::from_raw(pixels.width, pixels.height, pixels.rgba).expect("as many pixels");
    let [left, top, width, height] = in_pixels(place);
    image::imageops::crop_imm(&whole, left, top, width, height).to_image()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels of a page")]
fn in_pixels(place: Rect) -> [u32; 4] {
    [place.left(), place.top(), place.width(), place.height()]
        .map(|side| (side * SCALE as f32).floor() as u32)
}

/// The panel as a graphics card draws it.
fn on_screen(session: &Session, request: &Request, place: Rect) -> RgbaImage {
    let (mut diagram, mut timeline, mut excerpts) =
        (DiagramView::default(), TimelineView::default(), ExcerptsView::default());
    let theme = request.theme;
    let panel = request.panel;
    if panel == Panel::Excerpts {
        let documents = session.dataset().documents.ids();
        excerpts.set_numbers(&documents.zip(1..).collect());
    }
    let mut is_installed = false;
    let mut harness = Harness::builder()
        .with_size(place.size().ceil())
        .with_pixels_per_point(SCALE as f32)
        .renderer(WgpuTestRenderer::new())
        .build_ui(move |ui| {
            if !std::mem::replace(&mut is_installed, true) {
                // It looks so from the next frame on.
                install(ui.ctx(), theme);
                return;
            }
            let outbox = Outbox::default();
            let ctx = ViewContext { session, tokens: tokens(theme), outbox: &outbox, medium: Medium::Figure };
            let whole = ui.ctx().content_rect();
            let painter = ui.ctx().layer_painter(egui::LayerId::background());
            painter.rect_filled(whole, 0.0, ctx.tokens.surface.canvas);
            let space = Rect::from_min_size(whole.min, place.size());
            let mut child = ui.new_child(UiBuilder::new().max_rect(space));
            child.set_clip_rect(space);
            match panel {
                Panel::Diagram => diagram.ui(&mut child, &ctx),
                Panel::Timeline => timeline.ui(&mut child, &ctx),
                Panel::Excerpts => excerpts.ui(&mut child, &ctx),
                Panel::All => unreachable!("each panel is compared alone"),
            }
        });
    harness.remove_cursor();
    harness.run_steps(8);
    let whole = harness.render().expect("a picture");
    let [_, _, width, height] = in_pixels(place);
    image::imageops::crop_imm(&whole, 0, 0, width, height).to_image()
}

/// The mean difference of a channel.
fn difference(a: &RgbaImage, b: &RgbaImage) -> f64 {
    assert_eq!(a.dimensions(), b.dimensions());
    let channels = a.pixels().zip(b.pixels()).flat_map(|(a, b)| [0, 1, 2].map(|i| a.0[i].abs_diff(b.0[i])));
    let sum: u64 = channels.map(u64::from).sum();
    sum as f64 / (f64::from(a.width()) * f64::from(a.height()) * 3.0)
}

#[test]
fn a_figure_of_a_panel_is_the_picture_that_the_screen_has() {
    let Some(_turn) = crate::adapter() else { return };
    let (selected, other) = (session(&["nzl-aukus-pillar-two"]), session(&["CHN"]));
    for panel in [Panel::Diagram, Panel::Timeline, Panel::Excerpts] {
        for theme in [Theme::Light, Theme::Dark] {
            let request = request(panel, theme);
            let place = figure::place(&selected, &request).expect("a figure");
            let screen = on_screen(&selected, &request, place);
            let same = difference(&screen, &on_paper(&selected, &request, place));
            let differs = difference(&screen, &on_screen(&other, &request, place));
            eprintln!("{panel:?} {theme}: {same:.2}, with another selection {differs:.2}");
            if let Ok(folder) = std::env::var("DETENTE_PICTURES") {
                let name = |what| format!("{folder}/{panel:?}-{theme}-{what}.png");
                screen.save(name("screen")).expect("a file");
                on_paper(&selected, &request, place).save(name("figure")).expect("a file");
            }
            assert!(same < BOUND, "{panel:?} {theme}: {same:.2}");
            assert!(differs > BOUND, "{panel:?} {theme}: another selection makes {differs:.2}");
        }
    }
}
