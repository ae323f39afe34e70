//! Focus: all that the selection touches, computed in one place for every panel.
//!
//! What is selected is emphasised, what is tied to it *by evidence* is related, the rest fades. Hovering
//! previews the same for one more item. The three panels ask for an item's [`Emphasis`] and draw.

use crate::dataset::{
    Dataset, DocumentId, EventId, ExcerptId, Id, Item, NodeId, RelationshipId, SeriesPoint, Table,
};

use super::index::Index;

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
    /// Whether an item stands in the time window that is shown.
    pub stands: &'a dyn Fn(Item) -> bool,
    /// The events behind a point of an alignment series.
    pub behind: &'a dyn Fn(SeriesPoint) -> Vec<EventId>,
}

/// The emphasis of every item of a dataset.
#[derive(Clone, Debug, Default)]
pub struct Focus {
    actors: Vec<Emphasis>,
    instruments: Vec<Emphasis>,
    relationships: Vec<Emphasis>,
    events: Vec<Emphasis>,
    excerpts: Vec<Emphasis>,
    documents: Vec<Emphasis>,
    points: Vec<SeriesPoint>,
    hovered: Option<Item>,
}

impl Focus {
    /// Expands selection and hover, once.
    pub fn new(dataset: &Dataset, index: &Index, request: &FocusRequest<'_>) -> Self {
        let idle = request.selected.is_empty() && request.hovered.is_none();
        let base = if idle { Emphasis::Plain } else { Emphasis::Faded };
        let mut focus = Self {
            actors: vec![base; dataset.actors.len()],
            instruments: vec![base; dataset.instruments.len()],
            relationships: vec![base; dataset.relationships.len()],
            events: vec![base; dataset.events.len()],
            excerpts: vec![base; dataset.excerpts.len()],
            documents: vec![base; dataset.documents.len()],
            points: Vec::new(),
            hovered: request.hovered,
        };
        let touched = request.selected.iter().copied().chain(request.hovered);
        for related in touched.flat_map(|item| tied(dataset, index, request.behind, item)) {
            focus.raise(related, Emphasis::Related);
        }
        focus.fade_what_does_not_stand(dataset, request.stands);
        if let Some(hovered) = request.hovered {
            focus.raise(hovered, Emphasis::Related);
        }
        for &item in request.selected {
            focus.raise(item, Emphasis::Selected);
        }
        focus
    }

    /// The emphasis of an item.
    pub fn emphasis(&self, item: Item) -> Emphasis {
        match item {
            Item::Node(NodeId::Actor(id)) => at(&self.actors, id),
            Item::Node(NodeId::Instrument(id)) => at(&self.instruments, id),
            Item::Relationship(id) => at(&self.relationships, id),
            Item::Event(id) => at(&self.events, id),
            Item::Excerpt(id) => at(&self.excerpts, id),
            Item::Document(id) => at(&self.documents, id),
            Item::Point(point) if self.points.contains(&point) => Emphasis::Selected,
            Item::Point(_) => Emphasis::Plain,
        }
    }

    /// Whether the pointer is over the item, in whichever panel.
    pub fn is_hovered(&self, item: Item) -> bool {
        self.hovered == Some(item)
    }

    fn raise(&mut self, item: Item, to: Emphasis) {
        let slot = match item {
            Item::Node(NodeId::Actor(id)) => self.actors.get_mut(id.index()),
            Item::Node(NodeId::Instrument(id)) => self.instruments.get_mut(id.index()),
            Item::Relationship(id) => self.relationships.get_mut(id.index()),
            Item::Event(id) => self.events.get_mut(id.index()),
            Item::Excerpt(id) => self.excerpts.get_mut(id.index()),
            Item::Document(id) => self.documents.get_mut(id.index()),
            Item::Point(point) => {
                if to == Emphasis::Selected {
                    self.points.push(point);
                }
                None
            }
        };
        if let Some(slot) = slot {
            *slot = (*slot).max(to);
        }
    }

    fn fade_what_does_not_stand(&mut self, dataset: &Dataset, stands: &dyn Fn(Item) -> bool) {
        fade(&mut self.actors, &dataset.actors, stands);
        fade(&mut self.instruments, &dataset.instruments, stands);
        fade(&mut self.relationships, &dataset.relationships, stands);
        fade(&mut self.events, &dataset.events, stands);
        fade(&mut self.excerpts, &dataset.excerpts, stands);
        fade(&mut self.documents, &dataset.documents, stands);
    }
}

fn at<I: Id>(slots: &[Emphasis], id: I) -> Emphasis {
    slots.get(id.index()).copied().unwrap_or_default()
}

fn fade<I: Id + Into<Item>, T>(slots: &mut [Emphasis], table: &Table<I, T>, stands: &dyn Fn(Item) -> bool) {
    for (slot, id) in slots.iter_mut().zip(table.ids()) {
        if !stands(id.into()) {
            *slot = Emphasis::Faded;
        }
    }
}

/// Everything that is tied to an item by evidence, the item itself not included. May name an item twice.
pub fn tied(
    dataset: &Dataset,
    index: &Index,
    behind: &dyn Fn(SeriesPoint) -> Vec<EventId>,
    item: Item,
) -> Vec<Item> {
    let mut found = Tied { dataset, index, items: Vec::new() };
    match item {
        Item::Node(node) => found.add_node(node),
        Item::Relationship(id) => found.add_relationship(id),
        Item::Event(id) => found.add_event(id),
        Item::Excerpt(id) => found.add_excerpt(id),
        Item::Document(id) => found.add_document(id),
        Item::Point(point) => found.add_point(point, &behind(point)),
    }
    found.items
}

struct Tied<'a> {
    dataset: &'a Dataset,
    index: &'a Index,
    items: Vec<Item>,
}

impl Tied<'_> {
    /// A node, what it takes part in and who is on the other side. For a whole (a state, a government) also
    /// what its parts take part in: the acts of a prime minister are his state's.
    fn add_node(&mut self, node: NodeId) {
        for member in self.index.node_with_parts(node) {
            self.items.push(member.into());
            self.add_evidence(self.index.evidence(member));
            for &id in self.index.relationships(member) {
                self.add_ends_of(id);
                self.add_evidence(&self.dataset.relationships[id].evidence);
            }
            for &id in self.index.events(member) {
                self.items.push(id.into());
                self.add_event_ends(id);
                self.add_evidence(&self.dataset.events[id].evidence);
            }
        }
    }

    /// A tie, its ends, its evidence, what else that evidence proves, and what happened between the ends.
    fn add_relationship(&mut self, id: RelationshipId) {
        self.add_ends_of(id);
        let relationship = &self.dataset.relationships[id];
        self.add_evidence_and_what_it_proves(&relationship.evidence);
        let between = self.index.events_between(relationship.from, relationship.to);
        for event in between {
            self.items.push(event.into());
            self.add_event_ends(event);
            self.add_evidence(&self.dataset.events[event].evidence);
        }
    }

    fn add_event(&mut self, id: EventId) {
        self.add_event_ends(id);
        self.add_evidence_and_what_it_proves(&self.dataset.events[id].evidence);
        let event = &self.dataset.events[id];
        let (from, to) = (NodeId::Actor(event.from), event.to);
        for &tie in self.index.relationships(from) {
            let relationship = &self.dataset.relationships[tie];
            if [relationship.from, relationship.to].contains(&to) {
                self.add_ends_of(tie);
            }
        }
    }

    fn add_excerpt(&mut self, id: ExcerptId) {
        self.items.push(self.dataset.excerpts[id].document.into());
        for proved in self.index.proves(id) {
            self.add_proved(proved);
        }
    }

    fn add_document(&mut self, id: DocumentId) {
        for &excerpt in self.index.excerpts_of(id) {
            self.items.push(excerpt.into());
            self.add_excerpt(excerpt);
        }
    }

    fn add_point(&mut self, point: SeriesPoint, events: &[EventId]) {
        self.items.extend([Item::from(point.of), point.toward.into()]);
        for &id in events {
            self.items.push(id.into());
            self.add_event(id);
        }
    }

    fn add_proved(&mut self, item: Item) {
        self.items.push(item);
        match item {
            Item::Relationship(id) => self.add_ends_of(id),
            Item::Event(id) => self.add_event_ends(id),
            Item::Node(NodeId::Actor(id)) => {
                let actor = &self.dataset.actors[id];
                let wholes = actor.part_of.iter().map(|tie| tie.whole);
                let offices = actor.offices.iter().map(|office| office.of);
                self.items.extend(wholes.chain(offices).map(Item::from));
            }
            Item::Node(NodeId::Instrument(_)) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {}
        }
    }

    fn add_evidence(&mut self, evidence: &[ExcerptId]) {
        for &excerpt in evidence {
            self.items.push(excerpt.into());
            self.items.push(self.dataset.excerpts[excerpt].document.into());
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
        let relationship = &self.dataset.relationships[id];
        self.items.extend([Item::from(id), relationship.from.into(), relationship.to.into()]);
    }

    fn add_event_ends(&mut self, id: EventId) {
        let event = &self.dataset.events[id];
        self.items.extend([Item::from(event.from), event.to.into()]);
    }
}
