//! The rows of a table, with their lines.

use std::io::{self, BufRead, Read};

use csv::{ErrorKind, ReaderBuilder, StringRecord};

use super::super::error::ExchangeError;
use super::super::input::HEAD;
use super::mapping::Delimiter;

/// Reads a table row by row.
pub(super) struct Rows<R> {
    /// What the file is called in messages.
    name: String,
    reader: csv::Reader<Newlines<R>>,
    record: StringRecord,
    /// Lines before the header.
    before: u64,
    /// The line of the last row, and whether a quotation mark in it is never closed; none before the first.
    last: Option<(u64, bool)>,
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// Its cells, as they are.
    pub cells: &'a StringRecord,
    /// The 1-based line on which it begins.
    pub line: u64,
    /// Whether it is the last one and a quotation mark in it is never closed.
    pub is_unclosed: bool,
}

impl<R: BufRead> Rows<R> {
    /// The rows of a text, the header among them.
    pub(super) fn new(name: &str, mut text: R, delimiter: Delimiter) -> Result<Self, ExchangeError> {
        let wrong = |error: io::Error| ExchangeError::io(name, &error);
        let before = text.fill_buf().map_err(wrong)?.starts_with(HINT);
        if before {
            text.skip_until(b'\n').map_err(wrong)?;
        }
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(delimiter.byte());
        let reader = builder.from_reader(Newlines::new(text));
        Ok(Self {
            name: name.to_owned(),
            reader,
            record: StringRecord::new(),
            before: u64::from(before),
            last: None,
        })
    }

    /// The next row; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<Row<'_>>, ExchangeError> {
        let read = self.reader.read_record(&mut self.record);
        let after = self.reader.position().line() + self.before;
        if !read.map_err(|error| self.wrong(error, after))? {
            return Ok(None);
        }
        // The position before a row is before the blank lines in front of it; so lines are counted from its end.
        let within = memchr::memchr_iter(b'\n', self.record.as_slice().as_bytes()).count() as u64;
        // Every line has an end, so that only within quotes a row meets the end of the text.
        let is_unclosed = self.reader.get_ref().is_over;
        let line = after.saturating_sub(within + u64::from(!is_unclosed)).max(1);
        self.last = Some((line, is_unclosed));
        Ok(self.last())
    }

    /// The row that was read last.
    pub(super) fn last(&self) -> Option<Row<'_>> {
        self.last.map(|(line, is_unclosed)| Row { cells: &self.record, line, is_unclosed })
    }

    fn wrong(&self, error: csv::Error, line: u64) -> ExchangeError {
        match error.into_kind() {
            ErrorKind::Io(error) => ExchangeError::io(&self.name, &error),
            other => ExchangeError::line(&self.name, line, format!("is no row of a table: {other:?}"), ""),
        }
    }
}

/// The rows of the beginning of a text, with the header. A last one that is cut off is left out.
pub(super) fn split(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    // A text in memory can be read.
    let Ok(mut rows) = Rows::new("", text.as_bytes(), delimiter) else { return all };
    while let Ok(Some(row)) = rows.next() {
        if row.cells.iter().any(|cell| !cell.trim().is_empty()) {
            all.push(row.cells.iter().map(str::to_owned).collect());
        }
    }
    if text.len() + char::MAX.len_utf8() > HEAD && all.len() > 1 {
        all.pop();
    }
    all
}

/// How some spreadsheets begin a file to say its delimiter.
const HINT: &[u8] = b"sep=";

/// The delimiter that the first line of a text says.
pub(super) fn said_delimiter(text: &str) -> Option<Delimiter> {
    let byte = *text.as_bytes().strip_prefix(HINT)?.first()?;
    Delimiter::ALL.iter().copied().find(|delimiter| delimiter.byte() == byte)
}

/// Makes all ends of lines `\n`, also that of the last one.
struct Newlines<R> {
    inner: R,
    last: u8,
    /// Whether the end of the text was told.
    is_over: bool,
}

impl<R> Newlines<R> {
    fn new(inner: R) -> Self {
        Self { inner, last: b'\n', is_over: false }
    }
}

impl<R: BufRead> Read for Newlines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let ready = self.inner.fill_buf()?;
            if ready.is_empty() {
                let is_open = !matches!(self.last, b'\n' | b'\r');
                let Some(first) = buffer.first_mut().filter(|_| is_open) else {
                    self.is_over = true;
                    return Ok(0);
                };
                (*first, self.last) = (b'\n', b'\n');
                return Ok(1);
            }
            let (mut read, mut written) = (0, 0);
            for &byte in ready {
                let Some(to) = buffer.get_mut(written) else { break };
                read += 1;
                let is_second = byte == b'\n' && self.last == b'\r';
                self.last = byte;
                if !is_second {
                    *to = if byte == b'\r' { b'\n' } else { byte };
                    written += 1;
                }
            }
            self.inner.consume(read);
            if written > 0 || buffer.is_empty() {
                return Ok(written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>, bool)> {
        let mut rows = Rows::new("a.csv", text.as_bytes(), Delimiter::Comma).expect("rows");
        let mut all = Vec::new();
        while let Some(Row { cells, line, is_unclosed }) = rows.next().expect("a row") {
            all.push((line, cells.iter().map(str::to_owned).collect(), is_unclosed));
        }
        all
    }

    #[test]
    fn rows_have_the_line_on_which_they_begin_whatever_ends_lines() {
        let text = "a,b\n1,\"x\ny\"\n\n\n2,z\n3,\"q\n\nr\"";
        let expected =
            [(1, vec!["a", "b"]), (2, vec!["1", "x\ny"]), (6, vec!["2", "z"]), (7, vec!["3", "q\n\nr"])];
        for end in ["\n", "\r\n", "\r"] {
            let all = rows(&text.replace('\n', end));
            let all: Vec<_> =
                all.iter().map(|(line, row, _)| (*line, row.iter().map(String::as_str).collect())).collect();
            assert_eq!(all, expected, "{end:?}");
        }
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_noticed() {
        assert_eq!(
            rows("a,b\n1,\"x\n2,y\n"),
            [
                (1, vec!["a".to_owned(), "b".to_owned()], false),
                (2, vec!["1".to_owned(), "x\n2,y\n".to_owned()], true)
            ]
        );
        assert!(rows("a,5\" gun\n1,\"x\ny\"\n2,3\n").iter().all(|(.., is_unclosed)| !is_unclosed));
    }

    #[test]
    fn the_hint_of_a_spreadsheet_is_no_header() {
        assert_eq!(rows("sep=,\na,b\n1,2\n").iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(said_delimiter("sep=;\r\na;b"), Some(Delimiter::Semicolon));
        assert_eq!(said_delimiter("a;b"), None);
    }
}
