//! A node or an edge, while it is being read.

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{OWN, Spell};
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

impl Default for What {
    fn default() -> Self {
        Self::Edge { from: None, to: None, is_directed: false }
    }
}

/// A node or an edge that is being read.
#[derive(Default)]
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

    /// It, with nothing in it but memory.
    pub fn emptied(mut self) -> Self {
        self.outer.clear();
        self.spells.clear();
        self.parents.clear();
        self.values.clear();
        let Self { outer, spells, parents, attributes, values, looks, .. } = self;
        Self { outer, spells, parents, attributes, values, looks, ..Self::default() }
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

/// The name with the prefix, where that is ours.
pub(super) fn full_name(element: &Element<'_>) -> String {
    if OWN.strip_suffix(':') == Some(element.prefix) {
        format!("{OWN}{}", element.name)
    } else {
        element.name.to_owned()
    }
}
