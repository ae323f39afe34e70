//! JSON Graph Format: version 2, in which the nodes are an object with their ids as names, and version 1, in which they
//! are a list.

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::graph::{self, Edge, Graph, Node};
use super::import::Context;
use super::input::Part;
use super::json::{Json, Kind, Out, Reading, fields, graph_fields, text_of};
use super::report::Report;

/// The fields of a node, an edge and a graph that are no attributes.
const OF_NODE: &[&str] = &["id", "label", "metadata"];
const OF_EDGE: &[&str] = &["id", "source", "target", "label", "directed", "metadata"];
const OF_GRAPH: &[&str] = &["id", "label", "directed", "metadata", "nodes", "edges", "hyperedges"];
/// What the metadata of a graph has of ours beside attributes.
const OF_METADATA: &[&str] = &["description"];

/// Reads it.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, text) = (context.name, text_of(part, context)?);
    let file = Json::parse(name, &text, context.report)?;
    let (first, path) = first(&file, name, context.report)?;
    let graph = Reader { name, path, report: context.report }.graph(first)?;
    let done = graph::into_sink(graph, &part.name, context.report, context.sink);
    done.map_err(|error| ExchangeError::io(name, &error))
}

/// The graph that is read: of several, the first, since their ids have nothing to do with each other.
fn first<'j, 'a>(
    file: &'j Json<'a>,
    name: &str,
    report: &mut Report,
) -> Result<(&'j Json<'a>, &'static str), ExchangeError> {
    file.must_be_object(name, "$")?;
    if let Some(graph) = file.get("graph") {
        return Ok((graph.must_be_object(name, "graph")?, "graph"));
    }
    let wrong = |line: u64, what: &str| {
        ExchangeError::line(name, line, what, "a JSON graph has an object `graph` or a list `graphs`")
    };
    let graphs = file.get("graphs").ok_or_else(|| wrong(file.line, "graph is missing"))?;
    let Some((first, rest)) = graphs.must_be_list(name, "graphs")?.split_first() else {
        return Err(wrong(graphs.line, "graphs is empty"));
    };
    for graph in rest {
        let label = graph.get("label").or_else(|| graph.get("id")).and_then(Json::name);
        let shown = label.unwrap_or_else(|| "without a label".to_owned());
        let reason =
            "a dataset is one graph, and the first of the file counts; put each into a file of its own";
        report.dropped("graph", reason, graph.line, shown);
    }
    Ok((first.must_be_object(name, "graphs[0]")?, "graphs[0]"))
}

struct Reader<'r> {
    name: &'r str,
    path: &'static str,
    report: &'r mut Report,
}

impl Reader<'_> {
    fn graph(mut self, graph: &Json<'_>) -> Result<Graph, ExchangeError> {
        let mut whole = self.said(graph, OF_GRAPH);
        let nodes = match graph.get("nodes") {
            None => Vec::new(),
            Some(nodes) => match &nodes.kind {
                Kind::Object(fields) => {
                    fields.iter().filter_map(|(id, node)| self.node(Some(id), node)).collect()
                }
                Kind::List(entries) => entries.iter().filter_map(|node| self.node(None, node)).collect(),
                Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) => {
                    let what = format!("{}.nodes is {}, not an object or a list", self.path, nodes.a_kind());
                    return Err(ExchangeError::line(
                        self.name,
                        nodes.line,
                        what,
                        "nodes are written {\"id\": {}}",
                    ));
                }
            },
        };
        let is_directed = graph.get("directed").and_then(Json::boolean).unwrap_or(true);
        let edges = match graph.get("edges") {
            Some(edges) => edges.must_be_list(self.name, &format!("{}.edges", self.path))?,
            None => &[],
        };
        let edges = edges.iter().enumerate().filter_map(|(nth, edge)| self.edge(nth, edge, is_directed));
        let edges = edges.collect();
        for hyperedge in graph.get("hyperedges").map(Json::each).unwrap_or_default() {
            let reason = "it ties several nodes at once, and a relationship has two ends";
            self.report.dropped("hyperedge", reason, hyperedge.line, hyperedge.to_json());
        }
        let label = graph.get("label").and_then(Json::name);
        let id = graph.get("id").and_then(Json::name);
        let description = whole.take("description");
        Ok(Graph {
            title: label.or(id),
            description,
            attributes: whole.attributes,
            nodes,
            edges,
            sources: whole.sources,
        })
    }

    /// The metadata of something, and its fields that the format does not know.
    fn said(&mut self, of: &Json<'_>, own: &[&str]) -> Reading {
        let mut said = match of.get("metadata") {
            Some(metadata) if metadata.is_object() => Reading::of(metadata, &[], self.report),
            Some(other) => {
                let mut said = Reading::default();
                said.attribute("metadata", other, self.report);
                said
            }
            None => Reading::default(),
        };
        said.attributes.extend(Reading::of(of, own, self.report).attributes);
        said
    }

    fn node(&mut self, id: Option<&str>, node: &Json<'_>) -> Option<Node> {
        let own = node.get("id").and_then(Json::name);
        let Some(id) = id.map(str::to_owned).or(own) else {
            self.report.dropped("node", "it has no id", node.line, node.to_json());
            return None;
        };
        if !node.is_object() && node.kind != Kind::Null {
            self.report.changed("node", "it is no object; its id is kept", node.line, &id);
        }
        let mut said = self.said(node, OF_NODE);
        said.place();
        Some(Node {
            id,
            label: node.get("label").and_then(Json::name),
            spells: said.spells(),
            viz: said.viz,
            attributes: said.attributes,
            line: node.line,
            ..Node::default()
        })
    }

    fn edge(&mut self, nth: usize, edge: &Json<'_>, is_directed: bool) -> Option<Edge> {
        let end = |field: &str| edge.get(field).and_then(Json::name);
        let (Some(from), Some(to)) = (end("source"), end("target")) else {
            let shown = format!("{}.edges[{nth}] is {}", self.path, edge.to_json());
            self.report.dropped("edge", "it has no source or no target", edge.line, shown);
            return None;
        };
        let mut said = self.said(edge, OF_EDGE);
        if said.is_own() {
            // It only repeats what the attributes say.
            said.attributes.retain(|each| each.name != "relation");
        }
        Some(Edge {
            id: edge.get("id").and_then(Json::name),
            from,
            to,
            is_directed: edge.get("directed").and_then(Json::boolean).unwrap_or(is_directed),
            label: edge.get("label").and_then(Json::name),
            spells: said.spells(),
            attributes: said.attributes,
            line: edge.line,
        })
    }
}

/// What it does not hold: nothing, since its metadata have a place for anything.
pub(super) fn losses(_record: &DatasetRecord) -> Vec<String> {
    Vec::new()
}

/// Writes version 2.
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    let graph = graph::with_sources(record);
    let mut metadata: Vec<(String, Out)> = Vec::new();
    metadata.extend(graph.description.iter().map(|text| ("description".to_owned(), Out::text(text))));
    metadata.extend(graph_fields(&graph, OF_METADATA));
    let node = |node: &Node| {
        let mut own: Vec<(String, Out)> = Vec::new();
        own.extend(node.label.iter().map(|label| ("label".to_owned(), Out::text(label))));
        own.push(("metadata".to_owned(), Out::Object(fields(&node.attributes, node.viz.as_ref(), &[]))));
        (node.id.clone(), Out::Object(own))
    };
    let whole = Out::object([
        ("id", Out::text(&record.id)),
        ("label", Out::text(&record.title)),
        ("directed", Out::of(&true)),
        ("metadata", Out::Object(metadata)),
        ("nodes", Out::Object(graph.nodes.iter().map(node).collect())),
        ("edges", Out::List(graph.edges.iter().map(edge).collect())),
    ]);
    Out::object([("graph", whole)]).to_file(4)
}

fn edge(edge: &Edge) -> Out {
    let value = |name: &str| graph::value(&edge.attributes, name);
    let relation = value("detente:kind").or_else(|| value("detente:record")).unwrap_or_default();
    let mut own: Vec<(String, Out)> = Vec::new();
    let mut say = |name: &str, value: Out| own.push((name.to_owned(), value));
    if let Some(id) = &edge.id {
        say("id", Out::text(id));
    }
    say("source", Out::text(&edge.from));
    say("target", Out::text(&edge.to));
    say("relation", Out::text(relation));
    say("directed", Out::of(&edge.is_directed));
    if let Some(label) = &edge.label {
        say("label", Out::text(label));
    }
    say("metadata", Out::Object(fields(&edge.attributes, None, &["relation"])));
    Out::Object(own)
}
