//! The events of a dataset, column by column: there are a million of them, and what many have alike (a label, a date, a
//! code) is kept once and named by its number.

use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use indexmap::IndexSet;

use super::coding::EventCode;
use super::column::Column;
use super::compact::Ids;
use super::date::{DateError, Edtf, WrittenDate};
use super::ids::{ActorId, EventId, ExcerptId, Id, InstrumentId};
use super::item::NodeId;
use super::model::Remarks;
use super::parts::{Part, Parts, Row, Sparse, numbered};

/// The events of a dataset, in file order.
pub type Events = Parts<EventId, EventColumns>;

/// Something dated that one actor did or said toward another.
pub type Event<'a> = Row<'a, EventColumns>;

/// Events that follow each other, without their keys.
#[derive(Clone, Debug, Default)]
pub struct EventColumns {
    labels: Labels,
    label: Vec<u32>,
    codings: IndexSet<Coding, RandomState>,
    coding: Vec<u32>,
    from: Vec<ActorId>,
    to: Vec<PackedNode>,
    dates: IndexSet<Edtf, RandomState>,
    date: Vec<u32>,
    sources: Vec<u32>,
    evidence: Vec<ExcerptId>,
    /// Where the evidence of each event ends, which is where that of the next begins.
    evidence_ends: Vec<u32>,
    remarks: Sparse<Remarks>,
}

/// What an event says beside its key and its date, to be taken into [`Events`].
#[derive(Clone, Debug)]
pub struct EventRow<S> {
    /// What happened, in a few words.
    pub label: S,
    /// Coding scheme and code.
    pub code: &'static EventCode,
    /// Conflict-cooperation value, −10 to +10, where the data gives one of its own.
    pub own_score: Option<f64>,
    /// Who acts.
    pub from: ActorId,
    /// Toward whom or what.
    pub to: NodeId,
    /// Number of independent sources (≥ 1).
    pub sources: u32,
    /// What proves it.
    pub evidence: Ids<ExcerptId>,
    /// What is said of it beside.
    pub remarks: Remarks,
}

/// A date that was taken into [`EventColumns`].
#[derive(Clone, Copy, Debug)]
pub(super) struct DateNumber(u32);

impl<'a> Event<'a> {
    /// What happened, in a few words.
    pub fn label(self) -> &'a str {
        self.part.labels.texts.get(self.part.label[self.at] as usize)
    }

    /// Coding scheme and code.
    pub fn code(self) -> &'static EventCode {
        self.coding().code
    }

    /// Conflict-cooperation value, −10 to +10: that of its code, unless the data gives one of its own.
    pub fn score(self) -> f64 {
        // One that has neither was refused.
        self.own_score().or(self.code().score).unwrap_or(0.0)
    }

    /// The value that the data gives it.
    pub fn own_score(self) -> Option<f64> {
        self.coding().own_score.map(f64::from_bits)
    }

    fn coding(self) -> &'a Coding {
        &self.part.codings[self.part.coding[self.at] as usize]
    }

    /// Who acts.
    pub fn from(self) -> ActorId {
        self.part.from[self.at]
    }

    /// Toward whom or what.
    pub fn to(self) -> NodeId {
        self.part.to[self.at].node()
    }

    /// When.
    pub fn date(self) -> &'a Edtf {
        &self.part.dates[self.part.date[self.at] as usize]
    }

    /// Number of independent sources (≥ 1).
    pub fn sources(self) -> u32 {
        self.part.sources[self.at]
    }

    /// What proves it.
    pub fn evidence(self) -> &'a [ExcerptId] {
        let ends = &self.part.evidence_ends;
        let start = self.at.checked_sub(1).map_or(0, |before| ends[before]);
        &self.part.evidence[start as usize..ends[self.at] as usize]
    }

    /// What is said of it beside.
    pub fn remarks(self) -> &'a Remarks {
        self.part.remarks.get(self.at).unwrap_or(Remarks::NONE)
    }
}

impl fmt::Debug for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.label(), self.key())
    }
}

impl Events {
    /// Appends an event.
    pub fn push(&mut self, key: &str, date: Edtf, event: EventRow<impl AsRef<str>>) -> EventId {
        self.push_with(key, |part| {
            let date = part.date(date);
            part.add(date, event);
        })
    }

    /// Sorts events by date, oldest first; those of one date stay in their order. Dates are compared once each, however
    /// many events have them.
    pub fn sort_by_date(&self, ids: &mut [EventId]) {
        let dates: usize = self.parts().iter().map(|part| part.dates.len()).sum();
        let of = |id: EventId| self.place(id).map(|(part, at)| (part, self.parts()[part].date[at] as usize));
        if ids.len() < dates {
            let date = |&id: &EventId| of(id).map(|(part, number)| &self.parts()[part].dates[number]);
            ids.sort_by(|a, b| date(a).cmp(&date(b)));
            return;
        }
        let ranks = self.ranks();
        let rank = |&id: &EventId| of(id).map(|(part, number)| ranks[part][number]);
        let mut ranked: Vec<_> = ids.iter().map(|id| (rank(id).unwrap_or_default(), *id)).collect();
        ranked.sort_by_key(|&(rank, _)| rank);
        ids.iter_mut().zip(ranked).for_each(|(id, (_, sorted))| *id = sorted);
    }

    /// For each date of each part the number of dates before it, in all parts.
    fn ranks(&self) -> Vec<Vec<u32>> {
        let mut ranks: Vec<Vec<u32>> = self.parts().iter().map(|part| vec![0; part.dates.len()]).collect();
        let dates = self.parts().iter().enumerate();
        let mut dates: Vec<(&Edtf, usize, usize)> = dates
            .flat_map(|(part, columns)| {
                columns.dates.iter().enumerate().map(move |(at, date)| (date, part, at))
            })
            .collect();
        dates.sort_unstable();
        for (rank, same) in dates.chunk_by(|a, b| a.0 == b.0).enumerate() {
            same.iter().for_each(|&(_, part, at)| ranks[part][at] = numbered(rank));
        }
        ranks
    }
}

impl Part for EventColumns {
    fn len(&self) -> usize {
        self.from.len()
    }
}

impl EventColumns {
    /// Makes room for so many events, with so many bytes of labels.
    pub(super) fn reserve(&mut self, events: usize, labels: usize) {
        self.labels.reserve(events, labels);
        self.label.reserve_exact(events);
        self.coding.reserve_exact(events);
        self.from.reserve_exact(events);
        self.to.reserve_exact(events);
        self.date.reserve_exact(events);
        self.sources.reserve_exact(events);
        self.evidence_ends.reserve_exact(events);
        // One excerpt proves most.
        self.evidence.reserve_exact(events);
    }

    /// Takes in a date.
    pub(super) fn date(&mut self, date: Edtf) -> DateNumber {
        DateNumber(numbered(self.dates.insert_full(date).0))
    }

    /// Takes in a date as it is written, which is read where none before it is written so.
    ///
    /// # Errors
    /// Where it is no date.
    pub(super) fn written_date(&mut self, text: &str) -> Result<DateNumber, DateError> {
        match self.dates.get_index_of(&WrittenDate(text)) {
            Some(number) => Ok(DateNumber(numbered(number))),
            None => Edtf::parse(text).map(|date| self.date(date)),
        }
    }

    /// A date that was taken in.
    #[cfg(test)]
    pub(super) fn written(&self, date: DateNumber) -> &Edtf {
        &self.dates[date.0 as usize]
    }

    /// Appends an event, whose key is kept elsewhere.
    pub(super) fn add(&mut self, date: DateNumber, event: EventRow<impl AsRef<str>>) {
        let EventRow { label, code, own_score, from, to, sources, evidence, remarks } = event;
        if !remarks.is_empty() {
            self.remarks.push(self.from.len(), remarks);
        }
        let coding = Coding { code, own_score: own_score.map(f64::to_bits) };
        self.label.push(self.labels.number(label.as_ref()));
        self.coding.push(numbered(self.codings.insert_full(coding).0));
        self.from.push(from);
        self.to.push(PackedNode::new(to));
        self.date.push(date.0);
        self.sources.push(sources);
        self.evidence.extend_from_slice(&evidence);
        self.evidence_ends.push(numbered(self.evidence.len()));
    }

    /// As it is, with no more to come: what was remembered of labels to find the same again is of no more use.
    pub(super) fn filled(self) -> Self {
        let labels = Labels { texts: self.labels.texts, ..Labels::default() };
        Self { labels, ..self }
    }
}

/// A code with the value that the data gives the event, as the bits of an `f64`.
#[derive(Clone, Copy, Debug)]
struct Coding {
    code: &'static EventCode,
    own_score: Option<u64>,
}

impl PartialEq for Coding {
    /// A code is what stands at one place of its table.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.code, other.code) && self.own_score == other.own_score
    }
}

impl Eq for Coding {}

impl Hash for Coding {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.code, state);
        self.own_score.hash(state);
    }
}

/// Labels, each kept once as long as it is remembered.
#[derive(Clone, Debug, Default)]
struct Labels {
    texts: Column,
    /// The numbers of those that are remembered.
    known: HashTable<u32>,
    hasher: RandomState,
}

/// The most labels that are remembered: where more come, hardly any repeats.
const REMEMBERED: usize = 1 << 16;

impl Labels {
    fn reserve(&mut self, events: usize, bytes: usize) {
        self.texts.reserve(events, bytes);
        self.known.reserve(events.min(REMEMBERED), |_| 0);
    }

    /// The number of a label, which is taken in.
    fn number(&mut self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        let known = self.known.find(hash, |&number| self.texts.has(number as usize, text));
        if let Some(&number) = known {
            return number;
        }
        let number = numbered(self.texts.len());
        self.texts.push(text);
        if self.known.len() < REMEMBERED {
            let hash_of = |&number: &u32| self.hasher.hash_one(self.texts.get(number as usize));
            self.known.insert_unique(hash, number, hash_of);
        }
        number
    }
}

/// A node in four bytes: whether it is an instrument in the last bit, the row above it.
#[derive(Clone, Copy, Debug)]
struct PackedNode(u32);

impl PackedNode {
    fn new(node: NodeId) -> Self {
        match node {
            NodeId::Actor(id) => Self(numbered(id.index()) << 1),
            NodeId::Instrument(id) => Self(numbered(id.index()) << 1 | 1),
        }
    }

    fn node(self) -> NodeId {
        let row = (self.0 >> 1) as usize;
        if self.0 & 1 == 0 {
            NodeId::Actor(ActorId::from_index(row))
        } else {
            NodeId::Instrument(InstrumentId::from_index(row))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::dataset::text::Text;

    type Told = (
        String,
        &'static str,
        Option<f64>,
        usize,
        (bool, usize),
        &'static str,
        u32,
        Vec<usize>,
        Option<String>,
    );

    fn told() -> impl Strategy<Value = Told> {
        (
            prop_oneof![Just("Said so".to_owned()), "\\PC{0,9}"],
            prop_oneof![Just("cameo:01"), Just("cameo:010"), Just("plover:AGREE")],
            prop::option::of(prop_oneof![Just(0.0), Just(-0.0), -10.0..10.0]),
            0_usize..5,
            (any::<bool>(), 0_usize..5),
            prop_oneof![Just("2024"), Just("2024-02~"), Just("../2017")],
            1_u32..9,
            prop::collection::vec(0_usize..9, 0..6),
            prop::option::of("[a-z]{1,30}"),
        )
    }

    fn row(told: &Told) -> (Edtf, EventRow<&str>) {
        let (label, code, own_score, from, (is_instrument, to), date, sources, evidence, note) = told;
        let to = if *is_instrument {
            NodeId::Instrument(InstrumentId::from_index(*to))
        } else {
            NodeId::Actor(ActorId::from_index(*to))
        };
        let event = EventRow {
            label: label.as_str(),
            code: EventCode::find(code).expect("a code"),
            own_score: *own_score,
            from: ActorId::from_index(*from),
            to,
            sources: *sources,
            evidence: evidence.iter().map(|&at| ExcerptId::from_index(at)).collect(),
            remarks: Remarks::new(note.as_deref().map(Text::from), Box::default()),
        };
        (Edtf::parse(date).expect("a date"), event)
    }

    fn assert_says(event: Event<'_>, told: &Told) {
        let (date, row) = row(told);
        assert_eq!((event.label(), event.date()), (row.label, &date));
        assert_eq!(event.code(), row.code);
        assert_eq!(event.own_score().map(f64::to_bits), row.own_score.map(f64::to_bits));
        assert_eq!(event.score(), row.own_score.or(row.code.score).unwrap_or(0.0));
        assert_eq!((event.from(), event.to()), (row.from, row.to));
        assert_eq!((event.sources(), event.evidence()), (row.sources, &*row.evidence));
        assert_eq!(event.remarks().note(), row.remarks.note());
    }

    proptest! {
        /// Every event says what it was made of, in whichever part it is and however many there are.
        #[test]
        fn events_are_given_back_as_they_were_taken_in(
            parts in prop::collection::vec(prop::collection::vec(told(), 0..20), 0..4),
            more in prop::collection::vec(told(), 0..3),
        ) {
            let keys: Vec<String> = (0..parts.concat().len()).map(|nth| format!("e{nth}")).collect();
            let filled = parts.iter().map(|told| {
                let mut part = EventColumns::default();
                for told in told {
                    let (date, event) = row(told);
                    let known = part.written_date(date.as_str()).expect("a date");
                    prop_assert_eq!(part.date(date).0, known.0);
                    part.add(known, event);
                }
                Ok(part.filled())
            });
            let filled = filled.collect::<Result<_, TestCaseError>>()?;
            let mut events = Events::new(filled, keys.iter().map(String::as_str).collect());
            for told in &more {
                let (date, event) = row(told);
                let key = format!("e{}", events.len());
                let id = events.push(&key, date, event);
                prop_assert!(events.has_key(id, &key));
            }
            let all = [parts.concat(), more].concat();
            prop_assert_eq!((events.len(), events.is_empty()), (all.len(), all.is_empty()));
            prop_assert_eq!(events.rows().count(), all.len());
            for ((id, event), told) in events.iter().zip(&all) {
                let key = format!("e{}", id.index());
                prop_assert_eq!(event.key(), &key);
                assert_says(event, told);
                assert_says(events.get(id).expect("an event"), told);
            }
            prop_assert!(events.get(EventId::from_index(all.len())).is_none());
            // Few dates and many: a list is sorted in two ways.
            for few in [1, 3, all.len()] {
                let mut sorted: Vec<EventId> = events.ids().rev().take(few).collect();
                let mut expected = sorted.clone();
                expected.sort_by_key(|&id| events.get(id).expect("an event").date());
                events.sort_by_date(&mut sorted);
                prop_assert_eq!(sorted, expected);
            }
        }
    }

    #[test]
    fn what_is_said_alike_is_kept_once() {
        let told: Told = ("Said so".to_owned(), "cameo:01", None, 0, (false, 1), "2024", 1, vec![0], None);
        let mut part = EventColumns::default();
        for _ in 0..9 {
            let (date, event) = row(&told);
            let date = part.date(date);
            part.add(date, event);
        }
        assert_eq!((part.len(), part.labels.texts.len(), part.dates.len(), part.codings.len()), (9, 1, 1, 1));
        assert!(part.remarks.get(0).is_none());
    }
}
