//! Our own format. It has all that a dataset has, so nothing is lost either way.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, Write};

use crate::dataset::diagnostic::Severity;
use crate::dataset::{Follow, Stream, load, save};

use super::error::ExchangeError;
use super::import::Context;
use super::input::{self, Part};
use super::records::{KINDS, Records};
use super::report::Report;
use super::sink::{Form, write_dataset};

/// Reads a dataset, a record at a time. One with errors is refused with the first of them: `detente check` lists all.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    read_streamed(part, context, |file, follow| Stream::of_file(file, follow), read_whole)
}

/// Reads a text record by record, as `stream` finds them, or, where that finds something wrong, by `whole`.
pub(super) fn read_streamed(
    part: &mut Part,
    context: &mut Context<'_>,
    stream: impl for<'a> Fn(&'a File, &'a dyn Follow) -> Option<Stream<'a>>,
    whole: impl FnOnce(&mut dyn BufRead, &mut Context<'_>) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    if let Some((file, progress)) = part.file() {
        let Some(stream) = stream(&file, &*progress) else { return whole(part, context) };
        let done = hand_on(&stream, context);
        return if progress.is_cancelled() { Err(ExchangeError::Cancelled) } else { done };
    }
    let failed = |error: io::Error| ExchangeError::io(context.name, &error);
    let mut file = part.spool().map_err(failed)?;
    if let Some(stream) = stream(&file, &()) {
        return hand_on(&stream, context);
    }
    file.rewind().map_err(failed)?;
    whole(&mut BufReader::new(file), context)
}

/// Hands on the records of a file without an error.
fn hand_on(stream: &Stream<'_>, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let sink = &mut *context.sink;
    sink.head(stream.head().head());
    let done = stream
        .documents(|row| sink.document(row))
        .and_then(|()| stream.excerpts(|row| sink.excerpt(row)))
        .and_then(|()| stream.actors(|row| sink.actor(row)))
        .and_then(|()| stream.instruments(|row| sink.instrument(row)))
        .and_then(|()| stream.relationships(|row| sink.relationship(row)))
        .and_then(|()| stream.events(|row| sink.event(row)));
    all_kept(stream.counts(), context.report);
    done.map_err(|error| ExchangeError::io(context.name, &error))
}

/// Reads a text of which something may have to be told.
fn read_whole(text: &mut dyn BufRead, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let name = context.name;
    let text = input::read_all(text).map_err(|error| ExchangeError::io(name, &error))?;
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
    all_kept(record.counts(), context.report);
    context.sink.pour(record).map_err(|error| ExchangeError::io(name, &error))
}

/// Calls with how many records of each kind there are, but for those of which there is none.
pub(super) fn count(counts: [u64; KINDS.len()], mut tell: impl FnMut(&'static str, u64)) {
    for (what, count) in KINDS.into_iter().zip(counts) {
        if count > 0 {
            tell(what, count);
        }
    }
}

/// Tells that all of so many records of each kind are kept.
pub(super) fn all_kept(counts: [u64; KINDS.len()], report: &mut Report) {
    count(counts, |what, count| {
        report.read(what, count);
        report.kept(what, count);
    });
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::Arc;

    use super::*;
    use crate::dataset::{bundled, record::DatasetRecord};
    use crate::exchange::xml::proof::written_as;
    use crate::exchange::{Format, Import, Options, Progress, import, import_bytes};

    const VALID: &str = include_str!("../../tests/data/two-states.json");

    /// A text in the ways in which it may be in a file.
    fn packed(text: &str) -> Vec<(&'static str, Vec<u8>)> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(text.as_bytes()).expect("memory");
        let mut zip = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
        zip.start_file("a", zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(text.as_bytes()).expect("memory");
        let wide = "\u{feff}".encode_utf16().chain(text.encode_utf16());
        vec![
            ("plain", text.as_bytes().to_vec()),
            ("marked", format!("\u{feff}{text}").into_bytes()),
            ("wide", wide.flat_map(u16::to_le_bytes).collect()),
            ("gzip", gzip.finish().expect("memory")),
            ("zip", zip.finish().expect("memory").into_inner()),
        ]
    }

    /// What comes of bytes in memory and in a file.
    fn both(bytes: &[u8]) -> [Result<Import, ExchangeError>; 2] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        std::fs::write(&path, bytes).expect("a file");
        let name = path.display().to_string();
        let options = Options::default();
        [import_bytes(&name, bytes.to_vec(), &options), import(&path, &options, &Arc::default())]
    }

    #[test]
    fn a_dataset_is_the_same_in_one_text_and_in_lines_however_it_is_packed() {
        let kept = |import: &Import| {
            let kept = import.report.kept.iter().map(|count| (count.what, count.count));
            kept.collect::<Vec<_>>()
        };
        for text in [VALID, bundled::ALL[0].1] {
            let record: DatasetRecord = serde_json::from_str(text).expect("a dataset");
            let lines = String::from_utf8(written_as(&record, Format::Ndjson)).expect("text");
            for (form, bytes) in packed(text).into_iter().chain(packed(&lines)) {
                for import in both(&bytes) {
                    let import = import.unwrap_or_else(|error| panic!("{form}: {error}"));
                    assert!(import.record == record, "{form}");
                    assert_eq!(
                        kept(&import),
                        kept(&both(text.as_bytes())[0].as_ref().expect("whole").clone())
                    );
                }
            }
        }
    }

    #[test]
    fn an_error_is_told_the_same_however_the_text_is_packed() {
        let folder = |told: &str| told.split_once("/a").map(|(_, rest)| rest.to_owned());
        let told = |text: &str| {
            let told = packed(text).into_iter().flat_map(|(_, bytes)| both(&bytes));
            let told = told.map(|import| folder(&import.expect_err("an error").to_string()));
            let mut told = told.collect::<Vec<_>>();
            told.dedup();
            told
        };
        let nobody = VALID.replace(r#""to": "herring-pact""#, r#""to": "nobody""#);
        assert_eq!(
            told(&nobody),
            [Some(":74: \"nobody\" names no record; an actor or instrument is meant here".to_owned())]
        );
        let broken = &VALID[..VALID.len() - 4];
        assert_eq!(told(broken).len(), 1);
        let record: DatasetRecord = serde_json::from_str(VALID).expect("a dataset");
        let lines = String::from_utf8(written_as(&record, Format::Ndjson)).expect("text");
        let lines = lines.replace(r#""to":"herring-pact""#, r#""to":"nobody""#);
        let told = told(&lines);
        assert!(
            matches!(told.as_slice(), [Some(told)] if told.contains("\"nobody\" names no record")),
            "{told:?}"
        );
    }

    #[test]
    fn bytes_of_another_encoding_are_mended() {
        let bytes: Vec<u8> = VALID
            .replacen("Iceland", "Isl?nd", 1)
            .bytes()
            .map(|byte| if byte == b'?' { 0xe5 } else { byte })
            .collect();
        for import in both(&bytes) {
            let import = import.expect("a dataset");
            assert!(save::to_json(&import.record).contains("Islånd"));
            assert_eq!(import.report.notes.len(), 1);
        }
    }

    #[test]
    fn what_is_cancelled_gives_nothing() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), VALID).expect("a file");
        let path: PathBuf = file.path().to_owned();
        let progress = Arc::new(Progress::default());
        progress.cancel();
        let options = Options { format: Some(Format::Detente), ..Options::default() };
        assert!(matches!(import(&path, &options, &progress), Err(ExchangeError::Cancelled)));
    }
}
