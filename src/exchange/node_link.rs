//! Node-link JSON: as networkx writes it, as d3 reads it, and the form of Cytoscape.js, whose elements have the same
//! fields one level deeper.

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::graph::{self, Edge, Graph, Node};
use super::import::Context;
use super::input::Part;
use super::json::{Json, Kind, Out, Reading, fields, graph_fields, text_of};
use super::report::Report;

/// The fields of a node, an edge and the graph that are no attributes.
const OF_NODE: &[&str] = &["id", "label"];
const OF_EDGE: &[&str] = &["id", "source", "target", "key", "label", "directed"];
const OF_GRAPH: &[&str] = &["name", "description"];
const OF_FILE: &[&str] = &["directed", "multigraph", "graph", "nodes", "links", "edges", "elements", "data"];

/// Reads it.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, text) = (context.name, text_of(part, context)?);
    let file = Json::parse(name, &text, context.report)?;
    let graph = Reader::new(name, &file, context.report)?.graph(&file);
    let done = graph::into_sink(graph, &part.name, context.report, context.sink);
    done.map_err(|error| ExchangeError::io(name, &error))
}

struct Reader<'j, 'a, 'r> {
    nodes: &'j [Json<'a>],
    edges: &'j [Json<'a>],
    /// The ids of the nodes, in their order.
    ids: Vec<String>,
    /// Whether the whole numbers at the ends of edges count nodes, since no node has a number for its id.
    is_counted: bool,
    is_directed: bool,
    report: &'r mut Report,
}

impl<'j, 'a, 'r> Reader<'j, 'a, 'r> {
    fn new(name: &str, file: &'j Json<'a>, report: &'r mut Report) -> Result<Self, ExchangeError> {
        file.must_be_object(name, "$")?;
        let (elements, path) = match file.get("elements") {
            Some(elements) => (elements.must_be_object(name, "elements")?, "elements."),
            None => (file, ""),
        };
        let list = |field: &str| match elements.get(field) {
            Some(list) => list.must_be_list(name, &format!("{path}{field}")).map(Some),
            None => Ok(None),
        };
        let Some(nodes) = list("nodes")? else {
            let hint = "a node-link graph has the lists `nodes`, and `edges` or `links`";
            return Err(ExchangeError::line(name, file.line, format!("{path}nodes is missing"), hint));
        };
        let (edges, links) = (list("edges")?, list("links")?);
        if edges.is_some()
            && let Some(links) = file.get("links")
        {
            let shown = format!("{} entries", links.each().len());
            report.dropped("list", "the file has both edges and links, and edges count", links.line, shown);
        }
        let given: Vec<Option<&Json>> = nodes.iter().map(|node| inner(node).get("id")).collect();
        let id =
            |(nth, id): (usize, &Option<&Json>)| id.and_then(Json::name).unwrap_or_else(|| nth.to_string());
        let ids = given.iter().enumerate().map(id).collect();
        let is_counted = !given.iter().flatten().any(|id| matches!(id.kind, Kind::Number(_)));
        let is_directed = file.get("directed").and_then(Json::boolean).unwrap_or(false);
        let edges = edges.or(links).unwrap_or_default();
        Ok(Self { nodes, edges, ids, is_counted, is_directed, report })
    }

    fn graph(mut self, file: &Json<'_>) -> Graph {
        let mut whole = match (file.get("graph"), file.get("data")) {
            (Some(graph), _) if graph.is_object() => Reading::of(graph, &[], self.report),
            // Pairs of names and values, as networkx once wrote.
            (Some(pairs), _) | (None, Some(pairs)) => self.pairs(pairs),
            (None, None) => Reading::default(),
        };
        whole.attributes.extend(Reading::of(file, OF_FILE, self.report).attributes);
        let nodes = (0..self.nodes.len()).filter_map(|nth| self.node(nth)).collect();
        let edges = (0..self.edges.len()).filter_map(|nth| self.edge(nth)).collect();
        Graph {
            title: whole.take("name"),
            description: whole.take("description"),
            attributes: whole.attributes,
            nodes,
            edges,
            sources: whole.sources,
        }
    }

    fn pairs(&mut self, pairs: &Json<'_>) -> Reading {
        let mut reading = Reading::default();
        for pair in pairs.each() {
            match pair.list() {
                Some([name, value]) if name.text().is_some() => {
                    reading.attribute(name.text().unwrap_or_default(), value, self.report);
                }
                Some(_) | None => {
                    self.report.dropped("attribute", "it is no name with a value", pair.line, pair.to_json());
                }
            }
        }
        reading
    }

    fn node(&mut self, nth: usize) -> Option<Node> {
        let node = self.nodes.get(nth)?;
        if !node.is_object() {
            let shown = format!("nodes[{nth}] is {}", node.a_kind());
            self.report.dropped("node", "it is no object", node.line, shown);
            return None;
        }
        let data = inner(node);
        let mut said = Reading::of(data, OF_NODE, self.report);
        if let Some(position) = node.get("position").filter(|_| !std::ptr::eq(data, node)) {
            said.attributes.extend(Reading::of(position, &[], self.report).attributes);
        }
        said.place();
        let label = data.get("label").and_then(Json::name);
        let label = label.or_else(|| if said.is_own() { None } else { said.take("name") });
        Some(Node {
            id: self.ids.get(nth)?.clone(),
            label,
            spells: said.spells(),
            viz: said.viz,
            attributes: said.attributes,
            line: node.line,
            ..Node::default()
        })
    }

    fn edge(&mut self, nth: usize) -> Option<Edge> {
        let edge = self.edges.get(nth)?;
        let data = inner(edge);
        let (from, to) = match (self.end(data.get("source")), self.end(data.get("target"))) {
            (Some(from), Some(to)) => (from, to),
            _ => {
                let shown = format!("edges[{nth}] is {}", edge.to_json());
                let reason = "its source or its target names no node";
                self.report.dropped("edge", reason, edge.line, shown);
                return None;
            }
        };
        let mut said = Reading::of(data, OF_EDGE, self.report);
        let text = |field: &str| data.get(field).and_then(Json::text).map(str::to_owned);
        // The whole numbers that networkx has for keys only tell parallel edges apart.
        let id = text("key").or_else(|| data.get("id").and_then(Json::name));
        if let (Some(_), Some(other)) = (data.get("key").and_then(Json::text), data.get("id")) {
            said.attribute("id", other, self.report);
        }
        Some(Edge {
            id,
            from,
            to,
            is_directed: data.get("directed").and_then(Json::boolean).unwrap_or(self.is_directed),
            label: data.get("label").and_then(Json::name),
            spells: said.spells(),
            attributes: said.attributes,
            line: edge.line,
        })
    }

    /// The id of the node at the end of an edge. d3 itself puts the whole node there once it has laid a graph out.
    fn end(&self, end: Option<&Json<'_>>) -> Option<String> {
        let end = end?;
        match &end.kind {
            Kind::Number(number) if self.is_counted => self.ids.get(number.parse::<usize>().ok()?).cloned(),
            Kind::Object(_) => match (end.get("id"), end.get("index")) {
                (Some(id), _) => id.name(),
                (None, index) => self.ids.get(index?.number()? as usize).cloned(),
            },
            Kind::Null => None,
            Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => end.name(),
        }
    }
}

/// The fields of an element: Cytoscape.js has them one level deeper.
fn inner<'j, 'a>(element: &'j Json<'a>) -> &'j Json<'a> {
    element.get("data").filter(|data| data.is_object()).unwrap_or(element)
}

/// What it does not hold: nothing, since it has a place for anything.
pub(super) fn losses(_record: &DatasetRecord) -> Vec<String> {
    Vec::new()
}

/// Writes it as a directed multigraph, in which what goes both ways says so. An own id is the key of its edge.
pub(super) fn write(record: &DatasetRecord) -> Vec<u8> {
    let graph = graph::with_sources(record);
    let mut whole: Vec<(String, Out)> = Vec::new();
    whole.extend(graph.title.iter().map(|title| ("name".to_owned(), Out::text(title))));
    whole.extend(graph.description.iter().map(|text| ("description".to_owned(), Out::text(text))));
    whole.extend(graph_fields(&graph, OF_GRAPH));
    let node = |node: &Node| {
        let mut own = vec![("id".to_owned(), Out::text(&node.id))];
        own.extend(node.label.iter().map(|label| ("label".to_owned(), Out::text(label))));
        own.extend(fields(&node.attributes, node.viz.as_ref(), OF_NODE));
        Out::Object(own)
    };
    let edge = |edge: &Edge| {
        let mut own =
            vec![("source".to_owned(), Out::text(&edge.from)), ("target".to_owned(), Out::text(&edge.to))];
        own.extend(edge.id.iter().map(|id| ("key".to_owned(), Out::text(id))));
        own.extend(edge.label.iter().map(|label| ("label".to_owned(), Out::text(label))));
        own.extend((!edge.is_directed).then(|| ("directed".to_owned(), Out::of(&false))));
        own.extend(fields(&edge.attributes, None, OF_EDGE));
        Out::Object(own)
    };
    let file = Out::object([
        ("directed", Out::of(&true)),
        ("multigraph", Out::of(&true)),
        ("graph", Out::Object(whole)),
        ("nodes", Out::List(graph.nodes.iter().map(node).collect())),
        ("edges", Out::List(graph.edges.iter().map(edge).collect())),
    ]);
    file.to_file(3)
}
