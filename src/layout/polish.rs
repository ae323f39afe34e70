//! The last step for small networks: a search that moves units and members as long as the picture gains.
//!
//! What counts as gain follows Davidson & Harel (1996): few crossings, no edge over a foreign node or region,
//! short edges, room for arrowheads, no narrow angles between edges of one node, a small page of the shape
//! wanted. The search is threshold accepting (Dueck & Scheuer 1990): it takes every step that costs less than
//! a threshold which sinks to zero, so that it needs neither `exp` nor a clock. Rooms never overlap on the way.

use super::cluster::{Cluster, shapes};
use super::geometry::{Point, Rect, pt, segments_cross};
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

/// How long the search is, in comparisons of an edge with an edge, node or region.
const EFFORT: u64 = 90_000_000;

const RUNS: u32 = 3;
const ROOMY: f32 = 1.5;
const SOFT: f32 = 0.4;
/// Two edges cross.
const CROSSING: f32 = 1.5;
/// An edge touches a foreign node; as much again for the part of the node's size that it runs through.
const OVER_NODE: f32 = 2.5;
/// An edge touches the region of a foreign group, and so on.
const OVER_REGION: f32 = 0.8;
/// Room about a node that an edge should leave free.
const CLEARANCE: f32 = 5.0;
/// Each 100 points of an edge.
const LENGTH: f32 = 0.22;
/// An edge of which nothing is seen between the rooms of its ends; less where up to `SEEN` points are.
const HIDDEN: f32 = 1.2;
const SEEN: f32 = 40.0;
/// Two edges of one node in the same direction; nothing from an angle of sine `NARROW` on.
const ANGLE: f32 = 0.4;
const NARROW: f32 = 0.15;
/// Each 100 points of the page's height, or of its width over the aspect, whichever is more.
const PAGE: f32 = 3.5;

/// Improves the free units of a plan. None if cancelled.
pub(super) fn polish(model: &Model, plan: &mut Plan, progress: &Progress) -> Option<()> {
    let free: Vec<usize> = (0..plan.hold.len()).filter(|&u| plan.hold[u] == Hold::Free).collect();
    if free.is_empty() || model.input.len() > POLISH_NODES || model.edges.len() > POLISH_EDGES {
        return Some(());
    }
    // A few newcomers among settled units need no long search.
    let effort = EFFORT * free.len() as u64 / plan.hold.len() as u64;
    let mut best: Option<(f32, Plan)> = None;
    for run in 0..RUNS {
        let mut next = plan.clone();
        let mut search = Search::new(model, &mut next, free.clone(), run);
        search.run(effort / u64::from(RUNS), progress)?;
        let cost = search.total();
        if best.as_ref().is_none_or(|(least, _)| cost < *least) {
            best = Some((cost, next));
        }
    }
    if let Some((_, found)) = best {
        *plan = found;
    }
    Some(())
}

struct Search<'a> {
    model: &'a Model,
    plan: &'a mut Plan,
    free: Vec<usize>,
    /// Free units with more than one member, each as often as it has members.
    crowds: Vec<usize>,
    shapes: Vec<Vec<Vec<u32>>>,
    /// For each unit a quarter of the largest area that it may take.
    roomy: Vec<f32>,
    place: Vec<Point>,
    body: Vec<Rect>,
    room: Vec<Rect>,
    /// Units that are groups.
    regions: Vec<usize>,
    /// For each edge whether it is among those that a move changes.
    marked: Vec<bool>,
    touched: Vec<u32>,
    spent: u64,
    memo: Vec<Option<f32>>,
    soft: bool,
    price: f32,
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
            soft: true,
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
            if turn.is_multiple_of(64) && !progress.go_on(0.3 + 0.7 * (self.run as f32 + done) / RUNS as f32)
            {
                return None;
            }
            let left = 1.0 - done;
            if self.soft && turn.is_multiple_of(64) {
                self.memo.fill(None);
                self.price = 0.1 + 2.0 * done;
                if done > SOFT {
                    self.soft = false;
                    let half: Vec<Point> = self.plan.clusters.iter().map(|c| c.half).collect();
                    separate(&mut self.plan.center, &half, &self.plan.hold, UNIT_GAP + 0.02);
                    (0..half.len()).for_each(|u| self.refresh(u));
                }
            }
            // The last tenth takes improvements only.
            let threshold = (left - 0.1).max(0.0) * (left - 0.1).max(0.0) * 0.8;
            self.step(threshold, left);
        }
        Some(())
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

    /// The part of the cost that the places of some units decide.
    /// Once past `limit` it is no longer summed up, as every part adds to it.
    fn cost(&mut self, units: &[usize], limit: f32) -> f32 {
        let model = self.model;
        self.touched.clear();
        for &u in units {
            for &m in &model.units[u].members {
                for &e in model.edges_of(m) {
                    if !std::mem::replace(&mut self.marked[e as usize], true) {
                        self.touched.push(e);
                    }
                }
            }
        }
        let members: usize = units.iter().map(|&u| model.units[u].members.len()).sum();
        let others = (model.edges.len() + model.input.len() + self.regions.len()) as u64;

        // The page, the crowding and the move itself take time as well.
        self.spent += 20 + (units.len() * self.room.len()) as u64;
        let mut cost = self.page();
        if self.soft {
            cost += self.crowding(units);
        }
        for &e in &self.touched {
            if cost > limit {
                break;
            }
            cost += self.edge(e as usize);
            self.spent += others;
        }
        if cost <= limit {
            cost += self.others(units);
            self.spent += (model.edges.len() * members) as u64;
        }
        for &e in &self.touched {
            self.marked[e as usize] = false;
        }
        cost
    }

    /// What the edges that do not move cost by running over what does.
    fn others(&self, units: &[usize]) -> f32 {
        let mut cost = 0.0;
        let still = self.model.edges.iter().zip(&self.marked).filter(|(_, marked)| !**marked);
        for (edge, _) in still {
            for &u in units {
                cost += self.over_region(edge, u);
                for &m in &self.model.units[u].members {
                    cost += self.over_node(edge, m);
                }
            }
        }
        cost
    }

    /// The cost of what some units decide as they stand, remembered until a move is kept.
    fn known(&mut self, units: &[usize]) -> f32 {
        if let [u] = units {
            if let Some(cost) = self.memo[*u] {
                return cost;
            }
            let cost = self.cost(units, f32::INFINITY);
            self.memo[*u] = Some(cost);
            return cost;
        }
        self.cost(units, f32::INFINITY)
    }

    /// What the overlaps of some rooms with others cost while they are allowed.
    fn crowding(&self, units: &[usize]) -> f32 {
        let mut deep = 0.0;
        for (at, &u) in units.iter().enumerate() {
            let wide = self.room[u].grown(UNIT_GAP);
            for (v, other) in self.room.iter().enumerate() {
                if v == u || units[..at].contains(&v) || !other.overlaps(&wide) {
                    continue;
                }
                let over = |a: f32, b: f32, c: f32, d: f32| (b - c).min(d - a);
                deep += over(wide.min.x, wide.max.x, other.min.x, other.max.x).min(over(
                    wide.min.y,
                    wide.max.y,
                    other.min.y,
                    other.max.y,
                ));
            }
        }
        self.price * deep / 10.0
    }

    fn page(&self) -> f32 {
        let all = self.room.iter().copied().reduce(|a, b| a.union(&b)).unwrap_or_default();
        let side = (all.width() / self.model.aspect).max(all.height());
        // The other side counts a little, so that it does not sprawl while this one holds it up.
        let rest = (all.width() / self.model.aspect).min(all.height());
        PAGE * (side + 0.5 * rest) / 100.0
    }

    /// All that one marked edge costs; a pair of marked edges counts once.
    fn edge(&self, e: usize) -> f32 {
        let model = self.model;
        let edge = &model.edges[e];
        let (a, b) = (self.place[edge.0 as usize], self.place[edge.1 as usize]);
        let mut cost = self.length(edge, a, b);
        for (f, other) in model.edges.iter().enumerate() {
            if f == e || (self.marked[f] && f < e) {
                continue;
            }
            cost += self.pair(edge, a, b, other);
        }
        for n in 0..model.input.len() as u32 {
            cost += self.over_node(edge, n);
        }
        for &u in &self.regions {
            cost += self.over_region(edge, u);
        }
        cost
    }

    fn length(&self, edge: &(u32, u32, f32), a: Point, b: Point) -> f32 {
        let length = (b - a).length();
        let covered = |n: u32, from: Point, to: Point| {
            self.body[n as usize].clip(from, to).map_or(0.0, |(_, leave)| leave * length)
        };
        let seen = length - covered(edge.0, a, b) - covered(edge.1, b, a);
        LENGTH * length * edge.2.sqrt() / 100.0 + HIDDEN * (1.0 - seen.max(0.0) / SEEN).max(0.0)
    }

    fn pair(&self, edge: &(u32, u32, f32), a: Point, b: Point, other: &(u32, u32, f32)) -> f32 {
        let (c, d) = (self.place[other.0 as usize], self.place[other.1 as usize]);
        // The two ends that are not shared, seen from the shared one.
        let (x, y) = if edge.0 == other.0 {
            (b - a, d - a)
        } else if edge.0 == other.1 {
            (b - a, c - a)
        } else if edge.1 == other.0 {
            (a - b, d - b)
        } else if edge.1 == other.1 {
            (a - b, c - b)
        } else {
            return if segments_cross(a, b, c, d) { CROSSING } else { 0.0 };
        };
        if x.dot(y) <= 0.0 {
            return 0.0;
        }
        let sine = x.cross(y).abs() / (x.dot(x) * y.dot(y)).sqrt().max(1e-6);
        ANGLE * (1.0 - sine / NARROW).max(0.0)
    }

    fn over_node(&self, edge: &(u32, u32, f32), n: u32) -> f32 {
        if n == edge.0 || n == edge.1 {
            return 0.0;
        }
        self.over(edge, &self.body[n as usize].grown(CLEARANCE), OVER_NODE)
    }

    fn over_region(&self, edge: &(u32, u32, f32), u: usize) -> f32 {
        let ends = (self.model.unit[edge.0 as usize] as usize, self.model.unit[edge.1 as usize] as usize);
        if self.model.units[u].group.is_none() || ends.0 == u || ends.1 == u {
            return 0.0;
        }
        self.over(edge, &self.room[u], OVER_REGION)
    }

    fn over(&self, edge: &(u32, u32, f32), rect: &Rect, price: f32) -> f32 {
        let (a, b) = (self.place[edge.0 as usize], self.place[edge.1 as usize]);
        if !Rect::between(a, b).overlaps(rect) {
            return 0.0;
        }
        rect.clip(a, b).map_or(0.0, |(enter, leave)| {
            let part = (leave - enter) * (b - a).length() / (rect.width() + rect.height()).max(1.0);
            price * (1.0 + part)
        })
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
