//! From entries to documents.

use std::collections::BTreeMap;

use crate::dataset::Edtf;
use crate::dataset::record::{DocumentRecord, NameRecord};

use super::super::bibliography::{
    Documents, cleaned, described, document, head, month, of_words, reliability, said, text_record,
};
use super::super::error::ExchangeError;
use super::super::graph::text;
use super::super::import::Context;
use super::super::input::Part;
use super::super::report::Report;
use super::latex::Value;
use super::source::{Entry, Found, HINT, Source};
use super::{ENTRY_TYPE, NAMES, is_verbatim, kinds, name, variable};

/// Names of languages as LaTeX has them.
const LANGUAGES: &[(&str, &str)] = &[
    ("american", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("australian", "en-AU"),
    ("newzealand", "en-NZ"),
    ("canadian", "en-CA"),
    ("english", "en"),
    ("french", "fr"),
    ("german", "de"),
    ("ngerman", "de"),
    ("spanish", "es"),
    ("portuguese", "pt"),
    ("italian", "it"),
    ("dutch", "nl"),
    ("russian", "ru"),
    ("ukrainian", "uk"),
    ("polish", "pl"),
    ("turkish", "tr"),
    ("arabic", "ar"),
    ("hebrew", "he"),
    ("persian", "fa"),
    ("farsi", "fa"),
    ("chinese", "zh"),
    ("japanese", "ja"),
    ("korean", "ko"),
];

/// Reads it, one entry after the other. One that is broken is told and left out, unless there is no other.
pub(crate) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let file = context.name;
    let text = part.read_all().map_err(|error| ExchangeError::io(file, &error))?;
    let mut documents = Documents::default();
    let (mut first_broken, mut has_any) = (None, false);
    context.sink.head(head(&part.name));
    let poured = Source::of(&text).each(context.report, |found, report| {
        report.read("entry", 1);
        let entry = match found {
            Found::Entry(entry) => entry,
            Found::Broken(broken) => {
                let reason =
                    format!("it is broken at this line, so that no field of it can be read: {}", broken.what);
                report.dropped("entry", reason, broken.line, &broken.shown);
                first_broken.get_or_insert(broken);
                return Ok(());
            }
        };
        has_any = true;
        if matches!(entry.kind.as_str(), "xdata" | "set") {
            let reason = "it only serves other entries, and describes no document";
            report.merged("entry", reason, entry.line, &entry.key);
            return Ok(());
        }
        let (key, line) = (entry.key.clone(), entry.line);
        let row = of_entry(entry, report);
        documents.add(Some(key), row, line, report).map_or(Ok(()), |row| context.sink.document(row))
    });
    poured.map_err(|error| ExchangeError::io(file, &error))?;
    match first_broken {
        Some(broken) if !has_any => {
            return Err(ExchangeError::line(file, broken.line, broken.what, HINT));
        }
        Some(_) => context.report.note(HINT),
        None if !has_any => {
            let hint = "an entry is written @article{key, title = {A title}, year = 2020}";
            return Err(ExchangeError::file(file, "has no entries", hint));
        }
        None => {}
    }
    context.report.kept("document", documents.count());
    Ok(())
}

/// The fields of an entry that are not read yet.
struct Fields(BTreeMap<String, Value>);

impl Fields {
    /// Takes out the first of these fields that says something.
    fn take(&mut self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let text = said(&plain(name, self.0.get(*name)?))?;
            self.0.remove(*name);
            Some(text)
        })
    }
}

/// The text of a field.
fn plain(name: &str, value: &Value) -> String {
    if is_verbatim(name) { value.verbatim() } else { value.text() }
}

/// The document that an entry describes, without a key.
pub(super) fn of_entry(entry: Entry, report: &mut Report) -> DocumentRecord {
    let Entry { key, kind: entry, fields, line } = entry;
    let mut fields = Fields(fields);
    let mut attributes = Vec::new();
    let subtype = fields.0.get("entrysubtype").map(Value::text);
    let known = kinds::of_entry(&entry, subtype.as_deref());
    if known.is_some() && subtype.as_deref().is_some_and(kinds::is_told) {
        fields.0.remove("entrysubtype");
    }
    let kind = known.unwrap_or("document");
    if known.is_none() {
        report.changed("entry", "its type is not known; it is a document", line, format!("@{entry}{{{key}"));
    }
    if kinds::to_entry(kind).0 != entry {
        attributes.extend(said(&entry).map(|entry| text(ENTRY_TYPE, entry)));
    }
    let title = match (fields.take(&["title"]), fields.take(&["subtitle"])) {
        (Some(title), Some(more)) => format!("{title}: {more}"),
        (Some(title), None) | (None, Some(title)) => title,
        (None, None) => {
            report.changed("entry", "it has no title; one in brackets says what it is", line, &key);
            described(kind)
        }
    };
    let mut row = document(kind, title);
    row.author = authors(fields.0.remove("author"), report);
    row.container_title = fields.take(&["journaltitle", "journal", "booktitle"]);
    row.publisher = fields.take(&["publisher", "institution", "school", "organization"]);
    row.issued = issued(&mut fields, report);
    row.url = fields.take(&["url"]).or_else(|| {
        let web = fields
            .0
            .get("howpublished")
            .map(|value| web_address(&value.text()))
            .filter(|url| !url.is_empty())?;
        fields.0.remove("howpublished");
        Some(web)
    });
    row.language = fields.take(&["langid", "language", "hyphenation"]).map(language);
    row.rights = fields.take(&["rights"]);
    row.reliability = taken(&mut fields, "detente-reliability", report, reliability);
    row.text = taken(&mut fields, "detente-text", report, text_record);
    row.note = fields.take(&["annotation", "annote"]);
    for (field, value) in &fields.0 {
        let held = match NAMES.contains(&field.as_str()) {
            true => of_names(&name::read(value).0),
            false => said(&plain(field, value)),
        };
        let name = variable(field, kind);
        let held = if name == "accessed" { held.map(|date| as_date(&date)) } else { held };
        attributes.extend(held.map(|held| text(name, held)));
    }
    row.attributes = cleaned(attributes);
    row
}

/// Names as an attribute has them: a list in CSL-JSON.
pub(super) fn of_names(names: &[NameRecord]) -> Option<String> {
    (!names.is_empty()).then(|| serde_json::to_string(names).unwrap_or_default())
}

fn authors(value: Option<Value>, report: &mut Report) -> Vec<NameRecord> {
    let Some(value) = value else { return Vec::new() };
    let (names, is_open) = name::read(&value);
    if is_open {
        report.dropped("name", "\"and others\" names nobody", value.line, value.text());
    }
    names
}

/// Takes out a field of our own, if its value makes sense.
fn taken<T>(
    fields: &mut Fields,
    name: &str,
    report: &mut Report,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let value = fields.0.remove(name)?;
    let read = read(&value.text());
    if read.is_none() {
        report.dropped("field", "its value makes no sense", value.line, format!("{name}: {}", value.text()));
    }
    read
}

/// Takes out the date: in one field, or in two or three.
fn issued(fields: &mut Fields, report: &mut Report) -> Option<Edtf> {
    let date = fields.0.get("date").and_then(|value| of_words(&value.verbatim()));
    let date = date.or_else(|| {
        let text = |name: &str| fields.0.get(name).map(Value::text);
        let year = text("year")?;
        let words = match (text("month"), text("day")) {
            (None, _) => year,
            (Some(month), None) => dated(&year, &month, ""),
            (Some(month), Some(day)) => dated(&year, &month, &day),
        };
        of_words(&words)
    });
    if date.is_some() {
        for name in ["date", "year", "month", "day"] {
            fields.0.remove(name);
        }
    } else if let Some((name, value)) =
        ["date", "year"].iter().find_map(|name| Some((name, fields.0.get(*name)?)))
    {
        let shown = format!("{name} = {}", value.text());
        report.changed("date", "it is no date; its words stay in attributes", value.line, shown);
    }
    date
}

/// A date in words: a month may be its name, the beginning of it, or its number, and may bring its day along.
fn dated(year: &str, month_text: &str, day: &str) -> String {
    let number = month_text.parse::<u8>().ok().or_else(|| month(month_text));
    match number {
        Some(number) if day.is_empty() => format!("{year}-{number:02}"),
        Some(number) => format!("{year}-{number:02}-{day:0>2}"),
        None => format!("{month_text} {day} {year}"),
    }
}

fn as_date(text: &str) -> String {
    of_words(text).map_or_else(|| text.to_owned(), |date| date.as_str().to_owned())
}

/// The address in a text such as `\url{https://example.org}`, if there is nothing else in it.
fn web_address(text: &str) -> String {
    let inner = text.strip_prefix("\\url{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let is_address = inner.starts_with("http://") || inner.starts_with("https://");
    if is_address && !inner.contains(' ') { inner.to_owned() } else { String::new() }
}

fn language(text: String) -> String {
    let lower = text.to_lowercase();
    LANGUAGES.iter().find(|(name, _)| *name == lower).map_or(text, |(_, tag)| (*tag).to_owned())
}
