//! The actors of a feed, each once: found by the code or name that a row gives, in memory once however many rows.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dataset::record::{ActorRecord, AttributeRecord, PartOfRecord};
use crate::dataset::{ActorKind, iso};

use super::super::graph;
use super::super::keys::{Keys, slug};
use super::{PREFIXES, titled};

/// The most other names and codes that are kept of an actor.
const NAMES: usize = 8;

/// An actor of a feed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ActorIndex(u32);

/// What a feed says of an actor.
#[derive(Clone, Debug)]
pub struct Said {
    /// What it is.
    pub kind: ActorKind,
    /// Its name.
    pub name: String,
    /// Its short name.
    pub short: Option<String>,
    /// What it is part of.
    pub part_of: Option<ActorIndex>,
    /// What else its row says of it.
    pub attributes: Vec<AttributeRecord>,
}

#[derive(Clone, Debug)]
struct Known {
    key: String,
    said: Said,
    /// Other names that rows give it.
    also: Vec<Box<str>>,
    /// The codes by which rows name it.
    codes: Vec<Box<str>>,
    /// Whether an event names it.
    acts: bool,
}

/// The actors of a feed.
#[derive(Clone, Debug, Default)]
pub struct Actors {
    /// By what rows call them.
    named: HashMap<Box<[u8]>, ActorIndex, RandomState>,
    /// By what they are, where several codes mean one actor.
    same: HashMap<String, ActorIndex, RandomState>,
    known: Vec<Known>,
    keys: Keys,
}

impl Actors {
    /// The actor that a row calls so.
    pub fn named(&self, name: &[u8]) -> Option<ActorIndex> {
        self.named.get(name).copied()
    }

    /// Remembers what rows call an actor.
    pub fn call(&mut self, name: &[u8], actor: ActorIndex) {
        self.named.insert(name.into(), actor);
    }

    /// The actor of an identity, made where it is new. `key` is what its key is made of.
    pub fn same_or(&mut self, identity: &str, key: &str, said: impl FnOnce(&mut Self) -> Said) -> ActorIndex {
        if let Some(&actor) = self.same.get(identity) {
            return actor;
        }
        let said = said(self);
        let key = self.key(key);
        let actor = self.push(key, said);
        self.same.insert(identity.to_owned(), actor);
        actor
    }

    /// A state, by its ISO 3166-1 alpha-3 code.
    pub fn state(&mut self, code: &'static str) -> ActorIndex {
        if let Some(&actor) = self.same.get(code) {
            return actor;
        }
        let name = iso::name(code).unwrap_or(code).to_owned();
        let said = Said { kind: ActorKind::State, name, short: None, part_of: None, attributes: Vec::new() };
        let actor = self.push(code.to_owned(), said);
        self.same.insert(code.to_owned(), actor);
        actor
    }

    /// Takes note of a name that a row gives an actor.
    pub fn name(&mut self, actor: ActorIndex, name: &[u8]) {
        let Some(known) = self.known.get_mut(actor.0 as usize) else { return };
        note(&mut known.also, name);
    }

    /// Takes note of a code by which rows name an actor.
    pub fn code(&mut self, actor: ActorIndex, code: &[u8]) {
        let Some(known) = self.known.get_mut(actor.0 as usize) else { return };
        note(&mut known.codes, code);
    }

    /// Says that an event names an actor.
    pub fn act(&mut self, actor: ActorIndex) {
        if let Some(known) = self.known.get_mut(actor.0 as usize) {
            known.acts = true;
        }
    }

    /// The key of an actor.
    pub fn key_of(&self, actor: ActorIndex) -> &str {
        self.known.get(actor.0 as usize).map_or("", |known| &known.key)
    }

    /// What an actor is.
    pub fn kind_of(&self, actor: ActorIndex) -> ActorKind {
        self.known.get(actor.0 as usize).map_or(ActorKind::Unspecified, |known| known.said.kind)
    }

    /// The outermost whole that an actor is part of; itself where it is part of nothing.
    pub fn home(&self, actor: ActorIndex) -> ActorIndex {
        let mut home = actor;
        // A whole is known before its part, so that its number is lower, and this ends.
        while let Some(whole) = self.known.get(home.0 as usize).and_then(|known| known.said.part_of) {
            home = whole;
        }
        home
    }

    /// The records of the actors that events name, and of what these are part of, in the order in which they came.
    pub fn into_records(mut self) -> impl Iterator<Item = ActorRecord> {
        // A whole has a lower number than its parts.
        for nth in (0..self.known.len()).rev() {
            let whole = self.known.get(nth).filter(|known| known.acts).and_then(|known| known.said.part_of);
            whole.into_iter().for_each(|whole| self.act(whole));
        }
        let keys: Vec<String> = self.known.iter().map(|known| known.key.clone()).collect();
        self.known.into_iter().filter(|known| known.acts).map(move |known| known.into_record(&keys))
    }

    fn push(&mut self, key: String, said: Said) -> ActorIndex {
        let actor = ActorIndex(self.known.len() as u32);
        self.known.push(Known { key, said, also: Vec::new(), codes: Vec::new(), acts: false });
        actor
    }

    /// A key that no event, tie or document of a feed can have.
    fn key(&mut self, name: &str) -> String {
        let slug = slug(name).unwrap_or_else(|| "actor".to_owned());
        let is_reserved = PREFIXES.iter().any(|prefix| slug.starts_with(prefix));
        if is_reserved {
            self.keys.slug(&format!("actor {slug}"), "actor")
        } else {
            self.keys.slug(&slug, "actor")
        }
    }
}

fn note(notes: &mut Vec<Box<str>>, text: &[u8]) {
    let is_known = notes.iter().any(|known| known.as_bytes() == text);
    if !is_known && !text.is_empty() && notes.len() < NAMES {
        notes.push(String::from_utf8_lossy(text).into());
    }
}

impl Known {
    fn into_record(self, keys: &[String]) -> ActorRecord {
        let Self { key, said: Said { kind, name, short, part_of, attributes }, also, codes, acts: _ } = self;
        let mut other: Vec<String> = Vec::new();
        for also in also.iter().map(|also| titled(also.as_bytes())) {
            let is_known = [Some(&name), short.as_ref()].into_iter().flatten().chain(&other);
            if !also.is_empty() && !is_known.into_iter().any(|known| known.eq_ignore_ascii_case(&also)) {
                other.push(also);
            }
        }
        let codes: Vec<String> = codes.iter().map(|code| super::cleaned(code.as_bytes())).collect();
        let code = (!codes.is_empty()).then(|| graph::text("ActorCode", graph::join(&codes)));
        let whole = part_of.and_then(|whole| keys.get(whole.0 as usize));
        let part = |whole: &String| PartOfRecord {
            actor: whole.clone(),
            period: None,
            evidence: Vec::new(),
            note: None,
        };
        ActorRecord {
            id: key,
            kind,
            name,
            short,
            also: other,
            part_of: whole.map(part).into_iter().collect(),
            office: Vec::new(),
            note: None,
            viz: None,
            attributes: code.into_iter().chain(attributes).collect(),
        }
    }
}
