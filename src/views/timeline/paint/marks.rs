//! Event marks: discs for facts, rings for opinions, diamonds for recommendations, crosses for what nothing proves;
//! spans for vague dates.

use egui::{Color32, Mesh, Painter, Pos2, Shape, Stroke, Vec2, pos2, vec2};

use crate::analysis::focus::Emphasis;
use crate::views::timeline::model::{Mark, Shape as MarkShape};
use crate::views::timeline::scene::{PlacedMark, Span};
use crate::views::timeline::style::Style;

/// How a mark is drawn.
#[derive(Clone, Copy)]
pub struct Look {
    /// Its pole's colour.
    pub colour: Color32,
    /// How strongly.
    pub emphasis: Emphasis,
    /// Whether it is pointed at, or has the keyboard focus.
    pub is_hot: bool,
    /// The index of its line, where that is told by a sign inside the mark as well as by colour.
    pub sign: Option<usize>,
}

/// The thickness of a span, in points.
const SPAN: f32 = 2.0;

/// The length over which an open end fades away, in points.
const FADE: f32 = 40.0;

/// Draws the span of a vague date.
pub fn span(painter: &Painter, placed: &PlacedMark, look: Look, style: Style<'_>) {
    let Some(span) = placed.span else { return };
    let strength = if look.is_hot || look.emphasis == Emphasis::Selected { 0.95 } else { 0.45 };
    let colour = look.colour.gamma_multiply(strength * style.emphasis(look.emphasis).alpha);
    painter.add(bar(placed.at.y, span, colour));
    for (x, is_open) in [(span.left, span.is_open_left), (span.right, span.is_open_right)] {
        if !is_open {
            let end = [pos2(x, placed.at.y - 3.0), pos2(x, placed.at.y + 3.0)];
            painter.line_segment(end, Stroke::new(1.0, colour));
        }
    }
}

/// A thin bar that fades at its open ends.
fn bar(y: f32, span: Span, colour: Color32) -> Shape {
    let fade = FADE.min((span.right - span.left) / 2.0);
    let mut stops = vec![(span.left, if span.is_open_left { Color32::TRANSPARENT } else { colour })];
    if span.is_open_left {
        stops.push((span.left + fade, colour));
    }
    if span.is_open_right {
        stops.push((span.right - fade, colour));
    }
    stops.push((span.right, if span.is_open_right { Color32::TRANSPARENT } else { colour }));
    gradient(&stops, y - SPAN / 2.0, y + SPAN / 2.0)
}

/// A horizontal gradient between the stops, which are in order of x.
pub fn gradient(stops: &[(f32, Color32)], top: f32, bottom: f32) -> Shape {
    let mut mesh = Mesh::default();
    for &(x, colour) in stops {
        mesh.colored_vertex(pos2(x, top), colour);
        mesh.colored_vertex(pos2(x, bottom), colour);
    }
    let mut corner = 0;
    for _ in stops.iter().skip(1) {
        mesh.add_triangle(corner, corner + 1, corner + 2);
        mesh.add_triangle(corner + 1, corner + 2, corner + 3);
        corner += 2;
    }
    Shape::mesh(mesh)
}

/// Draws a mark.
pub fn mark(painter: &Painter, mark: &Mark, placed: &PlacedMark, look: Look, style: Style<'_>) {
    let grown = match look.emphasis {
        Emphasis::Faded | Emphasis::Plain => 0.0,
        Emphasis::Related => 1.0,
        Emphasis::Selected => 1.5,
    };
    let radius = placed.radius + if look.is_hot { 1.5 } else { grown };
    let ground = style.ground();
    let colour = mix(ground, look.colour, style.emphasis(look.emphasis).alpha);
    if look.emphasis == Emphasis::Selected {
        painter.circle_filled(placed.at, radius + 5.0, style.halo());
        painter.circle_filled(placed.at, radius + 1.5, ground);
    }
    match mark.shape {
        // The rim keeps marks apart that touch each other or a line.
        MarkShape::Disc if mark.counts => {
            painter.circle(placed.at, radius, colour, Stroke::new(1.0, ground));
        }
        MarkShape::Disc | MarkShape::Ring => {
            painter.circle(placed.at, radius - 0.75, ground, Stroke::new(1.5, colour));
        }
        MarkShape::Diamond => {
            let shape = Shape::convex_polygon(diamond(placed.at, radius), ground, Stroke::new(1.5, colour));
            painter.add(shape);
        }
        MarkShape::Cross => {
            painter.add(cross(placed.at, radius + 0.7, Stroke::new(3.5, ground)));
            painter.add(cross(placed.at, radius, Stroke::new(1.5, colour)));
        }
    }
    if let Some(line) = look.sign.filter(|_| mark.shape == MarkShape::Cross) {
        // There is no room inside, so it stands over the mark like an accent.
        sign(painter, placed.at - vec2(0.0, radius + 3.0), radius, line, colour);
    } else if let Some(line) = look.sign {
        let is_filled = mark.shape == MarkShape::Disc && mark.counts;
        sign(painter, placed.at, radius, line, if is_filled { ground } else { colour });
    }
}

/// The sign of a line inside a mark, for print without colour and for eyes that tell few: none for the first.
pub fn sign(painter: &Painter, at: Pos2, radius: f32, line: usize, colour: Color32) {
    const UP: Vec2 = vec2(0.0, 1.0);
    const ACROSS: Vec2 = vec2(1.0, 0.0);
    const RISING: Vec2 = vec2(0.7, -0.7);
    const FALLING: Vec2 = vec2(0.7, 0.7);
    let strokes: &[Vec2] = match line % 6 {
        0 => &[],
        1 => &[UP],
        2 => &[ACROSS],
        3 => &[RISING],
        4 => &[UP, ACROSS],
        _ => &[RISING, FALLING],
    };
    for &stroke in strokes {
        let reach = 0.62 * radius * stroke;
        painter.line_segment([at - reach, at + reach], Stroke::new(1.3, colour));
    }
}

/// The corners of a diamond of about the area of a disc.
pub fn diamond(middle: Pos2, radius: f32) -> Vec<Pos2> {
    let reach = 1.15 * radius;
    [vec2(0.0, -reach), vec2(reach, 0.0), vec2(0.0, reach), vec2(-reach, 0.0)].map(|to| middle + to).to_vec()
}

/// Two strokes of a cross whose arms reach as far as a disc of the radius.
pub fn cross(middle: Pos2, radius: f32, stroke: Stroke) -> Shape {
    let arms = [vec2(1.0, 1.0), vec2(1.0, -1.0)].map(|arm| radius * arm.normalized());
    Shape::Vec(arms.map(|arm| Shape::line_segment([middle - arm, middle + arm], stroke)).to_vec())
}

/// An opaque colour between two: marks that fade must still hide the line beneath them.
pub fn mix(ground: Color32, colour: Color32, part: f32) -> Color32 {
    ground.lerp_to_gamma(colour, part)
}
