//! From a file of any format that is read to records, with a report.

use std::path::Path;
use std::sync::Arc;

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::input::{Encoding, Source};
use super::progress::Progress;
use super::report::{Report, counted};
use super::sink::{Collector, Sink};
use super::{
    Format, bibtex, csl_json, cx2, detente, gdelt, gexf, graphml, icews, json_graph, ndjson, node_link,
    polecat, sniff, table, web_annotation,
};

/// What an import may be told.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format; told by content and name where there is none.
    pub format: Option<Format>,
    /// How tables are read; guessed where there is none.
    pub mappings: Option<table::Mappings>,
}

/// What came of a file.
#[derive(Clone, Debug)]
pub struct Import {
    /// The records.
    pub record: DatasetRecord,
    /// What became of everything in the file.
    pub report: Report,
}

/// What a reader works with, beside the text.
pub(super) struct Context<'a> {
    /// What the file is called in messages.
    pub name: &'a str,
    /// What it was told.
    pub options: &'a Options,
    /// Where records go.
    pub sink: &'a mut dyn Sink,
    /// What is told of them.
    pub report: &'a mut Report,
}

/// Reads a file into memory.
///
/// # Errors
/// [`ExchangeError`], one line for the person, where the file as a whole cannot be read. What cannot be read of a
/// file that can is in the report.
pub fn import(path: &Path, options: &Options, progress: &Arc<Progress>) -> Result<Import, ExchangeError> {
    let mut sink = Collector::default();
    let report = import_into(path, options, progress, &mut sink)?;
    Ok(Import { record: sink.into_record(), report })
}

/// Reads bytes as if they were a file of a name.
///
/// # Errors
/// As [`import`].
pub fn import_bytes(name: &str, bytes: Vec<u8>, options: &Options) -> Result<Import, ExchangeError> {
    let mut sink = Collector::default();
    let report = read(Source::of_bytes(name, bytes)?, options, &mut sink)?;
    Ok(Import { record: sink.into_record(), report })
}

/// Reads a file and hands the records on.
///
/// # Errors
/// As [`import`].
pub fn import_into(
    path: &Path,
    options: &Options,
    progress: &Arc<Progress>,
    sink: &mut dyn Sink,
) -> Result<Report, ExchangeError> {
    read(Source::open(path, progress)?, options, sink)
}

fn read(mut source: Source, options: &Options, sink: &mut dyn Sink) -> Result<Report, ExchangeError> {
    let name = source.name.clone();
    let mut report = Report::new(&name);
    let format = match options.format {
        Some(format) => format,
        None => tell(&mut source)?,
    };
    report.format = format.title().to_owned();
    let mut context = Context { name: &name, options, sink, report: &mut report };
    let context = &mut context;
    match format {
        Format::Detente => single(source, context, detente::read)?,
        Format::Ndjson => ndjson::read(source, context)?,
        Format::Gdelt => single(source, context, gdelt::read)?,
        Format::Icews => single(source, context, icews::read)?,
        Format::Polecat => single(source, context, polecat::read)?,
        Format::Table => table::read(source, context)?,
        Format::Gexf => single(source, context, gexf::read)?,
        Format::GraphMl => single(source, context, graphml::read)?,
        Format::Cx2 => single(source, context, cx2::read)?,
        Format::JsonGraph => single(source, context, json_graph::read)?,
        Format::NodeLink => single(source, context, node_link::read)?,
        Format::WebAnnotation => single(source, context, web_annotation::read)?,
        Format::CslJson => single(source, context, csl_json::read)?,
        Format::BibTex => single(source, context, bibtex::read)?,
        Format::Dot => {
            let hint = format!("read are {}", sniff::readable());
            return Err(ExchangeError::file(&name, format!("is in {format}, which is not read"), hint));
        }
    }
    Ok(report)
}

/// The format of a source, by its first text; several texts are tables.
fn tell(source: &mut Source) -> Result<Format, ExchangeError> {
    let name = source.name.clone();
    if source.parts.len() > 1 {
        return Ok(Format::Table);
    }
    let Some(part) = source.parts.first_mut() else {
        return Err(ExchangeError::file(&name, "is empty", "export it again from where it comes"));
    };
    let head = part.head().map_err(|error| ExchangeError::io(&name, &error))?;
    sniff::format_of(&name, head)
}

/// Reads the one text of a source.
pub(super) fn single(
    source: Source,
    context: &mut Context<'_>,
    reader: impl Fn(&mut super::input::Part, &mut Context<'_>) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    let mut part = source.only()?;
    reader(&mut part, context)?;
    note_encoding(&part, context.report);
    Ok(())
}

/// Tells how the bytes were read, where that is not as they are.
pub(super) fn note_encoding(part: &super::input::Part, report: &mut Report) {
    match part.encoding() {
        Encoding::Utf8 => {}
        Encoding::Other(name) => {
            report.note(format!("{}: the text is in {name}, and was read so", part.name))
        }
    }
    if part.mended() > 0 {
        let bytes = counted(part.mended(), "byte");
        report.note(format!("{}: {bytes} that are no UTF-8 were read as Windows-1252", part.name));
    }
}
