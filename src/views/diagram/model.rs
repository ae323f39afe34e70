//! The graph that is laid out: nodes with the room that they need, groups, and ties.

use std::collections::BTreeMap;

use egui::{Pos2, Vec2, vec2};

use crate::analysis::parts;
use crate::dataset::{ActorId, Dataset, NodeId};
use crate::layout;

use super::shapes;

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

/// The nodes of a dataset in the order of the layout's indices, and what is asked of the layout.
#[derive(Clone, Debug)]
pub struct Graph {
    /// The node of each index.
    pub nodes: Vec<NodeId>,
    /// The head of each group: a state, or an organisation with bodies.
    pub groups: Vec<ActorId>,
    /// What is asked of the layout.
    pub request: layout::Request,
}

impl Graph {
    /// The graph of a dataset; `pinned` nodes stay where they were dragged.
    pub fn new(dataset: &Dataset, pinned: &BTreeMap<NodeId, Pos2>) -> Self {
        let nodes: Vec<NodeId> = dataset.nodes().collect();
        let place: BTreeMap<NodeId, u32> = nodes.iter().copied().zip(0..).collect();
        let groups = heads(dataset);
        let group_of = |node: NodeId| {
            let head = parts::home(dataset, node.actor()?);
            groups.iter().position(|&each| each == head).map(|group| group as u32)
        };
        let request = layout::Request {
            nodes: nodes
                .iter()
                .map(|&node| layout::Node {
                    key: stable_hash(&dataset.key(node.into())),
                    extent: room(dataset, node),
                    group: group_of(node),
                    pinned: pinned.get(&node).map(|point| layout::Point { x: point.x, y: point.y }),
                    previous: None,
                    weight: 1.0,
                })
                .collect(),
            groups: groups
                .iter()
                .map(|&head| layout::Group {
                    head: place.get(&NodeId::Actor(head)).copied(),
                    ..layout::Group::default()
                })
                .collect(),
            edges: edges(dataset, &place),
            aspect: ASPECT,
            ..layout::Request::default()
        };
        Self { nodes, groups, request }
    }
}

/// The actors that others are part of, directly or not, and that are part of nothing themselves.
fn heads(dataset: &Dataset) -> Vec<ActorId> {
    let mut heads: Vec<ActorId> = dataset
        .actors
        .ids()
        .map(|id| (id, parts::home(dataset, id)))
        .filter(|(id, home)| id != home)
        .map(|(_, home)| home)
        .collect();
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// Each pair that is tied, with the number of ties as its weight.
fn edges(dataset: &Dataset, place: &BTreeMap<NodeId, u32>) -> Vec<(u32, u32, f32)> {
    let mut weights = BTreeMap::new();
    for relationship in dataset.relationships.rows() {
        if let (Some(&from), Some(&to)) = (place.get(&relationship.from), place.get(&relationship.to)) {
            *weights.entry((from.min(to), from.max(to))).or_insert(0.0) += 1.0;
        }
    }
    weights.into_iter().map(|((from, to), weight)| (from, to, weight)).collect()
}

/// FNV-1a (Fowler, Noll and Vo): the same on every machine, unlike the standard library's hash.
fn stable_hash(key: &str) -> u64 {
    key.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The room that a node needs: its shape, and its label below.
fn room(dataset: &Dataset, node: NodeId) -> layout::Rect {
    let shape = shapes::of_node(dataset, node).half;
    let label = label_size(&wrapped(dataset.node_label(node)));
    let half = shape.x.max(label.x / 2.0) + 4.0;
    let below = shape.y + label.y + 6.0;
    layout::Rect {
        min: layout::Point { x: -half, y: -shape.y - 4.0 },
        max: layout::Point { x: half, y: below },
    }
}

fn label_size(lines: &[String]) -> Vec2 {
    let longest = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    vec2(longest as f32 * ADVANCE * TYPE_SIZE, lines.len() as f32 * LINE_HEIGHT * TYPE_SIZE)
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
}
