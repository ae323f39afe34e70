//! From records to a file, with what the format cannot hold.

use std::io::{self, Write};

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::records::Records;
use super::{
    Format, bibtex, csl_json, cx2, detente, dot, gexf, graphml, json_graph, node_link, sniff, table,
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
    let mut bytes = Vec::new();
    let losses = export_to(record, format, strict, &mut bytes)?;
    Ok(Export { bytes, losses })
}

/// Writes a dataset in a format, piece by piece. Returned is what the file does not hold.
///
/// # Errors
/// As [`export`], and where the records cannot be read or the file not be written.
pub fn export_to(
    records: &dyn Records,
    format: Format,
    strict: bool,
    out: &mut dyn Write,
) -> Result<Vec<String>, ExchangeError> {
    let wrong = |error: io::Error| ExchangeError::io("the file to write", &error);
    let losses = losses_of(records, format).map_err(wrong)?;
    if strict && !losses.is_empty() {
        return Err(ExchangeError::Loss { format, losses });
    }
    let write = match format {
        Format::Detente => detente::write,
        Format::Dot => dot::write,
        Format::Table => table::write,
        Format::Gexf => gexf::write,
        Format::GraphMl => graphml::write,
        Format::Cx2 => cx2::write,
        Format::JsonGraph => json_graph::write,
        Format::NodeLink => node_link::write,
        Format::WebAnnotation => web_annotation::write,
        Format::CslJson => csl_json::write,
        Format::BibTex => bibtex::write,
        Format::Gdelt | Format::Icews | Format::Polecat => {
            let hint = format!("written are {}", sniff::writable());
            return Err(ExchangeError::file(format.title(), "is not written", hint));
        }
    };
    write(records, out).and_then(|()| out.flush()).map_err(wrong)?;
    Ok(losses)
}

/// What a format cannot hold of a dataset, or holds in another form.
pub fn losses(record: &DatasetRecord, format: Format) -> Vec<String> {
    // What is in memory can be read.
    losses_of(record, format).unwrap_or_default()
}

fn losses_of(records: &dyn Records, format: Format) -> io::Result<Vec<String>> {
    match format {
        Format::Detente => Ok(Vec::new()),
        Format::Dot => dot::losses(records),
        Format::Table => table::losses(records),
        Format::Gexf => gexf::losses(records),
        Format::GraphMl => graphml::losses(records),
        Format::Cx2 => cx2::losses(records),
        // They have a place for anything.
        Format::JsonGraph | Format::NodeLink => Ok(Vec::new()),
        Format::WebAnnotation => web_annotation::losses(records),
        Format::CslJson => csl_json::losses(records),
        Format::BibTex => bibtex::losses(records),
        Format::Gdelt | Format::Icews | Format::Polecat => Ok(Vec::new()),
    }
}
