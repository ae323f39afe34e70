//! Alignment of A toward B: the decayed, evidence-weighted mean of the values of the events of A toward B.
//!
//! For events *i* of A toward B with value sᵢ (Goldstein 1992), weight wᵢ (the number of independent sources)
//! and date tᵢ (the midpoint of its interval), half-life *h* and prior weight κ:
//!
//! `a(t) = Σ uᵢ·sᵢ ÷ (κ + Σ uᵢ)` with `uᵢ = wᵢ·2^(−(t−tᵢ)/h)`, over tᵢ ≤ t.
//!
//! The prior is one observation of value 0 and weight κ that does not age. The band is one weighted standard
//! error to either side: `var = [κ·a² + Σ uᵢ(sᵢ−a)²] ÷ (κ + Σ uᵢ)`, `n = (κ + Σ uᵢ)² ÷ (κ² + Σ uᵢ²)` (the effective
//! number of observations of Kish, *Survey Sampling*, 1965), `se = √(var/n)`.
//!
//! An event is one of A toward B where its actor speaks for A and its target for B on its day (see
//! [`super::parts::speaks_for`]), and neither side of it belongs to both.

mod ledger;
mod moments;
mod parameters;
mod terms;
mod voices;

use crate::dataset::{ActorId, Dataset, Day, EventId, NodeId};

use super::index::Index;
pub use ledger::{Ledger, PairPoint, Step};
use moments::Moments;
pub use parameters::{ParameterError, Parameters, formula};
pub use terms::{LeftOut, Term};
pub use voices::Voices;

/// The end of the scale: values lie in −10 to +10.
pub const SCALE: f64 = 10.0;

/// What to compute.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Request {
    /// A: whose alignment.
    pub of: ActorId,
    /// B: toward whom or what. An instrument stands for itself.
    pub toward: NodeId,
    /// How.
    pub parameters: Parameters,
}

/// The alignment on one day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// The day.
    pub day: Day,
    /// a(t), −10 to +10; 0 without evidence.
    pub value: f64,
    /// The lower end of the band, −10 or more.
    pub low: f64,
    /// The upper end of the band, +10 or less.
    pub high: f64,
    /// Σu: the weight of the evidence, in events of this very day with one source. 0: no evidence.
    pub weight: f64,
    /// The effective number of events, (Σu)² ÷ Σu² (Kish 1965), without the prior. 0 without evidence.
    pub effective: f64,
    /// Whether this is the limit from the left at a jump: how things stood before the events of the day.
    pub before: bool,
}

impl Point {
    fn without_evidence(day: Day) -> Self {
        Self { day, value: 0.0, low: 0.0, high: 0.0, weight: 0.0, effective: 0.0, before: false }
    }

    /// Whether any evidence stands behind the value.
    pub fn has_evidence(&self) -> bool {
        self.weight > 0.0
    }
}

/// What one event contributes to the value on a day.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Share {
    /// The event.
    pub event: EventId,
    /// uᵢ: its weight, decayed.
    pub weight: f64,
    /// uᵢ·sᵢ ÷ (κ + Σu): its part of the value, with its sign. The parts sum to the value.
    pub of_value: f64,
    /// uᵢ ÷ Σu: its part of the evidence, 0 to 1. The parts sum to 1 where there is evidence.
    pub of_weight: f64,
}

/// The alignment of one actor toward another through time.
#[derive(Clone, Debug)]
pub struct Series {
    request: Request,
    terms: Vec<Term>,
    left_out: LeftOut,
    /// One for each day with events, in order.
    moments: Vec<Moments>,
}

impl Series {
    /// Collects the events of the series from all events of the dataset.
    pub fn new(dataset: &Dataset, request: Request) -> Self {
        Self::of_events(dataset, dataset.events.ids(), request)
    }

    /// Collects the events of the series by an index of the dataset: from those between the two and their parts.
    pub fn with_index(dataset: &Dataset, index: &Index, request: Request) -> Self {
        let between = index.events_between(NodeId::Actor(request.of), request.toward);
        Self::of_events(dataset, between.into_iter(), request)
    }

    fn of_events(dataset: &Dataset, events: impl Iterator<Item = EventId>, request: Request) -> Self {
        let (terms, left_out) = terms::collect(dataset, events, &request);
        let moments = Moments::accumulate(&terms, &request.parameters);
        Self { request, terms, left_out, moments }
    }

    /// What was asked for.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The events that count, in order of day and then of file.
    pub fn events(&self) -> &[Term] {
        &self.terms
    }

    /// The events of A toward B that do not count, by reason.
    pub fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    /// The alignment on `day`, its events included. O(log n).
    pub fn at(&self, day: Day) -> Point {
        self.point(self.latest(day), day)
    }

    /// What each event up to and including `day` contributes, in the order of [`Self::events`].
    pub fn shares(&self, day: Day) -> Vec<Share> {
        let Some(latest) = self.latest(day) else { return Vec::new() };
        let parameters = &self.request.parameters;
        let (decay, pull) = (latest.decay(day, parameters), latest.pull(day, parameters));
        let count = self.terms.partition_point(|term| term.day <= day);
        let share = |term: &Term| {
            // Relative to the latest event, weights of the far past do not underflow together.
            let age = f64::from(latest.day.0) - f64::from(term.day.0);
            let weight = term.weight * parameters.decay(age);
            let of_weight = if latest.weight * decay > 0.0 { weight / latest.weight } else { 0.0 };
            let of_value = of_weight * pull * term.score;
            Share { event: term.event, weight: weight * decay, of_value, of_weight }
        };
        self.terms.iter().take(count).map(share).collect()
    }

    /// Points from `first` to `last`, one every `step` days (0 counts as 1) and one on the last day; and at
    /// each day with events in between two: how things stood before them ([`Point::before`]) and after. A line
    /// through the points rises and falls where the alignment does. Empty where `last` is before `first`.
    /// One pass: O(points + log n).
    pub fn sample(&self, first: Day, last: Day, step: u32) -> Vec<Point> {
        let start = self.moments.partition_point(|moments| moments.day < first);
        let (past, to_come) = self.moments.split_at(start);
        let mut standing = past.last();
        let mut to_come = to_come.iter().peekable();
        let mut points = Vec::new();
        for day in grid(first, last, step) {
            while let Some(jump) = to_come.next_if(|moments| moments.day <= day) {
                points.push(Point { before: true, ..self.point(standing, jump.day) });
                points.push(self.point(Some(jump), jump.day));
                standing = Some(jump);
            }
            if standing.is_none_or(|moments| moments.day != day) {
                points.push(self.point(standing, day));
            }
        }
        points
    }

    /// The moments of the events up to and including `day`, where there are any.
    fn latest(&self, day: Day) -> Option<&Moments> {
        let count = self.moments.partition_point(|moments| moments.day <= day);
        self.moments[..count].last()
    }

    fn point(&self, moments: Option<&Moments>, day: Day) -> Point {
        moments.map_or(Point::without_evidence(day), |moments| moments.point(day, &self.request.parameters))
    }
}

/// Every `step`-th day from `first`, and `last`.
fn grid(first: Day, last: Day, step: u32) -> impl Iterator<Item = Day> {
    let step = usize::try_from(step.max(1)).unwrap_or(usize::MAX);
    let days = (first.0..=last.0).step_by(step).map(Day);
    // The last day is on the grid already where the steps end on it.
    let span = i64::from(last.0) - i64::from(first.0);
    let ends_off_grid = span > 0 && span % i64::try_from(step).unwrap_or(i64::MAX) != 0;
    days.chain(ends_off_grid.then_some(last))
}

/// How much closer A stands to B than to C on `day`: a(A,B) − a(A,C), −20 to +20.
pub fn tilt(toward_b: &Series, toward_c: &Series, day: Day) -> f64 {
    toward_b.at(day).value - toward_c.at(day).value
}
