//! From documents to entries. A field is written in the plainest form that is read as it was.

use std::io::{self, Write};

use biblatex::{RawChunk, Spanned};

use crate::dataset::record::{AttributeRecord, DocumentRecord, NameRecord};
use crate::dataset::{Edtf, citation};

use super::super::graph;
use super::super::records::Records;
use super::super::report::Report;
use super::latex::{self, Value, escape, escape_title, escape_verbatim, one_line};
use super::source::{Entry, Found, Source};
use super::{ENTRY_TYPE, NAMES, field, is_verbatim, kinds, name, read};

/// The macros that stand for the months.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Fields that are written of a document's own, and so of no attribute.
const OWN: &[&str] = &[
    "author",
    "title",
    "subtitle",
    "journal",
    "journaltitle",
    "booktitle",
    "publisher",
    "institution",
    "school",
    "organization",
    "date",
    "year",
    "month",
    "day",
    "url",
    "howpublished",
    "language",
    "langid",
    "hyphenation",
    "rights",
    "detente-reliability",
    "detente-text",
    "annotation",
    "annote",
    "crossref",
    "xdata",
    "entrysubtype",
];

/// Writes it.
pub(crate) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let mut between = "";
    records.documents(&mut |document| {
        write!(out, "{between}{}", entry(document))?;
        between = "\n";
        Ok(())
    })
}

/// The document as it is when it is read again.
pub(super) fn held(document: &DocumentRecord) -> DocumentRecord {
    let mut report = Report::default();
    let mut read = None;
    // Nothing goes wrong in what is done with an entry here.
    let _ = Source::of(&entry(document)).each(&mut report, |found, report| {
        if let Found::Entry(entry) = found {
            read.get_or_insert_with(|| read::of_entry(entry, report));
        }
        Ok(())
    });
    let held = read.unwrap_or_else(|| super::super::bibliography::document("document", ""));
    DocumentRecord { id: document.id.clone(), ..held }
}

/// An entry, a field a line.
fn entry(document: &DocumentRecord) -> String {
    let DocumentRecord {
        id,
        kind,
        title,
        author,
        container_title,
        publisher,
        issued,
        url,
        language,
        rights,
        reliability,
        text,
        note,
        attributes,
    } = document;
    let (plain, subtype) = kinds::to_entry(kind);
    let own_type = graph::value(attributes, ENTRY_TYPE)
        .filter(|own| *own != plain && kinds::of_entry(own, subtype) == Some(kind.as_str()));
    let entry_type = own_type.unwrap_or(plain);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, value: Option<String>| {
        fields.extend(
            value.filter(|value| !value.is_empty()).map(|value| (name.to_owned(), format!("{{{value}}}"))),
        );
    };
    let words = |text: &Option<String>| text.as_deref().map(escape);
    put("entrysubtype", subtype.map(escape));
    put("author", Some(name::write(author)));
    put("title", Some(escape_title(&one_line(title))));
    put(container(entry_type), words(container_title));
    put(publisher_field(entry_type), words(publisher));
    let (date, year, month) = issued.as_ref().map(dates).unwrap_or_default();
    put("date", date);
    put("year", year);
    let month = month.map(|month| ("month".to_owned(), month.to_owned()));
    put("url", url.as_deref().map(escape_verbatim));
    put("language", words(language));
    put("rights", words(rights));
    put("detente-reliability", words(reliability));
    let text = text.as_ref().map(|text| serde_json::to_string(text).unwrap_or_default());
    put("detente-text", words(&text));
    put("annotation", words(note));
    let mut seen: Vec<&str> = Vec::new();
    for attribute in attributes {
        if let Some((field, value)) = of_attribute(attribute, kind)
            && !seen.contains(&field)
        {
            seen.push(field);
            put(field, Some(value));
        }
    }
    let at = fields.iter().position(|(name, _)| name == "year").map_or(fields.len(), |at| at + 1);
    fields.splice(at..at, month);
    let lines: String = fields.iter().map(|(name, value)| format!("  {name} = {value},\n")).collect();
    format!("@{entry_type}{{{id},\n{lines}}}\n")
}

/// The field that holds the title of what holds the work.
fn container(entry_type: &str) -> &'static str {
    match entry_type {
        "article" => "journal",
        "incollection" | "inbook" | "inproceedings" | "conference" | "inreference" | "bookinbook" => {
            "booktitle"
        }
        _ => "journaltitle",
    }
}

/// The field that holds who published the work.
fn publisher_field(entry_type: &str) -> &'static str {
    match entry_type {
        "report" | "techreport" => "institution",
        "thesis" | "phdthesis" | "mastersthesis" => "school",
        "online" | "manual" => "organization",
        _ => "publisher",
    }
}

/// The date, the year and the macro of the month. Classic BibTeX knows only year and month, and BibLaTeX reads both.
fn dates(date: &Edtf) -> (Option<String>, Option<String>, Option<&'static str>) {
    let parts = citation::date_parts(date).unwrap_or_default();
    let is_plain = !date.is_approximate() && !date.is_uncertain();
    match parts.as_slice() {
        [year @ 1000..=9999] if is_plain => (None, Some(year.to_string()), None),
        [year @ 1000..=9999, month] if is_plain => {
            let month = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied();
            (None, Some(year.to_string()), month)
        }
        [year, ..] => (Some(date.as_str().to_owned()), Some(year.to_string()), None),
        [] => (Some(date.as_str().to_owned()), None, None),
    }
}

/// The field of an attribute and its value; `None` where it would not come back.
fn of_attribute<'a>(attribute: &'a AttributeRecord, kind: &str) -> Option<(&'a str, String)> {
    let AttributeRecord { name, value, .. } = attribute;
    let field = field(name, kind)?;
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let is_field = field.chars().all(is_name) && field.starts_with(|c: char| c.is_ascii_lowercase());
    if !is_field || OWN.contains(&field) || name == ENTRY_TYPE {
        return None;
    }
    let written = if NAMES.contains(&field) {
        let names: Vec<NameRecord> = serde_json::from_str(value).ok()?;
        name::write(&names)
    } else if is_verbatim(field) {
        escape_verbatim(value)
    } else if field == "pages" {
        escape(value).replace('–', "--")
    } else {
        escape(value)
    };
    let parts = vec![Spanned::new(RawChunk::Normal(&written), 0..written.len())];
    let value_again: Value = latex::value(field, parts, 0).ok()?;
    let alone = Entry {
        key: String::new(),
        kind: kinds::to_entry(kind).0.to_owned(),
        fields: [(field.to_owned(), value_again)].into_iter().collect(),
        line: 0,
    };
    let again = read::of_entry(alone, &mut Report::default());
    (graph::value(&again.attributes, name) == Some(value)).then_some((field, written))
}
