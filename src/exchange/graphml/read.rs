//! Reading GraphML. Names of elements are taken without their prefixes, since files differ in them.

use std::collections::HashSet;
use std::io::{self, BufRead};

use crate::dataset::record::VizRecord;

use super::super::error::ExchangeError;
use super::super::graph::{Builder, Edge, Graph, HANDFUL, Node, OWN, text};
use super::super::xml::{Element, Tag, each_tag};
use super::keys::{Class, KeyName, Keys};
use super::looks::Looks;
use super::thing::{Datum, End, Said, Thing};

/// Reads a graph. Nodes and edges go to a builder; returned are the last of them, and what the file says of the graph
/// as a whole.
pub(super) fn graph<R: BufRead + Send>(
    name: &str,
    file: R,
    builder: &mut Builder<'_>,
) -> Result<Graph, ExchangeError> {
    let mut reading = Reading::new(builder);
    each_tag(name, file, |tag| match tag {
        Tag::Start(element) if reading.way.is_empty() && element.name != "graphml" => {
            let what = format!("the outermost element is <{}>, not <graphml>", element.name);
            let hint = "it is XML of another kind: leave its format to be told by its content";
            Err(ExchangeError::line(name, element.line, what, hint))
        }
        Tag::Start(element) => {
            reading.start(element);
            Ok(())
        }
        Tag::End { text } => {
            reading.end(text);
            reading.hand_on().map_err(|error| ExchangeError::io(name, &error))
        }
    })?;
    Ok(reading.finish())
}

/// Where the reader is.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Place {
    /// In the outermost element.
    Document,
    /// In the declaration of a key.
    Key,
    /// In its default.
    Default,
    /// In a graph.
    Graph,
    /// In a node, an edge or a hyperedge.
    Thing,
    /// In a description.
    Desc,
    /// In the data of a key.
    Data(KeyName, u64),
    /// In an element within data.
    Drawing,
    /// In the label of a drawing.
    Label(u64),
    /// In something that is not read.
    Skipped,
}

/// A hyperedge, as the node that it becomes, with its ends.
struct Hyperedge {
    node: Node,
    ends: Vec<End>,
}

struct Reading<'b, 'a> {
    graph: Graph,
    builder: &'b mut Builder<'a>,
    way: Vec<Place>,
    things: Vec<Thing>,
    keys: Keys,
    /// Whether edges go one way only in each of the graphs that are open.
    defaults: Vec<bool>,
    has_graph: bool,
    hyperedges: Vec<Hyperedge>,
}

impl<'b, 'a> Reading<'b, 'a> {
    fn new(builder: &'b mut Builder<'a>) -> Self {
        Self {
            graph: Graph::default(),
            builder,
            way: Vec::new(),
            things: Vec::new(),
            keys: Keys::default(),
            defaults: Vec::new(),
            has_graph: false,
            hyperedges: Vec::new(),
        }
    }

    fn start(&mut self, element: Element<'_>) {
        let place = match (self.way.last(), element.name) {
            (None, _) => Place::Document,
            (Some(Place::Skipped), _) => Place::Skipped,
            (Some(Place::Document), "key") => self.key(element),
            (Some(Place::Key), "default") => Place::Default,
            // What a key is for, in words; and what the file as a whole shows.
            (Some(Place::Key), "desc") => Place::Skipped,
            (Some(Place::Document | Place::Graph | Place::Thing), "desc") => Place::Desc,
            (Some(Place::Document | Place::Thing), "graph") => self.graph(element),
            (Some(Place::Graph), "node") => self.thing(Class::Node, element),
            (Some(Place::Graph), "edge") => self.thing(Class::Edge, element),
            (Some(Place::Graph), "hyperedge") => self.thing(Class::Hyperedge, element),
            (Some(Place::Document | Place::Graph | Place::Thing), "data") => self.data(element),
            (Some(Place::Thing), "endpoint") => self.endpoint(element),
            (Some(Place::Thing), "port") => {
                let reason = "a dataset has no ports; the edge ends at its node";
                self.builder.report.dropped(
                    "port",
                    reason,
                    element.line,
                    element.get("name").unwrap_or_default(),
                );
                Place::Skipped
            }
            (Some(Place::Data(..) | Place::Drawing), _) => self.drawing(&element),
            // The place of a label beside its node.
            (Some(Place::Label(_)), _) => Place::Skipped,
            (
                Some(
                    Place::Document | Place::Key | Place::Default | Place::Graph | Place::Thing | Place::Desc,
                ),
                _,
            ) => self.skip(&element),
        };
        self.way.push(place);
    }

    fn end(&mut self, inner: &str) {
        match self.way.pop() {
            Some(Place::Default) => self.keys.set_default(inner.to_owned()),
            Some(Place::Desc) => self.desc(inner.trim()),
            Some(Place::Data(key, line)) => self.datum(key, inner.to_owned(), line),
            Some(Place::Label(line)) => {
                let is_second = self.things.last_mut().is_some_and(|thing| thing.drawing.label(inner));
                if is_second {
                    self.builder.report.dropped(
                        "label",
                        "there is another one, which counts",
                        line,
                        inner.trim(),
                    );
                }
            }
            Some(Place::Graph) => {
                self.defaults.pop();
            }
            Some(Place::Thing) => {
                if let Some(thing) = self.things.pop() {
                    self.end_of_thing(thing);
                }
            }
            Some(Place::Document | Place::Key | Place::Drawing | Place::Skipped) | None => {}
        }
    }

    /// Hands nodes and edges on, if they are many and none is open.
    fn hand_on(&mut self) -> io::Result<()> {
        let is_few = self.graph.nodes.len() < HANDFUL && self.graph.edges.len() < HANDFUL;
        if is_few || !self.things.is_empty() {
            return Ok(());
        }
        self.builder.nodes(std::mem::take(&mut self.graph.nodes))?;
        self.graph.edges.drain(..).try_for_each(|edge| self.builder.edge(edge))
    }

    fn skip(&mut self, element: &Element<'_>) -> Place {
        let shown = format!("<{}>", element.name);
        self.builder.report.dropped(
            "element",
            "a dataset has no place for what it says",
            element.line,
            shown,
        );
        Place::Skipped
    }

    fn key(&mut self, element: Element<'_>) -> Place {
        let (shown, line) = (format!("<{}>", element.name), element.line);
        if self.keys.declare(element) {
            return Place::Key;
        }
        self.builder.report.dropped("element", "a key without an id is of no use", line, shown);
        Place::Skipped
    }

    /// Of several graphs the first counts, since their ids have nothing to do with each other; those that stand in a
    /// node or an edge are a part of it.
    fn graph(&mut self, mut element: Element<'_>) -> Place {
        let is_outermost = self.things.is_empty();
        if is_outermost && self.has_graph {
            let reason =
                "a dataset is one graph, and the first of the file counts; put each into a file of its own";
            let shown = element.take("id").unwrap_or("without an id");
            self.builder.report.dropped("graph", reason, element.line, shown);
            return Place::Skipped;
        }
        self.has_graph |= is_outermost;
        let outer = self.defaults.last().copied().unwrap_or(false);
        self.defaults.push(element.get("edgedefault").map_or(outer, |direction| direction == "directed"));
        Place::Graph
    }

    fn desc(&mut self, words: &str) {
        let note = match self.things.last_mut() {
            _ if words.is_empty() => return,
            Some(thing) => &mut thing.note,
            None => &mut self.graph.description,
        };
        note.get_or_insert_with(|| words.to_owned());
    }

    fn thing(&mut self, class: Class, element: Element<'_>) -> Place {
        let place = self.graph.nodes.len();
        if class == Class::Node {
            let Some(id) = element.get("id") else {
                self.builder.report.dropped(
                    "node",
                    "it has no id; nor is what stands in it read",
                    element.line,
                    "",
                );
                return Place::Skipped;
            };
            // Here, so that a node goes before those that stand in it.
            let outer = self.things.iter().rfind(|thing| thing.class == Class::Node);
            let parent = outer.and_then(|outer| outer.id.clone());
            self.graph.nodes.push(Node { id: id.to_owned(), parent, line: element.line, ..Node::default() });
        }
        let is_directed = self.defaults.last().copied().unwrap_or(false);
        self.things.push(Thing::new(class, place, element, is_directed));
        Place::Thing
    }

    fn endpoint(&mut self, mut element: Element<'_>) -> Place {
        match (element.take("node"), self.things.last_mut()) {
            (Some(node), Some(thing)) if thing.class == Class::Hyperedge => {
                let direction = element.take("type").map(str::to_owned);
                thing.ends.push(End { node: node.to_owned(), direction, line: element.line });
            }
            _ => {
                self.builder.report.dropped(
                    "endpoint",
                    "it names no node, or stands in no hyperedge",
                    element.line,
                    "",
                );
            }
        }
        Place::Skipped
    }

    fn data(&mut self, mut element: Element<'_>) -> Place {
        let Some(id) = element.take("key") else { return self.skip(&element) };
        let key = self.keys.named(id);
        if self.keys.is_drawing(&key) && self.things.is_empty() {
            // What yEd keeps for itself, such as pictures.
            return Place::Skipped;
        }
        Place::Data(key, element.line)
    }

    fn drawing(&mut self, element: &Element<'_>) -> Place {
        if let Some(Place::Data(key, _)) = self.way.last()
            && !self.keys.is_drawing(key)
        {
            return self.skip(element);
        }
        let Some(thing) = self.things.last_mut() else { return Place::Skipped };
        self.builder
            .report
            .note("of what yEd draws, labels, places, sizes, colours, shapes and arrows are kept");
        match thing.drawing.start(element) {
            true => Place::Label(element.line),
            false => Place::Drawing,
        }
    }

    /// The value of a key, at the end of its element.
    fn datum(&mut self, key: KeyName, value: String, line: u64) {
        if self.keys.is_drawing(&key) {
            return;
        }
        let key = match key {
            KeyName::Declared(key) => key,
            KeyName::Undeclared(id) => {
                let reason = "its key is not declared; it is kept as text by the key's id";
                self.builder.report.changed("value", reason, line, format!("{id} = {value}"));
                self.keys.add_undeclared(id)
            }
        };
        let datum = Datum { key, value, line };
        match self.things.last_mut() {
            Some(thing) if self.way.last() == Some(&Place::Thing) => thing.data.push(datum),
            Some(_) => {
                let name = self.keys.get(key).map_or("", |key| &key.declared.name);
                let reason = "it is of a graph within another, for which a dataset has no attributes";
                self.builder.report.dropped("value", reason, line, format!("{name} = {}", datum.value));
            }
            None => self.of_graph(datum),
        }
    }

    /// The value of a key of the graph as a whole.
    fn of_graph(&mut self, datum: Datum) {
        let Some(key) = self.keys.get(datum.key) else { return };
        let (name, value) = (key.declared.name.as_str(), datum.value);
        let place = match name.to_ascii_lowercase().as_str() {
            "name" | "title" | "label" => &mut self.graph.title,
            "description" => &mut self.graph.description,
            _ if name.starts_with(OWN) => return self.graph.attributes.push(text(name, value)),
            _ => {
                let shown = format!("{name} = {value}");
                return self.builder.report.dropped(
                    "graph attribute",
                    "a dataset has no place for it",
                    datum.line,
                    shown,
                );
            }
        };
        if !value.is_empty() {
            place.get_or_insert(value);
        }
    }

    fn end_of_thing(&mut self, mut thing: Thing) {
        let said = thing.said(&self.keys, self.builder.report);
        let (line, id) = (thing.line, thing.id.take());
        let Said { looks: Looks { label, spell, viz }, mut attributes, is_mutual } = said;
        let spells = spell.into_iter().collect();
        attributes.append(&mut thing.rest);
        match thing.class {
            Class::Node => {
                let viz = Some(viz).filter(|viz| *viz != VizRecord::default());
                if let Some(node) = self.graph.nodes.get_mut(thing.place) {
                    *node = Node { label, spells, viz, attributes, ..std::mem::take(node) };
                }
            }
            Class::Hyperedge => {
                let node =
                    Node { id: id.unwrap_or_default(), label, spells, attributes, line, ..Node::default() };
                self.hyperedges.push(Hyperedge { node, ends: thing.ends });
            }
            Class::Edge => {
                let (Some(from), Some(to)) = (thing.source, thing.target) else {
                    let shown = id.unwrap_or_default();
                    self.builder.report.dropped("edge", "it does not say which nodes it joins", line, shown);
                    return;
                };
                let is_directed = match (thing.says_directed, thing.drawing.arrows) {
                    (Some(said), _) => said,
                    // In files of yEd all edges are directed, and only the arrows tell which are.
                    (None, Some((at_source, at_target))) => at_source != at_target,
                    (None, None) => thing.is_directed,
                };
                attributes.extend(thing.drawing.line);
                let is_directed = is_directed && !is_mutual;
                self.graph.edges.push(Edge { id, from, to, is_directed, label, spells, attributes, line });
            }
        }
    }

    /// Makes a node of each hyperedge, with an edge to each of its ends: `in` leads into it, `out` out of it.
    fn finish(mut self) -> Graph {
        let mut ids: HashSet<String> = self.graph.nodes.iter().map(|node| node.id.clone()).collect();
        for Hyperedge { mut node, ends } in self.hyperedges {
            let wanted = Some(node.id).filter(|id| !id.is_empty()).unwrap_or_else(|| "hyperedge".to_owned());
            let mut numbered = (2_u64..).map(|number| format!("{wanted}-{number}"));
            node.id = wanted.clone();
            while self.builder.has(&node.id) || !ids.insert(node.id.clone()) {
                node.id = numbered.next().unwrap_or_default();
            }
            let reason = "it ties several nodes at once; it becomes a node with an edge to each of them";
            self.builder.report.changed(
                "hyperedge",
                reason,
                node.line,
                format!("{wanted}: {} ends", ends.len()),
            );
            for End { node: end, direction, line } in ends {
                let is_directed = matches!(direction.as_deref(), Some("in" | "out"));
                let (from, to) = match direction.as_deref() {
                    Some("in") => (end, node.id.clone()),
                    _ => (node.id.clone(), end),
                };
                self.graph.edges.push(Edge { from, to, is_directed, line, ..Edge::default() });
            }
            self.graph.nodes.push(node);
        }
        self.graph
    }
}
