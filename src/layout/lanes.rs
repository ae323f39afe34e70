//! Segments or upright boxes side by side in flat arrays, compared with one of their kind eight at a time.
//!
//! The loops count and compare, and add no fractions up; no product is fused with a sum. So whatever the width of
//! the vectors, the answer is the same.

use fearless_simd::{Level, Select, Simd, SimdBase, SimdFloat, SimdMask, dispatch, f32x8, mask32x8};

use super::geometry::{Point, Rect, pt};

/// How many are tested at once.
const WIDTH: usize = 8;

/// Middles with half extents: of a segment the vector from its middle to an end, of a box half its size.
/// What is lifted out, or was never laid, meets nothing.
#[derive(Clone)]
pub(super) struct Lanes {
    level: Level,
    words: Vec<Word>,
}

/// The parts of eight of them.
#[derive(Clone, Copy)]
struct Word {
    x: [f32; WIDTH],
    y: [f32; WIDTH],
    half_x: [f32; WIDTH],
    half_y: [f32; WIDTH],
}

impl Lanes {
    /// Room for `count`, none of them laid.
    pub(super) fn new(count: usize) -> Self {
        // A comparison with what is no number is false.
        let none = [f32::NAN; WIDTH];
        let empty = Word { x: none, y: none, half_x: none, half_y: none };
        Self { level: Level::new(), words: vec![empty; count.div_ceil(WIDTH)] }
    }

    pub(super) fn lay(&mut self, at: usize, middle: Point, half: Point) {
        let (word, i) = (&mut self.words[at / WIDTH], at % WIDTH);
        (word.x[i], word.y[i], word.half_x[i], word.half_y[i]) = (middle.x, middle.y, half.x, half.y);
    }

    pub(super) fn lift(&mut self, at: usize) {
        let (word, i) = (&mut self.words[at / WIDTH], at % WIDTH);
        (word.x[i], word.y[i]) = (f32::NAN, f32::NAN);
    }

    /// How many of these segments cross one.
    pub(super) fn crossings(&self, middle: Point, half: Point) -> u32 {
        dispatch!(self.level, simd => {
            let (middle, half) = (Wide::of(simd, middle), Wide::of(simd, half));
            let mut count = f32x8::splat(simd, 0.0);
            for word in &self.words {
                let (other, size) = word.wide(simd);
                count += cross(middle, half, other, size).select(f32x8::splat(simd, 1.0), f32x8::splat(simd, 0.0));
            }
            count.iter().sum::<f32>() as u32
        })
    }

    /// Tells which of these segments cross one.
    pub(super) fn crossing(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        dispatch!(self.level, simd => {
            let (middle, half) = (Wide::of(simd, middle), Wide::of(simd, half));
            self.each(simd, |other, size| cross(middle, half, other, size), &mut tell);
        });
    }

    /// Tells which of these boxes a segment touches.
    pub(super) fn under(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        dispatch!(self.level, simd => {
            let (middle, half) = (Wide::of(simd, middle), Wide::of(simd, half));
            self.each(simd, |other, size| touch(middle, half, other, size), &mut tell);
        });
    }

    /// Tells which of these segments touch a box.
    pub(super) fn over(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        dispatch!(self.level, simd => {
            let (middle, half) = (Wide::of(simd, middle), Wide::of(simd, half));
            self.each(simd, |other, size| touch(other, size, middle, half), &mut tell);
        });
    }

    /// Tells which of these boxes overlap one.
    pub(super) fn overlapping(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        dispatch!(self.level, simd => {
            let (middle, half) = (Wide::of(simd, middle), Wide::of(simd, half));
            self.each(simd, |other, size| overlap(middle, half, other, size), &mut tell);
        });
    }

    /// Whether none of these boxes overlaps one.
    pub(super) fn is_clear(&self, middle: Point, half: Point) -> bool {
        dispatch!(self.level, simd => {
            let (middle, half) = (Wide::of(simd, middle), Wide::of(simd, half));
            for word in &self.words {
                let (other, size) = word.wide(simd);
                if overlap(middle, half, other, size).any_true() {
                    return false;
                }
            }
            true
        })
    }

    /// The smallest rectangle that holds all these boxes.
    pub(super) fn bounds(&self) -> Rect {
        dispatch!(self.level, simd => {
            let mut bounds = [f32x8::splat(simd, f32::NEG_INFINITY); 4];
            for word in &self.words {
                let (middle, half) = word.wide(simd);
                let sides = [half.x - middle.x, half.y - middle.y, middle.x + half.x, middle.y + half.y];
                for (most, side) in bounds.iter_mut().zip(sides) {
                    // Written so that what is no number never wins.
                    *most = side.simd_gt(*most).select(side, *most);
                }
            }
            let [left, top, right, bottom] =
                bounds.map(|most| most.iter().fold(f32::NEG_INFINITY, |most, &side| most.max(side)));
            Rect { min: pt(-left, -top), max: pt(right, bottom) }
        })
    }

    /// Tells which of these pass a test.
    #[inline(always)]
    fn each<S: Simd>(
        &self,
        simd: S,
        test: impl Fn(Wide<S>, Wide<S>) -> mask32x8<S>,
        tell: &mut impl FnMut(usize),
    ) {
        for (nth, word) in self.words.iter().enumerate() {
            let (middle, half) = word.wide(simd);
            let met = test(middle, half);
            if met.any_true() {
                let met: [i32; WIDTH] = met.into();
                for (i, met) in met.into_iter().enumerate() {
                    if met != 0 {
                        tell(nth * WIDTH + i);
                    }
                }
            }
        }
    }
}

impl Word {
    /// Middles and half extents.
    #[inline(always)]
    fn wide<S: Simd>(&self, simd: S) -> (Wide<S>, Wide<S>) {
        let load = |column: &[f32; WIDTH]| f32x8::from_slice(simd, column);
        let (x, y, half_x, half_y) = (load(&self.x), load(&self.y), load(&self.half_x), load(&self.half_y));
        (Wide { x, y }, Wide { x: half_x, y: half_y })
    }
}

/// Eight vectors.
#[derive(Clone, Copy)]
struct Wide<S: Simd> {
    x: f32x8<S>,
    y: f32x8<S>,
}

impl<S: Simd> Wide<S> {
    /// One vector eight times.
    #[inline(always)]
    fn of(simd: S, point: Point) -> Self {
        Self { x: f32x8::splat(simd, point.x), y: f32x8::splat(simd, point.y) }
    }

    #[inline(always)]
    fn minus(self, other: Self) -> Self {
        Self { x: self.x - other.x, y: self.y - other.y }
    }

    /// The parts without their signs.
    #[inline(always)]
    fn abs(self) -> Self {
        Self { x: self.x.abs(), y: self.y.abs() }
    }

    /// The z parts of the vector products, without their signs.
    #[inline(always)]
    fn cross(self, other: Self) -> f32x8<S> {
        (self.x * other.y - self.y * other.x).abs()
    }
}

/// Whether two segments cross: the ends of each lie on both sides of the other.
#[inline(always)]
fn cross<S: Simd>(a: Wide<S>, half_a: Wide<S>, b: Wide<S>, half_b: Wide<S>) -> mask32x8<S> {
    let apart = b.minus(a);
    let wide = half_a.cross(half_b);
    half_a.cross(apart).simd_lt(wide) & half_b.cross(apart).simd_lt(wide)
}

/// Whether a segment touches a box: no axis, of the box or across the segment, parts them.
#[inline(always)]
fn touch<S: Simd>(segment: Wide<S>, half: Wide<S>, middle: Wide<S>, size: Wide<S>) -> mask32x8<S> {
    let apart = middle.minus(segment);
    let (far, reach) = (apart.abs(), half.abs());
    far.x.simd_lt(size.x + reach.x)
        & far.y.simd_lt(size.y + reach.y)
        & half.cross(apart).simd_le(reach.x * size.y + reach.y * size.x)
}

/// Whether the insides of two boxes meet.
#[inline(always)]
fn overlap<S: Simd>(a: Wide<S>, half_a: Wide<S>, b: Wide<S>, half_b: Wide<S>) -> mask32x8<S> {
    let far = b.minus(a).abs();
    far.x.simd_lt(half_a.x + half_b.x) & far.y.simd_lt(half_a.y + half_b.y)
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
