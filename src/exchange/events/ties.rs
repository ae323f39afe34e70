//! What the events between two actors come to: a tie for each kind of event, so that the diagram shows them, and the
//! pair whose alignment is worth a first look.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dataset::coding::{EventCode, Scheme};
use crate::dataset::record::{AttributeRecord, RelationshipRecord, SeriesRecord};
use crate::dataset::{ActorKind, AttributeKind, Day, Edtf, RelationshipKind};

use super::super::keys::Keys;
use super::super::report::counted;
use super::actors::{ActorIndex, Actors};

/// The most poles of the series that is shown first.
const POLES: usize = 2;

/// What is known of the events of one kind between two actors.
#[derive(Clone, Debug)]
struct Tie {
    events: u64,
    /// Whether the first of the pair acts toward the second, and the second toward the first.
    ways: (bool, bool),
    /// Sum of the scores.
    scores: f64,
    /// The first and the last event: day, and key of the excerpt that proves it.
    first: (Day, String),
    last: (Day, String),
}

/// The ties of a feed.
#[derive(Clone, Debug, Default)]
pub struct Ties {
    /// By the pair, the lower number first, and the kind.
    ties: HashMap<(ActorIndex, ActorIndex, RelationshipKind), Tie, RandomState>,
    /// How often one whole acts toward another.
    acts: HashMap<(ActorIndex, ActorIndex), u64, RandomState>,
}

impl Ties {
    /// Counts an event.
    pub fn count(
        &mut self,
        actors: &Actors,
        (from, to): (ActorIndex, ActorIndex),
        code: EventCode,
        score: f64,
        day: Day,
        excerpt: &str,
    ) {
        let is_forth = from < to;
        let pair = if is_forth { (from, to) } else { (to, from) };
        let tie = self.ties.entry((pair.0, pair.1, kind(code))).or_insert_with(|| Tie {
            events: 0,
            ways: (false, false),
            scores: 0.0,
            first: (day, excerpt.to_owned()),
            last: (day, excerpt.to_owned()),
        });
        tie.events += 1;
        tie.scores += score;
        if is_forth {
            tie.ways.0 = true
        } else {
            tie.ways.1 = true
        }
        if day < tie.first.0 {
            tie.first.0 = day;
            excerpt.clone_into(&mut tie.first.1);
        }
        if day > tie.last.0 {
            tie.last.0 = day;
            excerpt.clone_into(&mut tie.last.1);
        }
        let homes = (actors.home(from), actors.home(to));
        if homes.0 != homes.1 {
            *self.acts.entry(homes).or_default() += 1;
        }
    }

    /// The series of the busiest pair, of states where there are any, and the next pole of the one who acts.
    pub fn series(&self, actors: &Actors) -> Option<SeriesRecord> {
        let is_state = |actor: ActorIndex| actors.kind_of(actor) == ActorKind::State;
        // Among equals the pair that came first.
        let rank = |(from, to): (ActorIndex, ActorIndex), acts: u64| {
            (is_state(from) && is_state(to), acts, std::cmp::Reverse((from, to)))
        };
        let (&(of, _), _) = self.acts.iter().max_by_key(|&(&pair, &acts)| rank(pair, acts))?;
        let mut toward: Vec<_> = self.acts.iter().filter(|((from, _), _)| *from == of).collect();
        toward.sort_by_key(|&(&pair, &acts)| std::cmp::Reverse(rank(pair, acts)));
        let key = |actor: ActorIndex| actors.key_of(actor).to_owned();
        let toward = toward.iter().take(POLES).map(|((_, to), _)| key(*to)).collect();
        Some(SeriesRecord { of: key(of), toward })
    }

    /// The ties as records, in the order of their actors.
    pub fn records(self, actors: &Actors) -> impl Iterator<Item = RelationshipRecord> {
        let mut ties: Vec<_> = self.ties.into_iter().collect();
        ties.sort_unstable_by_key(|&(key, _)| key);
        let mut keys = Keys::default();
        ties.into_iter().map(move |((a, b, kind), tie)| {
            let (a, b) = (actors.key_of(a), actors.key_of(b));
            let (from, to) = if tie.ways.0 { (a, b) } else { (b, a) };
            let id = keys.slug_hashed(&format!("tie {from} {to} {kind}"), "tie");
            tie.into_record(id, kind, from.to_owned(), to.to_owned())
        })
    }
}

impl Tie {
    fn into_record(self, id: String, kind: RelationshipKind, from: String, to: String) -> RelationshipRecord {
        let Self { events, ways, scores, first, last } = self;
        let mean = scores / events.max(1) as f64;
        let number =
            |name: &str, kind, value| AttributeRecord { name: name.to_owned(), kind: Some(kind), value };
        let period = if first.0 == last.0 { first.0.to_string() } else { format!("{}/{}", first.0, last.0) };
        let mut evidence = vec![first.1, last.1];
        evidence.dedup();
        RelationshipRecord {
            id,
            kind,
            from,
            to,
            mutual: ways == (true, true),
            label: Some(counted(events, "event")),
            period: Edtf::parse(&period).ok(),
            evidence,
            note: None,
            attributes: vec![
                number("events", AttributeKind::Integer, events.to_string()),
                number("mean score", AttributeKind::Number, format!("{mean:.2}")),
            ],
        }
    }
}

/// The kind of tie that an event makes: by the class of its code, so that no tie is coloured by a hidden score. Words
/// that draw near are consultation, deeds that do are cooperation; words against are opposition, threats and deeds
/// against are coercion, force is conflict. CAMEO by its 20 roots, PLOVER by its types.
pub fn kind(code: EventCode) -> RelationshipKind {
    match code.scheme {
        Scheme::Cameo => match code.code.get(..2).unwrap_or_default() {
            "01" | "02" | "03" | "04" => RelationshipKind::Consultation,
            "05" | "06" | "07" | "08" => RelationshipKind::Cooperation,
            "09" | "10" | "11" | "12" | "14" => RelationshipKind::Opposition,
            "13" | "15" | "16" | "17" => RelationshipKind::Coercion,
            "18" | "19" | "20" => RelationshipKind::Conflict,
            _ => RelationshipKind::Unspecified,
        },
        Scheme::Plover => match code.code {
            "AGREE" | "CONSULT" => RelationshipKind::Consultation,
            "SUPPORT" | "CONCEDE" | "COOPERATE" | "AID" | "RETREAT" => RelationshipKind::Cooperation,
            "REQUEST" | "ACCUSE" | "REJECT" | "PROTEST" => RelationshipKind::Opposition,
            "THREATEN" | "SANCTION" | "MOBILIZE" | "COERCE" => RelationshipKind::Coercion,
            "ASSAULT" => RelationshipKind::Conflict,
            _ => RelationshipKind::Unspecified,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::coding::codes;

    #[test]
    fn every_code_makes_a_tie_of_some_kind() {
        for code in Scheme::ALL.iter().flat_map(|&scheme| codes(scheme)) {
            assert_ne!(kind(code), RelationshipKind::Unspecified, "{code}");
        }
    }
}
