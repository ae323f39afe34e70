//! Cells: what a text looks like in a cell, and the names of columns.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula and runs it, and a dataset's texts come
//! from anywhere. So such a text, if it is no number, is written with an apostrophe before it, as spreadsheets do
//! themselves, and the apostrophe is taken off on reading (OWASP, "CSV Injection"). The same mark keeps what would be
//! lost otherwise: spaces at the ends of a text, and a text that is empty, though it is there.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::dataset::AttributeKind;

/// What a formula may begin with, also in the wide forms of East Asian scripts.
const FORMULA: &[char] = &['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// A text as a cell.
pub(super) fn to_cell(text: &str) -> Cow<'_, str> {
    if needs_mark(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text of a cell: without the mark or, where it has none, without spaces at its ends; `None` where the cell is
/// empty.
pub(super) fn of_cell(cell: &str) -> Option<&str> {
    if let Some(marked) = cell.strip_prefix('\'').filter(|text| needs_mark(text)) {
        return Some(marked);
    }
    Some(cell.trim()).filter(|text| !text.is_empty())
}

/// Whether a text would be taken for a formula or lose something in a cell. Apostrophes at its beginning do not count,
/// so that a mark is never taken for one of them.
fn needs_mark(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    let is_formula = bare.starts_with(FORMULA) && !is_number(bare);
    bare.is_empty()
        || is_formula
        || bare.starts_with(char::is_whitespace)
        || text.ends_with(char::is_whitespace)
}

/// `-1.5`, `+2`: what stays what it is in a spreadsheet.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    !unsigned.is_empty()
        && unsigned.chars().all(|c| c.is_ascii_digit() || c == '.')
        && text.parse::<f64>().is_ok()
}

/// The name of a column that has none, by its number from 1 on.
pub(super) fn numbered(number: usize) -> String {
    format!("column {number}")
}

/// The names of columns: as the header has them, numbered where one is there twice or is missing.
pub(super) fn headers<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut names = Vec::new();
    for (nth, cell) in cells.enumerate() {
        let own = match of_cell(cell) {
            Some(name) if !name.is_empty() => name.to_owned(),
            Some(_) | None => numbered(nth + 1),
        };
        let mut name = own.clone();
        let mut number = 2_u32;
        while !seen.insert(name.clone()) {
            name = format!("{own} ({number})");
            number += 1;
        }
        names.push(name);
    }
    names
}

/// The column of an attribute: its name and type, as in `population:integer`.
pub(super) fn attribute_header(name: &str, kind: Option<AttributeKind>) -> String {
    format!("{name}:{}", kind.unwrap_or(AttributeKind::Text).word())
}

/// The name and the type that a column's header says; no type where it says none.
pub(super) fn of_attribute_header(header: &str) -> (&str, Option<AttributeKind>) {
    let said = header.rsplit_once(':').and_then(|(name, word)| {
        let kind = AttributeKind::ALL.iter().copied().find(|kind| kind.word() == word)?;
        Some((name, kind))
    });
    match said {
        Some((name, kind)) => (name, Some(kind)),
        None => (header, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        for text in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\u{ff1d}1", "-0044-03-15"] {
            assert_eq!(to_cell(text), format!("'{text}"), "{text}");
        }
        for text in ["-5.2", "+7", "a=b", "'quoted'", "''tis", "2025-01", "'-5"] {
            assert_eq!(to_cell(text), text, "{text}");
        }
    }

    #[test]
    fn cells_lose_the_spaces_at_their_ends() {
        assert_eq!(of_cell(" New Zealand\u{a0}"), Some("New Zealand"));
        assert_eq!((of_cell("  "), of_cell("'"), of_cell("'tis")), (None, Some(""), Some("'tis")));
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let names = headers(["a", "", "a", " a ", "a (2)", "column 2"].into_iter());
        assert_eq!(names, ["a", "column 2", "a (2)", "a (3)", "a (2) (2)", "column 2 (2)"]);
    }

    #[test]
    fn a_header_may_say_the_type() {
        assert_eq!(of_attribute_header("a:b:integer"), ("a:b", Some(AttributeKind::Integer)));
        assert_eq!(of_attribute_header("a:b"), ("a:b", None));
        assert_eq!(attribute_header("a", None), "a:text");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_and_none_is_a_formula(text in "['=+@ \t\n0-9a-]{0,5}|\\PC{0,6}") {
            let cell = to_cell(&text);
            prop_assert_eq!(of_cell(&cell), Some(text.as_str()));
            prop_assert!(!cell.starts_with(FORMULA) || is_number(&cell), "{}", cell);
        }
    }
}
