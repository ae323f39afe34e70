//! From annotations to documents and excerpts. Those that this program wrote come back as they went ([`own`]); of the
//! others, what a dataset has no field for is kept in attributes.

use std::io;

use crate::dataset::Voice;
use crate::dataset::record::{AttributeRecord, DatasetRecord, ExcerptRecord};

use super::super::bibliography::{clean, cleaned, document, head, last_part, said};
use super::super::error::ExchangeError;
use super::super::graph::{join, text};
use super::super::import::Context;
use super::super::input::Part;
use super::super::json::{Json, Raw, Reading, text_of};
use super::super::keys::Keys;
use super::super::merge;
use super::super::records::{KINDS, Records};
use super::super::report::Report;
use super::super::sink::{Head, Sink, empty_record};
use super::super::texts::Texts;
use super::addresses::Addresses;
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

/// Reads it, one annotation after the other.
pub(crate) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (file, text) = (context.name, text_of(part, context)?);
    let whole = Raw::of(file, &text)?;
    let annotations = items::annotations(whole, context.report);
    context.report.read("annotation", annotations.len() as u64);
    let own = own::dataset(whole, &annotations, context.report);
    let poured = pour(own, whole, &annotations, &part.name, context);
    poured.map_err(|error| ExchangeError::io(file, &error))
}

fn pour(
    own: Option<Own>,
    whole: Raw<'_>,
    annotations: &[Raw<'_>],
    file: &str,
    context: &mut Context<'_>,
) -> io::Result<()> {
    let is_ours = own.is_some();
    let Own { record, documents } = own.unwrap_or_else(|| nothing(whole, file));
    let keys = merge::keys_of(&record);
    let counts = record.counts();
    context.sink.pour(record)?;
    let (report, sink) = (&mut *context.report, &mut *context.sink);
    let mut reader = Reader { keys, documents, seen: Texts::default(), counts, report, sink };
    for annotation in annotations {
        let annotation = annotation.json(reader.report);
        if !(is_ours && own::is_own(&annotation)) {
            reader.annotation(&annotation)?;
        }
    }
    for (what, count) in KINDS.into_iter().zip(reader.counts).filter(|(_, count)| *count > 0) {
        context.report.kept(what, count);
    }
    Ok(())
}

/// The dataset to which annotations are added that this program did not write.
fn nothing(whole: Raw<'_>, file: &str) -> Own {
    let Head { id, title, description, series } = head(file);
    let label = whole.get("label").and_then(|label| label.json(&mut Report::default()).text().and_then(said));
    let title = label.unwrap_or(title);
    let record = DatasetRecord { id, title, description, series, ..empty_record() };
    Own { record, documents: Addresses::default() }
}

struct Reader<'r> {
    keys: Keys,
    /// The keys of the documents by their addresses.
    documents: Addresses,
    /// The ids of the annotations that were read.
    seen: Texts,
    /// How many records there are of each of [`KINDS`].
    counts: [u64; 6],
    report: &'r mut Report,
    sink: &'r mut dyn Sink,
}

impl Reader<'_> {
    fn annotation(&mut self, annotation: &Json<'_>) -> io::Result<()> {
        let drop = |report: &mut Report, reason: &'static str| {
            report.dropped("annotation", reason, annotation.line, annotation.to_json());
            Ok(())
        };
        let motivation = words(annotation, "motivation");
        let answers = annotation.get("references").is_some_and(|list| !list.each().is_empty());
        if answers || motivation.iter().any(|word| word == "replying") {
            return drop(self.report, "it answers another one, and says nothing of a document");
        }
        let id = items::address(annotation).map(str::to_owned);
        if let Some(id) = &id {
            if self.seen.find(id).is_none() {
                self.seen.add(id);
            } else {
                self.report.merged(
                    "annotation",
                    "its id is there twice; the first one counts",
                    annotation.line,
                    id,
                );
                return Ok(());
            }
        }
        let targets = annotation.get("target").map(Json::each).unwrap_or_default();
        let said = Said::of(annotation, self.report);
        let attributes = self.attributes(annotation, &said, &motivation);
        let mut is_read = false;
        for target in targets {
            let Some(target) = Target::of(target, self.report) else { continue };
            is_read = true;
            let key = self.document(&target, annotation)?;
            let says_something = !said.words.is_empty() || !said.tags.is_empty() || !said.linked.is_empty();
            if says_something || !target.selectors.is_empty() || !target.others.is_empty() {
                self.excerpt(id.as_deref(), key, target, &said, attributes.clone())?;
            }
        }
        if is_read { Ok(()) } else { drop(self.report, "it has no target with an address") }
    }

    fn excerpt(
        &mut self,
        id: Option<&str>,
        document: String,
        target: Target<'_, '_>,
        said: &Said<'_>,
        mut attributes: Vec<AttributeRecord>,
    ) -> io::Result<()> {
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
        self.counts[1] += 1;
        self.sink.excerpt(ExcerptRecord {
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
        })
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
    fn document(&mut self, target: &Target<'_, '_>, annotation: &Json<'_>) -> io::Result<String> {
        if let Some(key) = self.documents.get(target.address) {
            return Ok(key.to_owned());
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
        self.documents.insert(target.address, &key);
        self.counts[0] += 1;
        self.sink.document(row)?;
        Ok(key)
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
