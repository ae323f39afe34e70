//! What the tests of feeds share.

use crate::dataset::{check, codes};
use crate::exchange::report::{Fate, Outcome, Report};
use crate::exchange::{Format, Import, Options, import_bytes};

/// Reads a text, which must make a dataset without an error.
pub fn read(format: Format, name: &str, text: &str) -> Import {
    try_read(format, name, text.into()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Reads bytes. What is read must be without an error, and every row must be accounted for.
pub fn try_read(format: Format, name: &str, bytes: Vec<u8>) -> Result<Import, String> {
    let options = Options { format: Some(format), ..Options::default() };
    let import = import_bytes(name, bytes, &options).map_err(|error| error.to_string())?;
    let errors: Vec<_> = check::check(&import.record)
        .into_iter()
        .filter(|finding| finding.code.severity() == codes::Severity::Error)
        .map(|finding| finding.message)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    let report = &import.report;
    let gone: u64 =
        report.outcomes.iter().filter(|outcome| outcome.what == "row").map(|outcome| outcome.count).sum();
    let read = report.read.first().map_or(0, |read| read.count);
    assert_eq!(read, import.record.events.len() as u64 + gone, "{}", report.to_text());
    Ok(import)
}

/// What became of what, how often, and the line of the first.
pub fn outcomes(report: &Report) -> Vec<(Fate, &str, u64, u64)> {
    let line = |outcome: &Outcome| outcome.first.first().map_or(0, |first| first.line);
    report.outcomes.iter().map(|each| (each.fate, each.what, each.count, line(each))).collect()
}
