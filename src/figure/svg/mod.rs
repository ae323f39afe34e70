//! Painted shapes as SVG 1.1: one function for each kind of shape that egui can paint. Text stays text.
//!
//! What SVG cannot say is refused by name ([`Untranslatable`]); nothing is dropped in silence. Numbers have two
//! decimals and everything stands in the order in which it was painted, so that equal shapes give equal bytes.

mod faces;
mod mesh;
mod numbers;
mod paint;
mod text;

pub use faces::{Face, Letters, Used, faces};
pub use text::escaped;

use std::fmt::Write;

use egui::emath::Rot2;
use egui::epaint::{
    BandPoint, BandShape, CircleShape, ClippedShape, ColorMode, CubicBezierShape, EllipseShape, PathShape,
    PathStroke, QuadraticBezierShape, RectShape,
};
use egui::{Color32, CornerRadius, Pos2, Rect, Shape, Stroke, StrokeKind};

use numbers::{close, number, point, polyline, rect_attributes};
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
    /// The letters that are written, by their faces.
    used: Used,
    /// Whether letters of another face follow those before them, wherever these end.
    flows: bool,
}

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// What stands in `<defs>`.
    pub defs: String,
    /// The elements.
    pub body: String,
    /// The letters that the elements need, by their faces.
    pub used: Used,
}

impl Writer {
    /// For readers that may have other fonts: letters of another face do not say where they stand, but follow
    /// those before them, so that none lies over another. (resvg, to which we bring the fonts, must be told: where
    /// the first face of a line lacks a letter, it sets the whole line in the next that has all.)
    pub fn flowing() -> Self {
        Self { flows: true, ..Self::default() }
    }

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
            // A group that is clipped costs a layer: what lies inside needs none.
            if clip_rect.contains_rect(bounds(shape)) {
                self.unclip();
            } else {
                self.clip(*clip_rect);
            }
            self.shape(shape)?;
        }
        Ok(())
    }

    /// All that was written.
    pub fn finish(mut self) -> Written {
        self.unclip();
        Written { defs: self.defs, body: self.body, used: self.used }
    }

    /// Closes the group of a clip rectangle.
    fn unclip(&mut self) {
        if self.open.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    /// Opens the group of a clip rectangle, unless it is open.
    fn clip(&mut self, rect: Rect) {
        let written = rect_attributes(rect.intersect(everywhere()));
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
            self.unclip();
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

    /// A shape whose line does not lie along the middle of its outline: `outlined` is the shape along the middle
    /// of the line. Where the line is opaque, it may as well hold the fill.
    fn bordered(
        &mut self,
        name: &str,
        filled: &str,
        outlined: &str,
        inside: Color32,
        line: Stroke,
    ) -> Result<(), Untranslatable> {
        if line.is_empty() || line.color.is_opaque() {
            return self.element(name, outlined, inside, line);
        }
        self.element(name, filled, inside, Stroke::NONE)?;
        self.element(name, outlined, Color32::TRANSPARENT, line)
    }

    /// The line of a circle or an ellipse lies around it.
    fn circle(&mut self, circle: &CircleShape) -> Result<(), Untranslatable> {
        let &CircleShape { center, radius, fill, stroke } = circle;
        known(&[center.x, center.y, radius, stroke.width])?;
        if radius <= 0.0 {
            return Ok(());
        }
        let geometry =
            |r: f32| format!(r#"cx="{}" cy="{}" r="{}""#, number(center.x), number(center.y), number(r));
        let outer = radius + half(stroke);
        self.bordered("circle", &geometry(radius), &geometry(outer), fill, stroke)
    }

    fn ellipse(&mut self, ellipse: &EllipseShape) -> Result<(), Untranslatable> {
        let &EllipseShape { center, radius, fill, stroke, angle } = ellipse;
        known(&[center.x, center.y, radius.x, radius.y, stroke.width, angle])?;
        if radius.x <= 0.0 || radius.y <= 0.0 {
            return Ok(());
        }
        let geometry = |grown: f32| {
            let (x, y) = (number(center.x), number(center.y));
            let (rx, ry) = (number(radius.x + grown), number(radius.y + grown));
            format!(r#"cx="{x}" cy="{y}" rx="{rx}" ry="{ry}"{}"#, rotation(angle, center))
        };
        self.bordered("ellipse", &geometry(0.0), &geometry(half(stroke)), fill, stroke)
    }

    fn line_segment(&mut self, [from, to]: [Pos2; 2], stroke: Stroke) -> Result<(), Untranslatable> {
        known(&[from.x, from.y, to.x, to.y, stroke.width])?;
        let geometry = format!(r#"d="M{}L{}""#, point(from), point(to));
        self.element("path", &geometry, Color32::TRANSPARENT, stroke)
    }

    fn path(&mut self, path: &PathShape) -> Result<(), Untranslatable> {
        let PathShape { points, closed, fill, stroke } = path;
        if points.len() < 2 {
            return Ok(());
        }
        known_points(points)?;
        let geometry = format!(r#"d="{}""#, polyline(points, *closed));
        self.element("path", &geometry, *fill, middle_stroke(stroke)?)
    }

    /// A band is the polygon between its upper and its lower edge, in pieces where a sample is not known or not
    /// to the right of the one before.
    fn band(&mut self, band: &BandShape) -> Result<(), Untranslatable> {
        let BandShape { points, fill, stroke, stroke_kind, angle } = band;
        known(&[*angle, stroke.width])?;
        let stroke = middle_stroke(&PathStroke::from(*stroke).with_kind(*stroke_kind))?;
        let turned = rotation(*angle, Pos2::ZERO);
        let is_known = |sample: &BandPoint| sample.is_finite() && sample.y.min <= sample.y.max;
        let pieces = points.chunk_by(|a, b| is_known(a) && is_known(b) && a.x < b.x);
        for piece in pieces.filter(|piece| piece.len() > 1) {
            let upper = piece.iter().map(|sample| Pos2::new(sample.x, sample.y.min));
            let lower = piece.iter().rev().map(|sample| Pos2::new(sample.x, sample.y.max));
            let outline: Vec<Pos2> = upper.chain(lower).collect();
            let geometry = format!(r#"d="{}"{turned}"#, polyline(&outline, true));
            self.element("path", &geometry, *fill, stroke)?;
        }
        Ok(())
    }

    fn rect(&mut self, shape: &RectShape) -> Result<(), Untranslatable> {
        let &RectShape {
            rect,
            corner_radius,
            fill,
            stroke,
            stroke_kind,
            round_to_pixels: _,
            blur_width,
            ref brush,
            angle,
        } = shape;
        if blur_width > 0.0 {
            return Err(Untranslatable("a blurred rectangle"));
        }
        if brush.is_some() {
            return Err(Untranslatable("a textured rectangle"));
        }
        known(&[angle, stroke.width])?;
        if rect.any_nan() {
            return Err(UNKNOWN);
        }
        let rect = rect.intersect(everywhere());
        if rect.is_negative() {
            return Ok(());
        }
        let half = half(stroke);
        let grown = match stroke_kind {
            StrokeKind::Inside => -half,
            StrokeKind::Middle => 0.0,
            StrokeKind::Outside => half,
        };
        let outer = rect.expand(grown + half);
        let turned = rotation(angle, rect.center());
        let geometry =
            |grown| format!(r#"d="{}"{turned}"#, outline(rect.expand(grown), corner_radius, grown));
        // A line that leaves nothing of the inside is a filled rectangle.
        if half > 0.0 && outer.size().min_elem() <= 4.0 * half {
            return self.element("path", &geometry(grown + half), stroke.color, Stroke::NONE);
        }
        self.bordered("path", &geometry(grown - half), &geometry(grown), fill, stroke)
    }

    fn quadratic(&mut self, curve: &QuadraticBezierShape) -> Result<(), Untranslatable> {
        let QuadraticBezierShape { points: [from, by, to], closed, fill, stroke } = curve;
        known_points(&curve.points)?;
        let (from, by, to) = (point(*from), point(*by), point(*to));
        let geometry = format!(r#"d="M{from}Q{by} {to}{}""#, close(*closed));
        self.element("path", &geometry, *fill, middle_stroke(stroke)?)
    }

    fn cubic(&mut self, curve: &CubicBezierShape) -> Result<(), Untranslatable> {
        let CubicBezierShape { points: [from, a, b, to], closed, fill, stroke } = curve;
        known_points(&curve.points)?;
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

const UNKNOWN: Untranslatable = Untranslatable("a shape at no place");

/// Refuses what is no number.
fn known(values: &[f32]) -> Result<(), Untranslatable> {
    if values.iter().all(|value| value.is_finite()) { Ok(()) } else { Err(UNKNOWN) }
}

fn known_points(points: &[Pos2]) -> Result<(), Untranslatable> {
    if points.iter().all(|point| point.is_finite()) { Ok(()) } else { Err(UNKNOWN) }
}

/// Half the width of a line that is seen.
fn half(stroke: Stroke) -> f32 {
    if stroke.is_empty() { 0.0 } else { stroke.width / 2.0 }
}

/// More than any page: rectangles that are infinite reach to here.
fn everywhere() -> Rect {
    Rect::from_center_size(Pos2::ZERO, egui::Vec2::splat(2e6))
}

/// Where a shape is seen. For text that is where its lines are, as its letters may be set without their outlines.
fn bounds(shape: &Shape) -> Rect {
    match shape {
        Shape::Vec(shapes) => shapes.iter().map(bounds).fold(Rect::NOTHING, Rect::union),
        Shape::Text(text) => {
            text.galley.rect.rotate_bb(Rot2::from_angle(text.angle)).translate(text.pos.to_vec2())
        }
        other => other.visual_bounding_rect(),
    }
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
