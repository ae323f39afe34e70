//! Where the records of an import go: into memory, or straight into the text of a dataset.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

use serde::Serialize;

use crate::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT, InstrumentRecord,
    RelationshipRecord, SeriesRecord,
};

/// What a dataset says of itself.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Head {
    /// Key of the dataset.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it holds.
    pub description: Option<String>,
    /// The series shown first.
    pub series: Option<SeriesRecord>,
}

/// Takes records in any order of their kinds.
pub trait Sink {
    /// What the dataset says of itself; the last call counts.
    fn head(&mut self, head: Head);
    /// A document.
    ///
    /// # Errors
    /// Where a spool file cannot be written; so for each kind of record.
    fn document(&mut self, record: DocumentRecord) -> io::Result<()>;
    /// An excerpt.
    fn excerpt(&mut self, record: ExcerptRecord) -> io::Result<()>;
    /// An actor.
    fn actor(&mut self, record: ActorRecord) -> io::Result<()>;
    /// An instrument.
    fn instrument(&mut self, record: InstrumentRecord) -> io::Result<()>;
    /// A relationship.
    fn relationship(&mut self, record: RelationshipRecord) -> io::Result<()>;
    /// An event.
    fn event(&mut self, record: EventRecord) -> io::Result<()>;

    /// All records of a dataset.
    fn pour(&mut self, record: DatasetRecord) -> io::Result<()> {
        let DatasetRecord {
            format: _,
            id,
            title,
            description,
            series,
            documents,
            excerpts,
            actors,
            instruments,
            relationships,
            events,
        } = record;
        self.head(Head { id, title, description, series });
        documents.into_iter().try_for_each(|row| self.document(row))?;
        excerpts.into_iter().try_for_each(|row| self.excerpt(row))?;
        actors.into_iter().try_for_each(|row| self.actor(row))?;
        instruments.into_iter().try_for_each(|row| self.instrument(row))?;
        relationships.into_iter().try_for_each(|row| self.relationship(row))?;
        events.into_iter().try_for_each(|row| self.event(row))
    }
}

/// A record without anything in it.
pub fn empty_record() -> DatasetRecord {
    DatasetRecord {
        format: FORMAT.to_owned(),
        id: String::new(),
        title: String::new(),
        description: None,
        series: None,
        documents: Vec::new(),
        excerpts: Vec::new(),
        actors: Vec::new(),
        instruments: Vec::new(),
        relationships: Vec::new(),
        events: Vec::new(),
    }
}

/// Keeps the records in memory.
#[derive(Clone, Debug)]
pub struct Collector {
    record: DatasetRecord,
}

impl Default for Collector {
    fn default() -> Self {
        Self { record: empty_record() }
    }
}

impl Collector {
    /// All that came in.
    pub fn into_record(self) -> DatasetRecord {
        self.record
    }
}

impl Sink for Collector {
    fn head(&mut self, head: Head) {
        let Head { id, title, description, series } = head;
        self.record = DatasetRecord {
            id,
            title,
            description,
            series,
            ..std::mem::replace(&mut self.record, empty_record())
        };
    }

    fn document(&mut self, record: DocumentRecord) -> io::Result<()> {
        self.record.documents.push(record);
        Ok(())
    }

    fn excerpt(&mut self, record: ExcerptRecord) -> io::Result<()> {
        self.record.excerpts.push(record);
        Ok(())
    }

    fn actor(&mut self, record: ActorRecord) -> io::Result<()> {
        self.record.actors.push(record);
        Ok(())
    }

    fn instrument(&mut self, record: InstrumentRecord) -> io::Result<()> {
        self.record.instruments.push(record);
        Ok(())
    }

    fn relationship(&mut self, record: RelationshipRecord) -> io::Result<()> {
        self.record.relationships.push(record);
        Ok(())
    }

    fn event(&mut self, record: EventRecord) -> io::Result<()> {
        self.record.events.push(record);
        Ok(())
    }
}

/// Keeps records in files of the system's temporary folder, one for each kind, so that none stays in memory.
#[derive(Debug, Default)]
pub struct Files<F> {
    pub(super) head: Head,
    /// In the order of the format.
    pub(super) lists: [OnDisk<F>; 6],
}

/// The records of a kind, on disk from the first one on.
#[derive(Debug, Default)]
pub(super) struct OnDisk<F> {
    pub(super) file: Option<BufWriter<File>>,
    pub(super) form: F,
}

/// How records are written one after the other.
pub trait Form {
    /// Writes the next record.
    ///
    /// # Errors
    /// Where it cannot be written.
    fn push(&mut self, record: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()>;
}

impl<F: Form> OnDisk<F> {
    fn push(&mut self, record: &impl Serialize) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(BufWriter::with_capacity(CHUNK, tempfile::tempfile()?)),
        };
        self.form.push(record, file)
    }
}

/// Bytes that are written, or read, at a time.
pub(super) const CHUNK: usize = 1 << 18;

/// Keeps the records as parts of the text of a dataset, and puts them together at the end: the text is the one of
/// [`crate::dataset::save::to_json`].
pub type Spool = Files<Rows>;

impl Files<Rows> {
    /// Writes the dataset.
    ///
    /// # Errors
    /// Where a spool file cannot be read or the output not be written.
    pub fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let mut lists = self.lists.into_iter();
        write_dataset(self.head, out, |_, out, rows| {
            let Some(list) = lists.next() else { return Ok(()) };
            let Some(file) = list.file else { return Ok(()) };
            let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.rewind()?;
            rows.has_any = true;
            // Not by `io::copy`, which asks a writer that it does not know for small pieces.
            let mut reader = BufReader::with_capacity(CHUNK, file);
            loop {
                let chunk = reader.fill_buf()?;
                if chunk.is_empty() {
                    return Ok(());
                }
                out.write_all(chunk)?;
                let read = chunk.len();
                reader.consume(read);
            }
        })
    }
}

/// The lists of a dataset, in the order of the format.
const LISTS: [&str; 6] = ["documents", "excerpts", "actors", "instruments", "relationships", "events"];

/// Writes the text of a dataset, that of [`crate::dataset::save::to_json`]. `list` writes the rows of a list by its
/// number.
pub(super) fn write_dataset(
    head: Head,
    out: &mut dyn Write,
    mut list: impl FnMut(usize, &mut dyn Write, &mut Rows) -> io::Result<()>,
) -> io::Result<()> {
    let Head { id, title, description, series } = head;
    let head = DatasetRecord { id, title, description, series, ..empty_record() };
    let head = serde_json::to_string_pretty(&head)?;
    // The lists come last in the record; those of the head are empty, a line each.
    let fields: Vec<&str> = head.lines().collect();
    let own = fields.len().saturating_sub(LISTS.len() + 1);
    for line in fields.iter().take(own) {
        writeln!(out, "{line}")?;
    }
    for (nth, name) in LISTS.into_iter().enumerate() {
        write!(out, "  \"{name}\": [")?;
        let mut rows = Rows::default();
        list(nth, out, &mut rows)?;
        out.write_all(if rows.has_any { b"\n  ]" } else { b"]" })?;
        out.write_all(if nth + 1 < LISTS.len() { b",\n" } else { b"\n" })?;
    }
    out.write_all(b"}\n")?;
    out.flush()
}

/// Writes the rows of a list, indented as they are within a dataset.
#[derive(Debug, Default)]
pub struct Rows {
    has_any: bool,
    /// The text of the last row, in memory that is used again.
    text: Vec<u8>,
}

impl Form for Rows {
    fn push(&mut self, record: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        out.write_all(if self.has_any { b",\n" } else { b"\n" })?;
        self.has_any = true;
        // Two lists around it, so that it is indented as it is within the dataset.
        self.text.clear();
        serde_json::to_writer_pretty(&mut self.text, &[[record]])?;
        let inner = self.text.strip_prefix(b"[\n  [\n").and_then(|text| text.strip_suffix(b"\n  ]\n]"));
        out.write_all(inner.unwrap_or_default())
    }
}

impl<F: Form> Sink for Files<F> {
    fn head(&mut self, head: Head) {
        self.head = head;
    }

    fn document(&mut self, record: DocumentRecord) -> io::Result<()> {
        self.lists[0].push(&record)
    }

    fn excerpt(&mut self, record: ExcerptRecord) -> io::Result<()> {
        self.lists[1].push(&record)
    }

    fn actor(&mut self, record: ActorRecord) -> io::Result<()> {
        self.lists[2].push(&record)
    }

    fn instrument(&mut self, record: InstrumentRecord) -> io::Result<()> {
        self.lists[3].push(&record)
    }

    fn relationship(&mut self, record: RelationshipRecord) -> io::Result<()> {
        self.lists[4].push(&record)
    }

    fn event(&mut self, record: EventRecord) -> io::Result<()> {
        self.lists[5].push(&record)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{bundled, save};

    #[test]
    fn what_is_spooled_is_the_text_of_the_record() {
        let dataset = bundled::load().dataset.expect("the bundled dataset");
        for record in [save::to_record(&dataset), DatasetRecord { id: "e".to_owned(), ..empty_record() }] {
            let mut spool = Spool::default();
            spool.pour(record.clone()).expect("a spool");
            let mut text = Vec::new();
            spool.write(&mut text).expect("a text");
            assert_eq!(String::from_utf8(text).expect("text"), save::to_json(&record));
            let mut collector = Collector::default();
            collector.pour(record.clone()).expect("memory");
            assert_eq!(collector.into_record(), record);
        }
    }
}
