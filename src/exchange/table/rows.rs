//! The rows of a table, with their lines.

use super::mapping::Delimiter;

/// The rows of the beginning of a text, with the header. A last one that is cut off is left out.
pub(super) fn split(text: &str, delimiter: Delimiter) -> Vec<Vec<String>> {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.byte())
        .from_reader(text.as_bytes());
    reader.into_records().map_while(Result::ok).map(|row| row.iter().map(str::to_owned).collect()).collect()
}
