//! From records to a [`Dataset`]: keys become typed ids.

use std::collections::HashSet;

use ecow::EcoVec;

use super::coding::{CodeError, EventCode};
use super::date::Edtf;
use super::ids::{ActorId, DocumentId, EventId, ExcerptId, Id, InstrumentId, RelationshipId, Table};
use super::item::{Item, NodeId};
use super::key_table::KeyTable;
use super::model::{
    Actor, Dataset, DefaultSeries, Document, Event, Excerpt, Instrument, Office, Origin, PartOf,
    Relationship, Remarks, Text,
};
use super::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord, OfficeRecord,
    PartOfRecord, RelationshipRecord, SelectorRecord,
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
pub fn resolve(mut record: DatasetRecord) -> Result<Dataset, Unresolved> {
    let keys = Keys::take(&mut record);
    let mut shared = Shared::default();
    let series = record.series.map(|series| {
        let toward = series.toward.iter().map(|key| keys.actor(key)).collect::<Result<_, _>>()?;
        Ok::<_, Unresolved>(DefaultSeries { of: keys.actor(&series.of)?, toward })
    });
    Ok(Dataset {
        key: record.id,
        title: record.title,
        description: record.description,
        series: series.transpose()?,
        documents: each(record.documents, &keys.documents, |key, row| Ok(document(&mut shared, key, row)))?,
        excerpts: each(record.excerpts, &keys.excerpts, |key, row| excerpt(&keys, &mut shared, key, row))?,
        actors: each(record.actors, &keys.actors, |key, row| actor(&keys, key, row))?,
        instruments: each(record.instruments, &keys.instruments, |key, row| instrument(&keys, key, row))?,
        relationships: each(record.relationships, &keys.relationships, |key, row| {
            relationship(&keys, &mut shared, key, row)
        })?,
        events: each(record.events, &keys.events, |key, row| event(&keys, &mut shared, key, row))?,
        keys: keys.table,
        origin: Origin::default(),
    })
}

/// The rows of a table, made of its records and their keys.
fn each<I: Id, R, T>(
    records: Vec<R>,
    keys: &[Text],
    mut row: impl FnMut(Text, R) -> Result<T, Unresolved>,
) -> Result<Table<I, T>, Unresolved> {
    keys.iter().cloned().zip(records).map(|(key, record)| row(key, record)).collect()
}

/// What many records say alike is kept once.
#[derive(Default)]
struct Shared {
    texts: HashSet<Text>,
    dates: HashSet<Edtf>,
}

impl Shared {
    fn text(&mut self, text: impl Into<Text>) -> Text {
        let text = text.into();
        if let Some(known) = self.texts.get(&text) {
            return known.clone();
        }
        self.texts.insert(text.clone());
        text
    }

    fn selector(&mut self, mut selector: SelectorRecord) -> SelectorRecord {
        if let SelectorRecord::FragmentSelector { conforms_to, .. } = &mut selector {
            *conforms_to = self.text(std::mem::take(conforms_to));
        }
        selector
    }

    fn date(&mut self, date: Edtf) -> Edtf {
        if let Some(known) = self.dates.get(&date) {
            return known.clone();
        }
        self.dates.insert(date.clone());
        date
    }
}

/// The keys of the records, taken out of them, and where each leads.
struct Keys {
    documents: Vec<Text>,
    excerpts: Vec<Text>,
    actors: Vec<Text>,
    instruments: Vec<Text>,
    relationships: Vec<Text>,
    events: Vec<Text>,
    table: KeyTable,
}

impl Keys {
    fn take(record: &mut DatasetRecord) -> Self {
        fn taken<R>(records: &mut [R], id: impl Fn(&mut R) -> &mut String) -> Vec<Text> {
            records.iter_mut().map(|record| Text::from(std::mem::take(id(record)))).collect()
        }
        fn items<'a, I: Id + Into<Item>>(keys: &'a [Text]) -> impl Iterator<Item = (&'a str, Item)> {
            keys.iter().enumerate().map(|(index, key)| (key.as_str(), I::from_index(index).into()))
        }
        let mut keys = Self {
            documents: taken(&mut record.documents, |row| &mut row.id),
            excerpts: taken(&mut record.excerpts, |row| &mut row.id),
            actors: taken(&mut record.actors, |row| &mut row.id),
            instruments: taken(&mut record.instruments, |row| &mut row.id),
            relationships: taken(&mut record.relationships, |row| &mut row.id),
            events: taken(&mut record.events, |row| &mut row.id),
            table: KeyTable::default(),
        };
        let all: Vec<(&str, Item)> = items::<DocumentId>(&keys.documents)
            .chain(items::<ExcerptId>(&keys.excerpts))
            .chain(items::<ActorId>(&keys.actors))
            .chain(items::<InstrumentId>(&keys.instruments))
            .chain(items::<RelationshipId>(&keys.relationships))
            .chain(items::<EventId>(&keys.events))
            .collect();
        keys.table = KeyTable::new(all.into_iter());
        keys
    }

    fn key(&self, item: Item) -> Option<&Text> {
        match item {
            Item::Node(NodeId::Actor(id)) => self.actors.get(id.index()),
            Item::Node(NodeId::Instrument(id)) => self.instruments.get(id.index()),
            Item::Relationship(id) => self.relationships.get(id.index()),
            Item::Event(id) => self.events.get(id.index()),
            Item::Excerpt(id) => self.excerpts.get(id.index()),
            Item::Document(id) => self.documents.get(id.index()),
            Item::Point(_) => None,
        }
    }

    fn find<T>(&self, key: &str, pick: impl Fn(Item) -> Option<T>) -> Result<T, Unresolved> {
        let item = self.table.find(key, |item| self.key(item).is_some_and(|found| found == key));
        item.and_then(pick).ok_or_else(|| Unresolved::Key(key.to_owned()))
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

    fn excerpts(&self, keys: &[String]) -> Result<EcoVec<ExcerptId>, Unresolved> {
        let excerpt = |item| match item {
            Item::Excerpt(id) => Some(id),
            Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Document(_) | Item::Point(_) => {
                None
            }
        };
        keys.iter().map(|key| self.find(key, excerpt)).collect()
    }
}

fn document(shared: &mut Shared, key: Text, row: DocumentRecord) -> Document {
    Document {
        key,
        kind: shared.text(row.kind),
        title: row.title.into(),
        author: row.author.into(),
        container_title: row.container_title.map(|text| shared.text(text)),
        publisher: row.publisher.map(|text| shared.text(text)),
        issued: row.issued.map(|date| shared.date(date)),
        url: row.url.map(Text::from),
        language: row.language.map(|text| shared.text(text)),
        rights: row.rights.map(|text| shared.text(text)),
        reliability: row.reliability.map(|text| shared.text(text)),
        text: row.text.map(Box::new),
        remarks: Remarks::new(row.note, row.attributes),
    }
}

fn excerpt(keys: &Keys, shared: &mut Shared, key: Text, row: ExcerptRecord) -> Result<Excerpt, Unresolved> {
    Ok(Excerpt {
        key,
        document: keys.document(&row.document)?,
        speaker: row.speaker.map(|key| keys.actor(&key)).transpose()?,
        paragraph: row.paragraph,
        selectors: row.selector.into_iter().map(|selector| shared.selector(selector)).collect(),
        gloss: row.gloss.into(),
        voice: row.voice,
        credibility: row.credibility,
        remarks: Remarks::new(row.note, row.attributes),
    })
}

fn actor(keys: &Keys, key: Text, row: ActorRecord) -> Result<Actor, Unresolved> {
    let part = |part: PartOfRecord| {
        Ok::<_, Unresolved>(PartOf {
            whole: keys.actor(&part.actor)?,
            period: part.period,
            evidence: keys.excerpts(&part.evidence)?,
            note: part.note.map(Text::from),
        })
    };
    let office = |office: OfficeRecord| {
        Ok::<_, Unresolved>(Office {
            of: keys.actor(&office.of)?,
            evidence: keys.excerpts(&office.evidence)?,
            title: office.title.into(),
            period: office.period,
            note: office.note.map(Text::from),
        })
    };
    Ok(Actor {
        key,
        kind: row.kind,
        name: row.name.into(),
        short: row.short.map(Text::from),
        also: row.also.into_iter().map(Text::from).collect(),
        part_of: row.part_of.into_iter().map(part).collect::<Result<_, _>>()?,
        offices: row.office.into_iter().map(office).collect::<Result<_, _>>()?,
        viz: row.viz.map(Box::new),
        remarks: Remarks::new(row.note, row.attributes),
    })
}

fn instrument(keys: &Keys, key: Text, row: InstrumentRecord) -> Result<Instrument, Unresolved> {
    Ok(Instrument {
        key,
        evidence: keys.excerpts(&row.evidence)?,
        kind: row.kind,
        name: row.name.into(),
        short: row.short.map(Text::from),
        also: row.also.into_iter().map(Text::from).collect(),
        period: row.period,
        viz: row.viz.map(Box::new),
        remarks: Remarks::new(row.note, row.attributes),
    })
}

fn relationship(
    keys: &Keys,
    shared: &mut Shared,
    key: Text,
    row: RelationshipRecord,
) -> Result<Relationship, Unresolved> {
    Ok(Relationship {
        key,
        from: keys.node(&row.from)?,
        to: keys.node(&row.to)?,
        evidence: keys.excerpts(&row.evidence)?,
        kind: row.kind,
        mutual: row.mutual,
        label: row.label.map(|text| shared.text(text)),
        period: row.period.map(|date| shared.date(date)),
        remarks: Remarks::new(row.note, row.attributes),
    })
}

fn event(keys: &Keys, shared: &mut Shared, key: Text, row: EventRecord) -> Result<Event, Unresolved> {
    let code = EventCode::find(&row.code)?;
    let score = row.score.or(code.score).ok_or_else(|| Unresolved::Score(key.to_string()))?;
    Ok(Event {
        key,
        code,
        score,
        is_own_score: row.score.is_some(),
        from: keys.actor(&row.from)?,
        to: keys.node(&row.to)?,
        evidence: keys.excerpts(&row.evidence)?,
        label: shared.text(row.label),
        date: shared.date(row.date),
        sources: row.sources.unwrap_or(1),
        remarks: Remarks::new(row.note, row.attributes),
    })
}
