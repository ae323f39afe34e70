//! What the timeline shows, in days and values: curves, marks, government terms. Knows no screen.

use std::collections::BTreeMap;

use crate::analysis::alignment::{Point, Series, Voices};
use crate::analysis::parts;
use crate::dataset::{ActorId, Dataset, Day, Edtf, EventId, Id, NodeId, Voice};
use crate::session::{SeriesSettings, Session};

use super::axis::{Shown, day_at, in_words, x_of};

/// Evidence of less weight than this, in events of the very day, counts as none: the line is faint there.
pub const LITTLE_EVIDENCE: f64 = 0.05;

/// What lies around the first and the last event at first sight, as a part of the time between them.
const MARGIN: f64 = 0.03;

/// All that is shown of the session's series and the dataset.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// One a pair, in the order of [`SeriesSettings::pairs`].
    pub lines: Vec<LineModel>,
    /// The dated events of all pairs, in order of date.
    pub marks: Vec<Mark>,
    /// The terms of the governments of the states whose alignment is shown.
    pub strips: Vec<Strip>,
    /// From the first event to the last, with a margin; `None` where no pair has a dated event.
    pub extent: Option<Shown>,
    /// All actors, with the number of dated events by each or its parts: those that act first.
    pub actors: Vec<(ActorId, usize)>,
    /// All actors, with the number of events of [`SeriesSettings::of`] toward each: those with most first.
    pub poles: Vec<(ActorId, usize)>,
    /// The pairs that are not shown and have events, with their number, most first.
    pub others: Vec<(Pair, usize)>,
}

/// One actor and another that it acts toward.
pub type Pair = (ActorId, ActorId);

/// One pair.
#[derive(Clone, Debug)]
pub struct LineModel {
    /// Whose alignment.
    pub of: ActorId,
    /// Toward whom.
    pub toward: ActorId,
    /// What the line is called: the pole, or `A → B` for the pair beside.
    pub name: String,
    /// Whether it is the pair beside the poles.
    pub is_beside: bool,
    /// How many events count.
    pub counted: usize,
    /// How many are left out because of who speaks.
    pub other_voices: usize,
    /// How many are left out because they have no date.
    pub undated: usize,
}

/// The shape of a mark: who speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A reported fact or a named speaker's words.
    Disc,
    /// The author's opinion.
    Ring,
    /// What the author says should be done.
    Diamond,
}

/// An event of a pair.
#[derive(Clone, PartialEq, Debug)]
pub struct Mark {
    /// The event.
    pub event: EventId,
    /// The index of its pair in [`Model::lines`].
    pub line: usize,
    /// Where it counts: the midpoint of its date.
    pub day: Day,
    /// The first day that its date can mean; `None` is open.
    pub first: Option<Day>,
    /// The last day that its date can mean; `None` is open.
    pub last: Option<Day>,
    /// Its value, −10 to +10.
    pub score: f64,
    /// Who speaks.
    pub shape: Shape,
    /// Whether it counts in the series.
    pub counts: bool,
    /// Its name for screen readers.
    pub name: String,
}

impl Mark {
    /// Whether its date is more than one day, so that a span is drawn.
    pub fn is_vague(&self) -> bool {
        self.first.is_none() || self.first != self.last
    }
}

/// The governments of one state.
#[derive(Clone, PartialEq, Debug)]
pub struct Strip {
    /// The state.
    pub state: ActorId,
    /// Their terms, in order.
    pub terms: Vec<Term>,
}

/// The first and the last day on which something may have begun or ended; `None` is open or unknown.
pub type Bound = Option<(Day, Day)>;

/// The term of a government.
#[derive(Clone, PartialEq, Debug)]
pub struct Term {
    /// The government.
    pub government: ActorId,
    /// Its name for labels.
    pub name: String,
    /// The days between which it began; `None` is open or unknown.
    pub began: Bound,
    /// The days between which it ended; `None` is open or unknown.
    pub ended: Bound,
}

impl Model {
    /// Collects what is shown. Without series settings (a dataset without actors) there is nothing.
    pub fn new(session: &Session) -> Self {
        let Some(settings) = session.series_settings() else { return Self::default() };
        let dataset: &Dataset = session.dataset();
        let mut model = Self::default();
        for (index, ((of, toward), series)) in settings.pairs().zip(session.series()).enumerate() {
            let is_beside = index >= settings.toward.len();
            model.lines.push(LineModel::new(dataset, series, (of, toward), is_beside));
            model.marks.extend(marks(dataset, series, index));
        }
        model.marks.sort_by_key(|mark| (mark.day, mark.event, mark.line));
        model.extent = extent(&model.marks);
        model.strips = strips(dataset, settings);
        model.offer(dataset, settings);
        model
    }

    /// Collects what can be chosen instead.
    fn offer(&mut self, dataset: &Dataset, settings: &SeriesSettings) {
        let pairs = pairs(dataset, settings.parameters.voices());
        let count =
            |is: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|(pair, _)| is(pair)).map(|(_, n)| n).sum();
        let ranked = |events: &dyn Fn(ActorId) -> usize| {
            let mut ranked: Vec<_> = dataset.actors.ids().map(|id| (id, events(id))).collect();
            let name = |id| dataset.node_label(NodeId::Actor(id));
            ranked
                .sort_by_key(|&(id, events)| (std::cmp::Reverse(events), dataset.actors[id].kind, name(id)));
            ranked
        };
        self.actors = ranked(&|id| count(&|&(from, _)| from == id));
        self.poles = ranked(&|id| count(&|&pair| pair == (settings.of, id)));
        self.others =
            pairs.iter().filter(|(pair, _)| !settings.pairs().any(|shown| shown == *pair)).copied().collect();
    }
}

impl LineModel {
    /// Whose alignment, and toward whom.
    pub fn pair(&self) -> Pair {
        (self.of, self.toward)
    }

    fn new(dataset: &Dataset, series: &Series, (of, toward): (ActorId, ActorId), is_beside: bool) -> Self {
        let pole = dataset.node_label(NodeId::Actor(toward));
        let name = if is_beside {
            format!("{} → {pole}", dataset.node_label(NodeId::Actor(of)))
        } else {
            pole.to_owned()
        };
        let left_out = series.left_out();
        Self {
            of,
            toward,
            name,
            is_beside,
            counted: series.events().len(),
            other_voices: left_out.voice.len(),
            undated: left_out.undated.len(),
        }
    }
}

/// The marks of one pair: the events that count, and those that are left out because of who speaks.
fn marks(dataset: &Dataset, series: &Series, line: usize) -> Vec<Mark> {
    let counted = series.events().iter().map(|term| (term.event, true));
    let left_out = series.left_out().voice.iter().map(|&event| (event, false));
    let mark = |(id, counts): (EventId, bool)| {
        let event = dataset.events.get(id)?;
        let toward = dataset.node_label(event.to);
        let (score, when) = (event.score, event.date.to_words());
        let from = dataset.node_label(NodeId::Actor(event.from));
        Some(Mark {
            event: id,
            line,
            day: event.date.midpoint()?,
            first: event.date.earliest(),
            last: event.date.latest(),
            score,
            shape: shape(dataset.voice(&event.evidence)),
            counts,
            name: format!("{when}: {}, score {}, {from} toward {toward}", event.label, signed(score)),
        })
    };
    counted.chain(left_out).filter_map(mark).collect()
}

fn shape(voice: Option<Voice>) -> Shape {
    match voice {
        Some(Voice::Reported | Voice::Quoted) => Shape::Disc,
        Some(Voice::Judgement) | None => Shape::Ring,
        Some(Voice::Recommendation) => Shape::Diamond,
    }
}

/// A value with its sign, as typographers write it: `+3.4`, `−2.0`, `0.0`.
pub fn signed(value: f64) -> String {
    let text = format!("{value:+.1}");
    match text.as_str() {
        "+0.0" | "-0.0" => "0.0".to_owned(),
        _ => text.replace('-', "−"),
    }
}

/// The pairs of whole actors between which there are events of `voices`, with their number, most first.
fn pairs(dataset: &Dataset, voices: Voices) -> Vec<(Pair, usize)> {
    let mut counts: BTreeMap<Pair, usize> = BTreeMap::new();
    let counts_as = |voice: Option<Voice>| voice.is_some_and(|voice| voices.contains(voice));
    let rows = dataset.events.rows().iter();
    for event in rows.filter(|event| counts_as(dataset.voice(&event.evidence))) {
        if let NodeId::Actor(to) = event.to {
            let (from, to) = (parts::home(dataset, event.from), parts::home(dataset, to));
            if from != to {
                *counts.entry((from, to)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<_> = counts.into_iter().collect();
    pairs.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
    pairs
}

fn extent(marks: &[Mark]) -> Option<Shown> {
    let first = marks.iter().map(|mark| mark.first.unwrap_or(mark.day)).min()?;
    let last = marks.iter().map(|mark| mark.last.unwrap_or(mark.day)).max()?;
    let margin = (MARGIN * (x_of(last) - x_of(first))).max(20.0);
    Some(Shown::new(x_of(first) - margin, x_of(last) + margin))
}

/// The government terms of the states of `of` and of the actor of the pair beside, where there are any.
fn strips(dataset: &Dataset, settings: &SeriesSettings) -> Vec<Strip> {
    let mut states = vec![parts::home(dataset, settings.of)];
    states.extend(settings.beside.map(|(of, _)| parts::home(dataset, of)));
    states.dedup();
    states
        .into_iter()
        .map(|state| Strip { state, terms: terms(dataset, state) })
        .filter(|strip| !strip.terms.is_empty())
        .collect()
}

fn terms(dataset: &Dataset, state: ActorId) -> Vec<Term> {
    parts::governments(dataset, state)
        .into_iter()
        .filter_map(|(government, tie)| {
            let (began, ended) = bounds(tie.period.as_ref()?);
            let name = dataset.node_label(NodeId::Actor(government)).to_owned();
            Some(Term { government, name, began, ended })
        })
        .collect()
}

/// The days between which a period began, and those between which it ended.
fn bounds(period: &Edtf) -> (Bound, Bound) {
    let range = |text: &str| {
        let date = Edtf::parse(text).ok()?;
        date.earliest().zip(date.latest())
    };
    match period.as_str().split_once('/') {
        Some((start, end)) => (range(start), range(end)),
        None => (period.earliest().map(|day| (day, day)), period.latest().map(|day| (day, day))),
    }
}

/// One curve: the points of a pair in the range that is shown, none before its first event.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Curve {
    /// The points, in order.
    pub points: Vec<Point>,
}

/// A stretch of a curve with enough evidence, or without.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Run<'a> {
    /// Whether there is little or no evidence.
    pub is_faint: bool,
    /// Its points; the last is the first of the next stretch.
    pub points: &'a [Point],
}

impl Curve {
    /// Samples a series every `step` days where it is shown and where there is something to say: from its
    /// first event to the end of the extent.
    pub fn new(series: &Series, shown: Shown, extent: Shown, step: u32) -> Self {
        let Some(start) = series.events().first().map(|term| term.day) else { return Self::default() };
        let first = day_at(shown.first.floor()).max(start);
        let last = day_at(shown.last.min(extent.last).ceil());
        let mut points = series.sample(first, last, step);
        if first == start {
            // How things stood before the first event is not known.
            points.retain(|point| point.day > start || !point.before);
        }
        Self { points }
    }

    /// Its stretches with and without evidence.
    pub fn runs(&self) -> Vec<Run<'_>> {
        let faint = |point: &Point| point.weight < LITTLE_EVIDENCE;
        let mut runs = Vec::new();
        let mut start = 0;
        while let Some(first) = self.points.get(start) {
            let is_faint = faint(first);
            let rest = &self.points[start + 1..];
            match rest.iter().position(|point| faint(point) != is_faint) {
                Some(length) => {
                    let end = start + 1 + length;
                    runs.push(Run { is_faint, points: &self.points[start..=end] });
                    start = end;
                }
                None => {
                    runs.push(Run { is_faint, points: &self.points[start..] });
                    break;
                }
            }
        }
        runs
    }
}

/// What the model was made from: as long as it stays, so does the model.
#[derive(Clone, PartialEq, Debug)]
pub struct Made {
    dataset: usize,
    settings: Option<SeriesSettings>,
}

impl Made {
    /// Of a session. A dataset is known by its place in memory, for it never changes once loaded.
    pub fn of(session: &Session) -> Self {
        let dataset = std::sync::Arc::as_ptr(session.dataset()).addr();
        Self { dataset, settings: session.series_settings().cloned() }
    }

    /// Whether it is of the same dataset, so that what was shown can stay.
    pub fn has_dataset_of(&self, other: &Self) -> bool {
        self.dataset == other.dataset
    }
}

/// The value of a line on a day, in a sentence for screen readers.
pub fn spoken(dataset: &Dataset, line: &LineModel, point: &Point) -> String {
    let (of, toward) = (NodeId::Actor(line.of), NodeId::Actor(line.toward));
    format!(
        "Alignment of {} toward {}: {} on {}",
        dataset.node_label(of),
        dataset.node_label(toward),
        signed(point.value),
        in_words(point.day)
    )
}

/// The key under which a mark keeps the keyboard focus.
pub fn focus_key(mark: &Mark) -> (usize, usize) {
    (mark.line, mark.event.index())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(day: i32, weight: f64) -> Point {
        Point { day: Day(day), value: 1.0, low: 0.0, high: 2.0, weight, effective: 1.0, before: false }
    }

    #[test]
    fn values_are_written_with_their_sign() {
        assert_eq!(signed(3.44), "+3.4");
        assert_eq!(signed(-2.0), "−2.0");
        assert_eq!(signed(-0.01), "0.0");
    }

    #[test]
    fn a_curve_is_faint_where_there_is_little_evidence_and_has_no_gaps() {
        let weights = [1.0, 0.5, 0.04, 0.01, 1.0];
        let points = (0..).zip(weights).map(|(day, weight)| point(day, weight)).collect();
        let curve = Curve { points };
        let runs: Vec<_> = curve.runs().iter().map(|run| (run.is_faint, run.points.len())).collect();
        assert_eq!(runs, [(false, 3), (true, 3), (false, 1)]);
        assert!(Curve::default().runs().is_empty());
    }

    #[test]
    fn vague_ends_of_a_term_stay_vague() -> Result<(), crate::dataset::date::DateError> {
        let (began, ended) = bounds(&Edtf::parse("2017-10-26/2023")?);
        assert_eq!(began.map(|(a, b)| b.0 - a.0), Some(0), "a day is a day");
        assert_eq!(ended.map(|(a, b)| b.0 - a.0), Some(364), "somewhere in a year");
        assert_eq!(bounds(&Edtf::parse("2023-11-27/..")?).1, None, "still there");
        Ok(())
    }
}
