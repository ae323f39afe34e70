//! CSL-JSON 1.0.2, in which citation managers exchange references: the sources of a dataset, and nothing else of it.

mod date;
mod name;
mod read;
mod write;

use std::io;

use super::bibliography;
use super::graph::OWN;
use super::records::Records;

pub(super) use read::read;
pub(super) use write::write;

/// The variables of CSL that hold dates, but for `issued`, which a document has a field for.
const DATES: &[&str] = &["accessed", "available-date", "event-date", "original-date", "submitted"];

/// The other variables of CSL that a document has no field for: they are attributes of the same name.
const VARIABLES: &[&str] = &[
    "DOI",
    "ISBN",
    "ISSN",
    "PMCID",
    "PMID",
    "abstract",
    "annote",
    "archive",
    "archive-place",
    "archive_collection",
    "archive_location",
    "authority",
    "call-number",
    "categories",
    "chair",
    "chapter-number",
    "citation-key",
    "citation-label",
    "citation-number",
    "collection-editor",
    "collection-number",
    "collection-title",
    "compiler",
    "composer",
    "container-author",
    "container-title-short",
    "contributor",
    "curator",
    "dimensions",
    "director",
    "division",
    "edition",
    "editor",
    "editorial-director",
    "event-place",
    "event-title",
    "executive-producer",
    "first-reference-note-number",
    "genre",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "issue",
    "journalAbbreviation",
    "jurisdiction",
    "keyword",
    "locator",
    "medium",
    "narrator",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "organizer",
    "original-author",
    "original-publisher",
    "original-publisher-place",
    "original-title",
    "page",
    "page-first",
    "part",
    "part-title",
    "performer",
    "printing",
    "producer",
    "publisher-place",
    "recipient",
    "references",
    "reviewed-author",
    "reviewed-genre",
    "reviewed-title",
    "scale",
    "script-writer",
    "section",
    "series-creator",
    "shortTitle",
    "source",
    "status",
    "supplement",
    "title-short",
    "translator",
    "version",
    "volume",
    "volume-title",
    "year-suffix",
];

/// Our own fields within `custom`, where CSL-JSON has room for what it has no variable for.
fn own(field: &str) -> String {
    format!("{OWN}{field}")
}

/// What it does not hold.
pub(super) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    Ok(bibliography::only_documents(records))
}

#[cfg(test)]
mod tests;
