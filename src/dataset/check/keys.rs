//! Keys: well formed, unique, and naming what they should name.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use crate::dataset::codes::Code;
use crate::dataset::diagnostic::Finding;
use crate::dataset::iso;
use crate::dataset::kind::ActorKind;
use crate::dataset::locate::JsonPath;
use crate::dataset::record::{ActorRecord, DatasetRecord};
use crate::dataset::suggest::{nearest, quoted};

use super::{finding, row};

/// The lists of a dataset, each of one kind of record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum List {
    Documents,
    Excerpts,
    Actors,
    Instruments,
    Relationships,
    Events,
}

impl List {
    /// Name of the list in a file.
    fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Excerpts => "excerpts",
            Self::Actors => "actors",
            Self::Instruments => "instruments",
            Self::Relationships => "relationships",
            Self::Events => "events",
        }
    }

    /// One row of it, with an article.
    fn a_row(self) -> &'static str {
        match self {
            Self::Documents => "a document",
            Self::Excerpts => "an excerpt",
            Self::Actors => "an actor",
            Self::Instruments => "an instrument",
            Self::Relationships => "a relationship",
            Self::Events => "an event",
        }
    }
}

/// What a key in some field must name.
#[derive(Clone, Copy)]
struct Wanted {
    lists: &'static [List],
    word: &'static str,
}

const DOCUMENT: Wanted = Wanted { lists: &[List::Documents], word: "a document" };
const EXCERPT: Wanted = Wanted { lists: &[List::Excerpts], word: "an excerpt" };
const ACTOR: Wanted = Wanted { lists: &[List::Actors], word: "an actor" };
const NODE: Wanted = Wanted { lists: &[List::Actors, List::Instruments], word: "an actor or instrument" };

pub(super) fn check(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let mut checker =
        Checker { keys: HashMap::new(), meant: HashSet::new(), comparisons: COMPARISONS, findings };
    checker.slug(&record.id, JsonPath::root().field("id"));
    checker.own_keys(record);
    checker.references(record);
}

/// How many keys are compared in search of the one that was meant, over all findings: enough for any file
/// that a person mends by hand, and soon used up by one that is broken throughout.
const COMPARISONS: usize = 100_000;

struct Checker<'a> {
    keys: HashMap<&'a str, (List, usize)>,
    /// The codes that states should have had as their keys.
    meant: HashSet<&'static str>,
    comparisons: usize,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Checker<'a> {
    fn own_keys(&mut self, record: &'a DatasetRecord) {
        for (index, document) in record.documents.iter().enumerate() {
            self.own_key(&document.id, List::Documents, index);
        }
        for (index, excerpt) in record.excerpts.iter().enumerate() {
            self.own_key(&excerpt.id, List::Excerpts, index);
        }
        for (index, actor) in record.actors.iter().enumerate() {
            self.register(&actor.id, List::Actors, index);
            let path = row("actors", index).field("id");
            match actor.kind {
                ActorKind::State => self.state(actor, path, row("actors", index).field("kind")),
                ActorKind::Government
                | ActorKind::Person
                | ActorKind::Organisation
                | ActorKind::ArmedGroup
                | ActorKind::Territory
                | ActorKind::Unspecified => self.slug(&actor.id, path),
            }
        }
        for (index, instrument) in record.instruments.iter().enumerate() {
            self.own_key(&instrument.id, List::Instruments, index);
        }
        for (index, relationship) in record.relationships.iter().enumerate() {
            self.own_key(&relationship.id, List::Relationships, index);
        }
        for (index, event) in record.events.iter().enumerate() {
            self.own_key(&event.id, List::Events, index);
        }
    }

    fn own_key(&mut self, key: &'a str, list: List, index: usize) {
        self.register(key, list, index);
        self.slug(key, row(list.name(), index).field("id"));
    }

    fn register(&mut self, key: &'a str, list: List, index: usize) {
        match self.keys.entry(key) {
            Entry::Vacant(free) => {
                free.insert((list, index));
            }
            Entry::Occupied(taken) => {
                let &(first, at) = taken.get();
                let message = format!("the key {} is already that of {}", quoted(key), first.a_row());
                let hint = "Keys are unique in a dataset, over all kinds of record: choose another.";
                let path = row(list.name(), index).field("id");
                self.findings.push(
                    finding(Code::DuplicateKey, path, message, hint)
                        .related(row(first.name(), at).field("id"), "first used here"),
                );
            }
        }
    }

    fn slug(&mut self, key: &str, path: JsonPath) {
        if is_slug(key) {
            return;
        }
        let message = format!("the key {} is not a slug", quoted(key));
        let rule = "Lower-case letters a to z and digits, in words joined by single hyphens";
        let hint = match slug_of(key) {
            Some(slug) => format!("{rule}, such as `{slug}`."),
            None => format!("{rule}."),
        };
        self.findings.push(finding(Code::BadKey, path, message, hint));
    }

    fn state(&mut self, actor: &ActorRecord, path: JsonPath, kind: JsonPath) {
        if iso::is_state(&actor.id) {
            return;
        }
        let message = format!("a state's key is its ISO 3166-1 alpha-3 code; found {}", quoted(&actor.id));
        let hint = match state_code(actor) {
            Some(code) => {
                // That other records name the state by its right code is no second problem.
                self.meant.insert(code);
                format!("Did you mean `{code}`?")
            }
            None => {
                "Use the three capital letters, such as NZL; what is no state has another `kind`.".to_owned()
            }
        };
        self.findings.push(finding(Code::BadStateCode, path, message, hint).depends_on(kind));
    }

    fn references(&mut self, record: &'a DatasetRecord) {
        if let Some(series) = &record.series {
            let path = JsonPath::root().field("series");
            self.reference(&series.of, || path.field("of"), ACTOR);
            self.each(&series.toward, || path.field("toward"), ACTOR);
        }
        for (index, excerpt) in record.excerpts.iter().enumerate() {
            let path = || row("excerpts", index);
            self.reference(&excerpt.document, || path().field("document"), DOCUMENT);
            if let Some(speaker) = &excerpt.speaker {
                self.reference(speaker, || path().field("speaker"), ACTOR);
            }
        }
        for (index, actor) in record.actors.iter().enumerate() {
            for (nth, part) in actor.part_of.iter().enumerate() {
                let path = || row("actors", index).field("part-of").index(nth);
                self.reference(&part.actor, || path().field("actor"), ACTOR);
                self.each(&part.evidence, || path().field("evidence"), EXCERPT);
            }
            for (nth, office) in actor.office.iter().enumerate() {
                let path = || row("actors", index).field("office").index(nth);
                self.reference(&office.of, || path().field("of"), ACTOR);
                self.each(&office.evidence, || path().field("evidence"), EXCERPT);
            }
        }
        for (index, instrument) in record.instruments.iter().enumerate() {
            self.each(&instrument.evidence, || row("instruments", index).field("evidence"), EXCERPT);
        }
        for (index, relationship) in record.relationships.iter().enumerate() {
            let path = || row("relationships", index);
            self.reference(&relationship.from, || path().field("from"), NODE);
            self.reference(&relationship.to, || path().field("to"), NODE);
            self.each(&relationship.evidence, || path().field("evidence"), EXCERPT);
        }
        for (index, event) in record.events.iter().enumerate() {
            let path = || row("events", index);
            self.reference(&event.from, || path().field("from"), ACTOR);
            self.reference(&event.to, || path().field("to"), NODE);
            self.each(&event.evidence, || path().field("evidence"), EXCERPT);
        }
    }

    fn each(&mut self, keys: &[String], path: impl Fn() -> JsonPath, wanted: Wanted) {
        for (index, key) in keys.iter().enumerate() {
            self.reference(key, || path().index(index), wanted);
        }
    }

    fn reference(&mut self, key: &str, path: impl Fn() -> JsonPath, wanted: Wanted) {
        match self.keys.get(key).copied() {
            Some((list, _)) if wanted.lists.contains(&list) => {}
            Some((list, index)) => {
                let message = format!("{} is {}; {} is meant here", quoted(key), list.a_row(), wanted.word);
                let hint = self.hint(key, wanted);
                self.findings.push(
                    finding(Code::WrongKindOfKey, path(), message, hint)
                        .related(row(list.name(), index).field("id"), "defined here"),
                );
            }
            None if self.meant.contains(key) && wanted.lists.contains(&List::Actors) => {}
            None => {
                let message = format!("{} names no record; {} is meant here", quoted(key), wanted.word);
                let hint = self.hint(key, wanted);
                let mut dangling = finding(Code::DanglingKey, path(), message, hint);
                for list in wanted.lists {
                    dangling = dangling.depends_on(JsonPath::root().field(list.name()));
                }
                self.findings.push(dangling);
            }
        }
    }

    fn hint(&mut self, key: &str, wanted: Wanted) -> String {
        let meant = if self.comparisons >= self.keys.len() {
            self.comparisons -= self.keys.len();
            let mut fit: Vec<_> = self
                .keys
                .iter()
                .filter(|(_, (list, _))| wanted.lists.contains(list))
                .map(|(&key, &(list, index))| (list.name(), index, key))
                .collect();
            // In file order, so that of two equally near keys the same one is told on every run.
            fit.sort_unstable();
            nearest(key, fit.into_iter().map(|(.., key)| key))
        } else {
            None
        };
        let lists: Vec<_> = wanted.lists.iter().map(|list| format!("`{}`", list.name())).collect();
        match meant {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!("Use the `id` of one in {}, or add it there.", lists.join(" or ")),
        }
    }
}

/// Words of lower-case ASCII letters and digits, joined by single hyphens.
pub fn is_slug(key: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    key.split('-').all(word)
}

/// The slug that a key may have been meant to be.
fn slug_of(key: &str) -> Option<String> {
    let lower: String = key
        .chars()
        .take(64)
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<_> = lower.split('-').filter(|word| !word.is_empty()).collect();
    (!words.is_empty() && key.is_ascii()).then(|| words.join("-"))
}

/// The code that a state's key or name points to.
fn state_code(actor: &ActorRecord) -> Option<&'static str> {
    let upper = actor.id.to_ascii_uppercase();
    iso::by_code(&upper)
        .or_else(|| iso::by_name(&actor.name))
        .or_else(|| actor.also.iter().find_map(|name| iso::by_name(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_words_joined_by_hyphens() {
        for good in ["aukus-pillar-two", "un", "e1", "2025"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "-", "a--b", "A", "a_b", "a b", "é", "a-"] {
            assert!(!is_slug(bad), "{bad}");
        }
        assert_eq!(slug_of("New Zealand_2025").as_deref(), Some("new-zealand-2025"));
        assert_eq!(slug_of("!!"), None);
    }
}
