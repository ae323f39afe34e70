//! Where everything stands on the screen. Pure geometry, for painting and for the hit test alike.

use egui::{Pos2, Rect, pos2};

use crate::dataset::{ActorId, Day};

use super::axis::{Shown, day_at, x_of};
use super::curve::Curve;
use super::density::Density;
use super::model::{Mark, Model, Strip, Term};

/// The values at the lower and upper edge of the plot: the scale, and room for the marks at its ends.
pub const Y_RANGE: (f64, f64) = (-10.9, 10.9);

/// The radius of a mark that counts, in points.
pub const RADIUS: f32 = 4.5;

/// The radius of a mark that is left out of the series.
pub const SMALL_RADIUS: f32 = 3.5;

/// How far a mark may move aside for others, in steps.
const MOST_STEPS: i16 = 6;

/// Where more marks than this are in view, they are drawn as a density.
pub const MOST_MARKS: usize = 1_500;

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
    /// The indices of the marks in view, those of which only the span is in view included, ascending.
    pub in_view: Vec<usize>,
    /// The marks that are drawn one by one, in the order of [`Model::marks`]: those in view, or, over a density, those
    /// that stand out.
    pub marks: Vec<PlacedMark>,
    /// What is drawn in place of the marks in view where there are too many.
    pub density: Option<Density>,
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
        let in_view = in_view(model, scale, is_hidden);
        let is_dense = in_view.len() > MOST_MARKS;
        Self {
            marks: if is_dense { Vec::new() } else { place_marks(&model.marks, &in_view, scale) },
            density: is_dense.then(|| Density::new(&model.marks, &in_view, scale)),
            in_view,
            lines: lines.map(|(index, curve)| place_line(index, curve, scale)).collect(),
            terms: terms.flat_map(|(index, (strip, &rect))| place_terms(index, strip, rect, scale)).collect(),
        }
    }

    /// The place of a mark that is drawn by itself.
    pub fn mark(&self, index: usize) -> Option<&PlacedMark> {
        let place = self.marks.binary_search_by_key(&index, |mark| mark.index).ok()?;
        self.marks.get(place)
    }

    /// The place of a mark: its own, or, in a density, that which it would have alone.
    pub fn place_of(&self, model: &Model, index: usize, scale: Scale) -> PlacedMark {
        self.mark(index).copied().unwrap_or_else(|| place_mark(&model.marks[index], index, scale))
    }

    /// Draws these marks in view one by one over the density. Without a density all are drawn so.
    pub fn raise(&mut self, model: &Model, indices: &[usize], scale: Scale) {
        if self.density.is_some() {
            self.marks = place_marks(&model.marks, indices, scale);
        }
    }
}

/// The marks of which the place or the span is in view, ascending. O(log n + marks in view).
fn in_view(model: &Model, scale: Scale, is_hidden: &dyn Fn(usize) -> bool) -> Vec<usize> {
    let marks = &model.marks;
    let (left, right) = (scale.rect.left(), scale.rect.right());
    let start = marks.partition_point(|mark| scale.x(x_of(mark.day)) < left);
    let end = marks.partition_point(|mark| scale.x(x_of(mark.day)) <= right);
    // Spans of open dates are as long on the screen as they are told to be.
    let (first, last) = (scale.day(left - OPEN_END).floor(), scale.day(right + OPEN_END).ceil());
    let mut vague = model.vague_touching(day_at(first), day_at(last));
    vague.retain(|index| !(start..end).contains(index) && is_seen(place_span(&marks[*index], scale), scale));
    let before = vague.partition_point(|&index| index < start);
    let (before, after) = vague.split_at(before);
    let all = before.iter().copied().chain(start..end).chain(after.iter().copied());
    all.filter(|&index| !is_hidden(marks[index].line)).collect()
}

fn is_seen(span: Span, scale: Scale) -> bool {
    span.right > scale.rect.left() && span.left < scale.rect.right()
}

fn place_line(index: usize, curve: &Curve, scale: Scale) -> PlacedLine {
    PlacedLine { index, points: curve.points.iter().map(|point| scale.at(point.day, point.value)).collect() }
}

/// Places marks from the first, and moves each that would lie on another aside, by as few steps as will do.
fn place_marks(marks: &[Mark], indices: &[usize], scale: Scale) -> Vec<PlacedMark> {
    let mut placed: Vec<PlacedMark> = Vec::with_capacity(indices.len());
    for &index in indices {
        let wanted = place_mark(&marks[index], index, scale);
        placed.push(PlacedMark { at: aside(wanted.at, wanted.radius, &placed), ..wanted });
    }
    placed
}

/// A mark where its day and its value are.
fn place_mark(mark: &Mark, index: usize, scale: Scale) -> PlacedMark {
    PlacedMark {
        index,
        at: scale.at(mark.day, mark.score),
        radius: if mark.counts { RADIUS } else { SMALL_RADIUS },
        span: mark.is_vague().then(|| place_span(mark, scale)),
    }
}

/// The place nearest to `wanted`, to its left or right, at which a mark lies on no other.
fn aside(wanted: Pos2, radius: f32, placed: &[PlacedMark]) -> Pos2 {
    let reach = f32::from(MOST_STEPS + 1) * 2.0 * RADIUS;
    // Marks come in order of date, so those that may be in the way are at the end; and a mark keeps its height.
    let near = placed.iter().rev().take_while(|other| other.at.x > wanted.x - 2.0 * reach);
    let near: Vec<&PlacedMark> =
        near.filter(|other| (other.at.y - wanted.y).abs() < 0.9 * (other.radius + radius)).collect();
    let is_free = |at: Pos2| near.iter().all(|other| other.at.distance(at) >= 0.9 * (other.radius + radius));
    (0..=MOST_STEPS)
        .flat_map(|step| [step, -step])
        .map(|step| pos2(wanted.x + f32::from(step) * (RADIUS + 1.0), wanted.y))
        .find(|&at| is_free(at))
        .unwrap_or(wanted)
}

/// The span of a vague date.
pub(super) fn place_span(mark: &Mark, scale: Scale) -> Span {
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
        }
    }

    /// Places all of these in a range of 1,000 days.
    fn placed(marks: &[Mark]) -> Vec<PlacedMark> {
        let all: Vec<usize> = (0..marks.len()).collect();
        place_marks(marks, &all, SCALE)
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
        let placed = placed(&marks);
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
    fn in_view_is_what_one_by_one_comparison_finds() {
        let day = |seed: i32| seed * 7_919 % 4_001 - 1_500;
        let marks: Vec<Mark> = (0..600)
            .map(|seed| {
                let (middle, long) = (day(seed), seed * 613 % 97 * (seed % 5));
                let ends = (Some(Day(middle - long)), Some(Day(middle + long)));
                let (first, last) = if seed % 11 == 0 { (None, ends.1) } else { ends };
                Mark { line: usize::from(seed % 3 == 0), first, last, ..mark(middle, 0.0) }
            })
            .collect();
        let model = Model::of_marks(marks);
        for (first, last) in [(0.0, 1_000.0), (-1_400.0, -1_390.0), (2_450.0, 2_700.0), (700.0, 710.0)] {
            let scale = Scale { shown: Shown { first, last }, ..SCALE };
            for hidden in [None, Some(0), Some(1)] {
                let is_seen = |mark: &Mark| {
                    let placed = place_mark(mark, 0, scale);
                    scale.rect.x_range().contains(placed.at.x)
                        || placed.span.is_some_and(|span| span.right > 100.0 && span.left < 600.0)
                };
                let all = model.marks.iter().enumerate();
                let seen = all.filter(|(_, mark)| Some(mark.line) != hidden && is_seen(mark));
                let expected: Vec<usize> = seen.map(|(index, _)| index).collect();
                assert!(hidden.is_some() || !expected.is_empty());
                assert_eq!(in_view(&model, scale, &|line| Some(line) == hidden), expected);
            }
        }
    }

    #[test]
    fn many_marks_become_a_density_over_which_some_are_raised() {
        let few = Model::of_marks((0..1_500).map(|seed| mark(seed % 990, 0.0)).collect());
        let scene = Scene::new(&few, &[], SCALE, &[], &|_| false);
        assert!(scene.density.is_none() && scene.marks.len() == 1_500);
        let many = Model::of_marks((0..1_501).map(|seed| mark(seed % 990, 0.0)).collect());
        let mut scene = Scene::new(&many, &[], SCALE, &[], &|_| false);
        assert!(scene.density.is_some() && scene.marks.is_empty());
        scene.raise(&many, &[4, 1_200], SCALE);
        assert_eq!(scene.mark(1_200).map(|placed| placed.index), Some(1_200));
        assert_eq!(scene.mark(5), None);
        assert_eq!(scene.place_of(&many, 5, SCALE).at, SCALE.at(many.marks[5].day, 0.0));
    }

    #[test]
    fn a_vague_date_is_a_span_around_its_mark() {
        let vague = Mark { first: Some(Day(400)), last: Some(Day(599)), ..mark(500, 1.0) };
        let span = placed(&[vague])[0].span.map(|span| (span.left, span.right));
        assert_eq!(span, Some((300.0, 400.0)));
        let open = Mark { first: None, last: Some(Day(500)), ..mark(500, 1.0) };
        let open = placed(&[open])[0];
        assert!(open.span.is_some_and(|span| span.is_open_left && span.left < open.at.x));
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
