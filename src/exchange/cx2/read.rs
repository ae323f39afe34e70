//! Reading CX2. Aspects may come in any order and in pieces.

use std::collections::{HashMap, HashSet};

use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::error::ExchangeError;
use super::super::graph::{Edge, Graph, Node, text, value};
use super::super::json::{DOCUMENTS, EXCERPTS, Json, Kind, OTHER, Reading, VIZ};
use super::super::report::{Report, counted};
use super::super::xml::{Declared, kind_of};
use super::{DESCRIPTION, EDGE_KEY, INTERACTION, KEY, MUTUAL, NAME};

/// Reads a graph.
pub(super) fn graph(name: &str, file: &Json<'_>, report: &mut Report) -> Result<Graph, ExchangeError> {
    let aspects = Aspects::of(name, file, report)?;
    aspects.must_be_whole(name, file, report)?;
    Ok(Reader::new(&aspects, report).graph(&aspects))
}

/// The elements of each aspect, in the order of the file.
#[derive(Default)]
struct Aspects<'j, 'a> {
    elements: Vec<(&'j str, Vec<&'j Json<'a>>)>,
}

impl<'j, 'a> Aspects<'j, 'a> {
    fn of(name: &str, file: &'j Json<'a>, report: &mut Report) -> Result<Self, ExchangeError> {
        let blocks = file.must_be_list(name, "$")?;
        let version = blocks.iter().find_map(|block| block.get("CXVersion"));
        match version.and_then(Json::name) {
            Some(version) if version.split('.').next() == Some("2") => {}
            version => {
                let what = match version {
                    Some(version) => format!("is CX of version {version}, and version 2 is read"),
                    None => "is CX of version 1, or none: it has no CXVersion".to_owned(),
                };
                return Err(ExchangeError::file(name, what, "open it in Cytoscape and export it as CX2"));
            }
        }
        let mut aspects = Self::default();
        for block in blocks {
            for (aspect, elements) in block.fields().iter().filter(|(aspect, _)| !is_descriptor(aspect)) {
                match elements.list() {
                    Some(elements) => aspects.add(aspect, elements),
                    None => report.dropped("aspect", "it is no list", elements.line, aspect),
                }
            }
        }
        Ok(aspects)
    }

    fn add(&mut self, aspect: &'j str, more: &'j [Json<'a>]) {
        match self.elements.iter_mut().find(|(name, _)| *name == aspect) {
            Some((_, elements)) => elements.extend(more),
            None => self.elements.push((aspect, more.iter().collect())),
        }
    }

    fn get(&self, aspect: &str) -> &[&'j Json<'a>] {
        self.elements.iter().find(|(name, _)| *name == aspect).map_or(&[], |(_, elements)| elements)
    }

    /// Whether its source says that it could be written, and how much of it there should be.
    fn must_be_whole(&self, name: &str, file: &Json<'_>, report: &mut Report) -> Result<(), ExchangeError> {
        match self.get("status").last() {
            None => report.note("the file has no status at its end, so it may be less than it should be"),
            Some(status) if status.get("success").and_then(Json::boolean) == Some(false) => {
                let error = status.get("error").and_then(Json::name).unwrap_or_default();
                let what = format!("the program that wrote the file says that it failed: {error}");
                return Err(ExchangeError::line(name, status.line.max(file.line), what, "export it again"));
            }
            Some(_) => {}
        }
        for entry in self.get("metaData") {
            let (aspect, count) = (entry.get("name").and_then(Json::text), entry.get("elementCount"));
            let (Some(aspect), Some(count)) = (aspect, count.and_then(Json::number)) else { continue };
            let found = self.get(aspect).len();
            if count != found as f64 {
                report.note(format!("the file says that its {aspect} are {count}, and has {found}"));
            }
        }
        Ok(())
    }
}

fn is_descriptor(field: &str) -> bool {
    matches!(field, "CXVersion" | "hasFragments")
}

/// The attributes of an aspect that are declared.
#[derive(Default)]
struct Declarations {
    declared: Vec<Declared>,
    /// By the names that they have in the aspect.
    places: HashMap<String, usize>,
}

impl Declarations {
    fn of(aspects: &Aspects<'_, '_>, aspect: &str) -> Self {
        let mut all = Self::default();
        let blocks = aspects.get("attributeDeclarations").iter().filter_map(|block| block.get(aspect));
        for (name, declaration) in blocks.flat_map(|block| block.fields()) {
            let word = declaration.get("d").and_then(Json::text).unwrap_or("string");
            let default = declaration.get("v").and_then(Json::name);
            let alias = declaration.get("a").and_then(Json::text).map(str::to_owned);
            for name in alias.into_iter().chain([name.to_string()]) {
                all.places.insert(name, all.declared.len());
            }
            all.declared.push(Declared { name: name.to_string(), kind: kind_of(word), default });
        }
        all
    }

    /// What the attributes of an element say, and the defaults of those that it does not have.
    fn read(&self, attributes: Option<&Json<'_>>, line: u64, report: &mut Report) -> Reading {
        let mut said = Reading::default();
        let mut given = HashSet::new();
        for (field, value) in attributes.map(Json::fields).unwrap_or_default() {
            let place = self.places.get(field.as_ref()).copied();
            given.extend(place);
            match (place.and_then(|place| self.declared.get(place)), &value.kind) {
                (Some(declared), Kind::Text(_) | Kind::Number(_) | Kind::Boolean(_))
                    if declared.name != VIZ && declared.name != OTHER =>
                {
                    let text = value.name().unwrap_or_default();
                    said.attributes.push(declared.with(text, value.line, report));
                }
                (Some(declared), _) => said.field(&declared.name, value, report),
                (None, _) => said.field(field, value, report),
            }
        }
        for (place, declared) in self.declared.iter().enumerate() {
            if let (Some(default), false) = (&declared.default, given.contains(&place)) {
                said.attributes.push(declared.with(default.clone(), line, report));
            }
        }
        said
    }
}

/// The looks that single nodes, or edges, have, by their ids.
fn bypasses<'j, 'a>(aspects: &Aspects<'j, 'a>, aspect: &str) -> HashMap<String, &'j Json<'a>> {
    let each = aspects.get(aspect).iter();
    each.filter_map(|element| Some((element.get("id")?.name()?, element.get("v")?))).collect()
}

struct Reader<'j, 'a, 'r> {
    of_graph: Declarations,
    of_nodes: Declarations,
    of_edges: Declarations,
    looks_of_nodes: HashMap<String, &'j Json<'a>>,
    looks_of_edges: HashMap<String, &'j Json<'a>>,
    /// What the nodes are called in the graph, by their ids in the file.
    keys: HashMap<String, String>,
    report: &'r mut Report,
}

impl<'j, 'a, 'r> Reader<'j, 'a, 'r> {
    fn new(aspects: &Aspects<'j, 'a>, report: &'r mut Report) -> Self {
        Self {
            of_graph: Declarations::of(aspects, "networkAttributes"),
            of_nodes: Declarations::of(aspects, "nodes"),
            of_edges: Declarations::of(aspects, "edges"),
            looks_of_nodes: bypasses(aspects, "nodeBypasses"),
            looks_of_edges: bypasses(aspects, "edgeBypasses"),
            keys: HashMap::new(),
            report,
        }
    }

    fn graph(mut self, aspects: &Aspects<'j, 'a>) -> Graph {
        let mut whole = Reading::default();
        for element in aspects.get("networkAttributes") {
            let said = self.of_graph.read(Some(element), element.line, self.report);
            whole.attributes.extend(said.attributes);
        }
        for aspect in [DOCUMENTS, EXCERPTS] {
            aspects.get(aspect).iter().for_each(|element| whole.field(aspect, element, self.report));
        }
        let nodes = aspects.get("nodes").iter().filter_map(|node| self.node(node)).collect();
        let edges = aspects.get("edges").iter().filter_map(|edge| self.edge(edge)).collect();
        for (aspect, elements) in aspects.elements.iter().filter(|(aspect, _)| !KNOWN.contains(aspect)) {
            let line = elements.first().map_or(0, |element| element.line);
            let shown = format!("{aspect}: {}", counted(elements.len() as u64, "element"));
            self.report.dropped("aspect", "a dataset has no place for what it says", line, shown);
        }
        Graph {
            title: whole.take(NAME),
            description: whole.take(DESCRIPTION),
            attributes: whole.attributes,
            nodes,
            edges,
            sources: whole.sources,
        }
    }

    fn node(&mut self, node: &Json<'_>) -> Option<Node> {
        let Some(id) = node.get("id").and_then(Json::name) else {
            self.report.dropped("node", "it has no id", node.line, node.to_json());
            return None;
        };
        let mut said = self.of_nodes.read(node.get("v"), node.line, self.report);
        let key = if said.is_own() { said.take(KEY) } else { None };
        let key = key.unwrap_or_else(|| id.clone());
        self.keys.entry(id.clone()).or_insert_with(|| key.clone());
        let viz = said.viz.take().unwrap_or_else(|| look(node, self.looks_of_nodes.get(&id).copied()));
        Some(Node {
            id: key,
            label: said.take(NAME),
            spells: said.spells(),
            viz: Some(viz).filter(|viz| *viz != VizRecord::default()),
            attributes: said.attributes,
            line: node.line,
            ..Node::default()
        })
    }

    fn edge(&mut self, edge: &Json<'_>) -> Option<Edge> {
        let end = |field: &str| edge.get(field).and_then(Json::name);
        let (Some(from), Some(to)) = (end("s"), end("t")) else {
            self.report.dropped("edge", "it has no source (s) or no target (t)", edge.line, edge.to_json());
            return None;
        };
        let mut said = self.of_edges.read(edge.get("v"), edge.line, self.report);
        let id = edge.get("id").and_then(Json::name);
        let look = id.as_ref().and_then(|id| self.looks_of_edges.get(id)).copied();
        let key = |id: String| self.keys.get(&id).cloned().unwrap_or(id);
        let (from, to) = (key(from), key(to));
        if said.is_own() {
            let mutual = said.attributes.iter().position(|each| each.name == MUTUAL && each.value == "true");
            let is_mutual = mutual.map(|at| said.attributes.remove(at)).is_some();
            // It only repeats what our own attributes say.
            let _ = said.take(INTERACTION);
            return Some(Edge {
                id: said.take(EDGE_KEY),
                from,
                to,
                is_directed: !is_mutual,
                label: said.take(NAME),
                spells: said.spells(),
                attributes: said.attributes,
                line: edge.line,
            });
        }
        let label = said.take(NAME).or_else(|| value(&said.attributes, INTERACTION).map(str::to_owned));
        let spells = said.spells();
        let mut attributes = said.attributes;
        attributes.extend(look.into_iter().flat_map(line));
        Some(Edge { id, from, to, is_directed: true, label, spells, attributes, line: edge.line })
    }
}

/// The aspects that are read.
const KNOWN: &[&str] = &[
    "metaData",
    "attributeDeclarations",
    "networkAttributes",
    "nodes",
    "edges",
    "nodeBypasses",
    "edgeBypasses",
    "status",
    DOCUMENTS,
    EXCERPTS,
];

/// Where a node is, and how it is shown: y goes downward in the format, and upward in ours.
fn look(node: &Json<'_>, bypass: Option<&Json<'_>>) -> VizRecord {
    let place = |side: &str| node.get(side).and_then(Json::number).filter(|side| side.is_finite());
    let of = |name: &str| bypass.and_then(|bypass| bypass.get(name));
    let number = |name: &str| of(name).and_then(Json::number).filter(|number| *number >= 0.0);
    VizRecord {
        x: place("x"),
        y: place("y").map(|y| 0.0 - y),
        z: place("z"),
        size: number("NODE_WIDTH").into_iter().chain(number("NODE_HEIGHT")).reduce(f64::max),
        colour: of("NODE_BACKGROUND_COLOR").and_then(colour),
        opacity: number("NODE_BACKGROUND_OPACITY").filter(|opacity| *opacity <= 1.0),
        shape: of("NODE_SHAPE").and_then(Json::text).map(str::to_owned),
    }
}

/// How an edge is drawn, under the names that GEXF's looks of an edge are kept by.
fn line(bypass: &Json<'_>) -> Vec<AttributeRecord> {
    let colour = bypass.get("EDGE_LINE_COLOR").and_then(colour);
    let width = bypass.get("EDGE_WIDTH").and_then(Json::name);
    let colour = colour.map(|colour| text("viz:color", format!("#{colour}")));
    colour.into_iter().chain(width.map(|width| text("viz:thickness", width))).collect()
}

fn colour(value: &Json<'_>) -> Option<String> {
    let digits = value.text()?.strip_prefix('#')?.to_ascii_lowercase();
    (digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}
