//! Attributes as the fields of an object, there and back.
//!
//! What would not come back as it went (a name that the format uses itself, or that is there twice; a number that
//! JSON cannot write) stands, word for word, in the field [`OTHER`].

use std::collections::HashSet;
use std::io;

use serde::de::DeserializeOwned;

use crate::dataset::AttributeKind;
use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{Sources, Spell, value};
use super::super::records::Records;
use super::super::report::Report;
use super::{Json, Kind, Out, Pieces};

/// Attributes that have no field of their own.
pub(crate) const OTHER: &str = "detente:other";
/// Where and how a node is shown.
pub(crate) const VIZ: &str = "detente:viz";
/// The documents of a dataset.
pub(crate) const DOCUMENTS: &str = "detente:documents";
/// The excerpts of a dataset.
pub(crate) const EXCERPTS: &str = "detente:excerpts";
/// The fields that are read as something else than attributes.
const MEANT: &[&str] = &[OTHER, VIZ, DOCUMENTS, EXCERPTS];

/// The deepest JSON in an attribute that is written as such, and not as a text: well within what is read.
const DEEPEST: usize = 32;

/// The fields of some attributes, without those names that the format uses itself.
pub(crate) fn fields(
    attributes: &[AttributeRecord],
    viz: Option<&VizRecord>,
    own: &[&str],
) -> Vec<(String, Out)> {
    let mut fields = Vec::with_capacity(attributes.len());
    let (mut seen, mut other) = (HashSet::new(), Vec::new());
    for attribute in attributes {
        let name = attribute.name.as_str();
        let is_free = !own.contains(&name) && !MEANT.contains(&name) && seen.insert(name);
        match is_free.then(|| out(attribute)).flatten() {
            Some(value) => fields.push((name.to_owned(), value)),
            None => other.push(Out::of(attribute)),
        }
    }
    fields.extend(viz.map(|viz| (VIZ.to_owned(), Out::of(viz))));
    if !other.is_empty() {
        fields.push((OTHER.to_owned(), Out::List(other)));
    }
    fields
}

/// Writes the documents and excerpts of a dataset as fields of the object that is open.
pub(crate) fn write_sources(records: &dyn Records, file: &mut Pieces<'_>) -> io::Result<()> {
    file.list(Some(DOCUMENTS));
    records.documents(&mut |row| file.entry(&Out::of(row)))?;
    file.end();
    file.list(Some(EXCERPTS));
    records.excerpts(&mut |row| file.entry(&Out::of(row)))?;
    file.end();
    Ok(())
}

/// The value of an attribute; `None` where JSON cannot write it so that it comes back.
pub(crate) fn out(attribute: &AttributeRecord) -> Option<Out> {
    let text = attribute.value.as_str();
    let raw = || Some(Out::Raw(text.to_owned()));
    match attribute.kind {
        Some(AttributeKind::Boolean) => matches!(text, "true" | "false").then(raw)?,
        Some(AttributeKind::Integer) => (is_number(text) && !text.contains(['.', 'e', 'E'])).then(raw)?,
        Some(AttributeKind::Number) if !is_number(text) => None,
        Some(AttributeKind::Number) if text.contains(['.', 'e', 'E']) => raw(),
        // So that it stays what it is: a number, and no whole one.
        Some(AttributeKind::Number) => Some(Out::Raw(format!("{text}.0"))),
        Some(AttributeKind::Text) | None if is_json(text) => raw(),
        Some(AttributeKind::Text) | None => Some(Out::text(text)),
    }
}

/// Whether a text is a number as JSON writes them, and none too large to be read.
pub(crate) fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && serde_json::from_str::<f64>(text).is_ok()
}

/// Whether a text is a list or an object, written just as this program writes it.
fn is_json(text: &str) -> bool {
    text.starts_with(['[', '{'])
        && Json::parse("", text, &mut Report::default())
            .is_ok_and(|json| json.to_json() == text && depth(&json) <= DEEPEST)
}

fn depth(json: &Json<'_>) -> usize {
    match &json.kind {
        Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) => 0,
        Kind::List(entries) => 1 + entries.iter().map(depth).max().unwrap_or(0),
        Kind::Object(fields) => 1 + fields.iter().map(|(_, value)| depth(value)).max().unwrap_or(0),
    }
}

/// What an object says beside what its format has fields for.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Reading {
    /// What has no meaning to us.
    pub attributes: Vec<AttributeRecord>,
    /// Where and how it is shown.
    pub viz: Option<VizRecord>,
    /// Documents and excerpts.
    pub sources: Option<Sources>,
}

impl Reading {
    /// Reads the fields of an object but for those that the format uses itself.
    pub(crate) fn of(object: &Json<'_>, own: &[&str], report: &mut Report) -> Self {
        let mut reading = Self::default();
        let fields = object.fields().iter().filter(|(name, _)| !own.contains(&name.as_ref()));
        for (name, value) in fields {
            reading.field(name, value, report);
        }
        reading
    }

    /// Reads a field.
    pub(crate) fn field(&mut self, name: &str, value: &Json<'_>, report: &mut Report) {
        if MEANT.contains(&name) {
            self.meant(name, value, report);
        } else {
            self.attribute(name, value, report);
        }
    }

    /// Adds a value as an attribute.
    pub(crate) fn attribute(&mut self, name: &str, value: &Json<'_>, report: &mut Report) {
        match value.typed() {
            Some((kind, text)) => {
                self.attributes.push(AttributeRecord { name: name.to_owned(), kind, value: text });
            }
            None => report.dropped("attribute", "its value is null, which says nothing", value.line, name),
        }
    }

    /// Reads a field of ours. Where a format has only texts, its JSON stands in one.
    fn meant(&mut self, name: &str, value: &Json<'_>, report: &mut Report) {
        if let Some(text) = value.text() {
            match Json::parse(name, text, &mut Report::default()) {
                Ok(inner) if !matches!(inner.kind, Kind::Text(_)) => self.meant(name, &inner, report),
                Ok(_) | Err(_) => self.attribute(name, value, report),
            }
            return;
        }
        match name {
            VIZ => match viz(value) {
                Some(viz) => self.viz = Some(viz),
                None => self.attribute(name, value, report),
            },
            OTHER => self.attributes.extend(records(value, "attribute", report)),
            DOCUMENTS => {
                let documents = records(value, "document", report);
                self.sources.get_or_insert_default().documents.extend(documents);
            }
            _ => {
                let excerpts = records(value, "excerpt", report);
                self.sources.get_or_insert_default().excerpts.extend(excerpts);
            }
        }
    }

    /// Takes the place of a node that another program made.
    pub(crate) fn place(&mut self) {
        if self.viz.is_some() || self.is_own() {
            return;
        }
        let number = |name: &str| value(&self.attributes, name).and_then(|text| text.parse::<f64>().ok());
        let (x, y, z) = (number("x"), number("y"), number("z"));
        if x.is_some_and(f64::is_finite) && y.is_some_and(f64::is_finite) {
            let z = z.filter(|z| z.is_finite());
            self.viz = Some(VizRecord { x, y, z, ..VizRecord::default() });
            self.attributes.retain(|each| match each.name.as_str() {
                "x" | "y" => false,
                "z" => z.is_none(),
                _ => true,
            });
        }
    }

    /// Takes the time of a node or edge that another program made.
    pub(crate) fn spells(&mut self) -> Vec<Spell> {
        let text = |name: &str| value(&self.attributes, name).map(Into::into);
        let spell = Spell { start: text("start"), end: text("end") };
        if self.is_own() || spell.to_date().is_none() {
            return Vec::new();
        }
        self.attributes.retain(|each| !matches!(each.name.as_str(), "start" | "end"));
        vec![spell]
    }

    /// Whether this program wrote it.
    pub(crate) fn is_own(&self) -> bool {
        value(&self.attributes, "detente:record").is_some()
    }

    /// Takes out an attribute of text.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        let is_text = |kind: Option<AttributeKind>| matches!(kind, None | Some(AttributeKind::Text));
        let at = self.attributes.iter().position(|each| each.name == name && is_text(each.kind))?;
        Some(self.attributes.remove(at).value)
    }
}

/// The records of a list. What is none is told.
fn records<T: DeserializeOwned>(list: &Json<'_>, what: &'static str, report: &mut Report) -> Vec<T> {
    let mut records = Vec::new();
    for entry in list.each() {
        match serde_json::from_str(&entry.to_json()) {
            Ok(record) => records.push(record),
            Err(error) => {
                let told = error.to_string();
                let told = told.split(" at line ").next().unwrap_or_default();
                report.dropped(what, "it is no record of the dataset format", entry.line, told);
            }
        }
    }
    records
}

/// Where and how a node is shown, if all of it makes sense.
fn viz(value: &Json<'_>) -> Option<VizRecord> {
    let viz: VizRecord = serde_json::from_str(&value.to_json()).ok()?;
    let VizRecord { x: _, y: _, z: _, size, colour, opacity, shape } = &viz;
    let is_colour =
        |text: &String| text.len() == 6 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let is_sound = size.is_none_or(|size| size >= 0.0)
        && opacity.is_none_or(|opacity| (0.0..=1.0).contains(&opacity))
        && colour.as_ref().is_none_or(is_colour)
        && shape.as_ref().is_none_or(|shape| !shape.contains(char::is_control));
    is_sound.then_some(viz)
}
