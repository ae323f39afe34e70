//! What can be shown instead: whose alignment, toward whom, which other pair, each with its number of events.

use std::cmp::Reverse;
use std::sync::Arc;

use crate::analysis::alignment::Voices;
use crate::analysis::parts;
use crate::dataset::{ActorId, Dataset, Id, NodeId};

use super::super::kept::Of;
use super::model::Pair;

/// The choices of the menus over the plot. Counted anew only where the dataset or the voices are others.
#[derive(Default)]
pub struct Offer {
    of: Option<(Of, Voices)>,
    pairs: Vec<(Pair, usize)>,
    by_name: Vec<ActorId>,
    actors: Vec<(ActorId, usize)>,
    poles: Option<(ActorId, Vec<(ActorId, usize)>)>,
}

impl Offer {
    /// Counts the events of `voices`, and for the poles those by `whose`. O(events) the first time, then O(actors)
    /// where it is another's alignment.
    pub fn fit(&mut self, dataset: &Arc<Dataset>, voices: Voices, whose: ActorId) {
        if self.of != Some((Of::dataset(dataset), voices)) {
            *self = Self::new(dataset, voices);
        }
        if self.poles.as_ref().is_none_or(|(of, _)| *of != whose) {
            let mut events = vec![0; dataset.actors.len()];
            for &((from, to), count) in &self.pairs {
                if from == whose {
                    events[to.index()] += count;
                }
            }
            self.poles = Some((whose, self.ranked(&events)));
        }
    }

    fn new(dataset: &Arc<Dataset>, voices: Voices) -> Self {
        let mut by_name: Vec<ActorId> = dataset.actors.ids().collect();
        by_name.sort_by_key(|&id| (dataset.actors[id].kind, dataset.node_label(NodeId::Actor(id))));
        let of = Some((Of::dataset(dataset), voices));
        let mut offer = Self { of, pairs: pairs(dataset, voices), by_name, ..Self::default() };
        let mut events = vec![0; dataset.actors.len()];
        for &((from, _), count) in &offer.pairs {
            events[from.index()] += count;
        }
        offer.actors = offer.ranked(&events);
        offer
    }

    /// All actors with their number of events: those with most first, then by kind and name.
    fn ranked(&self, events: &[usize]) -> Vec<(ActorId, usize)> {
        let mut ranked: Vec<_> = self.by_name.iter().map(|&id| (id, events[id.index()])).collect();
        ranked.sort_by_key(|&(_, events)| Reverse(events));
        ranked
    }

    /// All actors, with the number of dated events by each or its parts: those that act most first.
    pub fn actors(&self) -> &[(ActorId, usize)] {
        &self.actors
    }

    /// All actors, with the number of events of the one whose alignment is shown toward each: those with most first.
    pub fn poles(&self) -> &[(ActorId, usize)] {
        self.poles.as_ref().map_or(&[], |(_, poles)| poles)
    }

    /// The pairs of whole actors that have events, with their number, most first.
    pub fn pairs(&self) -> &[(Pair, usize)] {
        &self.pairs
    }
}

/// The pairs of whole actors between which there are events of `voices`, with their number, most first.
fn pairs(dataset: &Dataset, voices: Voices) -> Vec<(Pair, usize)> {
    let homes: Vec<ActorId> = dataset.actors.ids().map(|id| parts::home(dataset, id)).collect();
    let home = |id: ActorId| homes.get(id.index()).copied().unwrap_or(id);
    let spoken = dataset.events.rows();
    let spoken = spoken
        .filter(|event| dataset.voice(event.evidence()).is_some_and(|voice| voices.contains(voice)))
        .filter_map(|event| Some((home(event.from()), home(event.to().actor()?))));
    let mut all: Vec<Pair> = spoken.filter(|(from, to)| from != to).collect();
    all.sort_unstable();
    let mut pairs: Vec<(Pair, usize)> =
        all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
    pairs.sort_by_key(|&(_, count)| Reverse(count));
    pairs
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dataset::load;

    fn dataset() -> Arc<Dataset> {
        let bytes = include_bytes!("../../../assets/datasets/new-zealand-2025.json");
        let loaded = load::load("new-zealand-2025.json", bytes);
        Arc::new(loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false))))
    }

    /// What is offered, found for each actor by going through all events.
    #[test]
    fn each_choice_has_the_number_of_events_that_one_by_one_counting_finds() {
        let dataset = dataset();
        let mut offer = Offer::default();
        for (voices, whose) in [(Voices::FACTS, 0), (Voices::FACTS, 1), (Voices::ALL, 1)] {
            let whose = ActorId::from_index(whose);
            offer.fit(&dataset, voices, whose);
            let mut expected: BTreeMap<Pair, usize> = BTreeMap::new();
            for event in dataset.events.rows() {
                let Some(to) = event.to().actor() else { continue };
                let pair = (parts::home(&dataset, event.from()), parts::home(&dataset, to));
                let voice = dataset.voice(event.evidence());
                if pair.0 != pair.1 && voice.is_some_and(|voice| voices.contains(voice)) {
                    *expected.entry(pair).or_default() += 1;
                }
            }
            assert_eq!(offer.pairs().iter().copied().collect::<BTreeMap<_, _>>(), expected);
            let sum = |is: &dyn Fn(&Pair) -> bool| -> usize {
                expected.iter().filter(|(pair, _)| is(pair)).map(|(_, count)| count).sum()
            };
            let order = |list: &[(ActorId, usize)]| {
                let name = |id| dataset.node_label(NodeId::Actor(id));
                list.is_sorted_by_key(|&(id, count)| (Reverse(count), dataset.actors[id].kind, name(id)))
            };
            assert_eq!(offer.actors().len(), dataset.actors.len());
            assert!(order(offer.actors()) && order(offer.poles()));
            for &(id, count) in offer.actors() {
                assert_eq!(count, sum(&|pair| pair.0 == id));
            }
            for &(id, count) in offer.poles() {
                assert_eq!(count, sum(&|pair| *pair == (whose, id)));
            }
        }
    }

    #[test]
    fn a_dataset_that_is_closed_is_not_kept() {
        let dataset = dataset();
        let mut offer = Offer::default();
        offer.fit(&dataset, Voices::FACTS, ActorId::from_index(0));
        assert_eq!(Arc::strong_count(&dataset), 1);
    }
}
