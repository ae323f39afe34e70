//! The records of a file one after the other, for who wants them as they are written and never all at once.
//!
//! All of the file is checked before the first record is handed on, so that nothing comes of one with an error. What
//! stays in memory is where its rows stand.

use std::fs::File;
use std::io;
#[cfg(test)]
use std::io::{Seek, Write};
use std::time::SystemTime;

use serde::de::DeserializeOwned;

use super::check::{Checker, Columns, Keys, List};
use super::codes::Severity;
use super::diagnostic::{Finding, KEPT};
use super::follow::{Again, Follow};
use super::load::threads;
use super::outline::{self, Head, Outline, Places, RowsFound, Source};
use super::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT, InstrumentRecord,
    RelationshipRecord,
};
use super::rows::{NotSound, Rows, Unsound, each_handful, rule_of_rows};
use super::sound;

/// The records of a file without an error, as [`super::save::to_record`] has them.
pub struct Stream<'a> {
    file: &'a File,
    /// How long the file was, and when it was changed last.
    state: (u64, Option<SystemTime>),
    head: Head,
    places: Places,
    follow: &'a dyn Follow,
}

/// The most threads that read records ahead of the one that takes them.
const READERS: usize = 2;

impl<'a> Stream<'a> {
    /// Those of a file, from its beginning on. `None` where it has an error or may have one, which
    /// [`super::load::load`] tells, and where who follows wants no more of it.
    pub fn of_file(file: &'a File, follow: &'a dyn Follow) -> Option<Self> {
        let state = state(file).ok()?;
        let (outline, _) = outline::of_file(file).ok()?;
        Self::of(file, state, outline, follow)
    }

    /// Those of a file of another form, in which the rows were found.
    pub fn of_rows(
        file: &'a File,
        head: DatasetRecord,
        found: RowsFound,
        follow: &'a dyn Follow,
    ) -> Option<Self> {
        let DatasetRecord { id: key, title, description, series, .. } = head;
        let outline = found.under(Head { key, title, description, series });
        Self::of(file, state(file).ok()?, outline, follow)
    }

    fn of(
        file: &'a File,
        state: (u64, Option<SystemTime>),
        outline: Outline,
        follow: &'a dyn Follow,
    ) -> Option<Self> {
        let Outline { head, places, keys } = outline;
        let stream = Self { file, state, head, places, follow };
        stream.is_right(keys).ok()?.then_some(stream)
    }

    /// What the dataset says of itself, without its records.
    pub fn head(&self) -> DatasetRecord {
        let Head { key, title, description, series } = &self.head;
        DatasetRecord {
            format: FORMAT.to_owned(),
            id: key.clone(),
            title: title.clone(),
            description: description.clone(),
            series: series.clone(),
            documents: Vec::new(),
            excerpts: Vec::new(),
            actors: Vec::new(),
            instruments: Vec::new(),
            relationships: Vec::new(),
            events: Vec::new(),
        }
    }

    /// How many records each list has, in the order of the format.
    pub fn counts(&self) -> [u64; List::ALL.len()] {
        List::ALL.map(|list| self.places.of(list).len() as u64)
    }

    /// Hands on the documents.
    ///
    /// # Errors
    /// Those of `take`, or where the file cannot be read again; so for each list.
    pub fn documents(&self, take: impl FnMut(DocumentRecord) -> io::Result<()>) -> io::Result<()> {
        self.each(List::Documents, take)
    }

    /// Hands on the excerpts.
    pub fn excerpts(&self, take: impl FnMut(ExcerptRecord) -> io::Result<()>) -> io::Result<()> {
        self.each(List::Excerpts, take)
    }

    /// Hands on the actors.
    pub fn actors(&self, take: impl FnMut(ActorRecord) -> io::Result<()>) -> io::Result<()> {
        self.each(List::Actors, take)
    }

    /// Hands on the instruments.
    pub fn instruments(&self, take: impl FnMut(InstrumentRecord) -> io::Result<()>) -> io::Result<()> {
        self.each(List::Instruments, take)
    }

    /// Hands on the relationships.
    pub fn relationships(&self, take: impl FnMut(RelationshipRecord) -> io::Result<()>) -> io::Result<()> {
        self.each(List::Relationships, take)
    }

    /// Hands on the events.
    pub fn events(&self, mut take: impl FnMut(EventRecord) -> io::Result<()>) -> io::Result<()> {
        self.each(List::Events, |event: EventRecord| {
            // One source is what an event has that names no number of them.
            let sources = event.sources.filter(|&sources| sources != 1);
            take(EventRecord { sources, ..event })
        })
    }

    fn each<R: DeserializeOwned + Send>(
        &self,
        list: List,
        mut take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        let follow = Again(self.follow);
        let rows = self.rows(list, &follow);
        let rule = rule_of_rows(list.name())?;
        let read = |(): &mut (), _, _, row: &str| sound::read(row, rule).ok_or(NotSound).map(Some);
        let mut readers = vec![(); threads(self.state.0).min(READERS)];
        each_handful(&mut readers, rows, self.places.of(list), (read, |_| ()), |handful| {
            handful.drain(..).try_for_each(&mut take)
        })?;
        // Another may have written into it meanwhile.
        if state(self.file)? == self.state { Ok(()) } else { Err(NotSound.into()) }
    }

    fn rows<'s>(&'s self, list: List, follow: &'s dyn Follow) -> Rows<'s> {
        Rows { text: Source::File(self.file), list, unsound: Unsound::End, follow }
    }

    /// Whether the file has no error.
    fn is_right(&self, keys: Columns) -> Result<bool, NotSound> {
        let keys = Keys::new(keys);
        let mut checkers: Vec<_> = (0..threads(self.state.0)).map(|_| Checker::new(&keys, KEPT)).collect();
        let all = checkers.as_mut_slice();
        let has_documents = self.leads(all, List::Documents, |checker, nth, row| {
            checker.document(nth, row);
            Some(())
        })?;
        Checker::know_documents(all.iter_mut());
        let is_whole = [
            has_documents,
            self.leads(all, List::Actors, |checker, nth, row| checker.actor(nth, row).map(drop))?,
            self.leads(all, List::Instruments, |checker, nth, row| checker.instrument(nth, row).map(drop))?,
            self.leads(all, List::Relationships, |checker, nth, row| {
                checker.relationship(nth, row).map(drop)
            })?,
            self.leads(all, List::Excerpts, |checker, nth, row: &ExcerptRecord| {
                checker.excerpt(nth, row).map(drop)
            })?,
            self.leads(all, List::Events, |checker, nth, row: &EventRecord| {
                checker.event(nth, row).map(drop)
            })?,
        ];
        let mut checker = Checker::new(&keys, KEPT);
        checkers.into_iter().for_each(|other| checker.join(other));
        let series = checker.dataset(&self.head.key, self.head.series.as_ref());
        let is_error = |finding: &Finding| finding.code.severity() == Severity::Error;
        let has_error = checker.finish().kept.iter().any(is_error);
        Ok(!has_error && series.is_some() && is_whole.into_iter().all(|is_whole| is_whole))
    }

    /// Checks the rows of a list. Whether all that they name is there.
    fn leads<'k, R: DeserializeOwned>(
        &self,
        checkers: &mut [Checker<'k>],
        list: List,
        check: impl Fn(&mut Checker<'k>, usize, &R) -> Option<()> + Sync,
    ) -> Result<bool, NotSound> {
        let rows = self.rows(list, self.follow);
        let (rule, places) = (rule_of_rows(list.name())?, self.places.of(list));
        let read = |checker: &mut Checker<'k>, nth, _, row: &str| {
            let record = sound::read(row, rule).ok_or(NotSound)?;
            Ok(check(checker, nth, &record))
        };
        let mut found = 0;
        each_handful(checkers, rows, places, (read, |_| ()), |handful| -> Result<(), NotSound> {
            found += handful.len();
            Ok(())
        })?;
        Ok(found == places.len())
    }
}

/// How long a file is, and when it was changed last.
fn state(file: &File) -> io::Result<(u64, Option<SystemTime>)> {
    let about = file.metadata()?;
    Ok((about.len(), about.modified().ok()))
}

impl From<NotSound> for io::Error {
    /// What was sound when it was checked is not when it is read again.
    fn from(_: NotSound) -> Self {
        Self::other("it changed while it was read")
    }
}

/// All records of a text that stands in a file.
#[cfg(test)]
pub(super) fn collected(text: &str) -> Option<DatasetRecord> {
    let mut file = tempfile::tempfile().expect("a file");
    file.write_all(text.as_bytes()).and_then(|()| file.rewind()).expect("a file");
    let stream = Stream::of_file(&file, &())?;
    let mut all = stream.head();
    let counts = stream.counts();
    stream.documents(onto(&mut all.documents)).expect("sound");
    stream.excerpts(onto(&mut all.excerpts)).expect("sound");
    stream.actors(onto(&mut all.actors)).expect("sound");
    stream.instruments(onto(&mut all.instruments)).expect("sound");
    stream.relationships(onto(&mut all.relationships)).expect("sound");
    stream.events(onto(&mut all.events)).expect("sound");
    let lengths = [
        all.documents.len(),
        all.excerpts.len(),
        all.actors.len(),
        all.instruments.len(),
        all.relationships.len(),
        all.events.len(),
    ];
    assert_eq!(counts, lengths.map(|length| length as u64));
    Some(all)
}

#[cfg(test)]
fn onto<R>(list: &mut Vec<R>) -> impl FnMut(R) -> io::Result<()> {
    |row| {
        list.push(row);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::bundled;

    #[test]
    fn a_file_that_changes_meanwhile_is_not_read_on() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), bundled::ALL[0].1).expect("written");
        let stream = Stream::of_file(file.as_file(), &()).expect("sound");
        stream.events(|_| Ok(())).expect("as it was");
        let full = stream.events(|_| Err(io::ErrorKind::StorageFull.into()));
        assert_eq!(full.map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));
        let mut again = File::options().append(true).open(file.path()).expect("a file");
        again.write_all(b"\n").expect("written");
        let changed = stream.events(|_| Ok(())).expect_err("changed").to_string();
        assert_eq!(changed, "it changed while it was read");
    }
}
