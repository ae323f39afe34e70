//! GEXF 1.2 and 1.3, the format of Gephi: read in both, and in what came before; written in 1.3.

mod declarations;
mod read;
mod thing;
mod times;
mod viz;
mod write;

use std::io;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::records::Records;
use super::{graph, xml};

pub(super) use write::write;

/// Where our own words in the head of a file belong.
const OWN_SPACE: &str = "urn:x-detente:graph:1";

/// Reads it. Edges are handed on as they come, once the nodes are known.
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
    losses.extend(xml::mixed_loss(records)?);
    let mut bare = 0_u64;
    graph::each_node(records, &mut |node| {
        let is_bare = node.viz.is_some_and(|viz| viz.opacity.is_some() && viz.colour.is_none());
        bare += u64::from(is_bare);
        Ok(())
    })?;
    match bare {
        0 => {}
        1 => losses.push("1 opacity without a colour is left out".to_owned()),
        many => losses.push(format!("{many} opacities without a colour are left out")),
    }
    Ok(losses)
}

#[cfg(test)]
mod tests;
