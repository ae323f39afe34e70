//! Two datasets as one. The same thing meets itself: by its key, a state by its code, a document also by its address.
//! What the two say differently is listed, and the first one's word stands; nothing is overwritten.

mod join;
mod rename;

use std::collections::HashMap;

use crate::dataset::RelationshipKind;
use crate::dataset::record::{
    AttributeRecord, DatasetRecord, DocumentRecord, EventRecord, RelationshipRecord,
};

use super::graph;
use super::keys::Keys;
use super::records::Records;
use super::report::Report;
use join::Join;

/// Merges a second dataset into a first.
pub fn merge(mut first: DatasetRecord, mut second: DatasetRecord, report: &mut Report) -> DatasetRecord {
    super::detente::count(second.counts(), |what, count| report.read(what, count));
    rename::apart(&first, &mut second, report);
    let DatasetRecord {
        format: _,
        id: _,
        title: _,
        description,
        series,
        documents,
        excerpts,
        actors,
        instruments,
        relationships,
        events,
    } = second;
    first.description = first.description.or(description);
    first.series = first.series.or(series);
    join::rows(&mut first.documents, documents, report);
    join::rows(&mut first.excerpts, excerpts, report);
    join::rows(&mut first.actors, actors, report);
    join::rows(&mut first.instruments, instruments, report);
    join::rows(&mut first.relationships, relationships, report);
    join::rows(&mut first.events, events, report);
    name_evidence(&mut first);
    super::detente::count(first.counts(), |what, count| report.kept(what, count));
    first
}

/// What travelled without its excerpts names them in an attribute: where they are there now, they are its evidence.
fn name_evidence(record: &mut DatasetRecord) {
    let there: std::collections::HashSet<&str> = record.excerpts.iter().map(|row| row.id.as_str()).collect();
    let name = |evidence: &mut Vec<String>, attributes: &mut Vec<AttributeRecord>| {
        let own = format!("{}evidence", graph::OWN);
        let Some(at) = attributes.iter().position(|attribute| attribute.name == own) else { return };
        let keys = graph::split(&attributes[at].value);
        if keys.iter().all(|key| there.contains(key.as_str())) {
            attributes.remove(at);
            evidence.extend(keys.into_iter().filter(|key| !evidence.contains(key)).collect::<Vec<_>>());
        }
    };
    record.instruments.iter_mut().for_each(|row| name(&mut row.evidence, &mut row.attributes));
    record.relationships.iter_mut().for_each(|row| name(&mut row.evidence, &mut row.attributes));
    record.events.iter_mut().for_each(|row| name(&mut row.evidence, &mut row.attributes));
}

/// What makes two relationships one, whatever their keys.
type Tie = (RelationshipKind, String, String, bool, Option<String>);

fn tie(row: &RelationshipRecord) -> Tie {
    let (from, to) =
        if row.mutual && row.to < row.from { (&row.to, &row.from) } else { (&row.from, &row.to) };
    let period = row.period.as_ref().map(|period| period.as_str().to_owned());
    (row.kind, from.clone(), to.clone(), row.mutual, period)
}

/// Whether two events of one key are one.
fn is_same_event(a: &EventRecord, b: &EventRecord) -> bool {
    (&a.code, &a.from, &a.to, a.date.as_str()) == (&b.code, &b.from, &b.to, b.date.as_str())
}

/// The documents of a dataset by their addresses.
fn by_address(documents: &[DocumentRecord]) -> HashMap<&str, &str> {
    documents.iter().filter_map(|row| Some((row.url.as_deref()?, row.id.as_str()))).collect()
}

/// Every key of a dataset.
pub(super) fn keys_of(record: &DatasetRecord) -> Keys {
    let mut keys = Keys::default();
    let documents = record.documents.iter().map(|row| &row.id);
    let excerpts = record.excerpts.iter().map(|row| &row.id);
    let actors = record.actors.iter().map(|row| &row.id);
    let instruments = record.instruments.iter().map(|row| &row.id);
    let relationships = record.relationships.iter().map(|row| &row.id);
    let events = record.events.iter().map(|row| &row.id);
    let all = documents.chain(excerpts).chain(actors).chain(instruments).chain(relationships).chain(events);
    all.for_each(|key| {
        keys.take(key);
    });
    keys
}

/// Whether a row of the second dataset is one of the first.
fn find<'a, R: Join>(rows: &'a HashMap<String, usize>, all: &'a [R], key: &str) -> Option<&'a R> {
    rows.get(key).and_then(|&at| all.get(at))
}

#[cfg(test)]
mod tests;
