//! From a graph to a dataset. What says itself to be ours comes back as it went; of the rest, nodes are actors and
//! edges are relationships, and what they are is guessed only where the file says it in words.

use std::collections::{HashMap, HashSet};
use std::io;

use serde::de::DeserializeOwned;

use crate::dataset::check::is_slug;
use crate::dataset::coding::EventCode;
use crate::dataset::record::{
    ActorRecord, AttributeRecord, DatasetRecord, EventRecord, InstrumentRecord, OfficeRecord, PartOfRecord,
    RelationshipRecord, SeriesRecord, VizRecord,
};
use crate::dataset::{ActorKind, Edtf, InstrumentKind, RelationshipKind, iso};

use super::super::keys::{Keys, slug};
use super::super::report::Report;
use super::super::sink::{Collector, Sink, empty_record};
use super::own::{Own, RECORD, clean, cleaned, own_last};
use super::{Edge, Graph, Node, Sources, guess, text};

/// Makes a dataset of a graph. `name` is what the graph is called where it has no title.
pub fn into_record(graph: Graph, name: &str, report: &mut Report) -> DatasetRecord {
    let mut sink = Collector::default();
    // What is kept in memory cannot fail to be written.
    let _ = into_sink(graph, name, report, &mut sink);
    sink.into_record()
}

/// Makes a dataset of a graph, and hands its ties on one by one, so that none is there twice in memory.
///
/// # Errors
/// Where the sink cannot take them.
pub fn into_sink(mut graph: Graph, name: &str, report: &mut Report, sink: &mut dyn Sink) -> io::Result<()> {
    let (nodes, edges) = (std::mem::take(&mut graph.nodes), std::mem::take(&mut graph.edges));
    let mut builder = Builder::new(report, sink);
    let speakers = builder.sources(graph.sources.take().unwrap_or_default(), &nodes);
    builder.nodes(nodes);
    builder.ends(&edges);
    builder.speakers(speakers);
    edges.into_iter().try_for_each(|edge| builder.edge(edge))?;
    builder.finish(graph, name)
}

/// What a node of the graph became.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    Actor(usize),
    Instrument(usize),
}

/// Makes a dataset of nodes and edges as they come: first nodes, then edges. Edges are handed on at once; those whose
/// ends are no nodes yet wait for the end.
pub struct Builder<'a> {
    /// What is told.
    pub report: &'a mut Report,
    sink: &'a mut dyn Sink,
    record: DatasetRecord,
    keys: Keys,
    /// Nodes by their ids in the graph.
    places: HashMap<String, Place>,
    /// Actors by their keys in the dataset.
    actors: HashMap<String, usize>,
    /// Which node is in which, by their ids, with the line.
    parents: Vec<(String, String, u64)>,
    waiting: Vec<Edge>,
    /// The keys of the excerpts that came with the graph.
    excerpts: HashSet<String>,
    is_of_states: bool,
    count: Counts,
}

/// How many came, and how many were handed on.
#[derive(Clone, Copy, Default)]
struct Counts {
    nodes: u64,
    edges: u64,
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
            places: HashMap::new(),
            actors: HashMap::new(),
            parents: Vec::new(),
            waiting: Vec::new(),
            excerpts: HashSet::new(),
            is_of_states: false,
            count: Counts::default(),
        }
    }

    /// Takes the documents and excerpts. Returns who speaks in each, which is known only once the nodes are.
    fn sources(&mut self, sources: Sources, nodes: &[Node]) -> Vec<Option<String>> {
        let own = nodes.iter().filter(|node| super::value(&node.attributes, RECORD).is_some());
        let taken: HashSet<&str> = own.map(|node| node.id.as_str()).collect();
        let Some((sources, speakers)) = sources.sound(&taken, self.report) else { return Vec::new() };
        for key in sources.keys() {
            self.keys.take(key);
        }
        self.excerpts = sources.excerpts.iter().map(|excerpt| excerpt.id.clone()).collect();
        self.record.documents = sources.documents;
        self.record.excerpts = sources.excerpts;
        speakers
    }

    fn speakers(&mut self, speakers: Vec<Option<String>>) {
        let actors: HashSet<&str> = self.record.actors.iter().map(|actor| actor.id.as_str()).collect();
        for (excerpt, speaker) in self.record.excerpts.iter_mut().zip(speakers) {
            match speaker {
                Some(speaker) if !actors.contains(speaker.as_str()) => {
                    let shown = format!("{}: {speaker}", excerpt.id);
                    self.report.changed("excerpt", "its speaker is no actor of the graph", 0, shown);
                }
                speaker => excerpt.speaker = speaker,
            }
        }
    }

    /// Takes nodes.
    pub fn nodes(&mut self, nodes: Vec<Node>) {
        self.count.nodes += nodes.len() as u64;
        self.is_of_states |= guess::is_of_states(&nodes);
        self.record.actors.reserve(nodes.len());
        self.places.reserve(nodes.len());
        self.actors.reserve(nodes.len());
        // Keys that are ours already are taken first, so that no guess takes them.
        for node in nodes.iter().filter(|node| super::value(&node.attributes, RECORD).is_some()) {
            if is_slug(&node.id) || iso::is_state(&node.id) {
                self.keys.take(&node.id);
            }
        }
        for node in nodes {
            if self.places.contains_key(&node.id) {
                let reason = "its id is there twice; the first one counts";
                self.report.merged("node", reason, node.line, &node.id);
                continue;
            }
            if let Some(parent) = &node.parent {
                self.parents.push((node.id.clone(), parent.clone(), node.line));
            }
            self.node(node);
        }
    }

    /// Whether there is a node of an id.
    pub fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Makes nodes of what only edges name.
    fn ends(&mut self, edges: &[Edge]) {
        for edge in edges {
            for end in [&edge.from, &edge.to] {
                if !self.places.contains_key(end) {
                    let reason = "only an edge names it; it has no label and no attributes";
                    self.report.changed("node", reason, edge.line, end);
                    self.node(Node { id: end.clone(), line: edge.line, ..Node::default() });
                }
            }
        }
        self.memberships();
    }

    fn memberships(&mut self) {
        for (part, whole, line) in std::mem::take(&mut self.parents) {
            match (self.places.get(&part), self.places.get(&whole)) {
                (Some(&Place::Actor(part)), Some(&Place::Actor(whole))) => {
                    let whole = self.record.actors[whole].id.clone();
                    let tie = PartOfRecord { actor: whole, period: None, evidence: Vec::new(), note: None };
                    self.part_of(part, tie, line);
                }
                _ => {
                    let reason = "the node that holds this one is no actor";
                    self.report.dropped("membership", reason, line, &part);
                }
            }
        }
    }

    fn node(&mut self, node: Node) {
        let state = guess::state(&node);
        let Node { id, label, parent: _, spells, viz, attributes, line } = node;
        let viz = viz.map(|viz| VizRecord { shape: viz.shape.map(cleaned), ..viz });
        let mut own = Own::take(attributes);
        let names = [label.as_deref().unwrap_or_default(), &id].map(|name| clean(name).trim().to_owned());
        let name = names.into_iter().find(|name| !name.is_empty()).unwrap_or("without a name".to_owned());
        let (record, kind) = (own.text("record"), own.text("kind"));
        let instrument = match record.as_deref() {
            Some("instrument") => kind.as_deref().and_then(of_word::<InstrumentKind>),
            Some(_) => None,
            None => guess::instrument(&own.rest),
        };
        let is_own = record.is_some();
        let actor = match kind.as_deref().and_then(of_word::<ActorKind>) {
            Some(kind) if is_own => kind,
            _ => guess::actor(&own.rest).unwrap_or(ActorKind::Unspecified),
        };
        let may_be_state = instrument.is_none()
            && (actor == ActorKind::State
                || (actor == ActorKind::Unspecified && !is_own && self.is_of_states));
        let code = match state {
            Some(code) if may_be_state => {
                let is_free = (is_own && id == code) || self.keys.take(code);
                if !is_free {
                    self.report.changed(
                        "node",
                        "another node is that state already; this one is of unspecified kind",
                        line,
                        &name,
                    );
                }
                Some(code).filter(|_| is_free)
            }
            _ => None,
        };
        let actor = match (actor, code) {
            (_, Some(_)) => ActorKind::State,
            (ActorKind::State, None) => ActorKind::Unspecified,
            (other, None) => other,
        };
        let key = match code {
            Some(code) => code.to_owned(),
            None if is_own && is_slug(&id) => id.clone(),
            None if is_number(&id) => self.keys.slug(&name, "node"),
            None => self.keys.slug(&id, "node"),
        };
        if key != id && name != id && super::value(&own.rest, "id").is_none() {
            own.rest.push(text("id", clean(&id)));
        }
        let (short, also, note) = (own.text("short"), own.list("also"), own.text("note"));
        let period = own.date("period").or_else(|| match spells.as_slice() {
            [spell] => spell.to_date(),
            _ => None,
        });
        let keep_spells = !spells.is_empty() && (instrument.is_none() || period.is_none());
        let evidence = if instrument.is_some() { own.evidence(&self.excerpts) } else { Vec::new() };
        let mut attributes = own.finish(&["record", "kind", "short", "also", "note", "period"]);
        if keep_spells {
            let spells: Vec<String> = spells.iter().map(super::Spell::to_text).collect();
            attributes.push(text("spells", spells.join(";")));
        }
        own_last(&mut attributes);
        let place = match instrument {
            Some(kind) => {
                let row = InstrumentRecord {
                    id: key,
                    kind,
                    name,
                    short,
                    also,
                    period,
                    evidence,
                    note,
                    viz,
                    attributes,
                };
                self.record.instruments.push(row);
                Place::Instrument(self.record.instruments.len() - 1)
            }
            None => {
                let (part_of, office) = (Vec::new(), Vec::new());
                let row = ActorRecord {
                    id: key,
                    kind: actor,
                    name,
                    short,
                    also,
                    part_of,
                    office,
                    note,
                    viz,
                    attributes,
                };
                let index = self.record.actors.len();
                self.actors.insert(row.id.clone(), index);
                self.record.actors.push(row);
                Place::Actor(index)
            }
        };
        self.places.insert(id, place);
    }

    /// The key of a node.
    fn key(&self, id: &str) -> Option<(Place, String)> {
        let place = *self.places.get(id)?;
        let key = match place {
            Place::Actor(index) => &self.record.actors.get(index)?.id,
            Place::Instrument(index) => &self.record.instruments.get(index)?.id,
        };
        Some((place, key.clone()))
    }

    /// Takes an edge.
    ///
    /// # Errors
    /// Where the sink cannot take it.
    pub fn edge(&mut self, edge: Edge) -> io::Result<()> {
        let (Some((place, from)), Some((to_place, to))) = (self.key(&edge.from), self.key(&edge.to)) else {
            self.waiting.push(edge);
            return Ok(());
        };
        self.count.edges += 1;
        if from == to {
            let reason = "it goes from a node to itself, and nothing is tied to itself";
            self.report.dropped("edge", reason, edge.line, ends(&edge));
            return Ok(());
        }
        let Edge { id, from: _, to: _, is_directed, label, spells, attributes, line } = edge;
        let mut own = Own::take(attributes);
        let label = label.map(|label| clean(label.trim())).filter(|label| !label.is_empty());
        match (own.text("record").as_deref(), place, to_place) {
            (Some("part-of"), Place::Actor(part), Place::Actor(_)) => {
                let tie = PartOfRecord {
                    actor: to,
                    period: own.date("period"),
                    evidence: own.evidence(&self.excerpts),
                    note: own.text("note"),
                };
                self.part_of(part, tie, line);
                Ok(())
            }
            (Some("office"), Place::Actor(holder), Place::Actor(_)) => {
                let title = own.text("title").or(label).unwrap_or("office".to_owned());
                let office = OfficeRecord {
                    title,
                    of: to,
                    period: own.date("period"),
                    evidence: own.evidence(&self.excerpts),
                    note: own.text("note"),
                };
                self.record.actors[holder].office.push(office);
                Ok(())
            }
            (Some("event"), Place::Actor(_), _) => {
                self.event(own, Tie { id, label, from, to, is_directed, spells, line })
            }
            _ => self.relationship(own, Tie { id, label, from, to, is_directed, spells, line }),
        }
    }

    fn part_of(&mut self, part: usize, tie: PartOfRecord, line: u64) {
        if self.reaches(&tie.actor, &self.record.actors[part].id) {
            let shown = format!("{} part of {}", self.record.actors[part].id, tie.actor);
            self.report.dropped("membership", "it would make a thing part of itself", line, shown);
        } else {
            self.record.actors[part].part_of.push(tie);
        }
    }

    /// Whether one actor is another, or part of it.
    fn reaches(&self, from: &str, to: &str) -> bool {
        let (mut open, mut seen) = (vec![from], HashSet::new());
        while let Some(key) = open.pop() {
            if key == to {
                return true;
            }
            if seen.insert(key) {
                let actor = self.actors.get(key).and_then(|&index| self.record.actors.get(index));
                open.extend(actor.iter().flat_map(|actor| &actor.part_of).map(|part| part.actor.as_str()));
            }
        }
        false
    }

    fn event(&mut self, mut own: Own, tie: Tie) -> io::Result<()> {
        let Tie { id, label, from, to, is_directed: _, spells: _, line } = tie;
        let score: Option<f64> = own.text("score").and_then(|score| score.parse().ok());
        let score = score.filter(|score| (-10.0..=10.0).contains(score));
        let code = own
            .text("code")
            .filter(|code| EventCode::parse(code).is_ok_and(|code| code.score.or(score).is_some()));
        let (Some(code), Some(date)) = (code, own.date("date")) else {
            let shown = format!("{from} to {to}");
            self.report.dropped("event", "its code or its date is none", line, shown);
            return Ok(());
        };
        let row = EventRecord {
            id: self.own_key(id, "event"),
            label: label.unwrap_or_else(|| code.clone()),
            code,
            from,
            to,
            date,
            score,
            sources: own.text("sources").and_then(|count| count.parse().ok()).filter(|&count| count > 0),
            evidence: own.evidence(&self.excerpts),
            note: own.text("note"),
            attributes: own.finish(&["record", "code", "score", "value", "date", "sources", "note"]),
        };
        self.count.events += 1;
        self.sink.event(row)
    }

    fn relationship(&mut self, mut own: Own, tie: Tie) -> io::Result<()> {
        let Tie { id, label, from, to, is_directed, spells, line } = tie;
        let is_own = own.text("record").is_some();
        let own_kind = own.text("kind").as_deref().and_then(of_word::<RelationshipKind>).filter(|_| is_own);
        let kind = own_kind.or_else(|| guess::relationship(&own.rest, label.as_deref()));
        let kind = kind.unwrap_or(RelationshipKind::Unspecified);
        let label = if is_own {
            own.text("label")
        } else {
            label.filter(|label| label.to_lowercase() != kind.word())
        };
        let (period, note) = (own.date("period"), own.text("note"));
        let evidence = own.evidence(&self.excerpts);
        let mut attributes = own.finish(&["record", "kind", "sign", "label", "period", "note"]);
        let key = match id {
            Some(id) if is_slug(&id) && self.keys.take(&id) => id,
            id => {
                if let Some(id) = id.filter(|id| !is_number(id)) {
                    attributes.push(text("id", clean(&id)));
                }
                self.keys.slug(&format!("{from}-{to}"), "tie")
            }
        };
        let dated: Vec<Edtf> = spells.iter().filter_map(super::Spell::to_date).collect();
        if dated.len() < spells.len() && period.is_none() {
            let texts: Vec<String> = spells.iter().map(super::Spell::to_text).collect();
            self.report.changed(
                "edge",
                "its times are no dates; they stay in an attribute",
                line,
                texts.join(";"),
            );
            attributes.push(text("spells", texts.join(";")));
        }
        own_last(&mut attributes);
        let row = RelationshipRecord {
            id: key,
            kind,
            from,
            to,
            mutual: !is_directed,
            label,
            period: None,
            evidence,
            note,
            attributes,
        };
        let periods: Vec<Option<Edtf>> = match period {
            Some(period) => vec![Some(period)],
            None if dated.is_empty() => vec![None],
            None => dated.into_iter().map(Some).collect(),
        };
        if periods.len() > 1 {
            self.report.changed(
                "edge",
                "it is there at several times, each of which is a relationship",
                line,
                &row.id,
            );
        }
        let mut periods = periods.into_iter();
        let first = RelationshipRecord { period: periods.next().flatten(), ..row };
        let others: Vec<RelationshipRecord> = periods
            .map(|period| RelationshipRecord {
                id: self.keys.slug(&first.id, "tie"),
                period,
                ..first.clone()
            })
            .collect();
        self.count.ties += 1 + others.len() as u64;
        self.sink.relationship(first)?;
        others.into_iter().try_for_each(|row| self.sink.relationship(row))
    }

    fn own_key(&mut self, id: Option<String>, fallback: &str) -> String {
        match id {
            Some(id) if is_slug(&id) && self.keys.take(&id) => id,
            Some(id) => self.keys.slug(&id, fallback),
            None => self.keys.slug(fallback, fallback),
        }
    }

    fn series(&mut self, series: Option<(String, Vec<String>)>) {
        let Some((of, toward)) = series else { return };
        let is_actor = |key: &String| self.record.actors.iter().any(|actor| actor.id == *key);
        let toward: Vec<String> = toward.into_iter().filter(|pole| *pole != of && is_actor(pole)).collect();
        if is_actor(&of) && !toward.is_empty() {
            self.record.series = Some(SeriesRecord { of, toward });
        }
    }

    /// Hands on all that is not yet, with what is said of the graph as a whole, and more of its nodes and edges.
    /// `name` is what it is called where it has no title.
    ///
    /// # Errors
    /// Where the sink cannot take it.
    pub fn finish(mut self, graph: Graph, name: &str) -> io::Result<()> {
        let Graph { title, description, attributes, nodes, edges, sources: _ } = graph;
        self.nodes(nodes);
        self.waiting.extend(edges);
        let waiting = std::mem::take(&mut self.waiting);
        self.ends(&waiting);
        waiting.into_iter().try_for_each(|edge| self.edge(edge))?;

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

    fn tell(&mut self) {
        let Counts { nodes, edges, ties, events } = self.count;
        self.report.read("node", nodes);
        self.report.read("edge", edges);
        super::super::detente::count(&self.record, |what, count| self.report.kept(what, count));
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

/// An edge that is a relationship or an event.
struct Tie {
    id: Option<String>,
    label: Option<String>,
    from: String,
    to: String,
    is_directed: bool,
    spells: Vec<super::Spell>,
    line: u64,
}

/// `12`, `n12`, `-3`, `0.5`: an id that says nothing to people.
fn is_number(id: &str) -> bool {
    let digits = id.trim_start_matches(['n', 'e', 'v', 'N', 'E', 'V', '-', '_']);
    digits.is_empty() || digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn ends(edge: &Edge) -> String {
    format!("{} to {}", edge.from, edge.to)
}

fn of_word<T: DeserializeOwned>(word: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).ok()
}
