//! JSON Graph Format: version 2, in which the nodes are an object with their ids as names, and version 1, in which they
//! are a list.

use std::borrow::Cow;
use std::io::{self, Write};

use super::error::ExchangeError;
use super::graph::{self, Edge, Graph, Node};
use super::import::Context;
use super::input::Part;
use super::json::{Entries, Json, Kind, Out, Pairs, Pieces, Raw, Reading, fields, text_of, write_sources};
use super::records::Records;
use super::report::Report;
use super::sink::Head;

/// The fields of a node, an edge and a graph that are no attributes.
const OF_NODE: &[&str] = &["id", "label", "metadata"];
const OF_EDGE: &[&str] = &["id", "source", "target", "label", "directed", "metadata"];
const OF_GRAPH: &[&str] = &["id", "label", "directed", "metadata", "nodes", "edges", "hyperedges"];
/// The lists of a graph, which may be long.
const LISTS: &[&str] = &["nodes", "edges", "hyperedges"];
/// What the metadata of a graph has of ours beside attributes.
const OF_METADATA: &[&str] = &["description"];

/// Reads it, nodes and edges one by one.
pub(super) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (name, text) = (context.name, text_of(part, context)?);
    let (first, path) = first(Raw::of(name, &text)?, name, context.report)?;
    let file = File::of(name, path, first)?;
    let mut builder = graph::Builder::new(context.report, context.sink);
    let done = file.graph(&mut builder).and_then(|graph| builder.finish(graph, &part.name));
    done.map_err(|error| ExchangeError::io(name, &error))
}

/// The graph that is read: of several, the first, since their ids have nothing to do with each other.
fn first<'a>(
    file: Raw<'a>,
    name: &str,
    report: &mut Report,
) -> Result<(Raw<'a>, &'static str), ExchangeError> {
    file.must_be_object(name, "$")?;
    if let Some(graph) = file.get("graph") {
        return Ok((graph.must_be_object(name, "graph")?, "graph"));
    }
    let wrong = |line: u64, what: &str| {
        ExchangeError::line(name, line, what, "a JSON graph has an object `graph` or a list `graphs`")
    };
    let graphs = file.get("graphs").ok_or_else(|| wrong(file.line, "graph is missing"))?;
    let mut each = graphs.must_be_list(name, "graphs")?.entries();
    let first = each.next().ok_or_else(|| wrong(graphs.line, "graphs is empty"))?;
    for graph in each {
        let label = graph.get("label").or_else(|| graph.get("id"));
        let label = label.and_then(|label| label.json(&mut Report::default()).name());
        let shown = label.unwrap_or_else(|| "without a label".to_owned());
        let reason =
            "a dataset is one graph, and the first of the file counts; put each into a file of its own";
        report.dropped("graph", reason, graph.line, shown);
    }
    Ok((first.must_be_object(name, "graphs[0]")?, "graphs[0]"))
}

/// A graph, of which only the outermost fields are taken apart.
struct File<'a> {
    path: &'static str,
    graph: Raw<'a>,
    nodes: Option<Raw<'a>>,
    edges: Option<Raw<'a>>,
}

impl<'a> File<'a> {
    fn of(name: &str, path: &'static str, graph: Raw<'a>) -> Result<Self, ExchangeError> {
        let nodes = graph.get("nodes");
        if let Some(nodes) = nodes.filter(|nodes| !nodes.is_object() && !nodes.is_list()) {
            let what = format!("{path}.nodes is {}, not an object or a list", nodes.a_kind());
            return Err(ExchangeError::line(name, nodes.line, what, "nodes are written {\"id\": {}}"));
        }
        let edges = graph.get("edges");
        let edges = edges.map(|edges| edges.must_be_list(name, &format!("{path}.edges"))).transpose()?;
        Ok(Self { path, graph, nodes, edges })
    }

    /// Hands nodes and edges to a builder. Returned is what is said of the graph as a whole.
    fn graph(self, builder: &mut graph::Builder<'_>) -> io::Result<Graph> {
        let mut whole = said(&self.graph.without(LISTS, builder.report), OF_GRAPH, builder.report);
        self.survey(builder);
        builder.sources(whole.sources.take().unwrap_or_default());
        let mut nodes = self.nodes();
        while let Some((id, node)) = nodes.next(builder.report) {
            if let Some(node) = self::node(id.as_deref(), &node, builder.report) {
                builder.node(node)?;
            }
        }
        builder.has_all_nodes();
        let mut field = |name: &str| self.graph.get(name).map(|value| value.json(builder.report));
        let is_directed = field("directed").as_ref().and_then(Json::boolean).unwrap_or(true);
        let title = field("label").as_ref().and_then(Json::name);
        let title = title.or_else(|| field("id").as_ref().and_then(Json::name));
        for (nth, edge) in self.edges.iter().flat_map(|edges| edges.entries()).enumerate() {
            let edge = edge.json(builder.report);
            let place = || format!("{}.edges[{nth}]", self.path);
            if let Some(edge) = self::edge(place, &edge, is_directed, builder.report) {
                builder.edge(edge)?;
            }
        }
        for hyperedge in self.graph.get("hyperedges").iter().flat_map(|list| list.each()) {
            let reason = "it ties several nodes at once, and a relationship has two ends";
            let shown = hyperedge.json(&mut Report::default()).to_json();
            builder.report.dropped("hyperedge", reason, hyperedge.line, shown);
        }
        let description = whole.take("description");
        Ok(Graph { title, description, attributes: whole.attributes, ..Graph::default() })
    }

    fn survey(&self, builder: &mut graph::Builder<'_>) {
        // What is wrong with a node is told when it is taken.
        let (mut nodes, mut untold) = (self.nodes(), Report::default());
        while let Some((id, node)) = nodes.next(&mut untold) {
            if let Some(node) = self::node(id.as_deref(), &node, &mut untold) {
                builder.survey(&node);
            }
            untold = Report::default();
        }
    }

    fn nodes(&self) -> Nodes<'a> {
        match self.nodes {
            Some(nodes) if nodes.is_object() => Nodes::Named(nodes.names_and_values()),
            Some(nodes) => Nodes::Listed(nodes.entries()),
            None => Nodes::Listed(Entries::default()),
        }
    }
}

/// The nodes of a graph, one by one.
enum Nodes<'a> {
    /// With their ids for names. One that is there twice is told by the builder, which knows them all.
    Named(Pairs<'a>),
    Listed(Entries<'a>),
}

impl<'a> Nodes<'a> {
    fn next(&mut self, report: &mut Report) -> Option<(Option<Cow<'a, str>>, Json<'a>)> {
        let (id, node) = match self {
            Self::Named(pairs) => pairs.next().map(|(id, node)| (Some(id), node))?,
            Self::Listed(entries) => (None, entries.next()?),
        };
        Some((id, node.json(report)))
    }
}

/// The metadata of something, and its fields that the format does not know.
fn said(of: &Json<'_>, own: &[&str], report: &mut Report) -> Reading {
    let mut said = match of.get("metadata") {
        Some(metadata) if metadata.is_object() => Reading::of(metadata, &[], report),
        Some(other) => {
            let mut said = Reading::default();
            said.attribute("metadata", other, report);
            said
        }
        None => Reading::default(),
    };
    said.attributes.extend(Reading::of(of, own, report).attributes);
    said
}

fn node(id: Option<&str>, node: &Json<'_>, report: &mut Report) -> Option<Node> {
    let own = node.get("id").and_then(Json::name);
    let Some(id) = id.map(str::to_owned).or(own) else {
        report.dropped("node", "it has no id", node.line, node.to_json());
        return None;
    };
    if !node.is_object() && node.kind != Kind::Null {
        report.changed("node", "it is no object; its id is kept", node.line, &id);
    }
    let mut said = said(node, OF_NODE, report);
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

fn edge(place: impl Fn() -> String, edge: &Json<'_>, is_directed: bool, report: &mut Report) -> Option<Edge> {
    let end = |field: &str| edge.get(field).and_then(Json::name);
    let (Some(from), Some(to)) = (end("source"), end("target")) else {
        let shown = format!("{} is {}", place(), edge.to_json());
        report.dropped("edge", "it has no source or no target", edge.line, shown);
        return None;
    };
    let mut said = said(edge, OF_EDGE, report);
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

/// Writes version 2.
pub(super) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let (Head { id, title, .. }, graph) = (records.head(), graph::of_whole(records));
    let mut file = Pieces::new(out, 4);
    file.object(None);
    file.object(Some("graph"));
    file.field("id", &Out::text(&id))?;
    file.field("label", &Out::text(&title))?;
    file.field("directed", &Out::of(&true))?;
    file.object(Some("metadata"));
    if let Some(text) = &graph.description {
        file.field("description", &Out::text(text))?;
    }
    for (name, value) in fields(&graph.attributes, None, OF_METADATA) {
        file.field(&name, &value)?;
    }
    write_sources(records, &mut file)?;
    file.end();
    file.object(Some("nodes"));
    graph::each_node(records, &mut |node| file.field(&node.id, &written_node(&node)))?;
    file.end();
    file.list(Some("edges"));
    graph::each_edge(records, &mut |edge| file.entry(&written_edge(&edge)))?;
    file.finish()
}

fn written_node(node: &Node) -> Out {
    let mut own: Vec<(String, Out)> = Vec::new();
    own.extend(node.label.iter().map(|label| ("label".to_owned(), Out::text(label))));
    own.push(("metadata".to_owned(), Out::Object(fields(&node.attributes, node.viz.as_ref(), &[]))));
    Out::Object(own)
}

fn written_edge(edge: &Edge) -> Out {
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
