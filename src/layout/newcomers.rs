//! Units without places, set among those that have one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::geometry::{Point, Rect, pt};
use super::model::Model;
use super::rooms::Rooms;
use super::separate::{Hold, nearest_free};
use super::solve::{Plan, UNIT_GAP, face};

/// Rounds in which what is free follows what is held.
const ROUNDS: usize = 50;

/// For each unit what it is tied to, with weights.
fn near(model: &Model) -> Vec<Vec<(u32, f32)>> {
    let mut near: Vec<Vec<(u32, f32)>> = vec![Vec::new(); model.units.len()];
    for (a, b, w) in model.unit_edges() {
        near[a as usize].push((b, w));
        near[b as usize].push((a, w));
    }
    near
}

/// Places the free units among those that have places: the best tied first, each as near as it can to the
/// weighted mean of what it is tied to, or to the middle of all.
pub(super) fn place_newcomers(model: &Model, plan: &mut Plan) {
    let near = near(model);
    let half: Vec<Point> = plan.clusters.iter().map(|c| c.half).collect();
    let mut taken = Taken { rooms: Rooms::new(&half), bounds: None };
    let mut tied = vec![0.0f32; half.len()];
    // Bits of a positive number sort as it does. What is out of date is passed over.
    let mut waiting: BinaryHeap<(u32, Reverse<usize>)> = BinaryHeap::new();
    let mut placed = vec![false; half.len()];
    let mut set =
        |u: usize, plan: &Plan, taken: &mut Taken, placed: &mut [bool], waiting: &mut BinaryHeap<_>| {
            taken.set(u, plan.clusters[u].room(plan.center[u]));
            placed[u] = true;
            for &(v, w) in near[u].iter().filter(|(v, _)| !placed[*v as usize]) {
                tied[v as usize] += w;
                waiting.push((tied[v as usize].to_bits(), Reverse(v as usize)));
            }
        };
    for u in (0..half.len()).filter(|&u| plan.hold[u] != Hold::Free) {
        set(u, plan, &mut taken, &mut placed, &mut waiting);
    }
    let mut untied = 0;
    loop {
        let best = std::iter::from_fn(|| waiting.pop()).map(|(_, Reverse(u))| u).find(|&u| !placed[u]);
        let next = best.or_else(|| {
            untied = (untied..half.len()).find(|&u| !placed[u])?;
            Some(untied)
        });
        let Some(u) = next else { return };
        let there = near[u].iter().filter(|(v, _)| placed[*v as usize]);
        let (sum, weight) = there.fold((Point::ZERO, 0.0), |(sum, weight), &(v, w)| {
            (sum + plan.center[v as usize] * w, weight + w)
        });
        let middle = taken.bounds.unwrap_or_default().center();
        let want = if weight > 0.0 { sum * (1.0 / weight) } else { middle };
        let room = plan.clusters[u].room(want);
        let is_taken = |place| taken.rooms.is_taken(place);
        plan.center[u] = want + nearest_free(room, pt(UNIT_GAP, UNIT_GAP), is_taken);
        face(model, plan, u);
        set(u, plan, &mut taken, &mut placed, &mut waiting);
    }
}

/// The rooms that are taken, and the smallest rectangle that holds them.
struct Taken {
    rooms: Rooms,
    bounds: Option<Rect>,
}

impl Taken {
    fn set(&mut self, unit: usize, room: Rect) {
        self.rooms.set(unit, room);
        self.bounds = Some(self.bounds.map_or(room, |bounds| bounds.union(&room)));
    }
}

/// Brings held units of a picture made from nothing to the places that they must have, and the others after them: all
/// are turned and shifted to come as near as can be, then each free unit follows what it is tied to.
pub(super) fn bring_back(model: &Model, plan: &mut Plan, wish: &[Point]) {
    let held: Vec<usize> = (0..wish.len()).filter(|&u| plan.hold[u] != Hold::Free).collect();
    let mean = |places: &[Point]| {
        held.iter().fold(Point::ZERO, |sum, &u| sum + places[u]) * (1.0 / held.len().max(1) as f32)
    };
    let (from, to) = (mean(&plan.center), mean(wish));
    // The turn of least squares is the direction of the sum of the products of conjugates.
    let turn = held.iter().fold(Point::ZERO, |sum, &u| {
        let (p, w) = (plan.center[u] - from, wish[u] - to);
        sum + pt(p.dot(w), p.cross(w))
    });
    let turn = if turn.unit() == Point::ZERO { pt(1.0, 0.0) } else { turn.unit() };
    for center in &mut plan.center {
        let p = *center - from;
        *center = to + pt(p.x * turn.x - p.y * turn.y, p.x * turn.y + p.y * turn.x);
    }
    let near = near(model);
    let mut shift: Vec<Point> = vec![Point::ZERO; wish.len()];
    held.iter().for_each(|&u| shift[u] = wish[u] - plan.center[u]);
    let mut next = shift.clone();
    for _ in 0..ROUNDS {
        for u in (0..near.len()).filter(|&u| plan.hold[u] == Hold::Free && !near[u].is_empty()) {
            let (sum, weight) = near[u]
                .iter()
                .fold((Point::ZERO, 0.0), |(sum, weight), &(v, w)| (sum + shift[v as usize] * w, weight + w));
            next[u] = sum * (1.0 / weight);
        }
        std::mem::swap(&mut shift, &mut next);
    }
    plan.center.iter_mut().zip(&shift).for_each(|(center, &by)| *center = *center + by);
    held.iter().for_each(|&u| plan.center[u] = wish[u]);
}
