//! From rows as they are written to rows of a [`Dataset`]: keys become typed ids, and what many rows say alike is
//! kept once.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::check::{ActorLinks, Checker, EventLinks, ExcerptLinks, Findings, Keys, RelationshipLinks};
use super::date::Edtf;
use super::events::{DateNumber, EventColumns, EventRow, Events};
use super::excerpts::{ExcerptColumns, ExcerptRow, Excerpts};
use super::ids::{Id, Table};
use super::model::{
    Actor, Attribute, Dataset, Document, Instrument, Office, Origin, PartOf, Relationship, Remarks,
};
use super::parts::Part as _;
use super::record::{
    ActorRecord, AttributeRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord,
    InstrumentRecord, RelationshipRecord,
};
use super::text::Texts;

/// Checks and resolves records, which are given back row by row. There is a dataset unless a row names what is not
/// there; one whose findings have an error is not to be shown. Of a kind of problem at most so many are told.
pub(super) fn resolve(record: DatasetRecord, most: usize) -> (Option<Dataset>, Findings) {
    let keys = Keys::of(&record);
    let mut resolver = Resolver::new(&keys, most);
    let series = resolver.checker.dataset(&record.id, record.series.as_ref());
    let documents = each(record.documents, |index, row| Some(resolver.document(index, row)));
    let counts = (record.excerpts.len(), record.events.len());
    record.excerpts.into_iter().enumerate().for_each(|(index, row)| resolver.excerpt(index, row));
    let actors = each(record.actors, |index, row| resolver.actor(index, row));
    let instruments = each(record.instruments, |index, row| resolver.instrument(index, row));
    let relationships = each(record.relationships, |index, row| resolver.relationship(index, row));
    record.events.into_iter().enumerate().for_each(|(index, row)| resolver.event(index, row));
    let Resolver { checker, excerpts, events, .. } = resolver;
    let findings = checker.finish();
    let is_whole = (excerpts.len(), events.len()) == counts;
    let dataset = || {
        is_whole.then_some(())?;
        Some(Dataset {
            key: record.id,
            title: record.title,
            description: record.description,
            series: series?,
            documents: documents?,
            excerpts: Excerpts::new(vec![excerpts], keys.columns.excerpts),
            actors: actors?,
            instruments: instruments?,
            relationships: relationships?,
            events: Events::new(vec![events.filled()], keys.columns.events),
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
    /// What the rows say.
    texts: Texts,
    /// Their dates: what many have alike is kept once.
    dates: HashSet<Edtf, RandomState>,
    /// The excerpts among them, without their keys.
    pub excerpts: ExcerptColumns,
    /// The events among them, without their keys.
    pub events: EventColumns,
    /// What is wrong with the rows.
    pub checker: Checker<'k>,
}

impl<'k> Resolver<'k> {
    /// A resolver of the rows that have these keys. Of a kind of problem in a list it tells at most so many.
    pub fn new(keys: &'k Keys, most: usize) -> Self {
        let (texts, dates) = (Texts::default(), HashSet::default());
        let (excerpts, events) = (ExcerptColumns::default(), EventColumns::default());
        Self { keys, texts, dates, excerpts, events, checker: Checker::new(keys, most) }
    }

    /// Makes the texts of all rows up to now readable.
    pub fn close(&mut self) {
        self.texts.close();
    }

    pub fn document(&mut self, index: usize, row: DocumentRecord) -> Document {
        self.checker.document(index, &row);
        Document {
            key: self.texts.add(self.keys.columns.documents.get(index)),
            kind: self.texts.share(&row.kind),
            title: self.texts.add(&row.title),
            author: row.author.into(),
            container_title: row.container_title.map(|text| self.texts.share(&text)),
            publisher: row.publisher.map(|text| self.texts.share(&text)),
            issued: row.issued.map(|date| self.date(date)),
            url: row.url.map(|text| self.texts.add(&text)),
            language: row.language.map(|text| self.texts.share(&text)),
            rights: row.rights.map(|text| self.texts.share(&text)),
            reliability: row.reliability.map(|text| self.texts.share(&text)),
            text: row.text.map(Box::new),
            remarks: remarks(&mut self.texts, row.note, row.attributes),
        }
    }

    /// Adds an excerpt to [`Self::excerpts`], where it resolves.
    pub fn excerpt(&mut self, index: usize, row: ExcerptRecord<impl AsRef<str>>) {
        let Some(links) = self.checker.excerpt(index, &row) else { return };
        let ExcerptLinks { document, speaker } = links;
        self.excerpts.add(ExcerptRow {
            document,
            paragraph: row.paragraph,
            selectors: row.selector,
            gloss: row.gloss,
            voice: row.voice,
            speaker,
            credibility: row.credibility,
            remarks: remarks(&mut self.texts, row.note, row.attributes),
        });
    }

    pub fn actor(&mut self, index: usize, row: ActorRecord) -> Option<Actor> {
        let ActorLinks { wholes, offices } = self.checker.actor(index, &row)?;
        let texts = &mut self.texts;
        let parts = row.part_of.into_iter().zip(wholes).map(|(part, (whole, evidence))| PartOf {
            whole,
            period: part.period,
            evidence,
            note: part.note.map(|text| texts.add(&text)),
        });
        let part_of = parts.collect();
        let offices = row.office.into_iter().zip(offices).map(|(office, (of, evidence))| Office {
            title: texts.share(&office.title),
            of,
            period: office.period,
            evidence,
            note: office.note.map(|text| texts.add(&text)),
        });
        let offices = offices.collect();
        Some(Actor {
            key: texts.add(self.keys.columns.actors.get(index)),
            kind: row.kind,
            name: texts.add(&row.name),
            short: row.short.map(|text| texts.add(&text)),
            also: row.also.iter().map(|text| texts.add(text)).collect(),
            part_of,
            offices,
            viz: row.viz.map(Box::new),
            remarks: remarks(&mut self.texts, row.note, row.attributes),
        })
    }

    pub fn instrument(&mut self, index: usize, row: InstrumentRecord) -> Option<Instrument> {
        let evidence = self.checker.instrument(index, &row)?;
        Some(Instrument {
            key: self.texts.add(self.keys.columns.instruments.get(index)),
            evidence,
            kind: row.kind,
            name: self.texts.add(&row.name),
            short: row.short.map(|text| self.texts.add(&text)),
            also: row.also.into_iter().map(|text| self.texts.add(&text)).collect(),
            period: row.period,
            viz: row.viz.map(Box::new),
            remarks: remarks(&mut self.texts, row.note, row.attributes),
        })
    }

    pub fn relationship(&mut self, index: usize, row: RelationshipRecord) -> Option<Relationship> {
        let RelationshipLinks { from, to, evidence } = self.checker.relationship(index, &row)?;
        Some(Relationship {
            key: self.texts.add(self.keys.columns.relationships.get(index)),
            from,
            to,
            evidence,
            kind: row.kind,
            mutual: row.mutual,
            label: row.label.map(|text| self.texts.share(&text)),
            period: row.period.map(|date| self.date(date)),
            remarks: remarks(&mut self.texts, row.note, row.attributes),
        })
    }

    /// Adds an event to [`Self::events`], where it resolves.
    pub fn event(&mut self, index: usize, row: EventRecord<impl AsRef<str>>) {
        let date = self.events.date(row.date.clone());
        self.dated_event(index, row, date);
    }

    /// Adds an event whose date is there already, where it resolves.
    pub fn dated_event<D>(&mut self, index: usize, row: EventRecord<impl AsRef<str>, D>, date: DateNumber) {
        let Some(links) = self.checker.event(index, &row) else { return };
        let EventLinks { code, from, to, evidence } = links;
        let event = EventRow {
            label: row.label,
            code,
            own_score: row.score,
            from,
            to,
            sources: row.sources.unwrap_or(1),
            evidence,
            remarks: remarks(&mut self.texts, row.note, row.attributes),
        };
        self.events.add(date, event);
    }

    fn date(&mut self, date: Edtf) -> Edtf {
        if let Some(known) = self.dates.get(&date) {
            return known.clone();
        }
        self.dates.insert(date.clone());
        date
    }
}

/// A note, and attributes: many records name the same.
fn remarks(texts: &mut Texts, note: Option<String>, attributes: Vec<AttributeRecord>) -> Remarks {
    if note.is_none() && attributes.is_empty() {
        return Remarks::default();
    }
    let attribute = |AttributeRecord { name, kind, value }: AttributeRecord| {
        let (name, value) = (texts.share(&name), texts.add(&value));
        Attribute { name, kind, value }
    };
    let attributes = attributes.into_iter().map(attribute).collect();
    Remarks::new(note.map(|note| texts.add(&note)), attributes)
}
