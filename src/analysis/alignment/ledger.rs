//! The alignment of every pair at once, in one pass in order of date.

use std::collections::HashMap;

use crate::analysis::parts::reach_into;
use crate::dataset::model::Event;
use crate::dataset::{ActorId, Dataset, Day, Edtf, NodeId};

use super::Parameters;
use super::voices::Voices;

/// What the events of a dataset add to the alignment of each pair, in order of day and then of file. It holds for
/// every half-life and prior weight.
#[derive(Clone, Debug)]
pub struct Ledger {
    pairs: Vec<(ActorId, NodeId)>,
    /// The days with events, in order, and where the entries of each end.
    days: Vec<(Day, u32)>,
    entries: Vec<Entry>,
}

/// What one event adds to one pair.
#[derive(Clone, Copy, Debug)]
struct Entry {
    pair: u32,
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

/// The decayed sums of one pair.
#[derive(Clone, Copy, Debug)]
struct Sums {
    /// Σu.
    weight: f64,
    /// Σu·s.
    pull: f64,
    /// The day of the last event.
    day: Day,
}

impl Ledger {
    /// Collects what the events whose voice is among `voices` add to the pairs, as [`super::Series`] does it for one:
    /// an event counts for all that its actor and its target speak for on its day.
    pub fn new(dataset: &Dataset, voices: Voices) -> Self {
        let mut writer = Writer::default();
        for event in dataset.events.rows() {
            let has_voice = dataset.voice(&event.evidence).is_some_and(|voice| voices.contains(voice));
            if has_voice && let Some(day) = event.date.midpoint() {
                writer.add(dataset, event, day);
            }
        }
        writer.finish()
    }

    /// The pairs of which there are events, in the order in which they first occur in the file.
    pub fn pairs(&self) -> &[(ActorId, NodeId)] {
        &self.pairs
    }

    /// Names, in order of day, how each pair stands after each of its events: the number of the pair in
    /// [`Self::pairs`], the day, and a(t) and Σu with the events up to this one. Of several on one day, the last has
    /// them all. O(events).
    pub fn pass(&self, parameters: &Parameters, mut visit: impl FnMut(usize, Day, f64, f64)) {
        let prior = parameters.prior();
        self.run(parameters, &self.days, |pair, sums| {
            visit(pair, sums.day, sums.pull / (prior + sums.weight), sums.weight);
        });
    }

    /// The alignment of every pair on a day, the events of the day included, in the order of [`Self::pairs`].
    /// O(events).
    pub fn at(&self, parameters: &Parameters, day: Day) -> Vec<PairPoint> {
        let count = self.days.partition_point(|&(other, _)| other <= day);
        let sums = self.run(parameters, &self.days[..count], |_, _| {});
        let point = |(&(of, toward), sums): (&(ActorId, NodeId), Sums)| {
            let decay = parameters.decay(f64::from(day.0) - f64::from(sums.day.0));
            let (weight, pull) = (sums.weight * decay, sums.pull * decay);
            let value = if weight > 0.0 { pull / (parameters.prior() + weight) } else { 0.0 };
            PairPoint { of, toward, value, weight }
        };
        self.pairs.iter().zip(sums).map(point).collect()
    }

    /// Carries the sums of all pairs through the entries of `days`, the first of all.
    fn run(
        &self,
        parameters: &Parameters,
        days: &[(Day, u32)],
        mut visit: impl FnMut(usize, &Sums),
    ) -> Vec<Sums> {
        let start = days.first().map_or(Day(0), |&(day, _)| day);
        let span = days.last().map_or(0, |&(day, _)| day.0.abs_diff(start.0));
        let decays = Decays::new(parameters, span);
        let mut all = vec![Sums { weight: 0.0, pull: 0.0, day: start }; self.pairs.len()];
        let mut begin = 0;
        for &(day, end) in days {
            for entry in &self.entries[begin..end as usize] {
                let sums = &mut all[entry.pair as usize];
                let decay = decays.after(day.0.abs_diff(sums.day.0));
                sums.weight = sums.weight * decay + f64::from(entry.weight);
                sums.pull = sums.pull * decay + entry.pull;
                sums.day = day;
                visit(entry.pair as usize, sums);
            }
            begin = end as usize;
        }
        all
    }
}

/// The longest table of decays, in days: few pairs rest for longer.
const LONGEST_TABLE: u32 = 1 << 11;

/// 2^(−d/h) for whole days.
struct Decays<'a> {
    parameters: &'a Parameters,
    table: Vec<f64>,
}

impl<'a> Decays<'a> {
    fn new(parameters: &'a Parameters, longest: u32) -> Self {
        let days = 0..=longest.min(LONGEST_TABLE);
        Self { parameters, table: days.map(|days| parameters.decay(f64::from(days))).collect() }
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
    entries: Vec<(Day, Entry)>,
    /// Whom the two sides of an event speak for.
    from: Vec<ActorId>,
    to: Vec<ActorId>,
}

impl Writer {
    fn add(&mut self, dataset: &Dataset, event: &Event, day: Day) {
        let holds = |period: Option<&Edtf>| period.is_none_or(|p| p.overlaps(Some(day), Some(day)));
        reach_into(dataset, event.from, holds, &mut self.from);
        match event.to {
            NodeId::Actor(to) => reach_into(dataset, to, holds, &mut self.to),
            NodeId::Instrument(_) => self.to.clear(),
        }
        // A weight of 0 would let an event stand in a series without counting in it.
        let weight = event.sources.max(1);
        let entry = Entry { pair: 0, weight, pull: f64::from(weight) * event.score };
        for nth in 0..self.from.len() {
            let of = self.from[nth];
            // What belongs to both sides is no side of it.
            if self.to.contains(&of) {
                continue;
            }
            if let NodeId::Instrument(_) = event.to {
                self.push((of, event.to), day, entry);
            }
            for at in 0..self.to.len() {
                let toward = self.to[at];
                if !self.from.contains(&toward) {
                    self.push((of, NodeId::Actor(toward)), day, entry);
                }
            }
        }
    }

    fn push(&mut self, pair: (ActorId, NodeId), day: Day, entry: Entry) {
        let next = self.pairs.len() as u32;
        let number = *self.numbers.entry(pair).or_insert(next);
        if number == next {
            self.pairs.push(pair);
        }
        self.entries.push((day, Entry { pair: number, ..entry }));
    }

    fn finish(mut self) -> Ledger {
        // Stable, so that the events of one day stay in file order.
        self.entries.sort_by_key(|&(day, _)| day);
        let mut days: Vec<(Day, u32)> = Vec::new();
        for entries in self.entries.chunk_by(|(day, _), (next, _)| day == next) {
            let before = days.last().map_or(0, |&(_, end)| end);
            days.push((entries[0].0, before + entries.len() as u32));
        }
        let entries = self.entries.into_iter().map(|(_, entry)| entry).collect();
        Ledger { pairs: self.pairs, days, entries }
    }
}
