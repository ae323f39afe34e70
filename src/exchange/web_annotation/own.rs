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
use super::super::texts::Texts;
use super::addresses::Addresses;
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
    Tie(Tie),
}

/// Where a thing is.
#[derive(Clone, Copy)]
enum Place {
    Document(usize),
    Actor,
    Instrument(usize),
    Relationship(usize),
    Event(usize),
    /// Among the memberships and offices.
    Tie(usize),
}

/// A membership or an office, of the actor of a key.
enum Tie {
    PartOf(String, PartOfRecord),
    Office(String, OfficeRecord),
}

/// Things in the order in which they are named first.
struct Things {
    record: DatasetRecord,
    ties: Vec<Tie>,
    addresses: Texts,
    /// Where each is, by the number of its address.
    places: Vec<Place>,
    /// The excerpts that prove some of them, by the same number.
    evidence: HashMap<u32, Vec<String>>,
}

/// A dataset that came of annotations.
pub(super) struct Own {
    /// Its records.
    pub record: DatasetRecord,
    /// The keys of the documents by their addresses.
    pub documents: Addresses,
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
    if things.places.is_empty() {
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
        let mut things = Self {
            record: empty_record(),
            ties: Vec::new(),
            addresses: Texts::default(),
            places: Vec::new(),
            evidence: HashMap::new(),
        };
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
        let Some(address) = address(source).filter(|address| self.addresses.find(address).is_none()) else {
            return;
        };
        let Some(thing) = thing(source) else { return };
        self.addresses.add(address);
        let Self { record, ties, .. } = self;
        self.places.push(match thing {
            Thing::Document(row) => Place::Document(pushed(&mut record.documents, row)),
            Thing::Actor(row) => {
                record.actors.push(row);
                Place::Actor
            }
            Thing::Instrument(row) => Place::Instrument(pushed(&mut record.instruments, row)),
            Thing::Relationship(row) => Place::Relationship(pushed(&mut record.relationships, row)),
            Thing::Event(row) => Place::Event(pushed(&mut record.events, row)),
            Thing::Tie(tie) => Place::Tie(pushed(ties, tie)),
        });
    }

    fn into_dataset(mut self, file: Raw<'_>, annotations: &[Raw<'_>], report: &mut Report) -> Own {
        for annotation in annotations {
            let annotation = annotation.json(&mut Report::default());
            if !is_own(&annotation) {
                continue;
            }
            match self.excerpt(&annotation) {
                Some((excerpt, proven)) => {
                    for number in proven {
                        self.evidence.entry(number).or_default().push(excerpt.id.clone());
                    }
                    self.record.excerpts.push(excerpt);
                }
                None => {
                    let reason = "its record is none of an excerpt, or its document is not described";
                    report.dropped("annotation", reason, annotation.line, annotation.to_json());
                }
            }
        }
        let mut documents = Addresses::default();
        let mut ties: Vec<Option<Tie>> = self.ties.into_iter().map(Some).collect();
        for (number, place) in (0..).zip(self.places) {
            let found = self.evidence.remove(&number).unwrap_or_default();
            let record = &mut self.record;
            let evidence = match place {
                Place::Document(at) => {
                    let key = record.documents.get(at).map_or("", |row| &row.id);
                    documents.insert(self.addresses.get(number), key);
                    continue;
                }
                Place::Actor => continue,
                Place::Instrument(at) => record.instruments.get_mut(at).map(|row| &mut row.evidence),
                Place::Relationship(at) => record.relationships.get_mut(at).map(|row| &mut row.evidence),
                Place::Event(at) => record.events.get_mut(at).map(|row| &mut row.evidence),
                Place::Tie(at) => {
                    let tie = ties.get_mut(at).and_then(Option::take);
                    if tie.is_none_or(|tie| !tie.put(&found, &mut record.actors)) {
                        let address = self.addresses.get(number);
                        report.dropped("membership or office", "its actor is not described", 0, address);
                    }
                    continue;
                }
            };
            if let Some(evidence) = evidence {
                *evidence = in_order(evidence, &found);
            }
        }
        let DatasetRecord { id, title, description, .. } = head(file);
        Own { record: DatasetRecord { id, title, description, ..self.record }, documents }
    }

    /// The excerpt of an annotation, and the numbers of what it proves.
    fn excerpt(&self, annotation: &Json<'_>) -> Option<(ExcerptRecord, Vec<u32>)> {
        let mut ignored = Report::default();
        let words = Said::of(annotation, &mut ignored);
        let target = Target::of(annotation.get("target")?.each().first()?, &mut ignored)?;
        let number = self.addresses.find(target.address)?;
        let Place::Document(at) = *self.places.get(number as usize)? else { return None };
        let document = self.record.documents.get(at)?;
        let mut record: serde_json::Value =
            serde_json::from_str(&annotation.get(&record_field())?.to_json()).ok()?;
        let fields = record.as_object_mut()?;
        fields.insert("document".to_owned(), document.id.clone().into());
        fields.insert("gloss".to_owned(), words.words.join("\n").into());
        fields.insert("selector".to_owned(), serde_json::to_value(target.selectors).ok()?);
        fields.insert("voice".to_owned(), serde_json::to_value(words.voice.unwrap_or(Voice::Reported)).ok()?);
        let proven = words.identified.iter().filter_map(|address| self.addresses.find(address));
        Some((serde_json::from_value(record).ok()?, proven.collect()))
    }
}

impl Tie {
    /// Puts it to its actor, with the excerpts that prove it. Returns whether there is one.
    fn put(self, found: &[String], actors: &mut [ActorRecord]) -> bool {
        let (Self::PartOf(of, _) | Self::Office(of, _)) = &self;
        let Some(actor) = actors.iter_mut().find(|actor| actor.id == *of) else { return false };
        match self {
            Self::PartOf(_, mut tie) => {
                tie.evidence = in_order(&tie.evidence, found);
                actor.part_of.push(tie);
            }
            Self::Office(_, mut office) => {
                office.evidence = in_order(&office.evidence, found);
                actor.office.push(office);
            }
        }
        true
    }
}

/// Adds to a list. Returns the place there.
fn pushed<T>(list: &mut Vec<T>, row: T) -> usize {
    list.push(row);
    list.len() - 1
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
        "part-of" => of().zip(read(&json)).map(|(of, tie)| Thing::Tie(Tie::PartOf(of, tie))),
        "office" => of().zip(read(&json)).map(|(of, office)| Thing::Tie(Tie::Office(of, office))),
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
