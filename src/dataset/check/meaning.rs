//! What relationships, events and memberships say: codes that exist, and nothing tied to itself.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::dataset::codes::Code;
use crate::dataset::coding::{CodeError, EventCode, Scheme};
use crate::dataset::diagnostic::Finding;
use crate::dataset::ids::{ActorId, Id};
use crate::dataset::locate::JsonPath;
use crate::dataset::record::{EventRecord, SeriesRecord};
use crate::dataset::suggest::quoted;

use super::keys::List;
use super::ties::Sameness;
use super::{Checker, Keys, finding};

impl Checker<'_> {
    /// The code of an event, where the one or the other has a score.
    pub(super) fn event_code<D>(
        &mut self,
        index: usize,
        event: &EventRecord<impl AsRef<str>, D>,
    ) -> Option<&'static EventCode> {
        match EventCode::find(event.code.as_ref()) {
            Ok(code) => match event.score.or(code.score) {
                Some(_) => Some(code),
                None => {
                    self.findings.tell(Code::NoScore, List::Events, || {
                        let message = format!("the event {} has no score", quoted(event.id.as_ref()));
                        let hint = "Add `score`, from -10 to 10: its coding scheme has no table of them.";
                        let path = List::Events.row(index);
                        finding(Code::NoScore, path.field("score"), message, hint).at_path(path.field("code"))
                    });
                    None
                }
            },
            Err(error) => {
                let words =
                    || unknown_code(&error, event.code.as_ref(), List::Events.row(index).field("code"));
                self.findings.tell(Code::UnknownEventCode, List::Events, words);
                None
            }
        }
    }

    pub(super) fn toward_itself(&mut self, from: &str, to: &str, list: List, index: usize) {
        if from == to {
            self.findings.tell(Code::TowardItself, list, || {
                goes_to_itself(list.row(index).field("to"), &format!("the {}", list.noun()), to)
            });
        }
    }

    pub(super) fn series_toward_itself(&mut self, series: &SeriesRecord) {
        for (index, pole) in series.toward.iter().enumerate().filter(|(_, pole)| **pole == series.of) {
            self.findings.tell(Code::TowardItself, None, || {
                let path = JsonPath::root().field("series").field("toward").index(index);
                goes_to_itself(path, "the series", pole)
            });
        }
    }

    pub(super) fn equal_relationships(&mut self) {
        let mut relationships = std::mem::take(&mut self.ties.relationships);
        relationships.sort_unstable_by_key(|&(index, _)| index);
        let key = |index: usize| self.keys.columns.relationships.get(index);
        let hasher = RandomState::default();
        let mut known = HashTable::<&(usize, Sameness)>::with_capacity(relationships.len());
        for relationship @ &(index, ref sameness) in &relationships {
            let is_same = |known: &&(usize, Sameness)| known.1 == *sameness;
            // There is room for all, so that no hash is asked for again.
            let first = match known.entry(hasher.hash_one(sameness), is_same, |_| 0) {
                Entry::Vacant(place) => {
                    place.insert(relationship);
                    continue;
                }
                Entry::Occupied(first) => first.get().0,
            };
            self.findings.tell(Code::EqualRelationships, List::Relationships, || {
                let message = format!(
                    "the relationship {} says the same as {}: kind, ends and period are equal",
                    quoted(key(index)),
                    quoted(key(first))
                );
                let hint = "Make one of them, with the evidence of both, or give each its period.";
                let path = |index| List::Relationships.row(index).field("id");
                finding(Code::EqualRelationships, path(index), message, hint)
                    .related(path(first), "the other one")
            });
        }
    }

    /// Walks depth-first along `part-of`, without recursion, and tells of each tie that closes a cycle.
    pub(super) fn part_of_cycles(&mut self) {
        let mut parts = std::mem::take(&mut self.ties.parts);
        parts.sort_unstable();
        let count = self.keys.columns.actors.len();
        // Where the ties of each actor begin, and where those of the last end.
        let begin: Vec<usize> = (0..=count)
            .map(|actor| parts.partition_point(|&(part, ..)| part < ActorId::from_index(actor)))
            .collect();
        let mut state = vec![Walked::Never; count];
        for start in 0..count {
            if state[start] != Walked::Never {
                continue;
            }
            state[start] = Walked::Now;
            // The actors on the way, each with its next tie.
            let mut way: Vec<(usize, usize)> = vec![(start, begin[start])];
            while let Some((actor, next)) = way.last_mut() {
                let (at, tie) = (*actor, *next);
                *next += 1;
                if tie == begin[at + 1] {
                    state[at] = Walked::Done;
                    way.pop();
                    continue;
                }
                let (_, nth, whole) = parts[tie];
                let whole = whole.index();
                match state[whole] {
                    Walked::Done => {}
                    Walked::Never => {
                        state[whole] = Walked::Now;
                        way.push((whole, begin[whole]));
                    }
                    Walked::Now => self.findings.tell(Code::PartOfCycle, List::Actors, || {
                        let path = List::Actors.row(at).field("part-of").index(nth).field("actor");
                        cycle(self.keys, &way, whole, path)
                    }),
                }
            }
        }
    }
}

fn unknown_code(error: &CodeError, written: &str, path: JsonPath) -> Finding {
    let (message, guess) = match error {
        CodeError::NoScheme => {
            let message = format!("{} does not say which coding scheme it is of", quoted(written));
            (message, written)
        }
        CodeError::UnknownScheme(scheme) => {
            let message = format!("no coding scheme is called {}", quoted(scheme));
            (message, written.split_once(':').map_or("", |(_, code)| code))
        }
        CodeError::UnknownCode { scheme: Scheme::Cameo, code } => {
            (format!("CAMEO has no event code {}", quoted(code)), code.as_str())
        }
        CodeError::UnknownCode { scheme: Scheme::Plover, code } => {
            (format!("PLOVER has no type of event {}", quoted(code)), code.as_str())
        }
    };
    let hint = match meant(guess) {
        Some(code) => format!("Did you mean `{code}` ({})?", code.meaning),
        None => {
            "Codes are written `cameo:` and two to four digits, such as `cameo:0312`; `01` and `010` differ."
                .to_owned()
        }
    };
    finding(Code::UnknownEventCode, path, message, hint)
}

/// The code that digits without a scheme, or without their leading zero, may stand for.
fn meant(digits: &str) -> Option<EventCode> {
    let prefix = Scheme::Cameo.prefix();
    [format!("{prefix}:{digits}"), format!("{prefix}:0{digits}")]
        .iter()
        .find_map(|code| EventCode::parse(code).ok())
}

fn goes_to_itself(path: JsonPath, what: &str, key: &str) -> Finding {
    let message = format!("{what} goes from {} to itself", quoted(key));
    finding(Code::TowardItself, path, message, "Name two different ends.")
}

/// How far the walk along `part-of` has come with an actor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walked {
    Never,
    Now,
    Done,
}

fn cycle(keys: &Keys, way: &[(usize, usize)], whole: usize, path: JsonPath) -> Finding {
    let key = |actor: usize| keys.columns.actors.get(actor);
    let from = way.iter().position(|&(actor, _)| actor == whole).unwrap_or(0);
    let actors: Vec<_> = way[from..].iter().map(|&(actor, _)| actor).chain([whole]).collect();
    let shown = |&actor: &usize| key(actor).chars().take(40).collect::<String>();
    let told = match actors.as_slice() {
        [first, second, .., last] if actors.len() > 8 => {
            format!("{} → {} → … → {}", shown(first), shown(second), shown(last))
        }
        actors => actors.iter().map(shown).collect::<Vec<_>>().join(" → "),
    };
    let message = format!("{} is part of itself: {}", quoted(key(whole)), told.escape_debug());
    finding(Code::PartOfCycle, path, message, "Remove one of these ties: a part cannot hold its whole.")
}
