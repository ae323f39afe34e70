//! The last step for small networks: a search that moves units and members as long as the picture gains.
//!
//! What counts as gain follows Davidson & Harel (1996): few crossings, no edge over a foreign node or region,
//! short edges, room for arrowheads, no narrow angles between edges of one node, a small page of the shape
//! wanted. The search is threshold accepting (Dueck & Scheuer 1990): it takes every step that costs less than
//! a threshold which sinks to zero, so that it needs neither `exp` nor a clock. At first rooms may overlap, at a
//! rising price; then they are separated, and from there on no move that makes rooms overlap is taken.

use std::panic::resume_unwind;
use std::thread;

use super::board::{Board, Change};
use super::cluster::{Cluster, shapes};
use super::geometry::{Point, pt};
use super::model::Model;
use super::random::Random;
use super::request::Progress;
use super::separate::Hold;
use super::solve::Plan;

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
    let var = |n: &str, d: u64| std::env::var(n).ok().and_then(|v| v.parse().ok()).unwrap_or(d);
    let total_effort = var("EFFORT", EFFORT);
    let runs = var("RUNS", RUNS as u64) as u32;
    // A few newcomers among settled units need no long search.
    let effort = total_effort * free.len() as u64 / plan.hold.len() as u64 / u64::from(runs);
    let search = |run: u32| {
        let mut search = Search::new(model, plan.clone(), free.clone(), run);
        search.run(effort, progress)?;
        if std::env::var("STATS").is_ok() { eprintln!("turns {} kept {:?} of {:?}", search.turns, search.kept, search.tried); }
        Some((search.board.total(), search.board.plan))
    };
    let mut found: Vec<(f32, Plan)> = side_by_side(runs, search).into_iter().collect::<Option<_>>()?;
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

fn par(i: usize) -> f32 {
    static P: std::sync::OnceLock<Vec<f32>> = std::sync::OnceLock::new();
    P.get_or_init(|| {
        let mut d = vec![1136.0, 1.5, 1.5, 1.5, 0.045, 0.225, 38.4, 4.5, 3.375, 6.0, 6.24, 10.0, 2.88, 4.608, 0.208, 3.2, 3.375, 0.0, 0.0, 0.0];
        if let Ok(v) = std::env::var("P") { for kv in v.split(',').filter(|s| !s.is_empty()) { let (k, v) = kv.split_once('=').unwrap(); d[k.parse::<usize>().unwrap()] = v.parse().unwrap(); } }
        d
    })[i]
}

/// A search on its way.
struct Search<'a> {
    model: &'a Model,
    board: Board<'a>,
    free: Vec<usize>,
    /// Free units with more than one member, each as often as it has members.
    crowds: Vec<usize>,
    shapes: Vec<Vec<Vec<u32>>>,
    /// For each unit a quarter of the largest area that it may take.
    roomy: Vec<f32>,
    /// A cluster to make the next one of, to spare allocations.
    spare: Cluster,
    random: Random,
    run: u32,
    turns: u64, kept: [u32; 10], tried: [u32; 10], kind: usize,
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, plan: Plan, free: Vec<usize>, run: u32) -> Self {
        let crowd = |u: &usize| {
            let members = model.units[*u].members.len();
            if members > 1 { members } else { 0 }
        };
        // Newcomers among settled rooms never press upon them.
        let is_soft = plan.hold.iter().all(|&h| h == Hold::Free);
        Self {
            crowds: free.iter().flat_map(|u| std::iter::repeat_n(*u, crowd(u))).collect(),
            shapes: model.units.iter().map(|u| shapes(model, u)).collect(),
            roomy: plan.clusters.iter().map(|c| c.half.x * c.half.y * ROOMY).collect(),
            spare: Cluster::default(),
            random: Random::new(model.seed.wrapping_mul(31).wrapping_add(u64::from(run))),
            run,
            turns: 0, kept: [0; 10], tried: [0; 10], kind: 0,
            board: Board::new(model, plan, is_soft),
            model,
            free,
        }
    }

    fn run(&mut self, effort: u64, progress: &Progress) -> Option<()> {
        let mut turn = 0u32;
        while self.board.spent < effort {
            let done = self.board.spent as f32 / effort as f32;
            turn += 1;
            if turn.is_multiple_of(64) && !self.go_on(done, progress) {
                return None;
            }
            let left = 1.0 - done;
            if self.board.price.is_some() && turn.is_multiple_of(64) {
                self.board.price = Some(par(14) + par(15) * done);
                if done > par(5) {
                    self.board.harden();
                }
            }
            // The last tenth takes improvements only.
            let threshold = (left - par(4)).max(0.0).powf(par(3)) * par(2);
            self.step(threshold, left);
        }
        if self.board.price.is_some() {
            self.board.harden();
        }
        Some(())
    }

    /// The runs go side by side: the first speaks for all.
    fn go_on(&self, done: f32, progress: &Progress) -> bool {
        if self.run == 0 { progress.go_on(0.3 + 0.7 * done) } else { !progress.is_cancelled() }
    }

    /// Tries one move.
    fn step(&mut self, threshold: f32, left: f32) {
        let kinds = if self.crowds.is_empty() { 4 } else { 8 };
        let all: f32 = (6..6 + kinds).map(par).sum();
        let mut at = (self.random.signed() * 0.5 + 0.5) * all;
        let mut kind = 0;
        for k in 0..kinds { kind = k; at -= par(6 + k); if at < 0.0 { break; } }
        let kind = [0, 40, 52, 58, 65, 75, 90, 95][kind];
        let reach = par(16) + par(0) * left.powf(par(1));
        let mut u = self.free[self.random.below(self.free.len())];
        if par(18) > 0.0 && (kind == 0 || kind == 58) && self.random.signed() * 0.5 + 0.5 < par(18) {
            let v = self.free[self.random.below(self.free.len())];
            if self.board.weight_of(v) > self.board.weight_of(u) { u = v; }
        }
        let center = self.board.plan.center[u];
        self.turns += 1; self.kind = match kind { 0..40 => 0, 40..52 => 1, 52..58 => 2, 58..65 => 3, 65..75 => 4, 75..90 => 5, 90..95 => 6, _ => 7 }; self.tried[self.kind] += 1;
        match kind {
            0..40 => {
                let far = if par(17) > 0.0 { self.random.signed().abs().powf(par(17)) } else { 1.0 };
                let by = pt(self.random.signed(), self.random.signed()) * (reach * far);
                self.try_centers([(u, center + by)], threshold);
            }
            40..52 => {
                let v = self.free[self.random.below(self.free.len())];
                if u != v {
                    self.try_centers([(u, self.board.plan.center[v]), (v, center)], threshold);
                }
            }
            52..58 => {
                // Toward its ties or away from them: the order of the edges about it stays.
                let to = center.lerp(self.near_ties(u), 0.5 * self.random.signed() + 0.2);
                self.try_centers([(u, to)], threshold);
            }
            58..65 => {
                let near = self.near_ties(u) + pt(self.random.signed(), self.random.signed()) * (reach * 0.6);
                self.try_centers([(u, near)], threshold);
            }
            65..75 => {
                let u = self.crowds[self.random.below(self.crowds.len())];
                let cluster = &self.board.plan.clusters[u];
                let (count, rows) = (cluster.order.len(), cluster.rows.len());
                let (slot, row) = (self.random.below(count), self.random.below(rows));
                let at = self.random.below(count);
                self.try_cluster(u, threshold, |c| transfer(c, slot, row, at));
            }
            75..90 => {
                let u = self.crowds[self.random.below(self.crowds.len())];
                let count = self.board.plan.clusters[u].order.len();
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
                    sum = sum + self.board.place[other as usize];
                    count += 1.0;
                }
            }
        }
        if count > 0.0 { sum * (1.0 / count) } else { self.board.plan.center[u] }
    }

    fn try_centers<const COUNT: usize>(&mut self, moves: [(usize, Point); COUNT], threshold: f32) {
        let mut changes = moves.map(|(unit, center)| Change { unit, center, cluster: None });
        if self.board.consider(&mut changes, threshold) { self.kept[self.kind] += 1; }
    }

    fn try_cluster(&mut self, u: usize, threshold: f32, change: impl FnOnce(&mut Cluster)) {
        let unit = &self.model.units[u];
        let mut next = std::mem::take(&mut self.spare);
        next.clone_from(&self.board.plan.clusters[u]);
        change(&mut next);
        self.board.spent += 20;
        if (next.rows == self.board.plan.clusters[u].rows && next.order == self.board.plan.clusters[u].order) || next.rows.is_empty() || !next.head_in_place(unit) {
            self.spare = next;
            return;
        }
        next.arrange(self.model, unit);
        if !self.is_compact(u, &next) {
            self.spare = next;
            return;
        }
        let mut changes = [Change { unit: u, center: self.board.plan.center[u], cluster: Some(next) }];
        if self.board.consider(&mut changes, threshold) { self.kept[self.kind] += 1; }
        let [change] = changes;
        self.spare = change.cluster.unwrap_or_default();
    }

    /// Whether a group is not much larger than it need be, and neither a ribbon nor a tower.
    fn is_compact(&self, u: usize, cluster: &Cluster) -> bool {
        let half = cluster.half;
        half.x * half.y <= self.roomy[u]
            && (cluster.order.len() < 4 || (half.x < 2.5 * half.y && half.y < 1.6 * half.x))
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
