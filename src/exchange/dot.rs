//! The DOT language of Graphviz: written, not read. Names stand in quotes, so that any text is safe.

use std::fmt::Write;

use crate::dataset::Sign;
use crate::dataset::record::DatasetRecord;

use super::graph::{self, Graph};

/// What DOT does not hold.
pub(super) fn losses(record: &DatasetRecord) -> Vec<String> {
    let mut losses = graph::losses(record);
    losses.extend(graph::vague_dates_loss(record));
    losses.push("DOT is not read back".to_owned());
    losses
}

/// Writes the graph of a dataset.
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    let graph = graph::of_record(record);
    let is_directed = graph.edges.iter().any(|edge| edge.is_directed);
    let mut dot = format!("{} {} {{\n", if is_directed { "digraph" } else { "graph" }, quoted(&record.id));
    if let Some(title) = &graph.title {
        let _ = writeln!(dot, "  label={};", quoted(title));
    }
    nodes(&mut dot, &graph);
    edges(&mut dot, &graph, is_directed);
    dot.push_str("}\n");
    dot.into_bytes()
}

fn nodes(dot: &mut String, graph: &Graph) {
    for node in &graph.nodes {
        let mut attributes = vec![("label", node.label.clone().unwrap_or_else(|| node.id.clone()))];
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
        let _ = writeln!(dot, "  {} [{written}];", quoted(&node.id));
    }
}

fn edges(dot: &mut String, graph: &Graph, is_directed: bool) {
    for edge in &graph.edges {
        let mut attributes: Vec<(&str, String)> = Vec::new();
        attributes.extend(edge.label.clone().map(|label| ("label", label)));
        attributes.extend((is_directed && !edge.is_directed).then(|| ("dir", "both".to_owned())));
        if graph::value(&edge.attributes, "detente:sign") == Some(Sign::Negative.word()) {
            attributes.push(("style", "dashed".to_owned()));
        }
        let own = edge.attributes.iter().map(|attribute| (attribute.name.as_str(), attribute.value.clone()));
        let written = listed(attributes.into_iter().chain(own));
        let arrow = if is_directed { "->" } else { "--" };
        let _ = writeln!(dot, "  {} {arrow} {} [{written}];", quoted(&edge.from), quoted(&edge.to));
    }
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
