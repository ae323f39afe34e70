//! Reading GEXF. Names of elements are taken without their prefixes, since files differ in them.

use std::io::{self, BufRead};

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::error::ExchangeError;
use super::super::graph::{Builder, Edge, Graph, HANDFUL, Node, OWN, text};
use super::super::xml::{Declared, Element, Tag, each_tag, kind_of};
use super::declarations::{Declarations, Value};
use super::thing::{Class, Thing, What, full_name, number};
use super::times::Times;
use super::viz;

/// Reads a graph. Nodes and edges go to a builder; returned is what the file says of the graph as a whole, and what
/// came too late.
pub(super) fn graph<R: BufRead + Send>(
    name: &str,
    file: R,
    builder: &mut Builder<'_>,
) -> Result<Graph, ExchangeError> {
    let mut reading = Reading::new(builder);
    each_tag(name, file, |tag| match tag {
        Tag::Start(element) => {
            reading.start(element);
            Ok(())
        }
        Tag::End { text } => reading.end(text).map_err(|error| ExchangeError::io(name, &error)),
    })?;
    Ok(reading.graph)
}

/// Where the reader is.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Place {
    /// In an element that only holds others.
    Holder,
    /// In the head of the file.
    Meta,
    /// In a field of the head.
    Field(String, u64),
    /// Among the declarations of attributes of nodes or of edges.
    Attributes(Class),
    /// In one of them.
    Attribute,
    /// In its default.
    Default,
    /// In a node or an edge.
    Thing,
    /// In an element that holds what belongs to it.
    Inside,
    /// In something that says all in its attributes.
    Leaf,
    /// In something that is not read.
    Skipped,
}

struct Reading<'b, 'a> {
    graph: Graph,
    builder: &'b mut Builder<'a>,
    way: Vec<Place>,
    things: Vec<Thing>,
    /// Those that are done; others take their memory over.
    spare: Vec<Thing>,
    of_nodes: Declarations,
    of_edges: Declarations,
    /// The declaration that is being read, with its id.
    declared: Option<(Class, String, Declared)>,
    is_directed: bool,
    /// Whether the builder is to have the nodes, since their edges come.
    are_nodes_due: bool,
    /// Whether there was a node.
    has_any_nodes: bool,
    /// Whether the builder has the nodes, and may have edges.
    has_nodes: bool,
}

impl<'b, 'a> Reading<'b, 'a> {
    fn new(builder: &'b mut Builder<'a>) -> Self {
        Self {
            graph: Graph::default(),
            builder,
            way: Vec::new(),
            things: Vec::new(),
            spare: Vec::new(),
            of_nodes: Declarations::default(),
            of_edges: Declarations::default(),
            declared: None,
            is_directed: false,
            are_nodes_due: false,
            has_any_nodes: false,
            has_nodes: false,
        }
    }

    fn start(&mut self, element: Element<'_>) {
        let place = match self.way.last() {
            None => Place::Holder,
            Some(Place::Skipped) => Place::Skipped,
            Some(Place::Meta) => Place::Field(full_name(&element), element.line),
            Some(Place::Attributes(class)) if element.name == "attribute" => {
                self.declaration(*class, element)
            }
            Some(Place::Attribute) if element.name == "default" => Place::Default,
            Some(Place::Holder) => self.in_holder(element),
            Some(Place::Thing | Place::Inside) => self.in_thing(element),
            Some(
                Place::Attributes(_) | Place::Attribute | Place::Default | Place::Leaf | Place::Field(..),
            ) => self.skip(&element),
        };
        self.way.push(place);
    }

    fn end(&mut self, inner: &str) -> io::Result<()> {
        if std::mem::take(&mut self.are_nodes_due) {
            self.has_nodes = true;
            self.hand_nodes_on()?;
        }
        match self.way.pop() {
            Some(Place::Field(name, line)) => self.field(name, inner.trim(), line),
            Some(Place::Default) => {
                if let Some((.., declared)) = &mut self.declared {
                    declared.default = Some(inner.to_owned());
                }
            }
            Some(Place::Attribute) => {
                if let Some((class, id, declared)) = self.declared.take() {
                    self.declarations(class).add(id, declared);
                }
            }
            Some(Place::Thing) => {
                if let Some(thing) = self.things.pop() {
                    self.finish(thing)?;
                }
                if self.graph.nodes.len() >= HANDFUL && self.things.is_empty() {
                    self.hand_nodes_on()?;
                }
            }
            Some(
                Place::Holder
                | Place::Meta
                | Place::Attributes(_)
                | Place::Inside
                | Place::Leaf
                | Place::Skipped,
            )
            | None => {}
        }
        Ok(())
    }

    fn hand_nodes_on(&mut self) -> io::Result<()> {
        self.builder.nodes(std::mem::take(&mut self.graph.nodes))
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

    fn in_holder(&mut self, mut element: Element<'_>) -> Place {
        match element.name {
            "meta" => {
                if let Some(date) = element.take("lastmodifieddate") {
                    self.builder.report.note(format!("the graph was last changed on {date}"));
                }
                Place::Meta
            }
            "graph" => {
                self.of_graph(element);
                Place::Holder
            }
            "edges" => {
                // Those within a node come before the nodes after it.
                self.are_nodes_due |= self.things.is_empty() && self.has_any_nodes;
                Place::Holder
            }
            "nodes" => Place::Holder,
            "attributes" => match element.get("class") {
                Some("node") | None => Place::Attributes(Class::Node),
                Some("edge") => Place::Attributes(Class::Edge),
                Some(_) => self.skip(&element),
            },
            "node" => self.thing(Class::Node, element),
            "edge" => self.thing(Class::Edge, element),
            _ => self.skip(&element),
        }
    }

    fn of_graph(&mut self, mut element: Element<'_>) {
        self.is_directed = element.get("defaultedgetype") == Some("directed");
        for name in ["name", "label", "title"] {
            let title = element.take(name);
            self.graph.title = self.graph.title.take().or(title.map(str::to_owned));
        }
        // How the file is written, which has no meaning beyond it.
        let formal =
            ["defaultedgetype", "mode", "timeformat", "timerepresentation", "timezone", "idtype", "count"];
        for (name, value) in element.attributes() {
            if !formal.contains(&name) && !value.is_empty() {
                let shown = format!("{name} = {value}");
                self.builder.report.dropped(
                    "graph attribute",
                    "a dataset has no place for it",
                    element.line,
                    shown,
                );
            }
        }
    }

    /// A field of the head of the file.
    fn field(&mut self, name: String, value: &str, line: u64) {
        if value.is_empty() {
            return;
        }
        match name.as_str() {
            // What the format calls the title goes before what other programs call the name of the graph.
            "title" => self.graph.title = Some(value.to_owned()),
            "description" => self.graph.description = Some(value.to_owned()),
            "creator" if value == "Detente" => {}
            "creator" => self.builder.report.note(format!("the graph was made by {value}")),
            own if own.starts_with(OWN) => self.graph.attributes.push(text(name, value)),
            other => {
                let shown = format!("{other} = {value}");
                self.builder.report.dropped("graph attribute", "a dataset has no place for it", line, shown);
            }
        }
    }

    fn declarations(&mut self, class: Class) -> &mut Declarations {
        match class {
            Class::Node => &mut self.of_nodes,
            Class::Edge => &mut self.of_edges,
        }
    }

    fn declaration(&mut self, class: Class, mut element: Element<'_>) -> Place {
        let (id, title) = (element.take("id"), element.take("title"));
        let Some(id) = id else { return self.skip(&element) };
        let kind = element.get("type").map_or(AttributeKind::Text, kind_of);
        let name = title.unwrap_or(id).to_owned();
        self.declared = Some((class, id.to_owned(), Declared { name, kind, default: None }));
        Place::Attribute
    }

    fn thing(&mut self, class: Class, element: Element<'_>) -> Place {
        let line = element.line;
        let mut thing = self.spare.pop().unwrap_or_default();
        let (mut times, mut weight, mut parent, mut direction) = (Times::default(), None, None, None);
        let (mut source, mut target) = (None, None);
        for (name, value) in element.attributes() {
            let place = match (name, class) {
                ("id", _) => &mut thing.id,
                ("label", _) => &mut thing.label,
                ("pid", Class::Node) => &mut parent,
                ("source", Class::Edge) => &mut source,
                ("target", Class::Edge) => &mut target,
                ("weight", Class::Edge) => &mut weight,
                ("type", Class::Edge) => {
                    direction = Some(value);
                    continue;
                }
                _ if times.take(name, value) => continue,
                _ if value.is_empty() => continue,
                _ => {
                    // What else stands in its beginning, such as the `kind` of an edge.
                    thing.attributes.push(text(name, value));
                    continue;
                }
            };
            if !value.is_empty() {
                place.get_or_insert_with(|| value.to_owned());
            }
        }
        self.tell_open(times.spells(&mut thing.outer), line);
        thing.line = line;
        thing.what = match (class, &thing.id) {
            (Class::Node, None) => {
                self.builder.report.dropped("node", "it has no id; nor is what stands in it read", line, "");
                return Place::Skipped;
            }
            (Class::Node, Some(id)) => {
                let outer = self.things.iter().rfind(|thing| thing.class() == Class::Node);
                thing.parents.extend(outer.and_then(|outer| outer.id.clone()));
                thing.parents.extend(parent);
                thing.parents.dedup();
                // Here, so that a node goes before those that stand in it.
                self.graph.nodes.push(Node { id: id.clone(), ..Node::default() });
                self.has_any_nodes = true;
                What::Node(self.graph.nodes.len() - 1)
            }
            (Class::Edge, _) => {
                let is_directed = match direction {
                    Some("directed") => true,
                    Some("undirected" | "mutual") => false,
                    Some(_) | None => self.is_directed,
                };
                if let Some(value) = weight {
                    let kind = number(&value);
                    thing.attributes.insert(0, AttributeRecord { name: "weight".to_owned(), kind, value });
                }
                What::Edge { from: source, to: target, is_directed }
            }
        };
        self.things.push(thing);
        Place::Thing
    }

    fn tell_open(&mut self, is_open: bool, line: u64) {
        if is_open {
            self.builder.report.changed(
                "time",
                "its end is left out there, but in a dataset it is within",
                line,
                "",
            );
        }
    }

    fn in_thing(&mut self, mut element: Element<'_>) -> Place {
        let line = element.line;
        match element.name {
            "nodes" | "edges" => return Place::Holder,
            // They hold what belongs to the thing around them.
            "attvalues" | "spells" | "slices" | "parents" => return Place::Inside,
            "attvalue" => self.value(element),
            "spell" | "slice" => {
                let times = Times::of(&element);
                let is_open = self.things.last_mut().is_some_and(|thing| times.spells(&mut thing.spells));
                self.tell_open(is_open, line);
            }
            "parent" => {
                if let (Some(parent), Some(thing)) = (element.take("for"), self.things.last_mut()) {
                    thing.parents.push(parent.to_owned());
                }
            }
            "color" | "position" | "size" | "shape" | "thickness" => {
                if let Some(thing) = self.things.last_mut() {
                    let wrong = match thing.class() {
                        Class::Node => viz::take(&element, &mut thing.viz, &mut thing.looks),
                        Class::Edge => viz::keep(&element, &mut thing.looks),
                    };
                    if let Some(wrong) = wrong {
                        self.builder.report.dropped("look", "it is no number or colour", line, wrong);
                    }
                }
            }
            _ => return self.skip(&element),
        }
        Place::Leaf
    }

    fn value(&mut self, element: Element<'_>) {
        let (mut column, mut old_column, mut value, mut has_time) = (None, None, None, false);
        for (name, said) in element.attributes() {
            match name {
                "value" => value = Some(said),
                "for" => column = Some(said).filter(|said| !said.is_empty()),
                // So it was called before 1.2.
                "id" => old_column = Some(said).filter(|said| !said.is_empty()),
                _ => has_time = true,
            }
        }
        let mut spells = Vec::new();
        if has_time {
            self.tell_open(Times::of(&element).spells(&mut spells), element.line);
        }
        let (Some(thing), Some(column), Some(value)) = (self.things.last_mut(), column.or(old_column), value)
        else {
            self.builder.report.dropped("value", "it has no attribute or no value", element.line, "");
            return;
        };
        let of_class = match thing.class() {
            Class::Node => &mut self.of_nodes,
            Class::Edge => &mut self.of_edges,
        };
        let column = of_class.number(column).unwrap_or_else(|| {
            let reason = "its attribute is not declared; it is kept as text by its id";
            self.builder.report.changed("value", reason, element.line, format!("{column} = {value}"));
            let (name, kind) = (column.to_owned(), AttributeKind::Text);
            of_class.add(name.clone(), Declared { name, kind, default: None })
        });
        let (value, line) = (value.to_owned(), element.line);
        thing.values.push(Value { column, value, spell: spells.pop(), line });
    }

    fn finish(&mut self, mut thing: Thing) -> io::Result<()> {
        let line = thing.line;
        let declarations = match thing.class() {
            Class::Node => &mut self.of_nodes,
            Class::Edge => &mut self.of_edges,
        };
        let mut attributes =
            Vec::with_capacity(thing.attributes.len() + thing.values.len() + thing.looks.len());
        attributes.append(&mut thing.attributes);
        declarations.read(&mut thing.values, line, self.builder.report, &mut attributes);
        attributes.append(&mut thing.looks);
        let spells =
            std::mem::take(if thing.spells.is_empty() { &mut thing.outer } else { &mut thing.spells });
        let (id, label) = (thing.id.take(), thing.label.take());
        let what = std::mem::take(&mut thing.what);
        match what {
            What::Node(place) => {
                for parent in thing.parents.iter().skip(1) {
                    let shown = format!("{} in {parent}", id.as_deref().unwrap_or_default());
                    self.builder.report.dropped("membership", "the node is in another one, too", line, shown);
                }
                let viz = Some(std::mem::take(&mut thing.viz)).filter(|viz| *viz != VizRecord::default());
                let parent = thing.parents.drain(..).next();
                let node = Node { id: id.unwrap_or_default(), label, parent, spells, viz, attributes, line };
                if let Some(place) = self.graph.nodes.get_mut(place) {
                    *place = node;
                }
            }
            What::Edge { from: Some(from), to: Some(to), is_directed } => {
                let edge = Edge { id, from, to, is_directed, label, spells, attributes, line };
                if self.has_nodes {
                    self.builder.edge(edge)?;
                } else {
                    self.graph.edges.push(edge);
                }
            }
            What::Edge { .. } => {
                let shown = id.unwrap_or_default();
                self.builder.report.dropped("edge", "it does not say which nodes it joins", line, shown);
            }
        }
        self.spare.push(thing.emptied());
        Ok(())
    }
}
