//! Points, rectangles and segments in points, y downward. Plain `f32`, so that this room knows no screen.

use std::ops::{Add, Mul, Neg, Sub};

/// A place, or a vector, in points; y grows downward.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Rightward.
    pub x: f32,
    /// Downward.
    pub y: f32,
}

/// The point at `x`, `y`.
pub const fn pt(x: f32, y: f32) -> Point {
    Point { x, y }
}

impl Point {
    /// The origin.
    pub const ZERO: Self = pt(0.0, 0.0);

    /// Scalar product.
    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    /// The z part of the vector product: positive where `other` lies clockwise of `self` on the screen.
    pub fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }

    /// Euclidean length.
    pub fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// The vector of length 1 in this direction, or zero where there is none.
    pub fn unit(self) -> Self {
        let length = self.length();
        if length > 0.0 && length.is_finite() { self * (1.0 / length) } else { Self::ZERO }
    }

    /// The vector turned by a quarter, clockwise on the screen.
    pub fn turned(self) -> Self {
        pt(-self.y, self.x)
    }

    /// The point `t` of the way to `other`.
    pub fn lerp(self, other: Self, t: f32) -> Self {
        self + (other - self) * t
    }

    /// Whether both parts are finite.
    pub fn is_finite(self) -> bool {
        self.x.is_finite() && self.y.is_finite()
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        pt(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        pt(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f32> for Point {
    type Output = Self;
    fn mul(self, k: f32) -> Self {
        pt(self.x * k, self.y * k)
    }
}

impl Neg for Point {
    type Output = Self;
    fn neg(self) -> Self {
        pt(-self.x, -self.y)
    }
}

/// A width and a height in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left upper corner.
    pub min: Point,
    /// Right lower corner.
    pub max: Point,
}

impl Rect {
    /// The rectangle between two corners, in any order.
    pub fn between(a: Point, b: Point) -> Self {
        Self { min: pt(a.x.min(b.x), a.y.min(b.y)), max: pt(a.x.max(b.x), a.y.max(b.y)) }
    }

    /// The rectangle about `center` that reaches `half_width` and `half_height` to each side.
    pub fn about(center: Point, half_width: f32, half_height: f32) -> Self {
        let half = pt(half_width, half_height);
        Self { min: center - half, max: center + half }
    }

    /// Middle.
    pub fn center(&self) -> Point {
        (self.min + self.max) * 0.5
    }

    /// Width.
    pub fn width(&self) -> f32 {
        self.max.x - self.min.x
    }

    /// Height.
    pub fn height(&self) -> f32 {
        self.max.y - self.min.y
    }

    /// Area in square points.
    pub fn area(&self) -> f32 {
        self.width() * self.height()
    }

    /// The rectangle moved by `by`.
    pub fn shifted(&self, by: Point) -> Self {
        Self { min: self.min + by, max: self.max + by }
    }

    /// The rectangle with `margin` more on each side.
    pub fn grown(&self, margin: f32) -> Self {
        Self { min: self.min - pt(margin, margin), max: self.max + pt(margin, margin) }
    }

    /// The smallest rectangle that holds both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            min: pt(self.min.x.min(other.min.x), self.min.y.min(other.min.y)),
            max: pt(self.max.x.max(other.max.x), self.max.y.max(other.max.y)),
        }
    }

    /// Whether the insides meet; rectangles that only touch do not overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }

    /// Whether `point` lies inside or on the border.
    pub fn contains(&self, point: Point) -> bool {
        self.min.x <= point.x && point.x <= self.max.x && self.min.y <= point.y && point.y <= self.max.y
    }

    /// Whether `other` lies wholly inside.
    pub fn encloses(&self, other: &Self) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// The part of the segment `a`–`b` inside, as two parameters in `0..=1` (Liang and Barsky 1984).
    pub fn clip(&self, a: Point, b: Point) -> Option<(f32, f32)> {
        let d = b - a;
        let (mut enter, mut leave) = (0.0f32, 1.0f32);
        for (start, step, low, high) in
            [(a.x, d.x, self.min.x, self.max.x), (a.y, d.y, self.min.y, self.max.y)]
        {
            if step == 0.0 {
                if start < low || start > high {
                    return None;
                }
                continue;
            }
            let (t0, t1) = ((low - start) / step, (high - start) / step);
            enter = enter.max(t0.min(t1));
            leave = leave.min(t0.max(t1));
            if enter > leave {
                return None;
            }
        }
        Some((enter, leave))
    }
}

/// Whether the segments `a`–`b` and `c`–`d` cross at a point inside both.
pub fn segments_cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let (ab, cd) = (b - a, d - c);
    let side = |o: Point, v: Point, p: Point| v.cross(p - o);
    side(a, ab, c) * side(a, ab, d) < 0.0 && side(c, cd, a) * side(c, cd, b) < 0.0
}

/// Distance from `p` to the segment `a`–`b`.
pub fn distance_to_segment(p: Point, a: Point, b: Point) -> f32 {
    let d = b - a;
    let square = d.dot(d);
    let t = if square > 0.0 { ((p - a).dot(d) / square).clamp(0.0, 1.0) } else { 0.0 };
    (p - a.lerp(b, t)).length()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_clipped_to_the_part_inside() {
        let rect = Rect::about(Point::ZERO, 1.0, 1.0);
        assert_eq!(rect.clip(pt(-2.0, 0.0), pt(2.0, 0.0)), Some((0.25, 0.75)));
        assert_eq!(rect.clip(pt(-2.0, 3.0), pt(2.0, 3.0)), None);
        assert_eq!(rect.clip(pt(0.0, -3.0), pt(4.0, 1.0)), None);
        assert_eq!(rect.clip(pt(0.0, 0.0), pt(0.0, 0.0)), Some((0.0, 1.0)));
    }

    #[test]
    fn segments_that_share_an_end_do_not_cross() {
        let (a, b, c) = (pt(0.0, 0.0), pt(4.0, 4.0), pt(4.0, 0.0));
        assert!(segments_cross(a, b, pt(0.0, 4.0), c));
        assert!(!segments_cross(a, b, a, c));
        assert!(!segments_cross(a, b, c, pt(5.0, 1.0)));
    }

    #[test]
    fn touching_rectangles_do_not_overlap() {
        let a = Rect::about(Point::ZERO, 1.0, 1.0);
        assert!(!a.overlaps(&a.shifted(pt(2.0, 0.0))));
        assert!(a.overlaps(&a.shifted(pt(1.9, 1.9))));
    }
}
