//! Where each mark of the diagram stands on the screen that has a shape, a route or a name of its own: computed when
//! the view changes, moved when it only pans, then hit-tested and painted.

use std::collections::{BTreeMap, HashMap};

use egui::{Pos2, Rect, Vec2, pos2};

use crate::analysis::focus::Emphasis;
use crate::dataset::{ActorId, Id, Item, NodeId, RelationshipId};
use crate::layout::edges::{Arrows, Curve, Lane, Outline, Route, Style, route_around};
use crate::layout::labels;
use crate::layout::{self, Point, Region};

use super::super::context::ViewContext;
use super::camera::View;
use super::guides::{Guides, Ring};
use super::model::{Graph, wrapped};
use super::plane::Plane;
use super::shapes::{self, NodeShape};
use super::standing::Standing;

/// The width under which a group has no ground where not everything is drawn, in points.
const LEAST_GROUND: f32 = 24.0;

/// The bar from which lines go down to the parts of a whole is so far above them, in units.
const BAR: f32 = 20.0;

/// A node on the screen.
#[derive(Clone, Debug)]
pub struct SceneNode {
    /// Which.
    pub node: NodeId,
    /// Its middle.
    pub centre: Pos2,
    /// Its shape at this zoom.
    pub shape: NodeShape,
    /// The number of its ties that stand.
    pub ties: u32,
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

/// The inner border of a ring on the screen.
#[derive(Clone, Debug)]
pub struct SceneRing {
    /// The middle of all rings.
    pub centre: Pos2,
    /// Radius of the border.
    pub radius: f32,
    /// What stands on the ring.
    pub words: String,
    /// Where that is written.
    pub place: Rect,
}

/// What is on the screen.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// Grounds of groups, drawn first.
    pub groups: Vec<SceneGroup>,
    /// Borders of rings, the innermost first.
    pub rings: Vec<SceneRing>,
    /// Lines from a whole down to its parts.
    pub branches: Vec<[Pos2; 2]>,
    /// Relationships that stand in the time window, in file order.
    pub edges: Vec<SceneEdge>,
    /// Nodes; those that do not stand are ghosts.
    pub nodes: Vec<SceneNode>,
    /// Labels for which there is no room.
    pub hidden_labels: usize,
}

/// What a scene is made from.
#[derive(Clone, Copy)]
pub struct SceneRequest<'a> {
    /// The session.
    pub ctx: &'a ViewContext<'a>,
    /// The graph that was laid out.
    pub graph: &'a Graph,
    /// Where its nodes stand.
    pub plane: &'a Plane,
    /// The regions of its groups.
    pub regions: &'a [Region],
    /// What shows the arrangement.
    pub guides: &'a Guides,
    /// What stands in the time window.
    pub standing: &'a Standing,
    /// The nodes that are drawn, in order.
    pub nodes: &'a [u32],
    /// The relationships that are drawn, in order; all of them stand.
    pub ties: &'a [RelationshipId],
    /// What part of the plane is shown.
    pub view: View,
    /// The panel.
    pub panel: Rect,
    /// Where names may stand, on the screen; anywhere where there is none.
    pub page: Option<Rect>,
    /// Size of shapes, over that at zoom 1.
    pub scale: f32,
    /// Width and height of a label's lines on the screen.
    pub measure: &'a dyn Fn(&[String]) -> Vec2,
}

impl Scene {
    /// Places everything.
    pub fn new(request: &SceneRequest<'_>) -> Self {
        let mut scene = Self::without_edges(request);
        scene.add_edges(request, request.ties);
        scene.place_labels(request);
        scene
    }

    /// Places everything but edges and labels.
    pub fn without_edges(request: &SceneRequest<'_>) -> Self {
        let nodes = nodes(request);
        let (rings, branches) = (rings(request), branches(request, &nodes));
        Self { groups: groups(request), rings, branches, edges: Vec::new(), nodes, hidden_labels: 0 }
    }

    /// Adds the edges of more ties.
    pub fn add_edges(&mut self, request: &SceneRequest<'_>, ties: &[RelationshipId]) {
        let edges = edges(request, &self.nodes, ties);
        self.edges.extend(edges);
    }

    /// Moves and spreads everything as the plane is when the view zooms: places go where `to` has them, `by` times as
    /// far from each other, and shapes become `shapes` times as large. Names keep their size and are not placed anew.
    pub fn zoom(&mut self, to: impl Fn(Pos2) -> Pos2, by: f32, shapes: f32) {
        let point = |at: Point| {
            let at = to(pos2(at.x, at.y));
            Point { x: at.x, y: at.y }
        };
        let arrowhead = |[tip, a, b]: [Point; 3]| {
            let moved = point(tip);
            [moved, moved + (a - tip) * shapes, moved + (b - tip) * shapes]
        };
        for group in &mut self.groups {
            group.rect = Rect::from_min_max(to(group.rect.min), to(group.rect.max));
            group.radius *= by;
        }
        for ring in &mut self.rings {
            ring.centre = to(ring.centre);
            ring.radius *= by;
            ring.place = ring.place.translate(to(ring.place.center()) - ring.place.center());
        }
        for end in self.branches.iter_mut().flatten() {
            *end = to(*end);
        }
        for node in &mut self.nodes {
            let centre = to(node.centre);
            node.label = node.label.map(|label| label.translate(centre - node.centre));
            node.centre = centre;
            node.shape = node.shape.scaled(shapes);
        }
        for edge in &mut self.edges {
            let Route { curve, head, tail } = edge.route;
            let curve = Curve { from: point(curve.from), control: point(curve.control), to: point(curve.to) };
            edge.route = Route { curve, head: head.map(arrowhead), tail: tail.map(arrowhead) };
        }
    }

    /// Moves everything, after a pan.
    pub fn shift(&mut self, by: Vec2) {
        for group in &mut self.groups {
            group.rect = group.rect.translate(by);
        }
        for ring in &mut self.rings {
            ring.centre += by;
            ring.place = ring.place.translate(by);
        }
        for end in self.branches.iter_mut().flatten() {
            *end += by;
        }
        for node in &mut self.nodes {
            node.centre += by;
            node.label = node.label.map(|label| label.translate(by));
        }
        for edge in &mut self.edges {
            edge.route = edge.route.shifted(Point { x: by.x, y: by.y });
        }
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

    /// Places the labels, of the same marks as before.
    pub fn place_labels(&mut self, request: &SceneRequest<'_>) {
        let standing: Vec<usize> = (0..self.nodes.len()).filter(|&index| self.nodes[index].stands).collect();
        let mut obstacles: Vec<layout::Rect> =
            standing.iter().map(|&index| self.nodes[index].room()).collect();
        let segments = self.segments(request);
        let wanted: Vec<labels::Label> = standing
            .iter()
            .zip(&obstacles)
            .map(|(&index, &anchor)| {
                let node = &self.nodes[index];
                let size = (request.measure)(&node.lines);
                labels::Label {
                    size: layout::Size { width: size.x, height: size.y },
                    priority: priority(request, node),
                    anchor,
                    inside: false,
                }
            })
            .collect();
        obstacles.extend(self.rings.iter().map(|ring| to_layout(ring.place)));
        let board = labels::Scene {
            obstacles: &obstacles,
            segments: &segments,
            area: request.page.map(to_layout),
            gap: 2.0,
        };
        let placement = labels::place(&wanted, &board);
        self.hidden_labels = placement.hidden;
        for (&index, rect) in standing.iter().zip(&placement.rects) {
            self.nodes[index].label = rect.map(to_egui);
        }
    }
}

impl Scene {
    /// The lines that labels avoid. Where not everything is drawn, what is far out of the panel is left out.
    fn segments(&self, request: &SceneRequest<'_>) -> Vec<(Point, Point)> {
        let has_all = self.nodes.len() == request.graph.nodes.len();
        let place = to_layout(request.panel.expand2(request.panel.size()));
        let mut segments = Vec::new();
        for edge in &self.edges {
            for ends in edge.route.flatten(2.0).windows(2) {
                let (from, to) = (ends[0], ends[1]);
                if has_all {
                    segments.push((from, to));
                } else if let Some((enter, leave)) = place.clip(from, to) {
                    segments.push((from.lerp(to, enter), from.lerp(to, leave)));
                }
            }
        }
        segments
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
fn priority(request: &SceneRequest<'_>, node: &SceneNode) -> f32 {
    let focus = if request.ctx.emphasis(node.node.into()) >= Emphasis::Related { 1e6 } else { 0.0 };
    focus + shapes::of_node(request.ctx.dataset(), node.node).half.x + node.ties as f32
}

fn nodes(request: &SceneRequest<'_>) -> Vec<SceneNode> {
    let node = |&index: &u32| {
        let index = index as usize;
        let node = request.graph.nodes[index];
        SceneNode {
            node,
            centre: request.view.to_screen(request.panel, request.plane.centre[index]),
            shape: shapes::of_node(request.ctx.dataset(), node).scaled(request.scale),
            ties: request.standing.degree[index],
            label: None,
            lines: wrapped(request.ctx.dataset().node_label(node)),
            stands: request.standing.nodes[index],
        }
    };
    request.nodes.iter().map(node).collect()
}

/// Some of the relationships, those between the same two nodes fanned out. Each bends around the nodes of the scene.
fn edges(request: &SceneRequest<'_>, nodes: &[SceneNode], ties: &[RelationshipId]) -> Vec<SceneEdge> {
    let (graph, network) = (request.graph, request.ctx.session.network());
    let places: HashMap<NodeId, usize> =
        nodes.iter().enumerate().map(|(index, node)| (node.node, index)).collect();
    let rooms: Vec<layout::Rect> = nodes.iter().map(SceneNode::room).collect();
    let style = style(request.scale);
    let outline = |node: NodeId| {
        let centre = request.view.to_screen(request.panel, request.plane.centre[graph.place(node)]);
        shapes::of_node(request.ctx.dataset(), node).scaled(request.scale).outline(centre)
    };
    let edge = |&id: &RelationshipId| {
        let relationship = &request.ctx.dataset().relationships[id];
        let [from, to] = [relationship.from, relationship.to];
        let beside = graph.ties.of(graph.pair_of[id.index()] as usize).iter();
        let beside = beside.map(|&other| RelationshipId::from_index(other as usize));
        let (mut lane, mut count) = (0, 0);
        for other in beside.filter(|&other| network.stands(other.into())) {
            lane += u32::from(other < id);
            count += 1;
        }
        let lane = Lane { index: lane, count, reversed: from > to };
        let arrows = if relationship.mutual { Arrows::Both } else { Arrows::End };
        let ends = [outline(from), outline(to)];
        let reach = reach(&ends, lane, &style);
        let own = [places.get(&from), places.get(&to)];
        let others: Vec<layout::Rect> = (0..nodes.len())
            .filter(|other| {
                rooms[*other].overlaps(&reach) && nodes[*other].stands && !own.contains(&Some(other))
            })
            .map(|other| rooms[other])
            .collect();
        let route = route_around(&ends[0], &ends[1], lane, arrows, &style, &others)?;
        Some(SceneEdge { relationship: id, route })
    };
    ties.iter().filter_map(edge).collect()
}

/// Where an edge may run, however it bends: a third of its length to either side, and its lane.
fn reach([from, to]: &[Outline; 2], lane: Lane, style: &Style) -> layout::Rect {
    let length = (to.center - from.center).length();
    layout::Rect::between(from.center, to.center)
        .grown(length / 3.0 + lane.count as f32 * style.spacing + 1.0)
}

/// Arrowheads and lanes grow and shrink with the shapes.
fn style(scale: f32) -> Style {
    let normal = Style::default();
    Style { arrow: normal.arrow * scale, spacing: normal.spacing * scale, ..normal }
}

/// The grounds of groups; where not everything is drawn, of those near that are large enough to hold a mark.
fn groups(request: &SceneRequest<'_>) -> Vec<SceneGroup> {
    let heads = request.graph.groups.iter().zip(request.regions);
    let groups = heads.map(|(&head, region)| {
        let corner = |x: f32, y: f32| request.view.to_screen(request.panel, pos2(x, y));
        let (min, max) = (region.rect.min, region.rect.max);
        let rect = Rect::from_two_pos(corner(min.x, min.y), corner(max.x, max.y));
        SceneGroup { head, rect, radius: region.radius * request.view.zoom }
    });
    let has_all = request.nodes.len() == request.graph.nodes.len();
    let reach = request.panel.expand2(request.panel.size());
    let is_seen = |rect: Rect| rect.width() >= LEAST_GROUND && reach.intersects(rect);
    // Where the members of a group were taken apart, it has no ground.
    let groups = groups.filter(|group| group.rect.is_positive());
    groups.filter(|group| has_all || is_seen(group.rect)).collect()
}

/// The borders of rings, with what stands on each above its top.
fn rings(request: &SceneRequest<'_>) -> Vec<SceneRing> {
    let centre = request.view.to_screen(request.panel, Pos2::ZERO);
    let ring = |ring: &Ring| {
        let radius = ring.radius * request.view.zoom;
        let words = ring.words();
        let size = (request.measure)(std::slice::from_ref(&words));
        let above = centre - egui::vec2(0.0, radius + 0.5 * size.y);
        SceneRing { centre, radius, words, place: Rect::from_center_size(above, size) }
    };
    request.guides.rings.iter().map(ring).collect()
}

/// Lines from each whole down to a bar above its parts, and from the bar to each. Of what is drawn alone.
fn branches(request: &SceneRequest<'_>, nodes: &[SceneNode]) -> Vec<[Pos2; 2]> {
    if request.guides.wholes.is_empty() {
        return Vec::new();
    }
    let centre = |index: u32| request.view.to_screen(request.panel, request.plane.centre[index as usize]);
    // Of each whole the bar: its ends and its height.
    let mut bars: BTreeMap<u32, (f32, f32, f32)> = BTreeMap::new();
    let mut branches = Vec::new();
    let parts = request.nodes.iter().zip(nodes).filter(|(_, node)| node.stands);
    let parts = parts.filter_map(|(&index, node)| Some((request.guides.wholes[index as usize]?, node)));
    for (whole, node) in parts.clone() {
        let top = node.centre.y - node.shape.half.y - BAR * request.view.zoom;
        let middle = centre(whole).x;
        let bar = bars.entry(whole).or_insert((middle, middle, top));
        *bar = (bar.0.min(node.centre.x), bar.1.max(node.centre.x), bar.2.min(top));
    }
    for (whole, node) in parts {
        branches.push([pos2(node.centre.x, bars[&whole].2), node.centre]);
    }
    for (whole, (left, right, top)) in bars {
        branches.push([centre(whole), pos2(centre(whole).x, top)]);
        branches.push([pos2(left, top), pos2(right, top)]);
    }
    branches
}

/// The layout's rooms know no screen, so they have a rectangle of their own.
fn to_layout(rect: Rect) -> layout::Rect {
    let point = |point: Pos2| Point { x: point.x, y: point.y };
    layout::Rect { min: point(rect.min), max: point(rect.max) }
}

fn to_egui(rect: layout::Rect) -> Rect {
    Rect::from_min_max(pos2(rect.min.x, rect.min.y), pos2(rect.max.x, rect.max.y))
}
