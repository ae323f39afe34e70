//! The alignment of every pair at once, in one pass.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::analysis::parts::reach_into;
use crate::dataset::Event;
use crate::dataset::{ActorId, Dataset, Day, Edtf, NodeId};

use super::Parameters;
use super::voices::Voices;

/// What the events of a dataset add to the alignment of each pair, pair by pair and in order of day. It holds for every
/// half-life and prior weight.
#[derive(Clone, Debug)]
pub struct Ledger {
    pairs: Vec<(ActorId, NodeId)>,
    /// Where the entries of each pair end.
    ends: Vec<u32>,
    /// Of each pair in order of day, and then of file.
    entries: Vec<Entry>,
}

/// What one event adds to one pair.
#[derive(Clone, Copy, Debug)]
struct Entry {
    day: Day,
    /// The number of independent sources.
    weight: u32,
    /// The value of the event times its weight.
    pull: f64,
}

/// The alignment of one pair.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PairPoint {
    /// A: whose alignment.
    pub of: ActorId,
    /// B: toward whom or what.
    pub toward: NodeId,
    /// a(t), −10 to +10; 0 without evidence.
    pub value: f64,
    /// Σu: the weight of the evidence, in events of the day with one source.
    pub weight: f64,
}

/// How a pair stands after an event.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// The day of the event: the midpoint of its date.
    pub day: Day,
    /// a(t) with the events up to this one.
    pub value: f64,
    /// Σu with the events up to this one.
    pub weight: f64,
}

impl Ledger {
    /// Collects what the events whose voice is among `voices` add to the pairs, as [`super::Series`] does it for one:
    /// an event counts for all that its actor and its target speak for on its day.
    pub fn new(dataset: &Dataset, voices: Voices) -> Self {
        let mut writer = Writer::default();
        for event in dataset.events.rows() {
            let has_voice = dataset.voice(event.evidence()).is_some_and(|voice| voices.contains(voice));
            if has_voice && let Some(day) = event.date().midpoint() {
                writer.add(dataset, event, day);
            }
        }
        writer.finish()
    }

    /// The pairs of which there are events, in the order in which they first occur in the file.
    pub fn pairs(&self) -> &[(ActorId, NodeId)] {
        &self.pairs
    }

    /// How a pair stands after each of its events, by its number in [`Self::pairs`]: in order of day. Of several on one
    /// day, the last has them all.
    pub fn steps(&self, parameters: &Parameters, pair: usize) -> Vec<Step> {
        let mut steps = Vec::new();
        let prior = parameters.prior();
        let each = |sums: &Sums| steps.push(sums.step(prior));
        Sums::carry(self.entries(pair), &Decays::new(parameters), each);
        steps
    }

    /// The a(t) of every pair after each of its events, pair by pair and in the order of [`Self::steps`], in the room of
    /// `values`. O(events), on all cores.
    pub fn values(&self, parameters: &Parameters, values: &mut Vec<f64>) {
        values.resize(self.entries.len(), 0.0);
        let decays = Decays::new(parameters);
        let prior = parameters.prior();
        let mut rest = &mut values[..];
        let room_of = |pair: usize| {
            let (own, others) = std::mem::take(&mut rest).split_at_mut(self.entries(pair).len());
            rest = others;
            (pair, own)
        };
        let rooms: Vec<(usize, &mut [f64])> = (0..self.pairs.len()).map(room_of).collect();
        rooms.into_par_iter().for_each(|(pair, own)| {
            let mut own = own.iter_mut();
            Sums::carry(self.entries(pair), &decays, |sums| {
                own.next().into_iter().for_each(|value| *value = sums.value(prior));
            });
        });
    }

    /// The alignment of every pair on a day, the events of the day included, in the order of [`Self::pairs`].
    /// O(events).
    pub fn at(&self, parameters: &Parameters, day: Day) -> Vec<PairPoint> {
        let decays = Decays::new(parameters);
        let point = |(pair, &(of, toward)): (usize, &(ActorId, NodeId))| {
            let entries = self.entries(pair);
            let count = entries.partition_point(|entry| entry.day <= day);
            let sums = Sums::carry(&entries[..count], &decays, |_| {});
            let decay = parameters.decay(f64::from(day.0) - f64::from(sums.day.0));
            let sums = Sums { weight: sums.weight * decay, pull: sums.pull * decay, day };
            let value = if sums.weight > 0.0 { sums.value(parameters.prior()) } else { 0.0 };
            PairPoint { of, toward, value, weight: sums.weight }
        };
        self.pairs.iter().enumerate().map(point).collect()
    }

    fn entries(&self, pair: usize) -> &[Entry] {
        let start = pair.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.entries[start as usize..self.ends[pair] as usize]
    }
}

/// The decayed sums of one pair (West 1979).
#[derive(Clone, Copy, Debug)]
struct Sums {
    /// Σu.
    weight: f64,
    /// Σu·s.
    pull: f64,
    /// The day of the last event.
    day: Day,
}

impl Sums {
    /// Carries the sums through entries, and shows them after each.
    fn carry(entries: &[Entry], decays: &Decays<'_>, mut show: impl FnMut(&Self)) -> Self {
        let day = entries.first().map_or(Day(0), |first| first.day);
        let mut sums = Self { weight: 0.0, pull: 0.0, day };
        for entry in entries {
            let decay = decays.after(entry.day.0.abs_diff(sums.day.0));
            sums.weight = sums.weight * decay + f64::from(entry.weight);
            sums.pull = sums.pull * decay + entry.pull;
            sums.day = entry.day;
            show(&sums);
        }
        sums
    }

    fn value(&self, prior: f64) -> f64 {
        self.pull / (prior + self.weight)
    }

    fn step(&self, prior: f64) -> Step {
        Step { day: self.day, value: self.value(prior), weight: self.weight }
    }
}

/// The length of the table of decays, in days: few pairs rest for longer.
const TABLE: u32 = 1 << 11;

/// 2^(−d/h) for whole days.
struct Decays<'a> {
    parameters: &'a Parameters,
    table: Vec<f64>,
}

impl<'a> Decays<'a> {
    fn new(parameters: &'a Parameters) -> Self {
        Self { parameters, table: (0..TABLE).map(|days| parameters.decay(f64::from(days))).collect() }
    }

    fn after(&self, days: u32) -> f64 {
        match self.table.get(days as usize) {
            Some(&decay) => decay,
            None => self.parameters.decay(f64::from(days)),
        }
    }
}

/// A ledger that is being written.
#[derive(Default)]
struct Writer {
    numbers: HashMap<(ActorId, NodeId), u32>,
    pairs: Vec<(ActorId, NodeId)>,
    /// With the number of the pair.
    entries: Vec<(u32, Entry)>,
    /// Whom the two sides of an event speak for.
    from: Vec<ActorId>,
    to: Vec<ActorId>,
}

impl Writer {
    fn add(&mut self, dataset: &Dataset, event: Event<'_>, day: Day) {
        let holds = |period: Option<&Edtf>| period.is_none_or(|p| p.overlaps(Some(day), Some(day)));
        reach_into(dataset, event.from(), holds, &mut self.from);
        match event.to() {
            NodeId::Actor(to) => reach_into(dataset, to, holds, &mut self.to),
            NodeId::Instrument(_) => self.to.clear(),
        }
        // A weight of 0 would let an event stand in a series without counting in it.
        let weight = event.sources().max(1);
        let entry = Entry { day, weight, pull: f64::from(weight) * event.score() };
        for nth in 0..self.from.len() {
            let of = self.from[nth];
            // What belongs to both sides is no side of it.
            if self.to.contains(&of) {
                continue;
            }
            if let NodeId::Instrument(_) = event.to() {
                self.push((of, event.to()), entry);
            }
            for at in 0..self.to.len() {
                let toward = self.to[at];
                if !self.from.contains(&toward) {
                    self.push((of, NodeId::Actor(toward)), entry);
                }
            }
        }
    }

    fn push(&mut self, pair: (ActorId, NodeId), entry: Entry) {
        let next = self.pairs.len() as u32;
        let number = *self.numbers.entry(pair).or_insert(next);
        if number == next {
            self.pairs.push(pair);
        }
        self.entries.push((number, entry));
    }

    fn finish(mut self) -> Ledger {
        // Stable, so that the events of one day stay in file order.
        self.entries.sort_by_key(|&(pair, entry)| (pair, entry.day));
        let mut ends = vec![0; self.pairs.len()];
        for (end, (pair, _)) in (1..).zip(&self.entries) {
            ends[*pair as usize] = end;
        }
        let entries = self.entries.into_iter().map(|(_, entry)| entry).collect();
        Ledger { pairs: self.pairs, ends, entries }
    }
}
