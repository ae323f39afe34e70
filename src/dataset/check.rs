//! Whether records make sense together: the rules that no schema can say.
//!
//! Every rule looks at all records and reports all that it finds; none stops another.

mod evidence;
mod keys;
mod meaning;

pub use keys::is_slug;

use super::codes::Code;
use super::diagnostic::Finding;
use super::ids::{DocumentId, Id};
use super::locate::JsonPath;
use super::model::Dataset;
use super::record::DatasetRecord;
use super::source::SourceText;

/// All that is wrong with records that have the shape of a dataset, in no order.
pub fn check(record: &DatasetRecord) -> Vec<Finding> {
    let mut findings = Vec::new();
    keys::check(record, &mut findings);
    meaning::check(record, &mut findings);
    evidence::check(record, &mut findings);
    findings
}

/// What attached texts show to be wrong with the excerpts of a dataset: passages that are not there, or are
/// whole sentences, and texts that are not the ones which the dataset was coded from.
/// [`super::load::add_findings`] adds them to the report of the file.
pub fn with_sources(dataset: &Dataset, sources: &[(DocumentId, SourceText)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (document, source) in sources {
        evidence::check_source(dataset, *document, source, &mut findings);
    }
    findings
}

/// The path of a row in one of the lists of a dataset.
fn row(list: &str, index: usize) -> JsonPath {
    JsonPath::root().field(list).index(index)
}

/// The path of an excerpt or document of a dataset, which is in file order.
fn row_of(list: &str, id: impl Id) -> JsonPath {
    row(list, id.index())
}

/// A finding at a field of a row.
fn finding(code: Code, path: JsonPath, message: impl Into<String>, hint: impl Into<String>) -> Finding {
    Finding::new(code, path, message, hint)
}
