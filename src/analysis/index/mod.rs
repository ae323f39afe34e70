//! Look-ups that a dataset's records do not hold themselves: what a node takes part in, what an excerpt
//! proves, what a whole consists of.

mod lists;
mod pairs;

use crate::dataset::{
    ActorId, Dataset, DocumentId, EventId, ExcerptId, Id, InstrumentId, Item, NodeId, RelationshipId,
};

use super::parts::ties;
use lists::Lists;
use pairs::Pairs;

/// Reverse references of a dataset, in flat arrays. Lists are in file order.
#[derive(Clone, Debug)]
pub struct Index {
    numbers: Numbers,
    relationships: Lists<RelationshipId>,
    events: Lists<EventId>,
    pairs: Pairs,
    evidence: Lists<ExcerptId>,
    parts: Lists<ActorId>,
    proves: Lists<ItemNumber>,
    excerpts: Lists<ExcerptId>,
    tie_evidence: Evidence,
    tie_ends: Vec<[u32; 2]>,
}

/// The excerpts that prove the rows of a table, which is one excerpt nearly always: for each row that excerpt, or
/// [`IN_RECORD`] where the row has none or more than one.
#[derive(Clone, Debug)]
struct Evidence(Vec<ExcerptId>);

/// The number of no excerpt.
const IN_RECORD: usize = u32::MAX as usize;

impl Evidence {
    fn new<'a>(rows: impl Iterator<Item = &'a [ExcerptId]>) -> Self {
        let in_record = ExcerptId::from_index(IN_RECORD);
        Self(rows.map(|row| if let [only] = *row { only } else { in_record }).collect())
    }

    fn of<'a>(&'a self, row: impl Id, in_record: impl FnOnce() -> &'a [ExcerptId]) -> &'a [ExcerptId] {
        let only = &self.0[row.index()];
        if only.index() == IN_RECORD { in_record() } else { std::slice::from_ref(only) }
    }
}

/// Numbers for the nodes: the actors in file order, then the instruments.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nodes {
    actors: usize,
    instruments: usize,
}

impl Nodes {
    pub fn new(dataset: &Dataset) -> Self {
        Self { actors: dataset.actors.len(), instruments: dataset.instruments.len() }
    }

    /// The number of nodes.
    pub fn len(self) -> usize {
        self.actors + self.instruments
    }

    /// The 0-based number of a node.
    pub fn number(self, node: NodeId) -> usize {
        match node {
            NodeId::Actor(id) => id.index(),
            NodeId::Instrument(id) => self.actors + id.index(),
        }
    }

    /// The node of a number.
    pub fn node(self, number: usize) -> NodeId {
        match number.checked_sub(self.actors) {
            None => NodeId::Actor(ActorId::from_index(number)),
            Some(number) => NodeId::Instrument(InstrumentId::from_index(number)),
        }
    }
}

/// The number of what an excerpt can prove, in a quarter of an [`Item`]'s bytes: nodes come first, then
/// relationships, then events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct ItemNumber(u32);

impl Id for ItemNumber {
    fn from_index(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// From items to their numbers and back.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers {
    nodes: Nodes,
    relationships: usize,
}

impl Numbers {
    fn node(self, node: NodeId) -> ItemNumber {
        ItemNumber::from_index(self.nodes.number(node))
    }

    fn relationship(self, id: RelationshipId) -> ItemNumber {
        ItemNumber::from_index(self.nodes.len() + id.index())
    }

    fn event(self, id: EventId) -> ItemNumber {
        ItemNumber::from_index(self.nodes.len() + self.relationships + id.index())
    }

    fn item(self, number: ItemNumber) -> Item {
        let number = number.index();
        let Some(number) = number.checked_sub(self.nodes.len()) else {
            return self.nodes.node(number).into();
        };
        match number.checked_sub(self.relationships) {
            None => RelationshipId::from_index(number).into(),
            Some(number) => EventId::from_index(number).into(),
        }
    }
}

impl Index {
    /// Builds all look-ups in two passes over each table, one to count and one to fill.
    pub fn new(dataset: &Dataset) -> Self {
        let nodes = Nodes::new(dataset);
        let numbers = Numbers { nodes, relationships: dataset.relationships.len() };
        Self {
            numbers,
            relationships: Lists::new(nodes.len(), |visit| {
                for (id, relationship) in dataset.relationships.iter() {
                    visit(nodes.number(relationship.from), id);
                    visit(nodes.number(relationship.to), id);
                }
            }),
            events: Lists::new(nodes.len(), |visit| {
                for (id, event) in dataset.events.iter() {
                    visit(nodes.number(NodeId::Actor(event.from())), id);
                    visit(nodes.number(event.to()), id);
                }
            }),
            pairs: Pairs::new(dataset, nodes),
            evidence: Lists::new(nodes.len(), |visit| {
                let mut visit = |node, excerpt| visit(nodes.number(node), excerpt);
                visit_ties(dataset, &mut visit);
                visit_speakers(dataset, &mut visit);
            }),
            parts: Lists::new(dataset.actors.len(), |visit| {
                for (id, actor) in dataset.actors.iter() {
                    ties(actor).for_each(|(whole, _)| visit(whole.index(), id));
                }
            }),
            proves: Lists::new(dataset.excerpts.len(), |visit| visit_proofs(dataset, numbers, visit)),
            excerpts: Lists::new(dataset.documents.len(), |visit| {
                for (id, excerpt) in dataset.excerpts.iter() {
                    visit(excerpt.document().index(), id);
                }
            }),
            tie_evidence: Evidence::new(dataset.relationships.rows().iter().map(|row| &row.evidence[..])),
            tie_ends: dataset
                .relationships
                .rows()
                .iter()
                .map(|row| [row.from, row.to].map(|end| nodes.number(end) as u32))
                .collect(),
        }
    }

    /// The relationships that start or end at a node.
    pub fn relationships(&self, node: NodeId) -> &[RelationshipId] {
        self.relationships.of(self.number(node))
    }

    /// The events by or toward a node.
    pub fn events(&self, node: NodeId) -> &[EventId] {
        self.events.of(self.number(node))
    }

    /// The relationships that start or end at any of several nodes, each once, in file order.
    pub fn relationships_of_all(&self, nodes: &[NodeId]) -> Vec<RelationshipId> {
        self.relationships.of_all(nodes.iter().map(|&node| self.number(node)))
    }

    /// The events by or toward any of several nodes, each once, in file order.
    pub fn events_of_all(&self, nodes: &[NodeId]) -> Vec<EventId> {
        self.events.of_all(nodes.iter().map(|&node| self.number(node)))
    }

    /// The excerpts that speak of a node itself: its offices, what it is part of, its own words.
    pub fn evidence(&self, node: NodeId) -> &[ExcerptId] {
        self.evidence.of(self.number(node))
    }

    /// The direct parts of an actor: the governments of a state, the people of a government.
    pub fn parts(&self, whole: ActorId) -> &[ActorId] {
        self.parts.of(whole.index())
    }

    /// The excerpts of a document.
    pub fn excerpts_of(&self, document: DocumentId) -> &[ExcerptId] {
        self.excerpts.of(document.index())
    }

    /// An actor and all its direct and indirect parts.
    pub fn with_parts(&self, whole: ActorId) -> Vec<ActorId> {
        let mut all = vec![whole];
        if self.parts(whole).is_empty() {
            return all;
        }
        let mut seen = vec![false; self.parts.owners()];
        seen[whole.index()] = true;
        let mut next = 0;
        while let Some(&actor) = all.get(next) {
            let parts = self.parts(actor).iter();
            all.extend(parts.filter(|part| !std::mem::replace(&mut seen[part.index()], true)));
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
    pub fn events_between(&self, a: NodeId, b: NodeId) -> Vec<EventId> {
        let mut events: Vec<EventId> = self.meetings(a, b).flat_map(|(_, events)| events).copied().collect();
        events.sort_unstable();
        events
    }

    /// The pairs of nodes that meet in events, of which one is `a` or a part of it, and the other `b` or a part of
    /// it; each with those events.
    pub fn meetings(&self, a: NodeId, b: NodeId) -> impl Iterator<Item = ([NodeId; 2], &[EventId])> {
        let numbers = |node| {
            let members = self.node_with_parts(node).into_iter();
            let mut numbers: Vec<usize> = members.map(|node| self.number(node)).collect();
            numbers.sort_unstable();
            numbers
        };
        let pairs = self.pairs.between(&numbers(a), &numbers(b)).into_iter();
        pairs.map(|pair| {
            (self.pairs.nodes(pair).map(|node| self.numbers.nodes.node(node)), self.pairs.events(pair))
        })
    }

    /// The excerpts that prove a relationship of `dataset`, which the index was made from.
    pub fn relationship_evidence<'a>(&'a self, dataset: &'a Dataset, id: RelationshipId) -> &'a [ExcerptId] {
        self.tie_evidence.of(id, || &dataset.relationships[id].evidence)
    }

    /// The nodes that a relationship goes from and to.
    pub fn ends(&self, relationship: RelationshipId) -> [NodeId; 2] {
        self.tie_ends[relationship.index()].map(|end| self.numbers.nodes.node(end as usize))
    }

    /// What an excerpt proves: nodes whose ties it states, relationships, events, and its speaker.
    pub fn proves(&self, excerpt: ExcerptId) -> impl ExactSizeIterator<Item = Item> {
        self.proves.of(excerpt.index()).iter().map(|&number| self.numbers.item(number))
    }

    fn number(&self, node: NodeId) -> usize {
        self.numbers.nodes.number(node)
    }
}

/// Each excerpt that states the ties of an actor or speaks of an instrument, with the node.
fn visit_ties(dataset: &Dataset, visit: &mut dyn FnMut(NodeId, ExcerptId)) {
    for (id, actor) in dataset.actors.iter() {
        let part_of = actor.part_of.iter().flat_map(|tie| tie.evidence.iter());
        let offices = actor.offices.iter().flat_map(|office| office.evidence.iter());
        part_of.chain(offices).for_each(|&excerpt| visit(NodeId::Actor(id), excerpt));
    }
    for (id, instrument) in dataset.instruments.iter() {
        instrument.evidence.iter().for_each(|&excerpt| visit(NodeId::Instrument(id), excerpt));
    }
}

/// Each excerpt that gives the words of an actor, with the actor.
fn visit_speakers(dataset: &Dataset, visit: &mut dyn FnMut(NodeId, ExcerptId)) {
    for (id, excerpt) in dataset.excerpts.iter() {
        if let Some(speaker) = excerpt.speaker() {
            visit(NodeId::Actor(speaker), id);
        }
    }
}

/// Each excerpt with what it proves.
fn visit_proofs(dataset: &Dataset, numbers: Numbers, visit: &mut dyn FnMut(usize, ItemNumber)) {
    visit_ties(dataset, &mut |node, excerpt| visit(excerpt.index(), numbers.node(node)));
    for (id, relationship) in dataset.relationships.iter() {
        relationship.evidence.iter().for_each(|excerpt| visit(excerpt.index(), numbers.relationship(id)));
    }
    for (id, event) in dataset.events.iter() {
        event.evidence().iter().for_each(|excerpt| visit(excerpt.index(), numbers.event(id)));
    }
    visit_speakers(dataset, &mut |node, excerpt| visit(excerpt.index(), numbers.node(node)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::load;

    /// The index of a dataset is what a walk over its records finds.
    #[test]
    fn the_look_ups_are_those_of_the_records() {
        let loaded =
            load("new-zealand-2025.json", include_bytes!("../../../assets/datasets/new-zealand-2025.json"));
        let dataset = loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)));
        let index = Index::new(&dataset);
        for node in dataset.nodes() {
            let ties = dataset.relationships.iter().filter(|(_, row)| row.from == node || row.to == node);
            assert!(ties.map(|(id, _)| id).eq(index.relationships(node).iter().copied()));
            let events = dataset.events.iter();
            let events = events.filter(|(_, row)| NodeId::Actor(row.from()) == node || row.to() == node);
            assert!(events.map(|(id, _)| id).eq(index.events(node).iter().copied()));
        }
        for document in dataset.documents.ids() {
            let excerpts = dataset.excerpts.iter().filter(|(_, row)| row.document() == document);
            assert!(excerpts.map(|(id, _)| id).eq(index.excerpts_of(document).iter().copied()));
        }
        for id in dataset.excerpts.ids() {
            let proved: Vec<Item> = index.proves(id).collect();
            for (tie, row) in dataset.relationships.iter() {
                assert_eq!(proved.contains(&tie.into()), row.evidence.contains(&id));
            }
            for (event, row) in dataset.events.iter() {
                assert_eq!(proved.contains(&event.into()), row.evidence().contains(&id));
            }
        }
    }

    #[test]
    fn the_events_between_two_nodes_are_those_of_their_parts_either_way() {
        let loaded =
            load("new-zealand-2025.json", include_bytes!("../../../assets/datasets/new-zealand-2025.json"));
        let dataset = loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)));
        let index = Index::new(&dataset);
        let mut found_any = false;
        for a in dataset.nodes() {
            for b in dataset.nodes() {
                let (of_a, of_b) = (index.node_with_parts(a), index.node_with_parts(b));
                let crosses = |from: NodeId, to: NodeId| of_a.contains(&from) && of_b.contains(&to);
                let between = dataset.events.iter().filter(|(_, event)| {
                    let from = NodeId::Actor(event.from());
                    crosses(from, event.to()) || crosses(event.to(), from)
                });
                let expected: Vec<EventId> = between.map(|(id, _)| id).collect();
                found_any |= !expected.is_empty();
                assert_eq!(index.events_between(a, b), expected);
            }
        }
        assert!(found_any);
    }
}
