//! Joins two records of one thing: what only one of them says is kept, and where both say something else, the first
//! one's word stands and the other is listed.

use std::collections::HashMap;
use std::fmt::Debug;

use serde::Serialize;

use crate::dataset::record::{
    ActorRecord, AttributeRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord, OfficeRecord,
    PartOfRecord, RelationshipRecord,
};

use super::super::report::{Conflict, Report};

/// A kind of record.
pub(super) trait Join: Sized + PartialEq {
    /// What it is called in a report.
    const WHAT: &'static str;

    /// Its key.
    fn id(&self) -> &str;

    /// Takes in what another record of the same thing says.
    fn join(&mut self, other: Self, conflicts: &mut Conflicts);
}

/// The place of each row by its key.
pub(super) fn index<R: Join>(rows: &[R]) -> HashMap<String, usize> {
    rows.iter().enumerate().map(|(at, row)| (row.id().to_owned(), at)).collect()
}

/// Takes the rows of a second dataset into those of the first.
pub(super) fn rows<R: Join>(first: &mut Vec<R>, second: Vec<R>, report: &mut Report) {
    let mut places = index(first);
    for row in second {
        match places.get(row.id()).and_then(|&at| first.get_mut(at)) {
            Some(same) => {
                report.merged(R::WHAT, "the first dataset has it as well", 0, row.id());
                if *same != row {
                    let mut conflicts =
                        Conflicts { what: R::WHAT, key: row.id().to_owned(), found: Vec::new() };
                    same.join(row, &mut conflicts);
                    conflicts.found.into_iter().for_each(|conflict| report.conflict(conflict));
                }
            }
            None => {
                places.insert(row.id().to_owned(), first.len());
                first.push(row);
            }
        }
    }
}

/// What two records say differently.
pub(super) struct Conflicts {
    what: &'static str,
    key: String,
    found: Vec<Conflict>,
}

impl Conflicts {
    /// A value that must be there.
    fn value<T: PartialEq + Debug>(&mut self, name: &str, own: &T, other: &T, show: impl Fn(&T) -> String) {
        if own != other {
            let (what, key, field) = (self.what, self.key.clone(), name.to_owned());
            self.found.push(Conflict { what, key, field, kept: show(own), other: show(other) });
        }
    }

    fn text(&mut self, name: &str, own: &String, other: &String) {
        self.value(name, own, other, |text| format!("{text:?}"));
    }

    /// A value that may be absent: taken in where it is.
    fn optional<T: PartialEq + Debug>(
        &mut self,
        name: &str,
        own: &mut Option<T>,
        other: Option<T>,
        show: impl Fn(&T) -> String,
    ) {
        match (&own, other) {
            (None, other) => *own = other,
            (Some(own), Some(other)) => self.value(name, own, &other, show),
            (Some(_), None) => {}
        }
    }

    fn optional_text(&mut self, name: &str, own: &mut Option<String>, other: Option<String>) {
        self.optional(name, own, other, |text| format!("{text:?}"));
    }

    fn attributes(&mut self, own: &mut Vec<AttributeRecord>, other: Vec<AttributeRecord>) {
        for attribute in other {
            match own.iter().find(|each| each.name == attribute.name) {
                Some(same) => self.text(&attribute.name, &same.value, &attribute.value),
                None => own.push(attribute),
            }
        }
    }
}

/// Adds what is not in yet.
fn union<T: PartialEq>(own: &mut Vec<T>, other: Vec<T>) {
    for each in other {
        if !own.contains(&each) {
            own.push(each);
        }
    }
}

fn json<T: Serialize>(value: &T) -> String {
    // Records always serialise.
    serde_json::to_string(value).unwrap_or_default()
}

fn debug<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

impl Join for DocumentRecord {
    const WHAT: &'static str = "document";

    fn id(&self) -> &str {
        &self.id
    }

    fn join(&mut self, other: Self, conflicts: &mut Conflicts) {
        conflicts.text("type", &self.kind, &other.kind);
        conflicts.text("title", &self.title, &other.title);
        if self.author.is_empty() {
            self.author = other.author;
        } else if !other.author.is_empty() {
            conflicts.value("author", &self.author, &other.author, json);
        }
        conflicts.optional_text("container-title", &mut self.container_title, other.container_title);
        conflicts.optional_text("publisher", &mut self.publisher, other.publisher);
        conflicts.optional("issued", &mut self.issued, other.issued, |date| date.as_str().to_owned());
        conflicts.optional_text("URL", &mut self.url, other.url);
        conflicts.optional_text("language", &mut self.language, other.language);
        conflicts.optional_text("rights", &mut self.rights, other.rights);
        conflicts.optional_text("reliability", &mut self.reliability, other.reliability);
        conflicts.optional("text", &mut self.text, other.text, json);
        conflicts.optional_text("note", &mut self.note, other.note);
        conflicts.attributes(&mut self.attributes, other.attributes);
    }
}

impl Join for ExcerptRecord {
    const WHAT: &'static str = "excerpt";

    fn id(&self) -> &str {
        &self.id
    }

    fn join(&mut self, other: Self, conflicts: &mut Conflicts) {
        conflicts.optional("paragraph", &mut self.paragraph, other.paragraph, debug);
        conflicts.value("voice", &self.voice, &other.voice, |voice| voice.word().to_owned());
        conflicts.optional_text("speaker", &mut self.speaker, other.speaker);
        conflicts.optional("credibility", &mut self.credibility, other.credibility, debug);
        conflicts.optional_text("note", &mut self.note, other.note);
        conflicts.attributes(&mut self.attributes, other.attributes);
    }
}

impl Join for ActorRecord {
    const WHAT: &'static str = "actor";

    fn id(&self) -> &str {
        &self.id
    }

    fn join(&mut self, other: Self, conflicts: &mut Conflicts) {
        conflicts.value("kind", &self.kind, &other.kind, |kind| kind.word().to_owned());
        if self.name != other.name {
            // Another name is no conflict: it is found by both.
            union(&mut self.also, vec![other.name]);
        }
        conflicts.optional_text("short", &mut self.short, other.short);
        union(&mut self.also, other.also);
        for part in other.part_of {
            let is_same = |own: &&mut PartOfRecord| own.actor == part.actor && own.period == part.period;
            match self.part_of.iter_mut().find(is_same) {
                Some(own) => {
                    union(&mut own.evidence, part.evidence);
                    conflicts.optional_text("note", &mut own.note, part.note);
                }
                None => self.part_of.push(part),
            }
        }
        for office in other.office {
            let is_same = |own: &&mut OfficeRecord| {
                own.title == office.title && own.of == office.of && own.period == office.period
            };
            match self.office.iter_mut().find(is_same) {
                Some(own) => {
                    union(&mut own.evidence, office.evidence);
                    conflicts.optional_text("note", &mut own.note, office.note);
                }
                None => self.office.push(office),
            }
        }
        conflicts.optional_text("note", &mut self.note, other.note);
        conflicts.optional("viz", &mut self.viz, other.viz, json);
        conflicts.attributes(&mut self.attributes, other.attributes);
    }
}

impl Join for InstrumentRecord {
    const WHAT: &'static str = "instrument";

    fn id(&self) -> &str {
        &self.id
    }

    fn join(&mut self, other: Self, conflicts: &mut Conflicts) {
        conflicts.value("kind", &self.kind, &other.kind, |kind| kind.word().to_owned());
        if self.name != other.name {
            union(&mut self.also, vec![other.name]);
        }
        conflicts.optional_text("short", &mut self.short, other.short);
        union(&mut self.also, other.also);
        conflicts.optional("period", &mut self.period, other.period, |date| date.as_str().to_owned());
        union(&mut self.evidence, other.evidence);
        conflicts.optional_text("note", &mut self.note, other.note);
        conflicts.optional("viz", &mut self.viz, other.viz, json);
        conflicts.attributes(&mut self.attributes, other.attributes);
    }
}

impl Join for RelationshipRecord {
    const WHAT: &'static str = "relationship";

    fn id(&self) -> &str {
        &self.id
    }

    fn join(&mut self, other: Self, conflicts: &mut Conflicts) {
        conflicts.optional_text("label", &mut self.label, other.label);
        union(&mut self.evidence, other.evidence);
        conflicts.optional_text("note", &mut self.note, other.note);
        conflicts.attributes(&mut self.attributes, other.attributes);
    }
}

impl Join for EventRecord {
    const WHAT: &'static str = "event";

    fn id(&self) -> &str {
        &self.id
    }

    fn join(&mut self, other: Self, conflicts: &mut Conflicts) {
        conflicts.text("label", &self.label, &other.label);
        conflicts.optional("score", &mut self.score, other.score, debug);
        conflicts.optional("sources", &mut self.sources, other.sources, debug);
        union(&mut self.evidence, other.evidence);
        conflicts.optional_text("note", &mut self.note, other.note);
        conflicts.attributes(&mut self.attributes, other.attributes);
    }
}
