//! Writing CX2: each aspect once, its elements counted before, all attributes declared.

use std::collections::{HashMap, HashSet};

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{Column, Edge, Graph, Node, Sources, columns, text, value};
use super::super::json::{DOCUMENTS, EXCERPTS, OTHER, Out, VIZ, is_number};
use super::{DESCRIPTION, EDGE_KEY, INTERACTION, KEY, MUTUAL, NAME};

/// Writes a graph.
pub(super) fn write(graph: &Graph) -> Vec<u8> {
    let of_graph = [said_of_graph(graph)];
    let of_nodes: Vec<Vec<AttributeRecord>> = graph.nodes.iter().map(said_of_node).collect();
    let of_edges: Vec<Vec<AttributeRecord>> = graph.edges.iter().map(said_of_edge).collect();
    let declared = Declared {
        of_graph: columns(of_graph.iter().flatten()),
        of_nodes: columns(of_nodes.iter().flatten()),
        of_edges: columns(of_edges.iter().flatten()),
    };
    let graph_kinds = kinds(&declared.of_graph);
    let mut aspects = vec![
        ("attributeDeclarations", vec![declared.out()]),
        ("networkAttributes", of_graph.iter().map(|said| values(said, &graph_kinds)).collect()),
        ("nodes", nodes(graph, &of_nodes, &declared.of_nodes)),
        ("edges", edges(graph, &of_edges, &declared.of_edges)),
        ("nodeBypasses", graph.nodes.iter().enumerate().filter_map(bypass).collect()),
    ];
    if let Some(Sources { documents, excerpts }) = &graph.sources {
        aspects.push((DOCUMENTS, documents.iter().map(Out::of).collect()));
        aspects.push((EXCERPTS, excerpts.iter().map(Out::of).collect()));
    }
    file(aspects).to_file(3)
}

/// The file: what it is, how much there is of what, the aspects that hold something, and that all is well.
fn file(mut aspects: Vec<(&str, Vec<Out>)>) -> Out {
    aspects.retain(|(_, elements)| !elements.is_empty());
    let count = |(aspect, elements): &(&str, Vec<Out>)| {
        Out::object([("name", Out::text(aspect)), ("elementCount", Out::of(&elements.len()))])
    };
    let counts = aspects.iter().map(count).collect();
    let descriptor = Out::object([("CXVersion", Out::text("2.0")), ("hasFragments", Out::of(&false))]);
    let mut blocks = vec![descriptor, Out::object([("metaData", Out::List(counts))])];
    blocks.extend(aspects.into_iter().map(|(aspect, elements)| Out::object([(aspect, Out::List(elements))])));
    let status = Out::object([("error", Out::text("")), ("success", Out::of(&true))]);
    blocks.push(Out::object([("status", Out::List(vec![status]))]));
    Out::List(blocks)
}

/// The attributes that the elements of an aspect have, with their types.
struct Declared {
    of_graph: Vec<Column>,
    of_nodes: Vec<Column>,
    of_edges: Vec<Column>,
}

impl Declared {
    fn out(&self) -> Out {
        let aspect = |columns: &[Column]| {
            let of = |column: &Column| {
                let kind = match column.kind {
                    AttributeKind::Text => "string",
                    AttributeKind::Integer => "long",
                    AttributeKind::Number => "double",
                    AttributeKind::Boolean => "boolean",
                };
                (column.name.clone(), Out::object([("d", Out::text(kind))]))
            };
            Out::Object(columns.iter().map(of).collect())
        };
        let Self { of_graph, of_nodes, of_edges } = self;
        Out::object([
            ("networkAttributes", aspect(of_graph)),
            ("nodes", aspect(of_nodes)),
            ("edges", aspect(of_edges)),
        ])
    }
}

fn nodes(graph: &Graph, said: &[Vec<AttributeRecord>], columns: &[Column]) -> Vec<Out> {
    let (sides, kinds) = (sides(&graph.nodes), kinds(columns));
    let node = |(number, (node, said)): (usize, (&Node, &Vec<AttributeRecord>))| {
        let mut fields = vec![("id".to_owned(), Out::of(&number))];
        for (name, of) in sides {
            fields.push(((*name).to_owned(), Out::of(&node.viz.as_ref().and_then(of))));
        }
        fields.push(("v".to_owned(), values(said, &kinds)));
        Out::Object(fields)
    };
    graph.nodes.iter().zip(said).enumerate().map(node).collect()
}

fn edges(graph: &Graph, said: &[Vec<AttributeRecord>], columns: &[Column]) -> Vec<Out> {
    let kinds = kinds(columns);
    let numbers: HashMap<&str, usize> =
        graph.nodes.iter().enumerate().map(|(number, node)| (node.id.as_str(), number)).collect();
    // A dataset names no node that it does not have.
    let end = |id: &str| Out::of(&numbers.get(id).copied().unwrap_or_default());
    let edge = |(number, (edge, said)): (usize, (&Edge, &Vec<AttributeRecord>))| {
        Out::object([
            ("id", Out::of(&number)),
            ("s", end(&edge.from)),
            ("t", end(&edge.to)),
            ("v", values(said, &kinds)),
        ])
    };
    graph.edges.iter().zip(said).enumerate().map(edge).collect()
}

/// A side of a place: its name, and what a node has for it.
type Side = (&'static str, fn(&VizRecord) -> Option<f64>);

/// In the format, y goes downward.
const SIDES: &[Side] = &[("x", |viz| viz.x), ("y", |viz| viz.y.map(|y| 0.0 - y)), ("z", |viz| viz.z)];

/// The sides of the places of nodes: of the format, all nodes have them or none has.
fn sides(nodes: &[Node]) -> &'static [Side] {
    let have = |sides: &&[Side]| {
        let has = |node: &Node| sides.iter().all(|(_, of)| node.viz.as_ref().and_then(of).is_some());
        nodes.iter().all(has)
    };
    [SIDES, &SIDES[..2]].into_iter().find(have).unwrap_or(&[])
}

/// How a node is shown, as other programs read it.
fn bypass((number, node): (usize, &Node)) -> Option<Out> {
    let VizRecord { size, colour, opacity, .. } = node.viz.as_ref()?;
    let mut look = Vec::new();
    look.extend(colour.iter().map(|it| ("NODE_BACKGROUND_COLOR".to_owned(), Out::text(&format!("#{it}")))));
    look.extend(opacity.iter().map(|it| ("NODE_BACKGROUND_OPACITY".to_owned(), Out::of(it))));
    for side in ["NODE_WIDTH", "NODE_HEIGHT"] {
        look.extend(size.iter().map(|it| (side.to_owned(), Out::of(it))));
    }
    let is_shown = !look.is_empty();
    is_shown.then(|| Out::object([("id", Out::of(&number)), ("v", Out::Object(look))]))
}

fn said_of_graph(graph: &Graph) -> Vec<AttributeRecord> {
    let mut meant: Vec<AttributeRecord> = graph.title.iter().map(|title| text(NAME, title)).collect();
    meant.extend(graph.description.iter().map(|description| text(DESCRIPTION, description)));
    said(meant, &graph.attributes)
}

fn said_of_node(node: &Node) -> Vec<AttributeRecord> {
    let mut meant = vec![text(KEY, &node.id)];
    meant.extend(node.label.iter().map(|label| text(NAME, label)));
    // All of it, since places stand beside the attributes only where every node has one.
    meant.extend(node.viz.iter().filter_map(|viz| Some(text(VIZ, serde_json::to_string(viz).ok()?))));
    said(meant, &node.attributes)
}

fn said_of_edge(edge: &Edge) -> Vec<AttributeRecord> {
    let of = |name: &str| value(&edge.attributes, name);
    let interaction = of("detente:kind").or_else(|| of("detente:record")).unwrap_or_default();
    let mut meant = vec![text(INTERACTION, interaction)];
    meant.extend(edge.label.iter().map(|label| text(NAME, label)));
    meant.extend(edge.id.iter().map(|id| text(EDGE_KEY, id)));
    let (name, kind, value) = (MUTUAL.to_owned(), Some(AttributeKind::Boolean), "true".to_owned());
    meant.extend((!edge.is_directed).then_some(AttributeRecord { name, kind, value }));
    said(meant, &edge.attributes)
}

/// What is said of something: what the format means by its names, and the attributes. Those whose name is taken, or
/// whose value JSON cannot write as it is, stand together in one text.
fn said(meant: Vec<AttributeRecord>, attributes: &[AttributeRecord]) -> Vec<AttributeRecord> {
    let mut taken: HashSet<&str> =
        ["id", KEY, EDGE_KEY, MUTUAL, NAME, DESCRIPTION, INTERACTION, VIZ, OTHER].into();
    let mut said = meant;
    let mut other = Vec::new();
    for attribute in attributes {
        if is_plain(attribute) && taken.insert(&attribute.name) {
            said.push(attribute.clone());
        } else {
            other.push(attribute);
        }
    }
    if !other.is_empty() {
        said.extend(serde_json::to_string(&other).ok().map(|json| text(OTHER, json)));
    }
    said
}

/// Whether JSON writes a value so that it comes back.
fn is_plain(attribute: &AttributeRecord) -> bool {
    let value = attribute.value.as_str();
    match attribute.kind {
        None | Some(AttributeKind::Text) => true,
        Some(AttributeKind::Boolean) => matches!(value, "true" | "false"),
        Some(AttributeKind::Integer) => is_number(value) && value.parse::<i64>().is_ok(),
        Some(AttributeKind::Number) => is_number(value),
    }
}

/// The types of columns, by their names.
fn kinds(columns: &[Column]) -> HashMap<&str, AttributeKind> {
    columns.iter().map(|column| (column.name.as_str(), column.kind)).collect()
}

/// The attributes of an element, each as the type that is declared for it.
fn values(said: &[AttributeRecord], kinds: &HashMap<&str, AttributeKind>) -> Out {
    let of = |AttributeRecord { name, value, .. }: &AttributeRecord| {
        let value = match kinds.get(name.as_str()) {
            None | Some(AttributeKind::Text) => Out::text(value),
            Some(AttributeKind::Integer | AttributeKind::Number | AttributeKind::Boolean) => {
                Out::Raw(value.clone())
            }
        };
        (name.clone(), value)
    };
    Out::Object(said.iter().map(of).collect())
}
