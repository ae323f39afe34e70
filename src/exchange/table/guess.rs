//! What a table may be: its delimiter, the kind of its rows, and what its columns are, from headers and first rows.

use super::TableKind;
use super::mapping::{Delimiter, Mapping};

/// The delimiter of a text.
pub(super) fn delimiter(_text: &str) -> Delimiter {
    Delimiter::default()
}

/// How a table may be read.
pub(super) fn mapping(
    _file: &str,
    _headers: &[String],
    _rows: &[Vec<String>],
    delimiter: Delimiter,
    kind: Option<TableKind>,
) -> Mapping {
    Mapping { delimiter, ..Mapping::new(kind.unwrap_or(TableKind::Relationships)) }
}

/// What a person should look at.
pub(super) fn problems(mapping: &Mapping, _headers: &[String], _rows: &[Vec<String>]) -> Vec<String> {
    mapping.missing().into_iter().map(|field| format!("no column for {}", field.label())).collect()
}
