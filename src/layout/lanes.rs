//! Segments or upright boxes side by side in flat arrays, compared with one of their kind many at a time.
//!
//! The loops have no branches, so that the compiler makes vector code of them. They count and compare, and add no
//! fractions up: whatever the width of the vectors, the answer is the same.

use std::ops::Range;

use super::geometry::{Point, Rect, pt};

/// How many are tested before those that passed are told, and how many answers are looked at together.
const BLOCK: usize = 64;
const WORD: usize = 8;

/// Middles with half extents: of a segment the vector from its middle to an end, of a box half its size.
/// What is lifted out, or was never laid, meets nothing.
#[derive(Clone)]
pub(super) struct Lanes {
    x: Vec<f32>,
    y: Vec<f32>,
    half_x: Vec<f32>,
    half_y: Vec<f32>,
}

impl Lanes {
    /// Room for `count`, none of them laid.
    pub(super) fn new(count: usize) -> Self {
        // A comparison with what is no number is false.
        let empty = vec![f32::NAN; count.next_multiple_of(WORD)];
        Self { x: empty.clone(), y: empty.clone(), half_x: empty.clone(), half_y: empty }
    }

    pub(super) fn lay(&mut self, at: usize, middle: Point, half: Point) {
        self.x[at] = middle.x;
        self.y[at] = middle.y;
        self.half_x[at] = half.x;
        self.half_y[at] = half.y;
    }

    pub(super) fn lift(&mut self, at: usize) {
        (self.x[at], self.y[at]) = (f32::NAN, f32::NAN);
    }

    /// How many of these segments cross one.
    pub(super) fn crossings(&self, middle: Point, half: Point) -> u32 {
        self.pairs(0..self.x.len()).map(|(other, size)| u32::from(cross(middle, half, other, size))).sum()
    }

    /// Tells which of these segments cross one.
    pub(super) fn crossing(&self, middle: Point, half: Point, tell: impl FnMut(usize)) {
        self.each(|other, size| cross(middle, half, other, size), tell);
    }

    /// Tells which of these boxes a segment touches.
    pub(super) fn under(&self, middle: Point, half: Point, tell: impl FnMut(usize)) {
        self.each(|other, size| touch(middle, half, other, size), tell);
    }

    /// Tells which of these segments touch a box.
    pub(super) fn over(&self, middle: Point, half: Point, tell: impl FnMut(usize)) {
        self.each(|other, size| touch(other, size, middle, half), tell);
    }

    /// Tells which of these boxes overlap one.
    pub(super) fn overlapping(&self, middle: Point, half: Point, tell: impl FnMut(usize)) {
        self.each(|other, size| overlap(middle, half, other, size), tell);
    }

    /// Whether none of these boxes overlaps one.
    pub(super) fn is_clear(&self, middle: Point, half: Point) -> bool {
        let met =
            self.pairs(0..self.x.len()).map(|(other, size)| u32::from(overlap(middle, half, other, size)));
        met.sum::<u32>() == 0
    }

    /// The smallest rectangle that holds all these boxes.
    pub(super) fn bounds(&self) -> Rect {
        let mut bounds = [f32::NEG_INFINITY; 4];
        for (middle, half) in self.pairs(0..self.x.len()) {
            let sides = [half.x - middle.x, half.y - middle.y, middle.x + half.x, middle.y + half.y];
            for (most, side) in bounds.iter_mut().zip(sides) {
                // Written so that what is no number never wins.
                *most = if side > *most { side } else { *most };
            }
        }
        let [left, top, right, bottom] = bounds;
        Rect { min: pt(-left, -top), max: pt(right, bottom) }
    }

    /// Tells which of these pass a test. All are tested before any is told, as a loop that only tests becomes vector code.
    #[inline(always)]
    fn each(&self, test: impl Fn(Point, Point) -> bool, mut tell: impl FnMut(usize)) {
        for start in (0..self.x.len()).step_by(BLOCK) {
            let end = self.x.len().min(start + BLOCK);
            let mut met = [0u8; BLOCK];
            for (met, (middle, half)) in met.iter_mut().zip(self.pairs(start..end)) {
                *met = u8::from(test(middle, half));
            }
            for (nth, word) in met[..end - start].as_chunks().0.iter().enumerate() {
                let mut word = u64::from_le_bytes(*word);
                while word != 0 {
                    tell(start + nth * WORD + word.trailing_zeros() as usize / 8);
                    word &= word - 1;
                }
            }
        }
    }

    #[inline(always)]
    fn pairs(&self, range: Range<usize>) -> impl Iterator<Item = (Point, Point)> {
        let middles = self.x[range.clone()].iter().zip(&self.y[range.clone()]);
        let halves = self.half_x[range.clone()].iter().zip(&self.half_y[range]);
        middles.zip(halves).map(|((&x, &y), (&half_x, &half_y))| (pt(x, y), pt(half_x, half_y)))
    }
}

/// Whether two segments cross: the ends of each lie on both sides of the other.
#[inline(always)]
fn cross(a: Point, half_a: Point, b: Point, half_b: Point) -> bool {
    let apart = b - a;
    let wide = half_a.cross(half_b).abs();
    (half_a.cross(apart).abs() < wide) & (half_b.cross(apart).abs() < wide)
}

/// Whether a segment touches a box: no axis, of the box or across the segment, parts them.
#[inline(always)]
fn touch(segment: Point, half: Point, middle: Point, size: Point) -> bool {
    let apart = middle - segment;
    let (x, y) = (half.x.abs(), half.y.abs());
    (apart.x.abs() < size.x + x)
        & (apart.y.abs() < size.y + y)
        & (half.cross(apart).abs() <= x * size.y + y * size.x)
}

/// Whether the insides of two boxes meet.
#[inline(always)]
fn overlap(a: Point, half_a: Point, b: Point, half_b: Point) -> bool {
    let apart = b - a;
    (apart.x.abs() < half_a.x + half_b.x) & (apart.y.abs() < half_a.y + half_b.y)
}

#[cfg(test)]
mod tests {
    use super::super::geometry::segments_cross;
    use super::super::random::Random;
    use super::*;

    const COUNT: usize = 45;

    fn places(random: &mut Random) -> Vec<(Point, Point)> {
        let mut place = || pt(random.signed(), random.signed()) * 100.0;
        (0..COUNT).map(|_| (place(), place())).collect()
    }

    fn laid(pairs: &[(Point, Point)]) -> Lanes {
        let mut lanes = Lanes::new(pairs.len());
        pairs.iter().enumerate().for_each(|(at, &(middle, half))| lanes.lay(at, middle, half));
        lanes
    }

    fn told(ask: impl FnOnce(&mut dyn FnMut(usize))) -> Vec<usize> {
        let mut told = Vec::new();
        ask(&mut |at| told.push(at));
        told
    }

    fn which(is: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..COUNT).filter(|&at| is(at)).collect()
    }

    #[test]
    fn lanes_find_what_the_plain_geometry_finds() {
        let mut random = Random::new(11);
        let (segments, boxes) = (places(&mut random), places(&mut random));
        let boxes: Vec<(Point, Point)> =
            boxes.iter().map(|&(m, h)| (m, pt(h.x.abs(), h.y.abs()) * 0.3)).collect();
        let rect = |(m, h): (Point, Point)| Rect { min: m - h, max: m + h };
        let (lines, rooms) = (laid(&segments), laid(&boxes));
        for (&(m, h), &(c, s)) in segments.iter().zip(&boxes) {
            let crossing = |at: usize| {
                segments_cross(m - h, m + h, segments[at].0 - segments[at].1, segments[at].0 + segments[at].1)
            };
            assert_eq!(told(|tell| lines.crossing(m, h, tell)), which(crossing));
            assert_eq!(lines.crossings(m, h) as usize, which(crossing).len());
            let under = |at: usize| rect(boxes[at]).clip(m - h, m + h).is_some();
            assert_eq!(told(|tell| rooms.under(m, h, tell)), which(under));
            let over = |at: usize| {
                rect((c, s)).clip(segments[at].0 - segments[at].1, segments[at].0 + segments[at].1).is_some()
            };
            assert_eq!(told(|tell| lines.over(c, s, tell)), which(over));
            let met = which(|at| rect(boxes[at]).overlaps(&rect((c, s))));
            assert_eq!(told(|tell| rooms.overlapping(c, s, tell)), met);
            assert_eq!(rooms.is_clear(c, s), met.is_empty());
        }
        assert_eq!(Some(rooms.bounds()), boxes.iter().map(|&b| rect(b)).reduce(|a, b| a.union(&b)));
    }

    #[test]
    fn what_is_lifted_meets_nothing() {
        let mut lanes = laid(&[(Point::ZERO, pt(10.0, 10.0)), (pt(90.0, 0.0), pt(5.0, 5.0))]);
        assert!(
            !lanes.is_clear(Point::ZERO, pt(1.0, 1.0)) && lanes.crossings(Point::ZERO, pt(-4.0, 4.0)) == 1
        );
        lanes.lift(0);
        assert!(
            lanes.is_clear(Point::ZERO, pt(1.0, 1.0)) && lanes.crossings(Point::ZERO, pt(-4.0, 4.0)) == 0
        );
        assert_eq!(lanes.bounds(), Rect::about(pt(90.0, 0.0), 5.0, 5.0));
    }
}
