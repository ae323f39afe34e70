//! Where the rows of a dataset stand in its text: found in one pass over it, piece by piece, that keeps their keys alone.
//!
//! What is around the rows is kept, with a `0` in the place of each, and parsed as JSON: so nothing but rows is left to
//! those who read them.

mod structure;

use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::{Arc, mpsc};
use std::thread;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::check::{Columns, List};
use super::column::Column;
use super::marks::BLOCK;
use super::record::{FORMAT, SeriesRecord};
use super::rows::{NotSound, key, value};
use super::source::hexadecimal;
use super::syntax::without_mark;
use structure::Structure;

/// The parts of a dataset's text.
pub(super) struct Outline {
    /// What it says of itself.
    pub head: Head,
    /// Where the rows of each list stand.
    pub places: Places,
    /// The keys of its rows.
    pub keys: Columns,
}

/// What a dataset says of itself.
pub(super) struct Head {
    pub key: String,
    pub title: String,
    pub description: Option<String>,
    pub series: Option<SeriesRecord>,
}

/// Where the rows of each list stand, in the order of [`List::ALL`].
#[derive(Default)]
pub(super) struct Places([Vec<Place>; List::ALL.len()]);

impl Places {
    pub fn of(&self, list: List) -> &[Place] {
        self.0.get(list as usize).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Rows that were found, with their keys.
#[derive(Default)]
pub struct RowsFound {
    places: Places,
    keys: [Column; List::ALL.len()],
}

impl RowsFound {
    /// Adds the next row of a list (`events`), whose text begins at a byte of the file. Whether there is such a list, and
    /// the row is where one can stand.
    pub fn add(&mut self, list: &str, start: u64, row: &str) -> bool {
        let list = List::ALL.into_iter().find(|each| each.name() == list);
        list.is_some_and(|list| self.push(list, start, row).is_ok())
    }

    fn push(&mut self, list: List, start: u64, row: &str) -> Result<(), NotSound> {
        let place = Place::new(start..start + row.len() as u64).ok_or(NotSound)?;
        let (Some(places), Some(keys)) =
            (self.places.0.get_mut(list as usize), self.keys.get_mut(list as usize))
        else {
            return Err(NotSound);
        };
        places.push(place);
        keys.push(&key(row));
        Ok(())
    }

    /// The outline of a dataset of these rows.
    pub(super) fn under(self, head: Head) -> Outline {
        let [documents, excerpts, actors, instruments, relationships, events] = self.keys;
        let keys = Columns { documents, excerpts, actors, instruments, relationships, events };
        Outline { head, places: self.places, keys }
    }
}

/// Where a row stands, in bytes: its length in the last 28 bits, and above them where it begins. All rows have one at the
/// same time.
#[derive(Clone, Copy)]
pub(super) struct Place(u64);

impl Place {
    const LENGTH: u32 = 28;

    /// `None` for a row of 256 MiB, or one that begins after 64 GiB.
    fn new(range: Range<u64>) -> Option<Self> {
        let length = range.end.checked_sub(range.start)?;
        let is_small = length >> Self::LENGTH == 0 && range.start >> (u64::BITS - Self::LENGTH) == 0;
        is_small.then_some(Self(range.start << Self::LENGTH | length))
    }

    pub fn range(self) -> Range<u64> {
        let start = self.0 >> Self::LENGTH;
        start..start + self.length()
    }

    pub fn length(self) -> u64 {
        self.0 & ((1 << Self::LENGTH) - 1)
    }
}

/// A text in memory, or in a file that need not be.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Memory(&'a str),
    File(&'a File),
}

impl<'a> Source<'a> {
    /// A part of the text; that of a file is read into a buffer.
    pub fn part<'b>(self, range: Range<u64>, buffer: &'b mut Vec<u8>) -> Result<&'b str, NotSound>
    where
        'a: 'b,
    {
        let place = |at: u64| usize::try_from(at).map_err(|_| NotSound);
        match self {
            Self::Memory(text) => text.get(place(range.start)?..place(range.end)?).ok_or(NotSound),
            Self::File(file) => {
                buffer.resize(place(range.end - range.start)?, 0);
                read_at(file, buffer, range.start).map_err(|_| NotSound)?;
                std::str::from_utf8(buffer).map_err(|_| NotSound)
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, buffer, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        at += read as u64;
        buffer = &mut buffer[read..];
    }
    Ok(())
}

/// The outline of a text in memory.
pub(super) fn of_text(text: &str) -> Result<Outline, NotSound> {
    let mut scanner = Scanner::default();
    scanner.take(text.as_bytes())?;
    scanner.finish()
}

/// How much of a file is read at a time: little enough to be still at hand when it is gone over.
const CHUNK: usize = 1 << 16;

/// How many pieces may wait to be hashed.
const WAITING: usize = 16;

/// The outline of a file, and its SHA-256 in lowercase hexadecimal. Its places count from the first byte of the file.
pub(super) fn of_file(file: &File) -> Result<(Outline, String), NotSound> {
    thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel::<Arc<Vec<u8>>>(WAITING);
        let hash = scope.spawn(move || {
            let mut hash = Sha256::new();
            receive.into_iter().for_each(|chunk| hash.update(&*chunk));
            hexadecimal(&hash.finalize())
        });
        let mut scanner = Scanner::default();
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            (&mut &*file).take(CHUNK as u64).read_to_end(&mut chunk).map_err(|_| NotSound)?;
            if chunk.is_empty() {
                break;
            }
            let chunk = Arc::new(chunk);
            // It receives until there is no more.
            let _ = send.send(Arc::clone(&chunk));
            let text = if scanner.at == 0 { without_mark(&chunk) } else { &chunk };
            scanner.at += if scanner.at == 0 { (chunk.len() - text.len()) as u64 } else { 0 };
            scanner.take(text)?;
        }
        drop(send);
        let sha256 = hash.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((scanner.finish()?, sha256))
    })
}

/// Goes over a text piece by piece.
#[derive(Default)]
struct Scanner {
    /// Where the next piece begins.
    at: u64,
    /// What is around the rows.
    around: Vec<u8>,
    /// Where in that the last text begins that may be the name of a list.
    name: usize,
    /// The list whose name was the last text.
    named: Option<List>,
    /// The list that the scanner is in.
    list: Option<List>,
    /// What is known of a row that began in a piece before.
    row: Vec<u8>,
    /// Where the row begins that the scanner is in.
    start: Option<u64>,
    depth: u32,
    structure: Structure,
    /// Whether the scanner is in a text that may be the name of a list.
    is_name: bool,
    found: RowsFound,
}

/// The depth of the fields of a dataset, and that of the rows of its lists.
const FIELDS: u32 = 1;
const ROWS: u32 = 2;

impl Scanner {
    /// Goes over a piece.
    fn take(&mut self, piece: &[u8]) -> Result<(), NotSound> {
        // What is before this is dealt with.
        let mut done = 0;
        for (nth, block) in piece.chunks(BLOCK).enumerate() {
            let mut marks = self.structure.next(block);
            // The texts of a row are for those who read it.
            while let Some(at) = marks.take(self.start.is_none()) {
                self.mark(piece, nth * BLOCK + at, &mut done)?;
            }
        }
        let rest = &piece[done..];
        if self.start.is_some() {
            self.row.extend_from_slice(rest)
        } else {
            self.around.extend_from_slice(rest)
        }
        self.at += piece.len() as u64;
        Ok(())
    }

    /// Goes over a bracket, a brace or, around the rows, a quotation mark of a piece.
    fn mark(&mut self, piece: &[u8], i: usize, done: &mut usize) -> Result<(), NotSound> {
        match piece[i] {
            b'"' if self.depth == FIELDS => {
                self.is_name = !self.is_name;
                if self.is_name {
                    self.around.extend_from_slice(&piece[*done..i]);
                    (*done, self.name) = (i, self.around.len());
                } else {
                    self.end_name(&piece[*done..=i]);
                    *done = i + 1;
                }
            }
            b'"' if self.list.is_some() => return Err(NotSound),
            b'"' => {}
            byte @ (b'{' | b'[') => {
                match (self.list, self.start) {
                    (None, _) if byte == b'[' && self.depth == FIELDS && self.named.is_some() => {
                        self.list = self.named;
                    }
                    (Some(_), None) if byte == b'{' => {
                        self.around.extend(piece[*done..i].iter().filter(|byte| !is_space(**byte)));
                        self.around.push(b'0');
                        self.start = Some(self.at + i as u64);
                        *done = i;
                    }
                    (Some(_), None) => return Err(NotSound),
                    (None, _) | (Some(_), Some(_)) => {}
                }
                self.depth += 1;
            }
            _ => {
                self.depth = self.depth.checked_sub(1).ok_or(NotSound)?;
                match (self.list, self.start) {
                    (Some(list), Some(start)) if self.depth == ROWS => {
                        self.end_row(list, start, &piece[*done..=i])?;
                        *done = i + 1;
                    }
                    (Some(_), None) => self.list = None,
                    (None, _) | (Some(_), Some(_)) => {}
                }
            }
        }
        Ok(())
    }

    /// Takes the rest of a text that may be the name of a list. A list that comes next is called so: in JSON nothing else
    /// is between a name and its value, and another text is between any other text and a list.
    fn end_name(&mut self, rest: &[u8]) {
        self.around.extend_from_slice(rest);
        let name =
            self.around.get(self.name..).and_then(|name| name.strip_prefix(b"\"")?.strip_suffix(b"\""));
        self.named = List::ALL.into_iter().find(|list| name == Some(list.name().as_bytes()));
    }

    /// Takes the rest of a row.
    fn end_row(&mut self, list: List, start: u64, rest: &[u8]) -> Result<(), NotSound> {
        let text = if self.row.is_empty() {
            rest
        } else {
            self.row.extend_from_slice(rest);
            &self.row
        };
        self.found.push(list, start, std::str::from_utf8(text).map_err(|_| NotSound)?)?;
        self.row.clear();
        self.start = None;
        Ok(())
    }

    fn finish(self) -> Result<Outline, NotSound> {
        let around = std::str::from_utf8(&self.around).map_err(|_| NotSound)?;
        if !around.trim_ascii_start().starts_with('{') {
            return Err(NotSound);
        }
        let Around {
            format,
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
        } = serde_json::from_str(around).map_err(|_| NotSound)?;
        let counts = [documents, excerpts, actors, instruments, relationships, events];
        let is_whole = counts.iter().zip(&self.found.places.0).all(|(count, places)| count.0 == places.len());
        if !is_whole || value::<String>("format", format)? != FORMAT {
            return Err(NotSound);
        }
        let head = Head {
            key: value("id", id)?,
            title: value("title", title)?,
            description: description.map(|text| value("description", text)).transpose()?,
            series: series.map(|text| value("series", text)).transpose()?,
        };
        Ok(self.found.under(head))
    }
}

/// Whether a byte is white space in JSON.
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// What is around the rows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Around<'a> {
    #[serde(borrow)]
    format: &'a RawValue,
    #[serde(borrow)]
    id: &'a RawValue,
    #[serde(borrow)]
    title: &'a RawValue,
    #[serde(borrow, default)]
    description: Option<&'a RawValue>,
    #[serde(borrow, default)]
    series: Option<&'a RawValue>,
    #[serde(default)]
    documents: Zeros,
    #[serde(default)]
    excerpts: Zeros,
    #[serde(default)]
    actors: Zeros,
    #[serde(default)]
    instruments: Zeros,
    #[serde(default)]
    relationships: Zeros,
    #[serde(default)]
    events: Zeros,
}

/// A list of so many zeros.
#[derive(Default)]
struct Zeros(usize);

impl<'de> Deserialize<'de> for Zeros {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Counted;
        impl<'de> Visitor<'de> for Counted {
            type Value = Zeros;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of zeros")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Zeros, A::Error> {
                let mut count = 0;
                while let Some(zero) = list.next_element::<u8>()? {
                    if zero != 0 {
                        return Err(A::Error::custom("no row"));
                    }
                    count += 1;
                }
                Ok(Zeros(count))
            }
        }
        json.deserialize_seq(Counted)
    }
}

#[cfg(test)]
mod tests;
