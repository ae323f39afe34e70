//! From a [`Dataset`] back to the text of a file. Loading what was saved gives the same records.

use sha2::{Digest, Sha256};

use super::events::Event;
use super::excerpts::Excerpt;
use super::ids::{ActorId, ExcerptId, Table};
use super::model::{Attribute, Dataset, Remarks};
use super::record::{
    ActorRecord, AttributeRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT,
    InstrumentRecord, OfficeRecord, PartOfRecord, RelationshipRecord, SeriesRecord,
};
use super::source::hexadecimal;
use super::text::Text;

/// The canonical text of a record: pretty-printed, two spaces a level, fields in the order of the format,
/// a final line break. Equal records give equal bytes.
pub fn to_json(record: &DatasetRecord) -> String {
    // Records are made of texts, numbers and lists, which always serialise.
    let mut text = serde_json::to_string_pretty(record).unwrap_or_default();
    text.push('\n');
    text
}

/// SHA-256 of what [`to_json`] gives, in lowercase hexadecimal.
pub fn sha256(record: &DatasetRecord) -> String {
    let mut hash = Sha256::new();
    // As above; a hash takes all that it is given.
    let _ = serde_json::to_writer_pretty(&mut hash, record);
    hash.update(b"\n");
    hexadecimal(&hash.finalize())
}

/// The record of a dataset: ids turned back to keys.
pub fn to_record(dataset: &Dataset) -> DatasetRecord {
    let writer = Writer { dataset };
    DatasetRecord {
        format: FORMAT.to_owned(),
        id: dataset.key.clone(),
        title: dataset.title.clone(),
        description: dataset.description.clone(),
        series: dataset.series.as_ref().map(|series| SeriesRecord {
            of: writer.actor(series.of),
            toward: series.toward.iter().map(|&id| writer.actor(id)).collect(),
        }),
        documents: rows(&dataset.documents, |document| DocumentRecord {
            id: document.key.to_string(),
            kind: document.kind.to_string(),
            title: document.title.to_string(),
            author: document.author.to_vec(),
            container_title: text(&document.container_title),
            publisher: text(&document.publisher),
            issued: document.issued.clone(),
            url: text(&document.url),
            language: text(&document.language),
            rights: text(&document.rights),
            reliability: text(&document.reliability),
            text: document.text.as_deref().cloned(),
            note: document.remarks.note().map(str::to_owned),
            attributes: attributes(&document.remarks),
        }),
        excerpts: dataset.excerpts.rows().map(|excerpt| writer.excerpt(excerpt)).collect(),
        actors: rows(&dataset.actors, |actor| ActorRecord {
            id: actor.key.to_string(),
            kind: actor.kind,
            name: actor.name.to_string(),
            short: text(&actor.short),
            also: actor.also.iter().map(Text::to_string).collect(),
            part_of: actor
                .part_of
                .iter()
                .map(|part| PartOfRecord {
                    actor: writer.actor(part.whole),
                    period: part.period.clone(),
                    evidence: writer.excerpts(&part.evidence),
                    note: text(&part.note),
                })
                .collect(),
            office: actor
                .offices
                .iter()
                .map(|office| OfficeRecord {
                    title: office.title.to_string(),
                    of: writer.actor(office.of),
                    period: office.period.clone(),
                    evidence: writer.excerpts(&office.evidence),
                    note: text(&office.note),
                })
                .collect(),
            note: actor.remarks.note().map(str::to_owned),
            viz: actor.viz.as_deref().cloned(),
            attributes: attributes(&actor.remarks),
        }),
        instruments: rows(&dataset.instruments, |instrument| InstrumentRecord {
            id: instrument.key.to_string(),
            kind: instrument.kind,
            name: instrument.name.to_string(),
            short: text(&instrument.short),
            also: instrument.also.iter().map(Text::to_string).collect(),
            period: instrument.period.clone(),
            evidence: writer.excerpts(&instrument.evidence),
            note: instrument.remarks.note().map(str::to_owned),
            viz: instrument.viz.as_deref().cloned(),
            attributes: attributes(&instrument.remarks),
        }),
        relationships: rows(&dataset.relationships, |relationship| RelationshipRecord {
            id: relationship.key.to_string(),
            kind: relationship.kind,
            from: dataset.key(relationship.from.into()).into_owned(),
            to: dataset.key(relationship.to.into()).into_owned(),
            mutual: relationship.mutual,
            label: text(&relationship.label),
            period: relationship.period.clone(),
            evidence: writer.excerpts(&relationship.evidence),
            note: relationship.remarks.note().map(str::to_owned),
            attributes: attributes(&relationship.remarks),
        }),
        events: dataset.events.rows().map(|event| writer.event(event)).collect(),
    }
}

struct Writer<'a> {
    dataset: &'a Dataset,
}

impl Writer<'_> {
    fn excerpt(&self, excerpt: Excerpt<'_>) -> ExcerptRecord {
        ExcerptRecord {
            id: excerpt.key().to_owned(),
            document: self.dataset.documents[excerpt.document()].key.to_string(),
            paragraph: excerpt.paragraph(),
            selector: excerpt.selectors(),
            gloss: excerpt.gloss().to_owned(),
            voice: excerpt.voice(),
            speaker: excerpt.speaker().map(|id| self.actor(id)),
            credibility: excerpt.credibility(),
            note: excerpt.remarks().note().map(str::to_owned),
            attributes: attributes(excerpt.remarks()),
        }
    }

    fn event(&self, event: Event<'_>) -> EventRecord {
        EventRecord {
            id: event.key().to_owned(),
            label: event.label().to_owned(),
            code: event.code().to_string(),
            from: self.actor(event.from()),
            to: self.dataset.key(event.to().into()).into_owned(),
            date: event.date().clone(),
            score: event.own_score(),
            sources: (event.sources() != 1).then_some(event.sources()),
            evidence: self.excerpts(event.evidence()),
            note: event.remarks().note().map(str::to_owned),
            attributes: attributes(event.remarks()),
        }
    }

    fn actor(&self, id: ActorId) -> String {
        self.dataset.actors[id].key.to_string()
    }

    fn excerpts(&self, ids: &[ExcerptId]) -> Vec<String> {
        ids.iter().map(|&id| self.dataset.excerpt(id).key().to_owned()).collect()
    }
}

/// A text of a record, where there is one.
fn text(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(Text::to_string)
}

fn rows<I: super::ids::Id, T, R>(table: &Table<I, T>, record: impl FnMut(&T) -> R) -> Vec<R> {
    table.rows().iter().map(record).collect()
}
fn attributes(remarks: &Remarks) -> Vec<AttributeRecord> {
    let record = |each: &Attribute| AttributeRecord {
        name: String::from(&each.name),
        kind: each.kind,
        value: String::from(&each.value),
    };
    remarks.attributes().iter().map(record).collect()
}
