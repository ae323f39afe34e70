//! A file of any format that is read, as a dataset to look at.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::dataset::diagnostic::Report as Check;
use crate::dataset::follow::Again;
use crate::dataset::record::DatasetRecord;
use crate::dataset::{Dataset, Loaded, Origin, load};

use super::error::ExchangeError;
use super::import::{Import, Options, import, import_into};
use super::input::Source;
use super::progress::Progress;
use super::report::Report;
use super::sink::Spool;
use super::{Format, sniff};

/// What came of opening a file.
#[derive(Debug)]
pub enum Opened {
    /// It is a dataset of our own format, or is not told to be anything else: what is wrong with it is listed.
    Dataset(Box<Loaded>),
    /// It is in another format.
    Imported {
        /// The dataset.
        dataset: Box<Dataset>,
        /// What became of everything in the file.
        report: Report,
    },
}

/// Opens a file.
///
/// # Errors
/// [`ExchangeError`] where a file of another format cannot be imported.
pub fn open(path: &Path, options: &Options, progress: &Arc<Progress>) -> Result<Opened, ExchangeError> {
    if options.format.is_none_or(|format| format == Format::Detente) && is_own(path) {
        let loaded = load::load_path_followed(path, &**progress);
        return loaded.map(|loaded| Opened::Dataset(Box::new(loaded))).map_err(|_| ExchangeError::Cancelled);
    }
    let (mut dataset, report) = if path.metadata().is_ok_and(|about| about.len() >= LARGE) {
        by_disk(path, options, progress)?
    } else {
        let Import { record, report } = import(path, options, progress)?;
        (dataset(&report.file, record)?, report)
    };
    dataset.origin = origin(path).map_err(|error| ExchangeError::io(&report.file, &error))?;
    Ok(Opened::Imported { dataset: Box::new(dataset), report })
}

/// The smallest file, in bytes, whose records are not kept in memory until a dataset is made of them: they take three times
/// as much as the file.
const LARGE: u64 = 8 << 20;

/// The dataset of a file whose records go through the disk, as the text of a dataset.
fn by_disk(
    path: &Path,
    options: &Options,
    progress: &Arc<Progress>,
) -> Result<(Dataset, Report), ExchangeError> {
    let mut spool = Spool::default();
    let report = import_into(path, options, progress, &mut spool)?;
    let written = || {
        let mut text = tempfile::tempfile()?;
        spool.write(&mut BufWriter::new(&mut text))?;
        Ok(text)
    };
    let mut text = written().map_err(|error| ExchangeError::io(&report.file, &error))?;
    let dataset = load::of_text(&mut text, &Again(&**progress)).map_err(|_| ExchangeError::Cancelled)?;
    Ok((dataset.map_err(|wrong| fault(&report.file, &wrong.message))?, report))
}

/// Whether a file is best told about by the checks of our own format: it is that, unpacked, or is no file at all, or
/// ends as ours do and is told to be nothing else.
fn is_own(path: &Path) -> bool {
    let Ok(mut source) = Source::open(path, &Arc::default()) else {
        return Format::of_name(path).first().is_none_or(|&format| format == Format::Detente);
    };
    let is_one_plain = !source.is_packed && source.parts.len() == 1;
    let Some(part) = source.parts.first_mut().filter(|_| is_one_plain) else { return false };
    let name = part.name.clone();
    let Ok(head) = part.head() else { return false };
    match sniff::format_of(&name, head) {
        Ok(format) => format == Format::Detente,
        Err(_) => Format::of_name(path).first().is_none_or(|&format| format == Format::Detente),
    }
}

/// The dataset of imported records.
///
/// # Errors
/// Where the records do not make sense together: a fault of the reader, told as what it is.
pub fn dataset(name: &str, record: DatasetRecord) -> Result<Dataset, ExchangeError> {
    load::of_record(record).map_err(|wrong| fault(name, &wrong.message))
}

fn fault(name: &str, message: &str) -> ExchangeError {
    let hint = "this is a fault of the program: please report it with the file";
    ExchangeError::file(name, format!("cannot be shown: {message}"), hint)
}

/// The name and the hash of a file.
fn origin(path: &Path) -> io::Result<Origin> {
    let mut hash = Sha256::new();
    io::copy(&mut File::open(path)?, &mut hash)?;
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Origin { file: path.file_name().map(|name| name.to_string_lossy().into_owned()), sha256 })
}

/// The list of what is wrong with an imported file: nothing, since what was wrong was told by the import.
pub fn no_problems(name: &str) -> Check {
    Check::new(name)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::dataset::save;

    #[test]
    fn a_dataset_is_the_same_whether_its_records_go_through_memory_or_the_disk() -> Result<(), ExchangeError>
    {
        let table = "from,to,kind,start,mood\nNZL,AUS,alliance,1951,\"a \"\"long\"\" word, quoted\"\nNZL,x-land,quarrel,,\n";
        let mut file = tempfile::Builder::new().suffix(".csv").tempfile().expect("a file");
        file.write_all(table.as_bytes()).expect("written");
        let (options, progress) = (Options::default(), Arc::new(Progress::default()));
        let (from_disk, disk_report) = by_disk(file.path(), &options, &progress)?;
        let Import { record, report } = import(file.path(), &options, &progress)?;
        let in_memory = dataset(&report.file, record)?;
        assert_eq!(disk_report, report);
        assert_eq!(in_memory.relationships.rows()[0].remarks.attributes().len(), 1);
        let text = |dataset: &Dataset| save::to_json(&save::to_record(dataset));
        assert_eq!(text(&from_disk), text(&in_memory));
        progress.cancel();
        assert!(matches!(by_disk(file.path(), &options, &progress), Err(ExchangeError::Cancelled)));
        Ok(())
    }
}
