//! The rows of a table in JSON: objects, one a line (NDJSON, JSON Lines) or all in one list. Each name of a field is a
//! column, from the first row on that has it.
//!
//! A line that is no object is left out, and told; a list that is broken is no list, and refused.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, BufRead, Read};

use csv::StringRecord;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use crate::dataset::AttributeKind;

use super::super::error::ExchangeError;
use super::super::report::Report;
use super::cells;

/// The longest object, in bytes. A row of a table is some hundred times shorter.
const LONGEST: usize = 16 << 20;

/// The most columns; where there are more, the names of fields are rather data.
const MOST: usize = 1000;

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

/// The columns of a table, and what the last row has in each.
#[derive(Default)]
struct Columns {
    /// Their names for people, each once.
    names: Vec<String>,
    /// The names of their fields.
    fields: Vec<String>,
    places: HashMap<String, usize>,
    cells: Vec<String>,
    kinds: Vec<Option<AttributeKind>>,
    /// The row, by its number, that had a field last.
    had: Vec<u64>,
    row: u64,
}

impl Columns {
    /// Takes the fields of an object.
    fn fill(&mut self, text: &str, line: u64, report: &mut Report) -> serde_json::Result<()> {
        self.row += 1;
        self.cells.iter_mut().for_each(String::clear);
        self.kinds.fill(None);
        let mut json = serde_json::Deserializer::from_str(text);
        Fields { columns: self, line, report }.deserialize(&mut json)?;
        json.end()
    }

    /// The column of a field; `near` is where it is expected. `None` where there are too many.
    fn place(&mut self, field: &str, near: usize) -> Option<usize> {
        if self.fields.get(near).is_some_and(|name| name == field) {
            return Some(near);
        }
        if let Some(&place) = self.places.get(field) {
            return Some(place);
        }
        let place = self.fields.len();
        if place >= MOST {
            return None;
        }
        self.places.insert(field.to_owned(), place);
        self.fields.push(field.to_owned());
        self.names.push(self.free_name(field, place));
        self.cells.push(String::new());
        self.kinds.push(None);
        self.had.push(0);
        Some(place)
    }

    /// A name for a column that no other has.
    fn free_name(&self, field: &str, place: usize) -> String {
        let own = match field.trim() {
            "" => cells::numbered(place + 1),
            name => name.to_owned(),
        };
        let others = (2_u64..).map(|number| format!("{own} ({number})"));
        let mut names = std::iter::once(own.clone()).chain(others);
        names.find(|name| !self.names.contains(name)).unwrap_or_default()
    }
}

/// The fields of an object, which become cells.
struct Fields<'c> {
    columns: &'c mut Columns,
    line: u64,
    report: &'c mut Report,
}

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self { columns, line, report } = self;
        let mut near = 0;
        while let Some(Name(field)) = object.next_key::<Name<'de>>()? {
            let value: &RawValue = object.next_value()?;
            let Some(place) = columns.place(&field, near) else {
                report.dropped("field", TOO_MANY, line, &field);
                continue;
            };
            near = place + 1;
            let (Some(cell), Some(kind), Some(had)) =
                (columns.cells.get_mut(place), columns.kinds.get_mut(place), columns.had.get_mut(place))
            else {
                return Err(A::Error::custom("a column that is not there"));
            };
            if std::mem::replace(had, columns.row) == columns.row {
                report.dropped("field", "an object has it twice; the first one counts", line, &field);
                continue;
            }
            *kind = to_cell(value.get(), cell);
        }
        Ok(())
    }
}

/// Why a field has no column.
const TOO_MANY: &str = "the rows have a thousand fields before it";

/// The name of a field, which is of the text where it can be.
struct Name<'a>(std::borrow::Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(name.into()))
            }
            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(name.to_owned().into()))
            }
        }
        json.deserialize_str(Text)
    }
}

/// Writes a value as a cell: a text and a number as it is, nothing for `null`, and what has parts as JSON.
fn to_cell(json: &str, cell: &mut String) -> Option<AttributeKind> {
    match json.bytes().next()? {
        b'n' => None,
        b't' | b'f' => {
            cell.push_str(json);
            Some(AttributeKind::Boolean)
        }
        b'"' => {
            // What is taken apart here was found sound before, but for half a pair of surrogates.
            let text = serde_json::from_str::<Name<'_>>(json).map(|Name(text)| text);
            cell.push_str(&cells::to_cell(text.as_deref().unwrap_or(json)));
            Some(AttributeKind::Text)
        }
        b'{' | b'[' => {
            compact(json, cell);
            Some(AttributeKind::Text)
        }
        _ => {
            cell.push_str(json);
            let is_whole = !json.contains(['.', 'e', 'E']);
            Some(if is_whole { AttributeKind::Integer } else { AttributeKind::Number })
        }
    }
}

/// JSON without spaces between its parts.
fn compact(json: &str, cell: &mut String) {
    let (mut is_text, mut is_escaped) = (false, false);
    cell.extend(json.chars().filter(|&c| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_text,
            '"' => is_text = !is_text,
            ' ' | '\t' | '\r' | '\n' if !is_text => return false,
            _ => {}
        }
        true
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns, the rows with their lines, and what was left out.
    fn read(text: &str) -> Result<(Vec<String>, Vec<(u64, Vec<String>)>, Vec<(u64, &'static str)>), String> {
        let mut report = Report::default();
        let mut objects = Objects::new("a.json", text.as_bytes()).map_err(|error| error.to_string())?;
        let mut rows = Vec::new();
        while let Some(row) = objects.next(&mut report).map_err(|error| error.to_string())? {
            rows.push((row.line, row.cells.iter().map(str::to_owned).collect()));
        }
        let dropped = report.outcomes.iter().map(|each| (each.first[0].line, each.what)).collect();
        Ok((objects.columns.names, rows, dropped))
    }

    fn texts(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn lines_and_lists_give_the_same_rows() {
        let lines = "\n{\"a\": 1, \"b\": \"=x\"}\r\n\r\n{\"b\":null,\"c\":[1, \"a b\"]}\n";
        let (columns, rows, dropped) = read(lines).expect("rows");
        assert_eq!(columns, ["a", "b", "c"]);
        assert_eq!(rows, [(2, texts(&["1", "'=x"])), (4, texts(&["", "", "[1,\"a b\"]"]))]);
        assert_eq!(dropped, []);
        let list = " [\n{\"a\": 1, \"b\":\n\"=x\"}\n\n, {\"b\":null,\"c\":[1, \"a b\"]}\n ] \n";
        let (columns, again, _) = read(list).expect("rows");
        assert_eq!(columns, ["a", "b", "c"]);
        assert_eq!(again, [(2, rows[0].1.clone()), (5, rows[1].1.clone())]);
        assert_eq!(read("[]").expect("rows").1, []);
        assert_eq!(read("").expect("rows").1, []);
    }

    #[test]
    fn a_broken_line_is_left_out_and_a_broken_list_is_refused() {
        let lines = "{\"a\": 1}\n{\"a\": \n{\"a\" 2}\n7\n{\"a\": 3} {\"a\": 4}\n{\"a\": 5}";
        let (_, rows, dropped) = read(lines).expect("rows");
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 6]);
        assert_eq!(dropped, [(2, "row"), (3, "row"), (4, "row")]);
        for (list, told) in [
            ("[{\"a\": 1},\n{\"a\": ", "a.json:2: the file ends inside a list; it may be cut short"),
            ("[{\"a\": 1}\n{\"a\": 2}]", "a.json:2: a comma is missing"),
            ("[{\"a\": 1},\n{\"a\":\n 2 2}]", "a.json:3: the list is no JSON here; "),
            ("[{\"a\": 1}]\n{", "a.json:2: something stands after the end"),
            ("[{\"a\": 1},]", "a.json:1: the list is no JSON here"),
        ] {
            let error = read(list).expect_err("a broken list");
            assert!(error.starts_with(told), "{error}");
        }
        assert_eq!(read("[{\"a\": 1}, 7, {\"a\": 2}]").expect("rows").2, [(1, "row")]);
    }

    #[test]
    fn columns_have_names_of_their_own_and_fields_count_once() {
        let (columns, rows, dropped) = read("{\"\": 1, \"a\": 2, \" a\": 3, \"a\": 4}").expect("rows");
        assert_eq!(columns, ["column 1", "a", "a (2)"]);
        assert_eq!(rows, [(1, texts(&["1", "2", "3"]))]);
        assert_eq!(dropped, [(1, "field")]);
        let many: Vec<String> = (0..MOST + 5).map(|nth| format!("\"f{nth}\": {nth}")).collect();
        let (columns, _, dropped) = read(&format!("{{{}}}", many.join(","))).expect("rows");
        assert_eq!((columns.len(), dropped), (MOST, vec![(1, "field")]));
    }

    #[test]
    fn a_text_that_holds_objects_is_told_from_cells() {
        assert!(["{\"a\"", " [\n{", "[]", "{}"].iter().all(|text| begins(text)));
        assert!(!["{a},b", "[a],b", "a,b", "", "[", "[1]"].iter().any(|text| begins(text)));
        assert!(has_ends(&texts(&["Date", "Source", "Target"])) && !has_ends(&texts(&["source", "title"])));
    }
}
