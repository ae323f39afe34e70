//! The network at a level of detail: nodes of a cell of the plane are one mark, and the ties between two cells one
//! bundle.
//!
//! Cells halve the square around all nodes again and again, so that they depend on the layout alone: panning never
//! sorts anything anew, and each level is kept. Along the Z-order curve the nodes of a cell stand together at every
//! level, so that a level is made in time linear in nodes and pairs.

use egui::{Pos2, Rect};

use super::lists::Lists;
use super::model::Graph;
use super::plane::Plane;
use super::standing::{Signs, Standing};

/// How often the square may be halved.
pub const DEEPEST: u32 = 16;

/// Cells of marks are so many halvings smaller than those of bundles.
const FINER: u32 = 2;

/// A level of detail.
pub struct Level {
    /// How often the square was halved for the cells of its bundles.
    pub depth: u32,
    /// The bundles, in an order that depends on the layout alone.
    pub bundles: Vec<Bundle>,
    /// The marks, along the Z-order curve.
    pub marks: Vec<Mark>,
    /// The pairs of each bundle.
    pairs: Lists,
    /// The mark of each place on the curve.
    mark_of: Vec<u32>,
}

/// The ties between the nodes of two cells.
#[derive(Clone, Copy, Debug)]
pub struct Bundle {
    /// The mean places of the nodes that are tied.
    pub ends: [Pos2; 2],
    /// The numbers of ties that stand, by sign.
    pub signs: Signs,
}

impl Bundle {
    /// The number of ties that stand.
    pub fn ties(&self) -> u32 {
        self.signs.iter().sum()
    }
}

/// The nodes of a cell.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Their mean place.
    pub at: Pos2,
    /// The one of the most ties, of those that stand.
    pub node: u32,
    /// How many stand.
    pub count: u32,
}

impl Level {
    /// A level of the nodes of a plane.
    pub fn new(graph: &Graph, plane: &Plane, depth: u32) -> Self {
        let depth = depth.min(DEEPEST);
        let (cell_of, cells) = cells(plane, depth);
        let mut node_cell = vec![0; cell_of.len()];
        for (&(_, node), &cell) in plane.order.iter().zip(&cell_of) {
            node_cell[node as usize] = cell;
        }
        let (bundles, pairs) = bundles(graph, plane, &node_cell, cells);
        let (mark_of, count) = self::cells(plane, (depth + FINER).min(DEEPEST));
        let empty = Mark { at: Pos2::ZERO, node: 0, count: 0 };
        Self { depth, bundles, marks: vec![empty; count], pairs, mark_of }
    }

    /// Counts what stands.
    pub fn count(&mut self, plane: &Plane, standing: &Standing) {
        for (index, bundle) in self.bundles.iter_mut().enumerate() {
            bundle.signs = Signs::default();
            for &pair in self.pairs.of(index) {
                for (sum, more) in bundle.signs.iter_mut().zip(standing.pairs[pair as usize]) {
                    *sum += more;
                }
            }
        }
        for mark in &mut self.marks {
            (mark.at, mark.count) = (Pos2::ZERO, 0);
        }
        for (&(_, node), &mark) in plane.order.iter().zip(&self.mark_of) {
            let (mark, index) = (&mut self.marks[mark as usize], node as usize);
            if !standing.nodes[index] {
                continue;
            }
            if mark.count == 0 || standing.degree[index] > standing.degree[mark.node as usize] {
                mark.node = node;
            }
            mark.count += 1;
            mark.at += (plane.centre[index] - mark.at) / mark.count as f32;
        }
    }

    /// The pairs of a bundle.
    pub fn pairs(&self, bundle: usize) -> &[u32] {
        self.pairs.of(bundle)
    }

    /// The bundles that meet a rectangle, the strongest `most` of them, the weakest first.
    pub fn bundles_in(&self, place: Rect, most: usize) -> Vec<u32> {
        let met = (0..).zip(&self.bundles).filter(|(_, bundle)| {
            bundle.signs != Signs::default() && super::plane::crosses(bundle.ends, place)
        });
        let mut met: Vec<(u32, u32)> = met.map(|(index, bundle)| (bundle.ties(), index)).collect();
        if met.len() > most {
            met.select_nth_unstable_by(most, |a, b| b.cmp(a));
            met.truncate(most);
        }
        met.sort_unstable();
        met.into_iter().map(|(_, index)| index).collect()
    }
}

/// The cell of each place on the curve, and the number of cells that hold a node.
fn cells(plane: &Plane, depth: u32) -> (Vec<u32>, usize) {
    let shift = 2 * (DEEPEST - depth);
    let (mut last, mut count) = (None, 0);
    let cells = plane.order.iter().map(|&(code, _)| {
        let cell = u64::from(code) >> shift;
        if last.replace(cell) != Some(cell) {
            count += 1;
        }
        count - 1
    });
    (cells.collect(), count as usize)
}

/// The pairs between different cells, sorted by their cells, least significant first, into bundles.
fn bundles(graph: &Graph, plane: &Plane, cell_of: &[u32], cells: usize) -> (Vec<Bundle>, Lists) {
    let mut outer: Vec<([u32; 2], u32)> = Vec::with_capacity(graph.pairs.len());
    for (&[a, b], pair) in graph.pairs.iter().zip(0..) {
        let (a, b) = (cell_of[a as usize], cell_of[b as usize]);
        if a != b {
            outer.push(([a.min(b), a.max(b)], pair));
        }
    }
    let by_high = Lists::new(cells, outer.iter().map(|&([_, high], _)| high));
    let by_high = by_high.values().iter().map(|&place| (outer[place as usize].0[0], place));
    let sorted = Lists::of_pairs(cells, by_high);
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut filed: Vec<(u32, u32)> = Vec::with_capacity(outer.len());
    let (mut last, mut count) = (None, 0.0);
    for &place in sorted.values() {
        let (key, pair) = outer[place as usize];
        if last.replace(key) != Some(key) {
            bundles.push(Bundle { ends: [Pos2::ZERO; 2], signs: Signs::default() });
            count = 0.0;
        }
        count += 1.0;
        let [a, b] = graph.pairs[pair as usize];
        let (low, high) = if cell_of[a as usize] == key[0] { (a, b) } else { (b, a) };
        if let Some(bundle) = bundles.last_mut() {
            for (end, node) in bundle.ends.iter_mut().zip([low, high]) {
                *end += (plane.centre[node as usize] - *end) / count;
            }
        }
        filed.push((bundles.len() as u32 - 1, pair));
    }
    let pairs = Lists::of_pairs(bundles.len(), filed.into_iter());
    (bundles, pairs)
}

/// How often the square must be halved for cells of at least `least` units and less than twice that.
pub fn depth(plane: &Plane, least: f32) -> u32 {
    let halvings = (plane.square.width() / least.max(1e-6)).log2().floor();
    halvings.clamp(0.0, DEEPEST as f32) as u32
}

/// The side of the cells of a depth, in units.
pub fn cell(plane: &Plane, depth: u32) -> f32 {
    plane.square.width() / (1u32 << depth.min(DEEPEST)) as f32
}

/// The side of the cells of the marks of a depth, in units.
pub fn mark_cell(plane: &Plane, depth: u32) -> f32 {
    cell(plane, (depth + FINER).min(DEEPEST))
}
