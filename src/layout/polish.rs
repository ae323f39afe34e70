//! The last step for small networks: a search that moves units and members as long as the picture gains.
//!
//! What counts as gain follows Davidson & Harel (1996): few crossings, no edge over a foreign node or region,
//! short edges, room for arrowheads, no narrow angles between edges of one node, a small page of the shape
//! wanted. The search is threshold accepting (Dueck & Scheuer 1990): it takes every step that costs less than
//! a threshold which sinks to zero, so that it needs neither `exp` nor a clock. At first rooms may overlap, at a
//! rising price; then they are separated, and from there on no move that makes rooms overlap is taken.

use std::panic::resume_unwind;
use std::thread;

use super::cluster::{Cluster, shapes};
use super::geometry::{Point, Rect, pt};
use super::model::Model;
use super::random::Random;
use super::request::Progress;
use super::separate::{Hold, separate};
use super::solve::{Plan, UNIT_GAP};

/// Beyond this many nodes the step is left out: each move is weighed against all edges and nodes, so that
/// the search would be too short to find anything.
pub const POLISH_NODES: usize = 400;
/// Beyond this many edges as well.
const POLISH_EDGES: usize = 1200;

/// How long the search is, in comparisons of an edge with an edge, node or region, over all runs.
const EFFORT: u64 = 75_000_000;
/// Independent searches, of which the best picture is kept: one long search varies more in what it finds.
const RUNS: u32 = 3;
/// The part of a run in which rooms may overlap at a rising price, so that they get past each other.
const SOFT: f32 = 0.5;
/// How much larger than at the start a group may become by the way its members stand.
const ROOMY: f32 = 1.5;

/// Improves the free units of a plan. None if cancelled.
pub(super) fn polish(model: &Model, plan: &mut Plan, progress: &Progress) -> Option<()> {
    let free: Vec<usize> = (0..plan.hold.len()).filter(|&u| plan.hold[u] == Hold::Free).collect();
    if free.is_empty() || model.input.len() > POLISH_NODES || model.edges.len() > POLISH_EDGES {
        return Some(());
    }
    // A few newcomers among settled units need no long search.
    let effort = EFFORT * free.len() as u64 / plan.hold.len() as u64 / u64::from(RUNS);
    let search = |run: u32| {
        let mut next = plan.clone();
        let mut search = Search::new(model, &mut next, free.clone(), run);
        search.run(effort, progress)?;
        let cost = search.total();
        Some((cost, next))
    };
    let mut found: Vec<(f32, Plan)> = side_by_side(RUNS, search).into_iter().collect::<Option<_>>()?;
    // Of equal ones the first run's, whichever ended first.
    let best =
        found.iter().enumerate().min_by(|(_, (a, _)), (_, (b, _))| a.total_cmp(b)).map(|(at, _)| at)?;
    *plan = found.swap_remove(best).1;
    Some(())
}

/// What `work` gives for 0, 1 and so on, each on a thread of its own, or here where the system gives none.
fn side_by_side<T: Send>(count: u32, work: impl Fn(u32) -> T + Sync) -> Vec<T> {
    let work = &work;
    thread::scope(|scope| {
        let started: Vec<_> = (0..count)
            .map(|nth| thread::Builder::new().name("layout".into()).spawn_scoped(scope, move || work(nth)))
            .collect();
        (0..count)
            .zip(started)
            .map(|(nth, thread)| match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                Err(_) => work(nth),
            })
            .collect()
    })
}

/// A search on its way.
pub(super) struct Search<'a> {
    pub(super) model: &'a Model,
    pub(super) plan: &'a mut Plan,
    free: Vec<usize>,
    /// Free units with more than one member, each as often as it has members.
    crowds: Vec<usize>,
    shapes: Vec<Vec<Vec<u32>>>,
    /// For each unit a quarter of the largest area that it may take.
    roomy: Vec<f32>,
    pub(super) place: Vec<Point>,
    pub(super) body: Vec<Rect>,
    pub(super) room: Vec<Rect>,
    /// Units that are groups.
    pub(super) regions: Vec<usize>,
    /// For each edge whether it is among those that a move changes.
    pub(super) marked: Vec<bool>,
    pub(super) touched: Vec<u32>,
    /// Comparisons made.
    pub(super) spent: u64,
    /// What each unit costs as it stands, until a move is kept.
    pub(super) memo: Vec<Option<f32>>,
    /// Whether rooms may overlap still, at a price for each ten points.
    pub(super) soft: bool,
    pub(super) price: f32,
    random: Random,
    run: u32,
}

/// What a move changed, to take it back.
struct Before {
    unit: usize,
    center: Point,
    cluster: Option<Cluster>,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, plan: &'a mut Plan, free: Vec<usize>, run: u32) -> Self {
        let crowd = |u: &usize| {
            let members = model.units[*u].members.len();
            if members > 1 { members } else { 0 }
        };
        let mut search = Self {
            crowds: free.iter().flat_map(|u| std::iter::repeat_n(*u, crowd(u))).collect(),
            shapes: model.units.iter().map(|u| shapes(model, u)).collect(),
            roomy: plan.clusters.iter().map(|c| c.half.x * c.half.y * ROOMY).collect(),
            place: vec![Point::ZERO; model.input.len()],
            body: vec![Rect::default(); model.input.len()],
            room: vec![Rect::default(); model.units.len()],
            regions: (0..model.units.len()).filter(|&u| model.units[u].group.is_some()).collect(),
            marked: vec![false; model.edges.len()],
            touched: Vec::new(),
            spent: 0,
            memo: vec![None; model.units.len()],
            // Newcomers among settled rooms never press upon them.
            soft: plan.hold.iter().all(|&h| h == Hold::Free),
            price: 0.2,
            random: Random::new(model.seed.wrapping_mul(31).wrapping_add(u64::from(run))),
            run,
            model,
            plan,
            free,
        };
        for u in 0..model.units.len() {
            search.refresh(u);
        }
        search
    }

    fn run(&mut self, effort: u64, progress: &Progress) -> Option<()> {
        let mut turn = 0u32;
        while self.spent < effort {
            let done = self.spent as f32 / effort as f32;
            turn += 1;
            if turn.is_multiple_of(64) && !self.go_on(done, progress) {
                return None;
            }
            let left = 1.0 - done;
            if self.soft && turn.is_multiple_of(64) {
                self.memo.fill(None);
                self.price = 0.1 + 2.0 * done;
                if done > SOFT {
                    self.harden();
                }
            }
            // The last tenth takes improvements only.
            let threshold = (left - 0.1).max(0.0) * (left - 0.1).max(0.0) * 1.1;
            self.step(threshold, left);
        }
        if self.soft {
            self.harden();
        }
        Some(())
    }

    /// The runs go side by side: the first speaks for all.
    fn go_on(&self, done: f32, progress: &Progress) -> bool {
        if self.run == 0 { progress.go_on(0.3 + 0.7 * done) } else { !progress.is_cancelled() }
    }

    /// Ends the part in which rooms may overlap.
    fn harden(&mut self) {
        self.soft = false;
        self.memo.fill(None);
        let half: Vec<Point> = self.plan.clusters.iter().map(|c| c.half).collect();
        // A hair more than is asked later, so that rounding leaves no room stuck.
        separate(&mut self.plan.center, &half, &self.plan.hold, UNIT_GAP + 0.02);
        (0..half.len()).for_each(|u| self.refresh(u));
    }

    /// What the whole picture costs.
    fn total(&mut self) -> f32 {
        let all: Vec<usize> = (0..self.room.len()).collect();
        self.cost(&all, f32::INFINITY)
    }

    /// Tries one move.
    fn step(&mut self, threshold: f32, left: f32) {
        let kind = if self.crowds.is_empty() { self.random.below(65) } else { self.random.below(100) };
        let reach = 6.0 + 420.0 * left * left;
        let u = self.free[self.random.below(self.free.len())];
        match kind {
            0..40 => {
                let by = pt(self.random.signed(), self.random.signed()) * reach;
                self.try_centers(&[(u, self.plan.center[u] + by)], threshold);
            }
            40..52 => {
                let v = self.free[self.random.below(self.free.len())];
                if u != v {
                    let (a, b) = (self.plan.center[u], self.plan.center[v]);
                    self.try_centers(&[(u, b), (v, a)], threshold);
                }
            }
            52..58 => {
                // Toward its ties or away from them: the order of the edges about it stays.
                let to = self.plan.center[u].lerp(self.near_ties(u), 0.5 * self.random.signed() + 0.2);
                self.try_centers(&[(u, to)], threshold);
            }
            58..65 => {
                let near = self.near_ties(u) + pt(self.random.signed(), self.random.signed()) * (reach * 0.6);
                self.try_centers(&[(u, near)], threshold);
            }
            65..75 => {
                let u = self.crowds[self.random.below(self.crowds.len())];
                let cluster = &self.plan.clusters[u];
                let (count, rows) = (cluster.order.len(), cluster.rows.len());
                let (slot, row) = (self.random.below(count), self.random.below(rows));
                let at = self.random.below(count);
                self.try_cluster(u, threshold, |c| transfer(c, slot, row, at));
            }
            75..90 => {
                let u = self.crowds[self.random.below(self.crowds.len())];
                let count = self.plan.clusters[u].order.len();
                let (a, b) = (self.random.below(count), self.random.below(count));
                if a != b {
                    self.try_cluster(u, threshold, |c| c.order.swap(a, b));
                }
            }
            90..95 => {
                let u = self.crowds[self.random.below(self.crowds.len())];
                let shape = self.random.below(self.shapes[u].len());
                let rows = self.shapes[u][shape].clone();
                self.try_cluster(u, threshold, |c| c.rows = rows);
            }
            _ => {
                let u = self.crowds[self.random.below(self.crowds.len())];
                let upside = self.random.below(2) == 0;
                self.try_cluster(u, threshold, |c| mirror(c, upside));
            }
        }
    }

    /// The mean of the places that a unit is tied to.
    fn near_ties(&self, u: usize) -> Point {
        let (mut sum, mut count) = (Point::ZERO, 0.0f32);
        for &m in &self.model.units[u].members {
            for &e in self.model.edges_of(m) {
                let (a, b, _) = self.model.edges[e as usize];
                let other = if a == m { b } else { a };
                if self.model.unit[other as usize] as usize != u {
                    sum = sum + self.place[other as usize];
                    count += 1.0;
                }
            }
        }
        if count > 0.0 { sum * (1.0 / count) } else { self.plan.center[u] }
    }

    fn try_centers(&mut self, moves: &[(usize, Point)], threshold: f32) {
        let kept: Vec<Before> = moves
            .iter()
            .map(|&(unit, _)| Before { unit, center: self.plan.center[unit], cluster: None })
            .collect();
        if !self.soft && !moves.iter().all(|&(u, to)| self.fits(u, self.plan.clusters[u].room(to), moves)) {
            return;
        }
        let units: Vec<usize> = moves.iter().map(|m| m.0).collect();
        let before = self.known(&units);
        for &(u, to) in moves {
            self.plan.center[u] = to;
        }
        self.judge(&units, before, threshold, kept);
    }

    fn try_cluster(&mut self, u: usize, threshold: f32, change: impl FnOnce(&mut Cluster)) {
        let unit = &self.model.units[u];
        let mut next = self.plan.clusters[u].clone();
        change(&mut next);
        self.spent += 20;
        if next.rows.is_empty() || !next.head_in_place(unit) {
            return;
        }
        next.arrange(self.model, unit);
        if !self.is_compact(u, &next) {
            return;
        }
        let center = self.plan.center[u];
        if !self.soft && !self.fits(u, next.room(center), &[(u, center)]) {
            return;
        }
        let before = self.known(&[u]);
        let cluster = Some(std::mem::replace(&mut self.plan.clusters[u], next));
        self.judge(&[u], before, threshold, vec![Before { unit: u, center, cluster }]);
    }

    /// Whether a group is not much larger than it need be, and neither a ribbon nor a tower.
    fn is_compact(&self, u: usize, cluster: &Cluster) -> bool {
        let half = cluster.half;
        half.x * half.y <= self.roomy[u]
            && (cluster.order.len() < 4 || (half.x < 2.5 * half.y && half.y < 1.6 * half.x))
    }

    /// Keeps the move that was just made if it costs less than the threshold, else takes it back.
    fn judge(&mut self, units: &[usize], before: f32, threshold: f32, kept: Vec<Before>) {
        units.iter().for_each(|&u| self.refresh(u));
        let after = self.cost(units, before + threshold);
        if after <= before + threshold {
            self.memo.fill(None);
            if let [u] = units {
                self.memo[*u] = Some(after);
            }
            return;
        }
        for old in kept {
            self.plan.center[old.unit] = old.center;
            if let Some(cluster) = old.cluster {
                self.plan.clusters[old.unit] = cluster;
            }
            self.refresh(old.unit);
        }
    }

    /// Whether a unit's room at a new place keeps clear of all others, some of which move too.
    fn fits(&mut self, u: usize, room: Rect, moves: &[(usize, Point)]) -> bool {
        self.spent += self.room.len() as u64 / 2;
        let wide = room.grown(UNIT_GAP);
        self.room.iter().enumerate().all(|(v, other)| {
            v == u
                || match moves.iter().find(|m| m.0 == v) {
                    Some(&(_, to)) => !self.plan.clusters[v].room(to).overlaps(&wide),
                    None => !other.overlaps(&wide),
                }
        })
    }

    fn refresh(&mut self, u: usize) {
        let (cluster, center) = (&self.plan.clusters[u], self.plan.center[u]);
        self.room[u] = cluster.room(center);
        for (&m, &offset) in cluster.order.iter().zip(&cluster.offset) {
            let m = m as usize;
            self.place[m] = center + offset;
            self.body[m] = self.model.extent[m].shifted(self.place[m]);
        }
    }
}

/// Moves the member in a slot to a place in another row.
fn transfer(cluster: &mut Cluster, slot: usize, row: usize, at: usize) {
    let mut first = 0;
    let from = cluster.rows.iter().position(|&count| {
        first += count as usize;
        slot < first
    });
    let Some(from) = from.filter(|&from| from != row) else { return };
    let member = cluster.order.remove(slot);
    cluster.rows[from] -= 1;
    let start: u32 = cluster.rows[..row].iter().sum();
    cluster.order.insert(start as usize + at % (cluster.rows[row] as usize + 1), member);
    cluster.rows[row] += 1;
    cluster.rows.retain(|&count| count > 0);
}

/// Turns rows left to right, or the whole upside down.
fn mirror(cluster: &mut Cluster, upside: bool) {
    if upside {
        cluster.rows.reverse();
        cluster.order.reverse();
    }
    let mut first = 0;
    for &count in &cluster.rows {
        let slots = first..first + count as usize;
        first = slots.end;
        cluster.order[slots].reverse();
    }
}
