//! `detente check`: everything that is wrong with datasets.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use crate::dataset::check::with_sources;
use crate::dataset::diagnostic::Report;
use crate::dataset::load::{add_findings, load_path};

use super::arguments::{CheckArguments, SourceArguments};
use super::{Stop, open};

/// Prints the report of each file and, where there are several, their sum. `colour` for a terminal.
///
/// # Errors
/// [`Stop::Data`] where a file has an error (the output says which), or a source fits no file.
pub fn check(arguments: &CheckArguments, colour: bool, out: &mut dyn Write) -> Result<(), Stop> {
    let mut unused: BTreeSet<&str> = arguments.sources.sources.iter().map(|(key, _)| key.as_str()).collect();
    let mut complete = true;
    let (mut errors, mut warnings) = (0, 0);
    for file in &arguments.files {
        let report = examine(file, &arguments.sources, &mut unused, &mut complete)?;
        out.write_all(report.render(colour).as_bytes())?;
        errors += report.errors();
        warnings += report.warnings();
    }
    if arguments.files.len() > 1 {
        writeln!(out, "{} files: {errors} errors, {warnings} warnings", arguments.files.len())?;
    }
    // A file with errors has no documents to look in: only then may a source be left over.
    match unused.first() {
        Some(key) if complete => Err(Stop::data(format!("--source: no document has the key {key:?}"))),
        Some(_) | None if errors > 0 => Err(Stop::Data(Vec::new())),
        Some(_) | None => Ok(()),
    }
}

/// The report of one file. Takes from `unused` the sources that are its own; clears `complete` where the file
/// could not be loaded.
fn examine(
    file: &Path,
    sources: &SourceArguments,
    unused: &mut BTreeSet<&str>,
    complete: &mut bool,
) -> Result<Report, Stop> {
    let loaded = load_path(file);
    let mut report = loaded.report;
    let Some(dataset) = loaded.dataset else {
        *complete = false;
        return Ok(report);
    };
    unused.retain(|key| open::document(&dataset, key).is_none());
    let findings = with_sources(&dataset, &open::sources(&dataset, &sources.sources)?);
    if !findings.is_empty() {
        add_findings(&mut report, &std::fs::read(file)?, findings);
    }
    Ok(report)
}
