//! The dataset in memory: the records with their references resolved to typed ids.

use std::borrow::Cow;
use std::collections::HashMap;

use super::coding::EventCode;
use super::date::Edtf;
use super::ids::{ActorId, DocumentId, EventId, ExcerptId, InstrumentId, RelationshipId, Table};
use super::item::{Item, NodeId};
use super::kind::{ActorKind, InstrumentKind, RelationshipKind, Sign, Voice};
use super::record::{AttributeRecord, NameRecord, SelectorRecord, TextRecord, VizRecord};

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
    pub excerpts: Table<ExcerptId, Excerpt>,
    /// The actors.
    pub actors: Table<ActorId, Actor>,
    /// The instruments.
    pub instruments: Table<InstrumentId, Instrument>,
    /// The relationships.
    pub relationships: Table<RelationshipId, Relationship>,
    /// The events.
    pub events: Table<EventId, Event>,
    /// Every key, to its item. Keys are unique across all kinds of record.
    pub keys: HashMap<String, Item>,
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

/// A source.
#[derive(Clone, Debug)]
pub struct Document {
    /// Key.
    pub key: String,
    /// CSL item type.
    pub kind: String,
    /// Title, in square brackets where the work has none of its own.
    pub title: String,
    /// Authors.
    pub author: Vec<NameRecord>,
    /// Title of the journal, newspaper or site.
    pub container_title: Option<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Date of issue.
    pub issued: Option<Edtf>,
    /// Address on the web.
    pub url: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// Who holds the rights.
    pub rights: Option<String>,
    /// Admiralty reliability, A to F.
    pub reliability: Option<String>,
    /// The text that selectors count in.
    pub text: Option<TextRecord>,
    /// An editor's note.
    pub note: Option<String>,
    /// What other programs say of it.
    pub attributes: Vec<AttributeRecord>,
}

/// A place in a document that says one thing.
#[derive(Clone, Debug)]
pub struct Excerpt {
    /// Key.
    pub key: String,
    /// The document.
    pub document: DocumentId,
    /// 1-based number of the body paragraph.
    pub paragraph: Option<u32>,
    /// Selectors, each of which finds the same span.
    pub selectors: Vec<SelectorRecord>,
    /// What it says, in the coder's own words.
    pub gloss: String,
    /// Who speaks.
    pub voice: Voice,
    /// Whose words are quoted.
    pub speaker: Option<ActorId>,
    /// Admiralty credibility, 1 to 6.
    pub credibility: Option<u8>,
    /// An editor's note.
    pub note: Option<String>,
    /// What other programs say of it.
    pub attributes: Vec<AttributeRecord>,
}

impl Excerpt {
    /// The quoted fragment, where there is a text quote selector.
    pub fn fragment(&self) -> Option<&str> {
        self.selectors.iter().find_map(|selector| match selector {
            SelectorRecord::TextQuoteSelector { exact, .. } => Some(exact.as_str()),
            SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => None,
        })
    }
}

/// Someone or something that acts.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Key.
    pub key: String,
    /// What it is.
    pub kind: ActorKind,
    /// Full name.
    pub name: String,
    /// Short name for labels.
    pub short: Option<String>,
    /// Other names.
    pub also: Vec<String>,
    /// What it is part of.
    pub part_of: Vec<PartOf>,
    /// Offices that a person holds or held.
    pub offices: Vec<Office>,
    /// An editor's note.
    pub note: Option<String>,
    /// Where and how another program shows it.
    pub viz: Option<VizRecord>,
    /// What other programs say of it.
    pub attributes: Vec<AttributeRecord>,
}

/// A tie of a part to its whole.
#[derive(Clone, Debug)]
pub struct PartOf {
    /// The whole.
    pub whole: ActorId,
    /// When; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What says so.
    pub evidence: Vec<ExcerptId>,
    /// An editor's note.
    pub note: Option<String>,
}

/// An office that a person holds or held.
#[derive(Clone, Debug)]
pub struct Office {
    /// Title.
    pub title: String,
    /// The government, state or organisation.
    pub of: ActorId,
    /// When; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What says so.
    pub evidence: Vec<ExcerptId>,
    /// An editor's note.
    pub note: Option<String>,
}

/// Something that actors take part in.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Key.
    pub key: String,
    /// What it is.
    pub kind: InstrumentKind,
    /// Full name.
    pub name: String,
    /// Short name for labels.
    pub short: Option<String>,
    /// Other names.
    pub also: Vec<String>,
    /// When it stands; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What speaks of it.
    pub evidence: Vec<ExcerptId>,
    /// An editor's note.
    pub note: Option<String>,
    /// Where and how another program shows it.
    pub viz: Option<VizRecord>,
    /// What other programs say of it.
    pub attributes: Vec<AttributeRecord>,
}

/// A tie between two nodes.
#[derive(Clone, Debug)]
pub struct Relationship {
    /// Key.
    pub key: String,
    /// What it is.
    pub kind: RelationshipKind,
    /// From.
    pub from: NodeId,
    /// To.
    pub to: NodeId,
    /// Whether it holds both ways.
    pub mutual: bool,
    /// The tie in a few words.
    pub label: Option<String>,
    /// When it holds; `None` where the source does not say.
    pub period: Option<Edtf>,
    /// What proves it.
    pub evidence: Vec<ExcerptId>,
    /// An editor's note.
    pub note: Option<String>,
    /// What other programs say of it.
    pub attributes: Vec<AttributeRecord>,
}

impl Relationship {
    /// Whether it draws together or apart.
    pub fn sign(&self) -> Sign {
        self.kind.sign()
    }
}

/// Something dated that one actor did or said toward another.
#[derive(Clone, Debug)]
pub struct Event {
    /// Key.
    pub key: String,
    /// What happened, in a few words.
    pub label: String,
    /// Coding scheme and code.
    pub code: EventCode,
    /// Conflict-cooperation value, −10 to +10: that of its code, unless the data gives one of its own.
    pub score: f64,
    /// Whether the data gives the score.
    pub is_own_score: bool,
    /// Who acts.
    pub from: ActorId,
    /// Toward whom or what.
    pub to: NodeId,
    /// When.
    pub date: Edtf,
    /// Number of independent sources (≥ 1).
    pub sources: u32,
    /// What proves it.
    pub evidence: Vec<ExcerptId>,
    /// An editor's note.
    pub note: Option<String>,
    /// What other programs say of it.
    pub attributes: Vec<AttributeRecord>,
}

impl Dataset {
    /// All nodes: the actors in file order, then the instruments.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        self.actors.ids().map(NodeId::Actor).chain(self.instruments.ids().map(NodeId::Instrument))
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
            Item::Node(NodeId::Actor(id)) => Cow::from(&self.actors[id].key),
            Item::Node(NodeId::Instrument(id)) => Cow::from(&self.instruments[id].key),
            Item::Relationship(id) => Cow::from(&self.relationships[id].key),
            Item::Event(id) => Cow::from(&self.events[id].key),
            Item::Excerpt(id) => Cow::from(&self.excerpts[id].key),
            Item::Document(id) => Cow::from(&self.documents[id].key),
            Item::Point(point) => {
                let (of, toward) = (&self.actors[point.of].key, &self.actors[point.toward].key);
                Cow::from(format!("{of}/{toward}@{}", point.day))
            }
        }
    }

    /// The item of a key, or `None` where there is none.
    pub fn item(&self, key: &str) -> Option<Item> {
        self.keys.get(key).copied()
    }

    /// What an item is called on screen, by screen readers, in search and in the window's title.
    pub fn item_name(&self, item: Item) -> String {
        match item {
            Item::Node(node) => self.node_name(node).to_owned(),
            Item::Relationship(id) => self.relationship_name(id),
            Item::Event(id) => self.events[id].label.clone(),
            Item::Excerpt(id) => self.excerpts[id].gloss.clone(),
            Item::Document(id) => self.documents[id].title.clone(),
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
            Item::Event(id) => &self.events[id].evidence,
            Item::Node(NodeId::Instrument(id)) => &self.instruments[id].evidence,
            Item::Node(NodeId::Actor(_)) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => &[],
        }
    }

    /// The firmest voice among excerpts: a tie that one reported fact proves is a fact, and one that
    /// rests on opinions alone is an opinion. `None` without evidence.
    pub fn voice(&self, evidence: &[ExcerptId]) -> Option<Voice> {
        evidence.iter().map(|&id| self.excerpts[id].voice).min()
    }
}
