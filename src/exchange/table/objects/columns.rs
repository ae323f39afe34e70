//! The columns of rows that are objects of JSON, and the cells of one of them.

use std::collections::HashMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::dataset::AttributeKind;

use super::super::super::report::Report;
use super::super::cells;

/// The most columns; where there are more, the names of fields are rather data.
pub(super) const MOST: usize = 1000;

/// The columns of a table, and what the last row has in each.
#[derive(Default)]
pub(super) struct Columns {
    /// Their names for people, each once.
    pub names: Vec<String>,
    /// The names of their fields.
    fields: Vec<String>,
    places: HashMap<String, usize>,
    pub cells: Vec<String>,
    pub kinds: Vec<Option<AttributeKind>>,
    /// The row, by its number, that had a field last.
    had: Vec<u64>,
    row: u64,
}

impl Columns {
    /// Takes the fields of an object.
    pub fn fill(&mut self, text: &str, line: u64, report: &mut Report) -> serde_json::Result<()> {
        self.row += 1;
        self.cells.iter_mut().for_each(String::clear);
        self.kinds.fill(None);
        let mut json = serde_json::Deserializer::from_str(text);
        Fields { columns: self, line, report }.deserialize(&mut json)?;
        json.end()
    }

    /// The column of a field; `near` is where it is expected. `None` where there are too many.
    fn place(&mut self, field: &str, near: usize) -> Option<usize> {
        if self.fields.get(near).is_some_and(|name| name == field) {
            return Some(near);
        }
        if let Some(&place) = self.places.get(field) {
            return Some(place);
        }
        let place = self.fields.len();
        if place >= MOST {
            return None;
        }
        self.places.insert(field.to_owned(), place);
        self.fields.push(field.to_owned());
        self.names.push(self.free_name(field, place));
        self.cells.push(String::new());
        self.kinds.push(None);
        self.had.push(0);
        Some(place)
    }

    /// A name for a column that no other has.
    fn free_name(&self, field: &str, place: usize) -> String {
        let own = match field.trim() {
            "" => cells::numbered(place + 1),
            name => name.to_owned(),
        };
        let others = (2_u64..).map(|number| format!("{own} ({number})"));
        let mut names = std::iter::once(own.clone()).chain(others);
        names.find(|name| !self.names.contains(name)).unwrap_or_default()
    }
}

/// The fields of an object, which become cells.
struct Fields<'c> {
    columns: &'c mut Columns,
    line: u64,
    report: &'c mut Report,
}

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self { columns, line, report } = self;
        let mut near = 0;
        while let Some(Name(field)) = object.next_key::<Name<'de>>()? {
            let value: &RawValue = object.next_value()?;
            let Some(place) = columns.place(&field, near) else {
                report.dropped("field", TOO_MANY, line, &field);
                continue;
            };
            near = place + 1;
            let (Some(cell), Some(kind), Some(had)) =
                (columns.cells.get_mut(place), columns.kinds.get_mut(place), columns.had.get_mut(place))
            else {
                return Err(A::Error::custom("a column that is not there"));
            };
            if std::mem::replace(had, columns.row) == columns.row {
                report.dropped("field", "an object has it twice; the first one counts", line, &field);
                continue;
            }
            *kind = to_cell(value.get(), cell);
        }
        Ok(())
    }
}

/// Why a field has no column.
const TOO_MANY: &str = "the rows have a thousand fields before it";

/// The name of a field, which is of the text where it can be.
struct Name<'a>(std::borrow::Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(name.into()))
            }
            fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(name.to_owned().into()))
            }
        }
        json.deserialize_str(Text)
    }
}

/// Writes a value as a cell: a text and a number as it is, nothing for `null`, and what has parts as JSON.
fn to_cell(json: &str, cell: &mut String) -> Option<AttributeKind> {
    match json.bytes().next()? {
        b'n' => None,
        b't' | b'f' => {
            cell.push_str(json);
            Some(AttributeKind::Boolean)
        }
        b'"' => {
            // What is taken apart here was found sound before, but for half a pair of surrogates.
            let text = serde_json::from_str::<Name<'_>>(json).map(|Name(text)| text);
            cell.push_str(&cells::to_cell(text.as_deref().unwrap_or(json)));
            Some(AttributeKind::Text)
        }
        b'{' | b'[' => {
            compact(json, cell);
            Some(AttributeKind::Text)
        }
        _ => {
            cell.push_str(json);
            let is_whole = !json.contains(['.', 'e', 'E']);
            Some(if is_whole { AttributeKind::Integer } else { AttributeKind::Number })
        }
    }
}

/// JSON without spaces between its parts.
fn compact(json: &str, cell: &mut String) {
    let (mut is_text, mut is_escaped) = (false, false);
    cell.extend(json.chars().filter(|&c| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_text,
            '"' => is_text = !is_text,
            ' ' | '\t' | '\r' | '\n' if !is_text => return false,
            _ => {}
        }
        true
    }));
}
