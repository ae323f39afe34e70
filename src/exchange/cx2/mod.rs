//! Cytoscape Exchange, version 2, the format of Cytoscape and NDEx: a list of aspects, each a list of its own.

mod read;
mod write;

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::json::{Json, text_of};
use super::{graph, xml};

/// The key of a node, which the format's own ids, being numbers, cannot be.
const KEY: &str = "represents";
/// The key of an edge.
const EDGE_KEY: &str = "detente:id";
/// Marks a tie of both: the edges of the format all go one way.
const MUTUAL: &str = "detente:mutual";
/// What a node, an edge or the graph is called.
const NAME: &str = "name";
/// What the graph shows.
const DESCRIPTION: &str = "description";
/// How Cytoscape says what kind of edge an edge is.
const INTERACTION: &str = "interaction";

/// Reads it.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, text) = (context.name, text_of(part, context)?);
    let file = Json::parse(name, &text, context.report)?;
    let graph = read::graph(name, &file, context.report)?;
    let title = part.name.split('.').next().unwrap_or_default();
    let done = graph::into_sink(graph, title, context.report, context.sink);
    done.map_err(|error| ExchangeError::io(name, &error))
}

/// What it does not hold. Documents and excerpts stand in aspects of their own.
pub(super) fn losses(record: &DatasetRecord) -> Vec<String> {
    graph::mutual_loss(record).into_iter().chain(xml::mixed_loss(record)).collect()
}

/// Writes it.
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    write::write(&graph::with_sources(record))
}

#[cfg(test)]
mod tests;
