//! Routes of edges: quadratic Bézier curves from shape to shape, with arrowheads, a distance for hit tests
//! and a polyline for painting.

use super::geometry::{Point, Rect, distance_to_segment, pt};

/// The outline of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An ellipse; a circle where both half extents are equal.
    Circle,
    /// An upright rectangle.
    Rect,
    /// A rhombus on its tip.
    Diamond,
    /// A hexagon with a corner to the left and right, flat above and below.
    Hexagon,
}

/// A node as an edge sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outline {
    /// Its shape.
    pub shape: Shape,
    /// Its middle.
    pub center: Point,
    /// Half its width and half its height.
    pub half: Point,
}

impl Outline {
    /// Whether a point lies within the shape.
    pub fn contains(&self, point: Point) -> bool {
        self.excess(point, self.half) <= 0.0
    }

    /// Negative inside the shape with these half extents, positive outside.
    fn excess(&self, point: Point, half: Point) -> f32 {
        let d = point - self.center;
        let (x, y) = (d.x.abs() / half.x.max(1e-3), d.y.abs() / half.y.max(1e-3));
        match self.shape {
            Shape::Circle => (x * x + y * y).sqrt() - 1.0,
            Shape::Rect => x.max(y) - 1.0,
            Shape::Diamond => x + y - 1.0,
            // Slanted sides run from (1, 0) to (1/2, 1).
            Shape::Hexagon => y.max(x + y * 0.5) - 1.0,
        }
    }

    fn grown(&self, gap: f32) -> Point {
        pt(self.half.x + gap, self.half.y + gap)
    }
}

/// Which of the edges between the same two nodes this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lane {
    /// From 0.
    pub index: u32,
    /// How many there are, both directions together.
    pub count: u32,
    /// Whether this edge runs against the direction that the lanes are counted in, so that a→b and b→a take
    /// different lanes: true where its first node has the higher index.
    pub reversed: bool,
}

impl Lane {
    /// The only edge between two nodes.
    pub const ONLY: Self = Self { index: 0, count: 1, reversed: false };
}

/// How edges are drawn, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Between a shape and the end of an edge or the tip of its arrowhead.
    pub gap: f32,
    /// Length of an arrowhead; its width is four fifths of that.
    pub arrow: f32,
    /// Distance of neighbouring parallel edges at their middle.
    pub spacing: f32,
    /// Bend of a single edge: its rise over its length.
    pub bend: f32,
}

impl Default for Style {
    fn default() -> Self {
        Self { gap: 2.0, arrow: 9.0, spacing: 14.0, bend: 0.04 }
    }
}

/// A quadratic Bézier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Curve {
    /// Start.
    pub from: Point,
    /// Control point.
    pub control: Point,
    /// End.
    pub to: Point,
}

impl Curve {
    /// The point at parameter `t` in 0..=1.
    pub fn point_at(&self, t: f32) -> Point {
        self.from.lerp(self.control, t).lerp(self.control.lerp(self.to, t), t)
    }

    /// The direction of travel at `t`, of length 1, or zero where the curve is a point.
    pub fn direction_at(&self, t: f32) -> Point {
        let d = (self.control - self.from).lerp(self.to - self.control, t);
        if d.dot(d) > 1e-12 { d.unit() } else { (self.to - self.from).unit() }
    }

    /// The part between two parameters (blossoming).
    pub fn part(&self, t0: f32, t1: f32) -> Self {
        let control = self.from.lerp(self.control, t0).lerp(self.control.lerp(self.to, t0), t1);
        Self { from: self.point_at(t0), control, to: self.point_at(t1) }
    }

    /// A polyline that leaves the curve by at most `tolerance`, both ends included.
    pub fn flatten(&self, tolerance: f32) -> Vec<Point> {
        let steps = self.steps(tolerance);
        (0..=steps).map(|i| self.point_at(i as f32 / steps as f32)).collect()
    }

    /// The chords of n equal steps miss a quadratic by at most |from − 2·control + to| / (4·n²).
    fn steps(&self, tolerance: f32) -> u32 {
        let bow = (self.from - self.control * 2.0 + self.to).length();
        let steps = (bow / (4.0 * tolerance.max(1e-3))).sqrt().ceil();
        if steps.is_finite() { (steps as u32).clamp(1, 256) } else { 1 }
    }

    /// Distance of a point to the curve, to within a tenth of a point.
    pub fn distance(&self, point: Point) -> f32 {
        let steps = self.steps(0.1);
        let (mut last, mut best) = (self.from, f32::INFINITY);
        for i in 1..=steps {
            let next = self.point_at(i as f32 / steps as f32);
            best = best.min(distance_to_segment(point, last, next));
            last = next;
        }
        best
    }

    /// The curve moved by `by`.
    pub fn shifted(&self, by: Point) -> Self {
        Self { from: self.from + by, control: self.control + by, to: self.to + by }
    }

    /// A rectangle that holds the curve.
    pub fn bounds(&self) -> Rect {
        let ends = Rect::between(self.from, self.to);
        ends.union(&Rect { min: self.control, max: self.control })
    }
}

/// An edge ready to be painted and hit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Route {
    /// The line; it ends within the base of an arrowhead, so that a thick line does not blunt the tip.
    pub curve: Curve,
    /// The arrowhead at the end: tip, then the two corners of the base.
    pub head: Option<[Point; 3]>,
    /// The arrowhead at the start, of a mutual edge.
    pub tail: Option<[Point; 3]>,
}

impl Route {
    /// The point halfway along the parameter, where a label may stand.
    pub fn midpoint(&self) -> Point {
        self.curve.point_at(0.5)
    }

    /// The point at parameter `t` of the line.
    pub fn point_at(&self, t: f32) -> Point {
        self.curve.point_at(t)
    }

    /// The route moved by `by`.
    pub fn shifted(&self, by: Point) -> Self {
        let moved = |corners: [Point; 3]| corners.map(|corner| corner + by);
        Self { curve: self.curve.shifted(by), head: self.head.map(moved), tail: self.tail.map(moved) }
    }

    /// See [`Curve::flatten`].
    pub fn flatten(&self, tolerance: f32) -> Vec<Point> {
        self.curve.flatten(tolerance)
    }

    /// Distance of a point to the line or an arrowhead, for hit tests.
    pub fn distance(&self, point: Point) -> f32 {
        let arrows = self.head.iter().chain(&self.tail);
        let middles = arrows.map(|[tip, a, b]| distance_to_segment(point, *tip, a.lerp(*b, 0.5)));
        middles.fold(self.curve.distance(point), f32::min)
    }
}

/// Which ends of an edge carry an arrowhead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrows {
    /// None.
    None,
    /// At the end.
    End,
    /// At both ends: the tie is mutual.
    Both,
}

/// The route of an edge. None where the shapes leave nothing of it to be seen.
pub fn route(from: &Outline, to: &Outline, lane: Lane, arrows: Arrows, style: &Style) -> Option<Route> {
    let rise = lane_rise(from, to, lane, style);
    clipped(from, to, arced(from.center, to.center, rise), arrows, style)
}

/// As [`route`], but an edge that would run over one of `others` bends about it, if a moderate bend clears it.
pub fn route_around(
    from: &Outline,
    to: &Outline,
    lane: Lane,
    arrows: Arrows,
    style: &Style,
    others: &[Rect],
) -> Option<Route> {
    let rise = lane_rise(from, to, lane, style);
    let length = (to.center - from.center).length();
    let around = others.iter().copied().reduce(|all, r| all.union(&r)).unwrap_or_default();
    let hits = |rise: f32| {
        let line = arced(from.center, to.center, rise).flatten(1.0);
        // Of a long line, only the part among the others can run over one of them.
        let near: Vec<&[Point]> = line.windows(2).filter(|s| around.clip(s[0], s[1]).is_some()).collect();
        let runs = |r: &Rect| near.iter().any(|s| r.clip(s[0], s[1]).is_some());
        others.iter().filter(|r| runs(r)).count()
    };
    let side = if rise < 0.0 { -1.0 } else { 1.0 };
    let mut best = (hits(rise), rise);
    // To the side that it leans to first, each bend as small as may be.
    for bend in [0.06, -0.1, 0.12, -0.18, 0.2, -0.26, 0.28] {
        if best.0 == 0 {
            break;
        }
        let rise = rise + side * bend * length;
        let next = (hits(rise), rise);
        if next.0 < best.0 {
            best = next;
        }
    }
    clipped(from, to, arced(from.center, to.center, best.1), arrows, style)
}

/// How far the middle of an edge stands off the straight line, to the right of its direction of travel.
fn lane_rise(from: &Outline, to: &Outline, lane: Lane, style: &Style) -> f32 {
    let count = lane.count.max(1);
    let slot = lane.index.min(count - 1) as f32 - (count - 1) as f32 * 0.5;
    let rise = slot * style.spacing;
    // Lanes lie symmetrically; a single edge, having no lane to keep, leans a little.
    let lean = if count == 1 { style.bend * (to.center - from.center).length() } else { 0.0 };
    if lane.reversed { -rise - lean } else { rise + lean }
}

/// The curve between two points whose middle stands `rise` to the right of the straight line.
fn arced(from: Point, to: Point, rise: f32) -> Curve {
    let side = (to - from).unit().turned();
    Curve { from, control: from.lerp(to, 0.5) + side * (2.0 * rise), to }
}

/// The part of a curve between two shapes, with arrowheads.
fn clipped(from: &Outline, to: &Outline, whole: Curve, arrows: Arrows, style: &Style) -> Option<Route> {
    let leave = leaves(&whole, from, style.gap)?;
    let reversed = Curve { from: whole.to, control: whole.control, to: whole.from };
    let arrive = 1.0 - leaves(&reversed, to, style.gap)?;
    if arrive <= leave {
        return None;
    }
    let seen = whole.part(leave, arrive);
    let length = (seen.to - seen.from).length();
    let (with_head, with_tail) = match arrows {
        Arrows::None => (false, false),
        Arrows::End => (true, false),
        Arrows::Both => (true, true),
    };
    // On a short edge arrowheads shrink, so that a line remains.
    let size = style.arrow.min(length * if with_tail { 0.4 } else { 0.7 });
    let step = if length > 0.0 { size / length } else { 0.0 };
    let head = with_head.then(|| arrowhead(seen.to, seen.to - seen.point_at(1.0 - step), size));
    let tail = with_tail.then(|| arrowhead(seen.from, seen.from - seen.point_at(step), size));
    let inset = step * 0.8;
    let curve = seen.part(if with_tail { inset } else { 0.0 }, if with_head { 1.0 - inset } else { 1.0 });
    Some(Route { curve, head, tail })
}

/// Where a curve that starts in the middle of a shape last leaves it, `gap` included. None if it never does.
fn leaves(curve: &Curve, outline: &Outline, gap: f32) -> Option<f32> {
    let half = outline.grown(gap.max(0.0));
    let outside = |t: f32| outline.excess(curve.point_at(t), half) > 0.0;
    let steps = 32;
    let last_inside = (0..=steps).rev().find(|&i| !outside(i as f32 / steps as f32))?;
    if last_inside == steps {
        return None;
    }
    let (mut inside, mut out) = (last_inside as f32 / steps as f32, (last_inside + 1) as f32 / steps as f32);
    for _ in 0..16 {
        let middle = (inside + out) * 0.5;
        if outside(middle) { out = middle } else { inside = middle }
    }
    Some(out)
}

fn arrowhead(tip: Point, along: Point, size: f32) -> [Point; 3] {
    let back = tip - along.unit() * size;
    let side = along.unit().turned() * (size * 0.4);
    [tip, back + side, back - side]
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHAPES: [Shape; 4] = [Shape::Circle, Shape::Rect, Shape::Diamond, Shape::Hexagon];

    fn outline(shape: Shape, x: f32, y: f32) -> Outline {
        Outline { shape, center: pt(x, y), half: pt(14.0, 10.0) }
    }

    #[test]
    fn edges_start_and_end_at_the_gap_off_the_shapes() {
        let style = Style::default();
        for shape in SHAPES {
            for (x, y) in [(100.0, 0.0), (0.0, -90.0), (-70.0, 60.0), (50.0, 50.0)] {
                let (a, b) = (outline(shape, 0.0, 0.0), outline(shape, x, y));
                let route = route(&a, &b, Lane::ONLY, Arrows::None, &style).unwrap();
                for (end, node) in [(route.curve.from, a), (route.curve.to, b)] {
                    assert!(!node.contains(end));
                    assert!(node.excess(end, node.grown(style.gap)).abs() < 0.01, "{shape:?}");
                }
            }
        }
    }

    #[test]
    fn parallel_edges_fan_out_symmetrically_whatever_their_direction() {
        let (a, b) = (outline(Shape::Circle, 0.0, 0.0), outline(Shape::Circle, 200.0, 0.0));
        let style = Style::default();
        for count in 2..6 {
            let middle = |index: u32| {
                // Every second edge runs back.
                let reversed = index % 2 == 1;
                let (from, to) = if reversed { (b, a) } else { (a, b) };
                route(&from, &to, Lane { index, count, reversed }, Arrows::None, &style).unwrap().midpoint()
            };
            for i in 0..count {
                assert!((middle(i).y + middle(count - 1 - i).y).abs() < 0.05);
                assert!(i == 0 || (middle(i).y - middle(i - 1).y - style.spacing).abs() < 0.6);
            }
        }
    }

    #[test]
    fn an_arrowhead_points_at_the_shape_it_ends_at() {
        let (a, b) = (outline(Shape::Circle, 0.0, 0.0), outline(Shape::Rect, 120.0, 40.0));
        let one = route(&a, &b, Lane::ONLY, Arrows::End, &Style::default()).unwrap();
        assert!(one.tail.is_none());
        let [tip, left, right] = one.head.unwrap();
        let far = |p: Point| (p - b.center).length();
        assert!(far(tip) < far(left) && far(tip) < far(right));
        assert!(((left - right).length() - 7.2).abs() < 0.01);
        // The line ends between base and tip.
        assert!(far(one.curve.to) > far(tip) && (one.curve.to - tip).length() < 9.0);
        let both = route(&a, &b, Lane::ONLY, Arrows::Both, &Style::default()).unwrap();
        assert!(both.head.is_some() && both.tail.is_some());
    }

    #[test]
    fn shapes_that_cover_each_other_leave_no_edge() {
        let a = outline(Shape::Rect, 0.0, 0.0);
        for x in [0.0, 5.0, 20.0] {
            assert_eq!(
                route(&a, &outline(Shape::Rect, x, 0.0), Lane::ONLY, Arrows::End, &Style::default()),
                None
            );
        }
        assert!(
            route(&a, &outline(Shape::Rect, 40.0, 0.0), Lane::ONLY, Arrows::End, &Style::default()).is_some()
        );
    }

    #[test]
    fn distance_agrees_with_a_fine_sampling() {
        let curve = Curve { from: pt(0.0, 0.0), control: pt(80.0, 120.0), to: pt(160.0, 0.0) };
        for p in [pt(80.0, 60.0), pt(0.0, 50.0), pt(200.0, -10.0), pt(80.0, 0.0)] {
            let sampled =
                (0..=4000).map(|i| (curve.point_at(i as f32 / 4000.0) - p).length()).fold(f32::MAX, f32::min);
            assert!((curve.distance(p) - sampled).abs() < 0.15);
        }
    }

    #[test]
    fn a_polyline_keeps_within_its_tolerance() {
        let curve = Curve { from: pt(0.0, 0.0), control: pt(300.0, 200.0), to: pt(50.0, -100.0) };
        for tolerance in [0.1, 1.0, 10.0] {
            let line = curve.flatten(tolerance);
            assert_eq!((line[0], line[line.len() - 1]), (curve.from, curve.to));
            for i in 0..=1000 {
                let p = curve.point_at(i as f32 / 1000.0);
                let off =
                    line.windows(2).map(|s| distance_to_segment(p, s[0], s[1])).fold(f32::MAX, f32::min);
                assert!(off <= tolerance * 1.01, "{off} > {tolerance}");
            }
        }
    }

    #[test]
    fn a_part_of_a_curve_lies_on_it() {
        let curve = Curve { from: pt(0.0, 0.0), control: pt(30.0, 20.0), to: pt(50.0, -10.0) };
        let part = curve.part(0.25, 0.75);
        assert!((part.point_at(0.5) - curve.point_at(0.5)).length() < 1e-4);
    }

    #[test]
    fn an_edge_bends_about_a_node_in_its_way() {
        let (a, b) = (outline(Shape::Circle, 0.0, 0.0), outline(Shape::Circle, 300.0, 0.0));
        let other = Rect::about(pt(150.0, 0.0), 20.0, 15.0);
        let around = route_around(&a, &b, Lane::ONLY, Arrows::End, &Style::default(), &[other]).unwrap();
        let line = around.flatten(0.5);
        assert!(line.windows(2).all(|s| other.clip(s[0], s[1]).is_none()));
        let plain = route(&a, &b, Lane::ONLY, Arrows::End, &Style::default()).unwrap();
        assert!(plain.flatten(0.5).windows(2).any(|s| other.clip(s[0], s[1]).is_some()));
        let free = route_around(&a, &b, Lane::ONLY, Arrows::End, &Style::default(), &[]).unwrap();
        assert_eq!(free, plain);
    }
}
