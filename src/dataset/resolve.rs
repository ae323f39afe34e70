//! From records to a [`Dataset`]: keys become typed ids.

use std::collections::HashMap;

use super::coding::{CodeError, EventCode};
use super::ids::{ActorId, DocumentId, ExcerptId, Id, InstrumentId};
use super::item::{Item, NodeId};
use super::model::{
    Actor, Dataset, DefaultSeries, Document, Event, Excerpt, Instrument, Office, Origin, PartOf, Relationship,
};
use super::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord, OfficeRecord,
    PartOfRecord, RelationshipRecord,
};

/// Why records cannot be resolved. [`super::check::check`] finds all such reasons, with their places;
/// this is the first.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum Unresolved {
    /// A key names nothing, or a thing of another kind.
    #[error("the key {0:?} names nothing that fits its place")]
    Key(String),
    /// An event's code is not in the coding table.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// Neither an event nor its coding table says how much it is worth.
    #[error("the event {0:?} has no score")]
    Score(String),
}

/// Resolves checked records.
///
/// # Errors
/// [`Unresolved`] at the first key or code that names nothing.
pub fn resolve(record: DatasetRecord) -> Result<Dataset, Unresolved> {
    let keys = Keys(items(&record));
    let series = record.series.map(|series| {
        let toward = series.toward.iter().map(|key| keys.actor(key)).collect::<Result<_, _>>()?;
        Ok::<_, Unresolved>(DefaultSeries { of: keys.actor(&series.of)?, toward })
    });
    Ok(Dataset {
        key: record.id,
        title: record.title,
        description: record.description,
        series: series.transpose()?,
        documents: record.documents.into_iter().map(document).collect(),
        excerpts: record.excerpts.into_iter().map(|row| excerpt(&keys, row)).collect::<Result<_, _>>()?,
        actors: record.actors.into_iter().map(|row| actor(&keys, row)).collect::<Result<_, _>>()?,
        instruments: record
            .instruments
            .into_iter()
            .map(|row| instrument(&keys, row))
            .collect::<Result<_, _>>()?,
        relationships: record
            .relationships
            .into_iter()
            .map(|row| relationship(&keys, row))
            .collect::<Result<_, _>>()?,
        events: record.events.into_iter().map(|row| event(&keys, row)).collect::<Result<_, _>>()?,
        keys: keys.0,
        origin: Origin::default(),
    })
}

/// Every key of the records, to its item.
fn items(record: &DatasetRecord) -> HashMap<String, Item> {
    fn rows<'a, I: Id + Into<Item>>(
        keys: impl Iterator<Item = &'a String>,
    ) -> impl Iterator<Item = (String, Item)> {
        keys.enumerate().map(|(index, key)| (key.clone(), I::from_index(index).into()))
    }
    rows::<DocumentId>(record.documents.iter().map(|row| &row.id))
        .chain(rows::<ExcerptId>(record.excerpts.iter().map(|row| &row.id)))
        .chain(rows::<ActorId>(record.actors.iter().map(|row| &row.id)))
        .chain(rows::<InstrumentId>(record.instruments.iter().map(|row| &row.id)))
        .chain(rows::<super::ids::RelationshipId>(record.relationships.iter().map(|row| &row.id)))
        .chain(rows::<super::ids::EventId>(record.events.iter().map(|row| &row.id)))
        .collect()
}

struct Keys(HashMap<String, Item>);

impl Keys {
    fn find<T>(&self, key: &str, pick: impl Fn(Item) -> Option<T>) -> Result<T, Unresolved> {
        self.0.get(key).copied().and_then(pick).ok_or_else(|| Unresolved::Key(key.to_owned()))
    }

    fn node(&self, key: &str) -> Result<NodeId, Unresolved> {
        self.find(key, |item| match item {
            Item::Node(node) => Some(node),
            Item::Relationship(_)
            | Item::Event(_)
            | Item::Excerpt(_)
            | Item::Document(_)
            | Item::Point(_) => None,
        })
    }

    fn actor(&self, key: &str) -> Result<ActorId, Unresolved> {
        self.node(key)?.actor().ok_or_else(|| Unresolved::Key(key.to_owned()))
    }

    fn document(&self, key: &str) -> Result<DocumentId, Unresolved> {
        self.find(key, |item| match item {
            Item::Document(id) => Some(id),
            Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Point(_) => {
                None
            }
        })
    }

    fn excerpts(&self, keys: &[String]) -> Result<Vec<ExcerptId>, Unresolved> {
        let excerpt = |item| match item {
            Item::Excerpt(id) => Some(id),
            Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Document(_) | Item::Point(_) => {
                None
            }
        };
        keys.iter().map(|key| self.find(key, excerpt)).collect()
    }
}

fn document(row: DocumentRecord) -> Document {
    Document {
        key: row.id,
        kind: row.kind,
        title: row.title,
        author: row.author,
        container_title: row.container_title,
        publisher: row.publisher,
        issued: row.issued,
        url: row.url,
        language: row.language,
        rights: row.rights,
        reliability: row.reliability,
        text: row.text,
        note: row.note,
        attributes: row.attributes,
    }
}

fn excerpt(keys: &Keys, row: ExcerptRecord) -> Result<Excerpt, Unresolved> {
    Ok(Excerpt {
        document: keys.document(&row.document)?,
        speaker: row.speaker.map(|key| keys.actor(&key)).transpose()?,
        key: row.id,
        paragraph: row.paragraph,
        selectors: row.selector,
        gloss: row.gloss,
        voice: row.voice,
        credibility: row.credibility,
        note: row.note,
        attributes: row.attributes,
    })
}

fn actor(keys: &Keys, row: ActorRecord) -> Result<Actor, Unresolved> {
    let part = |part: PartOfRecord| {
        Ok::<_, Unresolved>(PartOf {
            whole: keys.actor(&part.actor)?,
            period: part.period,
            evidence: keys.excerpts(&part.evidence)?,
            note: part.note,
        })
    };
    let office = |office: OfficeRecord| {
        Ok::<_, Unresolved>(Office {
            of: keys.actor(&office.of)?,
            evidence: keys.excerpts(&office.evidence)?,
            title: office.title,
            period: office.period,
            note: office.note,
        })
    };
    Ok(Actor {
        key: row.id,
        kind: row.kind,
        name: row.name,
        short: row.short,
        also: row.also,
        part_of: row.part_of.into_iter().map(part).collect::<Result<_, _>>()?,
        offices: row.office.into_iter().map(office).collect::<Result<_, _>>()?,
        note: row.note,
        viz: row.viz,
        attributes: row.attributes,
    })
}

fn instrument(keys: &Keys, row: InstrumentRecord) -> Result<Instrument, Unresolved> {
    Ok(Instrument {
        evidence: keys.excerpts(&row.evidence)?,
        key: row.id,
        kind: row.kind,
        name: row.name,
        short: row.short,
        also: row.also,
        period: row.period,
        note: row.note,
        viz: row.viz,
        attributes: row.attributes,
    })
}

fn relationship(keys: &Keys, row: RelationshipRecord) -> Result<Relationship, Unresolved> {
    Ok(Relationship {
        from: keys.node(&row.from)?,
        to: keys.node(&row.to)?,
        evidence: keys.excerpts(&row.evidence)?,
        key: row.id,
        kind: row.kind,
        mutual: row.mutual,
        label: row.label,
        period: row.period,
        note: row.note,
        attributes: row.attributes,
    })
}

fn event(keys: &Keys, row: EventRecord) -> Result<Event, Unresolved> {
    let code = EventCode::parse(&row.code)?;
    let score = row.score.or(code.score).ok_or_else(|| Unresolved::Score(row.id.clone()))?;
    Ok(Event {
        code,
        score,
        is_own_score: row.score.is_some(),
        from: keys.actor(&row.from)?,
        to: keys.node(&row.to)?,
        evidence: keys.excerpts(&row.evidence)?,
        key: row.id,
        label: row.label,
        date: row.date,
        sources: row.sources.unwrap_or(1),
        note: row.note,
        attributes: row.attributes,
    })
}
