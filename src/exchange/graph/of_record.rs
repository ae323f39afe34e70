//! From a dataset to a graph: actors and instruments are nodes; relationships, events, memberships and offices are
//! edges, each told by the attribute `detente:record`.

use std::io;

use serde::Serialize;

use crate::dataset::coding::EventCode;
use crate::dataset::record::{
    ActorRecord, AttributeRecord, DatasetRecord, EventRecord, InstrumentRecord, OfficeRecord, PartOfRecord,
    RelationshipRecord, SeriesRecord,
};
use crate::dataset::{AttributeKind, Edtf};

use super::super::records::Records;
use super::super::sink::Head;
use super::time::Spell;
use super::{Edge, Graph, Node, OWN, join, text};

/// The graph of a dataset.
pub fn of_record(record: &DatasetRecord) -> Graph {
    let mut graph = of_whole(record);
    // What is in memory can be read.
    let _ = each_node(record, &mut |node| {
        graph.nodes.push(node);
        Ok(())
    });
    let _ = each_edge(record, &mut |edge| {
        graph.edges.push(edge);
        Ok(())
    });
    graph
}

/// The graph of a dataset without its nodes and edges.
pub fn of_whole(records: &dyn Records) -> Graph {
    let Head { id, title, description, series } = records.head();
    let mut own = Own::default();
    own.text("id", id);
    if let Some(SeriesRecord { of, toward }) = &series {
        own.text("series-of", of);
        own.list("series-toward", toward);
    }
    Graph { title: Some(title), description, attributes: own.0, ..Graph::default() }
}

/// Goes through the nodes of the graph of a dataset: actors, then instruments.
///
/// # Errors
/// Those of `each`, or where the records cannot be read.
pub fn each_node(records: &dyn Records, each: &mut dyn FnMut(Node) -> io::Result<()>) -> io::Result<()> {
    records.actors(&mut |row| each(actor(row)))?;
    records.instruments(&mut |row| each(instrument(row)))
}

/// Goes through the edges of the graph of a dataset: relationships, then events, then memberships and offices.
///
/// # Errors
/// Those of `each`, or where the records cannot be read.
pub fn each_edge(records: &dyn Records, each: &mut dyn FnMut(Edge) -> io::Result<()>) -> io::Result<()> {
    records.relationships(&mut |row| each(relationship(row)))?;
    records.events(&mut |row| each(event(row)))?;
    records.actors(&mut |row| {
        row.part_of.iter().try_for_each(|part| each(part_of(row, part)))?;
        row.office.iter().try_for_each(|held| each(office(row, held)))
    })
}

/// The attributes that are our own.
#[derive(Default)]
struct Own(Vec<AttributeRecord>);

impl Own {
    /// The attributes of a record of a kind.
    fn of(record: &str, attributes: &[AttributeRecord]) -> Self {
        let mut own = Self(attributes.to_vec());
        own.text("record", record);
        own
    }

    fn text(&mut self, name: &str, value: impl Into<String>) {
        self.0.push(text(format!("{OWN}{name}"), value));
    }

    fn optional(&mut self, name: &str, value: &Option<String>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn list(&mut self, name: &str, values: &[String]) {
        if !values.is_empty() {
            self.text(name, join(values));
        }
    }

    fn word(&mut self, name: &str, value: impl Serialize) {
        self.text(name, word(value));
    }

    fn date(&mut self, name: &str, value: &Option<Edtf>) {
        if let Some(date) = value {
            self.text(name, date.as_str());
        }
    }

    fn number(&mut self, name: &str, kind: AttributeKind, value: String) {
        self.0.push(AttributeRecord { name: format!("{OWN}{name}"), kind: Some(kind), value });
    }
}

/// A word of a vocabulary as a file has it: `armed-group`.
pub(super) fn word(value: impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn spells(date: &Option<Edtf>) -> Vec<Spell> {
    date.iter().map(Spell::of).collect()
}

fn actor(actor: &ActorRecord) -> Node {
    let ActorRecord { id, kind, name, short, also, part_of: _, office: _, note, viz, attributes } = actor;
    let mut own = Own::of("actor", attributes);
    own.word("kind", kind);
    own.optional("short", short);
    own.list("also", also);
    own.optional("note", note);
    Node { id: id.clone(), label: Some(name.clone()), viz: viz.clone(), attributes: own.0, ..Node::default() }
}

fn instrument(instrument: &InstrumentRecord) -> Node {
    let InstrumentRecord { id, kind, name, short, also, period, evidence, note, viz, attributes } =
        instrument;
    let mut own = Own::of("instrument", attributes);
    own.word("kind", kind);
    own.optional("short", short);
    own.list("also", also);
    own.date("period", period);
    own.list("evidence", evidence);
    own.optional("note", note);
    Node {
        id: id.clone(),
        label: Some(name.clone()),
        spells: spells(period),
        viz: viz.clone(),
        attributes: own.0,
        ..Node::default()
    }
}

fn part_of(actor: &ActorRecord, part: &PartOfRecord) -> Edge {
    let PartOfRecord { actor: whole, period, evidence, note } = part;
    let mut own = Own::of("part-of", &[]);
    own.date("period", period);
    own.list("evidence", evidence);
    own.optional("note", note);
    Edge {
        from: actor.id.clone(),
        to: whole.clone(),
        is_directed: true,
        label: Some("part of".to_owned()),
        spells: spells(period),
        attributes: own.0,
        ..Edge::default()
    }
}

fn office(actor: &ActorRecord, office: &OfficeRecord) -> Edge {
    let OfficeRecord { title, of, period, evidence, note } = office;
    let mut own = Own::of("office", &[]);
    own.text("title", title);
    own.date("period", period);
    own.list("evidence", evidence);
    own.optional("note", note);
    Edge {
        from: actor.id.clone(),
        to: of.clone(),
        is_directed: true,
        label: Some(title.clone()),
        spells: spells(period),
        attributes: own.0,
        ..Edge::default()
    }
}

fn relationship(tie: &RelationshipRecord) -> Edge {
    let RelationshipRecord { id, kind, from, to, mutual, label, period, evidence, note, attributes } = tie;
    let mut own = Own::of("relationship", attributes);
    own.word("kind", kind);
    own.text("sign", kind.sign().word());
    own.optional("label", label);
    own.date("period", period);
    own.list("evidence", evidence);
    own.optional("note", note);
    Edge {
        id: Some(id.clone()),
        from: from.clone(),
        to: to.clone(),
        is_directed: !mutual,
        label: Some(label.clone().unwrap_or_else(|| kind.word().to_owned())),
        spells: spells(period),
        attributes: own.0,
        ..Edge::default()
    }
}

fn event(event: &EventRecord) -> Edge {
    let EventRecord { id, label, code, from, to, date, score, sources, evidence, note, attributes } = event;
    let mut own = Own::of("event", attributes);
    own.text("code", code);
    if let Some(score) = score {
        own.number("score", AttributeKind::Number, score.to_string());
    }
    // For other programs: what the event is worth, wherever that comes from.
    let worth = score.or_else(|| EventCode::parse(code).ok().and_then(|code| code.score));
    if let Some(worth) = worth {
        own.number("value", AttributeKind::Number, worth.to_string());
    }
    if let Some(sources) = sources {
        own.number("sources", AttributeKind::Integer, sources.to_string());
    }
    own.text("date", date.as_str());
    own.list("evidence", evidence);
    own.optional("note", note);
    Edge {
        id: Some(id.clone()),
        from: from.clone(),
        to: to.clone(),
        is_directed: true,
        label: Some(label.clone()),
        spells: vec![Spell::of(date)],
        attributes: own.0,
        ..Edge::default()
    }
}
