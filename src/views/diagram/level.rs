//! The network at a level of detail: nodes of a cell of the plane are one mark, and the ties between two cells one
//! bundle.
//!
//! Cells halve the square around all nodes again and again, so that they depend on the layout alone: panning never
//! sorts anything anew, and each level is kept. Along the Z-order curve the nodes of a cell stand together at every
//! level, so that a level is made in time linear in nodes and pairs.

use egui::{Pos2, Rect};

use super::lists::Lists;
use super::plane::{Plane, Sorted};
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
    /// The cell of bundles in which it is.
    pub cell: u32,
}

impl Level {
    /// A level of nodes and of pairs of them.
    pub fn new(pairs: &[[u32; 2]], sorted: &Sorted, depth: u32) -> Self {
        let depth = depth.min(DEEPEST);
        let (cell_of, cells) = cells(sorted, depth);
        let mut node_cell = vec![0; cell_of.len()];
        for (&(_, node), &cell) in sorted.order.iter().zip(&cell_of) {
            node_cell[node as usize] = cell;
        }
        let (bundles, pairs) = bundles(pairs, sorted, &node_cell, cells);
        let (mark_of, count) = self::cells(sorted, (depth + FINER).min(DEEPEST));
        let mut marks = vec![Mark { at: Pos2::ZERO, node: 0, count: 0, cell: 0 }; count];
        for (&mark, &cell) in mark_of.iter().zip(&cell_of) {
            marks[mark as usize].cell = cell;
        }
        Self { depth, bundles, marks, pairs, mark_of }
    }

    /// Counts what stands.
    pub fn count(&mut self, sorted: &Sorted, standing: &Standing) {
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
        for (&(_, node), &mark) in sorted.order.iter().zip(&self.mark_of) {
            let (mark, index) = (&mut self.marks[mark as usize], node as usize);
            if !standing.nodes[index] {
                continue;
            }
            if mark.count == 0 || standing.degree[index] > standing.degree[mark.node as usize] {
                mark.node = node;
            }
            mark.count += 1;
            mark.at += (sorted.centre[index] - mark.at) / mark.count as f32;
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
fn cells(sorted: &Sorted, depth: u32) -> (Vec<u32>, usize) {
    let shift = 2 * (DEEPEST - depth);
    let (mut last, mut count) = (None, 0);
    let cells = sorted.order.iter().map(|&(code, _)| {
        let cell = u64::from(code) >> shift;
        if last.replace(cell) != Some(cell) {
            count += 1;
        }
        count - 1
    });
    (cells.collect(), count as usize)
}

/// The pairs between different cells, sorted by their cells, least significant first, into bundles.
fn bundles(of: &[[u32; 2]], sorted: &Sorted, cell_of: &[u32], cells: usize) -> (Vec<Bundle>, Lists) {
    let mut outer: Vec<([u32; 2], u32)> = Vec::with_capacity(of.len());
    for (&[a, b], pair) in of.iter().zip(0..) {
        let (a, b) = (cell_of[a as usize], cell_of[b as usize]);
        if a != b {
            outer.push(([a.min(b), a.max(b)], pair));
        }
    }
    let by_high = Lists::new(cells, outer.iter().map(|&([_, high], _)| high));
    let by_high = by_high.values().iter().map(|&place| (outer[place as usize].0[0], place));
    let by_cells = Lists::of_pairs(cells, by_high);
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut filed: Vec<(u32, u32)> = Vec::with_capacity(outer.len());
    let (mut last, mut count) = (None, 0.0);
    for &place in by_cells.values() {
        let (key, pair) = outer[place as usize];
        if last.replace(key) != Some(key) {
            bundles.push(Bundle { ends: [Pos2::ZERO; 2], signs: Signs::default() });
            count = 0.0;
        }
        count += 1.0;
        let [a, b] = of[pair as usize];
        let (low, high) = if cell_of[a as usize] == key[0] { (a, b) } else { (b, a) };
        if let Some(bundle) = bundles.last_mut() {
            for (end, node) in bundle.ends.iter_mut().zip([low, high]) {
                *end += (sorted.centre[node as usize] - *end) / count;
            }
        }
        filed.push((bundles.len() as u32 - 1, pair));
    }
    let pairs = Lists::of_pairs(bundles.len(), filed.into_iter());
    (bundles, pairs)
}

/// How often the square must be halved for cells of at least `least` units and less than twice that.
pub fn depth(plane: &Plane, least: f32) -> u32 {
    let halvings = (plane.sorted.square.width() / least.max(1e-6)).log2().floor();
    halvings.clamp(0.0, DEEPEST as f32) as u32
}

/// The side of the cells of a depth, in units.
pub fn cell(plane: &Plane, depth: u32) -> f32 {
    plane.sorted.square.width() / (1u32 << depth.min(DEEPEST)) as f32
}

/// The side of the cells of the marks of a depth, in units.
pub fn mark_cell(plane: &Plane, depth: u32) -> f32 {
    cell(plane, (depth + FINER).min(DEEPEST))
}

#[cfg(test)]
mod tests {
    use egui::pos2;

    use super::super::proof::Network;
    use super::*;
    use crate::session::Command;
    use crate::session::state::parse_window;

    fn level(network: &Network, depth: u32) -> (Level, Standing) {
        let standing = network.standing();
        let mut level = Level::new(&network.graph.pairs, &network.plane.sorted, depth);
        level.count(&network.plane.sorted, &standing);
        (level, standing)
    }

    /// The cell of a node, from its place alone.
    fn cell_of(plane: &Plane, node: usize, depth: u32) -> [u32; 2] {
        let at = (plane.centre[node] - plane.sorted.square.min) / plane.sorted.square.width()
            * (1u32 << depth) as f32;
        [at.x, at.y].map(|at| (at as u32).min((1 << depth) - 1))
    }

    #[test]
    fn no_tie_and_no_node_is_lost_or_counted_twice() {
        let mut network = Network::new(700, 3000);
        for window in ["", "2004", "2010/2012"] {
            network.session.apply(Command::SetWindow(parse_window(window).expect("a window")));
            for depth in [0, 1, 3, 6, 16] {
                let (level, standing) = level(&network, depth);
                let inner: u32 = (0..network.graph.pairs.len())
                    .filter(|&pair| {
                        let [a, b] = network.graph.pairs[pair].map(|node| node as usize);
                        cell_of(&network.plane, a, depth) == cell_of(&network.plane, b, depth)
                    })
                    .map(|pair| standing.ties(pair))
                    .sum();
                let bundled: u32 = level.bundles.iter().map(Bundle::ties).sum();
                assert_eq!((bundled + inner) as usize, standing.tie_count, "{window:?} at {depth}");
                let marked: u32 = level.marks.iter().map(|mark| mark.count).sum();
                assert_eq!(marked as usize, standing.node_count);
                let mut pairs: Vec<u32> =
                    (0..level.bundles.len()).flat_map(|bundle| level.pairs(bundle)).copied().collect();
                let count = pairs.len();
                pairs.sort_unstable();
                pairs.dedup();
                assert_eq!(pairs.len(), count, "each pair is in one bundle");
            }
        }
    }

    #[test]
    fn the_pairs_of_a_bundle_are_those_between_its_two_cells() {
        let network = Network::new(700, 3000);
        let (level, standing) = level(&network, 3);
        for (index, bundle) in level.bundles.iter().enumerate() {
            let cells = |pair: u32| {
                let mut cells =
                    network.graph.pairs[pair as usize].map(|node| cell_of(&network.plane, node as usize, 3));
                cells.sort_unstable();
                cells
            };
            let pairs = level.pairs(index);
            assert!(pairs.iter().all(|&pair| cells(pair) == cells(pairs[0])));
            let ties: u32 = pairs.iter().map(|&pair| standing.ties(pair as usize)).sum();
            assert_eq!(ties, bundle.ties());
        }
    }

    #[test]
    fn the_strongest_bundles_in_view_are_drawn() {
        let network = Network::new(700, 3000);
        let (level, _) = level(&network, 4);
        let place = Rect::from_min_max(pos2(300.0, 300.0), pos2(1500.0, 1200.0));
        let all = level.bundles_in(place, usize::MAX);
        let met = level.bundles.iter().filter(|bundle| super::super::plane::crosses(bundle.ends, place));
        assert_eq!(all.len(), met.filter(|bundle| bundle.ties() > 0).count());
        let ties = |index: &u32| level.bundles[*index as usize].ties();
        assert!(all.is_sorted_by_key(ties));
        assert_eq!(level.bundles_in(place, 40), all[all.len() - 40..]);
    }

    #[test]
    fn cells_are_as_large_as_asked_and_less_than_twice_that() {
        let network = Network::new(100, 10);
        for least in [3.0, 50.0, 200.0] {
            let side = cell(&network.plane, depth(&network.plane, least));
            assert!((least..2.0 * least).contains(&side), "{side} for {least}");
        }
    }
}
