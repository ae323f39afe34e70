//! When everything in a dataset is there, in flat columns: made once, asked for every window.

use crate::dataset::{Dataset, Day, Edtf, EventId, Id, NodeId, RelationshipId};

use super::super::index::Nodes;
use super::super::parts::{reach, ties};
use super::presence::{DayCounts, Presence, Span, Spans};
use super::{Status, extent, next_day, periods};

/// The dates of a dataset as a window needs them.
#[derive(Clone, Debug)]
pub struct Calendar {
    nodes: Nodes,
    events: Vec<Span>,
    event_starts: DayCounts,
    event_ends: DayCounts,
    relationships: Vec<TieTime>,
    tie_starts: DayCounts,
    tie_ends: DayCounts,
    /// The relationships that have no date and an end that comes or goes.
    bound: Vec<[NodeTime; 2]>,
    /// How many relationships have no date and ends that are always there.
    unbound: usize,
    /// For each node: whether it comes and goes.
    node_times: Vec<NodeTime>,
    passing: Passing,
    dates: Vec<Day>,
    extent: Option<(Day, Day)>,
}

/// When a relationship is there.
#[derive(Clone, Copy, Debug)]
enum TieTime {
    /// In its period.
    Dated(Span),
    /// Always, for all that the source says: it has no date, and its ends are always there.
    Undated,
    /// While both its ends are: the number among the bound ones.
    Bound(u32),
}

/// When a node is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum NodeTime {
    Always,
    /// An instrument without a period.
    Undated,
    /// At times: the number among the passing ones.
    Passing(u32),
}

/// The nodes that come and go.
#[derive(Clone, Debug, Default)]
struct Passing {
    /// Where the periods of each node begin, and where the last end.
    starts: Vec<u32>,
    /// The periods of the ties of an actor to its wholes, or that of an instrument.
    periods: Vec<Span>,
    /// Those periods, and what each node takes part in.
    spans: Spans,
}

impl Passing {
    fn add(&mut self, periods: impl Iterator<Item = Span>) -> NodeTime {
        let number = self.starts.len() as u32;
        self.starts.push(self.periods.len() as u32);
        self.periods.extend(periods);
        NodeTime::Passing(number)
    }

    fn periods(&self, number: u32) -> &[Span] {
        let end = self.starts.get(number as usize + 1).map_or(self.periods.len(), |&end| end as usize);
        &self.periods[self.starts[number as usize] as usize..end]
    }
}

fn span(date: &Edtf) -> Span {
    date.range().into()
}

impl Calendar {
    /// The calendar of a dataset, in a few passes.
    pub fn new(dataset: &Dataset) -> Self {
        let nodes = Nodes::new(dataset);
        let (node_times, mut passing) = node_times(dataset);
        passing.spans = spans_of_passing(dataset, nodes, &node_times, &passing);
        let events: Vec<Span> = dataset.events.rows().map(|event| span(event.date())).collect();
        let periods: Vec<Span> =
            dataset.relationships.rows().iter().filter_map(|row| row.period.as_ref()).map(span).collect();
        let mut calendar = Self {
            nodes,
            event_starts: day_counts(&events, |span| span.first),
            event_ends: day_counts(&events, |span| span.last),
            events,
            relationships: Vec::with_capacity(dataset.relationships.len()),
            tie_starts: day_counts(&periods, |span| span.first),
            tie_ends: day_counts(&periods, |span| span.last),
            bound: Vec::new(),
            unbound: 0,
            node_times,
            passing,
            dates: Vec::new(),
            extent: extent(dataset),
        };
        calendar.add_relationships(dataset);
        calendar.dates = calendar.find_dates(dataset);
        calendar
    }

    /// The days on which the network can change, in order, each once: the steps of play. Between two of them it
    /// stays as it is. A thing appears on its first day, and is gone on the day after its last.
    pub fn dates(&self) -> &[Day] {
        &self.dates
    }

    /// The first of [`Self::dates`] after a day.
    pub fn next_date(&self, day: Day) -> Option<Day> {
        self.dates.get(self.dates.partition_point(|&date| date <= day)).copied()
    }

    /// The last of [`Self::dates`] before a day.
    pub fn previous_date(&self, day: Day) -> Option<Day> {
        let before = self.dates.partition_point(|&date| date < day);
        before.checked_sub(1).map(|last| self.dates[last])
    }

    /// The first and the last day of everything dated, as [`extent`] has it.
    pub fn extent(&self) -> Option<(Day, Day)> {
        self.extent
    }

    pub(super) fn presence(&self) -> Presence {
        Presence::new(&self.passing.spans)
    }

    pub(super) fn move_presence(&self, presence: &mut Presence, window: Span) {
        presence.move_to(&self.passing.spans, window);
    }

    pub(super) fn event(&self, id: EventId) -> Span {
        self.events[id.index()]
    }

    pub(super) fn events(&self) -> impl Iterator<Item = (EventId, Span)> {
        self.events.iter().enumerate().map(|(index, &span)| (EventId::from_index(index), span))
    }

    pub(super) fn relationship_ids(&self) -> impl Iterator<Item = RelationshipId> + use<> {
        (0..self.relationships.len()).map(RelationshipId::from_index)
    }

    pub(super) fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        let nodes = self.nodes;
        (0..nodes.len()).map(move |number| nodes.node(number))
    }

    /// How many events begin by the end of a window, less those that end before `first`.
    pub(super) fn count_events(&self, first: Day, last: Day) -> usize {
        self.event_starts.through(last).saturating_sub(self.event_ends.before(first))
    }

    /// How many relationships stand in a window.
    pub(super) fn count_relationships(&self, window: Span, presence: &Presence) -> usize {
        let dated = self.tie_starts.through(window.last).saturating_sub(self.tie_ends.before(window.first));
        let is_there = |time: &NodeTime| match time {
            NodeTime::Always | NodeTime::Undated => true,
            NodeTime::Passing(number) => presence.has(*number),
        };
        dated + self.unbound + self.bound.iter().filter(|ends| ends.iter().all(is_there)).count()
    }

    /// The status of a relationship in a window.
    pub(super) fn relationship(&self, id: RelationshipId, window: Span, presence: &Presence) -> Status {
        match self.relationships[id.index()] {
            TieTime::Dated(span) => Status::of(span, window),
            TieTime::Undated => Status::Undated,
            TieTime::Bound(number) => {
                let ends = self.bound[number as usize].into_iter();
                let mut ends = ends.map(|time| self.status(time, window, presence));
                ends.find(|end| !end.stands()).unwrap_or(Status::Undated)
            }
        }
    }

    /// The status of a node in a window.
    pub(super) fn node(&self, node: NodeId, window: Span, presence: &Presence) -> Status {
        self.status(self.node_times[self.nodes.number(node)], window, presence)
    }

    fn status(&self, time: NodeTime, window: Span, presence: &Presence) -> Status {
        let number = match time {
            NodeTime::Always => return Status::Standing,
            NodeTime::Undated => return Status::Undated,
            NodeTime::Passing(number) => number,
        };
        let is_to_come = |&period: &Span| Status::of(period, window) == Status::NotYet;
        if presence.has(number) {
            Status::Standing
        } else if self.passing.periods(number).iter().any(is_to_come) {
            // Also between two terms: it was there, and will be again.
            Status::NotYet
        } else {
            Status::NoLonger
        }
    }

    fn add_relationships(&mut self, dataset: &Dataset) {
        for relationship in dataset.relationships.rows() {
            let ends =
                [relationship.from, relationship.to].map(|node| self.node_times[self.nodes.number(node)]);
            let is_bound = ends.iter().any(|time| matches!(time, NodeTime::Passing(_)));
            let time = match &relationship.period {
                Some(period) => TieTime::Dated(span(period)),
                None if is_bound => {
                    self.bound.push(ends);
                    TieTime::Bound(self.bound.len() as u32 - 1)
                }
                None => {
                    self.unbound += 1;
                    TieTime::Undated
                }
            };
            self.relationships.push(time);
        }
    }

    fn find_dates(&self, dataset: &Dataset) -> Vec<Day> {
        let ends =
            periods(dataset).flat_map(|period| [period.earliest(), period.latest().and_then(next_day)]);
        let mut days: Vec<Day> = ends.flatten().collect();
        days.extend(self.event_starts.days().iter().filter(|&&day| day != Day(i32::MIN)));
        let mut leaves: Vec<Day> = dataset
            .events
            .iter()
            .filter_map(|(id, event)| {
                let day = next_day(event.date().latest()?)?;
                let leaves =
                    [NodeId::Actor(event.from()), event.to()].into_iter().any(|end| !self.stays(end, day));
                debug_assert_eq!(self.event(id).last, day - 1);
                leaves.then_some(day)
            })
            .collect();
        leaves.dedup();
        days.append(&mut leaves);
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Whether a node is there on a day by its ties or its period alone, and not because it acts.
    fn stays(&self, node: NodeId, day: Day) -> bool {
        match self.node_times[self.nodes.number(node)] {
            NodeTime::Always | NodeTime::Undated => true,
            NodeTime::Passing(number) => {
                let day = Span { first: day, last: day };
                self.passing.periods(number).iter().any(|period| period.meets(day))
            }
        }
    }
}

/// Which nodes come and go, and by which periods: rule 2, its first part.
fn node_times(dataset: &Dataset) -> (Vec<NodeTime>, Passing) {
    let mut passing = Passing::default();
    let mut times = Vec::with_capacity(dataset.actors.len() + dataset.instruments.len());
    for (id, actor) in dataset.actors.iter() {
        if ties(actor).next().is_none() {
            times.push(NodeTime::Always);
            continue;
        }
        // Ties without a period lead on to the wholes that they last as long as.
        let chain = reach(dataset, id, |period| period.is_none());
        let has_outermost = chain.iter().any(|&id| ties(&dataset.actors[id]).next().is_none());
        let dated =
            || chain.iter().flat_map(|&id| ties(&dataset.actors[id])).filter_map(|(_, period)| period);
        let is_always = has_outermost || dated().next().is_none();
        times.push(if is_always { NodeTime::Always } else { passing.add(dated().map(span)) });
    }
    for instrument in dataset.instruments.rows() {
        times.push(match &instrument.period {
            Some(period) => passing.add([span(period)].into_iter()),
            None => NodeTime::Undated,
        });
    }
    (times, passing)
}

/// When each passing node is there: by its own periods, and whenever a dated relationship or an event names it.
fn spans_of_passing(dataset: &Dataset, nodes: Nodes, times: &[NodeTime], passing: &Passing) -> Spans {
    let mut spans: Vec<(u32, Span)> = Vec::new();
    for number in 0..passing.starts.len() as u32 {
        spans.extend(passing.periods(number).iter().map(|&period| (number, period)));
    }
    let mut add = |node: NodeId, span: Span| {
        if let NodeTime::Passing(number) = times[nodes.number(node)] {
            spans.push((number, span));
        }
    };
    for relationship in dataset.relationships.rows() {
        if let Some(period) = &relationship.period {
            add(relationship.from, span(period));
            add(relationship.to, span(period));
        }
    }
    for event in dataset.events.rows() {
        add(NodeId::Actor(event.from()), span(event.date()));
        add(event.to(), span(event.date()));
    }
    Spans::new(passing.starts.len(), &spans)
}

fn day_counts(spans: &[Span], day: fn(&Span) -> Day) -> DayCounts {
    let mut days: Vec<Day> = spans.iter().map(day).collect();
    // Stable, since what is nearly in order is soon sorted: most files are.
    days.sort();
    DayCounts::new(days.into_iter())
}
