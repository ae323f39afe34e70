//! The network as it stood: which nodes, ties and events are there on a date, in a range, or ever.
//!
//! A source's dates are vague, and so is the answer: a thing stands where *some* day that its date can mean
//! lies in the window. The rules, in the order in which they apply:
//!
//! 1. A dated tie, instrument or event stands where its period meets the window. As of a date, every event
//!    that may have happened by then stands.
//! 2. An actor stands while one of its ties to a whole (part of, office) does; a tie without a period lasts
//!    as long as its whole. An actor without such ties always stands. So does, in any case, a node that a
//!    dated relationship or an event *of the window* names: who acts is there.
//! 3. A relationship without a period stands, marked [`Status::Undated`], while both its ends do.
//!
//! Excerpts and documents are always there.

use crate::dataset::date::DayRange;
use crate::dataset::model::{Actor, Event};
use crate::dataset::{ActorId, Dataset, Day, Edtf, EventId, Id, InstrumentId, Item, NodeId, RelationshipId};

use super::parts::{reach, ties};

/// The time at which the network is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Window {
    /// On one day; events up to that day.
    AsOf(Day),
    /// At any time in a range of days, which may be open; events in that range.
    Range(DayRange),
    /// At any time at all.
    #[default]
    Always,
}

/// Whether a thing is there in a window.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// It is there.
    Standing,
    /// It comes later.
    NotYet,
    /// It was there before.
    NoLonger,
    /// The source gives it no date; it is shown, and said to be undated.
    Undated,
}

impl Status {
    /// Whether the thing is shown: it stands, or may stand for all that the source says.
    pub fn stands(self) -> bool {
        match self {
            Self::Standing | Self::Undated => true,
            Self::NotYet | Self::NoLonger => false,
        }
    }

    /// The status for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::NotYet => "not yet",
            Self::NoLonger => "no longer",
            Self::Undated => "undated",
        }
    }
}

impl Window {
    /// The days of the window.
    pub fn range(&self) -> DayRange {
        match self {
            Self::AsOf(day) => DayRange::day(*day),
            Self::Range(range) => *range,
            Self::Always => DayRange::default(),
        }
    }

    /// Whether a period meets the window.
    pub fn status(&self, period: Option<&Edtf>) -> Status {
        let Some(period) = period else { return Status::Undated };
        let range = self.range();
        if range.overlaps(period) {
            Status::Standing
        } else if period.latest().zip(range.first).is_some_and(|(end, first)| end < first) {
            Status::NoLonger
        } else {
            Status::NotYet
        }
    }

    /// Whether an event has happened: as of a date, by that date; otherwise in the window.
    pub fn event_status(&self, date: &Edtf) -> Status {
        match self {
            Self::AsOf(day) if date.earliest().is_none_or(|earliest| earliest <= *day) => Status::Standing,
            Self::AsOf(_) => Status::NotYet,
            Self::Range(_) | Self::Always => self.status(Some(date)),
        }
    }
}

/// The status of everything in a window.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    window: Window,
    actors: Vec<Status>,
    instruments: Vec<Status>,
    relationships: Vec<Status>,
    events: Vec<Status>,
}

impl Network {
    /// The network of `dataset` in `window`.
    pub fn new(dataset: &Dataset, window: &Window) -> Self {
        let mut network = Self {
            window: *window,
            actors: dataset.actors.ids().map(|id| actor_status(dataset, id, window)).collect(),
            instruments: dataset
                .instruments
                .rows()
                .iter()
                .map(|row| row.period.as_ref())
                .map(|p| window.status(p))
                .collect(),
            relationships: dataset
                .relationships
                .rows()
                .iter()
                .map(|row| window.status(row.period.as_ref()))
                .collect(),
            events: dataset.events.rows().iter().map(|row| window.event_status(&row.date)).collect(),
        };
        network.raise_who_acts(dataset);
        network.end_undated_with_their_ends(dataset);
        network
    }

    /// The window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The status of an item of the dataset that the network was made from.
    pub fn status(&self, item: Item) -> Status {
        match item {
            Item::Node(node) => self.node(node),
            Item::Relationship(id) => self.relationships[id.index()],
            Item::Event(id) => self.events[id.index()],
            Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => Status::Standing,
        }
    }

    /// Whether an item is shown.
    pub fn stands(&self, item: Item) -> bool {
        self.status(item).stands()
    }

    /// The relationships that stand, in file order.
    pub fn relationships(&self) -> impl Iterator<Item = RelationshipId> {
        standing(&self.relationships)
    }

    /// The events that stand, in file order.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        standing(&self.events)
    }

    /// The nodes that stand: actors, then instruments, in file order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        let actors = standing::<ActorId>(&self.actors).map(NodeId::Actor);
        actors.chain(standing::<InstrumentId>(&self.instruments).map(NodeId::Instrument))
    }

    fn node(&self, node: NodeId) -> Status {
        match node {
            NodeId::Actor(id) => self.actors[id.index()],
            NodeId::Instrument(id) => self.instruments[id.index()],
        }
    }

    /// Rule 2, its last part.
    fn raise_who_acts(&mut self, dataset: &Dataset) {
        for (id, relationship) in dataset.relationships.iter() {
            if self.relationships[id.index()] == Status::Standing {
                self.raise(relationship.from);
                self.raise(relationship.to);
            }
        }
        for event in dataset.events.rows() {
            if self.window.status(Some(&event.date)) == Status::Standing {
                self.raise(NodeId::Actor(event.from));
                self.raise(event.to);
            }
        }
    }

    fn raise(&mut self, node: NodeId) {
        let status = match node {
            NodeId::Actor(id) => &mut self.actors[id.index()],
            NodeId::Instrument(id) => &mut self.instruments[id.index()],
        };
        if !status.stands() {
            *status = Status::Standing;
        }
    }

    /// Rule 3.
    fn end_undated_with_their_ends(&mut self, dataset: &Dataset) {
        for (id, relationship) in dataset.relationships.iter() {
            if self.relationships[id.index()] == Status::Undated {
                let ends = [self.node(relationship.from), self.node(relationship.to)];
                let missing = ends.into_iter().find(|end| !end.stands());
                self.relationships[id.index()] = missing.unwrap_or(Status::Undated);
            }
        }
    }
}

fn standing<I: Id>(statuses: &[Status]) -> impl Iterator<Item = I> {
    statuses.iter().enumerate().filter(|(_, status)| status.stands()).map(|(index, _)| I::from_index(index))
}

/// Rule 2, its first part: the status of an actor by its ties to its wholes.
fn actor_status(dataset: &Dataset, actor: ActorId, window: &Window) -> Status {
    // Ties without a period lead on to the wholes that they last as long as.
    let chain = reach(dataset, actor, |period| period.is_none());
    let outermost = |&id: &ActorId| ties(&dataset.actors[id]).next().is_none();
    let statuses = || {
        let dated = chain.iter().flat_map(|&id| ties(&dataset.actors[id])).filter_map(|(_, period)| period);
        dated.map(|period| window.status(Some(period)))
    };
    if chain.iter().any(outermost) || statuses().any(Status::stands) || statuses().next().is_none() {
        Status::Standing
    } else if statuses().any(|status| status == Status::NotYet) {
        // Also between two terms: it was there, and will be again.
        Status::NotYet
    } else {
        Status::NoLonger
    }
}

/// What differs between two days.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Changes {
    /// What stands on the second day and not on the first: nodes, relationships, events, in file order.
    pub appeared: Vec<Item>,
    /// What stands on the first day and not on the second.
    pub disappeared: Vec<Item>,
}

impl Changes {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.appeared.is_empty() && self.disappeared.is_empty()
    }
}

/// What appeared and what disappeared from the network as of `from` to the network as of `to`, which may be
/// the earlier day.
pub fn changes(dataset: &Dataset, from: Day, to: Day) -> Changes {
    let before = Network::new(dataset, &Window::AsOf(from));
    let after = Network::new(dataset, &Window::AsOf(to));
    let items = dataset
        .nodes()
        .map(Item::Node)
        .chain(dataset.relationships.ids().map(Item::Relationship))
        .chain(dataset.events.ids().map(Item::Event));
    let mut changes = Changes::default();
    for item in items {
        match (before.stands(item), after.stands(item)) {
            (false, true) => changes.appeared.push(item),
            (true, false) => changes.disappeared.push(item),
            (true, true) | (false, false) => {}
        }
    }
    changes
}

/// The days on which the network can change, in order, each once: the steps of play. Between two of them it
/// stays as it is. A thing appears on its first day, and is gone on the day after its last.
pub fn dates(dataset: &Dataset) -> Vec<Day> {
    let mut days: Vec<Day> = periods(dataset)
        .flat_map(|period| [period.earliest(), period.latest().and_then(next_day)])
        .chain(dataset.events.rows().iter().map(|event| event.date.earliest()))
        .chain(dataset.events.rows().iter().map(|event| leave_after(dataset, event)))
        .flatten()
        .collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The day after an event, where one of its sides is there for the event alone and leaves with it.
fn leave_after(dataset: &Dataset, event: &Event) -> Option<Day> {
    let day = event.date.latest().and_then(next_day)?;
    let window = Window::AsOf(day);
    let stays = |node: NodeId| match node {
        NodeId::Actor(id) => actor_status(dataset, id, &window).stands(),
        NodeId::Instrument(id) => window.status(dataset.instruments[id].period.as_ref()).stands(),
    };
    (!stays(NodeId::Actor(event.from)) || !stays(event.to)).then_some(day)
}

fn next_day(day: Day) -> Option<Day> {
    day.0.checked_add(1).map(Day)
}

/// The first and the last day of everything dated in the network (periods and events; open ends and the
/// dates of documents do not count). `None` where nothing is dated.
pub fn extent(dataset: &Dataset) -> Option<(Day, Day)> {
    let days = || {
        periods(dataset)
            .chain(dataset.events.rows().iter().map(|event| &event.date))
            .flat_map(|date| [date.earliest(), date.latest()])
            .flatten()
    };
    Some((days().min()?, days().max()?))
}

/// Every period of a tie, an instrument or a relationship.
fn periods(dataset: &Dataset) -> impl Iterator<Item = &Edtf> {
    fn of_actor(actor: &Actor) -> impl Iterator<Item = &Edtf> {
        ties(actor).filter_map(|(_, period)| period)
    }
    let actors = dataset.actors.rows().iter().flat_map(of_actor);
    let instruments = dataset.instruments.rows().iter().filter_map(|row| row.period.as_ref());
    let relationships = dataset.relationships.rows().iter().filter_map(|row| row.period.as_ref());
    actors.chain(instruments).chain(relationships)
}
