//! The rows of GDELT's event files, column by column where they stand in the reader's buffer.

use std::borrow::Cow;
use std::io::{self, BufRead};

use super::columns::{Column, Layout};
use crate::exchange::events::rows::{Row as Line, Rows};

/// Reads the rows of a file of events, without making records of them.
pub struct EventRows<R> {
    text: Text<R>,
    layout: Option<Layout>,
    /// Whether `NA` stands for nothing, as in tables that R writes.
    has_na: bool,
}

enum Text<R> {
    /// Tabs without quoting, as GDELT writes it.
    Tabs(Rows<R>),
    /// Quoted with quoting, as other programs write it.
    Quoted {
        reader: csv::Reader<R>,
        record: csv::ByteRecord,
        /// Whether lines end in two characters, of which the crate leaves the second to the next record, whose line
        /// it then counts one too low.
        has_crlf: bool,
    },
}

/// A row of the file.
pub enum EventRow<'a> {
    /// One with as many fields as the file has columns.
    Whole(Fields<'a>),
    /// Another.
    Broken {
        /// Its 1-based line.
        line: u64,
        /// How many fields it has.
        width: usize,
        /// What stands in it.
        text: Cow<'a, str>,
    },
}

/// The fields of a row.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    text: FieldText<'a>,
    layout: &'a Layout,
    has_na: bool,
    /// Its 1-based line.
    pub line: u64,
}

#[derive(Clone, Copy)]
enum FieldText<'a> {
    Tabs(Line<'a>),
    Quoted(&'a csv::ByteRecord),
}

/// Why a header is none.
#[derive(Debug, thiserror::Error)]
pub enum HeaderError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It lacks columns.
    #[error("the header has no column {}", .0.join(", "))]
    Missing(Vec<&'static str>),
}

impl<R: BufRead> EventRows<R> {
    /// Looks at the beginning of a file: whether it has a header, and what stands between fields.
    ///
    /// # Errors
    /// [`HeaderError`] where it has a header that does not name what an event needs.
    pub fn new(mut reader: R) -> Result<Self, HeaderError> {
        let start = reader.fill_buf()?;
        let start = start.split(|&byte| byte == b'\n').next().unwrap_or_default().to_ascii_uppercase();
        let has_header = contains(&start, b"GLOBALEVENTID");
        let delimiter = if start.contains(&b'\t') || !start.contains(&b',') { b'\t' } else { b',' };
        let has_quotes = delimiter == b',' || has_header && start.starts_with(b"\"");
        let has_crlf = start.ends_with(b"\r");
        let text = if has_quotes {
            let mut options = csv::ReaderBuilder::new();
            options.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(1 << 16);
            Text::Quoted { reader: options.from_reader(reader), record: csv::ByteRecord::new(), has_crlf }
        } else {
            Text::Tabs(Rows::new(reader))
        };
        let mut rows = Self { text, layout: None, has_na: has_header };
        if has_header {
            rows.layout = Some(rows.header()?);
        }
        Ok(rows)
    }

    fn header(&mut self) -> Result<Layout, HeaderError> {
        let layout = match &mut self.text {
            Text::Tabs(rows) => {
                let Some(row) = rows.next_row()? else { return Err(HeaderError::Missing(Vec::new())) };
                Layout::of_header((0..row.width()).map(|nth| row.field(nth)))
            }
            Text::Quoted { reader, record, .. } => {
                reader.read_byte_record(record).map_err(of_csv)?;
                Layout::of_header(record.iter())
            }
        };
        layout.map_err(HeaderError::Missing)
    }

    /// The columns of the file, known once a header or a whole row was read.
    pub fn layout(&self) -> Option<&Layout> {
        self.layout.as_ref()
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// Where the text cannot be read.
    pub fn next_row(&mut self) -> io::Result<Option<EventRow<'_>>> {
        let (text, line, width) = match &mut self.text {
            Text::Tabs(rows) => {
                let Some(row) = rows.next_row()? else { return Ok(None) };
                (FieldText::Tabs(row), row.line, row.width())
            }
            Text::Quoted { reader, record, has_crlf } => {
                if !reader.read_byte_record(record).map_err(of_csv)? {
                    return Ok(None);
                }
                let line = |at: &csv::Position| at.line() + u64::from(*has_crlf && at.byte() > 0);
                let line = record.position().map_or(0, line);
                (FieldText::Quoted(record), line, record.len())
            }
        };
        if self.layout.is_none() {
            self.layout = Layout::of_width(width);
        }
        let has_na = self.has_na;
        Ok(Some(match &self.layout {
            Some(layout) if layout.width == width => EventRow::Whole(Fields { text, layout, has_na, line }),
            Some(_) | None => EventRow::Broken { line, width, text: text.shown() },
        }))
    }
}

impl<'a> Fields<'a> {
    /// A field; empty where the row says nothing.
    pub fn get(&self, column: Column) -> &'a [u8] {
        let Some(place) = self.layout.place(column) else { return b"" };
        let field = match self.text {
            FieldText::Tabs(row) => row.field(place),
            FieldText::Quoted(record) => record.get(place).unwrap_or_default(),
        };
        if self.has_na && field == b"NA" { b"" } else { field }
    }

    /// The row as text to show.
    pub fn shown(&self) -> Cow<'a, str> {
        self.text.shown()
    }
}

impl<'a> FieldText<'a> {
    fn shown(self) -> Cow<'a, str> {
        match self {
            Self::Tabs(row) => row.text(),
            Self::Quoted(record) => {
                let fields: Vec<_> = record.iter().map(String::from_utf8_lossy).collect();
                Cow::Owned(fields.join(","))
            }
        }
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(text, word).is_some()
}

/// The error below one of the `csv` crate; rows may have any number of fields, so that there is no other.
fn of_csv(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::new(io::ErrorKind::InvalidData, format!("{kind:?}")),
    }
}
