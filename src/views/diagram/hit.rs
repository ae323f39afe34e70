//! What is under the pointer: a pure function of what is drawn.

use egui::{Pos2, Rect, Vec2};

use crate::dataset::Item;

use super::camera::View;
use super::cast::Sight;
use super::drawing::Drawing;
use super::model::Graph;
use super::plane::{self, Plane};
use super::scene::Scene;

/// How far from an edge the pointer may be, in points. Edges are thin; this makes them as easy to hit as nodes.
pub const EDGE_REACH: f32 = 7.0;

/// How far from a line that is one of a crowd the pointer may be, in points.
const LINE_REACH: f32 = 4.0;

/// How far outside a node's shape the pointer may be, in points.
const NODE_REACH: f32 = 3.0;

/// How far from the middle of a node of the crowd the pointer may be, in points.
const MARK_REACH: f32 = 5.0;

/// What is under the pointer.
#[derive(Clone, PartialEq, Debug)]
pub enum Under {
    /// An item.
    Item(Item),
    /// Ties that are drawn as one line: of two nodes, or of a bundle.
    Ties(Vec<u32>),
}

impl Under {
    /// The item, where it is one.
    pub fn item(&self) -> Option<Item> {
        match self {
            Self::Item(item) => Some(*item),
            Self::Ties(_) => None,
        }
    }
}

/// A point of the screen.
pub struct Pointer {
    /// The point.
    pub at: Pos2,
    /// What part of the plane is shown.
    pub view: View,
    /// The panel.
    pub panel: Rect,
}

/// What is at a point of the screen: a node, else the nearest edge, else a label's node, else the nearest line of the
/// crowd.
pub fn under(drawing: &Drawing, graph: &Graph, plane: &Plane, pointer: &Pointer) -> Option<Under> {
    let scene = drawing.scene();
    let (at, zoom) = (pointer.view.to_plane(pointer.panel, pointer.at), pointer.view.zoom);
    let stands = |node: usize| drawing.standing().nodes[node];
    let in_crowd = || match drawing.sight() {
        Sight::Far => plane.node_at(at, MARK_REACH / zoom, stands).map(|node| graph.nodes[node].into()),
        Sight::Whole | Sight::Near => None,
    };
    let item = node_at(scene, pointer.at)
        .or_else(in_crowd)
        .or_else(|| edge_at(scene, pointer.at))
        .or_else(|| label_at(scene, pointer.at));
    let ties = || {
        let pair = thread_at(drawing, graph, plane, at, LINE_REACH / zoom);
        let bundle =
            || drawing.bundle_at(at, LINE_REACH / zoom).map(|bundle| drawing.pairs_of(bundle).to_vec());
        pair.map(|pair| vec![pair]).or_else(bundle).map(Under::Ties)
    };
    item.map(Under::Item).or_else(ties)
}

/// The pair of the nearest plain line.
fn thread_at(drawing: &Drawing, graph: &Graph, plane: &Plane, at: Pos2, reach: f32) -> Option<u32> {
    let place = Rect::from_center_size(at, Vec2::splat(2.0 * reach));
    let near = plane.pairs_in(graph, place, 0.0).into_iter().filter(|&pair| drawing.is_thread(pair));
    let near = near.map(|pair| (plane::distance(at, plane.ends(graph, pair as usize)), pair));
    near.filter(|(distance, _)| *distance <= reach).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, pair)| pair)
}

/// The node of a scene whose shape is at a point of the screen.
pub fn node_at(scene: &Scene, point: Pos2) -> Option<Item> {
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
