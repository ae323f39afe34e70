//! What is said of a node, an edge or a hyperedge: by its data, by the defaults of keys, by a drawing of yEd.

use std::collections::{HashMap, HashSet};

use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{OWN, text};
use super::super::report::Report;
use super::super::xml::Element;
use super::MUTUAL;
use super::keys::{Class, Key, Keys};
use super::looks::Looks;
use super::yed::Drawing;

/// The value of a key, by the key's number.
pub(super) struct Datum {
    pub key: usize,
    pub value: String,
    pub line: u64,
}

/// An end of a hyperedge.
pub(super) struct End {
    pub node: String,
    /// `in`, `out`, or none.
    pub direction: Option<String>,
    pub line: u64,
}

/// A node, edge or hyperedge that is being read.
pub(super) struct Thing {
    pub class: Class,
    /// Of a node: its number in the graph.
    pub place: usize,
    pub line: u64,
    pub id: Option<String>,
    /// The ends of an edge.
    pub source: Option<String>,
    pub target: Option<String>,
    /// Whether it goes one way only, where an edge says so itself, and where it says nothing.
    pub says_directed: Option<bool>,
    pub is_directed: bool,
    /// What else stands in its beginning.
    pub rest: Vec<AttributeRecord>,
    pub data: Vec<Datum>,
    pub note: Option<String>,
    pub drawing: Drawing,
    pub ends: Vec<End>,
}

/// What was said of a thing.
#[derive(Default)]
pub(super) struct Said {
    pub looks: Looks,
    pub attributes: Vec<AttributeRecord>,
    pub is_mutual: bool,
}

impl Thing {
    /// One that begins.
    pub(super) fn new(class: Class, place: usize, mut element: Element<'_>, is_directed: bool) -> Self {
        let id = element.take("id").map(str::to_owned);
        let (mut source, mut target, mut says_directed) = (None, None, None);
        if class == Class::Edge {
            source = element.take("source").map(str::to_owned);
            target = element.take("target").map(str::to_owned);
            says_directed = match element.take("directed") {
                Some("true" | "1") => Some(true),
                Some("false" | "0") => Some(false),
                Some(_) | None => None,
            };
        }
        let rest = rest(&element);
        Self {
            class,
            place,
            line: element.line,
            id,
            source,
            target,
            says_directed,
            is_directed,
            rest,
            data: Vec::new(),
            note: None,
            drawing: Drawing::default(),
            ends: Vec::new(),
        }
    }

    /// What data, defaults, drawing and description say of a thing.
    pub(super) fn said(&mut self, keys: &Keys, report: &mut Report) -> Said {
        let data = self.with_defaults(keys);
        let is_own = data.iter().any(|datum| keys.get(datum.key).is_some_and(Key::is_own));
        let mut said = Said::default();
        let mut looks: HashMap<&'static str, String> = HashMap::new();
        for Datum { key, value, line } in data {
            let Some(key) = keys.get(key) else { continue };
            if let Some(what) = key.own_look.filter(|_| is_own) {
                looks.insert(what, value);
            } else {
                said.attributes.push(key.declared.with(value, line, report));
            }
        }
        if is_own {
            let at = said.attributes.iter().position(|each| each.name == MUTUAL && each.value == "true");
            said.is_mutual = at.map(|at| said.attributes.remove(at)).is_some();
            said.looks = Looks::own(looks);
        } else {
            said.looks = looks_of_others(self, &mut said.attributes);
            said.attributes.extend(self.note.take().map(|note| text(format!("{OWN}note"), note)));
        }
        said
    }

    /// The data of a thing, and the defaults of the keys that it has none of.
    fn with_defaults(&mut self, keys: &Keys) -> Vec<Datum> {
        let (mut data, line) = (std::mem::take(&mut self.data), self.line);
        if !keys.have_defaults() {
            return data;
        }
        let given: HashSet<usize> = data.iter().map(|datum| datum.key).collect();
        for (number, key) in keys.all().iter().enumerate().filter(|(_, key)| key.is_for(self.class)) {
            if let (Some(default), false) = (&key.declared.default, given.contains(&number)) {
                data.push(Datum { key: number, value: default.clone(), line });
            }
        }
        data
    }
}

/// What another program says of a thing beside attributes: a drawing goes before data.
fn looks_of_others(thing: &mut Thing, attributes: &mut Vec<AttributeRecord>) -> Looks {
    let drawing = &mut thing.drawing;
    let labels: &[&str] = match thing.class {
        _ if drawing.label.is_some() => &[],
        Class::Node | Class::Hyperedge => &["label", "name"],
        Class::Edge => &["label", "edge label"],
    };
    let mut looks = Looks::foreign(attributes, labels);
    looks.label = drawing.label.take().or(looks.label);
    if drawing.viz != VizRecord::default() {
        looks.viz = std::mem::take(&mut drawing.viz);
    }
    looks
}

/// What else stands in the beginning of an element: `sourceport`, and what other programs add; but not what only tells
/// how the file is written.
fn rest(element: &Element<'_>) -> Vec<AttributeRecord> {
    let is_formal = |name: &str| name == "id" || name.starts_with("parse.") || name == "yfiles.foldertype";
    let rest = element.attributes().filter(|(name, value)| !value.is_empty() && !is_formal(name));
    rest.map(|(name, value)| text(name, value)).collect()
}
