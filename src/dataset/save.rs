//! From a [`Dataset`] back to the text of a file. Loading what was saved gives the same records.

use super::ids::{ActorId, ExcerptId, Table};
use super::model::Dataset;
use super::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT, InstrumentRecord,
    OfficeRecord, PartOfRecord, RelationshipRecord, SeriesRecord,
};

/// The canonical text of a record: pretty-printed, two spaces a level, fields in the order of the format,
/// a final line break. Equal records give equal bytes.
pub fn to_json(record: &DatasetRecord) -> String {
    // Records are made of texts, numbers and lists, which always serialise.
    let mut text = serde_json::to_string_pretty(record).unwrap_or_default();
    text.push('\n');
    text
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
            id: document.key.clone(),
            kind: document.kind.clone(),
            title: document.title.clone(),
            author: document.author.clone(),
            container_title: document.container_title.clone(),
            publisher: document.publisher.clone(),
            issued: document.issued.clone(),
            url: document.url.clone(),
            language: document.language.clone(),
            rights: document.rights.clone(),
            reliability: document.reliability.clone(),
            text: document.text.clone(),
            note: document.note.clone(),
            attributes: document.attributes.clone(),
        }),
        excerpts: rows(&dataset.excerpts, |excerpt| ExcerptRecord {
            id: excerpt.key.clone(),
            document: dataset.documents[excerpt.document].key.clone(),
            paragraph: excerpt.paragraph,
            selector: excerpt.selectors.clone(),
            gloss: excerpt.gloss.clone(),
            voice: excerpt.voice,
            speaker: excerpt.speaker.map(|id| writer.actor(id)),
            credibility: excerpt.credibility,
            note: excerpt.note.clone(),
            attributes: excerpt.attributes.clone(),
        }),
        actors: rows(&dataset.actors, |actor| ActorRecord {
            id: actor.key.clone(),
            kind: actor.kind,
            name: actor.name.clone(),
            short: actor.short.clone(),
            also: actor.also.clone(),
            part_of: actor
                .part_of
                .iter()
                .map(|part| PartOfRecord {
                    actor: writer.actor(part.whole),
                    period: part.period.clone(),
                    evidence: writer.excerpts(&part.evidence),
                    note: part.note.clone(),
                })
                .collect(),
            office: actor
                .offices
                .iter()
                .map(|office| OfficeRecord {
                    title: office.title.clone(),
                    of: writer.actor(office.of),
                    period: office.period.clone(),
                    evidence: writer.excerpts(&office.evidence),
                    note: office.note.clone(),
                })
                .collect(),
            note: actor.note.clone(),
            viz: actor.viz.clone(),
            attributes: actor.attributes.clone(),
        }),
        instruments: rows(&dataset.instruments, |instrument| InstrumentRecord {
            id: instrument.key.clone(),
            kind: instrument.kind,
            name: instrument.name.clone(),
            short: instrument.short.clone(),
            also: instrument.also.clone(),
            period: instrument.period.clone(),
            evidence: writer.excerpts(&instrument.evidence),
            note: instrument.note.clone(),
            viz: instrument.viz.clone(),
            attributes: instrument.attributes.clone(),
        }),
        relationships: rows(&dataset.relationships, |relationship| RelationshipRecord {
            id: relationship.key.clone(),
            kind: relationship.kind,
            from: dataset.key(relationship.from.into()).into_owned(),
            to: dataset.key(relationship.to.into()).into_owned(),
            mutual: relationship.mutual,
            label: relationship.label.clone(),
            period: relationship.period.clone(),
            evidence: writer.excerpts(&relationship.evidence),
            note: relationship.note.clone(),
            attributes: relationship.attributes.clone(),
        }),
        events: rows(&dataset.events, |event| EventRecord {
            id: event.key.clone(),
            label: event.label.clone(),
            code: event.code.to_string(),
            from: writer.actor(event.from),
            to: dataset.key(event.to.into()).into_owned(),
            date: event.date.clone(),
            score: event.is_own_score.then_some(event.score),
            sources: (event.sources != 1).then_some(event.sources),
            evidence: writer.excerpts(&event.evidence),
            note: event.note.clone(),
            attributes: event.attributes.clone(),
        }),
    }
}

struct Writer<'a> {
    dataset: &'a Dataset,
}

impl Writer<'_> {
    fn actor(&self, id: ActorId) -> String {
        self.dataset.actors[id].key.clone()
    }

    fn excerpts(&self, ids: &[ExcerptId]) -> Vec<String> {
        ids.iter().map(|&id| self.dataset.excerpts[id].key.clone()).collect()
    }
}

fn rows<I: super::ids::Id, T, R>(table: &Table<I, T>, record: impl FnMut(&T) -> R) -> Vec<R> {
    table.rows().iter().map(record).collect()
}
