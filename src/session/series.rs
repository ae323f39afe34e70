//! Which alignment series the timeline shows.

use crate::analysis::alignment::Parameters;
use crate::analysis::parts::home;
use crate::dataset::{ActorId, ActorKind, Dataset, Id, NodeId};

/// The pairs whose alignment is shown, and how it is computed.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesSettings {
    /// Whose alignment.
    pub of: ActorId,
    /// Toward whom: the poles, each a line of its own.
    pub toward: Vec<ActorId>,
    /// One other pair beside them.
    pub beside: Option<(ActorId, ActorId)>,
    /// Half-life, prior weight and voices.
    pub parameters: Parameters,
}

impl SeriesSettings {
    /// What the dataset asks to be shown first; else the actor with the most events toward others, and the
    /// three that it acts toward most. `None` where the dataset has no actor.
    pub fn of_dataset(dataset: &Dataset) -> Option<Self> {
        let (of, toward) = match &dataset.series {
            Some(series) => (series.of, series.toward.clone()),
            None => busiest(dataset)?,
        };
        Some(Self { of, toward, beside: None, parameters: Parameters::default() })
    }

    /// All pairs that are shown: the poles in order, then the one beside them.
    pub fn pairs(&self) -> impl Iterator<Item = (ActorId, ActorId)> {
        self.toward.iter().map(|&pole| (self.of, pole)).chain(self.beside)
    }
}

/// The poles shown where a dataset names none.
const POLES: usize = 3;

fn busiest(dataset: &Dataset) -> Option<(ActorId, Vec<ActorId>)> {
    let homes: Vec<ActorId> = dataset.actors.ids().map(|id| home(dataset, id)).collect();
    let home = |actor: ActorId| homes[actor.index()];
    let pairs: Vec<(ActorId, ActorId)> = dataset
        .events
        .rows()
        .filter_map(|event| match event.to() {
            NodeId::Actor(to) => Some((home(event.from()), home(to))),
            NodeId::Instrument(_) => None,
        })
        .filter(|(from, to)| from != to)
        .collect();
    let of = most(pairs.iter().map(|&(from, _)| from)).first().copied().or_else(|| first_state(dataset))?;
    let mut toward = most(pairs.iter().filter(|&&(from, _)| from == of).map(|&(_, to)| to));
    toward.truncate(POLES);
    Some((of, toward))
}

fn first_state(dataset: &Dataset) -> Option<ActorId> {
    let states = dataset.actors.iter().filter(|(_, actor)| actor.kind == ActorKind::State);
    states.map(|(id, _)| id).chain(dataset.actors.ids()).next()
}

/// Distinct values, most frequent first, then in id order.
fn most(values: impl Iterator<Item = ActorId>) -> Vec<ActorId> {
    let mut counts = std::collections::BTreeMap::new();
    for value in values {
        *counts.entry(value).or_insert(0_usize) += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|&(id, count)| (std::cmp::Reverse(count), id));
    ranked.into_iter().map(|(id, _)| id).collect()
}
