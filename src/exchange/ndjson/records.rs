//! From lines to the records of a dataset. As a dataset of our own format, one with an error is refused.

use std::io::BufRead;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::dataset::diagnostic::Finding;
use crate::dataset::locate::Step;
use crate::dataset::record::{DatasetRecord, FORMAT};
use crate::dataset::suggest::nearest;
use crate::dataset::{Severity, check, load, read_row, syntax};

use super::super::detente::{all_kept, read_streamed};
use super::super::error::ExchangeError;
use super::super::import::Context;
use super::super::input::Part;
use super::super::json::uncapitalised;
use super::super::records::{KINDS, Records};
use super::stream;

/// Whether a text begins with the line that says that it is a dataset.
pub(super) fn begin(head: &str) -> bool {
    /// What is looked at of it.
    #[derive(Deserialize)]
    struct First {
        format: String,
    }
    let first = head.trim_start().lines().next().unwrap_or_default();
    serde_json::from_str::<First>(first).is_ok_and(|first| first.format.starts_with("detente/"))
}

/// One record, of which only its kind is known.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Line<'a> {
    #[serde(borrow)]
    Document(&'a RawValue),
    #[serde(borrow)]
    Excerpt(&'a RawValue),
    #[serde(borrow)]
    Actor(&'a RawValue),
    #[serde(borrow)]
    Instrument(&'a RawValue),
    #[serde(borrow)]
    Relationship(&'a RawValue),
    #[serde(borrow)]
    Event(&'a RawValue),
}

/// Reads a dataset. What its records name may stand on any line, so that all of them are found before they are checked.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    read_streamed(part, context, stream::of_file, read_whole)
}

/// Reads lines of which something may have to be told.
fn read_whole(lines: &mut dyn BufRead, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let name = context.name;
    let (record, lines) = Reader { name, line: 0, lines: Lines::default() }.read(lines)?;
    if let Some(error) = first_wrong(name, &record, &lines) {
        return Err(error);
    }
    all_kept(record.counts(), context.report);
    context.sink.pour(record).map_err(|error| ExchangeError::io(name, &error))
}

/// The 1-based line of each record, list by list.
#[derive(Default)]
struct Lines {
    documents: Vec<u64>,
    excerpts: Vec<u64>,
    actors: Vec<u64>,
    instruments: Vec<u64>,
    relationships: Vec<u64>,
    events: Vec<u64>,
}

impl Lines {
    fn of(&self, list: &str) -> &[u64] {
        match list {
            "documents" => &self.documents,
            "excerpts" => &self.excerpts,
            "actors" => &self.actors,
            "instruments" => &self.instruments,
            "relationships" => &self.relationships,
            "events" => &self.events,
            _ => &[],
        }
    }
}

struct Reader<'a> {
    name: &'a str,
    /// The line that was read last.
    line: u64,
    lines: Lines,
}

impl Reader<'_> {
    fn read(mut self, part: &mut dyn BufRead) -> Result<(DatasetRecord, Lines), ExchangeError> {
        let mut text = String::new();
        let mut record: Option<DatasetRecord> = None;
        loop {
            text.clear();
            if part.read_line(&mut text).map_err(|error| ExchangeError::io(self.name, &error))? == 0 {
                break;
            }
            self.line += 1;
            let text = text.trim();
            match &mut record {
                _ if text.is_empty() => {}
                None => record = Some(self.head(text)?),
                Some(record) => self.record(text, record)?,
            }
        }
        let record = record.ok_or_else(|| self.wrong("it has no first line", "see `detente schema`"))?;
        Ok((record, self.lines))
    }

    /// What the dataset says of itself; records may stand in it, too.
    fn head(&mut self, text: &str) -> Result<DatasetRecord, ExchangeError> {
        let record = load::head(text).map_err(|error| self.told(&error))?;
        let lines = |count: usize| vec![self.line; count];
        self.lines = Lines {
            documents: lines(record.documents.len()),
            excerpts: lines(record.excerpts.len()),
            actors: lines(record.actors.len()),
            instruments: lines(record.instruments.len()),
            relationships: lines(record.relationships.len()),
            events: lines(record.events.len()),
        };
        Ok(record)
    }

    fn record(&mut self, text: &str, record: &mut DatasetRecord) -> Result<(), ExchangeError> {
        let line = self.line;
        let parsed: Line<'_> = serde_json::from_str(text).map_err(|_| self.no_record(text))?;
        match parsed {
            Line::Document(row) => record.documents.push(self.row("documents", row)?),
            Line::Excerpt(row) => record.excerpts.push(self.row("excerpts", row)?),
            Line::Actor(row) => record.actors.push(self.row("actors", row)?),
            Line::Instrument(row) => record.instruments.push(self.row("instruments", row)?),
            Line::Relationship(row) => record.relationships.push(self.row("relationships", row)?),
            Line::Event(row) => record.events.push(self.row("events", row)?),
        }
        match parsed {
            Line::Document(_) => self.lines.documents.push(line),
            Line::Excerpt(_) => self.lines.excerpts.push(line),
            Line::Actor(_) => self.lines.actors.push(line),
            Line::Instrument(_) => self.lines.instruments.push(line),
            Line::Relationship(_) => self.lines.relationships.push(line),
            Line::Event(_) => self.lines.events.push(line),
        }
        Ok(())
    }

    fn row<R: DeserializeOwned>(&self, list: &str, row: &RawValue) -> Result<R, ExchangeError> {
        read_row(list, row.get()).map_err(|error| self.told(&error))
    }

    /// Why a line is no record.
    fn no_record(&self, text: &str) -> ExchangeError {
        if let Err(broken) = syntax::judge(text) {
            return self.told(&broken);
        }
        let example = format!("a line is one record under the name of its kind: {}", KINDS.join(", "));
        let object: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(text).ok();
        let names: Vec<String> = object.into_iter().flatten().map(|(name, _)| name).collect();
        match names.as_slice() {
            [] => self.wrong("no object with one record in it stands here", example),
            [name] => {
                let meant = nearest(name, KINDS).map(|kind| format!("did you mean `{kind}`?"));
                self.wrong(format!("`{name}` is no kind of record"), meant.unwrap_or(example))
            }
            _ if names.iter().any(|name| name == "format") => {
                let what = "another dataset begins here";
                self.wrong(
                    what,
                    format!("one file is one dataset: put what follows {FORMAT} here into another"),
                )
            }
            several => {
                let what = format!("{} fields stand here instead of one record", several.len());
                self.wrong(what, example)
            }
        }
    }

    fn told(&self, finding: &Finding) -> ExchangeError {
        told(self.name, self.line, finding, 0)
    }

    fn wrong(&self, what: impl Into<String>, hint: impl Into<String>) -> ExchangeError {
        ExchangeError::line(self.name, self.line.max(1), what, hint)
    }
}

/// The first line on which something is wrong that only all records tell: a key that names nothing, a date.
fn first_wrong(name: &str, record: &DatasetRecord, lines: &Lines) -> Option<ExchangeError> {
    let mut errors = check::check(record);
    errors.retain(|found| found.code.severity() == Severity::Error);
    let line = |finding: &Finding| match finding.path.steps() {
        [Step::Field(list), Step::Index(index), ..] => lines.of(list).get(*index).copied().unwrap_or(1),
        _ => 1,
    };
    let first = errors.iter().min_by_key(|finding| line(finding))?;
    Some(told(name, line(first), first, errors.len() - 1))
}

/// A finding of our own checks as a line for the person, with how many more there are.
fn told(name: &str, line: u64, finding: &Finding, more: usize) -> ExchangeError {
    let hint = uncapitalised(finding.hint.trim_end_matches('.'));
    let hint = match more {
        0 => hint,
        1 => format!("{hint}; one more error follows"),
        more => format!("{hint}; {more} more errors follow"),
    };
    ExchangeError::line(name, line, finding.message.clone(), hint)
}
