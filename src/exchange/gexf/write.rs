//! Writing GEXF 1.3. A tie of both is `mutual`, since readers refuse `undirected` among directed edges.

use std::io::{self, Write};

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{self, Edge, Graph, Node, OWN, Spell};
use super::super::records::Records;
use super::super::xml::{Columns, Writer};
use super::OWN_SPACE;

/// Writes the graph of a dataset.
pub(in super::super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let survey = Survey::of(records)?;
    let Graph { title, description, attributes, .. } = graph::of_whole(records);
    let mut xml = Writer::new(out);
    let spaces = [
        ("xmlns", "http://gexf.net/1.3"),
        ("xmlns:viz", "http://gexf.net/1.3/viz"),
        ("xmlns:detente", OWN_SPACE),
        ("version", "1.3"),
    ];
    xml.open("gexf", &spaces);
    meta(&mut xml, title.as_deref(), description.as_deref(), &attributes);
    let mut of_graph = vec![("defaultedgetype", if survey.is_directed { "directed" } else { "undirected" })];
    match survey.is_dynamic {
        true => of_graph.extend([("mode", "dynamic"), ("timeformat", "date")]),
        false => of_graph.push(("mode", "static")),
    }
    // Not of the format, but where other programs have the name of a graph.
    of_graph.extend(title.as_deref().map(|title| ("name", title)));
    xml.open("graph", &of_graph);
    declare(&mut xml, "node", &survey.of_nodes);
    declare(&mut xml, "edge", &survey.of_edges);
    xml.open("nodes", &[]);
    graph::each_node(records, &mut |each| {
        node(&mut xml, &each, &survey.of_nodes);
        Ok(())
    })?;
    xml.close();
    xml.open("edges", &[]);
    graph::each_edge(records, &mut |each| {
        let (weight, each) = weighted(each);
        edge(&mut xml, &each, weight.as_deref(), survey.is_directed, &survey.of_edges);
        Ok(())
    })?;
    xml.finish()
}

/// What is to be known of all nodes and edges before the first is written.
#[derive(Default)]
struct Survey {
    of_nodes: Columns,
    of_edges: Columns,
    is_dynamic: bool,
    is_directed: bool,
}

impl Survey {
    fn of(records: &dyn Records) -> io::Result<Self> {
        let mut survey = Self::default();
        graph::each_node(records, &mut |node| {
            survey.of_nodes.add(&node.attributes);
            survey.is_dynamic |= !node.spells.is_empty();
            Ok(())
        })?;
        graph::each_edge(records, &mut |edge| {
            let (_, edge) = weighted(edge);
            survey.of_edges.add(&edge.attributes);
            survey.is_dynamic |= !edge.spells.is_empty();
            survey.is_directed |= edge.is_directed;
            Ok(())
        })?;
        Ok(survey)
    }
}

/// An edge, with its weight out of its attributes, where that is a number that is read as the same again.
fn weighted(mut edge: Edge) -> (Option<String>, Edge) {
    let is_weight = |attribute: &AttributeRecord| {
        attribute.name == "weight" && attribute.kind == super::thing::number(&attribute.value)
    };
    let place =
        edge.attributes.iter().position(is_weight).filter(|&place| edge.attributes[place].kind.is_some());
    (place.map(|place| edge.attributes.remove(place).value), edge)
}

fn meta(
    xml: &mut Writer<'_>,
    title: Option<&str>,
    description: Option<&str>,
    attributes: &[AttributeRecord],
) {
    xml.open("meta", &[]);
    xml.text("creator", &[], "Detente");
    if let Some(title) = title {
        xml.text("title", &[], title);
    }
    if let Some(description) = description {
        xml.text("description", &[], description);
    }
    for AttributeRecord { name, value, .. } in attributes.iter().filter(|each| each.name.starts_with(OWN)) {
        xml.text(name, &[], value);
    }
    xml.close();
}

fn declare(xml: &mut Writer<'_>, class: &str, columns: &Columns) {
    if columns.all().is_empty() {
        return;
    }
    xml.open("attributes", &[("class", class), ("mode", "static")]);
    for (number, column) in columns.all().iter().enumerate() {
        let kind = match column.kind {
            AttributeKind::Text => "string",
            AttributeKind::Integer => "long",
            AttributeKind::Number => "double",
            AttributeKind::Boolean => "boolean",
        };
        xml.leaf("attribute", &[("id", &number.to_string()), ("title", &column.name), ("type", kind)]);
    }
    xml.close();
}

fn node(xml: &mut Writer<'_>, node: &Node, columns: &Columns) {
    let mut of_node = vec![("id", node.id.as_str()), ("label", node.label.as_deref().unwrap_or(&node.id))];
    of_node.extend(node.parent.as_deref().map(|parent| ("pid", parent)));
    times(&mut of_node, &node.spells);
    xml.open("node", &of_node);
    values(xml, &node.attributes, columns);
    spells(xml, &node.spells);
    if let Some(each) = &node.viz {
        viz(xml, each);
    }
    xml.close();
}

fn edge(xml: &mut Writer<'_>, edge: &Edge, weight: Option<&str>, is_directed: bool, columns: &Columns) {
    let mut of_edge: Vec<(&str, &str)> = edge.id.as_deref().map(|id| ("id", id)).into_iter().collect();
    of_edge.extend([("source", edge.from.as_str()), ("target", edge.to.as_str())]);
    of_edge.extend((is_directed && !edge.is_directed).then_some(("type", "mutual")));
    of_edge.extend(edge.label.as_deref().map(|label| ("label", label)));
    of_edge.extend(weight.map(|weight| ("weight", weight)));
    times(&mut of_edge, &edge.spells);
    xml.open("edge", &of_edge);
    values(xml, &edge.attributes, columns);
    spells(xml, &edge.spells);
    xml.close();
}

/// One time stands with the thing itself, several in elements of their own.
fn times<'a>(attributes: &mut Vec<(&'a str, &'a str)>, spells: &'a [Spell]) {
    if let [spell] = spells {
        attributes.extend(spell.start.as_deref().map(|start| ("start", start)));
        attributes.extend(spell.end.as_deref().map(|end| ("end", end)));
    }
}

fn spells(xml: &mut Writer<'_>, spells: &[Spell]) {
    if spells.len() > 1 {
        xml.open("spells", &[]);
        for spell in spells {
            let mut attributes = Vec::new();
            times(&mut attributes, std::slice::from_ref(spell));
            xml.leaf("spell", &attributes);
        }
        xml.close();
    }
}

fn values(xml: &mut Writer<'_>, attributes: &[AttributeRecord], columns: &Columns) {
    let values = columns.each(attributes);
    if values.is_empty() {
        return;
    }
    xml.open("attvalues", &[]);
    for (number, value) in values {
        xml.leaf("attvalue", &[("for", &number.to_string()), ("value", value)]);
    }
    xml.close();
}

fn viz(xml: &mut Writer<'_>, viz: &VizRecord) {
    let VizRecord { x, y, z, size, colour, opacity, shape } = viz;
    if let Some(colour) = colour {
        let part = |at: usize| {
            let digits = colour.get(at..at + 2).unwrap_or("0");
            u8::from_str_radix(digits, 16).unwrap_or(0).to_string()
        };
        let parts = [part(0), part(2), part(4)];
        let opacity = opacity.map(|opacity| opacity.to_string());
        let mut written = vec![("r", parts[0].as_str()), ("g", &parts[1]), ("b", &parts[2])];
        written.extend(opacity.as_deref().map(|opacity| ("a", opacity)));
        xml.leaf("viz:color", &written);
    }
    let place = [("x", x), ("y", y), ("z", z)];
    let place: Vec<(&str, String)> =
        place.into_iter().filter_map(|(name, side)| Some((name, side.as_ref()?.to_string()))).collect();
    if !place.is_empty() {
        let place: Vec<(&str, &str)> = place.iter().map(|(name, side)| (*name, side.as_str())).collect();
        xml.leaf("viz:position", &place);
    }
    if let Some(size) = size {
        xml.leaf("viz:size", &[("value", &size.to_string())]);
    }
    if let Some(shape) = shape {
        xml.leaf("viz:shape", &[("value", shape)]);
    }
}
