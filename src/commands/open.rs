//! Datasets, keys and texts that the command line names.

use std::path::{Path, PathBuf};

use crate::analysis::search;
use crate::dataset::diagnostic::{Report, Severity};
use crate::dataset::source::SourceText;
use crate::dataset::{ActorId, Dataset, DocumentId, Item, NodeId, bundled};

use crate::exchange::{self, Opened, Options};

use super::{Stop, progress};

/// The most errors of a file that are listed by a command that wanted to use it.
const LISTED: usize = 10;

/// The dataset of a file of any format that is read, or the bundled one.
pub fn dataset(file: Option<&Path>) -> Result<Dataset, Stop> {
    let loaded = match file {
        Some(path) => {
            match progress::read(path, |progress| exchange::open(path, &Options::default(), progress)) {
                Ok(Opened::Dataset(loaded)) => *loaded,
                Ok(Opened::Imported { dataset, report: _ }) => return Ok(*dataset),
                Err(error) => return Err(Stop::data(error)),
            }
        }
        None => bundled::load(),
    };
    loaded.dataset.ok_or_else(|| refused(&loaded.report))
}

/// A file with errors: the first of them, a line each.
fn refused(report: &Report) -> Stop {
    let errors = report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut lines: Vec<String> = errors.take(LISTED).map(|error| report.one_line(error)).collect();
    let more = report.errors().saturating_sub(lines.len());
    if more > 0 {
        lines.push(format!("{}: {more} more errors; detente check lists them", report.file));
    }
    Stop::Data(lines)
}

/// The actor of a key.
pub fn actor(dataset: &Dataset, key: &str) -> Result<ActorId, Stop> {
    match item(dataset, key)? {
        Item::Node(NodeId::Actor(id)) => Ok(id),
        other => Err(Stop::data(format!("{key} is {}, not an actor", kind(other)))),
    }
}

/// The actor or instrument of a key.
pub fn node(dataset: &Dataset, key: &str) -> Result<NodeId, Stop> {
    match item(dataset, key)? {
        Item::Node(node) => Ok(node),
        other => Err(Stop::data(format!("{key} is {}, not an actor or instrument", kind(other)))),
    }
}

/// The item of a key or name; the near ones are named where there is none.
pub fn item(dataset: &Dataset, key: &str) -> Result<Item, Stop> {
    search::resolve(dataset, key).map_err(Stop::data)
}

fn kind(item: Item) -> &'static str {
    match item {
        Item::Node(NodeId::Actor(_)) => "an actor",
        Item::Node(NodeId::Instrument(_)) => "an instrument",
        Item::Relationship(_) => "a relationship",
        Item::Event(_) => "an event",
        Item::Excerpt(_) => "an excerpt",
        Item::Document(_) => "a document",
        Item::Point(_) => "a point of a series",
    }
}

/// The document of a key, if the dataset has it.
pub fn document(dataset: &Dataset, key: &str) -> Option<DocumentId> {
    match dataset.item(key) {
        Some(Item::Document(id)) => Some(id),
        Some(Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Point(_))
        | None => None,
    }
}

/// The attached texts of a dataset; the sources of documents that it does not have are left out.
pub fn sources(
    dataset: &Dataset,
    named: &[(String, PathBuf)],
) -> Result<Vec<(DocumentId, SourceText)>, Stop> {
    let mut sources = Vec::new();
    for (key, path) in named {
        if let Some(id) = document(dataset, key) {
            let shown = path.display();
            let bytes = std::fs::read(path)
                .map_err(|error| Stop::data(format!("{shown} cannot be read: {error}")))?;
            let source = SourceText::new(bytes, dataset.documents[id].text.as_deref())
                .map_err(|error| Stop::data(format!("{shown} cannot be attached: {error}")))?;
            sources.push((id, source));
        }
    }
    Ok(sources)
}
