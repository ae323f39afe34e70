//! From records to the bytes of a file, with what the format cannot hold.

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
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
    let losses = losses(record, format);
    if strict && !losses.is_empty() {
        return Err(ExchangeError::Loss { format, losses });
    }
    let bytes = match format {
        Format::Detente => detente::write(record),
        Format::Dot => dot::write(record),
        Format::Table => table::write(record),
        Format::Gexf => gexf::write(record),
        Format::GraphMl => graphml::write(record),
        Format::Cx2 => cx2::write(record),
        Format::JsonGraph => json_graph::write(record),
        Format::NodeLink => node_link::write(record),
        Format::WebAnnotation => web_annotation::write(record),
        Format::CslJson => csl_json::write(record),
        Format::BibTex => bibtex::write(record),
        Format::Gdelt | Format::Icews | Format::Polecat => {
            let hint = format!("written are {}", sniff::writable());
            return Err(ExchangeError::file(format.title(), "is not written", hint));
        }
    };
    Ok(Export { bytes, losses })
}

/// What a format cannot hold of a dataset, or holds in another form.
pub fn losses(record: &DatasetRecord, format: Format) -> Vec<String> {
    match format {
        Format::Detente => Vec::new(),
        Format::Dot => dot::losses(record),
        Format::Table => table::losses(record),
        Format::Gexf => gexf::losses(record),
        Format::GraphMl => graphml::losses(record),
        Format::Cx2 => cx2::losses(record),
        Format::JsonGraph => json_graph::losses(record),
        Format::NodeLink => node_link::losses(record),
        Format::WebAnnotation => web_annotation::losses(record),
        Format::CslJson => csl_json::losses(record),
        Format::BibTex => bibtex::losses(record),
        Format::Gdelt | Format::Icews | Format::Polecat => Vec::new(),
    }
}
