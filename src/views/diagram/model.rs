//! The graph that is laid out: nodes with the room that they need, groups, and ties.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{Pos2, Vec2, vec2};

use crate::analysis::network::Network;
use crate::analysis::parts;
use crate::dataset::model::Relationship;
use crate::dataset::{ActorId, Dataset, Id, NodeId, RelationshipId, Sign};
use crate::layout;

use super::lists::Lists;
use super::shapes::{self, Kind};

/// Most characters of a label on one line.
const LINE: usize = 16;

/// Most lines of a label.
const LINES: usize = 3;

/// Size of a label's type in points at zoom 1.
pub const TYPE_SIZE: f32 = 12.0;

/// Width over height of the picture: that of the panel between the others, and of half a page.
const ASPECT: f32 = 1.9;

/// Mean advance of a character and height of a line, in type sizes. Only an estimate: room is left for
/// labels before any text is measured, so that the layout does not depend on a screen.
const ADVANCE: f32 = 0.54;
const LINE_HEIGHT: f32 = 1.25;

/// The nodes of a dataset in the order of the layout's indices, what ties them, and what is asked of the layout.
/// A *pair* is two nodes with all ties between them, in either direction.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The node of each index.
    pub nodes: Vec<NodeId>,
    /// What each node is.
    pub kinds: Vec<Kind>,
    /// The head of each group: a state, or an organisation with bodies.
    pub groups: Vec<ActorId>,
    /// What is asked of the layout.
    pub request: layout::Request,
    /// The two nodes of each pair, the lower first.
    pub pairs: Arc<[[u32; 2]]>,
    /// The pair of each relationship.
    pub pair_of: Vec<u32>,
    /// The sign of each relationship.
    pub signs: Vec<Sign>,
    /// The relationships of each pair.
    pub ties: Lists,
    /// The pairs of each node.
    pub pairs_of: Lists,
    /// The most ties that one pair has.
    pub most_ties: usize,
    actors: usize,
}

impl Graph {
    /// The graph of a dataset; `pinned` nodes stay where they were dragged.
    pub fn new(dataset: &Dataset, pinned: &BTreeMap<NodeId, Pos2>) -> Self {
        let nodes: Vec<NodeId> = dataset.nodes().collect();
        let kinds = nodes.iter().map(|&node| Kind::of(dataset, node)).collect();
        let actors = dataset.actors.len();
        let (groups, group_of) = groups(dataset);
        let (pairs, pair_of) = pairs(dataset);
        let ties = Lists::new(pairs.len(), pair_of.iter().copied());
        let signs = dataset.relationships.rows().iter().map(Relationship::sign).collect();
        let ends = pairs.iter().enumerate().flat_map(|(pair, &[a, b])| {
            let other = (a != b).then_some((b, pair as u32));
            std::iter::once((a, pair as u32)).chain(other)
        });
        let pairs_of = Lists::of_pairs(nodes.len(), ends);
        let request = layout::Request {
            nodes: nodes
                .iter()
                .map(|&node| layout::Node {
                    key: stable_hash(&dataset.key(node.into())),
                    extent: room(dataset, node),
                    group: node.actor().and_then(|actor| group_of[actor.index()]),
                    pinned: pinned.get(&node).map(|point| layout::Point { x: point.x, y: point.y }),
                    previous: None,
                    weight: 1.0,
                })
                .collect(),
            groups: groups
                .iter()
                .map(|&head| layout::Group { head: Some(head.index() as u32), ..layout::Group::default() })
                .collect(),
            edges: (0..pairs.len())
                .map(|pair| (pairs[pair][0], pairs[pair][1], ties.of(pair).len() as f32))
                .collect(),
            aspect: ASPECT,
            ..layout::Request::default()
        };
        let most_ties = (0..pairs.len()).map(|pair| ties.of(pair).len()).max().unwrap_or(0);
        Self {
            nodes,
            kinds,
            groups,
            request,
            pairs: pairs.into(),
            pair_of,
            signs,
            ties,
            pairs_of,
            most_ties,
            actors,
        }
    }

    /// The index of a node.
    pub fn place(&self, node: NodeId) -> usize {
        place(self.actors, node)
    }

    /// The ties of pairs that stand in a network, in order.
    pub fn ties_of(&self, pairs: &[u32], network: &Network) -> Vec<RelationshipId> {
        let ties = pairs.iter().flat_map(|&pair| self.ties.of(pair as usize));
        let ties = ties.map(|&tie| RelationshipId::from_index(tie as usize));
        let mut ties: Vec<RelationshipId> = ties.filter(|&tie| network.stands(tie.into())).collect();
        ties.sort_unstable();
        ties
    }
}

/// Actors come first, in file order, then instruments.
fn place(actors: usize, node: NodeId) -> usize {
    match node {
        NodeId::Actor(id) => id.index(),
        NodeId::Instrument(id) => actors + id.index(),
    }
}

/// The actors that others are part of, directly or not, and that are part of nothing themselves; and the group of
/// each actor.
fn groups(dataset: &Dataset) -> (Vec<ActorId>, Vec<Option<u32>>) {
    let homes: Vec<ActorId> = dataset.actors.ids().map(|id| parts::home(dataset, id)).collect();
    let mut group_of = vec![None; homes.len()];
    for (id, home) in dataset.actors.ids().zip(&homes) {
        if id != *home {
            group_of[home.index()] = Some(0);
        }
    }
    let heads: Vec<ActorId> = dataset.actors.ids().filter(|id| group_of[id.index()].is_some()).collect();
    for (group, head) in (0..).zip(&heads) {
        group_of[head.index()] = Some(group);
    }
    let group_of = homes.iter().map(|home| group_of[home.index()]).collect();
    (heads, group_of)
}

/// Each pair that is tied, in order, and the pair of each relationship.
fn pairs(dataset: &Dataset) -> (Vec<[u32; 2]>, Vec<u32>) {
    let actors = dataset.actors.len();
    let ends = dataset.relationships.rows().iter().map(|relationship| {
        let [from, to] = [relationship.from, relationship.to].map(|node| place(actors, node) as u32);
        [from.min(to), from.max(to)]
    });
    let mut sorted: Vec<([u32; 2], u32)> = ends.zip(0..).collect();
    sorted.sort_unstable();
    let mut pairs: Vec<[u32; 2]> = Vec::new();
    let mut pair_of = vec![0; sorted.len()];
    for (ends, relationship) in sorted {
        if pairs.last() != Some(&ends) {
            pairs.push(ends);
        }
        pair_of[relationship as usize] = pairs.len() as u32 - 1;
    }
    (pairs, pair_of)
}

/// FNV-1a (Fowler, Noll and Vo): the same on every machine, unlike the standard library's hash.
fn stable_hash(key: &str) -> u64 {
    key.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The room that a node needs: its shape, and its label below.
fn room(dataset: &Dataset, node: NodeId) -> layout::Rect {
    let shape = shapes::of_node(dataset, node).half;
    let label = label_size(dataset.node_label(node));
    let half = shape.x.max(label.x / 2.0) + 4.0;
    let below = shape.y + label.y + 6.0;
    layout::Rect {
        min: layout::Point { x: -half, y: -shape.y - 4.0 },
        max: layout::Point { x: half, y: below },
    }
}

/// The size of a name that is [`wrapped`], without making its lines.
fn label_size(name: &str) -> Vec2 {
    let mut lines = [0usize; LINES];
    let mut count: usize = 0;
    for word in name.split_whitespace() {
        let length = word.chars().count();
        match count.checked_sub(1).and_then(|last| lines.get_mut(last)) {
            Some(line) if *line + 1 + length <= LINE => *line += 1 + length,
            Some(_) | None if count < LINES => {
                lines[count] = length;
                count += 1;
            }
            // What does not fit is cut with an ellipsis.
            Some(_) | None => {
                lines[LINES - 1] += 1;
                break;
            }
        }
    }
    let longest = lines.iter().map(|&line| line.min(2 * LINE)).max().unwrap_or(0);
    vec2(longest as f32 * ADVANCE * TYPE_SIZE, count as f32 * LINE_HEIGHT * TYPE_SIZE)
}

/// A name broken into short lines; what does not fit in three is cut with an ellipsis.
pub fn wrapped(name: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in name.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    for line in &mut lines {
        if line.chars().count() > 2 * LINE {
            *line = line.chars().take(2 * LINE - 1).chain(['…']).collect();
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_broken_between_words_and_cut_after_three_lines() {
        assert_eq!(wrapped("New Zealand"), ["New Zealand"]);
        assert_eq!(
            wrapped("Status of Visiting Forces Agreement"),
            ["Status of", "Visiting Forces", "Agreement"]
        );
        let long = wrapped("one hundred twenty-three thousand four hundred fifty-six and some more words");
        assert_eq!(long.len(), 3);
        assert!(long[2].ends_with('…'));
        assert!(wrapped(&"x".repeat(500))[0].chars().count() <= 2 * LINE);
        assert!(wrapped("").is_empty());
    }

    proptest! {
        #[test]
        fn the_room_of_a_name_is_that_of_its_lines(name in "([a-zé]{0,40} ?){0,9}") {
            let lines = wrapped(&name);
            let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
            let room = vec2(longest as f32 * ADVANCE * TYPE_SIZE, lines.len() as f32 * LINE_HEIGHT * TYPE_SIZE);
            prop_assert_eq!(label_size(&name), room);
        }
    }
}
