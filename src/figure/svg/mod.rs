//! Painted shapes as SVG 1.1: one function for each kind of shape that egui can paint. Text stays text.
//!
//! What SVG cannot say is refused by name ([`Untranslatable`]); nothing is dropped in silence. Numbers have two
//! decimals and everything stands in the order in which it was painted, so that equal shapes give equal bytes.

mod mesh;
mod paint;
mod text;

pub use text::escaped;

use std::fmt::Write;

use egui::epaint::{
    BandShape, CircleShape, ClippedShape, ColorMode, CubicBezierShape, EllipseShape, PathShape, PathStroke,
    QuadraticBezierShape, RectShape,
};
use egui::{Color32, CornerRadius, Pos2, Rect, Shape, Stroke, StrokeKind};

use paint::{fill, stroke};

/// A kind of shape that has no translation, in words for people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the picture holds {0}, which cannot be written as SVG")]
pub struct Untranslatable(pub &'static str);

/// The elements of an SVG document for shapes, in painting order.
#[derive(Default)]
pub struct Writer {
    /// What stands in `<defs>`: clip paths and gradients, numbered in the order in which they are needed.
    defs: String,
    body: String,
    /// The rectangles of the clip paths, as written.
    clips: Vec<String>,
    /// The gradients, as written.
    gradients: Vec<String>,
    /// The clip path of the group that is open.
    open: Option<usize>,
}

impl Writer {
    /// Writes shapes after those that are there. Those that share a clip rectangle share a group.
    ///
    /// # Errors
    /// [`Untranslatable`] for the first shape that SVG cannot hold.
    pub fn add(&mut self, shapes: &[ClippedShape]) -> Result<(), Untranslatable> {
        for ClippedShape { clip_rect, shape, transform_after_tessellation } in shapes {
            if *transform_after_tessellation != egui::emath::TSTransform::IDENTITY {
                return Err(Untranslatable("a shape that is still moving into place"));
            }
            if matches!(shape, Shape::Noop) || !clip_rect.is_positive() {
                continue;
            }
            self.clip(*clip_rect);
            self.shape(shape)?;
        }
        Ok(())
    }

    /// The definitions and the elements, each as text.
    pub fn finish(mut self) -> (String, String) {
        if self.open.take().is_some() {
            self.body.push_str("</g>\n");
        }
        (self.defs, self.body)
    }

    /// Opens the group of a clip rectangle, unless it is open.
    fn clip(&mut self, rect: Rect) {
        let written = rect_attributes(rect);
        let number = match self.clips.iter().position(|each| *each == written) {
            Some(number) => number,
            None => {
                let number = self.clips.len();
                let _ = writeln!(self.defs, r#"<clipPath id="clip{number}"><rect {written}/></clipPath>"#);
                self.clips.push(written);
                number
            }
        };
        if self.open != Some(number) {
            if self.open.is_some() {
                self.body.push_str("</g>\n");
            }
            let _ = writeln!(self.body, r#"<g clip-path="url(#clip{number})">"#);
            self.open = Some(number);
        }
    }

    /// The number of a gradient, whose element is written without its id.
    fn gradient(&mut self, written: &str) -> usize {
        if let Some(number) = self.gradients.iter().position(|each| each == written) {
            return number;
        }
        let number = self.gradients.len();
        let _ = writeln!(self.defs, r#"<linearGradient id="fade{number}" {written}</linearGradient>"#);
        self.gradients.push(written.to_owned());
        number
    }

    /// Every kind of shape, one by one: a new kind does not compile until it has a translation.
    fn shape(&mut self, shape: &Shape) -> Result<(), Untranslatable> {
        match shape {
            Shape::Noop => Ok(()),
            Shape::Vec(shapes) => shapes.iter().try_for_each(|shape| self.shape(shape)),
            Shape::Circle(circle) => self.circle(circle),
            Shape::Ellipse(ellipse) => self.ellipse(ellipse),
            Shape::LineSegment { points, stroke } => self.line_segment(*points, *stroke),
            Shape::Path(path) => self.path(path),
            Shape::Band(band) => self.band(band),
            Shape::Rect(rect) => self.rect(rect),
            Shape::Text(text) => self.text(text),
            Shape::Mesh(mesh) => self.mesh(mesh),
            Shape::QuadraticBezier(curve) => self.quadratic(curve),
            Shape::CubicBezier(curve) => self.cubic(curve),
            Shape::Callback(_) => Err(Untranslatable("a paint callback")),
        }
    }

    /// Writes an element, unless neither its fill nor its stroke can be seen.
    fn element(
        &mut self,
        name: &str,
        geometry: &str,
        inside: Color32,
        line: Stroke,
    ) -> Result<(), Untranslatable> {
        let is_filled = inside != Color32::TRANSPARENT;
        if is_filled || !line.is_empty() {
            let (fill, stroke) = (fill(inside)?, stroke(line)?);
            let _ = writeln!(self.body, "<{name} {geometry}{fill}{stroke}/>");
        }
        Ok(())
    }

    /// The outline of a circle or an ellipse lies around its fill.
    fn circle(&mut self, circle: &CircleShape) -> Result<(), Untranslatable> {
        let &CircleShape { center, radius, fill, stroke } = circle;
        if radius <= 0.0 {
            return Ok(());
        }
        let outer = radius + if stroke.is_empty() { 0.0 } else { stroke.width / 2.0 };
        let geometry =
            format!(r#"cx="{}" cy="{}" r="{}""#, number(center.x), number(center.y), number(outer));
        self.element("circle", &geometry, fill, stroke)
    }

    fn ellipse(&mut self, ellipse: &EllipseShape) -> Result<(), Untranslatable> {
        let &EllipseShape { center, radius, fill, stroke, angle } = ellipse;
        if radius.x <= 0.0 || radius.y <= 0.0 {
            return Ok(());
        }
        let outer = if stroke.is_empty() { 0.0 } else { stroke.width / 2.0 };
        let (x, y) = (number(center.x), number(center.y));
        let (rx, ry) = (number(radius.x + outer), number(radius.y + outer));
        let geometry = format!(r#"cx="{x}" cy="{y}" rx="{rx}" ry="{ry}"{}"#, rotation(angle, center));
        self.element("ellipse", &geometry, fill, stroke)
    }

    fn line_segment(&mut self, [from, to]: [Pos2; 2], stroke: Stroke) -> Result<(), Untranslatable> {
        let geometry = format!(r#"d="M{}L{}""#, point(from), point(to));
        self.element("path", &geometry, Color32::TRANSPARENT, stroke)
    }

    fn path(&mut self, path: &PathShape) -> Result<(), Untranslatable> {
        let PathShape { points, closed, fill, stroke } = path;
        if points.len() < 2 {
            return Ok(());
        }
        let geometry = format!(r#"d="{}""#, polyline(points, *closed));
        self.element("path", &geometry, *fill, middle_stroke(stroke)?)
    }

    /// A band is the polygon between its upper and its lower edge.
    fn band(&mut self, band: &BandShape) -> Result<(), Untranslatable> {
        let BandShape { points, fill, stroke, stroke_kind, angle } = band;
        if points.len() < 2 {
            return Ok(());
        }
        let stroke = middle_stroke(&PathStroke::from(*stroke).with_kind(*stroke_kind))?;
        let upper = points.iter().map(|sample| Pos2::new(sample.x, sample.y.min));
        let lower = points.iter().rev().map(|sample| Pos2::new(sample.x, sample.y.max));
        let outline: Vec<Pos2> = upper.chain(lower).collect();
        let turned = rotation(*angle, Pos2::ZERO);
        let geometry = format!(r#"d="{}"{turned}"#, polyline(&outline, true));
        self.element("path", &geometry, *fill, stroke)
    }

    fn rect(&mut self, rect: &RectShape) -> Result<(), Untranslatable> {
        let RectShape {
            rect,
            corner_radius,
            fill,
            stroke,
            stroke_kind,
            round_to_pixels: _,
            blur_width,
            brush,
            angle,
        } = rect;
        if *blur_width > 0.0 {
            return Err(Untranslatable("a blurred rectangle"));
        }
        if brush.is_some() {
            return Err(Untranslatable("a textured rectangle"));
        }
        if rect.is_negative() {
            return Ok(());
        }
        // SVG strokes along the middle of the outline, and the fill reaches to there.
        let half = if stroke.is_empty() { 0.0 } else { stroke.width / 2.0 };
        let grown = match stroke_kind {
            StrokeKind::Inside => -half,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => half,
        };
        let turned = rotation(*angle, rect.center());
        let geometry = outline(rect.expand(grown), *corner_radius, grown);
        self.element("path", &format!(r#"d="{geometry}"{turned}"#), *fill, *stroke)
    }

    fn quadratic(&mut self, curve: &QuadraticBezierShape) -> Result<(), Untranslatable> {
        let QuadraticBezierShape { points: [from, by, to], closed, fill, stroke } = curve;
        let (from, by, to) = (point(*from), point(*by), point(*to));
        let geometry = format!(r#"d="M{from}Q{by} {to}{}""#, close(*closed));
        self.element("path", &geometry, *fill, middle_stroke(stroke)?)
    }

    fn cubic(&mut self, curve: &CubicBezierShape) -> Result<(), Untranslatable> {
        let CubicBezierShape { points: [from, a, b, to], closed, fill, stroke } = curve;
        let (from, a, b, to) = (point(*from), point(*a), point(*b), point(*to));
        let geometry = format!(r#"d="M{from}C{a} {b} {to}{}""#, close(*closed));
        self.element("path", &geometry, *fill, middle_stroke(stroke)?)
    }
}

/// A stroke of one colour along the middle of its path.
fn middle_stroke(stroke: &PathStroke) -> Result<Stroke, Untranslatable> {
    let PathStroke { width, color, kind } = stroke;
    if stroke.is_empty() {
        return Ok(Stroke::NONE);
    }
    match (color, kind) {
        (ColorMode::UV(_), _) => Err(Untranslatable("a line whose colour changes along it")),
        (ColorMode::Solid(_), StrokeKind::Inside | StrokeKind::Outside) => {
            Err(Untranslatable("a path with its line on one side"))
        }
        (ColorMode::Solid(colour), StrokeKind::Middle) => Ok(Stroke::new(*width, *colour)),
    }
}

/// Two decimals at most, without zeros at the end, and no negative zero.
fn number(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn point(at: Pos2) -> String {
    format!("{} {}", number(at.x), number(at.y))
}

fn close(closed: bool) -> &'static str {
    if closed { "Z" } else { "" }
}

fn polyline(points: &[Pos2], closed: bool) -> String {
    let corners: Vec<String> = points.iter().map(|&corner| point(corner)).collect();
    format!("M{}{}", corners.join("L"), close(closed))
}

fn rect_attributes(rect: Rect) -> String {
    let (x, y) = (number(rect.left()), number(rect.top()));
    let (width, height) = (number(rect.width()), number(rect.height()));
    format!(r#"x="{x}" y="{y}" width="{width}" height="{height}""#)
}

/// Turned clockwise around a point, in radians.
fn rotation(angle: f32, around: Pos2) -> String {
    if angle == 0.0 {
        return String::new();
    }
    let (degrees, x, y) = (number(angle.to_degrees()), number(around.x), number(around.y));
    format!(r#" transform="rotate({degrees} {x} {y})""#)
}

/// A rectangle whose corners have radii of their own, all of them grown by an amount.
fn outline(rect: Rect, radius: CornerRadius, grown: f32) -> String {
    let most = rect.width().min(rect.height()) / 2.0;
    let corner = |radius: u8| match radius {
        0 => 0.0,
        round => (f32::from(round) + grown).clamp(0.0, most.max(0.0)),
    };
    let (nw, ne, se, sw) = (corner(radius.nw), corner(radius.ne), corner(radius.se), corner(radius.sw));
    let (left, top, right, bottom) = (rect.left(), rect.top(), rect.right(), rect.bottom());
    let mut path = format!("M{} {}", number(left + nw), number(top));
    let mut side = |to: (f32, f32), radius: f32, end: (f32, f32)| {
        let _ = write!(path, "L{} {}", number(to.0), number(to.1));
        if radius > 0.0 {
            let radius = number(radius);
            let _ = write!(path, "A{radius} {radius} 0 0 1 {} {}", number(end.0), number(end.1));
        }
    };
    side((right - ne, top), ne, (right, top + ne));
    side((right, bottom - se), se, (right - se, bottom));
    side((left + sw, bottom), sw, (left, bottom - sw));
    side((left, top + nw), nw, (left + nw, top));
    path.push('Z');
    path
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use egui::epaint::{BandPoint, Mesh, PaintCallback, TextShape};
    use egui::{Context, RawInput, Vec2, pos2, vec2};

    use super::*;
    use crate::theme::{TextRole, Theme, install, tokens};

    fn ink() -> Color32 {
        tokens(Theme::Print).text.strong
    }

    fn line() -> Stroke {
        Stroke::new(2.0, ink())
    }

    fn square() -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), Vec2::splat(30.0))
    }

    fn written(shape: Shape) -> Result<(String, String), Untranslatable> {
        let mut writer = Writer::default();
        writer.add(&[ClippedShape {
            clip_rect: square().expand(50.0),
            shape,
            transform_after_tessellation: egui::emath::TSTransform::IDENTITY,
        }])?;
        Ok(writer.finish())
    }

    #[track_caller]
    fn body(shape: impl Into<Shape>) -> String {
        written(shape.into()).expect("a translation").1
    }

    #[track_caller]
    fn holds(shape: impl Into<Shape>, parts: &[&str]) {
        let body = body(shape);
        for part in parts {
            assert!(body.contains(part), "{part} is not in {body}");
        }
    }

    #[test]
    fn nothing_is_nothing_and_a_list_is_its_shapes() {
        assert_eq!(body(Shape::Noop), "");
        let two = Shape::Vec(vec![
            Shape::circle_filled(pos2(1.0, 2.0), 3.0, ink()),
            Shape::line_segment([pos2(0.0, 0.0), pos2(1.5, 0.0)], line()),
        ]);
        holds(two, &[r#"<circle cx="1" cy="2" r="3""#, r#"d="M0 0L1.5 0""#, r#"stroke-width="2""#]);
    }

    #[test]
    fn round_shapes_have_their_line_around_them() {
        holds(Shape::circle_stroke(pos2(5.0, 5.0), 3.0, line()), &[r#"r="4""#, r#"fill="none""#]);
        let ellipse = Shape::ellipse_filled(pos2(5.0, 6.0), vec2(4.0, 2.0), ink());
        holds(ellipse, &[r#"<ellipse cx="5" cy="6" rx="4" ry="2""#]);
    }

    #[test]
    fn paths_bands_and_curves_are_paths() {
        let corners = vec![pos2(0.0, 0.0), pos2(4.0, 0.0), pos2(0.0, 4.25)];
        holds(Shape::line(corners.clone(), line()), &[r#"d="M0 0L4 0L0 4.25" fill="none""#]);
        holds(Shape::convex_polygon(corners, ink(), Stroke::NONE), &[r#"d="M0 0L4 0L0 4.25Z""#]);
        let samples = vec![BandPoint::new(0.0, 1.0..=2.0), BandPoint::new(9.0, 3.0..=5.0)];
        holds(Shape::Band(BandShape::filled(samples, ink())), &[r#"d="M0 1L9 3L9 5L0 2Z""#]);
        let three = [pos2(0.0, 0.0), pos2(5.0, 9.0), pos2(9.0, 0.0)];
        let bow = QuadraticBezierShape::from_points_stroke(three, false, Color32::TRANSPARENT, line());
        holds(Shape::QuadraticBezier(bow), &[r#"d="M0 0Q5 9 9 0""#]);
        let four = [pos2(0.0, 0.0), pos2(1.0, 2.0), pos2(3.0, 4.0), pos2(5.0, 6.0)];
        let wave = CubicBezierShape::from_points_stroke(four, true, ink(), line());
        holds(Shape::CubicBezier(wave), &[r#"d="M0 0C1 2 3 4 5 6Z""#]);
    }

    #[test]
    fn a_rectangle_has_its_corners_and_its_line_on_the_right_side() {
        holds(Shape::rect_filled(square(), 4.0, ink()), &["M14 20L36 20A4 4 0 0 1 40 24"]);
        let outside = Shape::rect_stroke(square(), 0.0, line(), StrokeKind::Outside);
        holds(outside, &["M9 19L41 19L41 51L9 51L9 19Z"]);
        let inside = Shape::rect_stroke(square(), 0.0, line(), StrokeKind::Inside);
        holds(inside, &["M11 21L39 21L39 49L11 49L11 21Z"]);
    }

    #[test]
    fn triangles_of_one_colour_join_one_path_and_a_fade_is_a_gradient() {
        let mut flat = Mesh::default();
        flat.add_colored_rect(square(), ink());
        let body_of_flat = body(Shape::mesh(flat));
        assert_eq!(body_of_flat.matches("<path").count(), 1, "{body_of_flat}");
        let mut fade = Mesh::default();
        for (x, colour) in [(0.0, Color32::TRANSPARENT), (10.0, ink())] {
            fade.colored_vertex(pos2(x, 0.0), colour);
            fade.colored_vertex(pos2(x, 5.0), colour);
        }
        fade.add_triangle(0, 1, 2);
        fade.add_triangle(1, 2, 3);
        let (defs, body) = written(Shape::mesh(fade)).expect("a translation");
        assert_eq!(body.matches("<path").count(), 1, "{body}");
        assert!(body.contains("url(#fade0)"), "{body}");
        assert!(defs.contains(r#"x1="0" y1="0" x2="10" y2="0""#), "{defs}");
        assert!(defs.contains(r#"stop-opacity="0""#), "{defs}");
    }

    #[test]
    fn text_stays_text_with_its_face_size_and_place() {
        let ctx = Context::default();
        install(&ctx, Theme::Print);
        let mut galley = None;
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let text = "Aotearoa & <co>".to_owned();
            galley = Some(ui.fonts_mut(|fonts| fonts.layout_no_wrap(text, TextRole::Strong.font(), ink())));
        });
        output.textures_delta.clear();
        let galley = galley.expect("a layout");
        let shape = Shape::Text(TextShape::new(pos2(20.0, 30.0), galley, ink()));
        holds(
            shape,
            &[">Aotearoa &amp; &lt;co&gt;</text>", r#"x="20""#, r#"font-weight="600""#, r#"font-size="13""#],
        );
    }

    #[test]
    fn opacity_and_clip_rectangles_are_kept() {
        let half = ink().gamma_multiply(0.5);
        let (defs, body) = written(Shape::rect_filled(square(), 0.0, half)).expect("a translation");
        assert!(body.contains("fill-opacity=\"0.50"), "{body}");
        assert!(
            defs.contains(r#"<clipPath id="clip0"><rect x="-40" y="-30" width="130" height="130"/>"#),
            "{defs}"
        );
        assert!(body.starts_with(r#"<g clip-path="url(#clip0)">"#) && body.ends_with("</g>\n"), "{body}");
    }

    #[test]
    fn what_has_no_translation_is_refused_by_name() {
        let refused = |shape: Shape| written(shape).expect_err("no translation").to_string();
        let callback = PaintCallback { rect: square(), callback: Arc::new(()) };
        assert!(refused(Shape::Callback(callback)).contains("a paint callback"));
        let blurred = RectShape::filled(square(), 0.0, ink()).with_blur_width(3.0);
        assert!(refused(Shape::Rect(blurred)).contains("a blurred rectangle"));
        let colour = ink();
        let changing = PathStroke::new_uv(2.0, move |_, _| colour);
        let path = Shape::line(vec![pos2(0.0, 0.0), pos2(1.0, 1.0)], changing);
        assert!(refused(path).contains("colour changes"));
        let picture = Shape::image(egui::TextureId::User(7), square(), square(), ink());
        let name = refused(picture);
        assert!(name.contains("textured"), "{name}");
    }

    #[test]
    fn numbers_are_short_and_never_negative_zero() {
        for (value, said) in [(1.0, "1"), (-0.001, "0"), (2.345_6, "2.35"), (-7.5, "-7.5"), (100.0, "100")] {
            assert_eq!(number(value), said);
        }
    }
}
