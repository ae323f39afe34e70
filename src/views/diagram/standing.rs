//! What stands in a time window, counted: what depends on the dataset and the window, and not on the view.

use crate::analysis::network::Network;
use crate::dataset::{Id, Sign};

use super::lists::Lists;
use super::model::Graph;

/// Numbers of ties by their signs, in the order of [`Sign::ALL`].
pub type Signs = [u32; Sign::ALL.len()];

/// Counts of what stands.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// Whether each node stands.
    pub nodes: Vec<bool>,
    /// The number of ties of each node.
    pub degree: Vec<u32>,
    /// The number of ties of each pair.
    pub pairs: Vec<Signs>,
    /// The number of nodes that stand.
    pub node_count: usize,
    /// The number of ties that stand.
    pub tie_count: usize,
    /// All nodes, those of the most ties first.
    pub by_degree: Vec<u32>,
}

impl Standing {
    /// Counts what stands in a network.
    pub fn new(graph: &Graph, network: &Network) -> Self {
        let nodes: Vec<bool> = graph.nodes.iter().map(|&node| network.stands(node.into())).collect();
        let mut degree = vec![0; nodes.len()];
        let mut pairs = vec![Signs::default(); graph.pairs.len()];
        let mut tie_count = 0;
        for id in network.relationships() {
            let pair = graph.pair_of[id.index()] as usize;
            pairs[pair][place_of(graph.signs[id.index()])] += 1;
            tie_count += 1;
            let [a, b] = graph.pairs[pair];
            if a != b {
                degree[a as usize] += 1;
                degree[b as usize] += 1;
            }
        }
        let most = degree.iter().copied().max().unwrap_or(0);
        let by_degree =
            Lists::new(most as usize + 1, degree.iter().map(|degree| most - degree)).into_values();
        let node_count = nodes.iter().filter(|&&stands| stands).count();
        Self { nodes, degree, pairs, node_count, tie_count, by_degree }
    }

    /// The number of ties of a pair.
    pub fn ties(&self, pair: usize) -> u32 {
        self.pairs[pair].iter().sum()
    }
}

/// The place of a sign in [`Signs`].
fn place_of(sign: Sign) -> usize {
    match sign {
        Sign::Positive => 0,
        Sign::Neutral => 1,
        Sign::Negative => 2,
    }
}

/// The sign that most ties have; neutral where none has most.
pub fn prevailing(signs: Signs) -> Sign {
    let [positive, neutral, negative] = signs;
    if positive > neutral.max(negative) {
        Sign::Positive
    } else if negative > neutral.max(positive) {
        Sign::Negative
    } else {
        Sign::Neutral
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_of_most_ties_prevails_and_neither_of_two_equals() {
        assert_eq!(prevailing([3, 1, 2]), Sign::Positive);
        assert_eq!(prevailing([1, 1, 2]), Sign::Negative);
        assert_eq!(prevailing([2, 0, 2]), Sign::Neutral);
    }
}
