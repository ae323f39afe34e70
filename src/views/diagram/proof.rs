//! A network for the tests of this room: clusters of nodes at given places, with ties of all kinds and dates.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::dataset::model::{Actor, Relationship, Remarks};
use crate::dataset::{ActorId, ActorKind, Dataset, Id, NodeId, RelationshipKind};
use crate::layout::{Point, Positions, Rect, pt};
use crate::session::Session;

use super::model::Graph;
use super::plane::Plane;
use super::standing::Standing;

/// A session on a network, with its graph and plane.
pub struct Network {
    pub session: Session,
    pub graph: Graph,
    pub plane: Plane,
    pub positions: Positions,
}

impl Network {
    /// So many nodes and ties; the same for the same numbers. A few ties are loops, and some pairs have several.
    pub fn new(nodes: usize, ties: usize) -> Self {
        let dataset = Arc::new(dataset(nodes, ties));
        let graph = Graph::new(&dataset, &BTreeMap::new());
        let positions = positions(nodes);
        let plane = Plane::new(&graph, &positions, std::iter::empty());
        Self { session: Session::new(dataset), graph, plane, positions }
    }

    pub fn standing(&self) -> Standing {
        Standing::new(&self.graph, self.session.network())
    }
}

/// The multiplier of Knuth's linear congruential generator for 64 bits.
fn next(seed: &mut u64) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as usize
}

fn positions(nodes: usize) -> Positions {
    let mut seed = 7;
    let side = (110.0 * (nodes as f32).sqrt()) as usize + 1;
    let place = |_| -> Point { pt((next(&mut seed) % side) as f32, (next(&mut seed) % side) as f32) };
    let nodes: Vec<Point> = (0..nodes).map(place).collect();
    let bounds = Rect { min: pt(0.0, 0.0), max: pt(side as f32, side as f32) };
    Positions { nodes, groups: Vec::new(), bounds }
}

fn dataset(nodes: usize, ties: usize) -> Dataset {
    let mut dataset = Dataset::default();
    let mut seed = 11;
    for node in 0..nodes {
        let key = format!("a{node}");
        let kind = ActorKind::ALL[node % ActorKind::ALL.len()];
        dataset.actors.push(Actor {
            name: format!("Actor {node}").into(),
            key: key.into(),
            kind,
            short: None,
            also: [].into(),
            part_of: [].into(),
            offices: [].into(),
            viz: None,
            remarks: Remarks::default(),
        });
    }
    for tie in 0..ties {
        let from = next(&mut seed) % nodes;
        // Half of the ties are those of a few hubs.
        let to = next(&mut seed) % if tie % 2 == 0 { nodes } else { nodes.min(9) };
        let year = 2000 + next(&mut seed) % 20;
        let key = format!("t{tie}");
        let node = |index| NodeId::Actor(ActorId::from_index(index));
        dataset.relationships.push(Relationship {
            key: key.into(),
            kind: RelationshipKind::ALL[tie % RelationshipKind::ALL.len()],
            from: node(from),
            to: node(to),
            mutual: tie % 3 == 0,
            label: None,
            period: format!("{year}").parse().ok(),
            evidence: Vec::new().into(),
            remarks: Remarks::default(),
        });
    }
    dataset.index_keys();
    dataset
}
