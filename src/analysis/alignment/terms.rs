//! Which events count in a series, and which are left out and why.

use crate::analysis::parts::{ever_speaks_for, speaks_for};
use crate::dataset::Event;
use crate::dataset::{ActorId, Dataset, Day, EventId, NodeId};

use super::Request;

/// One event of a series.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Term {
    /// The event.
    pub event: EventId,
    /// tᵢ: the midpoint of its date.
    pub day: Day,
    /// sᵢ: its conflict-cooperation value, −10 to +10.
    pub score: f64,
    /// wᵢ: its number of independent sources, 1 or more.
    pub weight: f64,
}

/// The events of A toward B that do not count, by reason, in file order.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct LeftOut {
    /// Those whose voice is not among the voices asked for, or that no excerpt proves.
    pub voice: Vec<EventId>,
    /// Those whose date has no midpoint, being open at both ends. No date of the format `detente/1` is.
    pub undated: Vec<EventId>,
}

impl LeftOut {
    /// The number of events left out.
    pub fn len(&self) -> usize {
        self.voice.len() + self.undated.len()
    }

    /// Whether no event is left out.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The terms of a series in order of (day, event), and what is left out, of `events`, which are in file order.
pub(super) fn collect(
    dataset: &Dataset,
    events: impl Iterator<Item = EventId>,
    request: &Request,
) -> (Vec<Term>, LeftOut) {
    let mut terms = Vec::new();
    let mut left_out = LeftOut::default();
    for id in events {
        let event = dataset.event(id);
        let day = event.date().midpoint();
        if !concerns(dataset, event, day, request) {
            continue;
        }
        let voice = dataset.voice(event.evidence());
        if !voice.is_some_and(|voice| request.parameters.voices().contains(voice)) {
            left_out.voice.push(id);
        } else if let Some(day) = day {
            // A weight of 0 would let an event stand in a series without counting in it.
            let weight = f64::from(event.sources().max(1));
            terms.push(Term { event: id, day, score: event.score(), weight });
        } else {
            left_out.undated.push(id);
        }
    }
    terms.sort_by_key(|term| (term.day, term.event));
    (terms, left_out)
}

/// Whether an event is one of A toward B: A acts through it and B is acted upon, and it is no matter inside
/// A or inside B. Without a day, whatever the periods of the ties.
fn concerns(dataset: &Dataset, event: Event<'_>, day: Option<Day>, request: &Request) -> bool {
    let wholes = |actor: ActorId| match day {
        Some(day) => speaks_for(dataset, actor, day),
        None => ever_speaks_for(dataset, actor),
    };
    let actors = |ids: Vec<ActorId>| ids.into_iter().map(NodeId::Actor).collect::<Vec<_>>();
    let from = actors(wholes(event.from()));
    let to = match event.to() {
        NodeId::Actor(actor) => actors(wholes(actor)),
        NodeId::Instrument(_) => vec![event.to()],
    };
    let of = NodeId::Actor(request.of);
    from.contains(&of) && to.contains(&request.toward) && !from.contains(&request.toward) && !to.contains(&of)
}
