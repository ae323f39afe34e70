//! A node or an edge, while it is being read.

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{OWN, Spell, text};
use super::super::xml::Element;
use super::declarations::Value;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Class {
    Node,
    Edge,
}

/// What is being read.
pub(super) enum What {
    /// A node, by its number in the graph.
    Node(usize),
    /// An edge.
    Edge { from: Option<String>, to: Option<String>, is_directed: bool },
}

/// A node or an edge that is being read.
pub(super) struct Thing {
    pub what: What,
    pub line: u64,
    pub id: Option<String>,
    pub label: Option<String>,
    /// The times in its beginning; those in elements of their own count more.
    pub outer: Vec<Spell>,
    pub spells: Vec<Spell>,
    pub parents: Vec<String>,
    /// What else stands in its beginning.
    pub attributes: Vec<AttributeRecord>,
    pub values: Vec<Value>,
    pub looks: Vec<AttributeRecord>,
    pub viz: VizRecord,
}

impl Thing {
    pub fn class(&self) -> Class {
        match self.what {
            What::Node(_) => Class::Node,
            What::Edge { .. } => Class::Edge,
        }
    }
}

/// The type of a value that is a number: a whole one where it can be.
pub(super) fn number(value: &str) -> Option<AttributeKind> {
    let is_whole = value.parse::<i64>().is_ok();
    let is_number = value.parse::<f64>().is_ok_and(f64::is_finite);
    match (is_whole, is_number) {
        (true, _) => Some(AttributeKind::Integer),
        (false, true) => Some(AttributeKind::Number),
        (false, false) => None,
    }
}

/// What else stands in the beginning of a node or an edge, such as the `kind` of an edge.
pub(super) fn rest(element: Element<'_>) -> Vec<AttributeRecord> {
    let rest = element.attributes.into_iter().filter(|(_, value)| !value.is_empty());
    rest.map(|(name, value)| text(name, value)).collect()
}

/// The name with the prefix, where that is ours.
pub(super) fn full_name(element: &Element<'_>) -> String {
    if OWN.strip_suffix(':') == Some(element.prefix.as_ref()) {
        format!("{OWN}{}", element.name)
    } else {
        element.name.clone().into_owned()
    }
}
