//! The picture of a graph that all graph formats share, and the way between it and a dataset.
//!
//! A reader of a format makes a [`Graph`] of what it finds, and [`into_record`] makes a dataset of that; [`of_record()`]
//! makes a graph of a dataset, and a writer writes it. What the graph formats have no word for travels in attributes
//! whose names begin with [`OWN`], so that a dataset comes back as it went. A dataset's documents and excerpts
//! travel only in formats that have a place for anything ([`with_sources`]); of the others see [`losses`].

mod guess;
mod of_record;
mod own;
mod sources;
mod time;
mod to_record;

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, DatasetRecord, VizRecord};

pub use of_record::{of_record, with_sources};
pub(crate) use own::clean;
pub use sources::Sources;
pub use time::Spell;
pub use to_record::{Builder, into_record, into_sink};

use super::report::counted;

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

/// The columns of some attributes, in the order in which their names appear. A name whose values differ in type is
/// text, but for whole numbers among numbers.
pub fn columns<'a>(attributes: impl Iterator<Item = &'a AttributeRecord>) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    let mut places: std::collections::HashMap<&str, usize> = std::collections::HashMap::new();
    for AttributeRecord { name, kind, .. } in attributes {
        let kind = kind.unwrap_or(AttributeKind::Text);
        match places.get(name.as_str()).and_then(|&place| columns.get_mut(place)) {
            Some(column) => column.kind = common(column.kind, kind),
            None => {
                places.insert(name, columns.len());
                columns.push(Column { name: name.clone(), kind });
            }
        }
    }
    columns
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

/// What no graph format holds of a dataset.
pub fn losses(record: &DatasetRecord) -> Vec<String> {
    let mut losses = Vec::new();
    let (documents, excerpts) = (record.documents.len() as u64, record.excerpts.len() as u64);
    if documents + excerpts > 0 {
        let both = format!("{} and {}", counted(documents, "document"), counted(excerpts, "excerpt"));
        losses
            .push(format!("{both} are left out (export them as W3C Web Annotations, and merge them again)"));
    }
    losses
}

/// How many dates are vague, and so become intervals in a format that has only days.
pub fn vague_dates(record: &DatasetRecord) -> u64 {
    let periods = (record.relationships.iter().filter_map(|row| row.period.as_ref()))
        .chain(record.instruments.iter().filter_map(|row| row.period.as_ref()))
        .chain(
            record.actors.iter().flat_map(|row| row.part_of.iter().filter_map(|part| part.period.as_ref())),
        )
        .chain(
            record
                .actors
                .iter()
                .flat_map(|row| row.office.iter().filter_map(|office| office.period.as_ref())),
        )
        .chain(record.events.iter().map(|row| &row.date));
    periods.filter(|date| !time::is_plain(date)).count() as u64
}

/// The clause on [`vague_dates`], if there are any.
pub fn vague_dates_loss(record: &DatasetRecord) -> Option<String> {
    match vague_dates(record) {
        0 => None,
        1 => Some("1 vague date becomes an interval (its own words stay in an attribute)".to_owned()),
        many => Some(format!("{many} vague dates become intervals (their own words stay in an attribute)")),
    }
}

/// The clause on ties of both, for a format whose edges all go one way.
pub fn mutual_loss(record: &DatasetRecord) -> Option<String> {
    match record.relationships.iter().filter(|tie| tie.mutual).count() {
        0 => None,
        1 => Some("1 mutual tie becomes a directed edge (an attribute says that it is mutual)".to_owned()),
        many => {
            Some(format!("{many} mutual ties become directed edges (an attribute says that they are mutual)"))
        }
    }
}

#[cfg(test)]
mod tests;
