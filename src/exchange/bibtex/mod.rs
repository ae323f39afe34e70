//! BibTeX and BibLaTeX: the sources of a dataset, and nothing else of it. The text is taken apart by the parser that
//! hayagriva reads it with; what a field means is said here and in [`kinds`].

mod kinds;
mod latex;
mod name;
mod read;
mod source;
mod write;

use std::collections::BTreeMap;
use std::io;

use crate::dataset::record::{AttributeRecord, DocumentRecord};

use super::bibliography;
use super::records::Records;
use super::report::counted;

pub(super) use read::read;
pub(super) use write::write;

/// Fields that hold names of people, besides the author.
const NAMES: &[&str] = &["editor", "translator"];

/// Fields that hold addresses and the like, in which LaTeX has no meaning.
const VERBATIM: &[&str] =
    &["url", "doi", "eprint", "file", "pdf", "uri", "urlraw", "verba", "verbb", "verbc"];

/// Fields that hold dates, in which a tilde is no space.
const DATES: &[&str] = &["date", "eventdate", "origdate", "urldate"];

/// Fields of BibLaTeX and BibTeX and the variables of CSL that say the same, under which a document has them as
/// attributes. Where two fields mean one variable, the first is written.
const VARIABLES: &[(&str, &str)] = &[
    ("doi", "DOI"),
    ("eventtitle", "event-title"),
    ("ids", "id"),
    ("isbn", "ISBN"),
    ("issn", "ISSN"),
    ("keywords", "keyword"),
    ("location", "publisher-place"),
    ("address", "publisher-place"),
    ("pages", "page"),
    ("pagetotal", "number-of-pages"),
    ("pubstate", "status"),
    ("series", "collection-title"),
    ("shorttitle", "title-short"),
    ("type", "genre"),
    ("urldate", "accessed"),
    ("venue", "event-place"),
    ("volumes", "number-of-volumes"),
];

/// The attribute that keeps a type of entry which has none of its own in CSL.
const ENTRY_TYPE: &str = "entry-type";

/// Whether a field is read as it stands.
fn is_verbatim(field: &str) -> bool {
    VERBATIM.contains(&field) || DATES.contains(&field)
}

/// The variable that a field means, in a document of a kind.
fn variable<'a>(field: &'a str, kind: &str) -> &'a str {
    if field == "number" && kind.starts_with("article") {
        return "issue";
    }
    VARIABLES.iter().find(|(own, _)| *own == field).map_or(field, |(_, variable)| variable)
}

/// The field in which a variable is written, in a document of a kind; `None` where another one means that field.
fn field<'a>(name: &'a str, kind: &str) -> Option<&'a str> {
    let known = VARIABLES.iter().find(|(_, variable)| *variable == name).map(|(own, _)| *own);
    let own = match known {
        Some(own) => own,
        None if name == "issue" && kind.starts_with("article") => "number",
        None => name,
    };
    (variable(own, kind) == name).then_some(own)
}

/// What it does not hold: what is different when it is read again.
pub(super) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    let mut losses = bibliography::only_documents(records);
    let (mut attributes, mut typed) = (0, 0_u64);
    let mut changed: BTreeMap<&'static str, u64> = BTreeMap::new();
    records.documents(&mut |document| {
        let held = write::held(document);
        for field in differing(document, &held) {
            *changed.entry(field).or_default() += 1;
        }
        // Each that is held stands for one: two of one name and value have only one field.
        let mut there = held.attributes;
        for attribute in &document.attributes {
            let same = |each: &AttributeRecord| each.name == attribute.name && each.value == attribute.value;
            match there.iter().position(same).map(|at| there.swap_remove(at)) {
                Some(held) => typed += u64::from(held != *attribute),
                None => attributes += 1,
            }
        }
        Ok(())
    })?;
    if attributes > 0 {
        let is = if attributes == 1 { "has" } else { "have" };
        losses.push(format!("{} {is} no field and are left out", counted(attributes, "attribute")));
    }
    match typed {
        0 => {}
        1 => losses.push("1 typed attribute becomes text".to_owned()),
        many => losses.push(format!("{many} typed attributes become text")),
    }
    for (field, count) in changed {
        let documents = counted(count, "document");
        losses.push(match field {
            "type" => format!("the type of {documents} is none that BibTeX has"),
            _ => format!("the {field} of {documents} is simplified (no line breaks, no runs of spaces)"),
        });
    }
    Ok(losses)
}

/// The fields that two documents do not have in common, but for attributes.
fn differing(a: &DocumentRecord, b: &DocumentRecord) -> Vec<&'static str> {
    let pairs = [
        ("type", a.kind == b.kind),
        ("title", a.title == b.title),
        ("author", a.author == b.author),
        ("container title", a.container_title == b.container_title),
        ("publisher", a.publisher == b.publisher),
        ("date", a.issued == b.issued),
        ("address", a.url == b.url),
        ("language", a.language == b.language),
        ("rights", a.rights == b.rights),
        ("reliability", a.reliability == b.reliability),
        ("text", a.text == b.text),
        ("note", a.note == b.note),
    ];
    pairs.into_iter().filter(|(_, is_same)| !is_same).map(|(field, _)| field).collect()
}

#[cfg(test)]
mod tests;
