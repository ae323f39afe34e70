//! `detente pairs`: the alignment of every pair as a table.

use std::io::Write;

use crate::analysis::alignment::{Ledger, PairPoint, Parameters};
use crate::analysis::network::extent;
use crate::dataset::Day;

use super::rows::{self, Cell};
use super::series_arguments::PairsArguments;
use super::{Stop, open};

const COLUMNS: [&str; 5] = ["date", "of", "toward", "alignment", "evidence"];

/// Prints how each two that have events stood to each other on a date, or on each day with events.
///
/// # Errors
/// [`Stop`] where the dataset is wrong, or the output cannot be written.
pub fn pairs(arguments: &PairsArguments, out: &mut dyn Write) -> Result<(), Stop> {
    let dataset = open::dataset(arguments.file.as_deref())?;
    let parameters = arguments.parameters.parameters().map_err(Stop::data)?;
    let ledger = Ledger::new(&dataset, parameters.voices());
    let last = arguments.as_of.or(extent(&dataset).map(|(_, last)| last)).unwrap_or(Day(0));
    let points = if arguments.each_day {
        each_day(&ledger, &parameters, last)
    } else {
        on_a_day(&ledger, &parameters, last)
    };
    let rows = points.into_iter().map(|(day, point)| {
        [
            Cell::Day(day),
            Cell::Key(dataset.key(point.of.into())),
            Cell::Key(dataset.key(point.toward.into())),
            Cell::Number(point.value),
            Cell::Number(point.weight),
        ]
    });
    rows::write(arguments.format, &COLUMNS, rows, out)?;
    Ok(())
}

/// The pairs of which there is evidence on a day, those with most first.
fn on_a_day(ledger: &Ledger, parameters: &Parameters, day: Day) -> Vec<(Day, PairPoint)> {
    let mut points = ledger.at(parameters, day);
    points.retain(|point| point.weight > 0.0);
    // Stable, so that pairs with as much evidence stay in the order of the file.
    points.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    points.into_iter().map(|point| (day, point)).collect()
}

/// How each pair stood after each day with events, up to a last one, in order of day and then of the file.
fn each_day(ledger: &Ledger, parameters: &Parameters, last: Day) -> Vec<(Day, PairPoint)> {
    let mut steps = Vec::new();
    ledger.pass(parameters, |pair, day, value, weight| {
        if day <= last {
            steps.push((day, pair, value, weight));
        }
    });
    // Stable, so that the last of a pair on a day is the one with all events of the day.
    steps.sort_by_key(|&(day, pair, ..)| (day, pair));
    let last_of = |same: &[(Day, usize, f64, f64)]| {
        let &(day, pair, value, weight) = same.last()?;
        let &(of, toward) = ledger.pairs().get(pair)?;
        Some((day, PairPoint { of, toward, value, weight }))
    };
    steps.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).filter_map(last_of).collect()
}
