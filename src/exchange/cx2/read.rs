//! Reading CX2. Aspects may come in any order and in pieces.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io;

use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::error::ExchangeError;
use super::super::graph::{Builder, Edge, Graph, Node, text, value};
use super::super::json::{DOCUMENTS, EXCERPTS, Json, Kind, OTHER, Raw, Reading, VIZ};
use super::super::report::{Report, counted};
use super::super::xml::{Declared, kind_of};
use super::{DESCRIPTION, EDGE_KEY, INTERACTION, KEY, MUTUAL, NAME};

/// Hands the nodes and edges of a file to a builder. Returned is what is said of the graph as a whole.
pub(super) fn graph(aspects: &Aspects<'_>, builder: &mut Builder<'_>) -> io::Result<Graph> {
    let mut reader = Reader::new(aspects);
    let mut whole = reader.whole(aspects, builder.report);
    for node in aspects.get("nodes") {
        // What is wrong with it is told when it is taken.
        let mut untold = Report::default();
        let node = node.json(&mut untold);
        if let Some(node) = reader.node(&node, &mut untold) {
            builder.survey(&node);
        }
    }
    builder.sources(whole.sources.take().unwrap_or_default());
    for node in aspects.get("nodes") {
        let node = node.json(builder.report);
        if let Some(node) = reader.node(&node, builder.report) {
            builder.node(node)?;
        }
    }
    builder.has_all_nodes();
    for edge in aspects.get("edges") {
        let edge = edge.json(builder.report);
        if let Some(edge) = reader.edge(&edge, builder.report) {
            builder.edge(edge)?;
        }
    }
    aspects.tell_unknown(builder.report);
    let (title, description) = (whole.take(NAME), whole.take(DESCRIPTION));
    Ok(Graph { title, description, attributes: whole.attributes, ..Graph::default() })
}

/// The lists of each aspect, in the order of the file.
pub(super) struct Aspects<'a> {
    lists: Vec<(Cow<'a, str>, Vec<Raw<'a>>)>,
}

impl<'a> Aspects<'a> {
    /// Finds the aspects of a file.
    ///
    /// # Errors
    /// Where it is of another version, or not whole.
    pub(super) fn of(name: &str, file: Raw<'a>, report: &mut Report) -> Result<Self, ExchangeError> {
        let blocks = file.must_be_list(name, "$")?;
        let version = blocks.entries().find_map(|block| block.get("CXVersion"));
        match version.and_then(|version| version.json(report).name()) {
            Some(version) if version.split('.').next() == Some("2") => {}
            version => {
                let what = match version {
                    Some(version) => format!("is CX of version {version}, and version 2 is read"),
                    None => "is CX of version 1, or none: it has no CXVersion".to_owned(),
                };
                return Err(ExchangeError::file(name, what, "open it in Cytoscape and export it as CX2"));
            }
        }
        let mut aspects = Self { lists: Vec::new() };
        for block in blocks.entries() {
            let mut fields = block.fields();
            while let Some((aspect, list)) = fields.next(report) {
                if is_descriptor(&aspect) {
                    continue;
                }
                if list.is_list() {
                    aspects.add(aspect, list);
                } else {
                    report.dropped("aspect", "it is no list", list.line, aspect);
                }
            }
        }
        aspects.must_be_whole(name, file.line, report)?;
        Ok(aspects)
    }

    fn add(&mut self, aspect: Cow<'a, str>, list: Raw<'a>) {
        match self.lists.iter_mut().find(|(name, _)| *name == aspect) {
            Some((_, lists)) => lists.push(list),
            None => self.lists.push((aspect, vec![list])),
        }
    }

    /// The elements of an aspect.
    fn get(&self, aspect: &str) -> impl Iterator<Item = Raw<'a>> {
        let lists = self.lists.iter().find(|(name, _)| name == aspect).map_or(&[][..], |(_, lists)| lists);
        lists.iter().flat_map(|list| list.entries())
    }

    /// The elements of an aspect of which there are few.
    fn all(&self, aspect: &str, report: &mut Report) -> Vec<Json<'a>> {
        self.get(aspect).map(|element| element.json(report)).collect()
    }

    /// Whether its source says that it could be written, and how much of it there should be.
    fn must_be_whole(&self, name: &str, line: u64, report: &mut Report) -> Result<(), ExchangeError> {
        match self.all("status", report).last() {
            None => report.note("the file has no status at its end, so it may be less than it should be"),
            Some(status) if status.get("success").and_then(Json::boolean) == Some(false) => {
                let error = status.get("error").and_then(Json::name).unwrap_or_default();
                let what = format!("the program that wrote the file says that it failed: {error}");
                return Err(ExchangeError::line(name, status.line.max(line), what, "export it again"));
            }
            Some(_) => {}
        }
        for entry in self.all("metaData", report) {
            let (aspect, count) = (entry.get("name").and_then(Json::text), entry.get("elementCount"));
            let (Some(aspect), Some(count)) = (aspect, count.and_then(Json::number)) else { continue };
            let found = self.get(aspect).count();
            if count != found as f64 {
                report.note(format!("the file says that its {aspect} are {count}, and has {found}"));
            }
        }
        Ok(())
    }

    fn tell_unknown(&self, report: &mut Report) {
        for (aspect, lists) in self.lists.iter().filter(|(aspect, _)| !KNOWN.contains(&aspect.as_ref())) {
            let mut elements = lists.iter().flat_map(|list| list.entries());
            let line = elements.next().map_or(0, |element| element.line);
            let count = lists.iter().map(|list| list.entries().count() as u64).sum();
            let shown = format!("{aspect}: {}", counted(count, "element"));
            report.dropped("aspect", "a dataset has no place for what it says", line, shown);
        }
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
    fn of(blocks: &[Json<'_>], aspect: &str) -> Self {
        let mut all = Self::default();
        let blocks = blocks.iter().filter_map(|block| block.get(aspect));
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
fn bypasses<'a>(aspects: &Aspects<'a>, aspect: &str) -> HashMap<String, Raw<'a>> {
    let name = |id: Raw<'_>| id.json(&mut Report::default()).name();
    aspects.get(aspect).filter_map(|element| Some((name(element.get("id")?)?, element.get("v")?))).collect()
}

struct Reader<'a> {
    of_graph: Declarations,
    of_nodes: Declarations,
    of_edges: Declarations,
    looks_of_nodes: HashMap<String, Raw<'a>>,
    looks_of_edges: HashMap<String, Raw<'a>>,
    /// What the nodes are called in the graph, by their ids in the file, where that is something else.
    keys: HashMap<String, String>,
}

impl<'a> Reader<'a> {
    fn new(aspects: &Aspects<'a>) -> Self {
        let declared = aspects.all("attributeDeclarations", &mut Report::default());
        Self {
            of_graph: Declarations::of(&declared, "networkAttributes"),
            of_nodes: Declarations::of(&declared, "nodes"),
            of_edges: Declarations::of(&declared, "edges"),
            looks_of_nodes: bypasses(aspects, "nodeBypasses"),
            looks_of_edges: bypasses(aspects, "edgeBypasses"),
            keys: HashMap::new(),
        }
    }

    /// What is said of the graph as a whole.
    fn whole(&self, aspects: &Aspects<'a>, report: &mut Report) -> Reading {
        let mut whole = Reading::default();
        for element in aspects.all("networkAttributes", report) {
            let said = self.of_graph.read(Some(&element), element.line, report);
            whole.attributes.extend(said.attributes);
        }
        for aspect in [DOCUMENTS, EXCERPTS] {
            for element in aspects.get(aspect) {
                let element = element.json(report);
                whole.field(aspect, &element, report);
            }
        }
        whole
    }

    fn node(&mut self, node: &Json<'_>, report: &mut Report) -> Option<Node> {
        let Some(id) = node.get("id").and_then(Json::name) else {
            report.dropped("node", "it has no id", node.line, node.to_json());
            return None;
        };
        let mut said = self.of_nodes.read(node.get("v"), node.line, report);
        let key = if said.is_own() { said.take(KEY) } else { None };
        let key = key.unwrap_or_else(|| id.clone());
        if key != id && !self.keys.contains_key(&id) {
            self.keys.insert(id.clone(), key.clone());
        }
        let viz = said
            .viz
            .take()
            .unwrap_or_else(|| look(node, self.looks_of_nodes.get(&id).map(taken_apart).as_ref()));
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

    fn edge(&self, edge: &Json<'_>, report: &mut Report) -> Option<Edge> {
        let end = |field: &str| edge.get(field).and_then(Json::name);
        let (Some(from), Some(to)) = (end("s"), end("t")) else {
            report.dropped("edge", "it has no source (s) or no target (t)", edge.line, edge.to_json());
            return None;
        };
        let mut said = self.of_edges.read(edge.get("v"), edge.line, report);
        let id = edge.get("id").and_then(Json::name);
        let look = id.as_ref().and_then(|id| self.looks_of_edges.get(id)).map(taken_apart);
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
        attributes.extend(look.iter().flat_map(line));
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

fn taken_apart<'a>(look: &Raw<'a>) -> Json<'a> {
    look.json(&mut Report::default())
}

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
