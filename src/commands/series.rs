//! `detente series`: alignment series as a table.

use std::collections::BTreeSet;
use std::io::Write;

use crate::analysis::alignment::{Request, Series};
use crate::analysis::network::extent;
use crate::dataset::{Dataset, Day, NodeId};

use super::rows::{self, Cell};
use super::series_arguments::SeriesArguments;
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
    let rows = all.iter().flat_map(|series| days.iter().map(|&day| row(&dataset, series, day)));
    rows::write(arguments.format, &COLUMNS, rows, out)?;
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

const COLUMNS: [&str; 9] =
    ["date", "of", "toward", "alignment", "low", "high", "evidence", "effective_events", "events"];

fn row<'a>(dataset: &'a Dataset, series: &Series, day: Day) -> [Cell<'a>; 9] {
    let Request { of, toward, .. } = *series.request();
    let point = series.at(day);
    let shares = series.shares(day).into_iter().filter(|share| share.weight > 0.0);
    [
        Cell::Day(day),
        Cell::Key(dataset.key(of.into())),
        Cell::Key(dataset.key(toward.into())),
        Cell::Number(point.value),
        Cell::Number(point.low),
        Cell::Number(point.high),
        Cell::Number(point.weight),
        Cell::Number(point.effective),
        Cell::Keys(shares.map(|share| dataset.event(share.event).key()).collect()),
    ]
}
