//! GEXF 1.2 and 1.3, the format of Gephi: read in both, and in what came before; written in 1.3.

mod declarations;
mod read;
mod times;
mod viz;
mod write;

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::{graph, xml};

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
pub(super) fn losses(record: &DatasetRecord) -> Vec<String> {
    let mut losses = graph::losses(record);
    losses.extend(graph::vague_dates_loss(record));
    losses.extend(xml::mixed_loss(record));
    let viz = record.actors.iter().map(|actor| &actor.viz);
    let viz = viz.chain(record.instruments.iter().map(|instrument| &instrument.viz)).flatten();
    match viz.filter(|viz| viz.opacity.is_some() && viz.colour.is_none()).count() {
        0 => {}
        1 => losses.push("1 opacity without a colour is left out".to_owned()),
        many => losses.push(format!("{many} opacities without a colour are left out")),
    }
    losses
}

/// Writes it.
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    write::write(graph::of_record(record))
}

#[cfg(test)]
mod tests;
