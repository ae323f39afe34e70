//! The dataset in memory: the records with their references resolved to typed ids.

use std::borrow::Cow;

use ecow::EcoVec;

use super::compact::Ids;
use super::date::Edtf;
use super::events::{Event, Events};
use super::excerpts::{Excerpt, Excerpts};
use super::ids::{ActorId, DocumentId, EventId, ExcerptId, InstrumentId, RelationshipId, Table};
use super::item::{Item, NodeId};
use super::key_table::KeyTable;
use super::kind::{ActorKind, AttributeKind, InstrumentKind, RelationshipKind, Sign, Voice};
use super::record::{NameRecord, TextRecord, VizRecord};
use super::text::Text;

/// A dataset with every reference resolved. Immutable once loaded.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// Key of the dataset.
    pub key: String,
    /// Title for people.
    pub title: String,
    /// What it holds and how it was coded.
    pub description: Option<String>,
    /// The series shown first, where the file names one.
    pub series: Option<DefaultSeries>,
    /// The sources.
    pub documents: Table<DocumentId, Document>,
    /// The excerpts.
    pub excerpts: Excerpts,
    /// The actors.
    pub actors: Table<ActorId, Actor>,
    /// The instruments.
    pub instruments: Table<InstrumentId, Instrument>,
    /// The relationships.
    pub relationships: Table<RelationshipId, Relationship>,
    /// The events.
    pub events: Events,
    /// Every key, to its item. Keys are unique across all kinds of record.
    pub keys: KeyTable,
    /// The file that it came from.
    pub origin: Origin,
}

/// The file of a dataset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Its name without its folder; `None` for a dataset that comes with the program.
    pub file: Option<String>,
    /// SHA-256 of its bytes, in lowercase hexadecimal.
    pub sha256: String,
}

/// The series that a dataset shows first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultSeries {
    /// Whose alignment.
    pub of: ActorId,
    /// Toward whom.
    pub toward: Vec<ActorId>,
}

/// What is said of a record beside its fields. Few records have any, so that none takes little room.
#[derive(Clone, Debug, Default)]
pub struct Remarks(Option<Box<Said>>);

#[derive(Clone, Debug)]
struct Said {
    note: Option<Text>,
    attributes: Box<[Attribute]>,
}

/// What another program says of a record.
#[derive(Clone, PartialEq, Debug)]
pub struct Attribute {
    /// What it is called there.
    pub name: Text,
    /// What type it has there; text where absent.
    pub kind: Option<AttributeKind>,
    /// Its value, written as text.
    pub value: Text,
}

impl Remarks {
    /// Nothing.
    pub const NONE: &Self = &Self(None);

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// A note and what other programs say of it.
    pub fn new(note: Option<Text>, attributes: Box<[Attribute]>) -> Self {
        if note.is_none() && attributes.is_empty() {
            return Self::default();
        }
        Self(Some(Box::new(Said { note, attributes })))
    }

    /// An editor's note.
    pub fn note(&self) -> Option<&str> {
        self.0.as_ref()?.note.as_deref()
    }

    /// What other programs say of it.
    pub fn attributes(&self) -> &[Attribute] {
        self.0.as_ref().map_or(&[], |said| &said.attributes)
    }
}

/// A source.
#[derive(Clone, Debug)]
pub struct Document {
    /// Key.
    pub key: Text,
    /// CSL item type.
    pub kind: Text,
    /// Title, in square brackets where the work has none of its own.
    pub title: Text,
    /// Authors.
    pub author: EcoVec<NameRecord>,
    /// Title of the journal, newspaper or site.
    pub container_title: Option<Text>,
    /// Publisher.
    pub publisher: Option<Text>,
    /// Date of issue.
    pub issued: Option<Edtf>,
    /// Address on the web.
    pub url: Option<Text>,
    /// BCP 47 language tag.
    pub language: Option<Text>,
    /// Who holds the rights.
    pub rights: Option<Text>,
    /// Admiralty reliability, A to F.
    pub reliability: Option<Text>,
    /// The text that selectors count in.
    pub text: Option<Box<TextRecord>>,
    /// What is said of it beside.
    pub remarks: Remarks,
}

/// Someone or something that acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Key.
    pub key: Text,
    /// What it is.
    pub kind: ActorKind,
    /// Full name.
    pub name: Text,
    /// Short name for labels.
    pub short: Option<Text>,
    /// Other names.
    pub also: EcoVec<Text>,
    /// What it is part of.
    pub part_of: EcoVec<PartOf>,
    /// Offices that a person holds or held.
    pub offices: EcoVec<Office>,
    /// Where and how another program shows it.
    pub viz: Option<Box<VizRecord>>,
    /// What is said of it beside.
    pub remarks: Remarks,
}

/// A tie of a part to its whole.
#[derive(Clone, Debug)]
pub struct PartOf {
    /// The whole.
    pub whole: ActorId,
    /// When; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What says so.
    pub evidence: Ids<ExcerptId>,
    /// An editor's note.
    pub note: Option<Text>,
}

/// An office that a person holds or held.
#[derive(Clone, Debug)]
pub struct Office {
    /// Title.
    pub title: Text,
    /// The government, state or organisation.
    pub of: ActorId,
    /// When; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What says so.
    pub evidence: Ids<ExcerptId>,
    /// An editor's note.
    pub note: Option<Text>,
}

/// Something that actors take part in.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Key.
    pub key: Text,
    /// What it is.
    pub kind: InstrumentKind,
    /// Full name.
    pub name: Text,
    /// Short name for labels.
    pub short: Option<Text>,
    /// Other names.
    pub also: EcoVec<Text>,
    /// When it stands; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What speaks of it.
    pub evidence: Ids<ExcerptId>,
    /// Where and how another program shows it.
    pub viz: Option<Box<VizRecord>>,
    /// What is said of it beside.
    pub remarks: Remarks,
}

/// A tie between two nodes.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Key.
    pub key: Text,
    /// What it is.
    pub kind: RelationshipKind,
    /// From.
    pub from: NodeId,
    /// To.
    pub to: NodeId,
    /// Whether it holds both ways.
    pub mutual: bool,
    /// The tie in a few words.
    pub label: Option<Text>,
    /// When it holds; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What proves it.
    pub evidence: Ids<ExcerptId>,
    /// What is said of it beside.
    pub remarks: Remarks,
}

impl Relationship {
    /// Whether it draws together or apart.
    pub fn sign(&self) -> Sign {
        self.kind.sign()
    }
}

impl Dataset {
    /// All nodes: the actors in file order, then the instruments.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.actors.ids().map(NodeId::Actor).chain(self.instruments.ids().map(NodeId::Instrument))
    }

    /// Everything that has a key: nodes, relationships, events, excerpts, documents, each in file order.
    pub fn items(&self) -> impl Iterator<Item = Item> + use<> {
        self.nodes()
            .map(Item::Node)
            .chain(self.relationships.ids().map(Item::Relationship))
            .chain(self.events.ids().map(Item::Event))
            .chain(self.excerpts.ids().map(Item::Excerpt))
            .chain(self.documents.ids().map(Item::Document))
    }

    /// An excerpt. Ids come from this dataset, so it is there.
    pub fn excerpt(&self, id: ExcerptId) -> Excerpt<'_> {
        self.excerpts.get(id).expect("an id of this dataset")
    }

    /// An event. Ids come from this dataset, so it is there.
    pub fn event(&self, id: EventId) -> Event<'_> {
        self.events.get(id).expect("an id of this dataset")
    }

    /// The full name of a node.
    pub fn node_name(&self, node: NodeId) -> &str {
        match node {
            NodeId::Actor(id) => &self.actors[id].name,
            NodeId::Instrument(id) => &self.instruments[id].name,
        }
    }

    /// The name of a node for labels: the short one where there is one.
    pub fn node_label(&self, node: NodeId) -> &str {
        let (name, short) = match node {
            NodeId::Actor(id) => (&self.actors[id].name, &self.actors[id].short),
            NodeId::Instrument(id) => (&self.instruments[id].name, &self.instruments[id].short),
        };
        short.as_ref().unwrap_or(name)
    }

    /// What a node is, in a word.
    pub fn node_kind(&self, node: NodeId) -> &'static str {
        match node {
            NodeId::Actor(id) => self.actors[id].kind.word(),
            NodeId::Instrument(id) => self.instruments[id].kind.word(),
        }
    }

    /// The key of an item, as the file and the command line write it.
    pub fn key(&self, item: Item) -> Cow<'_, str> {
        match item {
            Item::Node(NodeId::Actor(id)) => Cow::from(self.actors[id].key.as_str()),
            Item::Node(NodeId::Instrument(id)) => Cow::from(self.instruments[id].key.as_str()),
            Item::Relationship(id) => Cow::from(self.relationships[id].key.as_str()),
            Item::Event(id) => Cow::from(self.event(id).key()),
            Item::Excerpt(id) => Cow::from(self.excerpt(id).key()),
            Item::Document(id) => Cow::from(self.documents[id].key.as_str()),
            Item::Point(point) => {
                let (of, toward) = (&self.actors[point.of].key, &self.actors[point.toward].key);
                Cow::from(format!("{of}/{toward}@{}", point.day))
            }
        }
    }

    /// The item of a key, or `None` where there is none.
    pub fn item(&self, key: &str) -> Option<Item> {
        self.keys.find(key, |item| self.has_key(item, key))
    }

    /// Makes [`Dataset::item`] know every row: for a dataset whose tables were filled by hand.
    pub fn index_keys(&mut self) {
        let items: Vec<Item> = self.items().collect();
        let keys: Vec<_> = items.into_iter().map(|item| (self.key(item), item)).collect();
        self.keys = KeyTable::new(keys.iter().map(|(key, item)| (&**key, *item)));
    }

    /// Whether an item has this key.
    fn has_key(&self, item: Item, key: &str) -> bool {
        match item {
            Item::Node(NodeId::Actor(id)) => self.actors[id].key == key,
            Item::Node(NodeId::Instrument(id)) => self.instruments[id].key == key,
            Item::Relationship(id) => self.relationships[id].key == key,
            Item::Event(id) => self.events.has_key(id, key),
            Item::Excerpt(id) => self.excerpts.has_key(id, key),
            Item::Document(id) => self.documents[id].key == key,
            Item::Point(_) => false,
        }
    }

    /// What an item is called on screen, by screen readers, in search and in the window's title.
    pub fn item_name(&self, item: Item) -> String {
        match item {
            Item::Node(node) => self.node_name(node).to_owned(),
            Item::Relationship(id) => self.relationship_name(id),
            Item::Event(id) => self.event(id).label().to_owned(),
            Item::Excerpt(id) => self.excerpt(id).gloss().to_owned(),
            Item::Document(id) => self.documents[id].title.to_string(),
            Item::Point(point) => {
                let of = self.node_label(NodeId::Actor(point.of));
                let toward = self.node_label(NodeId::Actor(point.toward));
                format!("{of} toward {toward} on {}", point.day)
            }
        }
    }

    /// `New Zealand → AUKUS pillar two: interest`; with `↔` where the tie holds both ways.
    pub fn relationship_name(&self, id: RelationshipId) -> String {
        let relationship = &self.relationships[id];
        let arrow = if relationship.mutual { "↔" } else { "→" };
        format!(
            "{} {arrow} {}: {}",
            self.node_label(relationship.from),
            self.node_label(relationship.to),
            relationship.kind
        )
    }

    /// The excerpts that directly prove an item (an excerpt proves itself; a document has none).
    pub fn evidence(&self, item: Item) -> &[ExcerptId] {
        match item {
            Item::Relationship(id) => &self.relationships[id].evidence,
            Item::Event(id) => self.event(id).evidence(),
            Item::Node(NodeId::Instrument(id)) => &self.instruments[id].evidence,
            Item::Node(NodeId::Actor(_)) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => &[],
        }
    }

    /// The firmest voice among excerpts: a tie that one reported fact proves is a fact, and one that
    /// rests on opinions alone is an opinion. `None` without evidence.
    pub fn voice(&self, evidence: &[ExcerptId]) -> Option<Voice> {
        evidence.iter().map(|&id| self.excerpt(id).voice()).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There are hundreds of thousands of them: a field that makes them larger is seen here.
    #[test]
    fn a_row_stays_small() {
        assert!(size_of::<Relationship>() <= 88, "{}", size_of::<Relationship>());
    }
}
