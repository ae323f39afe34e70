//! The innermost loop: what a list of sources does to a few bodies, on sixteen lanes.
//!
//! Each lane sums up every sixteenth source, and the lanes are added up in a fixed tree, so that the sums are
//! the same bits on every instruction set. No product is fused with a sum, and division is division.

use fearless_simd::{Level, Simd, SimdBase, SimdFloat, SimdInto, dispatch, f32x16};

/// Sources are taken in groups of this many.
const LANES: usize = 16;
/// Nearer than the root of this, sources push no harder.
const NEAREST: f32 = 1.0;

/// What pushes a group of bodies: bodies nearby, and cells far off.
#[derive(Clone, Debug, Default)]
pub(super) struct Sources {
    x: Vec<f32>,
    y: Vec<f32>,
    mass: Vec<f32>,
}

impl Sources {
    pub(super) fn clear(&mut self) {
        self.x.clear();
        self.y.clear();
        self.mass.clear();
    }

    pub(super) fn push(&mut self, x: f32, y: f32, mass: f32) {
        self.x.push(x);
        self.y.push(y);
        self.mass.push(mass);
    }

    pub(super) fn extend(&mut self, x: &[f32], y: &[f32], mass: &[f32]) {
        self.x.extend_from_slice(x);
        self.y.extend_from_slice(y);
        self.mass.extend_from_slice(mass);
    }

    /// The push of all sources on each body, into `force`: the sum of mass over distance, away from the source.
    pub(super) fn push_bodies(&mut self, level: Level, x: &[f32], y: &[f32], force: &mut [[f32; 2]]) {
        // Sources without mass fill the last group.
        let full = self.x.len().next_multiple_of(LANES);
        for column in [&mut self.x, &mut self.y, &mut self.mass] {
            column.resize(full, 0.0);
        }
        dispatch!(level, simd => push_all(simd, self, x, y, force));
    }
}

#[inline(always)]
fn push_all<S: Simd>(simd: S, sources: &Sources, x: &[f32], y: &[f32], force: &mut [[f32; 2]]) {
    for ((&x, &y), force) in x.iter().zip(y).zip(force) {
        *force = push_one(simd, sources, x, y);
    }
}

#[inline(always)]
fn push_one<S: Simd>(simd: S, sources: &Sources, x: f32, y: f32) -> [f32; 2] {
    let [x, y, nearest, mut sum_x, mut sum_y] =
        [x, y, NEAREST, 0.0, 0.0].map(|v| -> f32x16<S> { v.simd_into(simd) });
    let groups = sources.x.chunks_exact(LANES).zip(sources.y.chunks_exact(LANES));
    for ((from_x, from_y), mass) in groups.zip(sources.mass.chunks_exact(LANES)) {
        let dx = x - f32x16::from_slice(simd, from_x);
        let dy = y - f32x16::from_slice(simd, from_y);
        let push = f32x16::from_slice(simd, mass) / (dx * dx + dy * dy).max(nearest);
        sum_x += dx * push;
        sum_y += dy * push;
    }
    [in_a_tree(*sum_x), in_a_tree(*sum_y)]
}

/// The sum of the lanes, each half added to the other until one is left.
#[inline(always)]
fn in_a_tree(mut lanes: [f32; LANES]) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for lane in 0..half {
            lanes[lane] += lanes[lane + half];
        }
        half /= 2;
    }
    lanes[0]
}

/// Levels that this machine has, the best one first, to hold them against each other.
#[cfg(test)]
pub(super) fn levels() -> Vec<Level> {
    let best = Level::new();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(plain) = best.as_sse4_2() {
        return vec![best, Level::Sse4_2(plain)];
    }
    vec![best]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::random::Random;

    #[test]
    fn every_instruction_set_gives_the_bits_of_plain_code() {
        let mut random = Random::new(2);
        for count in [0, 1, 15, 16, 17, 300] {
            let mut column = |scale: f32| (0..count).map(|_| random.signed() * scale).collect::<Vec<f32>>();
            let (x, y, mass) = (column(90.0), column(90.0), column(4.0));
            // The first body coincides with the first source.
            let (bx, by) =
                ([x.first().copied().unwrap_or(1.0), 0.3], [y.first().copied().unwrap_or(2.0), 55.5]);
            let plain: Vec<[u32; 2]> = (0..2)
                .map(|b| {
                    let (mut sx, mut sy) = ([0.0f32; LANES], [0.0f32; LANES]);
                    for i in 0..count {
                        let (dx, dy) = (bx[b] - x[i], by[b] - y[i]);
                        let square: f32 = dx * dx + dy * dy;
                        let push = mass[i] / square.max(NEAREST);
                        sx[i % LANES] += dx * push;
                        sy[i % LANES] += dy * push;
                    }
                    [in_a_tree(sx).to_bits(), in_a_tree(sy).to_bits()]
                })
                .collect();
            for level in levels() {
                let mut sources = Sources { x: x.clone(), y: y.clone(), mass: mass.clone() };
                let mut force = [[0.0; 2]; 2];
                sources.push_bodies(level, &bx, &by, &mut force);
                assert_eq!(force.map(|f| f.map(f32::to_bits)).to_vec(), plain, "{count} {level:?}");
            }
        }
    }
}
