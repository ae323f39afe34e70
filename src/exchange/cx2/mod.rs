//! Cytoscape Exchange, version 2, the format of Cytoscape and NDEx: a list of aspects, each a list of its own.

mod read;
mod write;

use std::io;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::json::{Raw, text_of};
use super::records::Records;
use super::{graph, xml};

pub(super) use write::write;

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

/// Reads it, nodes and edges one by one.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, text) = (context.name, text_of(part, context)?);
    let aspects = read::Aspects::of(name, Raw::of(name, &text)?, context.report)?;
    let title = part.name.split('.').next().unwrap_or_default();
    let mut builder = graph::Builder::new(context.report, context.sink);
    let done = read::graph(&aspects, &mut builder).and_then(|graph| builder.finish(graph, title));
    done.map_err(|error| ExchangeError::io(name, &error))
}

/// What it does not hold. Documents and excerpts stand in aspects of their own.
pub(super) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    Ok(graph::mutual_loss(records)?.into_iter().chain(xml::mixed_loss(records)?).collect())
}

#[cfg(test)]
mod tests;
