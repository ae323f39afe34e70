//! Attributes that are declared before the data, with a type: how both GEXF and GraphML have them.

use std::collections::HashMap;
use std::io;

use crate::dataset::AttributeKind;
use crate::dataset::record::AttributeRecord;

use super::super::graph::{Column, common, each_edge, each_node};
use super::super::records::Records;
use super::super::report::Report;

/// An attribute that a file declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in super::super) struct Declared {
    /// Its name.
    pub name: String,
    /// The type of its values.
    pub kind: AttributeKind,
    /// The value where none is given.
    pub default: Option<String>,
}

impl Declared {
    /// The attribute with a value. One that is not of the type is kept as text, and that is told.
    pub fn with(&self, value: String, line: u64, report: &mut Report) -> AttributeRecord {
        let name = self.name.clone();
        if self.kind == AttributeKind::Text {
            return AttributeRecord { name, kind: None, value };
        }
        let trimmed = value.trim();
        let plain = match self.kind {
            AttributeKind::Boolean => boolean(trimmed).unwrap_or(trimmed),
            AttributeKind::Text | AttributeKind::Integer | AttributeKind::Number => trimmed,
        };
        if !fits(self.kind, plain) {
            let reason = "its value is not of the type that is declared; it is kept as text";
            report.changed("attribute", reason, line, format!("{name} = {value}"));
            return AttributeRecord { name, kind: None, value };
        }
        let value = if plain == value { value } else { plain.to_owned() };
        AttributeRecord { name, kind: Some(self.kind), value }
    }
}

fn boolean(value: &str) -> Option<&'static str> {
    let is = |word: &str| value.eq_ignore_ascii_case(word);
    match (is("true") || is("1"), is("false") || is("0")) {
        (true, _) => Some("true"),
        (_, true) => Some("false"),
        (false, false) => None,
    }
}

fn fits(kind: AttributeKind, value: &str) -> bool {
    match kind {
        AttributeKind::Text => true,
        AttributeKind::Boolean => matches!(value, "true" | "false"),
        AttributeKind::Integer => value.parse::<i64>().is_ok(),
        AttributeKind::Number => value.parse::<f64>().is_ok_and(f64::is_finite),
    }
}

/// The type that a word of GEXF or GraphML means; lists and addresses are text.
pub(in super::super) fn kind_of(word: &str) -> AttributeKind {
    match word.trim().to_ascii_lowercase().as_str() {
        "int" | "integer" | "long" | "short" | "byte" | "biginteger" => AttributeKind::Integer,
        "float" | "double" | "bigdecimal" => AttributeKind::Number,
        "boolean" => AttributeKind::Boolean,
        _ => AttributeKind::Text,
    }
}

/// The columns that a writer declares: one a name, and one more for each time that something has the same name again.
#[derive(Default)]
pub(in super::super) struct Columns {
    columns: Vec<Column>,
    places: HashMap<String, Vec<usize>>,
    has_mixed: std::collections::HashSet<usize>,
}

impl Columns {
    /// Takes in the attributes of one more thing.
    pub fn add(&mut self, attributes: &[AttributeRecord]) {
        let mut nth: HashMap<&str, usize> = HashMap::new();
        for AttributeRecord { name, kind, value } in attributes {
            let kind = kind.filter(|kind| fits(*kind, value)).unwrap_or(AttributeKind::Text);
            let nth = nth.entry(name).and_modify(|nth| *nth += 1).or_insert(0);
            self.add_one(name, *nth, kind);
        }
    }

    fn add_one(&mut self, name: &str, nth: usize, kind: AttributeKind) {
        let known = self.places.get(name).and_then(|places| places.get(nth)).copied();
        match known.and_then(|place| Some((place, self.columns.get_mut(place)?))) {
            Some((place, column)) => {
                if column.kind != kind {
                    self.has_mixed.insert(place);
                    column.kind = common(column.kind, kind);
                }
            }
            None => {
                self.places.entry(name.to_owned()).or_default().push(self.columns.len());
                self.columns.push(Column { name: name.to_owned(), kind });
            }
        }
    }

    /// The columns, in the order in which they appear.
    pub fn all(&self) -> &[Column] {
        &self.columns
    }

    /// The attributes of a thing, each with the number of its column.
    pub fn each<'a>(&self, attributes: &'a [AttributeRecord]) -> Vec<(usize, &'a str)> {
        let mut nth: HashMap<&str, usize> = HashMap::new();
        let of = |AttributeRecord { name, value, .. }: &'a AttributeRecord| {
            let nth = nth.entry(name).and_modify(|nth| *nth += 1).or_insert(0);
            let place = *self.places.get(name)?.get(*nth)?;
            Some((place, value.as_str()))
        };
        attributes.iter().filter_map(of).collect()
    }
}

/// What is lost of a dataset in formats in which an attribute has one type for all.
pub(in super::super) fn mixed_loss(records: &dyn Records) -> io::Result<Option<String>> {
    let (mut nodes, mut edges) = (Columns::default(), Columns::default());
    each_node(records, &mut |node| {
        nodes.add(&node.attributes);
        Ok(())
    })?;
    each_edge(records, &mut |edge| {
        edges.add(&edge.attributes);
        Ok(())
    })?;
    Ok(match nodes.has_mixed.len() + edges.has_mixed.len() {
        0 => None,
        1 => Some("1 attribute has values of several types, and gets one that holds them all".to_owned()),
        many => {
            Some(format!("{many} attributes have values of several types, and get one that holds them all"))
        }
    })
}
