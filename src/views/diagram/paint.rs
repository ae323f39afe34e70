//! The diagram's paint: grounds, edges, nodes, labels, back to front.

use egui::{Align2, Color32, FontId, Painter, Pos2, Shape, Stroke, Vec2, vec2};

use crate::analysis::focus::Emphasis;
use crate::dataset::{Item, NodeId};
use crate::layout::edges::Route;
use crate::theme::LineStyle;

use super::super::context::ViewContext;
use super::scene::{Scene, SceneEdge, SceneNode};

/// Length and half width of an arrowhead, in points at line width 1.5.
const ARROW: Vec2 = vec2(9.0, 4.2);

/// Draws the scene.
pub fn scene(painter: &Painter, ctx: &ViewContext<'_>, scene: &Scene, font: &FontId) {
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
    for node in &nodes {
        paint_label(painter, ctx, node, font);
    }
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
    let points = polyline(&edge.route);
    if emphasis == Emphasis::Selected || hovered {
        painter.add(Shape::line(points.clone(), Stroke::new(style.width + 7.0, halo(ctx, emphasis))));
    }
    let is_fact = ctx.dataset().voice(&relationship.evidence).is_some_and(|voice| voice.is_fact());
    painter.extend(style.shapes(&points));
    arrow_at_end(painter, &points, &style, is_fact, ctx.tokens.surface.canvas);
    if relationship.mutual {
        let backwards: Vec<Pos2> = points.into_iter().rev().collect();
        arrow_at_end(painter, &backwards, &style, is_fact, ctx.tokens.surface.canvas);
    }
}

fn polyline(route: &Route) -> Vec<Pos2> {
    route.flatten(0.4).into_iter().map(|point| egui::pos2(point.x, point.y)).collect()
}

/// The ground of what is selected, and a fainter one of what the pointer is over.
fn halo(ctx: &ViewContext<'_>, emphasis: Emphasis) -> Color32 {
    let halo = ctx.tokens.selection.halo;
    match emphasis {
        Emphasis::Selected => halo,
        Emphasis::Faded | Emphasis::Plain | Emphasis::Related => halo.gamma_multiply(0.5),
    }
}

/// An arrowhead at the last point: filled for a fact, hollow for an opinion.
fn arrow_at_end(painter: &Painter, points: &[Pos2], style: &LineStyle, is_fact: bool, ground: Color32) {
    let Some((&tip, rest)) = points.split_last() else { return };
    let Some(&back) = rest.iter().rev().find(|point| point.distance(tip) >= ARROW.x * 0.7).or(rest.first())
    else {
        return;
    };
    let along = (tip - back).normalized();
    let size = ARROW * (0.7 + 0.2 * style.width);
    let base = tip - along * size.x;
    let side = along.rot90() * size.y;
    let fill = if is_fact { style.colour } else { ground };
    painter.add(Shape::convex_polygon(
        vec![tip, base + side, base - side],
        fill,
        Stroke::new(1.2, style.colour),
    ));
}

/// A straight line between two points as an edge would be drawn, for the legend.
pub fn sample_line(painter: &Painter, ends: [Pos2; 2], style: &LineStyle, is_fact: bool) {
    painter.extend(style.shapes(&ends));
    let ground = painter.ctx().global_style().visuals.panel_fill;
    arrow_at_end(painter, &ends, style, is_fact, ground);
}

fn paint_node(painter: &Painter, ctx: &ViewContext<'_>, node: &SceneNode) {
    let item = Item::from(node.node);
    let emphasis = ctx.emphasis(item);
    let look = match node.node {
        NodeId::Actor(id) => ctx.tokens.node(ctx.dataset().actors[id].kind),
        NodeId::Instrument(id) => ctx.tokens.instrument(ctx.dataset().instruments[id].kind),
    };
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
    let ground = ctx.tokens.surface.canvas.gamma_multiply(0.82);
    painter.rect_filled(rect, 3.0, ground);
    let height = rect.height() / node.lines.len().max(1) as f32;
    for (index, line) in node.lines.iter().enumerate() {
        let at = egui::pos2(rect.center().x, rect.top() + (index as f32 + 0.5) * height);
        painter.text(at, Align2::CENTER_CENTER, line, font.clone(), colour);
    }
}
