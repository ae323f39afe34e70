//! Overlap removal: rooms are pushed apart as little as needed; none overlaps another in the end.

use super::geometry::{Point, Rect, pt};
use super::rooms::Rooms;

/// Up to this many rooms all are compared in every round.
const FEW: usize = 500;
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
    if centers.len() > FEW {
        separate_many(centers, half, hold, gap);
        return;
    }
    let mut order: Vec<u32> = (0..centers.len() as u32).collect();
    for round in 0..ROUNDS {
        // Settled rooms give way only if free ones alone could not make room.
        let soft = round > ROUNDS / 4;
        if !push_once(centers, half, hold, gap, soft, &mut order) {
            return;
        }
    }
    set_down(centers, half, hold, gap);
}

/// The same for many rooms: only those that moved are compared again, with those about them.
fn separate_many(centers: &mut [Point], half: &[Point], hold: &[Hold], gap: f32) {
    let mut rooms = Rooms::new(half);
    let mut moved: Vec<u32> = (0..centers.len() as u32).collect();
    let mut is_moved = vec![false; centers.len()];
    for round in 0..MANY_ROUNDS {
        let soft = round > MANY_ROUNDS / 4;
        rooms.clear();
        for (i, (&center, h)) in centers.iter().zip(half).enumerate() {
            rooms.set(i, Rect::about(center, h.x, h.y));
        }
        let mut next = Vec::new();
        for &i in &moved {
            let i = i as usize;
            // What is pushed within this round shifts a little; the next round looks again.
            let wide = Rect::about(centers[i], half[i].x, half[i].y).grown(gap);
            rooms.any_near(wide, |j, _| {
                if j != i && push_apart(centers, half, hold, gap, soft, (i, j)) {
                    for k in [i, j] {
                        if !std::mem::replace(&mut is_moved[k], true) {
                            next.push(k as u32);
                        }
                    }
                }
                false
            });
        }
        next.sort_unstable();
        next.iter().for_each(|&i| is_moved[i as usize] = false);
        moved = next;
        if moved.is_empty() {
            return;
        }
    }
    set_down(centers, half, hold, gap * 0.25);
}

/// One sweep over all overlapping pairs, left to right; tells whether anything moved.
fn push_once(
    centers: &mut [Point],
    half: &[Point],
    hold: &[Hold],
    gap: f32,
    soft: bool,
    order: &mut [u32],
) -> bool {
    let left = |centers: &[Point], i: u32| centers[i as usize].x - half[i as usize].x;
    order.sort_by(|&a, &b| left(centers, a).total_cmp(&left(centers, b)).then(a.cmp(&b)));
    let mut moved = false;
    for (at, &i) in order.iter().enumerate() {
        let i = i as usize;
        for &j in &order[at + 1..] {
            let j = j as usize;
            // Pushes within this sweep shift rooms a little; the next sweep sorts again.
            if centers[j].x - half[j].x > centers[i].x + half[i].x + gap {
                break;
            }
            moved |= push_apart(centers, half, hold, gap, soft, (i, j));
        }
    }
    moved
}

/// Pushes two rooms apart along the shorter way, if they are too near; tells whether either moved.
fn push_apart(
    centers: &mut [Point],
    half: &[Point],
    hold: &[Hold],
    gap: f32,
    soft: bool,
    (i, j): (usize, usize),
) -> bool {
    let d = centers[j] - centers[i];
    let over = half[i] + half[j] + pt(gap, gap) - pt(d.x.abs(), d.y.abs());
    if over.x <= SLACK || over.y <= SLACK || (hold[i], hold[j]) == (Hold::Pinned, Hold::Pinned) {
        return false;
    }
    let push = if over.x < over.y {
        pt(if d.x < 0.0 || (d.x == 0.0 && j < i) { -over.x } else { over.x }, 0.0)
    } else {
        pt(0.0, if d.y < 0.0 || (d.y == 0.0 && j < i) { -over.y } else { over.y })
    };
    let as_free = |h: Hold| if soft && h == Hold::Settled { Hold::Free } else { h };
    let (hi, hj) = (as_free(hold[i]), as_free(hold[j]));
    centers[i] = centers[i] - push * hi.share(hj);
    centers[j] = centers[j] + push * hj.share(hi);
    true
}

/// Overlaps below this, in points, are rounding.
const SLACK: f32 = 0.01;

/// Sets rooms down one after the other, pinned first and settled next, each in the nearest free place.
fn set_down(centers: &mut [Point], half: &[Point], hold: &[Hold], gap: f32) {
    let mut turn: Vec<usize> = (0..centers.len()).collect();
    turn.sort_by_key(|&i| hold[i]);
    let mut taken = Rooms::new(half);
    for i in turn {
        let room = Rect::about(centers[i], half[i].x, half[i].y);
        if hold[i] != Hold::Pinned {
            centers[i] = centers[i] + nearest_free(room, pt(gap, gap), |place| taken.is_taken(place));
        }
        taken.set(i, Rect::about(centers[i], half[i].x, half[i].y));
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
