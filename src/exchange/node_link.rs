//! Node-link JSON: as networkx writes it, as d3 reads it, and the form of Cytoscape.js, whose elements have the same
//! fields one level deeper.

use std::io::{self, Write};

use super::error::ExchangeError;
use super::graph::{self, Edge, Graph, Node};
use super::import::Context;
use super::input::Part;
use super::json::{Json, Kind, Out, Pieces, Raw, Reading, fields, text_of, write_sources};
use super::records::Records;
use super::report::Report;

/// The fields of a node, an edge and the graph that are no attributes.
const OF_NODE: &[&str] = &["id", "label"];
const OF_EDGE: &[&str] = &["id", "source", "target", "key", "label", "directed"];
const OF_GRAPH: &[&str] = &["name", "description"];
const OF_FILE: &[&str] = &["directed", "multigraph", "graph", "nodes", "links", "edges", "elements", "data"];

/// What may be long.
const LISTS: &[&str] = &["nodes", "links", "edges", "elements"];

/// Reads it: first the ids of all nodes, which edges may count, then nodes and edges one by one.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, text) = (context.name, text_of(part, context)?);
    let file = File::of(name, &text, context.report)?;
    let mut builder = graph::Builder::new(context.report, context.sink);
    let done = file.graph(&mut builder).and_then(|graph| builder.finish(graph, &part.name));
    done.map_err(|error| ExchangeError::io(name, &error))
}

/// A file, of which only the outermost fields are taken apart.
struct File<'a> {
    nodes: Raw<'a>,
    edges: Option<Raw<'a>>,
    is_directed: bool,
    /// What is said of the graph as a whole.
    whole: Reading,
}

impl<'a> File<'a> {
    fn of(name: &str, text: &'a str, report: &mut Report) -> Result<Self, ExchangeError> {
        let file = Raw::of(name, text)?.must_be_object(name, "$")?;
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
        if let (Some(_), Some(links)) = (edges, file.get("links")) {
            let shown = format!("{} entries", links.entries().count());
            report.dropped("list", "the file has both edges and links, and edges count", links.line, shown);
        }
        let head = file.without(LISTS, report);
        let is_directed = head.get("directed").and_then(Json::boolean).unwrap_or(false);
        let whole = whole(&head, report);
        Ok(Self { nodes, edges: edges.or(links), is_directed, whole })
    }

    /// Hands nodes and edges to a builder. Returned is what is said of the graph as a whole.
    fn graph(self, builder: &mut graph::Builder<'_>) -> io::Result<Graph> {
        let Self { nodes, edges, is_directed, mut whole } = self;
        let mut ends = Ends { ids: Vec::new(), is_counted: true };
        for (nth, node) in nodes.entries().enumerate() {
            // What is wrong with it is told when it is taken.
            let mut untold = Report::default();
            let node = node.json(&mut untold);
            ends.add(nth, &node, builder);
            if let Some(node) = self::node(nth, &node, &mut untold) {
                builder.survey(&node);
            }
        }
        builder.sources(whole.sources.take().unwrap_or_default());
        for (nth, node) in nodes.entries().enumerate() {
            let node = node.json(builder.report);
            if let Some(node) = self::node(nth, &node, builder.report) {
                builder.node(node)?;
            }
        }
        builder.has_all_nodes();
        for (nth, edge) in edges.iter().flat_map(|edges| edges.entries()).enumerate() {
            let edge = edge.json(builder.report);
            if let Some(edge) = ends.edge(nth, &edge, is_directed, builder) {
                builder.edge(edge)?;
            }
        }
        let (title, description) = (whole.take("name"), whole.take("description"));
        Ok(Graph { title, description, attributes: whole.attributes, ..Graph::default() })
    }
}

/// What a file says of its graph as a whole.
fn whole(file: &Json<'_>, report: &mut Report) -> Reading {
    let mut whole = match (file.get("graph"), file.get("data")) {
        (Some(graph), _) if graph.is_object() => Reading::of(graph, &[], report),
        // Pairs of names and values, as networkx once wrote.
        (Some(pairs), _) | (None, Some(pairs)) => self::pairs(pairs, report),
        (None, None) => Reading::default(),
    };
    whole.attributes.extend(Reading::of(file, OF_FILE, report).attributes);
    whole
}

fn pairs(pairs: &Json<'_>, report: &mut Report) -> Reading {
    let mut reading = Reading::default();
    for pair in pairs.each() {
        match pair.list() {
            Some([name, value]) if name.text().is_some() => {
                reading.attribute(name.text().unwrap_or_default(), value, report);
            }
            Some(_) | None => {
                report.dropped("attribute", "it is no name with a value", pair.line, pair.to_json());
            }
        }
    }
    reading
}

/// The id of a node, by its number in the list where it has none.
fn id(nth: usize, node: &Json<'_>) -> String {
    inner(node).get("id").and_then(Json::name).unwrap_or_else(|| nth.to_string())
}

fn node(nth: usize, node: &Json<'_>, report: &mut Report) -> Option<Node> {
    if !node.is_object() {
        let shown = format!("nodes[{nth}] is {}", node.a_kind());
        report.dropped("node", "it is no object", node.line, shown);
        return None;
    }
    let data = inner(node);
    let mut said = Reading::of(data, OF_NODE, report);
    if let Some(position) = node.get("position").filter(|_| !std::ptr::eq(data, node)) {
        said.attributes.extend(Reading::of(position, &[], report).attributes);
    }
    said.place();
    let label = data.get("label").and_then(Json::name);
    let label = label.or_else(|| if said.is_own() { None } else { said.take("name") });
    Some(Node {
        id: id(nth, node),
        label,
        spells: said.spells(),
        viz: said.viz,
        attributes: said.attributes,
        line: node.line,
        ..Node::default()
    })
}

/// What the ends of edges name.
struct Ends {
    /// The numbers that the builder has for the ids of the nodes, in their order.
    ids: Vec<u32>,
    /// Whether the whole numbers at the ends of edges count nodes, since no node has a number for its id.
    is_counted: bool,
}

impl Ends {
    fn add(&mut self, nth: usize, node: &Json<'_>, builder: &mut graph::Builder<'_>) {
        self.ids.push(builder.number(&id(nth, node)));
        self.is_counted &= !inner(node).get("id").is_some_and(|id| matches!(id.kind, Kind::Number(_)));
    }

    fn edge(
        &self,
        nth: usize,
        edge: &Json<'_>,
        is_directed: bool,
        builder: &mut graph::Builder<'_>,
    ) -> Option<Edge> {
        let data = inner(edge);
        let ends = (self.end(data.get("source"), builder), self.end(data.get("target"), builder));
        let report = &mut *builder.report;
        let (from, to) = match ends {
            (Some(from), Some(to)) => (from, to),
            _ => {
                let shown = format!("edges[{nth}] is {}", edge.to_json());
                report.dropped("edge", "its source or its target names no node", edge.line, shown);
                return None;
            }
        };
        let mut said = Reading::of(data, OF_EDGE, report);
        let text = |field: &str| data.get(field).and_then(Json::text).map(str::to_owned);
        // The whole numbers that networkx has for keys only tell parallel edges apart.
        let id = text("key").or_else(|| data.get("id").and_then(Json::name));
        if let (Some(_), Some(other)) = (data.get("key").and_then(Json::text), data.get("id")) {
            said.attribute("id", other, report);
        }
        Some(Edge {
            id,
            from,
            to,
            is_directed: data.get("directed").and_then(Json::boolean).unwrap_or(is_directed),
            label: data.get("label").and_then(Json::name),
            spells: said.spells(),
            attributes: said.attributes,
            line: edge.line,
        })
    }

    /// The id of the node at the end of an edge. d3 itself puts the whole node there once it has laid a graph out.
    fn end(&self, end: Option<&Json<'_>>, builder: &graph::Builder<'_>) -> Option<String> {
        let end = end?;
        let counted = |nth: usize| self.ids.get(nth).map(|&number| builder.id(number).to_owned());
        match &end.kind {
            Kind::Number(number) if self.is_counted => counted(number.parse().ok()?),
            Kind::Object(_) => match (end.get("id"), end.get("index")) {
                (Some(id), _) => id.name(),
                (None, index) => counted(index?.number()? as usize),
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

/// Writes it as a directed multigraph, in which what goes both ways says so. An own id is the key of its edge.
pub(super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let graph = graph::of_whole(records);
    let mut file = Pieces::new(out, 3);
    file.object(None);
    file.field("directed", &Out::of(&true))?;
    file.field("multigraph", &Out::of(&true))?;
    file.object(Some("graph"));
    let words = [("name", &graph.title), ("description", &graph.description)];
    for (name, text) in words.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?))) {
        file.field(name, &Out::text(text))?;
    }
    for (name, value) in fields(&graph.attributes, None, OF_GRAPH) {
        file.field(&name, &value)?;
    }
    write_sources(records, &mut file)?;
    file.end();
    file.list(Some("nodes"));
    graph::each_node(records, &mut |node| file.entry(&written_node(&node)))?;
    file.end();
    file.list(Some("edges"));
    graph::each_edge(records, &mut |edge| file.entry(&written_edge(&edge)))?;
    file.finish()
}

fn written_node(node: &Node) -> Out {
    let mut own = vec![("id".to_owned(), Out::text(&node.id))];
    own.extend(node.label.iter().map(|label| ("label".to_owned(), Out::text(label))));
    own.extend(fields(&node.attributes, node.viz.as_ref(), OF_NODE));
    Out::Object(own)
}

fn written_edge(edge: &Edge) -> Out {
    let mut own =
        vec![("source".to_owned(), Out::text(&edge.from)), ("target".to_owned(), Out::text(&edge.to))];
    own.extend(edge.id.iter().map(|id| ("key".to_owned(), Out::text(id))));
    own.extend(edge.label.iter().map(|label| ("label".to_owned(), Out::text(label))));
    own.extend((!edge.is_directed).then(|| ("directed".to_owned(), Out::of(&false))));
    own.extend(fields(&edge.attributes, None, OF_EDGE));
    Out::Object(own)
}
