//! The rows of a list, read by several threads.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

use serde::Deserialize;

use super::{NotSound, Unsound, rule_of_rows};
use crate::dataset::check::{Checker, List};
use crate::dataset::follow::Follow;
use crate::dataset::ids::{Id, Table};
use crate::dataset::locate::{JsonPath, Tree};
use crate::dataset::outline::{Place, Source};
use crate::dataset::resolve::Resolver;
use crate::dataset::schema::Rule;
use crate::dataset::{sound, structure};

/// The rows of a list.
#[derive(Clone, Copy)]
pub(in crate::dataset) struct Rows<'a> {
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

    /// Reads a row, which is mended where it is not sound; what resolves it gives nothing at all then.
    fn read<'k, T>(
        self,
        rule: &Rule,
        resolver: &mut Resolver<'k>,
        (index, place, json): (usize, Place, &str),
        resolve: &impl Fn(&mut Resolver<'k>, usize, Row<'_>) -> Option<T>,
    ) -> Result<T, NotSound> {
        if let Some(row) = resolve(resolver, index, Row { json, rule: Some(rule) }) {
            return Ok(row);
        }
        let mended = self.mended(index, place, json, &mut resolver.checker)?;
        resolve(resolver, index, Row { json: &mended, rule: None }).ok_or(NotSound)
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
pub(super) struct Row<'a> {
    pub json: &'a str,
    /// What it is held to; `None` where it was mended.
    rule: Option<&'a Rule>,
}

impl<'a> Row<'a> {
    /// Its record; `None` where it is not sound.
    pub fn read<R: Deserialize<'a>>(self) -> Option<R> {
        match self.rule {
            Some(rule) => sound::read(self.json, rule),
            None => serde_json::from_str(self.json).ok(),
        }
    }
}

/// A text of a row that is not copied where it stands in the file as it is.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Said<'a>(#[serde(borrow)] pub Cow<'a, str>);

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
pub(super) fn table<'k, I, T>(
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
        source.read(rule, resolver, (index, place, json), &resolve)
    };
    let mut rows = Vec::with_capacity(places.len());
    each_handful(resolvers, source, places, (read, Resolver::close), |handful| -> Result<(), NotSound> {
        rows.append(handful);
        Ok(())
    })?;
    Ok((rows.len() == places.len()).then(|| rows.into()))
}

/// Reads the rows of a list into the resolvers, each a part of them that hangs together. `begin` is told how many rows and
/// bytes of text those are. What reads a row gives nothing where it is not sound.
pub(super) fn in_parts<'k>(
    resolvers: &mut [Resolver<'k>],
    source: Rows<'_>,
    places: &[Place],
    begin: impl Fn(&mut Resolver<'k>, usize, usize) + Sync,
    resolve: impl Fn(&mut Resolver<'k>, usize, Row<'_>) -> Option<()> + Sync,
) -> Result<(), NotSound> {
    let rule = rule_of_rows(source.list.name())?;
    let part = places.len().div_ceil(resolvers.len().max(1)).max(1);
    let read = |resolver: &mut Resolver<'k>, first: usize, places: &[Place]| {
        let bytes: u64 = places.iter().map(|place| place.length()).sum();
        begin(resolver, places.len(), usize::try_from(bytes).unwrap_or_default());
        let mut buffer = Vec::new();
        for (nth, handful) in places.chunks(HANDFUL).enumerate() {
            source.each(first + nth * HANDFUL, handful, &mut buffer, |index, place, json| {
                source.read(rule, resolver, (index, place, json), &resolve)
            })?;
        }
        resolver.close();
        Ok(())
    };
    thread::scope(|scope| {
        let parts = resolvers.iter_mut().zip(places.chunks(part)).enumerate();
        let read = &read;
        let readers: Vec<_> = parts
            .map(|(nth, (resolver, places))| scope.spawn(move || read(resolver, nth * part, places)))
            .collect();
        readers
            .into_iter()
            .try_for_each(|reader| reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// Reads the rows of a list by handfuls, with one thread for each reader, and hands those on in the order of the list.
/// `read` is told the number of a row, its place and its text, and `end` a reader that has no more to read.
pub(in crate::dataset) fn each_handful<W, T, E>(
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
