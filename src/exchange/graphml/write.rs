//! Writing GraphML. A tie of both among directed ones stands as a directed edge with a mark, since readers refuse, or
//! read past, an edge whose direction is not that of the graph.

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{Edge, Graph, Node, OWN};
use super::super::xml::{Columns, Writer};
use super::{MUTUAL, is_undirected};

const SPACE: &str = "http://graphml.graphdrawing.org/xmlns";

/// Writes a graph.
pub(super) fn write(mut graph: Graph) -> Vec<u8> {
    let is_directed = !is_undirected(&graph);
    for edge in graph.edges.iter_mut().filter(|edge| is_directed && !edge.is_directed) {
        let (name, value) = (MUTUAL.to_owned(), "true".to_owned());
        edge.attributes.push(AttributeRecord { name, kind: Some(AttributeKind::Boolean), value });
    }
    let of_nodes = Columns::of(graph.nodes.iter().map(|node| node.attributes.as_slice()));
    let of_edges = Columns::of(graph.edges.iter().map(|edge| edge.attributes.as_slice()));
    let of_graph = whole(&graph);

    let mut xml = Writer::new();
    let place = format!("{SPACE} {SPACE}/1.1/graphml.xsd");
    let schema =
        [("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"), ("xsi:schemaLocation", place.as_str())];
    xml.open("graphml", &[&[("xmlns", SPACE)], &schema[..]].concat());
    for (number, (name, _)) in of_graph.iter().enumerate() {
        declare(&mut xml, &format!("g{number}"), "graph", name, AttributeKind::Text);
    }
    declare_looks(&mut xml, "node", NODE_LOOKS, &graph.nodes);
    declare_looks(&mut xml, "edge", EDGE_LOOKS, &graph.edges);
    declare_columns(&mut xml, "node", &of_nodes);
    declare_columns(&mut xml, "edge", &of_edges);
    xml.open("graph", &[("edgedefault", if is_directed { "directed" } else { "undirected" })]);
    for (number, (_, value)) in of_graph.iter().enumerate() {
        datum(&mut xml, &format!("g{number}"), value);
    }
    graph.nodes.iter().for_each(|each| node(&mut xml, each, &of_nodes));
    graph.edges.iter().for_each(|each| edge(&mut xml, each, &of_edges));
    xml.finish()
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

fn declare(xml: &mut Writer, id: &str, scope: &str, name: &str, kind: AttributeKind) {
    let kind = match kind {
        AttributeKind::Text => "string",
        AttributeKind::Integer => "long",
        AttributeKind::Number => "double",
        AttributeKind::Boolean => "boolean",
    };
    xml.leaf("key", &[("id", id), ("for", scope), ("attr.name", name), ("attr.type", kind)]);
}

fn declare_columns(xml: &mut Writer, scope: &str, columns: &Columns) {
    for (number, column) in columns.all().iter().enumerate() {
        declare(xml, &id_of_column(scope, number), scope, &column.name, column.kind);
    }
}

/// `n0` for the first column of nodes, `e0` for that of edges.
fn id_of_column(scope: &str, number: usize) -> String {
    format!("{}{number}", scope.get(..1).unwrap_or_default())
}

fn datum(xml: &mut Writer, id: &str, value: &str) {
    xml.text("data", &[("key", id)], value);
}

fn columns_of(xml: &mut Writer, scope: &str, attributes: &[AttributeRecord], columns: &Columns) {
    for (number, value) in columns.each(attributes) {
        datum(xml, &id_of_column(scope, number), value);
    }
}

fn node(xml: &mut Writer, node: &Node, columns: &Columns) {
    xml.open("node", &[("id", &node.id)]);
    looks(xml, NODE_LOOKS, node);
    columns_of(xml, "node", &node.attributes, columns);
    xml.close();
}

fn edge(xml: &mut Writer, edge: &Edge, columns: &Columns) {
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
    Look::text("start", "start", |node| node.spells.first()?.start.clone()),
    Look::text("end", "end", |node| node.spells.first()?.end.clone()),
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
    Look::text("edge-start", "start", |edge| edge.spells.first()?.start.clone()),
    Look::text("edge-end", "end", |edge| edge.spells.first()?.end.clone()),
];

fn shown(node: &Node, number: fn(&VizRecord) -> Option<f64>) -> Option<String> {
    node.viz.as_ref().and_then(number).map(|number| number.to_string())
}

/// The part of the colour whose two digits begin at a place.
fn colour(node: &Node, at: usize) -> Option<String> {
    let digits = node.viz.as_ref()?.colour.as_deref()?.get(at..at + 2)?;
    u8::from_str_radix(digits, 16).ok().map(|part| part.to_string())
}

/// Declares those that something says.
fn declare_looks<T>(xml: &mut Writer, scope: &str, looks: &[Look<T>], things: &[T]) {
    for Look { id, name, kind, of } in looks {
        if things.iter().any(|thing| of(thing).is_some()) {
            declare(xml, id, scope, name, *kind);
        }
    }
}

fn looks<T>(xml: &mut Writer, looks: &[Look<T>], thing: &T) {
    for Look { id, of, .. } in looks {
        if let Some(value) = of(thing) {
            datum(xml, id, &value);
        }
    }
}
