//! Rows of a table, as CSV or JSON.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::dataset::Day;

use super::series_arguments::RowFormat;

/// One value of a row.
pub enum Cell<'a> {
    Day(Day),
    Key(Cow<'a, str>),
    Number(f64),
    /// Several keys: with spaces between them in CSV, a list in JSON.
    Keys(Vec<&'a str>),
}

/// Writes rows under the names of their columns.
///
/// # Errors
/// The output cannot be written.
pub fn write<'a, const N: usize>(
    format: RowFormat,
    columns: &[&str; N],
    rows: impl Iterator<Item = [Cell<'a>; N]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        RowFormat::Csv => write_csv(columns, rows, out),
        RowFormat::Json => write_json(columns, rows, out),
    }
}

fn write_csv<'a, const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [Cell<'a>; N]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", columns.join(","))?;
    for row in rows {
        writeln!(out, "{}", row.each_ref().map(csv).join(","))?;
    }
    Ok(())
}

fn write_json<'a, const N: usize>(
    columns: &[&str; N],
    rows: impl Iterator<Item = [Cell<'a>; N]>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut separator = "[\n";
    for row in rows {
        // Written by hand, so that numbers have the decimals of the CSV.
        let named = columns.iter().zip(&row);
        let fields: Vec<String> =
            named.map(|(name, cell)| Ok(format!("\"{name}\":{}", json(cell)?))).collect::<io::Result<_>>()?;
        write!(out, "{separator}{{{}}}", fields.join(","))?;
        separator = ",\n";
    }
    writeln!(out, "{}", if separator.starts_with('[') { "[]" } else { "\n]" })
}

fn json(cell: &Cell<'_>) -> io::Result<String> {
    Ok(match cell {
        Cell::Day(day) => format!("\"{day}\""),
        Cell::Key(key) => serde_json::to_string(key)?,
        Cell::Number(value) => number(*value),
        Cell::Keys(keys) => serde_json::to_string(keys)?,
    })
}

fn csv(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Day(day) => day.to_string(),
        Cell::Key(key) => field(key),
        Cell::Number(value) => number(*value),
        Cell::Keys(keys) => field(&keys.join(" ")),
    }
}

/// Four decimals: far finer than the coding of events, and the same on every machine.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    match text.strip_prefix('-') {
        Some("0.0000") => "0.0000".to_owned(),
        Some(_) | None => text,
    }
}

/// A field of RFC 4180.
fn field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_fixed_decimals_and_no_negative_zero() {
        assert_eq!(number(1.0), "1.0000");
        assert_eq!(number(-0.000_04), "0.0000");
        assert_eq!(number(-0.000_06), "-0.0001");
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(field("a b"), "a b");
        assert_eq!(field("a,\"b\""), "\"a,\"\"b\"\"\"");
    }
}
