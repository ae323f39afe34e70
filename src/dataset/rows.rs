//! The rows of a text, read one at a time and by several threads: none is kept as it is written.
//!
//! The text is gone over twice. The first time finds where each row begins and ends; its key, which comes first in what
//! this program writes, is read there. The second time reads each row as its record, held to the schema, and makes a row
//! of the dataset of it. So it takes little more memory than the dataset itself.

mod lanes;

use std::borrow::Cow;
use std::fmt;
use std::mem::take;

use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::check::{Checker, Findings, Keys, List};
use super::codes::{Code, Severity};
use super::column::Column;
use super::diagnostic::Finding;
use super::events::Events;
use super::excerpts::Excerpts;
use super::follow::Follow;
use super::ids::Id as _;
use super::locate::{JsonPath, Tree};
use super::model::{Dataset, Origin};
use super::network::{Network, Proved};
use super::outline::{Head, Outline, Place, Source};
use super::parts::Part;
use super::record::{DatasetRecord, EventRecord, ExcerptRecord};
use super::resolve::Resolver;
use super::schema::{Rule, rules};
use super::structure::judge_text;
use super::{plain, sound, structure, syntax};
use lanes::{Row, Said, in_parts, table};
pub(super) use lanes::{Rows, each_handful};

/// The text is not sound: it is no JSON, or has not the shape of the format.
#[derive(Debug)]
pub(super) struct NotSound;

/// What becomes of a row that is not sound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Unsound {
    /// The reading ends there.
    End,
    /// What is wrong with it is found; then it is mended, as [`structure`] does.
    Mend,
}

/// Reads, checks and resolves a text of which the outline is known, which gives what records of the same would give
/// ([`super::resolve::resolve`]).
///
/// # Errors
/// Where the text is not sound, or who follows wants no more of it. What is wrong with it, another way must tell.
pub(super) fn read(
    text: Source<'_>,
    outline: Outline,
    unsound: Unsound,
    most: usize,
    threads: usize,
    follow: &dyn Follow,
) -> Result<(Option<Dataset>, Findings), NotSound> {
    let Outline { head, places, keys } = outline;
    let keys = Keys::new(keys);
    let rows = |list| Rows { text, list, unsound, follow };
    let resolvers = || (0..threads.max(1)).map(|_| Resolver::new(&keys, most)).collect::<Vec<_>>();
    let mut readers = resolvers();
    let documents =
        table(&mut readers, rows(List::Documents), places.of(List::Documents), |resolver, index, row| {
            Some(Some(resolver.document(index, row.read()?)))
        })?;
    Checker::know_documents(readers.iter_mut().map(|resolver| &mut resolver.checker));
    let actors = table(&mut readers, rows(List::Actors), places.of(List::Actors), |resolver, index, row| {
        Some(resolver.actor(index, row.read()?))
    })?;
    let instruments = table(
        &mut readers,
        rows(List::Instruments),
        places.of(List::Instruments),
        |resolver, index, row| Some(resolver.instrument(index, row.read()?)),
    )?;
    let relationships = table(
        &mut readers,
        rows(List::Relationships),
        places.of(List::Relationships),
        |resolver, index, row| Some(resolver.relationship(index, row.read()?)),
    )?;

    if follow.wants_network()
        && let (Some(documents), Some(actors), Some(instruments), Some(relationships)) =
            (&documents, &actors, &instruments, &relationships)
    {
        let network = Network { documents, actors, instruments, relationships };
        // By others than the rest, so that what is wrong with an excerpt is told once.
        let rows = Rows { follow: &(), ..rows(List::Excerpts) };
        let excerpts = (places.of(List::Excerpts), &keys.columns.excerpts);
        let network = early(&head, &network, rows, excerpts, resolvers())?;
        network.into_iter().for_each(|network| follow.network(network));
    }

    in_parts(
        &mut readers,
        rows(List::Excerpts),
        places.of(List::Excerpts),
        |resolver, excerpts, bytes| resolver.excerpts.reserve(excerpts, bytes / GLOSSES, bytes / QUOTATIONS),
        excerpt,
    )?;
    in_parts(
        &mut readers,
        rows(List::Events),
        places.of(List::Events),
        |resolver, events, bytes| resolver.events.reserve(events, bytes / LABELS),
        |resolver, index, row| {
            match plain::event(row.json, &mut resolver.events) {
                Some((record, date)) => resolver.dated_event(index, record, date),
                None => resolver.event(index, row.read::<EventRecord<Said<'_>>>()?),
            }
            Some(())
        },
    )?;
    let counts = (places.of(List::Excerpts).len(), places.of(List::Events).len());
    let excerpts: Vec<_> = readers.iter_mut().map(|resolver| take(&mut resolver.excerpts)).collect();
    let events: Vec<_> = readers.iter_mut().map(|resolver| take(&mut resolver.events).filled()).collect();
    let is_whole = (length(&excerpts), length(&events)) == counts;
    drop(places);

    let mut checker = Checker::new(&keys, most);
    readers.into_iter().for_each(|resolver| checker.join(resolver.checker));
    let series = checker.dataset(&head.key, head.series.as_ref());
    let findings = checker.finish();
    let dataset = || {
        is_whole.then_some(())?;
        Some(Dataset {
            key: head.key,
            title: head.title,
            description: head.description,
            series: series?,
            documents: documents?,
            excerpts: Excerpts::new(excerpts, keys.columns.excerpts),
            actors: actors?,
            instruments: instruments?,
            relationships: relationships?,
            events: Events::new(events, keys.columns.events),
            keys: keys.table,
            origin: Origin::default(),
        })
    };
    Ok((dataset(), findings))
}

/// The network as a dataset of its own, with the excerpts that prove it, which are read for it. `None` where one of them
/// does not resolve.
fn early(
    head: &Head,
    network: &Network<'_>,
    rows: Rows<'_>,
    (excerpts, keys): (&[Place], &Column),
    mut resolvers: Vec<Resolver<'_>>,
) -> Result<Option<Dataset>, NotSound> {
    let named = network.evidence();
    let places: Vec<Place> = named.iter().filter_map(|id| excerpts.get(id.index()).copied()).collect();
    in_parts(
        &mut resolvers,
        rows,
        &places,
        |_, _, _| {},
        |resolver, nth, row| named.get(nth).map_or(Some(()), |id| excerpt(resolver, id.index(), row)),
    )?;
    let excerpts: Vec<_> = resolvers.iter_mut().map(|resolver| take(&mut resolver.excerpts)).collect();
    if length(&excerpts) != named.len() {
        return Ok(None);
    }
    let excerpts = Excerpts::new(excerpts, named.iter().map(|id| keys.get(id.index())).collect());
    let checker = resolvers.first_mut().map(|resolver| &mut resolver.checker);
    let series = checker.and_then(|checker| checker.dataset(&head.key, head.series.as_ref()));
    let Some(series) = series else { return Ok(None) };
    let Proved { actors, instruments, relationships } = network.proved_by(&named);
    let mut early = Dataset {
        key: head.key.clone(),
        title: head.title.clone(),
        description: head.description.clone(),
        series,
        documents: network.documents.clone(),
        excerpts,
        actors,
        instruments,
        relationships,
        ..Dataset::default()
    };
    early.index_keys();
    Ok(Some(early))
}

/// The value of a field of a dataset.
pub(super) fn value<'a, T: Deserialize<'a>>(field: &str, text: &'a RawValue) -> Result<T, NotSound> {
    let field = rules().field(field).ok_or(NotSound)?;
    let rule = match &field.rule {
        Rule::OrNull(inner) => inner,
        rule => rule,
    };
    sound::read(text.get(), rule).ok_or(NotSound)
}

/// The rule of the rows of a list.
pub(super) fn rule_of_rows(list: &str) -> Result<&'static Rule, NotSound> {
    match rules().field(list).map(|field| &field.rule) {
        Some(Rule::List(entry)) => Ok(entry),
        _ => Err(NotSound),
    }
}
/// How many times as much a list of events takes as the labels in it, or more.
const LABELS: usize = 3;

/// The same of excerpts with their glosses, and with their quotations.
const GLOSSES: usize = 2;
const QUOTATIONS: usize = 4;

/// How many rows parts have together.
fn length(parts: &[impl Part]) -> usize {
    parts.iter().map(Part::len).sum()
}

/// Reads an excerpt into the part of a resolver.
fn excerpt(resolver: &mut Resolver<'_>, index: usize, row: Row<'_>) -> Option<()> {
    match plain::excerpt(row.json) {
        Some(record) => resolver.excerpt(index, record),
        None => resolver.excerpt(index, row.read::<ExcerptRecord<Said<'_>>>()?),
    }
    Some(())
}

/// Whether the rows of records, written as JSON, are held to the rules of the schema.
pub(super) fn are_sound(record: &DatasetRecord) -> bool {
    fn list<R: Serialize + DeserializeOwned>(name: &str, rows: &[R]) -> bool {
        let Ok(rule) = rule_of_rows(name) else { return false };
        rows.iter().all(|row| is_sound(row, rule))
    }
    fn is_sound<R: Serialize + DeserializeOwned>(row: &R, rule: &Rule) -> bool {
        serde_json::to_string(row).is_ok_and(|text| sound::read::<R>(&text, rule).is_some())
    }
    let head = DatasetRecord {
        format: record.format.clone(),
        id: record.id.clone(),
        title: record.title.clone(),
        description: record.description.clone(),
        series: record.series.clone(),
        documents: Vec::new(),
        excerpts: Vec::new(),
        actors: Vec::new(),
        instruments: Vec::new(),
        relationships: Vec::new(),
        events: Vec::new(),
    };
    is_sound(&head, &Rule::Object(rules().clone()))
        && list("documents", &record.documents)
        && list("excerpts", &record.excerpts)
        && list("actors", &record.actors)
        && list("instruments", &record.instruments)
        && list("relationships", &record.relationships)
        && list("events", &record.events)
}

/// Reads a row of a list that stands in a text of its own.
///
/// # Errors
/// The first thing that is wrong with its form; where that has a place, it is in this text.
pub fn read_row<R: DeserializeOwned>(list: &str, text: &str) -> Result<R, Box<Finding>> {
    let rule = rule_of_rows(list).map_err(|NotSound| unlike(list))?;
    if let Some(record) = sound::read(text, rule) {
        return Ok(record);
    }
    syntax::judge(text)?;
    let tree = Tree::parse(text).map_err(|_| unlike(list))?;
    let walked = structure::walk_row(&tree.root, list, JsonPath::root()).ok_or_else(|| unlike(list))?;
    let mut found = walked.findings.into_iter();
    match found.find(|finding| finding.code.severity() == Severity::Error) {
        Some(error) => Err(Box::new(error)),
        None => serde_json::from_value(walked.mended).map_err(|_| unlike(list)),
    }
}

/// A row that the rules and the records do not know: a mistake in one of them.
fn unlike(list: &str) -> Box<Finding> {
    let message = format!("it is no row of `{list}`");
    Box::new(Finding::new(Code::WrongType, JsonPath::root(), message, super::load::REPORT_IT))
}

/// The field `id` of an object, which is read no further; where there is none, or no such text can be a key, nothing.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    if let Some(key) = plain::key(text) {
        return Cow::Borrowed(key);
    }
    let mut found = Said::default();
    // Only what was found counts: that the object goes on after it is an error to the parser.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Key(&mut found));
    // What is mended has no key either.
    if judge_text(&found.0, &Rule::Text).is_some() { Cow::Borrowed("") } else { found.0 }
}

struct Key<'f, 'a>(&'f mut Said<'a>);

impl<'de> Visitor<'de> for Key<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with an `id`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(is_id) = object.next_key::<IsId>()? {
            if is_id.0 {
                *self.0 = object.next_value()?;
                return Err(A::Error::custom("found"));
            }
            object.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Whether a name is `id`.
struct IsId(bool);

impl<'de> Deserialize<'de> for IsId {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = IsId;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E: Error>(self, name: &str) -> Result<IsId, E> {
                Ok(IsId(name == "id"))
            }
        }
        json.deserialize_str(Name)
    }
}

#[cfg(test)]
mod tests;
