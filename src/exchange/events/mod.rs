//! What the feeds of events share (GDELT, ICEWS, POLECAT): rows become events as they are read, and nothing stays in
//! memory but what the rows have in common: actors, ties, the hashes of what proves them, and numbers that came before.
//!
//! An event is evidenced by what its row names as its source ([`sources`]); the events between two actors come to ties
//! ([`ties`]), so that the diagram shows them; the busiest pair is the series that is shown first.

pub mod actors;
pub mod codebook;
pub mod codes;
#[cfg(test)]
pub mod proof;
pub mod rows;
pub mod seen;
pub mod sheet;
pub mod sources;
pub mod ties;

use std::collections::HashSet;
use std::io;

use foldhash::fast::RandomState;

use crate::dataset::coding::{EventCode, Scheme};
use crate::dataset::record::{AttributeRecord, EventRecord};
use crate::dataset::{AttributeKind, Day, Edtf};

use super::error::ExchangeError;
use super::import::Context;
use super::keys;
use super::sink::Head;

use actors::{ActorIndex, Actors};
use codes::{Codes, Found};
use seen::Seen;
use sources::{Place, Sources};
use ties::Ties;

/// What the keys of events, documents and ties begin with.
const PREFIXES: &[&str] = &["gdelt-", "icews-", "polecat-", "page-", "story-", "tie-"];

/// Who makes a feed, and on what terms.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    /// The word that its keys begin with.
    pub word: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Where it is found.
    pub url: &'static str,
    /// Who may use it, and how, in a sentence.
    pub rights: &'static str,
    /// The scheme of its codes.
    pub scheme: Scheme,
}

/// An event, as its row has it.
#[derive(Debug)]
pub struct Coded<'a> {
    /// What its key is made of, behind the word of the feed.
    pub number: &'a str,
    /// Its 1-based line.
    pub line: u64,
    /// When.
    pub day: Day,
    /// Who acts, toward whom.
    pub pair: (ActorIndex, ActorIndex),
    /// The code.
    pub code: EventCode,
    /// What happened, where the feed says more than its code.
    pub label: Option<String>,
    /// The value that the feed gives, where the coding table's is another or none.
    pub score: Option<f64>,
    /// The number of independent sources.
    pub sources: Option<u32>,
    /// Where it stands.
    pub place: Place<'a>,
    /// What else its row says.
    pub attributes: Vec<AttributeRecord>,
}

/// Takes the rows of a feed.
pub struct Feed<'c, 'a> {
    origin: Origin,
    /// The name of the data file.
    file: String,
    context: &'c mut Context<'a>,
    /// The actors.
    pub actors: Actors,
    codes: Codes,
    ties: Ties,
    sources: Sources,
    numbers: Seen,
    rows: HashSet<u64, RandomState>,
    /// The date of the last event, since the next one often has the same.
    date: Option<(Day, Edtf)>,
    /// The first and the last day.
    extent: Option<(Day, Day)>,
    row_count: u64,
    event_count: u64,
}

impl<'c, 'a> Feed<'c, 'a> {
    /// A feed of which nothing is read yet.
    pub fn new(origin: Origin, file: &str, context: &'c mut Context<'a>) -> Self {
        Self {
            origin,
            file: file.to_owned(),
            context,
            actors: Actors::default(),
            codes: Codes::new(origin.scheme),
            ties: Ties::default(),
            sources: Sources::default(),
            numbers: Seen::default(),
            rows: HashSet::default(),
            date: None,
            extent: None,
            row_count: 0,
            event_count: 0,
        }
    }

    /// Counts a row.
    pub fn row(&mut self) {
        self.row_count += 1;
    }

    /// Says that a row comes to nothing.
    pub fn drop(&mut self, reason: &'static str, line: u64, text: impl AsRef<str>) {
        self.context.report.dropped("row", reason, line, text);
    }

    /// Says that a row is there already.
    pub fn merge(&mut self, reason: &'static str, line: u64, text: impl AsRef<str>) {
        self.context.report.merged("row", reason, line, text);
    }

    /// Says that an event is not as its row has it.
    pub fn change(&mut self, reason: &'static str, line: u64, text: impl AsRef<str>) {
        self.context.report.changed("event", reason, line, text);
    }

    /// Says what the file is, more exactly than its format does.
    pub fn is_called(&mut self, version: &str) {
        version.clone_into(&mut self.context.report.format);
    }

    /// Whether no event had this number before.
    pub fn is_new(&mut self, number: u64) -> bool {
        self.numbers.is_new(number)
    }

    /// Whether no row was the same before.
    pub fn is_new_row(&mut self, bytes: &[u8]) -> bool {
        self.rows.insert(seen::hash(bytes))
    }

    /// The code of a text, told where it is not in the table as it is; `None` where none of it is.
    pub fn code(&mut self, text: &[u8], meaning: &[u8], line: u64) -> Option<EventCode> {
        let found = self.codes.find(text, meaning)?;
        match found {
            Found::Whole(_) => {}
            Found::WithZero(_) => {
                self.change("its code lost the zero before it", line, String::from_utf8_lossy(text));
            }
            Found::Part(_) => {
                let reason = "its code is not in the coding table, and the one that it is part of is taken";
                self.change(reason, line, String::from_utf8_lossy(text));
            }
        }
        Some(found.code())
    }

    /// The value that an event of a scheme with values has of its own: none where it is the table's. `given` is empty
    /// where the row has none.
    pub fn score(&mut self, code: EventCode, given: &[u8], line: u64) -> Option<f64> {
        let shown = String::from_utf8_lossy(given);
        if given.is_empty() {
            self.change(
                "it has no value of its own, and the coding table's is taken",
                line,
                code.to_string(),
            );
            return None;
        }
        let own = number(given).filter(|own| (-10.0..=10.0).contains(own));
        let Some(own) = own else {
            self.change("its value is none from -10 to 10, and the coding table's is taken", line, shown);
            return None;
        };
        let table = code.score?;
        if (own - table).abs() < 0.005 {
            return None;
        }
        let reason = "its value is not the coding table's for its code, and is kept";
        self.change(reason, line, format!("{code}: {shown}, not {table}"));
        Some(own)
    }

    /// Takes an event.
    ///
    /// # Errors
    /// Where the sink cannot be written.
    pub fn event(&mut self, coded: Coded<'_>) -> io::Result<()> {
        let Coded { number, line, day, pair, code, label, score, sources, place, attributes } = coded;
        let id = format!("{}-{number}", self.origin.word);
        let sink = &mut *self.context.sink;
        let excerpt = self.sources.excerpt(sink, &self.origin, &self.file, (&id, line), place)?;
        let value = score.or(code.score).unwrap_or_default();
        self.ties.count(&self.actors, pair, code, value, day, &excerpt);
        let (first, last) = self.extent.unwrap_or((day, day));
        self.extent = Some((first.min(day), last.max(day)));
        self.event_count += 1;
        self.actors.act(pair.0);
        self.actors.act(pair.1);
        let Some(date) = self.date_of(day) else { return Ok(()) };
        self.context.sink.event(EventRecord {
            id,
            label: label.unwrap_or_else(|| code.meaning.to_owned()),
            code: code.to_string(),
            from: self.actors.key_of(pair.0).to_owned(),
            to: self.actors.key_of(pair.1).to_owned(),
            date,
            score,
            sources,
            evidence: vec![excerpt],
            note: None,
            attributes,
        })
    }

    /// A day as a date. Each day of the calendar is one.
    fn date_of(&mut self, day: Day) -> Option<Edtf> {
        if let Some((last, date)) = &self.date
            && *last == day
        {
            return Some(date.clone());
        }
        let date = Edtf::parse(&day.to_string()).ok()?;
        self.date = Some((day, date.clone()));
        Some(date)
    }

    /// Gives the actors and ties, and what the dataset says of itself.
    ///
    /// # Errors
    /// Where the sink cannot be written.
    pub fn finish(self) -> Result<(), ExchangeError> {
        let name = self.context.name;
        self.give_rest().map_err(|error| ExchangeError::io(name, &error))
    }

    fn give_rest(self) -> io::Result<()> {
        let Self { origin, file, context, actors, ties, sources, extent, row_count, event_count, .. } = self;
        let file = cleaned(file.as_bytes());
        let stem = file.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(&file);
        let when = match extent {
            Some((first, last)) if first == last => format!(" of {first}"),
            Some((first, last)) => format!(" from {first} to {last}"),
            None => String::new(),
        };
        let Origin { name, publisher, url, rights, .. } = origin;
        context.sink.head(Head {
            id: keys::slug(stem).unwrap_or_else(|| origin.word.to_owned()),
            title: format!("{name} events{when} ({stem})"),
            description: Some(format!(
                "Events{when} that {name} coded by machine from news, read from {file}. Source: {publisher}, {url}. \
                 {rights} A tie stands for all events of one class between two actors."
            )),
            series: ties.series(&actors),
        });
        context.report.read("row", row_count);
        context.report.kept("event", event_count);
        let mut relationships = 0;
        for record in ties.records(&actors) {
            relationships += 1;
            context.sink.relationship(record)?;
        }
        let mut people = 0;
        for record in actors.into_records() {
            people += 1;
            context.sink.actor(record)?;
        }
        context.report.kept("actor", people);
        context.report.kept("relationship", relationships);
        context.report.kept("document", sources.document_count);
        context.report.kept("excerpt", sources.excerpt_count);
        Ok(())
    }
}

/// The day of `20250304` or `2025-03-04`, which a time may follow.
pub fn day(text: &[u8]) -> Option<Day> {
    let digits = |range: std::ops::Range<usize>| {
        let part = text.get(range)?;
        part.iter().try_fold(0_i16, |sum, &byte| {
            let digit = i16::from(byte.is_ascii_digit().then(|| byte - b'0')?);
            sum.checked_mul(10)?.checked_add(digit)
        })
    };
    let (year, month, day) = match text {
        [_, _, _, _, b'-', _, _, b'-', _, _] | [_, _, _, _, b'-', _, _, b'-', _, _, b' ' | b'T', ..] => {
            (digits(0..4)?, digits(5..7)?, digits(8..10)?)
        }
        text if text.len() == 8 => (digits(0..4)?, digits(4..6)?, digits(6..8)?),
        _ => return None,
    };
    Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// A number.
pub fn number(text: &[u8]) -> Option<f64> {
    std::str::from_utf8(text).ok()?.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// A text without control characters and without blanks around it.
pub fn cleaned(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect::<String>()
            .trim()
            .to_owned();
    }
    text.to_owned()
}

/// A name in capitals as names are written: `MIKHEIL SAAKASHVILI` -> `Mikheil Saakashvili`. Others stay as they are.
pub fn titled(name: &[u8]) -> String {
    let name = cleaned(name);
    if name.chars().any(char::is_lowercase) {
        return name;
    }
    let mut is_start = true;
    let mut titled = String::with_capacity(name.len());
    for c in name.chars() {
        if is_start {
            titled.push(c)
        } else {
            titled.extend(c.to_lowercase())
        }
        is_start = !c.is_alphanumeric() && c != '\'';
    }
    titled
}

/// An attribute, where its value is not empty; text, where its value is not of its kind.
pub fn attribute(name: &str, kind: AttributeKind, value: &[u8]) -> Option<AttributeRecord> {
    let value = cleaned(value);
    let is_of_kind = match kind {
        AttributeKind::Text => false,
        AttributeKind::Integer => value.parse::<i64>().is_ok(),
        AttributeKind::Number => number(value.as_bytes()).is_some(),
        AttributeKind::Boolean => matches!(value.as_str(), "true" | "false"),
    };
    let kind = is_of_kind.then_some(kind);
    (!value.is_empty()).then(|| AttributeRecord { name: name.to_owned(), kind, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_both_forms_and_only_where_there_are_such() {
        let shown = |text: &str| day(text.as_bytes()).map(|day| day.to_string());
        for text in ["20250304", "2025-03-04", "2025-03-04 00:15:00", "2025-03-04T00:15"] {
            assert_eq!(shown(text).as_deref(), Some("2025-03-04"), "{text}");
        }
        for text in ["", "2025", "20250231", "2025-3-4", "20251301", "2O250304", "202503041", "-9990101"] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn names_in_capitals_are_written_as_names_are() {
        assert_eq!(titled(b"MIKHEIL SAAKASHVILI"), "Mikheil Saakashvili");
        assert_eq!(titled(b" D'ARTAGNAN-SMITH "), "D'artagnan-Smith");
        assert_eq!(titled(b"Barack Obama"), "Barack Obama");
        assert_eq!(cleaned(b"a\x07b\0"), "a b");
    }
}
