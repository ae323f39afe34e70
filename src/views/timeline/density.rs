//! Too many marks for single ones: how many events there are in each cell of a grid over the plot.

use std::ops::Range;

use egui::{Pos2, pos2};

use crate::dataset::Day;

use super::axis::x_of;
use super::model::Mark;
use super::scene::{Scale, place_span};

/// The side of a cell, in points.
pub const SIDE: f32 = 6.0;

/// So many events or more fill a cell.
const FULL: f32 = 64.0;

/// The events in view, by cell.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Density {
    /// Those with an event, column by column from the first day on, and in each from the top.
    pub cells: Vec<Cell>,
    /// The marks in the cells, cell by cell, in order of date.
    members: Vec<usize>,
    /// How many of the events of each cell are of which line.
    parts: Vec<Part>,
    /// The days that vague dates can mean, where they overlap taken together.
    pub bars: Vec<Bar>,
    /// The number of events in view. One that belongs to two lines counts in both.
    pub events: usize,
}

/// A cell of the grid with its events.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// The middle of its mark: the column's, or the day's where all are of one; and the mean of the values.
    pub at: Pos2,
    members: Range<usize>,
    parts: Range<usize>,
}

/// The events of one line in a cell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// The line.
    pub line: usize,
    /// Its events that count.
    pub counted: usize,
    /// Its events that are left out.
    pub left_out: usize,
}

/// The days that vague dates of one line and value can mean.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bar {
    /// The line.
    pub line: usize,
    /// Its height.
    pub y: f32,
    /// Left end.
    pub left: f32,
    /// Right end.
    pub right: f32,
}

impl Cell {
    /// How many events are in it.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// How full it is, 0 (one event) to 1, by the logarithm.
    #[expect(clippy::cast_precision_loss, reason = "an eye does not tell a million from a million and one")]
    pub fn fullness(&self) -> f32 {
        ((self.count() as f32).ln() / FULL.ln()).clamp(0.0, 1.0)
    }
}

impl Density {
    /// Counts the marks of `in_view` (ascending) by cell. O(marks in view + cells of the plot).
    pub fn new(marks: &[Mark], in_view: &[usize], scale: Scale) -> Self {
        let mut density =
            Self { events: in_view.len(), bars: bars(marks, in_view, scale), ..Self::default() };
        let is_placed = |index: &&usize| scale.rect.x_range().contains(scale.x(x_of(marks[**index].day)));
        let placed: Vec<usize> = in_view.iter().filter(is_placed).copied().collect();
        let Some(&first) = placed.first() else { return density };
        let grid = Grid::new(scale, marks[first].day);
        density.members = vec![0; placed.len()];
        let number = |index: usize| grid.cell(&marks[index]);
        let count = placed.last().map_or(0, |&last| grid.column(marks[last].day) + 1) * grid.rows;
        // A counting sort: where the members of each cell start, then each to its place.
        let mut starts = vec![0; count + 1];
        placed.iter().for_each(|&index| starts[number(index) + 1] += 1);
        for cell in 0..count {
            starts[cell + 1] += starts[cell];
        }
        let mut free = starts.clone();
        for &index in &placed {
            let place = &mut free[number(index)];
            density.members[*place] = index;
            *place += 1;
        }
        for cell in (0..count).filter(|&cell| starts[cell] < starts[cell + 1]) {
            density.add(marks, starts[cell]..starts[cell + 1], &grid, cell / grid.rows);
        }
        density
    }

    fn add(&mut self, marks: &[Mark], members: Range<usize>, grid: &Grid, column: usize) {
        let start = self.parts.len();
        let mut sum = 0.0;
        for &index in &self.members[members.clone()] {
            let mark = &marks[index];
            sum += mark.score;
            let place = match self.parts[start..].binary_search_by_key(&mark.line, |part| part.line) {
                Ok(place) => start + place,
                Err(place) => {
                    self.parts.insert(start + place, Part { line: mark.line, counted: 0, left_out: 0 });
                    start + place
                }
            };
            let part = &mut self.parts[place];
            *(if mark.counts { &mut part.counted } else { &mut part.left_out }) += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "a mean of values")]
        let mean = sum / members.len() as f64;
        let day = |place: usize| marks[self.members[place]].day;
        let (first, last) = (day(members.start), day(members.end - 1));
        let x = if first == last { grid.scale.x(x_of(first)) } else { grid.middle(column) };
        let at = pos2(x, grid.scale.y(mean));
        self.cells.push(Cell { at, members, parts: start..self.parts.len() });
    }

    /// The marks of a cell in order of date.
    pub fn members(&self, cell: &Cell) -> &[usize] {
        &self.members[cell.members.clone()]
    }

    /// How many of the events of a cell are of which line, in the order of the lines.
    pub fn parts(&self, cell: &Cell) -> &[Part] {
        &self.parts[cell.parts.clone()]
    }

    /// The first and the last day of the events of a cell.
    pub fn days(&self, marks: &[Mark], cell: &Cell) -> Option<(Day, Day)> {
        let members = self.members(cell);
        Some((marks[*members.first()?].day, marks[*members.last()?].day))
    }
}

/// Columns of days and rows of points. The columns lie on the days, so that they stay together when the days move.
struct Grid {
    scale: Scale,
    /// The days of a column.
    width: f64,
    /// The number, from 1970 on, of the first column in view.
    first: f64,
    rows: usize,
}

impl Grid {
    fn new(scale: Scale, first: Day) -> Self {
        let width = f64::from(SIDE) * scale.days_a_point();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of a screen")]
        let rows = (scale.rect.height() / SIDE).ceil().max(1.0) as usize;
        Self { scale, width, first: (x_of(first) / width).floor(), rows }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "columns of a screen")]
    fn column(&self, day: Day) -> usize {
        ((x_of(day) / self.width).floor() - self.first).max(0.0) as usize
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows of a screen")]
    fn cell(&self, mark: &Mark) -> usize {
        let row = ((self.scale.y(mark.score) - self.scale.rect.top()) / SIDE).max(0.0) as usize;
        self.column(mark.day) * self.rows + row.min(self.rows - 1)
    }

    /// The x of the middle of a column.
    #[expect(clippy::cast_precision_loss, reason = "columns of a screen")]
    fn middle(&self, column: usize) -> f32 {
        self.scale.x((self.first + column as f64 + 0.5) * self.width)
    }
}

/// The spans of vague dates, those of a line and value that overlap taken together.
fn bars(marks: &[Mark], in_view: &[usize], scale: Scale) -> Vec<Bar> {
    let vague = in_view.iter().map(|&index| &marks[index]).filter(|mark| mark.is_vague());
    let mut spans: Vec<Bar> = vague
        .map(|mark| {
            let span = place_span(mark, scale);
            Bar { line: mark.line, y: scale.y(mark.score), left: span.left, right: span.right }
        })
        .collect();
    spans.sort_unstable_by(|a, b| {
        a.line.cmp(&b.line).then(a.y.total_cmp(&b.y)).then(a.left.total_cmp(&b.left))
    });
    let mut bars: Vec<Bar> = Vec::new();
    for span in spans {
        match bars.last_mut() {
            Some(bar) if (bar.line, bar.y) == (span.line, span.y) && span.left <= bar.right => {
                bar.right = bar.right.max(span.right);
            }
            Some(_) | None => bars.push(span),
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use egui::Rect;

    use super::*;
    use crate::dataset::{EventId, Id};
    use crate::views::timeline::axis::Shown;
    use crate::views::timeline::model::Shape;

    const SCALE: Scale = Scale {
        shown: Shown { first: 0.0, last: 3_000.0 },
        rect: Rect { min: Pos2 { x: 100.0, y: 50.0 }, max: Pos2 { x: 600.0, y: 250.0 } },
    };

    fn mark(day: i32, score: f64, line: usize) -> Mark {
        let (event, day) = (EventId::from_index(0), Day(day));
        let ends = (Some(day), Some(day));
        Mark { event, line, day, first: ends.0, last: ends.1, score, shape: Shape::Disc, counts: line != 2 }
    }

    fn marks() -> Vec<Mark> {
        let score = |seed: i32| f64::from(seed * 613 % 21) - 10.0;
        let line = |seed: i32| usize::try_from(seed % 3).unwrap_or_default();
        let mut marks: Vec<Mark> =
            (0..5_000).map(|seed| mark(seed * 7_919 % 2_900, score(seed), line(seed))).collect();
        marks.sort_by_key(|mark| mark.day);
        marks
    }

    fn all(marks: &[Mark]) -> Vec<usize> {
        (0..marks.len()).collect()
    }

    #[test]
    fn each_event_is_in_one_cell_and_counted_there() {
        let marks = marks();
        let density = Density::new(&marks, &all(&marks), SCALE);
        let mut members: Vec<usize> =
            density.cells.iter().flat_map(|cell| density.members(cell)).copied().collect();
        members.sort_unstable();
        assert_eq!(members, all(&marks));
        let parts = density.cells.iter().flat_map(|cell| density.parts(cell));
        assert_eq!(parts.map(|part| part.counted + part.left_out).sum::<usize>(), density.events);
        for cell in &density.cells {
            let mut expected: BTreeMap<usize, usize> = BTreeMap::new();
            for &index in density.members(cell) {
                *expected.entry(marks[index].line).or_default() += 1;
            }
            let told = density.parts(cell).iter().map(|part| (part.line, part.counted + part.left_out));
            assert!(told.eq(expected), "{cell:?}");
        }
    }

    #[test]
    fn events_of_a_cell_are_near_its_mark_and_a_value_hardly_moves() {
        let marks = marks();
        let density = Density::new(&marks, &all(&marks), SCALE);
        assert!(density.cells.len() < marks.len());
        for cell in &density.cells {
            for &index in density.members(cell) {
                let at = SCALE.at(marks[index].day, marks[index].score);
                assert!((at.x - cell.at.x).abs() <= SIDE / 2.0 + 0.01, "{at:?} in {cell:?}");
                assert!((at.y - cell.at.y).abs() <= SIDE, "{at:?} in {cell:?}");
            }
        }
    }

    #[test]
    fn cells_stay_together_when_the_days_move() {
        let marks = marks();
        let sizes = |days: f64| {
            let shown = SCALE.shown.moved(days);
            let density = Density::new(&marks, &all(&marks), Scale { shown, ..SCALE });
            density.cells.iter().map(Cell::count).collect::<Vec<_>>()
        };
        assert_eq!(sizes(-40.0), sizes(-41.5));
    }

    #[test]
    fn a_date_of_which_only_the_span_is_in_view_is_in_a_bar_and_counted() {
        let vague =
            |first, last| Mark { first: Some(Day(first)), last: Some(Day(last)), ..mark(-100, 1.0, 0) };
        let marks = [vague(-300, 100), vague(-250, 90), vague(-200, 300), mark(500, 1.0, 0)];
        let density = Density::new(&marks, &all(&marks), SCALE);
        assert_eq!((density.events, density.cells.len(), density.bars.len()), (4, 1, 1));
        assert_eq!(density.bars[0].right, SCALE.x(301.0));
    }
}
