//! The last step for small networks: a search that moves units and members as long as the picture gains.
//!
//! What counts as gain follows Davidson & Harel (1996): few crossings, no edge over a foreign node or region,
//! short edges, room for arrowheads, no narrow angles between edges of one node, a small page of the shape
//! wanted. The search is threshold accepting (Dueck & Scheuer 1990): it takes every step that costs less than
//! a threshold which sinks to zero, so that it needs neither `exp` nor a clock. At first rooms may overlap, at a
//! rising price; then they are separated, and from there on no move that makes rooms overlap is taken.

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

/// How long the search is, in comparisons of an edge with an edge, node or region.
const EFFORT: u64 = 12_000_000;
/// The part of the search in which rooms may overlap, so that they get past each other, and the price of each ten
/// points of that at its beginning and how much it rises until the search would end.
const SOFT: f32 = 0.25;
const PRICE: (f32, f32) = (0.3, 1.5);
/// What a step may cost at the beginning; at the end only what improves the picture is taken.
const THRESHOLD: f32 = 5.0;
const END: f32 = 0.07;
/// How far a unit is moved at most, in points, at the beginning and at the end.
const REACH: (f32, f32) = (1100.0, 10.0);
/// How much larger than at the start a group may become by the way its members stand.
const ROOMY: f32 = 1.5;

/// Improves the free units of a plan. None if cancelled.
pub(super) fn polish(model: &Model, plan: &mut Plan, progress: &Progress) -> Option<()> {
    let free: Vec<usize> = (0..plan.hold.len()).filter(|&u| plan.hold[u] == Hold::Free).collect();
    if free.is_empty() || model.input.len() > POLISH_NODES || model.edges.len() > POLISH_EDGES {
        return Some(());
    }
    // A few newcomers among settled units need no long search.
    let effort = EFFORT * free.len() as u64 / plan.hold.len() as u64;
    let mut search = Search::new(model, plan.clone(), free);
    search.run(effort, progress)?;
    *plan = search.board.plan;
    Some(())
}

/// The kinds of steps, and how many of a hundred are of each.
const STEPS: [(Step, usize); 8] = [
    (Step::Aside, 60),
    (Step::Swap, 6),
    (Step::AlongTies, 4),
    (Step::NearTies, 5),
    (Step::ToRow, 8),
    (Step::Exchange, 8),
    (Step::Reshape, 4),
    (Step::Mirror, 5),
];

/// One step of the search. From `ToRow` on it is one within a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    /// A unit goes some way in any direction.
    Aside,
    /// Two units change places.
    Swap,
    /// A unit goes toward what it is tied to or away from it, so that the order of the edges about it stays.
    AlongTies,
    /// A unit goes somewhere near what it is tied to.
    NearTies,
    /// A member goes to another row.
    ToRow,
    /// Two members change places.
    Exchange,
    /// The rows get other lengths.
    Reshape,
    /// The rows are turned left to right, or upside down.
    Mirror,
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
}

impl<'a> Search<'a> {
    fn new(model: &'a Model, plan: Plan, free: Vec<usize>) -> Self {
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
            random: Random::new(model.seed.wrapping_mul(31)),
            board: Board::new(model, plan, is_soft),
            model,
            free,
        }
    }

    fn run(&mut self, effort: u64, progress: &Progress) -> Option<()> {
        let mut turn = 0u32;
        while self.board.spent < effort {
            let done = self.board.spent as f32 / effort as f32;
            let left = 1.0 - done;
            if turn.is_multiple_of(64) {
                if !progress.go_on(0.3 + 0.7 * done) {
                    return None;
                }
                if self.board.price.is_some() && done < SOFT {
                    self.board.price = Some(PRICE.0 + PRICE.1 * done);
                } else if self.board.price.is_some() {
                    self.board.harden();
                }
            }
            turn += 1;
            let reach = REACH.1 + REACH.0 * left * left.sqrt();
            self.step(THRESHOLD * (left - END).max(0.0), reach);
        }
        if self.board.price.is_some() {
            self.board.harden();
        }
        Some(())
    }

    /// Tries one step.
    fn step(&mut self, threshold: f32, reach: f32) {
        match self.random_step() {
            Step::Aside => {
                let u = self.random_unit();
                let by = pt(self.random.signed(), self.random.signed()) * reach;
                self.try_centers([(u, self.board.plan.center[u] + by)], threshold);
            }
            Step::Swap => {
                let (u, v) = (self.random_unit(), self.random_unit());
                if u != v {
                    let (a, b) = (self.board.plan.center[u], self.board.plan.center[v]);
                    self.try_centers([(u, b), (v, a)], threshold);
                }
            }
            Step::AlongTies => {
                let u = self.random_unit();
                let to = self.board.plan.center[u].lerp(self.near_ties(u), 0.5 * self.random.signed() + 0.2);
                self.try_centers([(u, to)], threshold);
            }
            Step::NearTies => {
                let u = self.random_unit();
                let by = pt(self.random.signed(), self.random.signed()) * (reach * 0.6);
                self.try_centers([(u, self.near_ties(u) + by)], threshold);
            }
            Step::ToRow => {
                let u = self.random_crowd();
                let cluster = &self.board.plan.clusters[u];
                let (count, rows) = (cluster.order.len(), cluster.rows.len());
                let (slot, row) = (self.random.below(count), self.random.below(rows));
                let at = self.random.below(count);
                self.try_cluster(u, threshold, |c| transfer(c, slot, row, at));
            }
            Step::Exchange => {
                let u = self.random_crowd();
                let count = self.board.plan.clusters[u].order.len();
                let (a, b) = (self.random.below(count), self.random.below(count));
                self.try_cluster(u, threshold, |c| c.order.swap(a, b));
            }
            Step::Reshape => {
                let u = self.random_crowd();
                let shape = self.random.below(self.shapes[u].len());
                let rows = std::mem::take(&mut self.shapes[u][shape]);
                self.try_cluster(u, threshold, |c| c.rows.clone_from(&rows));
                self.shapes[u][shape] = rows;
            }
            Step::Mirror => {
                let u = self.random_crowd();
                let upside = self.random.below(2) == 0;
                self.try_cluster(u, threshold, |c| mirror(c, upside));
            }
        }
    }

    fn random_step(&mut self) -> Step {
        let has_crowds = !self.crowds.is_empty();
        let steps = STEPS.iter().filter(|(step, _)| has_crowds || *step < Step::ToRow);
        let mut at = self.random.below(steps.clone().map(|(_, share)| share).sum());
        for &(step, share) in steps {
            if at < share {
                return step;
            }
            at -= share;
        }
        Step::Aside
    }

    fn random_unit(&mut self) -> usize {
        self.free[self.random.below(self.free.len())]
    }

    /// A group, the larger the likelier.
    fn random_crowd(&mut self) -> usize {
        self.crowds[self.random.below(self.crowds.len())]
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
        self.board.consider(&mut changes, threshold);
    }

    fn try_cluster(&mut self, u: usize, threshold: f32, change: impl FnOnce(&mut Cluster)) {
        let (model, unit) = (self.model, &self.model.units[u]);
        let mut next = std::mem::take(&mut self.spare);
        let now = &self.board.plan.clusters[u];
        next.clone_from(now);
        change(&mut next);
        self.board.spent += 20;
        let is_other = next.rows != now.rows || next.order != now.order;
        if !is_other || next.rows.is_empty() || !next.head_in_place(unit) {
            self.spare = next;
            return;
        }
        next.arrange(model, unit);
        if !self.is_compact(u, &next) {
            self.spare = next;
            return;
        }
        let mut changes = [Change { unit: u, center: self.board.plan.center[u], cluster: Some(next) }];
        self.board.consider(&mut changes, threshold);
        let [Change { cluster, .. }] = changes;
        self.spare = cluster.unwrap_or_default();
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
