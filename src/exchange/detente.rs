//! Our own format. It has all that a dataset has, so nothing is lost either way.

use std::io::{self, Write};

use crate::dataset::diagnostic::Severity;
use crate::dataset::load;
use crate::dataset::save;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::records::{KINDS, Records};
use super::sink::{Form, write_dataset};

/// Reads a dataset. One with errors is refused with the first of them: `detente check` lists all.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let name = context.name;
    let text = part.read_all().map_err(|error| ExchangeError::io(name, &error))?;
    let loaded = load::load(name, text.as_bytes());
    // What follows has it all in memory once more.
    drop(text);
    let Some(dataset) = loaded.dataset else {
        let errors = loaded.report.errors();
        let mut found = loaded.report.diagnostics.iter();
        let first = found.find(|found| found.severity == Severity::Error);
        let first = first.map(|error| (u64::from(error.line), error.message.clone()));
        let (line, what) = first.unwrap_or((1, "it cannot be read".to_owned()));
        let hint = match errors {
            0 | 1 => String::new(),
            errors => format!("{} more errors: detente check lists them", errors - 1),
        };
        return Err(ExchangeError::line(name, line, what, hint));
    };
    let record = save::to_record(&dataset);
    drop(dataset);
    count(&record, |what, count| {
        context.report.read(what, count);
        context.report.kept(what, count);
    });
    context.sink.pour(record).map_err(|error| ExchangeError::io(name, &error))
}

/// Calls with how many records of each kind there are, but for those of which there is none.
pub(super) fn count(records: &dyn Records, mut tell: impl FnMut(&'static str, u64)) {
    for (what, count) in KINDS.into_iter().zip(records.counts()) {
        if count > 0 {
            tell(what, count);
        }
    }
}

/// The canonical text, that of [`save::to_json`].
pub(super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    write_dataset(records.head(), out, |list, out, rows| match list {
        0 => records.documents(&mut |row| rows.push(row, out)),
        1 => records.excerpts(&mut |row| rows.push(row, out)),
        2 => records.actors(&mut |row| rows.push(row, out)),
        3 => records.instruments(&mut |row| rows.push(row, out)),
        4 => records.relationships(&mut |row| rows.push(row, out)),
        _ => records.events(&mut |row| rows.push(row, out)),
    })
}
