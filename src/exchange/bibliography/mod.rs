//! What the formats of sources share: documents that come from elsewhere, their keys, and what such a format leaves out.

mod date;

use std::collections::HashMap;

use crate::dataset::check::is_slug;
use crate::dataset::record::{AttributeRecord, DocumentRecord, TextRecord};

use super::events::seen::hash;
use super::keys::{Keys, slug};
use super::records::Records;
use super::report::{Report, counted};
use super::sink::Head;
use super::{graph, keys};

pub(super) use date::{month, named_month, of_words};

/// Gives the documents of a file their keys, and hands them on.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// What each document says, as a hash, by the id that its file gives it.
    said: HashMap<String, u64>,
    keys: Keys,
    count: u64,
}

impl Documents {
    /// Takes in a document, and returns it unless it is there already. What its file calls it becomes its key, if it is
    /// one; else it stays in the attribute `id`.
    pub(super) fn add(
        &mut self,
        id: Option<String>,
        mut row: DocumentRecord,
        line: u64,
        report: &mut Report,
    ) -> Option<DocumentRecord> {
        let id = id.map(|id| clean(&id)).filter(|id| !id.trim().is_empty());
        let name = id.clone().unwrap_or_else(|| row.title.clone());
        let said = id.as_ref().map(|_| hash_of(&row));
        if let Some(there) = id.as_ref().and_then(|id| self.said.get(id)) {
            if Some(*there) == said {
                report.merged("document", "it is there twice", line, &name);
                return None;
            }
            report.changed("document", "its id is taken by another; it has a new key", line, &name);
        }
        let is_free = id.as_deref().is_some_and(|id| is_slug(id) && self.keys.take(id));
        row.id = if is_free { name } else { self.keys.slug(&name, "document") };
        if let (Some(id), Some(said)) = (id, said) {
            if id != row.id && !row.attributes.iter().any(|attribute| attribute.name == "id") {
                row.attributes.push(graph::text("id", &id));
            }
            self.said.entry(id).or_insert(said);
        }
        self.count += 1;
        Some(row)
    }

    /// How many were handed on.
    pub(super) fn count(&self) -> u64 {
        self.count
    }
}

/// What a document says, whatever its key, as a hash.
fn hash_of(row: &DocumentRecord) -> u64 {
    let attributes = row.attributes.iter().filter(|attribute| attribute.name != "id");
    let row = DocumentRecord { id: String::new(), attributes: Vec::new(), ..row.clone() };
    // Records always serialise.
    let said = serde_json::to_vec(&(row, attributes.collect::<Vec<_>>())).unwrap_or_default();
    hash(&said)
}

/// A document of which nothing is known but what it is and what it is called.
pub(super) fn document(kind: impl Into<String>, title: impl Into<String>) -> DocumentRecord {
    DocumentRecord::titled("", kind, title)
}

/// The title of a work that has none: what it is, in brackets, as citation styles do.
pub(super) fn described(kind: &str) -> String {
    format!("[{}]", kind.replace(['-', '_'], " "))
}

/// What a dataset made of a file of sources is called.
pub(super) fn head(file: &str) -> Head {
    let title = file.split('.').next().map(clean).filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| "Sources".to_owned());
    Head { id: keys::slug(&title).unwrap_or_else(|| "sources".to_owned()), title, ..Head::default() }
}

/// What all is no document: left out of a list of citations.
pub(super) fn only_documents(records: &dyn Records) -> Vec<String> {
    let mut left_out = Vec::new();
    super::detente::count(records.counts(), |what, count| {
        if what != "document" {
            left_out.push(counted(count, what));
        }
    });
    let are = |one: &str| if one.starts_with("1 ") { "is" } else { "are" };
    match left_out.split_last() {
        None => Vec::new(),
        Some((last, [])) => vec![format!("{last} {} left out", are(last))],
        Some((last, others)) => vec![format!("{} and {last} are left out", others.join(", "))],
    }
}

/// A reliability, if it is one of the Admiralty code.
pub(super) fn reliability(text: &str) -> Option<String> {
    matches!(text, "A" | "B" | "C" | "D" | "E" | "F").then(|| text.to_owned())
}

/// What is known of a document's text, written as JSON, if its hash is one.
pub(super) fn text_record(json: &str) -> Option<TextRecord> {
    let text: TextRecord = serde_json::from_str(json).ok()?;
    let is_hash =
        text.sha256.len() == 64 && text.sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_hash.then_some(text)
}

/// Attributes without the control characters that a dataset must not hold.
pub(super) fn cleaned(attributes: Vec<AttributeRecord>) -> Vec<AttributeRecord> {
    let clean = |AttributeRecord { name, kind, value }| AttributeRecord {
        name: clean(&name),
        kind,
        value: clean(&value),
    };
    attributes.into_iter().map(clean).collect()
}

/// A text without the control characters that a dataset must not hold.
pub(super) fn clean(text: &str) -> String {
    graph::clean(text)
}

/// A text that says something: cleaned, without the spaces around it.
pub(super) fn said(text: &str) -> Option<String> {
    let text = clean(text);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// A key for something that a file calls by an address: its last part.
pub(super) fn last_part(address: &str) -> &str {
    let end = |c: char| matches!(c, '/' | '#' | ':' | '?' | '=');
    address.trim_end_matches(end).rsplit(end).next().filter(|part| slug(part).is_some()).unwrap_or(address)
}

#[cfg(test)]
pub(super) mod tests;
