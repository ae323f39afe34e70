//! What annotations speak of, and in which of them.

use std::collections::{HashMap, HashSet};
use std::io;

use crate::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, InstrumentRecord, RelationshipRecord,
};

use super::super::json::Out;
use super::super::records::Records;
use super::super::sink::{Collector, Sink};
use super::super::texts::Texts;

/// What is in memory as annotations are written, since one of them names everything that its excerpt proves: what excerpts
/// prove, and the documents, actors and instruments of both.
pub(super) struct Cited {
    /// All but documents and excerpts.
    pub record: DatasetRecord,
    /// How many excerpts there are whose documents are there.
    pub excerpts: u64,
    /// The documents, each with whether its address on the web is only its own.
    pub documents: Vec<(DocumentRecord, bool)>,
    /// Of all documents in their order, whether the address on the web is only its own.
    pub has_own: Vec<bool>,
}

impl Cited {
    pub fn of(records: &dyn Records) -> io::Result<Self> {
        let mut all = Collector::default();
        all.head(records.head());
        let mut nodes = HashSet::new();
        // The documents in which excerpts stand, with how many.
        let mut cited: HashMap<String, u64> = HashMap::new();
        records.excerpts(&mut |row| {
            match cited.get_mut(&row.document) {
                Some(count) => *count += 1,
                None => drop(cited.insert(row.document.clone(), 1)),
            }
            nodes.extend(row.speaker.clone());
            Ok(())
        })?;
        records.relationships(&mut |row| {
            if row.evidence.is_empty() {
                return Ok(());
            }
            nodes.extend([row.from.clone(), row.to.clone()]);
            all.relationship(row.clone())
        })?;
        records.events(&mut |row| {
            if row.evidence.is_empty() {
                return Ok(());
            }
            nodes.extend([row.from.clone(), row.to.clone()]);
            all.event(row.clone())
        })?;
        records.actors(&mut |row| {
            for key in ties(row) {
                nodes.extend([row.id.clone(), key.to_owned()]);
            }
            Ok(())
        })?;
        records.actors(&mut |row| if nodes.contains(&row.id) { all.actor(row.clone()) } else { Ok(()) })?;
        records.instruments(&mut |row| {
            let is_cited = !row.evidence.is_empty() || nodes.contains(&row.id);
            if is_cited { all.instrument(row.clone()) } else { Ok(()) }
        })?;
        let (mut taken, mut has_own, mut documents) = (Texts::default(), Vec::new(), Vec::new());
        let mut excerpts = 0;
        records.documents(&mut |row| {
            let own = row.url.as_deref().filter(|url| is_address(url) && taken.find(url).is_none());
            let is_own = own.map(|url| taken.add(url)).is_some();
            has_own.push(is_own);
            if let Some(count) = cited.get(&row.id) {
                excerpts += count;
                documents.push((row.clone(), is_own));
            }
            Ok(())
        })?;
        Ok(Self { record: all.into_record(), excerpts, documents, has_own })
    }

    /// What each excerpt proves.
    pub fn proven(&self) -> HashMap<&str, Vec<Proven<'_>>> {
        let mut proven: HashMap<&str, Vec<Proven<'_>>> = HashMap::new();
        let mut put = |(evidence, thing)| prove(&mut proven, evidence, thing);
        let DatasetRecord { actors, instruments, relationships, events, .. } = &self.record;
        relationships.iter().map(|row| (&row.evidence, Proven::Relationship(row))).for_each(&mut put);
        events.iter().map(|row| (&row.evidence, Proven::Event(row))).for_each(&mut put);
        instruments.iter().map(|row| (&row.evidence, Proven::Instrument(row))).for_each(&mut put);
        for actor in actors {
            let parts = actor.part_of.iter().enumerate();
            parts.map(|(nth, part)| (&part.evidence, Proven::PartOf(actor, nth))).for_each(&mut put);
            let offices = actor.office.iter().enumerate();
            offices.map(|(nth, office)| (&office.evidence, Proven::Office(actor, nth))).for_each(&mut put);
        }
        proven
    }
}

fn prove<'a>(proven: &mut HashMap<&'a str, Vec<Proven<'a>>>, evidence: &'a Vec<String>, thing: Proven<'a>) {
    for excerpt in evidence {
        // Most prove one thing.
        proven.entry(excerpt).or_insert_with(|| Vec::with_capacity(1)).push(thing);
    }
}

/// What the memberships and offices of an actor that something proves are of.
fn ties(row: &ActorRecord) -> impl Iterator<Item = &str> {
    let parts = row.part_of.iter().filter(|part| !part.evidence.is_empty()).map(|part| part.actor.as_str());
    let offices = row.office.iter().filter(|office| !office.evidence.is_empty());
    parts.chain(offices.map(|office| office.of.as_str()))
}

/// Whether a text is an address that can stand for a document.
fn is_address(url: &str) -> bool {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    !bare.is_empty() && !bare.contains(is_odd)
}

/// Something that an excerpt proves. Memberships and offices are those of an actor, by their number.
#[derive(Clone, Copy)]
pub(super) enum Proven<'a> {
    Relationship(&'a RelationshipRecord),
    Event(&'a EventRecord),
    Instrument(&'a InstrumentRecord),
    PartOf(&'a ActorRecord, usize),
    Office(&'a ActorRecord, usize),
}

impl<'a> Proven<'a> {
    /// The word of its type.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Relationship(_) => "relationship",
            Self::Event(_) => "event",
            Self::Instrument(_) => "instrument",
            Self::PartOf(..) => "part-of",
            Self::Office(..) => "office",
        }
    }

    /// Its key or, for a membership or an office, that of the actor with a number.
    pub fn key(self) -> String {
        match self {
            Self::Relationship(row) => row.id.clone(),
            Self::Event(row) => row.id.clone(),
            Self::Instrument(row) => row.id.clone(),
            Self::PartOf(actor, nth) | Self::Office(actor, nth) => format!("{}:{}", actor.id, nth + 1),
        }
    }

    /// What people call it; `name` tells what they call a node.
    pub fn label(self, name: impl Fn(&str) -> &'a str) -> String {
        match self {
            Self::Relationship(row) => {
                let what = row.label.as_deref().unwrap_or(row.kind.word());
                format!("{} to {}: {what}", name(&row.from), name(&row.to))
            }
            Self::Event(row) => format!("{} to {}: {}", name(&row.from), name(&row.to), row.label),
            Self::Instrument(row) => row.name.clone(),
            Self::PartOf(actor, nth) => {
                let whole = actor.part_of.get(nth).map_or("", |part| name(&part.actor));
                format!("{} is part of {whole}", actor.name)
            }
            Self::Office(actor, nth) => {
                let (title, of) =
                    actor.office.get(nth).map_or(("", ""), |office| (&office.title, name(&office.of)));
                format!("{} is {title} of {of}", actor.name)
            }
        }
    }

    /// Its record.
    pub fn json(self) -> Out {
        match self {
            Self::Relationship(row) => Out::of(row),
            Self::Event(row) => Out::of(row),
            Self::Instrument(row) => Out::of(row),
            Self::PartOf(actor, nth) => Out::of(&actor.part_of.get(nth)),
            Self::Office(actor, nth) => Out::of(&actor.office.get(nth)),
        }
    }

    /// The actor whose membership or office it is.
    pub fn of(self) -> Option<&'a str> {
        match self {
            Self::Relationship(_) | Self::Event(_) | Self::Instrument(_) => None,
            Self::PartOf(actor, _) | Self::Office(actor, _) => Some(&actor.id),
        }
    }

    /// The nodes that it speaks of.
    pub fn nodes(self) -> impl Iterator<Item = &'a str> {
        let [first, second] = match self {
            Self::Relationship(row) => [Some(&row.from), Some(&row.to)],
            Self::Event(row) => [Some(&row.from), Some(&row.to)],
            Self::Instrument(_) => [None, None],
            Self::PartOf(actor, nth) => [Some(&actor.id), actor.part_of.get(nth).map(|part| &part.actor)],
            Self::Office(actor, nth) => [Some(&actor.id), actor.office.get(nth).map(|office| &office.of)],
        };
        first.into_iter().chain(second).map(String::as_str)
    }
}
