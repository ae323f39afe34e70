//! From records to a file, with what the format cannot hold.

use std::io::{self, Write};

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::records::Records;
use super::{
    Format, bibtex, csl_json, cx2, detente, dot, gexf, graphml, json_graph, ndjson, node_link, sniff, table,
    web_annotation,
};

/// A file that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it does not hold, or holds in another form: a clause each, such as `12 vague dates become intervals`.
    pub losses: Vec<String>,
}

/// Writes a dataset in a format.
///
/// # Errors
/// Where the format is not written, or, with `strict`, where it cannot hold all.
pub fn export(record: &DatasetRecord, format: Format, strict: bool) -> Result<Export, ExchangeError> {
    let losses = losses(record, format);
    allow(format, &losses, strict)?;
    let mut bytes = Vec::new();
    let written = write(record, format, &mut bytes);
    written.map_err(|error| ExchangeError::io(format.title(), &error))?;
    Ok(Export { bytes, losses })
}

/// Whether a format may be written that loses so much.
///
/// # Errors
/// Where the format is not written, or, with `strict`, where it loses anything.
pub fn allow(format: Format, losses: &[String], strict: bool) -> Result<(), ExchangeError> {
    if !format.is_written() {
        let hint = format!("written are {}", sniff::writable());
        return Err(ExchangeError::file(format.title(), "is not written", hint));
    }
    if strict && !losses.is_empty() {
        return Err(ExchangeError::Loss { format, losses: losses.to_vec() });
    }
    Ok(())
}

/// Writes records in a format, piece by piece.
///
/// # Errors
/// Where the format is not written, the records cannot be read or the output not be written.
pub fn write(records: &dyn Records, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Detente => detente::write(records, out),
        Format::Ndjson => ndjson::write(records, out),
        Format::Dot => dot::write(records, out),
        Format::Table => table::write(records, out),
        Format::Gexf => gexf::write(records, out),
        Format::GraphMl => graphml::write(records, out),
        Format::Cx2 => cx2::write(records, out),
        Format::JsonGraph => json_graph::write(records, out),
        Format::NodeLink => node_link::write(records, out),
        Format::WebAnnotation => web_annotation::write(records, out),
        Format::CslJson => csl_json::write(records, out),
        Format::BibTex => bibtex::write(records, out),
        Format::Gdelt | Format::Icews | Format::Polecat => Err(io::ErrorKind::Unsupported.into()),
    }
}

/// What a format cannot hold of a dataset, or holds in another form.
pub fn losses(record: &DatasetRecord, format: Format) -> Vec<String> {
    // What is in memory can be read.
    losses_of(record, format).unwrap_or_default()
}

/// As [`losses`], of records that may be elsewhere.
///
/// # Errors
/// Where they cannot be read.
pub fn losses_of(records: &dyn Records, format: Format) -> io::Result<Vec<String>> {
    match format {
        Format::Dot => dot::losses(records),
        Format::Gexf => gexf::losses(records),
        Format::GraphMl => graphml::losses(records),
        Format::Cx2 => cx2::losses(records),
        Format::WebAnnotation => web_annotation::losses(records),
        Format::CslJson => csl_json::losses(records),
        Format::BibTex => bibtex::losses(records),
        // They have a place for anything, or are not written.
        Format::Detente
        | Format::Ndjson
        | Format::Table
        | Format::JsonGraph
        | Format::NodeLink
        | Format::Gdelt
        | Format::Icews
        | Format::Polecat => Ok(Vec::new()),
    }
}
