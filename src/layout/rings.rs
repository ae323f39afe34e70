//! Concentric arrangement: units on rings about some of them, by the number of ties on the way there.
//!
//! Each unit stands within the sector of the one that it was reached from (Yee, Fisher, Dhamija & Hearst 2001).

use super::geometry::{Point, pt};
use super::model::Model;
use super::separate::Hold;
use super::solve::{Plan, UNIT_GAP};

/// Length of a circle over its radius.
const TURN: f32 = 6.283_185_5;
/// A ring grows by up to this many times the room of its largest unit before it becomes several rows.
const GROWTH: f32 = 3.0;

/// Places all free units about `roots`, which are nodes of the request. Units that no root reaches stand on the outermost
/// ring. Without roots, the heaviest unit is the root.
pub(super) fn place_on_rings(model: &Model, plan: &mut Plan, roots: &[u32]) {
    let mut is_root = vec![false; model.input.len()];
    roots.iter().for_each(|&root| is_root.get_mut(root as usize).into_iter().for_each(|is| *is = true));
    let roots = model.unit.iter().zip(&model.input).filter(|(_, input)| is_root[**input as usize]);
    let rings = rings(model, roots.map(|(&unit, _)| unit).collect());
    let sizes: Vec<f32> = plan.clusters.iter().map(|c| 2.0 * c.half.length() + UNIT_GAP).collect();
    let size = |u: u32| sizes[u as usize];
    let mut outer = 0.0f32;
    for ring in &rings {
        let all: f32 = ring.iter().map(|&u| size(u)).sum();
        let largest = ring.iter().map(|&u| size(u)).fold(0.0, f32::max);
        if ring.len() == 1 && outer == 0.0 {
            outer = largest * 0.5;
            continue;
        }
        let inner = outer + largest * 0.5;
        let radius = if all / TURN <= inner + largest * GROWTH { inner.max(all / TURN) } else { inner };
        // As few rows as hold all.
        let (mut rows, mut space) = (1u32, radius * TURN);
        while space < all {
            space += (radius + rows as f32 * largest) * TURN;
            rows += 1;
        }
        let mut along = 0.0;
        for (nth, &u) in ring.iter().enumerate() {
            let row = (nth as u32 % rows) as f32;
            along += size(u);
            let place = direction((along - size(u) * 0.5) / all) * (radius + row * largest);
            // What is pinned stays; from here on the others keep their rings like what stood there before.
            if plan.hold[u as usize] == Hold::Free {
                plan.center[u as usize] = place;
            }
        }
        outer = radius + (rows - 1) as f32 * largest + largest * 0.5;
    }
    plan.hold.iter_mut().for_each(|hold| *hold = (*hold).min(Hold::Settled));
}

/// The units by their distance from the first ring, each ring in the order of those that it was reached from.
fn rings(model: &Model, mut ring: Vec<u32>) -> Vec<Vec<u32>> {
    let units = model.units.len();
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); units];
    for (a, b, _) in model.unit_edges() {
        near[a as usize].push(b);
        near[b as usize].push(a);
    }
    let mut is_reached = vec![false; units];
    if ring.is_empty() {
        let weight =
            |u: &u32| model.units[*u as usize].members.iter().map(|&m| model.weight[m as usize]).sum();
        let heavier = |a: &u32, b: &u32| f32::total_cmp(&weight(a), &weight(b)).then(b.cmp(a));
        ring.extend((0..units as u32).max_by(heavier));
    }
    ring.retain(|&u| !std::mem::replace(&mut is_reached[u as usize], true));
    let mut rings = Vec::new();
    while !ring.is_empty() {
        let next = ring.iter().flat_map(|&u| &near[u as usize]).copied();
        let next = next.filter(|&v| !std::mem::replace(&mut is_reached[v as usize], true)).collect();
        rings.push(std::mem::replace(&mut ring, next));
    }
    let rest: Vec<u32> = (0..units as u32).filter(|&u| !is_reached[u as usize]).collect();
    rings.extend((!rest.is_empty()).then_some(rest));
    rings
}

/// The direction a part of a turn from the top, clockwise. Found by halving right angles, since `sin` and `cos` do not
/// give the same bits everywhere.
fn direction(part: f32) -> Point {
    let quarters = part.clamp(0.0, 1.0) * 4.0;
    let mut at = pt(0.0, -1.0);
    for _ in 0..quarters as u32 % 4 {
        at = at.turned();
    }
    let (mut from, mut to) = (at, at.turned());
    let (mut low, mut high) = (0.0, 1.0);
    let part = quarters - quarters.floor();
    for _ in 0..20 {
        let (middle, half) = ((from + to).unit(), (low + high) * 0.5);
        if part < half {
            (to, high) = (middle, half);
        } else {
            (from, low) = (middle, half);
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_go_round_clockwise_from_the_top() {
        let near = |a: Point, b: Point| (a - b).length() < 1e-4;
        let half = 0.5f32.sqrt();
        assert!(near(direction(0.0), pt(0.0, -1.0)));
        assert!(near(direction(0.125), pt(half, -half)));
        assert!(near(direction(0.25), pt(1.0, 0.0)));
        assert!(near(direction(0.5), pt(0.0, 1.0)));
        assert!(near(direction(0.75), pt(-1.0, 0.0)));
    }
}
