//! Which nodes meet in events, and in which.

use crate::dataset::{Dataset, EventId, Id, NodeId};

use super::Nodes;

/// The events of each pair of nodes, whichever of the two acts.
#[derive(Clone, Debug)]
pub(super) struct Pairs {
    /// Where the pairs of each node begin of which it is the one with the lower number, and where the last end.
    starts: Vec<u32>,
    /// For each pair, the number of the other node. Ascending within the pairs of one node.
    others: Vec<u32>,
    /// For each pair, where its events begin, and where the last end.
    firsts: Vec<u32>,
    /// Within a pair in file order.
    events: Vec<EventId>,
}

/// Two nodes that meet in events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Pair {
    /// The number of the node with the lower number.
    node: usize,
    /// The number of the pair.
    number: usize,
}

impl Pairs {
    pub fn new(dataset: &Dataset, nodes: Nodes) -> Self {
        let ends: Vec<[u32; 2]> = dataset
            .events
            .rows()
            .map(|event| {
                let (a, b) = (nodes.number(NodeId::Actor(event.from())), nodes.number(event.to()));
                [a.min(b) as u32, a.max(b) as u32]
            })
            .collect();
        // Two stable passes, the less significant end first: what is equal stays in file order.
        let in_file: Vec<EventId> = dataset.events.ids().collect();
        let mut by_other = in_file.clone();
        sort_by_count(&in_file, nodes.len(), |event| ends[event.index()][1], &mut by_other);
        let mut events = in_file;
        let starts = sort_by_count(&by_other, nodes.len(), |event| ends[event.index()][0], &mut events);
        drop(by_other);
        let mut pair_starts = vec![0; nodes.len() + 1];
        let (mut others, mut firsts) = (Vec::new(), Vec::new());
        for node in 0..nodes.len() {
            let mut before = None;
            for at in starts[node]..starts[node + 1] {
                let other = ends[events[at as usize].index()][1];
                if before.replace(other) != Some(other) {
                    others.push(other);
                    firsts.push(at);
                }
            }
            pair_starts[node + 1] = others.len() as u32;
        }
        firsts.push(events.len() as u32);
        others.shrink_to_fit();
        firsts.shrink_to_fit();
        Self { starts: pair_starts, others, firsts, events }
    }

    /// The numbers of the two nodes of a pair.
    pub fn nodes(&self, pair: Pair) -> [usize; 2] {
        [pair.node, self.others[pair.number] as usize]
    }

    /// The events of a pair, in file order.
    pub fn events(&self, pair: Pair) -> &[EventId] {
        &self.events[self.firsts[pair.number] as usize..self.firsts[pair.number + 1] as usize]
    }

    /// The pairs with one node among `a` and the other among `b`, each once. Both are ascending lists of nodes'
    /// numbers. For each node the shorter of its pairs and the list on the other side is walked.
    pub fn between(&self, a: &[usize], b: &[usize]) -> Vec<Pair> {
        let mut found = Vec::new();
        for (nodes, others) in [(a, b), (b, a)] {
            for &node in nodes {
                self.meet(node, others, &mut found);
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The pairs of which `node` has the lower number, and one of `others` the higher.
    fn meet(&self, node: usize, others: &[usize], found: &mut Vec<Pair>) {
        let range = self.range(node);
        let first = range.start;
        let partners = &self.others[range];
        let pair = |at: usize| Pair { node, number: first + at };
        if partners.len() < others.len() {
            let met = partners.iter().enumerate();
            let met = met.filter(|(_, partner)| others.binary_search(&(**partner as usize)).is_ok());
            found.extend(met.map(|(at, _)| pair(at)));
        } else {
            let met = others.iter().filter_map(|&other| partners.binary_search(&(other as u32)).ok());
            found.extend(met.map(pair));
        }
    }

    /// The numbers of the pairs of which a node has the lower number.
    fn range(&self, node: usize) -> std::ops::Range<usize> {
        self.starts[node] as usize..self.starts[node + 1] as usize
    }
}

/// Writes `events` to `sorted`, which is as long, those with equal keys in the order in which they come. Returns
/// where each key begins, and where the last ends.
fn sort_by_count(
    events: &[EventId],
    keys: usize,
    key: impl Fn(EventId) -> u32,
    sorted: &mut [EventId],
) -> Vec<u32> {
    let mut starts = vec![0_u32; keys + 1];
    events.iter().for_each(|&event| starts[key(event) as usize + 1] += 1);
    for at in 0..keys {
        starts[at + 1] += starts[at];
    }
    let mut free = starts.clone();
    for &event in events {
        let place = &mut free[key(event) as usize];
        sorted[*place as usize] = event;
        *place += 1;
    }
    starts
}
