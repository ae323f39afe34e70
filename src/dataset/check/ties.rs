//! What is noted of the rows for the rules that need all of them: ids and numbers, no texts.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dataset::date::Edtf;
use crate::dataset::ids::{ActorId, DocumentId, ExcerptId, Id};
use crate::dataset::item::NodeId;
use crate::dataset::kind::RelationshipKind;
use crate::dataset::record::RelationshipRecord;

use super::Keys;

/// What rows have to do with each other.
pub(super) struct Ties {
    /// Whether an excerpt proves something.
    pub used: Vec<bool>,
    /// Whether an actor is tied to something.
    pub tied: Vec<bool>,
    /// Of each tie of an actor to a whole: the actor, the number of the tie, the whole.
    pub parts: Vec<(ActorId, usize, ActorId)>,
    /// The relationships, by their rows.
    pub relationships: Vec<(usize, Sameness)>,
    /// The numbers of paragraphs of the documents that have a text.
    pub paragraphs: HashMap<DocumentId, u32, RandomState>,
    /// Excerpts that stand beyond the end of their document: the paragraph, and how many there are.
    pub beyond: Vec<(ExcerptId, DocumentId, u32, u32)>,
}

/// What makes two relationships the same. One that is mutual is the same from either end.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Sameness {
    kind: RelationshipKind,
    ends: (NodeId, NodeId),
    mutual: bool,
    period: Option<Edtf>,
}

impl Ties {
    pub fn new(keys: &Keys) -> Self {
        Self {
            used: vec![false; keys.columns.excerpts.len()],
            tied: vec![false; keys.columns.actors.len()],
            parts: Vec::new(),
            // There is room for all at once: what grows leaves holes behind.
            relationships: Vec::with_capacity(keys.columns.relationships.len()),
            paragraphs: HashMap::default(),
            beyond: Vec::new(),
        }
    }

    pub fn use_excerpt(&mut self, excerpt: ExcerptId) {
        mark(&mut self.used, excerpt);
    }

    pub fn tie(&mut self, actor: ActorId) {
        mark(&mut self.tied, actor);
    }

    pub fn tie_node(&mut self, node: NodeId) {
        if let NodeId::Actor(actor) = node {
            self.tie(actor);
        }
    }

    pub fn part_of(&mut self, actor: ActorId, nth: usize, whole: ActorId) {
        self.parts.push((actor, nth, whole));
    }

    pub fn paragraphs(&mut self, document: DocumentId, count: u32) {
        self.paragraphs.insert(document, count);
    }

    pub fn stands_in(&mut self, excerpt: ExcerptId, document: DocumentId, paragraph: u32) {
        if let Some(&count) = self.paragraphs.get(&document).filter(|count| paragraph > **count) {
            self.beyond.push((excerpt, document, paragraph, count));
        }
    }

    pub fn relationship(&mut self, index: usize, row: &RelationshipRecord, from: NodeId, to: NodeId) {
        let ends = if row.mutual && to < from { (to, from) } else { (from, to) };
        let sameness = Sameness { kind: row.kind, ends, mutual: row.mutual, period: row.period.clone() };
        self.relationships.push((index, sameness));
    }

    pub fn join(&mut self, mut other: Self) {
        join_marks(&mut self.used, &other.used);
        join_marks(&mut self.tied, &other.tied);
        self.parts.append(&mut other.parts);
        self.relationships.append(&mut other.relationships);
        self.beyond.append(&mut other.beyond);
    }
}

fn mark(marks: &mut [bool], id: impl Id) {
    if let Some(mark) = marks.get_mut(id.index()) {
        *mark = true;
    }
}

fn join_marks(marks: &mut [bool], others: &[bool]) {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark |= other);
}
