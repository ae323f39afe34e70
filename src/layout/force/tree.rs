//! A quadtree over bodies in Morton order, flat: each cell stands before those in it.

use rayon::prelude::*;

use super::morton::{AXIS_BITS, Frame};

/// Bodies of which no leaf is divided.
const BUCKET: usize = 48;
/// Bodies of which a subtree is built by one task.
const GRAIN: usize = 4096;

/// A square of the plane, and what is in it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Centre of mass.
    pub x: f32,
    pub y: f32,
    pub mass: f32,
    /// Square of the side over the square of the opening angle: farther than this, the cell counts as one body.
    pub reach: f32,
    /// Ranks of the bodies in it, from the first to before the last.
    pub first: u32,
    pub last: u32,
    /// Cells of the subtree, this one included: the next cell that is not in it stands so many places on.
    pub skip: u32,
}

impl Cell {
    pub(super) fn is_leaf(&self) -> bool {
        self.skip == 1
    }

    pub(super) fn bodies(&self) -> std::ops::Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// Bodies by rank: keys, places, masses.
#[derive(Clone, Copy)]
pub(super) struct Bodies<'a> {
    pub key: &'a [u32],
    pub x: &'a [f32],
    pub y: &'a [f32],
    pub mass: &'a [f32],
}

/// The cells, each before those in it, in Morton order.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub cells: Vec<Cell>,
    /// Cells above the subtrees, and the subtrees, in the order in which they stand.
    tops: Vec<Top>,
    subtrees: Vec<Subtree>,
}

#[derive(Debug)]
enum Top {
    /// A divided cell, with the number of parts (cells or subtrees) right below it.
    Divided {
        level: u32,
        parts: u32,
    },
    Subtree,
}

#[derive(Debug, Default)]
struct Subtree {
    first: usize,
    last: usize,
    level: u32,
    cells: Vec<Cell>,
}

/// What a cell is measured by.
#[derive(Clone, Copy)]
struct Scale {
    side: f32,
    /// One over the square of the opening angle.
    open: f32,
}

impl Scale {
    /// The reach of a cell, `level` halvings above the finest grid.
    fn reach(self, level: u32) -> f32 {
        let side = self.side / (1u32 << (AXIS_BITS - level)) as f32;
        side * side * self.open
    }
}

impl Tree {
    /// Builds the tree for bodies in `frame`. A cell counts as one body where its side is less than `angle` times the
    /// distance to it.
    pub(super) fn build(&mut self, bodies: Bodies<'_>, frame: Frame, angle: f32) {
        let scale = Scale { side: frame.side, open: 1.0 / (angle * angle) };
        self.cells.clear();
        self.tops.clear();
        let mut used = 0;
        if !bodies.key.is_empty() {
            self.divide(bodies, 0, bodies.key.len(), AXIS_BITS, &mut used);
        }
        self.subtrees[..used].par_iter_mut().for_each(|tree| {
            tree.cells.clear();
            grow(&mut tree.cells, bodies, tree.first, tree.last, tree.level, scale);
        });
        let (mut top, mut subtree) = (0, 0);
        while top < self.tops.len() {
            self.join(&mut top, &mut subtree, scale);
        }
    }

    /// Cuts the bodies up into subtrees. What is cut depends on the bodies alone.
    fn divide(&mut self, bodies: Bodies<'_>, first: usize, last: usize, level: u32, used: &mut usize) {
        let level = compressed(bodies.key, first, last, level);
        if last - first <= GRAIN || level == 0 {
            if *used == self.subtrees.len() {
                self.subtrees.push(Subtree::default());
            }
            let tree = &mut self.subtrees[*used];
            (tree.first, tree.last, tree.level) = (first, last, level);
            *used += 1;
            self.tops.push(Top::Subtree);
            return;
        }
        let at = self.tops.len();
        self.tops.push(Top::Divided { level, parts: 0 });
        let mut count = 0;
        for (a, b) in parts(bodies.key, first, last, level) {
            self.divide(bodies, a, b, level - 1, used);
            count += 1;
        }
        self.tops[at] = Top::Divided { level, parts: count };
    }

    /// Appends the next part, with all that is in it, to the cells.
    fn join(&mut self, top: &mut usize, subtree: &mut usize, scale: Scale) {
        let part = &self.tops[*top];
        *top += 1;
        match *part {
            Top::Subtree => {
                self.cells.extend_from_slice(&self.subtrees[*subtree].cells);
                *subtree += 1;
            }
            Top::Divided { level, parts } => {
                let at = self.cells.len();
                self.cells.push(Cell::default());
                for _ in 0..parts {
                    self.join(top, subtree, scale);
                }
                close(&mut self.cells, at, scale.reach(level));
            }
        }
    }
}

/// The lowest level at which one cell holds all these bodies.
fn compressed(key: &[u32], first: usize, last: usize, mut level: u32) -> u32 {
    while level > 0 && key[first] >> (2 * (level - 1)) == key[last - 1] >> (2 * (level - 1)) {
        level -= 1;
    }
    level
}

/// The parts, two to four, into which a cell at this level divides its bodies.
fn parts(key: &[u32], first: usize, last: usize, level: u32) -> impl Iterator<Item = (usize, usize)> + '_ {
    let shift = 2 * (level - 1);
    let mut from = first;
    std::iter::from_fn(move || {
        let quarter = key.get(from).filter(|_| from < last)? >> shift;
        let to = from + key[from..last].partition_point(|&k| k >> shift == quarter);
        Some((std::mem::replace(&mut from, to), to))
    })
}

/// Appends the cell of these bodies and all below it.
fn grow(cells: &mut Vec<Cell>, bodies: Bodies<'_>, first: usize, last: usize, level: u32, scale: Scale) {
    let level = compressed(bodies.key, first, last, level);
    let at = cells.len();
    cells.push(Cell::default());
    if last - first > BUCKET && level > 0 {
        for (a, b) in parts(bodies.key, first, last, level) {
            grow(cells, bodies, a, b, level - 1, scale);
        }
        close(cells, at, scale.reach(level));
        return;
    }
    let (mut x, mut y, mut mass) = (0.0, 0.0, 0.0);
    for i in first..last {
        x += bodies.x[i] * bodies.mass[i];
        y += bodies.y[i] * bodies.mass[i];
        mass += bodies.mass[i];
    }
    let (first, last) = (first as u32, last as u32);
    cells[at] = Cell { x: x / mass, y: y / mass, mass, reach: scale.reach(level), first, last, skip: 1 };
}

/// Sums up a divided cell from the parts right below it.
fn close(cells: &mut [Cell], at: usize, reach: f32) {
    let (mut x, mut y, mut mass) = (0.0, 0.0, 0.0);
    let mut part = at + 1;
    let mut last = 0;
    while let Some(cell) = cells.get(part) {
        x += cell.x * cell.mass;
        y += cell.y * cell.mass;
        mass += cell.mass;
        last = cell.last;
        part += cell.skip as usize;
    }
    let (first, skip) = (cells[at + 1].first, (cells.len() - at) as u32);
    cells[at] = Cell { x: x / mass, y: y / mass, mass, reach, first, last, skip };
}

#[cfg(test)]
mod tests {
    use super::super::morton::Order;
    use super::*;
    use crate::layout::random::Random;

    #[test]
    fn cells_hold_what_their_parts_hold() {
        let mut random = Random::new(11);
        for n in [1, 49, 1000, 3 * GRAIN] {
            // A third of them at one place: more than a leaf should hold.
            let places: Vec<[f32; 2]> = (0..n)
                .map(|i| if i % 3 == 0 { [0.25; 2] } else { [random.signed(), random.signed()] })
                .collect();
            let frame = Frame::about([-1.0; 2], [1.0; 2]);
            let mut order = Order::default();
            order.sort(&places, frame);
            let ranked: Vec<(u32, u32)> = (0..n).map(|rank| order.at(rank)).collect();
            let key: Vec<u32> = ranked.iter().map(|r| r.0).collect();
            let axis = |k: usize| ranked.iter().map(|r| places[r.1 as usize][k]).collect::<Vec<f32>>();
            let (x, y, mass) = (axis(0), axis(1), vec![2.0; n]);
            let mut tree = Tree::default();
            tree.build(Bodies { key: &key, x: &x, y: &y, mass: &mass }, frame, 0.9);

            let mut next = 0;
            for (at, cell) in tree.cells.iter().enumerate() {
                assert_eq!(cell.mass, 2.0 * cell.bodies().len() as f32);
                if cell.is_leaf() {
                    assert_eq!(cell.bodies().start, next, "leaves follow each other");
                    next = cell.bodies().end;
                    let spot = key[cell.bodies()].windows(2).all(|k| k[0] == k[1]);
                    assert!(cell.bodies().len() <= BUCKET || spot);
                } else {
                    let below = tree.cells[at + 1..at + cell.skip as usize].iter().filter(|c| c.is_leaf());
                    assert_eq!(below.map(|c| c.bodies().len()).sum::<usize>(), cell.bodies().len());
                }
            }
            assert_eq!((next, tree.cells[0].skip as usize), (n, tree.cells.len()));
        }
    }
}
