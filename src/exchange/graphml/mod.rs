//! GraphML 1.1, in the dialects of networkx, igraph, Gephi and yEd: read in all of them; written with typed keys, and
//! places and colours under the names that Gephi has for them.

mod keys;
mod looks;
mod read;
mod thing;
mod write;
mod yed;

use std::io;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::records::Records;
use super::{graph, xml};

pub(super) use write::write;

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
pub(super) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    let mut losses = graph::losses(records);
    losses.extend(graph::vague_dates_loss(records)?);
    if is_directed(records)? {
        losses.extend(graph::mutual_loss(records)?);
    }
    losses.extend(xml::mixed_loss(records)?);
    Ok(losses)
}

/// Whether any edge goes one way only.
fn is_directed(records: &dyn Records) -> io::Result<bool> {
    let mut is_directed = false;
    graph::each_edge(records, &mut |edge| {
        is_directed |= edge.is_directed;
        Ok(())
    })?;
    Ok(is_directed)
}

#[cfg(test)]
mod tests;
