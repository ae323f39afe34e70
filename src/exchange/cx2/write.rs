//! Writing CX2: each aspect once, its elements counted before, all attributes declared.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{self, Column, Columns, Edge, Graph, Node, text, value};
use super::super::json::{DOCUMENTS, EXCERPTS, OTHER, Out, Pieces, VIZ, is_number};
use super::super::records::Records;
use super::{DESCRIPTION, EDGE_KEY, INTERACTION, KEY, MUTUAL, NAME};

/// Writes the graph of a dataset.
pub(in super::super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let survey = Survey::of(records)?;
    let [documents, excerpts, ..] = records.counts();
    let mut file = Pieces::new(out, 3);
    file.list(None);
    file.entry(&Out::object([("CXVersion", Out::text("2.0")), ("hasFragments", Out::of(&false))]))?;
    let counts = [
        ("attributeDeclarations", 1),
        ("networkAttributes", 1),
        ("nodes", survey.nodes),
        ("edges", survey.edges),
        ("nodeBypasses", survey.bypasses),
        (DOCUMENTS, documents),
        (EXCERPTS, excerpts),
    ];
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let counts = counts
        .map(|(aspect, count)| Out::object([("name", Out::text(aspect)), ("elementCount", Out::of(count))]));
    file.entry(&Out::object([("metaData", Out::List(counts.collect()))]))?;
    let declared = Out::List(vec![survey.declared()]);
    file.entry(&Out::object([("attributeDeclarations", declared)]))?;
    let of_graph = values(&said_of_graph(&graph::of_whole(records)), &survey.of_graph);
    file.entry(&Out::object([("networkAttributes", Out::List(vec![of_graph]))]))?;
    survey.write_nodes(records, &mut file)?;
    survey.write_edges(records, &mut file)?;
    survey.write_bypasses(records, &mut file)?;
    aspect(&mut file, DOCUMENTS, documents, |file| records.documents(&mut |row| file.entry(&Out::of(row))))?;
    aspect(&mut file, EXCERPTS, excerpts, |file| records.excerpts(&mut |row| file.entry(&Out::of(row))))?;
    let status = Out::object([("error", Out::text("")), ("success", Out::of(&true))]);
    file.entry(&Out::object([("status", Out::List(vec![status]))]))?;
    file.finish()
}

/// Writes an aspect, unless nothing is in it.
fn aspect<'w>(
    file: &mut Pieces<'w>,
    name: &str,
    count: u64,
    elements: impl FnOnce(&mut Pieces<'w>) -> io::Result<()>,
) -> io::Result<()> {
    if count == 0 {
        return Ok(());
    }
    file.object(None);
    file.list(Some(name));
    elements(file)?;
    file.end();
    file.end();
    Ok(())
}

/// What is to be known of all nodes and edges before the first is written: the attributes with their types, which of
/// the sides of a place all nodes have, and how much there is of what.
struct Survey {
    of_graph: Columns,
    of_nodes: Columns,
    of_edges: Columns,
    sides: &'static [Side],
    nodes: u64,
    edges: u64,
    bypasses: u64,
    /// The nodes' numbers in the file by their keys.
    numbers: HashMap<String, u64>,
}

impl Survey {
    fn of(records: &dyn Records) -> io::Result<Self> {
        let mut survey = Self {
            of_graph: Columns::default(),
            of_nodes: Columns::default(),
            of_edges: Columns::default(),
            sides: SIDES,
            nodes: 0,
            edges: 0,
            bypasses: 0,
            numbers: HashMap::new(),
        };
        survey.of_graph.add(&said_of_graph(&graph::of_whole(records)));
        graph::each_node(records, &mut |node| {
            survey.of_nodes.add(&said_of_node(&node));
            survey.bypasses += u64::from(bypass(survey.nodes, &node).is_some());
            survey.sides = sides(survey.sides, &node);
            survey.numbers.insert(node.id, survey.nodes);
            survey.nodes += 1;
            Ok(())
        })?;
        graph::each_edge(records, &mut |edge| {
            survey.of_edges.add(&said_of_edge(&edge));
            survey.edges += 1;
            Ok(())
        })?;
        Ok(survey)
    }

    fn declared(&self) -> Out {
        let aspect = |columns: &Columns| {
            let of = |column: &Column| {
                let kind = match column.kind {
                    AttributeKind::Text => "string",
                    AttributeKind::Integer => "long",
                    AttributeKind::Number => "double",
                    AttributeKind::Boolean => "boolean",
                };
                (column.name.clone(), Out::object([("d", Out::text(kind))]))
            };
            Out::Object(columns.all().iter().map(of).collect())
        };
        Out::object([
            ("networkAttributes", aspect(&self.of_graph)),
            ("nodes", aspect(&self.of_nodes)),
            ("edges", aspect(&self.of_edges)),
        ])
    }

    fn write_nodes(&self, records: &dyn Records, file: &mut Pieces<'_>) -> io::Result<()> {
        let mut number = 0_u64;
        aspect(file, "nodes", self.nodes, |file| {
            graph::each_node(records, &mut |node| {
                let mut fields = vec![("id".to_owned(), Out::of(&number))];
                for (name, of) in self.sides {
                    fields.push(((*name).to_owned(), Out::of(&node.viz.as_ref().and_then(of))));
                }
                fields.push(("v".to_owned(), values(&said_of_node(&node), &self.of_nodes)));
                number += 1;
                file.entry(&Out::Object(fields))
            })
        })
    }

    fn write_edges(&self, records: &dyn Records, file: &mut Pieces<'_>) -> io::Result<()> {
        // A dataset names no node that it does not have.
        let end = |id: &str| Out::of(&self.numbers.get(id).copied().unwrap_or_default());
        let mut number = 0_u64;
        aspect(file, "edges", self.edges, |file| {
            graph::each_edge(records, &mut |edge| {
                let written = Out::object([
                    ("id", Out::of(&number)),
                    ("s", end(&edge.from)),
                    ("t", end(&edge.to)),
                    ("v", values(&said_of_edge(&edge), &self.of_edges)),
                ]);
                number += 1;
                file.entry(&written)
            })
        })
    }

    fn write_bypasses(&self, records: &dyn Records, file: &mut Pieces<'_>) -> io::Result<()> {
        let mut number = 0_u64;
        aspect(file, "nodeBypasses", self.bypasses, |file| {
            graph::each_node(records, &mut |node| {
                number += 1;
                bypass(number - 1, &node).map_or(Ok(()), |look| file.entry(&look))
            })
        })
    }
}

/// A side of a place: its name, and what a node has for it.
type Side = (&'static str, fn(&VizRecord) -> Option<f64>);

/// In the format, y goes downward.
const SIDES: &[Side] = &[("x", |viz| viz.x), ("y", |viz| viz.y.map(|y| 0.0 - y)), ("z", |viz| viz.z)];

/// Of some sides, those that a node has as well: of the format, all nodes have them or none has.
fn sides(sides: &'static [Side], node: &Node) -> &'static [Side] {
    let has = |sides: &[Side]| sides.iter().all(|(_, of)| node.viz.as_ref().and_then(of).is_some());
    match sides.len() {
        3 if has(sides) => sides,
        2.. if has(&sides[..2]) => &sides[..2],
        _ => &[],
    }
}

/// How a node is shown, as other programs read it.
fn bypass(number: u64, node: &Node) -> Option<Out> {
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

/// The attributes of an element, each as the type that is declared for it.
fn values(said: &[AttributeRecord], columns: &Columns) -> Out {
    let of = |AttributeRecord { name, value, .. }: &AttributeRecord| {
        let value = match columns.kind(name) {
            AttributeKind::Text => Out::text(value),
            AttributeKind::Integer | AttributeKind::Number | AttributeKind::Boolean => {
                Out::Raw(value.clone())
            }
        };
        (name.clone(), value)
    };
    Out::Object(said.iter().map(of).collect())
}
