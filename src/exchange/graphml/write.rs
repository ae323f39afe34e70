//! Writing GraphML. A tie of both among directed ones stands as a directed edge with a mark, since readers refuse, or
//! read past, an edge whose direction is not that of the graph.

use std::io::{self, Write};

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{self, Edge, Graph, Node, OWN};
use super::super::records::Records;
use super::super::xml::{Columns, Writer};
use super::{MUTUAL, is_directed};

const SPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Writes the graph of a dataset.
pub(in super::super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let is_directed = is_directed(records)?;
    let survey = Survey::of(records, is_directed)?;
    let graph = graph::of_whole(records);
    let of_graph = whole(&graph);

    let mut xml = Writer::new(out);
    let place = format!("{SPACE} {SPACE}/1.1/graphml.xsd");
    let schema =
        [("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xsi:schemaLocation", place.as_str())];
    xml.open("graphml", &[&[("xmlns", SPACE)], &schema[..]].concat());
    for (number, (name, _)) in of_graph.iter().enumerate() {
        declare(&mut xml, &format!("g{number}"), "graph", name, AttributeKind::Text);
    }
    declare_looks(&mut xml, "node", NODE_LOOKS, &survey.node_looks);
    declare_looks(&mut xml, "edge", EDGE_LOOKS, &survey.edge_looks);
    declare_columns(&mut xml, "node", &survey.of_nodes);
    declare_columns(&mut xml, "edge", &survey.of_edges);
    xml.open("graph", &[("edgedefault", if is_directed { "directed" } else { "undirected" })]);
    for (number, (_, value)) in of_graph.iter().enumerate() {
        datum(&mut xml, &format!("g{number}"), value);
    }
    graph::each_node(records, &mut |each| {
        node(&mut xml, &each, &survey.of_nodes);
        Ok(())
    })?;
    graph::each_edge(records, &mut |each| {
        edge(&mut xml, &marked(each, is_directed), &survey.of_edges);
        Ok(())
    })?;
    xml.finish()
}

/// What is to be known of all nodes and edges before the first is written.
#[derive(Default)]
struct Survey {
    of_nodes: Columns,
    of_edges: Columns,
    /// Which of [`NODE_LOOKS`] any node has.
    node_looks: Vec<bool>,
    /// Which of [`EDGE_LOOKS`] any edge has.
    edge_looks: Vec<bool>,
}

impl Survey {
    fn of(records: &dyn Records, is_directed: bool) -> io::Result<Self> {
        let mut survey = Self::default();
        survey.node_looks.resize(NODE_LOOKS.len(), false);
        survey.edge_looks.resize(EDGE_LOOKS.len(), false);
        graph::each_node(records, &mut |node| {
            survey.of_nodes.add(&node.attributes);
            look_for(NODE_LOOKS, &node, &mut survey.node_looks);
            Ok(())
        })?;
        graph::each_edge(records, &mut |edge| {
            let edge = marked(edge, is_directed);
            survey.of_edges.add(&edge.attributes);
            look_for(EDGE_LOOKS, &edge, &mut survey.edge_looks);
            Ok(())
        })?;
        Ok(survey)
    }
}

/// An edge, with a mark where it is a tie of both among directed ones.
fn marked(mut edge: Edge, is_directed: bool) -> Edge {
    if is_directed && !edge.is_directed {
        let (name, value) = (MUTUAL.to_owned(), "true".to_owned());
        edge.attributes.push(AttributeRecord { name, kind: Some(AttributeKind::Boolean), value });
    }
    edge
}

/// What is said of the graph as a whole.
fn whole(graph: &Graph) -> Vec<(&str, &str)> {
    let mut whole = Vec::new();
    whole.extend(graph.title.as_deref().map(|title| ("name", title)));
    whole.extend(graph.description.as_deref().map(|description| ("description", description)));
    let own = graph.attributes.iter().filter(|each| each.name.starts_with(OWN));
    whole.extend(own.map(|each| (each.name.as_str(), each.value.as_str())));
    whole
}

fn declare(xml: &mut Writer<'_>, id: &str, scope: &str, name: &str, kind: AttributeKind) {
    let kind = match kind {
        AttributeKind::Text => "string",
        AttributeKind::Integer => "long",
        AttributeKind::Number => "double",
        AttributeKind::Boolean => "boolean",
    };
    xml.leaf("key", &[("id", id), ("for", scope), ("attr.name", name), ("attr.type", kind)]);
}

fn declare_columns(xml: &mut Writer<'_>, scope: &str, columns: &Columns) {
    for (number, column) in columns.all().iter().enumerate() {
        declare(xml, &id_of_column(scope, number), scope, &column.name, column.kind);
    }
}

/// `n0` for the first column of nodes, `e0` for that of edges.
fn id_of_column(scope: &str, number: usize) -> String {
    format!("{}{number}", scope.get(..1).unwrap_or_default())
}

fn datum(xml: &mut Writer<'_>, id: &str, value: &str) {
    xml.text("data", &[("key", id)], value);
}

fn columns_of(xml: &mut Writer<'_>, scope: &str, attributes: &[AttributeRecord], columns: &Columns) {
    for (number, value) in columns.each(attributes) {
        datum(xml, &id_of_column(scope, number), value);
    }
}

fn node(xml: &mut Writer<'_>, node: &Node, columns: &Columns) {
    xml.open("node", &[("id", &node.id)]);
    looks(xml, NODE_LOOKS, node);
    columns_of(xml, "node", &node.attributes, columns);
    xml.close();
}

fn edge(xml: &mut Writer<'_>, edge: &Edge, columns: &Columns) {
    let mut of_edge: Vec<(&str, &str)> = edge.id.as_deref().map(|id| ("id", id)).into_iter().collect();
    of_edge.extend([("source", edge.from.as_str()), ("target", edge.to.as_str())]);
    xml.open("edge", &of_edge);
    looks(xml, EDGE_LOOKS, edge);
    columns_of(xml, "edge", &edge.attributes, columns);
    xml.close();
}

/// A key for what the format has no word for, with what a thing says under it.
struct Look<T> {
    id: &'static str,
    name: &'static str,
    kind: AttributeKind,
    of: fn(&T) -> Option<String>,
}

impl<T> Look<T> {
    const fn text(id: &'static str, name: &'static str, of: fn(&T) -> Option<String>) -> Self {
        Self { id, name, kind: AttributeKind::Text, of }
    }
}

impl Look<Node> {
    const fn number(name: &'static str, of: fn(&Node) -> Option<String>) -> Self {
        Self { id: name, name, kind: AttributeKind::Number, of }
    }

    const fn part(name: &'static str, of: fn(&Node) -> Option<String>) -> Self {
        Self { id: name, name, kind: AttributeKind::Integer, of }
    }
}

/// The ids are those of [`OWN_KEYS`](super::looks::OWN_KEYS).
const NODE_LOOKS: &[Look<Node>] = &[
    Look::text("label", "label", |node| node.label.clone()),
    Look::text("start", "start", |node| Some(node.spells.first()?.start.as_ref()?.to_string())),
    Look::text("end", "end", |node| Some(node.spells.first()?.end.as_ref()?.to_string())),
    Look::number("x", |node| shown(node, |viz| viz.x)),
    Look::number("y", |node| shown(node, |viz| viz.y)),
    Look::number("z", |node| shown(node, |viz| viz.z)),
    Look::number("size", |node| shown(node, |viz| viz.size)),
    Look::part("r", |node| colour(node, 0)),
    Look::part("g", |node| colour(node, 2)),
    Look::part("b", |node| colour(node, 4)),
    Look::number("alpha", |node| shown(node, |viz| viz.opacity)),
    Look::text("shape", "shape", |node| node.viz.as_ref()?.shape.clone()),
];

const EDGE_LOOKS: &[Look<Edge>] = &[
    Look::text("edge-label", "label", |edge| edge.label.clone()),
    Look::text("edge-start", "start", |edge| Some(edge.spells.first()?.start.as_ref()?.to_string())),
    Look::text("edge-end", "end", |edge| Some(edge.spells.first()?.end.as_ref()?.to_string())),
];

fn shown(node: &Node, number: fn(&VizRecord) -> Option<f64>) -> Option<String> {
    node.viz.as_ref().and_then(number).map(|number| number.to_string())
}

/// The part of the colour whose two digits begin at a place.
fn colour(node: &Node, at: usize) -> Option<String> {
    let digits = node.viz.as_ref()?.colour.as_deref()?.get(at..at + 2)?;
    u8::from_str_radix(digits, 16).ok().map(|part| part.to_string())
}

/// Notes which looks a thing has.
fn look_for<T>(looks: &[Look<T>], thing: &T, has: &mut [bool]) {
    for (Look { of, .. }, has) in looks.iter().zip(has) {
        *has = *has || of(thing).is_some();
    }
}

/// Declares those that something has.
fn declare_looks<T>(xml: &mut Writer<'_>, scope: &str, looks: &[Look<T>], has: &[bool]) {
    for (Look { id, name, kind, .. }, _) in looks.iter().zip(has).filter(|(_, has)| **has) {
        declare(xml, id, scope, name, *kind);
    }
}

fn looks<T>(xml: &mut Writer<'_>, looks: &[Look<T>], thing: &T) {
    for Look { id, of, .. } in looks {
        if let Some(value) = of(thing) {
            datum(xml, id, &value);
        }
    }
}
