//! The diagram's paint: grounds, edges, nodes, labels, back to front.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::analysis::focus::Emphasis;
use crate::dataset::{Dataset, ExcerptId, Item, Sign};
use crate::layout::{self, edges::Route};
use crate::theme::{Dash, LineStyle};

use super::super::context::ViewContext;
use super::scene::{Scene, SceneEdge, SceneNode};
use super::shapes::Kind;

/// Points around the panel within which a line is drawn whole.
const BESIDE: f32 = 100.0;

/// The most lines of a bundle that are drawn one by one while the pointer is over it.
pub const MOST_POINTED: usize = 200;

/// Draws the grounds of groups, below everything.
pub fn grounds(painter: &Painter, ctx: &ViewContext<'_>, scene: &Scene) {
    for group in &scene.groups {
        let tokens = ctx.tokens;
        let radius = group.radius.min(group.rect.width() / 2.0);
        painter.rect(
            group.rect,
            radius,
            tokens.strip[0],
            Stroke::new(tokens.measures.stroke.hairline, tokens.separator),
            egui::StrokeKind::Middle,
        );
    }
}

/// Draws what shows the arrangement: borders of rings, lines from a whole to its parts.
pub fn guides(painter: &Painter, ctx: &ViewContext<'_>, scene: &Scene) {
    let line = branch(ctx);
    for &ends in &scene.branches {
        painter.line_segment(ends, line);
    }
    let border = Stroke::new(ctx.tokens.measures.stroke.node, ctx.tokens.separator);
    for ring in &scene.rings {
        painter.circle_stroke(ring.centre, ring.radius, border);
    }
}

/// The line from a whole to its parts.
pub fn branch(ctx: &ViewContext<'_>) -> Stroke {
    Stroke::new(ctx.tokens.measures.stroke.node, ctx.tokens.text.weak.gamma_multiply(0.6))
}

/// Draws what has a shape, a route or a name of its own.
pub fn scene(painter: &Painter, ctx: &ViewContext<'_>, scene: &Scene, font: &FontId) {
    let mut edges: Vec<&SceneEdge> = scene.edges.iter().collect();
    edges.sort_by_key(|edge| rank(ctx, edge.relationship.into()));
    for edge in edges {
        paint_edge(painter, ctx, edge);
    }
    let mut nodes: Vec<&SceneNode> = scene.nodes.iter().collect();
    nodes.sort_by_key(|node| rank(ctx, node.node.into()));
    for node in &nodes {
        paint_node(painter, ctx, node);
    }
    for ring in &scene.rings {
        painter.rect_filled(ring.place, 3.0, under_words(ctx));
        let at = ring.place.center();
        painter.text(at, Align2::CENTER_CENTER, &ring.words, font.clone(), ctx.tokens.text.weak);
    }
    for node in &nodes {
        paint_label(painter, ctx, node, font);
    }
}

/// The ground of words that stand over lines.
fn under_words(ctx: &ViewContext<'_>) -> Color32 {
    ctx.tokens.surface.canvas.gamma_multiply(0.82)
}

/// Later is on top: what is selected, and what the pointer is over, above the rest.
fn rank(ctx: &ViewContext<'_>, item: Item) -> (Emphasis, bool) {
    (ctx.emphasis(item), ctx.is_hovered(item))
}

fn paint_edge(painter: &Painter, ctx: &ViewContext<'_>, edge: &SceneEdge) {
    let item = Item::from(edge.relationship);
    let relationship = &ctx.dataset().relationships[edge.relationship];
    let emphasis = ctx.emphasis(item);
    let mut style = ctx.tokens.line(relationship.kind);
    let look = ctx.tokens.emphasis(emphasis);
    style.colour = look.tint(style.colour);
    style.width *= look.stroke;
    let hovered = ctx.is_hovered(item);
    let points = seen(polyline(&edge.route), painter.clip_rect(), period(style.dash));
    if emphasis == Emphasis::Selected || hovered {
        painter.add(Shape::line(points.clone(), Stroke::new(style.width + 7.0, halo(ctx, emphasis))));
    }
    let rests = Rests::on(ctx.dataset(), &relationship.evidence);
    painter.extend(style.shapes(&points));
    for corners in edge.route.head.iter().chain(&edge.route.tail) {
        let corners = corners.map(|point| egui::pos2(point.x, point.y));
        arrowhead(painter, ctx, corners, style.colour, rests);
    }
}

/// What a tie rests on, as its arrowheads tell, from the weakest to the strongest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rests {
    /// No excerpt: an open arrowhead.
    OnNothing,
    /// Opinions alone: a hollow one.
    OnOpinion,
    /// At least one fact: a filled one.
    OnFact,
}

impl Rests {
    /// What something with this evidence rests on.
    pub fn on(dataset: &Dataset, evidence: &[ExcerptId]) -> Self {
        match dataset.voice(evidence) {
            Some(voice) if voice.is_fact() => Self::OnFact,
            Some(_) => Self::OnOpinion,
            None => Self::OnNothing,
        }
    }
}

/// An arrowhead: its tip, and the two corners behind it.
fn arrowhead(painter: &Painter, ctx: &ViewContext<'_>, corners: [Pos2; 3], colour: Color32, rests: Rests) {
    let stroke = Stroke::new(ctx.tokens.measures.stroke.node, colour);
    let [tip, one, other] = corners;
    painter.add(match rests {
        Rests::OnFact => Shape::convex_polygon(corners.to_vec(), colour, stroke),
        Rests::OnOpinion => Shape::convex_polygon(corners.to_vec(), ctx.tokens.surface.canvas, stroke),
        Rests::OnNothing => {
            // The line ends where an arrowhead begins, which would leave a gap to an open one.
            painter.line_segment([one + (other - one) / 2.0, tip], stroke);
            Shape::line(vec![one, tip, other], stroke)
        }
    });
}

fn polyline(route: &Route) -> Vec<Pos2> {
    route.flatten(0.4).into_iter().map(|point| egui::pos2(point.x, point.y)).collect()
}

/// What is seen of a long line, and no more than [`BESIDE`] beside it: a dash costs, seen or not. It begins where a
/// dash does, so that the dashes are those of the whole line.
fn seen(points: Vec<Pos2>, panel: Rect, period: f32) -> Vec<Pos2> {
    let panel = panel.expand(BESIDE);
    if points.iter().all(|&point| panel.contains(point)) {
        return points;
    }
    let place = layout::Rect { min: to_layout(panel.min), max: to_layout(panel.max) };
    let (mut first, mut last, mut length) = (f32::INFINITY, 0.0, 0.0);
    for ends in points.windows(2) {
        let step = ends[0].distance(ends[1]);
        if let Some((enter, leave)) = place.clip(to_layout(ends[0]), to_layout(ends[1])) {
            first = first.min(length + enter * step);
            last = length + leave * step;
        }
        length += step;
    }
    let first = (first / period).floor() * period;
    let mut part = Vec::new();
    let mut length = 0.0;
    for ends in points.windows(2) {
        let step = ends[0].distance(ends[1]);
        let [enter, leave] = [first, last].map(|at| ((at - length) / step.max(1e-6)).clamp(0.0, 1.0));
        if leave > enter {
            if part.is_empty() {
                part.push(ends[0].lerp(ends[1], enter));
            }
            part.push(ends[0].lerp(ends[1], leave));
        }
        length += step;
    }
    part
}

/// The length after which a dash repeats.
fn period(dash: Dash) -> f32 {
    match dash {
        Dash::Solid => 1.0,
        Dash::Dotted { spacing } => spacing,
        Dash::Dashed { on, off } => on + off,
    }
}

fn to_layout(point: Pos2) -> layout::Point {
    layout::Point { x: point.x, y: point.y }
}

/// The ground of what is selected, and a fainter one of what the pointer is over.
fn halo(ctx: &ViewContext<'_>, emphasis: Emphasis) -> Color32 {
    let halo = ctx.tokens.selection.halo;
    match emphasis {
        Emphasis::Selected => halo,
        Emphasis::Faded | Emphasis::Plain | Emphasis::Related => halo.gamma_multiply(0.5),
    }
}

/// A line of the crowd that the pointer is over.
pub fn pointed_line(painter: &Painter, ctx: &ViewContext<'_>, ends: [Pos2; 2], sign: Sign) {
    let style = ctx.tokens.sign(sign);
    painter.line_segment(ends, Stroke::new(style.width + 7.0, halo(ctx, Emphasis::Related)));
    painter.line_segment(ends, style.stroke());
}

/// A straight line between two points as an edge would be drawn, for the legend.
pub fn sample_line(
    painter: &Painter,
    ctx: &ViewContext<'_>,
    ends: [Pos2; 2],
    style: &LineStyle,
    rests: Rests,
) {
    let [from, tip] = ends;
    let base = tip - vec2(8.0, 0.0);
    painter.extend(style.shapes(&[from, base]));
    arrowhead(painter, ctx, [tip, base + vec2(0.0, 3.5), base - vec2(0.0, 3.5)], style.colour, rests);
}

fn paint_node(painter: &Painter, ctx: &ViewContext<'_>, node: &SceneNode) {
    let item = Item::from(node.node);
    let emphasis = ctx.emphasis(item);
    let look = Kind::of(ctx.dataset(), node.node).style(ctx.tokens);
    let drawn = ctx.tokens.emphasis(if node.stands { emphasis } else { Emphasis::Faded });
    if node.stands && (emphasis == Emphasis::Selected || ctx.is_hovered(item)) {
        let radius = node.shape.half.max_elem() + ctx.tokens.measures.stroke.halo;
        painter.circle_filled(node.centre, radius, halo(ctx, emphasis));
    }
    // The ground shows through a faded node, but never a line that runs behind it.
    let ground = ctx.tokens.surface.canvas;
    node.shape.paint(painter, node.centre, ground, Stroke::NONE);
    let stroke = Stroke::new(ctx.tokens.measures.stroke.node * drawn.stroke, drawn.tint(look.stroke));
    let fill = if node.stands { drawn.tint(look.fill) } else { ground };
    node.shape.paint(painter, node.centre, fill, stroke);
}

fn paint_label(painter: &Painter, ctx: &ViewContext<'_>, node: &SceneNode, font: &FontId) {
    let Some(rect) = node.label else { return };
    let item = Item::from(node.node);
    let emphasis = ctx.emphasis(item);
    let colour = match emphasis {
        Emphasis::Faded => ctx.tokens.emphasis(emphasis).tint_text(ctx.tokens.text.weak),
        Emphasis::Plain | Emphasis::Related => ctx.tokens.text.normal,
        Emphasis::Selected => ctx.tokens.text.strong,
    };
    painter.rect_filled(rect, 3.0, under_words(ctx));
    let height = rect.height() / node.lines.len().max(1) as f32;
    for (index, line) in node.lines.iter().enumerate() {
        let at = egui::pos2(rect.center().x, rect.top() + (index as f32 + 0.5) * height);
        painter.text(at, Align2::CENTER_CENTER, line, font.clone(), colour);
    }
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::*;

    #[test]
    fn of_a_long_line_what_is_seen_is_drawn_with_the_same_dashes() {
        let panel = Rect::from_min_max(pos2(0.0, 0.0), pos2(800.0, 600.0));
        let line = vec![pos2(-90_000.0, 100.0), pos2(400.0, 100.0), pos2(400.0, 70_000.0)];
        let part = seen(line.clone(), panel, 9.5);
        assert!(part[0].x <= -BESIDE && part[0].x > -BESIDE - 9.5, "{part:?}");
        assert_eq!((part[1], part.len()), (line[1], 3));
        assert!((part[2].y - 600.0 - BESIDE).abs() < 1.0);
        assert!(((part[0].x - line[0].x) / 9.5).fract() < 0.1, "it begins with a dash");
        let near = vec![pos2(-100.0, 0.0), pos2(900.0, 300.0)];
        assert_eq!(seen(near.clone(), panel, 9.5), near);
        assert!(seen(vec![pos2(0.0, -5000.0), pos2(900.0, -5000.0)], panel, 9.5).is_empty());
    }
}
