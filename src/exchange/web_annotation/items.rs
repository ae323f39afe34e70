//! The annotations of a file, wherever in it they stand.

use super::super::json::{Json, Raw};
use super::super::report::Report;

/// The annotations of a file in their order: it is one, a list of them, a page, a collection with its pages, or what
/// Hypothesis exports.
pub(super) fn annotations<'a>(file: Raw<'a>, report: &mut Report) -> Vec<Raw<'a>> {
    let mut found = Vec::new();
    let mut open = vec![file.each()];
    while let Some(list) = open.last_mut() {
        let Some(next) = list.next() else {
            open.pop();
            continue;
        };
        if next.is_list() {
            open.push(next.entries());
        } else if !next.is_object() {
            left_out(&next.json(report), report);
        } else if is_holder(next) {
            let parts = ["first", "items", "rows", "annotations", "@graph", "next"];
            // The last of them is gone through first.
            open.extend(parts.iter().rev().filter_map(|part| next.get(part)).map(Raw::each));
        } else {
            found.push(next);
        }
    }
    found
}

/// Tells what is neither an annotation nor holds any.
fn left_out(value: &Json<'_>, report: &mut Report) {
    match value.text() {
        Some(address) => {
            let reason = "only its address is here; download what is there, and import that too";
            report.dropped("page or annotation", reason, value.line, address);
        }
        None => report.dropped("annotation", "it is no object", value.line, value.to_json()),
    }
}

/// Whether an object holds annotations and is none.
fn is_holder(object: Raw<'_>) -> bool {
    if object.get("target").is_some() {
        return false;
    }
    let has_list = |field: &str| object.get(field).is_some_and(Raw::is_list);
    let is_a = |wanted: &str| {
        let types = object.get("type").or_else(|| object.get("@type"));
        types.is_some_and(|types| {
            words_of(types.json(&mut Report::default()).each()).any(|each| each == wanted)
        })
    };
    is_a("AnnotationCollection")
        || is_a("AnnotationPage")
        || ["items", "rows", "annotations", "@graph"].into_iter().any(has_list)
}

/// Whether something is of a type, with or without the prefix of its vocabulary.
pub(super) fn is_a(object: &Json<'_>, wanted: &str) -> bool {
    types(object).any(|each| each == wanted)
}

/// The types of something, without the prefixes of their vocabularies.
pub(super) fn types<'j>(object: &'j Json<'_>) -> impl Iterator<Item = &'j str> {
    let types = object.get("type").or_else(|| object.get("@type")).map(Json::each).unwrap_or_default();
    words_of(types)
}

/// Texts, without the prefixes of their vocabularies.
fn words_of<'j>(texts: &'j [Json<'_>]) -> impl Iterator<Item = &'j str> {
    texts.iter().filter_map(Json::text).filter_map(|each| each.rsplit([':', '#', '/']).next())
}

/// The address of something: its own text, or its `id`.
pub(super) fn address<'j>(thing: &'j Json<'_>) -> Option<&'j str> {
    let own = || thing.get("id").or_else(|| thing.get("@id")).and_then(Json::text);
    thing.text().or_else(own).map(str::trim).filter(|address| !address.is_empty())
}

/// The words of a field that may hold one or several, without the prefixes of their vocabularies.
pub(super) fn words(object: &Json<'_>, field: &str) -> Vec<String> {
    let values = object.get(field).map(Json::each).unwrap_or_default();
    let words = values.iter().filter_map(address).filter_map(|word| word.rsplit([':', '#', '/']).next());
    words.map(str::to_owned).collect()
}
