//! What this program wrote: things with a record of our own format, and the excerpts that prove them.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::dataset::Voice;
use crate::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord, OfficeRecord,
    PartOfRecord, RelationshipRecord,
};

use super::super::bibliography::said;
use super::super::json::{Json, Raw};
use super::super::keys::slug;
use super::super::report::Report;
use super::super::sink::empty_record;
use super::super::sound;
use super::body::Said;
use super::items::{address, types};
use super::record_field;
use super::target::Target;

/// A thing that an annotation names, with all that is said of it. Its evidence comes of the annotations.
enum Thing {
    Document(DocumentRecord),
    Actor(ActorRecord),
    Instrument(InstrumentRecord),
    Relationship(RelationshipRecord),
    Event(EventRecord),
    /// The key of the part, and its tie.
    PartOf(String, PartOfRecord),
    /// The key of the holder, and the office.
    Office(String, OfficeRecord),
}

/// Things in the order in which they are named first, each with its address and the excerpts that prove it.
#[derive(Default)]
struct Things {
    all: Vec<(String, Thing, Vec<String>)>,
    places: HashMap<String, usize>,
}

/// A dataset that came of annotations.
pub(super) struct Own {
    /// Its records.
    pub record: DatasetRecord,
    /// The keys of the documents by their addresses.
    pub documents: HashMap<String, String>,
}

/// Whether an annotation is an excerpt of ours.
pub(super) fn is_own(annotation: &Json<'_>) -> bool {
    annotation.get(&record_field()).is_some_and(Json::is_object)
}

/// The dataset that this program wrote into a file, if there is one and it is without errors.
pub(super) fn dataset(file: Raw<'_>, annotations: &[Raw<'_>], report: &mut Report) -> Option<Own> {
    if !file.mentions(&record_field()) {
        return None;
    }
    let things = Things::of(annotations);
    if things.all.is_empty() {
        return None;
    }
    let own = things.into_dataset(file, annotations, report);
    match sound::first_wrong(&own.record) {
        None => Some(own),
        Some(wrong) => {
            report
                .note(format!("what Detente wrote into this file is not used, since it has errors: {wrong}"));
            None
        }
    }
}

impl Things {
    fn of(annotations: &[Raw<'_>]) -> Self {
        let mut things = Self::default();
        for annotation in annotations {
            // What is wrong with it is told when it is taken.
            let annotation = annotation.json(&mut Report::default());
            let targets = annotation.get("target").map(Json::each).unwrap_or_default();
            let bodies = annotation.get("body").map(Json::each).unwrap_or_default();
            for source in targets.iter().chain(bodies).filter_map(|part| part.get("source")) {
                things.add(source);
            }
        }
        things
    }

    fn add(&mut self, source: &Json<'_>) {
        let Some(address) = address(source) else { return };
        if let Some(thing) = thing(source).filter(|_| !self.places.contains_key(address)) {
            self.places.insert(address.to_owned(), self.all.len());
            self.all.push((address.to_owned(), thing, Vec::new()));
        }
    }

    fn get(&self, address: &str) -> Option<&Thing> {
        self.places.get(address).and_then(|&at| self.all.get(at)).map(|(_, thing, _)| thing)
    }

    fn into_dataset(mut self, file: Raw<'_>, annotations: &[Raw<'_>], report: &mut Report) -> Own {
        let mut excerpts = Vec::new();
        for annotation in annotations {
            let annotation = annotation.json(&mut Report::default());
            if !is_own(&annotation) {
                continue;
            }
            match self.excerpt(&annotation) {
                Some((excerpt, proven)) => {
                    for at in proven {
                        if let Some((_, _, evidence)) = self.all.get_mut(at) {
                            evidence.push(excerpt.id.clone());
                        }
                    }
                    excerpts.push(excerpt);
                }
                None => {
                    let reason = "its record is none of an excerpt, or its document is not described";
                    report.dropped("annotation", reason, annotation.line, annotation.to_json());
                }
            }
        }
        let mut record = DatasetRecord { excerpts, ..head(file) };
        let mut documents = HashMap::new();
        // What is of an actor comes after all actors.
        self.all.sort_by_key(|(_, thing, _)| matches!(thing, Thing::PartOf(..) | Thing::Office(..)));
        for (address, thing, evidence) in self.all {
            if let Thing::Document(row) = &thing {
                documents.insert(address.clone(), row.id.clone());
            }
            if !put(&mut record, thing, &evidence) {
                report.dropped("membership or office", "its actor is not described", 0, address);
            }
        }
        Own { record, documents }
    }

    /// The excerpt of an annotation, and the places of what it proves.
    fn excerpt(&self, annotation: &Json<'_>) -> Option<(ExcerptRecord, Vec<usize>)> {
        let mut ignored = Report::default();
        let words = Said::of(annotation, &mut ignored);
        let target = Target::of(annotation.get("target")?.each().first()?, &mut ignored)?;
        let Some(Thing::Document(document)) = self.get(target.address) else { return None };
        let mut record: serde_json::Value =
            serde_json::from_str(&annotation.get(&record_field())?.to_json()).ok()?;
        let fields = record.as_object_mut()?;
        fields.insert("document".to_owned(), document.id.clone().into());
        fields.insert("gloss".to_owned(), words.words.join("\n").into());
        fields.insert("selector".to_owned(), serde_json::to_value(target.selectors).ok()?);
        fields.insert("voice".to_owned(), serde_json::to_value(words.voice.unwrap_or(Voice::Reported)).ok()?);
        let proven = words.identified.iter().filter_map(|address| self.places.get(*address).copied());
        Some((serde_json::from_value(record).ok()?, proven.collect()))
    }
}

/// Puts a thing in its place. Returns whether there is one.
fn put(record: &mut DatasetRecord, thing: Thing, found: &[String]) -> bool {
    match thing {
        Thing::Document(row) => record.documents.push(row),
        Thing::Actor(row) => record.actors.push(row),
        Thing::Instrument(mut row) => {
            row.evidence = in_order(&row.evidence, found);
            record.instruments.push(row);
        }
        Thing::Relationship(mut row) => {
            row.evidence = in_order(&row.evidence, found);
            record.relationships.push(row);
        }
        Thing::Event(mut row) => {
            row.evidence = in_order(&row.evidence, found);
            record.events.push(row);
        }
        Thing::PartOf(of, mut tie) => {
            tie.evidence = in_order(&tie.evidence, found);
            let actor = record.actors.iter_mut().find(|actor| actor.id == of);
            return actor.map(|actor| actor.part_of.push(tie)).is_some();
        }
        Thing::Office(of, mut office) => {
            office.evidence = in_order(&office.evidence, found);
            let actor = record.actors.iter_mut().find(|actor| actor.id == of);
            return actor.map(|actor| actor.office.push(office)).is_some();
        }
    }
    true
}

/// The excerpts that prove something, in the order in which its record has them.
fn in_order(told: &[String], found: &[String]) -> Vec<String> {
    let known = told.iter().filter(|key| found.contains(key));
    let new = found.iter().filter(|key| !told.contains(key));
    known.chain(new).cloned().collect()
}

/// What a source says itself to be.
fn thing(source: &Json<'_>) -> Option<Thing> {
    let json = source.get(&record_field())?.to_json();
    let of = || source.get(&super::own_field("of")).and_then(Json::text).map(str::to_owned);
    fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
        serde_json::from_str(json).ok()
    }
    types(source).find_map(|word| match word {
        "document" => read(&json).map(Thing::Document),
        "actor" => read(&json).map(Thing::Actor),
        "instrument" => read(&json).map(Thing::Instrument),
        "relationship" => read(&json).map(Thing::Relationship),
        "event" => read(&json).map(Thing::Event),
        "part-of" => of().zip(read(&json)).map(|(of, tie)| Thing::PartOf(of, tie)),
        "office" => of().zip(read(&json)).map(|(of, office)| Thing::Office(of, office)),
        _ => None,
    })
}

/// What a collection says of the dataset.
fn head(file: Raw<'_>) -> DatasetRecord {
    let of = |field: &str| file.get(field).map(|value| value.json(&mut Report::default()));
    let title = of("label").as_ref().and_then(Json::text).and_then(said);
    let own = of(&record_field());
    let text = |field: &str| own.as_ref().and_then(|own| own.get(field)).and_then(Json::text).and_then(said);
    let title = title.unwrap_or_else(|| "Annotations".to_owned());
    let id = text("id").or_else(|| slug(&title)).unwrap_or_else(|| "annotations".to_owned());
    DatasetRecord { id, title, description: text("description"), ..empty_record() }
}
