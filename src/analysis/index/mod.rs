//! Look-ups that a dataset's records do not hold themselves: what a node takes part in, what an excerpt
//! proves, what a whole consists of.

use crate::dataset::model::Event;
use crate::dataset::{ActorId, Dataset, EventId, ExcerptId, Id, Item, NodeId, RelationshipId};

/// Reverse references of a dataset. Lists are in file order.
#[derive(Clone, Debug, Default)]
pub struct Index {
    actors: Vec<NodeEntry>,
    instruments: Vec<NodeEntry>,
    parts: Vec<Vec<ActorId>>,
    proves: Vec<Vec<Item>>,
}

#[derive(Clone, Debug, Default)]
struct NodeEntry {
    relationships: Vec<RelationshipId>,
    events: Vec<EventId>,
    evidence: Vec<ExcerptId>,
}

impl Index {
    /// Builds all look-ups in one pass over each table.
    pub fn new(dataset: &Dataset) -> Self {
        let mut index = Self {
            actors: vec![NodeEntry::default(); dataset.actors.len()],
            instruments: vec![NodeEntry::default(); dataset.instruments.len()],
            parts: vec![Vec::new(); dataset.actors.len()],
            proves: vec![Vec::new(); dataset.excerpts.len()],
        };
        index.add_actors(dataset);
        index.add_instruments(dataset);
        index.add_relationships(dataset);
        index.add_events(dataset);
        for (id, excerpt) in dataset.excerpts.iter() {
            if let Some(speaker) = excerpt.speaker {
                push_new(&mut index.entry_mut(NodeId::Actor(speaker)).evidence, id);
                index.add_proof(id, speaker.into());
            }
        }
        index
    }

    /// The relationships that start or end at a node.
    pub fn relationships(&self, node: NodeId) -> &[RelationshipId] {
        &self.entry(node).relationships
    }

    /// The events by or toward a node.
    pub fn events(&self, node: NodeId) -> &[EventId] {
        &self.entry(node).events
    }

    /// The excerpts that speak of a node itself: its offices, what it is part of, its own words.
    pub fn evidence(&self, node: NodeId) -> &[ExcerptId] {
        &self.entry(node).evidence
    }

    /// The direct parts of an actor: the governments of a state, the people of a government.
    pub fn parts(&self, whole: ActorId) -> &[ActorId] {
        &self.parts[whole.index()]
    }

    /// An actor and all its direct and indirect parts.
    pub fn with_parts(&self, whole: ActorId) -> Vec<ActorId> {
        let mut all = vec![whole];
        let mut next = 0;
        while let Some(&actor) = all.get(next) {
            for &part in self.parts(actor) {
                push_new(&mut all, part);
            }
            next += 1;
        }
        all
    }

    /// A node and, where it is an actor, all its direct and indirect parts.
    pub fn node_with_parts(&self, node: NodeId) -> Vec<NodeId> {
        match node {
            NodeId::Actor(id) => self.with_parts(id).into_iter().map(NodeId::Actor).collect(),
            NodeId::Instrument(_) => vec![node],
        }
    }

    /// The events between two nodes or the parts of them, either way, in file order.
    pub fn events_between(&self, dataset: &Dataset, a: NodeId, b: NodeId) -> Vec<EventId> {
        let (a, b) = (self.node_with_parts(a), self.node_with_parts(b));
        let crosses = |event: &Event| {
            let (from, to) = (NodeId::Actor(event.from), event.to);
            (a.contains(&from) && b.contains(&to)) || (b.contains(&from) && a.contains(&to))
        };
        let involved = a.iter().flat_map(|&node| self.events(node)).copied();
        let mut events: Vec<EventId> = involved.filter(|&id| crosses(&dataset.events[id])).collect();
        events.sort_unstable();
        events.dedup();
        events
    }

    /// What an excerpt proves: relationships, events, and the nodes whose ties or words it states.
    pub fn proves(&self, excerpt: ExcerptId) -> &[Item] {
        &self.proves[excerpt.index()]
    }

    fn add_actors(&mut self, dataset: &Dataset) {
        for (id, actor) in dataset.actors.iter() {
            let part_of = actor.part_of.iter().map(|tie| (tie.whole, &tie.evidence));
            let offices = actor.offices.iter().map(|office| (office.of, &office.evidence));
            for (whole, evidence) in part_of.chain(offices) {
                push_new(&mut self.parts[whole.index()], id);
                for &excerpt in evidence {
                    push_new(&mut self.actors[id.index()].evidence, excerpt);
                    self.add_proof(excerpt, id.into());
                }
            }
        }
    }

    fn add_instruments(&mut self, dataset: &Dataset) {
        for (id, instrument) in dataset.instruments.iter() {
            for &excerpt in &instrument.evidence {
                push_new(&mut self.instruments[id.index()].evidence, excerpt);
                self.add_proof(excerpt, id.into());
            }
        }
    }

    fn add_relationships(&mut self, dataset: &Dataset) {
        for (id, relationship) in dataset.relationships.iter() {
            for node in [relationship.from, relationship.to] {
                push_new(&mut self.entry_mut(node).relationships, id);
            }
            for &excerpt in &relationship.evidence {
                self.add_proof(excerpt, id.into());
            }
        }
    }

    fn add_events(&mut self, dataset: &Dataset) {
        for (id, event) in dataset.events.iter() {
            for node in [NodeId::Actor(event.from), event.to] {
                push_new(&mut self.entry_mut(node).events, id);
            }
            for &excerpt in &event.evidence {
                self.add_proof(excerpt, id.into());
            }
        }
    }

    fn add_proof(&mut self, excerpt: ExcerptId, item: Item) {
        push_new(&mut self.proves[excerpt.index()], item);
    }

    fn entry(&self, node: NodeId) -> &NodeEntry {
        match node {
            NodeId::Actor(id) => &self.actors[id.index()],
            NodeId::Instrument(id) => &self.instruments[id.index()],
        }
    }

    fn entry_mut(&mut self, node: NodeId) -> &mut NodeEntry {
        match node {
            NodeId::Actor(id) => &mut self.actors[id.index()],
            NodeId::Instrument(id) => &mut self.instruments[id.index()],
        }
    }
}

/// Appends what is not yet there. The lists are short: the evidence of one thing, the parts of one whole.
fn push_new<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}
