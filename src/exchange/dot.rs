//! The DOT language of Graphviz: written, not read. Names stand in quotes, so that any text is safe.

use std::io::{self, Write};

use crate::dataset::Sign;

use super::graph::{self, Edge, Node};
use super::records::Records;
use super::sink::Head;

/// What DOT does not hold.
pub(super) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    let mut losses = graph::losses(records);
    losses.extend(graph::vague_dates_loss(records)?);
    losses.push("DOT is not read back".to_owned());
    Ok(losses)
}

/// Writes the graph of a dataset.
pub(super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let mut is_directed = false;
    graph::each_edge(records, &mut |edge| {
        is_directed |= edge.is_directed;
        Ok(())
    })?;
    let Head { id, title, .. } = records.head();
    writeln!(out, "{} {} {{", if is_directed { "digraph" } else { "graph" }, quoted(&id))?;
    writeln!(out, "  label={};", quoted(&title))?;
    graph::each_node(records, &mut |node| self::node(out, node))?;
    graph::each_edge(records, &mut |edge| self::edge(out, edge, is_directed))?;
    out.write_all(b"}\n")
}

fn node(out: &mut dyn Write, node: Node) -> io::Result<()> {
    let mut attributes = vec![("label", node.label.unwrap_or_else(|| node.id.clone()))];
    if let Some(viz) = &node.viz {
        if let (Some(x), Some(y)) = (viz.x, viz.y) {
            attributes.push(("pos", format!("{x},{y}")));
        }
        if let Some(colour) = &viz.colour {
            attributes.push(("fillcolor", format!("#{colour}")));
            attributes.push(("style", "filled".to_owned()));
        }
    }
    let own = node.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.value.clone()));
    let written = listed(attributes.into_iter().chain(own));
    writeln!(out, "  {} [{written}];", quoted(&node.id))
}

fn edge(out: &mut dyn Write, edge: Edge, is_directed: bool) -> io::Result<()> {
    let mut attributes: Vec<(&str, String)> = Vec::new();
    attributes.extend(edge.label.map(|label| ("label", label)));
    attributes.extend((is_directed && !edge.is_directed).then(|| ("dir", "both".to_owned())));
    if graph::value(&edge.attributes, "detente:sign") == Some(Sign::Negative.word()) {
        attributes.push(("style", "dashed".to_owned()));
    }
    let own = edge.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.value.clone()));
    let written = listed(attributes.into_iter().chain(own));
    let arrow = if is_directed { "->" } else { "--" };
    writeln!(out, "  {} {arrow} {} [{written}];", quoted(&edge.from), quoted(&edge.to))
}

fn listed<'a>(attributes: impl Iterator<Item = (&'a str, String)>) -> String {
    let mut seen = std::collections::HashSet::new();
    let each = attributes.filter(|(name, _)| seen.insert(name.to_string()));
    let each: Vec<String> =
        each.map(|(name, value)| format!("{}={}", quoted(name), quoted(&value))).collect();
    each.join(", ")
}

/// A text in quotes. A backslash stays one, since Graphviz reads `\N` and others as orders.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}
