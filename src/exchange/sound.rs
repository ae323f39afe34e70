//! Whether records that a file brought along word for word make a dataset without errors.

use crate::dataset::diagnostic::Severity;
use crate::dataset::locate::Tree;
use crate::dataset::record::DatasetRecord;
use crate::dataset::{check, structure};

use jsonc_parser::ast::Value;
use serde::Serialize;

/// The first thing that is wrong with a dataset. Its records are looked at one by one, since the text of all of them
/// would be large.
pub(super) fn first_wrong(record: &DatasetRecord) -> Option<String> {
    let DatasetRecord { documents, excerpts, actors, instruments, relationships, events, .. } = record;
    first_malformed("documents", documents)
        .or_else(|| first_malformed("excerpts", excerpts))
        .or_else(|| first_malformed("actors", actors))
        .or_else(|| first_malformed("instruments", instruments))
        .or_else(|| first_malformed("relationships", relationships))
        .or_else(|| first_malformed("events", events))
        .or_else(|| {
            let mut found = check::check(record).into_iter();
            found.find(|found| found.code.severity() == Severity::Error).map(|found| found.message)
        })
}

/// What is wrong with the form of the first row that has something wrong with it.
fn first_malformed<R: Serialize>(list: &str, rows: &[R]) -> Option<String> {
    rows.iter().find_map(|row| {
        // Records always serialise, and what they become is JSON.
        let row = serde_json::to_string(row).ok()?;
        let text =
            format!("{{\"format\": \"detente/1\", \"id\": \"x\", \"title\": \"x\", \"{list}\": [{row}]}}");
        let Value::Object(object) = Tree::parse(&text).ok()?.root else { return None };
        let mut found = structure::walk(&object).findings.into_iter();
        found.find(|found| found.code.severity() == Severity::Error).map(|found| found.message)
    })
}
