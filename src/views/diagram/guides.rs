//! What shows an arrangement beside nodes and ties: borders between rings, and lines from a whole to its parts.

use crate::dataset::NodeId;
use crate::layout::{Point, Positions, Rect, pt};

use super::lists::Lists;
use super::model::Graph;

/// Room for the words above the border of a ring, in units.
const WORDS: f32 = 24.0;

/// Room above rows for the curves that bend over the uppermost, in units.
const BENDS: f32 = 100.0;

/// The guides of an arrangement, in units of the plane. By ties, and where the file has the nodes, there are none.
#[derive(Clone, Debug, Default)]
pub struct Guides {
    /// The rings about the origin and its node or nodes, the innermost first.
    pub rings: Vec<Ring>,
    /// The whole of each node; empty where there are no rows.
    pub wholes: Vec<Option<u32>>,
}

/// A ring about the nodes in the middle.
#[derive(Clone, Debug, PartialEq)]
pub struct Ring {
    /// Radius of its inner border, halfway between what stands on either side of it.
    pub radius: f32,
    /// How many ties lead to what stands on it; none where no tie leads there.
    pub distance: Option<u32>,
}

impl Ring {
    /// What stands on it, in words.
    pub fn words(&self) -> String {
        match self.distance {
            Some(1) => "1 tie away".to_owned(),
            Some(ties) => format!("{ties} ties away"),
            None => "no tie leads here".to_owned(),
        }
    }
}

impl Guides {
    /// The rings about some nodes.
    pub fn of_rings(graph: &Graph, positions: &Positions, roots: &[NodeId]) -> Self {
        let (unit, units) = units(graph);
        let distance = distances(graph, &unit, units, roots);
        let farthest = distance.iter().flatten().max().copied().unwrap_or(0);
        // What no tie leads to stands outermost.
        let ring_of = |node: usize| distance[unit[node] as usize].unwrap_or(farthest + 1) as usize;
        let mut reach = vec![(f32::INFINITY, 0.0f32); farthest as usize + 2];
        for (node, (asked, &at)) in graph.request.nodes.iter().zip(&positions.nodes).enumerate() {
            let room = match asked.group.and_then(|group| positions.groups.get(group as usize)) {
                Some(region) => region.rect,
                None => asked.extent.shifted(at),
            };
            let (nearest, furthest) = from_origin(room);
            let reach = &mut reach[ring_of(node)];
            *reach = (reach.0.min(nearest), reach.1.max(furthest));
        }
        let is_there = |&(_, (_, furthest)): &(u32, (f32, f32))| furthest > 0.0;
        let reach: Vec<(u32, (f32, f32))> = (0..).zip(reach).filter(is_there).collect();
        let rings = reach.windows(2).map(|beside| {
            let ((_, (_, within)), (ring, (nearest, _))) = (beside[0], beside[1]);
            Ring { radius: 0.5 * (within + nearest), distance: (ring <= farthest).then_some(ring) }
        });
        Self { rings: rings.collect(), wholes: Vec::new() }
    }

    /// Bounds of all nodes, with the room that the guides need beside them.
    pub fn bounds(&self, mut nodes: Rect) -> Rect {
        if let Some(outermost) = self.rings.last() {
            let radius = outermost.radius + WORDS;
            nodes = nodes.union(&Rect::about(Point::ZERO, radius, radius));
        }
        if !self.wholes.is_empty() {
            nodes.min.y -= BENDS;
        }
        nodes
    }

    /// The lines from each whole to its parts.
    pub fn of_rows(wholes: Vec<Option<u32>>) -> Self {
        Self { rings: Vec::new(), wholes }
    }
}

/// The least and the greatest distance of a rectangle from the origin.
fn from_origin(rect: Rect) -> (f32, f32) {
    let beside = |low: f32, high: f32| low.max(-high).max(0.0);
    let nearest = pt(beside(rect.min.x, rect.max.x), beside(rect.min.y, rect.max.y));
    let furthest = pt(rect.min.x.abs().max(rect.max.x.abs()), rect.min.y.abs().max(rect.max.y.abs()));
    (nearest.length(), furthest.length())
}

/// The unit of each node, a group or the node alone, and the number of units.
fn units(graph: &Graph) -> (Vec<u32>, usize) {
    let mut units = graph.groups.len();
    let unit = graph.request.nodes.iter().map(|node| {
        node.group.unwrap_or_else(|| {
            units += 1;
            units as u32 - 1
        })
    });
    let unit = unit.collect();
    (unit, units)
}

/// The number of ties on the way from the roots to each unit.
fn distances(graph: &Graph, unit: &[u32], units: usize, roots: &[NodeId]) -> Vec<Option<u32>> {
    let ends = graph.pairs.iter().map(|pair| pair.map(|node| unit[node as usize]));
    let near = Lists::of_pairs(units, ends.flat_map(|[a, b]| [(a, b), (b, a)]));
    let mut distance: Vec<Option<u32>> = vec![None; units];
    let mut ring: Vec<u32> = roots.iter().filter_map(|&root| unit.get(graph.place(root)).copied()).collect();
    let mut steps = 0;
    while !ring.is_empty() {
        ring.iter().for_each(|&at| distance[at as usize] = Some(steps));
        ring = ring.iter().flat_map(|&at| near.of(at as usize)).copied().collect();
        ring.retain(|&at| distance[at as usize].is_none());
        ring.sort_unstable();
        ring.dedup();
        steps += 1;
    }
    distance
}
