//! From a graph to a dataset. What says itself to be ours comes back as it went; of the rest, nodes are actors and
//! edges are relationships, and what they are is guessed only where the file says it in words.

mod member;
mod node;
mod tie;

use std::collections::{HashMap, HashSet};
use std::io;

use serde::de::DeserializeOwned;

use crate::dataset::check::is_slug;
use crate::dataset::iso;
use crate::dataset::record::{AttributeRecord, DatasetRecord, SeriesRecord};

use super::super::keys::{Keys, slug};
use super::super::records::Records;
use super::super::report::Report;
use super::super::sink::{Collector, Sink, empty_record};
use super::super::texts::Links;
use super::own::{Own, RECORD, cleaned};
use super::time::Periods;
use super::{Edge, Graph, Node, Sources, guess};

/// Makes a dataset of a graph. `name` is what the graph is called where it has no title.
pub fn into_record(graph: Graph, name: &str, report: &mut Report) -> DatasetRecord {
    let mut sink = Collector::default();
    // What is kept in memory cannot fail to be written.
    let _ = into_sink(graph, name, report, &mut sink);
    sink.into_record()
}

fn into_sink(mut graph: Graph, name: &str, report: &mut Report, sink: &mut dyn Sink) -> io::Result<()> {
    let (nodes, edges) = (std::mem::take(&mut graph.nodes), std::mem::take(&mut graph.edges));
    let mut builder = Builder::new(report, sink);
    nodes.iter().for_each(|node| builder.survey(node));
    builder.sources(graph.sources.take().unwrap_or_default());
    nodes.into_iter().try_for_each(|node| builder.node(node))?;
    edges.iter().try_for_each(|edge| builder.ends(edge))?;
    edges.into_iter().try_for_each(|edge| builder.edge(edge))?;
    builder.finish(graph, name)
}

/// What a node of the graph became.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    /// An actor that is kept to the end, since it may be part of others, or hold an office.
    Kept,
    /// An actor that was handed on.
    Actor,
    Instrument,
}

/// A node of the graph.
#[derive(Clone, Copy)]
struct Place {
    kind: Kind,
    /// The number of its key in the dataset.
    key: u32,
}

/// Makes a dataset of nodes and edges as they come. Nodes are surveyed before they are taken, since what one of them is
/// depends on what most of them are, and edges are handed on at once: those whose ends are no nodes yet wait for the
/// end, unless it is known that no more nodes come.
pub struct Builder<'a> {
    /// What is told.
    pub report: &'a mut Report,
    sink: &'a mut dyn Sink,
    record: DatasetRecord,
    keys: Keys,
    /// What nodes became, by the numbers of their ids in the graph.
    kinds: Vec<Option<Kind>>,
    /// The keys of nodes in the dataset, by their ids in the graph.
    links: Links,
    /// The actors that are kept, by their keys in the dataset.
    actors: HashMap<String, usize>,
    /// Which node is in which, by their ids, with the line.
    parents: Vec<(String, String, u64)>,
    waiting: Vec<Edge>,
    has_all_nodes: bool,
    /// The ids of the nodes that this program wrote.
    own: HashSet<String>,
    /// Whether actors are kept to the end, since some may be part of others, or hold an office.
    keeps_actors: bool,
    /// The keys of the excerpts that came with the graph.
    excerpts: HashSet<String>,
    /// The periods that were read.
    periods: Periods,
    /// Who speaks in each of them.
    speakers: Vec<Option<String>>,
    survey: Survey,
    count: Counts,
}

/// How many nodes were surveyed, and how many of them are states.
#[derive(Clone, Copy, Default)]
struct Survey {
    nodes: u64,
    states: u64,
    is_of_states: bool,
}

impl Survey {
    /// Whether the nodes of the graph are states, most of them: else a node called Chad or Jordan may be a person.
    fn is_of_states(&mut self) -> bool {
        self.is_of_states |= self.states > 0 && self.states * 2 >= self.nodes;
        self.is_of_states
    }
}

/// How many nodes are kept until they go to the builder, at most about: what they are together is known the better the
/// more they are, but a large file must not stay in memory. There are far fewer states.
pub const HANDFUL: usize = 4096;

/// How many came, and how many were handed on.
#[derive(Clone, Copy, Default)]
struct Counts {
    nodes: u64,
    edges: u64,
    actors: u64,
    ties: u64,
    events: u64,
}

impl<'a> Builder<'a> {
    /// Begins a dataset.
    pub fn new(report: &'a mut Report, sink: &'a mut dyn Sink) -> Self {
        Self {
            report,
            sink,
            record: empty_record(),
            keys: Keys::default(),
            kinds: Vec::new(),
            links: Links::default(),
            actors: HashMap::new(),
            parents: Vec::new(),
            waiting: Vec::new(),
            has_all_nodes: false,
            own: HashSet::new(),
            keeps_actors: false,
            excerpts: HashSet::new(),
            periods: Periods::default(),
            speakers: Vec::new(),
            survey: Survey::default(),
            count: Counts::default(),
        }
    }

    /// Looks at a node before it and others are taken.
    pub fn survey(&mut self, node: &Node) {
        self.survey.nodes += 1;
        self.survey.states += u64::from(guess::state(node).is_some());
        self.keeps_actors |= node.parent.is_some();
        if super::value(&node.attributes, RECORD).is_some() {
            // Keys that are ours already are taken first, so that no guess takes them.
            if is_slug(&node.id) || iso::is_state(&node.id) {
                self.keys.take(&node.id);
            }
            self.own.insert(node.id.clone());
            self.keeps_actors = true;
        }
    }

    /// Takes the documents and excerpts, after the nodes are surveyed and before they are taken.
    pub fn sources(&mut self, sources: Sources) {
        let Some((sources, speakers)) = sources.sound(&self.own, self.report) else { return };
        for key in sources.keys() {
            self.keys.take(key);
        }
        self.excerpts = sources.excerpts.iter().map(|excerpt| excerpt.id.clone()).collect();
        self.record.documents = sources.documents;
        self.record.excerpts = sources.excerpts;
        self.speakers = speakers;
    }

    /// Surveys nodes and takes them.
    ///
    /// # Errors
    /// Where the sink cannot take them.
    pub fn nodes(&mut self, nodes: Vec<Node>) -> io::Result<()> {
        nodes.iter().for_each(|node| self.survey(node));
        nodes.into_iter().try_for_each(|node| self.node(node))
    }

    /// Whether there is a node of an id.
    pub fn has(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// The number of the id of a node that comes, by which [`Builder::id`] tells it: shorter to keep.
    pub fn number(&mut self, id: &str) -> u32 {
        self.keys.number(id)
    }

    /// The id of a number.
    pub fn id(&self, number: u32) -> &str {
        self.keys.texts().get(number)
    }

    fn place(&self, id: &str) -> Option<Place> {
        let number = self.keys.texts().find(id)?;
        let kind = self.kinds.get(number as usize).copied().flatten()?;
        Some(Place { kind, key: self.links.get(number)? })
    }

    /// Says that no more nodes come: from now on, what only an edge names becomes a node at once.
    pub fn has_all_nodes(&mut self) {
        self.has_all_nodes = true;
    }

    /// Takes an edge.
    ///
    /// # Errors
    /// Where the sink cannot take it.
    pub fn edge(&mut self, edge: Edge) -> io::Result<()> {
        if self.has_all_nodes {
            self.ends(&edge)?;
        }
        match (self.place(&edge.from), self.place(&edge.to)) {
            (Some(from), Some(to)) => self.tie(edge, from, to),
            (None, _) | (_, None) => {
                self.waiting.push(edge);
                Ok(())
            }
        }
    }

    /// Makes nodes of what only an edge names.
    fn ends(&mut self, edge: &Edge) -> io::Result<()> {
        for end in [&edge.from, &edge.to] {
            if !self.has(end) {
                let reason = "only an edge names it; it has no label and no attributes";
                self.report.changed("node", reason, edge.line, end);
                self.make(Node { id: end.clone(), line: edge.line, ..Node::default() })?;
            }
        }
        Ok(())
    }

    /// Hands on all that is not yet, with what is said of the graph as a whole, and more of its nodes and edges.
    /// `name` is what it is called where it has no title.
    ///
    /// # Errors
    /// Where the sink cannot take it.
    pub fn finish(mut self, graph: Graph, name: &str) -> io::Result<()> {
        let Graph { title, description, attributes, nodes, edges, sources: _ } = graph;
        self.nodes(nodes)?;
        self.waiting.extend(edges);
        let waiting = std::mem::take(&mut self.waiting);
        waiting.iter().try_for_each(|edge| self.ends(edge))?;
        self.memberships();
        waiting.into_iter().try_for_each(|edge| self.edge(edge))?;
        self.speakers();

        let own = Own::take(attributes);
        for AttributeRecord { name, value, .. } in &own.rest {
            let reason = "it is of the graph as a whole, for which a dataset has no attributes";
            self.report.dropped("attribute", reason, 0, format!("{name}: {value}"));
        }
        let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| name.to_owned());
        let id = own.text("id").filter(|id| is_slug(id)).or_else(|| slug(&title));
        self.record.id = id.unwrap_or("graph".to_owned());
        self.record.title = cleaned(title);
        self.record.description = description.map(cleaned);
        self.series(own.text("series-of").zip(Some(own.list("series-toward"))));
        self.tell();
        self.sink.pour(self.record)
    }

    fn speakers(&mut self) {
        let speakers = std::mem::take(&mut self.speakers);
        for (excerpt, speaker) in self.record.excerpts.iter_mut().zip(speakers) {
            match speaker {
                Some(speaker) if !self.actors.contains_key(&speaker) => {
                    let shown = format!("{}: {speaker}", excerpt.id);
                    self.report.changed("excerpt", "its speaker is no actor of the graph", 0, shown);
                }
                speaker => excerpt.speaker = speaker,
            }
        }
    }

    fn series(&mut self, series: Option<(String, Vec<String>)>) {
        let Some((of, toward)) = series else { return };
        let is_actor = |key: &String| self.actors.contains_key(key);
        let toward: Vec<String> = toward.into_iter().filter(|pole| *pole != of && is_actor(pole)).collect();
        if is_actor(&of) && !toward.is_empty() {
            self.record.series = Some(SeriesRecord { of, toward });
        }
    }

    fn tell(&mut self) {
        let Counts { nodes, edges, actors, ties, events } = self.count;
        self.report.read("node", nodes);
        self.report.read("edge", edges);
        super::super::detente::count(self.record.counts(), |what, count| {
            let handed_on = if what == "actor" { actors } else { 0 };
            self.report.kept(what, count + handed_on);
        });
        if actors > 0 && self.record.actors.is_empty() {
            self.report.kept("actor", actors);
        }
        for (what, count) in [("relationship", ties), ("event", events)] {
            if count > 0 {
                self.report.kept(what, count);
            }
        }
        if ties > 0 && self.record.excerpts.is_empty() {
            self.report.note("a graph has no excerpts, so nothing proves its ties: add documents and excerpts, or merge a dataset that has them");
        }
    }
}

/// `12`, `n12`, `-3`, `0.5`: an id that says nothing to people.
fn is_number(id: &str) -> bool {
    let digits = id.trim_start_matches(['n', 'e', 'v', 'N', 'E', 'V', '-', '_']);
    digits.is_empty() || digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
