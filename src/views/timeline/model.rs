//! What the timeline shows, in days and values: lines, marks, government terms. Knows no screen.

use crate::analysis::alignment::{Point, Series};
use crate::analysis::parts;
use crate::dataset::{ActorId, Dataset, Day, Edtf, EventId, Id, NodeId, Voice};
use crate::session::{SeriesSettings, Session};

use super::super::kept::Of;
use super::axis::{Shown, in_words, x_of};
use super::spans::Spans;

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
    /// The indices of the marks in order of their events.
    by_event: Vec<usize>,
    /// The dates that mean more than one day, with the indices of their marks. One that is open ends on its day.
    vague: Spans,
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
    /// How many are left out because no excerpt proves them.
    pub unproven: usize,
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
    /// Nobody: no excerpt proves it.
    Cross,
}

/// An event of a pair.
#[derive(Clone, Copy, PartialEq, Debug)]
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
}

impl Mark {
    /// Whether its date is more than one day, so that a span is drawn.
    pub fn is_vague(&self) -> bool {
        self.first.is_none() || self.first != self.last
    }

    /// Its name for screen readers.
    pub fn name(&self, dataset: &Dataset) -> String {
        let event = dataset.event(self.event);
        let (from, toward) =
            (dataset.node_label(NodeId::Actor(event.from())), dataset.node_label(event.to()));
        let (when, score) = (event.date().to_words(), signed(self.score));
        let unproven = if self.shape == Shape::Cross { ", no evidence" } else { "" };
        format!("{when}: {}, score {score}, {from} toward {toward}{unproven}", event.label())
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
        model.find_marks();
        model.strips = strips(dataset, settings);
        model
    }

    /// Puts the marks in order and makes what finds them.
    fn find_marks(&mut self) {
        self.marks.sort_unstable_by_key(|mark| (mark.day, mark.event, mark.line));
        self.extent = extent(&self.marks);
        self.by_event = (0..self.marks.len()).collect();
        self.by_event.sort_unstable_by_key(|&index| (self.marks[index].event, index));
        let vague = self.marks.iter().enumerate().filter(|(_, mark)| mark.is_vague());
        let span = |(index, mark): (usize, &Mark)| {
            (mark.first.unwrap_or(mark.day), mark.last.unwrap_or(mark.day), index)
        };
        self.vague = Spans::new(vague.map(span).collect());
    }

    /// Of these marks alone.
    #[cfg(test)]
    pub(super) fn of_marks(marks: Vec<Mark>) -> Self {
        let mut model = Self { marks, ..Self::default() };
        model.find_marks();
        model
    }

    /// The indices of the marks of an event: one for each line that it belongs to. O(log n).
    pub fn marks_of(&self, event: EventId) -> &[usize] {
        let event_at = |index: &usize| self.marks[*index].event;
        let start = self.by_event.partition_point(|index| event_at(index) < event);
        let rest = &self.by_event[start..];
        &rest[..rest.partition_point(|index| event_at(index) == event)]
    }

    /// The indices of the vague dates that touch a range of days, ascending.
    pub fn vague_touching(&self, first: Day, last: Day) -> Vec<usize> {
        self.vague.touching(first, last)
    }
}

impl LineModel {
    /// Whose alignment, and toward whom.
    pub fn pair(&self) -> Pair {
        (self.of, self.toward)
    }

    fn new(dataset: &Dataset, series: &Series, (of, toward): (ActorId, ActorId), is_beside: bool) -> Self {
        let left_out = series.left_out();
        let is_unproven = |id: &&EventId| dataset.voice(dataset.event(**id).evidence()).is_none();
        let unproven = left_out.voice.iter().filter(is_unproven).count();
        Self {
            of,
            toward,
            name: line_name(dataset, (of, toward), is_beside),
            is_beside,
            counted: series.events().len(),
            unproven,
            other_voices: left_out.voice.len() - unproven,
            undated: left_out.undated.len(),
        }
    }
}

/// What the line of a pair is called: its pole, or `A → B` where it is the pair beside the poles.
pub fn line_name(dataset: &Dataset, (of, toward): Pair, is_beside: bool) -> String {
    let name = |id| dataset.node_label(NodeId::Actor(id));
    if is_beside { format!("{} → {}", name(of), name(toward)) } else { name(toward).to_owned() }
}

/// The marks of one pair: the events that count, and those that are left out because of who speaks, or nobody does.
fn marks(dataset: &Dataset, series: &Series, line: usize) -> Vec<Mark> {
    let counted = series.events().iter().map(|term| (term.event, true));
    let left_out = series.left_out().voice.iter().map(|&event| (event, false));
    let mark = |(id, counts): (EventId, bool)| {
        let event = dataset.events.get(id)?;
        Some(Mark {
            event: id,
            line,
            day: event.date().midpoint()?,
            first: event.date().earliest(),
            last: event.date().latest(),
            score: event.score(),
            shape: shape(dataset.voice(event.evidence())),
            counts,
        })
    };
    counted.chain(left_out).filter_map(mark).collect()
}

fn shape(voice: Option<Voice>) -> Shape {
    match voice {
        Some(Voice::Reported | Voice::Quoted) => Shape::Disc,
        Some(Voice::Judgement) => Shape::Ring,
        Some(Voice::Recommendation) => Shape::Diamond,
        None => Shape::Cross,
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

/// What the model was made from: as long as it stays, so does the model.
#[derive(Clone, Debug)]
pub struct Made {
    dataset: Of,
    settings: Option<SeriesSettings>,
}

impl Made {
    /// Of a session.
    pub fn of(session: &Session) -> Self {
        Self { dataset: Of::dataset(session.dataset()), settings: session.series_settings().cloned() }
    }

    /// Whether a model made of this is one of the session: pairs and voices are the same. It is the same however fast
    /// events age.
    pub fn is_of(&self, session: &Session) -> bool {
        fn shown(settings: &SeriesSettings) -> impl PartialEq + '_ {
            (settings.of, &settings.toward, settings.beside, settings.parameters.voices())
        }
        self.has_dataset_of(session)
            && self.settings.as_ref().map(shown) == session.series_settings().map(shown)
    }

    /// Whether it is of the same dataset, so that what was shown can stay.
    pub fn has_dataset_of(&self, session: &Session) -> bool {
        self.dataset == Of::dataset(session.dataset())
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

    #[test]
    fn values_are_written_with_their_sign() {
        assert_eq!(signed(3.44), "+3.4");
        assert_eq!(signed(-2.0), "−2.0");
        assert_eq!(signed(-0.01), "0.0");
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
