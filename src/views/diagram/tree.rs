//! What meets a rectangle, without a look at the rest: a packed R-tree (Kamel and Faloutsos 1993).
//!
//! Rectangles are sorted once, those of like size by their place along a Z-order curve, so that neighbours share a
//! branch and a long edge does not blow up the branch of short ones. A rectangle can be moved later; the order stays.

use egui::{Pos2, Rect};

/// Branches of a node.
const FANOUT: usize = 16;

/// An index over rectangles, which are known by their place in the list that it was made from.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The rectangle's number at each leaf.
    items: Vec<u32>,
    /// The leaf of each number.
    leaves: Vec<u32>,
    /// The boxes of the leaves, of their parents, and so on to the root.
    levels: Vec<Vec<Rect>>,
}

impl Tree {
    /// Indexes rectangles. What is no number is never found.
    pub fn new(rects: &[Rect]) -> Self {
        let bounds = rects.iter().fold(Rect::NOTHING, |all, rect| all.union(*rect));
        let mut order: Vec<(u64, u32)> =
            rects.iter().zip(0..).map(|(rect, item)| (sort_key(rect, bounds), item)).collect();
        order.sort_unstable();
        let items: Vec<u32> = order.into_iter().map(|(_, item)| item).collect();
        let mut leaves = vec![0; items.len()];
        for (leaf, &item) in (0..).zip(&items) {
            leaves[item as usize] = leaf;
        }
        let mut levels = vec![items.iter().map(|&item| rects[item as usize]).collect::<Vec<_>>()];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            levels.push(below.chunks(FANOUT).map(around).collect());
        }
        Self { items, leaves, levels }
    }

    /// Moves a rectangle.
    pub fn set(&mut self, item: usize, rect: Rect) {
        let mut at = self.leaves[item] as usize;
        self.levels[0][at] = rect;
        for level in 1..self.levels.len() {
            at /= FANOUT;
            let (below, above) = self.levels.split_at_mut(level);
            let branch = &below[level - 1][at * FANOUT..];
            above[0][at] = around(&branch[..branch.len().min(FANOUT)]);
        }
    }

    /// Calls `found` for each rectangle that meets `place`, until it answers that it has enough.
    pub fn visit(&self, place: Rect, mut found: impl FnMut(usize) -> Next) {
        if !self.items.is_empty() {
            self.descend(self.levels.len() - 1, 0, place, &mut found);
        }
    }

    /// The numbers of all rectangles that meet `place`, in order.
    pub fn near(&self, place: Rect) -> Vec<u32> {
        let mut all = Vec::new();
        self.visit(place, |item| {
            all.push(item as u32);
            Next::GoOn
        });
        all.sort_unstable();
        all
    }

    fn descend(&self, level: usize, at: usize, place: Rect, found: &mut impl FnMut(usize) -> Next) -> Next {
        if !self.levels[level][at].intersects(place) {
            return Next::GoOn;
        }
        if level == 0 {
            return found(self.items[at] as usize);
        }
        let end = self.levels[level - 1].len().min((at + 1) * FANOUT);
        for child in at * FANOUT..end {
            if self.descend(level - 1, child, place, found) == Next::Enough {
                return Next::Enough;
            }
        }
        Next::GoOn
    }
}

/// Whether a visit goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// With the next rectangle.
    GoOn,
    /// No further.
    Enough,
}

fn around(rects: &[Rect]) -> Rect {
    rects.iter().fold(Rect::NOTHING, |all, rect| all.union(*rect))
}

/// Octave of the size, then the place of the middle along a Z-order curve.
fn sort_key(rect: &Rect, bounds: Rect) -> u64 {
    let octave = rect.size().max_elem().log2().clamp(-64.0, 64.0) + 64.0;
    u64::from(octave as u32) << 32 | u64::from(z_order(rect.center(), bounds))
}

/// The place of a point of `bounds` along a Z-order curve (Morton 1966), of 16 bits each way over the square of the
/// longer side.
pub fn z_order(point: Pos2, bounds: Rect) -> u32 {
    let side = bounds.size().max_elem();
    // What is no number becomes 0.
    let cell = |from: f32, at: f32| ((at - from) / side * 65536.0).clamp(0.0, 65535.0) as u32;
    spread(cell(bounds.min.x, point.x)) | spread(cell(bounds.min.y, point.y)) << 1
}

/// Puts a zero before each of the lower 16 bits.
fn spread(bits: u32) -> u32 {
    [(8, 0x00ff_00ff), (4, 0x0f0f_0f0f), (2, 0x3333_3333), (1, 0x5555_5555)]
        .into_iter()
        .fold(bits, |bits, (shift, mask)| (bits | bits << shift) & mask)
}

#[cfg(test)]
mod tests {
    use egui::{pos2, vec2};
    use proptest::prelude::*;

    use super::*;

    fn rects() -> impl Strategy<Value = Vec<Rect>> {
        let size = prop_oneof![Just(0.0f32), 0.0f32..5.0, 0.0f32..900.0];
        let rect = (-500.0f32..500.0, -500.0f32..500.0, size.clone(), size)
            .prop_map(|(x, y, w, h)| Rect::from_min_size(pos2(x, y), vec2(w, h)));
        prop::collection::vec(rect, 0..400)
    }

    fn brute(rects: &[Rect], place: Rect) -> Vec<u32> {
        (0..).zip(rects).filter(|(_, rect)| rect.intersects(place)).map(|(item, _)| item).collect()
    }

    proptest! {
        #[test]
        fn a_tree_finds_what_a_look_at_all_finds(
            rects in rects(),
            (x, y, w, h) in (-600.0f32..600.0, -600.0f32..600.0, 0.0f32..300.0, 0.0f32..300.0),
            moves in prop::collection::vec((any::<prop::sample::Index>(), -500.0f32..500.0), 0..20),
        ) {
            let place = Rect::from_min_size(pos2(x, y), vec2(w, h));
            let mut tree = Tree::new(&rects);
            prop_assert_eq!(tree.near(place), brute(&rects, place));
            let mut rects = rects;
            for (which, by) in moves {
                if rects.is_empty() {
                    break;
                }
                let item = which.index(rects.len());
                rects[item] = rects[item].translate(vec2(by, -by));
                tree.set(item, rects[item]);
            }
            prop_assert_eq!(tree.near(place), brute(&rects, place));
        }
    }

    #[test]
    fn a_visit_ends_when_there_is_enough() {
        let rects = vec![Rect::from_min_size(Pos2::ZERO, vec2(1.0, 1.0)); 100];
        let mut seen = 0;
        Tree::new(&rects).visit(rects[0], |_| {
            seen += 1;
            if seen < 7 { Next::GoOn } else { Next::Enough }
        });
        assert_eq!(seen, 7);
    }

    #[test]
    fn cells_of_a_level_are_runs_along_the_curve() {
        let bounds = Rect::from_min_max(pos2(0.0, 0.0), pos2(64.0, 32.0));
        assert_eq!(z_order(pos2(0.0, 0.0), bounds), 0);
        assert_eq!(z_order(pos2(64.0, 0.0), bounds), 0x5555_5555);
        assert!(z_order(pos2(31.0, 31.0), bounds) < z_order(pos2(33.0, 0.0), bounds));
        assert_eq!(z_order(pos2(f32::NAN, 0.0), bounds), 0);
    }
}
