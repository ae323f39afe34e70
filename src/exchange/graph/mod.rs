//! The picture of a graph that all graph formats share, and the way between it and a dataset.
//!
//! A reader of a format hands what it finds to a [`Builder`], which makes a dataset of it; [`each_node`] and
//! [`each_edge`] make a graph of a dataset, and a writer writes it. What the graph formats have no word for travels in attributes
//! whose names begin with [`OWN`], so that a dataset comes back as it went. A dataset's documents and excerpts
//! travel only in formats that have a place for anything; of the others see [`losses()`].

mod build;
mod guess;
mod losses;
mod of_record;
mod own;
mod sources;
mod time;

use std::collections::HashMap;

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

pub use build::{Builder, HANDFUL, into_record};
pub use losses::{losses, mutual_loss, vague_dates_loss};
pub use of_record::{each_edge, each_node, of_record, of_whole};
pub(crate) use own::clean;
pub use sources::Sources;
pub use time::Spell;

/// What the names of our own attributes begin with.
pub const OWN: &str = "detente:";

/// A graph, as its file has it.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Graph {
    /// Its title.
    pub title: Option<String>,
    /// What it shows.
    pub description: Option<String>,
    /// What its file says of it as a whole.
    pub attributes: Vec<AttributeRecord>,
    /// The nodes, in the order of the file.
    pub nodes: Vec<Node>,
    /// The edges, in the order of the file. Two may have the same ends.
    pub edges: Vec<Edge>,
    /// The documents and excerpts of a dataset, where the format has a place for them.
    pub sources: Option<Sources>,
}

/// A node.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Node {
    /// What edges call it.
    pub id: String,
    /// What people call it.
    pub label: Option<String>,
    /// The id of the node that it is in.
    pub parent: Option<String>,
    /// When it is there; always where there is none.
    pub spells: Vec<Spell>,
    /// Where and how it is shown.
    pub viz: Option<VizRecord>,
    /// What else is said of it.
    pub attributes: Vec<AttributeRecord>,
    /// Its 1-based line in the file; 0 where that is not known.
    pub line: u64,
}

/// An edge.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Edge {
    /// Its own id, if it has one.
    pub id: Option<String>,
    /// The id of the node that it goes from.
    pub from: String,
    /// The id of the node that it goes to.
    pub to: String,
    /// Whether it goes one way only.
    pub is_directed: bool,
    /// What people call it.
    pub label: Option<String>,
    /// When it is there; always where there is none.
    pub spells: Vec<Spell>,
    /// What else is said of it.
    pub attributes: Vec<AttributeRecord>,
    /// Its 1-based line in the file; 0 where that is not known.
    pub line: u64,
}

/// A name and the type that all values of that name have: what GEXF and GraphML declare before the data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// The name.
    pub name: String,
    /// The type.
    pub kind: AttributeKind,
}

/// Columns in the order in which their names appear. A name whose values differ in type is text, but for whole numbers
/// among numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Columns {
    columns: Vec<Column>,
    places: HashMap<String, usize>,
}

impl Columns {
    /// Takes in the attributes of one more thing.
    pub fn add(&mut self, attributes: &[AttributeRecord]) {
        for AttributeRecord { name, kind, .. } in attributes {
            let kind = kind.unwrap_or(AttributeKind::Text);
            match self.places.get(name).and_then(|&place| self.columns.get_mut(place)) {
                Some(column) => column.kind = common(column.kind, kind),
                None => {
                    self.places.insert(name.clone(), self.columns.len());
                    self.columns.push(Column { name: name.clone(), kind });
                }
            }
        }
    }

    /// The columns.
    pub fn all(&self) -> &[Column] {
        &self.columns
    }

    /// The type of a column; text where there is none.
    pub fn kind(&self, name: &str) -> AttributeKind {
        let column = self.places.get(name).and_then(|&place| self.columns.get(place));
        column.map_or(AttributeKind::Text, |column| column.kind)
    }
}

/// The type that holds values of two types.
pub(super) fn common(a: AttributeKind, b: AttributeKind) -> AttributeKind {
    use AttributeKind::{Boolean, Integer, Number, Text};
    match (a, b) {
        (Integer, Integer) => Integer,
        (Boolean, Boolean) => Boolean,
        (Integer | Number, Integer | Number) => Number,
        (Text | Boolean | Integer | Number, Text | Boolean | Integer | Number) => Text,
    }
}

/// The value of an attribute.
pub fn value<'a>(attributes: &'a [AttributeRecord], name: &str) -> Option<&'a str> {
    attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value.as_str())
}

/// An attribute of text.
pub fn text(name: impl Into<String>, value: impl Into<String>) -> AttributeRecord {
    AttributeRecord { name: name.into(), kind: None, value: value.into() }
}

/// Texts as one: with `;` between them or, where one of them could not be told apart then, as a JSON list.
pub fn join(texts: &[String]) -> String {
    let is_plain = |text: &String| {
        !text.is_empty() && !text.contains(';') && !text.starts_with('[') && text.trim() == text.as_str()
    };
    if texts.iter().all(is_plain) {
        texts.join(";")
    } else {
        serde_json::to_string(texts).unwrap_or_default()
    }
}

/// What [`join`] joined.
pub fn split(joined: &str) -> Vec<String> {
    if joined.starts_with('[')
        && let Ok(texts) = serde_json::from_str(joined)
    {
        return texts;
    }
    joined.split(';').map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests;
