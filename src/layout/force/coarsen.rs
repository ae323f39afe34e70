//! Smaller networks in the likeness of a large one, each from the one before by merging neighbours.

use std::cmp::Reverse;

use super::network::Network;
use crate::layout::random::Random;

/// No smaller network is made of one with fewer nodes.
const COARSEST: usize = 100;
/// Neighbours that a node takes in.
const TAKEN: usize = 3;

/// One network of the series.
#[derive(Debug)]
pub(super) struct Level {
    pub network: Network,
    /// The node of the next smaller network that each node went into; empty for the smallest one.
    pub owner: Vec<u32>,
}

/// The network and ever smaller ones. The nodes of each stand in the order of their owners, so that neighbours in the
/// picture are neighbours in memory; `order` names the given node at each place of the first.
#[derive(Debug)]
pub(super) struct Hierarchy {
    pub levels: Vec<Level>,
    pub order: Vec<u32>,
}

impl Hierarchy {
    pub(super) fn new(network: Network, seed: u64) -> Self {
        let mut random = Random::new(seed);
        let mut levels = vec![Level { network, owner: Vec::new() }];
        while let Some(last) = levels.last_mut() {
            let nodes = last.network.nodes();
            if nodes < COARSEST {
                break;
            }
            let (owner, count) = owners(&last.network, &mut random);
            // Only nodes without links do not merge.
            if count == nodes {
                break;
            }
            let network = merged(&last.network, &owner, count);
            last.owner = owner;
            levels.push(Level { network, owner: Vec::new() });
        }
        let order = arrange(&mut levels);
        Self { levels, order }
    }
}

/// Which nodes merge. Each node in turn that is free still, those with few links first so that hubs stay apart, takes in
/// free neighbours, the best tied first; one without a free neighbour joins the lightest of those that they went into.
fn owners(network: &Network, random: &mut Random) -> (Vec<u32>, usize) {
    let nodes = network.nodes();
    let mut turn: Vec<u32> = (0..nodes as u32).collect();
    for i in (1..nodes).rev() {
        turn.swap(i, random.below(i + 1));
    }
    turn.sort_by_key(|&node| network.links(node as usize).len());
    const FREE: u32 = u32::MAX;
    let mut owner = vec![FREE; nodes];
    let mut mass: Vec<f32> = Vec::new();
    let mut near: Vec<(Reverse<u32>, u32)> = Vec::new();
    for node in turn {
        if owner[node as usize] != FREE {
            continue;
        }
        let links = network.links(node as usize);
        near.clear();
        for link in links.iter().filter(|link| owner[link.to as usize] == FREE) {
            // Bits of a positive number sort as it does.
            let tie = link.weight / network.mass[link.to as usize];
            near.push((Reverse(tie.to_bits()), link.to));
        }
        if near.is_empty() {
            let owners = links.iter().map(|link| owner[link.to as usize]);
            if let Some(lightest) = owners.min_by(|&a, &b| mass[a as usize].total_cmp(&mass[b as usize])) {
                owner[node as usize] = lightest;
                mass[lightest as usize] += network.mass[node as usize];
                continue;
            }
        }
        near.sort_unstable();
        let new = mass.len() as u32;
        mass.push(0.0);
        for member in near.iter().take(TAKEN).map(|&(_, member)| member).chain([node]) {
            owner[member as usize] = new;
            mass[new as usize] += network.mass[member as usize];
        }
    }
    (owner, mass.len())
}

/// The network of owners: masses and weights sum up, lengths are means.
fn merged(network: &Network, owner: &[u32], count: usize) -> Network {
    let mut mass = vec![0.0; count];
    owner.iter().zip(&network.mass).for_each(|(&o, &m)| mass[o as usize] += m);
    let mut ties: Vec<(u64, f32, f32)> = Vec::new();
    for node in 0..network.nodes() {
        for link in network.links(node).iter().filter(|link| link.to as usize > node) {
            let (a, b) = (owner[node], owner[link.to as usize]);
            if a != b {
                ties.push((
                    u64::from(a.min(b)) << 32 | u64::from(a.max(b)),
                    link.length * link.weight,
                    link.weight,
                ));
            }
        }
    }
    // Stable, so that equal ties are summed up in the order of the network.
    ties.sort_by_key(|tie| tie.0);
    ties.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
            kept.2 += next.2;
        }
        same
    });
    let ties: Vec<_> = ties
        .iter()
        .map(|&(pair, sum, weight)| ((pair >> 32) as u32, pair as u32, sum / weight, weight))
        .collect();
    Network::new(mass, &ties)
}

/// Puts the nodes of every level in the order of their owners, from the smallest network up. Returns the order of the
/// first.
fn arrange(levels: &mut [Level]) -> Vec<u32> {
    let mut order: Vec<u32> = Vec::new();
    for level in levels.iter_mut().rev() {
        let nodes = level.network.nodes() as u32;
        if level.owner.is_empty() {
            order = (0..nodes).collect();
            continue;
        }
        let mut rank = vec![0u32; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| rank[old as usize] = new as u32);
        let owner: Vec<u32> = level.owner.iter().map(|&o| rank[o as usize]).collect();
        order = (0..nodes).collect();
        order.sort_by_key(|&node| owner[node as usize]);
        level.owner = order.iter().map(|&node| owner[node as usize]).collect();
        level.network = level.network.reordered(&order);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_shrink_and_keep_mass_and_links() {
        // A star whose leaves are a ring as well.
        let star = (1..2000u32).map(|leaf| (0, leaf, 30.0, 1.0));
        let ring = (1..1999u32).map(|leaf| (leaf, leaf + 1, 30.0, 2.0));
        let network = Network::new(vec![1.0; 2000], &star.chain(ring).collect::<Vec<_>>());
        let Hierarchy { levels, order } = Hierarchy::new(network, 3);
        let mut nodes = order.clone();
        nodes.sort_unstable();
        assert!(nodes.iter().enumerate().all(|(at, &node)| at == node as usize));
        assert!(levels.last().unwrap().network.nodes() < COARSEST);
        for pair in levels.windows(2) {
            let (fine, coarse) = (&pair[0], &pair[1]);
            assert!(coarse.network.nodes() * 2 <= fine.network.nodes());
            assert!(fine.owner.is_sorted(), "neighbours in memory have one owner");
            assert_eq!(coarse.network.mass.iter().sum::<f32>(), 2000.0);
            for node in 0..fine.network.nodes() {
                for link in fine.network.links(node) {
                    let (a, b) = (fine.owner[node], fine.owner[link.to as usize]);
                    assert!(a == b || coarse.network.links(a as usize).iter().any(|l| l.to == b));
                }
            }
        }
    }

    #[test]
    fn nodes_without_links_are_left_as_they_are() {
        let hierarchy = Hierarchy::new(Network::new(vec![1.0; 300], &[]), 1);
        assert_eq!(hierarchy.levels.len(), 1);
    }
}
