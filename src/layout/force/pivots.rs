//! Pivots: how far each node should be from a few others, and where that draws it.
//!
//! Forces between neighbours get the distances of far nodes wrong by much. The majorant of sparse stress (Ortmann,
//! Klimenta & Brandes 2017) over a few pivots sets that right for a fraction of the price of repulsion. Distances count
//! links; those from all pivots are found in one search (Then et al. 2014).

use fearless_simd::{Level, Simd, SimdBase, SimdFloat, SimdInto, dispatch, f32x16};
use rayon::prelude::*;

use super::network::Network;

/// Pivots: one for each bit of a word.
const PIVOTS: usize = 64;
/// Nodes whose distances stand together.
const LANES: usize = 16;
/// Blocks of nodes that one task takes at least.
const BLOCKS: usize = 32;
/// Nodes from which the scale of a picture is taken.
const SAMPLES: usize = 512;
/// The number of links that stands for none known, and for more: so far off that a distance counts for nothing.
const FAR: u16 = u16::MAX;
const NEVER: f32 = FAR as f32;

/// The pivots of a network, and how far each node is from them.
#[derive(Debug)]
pub(super) struct Pivots {
    nodes: Vec<u32>,
    /// For each block of nodes and each pivot the number of links to each node of the block.
    hops: Vec<[[f32; LANES]; PIVOTS]>,
}

impl Pivots {
    /// Pivots evenly over the order of the nodes, and the distances to them, in a connected network.
    pub(super) fn new(network: &Network) -> Self {
        let count = network.nodes();
        let nodes: Vec<u32> = (0..PIVOTS).map(|pivot| (pivot * count / PIVOTS) as u32).collect();
        let mut rows = vec![[FAR; PIVOTS]; count];
        // A bit for each pivot: whose search was at a node before, is at it now, and comes to it next.
        let (mut seen, mut wave, mut next) = (vec![0u64; count], vec![0u64; count], vec![0u64; count]);
        for (pivot, &node) in nodes.iter().enumerate() {
            seen[node as usize] |= 1 << pivot;
            wave[node as usize] |= 1 << pivot;
        }
        let mut front: Vec<u32> = nodes.clone();
        front.dedup();
        let mut reached: Vec<u32> = Vec::new();
        let mut distance = 0u16;
        while !front.is_empty() {
            distance = distance.saturating_add(1);
            for &node in &front {
                let wave = std::mem::take(&mut wave[node as usize]);
                for link in network.links(node as usize) {
                    let to = link.to as usize;
                    let new = wave & !seen[to];
                    if new != 0 && next[to] == 0 {
                        reached.push(link.to);
                    }
                    next[to] |= new;
                }
            }
            for &node in &reached {
                let node = node as usize;
                let mut new = std::mem::take(&mut next[node]);
                seen[node] |= new;
                wave[node] = new;
                while new != 0 {
                    rows[node][new.trailing_zeros() as usize] = distance;
                    new &= new - 1;
                }
            }
            std::mem::swap(&mut front, &mut reached);
            reached.clear();
        }
        Self { nodes, hops: rows.par_chunks(LANES).map(block).collect() }
    }

    /// The length for each link between two nodes with which the distances to pivots fit some of the places best.
    fn unit(&self, places: &[[f32; 2]]) -> f32 {
        let (mut sum, mut squares) = (0.0f64, 0.0f64);
        for node in (0..places.len()).step_by((places.len() / SAMPLES).max(1)) {
            for (hops, &pivot) in self.hops[node / LANES].iter().zip(&self.nodes) {
                let hops = hops[node % LANES];
                if hops < NEVER {
                    let (here, there) = (places[node], places[pivot as usize]);
                    let (dx, dy) = (here[0] - there[0], here[1] - there[1]);
                    let ratio = f64::from((dx * dx + dy * dy).sqrt() / hops);
                    sum += ratio;
                    squares += ratio * ratio;
                }
            }
        }
        if sum > 0.0 { (squares / sum) as f32 } else { 1.0 }
    }

    /// The way from each node to the minimum of the majorant of its stress.
    pub(super) fn pulls(&self, level: Level, places: &[[f32; 2]], pulls: &mut [[f32; 2]]) {
        let unit = self.unit(places);
        let pivots: Vec<[f32; 2]> = self.nodes.iter().map(|&node| places[node as usize]).collect();
        let blocks = pulls.par_chunks_mut(LANES).zip(places.par_chunks(LANES)).zip(&self.hops);
        blocks.with_min_len(BLOCKS).for_each(|((pulls, places), hops)| {
            let mut columns = [[0.0; LANES]; 2];
            for (lane, place) in places.iter().enumerate() {
                (columns[0][lane], columns[1][lane]) = (place[0], place[1]);
            }
            let [x, y] = dispatch!(level, simd => toward_pivots(simd, &columns, &pivots, hops, unit));
            for (lane, pull) in pulls.iter_mut().enumerate() {
                *pull = [x[lane], y[lane]];
            }
        });
    }
}

/// The distances of some nodes, by pivot and then by node.
fn block(rows: &[[u16; PIVOTS]]) -> [[f32; LANES]; PIVOTS] {
    let mut block = [[NEVER; LANES]; PIVOTS];
    for (lane, row) in rows.iter().enumerate() {
        block.iter_mut().zip(row).for_each(|(hops, &distance)| hops[lane] = f32::from(distance));
    }
    block
}

/// For each node of a block the weighted mean of the ways that the pivots want it to go.
#[inline(always)]
fn toward_pivots<S: Simd>(
    simd: S,
    places: &[[f32; LANES]; 2],
    pivots: &[[f32; 2]],
    hops: &[[f32; LANES]; PIVOTS],
    unit: f32,
) -> [[f32; LANES]; 2] {
    let [x, y] = places.map(|axis| -> f32x16<S> { axis.simd_into(simd) });
    let [unit, least, one, mut sum_x, mut sum_y, mut weights] =
        [unit, 1e-6, 1.0, 0.0, 0.0, 0.0].map(|v| -> f32x16<S> { v.simd_into(simd) });
    for (pivot, hops) in pivots.iter().zip(hops) {
        let hops = f32x16::from_slice(simd, hops);
        let (dx, dy) = (x - pivot[0], y - pivot[1]);
        let length = (dx * dx + dy * dy).sqrt().max(least);
        // A pivot counts as one over the square of the distance; it wants the length to be unit · hops.
        let inverse = one / (hops * hops * length);
        let weight = inverse * length;
        let outward = unit * hops * inverse - weight;
        sum_x += dx * outward;
        sum_y += dy * outward;
        weights += weight;
    }
    [*(sum_x / weights), *(sum_y / weights)]
}

#[cfg(test)]
mod tests {
    use super::super::lanes::levels;
    use super::*;

    /// A ladder of `n` rungs.
    fn ladder(n: u32) -> Network {
        let rungs = (0..n).map(|i| (2 * i, 2 * i + 1));
        let sides = (0..2 * n - 2).map(|i| (i, i + 2));
        let ties: Vec<_> = rungs.chain(sides).map(|(a, b)| (a, b, 30.0, 1.0)).collect();
        Network::new(vec![1.0; 2 * n as usize], &ties)
    }

    #[test]
    fn hops_are_those_of_the_shortest_paths() {
        let pivots = Pivots::new(&ladder(300));
        for node in 0..600u32 {
            for (k, &pivot) in pivots.nodes.iter().enumerate() {
                let along = (node / 2).abs_diff(pivot / 2) + u32::from(node % 2 != pivot % 2);
                let hops = pivots.hops[node as usize / LANES][k][node as usize % LANES];
                assert_eq!(hops, if node == pivot { NEVER } else { along as f32 }, "{node} {pivot}");
            }
        }
    }

    #[test]
    fn what_stands_right_is_not_pulled_and_what_does_not_is_pulled_back() {
        let pivots = Pivots::new(&ladder(300));
        let mut places: Vec<[f32; 2]> = (0..600).map(|i| [(i / 2) as f32 * 10.0, 0.0]).collect();
        places[301] = [1500.0, 400.0];
        let mut last: Option<Vec<[f32; 2]>> = None;
        for level in levels() {
            let mut pulls = vec![[0.0; 2]; 600];
            pivots.pulls(level, &places, &mut pulls);
            assert!(pulls[100].iter().all(|v| v.abs() < 10.0), "{:?}", pulls[100]);
            assert!(pulls[301][1] < -100.0, "{:?}", pulls[301]);
            assert!(last.is_none_or(|last| last == pulls), "{level:?}");
            last = Some(pulls);
        }
    }
}
