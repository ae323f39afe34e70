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

mod calendar;
mod presence;

use std::sync::Arc;

use crate::dataset::date::DayRange;
use crate::dataset::model::Actor;
use crate::dataset::{Dataset, Day, Edtf, EventId, Item, NodeId, RelationshipId};

use super::parts::ties;
pub use calendar::Calendar;
use presence::{Presence, Span};

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

    /// The status of what is there in a period.
    fn of(period: Span, window: Span) -> Self {
        if period.meets(window) {
            Self::Standing
        } else if period.last < window.first {
            Self::NoLonger
        } else {
            Self::NotYet
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
}

/// The network in a window, which can be moved.
#[derive(Clone, Debug)]
pub struct Network {
    calendar: Arc<Calendar>,
    window: Window,
    presence: Presence,
    relationship_count: usize,
}

impl Network {
    /// The network of `dataset` in `window`.
    pub fn new(dataset: &Dataset, window: &Window) -> Self {
        Self::of_calendar(Arc::new(Calendar::new(dataset)), window)
    }

    /// The network of the dataset that a calendar was made of, in `window`.
    pub fn of_calendar(calendar: Arc<Calendar>, window: &Window) -> Self {
        let presence = calendar.presence();
        let mut network = Self { calendar, window: *window, presence, relationship_count: 0 };
        network.set_window(window);
        network
    }

    /// Moves the window. Takes as long as what comes and goes on the way, and the relationships without a date
    /// whose ends can come and go.
    pub fn set_window(&mut self, window: &Window) {
        self.window = *window;
        let span = self.span();
        self.calendar.move_presence(&mut self.presence, span);
        self.relationship_count = self.calendar.count_relationships(span, &self.presence);
    }

    /// The window.
    pub fn window(&self) -> &Window {
        &self.window
    }

    /// The dates of the dataset.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The status of an item of the dataset that the network was made from. Nothing is searched for it.
    pub fn status(&self, item: Item) -> Status {
        match item {
            Item::Node(node) => self.calendar.node(node, self.span(), &self.presence),
            Item::Relationship(id) => self.calendar.relationship(id, self.span(), &self.presence),
            Item::Event(id) => self.event_status(self.calendar.event(id)),
            Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => Status::Standing,
        }
    }

    /// Whether an item is shown.
    pub fn stands(&self, item: Item) -> bool {
        self.status(item).stands()
    }

    /// The relationships that stand, in file order.
    pub fn relationships(&self) -> impl Iterator<Item = RelationshipId> {
        self.calendar.relationship_ids().filter(|&id| self.stands(id.into()))
    }

    /// The events that stand, in file order.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        let events = self.calendar.events();
        events.filter(|&(_, span)| self.event_status(span).stands()).map(|(id, _)| id)
    }

    /// The nodes that stand: actors, then instruments, in file order.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> {
        self.calendar.nodes().filter(|&node| self.stands(node.into()))
    }

    /// The number of relationships that stand, known without counting.
    pub fn count_relationships(&self) -> usize {
        self.relationship_count
    }

    /// The number of events that stand, found by bisection.
    pub fn count_events(&self) -> usize {
        match self.window {
            Window::AsOf(day) => self.calendar.count_events(Day(i32::MIN), day),
            Window::Range(_) | Window::Always => {
                let Span { first, last } = self.span();
                self.calendar.count_events(first, last)
            }
        }
    }

    fn span(&self) -> Span {
        self.window.range().into()
    }

    fn event_status(&self, event: Span) -> Status {
        match self.window {
            Window::AsOf(day) if event.first <= day => Status::Standing,
            Window::AsOf(_) => Status::NotYet,
            Window::Range(_) | Window::Always => Status::of(event, self.span()),
        }
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
    let mut after = before.clone();
    after.set_window(&Window::AsOf(to));
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

/// The days on which the network can change, in order: [`Calendar::dates`].
pub fn dates(dataset: &Dataset) -> Vec<Day> {
    Calendar::new(dataset).dates().to_vec()
}

fn next_day(day: Day) -> Option<Day> {
    day.0.checked_add(1).map(Day)
}

/// The first and the last day of everything dated in the network (periods and events; open ends and the
/// dates of documents do not count). `None` where nothing is dated.
pub fn extent(dataset: &Dataset) -> Option<(Day, Day)> {
    let days = || {
        periods(dataset)
            .chain(dataset.events.rows().map(|event| event.date()))
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
