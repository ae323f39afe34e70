//! What is under the pointer. Pure: geometry in, hit out.

use egui::Pos2;

use crate::dataset::{ActorId, Day};

use super::axis::day_at;
use super::density::SIDE;
use super::scene::{PlacedLine, Scale, Scene};

/// How far from a mark's edge the pointer still touches it, in points.
const MARK_SLACK: f32 = 3.0;

/// How far from a span it still touches it.
const SPAN_SLACK: f32 = 4.0;

/// How far from a line it still touches it.
const LINE_SLACK: f32 = 7.0;

/// What was hit.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Hit {
    /// The mark or span of an event: its index in the model.
    Mark(usize),
    /// A cell of the density: its index there.
    Cell(usize),
    /// A line on a day.
    Line {
        /// The index of the line in the model.
        line: usize,
        /// The nearest day.
        day: Day,
    },
    /// A government's term.
    Government(ActorId),
}

/// What is at `pointer`: a mark before a cell, a cell before a span, a span before a line, a line before a government.
/// Of several of a kind, the nearest.
pub fn at(scene: &Scene, scale: Scale, pointer: Pos2) -> Option<Hit> {
    mark(scene, pointer)
        .map(Hit::Mark)
        .or_else(|| cell(scene, pointer).map(Hit::Cell))
        .or_else(|| span(scene, pointer).map(Hit::Mark))
        .or_else(|| line(scene, scale, pointer))
        .or_else(|| government(scene, pointer).map(Hit::Government))
}

fn mark(scene: &Scene, pointer: Pos2) -> Option<usize> {
    let distance = |at: Pos2| at.distance(pointer);
    let touched = scene.marks.iter().filter(|mark| distance(mark.at) <= mark.radius + MARK_SLACK);
    touched.min_by(|a, b| distance(a.at).total_cmp(&distance(b.at))).map(|mark| mark.index)
}

fn cell(scene: &Scene, pointer: Pos2) -> Option<usize> {
    let cells = scene.density.iter().flat_map(|density| &density.cells).enumerate();
    let distance = |at: Pos2| (at - pointer).abs().max_elem();
    let touched = cells.filter(|(_, cell)| distance(cell.at) <= SIDE / 2.0 + 1.0);
    touched.min_by(|(_, a), (_, b)| distance(a.at).total_cmp(&distance(b.at))).map(|(index, _)| index)
}

fn span(scene: &Scene, pointer: Pos2) -> Option<usize> {
    let distance = |y: f32| (y - pointer.y).abs();
    let touched = scene.marks.iter().filter(|mark| {
        let over = mark.span.is_some_and(|span| (span.left..=span.right).contains(&pointer.x));
        over && distance(mark.at.y) <= SPAN_SLACK
    });
    touched.min_by(|a, b| distance(a.at.y).total_cmp(&distance(b.at.y))).map(|mark| mark.index)
}

fn line(scene: &Scene, scale: Scale, pointer: Pos2) -> Option<Hit> {
    let (distance, line) = scene
        .lines
        .iter()
        .filter_map(|line| Some((distance_to(line, pointer)?, line)))
        .min_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let (first, last) = (line.points.first()?, line.points.last()?);
    let x = pointer.x.clamp(first.x, last.x);
    (distance <= LINE_SLACK).then(|| Hit::Line { line: line.index, day: day_at(scale.day(x)) })
}

fn government(scene: &Scene, pointer: Pos2) -> Option<ActorId> {
    // Where one term fades into the next, the one that is nearer to its middle is meant.
    let distance = |x: f32| (x - pointer.x).abs();
    let touched = scene.terms.iter().filter(|term| term.rect.contains(pointer));
    touched
        .min_by(|a, b| distance(a.rect.center().x).total_cmp(&distance(b.rect.center().x)))
        .map(|term| term.government)
}

/// The distance from a line; `None` for one without points, or where it is further than the pointer reaches.
fn distance_to(line: &PlacedLine, pointer: Pos2) -> Option<f32> {
    match line.points.as_slice() {
        [only] => Some(only.distance(pointer)),
        points => {
            let distances =
                near(points, pointer.x).windows(2).map(|pair| distance_to_segment(pair[0], pair[1], pointer));
            distances.min_by(f32::total_cmp)
        }
    }
}

/// The points between which a line may be touched at an x. They are in order of x.
fn near(points: &[Pos2], x: f32) -> &[Pos2] {
    let start = points.partition_point(|point| point.x < x - LINE_SLACK).saturating_sub(1);
    let end = points.partition_point(|point| point.x <= x + LINE_SLACK);
    points.get(start..points.len().min(end + 1)).unwrap_or_default()
}

fn distance_to_segment(a: Pos2, b: Pos2, pointer: Pos2) -> f32 {
    let (along, to) = (b - a, pointer - a);
    let length = along.length_sq();
    let part = if length > 0.0 { (to.dot(along) / length).clamp(0.0, 1.0) } else { 0.0 };
    (a + part * along).distance(pointer)
}

#[cfg(test)]
mod tests {
    use egui::{Rect, pos2};

    use super::*;
    use crate::dataset::Id;
    use crate::views::timeline::axis::Shown;
    use crate::views::timeline::scene::{PlacedMark, PlacedTerm, Span};

    const SCALE: Scale = Scale {
        shown: Shown { first: 0.0, last: 100.0 },
        rect: Rect { min: Pos2 { x: 0.0, y: 20.0 }, max: Pos2 { x: 1_000.0, y: 220.0 } },
    };

    fn scene() -> Scene {
        let span = Span { left: 300.0, right: 500.0, is_open_left: false, is_open_right: false };
        Scene {
            marks: vec![
                PlacedMark { index: 3, at: pos2(100.0, 120.0), radius: 4.0, span: None },
                PlacedMark { index: 5, at: pos2(106.0, 120.0), radius: 4.0, span: None },
                PlacedMark { index: 7, at: pos2(400.0, 80.0), radius: 4.0, span: Some(span) },
            ],
            in_view: vec![3, 5, 7],
            density: None,
            lines: vec![PlacedLine { index: 1, points: vec![pos2(50.0, 120.0), pos2(900.0, 120.0)] }],
            terms: vec![PlacedTerm {
                government: ActorId::from_index(4),
                strip: (0, 0),
                rect: Rect::from_min_max(pos2(0.0, 0.0), pos2(600.0, 18.0)),
                soft_left: 0.0,
                soft_right: 0.0,
            }],
        }
    }

    fn hit(x: f32, y: f32) -> Option<Hit> {
        at(&scene(), SCALE, pos2(x, y))
    }

    #[test]
    fn a_mark_comes_before_the_line_beneath_it() {
        assert_eq!(hit(101.0, 121.0), Some(Hit::Mark(3)));
    }

    #[test]
    fn of_two_marks_the_nearer_is_meant() {
        assert_eq!(hit(104.0, 120.0), Some(Hit::Mark(5)));
    }

    #[test]
    fn a_span_is_touched_along_its_whole_length() {
        assert_eq!(hit(310.0, 83.0), Some(Hit::Mark(7)));
        assert_eq!(hit(310.0, 90.0), None);
        assert_eq!(hit(510.0, 80.0), None);
    }

    #[test]
    fn a_line_is_touched_at_the_nearest_day() {
        assert_eq!(hit(704.0, 125.0), Some(Hit::Line { line: 1, day: Day(70) }));
        assert_eq!(hit(904.0, 120.0), Some(Hit::Line { line: 1, day: Day(90) }), "its end is its last day");
        assert_eq!(hit(704.0, 135.0), None);
    }

    #[test]
    fn a_long_line_is_touched_where_going_through_all_of_it_would_find_it() {
        let points: Vec<Pos2> = (0_u16..900)
            .map(|step| pos2(f32::from(step / 3), 40.0 + 37.0 * f32::from(step * 7 % 11)))
            .collect();
        let line = PlacedLine { index: 0, points };
        for (x, y) in
            [(0.0, 40.0), (50.5, 100.0), (150.2, 330.0), (299.0, 60.0), (303.0, 90.0), (320.0, 90.0)]
        {
            let pointer = pos2(x, y);
            let all = line.points.windows(2).map(|pair| distance_to_segment(pair[0], pair[1], pointer));
            let expected = all.min_by(f32::total_cmp).filter(|&distance| distance <= LINE_SLACK);
            assert_eq!(distance_to(&line, pointer).filter(|&distance| distance <= LINE_SLACK), expected);
        }
    }

    #[test]
    fn governments_are_touched_in_their_strip() {
        assert_eq!(hit(20.0, 9.0), Some(Hit::Government(ActorId::from_index(4))));
        assert_eq!(hit(700.0, 9.0), None);
    }

    #[test]
    fn nothing_is_hit_in_an_empty_scene() {
        assert_eq!(at(&Scene::default(), SCALE, pos2(10.0, 10.0)), None);
    }
}
