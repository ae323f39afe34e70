//! The rows of a table in JSON: objects, one a line (NDJSON, JSON Lines) or all in one list. Each name of a field is a
//! column, from the first row on that has it.
//!
//! A line that is no object is left out, and told; a list that is broken is no list, and refused.

mod columns;

use std::io::{self, BufRead, Read};

use csv::StringRecord;
use serde_json::error::Category;

use crate::dataset::AttributeKind;

use super::super::error::ExchangeError;
use super::super::report::Report;
use columns::Columns;

/// The longest object, in bytes. A row of a table is some hundred times shorter.
const LONGEST: usize = 16 << 20;

/// Whether a text looks as if it held objects, rather than cells.
pub(in super::super) fn begins(text: &str) -> bool {
    let text = text.trim_start();
    let after = |mark: char| text.strip_prefix(mark).map(|rest| rest.trim_start().chars().next());
    matches!(after('{'), Some(Some('"' | '}'))) || matches!(after('['), Some(Some('{' | ']')))
}

/// Whether fields of these names say who does something and toward whom, as the rows of a table do.
pub(in super::super) fn has_ends(names: &[String]) -> bool {
    let names: Vec<String> = names.iter().map(|name| super::synonyms::squeeze(name)).collect();
    let has = |name: &str| names.iter().any(|each| each == name);
    super::synonyms::PAIRS.iter().any(|(from, to)| has(from) && has(to))
}

/// The columns and the first rows of the beginning of a text. What is cut off by its end is left out.
///
/// # Errors
/// Where not one object is whole: why, with its line.
pub(super) fn split(
    name: &str,
    text: &str,
    most: usize,
) -> Result<(Vec<String>, Vec<Vec<String>>), ExchangeError> {
    let mut told = Report::default();
    let mut objects = Objects::new(name, text.as_bytes())?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut count = 0_usize;
    let end = loop {
        match objects.next(&mut told) {
            Ok(Some(row)) if rows.len() < most => rows.push(row.cells.iter().map(str::to_owned).collect()),
            Ok(Some(_)) => {}
            Ok(None) => break None,
            Err(error) => break Some(error),
        }
        count += 1;
    };
    let broken = told.outcomes.first().and_then(|outcome| Some((outcome, outcome.first.first()?)));
    match (count, end, broken) {
        (0, Some(error), _) => Err(error),
        (0, None, Some((outcome, place))) => {
            let what = format!("no row can be read: {}", outcome.reason);
            Err(ExchangeError::line(name, place.line, what, ONE_A_LINE))
        }
        _ => Ok((objects.columns.names, rows)),
    }
}

/// What to do about objects that are not one a line.
pub(in super::super) const ONE_A_LINE: &str =
    "write each object on one line (jq -c does so), or all of them in one list";

/// Reads objects one after the other.
pub(super) struct Objects<R> {
    /// What the file is called in messages.
    name: String,
    text: R,
    form: Form,
    /// The 1-based line that is read next, or is being read.
    line: u64,
    /// The text of the last object.
    object: Vec<u8>,
    columns: Columns,
    record: StringRecord,
    /// Lines, or entries of the list, that were read.
    count: u64,
}

/// How objects follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Lines,
    List { has_entries: bool },
    Over,
}

/// A row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    /// The names of the columns so far, each once.
    pub columns: &'a [String],
    /// Its cells, one for each column so far.
    pub cells: &'a StringRecord,
    /// What each value is in JSON; nothing where there is none.
    pub kinds: &'a [Option<AttributeKind>],
    /// The 1-based line on which it begins.
    pub line: u64,
}

impl<R: BufRead> Objects<R> {
    pub(super) fn new(name: &str, text: R) -> Result<Self, ExchangeError> {
        let mut objects = Self {
            name: name.to_owned(),
            text,
            form: Form::Lines,
            line: 1,
            object: Vec::new(),
            columns: Columns::default(),
            record: StringRecord::new(),
            count: 0,
        };
        if objects.after_spaces()? == Some(b'[') {
            objects.text.consume(1);
            objects.form = Form::List { has_entries: false };
        }
        Ok(objects)
    }

    /// How many rows were read, those that were left out among them.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// The next row; `None` after the last. What is no row is told.
    pub(super) fn next(&mut self, report: &mut Report) -> Result<Option<Row<'_>>, ExchangeError> {
        loop {
            let line = match self.form {
                Form::Over => return Ok(None),
                Form::Lines => self.read_line()?,
                Form::List { has_entries } => self.read_entry(has_entries)?,
            };
            let Some(line) = line else {
                self.form = Form::Over;
                return Ok(None);
            };
            self.count += 1;
            // The text is UTF-8, and lines and values end between characters.
            let text = std::str::from_utf8(&self.object).unwrap_or_default();
            match self.columns.fill(text, line, report) {
                Ok(()) => {
                    self.record.clear();
                    self.columns.cells.iter().for_each(|cell| self.record.push_field(cell));
                    let Columns { names, kinds, .. } = &self.columns;
                    return Ok(Some(Row { columns: names, cells: &self.record, kinds, line }));
                }
                Err(error) if self.form == Form::Lines || error.classify() == Category::Data => {
                    report.dropped("row", why(&error), line, text);
                }
                Err(error) => {
                    // Lines are counted within the object.
                    let at = line + (error.line() as u64).saturating_sub(1);
                    return Err(self.wrong(at, "the list is no JSON here", why(&error)));
                }
            }
        }
    }

    /// Reads the next line that is not blank, and returns its number.
    fn read_line(&mut self) -> Result<Option<u64>, ExchangeError> {
        loop {
            self.object.clear();
            let mut most = self.text.by_ref().take(LONGEST as u64 + 1);
            let read = most.read_until(b'\n', &mut self.object).map_err(|error| self.unread(&error))?;
            if read == 0 {
                return Ok(None);
            }
            let line = self.line;
            self.line += 1;
            self.check_length(line)?;
            if !self.object.trim_ascii().is_empty() {
                return Ok(Some(line));
            }
        }
    }

    /// Reads the next entry of the list, and returns the number of its first line.
    fn read_entry(&mut self, has_entries: bool) -> Result<Option<u64>, ExchangeError> {
        let mut next = self.after_spaces()?;
        if next == Some(b']') {
            self.text.consume(1);
            return match self.after_spaces()? {
                None => Ok(None),
                Some(_) => {
                    Err(self.wrong(self.line, "something stands after the end of the list", "take it out"))
                }
            };
        }
        if has_entries && next.is_some() {
            if next != Some(b',') {
                return Err(self.wrong(
                    self.line,
                    "a comma is missing between two objects of the list",
                    "add it",
                ));
            }
            self.text.consume(1);
            next = self.after_spaces()?;
        }
        let line = self.line;
        self.form = Form::List { has_entries: true };
        if next.is_none() || !self.read_value(line)? {
            let hint = "it may be cut short: fetch or copy it again";
            return Err(self.wrong(self.line, "the file ends inside a list", hint));
        }
        Ok(Some(line))
    }

    /// Reads a value; false where the text ends within it.
    fn read_value(&mut self, line: u64) -> Result<bool, ExchangeError> {
        self.object.clear();
        let mut value = Extent::default();
        loop {
            let ready = match self.text.fill_buf() {
                Ok([]) => return Ok(false),
                Ok(ready) => ready,
                Err(error) => return Err(ExchangeError::io(&self.name, &error)),
            };
            let within = ready.iter().position(|&byte| !value.goes_on(byte));
            let read = within.unwrap_or(ready.len());
            self.line += memchr::memchr_iter(b'\n', &ready[..read]).count() as u64;
            self.object.extend_from_slice(&ready[..read]);
            self.text.consume(read);
            self.check_length(line)?;
            if within.is_some() {
                return Ok(true);
            }
        }
    }

    /// The next byte that is no white space, which is not taken; `None` at the end.
    fn after_spaces(&mut self) -> Result<Option<u8>, ExchangeError> {
        loop {
            let ready = self.text.fill_buf().map_err(|error| ExchangeError::io(&self.name, &error))?;
            if ready.is_empty() {
                return Ok(None);
            }
            let found = ready.iter().position(|byte| !byte.is_ascii_whitespace());
            let read = found.unwrap_or(ready.len());
            self.line += memchr::memchr_iter(b'\n', &ready[..read]).count() as u64;
            let next = ready.get(read).copied();
            self.text.consume(read);
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    fn check_length(&self, line: u64) -> Result<(), ExchangeError> {
        if self.object.len() <= LONGEST {
            return Ok(());
        }
        let what = format!("an object is longer than {} MB", LONGEST >> 20);
        Err(self.wrong(line, &what, ONE_A_LINE))
    }

    fn wrong(&self, line: u64, what: &str, hint: &str) -> ExchangeError {
        ExchangeError::line(&self.name, line, what, hint)
    }

    fn unread(&self, error: &io::Error) -> ExchangeError {
        ExchangeError::io(&self.name, error)
    }
}

/// Why a text is no row.
fn why(error: &serde_json::Error) -> &'static str {
    match error.classify() {
        Category::Eof => "it breaks off: an object begins and ends on one line",
        Category::Data => "it is no object in { }",
        Category::Syntax | Category::Io => "it is no JSON: quotation marks, commas or brackets are wrong",
    }
}

/// How far a value goes, told byte by byte.
#[derive(Default)]
struct Extent {
    depth: u32,
    is_text: bool,
    is_escaped: bool,
    is_over: bool,
}

impl Extent {
    /// Whether a byte is still of the value.
    fn goes_on(&mut self, byte: u8) -> bool {
        if self.is_over {
            return false;
        }
        if self.is_text {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' => self.is_escaped = true,
                b'"' => self.is_text = false,
                _ => {}
            }
            return true;
        }
        match byte {
            b'"' => self.is_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 0 => {
                self.depth -= 1;
                self.is_over = self.depth == 0;
            }
            // What is in no brackets ends before these.
            b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return false,
            _ => {}
        }
        true
    }
}

#[cfg(test)]
mod tests;
