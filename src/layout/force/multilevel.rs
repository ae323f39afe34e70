//! The driver: the smallest network of a series is laid out from nothing, each larger one from the one before (Walshaw
//! 2003). In the largest one pivots guide the nodes.

use fearless_simd::Level;

use super::coarsen::Hierarchy;
use super::network::Network;
use super::pivots::Pivots;
use super::simulation::{Simulation, UNIT_LINK};
use crate::layout::random::Random;
use crate::layout::request::{Progress, Stretch};
use crate::layout::stress::{self, Graph};

/// Ticks for each level: so many, and more where nodes are few and ticks cheap.
const TICKS: usize = 10;
const NODE_TICKS: usize = 360_000;
const MOST_TICKS: usize = 80;
/// How far from its owner a node starts, in lengths of a link.
const SPREAD: f32 = 0.3;
/// How much the pivots guide the nodes of the largest network, over the number of ticks: the part of the way to where
/// they would have a node that it is drawn in the first tick, less and less from there.
const GUIDANCE: f32 = 24.0;

/// Places for the nodes of a connected network of two nodes or more, in the scale of its links. None if cancelled.
///
/// The same network and seed give the same bits, whatever the machine and the number of threads.
pub(in crate::layout) fn place(network: Network, seed: u64, progress: Stretch<'_>) -> Option<Vec<[f32; 2]>> {
    place_on(Level::new(), network, seed, progress)
}

/// The same on its own, without a request about it; for measurements.
pub fn lay_out(network: Network, seed: u64) -> Vec<[f32; 2]> {
    let progress = Progress::default();
    place(network, seed, Stretch { whole: &progress, from: 0.0, to: 1.0 }).unwrap_or_default()
}

fn place_on(isa: Level, network: Network, seed: u64, progress: Stretch<'_>) -> Option<Vec<[f32; 2]>> {
    let scale = network.mean_length() / UNIT_LINK;
    let Hierarchy { levels, order } = Hierarchy::new(network, seed);
    let work = |nodes: usize| nodes * ticks(nodes);
    let all: usize = levels.iter().map(|level| work(level.network.nodes())).sum();
    let mut done = 0;
    let mut random = Random::new(seed);
    let mut places: Vec<[f32; 2]> = Vec::new();
    for (nth, level) in levels.iter().enumerate().rev() {
        // A node that stands for many takes their room.
        let mass = &level.network.mass;
        let room = |a: u32, b: u32| ((mass[a as usize] + mass[b as usize]) * 0.5).sqrt();
        let network =
            level.network.with_lengths(|node, link| link.length / scale * room(node as u32, link.to));
        places = if level.owner.is_empty() {
            from_nothing(&network, progress)?
        } else {
            let mean = mass.iter().sum::<f32>() / mass.len() as f32;
            let spread = SPREAD * UNIT_LINK * mean.sqrt();
            let near = |&owner: &u32| places[owner as usize].map(|v| v + random.signed() * spread);
            level.owner.iter().map(near).collect()
        };
        let pivots = (nth == 0 && !level.owner.is_empty()).then(|| Pivots::new(&network));
        let mut simulation = Simulation::on(isa, &network, places);
        if let Some(pivots) = &pivots {
            simulation = simulation.guided(pivots);
        }
        let count = ticks(network.nodes());
        for tick in 0..count {
            let left = 1.0 - tick as f32 / count as f32;
            simulation.tick(left * left.sqrt(), GUIDANCE / count as f32 * left * left);
            done += network.nodes();
            if !progress.go_on(done as f32 / all as f32) {
                return None;
            }
        }
        places = simulation.into_places();
    }
    let mut given = vec![[0.0; 2]; places.len()];
    order.iter().zip(&places).for_each(|(&node, place)| given[node as usize] = place.map(|v| v * scale));
    Some(given)
}

fn ticks(nodes: usize) -> usize {
    (TICKS + NODE_TICKS / nodes.max(1)).min(MOST_TICKS)
}

/// Places for a small network by stress.
fn from_nothing(network: &Network, progress: Stretch<'_>) -> Option<Vec<[f32; 2]>> {
    let graph = Graph::new(network.nodes(), &network.ties());
    Some(stress::place(&graph, progress.whole)?.iter().map(|p| [p.x, p.y]).collect())
}

#[cfg(test)]
mod tests {
    use super::super::lanes::levels;
    use super::*;

    /// A binary tree with a hub that every seventh node is tied to.
    fn network() -> Network {
        let tree = (1..3000u32).map(|node| (node / 2, node, 30.0, 1.0));
        let hub = (1..3000u32).filter(|node| node % 7 == 0).map(|node| (0, node, 50.0, 0.5));
        Network::new(vec![1.0; 3000], &tree.chain(hub).collect::<Vec<_>>())
    }

    #[test]
    fn every_instruction_set_and_number_of_threads_gives_the_same_bits() {
        let progress = Progress::default();
        let run = |isa, threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            let all = Stretch { whole: &progress, from: 0.0, to: 1.0 };
            let places = pool.install(|| place_on(isa, network(), 7, all)).unwrap();
            places.into_iter().map(|place| place.map(f32::to_bits)).collect::<Vec<_>>()
        };
        let first = run(Level::new(), 1);
        for isa in levels() {
            assert!([1, 2, 4].iter().all(|&threads| run(isa, threads) == first), "{isa:?}");
        }
    }

    #[test]
    fn the_scale_is_that_of_the_links() {
        let of = |length: f32| {
            let ties: Vec<_> = (1..600u32).map(|node| (node / 2, node, length, 1.0)).collect();
            lay_out(Network::new(vec![1.0; 600], &ties), 1)
        };
        for (small, large) in of(10.0).iter().zip(of(80.0)) {
            assert!((0..2).all(|k| (small[k] * 8.0 - large[k]).abs() < 1e-3 * large[k].abs().max(100.0)));
        }
    }
}
