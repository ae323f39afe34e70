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
    let mut points = Vec::new();
    for (pair, &(of, toward)) in ledger.pairs().iter().enumerate() {
        let steps = ledger.steps(parameters, pair);
        let days = steps.chunk_by(|a, b| a.day == b.day).filter_map(|same| same.last());
        let days = days.filter(|step| step.day <= last);
        points.extend(
            days.map(|step| (step.day, PairPoint { of, toward, value: step.value, weight: step.weight })),
        );
    }
    // Stable, so that pairs stay in the order of the file.
    points.sort_by_key(|&(day, _)| day);
    points
}
