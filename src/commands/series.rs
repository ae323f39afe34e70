//! `detente series`: alignment series as a table.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::analysis::alignment::{Request, Series};
use crate::analysis::network::extent;
use crate::dataset::{Dataset, Day, NodeId};

use super::arguments::{SeriesArguments, SeriesFormat};
use super::{Stop, open};

/// Prints the series that were asked for, one after the other, all for the same days.
///
/// # Errors
/// [`Stop`] where the dataset or a key is wrong, or the output cannot be written.
pub fn series(arguments: &SeriesArguments, out: &mut dyn Write) -> Result<(), Stop> {
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && from > to
    {
        return Err(Stop::Usage(format!("--from {from} is after --to {to}")));
    }
    let dataset = open::dataset(arguments.file.as_deref())?;
    let of = open::actor(&dataset, &arguments.of)?;
    let parameters = arguments.parameters.parameters().map_err(Stop::data)?;
    let mut all = Vec::new();
    for key in &arguments.toward {
        let toward = open::node(&dataset, key)?;
        if toward == NodeId::Actor(of) {
            return Err(Stop::data(format!("{key} has no alignment toward itself")));
        }
        all.push(Series::new(&dataset, Request { of, toward, parameters }));
    }
    let days = days(&dataset, &all, arguments);
    let rows = all.iter().flat_map(|series| days.iter().map(|&day| Row::new(&dataset, series, day)));
    match arguments.format {
        SeriesFormat::Csv => write_csv(rows, out)?,
        SeriesFormat::Json => write_json(rows, out)?,
    }
    Ok(())
}

/// The days that have a row, in order.
fn days(dataset: &Dataset, all: &[Series], arguments: &SeriesArguments) -> Vec<Day> {
    if let Some(day) = arguments.as_of {
        return vec![day];
    }
    let event_days: BTreeSet<Day> =
        all.iter().flat_map(|series| series.events()).map(|event| event.day).collect();
    let first = arguments.from.or(event_days.first().copied());
    let last = arguments.to.or(extent(dataset).map(|(_, last)| last));
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    match arguments.step {
        Some(step) => {
            let step = usize::try_from(step).unwrap_or(usize::MAX);
            (first.0..=last.0).step_by(step).map(Day).collect()
        }
        None => {
            let mut days = month_starts(first, last);
            days.extend(event_days.into_iter().filter(|day| (first..=last).contains(day)));
            days.into_iter().collect()
        }
    }
}

/// The first days of months in `first..=last`.
fn month_starts(first: Day, last: Day) -> BTreeSet<Day> {
    let mut starts = BTreeSet::new();
    let mut start = first.month_start();
    while start <= last {
        if start >= first {
            starts.insert(start);
        }
        let next = start.add_months(1);
        // The calendar ends where no later month can be told.
        if next <= start {
            break;
        }
        start = next;
    }
    starts
}

/// One line of the table.
struct Row<'a> {
    date: String,
    of: &'a str,
    toward: &'a str,
    alignment: f64,
    low: f64,
    high: f64,
    evidence: f64,
    effective_events: f64,
    events: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn new(dataset: &'a Dataset, series: &Series, day: Day) -> Self {
        let Request { of, toward, .. } = *series.request();
        let toward = match toward {
            NodeId::Actor(id) => &dataset.actors[id].key,
            NodeId::Instrument(id) => &dataset.instruments[id].key,
        };
        let point = series.at(day);
        let shares = series.shares(day).into_iter().filter(|share| share.weight > 0.0);
        Self {
            date: day.to_string(),
            of: &dataset.actors[of].key,
            toward,
            alignment: point.value,
            low: point.low,
            high: point.high,
            evidence: point.weight,
            effective_events: point.effective,
            events: shares.map(|share| dataset.events[share.event].key.as_str()).collect(),
        }
    }
}

const COLUMNS: [&str; 9] =
    ["date", "of", "toward", "alignment", "low", "high", "evidence", "effective_events", "events"];

fn write_csv<'a>(rows: impl Iterator<Item = Row<'a>>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", COLUMNS.join(","))?;
    for row in rows {
        let fields = [
            row.date.clone(),
            csv(row.of),
            csv(row.toward),
            number(row.alignment),
            number(row.low),
            number(row.high),
            number(row.evidence),
            number(row.effective_events),
            csv(&row.events.join(" ")),
        ];
        writeln!(out, "{}", fields.join(","))?;
    }
    Ok(())
}

fn write_json<'a>(rows: impl Iterator<Item = Row<'a>>, out: &mut dyn Write) -> io::Result<()> {
    let mut separator = "[\n";
    for row in rows {
        // Written by hand, so that numbers have the decimals of the CSV.
        let values = [
            json(&row.date)?,
            json(row.of)?,
            json(row.toward)?,
            number(row.alignment),
            number(row.low),
            number(row.high),
            number(row.evidence),
            number(row.effective_events),
            serde_json::to_string(&row.events)?,
        ];
        let fields: Vec<String> =
            COLUMNS.iter().zip(values).map(|(name, value)| format!("\"{name}\":{value}")).collect();
        write!(out, "{separator}{{{}}}", fields.join(","))?;
        separator = ",\n";
    }
    writeln!(out, "{}", if separator.starts_with('[') { "[]" } else { "\n]" })
}

fn json(text: &str) -> io::Result<String> {
    Ok(serde_json::to_string(text)?)
}

/// Four decimals: far finer than the coding of events, and the same on every machine.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    match text.strip_prefix('-') {
        Some("0.0000") => "0.0000".to_owned(),
        Some(_) | None => text,
    }
}

/// A field of RFC 4180.
fn csv(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_fixed_decimals_and_no_negative_zero() {
        assert_eq!(number(1.0), "1.0000");
        assert_eq!(number(-0.000_04), "0.0000");
        assert_eq!(number(-0.000_06), "-0.0001");
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(csv("a b"), "a b");
        assert_eq!(csv("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
