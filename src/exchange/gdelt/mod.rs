//! GDELT event files, 1.0 and 2.0: as GDELT writes them (tabs, no header) or as tables with a header.
//!
//! The weight of an event is NumSources, the number of sources that report it; NumMentions and NumArticles count the
//! same source many times, and are attributes.

mod actors;
mod columns;
mod rows;

pub use columns::{Column, Layout, Of, Side};
pub use rows::{EventRow, EventRows, Fields, HeaderError};

use crate::dataset::AttributeKind;
use crate::dataset::coding::Scheme;
use crate::dataset::record::AttributeRecord;

use super::error::ExchangeError;
use super::events::sources::Place;
use super::events::{Coded, Feed, Origin, attribute, day};
use super::import::Context;
use super::input::Part;

/// GDELT's own terms: any use is free, with a citation and a link.
const ORIGIN: Origin = Origin {
    word: "gdelt",
    name: "GDELT",
    publisher: "The GDELT Project",
    url: "https://www.gdeltproject.org/",
    rights: "Free for any use; what is made of it cites the GDELT Project and links to it.",
    scheme: Scheme::Cameo,
};

const HINT: &str = "its event files have 57, 58 or 61 columns and no header; those of mentions (16) and of the \
                    knowledge graph (27) are not read";

/// Why a row of one actor is left out: a dataset's events have two ends.
const TO_ITSELF: &str = "it goes from an actor to itself";

/// Reads it.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, file) = (context.name, part.name.clone());
    let broken = |error: &std::io::Error| ExchangeError::io(name, error);
    let mut rows = EventRows::new(part).map_err(|error| match error {
        HeaderError::Io(error) => broken(&error),
        HeaderError::Missing(_) => ExchangeError::line(name, 1, error.to_string(), HINT),
    })?;
    let mut feed = Feed::new(ORIGIN, &file, context);
    let mut first_width = None;
    while let Some(row) = rows.next_row().map_err(|error| broken(&error))? {
        feed.row();
        match row {
            EventRow::Whole(fields) => take(&mut feed, &fields).map_err(|error| broken(&error))?,
            EventRow::Broken { line, width, text } => {
                first_width.get_or_insert((line, width));
                feed.drop("it has another number of fields than the file has columns", line, text);
            }
        }
    }
    let Some(layout) = rows.layout() else {
        let Some((line, width)) = first_width else {
            return Err(ExchangeError::file(name, "is empty", "export it again from where it comes"));
        };
        return Err(ExchangeError::line(name, line, format!("the row has {width} fields"), HINT));
    };
    feed.is_called(layout.version());
    feed.finish()
}

/// Makes an event of a row, or says why not.
fn take(feed: &mut Feed<'_, '_>, row: &Fields<'_>) -> std::io::Result<()> {
    let line = row.line;
    let Some((number, id)) = id(row) else {
        feed.drop("its GLOBALEVENTID is no number", line, row.shown());
        return Ok(());
    };
    let Some(day) = day(row.get(Column::Day)) else {
        feed.drop("its date is no day", line, row.shown());
        return Ok(());
    };
    let codes = [Side::First, Side::Second].map(|side| row.get(Column::Actor(side, Of::Code)));
    let reason = match codes {
        [b"", b""] => Some("it has no actors"),
        [b"", _] => Some("it has no first actor"),
        [_, b""] => Some("it has no second actor"),
        [first, second] if first == second => Some(TO_ITSELF),
        [_, _] => None,
    };
    if let Some(reason) = reason {
        feed.drop(reason, line, row.shown());
        return Ok(());
    }
    let Some(code) = feed.code(row.get(Column::EventCode), b"", line) else {
        feed.drop("its code is not in the coding table", line, row.shown());
        return Ok(());
    };
    if !feed.is_new(id) {
        feed.merge("its GLOBALEVENTID is there already, and the first row counts", line, row.shown());
        return Ok(());
    }
    let pair = [Side::First, Side::Second].map(|side| actors::actor(&mut feed.actors, row, side));
    if pair[0] == pair[1] {
        feed.drop(TO_ITSELF, line, row.shown());
        return Ok(());
    }
    let score = feed.score(code, row.get(Column::Goldstein), line);
    let place = match row.get(Column::Url) {
        b"" => Place::Row { source: "" },
        address => Place::Page(address),
    };
    feed.event(Coded {
        number,
        line,
        day,
        pair: (pair[0], pair[1]),
        code,
        label: None,
        score,
        sources: count(row.get(Column::Sources)),
        place,
        attributes: attributes(row),
    })
}

/// The number of the event, as text and as number.
fn id<'a>(row: &Fields<'a>) -> Option<(&'a str, u64)> {
    let text = row.get(Column::Id);
    let is_plain = text.iter().all(u8::is_ascii_digit) && (text == b"0" || !text.starts_with(b"0"));
    let text = std::str::from_utf8(text).ok().filter(|_| is_plain)?;
    Some((text, text.parse().ok()?))
}

fn count(text: &[u8]) -> Option<u32> {
    std::str::from_utf8(text).ok()?.parse().ok().filter(|count| *count > 0)
}

fn attributes(row: &Fields<'_>) -> Vec<AttributeRecord> {
    let of = [
        ("NumMentions", AttributeKind::Integer, Column::Mentions),
        ("NumArticles", AttributeKind::Integer, Column::Articles),
        ("AvgTone", AttributeKind::Number, Column::Tone),
        ("ActionGeo_FullName", AttributeKind::Text, Column::Place),
    ];
    of.into_iter().filter_map(|(name, kind, column)| attribute(name, kind, row.get(column))).collect()
}

#[cfg(test)]
mod tests;
