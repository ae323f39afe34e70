//! A text with tabs and a header: rows whose fields are found by the names of their columns.

use std::borrow::Cow;
use std::io::{self, BufRead};

use super::super::error::ExchangeError;
use super::Feed;
use super::rows::{Row, Rows};

/// The place of a column that a sheet does not have, where every row has an empty field.
const NOWHERE: usize = usize::MAX;

/// A text with tabs and a header.
#[derive(Debug)]
pub struct Sheet<R> {
    rows: Rows<R>,
    /// The names of its columns, in small letters.
    columns: Vec<String>,
    name: String,
}

impl<R: BufRead> Sheet<R> {
    /// Reads the header of a text. `needed` are columns without which nothing can be read, each with all its names.
    ///
    /// # Errors
    /// Where there is no header, or it lacks one of those columns.
    pub fn new(reader: R, name: &str, needed: &[&[&str]]) -> Result<Self, ExchangeError> {
        let mut rows = Rows::new(reader);
        let header = rows.next_row().map_err(|error| ExchangeError::io(name, &error))?;
        let Some(header) = header else {
            return Err(ExchangeError::file(name, "is empty", "export it again from where it comes"));
        };
        let column = |nth: usize| super::cleaned(&unquoted(header.field(nth))).to_lowercase();
        let columns: Vec<String> = (0..header.width()).map(column).collect();
        let line = header.line;
        let has = |names: &[&str]| names.iter().any(|name| columns.iter().any(|own| own == name));
        let missing: Vec<&str> =
            needed.iter().filter(|names| !has(names)).filter_map(|names| names.first().copied()).collect();
        if !missing.is_empty() {
            let what = format!("the header has no column {}", missing.join(", "));
            let hint = "the first line names the columns, with tabs between them";
            return Err(ExchangeError::line(name, line, what, hint));
        }
        Ok(Self { rows, columns, name: name.to_owned() })
    }

    /// The place of a column, by its name in small letters.
    pub fn place(&self, column: &str) -> usize {
        self.columns.iter().position(|own| own == column).unwrap_or(NOWHERE)
    }

    /// The place of a column that has several names.
    pub fn place_of(&self, names: &[&str]) -> usize {
        names.iter().map(|name| self.place(name)).find(|&place| place != NOWHERE).unwrap_or(NOWHERE)
    }

    /// Hands the rows to a feed. One with another number of fields than the header is left out, and told.
    ///
    /// # Errors
    /// Where the text cannot be read, or `take` fails.
    pub fn pour<'c, 'a>(
        self,
        feed: &mut Feed<'c, 'a>,
        take: impl Fn(&mut Feed<'c, 'a>, &Row<'_>) -> io::Result<()>,
    ) -> Result<(), ExchangeError> {
        let Self { mut rows, columns, name } = self;
        let broken = |error: io::Error| ExchangeError::io(&name, &error);
        while let Some(row) = rows.next_row().map_err(broken)? {
            feed.row();
            if row.width() == columns.len() {
                take(feed, &row).map_err(broken)?;
            } else {
                feed.drop("it has another number of fields than the header", row.line, row.text());
            }
        }
        Ok(())
    }
}

/// A field of a row, without quotes around it; empty where it stands for nothing.
pub fn value<'a>(row: &Row<'a>, place: usize) -> Cow<'a, [u8]> {
    let value = unquoted(row.field(place));
    match value.trim_ascii() {
        b"None" | b"NULL" | b"NA" | b"NaN" | b"nan" | b"\\N" => Cow::Borrowed(b""),
        _ => value,
    }
}

/// A field without quotes around it.
fn unquoted(field: &[u8]) -> Cow<'_, [u8]> {
    let inner = field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    let Some(inner) = inner else { return Cow::Borrowed(field) };
    if !inner.contains(&b'"') {
        return Cow::Borrowed(inner);
    }
    let mut single = Vec::with_capacity(inner.len());
    let mut is_second = false;
    for &byte in inner {
        is_second = byte == b'"' && !is_second;
        if !is_second || byte != b'"' {
            single.push(byte);
        }
    }
    Cow::Owned(single)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_a_field_are_not_part_of_it() {
        for (field, value) in [
            ("plain", "plain"),
            ("\"quoted\"", "quoted"),
            ("\"with \"\"two\"\" inside\"", "with \"two\" inside"),
            ("\"open", "\"open"),
            ("\"", "\""),
            ("\"\"", ""),
        ] {
            assert_eq!(unquoted(field.as_bytes()), Cow::Borrowed(value.as_bytes()), "{field}");
        }
    }
}
