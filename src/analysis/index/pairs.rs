//! Which nodes meet in events, and in which.

use crate::dataset::{Dataset, EventId, NodeId};

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

impl Pairs {
    pub fn new(dataset: &Dataset, nodes: Nodes) -> Self {
        let ends = |event: EventId| {
            let event = &dataset.events[event];
            let (a, b) = (nodes.number(NodeId::Actor(event.from)), nodes.number(event.to));
            (a.min(b), a.max(b))
        };
        // Two stable passes, the less significant end first: what is equal stays in file order.
        let in_file: Vec<EventId> = dataset.events.ids().collect();
        let mut by_other = in_file.clone();
        sort_by_count(&in_file, nodes.len(), |event| ends(event).1, &mut by_other);
        let mut events = in_file;
        let starts = sort_by_count(&by_other, nodes.len(), |event| ends(event).0, &mut events);
        drop(by_other);
        let mut pairs =
            Self { starts: vec![0; nodes.len() + 1], others: Vec::new(), firsts: Vec::new(), events };
        for node in 0..nodes.len() {
            let list = starts[node]..starts[node + 1];
            let mut before = None;
            for at in list {
                let other = ends(pairs.events[at as usize]).1;
                if before.replace(other) != Some(other) {
                    pairs.others.push(other as u32);
                    pairs.firsts.push(at);
                }
            }
            pairs.starts[node + 1] = pairs.others.len() as u32;
        }
        pairs.firsts.push(pairs.events.len() as u32);
        pairs.others.shrink_to_fit();
        pairs.firsts.shrink_to_fit();
        pairs
    }

    /// The number of pairs with events.
    pub fn len(&self) -> usize {
        self.others.len()
    }

    /// The events of a pair, by its number.
    pub fn events(&self, pair: usize) -> &[EventId] {
        &self.events[self.firsts[pair] as usize..self.firsts[pair + 1] as usize]
    }

    /// The numbers of the pairs with one node among `a` and the other among `b`, each once and ascending. Both
    /// are ascending lists of nodes' numbers. Time is near what is found, and never past the shorter of the pairs
    /// of a node and the list on the other side.
    pub fn between(&self, a: &[usize], b: &[usize]) -> Vec<usize> {
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
    fn meet(&self, node: usize, others: &[usize], found: &mut Vec<usize>) {
        let first = self.starts[node] as usize;
        let partners = &self.others[first..self.starts[node + 1] as usize];
        if partners.len() < others.len() {
            let met = partners.iter().enumerate();
            let met = met.filter(|(_, partner)| others.binary_search(&(**partner as usize)).is_ok());
            found.extend(met.map(|(at, _)| first + at));
        } else {
            let met = others.iter().filter_map(|&other| partners.binary_search(&(other as u32)).ok());
            found.extend(met.map(|at| first + at));
        }
    }
}

/// Writes `events` to `sorted`, which is as long, those with equal keys in the order in which they come. Returns
/// where each key begins, and where the last ends.
fn sort_by_count(
    events: &[EventId],
    keys: usize,
    key: impl Fn(EventId) -> usize,
    sorted: &mut [EventId],
) -> Vec<u32> {
    let mut starts = vec![0_u32; keys + 1];
    events.iter().for_each(|&event| starts[key(event) + 1] += 1);
    for at in 0..keys {
        starts[at + 1] += starts[at];
    }
    let mut free = starts.clone();
    for &event in events {
        let place = &mut free[key(event)];
        sorted[*place as usize] = event;
        *place += 1;
    }
    starts
}
