//! What a person can point at.

use super::date::Day;
use super::ids::{ActorId, DocumentId, EventId, ExcerptId, InstrumentId, RelationshipId};

/// A node of the relationship diagram.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NodeId {
    /// An actor.
    Actor(ActorId),
    /// An instrument.
    Instrument(InstrumentId),
}

impl NodeId {
    /// The actor, where the node is one.
    pub fn actor(self) -> Option<ActorId> {
        match self {
            Self::Actor(id) => Some(id),
            Self::Instrument(_) => None,
        }
    }
}

/// One thing of a dataset: what is hovered, selected, found and cited.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Item {
    /// An actor or instrument.
    Node(NodeId),
    /// A relationship.
    Relationship(RelationshipId),
    /// An event.
    Event(EventId),
    /// An excerpt.
    Excerpt(ExcerptId),
    /// A document.
    Document(DocumentId),
    /// A point of an alignment series.
    Point(SeriesPoint),
}

/// The alignment of one actor toward another on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SeriesPoint {
    /// Whose alignment.
    pub of: ActorId,
    /// Toward whom.
    pub toward: ActorId,
    /// When.
    pub day: Day,
}

impl From<NodeId> for Item {
    fn from(id: NodeId) -> Self {
        Self::Node(id)
    }
}

impl From<ActorId> for Item {
    fn from(id: ActorId) -> Self {
        Self::Node(NodeId::Actor(id))
    }
}

impl From<InstrumentId> for Item {
    fn from(id: InstrumentId) -> Self {
        Self::Node(NodeId::Instrument(id))
    }
}

impl From<RelationshipId> for Item {
    fn from(id: RelationshipId) -> Self {
        Self::Relationship(id)
    }
}

impl From<EventId> for Item {
    fn from(id: EventId) -> Self {
        Self::Event(id)
    }
}

impl From<ExcerptId> for Item {
    fn from(id: ExcerptId) -> Self {
        Self::Excerpt(id)
    }
}

impl From<DocumentId> for Item {
    fn from(id: DocumentId) -> Self {
        Self::Document(id)
    }
}

impl From<SeriesPoint> for Item {
    fn from(point: SeriesPoint) -> Self {
        Self::Point(point)
    }
}
