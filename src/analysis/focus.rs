//! Focus: all that the selection touches, computed in one place for every panel.
//!
//! What is selected is emphasised, what is tied to it *by evidence* is related, the rest fades. Hovering
//! previews the same for one more item. The three panels ask for an item's [`Emphasis`] and draw.

use crate::dataset::{
    ActorId, Dataset, DocumentId, EventId, ExcerptId, Id, InstrumentId, Item, NodeId, RelationshipId,
    SeriesPoint,
};

use super::index::Index;
use super::network::Network;

/// How strongly an item is drawn, from the faintest to the strongest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Emphasis {
    /// Not touched by the selection, or outside the time window.
    Faded,
    /// Nothing is selected.
    #[default]
    Plain,
    /// Tied to the selection by evidence.
    Related,
    /// Selected.
    Selected,
}

/// What the focus is computed from.
pub struct FocusRequest<'a> {
    /// The selected items, in the order in which they were chosen.
    pub selected: &'a [Item],
    /// The item under the pointer.
    pub hovered: Option<Item>,
    /// The events behind a point of an alignment series.
    pub behind: &'a dyn Fn(SeriesPoint) -> Vec<EventId>,
}

/// The emphasis of what selection and hover touch; all else has the same.
///
/// Computing it takes as long as what is touched, not as what the dataset holds.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    base: Emphasis,
    actors: Marks,
    instruments: Marks,
    relationships: Marks,
    events: Marks,
    excerpts: Marks,
    documents: Marks,
    points: Vec<SeriesPoint>,
    selected: Vec<Item>,
    hovered: Option<Item>,
}

/// The emphasis of the touched rows of one table.
#[derive(Clone, Debug, Default)]
struct Marks {
    /// Faded where the row is not touched.
    rows: Vec<Emphasis>,
    /// The rows with another emphasis, so that they alone are wiped.
    touched: Vec<u32>,
    /// How many of them, the first, the selection touches; the others, what is hovered alone.
    kept: usize,
}

impl Marks {
    /// Forgets all marks, and makes room for so many rows.
    fn wipe(&mut self, rows: usize) {
        self.kept = 0;
        self.forget();
        self.rows.resize(rows, Emphasis::Faded);
    }

    /// Keeps the marks there are.
    fn keep(&mut self) {
        self.kept = self.touched.len();
    }

    /// Forgets the marks that are not kept.
    fn forget(&mut self) {
        for row in self.touched.drain(self.kept..) {
            self.rows[row as usize] = Emphasis::Faded;
        }
    }

    fn get(&self, id: impl Id) -> Option<Emphasis> {
        self.rows.get(id.index()).copied()
    }

    /// Whether a row is touched for the first time.
    fn touch(&mut self, id: impl Id) -> bool {
        let Some(row) = self.rows.get_mut(id.index()) else { return false };
        let is_first = *row == Emphasis::Faded;
        if is_first {
            *row = Emphasis::Related;
            self.touched.push(id.index() as u32);
        }
        is_first
    }

    fn set(&mut self, id: impl Id, to: Emphasis) {
        self.touch(id);
        if let Some(row) = self.rows.get_mut(id.index()) {
            *row = to;
        }
    }
}

impl Focus {
    /// Expands selection and hover, once.
    pub fn new(dataset: &Dataset, index: &Index, request: &FocusRequest<'_>) -> Self {
        let mut focus = Self::default();
        focus.update(dataset, index, request);
        focus
    }

    /// Expands another selection and hover about the same dataset, in the room of the ones before. Where only what is
    /// hovered is another, it takes as long as what that touches.
    pub fn update(&mut self, dataset: &Dataset, index: &Index, request: &FocusRequest<'_>) {
        let is_idle = request.selected.is_empty() && request.hovered.is_none();
        self.base = if is_idle { Emphasis::Plain } else { Emphasis::Faded };
        // What is behind a point changes with how series are computed.
        let has_point = request.selected.iter().any(|item| matches!(item, Item::Point(_)));
        if has_point || self.selected != request.selected || !self.is_about(dataset) {
            self.select(dataset, index, request);
        } else {
            self.tables().into_iter().for_each(Marks::forget);
        }
        self.hovered = request.hovered;
        // What a selected item is tied to is related already.
        if let Some(hovered) = request.hovered.filter(|&hovered| self.emphasis(hovered) != Emphasis::Selected)
        {
            visit_tied(dataset, index, request.behind, hovered, &mut |related| self.relate(related));
            self.relate(hovered);
        }
    }

    /// Expands a selection.
    fn select(&mut self, dataset: &Dataset, index: &Index, request: &FocusRequest<'_>) {
        self.points.clear();
        for (marks, rows) in self.tables().into_iter().zip(row_counts(dataset)) {
            marks.wipe(rows);
        }
        for &item in request.selected {
            visit_tied(dataset, index, request.behind, item, &mut |related| self.relate(related));
        }
        for &item in request.selected {
            self.set(item, Emphasis::Selected);
        }
        self.tables().into_iter().for_each(Marks::keep);
        self.selected.clear();
        self.selected.extend_from_slice(request.selected);
    }

    /// Whether there are marks for as many rows as a dataset has.
    fn is_about(&mut self, dataset: &Dataset) -> bool {
        self.tables().into_iter().zip(row_counts(dataset)).all(|(marks, rows)| marks.rows.len() == rows)
    }

    fn tables(&mut self) -> [&mut Marks; 6] {
        [
            &mut self.actors,
            &mut self.instruments,
            &mut self.relationships,
            &mut self.events,
            &mut self.excerpts,
            &mut self.documents,
        ]
    }

    /// The emphasis of an item, irrespective of the time window.
    pub fn emphasis(&self, item: Item) -> Emphasis {
        let mark = match item {
            Item::Node(NodeId::Actor(id)) => self.actors.get(id),
            Item::Node(NodeId::Instrument(id)) => self.instruments.get(id),
            Item::Relationship(id) => self.relationships.get(id),
            Item::Event(id) => self.events.get(id),
            Item::Excerpt(id) => self.excerpts.get(id),
            Item::Document(id) => self.documents.get(id),
            Item::Point(point) if self.points.contains(&point) => return Emphasis::Selected,
            Item::Point(_) => return Emphasis::Plain,
        };
        mark.unwrap_or_default().max(self.base)
    }

    /// The focus in a time window.
    pub fn in_window<'a>(&'a self, network: &'a Network, index: &'a Index) -> FocusInWindow<'a> {
        FocusInWindow { focus: self, network, index }
    }

    /// Whether the pointer is over the item, in whichever panel.
    pub fn is_hovered(&self, item: Item) -> bool {
        self.hovered == Some(item)
    }

    /// The nodes that selection and hover touch, in no order.
    fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let actors = self.actors.touched.iter();
        let actors = actors.map(|&row| NodeId::Actor(ActorId::from_index(row as usize)));
        let instruments = self.instruments.touched.iter();
        actors.chain(instruments.map(|&row| NodeId::Instrument(InstrumentId::from_index(row as usize))))
    }

    /// Marks an item as related. Whether it was not before.
    fn relate(&mut self, item: Item) -> bool {
        match item {
            Item::Node(NodeId::Actor(id)) => self.actors.touch(id),
            Item::Node(NodeId::Instrument(id)) => self.instruments.touch(id),
            Item::Relationship(id) => self.relationships.touch(id),
            Item::Event(id) => self.events.touch(id),
            Item::Excerpt(id) => self.excerpts.touch(id),
            Item::Document(id) => self.documents.touch(id),
            Item::Point(_) => false,
        }
    }

    fn set(&mut self, item: Item, to: Emphasis) {
        match item {
            Item::Node(NodeId::Actor(id)) => self.actors.set(id, to),
            Item::Node(NodeId::Instrument(id)) => self.instruments.set(id, to),
            Item::Relationship(id) => self.relationships.set(id, to),
            Item::Event(id) => self.events.set(id, to),
            Item::Excerpt(id) => self.excerpts.set(id, to),
            Item::Document(id) => self.documents.set(id, to),
            Item::Point(point) if to == Emphasis::Selected => self.points.push(point),
            Item::Point(_) => {}
        }
    }
}

/// The rows of the tables that have marks.
fn row_counts(dataset: &Dataset) -> [usize; 6] {
    [
        dataset.actors.len(),
        dataset.instruments.len(),
        dataset.relationships.len(),
        dataset.events.len(),
        dataset.excerpts.len(),
        dataset.documents.len(),
    ]
}

/// What is in focus, and what of it stands in the time window.
#[derive(Clone, Copy)]
pub struct FocusInWindow<'a> {
    focus: &'a Focus,
    network: &'a Network,
    index: &'a Index,
}

impl FocusInWindow<'_> {
    /// The emphasis of an item. What does not stand in the window is faded, unless it is selected or under the
    /// pointer.
    pub fn emphasis(self, item: Item) -> Emphasis {
        match self.focus.emphasis(item) {
            emphasis @ (Emphasis::Plain | Emphasis::Related) => {
                let is_there = self.is_hovered(item) || stands(self.network, self.index, item);
                if is_there { emphasis } else { Emphasis::Faded }
            }
            emphasis @ (Emphasis::Faded | Emphasis::Selected) => emphasis,
        }
    }

    /// Whether the pointer is over the item, in whichever panel.
    pub fn is_hovered(self, item: Item) -> bool {
        self.focus.is_hovered(item)
    }

    /// The nodes that are related or selected, in no order. As many steps as are touched.
    pub fn nodes(self) -> impl Iterator<Item = NodeId> {
        self.focus.nodes().filter(move |&node| self.emphasis(node.into()) >= Emphasis::Related)
    }

    /// The relationships that are related or selected, in no order. As many steps as are touched.
    pub fn relationships(self) -> impl Iterator<Item = RelationshipId> {
        let touched = self.focus.relationships.touched.iter();
        let ids = touched.map(|&row| RelationshipId::from_index(row as usize));
        ids.filter(move |&id| self.emphasis(id.into()) >= Emphasis::Related)
    }
}

/// Whether an item stands in a network. An excerpt does while something that it proves does, or where it proves
/// nothing.
pub fn stands(network: &Network, index: &Index, item: Item) -> bool {
    match item {
        Item::Excerpt(id) => {
            let mut proved = index.proves(id);
            proved.len() == 0 || proved.any(|proved| network.stands(proved))
        }
        Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Document(_) | Item::Point(_) => {
            network.stands(item)
        }
    }
}

/// Names everything that is tied to an item by evidence, the item itself not included. `visit` says whether a
/// thing is new to it: what follows from one that is not is left out.
fn visit_tied(
    dataset: &Dataset,
    index: &Index,
    behind: &dyn Fn(SeriesPoint) -> Vec<EventId>,
    item: Item,
    visit: &mut impl FnMut(Item) -> bool,
) {
    let mut tied = Tied { dataset, index, visit };
    match item {
        Item::Node(node) => tied.add_node(node),
        Item::Relationship(id) => tied.add_relationship(id),
        Item::Event(id) => tied.add_event(id),
        Item::Excerpt(id) => tied.add_excerpt(id),
        Item::Document(id) => tied.add_document(id),
        Item::Point(point) => tied.add_point(point, &behind(point)),
    }
}

struct Tied<'a, Visit> {
    dataset: &'a Dataset,
    index: &'a Index,
    visit: &'a mut Visit,
}

impl<Visit: FnMut(Item) -> bool> Tied<'_, Visit> {
    fn add(&mut self, item: Item) -> bool {
        (self.visit)(item)
    }

    /// A node, what it takes part in and who is on the other side. For a whole (a state, a government) also
    /// what its parts take part in: the acts of a prime minister are his state's.
    fn add_node(&mut self, node: NodeId) {
        let members = self.index.node_with_parts(node);
        for &member in &members {
            self.add(member.into());
            self.add_evidence(self.index.evidence(member));
        }
        for id in self.index.relationships_of_all(&members) {
            self.add_ends_of(id);
            self.add_evidence(self.index.relationship_evidence(self.dataset, id));
        }
        for id in self.index.events_of_all(&members) {
            self.add_event_ends(id);
            self.add_event_and_evidence(id);
        }
    }

    /// A tie, its ends, its evidence, what else that evidence proves, and what happened between the ends.
    fn add_relationship(&mut self, id: RelationshipId) {
        self.add_ends_of(id);
        let relationship = &self.dataset.relationships[id];
        self.add_evidence_and_what_it_proves(&relationship.evidence);
        for (ends, events) in self.index.meetings(relationship.from, relationship.to) {
            ends.into_iter().for_each(|end| _ = self.add(end.into()));
            events.iter().for_each(|&event| self.add_event_and_evidence(event));
        }
    }

    fn add_event_and_evidence(&mut self, id: EventId) {
        if self.add(id.into()) {
            self.add_evidence(self.dataset.event(id).evidence());
        }
    }

    fn add_event(&mut self, id: EventId) {
        self.add_event_ends(id);
        self.add_evidence_and_what_it_proves(self.dataset.event(id).evidence());
        let event = self.dataset.event(id);
        let ties = |node: NodeId| self.index.relationships(node);
        // A state has thousands of ties, and mostly acts toward someone who has few.
        let (one, other) = match (NodeId::Actor(event.from()), event.to()) {
            (from, to) if ties(to).len() < ties(from).len() => (to, from),
            ends => ends,
        };
        for &tie in ties(one) {
            if self.index.ends(tie).contains(&other) {
                self.add_ends_of(tie);
            }
        }
    }

    fn add_excerpt(&mut self, id: ExcerptId) {
        self.add(self.dataset.excerpt(id).document().into());
        for proved in self.index.proves(id) {
            self.add_proved(proved);
        }
    }

    fn add_document(&mut self, id: DocumentId) {
        for &excerpt in self.index.excerpts_of(id) {
            self.add(excerpt.into());
            self.add_excerpt(excerpt);
        }
    }

    fn add_point(&mut self, point: SeriesPoint, events: &[EventId]) {
        self.add(point.of.into());
        self.add(point.toward.into());
        for &id in events {
            self.add(id.into());
            self.add_event(id);
        }
    }

    fn add_proved(&mut self, item: Item) {
        self.add(item);
        match item {
            Item::Relationship(id) => self.add_ends_of(id),
            Item::Event(id) => self.add_event_ends(id),
            Item::Node(NodeId::Actor(id)) => {
                let actor = &self.dataset.actors[id];
                let wholes = actor.part_of.iter().map(|tie| tie.whole);
                let offices = actor.offices.iter().map(|office| office.of);
                wholes.chain(offices).for_each(|whole| _ = self.add(whole.into()));
            }
            Item::Node(NodeId::Instrument(_)) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {}
        }
    }

    fn add_evidence(&mut self, evidence: &[ExcerptId]) {
        for &excerpt in evidence {
            if self.add(excerpt.into()) {
                self.add(self.dataset.excerpt(excerpt).document().into());
            }
        }
    }

    fn add_evidence_and_what_it_proves(&mut self, evidence: &[ExcerptId]) {
        self.add_evidence(evidence);
        for &excerpt in evidence {
            for proved in self.index.proves(excerpt) {
                self.add_proved(proved);
            }
        }
    }

    fn add_ends_of(&mut self, id: RelationshipId) {
        self.add(id.into());
        self.index.ends(id).into_iter().for_each(|end| _ = self.add(end.into()));
    }

    fn add_event_ends(&mut self, id: EventId) {
        let event = self.dataset.event(id);
        self.add(event.from().into());
        self.add(event.to().into());
    }
}
