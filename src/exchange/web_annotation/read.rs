//! From annotations to documents and excerpts. Those that this program wrote come back as they went ([`own`]); of the
//! others, what a dataset has no field for is kept in attributes.

use std::collections::HashMap;

use crate::dataset::Voice;
use crate::dataset::record::{AttributeRecord, DatasetRecord, ExcerptRecord};

use super::super::bibliography::{clean, cleaned, document, head, last_part, said};
use super::super::error::ExchangeError;
use super::super::graph::{join, text};
use super::super::import::Context;
use super::super::input::Part;
use super::super::json::{Json, Reading, text_of};
use super::super::keys::Keys;
use super::super::report::Report;
use super::super::sink::{Head, empty_record};
use super::super::{detente, merge};
use super::body::Said;
use super::items::{self, types, words};
use super::own::{self, Own};
use super::record_field;
use super::target::Target;

/// The fields of an annotation that are read as something else than attributes.
const FIELDS: &[&str] = &[
    "@context",
    "id",
    "@id",
    "type",
    "@type",
    "body",
    "bodyValue",
    "text",
    "tags",
    "target",
    "uri",
    "document",
    "references",
    "creator",
    "user",
    "motivation",
];

/// Fields of Hypothesis that concern the server which kept the annotation.
const OF_SERVER: &[&str] =
    &["permissions", "links", "flagged", "hidden", "user_info", "moderation", "mentions", "actions"];

/// The fields of a source that are read as something else than attributes.
const OF_SOURCE: &[&str] =
    &["id", "@id", "type", "@type", "label", "title", "name", "language", "source", "selector"];

/// Reads it.
pub(crate) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (file, text) = (context.name, text_of(part, context)?);
    let json = Json::parse(file, &text, context.report)?;
    let annotations = items::annotations(&json, context.report);
    context.report.read("annotation", annotations.len() as u64);
    let own = own::dataset(&json, &annotations, context.report);
    let is_ours = own.is_some();
    let mut reader = Reader::new(own, &part.name, &json, context.report);
    for annotation in annotations.into_iter().filter(|annotation| !(is_ours && own::is_own(annotation))) {
        reader.annotation(annotation);
    }
    let record = reader.record;
    detente::count(&record, |what, count| context.report.kept(what, count));
    context.sink.pour(record).map_err(|error| ExchangeError::io(file, &error))
}

struct Reader<'r> {
    record: DatasetRecord,
    keys: Keys,
    /// The keys of the documents by their addresses.
    documents: HashMap<String, String>,
    /// The ids of the annotations that were read.
    seen: HashMap<String, u64>,
    report: &'r mut Report,
}

impl<'r> Reader<'r> {
    fn new(own: Option<Own>, file: &str, json: &Json<'_>, report: &'r mut Report) -> Self {
        let (record, documents) = match own {
            Some(Own { record, documents }) => (record, documents),
            None => {
                let Head { id, title, description, series } = head(file);
                let title = json.get("label").and_then(Json::text).and_then(said).unwrap_or(title);
                (DatasetRecord { id, title, description, series, ..empty_record() }, HashMap::new())
            }
        };
        let keys = merge::keys_of(&record);
        Self { record, keys, documents, seen: HashMap::new(), report }
    }

    fn annotation(&mut self, annotation: &Json<'_>) {
        let drop = |report: &mut Report, reason: &'static str| {
            report.dropped("annotation", reason, annotation.line, annotation.to_json());
        };
        let motivation = words(annotation, "motivation");
        let answers = annotation.get("references").is_some_and(|list| !list.each().is_empty());
        if answers || motivation.iter().any(|word| word == "replying") {
            return drop(self.report, "it answers another one, and says nothing of a document");
        }
        let id = items::address(annotation).map(str::to_owned);
        if let Some(id) = &id
            && self.seen.insert(id.clone(), annotation.line).is_some()
        {
            self.report.merged(
                "annotation",
                "its id is there twice; the first one counts",
                annotation.line,
                id,
            );
            return;
        }
        let targets = annotation.get("target").map(Json::each).unwrap_or_default();
        let said = Said::of(annotation, self.report);
        let attributes = self.attributes(annotation, &said, &motivation);
        let mut is_read = false;
        for target in targets {
            let Some(target) = Target::of(target, self.report) else { continue };
            is_read = true;
            let key = self.document(&target, annotation);
            let says_something = !said.words.is_empty() || !said.tags.is_empty() || !said.linked.is_empty();
            if says_something || !target.selectors.is_empty() || !target.others.is_empty() {
                self.excerpt(id.as_deref(), key, target, &said, attributes.clone());
            }
        }
        if !is_read {
            drop(self.report, "it has no target with an address");
        }
    }

    fn excerpt(
        &mut self,
        id: Option<&str>,
        document: String,
        target: Target<'_, '_>,
        said: &Said<'_>,
        mut attributes: Vec<AttributeRecord>,
    ) {
        let key = self.keys.slug(id.map(last_part).unwrap_or_default(), "excerpt");
        if let Some(id) = id.filter(|id| *id != key) {
            attributes.insert(0, text("id", id));
        }
        match target.others.as_slice() {
            [] => {}
            [one] => attributes.push(text("selector", one)),
            several => attributes.push(text("selector", format!("[{}]", several.join(",")))),
        }
        if said.voice.is_none() {
            self.report.note(
                "annotations do not say who speaks in a place: those without a voice are read as reported facts; correct them before you rely on it",
            );
        }
        let gloss = if said.words.is_empty() { "[no comment]".to_owned() } else { said.words.join("\n") };
        self.record.excerpts.push(ExcerptRecord {
            id: key,
            document,
            paragraph: None,
            selector: target.selectors,
            gloss,
            voice: said.voice.unwrap_or(Voice::Reported),
            speaker: None,
            credibility: None,
            note: None,
            attributes: cleaned(attributes),
        });
    }

    fn attributes(
        &mut self,
        annotation: &Json<'_>,
        all: &Said<'_>,
        motivation: &[String],
    ) -> Vec<AttributeRecord> {
        let mut attributes = Vec::new();
        let mut put = |name: &str, values: &[String]| {
            if !values.is_empty() {
                attributes.push(text(name, join(values)));
            }
        };
        put("motivation", motivation);
        let creators =
            annotation.get("creator").or_else(|| annotation.get("user")).map(Json::each).unwrap_or_default();
        put("creator", &creators.iter().filter_map(name).collect::<Vec<_>>());
        put("tags", &all.tags);
        let mut purposes: Vec<&str> = all.linked.iter().map(|(purpose, _)| purpose.as_str()).collect();
        purposes.dedup();
        for purpose in purposes {
            let of = all
                .linked
                .iter()
                .filter(|(each, _)| each == purpose)
                .map(|(_, address)| (*address).to_owned());
            put(purpose, &of.collect::<Vec<_>>());
        }
        for name in OF_SERVER {
            if let Some(value) = annotation.get(name) {
                let reason = "it concerns the server that kept the annotation";
                self.report.dropped("field", reason, value.line, *name);
            }
        }
        let record = record_field();
        let known: Vec<&str> = FIELDS.iter().chain(OF_SERVER).copied().chain([record.as_str()]).collect();
        attributes.extend(Reading::of(annotation, &known, self.report).attributes);
        attributes
    }

    /// The key of the document that a target is in.
    fn document(&mut self, target: &Target<'_, '_>, annotation: &Json<'_>) -> String {
        if let Some(key) = self.documents.get(target.address) {
            return key.clone();
        }
        let about = target.about;
        let field =
            |names: &[&str]| names.iter().find_map(|name| said(about?.get(name)?.each().first()?.text()?));
        // Hypothesis has the titles of the page beside the target.
        let page = || said(annotation.get("document")?.get("title")?.each().first()?.text()?);
        let bare = target.address.split_once("://").map_or(target.address, |(_, rest)| rest);
        let title = field(&["label", "title", "name"]).or_else(page);
        let key = self.keys.slug(title.as_deref().unwrap_or(bare), "document");
        let kind = about.map(kind).unwrap_or("webpage");
        let mut row = document(kind, title.unwrap_or_else(|| format!("[{}]", clean(bare))));
        row.id.clone_from(&key);
        row.language = field(&["language"]);
        if target.address.starts_with("http://") || target.address.starts_with("https://") {
            row.url = Some(clean(target.address));
        } else {
            row.attributes.push(text("id", target.address));
        }
        let record = record_field();
        let known: Vec<&str> = OF_SOURCE.iter().copied().chain([record.as_str()]).collect();
        row.attributes.extend(
            about.map(|about| Reading::of(about, &known, self.report).attributes).unwrap_or_default(),
        );
        row.attributes = cleaned(row.attributes);
        self.record.documents.push(row);
        self.documents.insert(target.address.to_owned(), key.clone());
        key
    }
}

/// The type of CSL of a source by its class (section 3.2.2).
fn kind(source: &Json<'_>) -> &'static str {
    let of = |class: &str| match class {
        "Dataset" => Some("dataset"),
        "Image" => Some("graphic"),
        "Sound" => Some("song"),
        "Video" => Some("motion_picture"),
        _ => None,
    };
    types(source).find_map(of).unwrap_or("webpage")
}

/// What an agent is called: by name, nickname or account, else by address.
fn name(agent: &Json<'_>) -> Option<String> {
    let called =
        ["name", "nickname", "account"].iter().find_map(|field| agent.get(field)?.each().first()?.text());
    said(called.or_else(|| items::address(agent))?)
}
