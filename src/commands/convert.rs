//! `detente convert`: from any format that is read to any that is written, and several datasets as one.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dataset::record::DatasetRecord;
use crate::exchange::records::{Records, Shelf};
use crate::exchange::save::{save, save_with, stop_cleanly_when_interrupted};
use crate::exchange::sink::Spool;
use crate::exchange::{self, Format, Import, Options, Progress, Report, export, sniff};

use super::convert_arguments::ConvertArguments;
use super::{Stop, convert_mapping, progress};

/// Converts, and tells on standard error what became of everything.
///
/// # Errors
/// [`Stop`] where a file cannot be read or written, or more would be lost than is allowed.
pub fn convert(said: &ConvertArguments, out: &mut dyn Write) -> Result<(), Stop> {
    stop_cleanly_when_interrupted();
    if let Some(map) = &said.save_map {
        let inputs = if is_map_alone(said) { said.files.clone() } else { files(said)?.0 };
        convert_mapping::save_map(said, &inputs, map)?;
        if is_map_alone(said) {
            return Ok(());
        }
    }
    let (inputs, target) = files(said)?;
    let format = match said.to.or_else(|| Format::to_write(&target)) {
        Some(format) => format,
        None if is_standard_output(&target) => Format::Detente,
        None => {
            let shown = target.display();
            return Err(Stop::Usage(format!(
                "{shown} ends in no format that is written: name one with --to, one of {}",
                sniff::writable()
            )));
        }
    };
    if format == Format::Table && !is_standard_output(&target) && !ends_in_zip(&target) {
        let shown = target.display();
        return Err(Stop::Usage(format!("{shown} would hold several tables: name a file that ends in .zip")));
    }
    refuse_to_overwrite(said, &inputs, &target)?;
    let options = convert_mapping::options(said, &inputs)?;
    let reports = match inputs.as_slice() {
        // Nothing but the formats' own index stays in memory.
        [input] if format == Format::Detente && !is_standard_output(&target) => {
            vec![stream(input, &target, &options)?]
        }
        // Nor is it the whole of a file that is written in another format.
        [input] => {
            let mut shelf = Shelf::default();
            let read =
                |progress: &Arc<Progress>| exchange::import_into(input, &options, progress, &mut shelf);
            let report = progress::read(input, read).map_err(Stop::data)?;
            let shelved =
                shelf.close().map_err(|error| Stop::data(format!("the records cannot be kept: {error}")))?;
            write(&shelved, &target, format, said.strict, out)?;
            vec![report]
        }
        inputs => {
            let (record, reports) = merge(inputs, &options)?;
            write(&record, &target, format, said.strict, out)?;
            reports
        }
    };
    reports.iter().for_each(|report| tell(&report.to_text()));
    match &said.report {
        Some(path) => save_report(path, &reports),
        None => Ok(()),
    }
}

/// Whether nothing but a mapping is to be written.
fn is_map_alone(said: &ConvertArguments) -> bool {
    said.out.is_none() && said.files.len() == 1
}

fn ends_in_zip(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// The files to read and the one to write.
fn files(said: &ConvertArguments) -> Result<(Vec<PathBuf>, PathBuf), Stop> {
    match (&said.out, said.files.as_slice()) {
        (Some(out), inputs) => Ok((inputs.to_vec(), out.clone())),
        (None, [input, out]) => Ok((vec![input.clone()], out.clone())),
        (None, [_]) => Err(Stop::Usage("name the file to write as well".to_owned())),
        (None, _) => {
            Err(Stop::Usage("with several files to read, name the one to write with --out".to_owned()))
        }
    }
}

fn is_standard_output(path: &Path) -> bool {
    path == Path::new("-")
}

/// An import never changes its input, and nothing is written over unasked.
fn refuse_to_overwrite(said: &ConvertArguments, inputs: &[PathBuf], target: &Path) -> Result<(), Stop> {
    let same = |input: &PathBuf| match (input.canonicalize(), target.canonicalize()) {
        (Ok(input), Ok(target)) => input == target,
        (Ok(_) | Err(_), Ok(_) | Err(_)) => false,
    };
    let shown = target.display();
    if inputs.iter().any(same) {
        return Err(Stop::data(format!("{shown} is what is read: name another file to write")));
    }
    let is_there = !is_standard_output(target) && target.symlink_metadata().is_ok();
    if is_there && !said.force {
        return Err(Stop::data(format!("{shown} is there already; --force writes over it")));
    }
    Ok(())
}

/// Reads one file and writes it as a dataset, a record at a time.
fn stream(input: &Path, target: &Path, options: &Options) -> Result<Report, Stop> {
    let mut spool = Spool::default();
    let read = |progress: &Arc<Progress>| exchange::import_into(input, options, progress, &mut spool);
    let report = progress::read(input, read).map_err(Stop::data)?;
    save_with(target, |mut file| spool.write(&mut file)).map_err(Stop::data)?;
    Ok(report)
}

/// Writes records, and tells what the format cannot hold of them.
fn write(
    records: &dyn Records,
    target: &Path,
    format: Format,
    is_strict: bool,
    out: &mut dyn Write,
) -> Result<(), Stop> {
    let unreadable = |error: io::Error| Stop::data(format!("the records cannot be read again: {error}"));
    let losses = export::losses_of(records, format).map_err(unreadable)?;
    export::allow(format, &losses, is_strict).map_err(Stop::data)?;
    if is_standard_output(target) {
        export::write(records, format, out)?;
    } else {
        save_with(target, |file| export::write(records, format, file)).map_err(Stop::data)?;
    }
    losses.iter().for_each(|loss| tell(&format!("{}: {loss}\n", format.title())));
    Ok(())
}

/// Reads files and merges them.
fn merge(inputs: &[PathBuf], options: &Options) -> Result<(DatasetRecord, Vec<Report>), Stop> {
    let mut merged: Option<DatasetRecord> = None;
    let mut reports = Vec::new();
    for input in inputs {
        let read = |progress: &Arc<Progress>| exchange::import(input, options, progress);
        let Import { record, report } = progress::read(input, read).map_err(Stop::data)?;
        reports.push(report);
        merged = Some(match merged {
            None => record,
            Some(first) => {
                let mut report = Report::new(&input.display().to_string());
                report.format = "merged into the files before it".to_owned();
                let both = exchange::merge(first, record, &mut report);
                reports.push(report);
                both
            }
        });
    }
    let record = merged.ok_or_else(|| Stop::Usage("name a file to read".to_owned()))?;
    Ok((record, reports))
}

fn save_report(path: &Path, reports: &[Report]) -> Result<(), Stop> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let text = if is_json {
        let mut text = serde_json::to_string_pretty(reports).unwrap_or_default();
        text.push('\n');
        text
    } else {
        reports.iter().map(Report::to_full_text).collect()
    };
    save(path, text.as_bytes()).map_err(Stop::data)
}

/// Says something beside the result. Where standard error is closed, nobody can be told.
fn tell(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
