//! Bodies in the order of a Z-shaped curve, in which those of one square of the plane stand together.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use rayon::prelude::*;

/// Bits of a key for each axis; a square of the finest grid is 2^-16 of the whole.
pub(super) const AXIS_BITS: u32 = 16;
/// Bits that one pass sorts by.
const DIGIT_BITS: u32 = 11;
const DIGITS: usize = 1 << DIGIT_BITS;
/// Bodies that one task takes. Fixed, so that the work is cut up alike whatever the number of threads.
const CHUNK: usize = 8192;

/// The square of the plane that the curve fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub left: f32,
    pub top: f32,
    pub side: f32,
}

impl Frame {
    /// A square that holds all places strictly within; of side 1 at least a hair where they coincide.
    pub(super) fn about(low: [f32; 2], high: [f32; 2]) -> Self {
        let side = (high[0] - low[0]).max(high[1] - low[1]).max(1e-6) * 1.0001;
        Self { left: low[0], top: low[1], side }
    }

    /// The place on the curve.
    fn key(&self, place: [f32; 2], scale: f32) -> u32 {
        let along = |v: f32, low: f32| spread(((v - low) * scale) as u32);
        along(place[0], self.left) | along(place[1], self.top) << 1
    }
}

/// The lower 16 bits, a gap before each.
fn spread(v: u32) -> u32 {
    let v = v.min((1 << AXIS_BITS) - 1);
    let v = (v | v << 8) & 0x00ff_00ff;
    let v = (v | v << 4) & 0x0f0f_0f0f;
    let v = (v | v << 2) & 0x3333_3333;
    (v | v << 1) & 0x5555_5555
}

/// The order of bodies along the curve. Keeps its buffers from one sorting to the next.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// Key in the upper half, body in the lower; so no two are equal, and equal keys go by the body. Each pass
    /// writes a place once: the atoms are there for the compiler's sake and cost nothing.
    sorted: Vec<AtomicU64>,
    spare: Vec<AtomicU64>,
    counts: Vec<[u32; DIGITS]>,
}

impl Order {
    pub(super) fn sort(&mut self, places: &[[f32; 2]], frame: Frame) {
        if self.sorted.len() != places.len() {
            let empty = || (0..places.len()).map(|_| AtomicU64::new(0)).collect();
            (self.sorted, self.spare) = (empty(), empty());
            self.counts = vec![[0; DIGITS]; places.len().div_ceil(CHUNK)];
        }
        let scale = ((1u32 << AXIS_BITS) - 1) as f32 / frame.side;
        let tagged = |body: usize, place| u64::from(frame.key(place, scale)) << 32 | body as u64;
        self.sorted.par_chunks_mut(CHUNK).zip(places.par_chunks(CHUNK)).enumerate().for_each(
            |(chunk, (keys, places))| {
                for (at, (key, &place)) in keys.iter_mut().zip(places).enumerate() {
                    *key.get_mut() = tagged(chunk * CHUNK + at, place);
                }
            },
        );
        if places.len() < DIGITS {
            self.sorted.sort_unstable_by_key(|key| key.load(Relaxed));
            return;
        }
        for shift in (32..64).step_by(DIGIT_BITS as usize) {
            self.pass(shift);
        }
    }

    /// One pass of a radix sort from the least digit, stable: each chunk counts, then writes behind those before it.
    fn pass(&mut self, shift: u32) {
        let digit = |key: u64| (key >> shift) as usize & (DIGITS - 1);
        self.counts.par_iter_mut().zip(self.sorted.par_chunks(CHUNK)).for_each(|(count, keys)| {
            count.fill(0);
            keys.iter().for_each(|key| count[digit(key.load(Relaxed))] += 1);
        });
        let mut before = 0;
        for digit in 0..DIGITS {
            for count in &mut self.counts {
                before += std::mem::replace(&mut count[digit], before);
            }
        }
        let spare = &self.spare;
        self.counts.par_iter_mut().zip(self.sorted.par_chunks(CHUNK)).for_each(|(next, keys)| {
            for key in keys {
                let key = key.load(Relaxed);
                let at = &mut next[digit(key)];
                spare[*at as usize].store(key, Relaxed);
                *at += 1;
            }
        });
        std::mem::swap(&mut self.sorted, &mut self.spare);
    }

    /// Key and body at a rank.
    pub(super) fn at(&self, rank: usize) -> (u32, u32) {
        let key = self.sorted[rank].load(Relaxed);
        ((key >> 32) as u32, key as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::random::Random;

    #[test]
    fn bodies_are_sorted_by_key_then_by_number() {
        let mut random = Random::new(5);
        for n in [1, 2, 100, DIGITS, CHUNK, 3 * CHUNK + 17] {
            // Few different places, so that many keys are equal.
            let places: Vec<[f32; 2]> =
                (0..n).map(|_| [random.below(90) as f32, random.below(70) as f32]).collect();
            let mut order = Order::default();
            let frame = Frame::about([0.0; 2], [90.0, 70.0]);
            order.sort(&places, frame);
            let got: Vec<(u32, u32)> = (0..n).map(|rank| order.at(rank)).collect();
            assert!(got.is_sorted(), "{n}");
            let mut bodies: Vec<u32> = got.iter().map(|&(_, body)| body).collect();
            bodies.sort_unstable();
            assert!(bodies.iter().enumerate().all(|(at, &body)| at == body as usize), "{n}");
            let scale = 65535.0 / frame.side;
            assert!(got.iter().all(|&(key, body)| key == frame.key(places[body as usize], scale)));
        }
    }

    #[test]
    fn a_key_weaves_the_bits_of_both_axes() {
        let frame = Frame { left: 0.0, top: 0.0, side: 65535.0 };
        assert_eq!(frame.key([0.0, 0.0], 1.0), 0);
        assert_eq!(frame.key([1.0, 0.0], 1.0), 0b01);
        assert_eq!(frame.key([2.0, 3.0], 1.0), 0b1110);
        assert_eq!(frame.key([65535.0, 65535.0], 1.0), u32::MAX);
    }
}
