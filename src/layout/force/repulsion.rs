//! Repulsion of all bodies by all others: Barnes & Hut (1986) with one walk for each leaf of the tree
//! (Barnes 1990).

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use fearless_simd::Level;
use rayon::prelude::*;

use super::lanes::Sources;
use super::morton::{Frame, Order};
use super::tree::{Bodies, Cell, Tree};

/// A cell counts as one body where its side is less than this times the distance to it.
const ANGLE: f32 = 0.9;
/// Leaves that one task walks for.
const LEAVES: usize = 16;
/// Bodies that one task gathers.
const CHUNK: usize = 4096;

/// The bodies by rank, the tree over them, and what pushes them. Keeps its buffers.
#[derive(Debug)]
pub(super) struct Repulsion {
    level: Level,
    order: Order,
    tree: Tree,
    key: Vec<u32>,
    x: Vec<f32>,
    y: Vec<f32>,
    mass: Vec<f32>,
    /// The push on each body, by rank.
    force: Vec<[f32; 2]>,
    /// The rank of each body, which the task that has its rank writes.
    rank: Vec<AtomicU32>,
}

impl Repulsion {
    pub(super) fn new(level: Level, bodies: usize) -> Self {
        let column = || vec![0.0; bodies];
        Self {
            level,
            order: Order::default(),
            tree: Tree::default(),
            key: vec![0; bodies],
            x: column(),
            y: column(),
            mass: column(),
            force: vec![[0.0; 2]; bodies],
            rank: (0..bodies).map(|_| AtomicU32::new(0)).collect(),
        }
    }

    /// Computes the push on every body. `frame` must hold all places.
    pub(super) fn compute(&mut self, places: &[[f32; 2]], mass: &[f32], frame: Frame) {
        self.order.sort(places, frame);
        self.gather(places, mass);
        let bodies = Bodies { key: &self.key, x: &self.x, y: &self.y, mass: &self.mass };
        self.tree.build(bodies, frame, ANGLE);
        self.walk();
    }

    /// The push on a body: the sum over all others of mass over distance, away from them.
    pub(super) fn on(&self, body: usize) -> [f32; 2] {
        self.force[self.rank[body].load(Relaxed) as usize]
    }

    fn gather(&mut self, places: &[[f32; 2]], mass: &[f32]) {
        let (order, rank) = (&self.order, &self.rank);
        let columns = (
            self.key.par_chunks_mut(CHUNK),
            self.x.par_chunks_mut(CHUNK),
            self.y.par_chunks_mut(CHUNK),
            self.mass.par_chunks_mut(CHUNK),
        );
        columns.into_par_iter().enumerate().for_each(|(chunk, (key, x, y, m))| {
            for at in 0..key.len() {
                let (k, body) = order.at(chunk * CHUNK + at);
                rank[body as usize].store((chunk * CHUNK + at) as u32, Relaxed);
                let place = places[body as usize];
                (key[at], x[at], y[at], m[at]) = (k, place[0], place[1], mass[body as usize]);
            }
        });
    }

    /// Each leaf writes what pushes its own bodies, so that threads never change the result.
    fn walk(&mut self) {
        let cells = &self.tree.cells;
        let leaves: Vec<Cell> = cells.iter().filter(|cell| cell.is_leaf()).copied().collect();
        let mut tasks = Vec::with_capacity(leaves.len().div_ceil(LEAVES));
        let mut rest = &mut self.force[..];
        for leaves in leaves.chunks(LEAVES) {
            let bodies = leaves.iter().map(|leaf| leaf.bodies().len()).sum();
            let force;
            (force, rest) = rest.split_at_mut(bodies);
            tasks.push((leaves, force));
        }
        let (level, x, y, mass) = (self.level, &self.x[..], &self.y[..], &self.mass[..]);
        tasks.into_par_iter().for_each_init(Sources::default, |sources, (leaves, mut force)| {
            for leaf in leaves {
                let bodies = leaf.bodies();
                collect(sources, cells, x, y, mass, leaf);
                let own;
                (own, force) = std::mem::take(&mut force).split_at_mut(bodies.len());
                sources.push_bodies(level, &x[bodies.clone()], &y[bodies], own);
            }
        });
    }
}

/// Collects what pushes the bodies of a leaf: cells far from all of them, and the bodies of leaves nearby.
fn collect(sources: &mut Sources, cells: &[Cell], x: &[f32], y: &[f32], mass: &[f32], leaf: &Cell) {
    let extent = |v: &[f32]| v.iter().fold((f32::MAX, f32::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    let ((left, right), (top, bottom)) = (extent(&x[leaf.bodies()]), extent(&y[leaf.bodies()]));
    let (mid_x, mid_y) = ((left + right) * 0.5, (top + bottom) * 0.5);
    let (half_x, half_y) = ((right - left) * 0.5, (bottom - top) * 0.5);
    sources.clear();
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        let dx = ((cell.x - mid_x).abs() - half_x).max(0.0);
        let dy = ((cell.y - mid_y).abs() - half_y).max(0.0);
        if cell.reach < dx * dx + dy * dy {
            sources.push(cell.x, cell.y, cell.mass);
            at += cell.skip as usize;
        } else if cell.is_leaf() {
            let near = cell.bodies();
            sources.extend(&x[near.clone()], &y[near.clone()], &mass[near]);
            at += 1;
        } else {
            at += 1;
        }
    }
}
