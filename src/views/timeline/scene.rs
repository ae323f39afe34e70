//! Where everything stands on the screen. Pure geometry, for painting and for the hit test alike.

use egui::{Pos2, Rect, pos2};

use crate::dataset::{ActorId, Day};

use super::axis::{Shown, x_of};
use super::model::{Curve, Mark, Model, Strip, Term};

/// The values at the lower and upper edge of the plot: the scale, and room for the marks at its ends.
pub const Y_RANGE: (f64, f64) = (-10.9, 10.9);

/// The radius of a mark that counts, in points.
pub const RADIUS: f32 = 4.5;

/// The radius of a mark that is left out of the series.
pub const SMALL_RADIUS: f32 = 3.5;

/// How far a mark may move aside for others, in steps.
const MOST_STEPS: i16 = 6;

/// Days and values to points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale {
    /// The days shown.
    pub shown: Shown,
    /// The plot.
    pub rect: Rect,
}

impl Scale {
    /// The x of a day.
    #[expect(clippy::cast_possible_truncation, reason = "screen coordinates are f32")]
    pub fn x(&self, day: f64) -> f32 {
        let part = (day - self.shown.first) / self.shown.width();
        (f64::from(self.rect.left()) + part * f64::from(self.rect.width())) as f32
    }

    /// The y of a value.
    #[expect(clippy::cast_possible_truncation, reason = "screen coordinates are f32")]
    pub fn y(&self, value: f64) -> f32 {
        let part = (value - Y_RANGE.0) / (Y_RANGE.1 - Y_RANGE.0);
        (f64::from(self.rect.bottom()) - part * f64::from(self.rect.height())) as f32
    }

    /// The day, with its fraction, at an x.
    pub fn day(&self, x: f32) -> f64 {
        self.shown.first + f64::from(x - self.rect.left()) * self.days_a_point()
    }

    /// Days a point.
    pub fn days_a_point(&self) -> f64 {
        self.shown.width() / f64::from(self.rect.width().max(1.0))
    }

    /// The place of a value on a day.
    pub fn at(&self, day: Day, value: f64) -> Pos2 {
        pos2(self.x(x_of(day)), self.y(value))
    }
}

/// Everything in its place.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The marks in view, in the order of [`Model::marks`].
    pub marks: Vec<PlacedMark>,
    /// The curves that are shown.
    pub lines: Vec<PlacedLine>,
    /// The terms in view.
    pub terms: Vec<PlacedTerm>,
}

/// A mark in its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PlacedMark {
    /// Its index in [`Model::marks`].
    pub index: usize,
    /// Its middle.
    pub at: Pos2,
    /// Its radius.
    pub radius: f32,
    /// The ends of the span of a vague date.
    pub span: Option<Span>,
}

/// The span of a vague date.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Span {
    /// Left end.
    pub left: f32,
    /// Right end.
    pub right: f32,
    /// Whether the date has no beginning.
    pub is_open_left: bool,
    /// Whether the date has no end.
    pub is_open_right: bool,
}

/// A curve in its place.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedLine {
    /// Its index in [`Model::lines`].
    pub index: usize,
    /// Its corners.
    pub points: Vec<Pos2>,
}

/// A government's term in its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PlacedTerm {
    /// The government.
    pub government: ActorId,
    /// The index of its strip and its place there.
    pub strip: (usize, usize),
    /// From the first day that it may have begun to the last that it may have ended.
    pub rect: Rect,
    /// How wide the doubt at its left end is.
    pub soft_left: f32,
    /// How wide the doubt at its right end is.
    pub soft_right: f32,
}

impl Scene {
    /// Places all that is in view. `is_hidden` tells which lines the person has switched off.
    pub fn new(
        model: &Model,
        curves: &[Curve],
        scale: Scale,
        strips: &[Rect],
        is_hidden: &dyn Fn(usize) -> bool,
    ) -> Self {
        let lines = curves.iter().enumerate().filter(|&(index, _)| !is_hidden(index));
        let terms = model.strips.iter().zip(strips).enumerate();
        Self {
            marks: place_marks(&model.marks, scale, is_hidden),
            lines: lines.map(|(index, curve)| place_line(index, curve, scale)).collect(),
            terms: terms.flat_map(|(index, (strip, &rect))| place_terms(index, strip, rect, scale)).collect(),
        }
    }

    /// The place of a mark, where it is in view.
    pub fn mark(&self, index: usize) -> Option<&PlacedMark> {
        self.marks.iter().find(|mark| mark.index == index)
    }
}

fn place_line(index: usize, curve: &Curve, scale: Scale) -> PlacedLine {
    PlacedLine { index, points: curve.points.iter().map(|point| scale.at(point.day, point.value)).collect() }
}

/// Places marks from the first, and moves each that would lie on another aside, by as few steps as will do.
fn place_marks(marks: &[Mark], scale: Scale, is_hidden: &dyn Fn(usize) -> bool) -> Vec<PlacedMark> {
    let mut placed: Vec<PlacedMark> = Vec::new();
    for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| !is_hidden(mark.line)) {
        let radius = if mark.counts { RADIUS } else { SMALL_RADIUS };
        let span = mark.is_vague().then(|| place_span(mark, scale));
        let wanted = scale.at(mark.day, mark.score);
        let in_view = scale.rect.x_range().contains(wanted.x)
            || span.is_some_and(|span| span.right > scale.rect.left() && span.left < scale.rect.right());
        if !in_view {
            continue;
        }
        let at = aside(wanted, radius, &placed);
        placed.push(PlacedMark { index, at, radius, span });
    }
    placed
}

/// The place nearest to `wanted`, to its left or right, at which a mark lies on no other.
fn aside(wanted: Pos2, radius: f32, placed: &[PlacedMark]) -> Pos2 {
    let reach = f32::from(MOST_STEPS + 1) * 2.0 * RADIUS;
    // Marks come in order of date, so those that may be in the way are at the end.
    let near = || placed.iter().rev().take_while(|other| other.at.x > wanted.x - 2.0 * reach);
    let is_free = |at: Pos2| near().all(|other| other.at.distance(at) >= 0.9 * (other.radius + radius));
    (0..=MOST_STEPS)
        .flat_map(|step| [step, -step])
        .map(|step| pos2(wanted.x + f32::from(step) * (RADIUS + 1.0), wanted.y))
        .find(|&at| is_free(at))
        .unwrap_or(wanted)
}

fn place_span(mark: &Mark, scale: Scale) -> Span {
    // A day lasts until the next begins.
    Span {
        left: mark.first.map_or(scale.x(x_of(mark.day)) - OPEN_END, |day| scale.x(x_of(day))),
        right: mark.last.map_or(scale.x(x_of(mark.day)) + OPEN_END, |day| scale.x(x_of(day) + 1.0)),
        is_open_left: mark.first.is_none(),
        is_open_right: mark.last.is_none(),
    }
}

/// How far the span of a date without a beginning or end is drawn, in points.
const OPEN_END: f32 = 60.0;

fn place_terms(index: usize, strip: &Strip, rect: Rect, scale: Scale) -> Vec<PlacedTerm> {
    let place = |(place, term): (usize, &Term)| {
        let (began, surely) = term
            .began
            .map_or((rect.left(), rect.left()), |(first, last)| (scale.x(x_of(first)), scale.x(x_of(last))));
        let (until, ended) = term.ended.map_or((rect.right(), rect.right()), |(first, last)| {
            (scale.x(x_of(first) + 1.0), scale.x(x_of(last) + 1.0))
        });
        let whole = Rect::from_x_y_ranges(began..=ended, rect.y_range()).intersect(rect);
        (whole.width() > 0.5).then(|| PlacedTerm {
            government: term.government,
            strip: (index, place),
            rect: whole,
            soft_left: (surely - whole.left()).clamp(0.0, whole.width()),
            soft_right: (whole.right() - until).clamp(0.0, whole.width()),
        })
    };
    strip.terms.iter().enumerate().filter_map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{EventId, Id};
    use crate::views::timeline::model::Shape;

    const SCALE: Scale = Scale {
        shown: Shown { first: 0.0, last: 1_000.0 },
        rect: Rect { min: Pos2 { x: 100.0, y: 50.0 }, max: Pos2 { x: 600.0, y: 250.0 } },
    };

    fn mark(day: i32, score: f64) -> Mark {
        Mark {
            event: EventId::from_index(0),
            line: 0,
            day: Day(day),
            first: Some(Day(day)),
            last: Some(Day(day)),
            score,
            shape: Shape::Disc,
            counts: true,
            name: String::new(),
        }
    }

    #[test]
    fn scale_and_its_inverse_agree() {
        assert_eq!(SCALE.x(500.0), 350.0);
        assert_eq!(SCALE.day(350.0), 500.0);
        assert!((SCALE.y(0.0) - 150.0).abs() < 0.01);
        assert!(SCALE.y(10.0) < SCALE.y(-10.0), "closer is up");
    }

    #[test]
    fn marks_of_one_day_stand_side_by_side() {
        let marks: Vec<Mark> = (0..5).map(|_| mark(500, 3.0)).collect();
        let placed = place_marks(&marks, SCALE, &|_| false);
        assert_eq!(placed.len(), 5);
        assert_eq!(placed[0].at, SCALE.at(Day(500), 3.0), "the first does not move");
        for (index, a) in placed.iter().enumerate() {
            for b in &placed[index + 1..] {
                assert!(a.at.distance(b.at) >= 1.7 * RADIUS, "{a:?} lies on {b:?}");
            }
            assert!((a.at.y - placed[0].at.y).abs() < 0.01, "a value does not move");
        }
    }

    #[test]
    fn marks_out_of_view_and_of_hidden_lines_are_not_placed() {
        let marks = [mark(-50, 0.0), mark(500, 0.0), mark(1_050, 0.0)];
        assert_eq!(place_marks(&marks, SCALE, &|_| false).len(), 1);
        assert!(place_marks(&marks, SCALE, &|_| true).is_empty());
    }

    #[test]
    fn a_vague_date_is_a_span_around_its_mark() {
        let vague = Mark { first: Some(Day(400)), last: Some(Day(599)), ..mark(500, 1.0) };
        let placed = place_marks(&[vague], SCALE, &|_| false);
        let span = placed[0].span.map(|span| (span.left, span.right));
        assert_eq!(span, Some((300.0, 400.0)));
        let open = Mark { first: None, last: Some(Day(500)), ..mark(500, 1.0) };
        let placed = place_marks(&[open], SCALE, &|_| false);
        assert!(placed[0].span.is_some_and(|span| span.is_open_left && span.left < placed[0].at.x));
    }

    #[test]
    fn the_doubt_about_a_term_is_its_soft_end() {
        let term = Term {
            government: ActorId::from_index(0),
            name: String::new(),
            began: Some((Day(200), Day(400))),
            ended: None,
        };
        let strip = Strip { state: ActorId::from_index(0), terms: vec![term] };
        let band = Rect::from_min_max(pos2(100.0, 30.0), pos2(600.0, 48.0));
        let placed = place_terms(0, &strip, band, SCALE);
        assert_eq!((placed[0].rect.left(), placed[0].soft_left), (200.0, 100.0));
        assert_eq!((placed[0].rect.right(), placed[0].soft_right), (600.0, 0.0));
    }
}
