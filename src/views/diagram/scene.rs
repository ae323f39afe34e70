//! Where everything of the diagram stands on the screen: computed once a frame, then hit-tested and painted.

use std::collections::BTreeMap;

use egui::{Pos2, Rect, pos2};

use crate::dataset::{ActorId, Dataset, Item, NodeId, RelationshipId};
use crate::layout::edges::{Arrows, Lane, Route, Style, route_around};
use crate::layout::labels;
use crate::layout::{self, Point, Positions};

use super::camera::View;
use super::model::{Graph, wrapped};
use super::shapes::{self, NodeShape};

/// A node on the screen.
#[derive(Clone, Debug)]
pub struct SceneNode {
    /// Which.
    pub node: NodeId,
    /// Its middle.
    pub centre: Pos2,
    /// Its shape at this zoom.
    pub shape: NodeShape,
    /// Where its label stands; `None` where there is no room.
    pub label: Option<Rect>,
    /// The lines of its label.
    pub lines: Vec<String>,
    /// Whether it is there in the time window.
    pub stands: bool,
}

/// A relationship on the screen.
#[derive(Clone, Debug)]
pub struct SceneEdge {
    /// Which.
    pub relationship: RelationshipId,
    /// Its curve.
    pub route: Route,
}

/// A group's ground on the screen.
#[derive(Clone, Debug)]
pub struct SceneGroup {
    /// Its head.
    pub head: ActorId,
    /// Its ground.
    pub rect: Rect,
    /// Radius of its corners.
    pub radius: f32,
}

/// All that is on the screen.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Grounds of groups, drawn first.
    pub groups: Vec<SceneGroup>,
    /// Relationships that stand in the time window.
    pub edges: Vec<SceneEdge>,
    /// Nodes; those that do not stand are ghosts.
    pub nodes: Vec<SceneNode>,
    /// Labels for which there is no room.
    pub hidden_labels: usize,
}

/// What a scene is made from.
pub struct SceneRequest<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// The graph that was laid out.
    pub graph: &'a Graph,
    /// Where its nodes stand.
    pub positions: &'a Positions,
    /// Where a node stands that was dragged.
    pub pinned: &'a BTreeMap<NodeId, Pos2>,
    /// What part of the plane is shown.
    pub view: View,
    /// The panel.
    pub panel: Rect,
    /// Whether an item stands in the time window.
    pub stands: &'a dyn Fn(Item) -> bool,
    /// Width and height of a label's lines on the screen.
    pub measure: &'a dyn Fn(&[String]) -> egui::Vec2,
    /// Labels of these nodes are placed first.
    pub first: &'a dyn Fn(NodeId) -> bool,
}

impl Scene {
    /// Places everything.
    pub fn new(request: &SceneRequest<'_>) -> Self {
        let nodes = nodes(request);
        let edges = edges(request, &nodes);
        let mut scene = Self { groups: groups(request), edges, nodes, hidden_labels: 0 };
        scene.place_labels(request);
        scene
    }

    /// The rectangle of an item: of a node its shape, of a relationship a small square in the middle of its
    /// curve. `None` where it is not on the screen.
    pub fn rect(&self, item: Item) -> Option<Rect> {
        match item {
            Item::Node(node) => {
                self.nodes.iter().find(|each| each.node == node).map(|each| each.shape.rect(each.centre))
            }
            Item::Relationship(id) => {
                self.edges.iter().find(|each| each.relationship == id).map(|each| each.handle())
            }
            Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => None,
        }
    }

    fn place_labels(&mut self, request: &SceneRequest<'_>) {
        let standing: Vec<usize> = (0..self.nodes.len()).filter(|&index| self.nodes[index].stands).collect();
        let obstacles: Vec<layout::Rect> = standing.iter().map(|&index| self.nodes[index].room()).collect();
        let segments: Vec<(Point, Point)> = self
            .edges
            .iter()
            .flat_map(|edge| {
                let line = edge.route.flatten(2.0);
                line.windows(2).map(|ends| (ends[0], ends[1])).collect::<Vec<_>>()
            })
            .collect();
        let mut ties: BTreeMap<NodeId, f32> = BTreeMap::new();
        for edge in &self.edges {
            let relationship = &request.dataset.relationships[edge.relationship];
            for end in [relationship.from, relationship.to] {
                *ties.entry(end).or_default() += 1.0;
            }
        }
        let wanted: Vec<labels::Label> = standing
            .iter()
            .zip(&obstacles)
            .map(|(&index, &anchor)| {
                let node = &self.nodes[index];
                let size = (request.measure)(&node.lines);
                labels::Label {
                    size: layout::Size { width: size.x, height: size.y },
                    priority: priority(request, node.node, ties.get(&node.node).copied().unwrap_or(0.0)),
                    anchor,
                    inside: false,
                }
            })
            .collect();
        let board = labels::Scene { obstacles: &obstacles, segments: &segments, area: None, gap: 2.0 };
        let placement = labels::place(&wanted, &board);
        self.hidden_labels = placement.hidden;
        for (&index, rect) in standing.iter().zip(&placement.rects) {
            self.nodes[index].label = rect.map(to_egui);
        }
    }
}

impl SceneNode {
    /// The rectangle of its shape, as the layout has it.
    fn room(&self) -> layout::Rect {
        to_layout(self.shape.rect(self.centre))
    }
}

impl SceneEdge {
    /// A small square in the middle of the curve.
    pub fn handle(&self) -> Rect {
        let middle = self.route.midpoint();
        Rect::from_center_size(pos2(middle.x, middle.y), egui::vec2(12.0, 12.0))
    }
}

/// Which labels get their room first: those of the focus, then those of large shapes and of many ties.
fn priority(request: &SceneRequest<'_>, node: NodeId, ties: f32) -> f32 {
    let focus = if (request.first)(node) { 10_000.0 } else { 0.0 };
    focus + shapes::of_node(request.dataset, node).half.x + ties
}

fn nodes(request: &SceneRequest<'_>) -> Vec<SceneNode> {
    let scale = request.view.shape_scale();
    request
        .graph
        .nodes
        .iter()
        .zip(&request.positions.nodes)
        .map(|(&node, &point)| {
            let plane = request.pinned.get(&node).copied().unwrap_or(pos2(point.x, point.y));
            SceneNode {
                node,
                centre: request.view.to_screen(request.panel, plane),
                shape: shapes::of_node(request.dataset, node).scaled(scale),
                label: None,
                lines: wrapped(request.dataset.node_label(node)),
                stands: (request.stands)(node.into()),
            }
        })
        .collect()
}

/// The relationships that stand, those between the same two nodes fanned out.
fn edges(request: &SceneRequest<'_>, nodes: &[SceneNode]) -> Vec<SceneEdge> {
    let place: BTreeMap<NodeId, usize> =
        nodes.iter().enumerate().map(|(index, node)| (node.node, index)).collect();
    let mut parallel: BTreeMap<(NodeId, NodeId), Vec<RelationshipId>> = BTreeMap::new();
    for (id, relationship) in request.dataset.relationships.iter() {
        if (request.stands)(id.into()) {
            let (a, b) = (relationship.from, relationship.to);
            parallel.entry((a.min(b), a.max(b))).or_default().push(id);
        }
    }
    let rooms: Vec<layout::Rect> = nodes.iter().map(SceneNode::room).collect();
    let mut edges = Vec::new();
    for ids in parallel.values() {
        for (lane, &id) in (0..).zip(ids) {
            let relationship = &request.dataset.relationships[id];
            let ends = place.get(&relationship.from).zip(place.get(&relationship.to));
            let Some((&from, &to)) = ends else { continue };
            let others: Vec<layout::Rect> = (0..nodes.len())
                .filter(|&other| other != from && other != to && nodes[other].stands)
                .map(|other| rooms[other])
                .collect();
            let outline = |index: usize| nodes[index].shape.outline(nodes[index].centre);
            let count = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            let lane = Lane { index: lane, count, reversed: relationship.from > relationship.to };
            let arrows = if relationship.mutual { Arrows::Both } else { Arrows::End };
            let style = style(request.view);
            let route = route_around(&outline(from), &outline(to), lane, arrows, &style, &others);
            edges.extend(route.map(|route| SceneEdge { relationship: id, route }));
        }
    }
    edges.sort_by_key(|edge| edge.relationship);
    edges
}

/// Arrowheads and lanes grow and shrink with the shapes.
fn style(view: View) -> Style {
    let scale = view.shape_scale();
    let normal = Style::default();
    Style { arrow: normal.arrow * scale, spacing: normal.spacing * scale, ..normal }
}

fn groups(request: &SceneRequest<'_>) -> Vec<SceneGroup> {
    let heads = request.graph.groups.iter().zip(&request.positions.groups);
    heads
        .map(|(&head, region)| {
            let corner = |x: f32, y: f32| request.view.to_screen(request.panel, pos2(x, y));
            let (min, max) = (region.rect.min, region.rect.max);
            let rect = Rect::from_two_pos(corner(min.x, min.y), corner(max.x, max.y));
            SceneGroup { head, rect, radius: region.radius * request.view.zoom }
        })
        .collect()
}

/// The layout's rooms know no screen, so they have a rectangle of their own.
fn to_layout(rect: Rect) -> layout::Rect {
    let point = |point: Pos2| Point { x: point.x, y: point.y };
    layout::Rect { min: point(rect.min), max: point(rect.max) }
}

fn to_egui(rect: layout::Rect) -> Rect {
    Rect::from_min_max(pos2(rect.min.x, rect.min.y), pos2(rect.max.x, rect.max.y))
}
