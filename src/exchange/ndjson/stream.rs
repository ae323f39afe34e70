//! From the lines of a file that are right to records, one at a time: what is remembered is where each stands.

use std::fs::File;
use std::io::{BufRead, BufReader};

use serde_json::value::RawValue;

use crate::dataset::{Follow, RowsFound, Stream, load};

use super::super::records::Records;
use super::super::sink::CHUNK;
use super::records::Line;

/// The records of a file. `None` where something is wrong with it, or may be, and where who follows wants no more of it.
pub(super) fn of_file<'a>(file: &'a File, follow: &'a dyn Follow) -> Option<Stream<'a>> {
    let (mut lines, mut line) = (BufReader::with_capacity(CHUNK, file), Vec::new());
    let (mut head, mut found) = (None, RowsFound::default());
    let mut start = 0;
    loop {
        line.clear();
        let length = lines.read_until(b'\n', &mut line).ok()?;
        if length == 0 {
            break;
        }
        if follow.is_cancelled() {
            return None;
        }
        let whole = std::str::from_utf8(&line).ok()?;
        let whole = whole.strip_prefix('\u{feff}').filter(|_| start == 0).unwrap_or(whole);
        let text = whole.trim();
        match &head {
            _ if text.is_empty() => {}
            None => {
                let first = load::head(text).ok()?;
                // Records that stand in the first line are on no line of their own.
                head = Some(first).filter(|first| first.counts().iter().all(|&count| count == 0));
                head.as_ref()?;
            }
            Some(_) => {
                let (list, row) = row(serde_json::from_str(text).ok()?);
                let before = (row.get().as_ptr() as usize).checked_sub(line.as_ptr() as usize)?;
                if !found.add(list, start + before as u64, row.get()) {
                    return None;
                }
            }
        }
        start += length as u64;
    }
    Stream::of_rows(file, head?, found, follow)
}

/// The list of the record on a line, and its text.
fn row(line: Line<'_>) -> (&'static str, &RawValue) {
    match line {
        Line::Document(row) => ("documents", row),
        Line::Excerpt(row) => ("excerpts", row),
        Line::Actor(row) => ("actors", row),
        Line::Instrument(row) => ("instruments", row),
        Line::Relationship(row) => ("relationships", row),
        Line::Event(row) => ("events", row),
    }
}
