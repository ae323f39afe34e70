//! Our own format. It has all that a dataset has, so nothing is lost either way.

use crate::dataset::diagnostic::Severity;
use crate::dataset::load;
use crate::dataset::record::DatasetRecord;
use crate::dataset::save;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;

/// Reads a dataset. One with errors is refused with the first of them: `detente check` lists all.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let name = context.name;
    let text = part.read_all().map_err(|error| ExchangeError::io(name, &error))?;
    let loaded = load::load(name, text.as_bytes());
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
    count(&record, |what, count| {
        context.report.read(what, count);
        context.report.kept(what, count);
    });
    context.sink.pour(record).map_err(|error| ExchangeError::io(name, &error))
}

/// Calls with how many records of each kind there are, but for those of which there is none.
pub(super) fn count(record: &DatasetRecord, mut tell: impl FnMut(&'static str, u64)) {
    for (what, count) in [
        ("document", record.documents.len()),
        ("excerpt", record.excerpts.len()),
        ("actor", record.actors.len()),
        ("instrument", record.instruments.len()),
        ("relationship", record.relationships.len()),
        ("event", record.events.len()),
    ] {
        if count > 0 {
            tell(what, count as u64);
        }
    }
}

/// The canonical text: [`save::to_json`].
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    save::to_json(record).into_bytes()
}
