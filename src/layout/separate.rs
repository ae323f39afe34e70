//! Overlap removal: rooms are pushed apart as little as needed; none overlaps another in the end.

use super::geometry::{Point, Rect, pt};
use super::rooms::Rooms;

/// Up to this many rooms all are compared in every round.
const FEW: usize = 500;
/// Overlaps below this, in points, are rounding; where places are far off, below this part of the way.
const SLACK: f32 = 0.01;
const ROUNDING: f32 = 5e-7;
/// Rings about a room that are searched before they are set twice as far apart.
const RINGS: i32 = 40;
/// Rounds of pushing before the rooms that still overlap are set down one by one.
const ROUNDS: usize = 400;
/// The same where rooms are many.
const MANY_ROUNDS: usize = 120;

/// What may move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Hold {
    /// Never.
    Pinned,
    /// Only as far as it must: it stood there before.
    Settled,
    /// Anywhere.
    Free,
}

impl Hold {
    /// The share of a push that falls to this one, against `other`.
    fn share(self, other: Self) -> f32 {
        match (self, other) {
            (Self::Pinned, _) => 0.0,
            (_, Self::Pinned) => 1.0,
            (Self::Settled, Self::Free) => 0.0,
            (Self::Free, Self::Settled) => 1.0,
            (Self::Settled, Self::Settled) | (Self::Free, Self::Free) => 0.5,
        }
    }
}

/// Moves `centers` until the rooms (`half` extents about them) lie at least `gap` apart, or, where that does
/// not end soon, at least do not overlap. Two pinned rooms may overlap; nothing else does.
pub(super) fn separate(centers: &mut [Point], half: &[Point], hold: &[Hold], gap: f32) {
    separate_while(centers, half, hold, gap, || true);
}

/// The same as long as `go_on` says so, which is asked once a round where rooms are many.
pub(super) fn separate_while(
    centers: &mut [Point],
    half: &[Point],
    hold: &[Hold],
    gap: f32,
    go_on: impl Fn() -> bool,
) {
    let farthest = centers.iter().fold(0.0f32, |far, c| far.max(c.x.abs()).max(c.y.abs()));
    let slack = SLACK.max(farthest * ROUNDING);
    let mut field = Field { centers, half, hold, gap, slack };
    if field.half.len() > FEW {
        if !field.push_many(&go_on) && go_on() {
            field.set_down(gap * 0.25);
        }
        return;
    }
    let mut order: Vec<u32> = (0..half.len() as u32).collect();
    for round in 0..ROUNDS {
        // Settled rooms give way only if free ones alone could not make room.
        let is_soft = round > ROUNDS / 4;
        if !field.push_once(is_soft, &mut order) {
            return;
        }
    }
    field.set_down(gap);
}

/// Rooms that are being pushed apart.
struct Field<'a> {
    centers: &'a mut [Point],
    half: &'a [Point],
    hold: &'a [Hold],
    gap: f32,
    slack: f32,
}

impl Field<'_> {
    fn room(&self, i: usize) -> Rect {
        Rect::about(self.centers[i], self.half[i].x, self.half[i].y)
    }

    /// One sweep over all overlapping pairs, left to right; tells whether anything moved.
    fn push_once(&mut self, is_soft: bool, order: &mut [u32]) -> bool {
        let left = |field: &Self, i: u32| field.centers[i as usize].x - field.half[i as usize].x;
        order.sort_by(|&a, &b| left(self, a).total_cmp(&left(self, b)).then(a.cmp(&b)));
        let mut is_moved = false;
        for (at, &i) in order.iter().enumerate() {
            for &j in &order[at + 1..] {
                // Pushes within this sweep shift rooms a little; the next sweep sorts again.
                if left(self, j) > self.centers[i as usize].x + self.half[i as usize].x + self.gap {
                    break;
                }
                is_moved |= self.push_apart(is_soft, i as usize, j as usize);
            }
        }
        is_moved
    }

    /// Rounds in which only rooms that moved are compared with those about them. Tells whether all are apart.
    fn push_many(&mut self, go_on: impl Fn() -> bool) -> bool {
        let mut rooms = Rooms::new(self.half);
        (0..self.half.len()).for_each(|i| rooms.set(i, self.room(i)));
        let mut moved: Vec<usize> = (0..self.half.len()).collect();
        let mut is_moved = vec![false; self.half.len()];
        for round in 0..MANY_ROUNDS {
            let is_soft = round > MANY_ROUNDS / 4;
            let mut next = Vec::new();
            for &i in &moved {
                // What is pushed within this round shifts a little; the next round looks again.
                rooms.any_near(self.room(i).grown(self.gap), |j, _| {
                    if j != i && self.push_apart(is_soft, i, j) {
                        next.extend(
                            [i, j].into_iter().filter(|&k| !std::mem::replace(&mut is_moved[k], true)),
                        );
                    }
                    false
                });
            }
            if next.is_empty() {
                return true;
            }
            next.sort_unstable();
            for &i in &next {
                is_moved[i] = false;
                rooms.shift(i, self.room(i));
            }
            moved = next;
            if !go_on() {
                break;
            }
        }
        false
    }

    /// Pushes two rooms apart along the shorter way if they are too near; tells whether it did.
    fn push_apart(&mut self, is_soft: bool, i: usize, j: usize) -> bool {
        let d = self.centers[j] - self.centers[i];
        let over = self.half[i] + self.half[j] + pt(self.gap, self.gap) - pt(d.x.abs(), d.y.abs());
        let both_pinned = (self.hold[i], self.hold[j]) == (Hold::Pinned, Hold::Pinned);
        if over.x <= self.slack || over.y <= self.slack || both_pinned {
            return false;
        }
        let push = if over.x < over.y {
            pt(if d.x < 0.0 || (d.x == 0.0 && j < i) { -over.x } else { over.x }, 0.0)
        } else {
            pt(0.0, if d.y < 0.0 || (d.y == 0.0 && j < i) { -over.y } else { over.y })
        };
        let as_free = |h: Hold| if is_soft && h == Hold::Settled { Hold::Free } else { h };
        let (hi, hj) = (as_free(self.hold[i]), as_free(self.hold[j]));
        self.centers[i] = self.centers[i] - push * hi.share(hj);
        self.centers[j] = self.centers[j] + push * hj.share(hi);
        true
    }

    /// Sets rooms down one after the other, pinned first and settled next, each in the nearest free place.
    fn set_down(&mut self, gap: f32) {
        let mut turn: Vec<usize> = (0..self.half.len()).collect();
        turn.sort_by_key(|&i| self.hold[i]);
        let mut taken = Rooms::new(self.half);
        for i in turn {
            if self.hold[i] != Hold::Pinned {
                let shift = nearest_free(self.room(i), pt(gap, gap), |place| taken.is_taken(place));
                self.centers[i] = self.centers[i] + shift;
            }
            taken.set(i, self.room(i));
        }
    }
}

/// The shift that brings `room`, with `gap` about it, where nothing is taken: none if it is clear already, else the
/// nearest found on growing square rings, which lie wider apart the farther they are. There always is one, as the plane
/// has no end.
pub(super) fn nearest_free(room: Rect, gap: Point, is_taken: impl Fn(Rect) -> bool) -> Point {
    let grown = Rect { min: room.min - gap, max: room.max + gap };
    if !is_taken(grown) {
        return Point::ZERO;
    }
    let mut step = (grown.width().min(grown.height()) * 0.25).max(2.0);
    let mut ring = 1i32;
    loop {
        let mut best: Option<(f32, Point)> = None;
        for k in -ring..=ring {
            for (x, y) in [(k, -ring), (k, ring), (-ring, k), (ring, k)] {
                let shift = pt(x as f32, y as f32) * step;
                let length = shift.length();
                if best.is_none_or(|(l, _)| length < l) && !is_taken(grown.shifted(shift)) {
                    best = Some((length, shift));
                }
            }
        }
        if let Some((_, shift)) = best {
            return shift;
        }
        ring += 1;
        if ring == RINGS {
            (ring, step) = (RINGS / 2, step * 2.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::random::Random;

    fn overlaps(centers: &[Point], half: &[Point]) -> usize {
        let room = |i: usize| Rect::about(centers[i], half[i].x - 0.02, half[i].y - 0.02);
        (0..centers.len())
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .filter(|&(i, j)| room(i).overlaps(&room(j)))
            .count()
    }

    #[test]
    fn no_room_overlaps_another_whatever_the_start() {
        let mut random = Random::new(3);
        for n in [2, 10, 60, 200] {
            for spread in [0.0, 1.0, 300.0] {
                let mut centers: Vec<Point> =
                    (0..n).map(|_| pt(random.signed() * spread, random.signed() * spread)).collect();
                let half: Vec<Point> = (0..n)
                    .map(|_| pt(30.0 + 25.0 * random.signed(), 20.0 + 15.0 * random.signed()))
                    .collect();
                separate(&mut centers, &half, &vec![Hold::Free; n], 4.0);
                assert_eq!(overlaps(&centers, &half), 0, "{n} rooms over {spread}");
            }
        }
    }

    #[test]
    fn pinned_rooms_stay_and_settled_ones_let_free_ones_give_way() {
        let mut centers = vec![pt(0.0, 0.0), pt(15.0, 0.0), pt(8.0, 1.0), pt(30.0, 0.0)];
        let half = vec![pt(10.0, 10.0); 4];
        let hold = [Hold::Pinned, Hold::Settled, Hold::Free, Hold::Settled];
        separate(&mut centers, &half, &hold, 2.0);
        assert_eq!(centers[0], pt(0.0, 0.0));
        assert_eq!(overlaps(&centers, &half), 0);
    }

    #[test]
    fn what_is_clear_does_not_move() {
        let start = vec![pt(0.0, 0.0), pt(30.0, 0.0), pt(0.0, 40.0)];
        let mut centers = start.clone();
        separate(&mut centers, &[pt(10.0, 10.0); 3], &[Hold::Free; 3], 5.0);
        assert_eq!(centers, start);
    }
}
