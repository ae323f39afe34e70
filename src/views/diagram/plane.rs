//! The plane in which nodes stand, indexed: what depends on the layout and on dragged nodes, and not on the view.

use std::sync::Arc;

use egui::{Pos2, Rect, Vec2, pos2};

use crate::layout::{self, Positions, pt};

use super::model::Graph;
use super::tree::{Next, Tree, z_order};

/// How far a lone edge leans off the straight line, as a part of its length; see [`layout::edges::Style`].
const LEAN: f32 = 0.05;

/// Distance of neighbours in our own layout, in units: what shapes are drawn for.
pub const USUAL_SPACING: f32 = 110.0;

/// Nodes along a curve: what levels of detail are made of.
#[derive(Clone, Debug)]
pub struct Sorted {
    /// The place of each node.
    pub centre: Vec<Pos2>,
    /// All nodes along a Z-order curve over the square, and their places on the curve.
    pub order: Vec<(u32, u32)>,
    /// The square around all nodes.
    pub square: Rect,
}

/// Where the nodes of a graph stand.
pub struct Plane {
    /// The place of each node.
    pub centre: Vec<Pos2>,
    /// The nodes as they were sorted last.
    pub sorted: Arc<Sorted>,
    /// How far neighbours are from each other, over what is usual in our own layout.
    pub spacing: f32,
    nodes: Tree,
    pairs: Tree,
}

impl Plane {
    /// The nodes at their positions, or where they were dragged.
    pub fn new(graph: &Graph, positions: &Positions, pinned: impl Iterator<Item = (usize, Pos2)>) -> Self {
        let mut centre: Vec<Pos2> = positions.nodes.iter().map(|point| pos2(point.x, point.y)).collect();
        centre.resize(graph.nodes.len(), Pos2::ZERO);
        for (node, at) in pinned {
            centre[node] = at;
        }
        let points: Vec<Rect> = centre.iter().map(|&at| Rect::from_min_max(at, at)).collect();
        let boxes: Vec<Rect> =
            (0..graph.pairs.len()).map(|pair| edge_box(ends(graph, &centre, pair))).collect();
        let (nodes, pairs) = (Tree::new(&points), Tree::new(&boxes));
        let (sorted, spacing) = sorted(&centre);
        Self { centre, sorted: Arc::new(sorted), spacing, nodes, pairs }
    }

    /// Sorts the nodes along the curve, after some were moved.
    pub fn sort(&mut self) {
        let (sorted, spacing) = sorted(&self.centre);
        (self.sorted, self.spacing) = (Arc::new(sorted), spacing);
    }

    /// Moves a node and what is tied to it. [`Plane::sorted`] stays.
    pub fn move_node(&mut self, graph: &Graph, node: usize, to: Pos2) {
        self.centre[node] = to;
        self.nodes.set(node, Rect::from_min_max(to, to));
        for &pair in graph.pairs_of.of(node) {
            self.pairs.set(pair as usize, edge_box(self.ends(graph, pair as usize)));
        }
    }

    /// The places of the two nodes of a pair.
    pub fn ends(&self, graph: &Graph, pair: usize) -> [Pos2; 2] {
        ends(graph, &self.centre, pair)
    }

    /// The nodes whose middle is in a rectangle.
    pub fn nodes_in(&self, place: Rect) -> Vec<u32> {
        self.nodes.near(place)
    }

    /// Whether more than `most` nodes that count have their middle in a rectangle.
    pub fn has_more_in(&self, place: Rect, most: usize, counts: impl Fn(usize) -> bool) -> bool {
        let mut found = 0;
        self.nodes.visit(place, |node| {
            found += usize::from(counts(node));
            if found > most { Next::Enough } else { Next::GoOn }
        });
        found > most
    }

    /// The pairs whose ties, at most `width` to either side of where they lean to, meet a rectangle.
    pub fn pairs_in(&self, graph: &Graph, place: Rect, width: f32) -> Vec<u32> {
        let mut pairs = self.pairs.near(place.expand(width));
        pairs.retain(|&pair| meets(self.ends(graph, pair as usize), place, width));
        pairs
    }

    /// The node nearest to a point, of those no further than `reach`.
    pub fn node_at(&self, point: Pos2, reach: f32, counts: impl Fn(usize) -> bool) -> Option<usize> {
        let mut best: Option<(f32, usize)> = None;
        self.nodes.visit(Rect::from_center_size(point, Vec2::splat(2.0 * reach)), |node| {
            let near = (self.centre[node].distance(point), node);
            if near.0 <= reach && counts(node) && best.is_none_or(|best| near < best) {
                best = Some(near);
            }
            Next::GoOn
        });
        best.map(|(_, node)| node)
    }
}

/// Nodes along the curve, and how far neighbours are from each other, over what is usual.
fn sorted(centre: &[Pos2]) -> (Sorted, f32) {
    let mut bounds = Rect::NOTHING;
    for &at in centre.iter().filter(|at| at.is_finite()) {
        bounds.extend_with(at);
    }
    let side = bounds.size().max_elem().max(1.0);
    let square = Rect::from_min_size(bounds.min, Vec2::splat(side));
    let mut order: Vec<(u32, u32)> = centre.iter().map(|&at| z_order(at, square)).zip(0..).collect();
    order.sort_unstable();
    let area = bounds.width().max(1.0) * bounds.height().max(1.0);
    let spacing = (area / centre.len().max(1) as f32).sqrt() / USUAL_SPACING;
    (Sorted { centre: centre.to_vec(), order, square }, spacing)
}

fn ends(graph: &Graph, centre: &[Pos2], pair: usize) -> [Pos2; 2] {
    graph.pairs[pair].map(|node| centre[node as usize])
}

/// The box of an edge that leans to either side.
fn edge_box([from, to]: [Pos2; 2]) -> Rect {
    Rect::from_two_pos(from, to).expand(LEAN * from.distance(to))
}

/// Whether the band about an edge, as wide as it leans and `width` more, meets a rectangle: some line separates
/// them otherwise, along a side of either (Gottschalk, Lin and Manocha 1996).
pub fn meets([from, to]: [Pos2; 2], place: Rect, width: f32) -> bool {
    let length = from.distance(to);
    let half = LEAN * length + width;
    if !Rect::from_two_pos(from, to).expand(half).intersects(place) {
        return false;
    }
    if length <= 0.0 {
        return true;
    }
    let across = (to - from).rot90() / length;
    let off = across.dot(place.center() - from).abs();
    let reach = across.abs().dot(place.size() / 2.0);
    off <= half + reach
}

/// The distance of a point to a straight line between two others.
pub fn distance(point: Pos2, [from, to]: [Pos2; 2]) -> f32 {
    let [point, from, to] = [point, from, to].map(|at| pt(at.x, at.y));
    layout::distance_to_segment(point, from, to)
}

/// Whether a straight line between two points meets a rectangle.
pub fn crosses([from, to]: [Pos2; 2], place: Rect) -> bool {
    let outside = (from.x < place.min.x && to.x < place.min.x)
        || (from.x > place.max.x && to.x > place.max.x)
        || (from.y < place.min.y && to.y < place.min.y)
        || (from.y > place.max.y && to.y > place.max.y);
    if outside {
        return false;
    }
    let along = to - from;
    let off = (place.center() - from).dot(along.rot90()).abs();
    off <= along.rot90().abs().dot(place.size() / 2.0)
}

#[cfg(test)]
mod tests {
    use egui::vec2;
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;

    use super::super::proof::Network;
    use super::*;
    use crate::layout::edges::{Arrows, Lane, Outline, Shape, Style, route};

    fn places() -> impl Strategy<Value = Rect> {
        (-200.0f32..4000.0, -200.0f32..4000.0, 0.0f32..900.0, 0.0f32..900.0)
            .prop_map(|(x, y, w, h)| Rect::from_min_size(pos2(x, y), vec2(w, h)))
    }

    #[test]
    fn what_is_in_view_is_what_a_look_at_all_finds() {
        let mut network = Network::new(900, 2500);
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let moves = prop::collection::vec((0usize..900, 0.0f32..3000.0, 0.0f32..3000.0), 0..4);
        let all = (places(), 0.0f32..40.0, moves);
        for _ in 0..200 {
            let (place, width, moves) = all.new_tree(&mut runner).expect("a value").current();
            for (node, x, y) in moves {
                network.plane.move_node(&network.graph, node, pos2(x, y));
            }
            let (graph, plane) = (&network.graph, &network.plane);
            let nodes: Vec<u32> =
                (0..900).filter(|&node| place.contains(plane.centre[node as usize])).collect();
            assert_eq!(plane.nodes_in(place), nodes);
            assert_eq!(plane.has_more_in(place, 5, |_| true), nodes.len() > 5);
            let pairs: Vec<u32> = (0..graph.pairs.len() as u32)
                .filter(|&pair| meets(plane.ends(graph, pair as usize), place, width))
                .collect();
            assert_eq!(plane.pairs_in(graph, place, width), pairs);
            let (at, reach) = (place.min, 60.0);
            let near =
                (0..900usize).filter(|&node| node % 3 == 0 && plane.centre[node].distance(at) <= reach);
            let nearest = near.min_by(|&a, &b| {
                plane.centre[a].distance(at).total_cmp(&plane.centre[b].distance(at)).then(a.cmp(&b))
            });
            assert_eq!(plane.node_at(at, reach, |node| node % 3 == 0), nearest);
        }
    }

    proptest! {
        #[test]
        fn an_edge_that_is_seen_in_a_place_meets_it(
            (x, y) in (0.0f32..2000.0, 0.0f32..2000.0),
            place in places(),
            (index, count) in (0u32..5, 1u32..5),
        ) {
            let outline = |at: Pos2| Outline {
                shape: Shape::Circle,
                center: pt(at.x, at.y),
                half: pt(4.0, 4.0),
            };
            let ends = [pos2(300.0, 300.0), pos2(x, y)];
            let lane = Lane { index, count, reversed: false };
            let style = Style::default();
            let drawn = route(&outline(ends[0]), &outline(ends[1]), lane, Arrows::None, &style);
            let within = layout::Rect {
                min: pt(place.min.x, place.min.y),
                max: pt(place.max.x, place.max.y),
            };
            let is_seen = drawn.is_some_and(|route| {
                route.flatten(0.5).windows(2).any(|line| within.clip(line[0], line[1]).is_some())
            });
            prop_assert!(!is_seen || meets(ends, place, count as f32 * style.spacing / 2.0));
            prop_assert!(!crosses(ends, place) || meets(ends, place, 0.0));
        }
    }
}
