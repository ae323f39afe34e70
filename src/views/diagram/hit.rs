//! What is under the pointer: a pure function of the scene.

use egui::Pos2;

use crate::dataset::Item;

use super::scene::Scene;

/// How far from an edge the pointer may be, in points. Edges are thin; this makes them as easy to hit as nodes.
pub const EDGE_REACH: f32 = 7.0;

/// How far outside a node's shape the pointer may be, in points.
const NODE_REACH: f32 = 3.0;

/// The item at a point of the screen: a node, else a label's node, else the nearest edge.
pub fn item_at(scene: &Scene, point: Pos2) -> Option<Item> {
    node_at(scene, point).or_else(|| edge_at(scene, point)).or_else(|| label_at(scene, point))
}

fn node_at(scene: &Scene, point: Pos2) -> Option<Item> {
    let near = scene.nodes.iter().filter(|node| node.stands).filter_map(|node| {
        let rect = node.shape.rect(node.centre).expand(NODE_REACH);
        rect.contains(point).then(|| (node.centre.distance(point), node.node))
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, node)| node.into())
}

fn edge_at(scene: &Scene, point: Pos2) -> Option<Item> {
    let at = crate::layout::Point { x: point.x, y: point.y };
    let near = scene.edges.iter().filter_map(|edge| {
        let distance = edge.route.distance(at);
        (distance <= EDGE_REACH).then_some((distance, edge.relationship))
    });
    near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, relationship)| relationship.into())
}

fn label_at(scene: &Scene, point: Pos2) -> Option<Item> {
    let mut labelled = scene.nodes.iter().filter(|node| node.stands);
    labelled.find(|node| node.label.is_some_and(|rect| rect.contains(point))).map(|node| node.node.into())
}
