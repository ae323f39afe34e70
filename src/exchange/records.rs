//! The records of a dataset for those who write them: gone through as often as needed, in memory or on disk.

use std::io::{self, BufRead, BufReader, Seek, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord,
    RelationshipRecord,
};

use super::sink::{CHUNK, Collector, Files, Form, Head, OnDisk, Sink};

/// What is done with each record.
pub type Each<'e, R> = &'e mut dyn FnMut(&R) -> io::Result<()>;

/// The kinds of records, in the order of the format, as reports call them.
pub const KINDS: [&str; 6] = ["document", "excerpt", "actor", "instrument", "relationship", "event"];

/// The records of a dataset. Each kind is gone through in its order; an error ends that, and is returned.
pub trait Records {
    /// What the dataset says of itself.
    fn head(&self) -> Head;
    /// How many records there are of each of [`KINDS`].
    fn counts(&self) -> [u64; 6];
    /// Goes through the documents.
    ///
    /// # Errors
    /// Those of `each`, or of the disk; so for each kind of record.
    fn documents(&self, each: Each<'_, DocumentRecord>) -> io::Result<()>;
    /// Goes through the excerpts.
    fn excerpts(&self, each: Each<'_, ExcerptRecord>) -> io::Result<()>;
    /// Goes through the actors.
    fn actors(&self, each: Each<'_, ActorRecord>) -> io::Result<()>;
    /// Goes through the instruments.
    fn instruments(&self, each: Each<'_, InstrumentRecord>) -> io::Result<()>;
    /// Goes through the relationships.
    fn relationships(&self, each: Each<'_, RelationshipRecord>) -> io::Result<()>;
    /// Goes through the events.
    fn events(&self, each: Each<'_, EventRecord>) -> io::Result<()>;

    /// All of them in memory.
    ///
    /// # Errors
    /// Where they cannot be read.
    fn collect(&self) -> io::Result<DatasetRecord> {
        let mut all = Collector::default();
        all.head(self.head());
        self.documents(&mut |row| all.document(row.clone()))?;
        self.excerpts(&mut |row| all.excerpt(row.clone()))?;
        self.actors(&mut |row| all.actor(row.clone()))?;
        self.instruments(&mut |row| all.instrument(row.clone()))?;
        self.relationships(&mut |row| all.relationship(row.clone()))?;
        self.events(&mut |row| all.event(row.clone()))?;
        Ok(all.into_record())
    }
}

impl Records for DatasetRecord {
    fn head(&self) -> Head {
        Head {
            id: self.id.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            series: self.series.clone(),
        }
    }

    fn counts(&self) -> [u64; 6] {
        [
            self.documents.len(),
            self.excerpts.len(),
            self.actors.len(),
            self.instruments.len(),
            self.relationships.len(),
            self.events.len(),
        ]
        .map(|count| count as u64)
    }

    fn documents(&self, each: Each<'_, DocumentRecord>) -> io::Result<()> {
        self.documents.iter().try_for_each(each)
    }

    fn excerpts(&self, each: Each<'_, ExcerptRecord>) -> io::Result<()> {
        self.excerpts.iter().try_for_each(each)
    }

    fn actors(&self, each: Each<'_, ActorRecord>) -> io::Result<()> {
        self.actors.iter().try_for_each(each)
    }

    fn instruments(&self, each: Each<'_, InstrumentRecord>) -> io::Result<()> {
        self.instruments.iter().try_for_each(each)
    }

    fn relationships(&self, each: Each<'_, RelationshipRecord>) -> io::Result<()> {
        self.relationships.iter().try_for_each(each)
    }

    fn events(&self, each: Each<'_, EventRecord>) -> io::Result<()> {
        self.events.iter().try_for_each(each)
    }
}

/// Keeps the records as they are, to go through them afterwards.
pub type Shelf = Files<Lines>;

/// Records as JSON, a line each.
#[derive(Debug, Default)]
pub struct Lines {
    count: u64,
}

impl Form for Lines {
    fn push(&mut self, record: &impl Serialize, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        self.count += 1;
        serde_json::to_writer(&mut *out, record)?;
        out.write_all(b"\n")
    }
}

impl OnDisk<Lines> {
    fn each<R: DeserializeOwned>(&self, each: Each<'_, R>) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let mut file = file.get_ref();
        file.rewind()?;
        let (mut lines, mut line) = (BufReader::with_capacity(CHUNK, file), Vec::new());
        while lines.read_until(b'\n', &mut line)? > 0 {
            each(&serde_json::from_slice(&line)?)?;
            line.clear();
        }
        Ok(())
    }
}

impl Files<Lines> {
    /// Says that no more records come.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn close(mut self) -> io::Result<Shelved> {
        self.lists.iter_mut().filter_map(|list| list.file.as_mut()).try_for_each(Write::flush)?;
        Ok(Shelved(self))
    }
}

/// Records on a shelf. One kind is gone through at a time.
#[derive(Debug)]
pub struct Shelved(Shelf);

impl Records for Shelved {
    fn head(&self) -> Head {
        self.0.head.clone()
    }

    fn counts(&self) -> [u64; 6] {
        self.0.lists.each_ref().map(|list| list.form.count)
    }

    fn documents(&self, each: Each<'_, DocumentRecord>) -> io::Result<()> {
        self.0.lists[0].each(each)
    }

    fn excerpts(&self, each: Each<'_, ExcerptRecord>) -> io::Result<()> {
        self.0.lists[1].each(each)
    }

    fn actors(&self, each: Each<'_, ActorRecord>) -> io::Result<()> {
        self.0.lists[2].each(each)
    }

    fn instruments(&self, each: Each<'_, InstrumentRecord>) -> io::Result<()> {
        self.0.lists[3].each(each)
    }

    fn relationships(&self, each: Each<'_, RelationshipRecord>) -> io::Result<()> {
        self.0.lists[4].each(each)
    }

    fn events(&self, each: Each<'_, EventRecord>) -> io::Result<()> {
        self.0.lists[5].each(each)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{bundled, save};
    use crate::exchange::{Format, export};

    #[test]
    fn what_is_on_a_shelf_is_what_came_there_and_is_written_the_same() {
        let record = save::to_record(&bundled::load().dataset.expect("the bundled dataset"));
        let mut shelf = Shelf::default();
        shelf.pour(record.clone()).expect("a shelf");
        let shelved = shelf.close().expect("a shelf");
        assert_eq!(shelved.counts(), record.counts());
        assert_eq!(shelved.collect().expect("records"), record);
        for &format in Format::ALL.iter().filter(|format| format.is_written()) {
            let mut bytes = Vec::new();
            let losses = export::losses_of(&shelved, format).expect("records");
            export::write(&shelved, format, &mut bytes).expect("written");
            let export = export::export(&record, format, false).expect("written");
            assert!(bytes == export.bytes, "{format}");
            assert_eq!(losses, export.losses, "{format}");
        }
    }
}
