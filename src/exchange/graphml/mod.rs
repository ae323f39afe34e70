//! GraphML 1.1, in the dialects of networkx, igraph, Gephi and yEd: read in all of them; written with typed keys, and
//! places and colours under the names that Gephi has for them.

mod keys;
mod looks;
mod read;
mod write;
mod yed;

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::{graph, xml};

/// Marks a tie of both that stands as a directed edge.
const MUTUAL: &str = "detente:mutual";

/// Reads it.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let title = part.name.split('.').next().unwrap_or_default().to_owned();
    let mut builder = graph::Builder::new(context.report, context.sink);
    let rest = read::graph(context.name, part, &mut builder)?;
    builder.finish(rest, &title).map_err(|error| ExchangeError::io(context.name, &error))
}

/// What it does not hold.
pub(super) fn losses(record: &DatasetRecord) -> Vec<String> {
    let mut losses = graph::losses(record);
    losses.extend(graph::vague_dates_loss(record));
    losses.extend(graph::mutual_loss(record).filter(|_| !is_undirected(&graph::of_record(record))));
    losses.extend(xml::mixed_loss(record));
    losses
}

/// Writes it.
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    write::write(graph::of_record(record))
}

/// Whether no edge goes one way only.
fn is_undirected(graph: &graph::Graph) -> bool {
    graph.edges.iter().all(|edge| !edge.is_directed)
}

#[cfg(test)]
mod tests;
