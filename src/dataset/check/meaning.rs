//! What relationships, events and memberships say: codes that exist, and nothing tied to itself.

use std::collections::HashMap;

use crate::dataset::codes::Code;
use crate::dataset::coding::{CodeError, EventCode, Scheme};
use crate::dataset::diagnostic::Finding;
use crate::dataset::locate::JsonPath;
use crate::dataset::record::{DatasetRecord, RelationshipRecord};
use crate::dataset::suggest::quoted;

use super::{finding, row};

pub(super) fn check(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    event_codes(record, findings);
    toward_itself(record, findings);
    equal_relationships(record, findings);
    part_of_cycles(record, findings);
}

fn event_codes(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    for (index, event) in record.events.iter().enumerate() {
        let error = match EventCode::parse(&event.code) {
            Ok(code) => {
                if code.score.or(event.score).is_none() {
                    let message = format!("the event {} has no score", quoted(&event.id));
                    let hint = "Add `score`, from -10 to 10: its coding scheme has no table of them.";
                    let path = row("events", index);
                    findings.push(
                        finding(Code::NoScore, path.field("score"), message, hint)
                            .at_path(path.field("code")),
                    );
                }
                continue;
            }
            Err(error) => error,
        };
        let (message, guess) = match &error {
            CodeError::NoScheme => {
                let message = format!("{} does not say which coding scheme it is of", quoted(&event.code));
                (message, event.code.as_str())
            }
            CodeError::UnknownScheme(scheme) => {
                let message = format!("no coding scheme is called {}", quoted(scheme));
                (message, event.code.split_once(':').map_or("", |(_, code)| code))
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
            None => "Codes are written `cameo:` and two to four digits, such as `cameo:0312`; `01` and `010` differ."
                .to_owned(),
        };
        findings.push(finding(Code::UnknownEventCode, row("events", index).field("code"), message, hint));
    }
}

/// The code that digits without a scheme, or without their leading zero, may stand for.
fn meant(digits: &str) -> Option<EventCode> {
    let prefix = Scheme::Cameo.prefix();
    [format!("{prefix}:{digits}"), format!("{prefix}:0{digits}")]
        .iter()
        .find_map(|code| EventCode::parse(code).ok())
}

fn toward_itself(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let mut tell = |path: JsonPath, what: &str, key: &str| {
        let message = format!("{what} goes from {} to itself", quoted(key));
        findings.push(finding(Code::TowardItself, path, message, "Name two different ends."));
    };
    for (index, relationship) in record.relationships.iter().enumerate() {
        if relationship.from == relationship.to {
            tell(row("relationships", index).field("to"), "the relationship", &relationship.to);
        }
    }
    for (index, event) in record.events.iter().enumerate() {
        if event.from == event.to {
            tell(row("events", index).field("to"), "the event", &event.to);
        }
    }
    if let Some(series) = &record.series {
        for (index, pole) in series.toward.iter().enumerate() {
            if *pole == series.of {
                let path = JsonPath::root().field("series").field("toward").index(index);
                tell(path, "the series", pole);
            }
        }
    }
}

fn equal_relationships(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let mut first_with = HashMap::new();
    for (index, relationship) in record.relationships.iter().enumerate() {
        let first = *first_with.entry(sameness(relationship)).or_insert(index);
        if first == index {
            continue;
        }
        let other = record.relationships.get(first).map_or("", |other| other.id.as_str());
        let message = format!(
            "the relationship {} says the same as {}: kind, ends and period are equal",
            quoted(&relationship.id),
            quoted(other)
        );
        let hint = "Make one of them, with the evidence of both, or give each its period.";
        findings.push(
            finding(Code::EqualRelationships, row("relationships", index).field("id"), message, hint)
                .related(row("relationships", first).field("id"), "the other one"),
        );
    }
}

/// What makes two relationships the same. One that is mutual is the same from either end.
fn sameness(relationship: &RelationshipRecord) -> impl Eq + std::hash::Hash + use<'_> {
    let RelationshipRecord { kind, from, to, mutual, period, .. } = relationship;
    let (from, to) = if *mutual && to < from { (to, from) } else { (from, to) };
    (*kind, from, to, *mutual, period.as_ref().map(|period| period.as_str()))
}

/// How far the walk along `part-of` has come with an actor.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walked {
    Never,
    Now,
    Done,
}

/// Walks depth-first along `part-of`, without recursion, and tells of each tie that closes a cycle.
fn part_of_cycles(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let index_of: HashMap<&str, usize> =
        record.actors.iter().enumerate().map(|(index, actor)| (actor.id.as_str(), index)).collect();
    let mut state = vec![Walked::Never; record.actors.len()];
    for start in 0..record.actors.len() {
        // The actors on the way, each with the number of its next tie.
        let mut way: Vec<(usize, usize)> = vec![(start, 0)];
        if state[start] != Walked::Never {
            continue;
        }
        state[start] = Walked::Now;
        while let Some((actor, next)) = way.last_mut() {
            let (at, nth) = (*actor, *next);
            *next += 1;
            let Some(part) = record.actors[at].part_of.get(nth) else {
                state[at] = Walked::Done;
                way.pop();
                continue;
            };
            let Some(&whole) = index_of.get(part.actor.as_str()) else { continue };
            match state[whole] {
                Walked::Done => {}
                Walked::Never => {
                    state[whole] = Walked::Now;
                    way.push((whole, 0));
                }
                Walked::Now => {
                    let path = row("actors", at).field("part-of").index(nth).field("actor");
                    findings.push(cycle(record, &way, whole, path));
                }
            }
        }
    }
}

fn cycle(record: &DatasetRecord, way: &[(usize, usize)], whole: usize, path: JsonPath) -> Finding {
    let from = way.iter().position(|&(actor, _)| actor == whole).unwrap_or(0);
    let keys: Vec<_> = way[from..].iter().map(|&(actor, _)| actor).chain([whole]).collect();
    let shown = |&actor: &usize| record.actors[actor].id.chars().take(40).collect::<String>();
    let told = match keys.as_slice() {
        [first, second, .., last] if keys.len() > 8 => {
            format!("{} → {} → … → {}", shown(first), shown(second), shown(last))
        }
        keys => keys.iter().map(shown).collect::<Vec<_>>().join(" → "),
    };
    let message = format!("{} is part of itself: {}", quoted(&record.actors[whole].id), told.escape_debug());
    finding(Code::PartOfCycle, path, message, "Remove one of these ties: a part cannot hold its whole.")
}
