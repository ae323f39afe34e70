//! Segments or upright boxes side by side in flat arrays, compared with one of their kind eight at a time.
//!
//! The loops have no branches and a fixed width, so that the compiler makes vector code of them; each lane does the
//! same operations in the same order on every machine.

use super::geometry::{Point, Rect, pt};

const WIDTH: usize = 8;

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
        let empty = vec![f32::NAN; count.next_multiple_of(WIDTH)];
        Self { x: empty.clone(), y: empty.clone(), half_x: empty.clone(), half_y: empty }
    }

    pub(super) fn lay(&mut self, at: usize, middle: Point, half: Point) {
        self.x[at] = middle.x;
        self.y[at] = middle.y;
        self.half_x[at] = half.x;
        self.half_y[at] = half.y;
    }

    pub(super) fn lift(&mut self, at: usize) {
        self.x[at] = f32::NAN;
    }

    /// How many of these segments cross one.
    pub(super) fn crossings(&self, middle: Point, half: Point) -> u32 {
        let mut count = [0u32; WIDTH];
        for block in self.blocks() {
            for (lane, count) in count.iter_mut().enumerate() {
                *count += u32::from(cross(middle, half, block.middle(lane), block.half(lane)));
            }
        }
        count.iter().sum()
    }

    /// Tells for each of these segments whether it crosses one.
    pub(super) fn crossed(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        self.each(|block, lane| cross(middle, half, block.middle(lane), block.half(lane)), &mut tell);
    }

    /// Tells which of these boxes one segment touches.
    pub(super) fn under(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        self.each(|block, lane| touches(middle, half, block.middle(lane), block.half(lane)), &mut tell);
    }

    /// Tells which of these segments touch one box.
    pub(super) fn over(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        self.each(|block, lane| touches(block.middle(lane), block.half(lane), middle, half), &mut tell);
    }

    /// Tells which of these boxes overlap one.
    pub(super) fn overlapping(&self, middle: Point, half: Point, mut tell: impl FnMut(usize)) {
        self.each(|block, lane| overlap(middle, half, block.middle(lane), block.half(lane)), &mut tell);
    }

    /// Whether none of these boxes overlaps one.
    pub(super) fn is_clear(&self, middle: Point, half: Point) -> bool {
        !self.blocks().any(|block| {
            let mut any = false;
            for lane in 0..WIDTH {
                any |= overlap(middle, half, block.middle(lane), block.half(lane));
            }
            any
        })
    }

    /// The smallest rectangle that holds all these boxes.
    pub(super) fn bounds(&self) -> Rect {
        // Written so that what is no number never wins.
        let lower = |a: f32, b: f32| if a < b { a } else { b };
        let upper = |a: f32, b: f32| if a > b { a } else { b };
        let (mut left, mut top) = ([f32::INFINITY; WIDTH], [f32::INFINITY; WIDTH]);
        let (mut right, mut bottom) = ([f32::NEG_INFINITY; WIDTH], [f32::NEG_INFINITY; WIDTH]);
        for block in self.blocks() {
            for lane in 0..WIDTH {
                let (middle, half) = (block.middle(lane), block.half(lane));
                left[lane] = lower(middle.x - half.x, left[lane]);
                right[lane] = upper(middle.x + half.x, right[lane]);
                top[lane] = lower(middle.y - half.y, top[lane]);
                bottom[lane] = upper(middle.y + half.y, bottom[lane]);
            }
        }
        let least = |lanes: [f32; WIDTH]| lanes.into_iter().fold(f32::INFINITY, lower);
        let most = |lanes: [f32; WIDTH]| lanes.into_iter().fold(f32::NEG_INFINITY, upper);
        Rect { min: pt(least(left), least(top)), max: pt(most(right), most(bottom)) }
    }

    fn each(&self, test: impl Fn(&Block<'_>, usize) -> bool, tell: &mut impl FnMut(usize)) {
        for (nth, block) in self.blocks().enumerate() {
            let mut met = [0u8; WIDTH];
            for (lane, met) in met.iter_mut().enumerate() {
                *met = u8::from(test(&block, lane));
            }
            let mut left = u64::from_le_bytes(met);
            while left != 0 {
                tell(nth * WIDTH + left.trailing_zeros() as usize / 8);
                left &= left - 1;
            }
        }
    }

    fn blocks(&self) -> impl Iterator<Item = Block<'_>> {
        let (x, y) = (self.x.as_chunks().0, self.y.as_chunks().0);
        let (half_x, half_y) = (self.half_x.as_chunks().0, self.half_y.as_chunks().0);
        let middles = x.iter().zip(y);
        middles.zip(half_x.iter().zip(half_y)).map(|((x, y), (half_x, half_y))| Block { x, y, half_x, half_y })
    }
}

/// Eight neighbours.
struct Block<'a> {
    x: &'a [f32; WIDTH],
    y: &'a [f32; WIDTH],
    half_x: &'a [f32; WIDTH],
    half_y: &'a [f32; WIDTH],
}

impl Block<'_> {
    fn middle(&self, lane: usize) -> Point {
        pt(self.x[lane], self.y[lane])
    }

    fn half(&self, lane: usize) -> Point {
        pt(self.half_x[lane], self.half_y[lane])
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
fn touches(segment: Point, half: Point, middle: Point, size: Point) -> bool {
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
            let crossing =
                |at: usize| segments_cross(m - h, m + h, segments[at].0 - segments[at].1, segments[at].0 + segments[at].1);
            assert_eq!(told(|tell| lines.crossed(m, h, tell)), which(crossing));
            assert_eq!(lines.crossings(m, h) as usize, which(crossing).len());
            let under = |at: usize| rect(boxes[at]).clip(m - h, m + h).is_some();
            assert_eq!(told(|tell| rooms.under(m, h, tell)), which(under));
            let over = |at: usize| rect((c, s)).clip(segments[at].0 - segments[at].1, segments[at].0 + segments[at].1).is_some();
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
        assert!(!lanes.is_clear(Point::ZERO, pt(1.0, 1.0)) && lanes.crossings(Point::ZERO, pt(-4.0, 4.0)) == 1);
        lanes.lift(0);
        assert!(lanes.is_clear(Point::ZERO, pt(1.0, 1.0)) && lanes.crossings(Point::ZERO, pt(-4.0, 4.0)) == 0);
        assert_eq!(lanes.bounds(), Rect::about(pt(90.0, 0.0), 5.0, 5.0));
    }
}
