//! The off-screen run: a view and its page in an egui context without a window, until nothing moves any more.

use std::thread;

use egui::epaint::ClippedShape;
use egui::{Context, RawInput, Rect, ViewportId, vec2};

use super::citations::References;
use super::font;
use super::frame::Frame;
use super::picture::Picture;
use super::size::in_millimetres;
use super::words::{Room, Words};
use super::{FigureError, Panel, Request};
use crate::session::Session;
use crate::theme::{install, tokens};
use crate::views::diagram;
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
    /// Where the panel stands on it.
    pub place: Rect,
    /// What is painted, on a page as large as [`super::Page::units`].
    pub shapes: Vec<ClippedShape>,
}

/// Draws a figure: passes are run until one is like the one before.
pub(super) fn draw(session: &Session, request: &Request) -> Result<Drawn, FigureError> {
    thread::scope(|scope| {
        if matches!(request.panel, Panel::Diagram | Panel::All) {
            // The layout takes as long as all else; whoever comes to need it waits. Without a thread it is made then.
            let layout = || diagram::lay_out_ahead(session.dataset(), session.arrangement());
            let _ = thread::Builder::new().name("layout".into()).spawn_scoped(scope, layout);
        }
        come_to_rest(session, request)
    })
}

/// Runs passes until two are equal.
fn come_to_rest(session: &Session, request: &Request) -> Result<Drawn, FigureError> {
    let mut room = Room::default();
    let references = References::new(request.style);
    let mut words = Words::new(session, request, &room, &references);
    let mut picture = Picture::new(request);
    let mut frame = Frame::default();
    let ctx = Context::default();
    install(&ctx, request.theme);
    ctx.set_fonts(font::without_outlines());
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
            return Ok(Drawn { words, alt, place: space, shapes: output.shapes });
        }
        if had_room != room {
            room = had_room;
            words = Words::new(session, request, &room, &references);
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::Shape;
    use egui::epaint::TextShape;

    use super::super::Page;
    use super::super::size::UNIT;
    use super::*;
    use crate::dataset::bundled;
    use crate::session::Command;
    use crate::session::state::parse_window;

    /// The session of the bundled dataset with something selected, in a time window.
    fn session(select: &[&str], window: &str) -> Session {
        let dataset = bundled::load().dataset.expect("the bundled dataset");
        let items = select.iter().map(|key| dataset.item(key).expect("a key")).collect();
        let mut session = Session::new(Arc::new(dataset));
        session.apply(Command::SelectAll(items));
        session.apply(Command::SetWindow(parse_window(window).expect("a window")));
        session
    }

    fn request(panel: Panel, size: &str) -> Request {
        let page = Page::new(size.parse().expect("a size"), 300).expect("a page");
        Request { page, ..Request::new(panel) }
    }

    /// A text on the page: where it stands, what may be seen of it, its least size in points, its words.
    struct Lettering {
        rect: Rect,
        clip: Rect,
        points: f32,
        words: String,
    }

    fn lettering(shapes: &[ClippedShape]) -> Vec<Lettering> {
        // Faces with outlines know how far their letters reach.
        let inked = Context::default();
        install(&inked, crate::theme::Theme::Print);
        let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(100.0, 100.0));
        inked.run_ui(input(screen, 0), |_| {}).textures_delta.clear();
        let mut found = Vec::new();
        for clipped in shapes {
            collect(&clipped.shape, clipped.clip_rect, &inked, &mut found);
        }
        found
    }

    fn collect(shape: &Shape, clip: Rect, inked: &Context, found: &mut Vec<Lettering>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, inked, found)),
            Shape::Text(text) if !text.galley.text().trim().is_empty() => {
                let sections = text.galley.job.sections.iter();
                let points =
                    sections.map(|section| section.format.font_id.size).fold(f32::INFINITY, f32::min);
                let words = text.galley.text().to_owned();
                let galley = inked.fonts_mut(|fonts| fonts.layout_job((*text.galley.job).clone()));
                let text = TextShape { galley, ..text.clone() };
                found.push(Lettering {
                    rect: text.visual_bounding_rect(),
                    clip,
                    points: points * UNIT,
                    words,
                });
            }
            _ => {}
        }
    }

    /// Panels, sizes, selections and windows that people ask for.
    const ASKED: &[(Panel, &str, &[&str], &str)] = &[
        (Panel::Diagram, "85mmx85mm", &[], ""),
        (Panel::Diagram, "180mmx120mm", &[], ""),
        (Panel::Diagram, "180mmx120mm", &["nzl-aukus-pillar-two"], "2025-01"),
        (Panel::Diagram, "420mmx297mm", &["NZL", "CHN"], "2018/2023"),
        (Panel::Timeline, "85mmx85mm", &[], ""),
        (Panel::Timeline, "85mmx85mm", &["nzl-aukus-pillar-two"], "2024-03"),
        (Panel::Timeline, "180mmx120mm", &["nzl-aukus-pillar-two"], "2025-01"),
        (Panel::Timeline, "180mmx120mm", &["CHN"], "2024-01/2024-12"),
        (Panel::Timeline, "297mmx210mm", &[], ""),
        (Panel::Timeline, "1600x1000", &[], "2018/2020"),
        (Panel::Excerpts, "85mmx85mm", &[], ""),
        (Panel::Excerpts, "180mmx120mm", &["nzl-aukus-pillar-two"], ""),
        (Panel::Excerpts, "297mmx210mm", &["NZL"], "2025-01"),
        (Panel::All, "297mmx210mm", &[], ""),
        (Panel::All, "297mmx210mm", &["nzl-aukus-pillar-two"], "2025-01"),
        (Panel::All, "420mmx297mm", &["NZL"], ""),
    ];

    #[test]
    fn no_words_overlap_or_are_cut_and_all_can_be_read() {
        let mut wrong = Vec::new();
        for &(panel, size, select, window) in ASKED {
            let of = format!("{panel:?} {size} {select:?} {window}");
            let drawn = draw(&session(select, window), &request(panel, size));
            let drawn = drawn.unwrap_or_else(|error| panic!("{of}: {error}"));
            let all = lettering(&drawn.shapes);
            assert!(all.len() > 10, "{of}: {}", all.len());
            for (index, one) in all.iter().enumerate() {
                if one.points < 6.0 {
                    wrong.push(format!("{of}: {:?} is {} points high", one.words, one.points));
                }
                // A line is higher than its letters.
                if !one.clip.expand(2.0).contains_rect(one.rect) {
                    wrong.push(format!("{of}: {:?} is cut: {:?} in {:?}", one.words, one.rect, one.clip));
                }
                for other in &all[index + 1..] {
                    // Two lines of one paragraph touch.
                    if one.rect.shrink(0.6).intersects(other.rect.shrink(0.6)) {
                        wrong.push(format!("{of}: {:?} lies on {:?}", other.words, one.words));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_page_that_is_too_small_to_read_is_refused_in_one_line() {
        for (panel, size) in [
            (Panel::Diagram, "40mmx40mm"),
            (Panel::Timeline, "60mmx40mm"),
            (Panel::Excerpts, "30mmx80mm"),
            (Panel::All, "180mmx120mm"),
        ] {
            let Err(error) = draw(&session(&[], ""), &request(panel, size)) else {
                panic!("{panel:?} at {size} is drawn")
            };
            assert!(matches!(error, FigureError::TooSmall { .. }), "{error}");
            assert_eq!(error.to_string().lines().count(), 1);
        }
    }
}
