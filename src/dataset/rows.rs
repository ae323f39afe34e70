//! The rows of a text, read one at a time and by several threads: none is kept as it is written.
//!
//! The text is gone over twice. The first time finds where each row begins and ends; its key, which comes first in what
//! this program writes, is read there. The second time reads each row as its record, held to the schema, and makes a row
//! of the dataset of it. So it takes little more memory than the dataset itself.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::check::{Checker, Findings, Keys, List};
use super::codes::{Code, Severity};
use super::diagnostic::Finding;
use super::events::{Events, Part};
use super::follow::Follow;
use super::ids::{Id, Table};
use super::locate::{JsonPath, Tree};
use super::model::{Dataset, Origin};
use super::network::{Network, Proved};
use super::outline::{Head, Outline, Place, Source};
use super::record::{DatasetRecord, EventRecord, ExcerptRecord};
use super::resolve::Resolver;
use super::schema::{Rule, rules};
use super::{plain, sound, structure, syntax};

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
        let network = early(&head, &network, rows, places.of(List::Excerpts), resolvers())?;
        network.into_iter().for_each(|network| follow.network(network));
    }

    let excerpts =
        table(&mut readers, rows(List::Excerpts), places.of(List::Excerpts), |resolver, index, row| {
            Some(resolver.excerpt(index, row.read::<ExcerptRecord<Said<'_>>>()?))
        })?;
    let events = events(&mut readers, rows(List::Events), places.of(List::Events))?;
    drop(places);

    let mut checker = Checker::new(&keys, most);
    readers.into_iter().for_each(|resolver| checker.join(resolver.checker));
    let series = checker.dataset(&head.key, head.series.as_ref());
    let findings = checker.finish();
    let dataset = || {
        Some(Dataset {
            key: head.key,
            title: head.title,
            description: head.description,
            series: series?,
            documents: documents?,
            excerpts: excerpts?,
            actors: actors?,
            instruments: instruments?,
            relationships: relationships?,
            events: Events::of_parts(events?, keys.columns.events),
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
    excerpts: &[Place],
    mut resolvers: Vec<Resolver<'_>>,
) -> Result<Option<Dataset>, NotSound> {
    let named = network.evidence();
    let places: Vec<Place> = named.iter().filter_map(|id| excerpts.get(id.index()).copied()).collect();
    let excerpts = table(&mut resolvers, rows, &places, |resolver, nth, row| {
        let row = row.read::<ExcerptRecord<Said<'_>>>()?;
        Some(named.get(nth).and_then(|id| resolver.excerpt(id.index(), row)))
    })?;
    let checker = resolvers.first_mut().map(|resolver| &mut resolver.checker);
    let series = checker.and_then(|checker| checker.dataset(&head.key, head.series.as_ref()));
    let (Some(excerpts), Some(series)) = (excerpts, series) else { return Ok(None) };
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

/// The rows of a list.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub text: Source<'a>,
    pub list: List,
    pub unsound: Unsound,
    pub follow: &'a dyn Follow,
}

impl Rows<'_> {
    /// Hands on the rows that stand at some places, of which the first is the row `index` of the list.
    fn each(
        self,
        mut index: usize,
        places: &[Place],
        buffer: &mut Vec<u8>,
        mut take: impl FnMut(usize, Place, &str) -> Result<(), NotSound>,
    ) -> Result<(), NotSound> {
        if self.follow.is_cancelled() {
            return Err(NotSound);
        }
        let (mut rest, mut length) = (places, 0);
        while let (close @ [first, .., last] | close @ [first @ last], others) = close(rest) {
            let whole = first.range().start..last.range().end;
            let text = self.text.part(whole.clone(), buffer)?;
            for &place in close {
                let row = within(text, place, whole.start).ok_or(NotSound)?;
                take(index, place, row)?;
                (index, length) = (index + 1, length + row.len() as u64);
            }
            rest = others;
        }
        self.follow.advance(length);
        Ok(())
    }

    /// A row that is not sound, mended, after what is wrong with it was told.
    fn mended(
        self,
        index: usize,
        place: Place,
        row: &str,
        checker: &mut Checker<'_>,
    ) -> Result<String, NotSound> {
        if self.unsound == Unsound::End {
            return Err(NotSound);
        }
        let tree = Tree::parse(row).map_err(|_| NotSound)?;
        let path = JsonPath::root().field(self.list.name()).index(index);
        let walked = structure::walk_row(&tree.root, self.list.name(), path).ok_or(NotSound)?;
        let start = usize::try_from(place.range().start).map_err(|_| NotSound)?;
        let findings = walked.findings.into_iter().map(|finding| finding.moved(start)).collect();
        checker.walked(self.list, findings, walked.wrong);
        serde_json::to_string(&walked.mended).map_err(|_| NotSound)
    }
}

/// A row as it is written.
#[derive(Clone, Copy)]
struct Row<'a> {
    json: &'a str,
    /// What it is held to; `None` where it was mended.
    rule: Option<&'a Rule>,
}

impl<'a> Row<'a> {
    /// Its record; `None` where it is not sound.
    fn read<R: Deserialize<'a>>(self) -> Option<R> {
        match self.rule {
            Some(rule) => sound::read(self.json, rule),
            None => serde_json::from_str(self.json).ok(),
        }
    }
}

/// A text of a row that is not copied where it stands in the file as it is.
#[derive(Default, Deserialize)]
#[serde(transparent)]
struct Said<'a>(#[serde(borrow)] Cow<'a, str>);

impl AsRef<str> for Said<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// How many rows a thread reads before it hands them over.
const HANDFUL: usize = if cfg!(test) { 3 } else { 1024 };

/// How many handfuls may lie between a thread that reads and the one that gathers.
const WAITING: usize = 4;

/// How many bytes between two rows are rather read than left out.
const GAP: u64 = 1 << 12;

/// The first of the rows that stand close to each other, and the others.
fn close(places: &[Place]) -> (&[Place], &[Place]) {
    let is_far = |pair: &[Place]| match pair {
        [one, next] => next.range().start.saturating_sub(one.range().end) > GAP,
        _ => false,
    };
    let near = places.windows(2).position(is_far).map_or(places.len(), |last| last + 1);
    places.split_at(near)
}

/// Reads the rows of a list, with one thread for each resolver. `None` where one of them does not resolve. What reads a row
/// gives nothing at all where it is not sound.
fn table<'k, I, T>(
    resolvers: &mut [Resolver<'k>],
    source: Rows<'_>,
    places: &[Place],
    resolve: impl Fn(&mut Resolver<'k>, usize, Row<'_>) -> Option<Option<T>> + Sync,
) -> Result<Option<Table<I, T>>, NotSound>
where
    I: Id,
    T: Send,
{
    let rule = rule_of_rows(source.list.name())?;
    let read = |resolver: &mut Resolver<'k>, index, place, json: &str| {
        if let Some(row) = resolve(resolver, index, Row { json, rule: Some(rule) }) {
            return Ok(row);
        }
        let mended = source.mended(index, place, json, &mut resolver.checker)?;
        resolve(resolver, index, Row { json: &mended, rule: None }).ok_or(NotSound)
    };
    let mut rows = Vec::with_capacity(places.len());
    each_handful(resolvers, source, places, (read, Resolver::close), |handful| -> Result<(), NotSound> {
        rows.append(handful);
        Ok(())
    })?;
    Ok((rows.len() == places.len()).then(|| rows.into()))
}

/// How many times as much a list of events takes as the labels in it, or more.
const LABELS: u64 = 3;

/// Reads the events, each resolver a part of them that hangs together. `None` where one of them does not resolve.
fn events(
    resolvers: &mut [Resolver<'_>],
    source: Rows<'_>,
    places: &[Place],
) -> Result<Option<Vec<Part>>, NotSound> {
    let rule = rule_of_rows(source.list.name())?;
    let part = places.len().div_ceil(resolvers.len().max(1)).max(1);
    let read = |resolver: &mut Resolver<'_>, first: usize, places: &[Place]| {
        let bytes: u64 = places.iter().map(|place| place.length()).sum();
        resolver.events.reserve(places.len(), usize::try_from(bytes / LABELS).unwrap_or_default());
        let mut buffer = Vec::new();
        for (nth, handful) in places.chunks(HANDFUL).enumerate() {
            source.each(first + nth * HANDFUL, handful, &mut buffer, |index, place, row| {
                if let Some((record, date)) = plain::event(row, &mut resolver.events) {
                    resolver.dated_event(index, record, date);
                } else if let Some(record) = sound::read::<EventRecord<Said<'_>>>(row, rule) {
                    resolver.event(index, record);
                } else {
                    let mended = source.mended(index, place, row, &mut resolver.checker)?;
                    let record: EventRecord = serde_json::from_str(&mended).map_err(|_| NotSound)?;
                    resolver.event(index, record);
                }
                Ok(())
            })?;
        }
        resolver.close();
        Ok(())
    };
    thread::scope(|scope| {
        let parts = resolvers.iter_mut().zip(places.chunks(part)).enumerate();
        let readers: Vec<_> = parts
            .map(|(nth, (resolver, places))| scope.spawn(move || read(resolver, nth * part, places)))
            .collect();
        readers
            .into_iter()
            .try_for_each(|reader| reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    let parts: Vec<_> = resolvers.iter_mut().map(|resolver| std::mem::take(&mut resolver.events)).collect();
    Ok((parts.iter().map(Part::len).sum::<usize>() == places.len()).then_some(parts))
}

/// Reads the rows of a list by handfuls, with one thread for each reader, and hands those on in the order of the list.
/// `read` is told the number of a row, its place and its text, and `end` a reader that has no more to read.
pub(super) fn each_handful<W, T, E>(
    readers: &mut [W],
    source: Rows<'_>,
    places: &[Place],
    (read, end): (
        impl Fn(&mut W, usize, Place, &str) -> Result<Option<T>, NotSound> + Sync,
        impl Fn(&mut W) + Sync,
    ),
    mut take: impl FnMut(&mut Vec<T>) -> Result<(), E>,
) -> Result<(), E>
where
    W: Send,
    T: Send,
    E: From<NotSound>,
{
    let handful = |reader: &mut W, nth: usize, mut rows: Vec<T>, buffer: &mut Vec<u8>| {
        let start = nth * HANDFUL;
        let mine = places.get(start..places.len().min(start + HANDFUL)).unwrap_or_default();
        rows.reserve_exact(mine.len());
        source.each(start, mine, buffer, |index, place, row| {
            rows.extend(read(reader, index, place, row)?);
            Ok(())
        })?;
        Ok(rows)
    };
    let count = readers.len();
    let handfuls = places.len().div_ceil(HANDFUL);
    thread::scope(|scope| {
        let lanes: Vec<_> = (readers.iter_mut().zip(0..handfuls))
            .map(|(reader, lane)| {
                let (send, receive) = mpsc::sync_channel(WAITING);
                let (give_back, empty) = mpsc::channel();
                let (handful, end) = (&handful, &end);
                scope.spawn(move || {
                    let mut buffer = Vec::new();
                    let mut mine = (lane..handfuls).step_by(count);
                    // Nobody receives any more where another thread found a row that is not sound.
                    let done = mine.try_for_each(|nth| {
                        let rows = empty.try_recv().unwrap_or_default();
                        send.send(handful(reader, nth, rows, &mut buffer)).ok()
                    });
                    end(reader);
                    done
                });
                (receive, give_back)
            })
            .collect();
        for (lane, give_back) in lanes.iter().cycle().take(handfuls) {
            let mut handful: Vec<T> = lane.recv().map_err(|_| NotSound)??;
            take(&mut handful)?;
            handful.clear();
            // Used again, it leaves no hole in memory that is too small for the next. The last ones nobody wants.
            let _ = give_back.send(handful);
        }
        Ok(())
    })
}

/// The text of a row, of a text that begins at a byte of the whole.
fn within(text: &str, place: Place, start: u64) -> Option<&str> {
    let Range { start: from, end: to } = place.range();
    text.get(usize::try_from(from - start).ok()?..usize::try_from(to - start).ok()?)
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

/// The field `id` of an object, which is read no further; where there is none, nothing.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    if let Some(key) = plain::key(text) {
        return Cow::Borrowed(key);
    }
    let mut found = Said::default();
    // Only what was found counts: that the object goes on after it is an error to the parser.
    let _ = serde_json::Deserializer::from_str(text).deserialize_map(Key(&mut found));
    found.0
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
