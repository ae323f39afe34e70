//! The network of a dataset, before its events and most of its excerpts are read.

use super::compact::Ids;
use super::ids::{ActorId, DocumentId, ExcerptId, Id, InstrumentId, RelationshipId, Table};
use super::model::{Actor, Document, Instrument, Relationship};

/// What is read of a dataset first.
pub(super) struct Network<'a> {
    pub documents: &'a Table<DocumentId, Document>,
    pub actors: &'a Table<ActorId, Actor>,
    pub instruments: &'a Table<InstrumentId, Instrument>,
    pub relationships: &'a Table<RelationshipId, Relationship>,
}

/// Nodes and ties whose evidence is a few excerpts.
pub(super) struct Proved {
    pub actors: Table<ActorId, Actor>,
    pub instruments: Table<InstrumentId, Instrument>,
    pub relationships: Table<RelationshipId, Relationship>,
}

impl Network<'_> {
    /// The excerpts that prove nodes and ties, in order.
    pub fn evidence(&self) -> Vec<ExcerptId> {
        let parts = self.actors.rows().iter().flat_map(|actor| {
            let parts = actor.part_of.iter().flat_map(|part| &part.evidence);
            parts.chain(actor.offices.iter().flat_map(|office| &office.evidence))
        });
        let instruments = self.instruments.rows().iter().flat_map(|row| &row.evidence);
        let ties = self.relationships.rows().iter().flat_map(|row| &row.evidence);
        let mut all: Vec<ExcerptId> = parts.chain(instruments).chain(ties).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The same nodes and ties in a dataset whose excerpts are these alone, in this order.
    pub fn proved_by(&self, excerpts: &[ExcerptId]) -> Proved {
        let moved = |evidence: &Ids<ExcerptId>| -> Ids<ExcerptId> {
            let places = evidence.iter().filter_map(|id| excerpts.binary_search(id).ok());
            places.map(ExcerptId::from_index).collect()
        };
        let mut actors = self.actors.rows().to_vec();
        for actor in &mut actors {
            actor.part_of.make_mut().iter_mut().for_each(|part| part.evidence = moved(&part.evidence));
            actor.offices.make_mut().iter_mut().for_each(|office| office.evidence = moved(&office.evidence));
        }
        let mut instruments = self.instruments.rows().to_vec();
        instruments.iter_mut().for_each(|row| row.evidence = moved(&row.evidence));
        let mut relationships = self.relationships.rows().to_vec();
        relationships.iter_mut().for_each(|row| row.evidence = moved(&row.evidence));
        Proved { actors: actors.into(), instruments: instruments.into(), relationships: relationships.into() }
    }
}
