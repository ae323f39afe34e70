//! From rows as they are written to rows of a [`Dataset`]: keys become typed ids, and what many rows say alike is
//! kept once.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::check::{ActorLinks, Checker, EventLinks, ExcerptLinks, Findings, Keys, RelationshipLinks};
use super::date::Edtf;
use super::ids::{Id, Table};
use super::model::{
    Actor, Dataset, Document, Event, Excerpt, Instrument, Office, Origin, PartOf, Relationship, Remarks, Text,
};
use super::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord,
    RelationshipRecord, SelectorRecord,
};

/// Checks and resolves records, which are given back row by row. There is a dataset unless a row names what is not
/// there; one whose findings have an error is not to be shown. Of a kind of problem at most so many are told.
pub(super) fn resolve(record: DatasetRecord, most: usize) -> (Option<Dataset>, Findings) {
    let keys = Keys::of(&record);
    let mut resolver = Resolver::new(&keys, most);
    let series = resolver.checker.dataset(&record.id, record.series.as_ref());
    let documents = each(record.documents, |index, row| Some(resolver.document(index, row)));
    let excerpts = each(record.excerpts, |index, row| resolver.excerpt(index, row));
    let actors = each(record.actors, |index, row| resolver.actor(index, row));
    let instruments = each(record.instruments, |index, row| resolver.instrument(index, row));
    let relationships = each(record.relationships, |index, row| resolver.relationship(index, row));
    let events = each(record.events, |index, row| resolver.event(index, row));
    let findings = resolver.checker.finish();
    let dataset = || {
        Some(Dataset {
            key: record.id,
            title: record.title,
            description: record.description,
            series: series?,
            documents: documents?,
            excerpts: excerpts?,
            actors: actors?,
            instruments: instruments?,
            relationships: relationships?,
            events: events?,
            keys: keys.table,
            origin: Origin::default(),
        })
    };
    (dataset(), findings)
}

/// The rows of a table. Every record is looked at, whether the ones before it resolve or not.
fn each<I: Id, R, T>(records: Vec<R>, mut resolve: impl FnMut(usize, R) -> Option<T>) -> Option<Table<I, T>> {
    let mut rows = Vec::with_capacity(records.len());
    let mut is_whole = true;
    for (index, record) in records.into_iter().enumerate() {
        match resolve(index, record) {
            Some(row) => rows.push(row),
            None => is_whole = false,
        }
    }
    is_whole.then(|| rows.into())
}

/// Resolves rows of a dataset, and checks them on the way.
pub(super) struct Resolver<'k> {
    keys: &'k Keys,
    shared: Shared,
    /// What is wrong with the rows.
    pub checker: Checker<'k>,
}

/// What many records say alike is kept once.
#[derive(Default)]
struct Shared {
    texts: HashSet<Text, RandomState>,
    dates: HashSet<Edtf, RandomState>,
    /// How often a text was asked for, and how often it was known.
    asked: (usize, usize),
}

impl Shared {
    fn text(&mut self, text: String) -> Text {
        let known = self.texts.get(text.as_str());
        self.asked.0 += 1;
        if let Some(known) = known {
            self.asked.1 += 1;
            return known.clone();
        }
        let text = Text::from(text);
        // Short texts take no room of their own, and where hardly any repeat, to remember all takes more than it saves.
        if text.len() > 15 && (self.asked.0 < 10_000 || self.asked.1 * 8 > self.asked.0) {
            self.texts.insert(text.clone());
        }
        text
    }

    fn selectors(&mut self, mut selectors: Vec<SelectorRecord>) -> Vec<SelectorRecord> {
        for selector in &mut selectors {
            if let SelectorRecord::FragmentSelector { conforms_to, .. } = selector {
                *conforms_to = self.text(std::mem::take(conforms_to).into());
            }
        }
        selectors
    }

    fn date(&mut self, date: Edtf) -> Edtf {
        if let Some(known) = self.dates.get(&date) {
            return known.clone();
        }
        self.dates.insert(date.clone());
        date
    }
}

impl<'k> Resolver<'k> {
    /// A resolver of the rows that have these keys. Of a kind of problem in a list it tells at most so many.
    pub fn new(keys: &'k Keys, most: usize) -> Self {
        Self { keys, shared: Shared::default(), checker: Checker::new(keys, most) }
    }

    pub fn document(&mut self, index: usize, row: DocumentRecord) -> Document {
        self.checker.document(index, &row);
        let shared = &mut self.shared;
        Document {
            key: key(&self.keys.columns.documents, index),
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

    pub fn excerpt(&mut self, index: usize, row: ExcerptRecord) -> Option<Excerpt> {
        let ExcerptLinks { document, speaker } = self.checker.excerpt(index, &row)?;
        Some(Excerpt {
            key: key(&self.keys.columns.excerpts, index),
            document,
            speaker,
            paragraph: row.paragraph,
            selectors: self.shared.selectors(row.selector).into(),
            gloss: row.gloss.into(),
            voice: row.voice,
            credibility: row.credibility,
            remarks: Remarks::new(row.note, row.attributes),
        })
    }

    pub fn actor(&mut self, index: usize, row: ActorRecord) -> Option<Actor> {
        let ActorLinks { wholes, offices } = self.checker.actor(index, &row)?;
        let parts = row.part_of.into_iter().zip(wholes).map(|(part, (whole, evidence))| PartOf {
            whole,
            period: part.period,
            evidence,
            note: part.note.map(Text::from),
        });
        let offices = row.office.into_iter().zip(offices).map(|(office, (of, evidence))| Office {
            title: office.title.into(),
            of,
            period: office.period,
            evidence,
            note: office.note.map(Text::from),
        });
        Some(Actor {
            key: key(&self.keys.columns.actors, index),
            kind: row.kind,
            name: row.name.into(),
            short: row.short.map(Text::from),
            also: row.also.into_iter().map(Text::from).collect(),
            part_of: parts.collect(),
            offices: offices.collect(),
            viz: row.viz.map(Box::new),
            remarks: Remarks::new(row.note, row.attributes),
        })
    }

    pub fn instrument(&mut self, index: usize, row: InstrumentRecord) -> Option<Instrument> {
        let evidence = self.checker.instrument(index, &row)?;
        Some(Instrument {
            key: key(&self.keys.columns.instruments, index),
            evidence,
            kind: row.kind,
            name: row.name.into(),
            short: row.short.map(Text::from),
            also: row.also.into_iter().map(Text::from).collect(),
            period: row.period,
            viz: row.viz.map(Box::new),
            remarks: Remarks::new(row.note, row.attributes),
        })
    }

    pub fn relationship(&mut self, index: usize, row: RelationshipRecord) -> Option<Relationship> {
        let RelationshipLinks { from, to, evidence } = self.checker.relationship(index, &row)?;
        Some(Relationship {
            key: key(&self.keys.columns.relationships, index),
            from,
            to,
            evidence,
            kind: row.kind,
            mutual: row.mutual,
            label: row.label.map(|text| self.shared.text(text)),
            period: row.period.map(|date| self.shared.date(date)),
            remarks: Remarks::new(row.note, row.attributes),
        })
    }

    pub fn event(&mut self, index: usize, row: EventRecord) -> Option<Event> {
        let EventLinks { code, score, from, to, evidence } = self.checker.event(index, &row)?;
        Some(Event {
            key: key(&self.keys.columns.events, index),
            code,
            score,
            is_own_score: row.score.is_some(),
            from,
            to,
            evidence,
            label: self.shared.text(row.label),
            date: self.shared.date(row.date),
            sources: row.sources.unwrap_or(1),
            remarks: Remarks::new(row.note, row.attributes),
        })
    }
}

/// The key of a row, which has one.
fn key(column: &[Text], index: usize) -> Text {
    column.get(index).cloned().unwrap_or_default()
}
