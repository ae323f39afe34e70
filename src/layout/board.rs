//! A picture that is being polished: where everything stands, what that costs, and what a move would.

use super::cluster::Cluster;
use super::cost;
use super::geometry::{Point, Rect, pt};
use super::lanes::Lanes;
use super::ledger::{self, Ledger};
use super::model::Model;
use super::separate::separate;
use super::solve::{Plan, UNIT_GAP};

/// Edges are taken this much shorter at both ends, in points, so that those of one node do not cross in it.
const SHORTER: f32 = 1.0;

/// Another place for a unit, and perhaps another order in it.
pub(super) struct Change {
    pub unit: usize,
    pub center: Point,
    pub cluster: Option<Cluster>,
}

/// The picture.
pub(super) struct Board<'a> {
    model: &'a Model,
    pub plan: Plan,
    pub place: Vec<Point>,
    /// For each unit its box: that of its region if it is a group. Boxes of nodes come first.
    region: Vec<Option<u32>>,
    /// Unit of each region.
    unit_of: Vec<usize>,
    /// For each node half the size of its room and a little more, and the farthest that the room reaches.
    size: Vec<Point>,
    reach: Vec<f32>,
    /// For each edge the root of its weight, how it lies, and its places among the edges of its two ends.
    weight: Vec<f32>,
    lines: Vec<Line>,
    slots: Vec<[u32; 2]>,
    /// At each of those places the direction in which the edge leaves.
    toward: Vec<Point>,
    segments: Lanes,
    boxes: Lanes,
    rooms: Lanes,
    ledger: Ledger,
    page: f32,
    /// The price for each ten points by which rooms overlap; none where they may not.
    pub price: Option<f32>,
    /// Comparisons made.
    pub spent: u64,
    hand: Hand,
}

/// How an edge lies.
#[derive(Clone, Copy, Default)]
struct Line {
    middle: Point,
    half: Point,
    /// Its direction, of length 1.
    toward: Point,
    /// What it costs by its length and by what of it is hidden.
    own: f32,
}

/// What a move changes; kept from move to move to spare allocations.
#[derive(Default)]
struct Hand {
    /// Nodes with the places from which they come.
    nodes: Vec<(u32, Point)>,
    boxes: Vec<u32>,
    edges: Vec<u32>,
    /// For each edge whether it is among those.
    is_touched: Vec<bool>,
    /// How those would lie.
    lines: Vec<Line>,
    /// Prices of one edge or box with all others.
    row: Vec<u16>,
}

impl<'a> Board<'a> {
    pub(super) fn new(model: &'a Model, plan: Plan, is_soft: bool) -> Self {
        let nodes = model.input.len();
        let unit_of: Vec<usize> =
            (0..model.units.len()).filter(|&u| model.units[u].group.is_some()).collect();
        let mut region = vec![None; model.units.len()];
        unit_of.iter().enumerate().for_each(|(nth, &u)| region[u] = Some((nodes + nth) as u32));
        let boxes = nodes + unit_of.len();
        let edges = model.edges.len();
        let half = |r: &Rect| pt(r.width(), r.height()) * 0.5;
        let far = |r: &Rect| pt(r.max.x.max(-r.min.x), r.max.y.max(-r.min.y)).length();
        let mut board = Self {
            place: vec![Point::ZERO; nodes],
            size: model.extent.iter().map(|r| half(r) + pt(cost::CLEARANCE, cost::CLEARANCE)).collect(),
            reach: model.extent.iter().map(far).collect(),
            weight: model.edges.iter().map(|e| e.2.sqrt()).collect(),
            lines: vec![Line::default(); edges],
            slots: slots(model),
            toward: vec![Point::ZERO; edges * 2],
            segments: Lanes::new(edges),
            boxes: Lanes::new(boxes),
            rooms: Lanes::new(model.units.len()),
            ledger: Ledger::new(edges, boxes),
            page: 0.0,
            price: is_soft.then_some(0.0),
            spent: 0,
            hand: Hand { is_touched: vec![false; edges], ..Hand::default() },
            model,
            plan,
            region,
            unit_of,
        };
        board.lay_all();
        board
    }

    /// Parts all rooms; from here on none may overlap another.
    pub(super) fn harden(&mut self) {
        self.price = None;
        let half: Vec<Point> = self.plan.clusters.iter().map(|c| c.half).collect();
        // A hair more than is asked later, so that rounding leaves no room stuck.
        separate(&mut self.plan.center, &half, &self.plan.hold, UNIT_GAP + 0.02);
        self.lay_all();
    }

    /// Makes a change if the picture costs at most `threshold` more by it, else leaves all as it is. Tells which.
    pub(super) fn consider(&mut self, changes: &mut [Change], threshold: f32) -> bool {
        let mut hand = std::mem::take(&mut self.hand);
        let kept = self.weigh(changes, threshold, &mut hand);
        hand.edges.iter().for_each(|&e| hand.is_touched[e as usize] = false);
        self.hand = hand;
        kept
    }

    fn weigh(&mut self, changes: &mut [Change], threshold: f32, hand: &mut Hand) -> bool {
        self.spent += 20 + (self.plan.center.len() / 2 * changes.len()) as u64;
        changes.iter().for_each(|change| self.rooms.lift(change.unit));
        let crowded = self.crowding(changes);
        self.exchange(changes);
        if self.price.is_none() && !self.fits(changes) {
            self.take_back(changes);
            return false;
        }
        let crowding = self.crowding(changes) - crowded;
        changes.iter().for_each(|change| self.lay_room(change.unit));
        let page = self.page_cost();

        self.pick_up(changes, hand);
        let own: f32 = hand.edges.iter().map(|&e| self.lines[e as usize].own).sum();
        let next: f32 = hand.lines.iter().map(|line| line.own).sum();
        let share = self.ledger.share(&hand.edges, &hand.boxes);
        let left = ledger::cost(share) + threshold - (page - self.page) - crowding - (next - own);
        if left < 0.0 {
            self.take_back(changes);
            self.put_back(hand);
            return false;
        }
        hand.boxes.iter().for_each(|&b| self.lay_box(b));
        hand.edges.iter().for_each(|&e| self.lift(e as usize));
        if !self.is_within(left, hand) {
            self.take_back(changes);
            self.put_back(hand);
            hand.boxes.iter().for_each(|&b| self.lay_box(b));
            hand.edges.iter().for_each(|&e| self.lay(e as usize, self.lines[e as usize]));
            return false;
        }
        self.page = page;
        self.settle(hand);
        true
    }

    fn page_cost(&self) -> f32 {
        cost::page(cost::of_page(self.lines.len()), self.rooms.bounds(), self.model.aspect)
    }

    /// Puts the changes into the plan, and what was there into the changes.
    fn exchange(&mut self, changes: &mut [Change]) {
        for change in changes {
            std::mem::swap(&mut self.plan.center[change.unit], &mut change.center);
            if let Some(cluster) = &mut change.cluster {
                std::mem::swap(&mut self.plan.clusters[change.unit], cluster);
            }
        }
    }

    fn take_back(&mut self, changes: &mut [Change]) {
        self.exchange(changes);
        changes.iter().for_each(|change| self.lay_room(change.unit));
    }

    /// Whether the rooms of these units, which are lifted out, are clear of all others and of each other.
    fn fits(&self, changes: &[Change]) -> bool {
        changes.iter().enumerate().all(|(nth, change)| {
            let (center, half) = self.room(change.unit);
            self.rooms.is_clear(center, half + pt(UNIT_GAP, UNIT_GAP))
                && changes[..nth].iter().all(|other| self.depth(change.unit, other.unit) <= 0.0)
        })
    }

    /// What the overlaps of these units, which are lifted out, with others cost while they are allowed.
    fn crowding(&self, changes: &[Change]) -> f32 {
        let Some(price) = self.price else { return 0.0 };
        let mut deep = 0.0;
        for (nth, change) in changes.iter().enumerate() {
            let (center, half) = self.room(change.unit);
            let wide = half + pt(UNIT_GAP, UNIT_GAP);
            self.rooms.overlapping(center, wide, |other| deep += self.depth(change.unit, other));
            deep +=
                changes[..nth].iter().map(|other| self.depth(change.unit, other.unit).max(0.0)).sum::<f32>();
        }
        price * deep / 10.0
    }

    /// How far two rooms would have to be pushed to lie as far apart as they should.
    fn depth(&self, u: usize, v: usize) -> f32 {
        let ((a, half_a), (b, half_b)) = (self.room(u), self.room(v));
        let over = half_a + half_b + pt(UNIT_GAP, UNIT_GAP);
        (over.x - (b.x - a.x).abs()).min(over.y - (b.y - a.y).abs())
    }

    fn room(&self, u: usize) -> (Point, Point) {
        (self.plan.center[u], self.plan.clusters[u].half)
    }

    /// Moves the nodes of changed units, and notes what that touches.
    fn pick_up(&mut self, changes: &[Change], hand: &mut Hand) {
        hand.nodes.clear();
        hand.boxes.clear();
        hand.edges.clear();
        for change in changes {
            let (cluster, center) = (&self.plan.clusters[change.unit], self.plan.center[change.unit]);
            for (&m, &offset) in cluster.order.iter().zip(&cluster.offset) {
                let place = center + offset;
                let before = std::mem::replace(&mut self.place[m as usize], place);
                if before != place {
                    hand.nodes.push((m, before));
                    hand.boxes.push(m);
                }
            }
            hand.boxes.extend(self.region[change.unit]);
        }
        for &(m, _) in &hand.nodes {
            for &e in self.model.edges_of(m) {
                if !std::mem::replace(&mut hand.is_touched[e as usize], true) {
                    hand.edges.push(e);
                }
            }
        }
        hand.lines.clear();
        hand.lines.extend(hand.edges.iter().map(|&e| self.line(e as usize)));
    }

    fn put_back(&mut self, hand: &Hand) {
        hand.nodes.iter().for_each(|&(m, before)| self.place[m as usize] = before);
    }

    /// Whether the edges and boxes that are touched cost no more than this with each other and all others. The
    /// edges are lifted out, and are laid as they would lie.
    fn is_within(&mut self, limit: f32, hand: &Hand) -> bool {
        let limit = ledger::floor(limit);
        let mut sum = 0u64;
        let crossing = u64::from(cost::CROSSING);
        for (&e, line) in hand.edges.iter().zip(&hand.lines) {
            self.spent += self.lines.len() as u64;
            sum += u64::from(self.segments.crossings(line.middle, line.half)) * crossing;
            if sum > limit {
                return false;
            }
            self.segments.lay(e as usize, line.middle, line.half);
        }
        let others = (self.place.len() + self.unit_of.len()) as u64;
        for (&e, line) in hand.edges.iter().zip(&hand.lines) {
            let e = e as usize;
            self.spent += others;
            self.boxes.under(line.middle, line.half, |b| sum += u64::from(self.over(e, b)));
            if sum > limit {
                return false;
            }
            self.angles(e, line, |_, price| sum += u64::from(price));
            self.lay(e, *line);
        }
        for &b in &hand.boxes {
            let (middle, half) = self.sides(b as usize);
            self.spent += self.lines.len() as u64;
            self.segments.over(middle, half, |e| {
                if !hand.is_touched[e] {
                    sum += u64::from(self.over(e, b as usize));
                }
            });
        }
        sum <= limit
    }

    /// Writes down what the touched edges and boxes cost, which lie as they will.
    fn settle(&mut self, hand: &mut Hand) {
        for (&e, line) in hand.edges.iter().zip(&hand.lines) {
            let e = e as usize;
            self.lines[e] = *line;
            hand.row.clear();
            hand.row.resize(self.lines.len(), 0);
            self.segments.crossing(line.middle, line.half, |f| hand.row[f] = cost::CROSSING);
            self.angles(e, line, |f, price| hand.row[f as usize] += price);
            self.ledger.set_pairs(e, &hand.row);
            hand.row.clear();
            hand.row.resize(self.place.len() + self.unit_of.len(), 0);
            self.boxes.under(line.middle, line.half, |b| hand.row[b] = self.over(e, b));
            self.ledger.set_over(e, &hand.row);
        }
        for &b in &hand.boxes {
            let (middle, half) = self.sides(b as usize);
            hand.row.clear();
            hand.row.resize(self.lines.len(), 0);
            self.segments.over(middle, half, |e| hand.row[e] = self.over(e, b as usize));
            self.ledger.set_under(b as usize, &hand.row);
        }
    }

    /// Tells the other edges of both ends and what each costs by a narrow angle.
    fn angles(&self, e: usize, line: &Line, mut tell: impl FnMut(u32, u16)) {
        let (a, b, _) = self.model.edges[e];
        for (node, toward) in [(a, line.toward), (b, -line.toward)] {
            let slots = self.model.slots_of(node);
            for (&other, &way) in self.model.incident[slots.clone()].iter().zip(&self.toward[slots]) {
                let price = cost::angle(toward, way);
                if price > 0 && other as usize != e {
                    tell(other, price);
                }
            }
        }
    }

    /// What an edge costs over a box that it touches; nothing where the box is its own.
    fn over(&self, e: usize, b: usize) -> u16 {
        let (from, to, _) = self.model.edges[e];
        let (a, c) = (self.place[from as usize], self.place[to as usize]);
        if b < self.place.len() {
            if b == from as usize || b == to as usize {
                return 0;
            }
            let room = self.model.extent[b].shifted(self.place[b]).grown(cost::CLEARANCE);
            return cost::over(a, c, &room, cost::OVER_NODE);
        }
        let u = self.unit_of[b - self.place.len()];
        if self.model.unit[from as usize] as usize == u || self.model.unit[to as usize] as usize == u {
            return 0;
        }
        let room = self.plan.clusters[u].room(self.plan.center[u]);
        cost::over(a, c, &room, cost::OVER_REGION)
    }

    /// How an edge lies between the places of its ends.
    fn line(&self, e: usize) -> Line {
        let (from, to, _) = self.model.edges[e];
        let (a, b) = (self.place[from as usize], self.place[to as usize]);
        let apart = b - a;
        let length = apart.length();
        let toward = if length > 0.0 { apart * (1.0 / length) } else { Point::ZERO };
        let mut own = cost::length(length, self.weight[e]);
        if cost::is_short(length - self.reach[from as usize] - self.reach[to as usize]) {
            let covered = |n: u32, from: Point, to: Point| {
                let body = self.model.extent[n as usize].shifted(self.place[n as usize]);
                body.clip(from, to).map_or(0.0, |(_, leave)| leave * length)
            };
            own += cost::hidden(length - covered(from, a, b) - covered(to, b, a));
        }
        let half = toward * (length * 0.5 - SHORTER.min(length * 0.25));
        Line { middle: (a + b) * 0.5, half, toward, own }
    }

    fn lay_all(&mut self) {
        for (cluster, &center) in self.plan.clusters.iter().zip(&self.plan.center) {
            for (&m, &offset) in cluster.order.iter().zip(&cluster.offset) {
                self.place[m as usize] = center + offset;
            }
        }
        (0..self.plan.center.len()).for_each(|u| self.lay_room(u));
        (0..self.place.len() + self.unit_of.len()).for_each(|b| self.lay_box(b as u32));
        self.page = self.page_cost();
        let mut hand = std::mem::take(&mut self.hand);
        hand.boxes.clear();
        hand.edges = (0..self.lines.len() as u32).collect();
        hand.lines = (0..self.lines.len()).map(|e| self.line(e)).collect();
        hand.lines.iter().enumerate().for_each(|(e, line)| self.lay(e, *line));
        self.settle(&mut hand);
        self.hand = hand;
    }

    fn lay_room(&mut self, u: usize) {
        self.rooms.lay(u, self.plan.center[u], self.plan.clusters[u].half);
    }

    fn lay_box(&mut self, b: u32) {
        let (middle, half) = self.sides(b as usize);
        self.boxes.lay(b as usize, middle, half);
    }

    /// Middle and half size of a box.
    fn sides(&self, b: usize) -> (Point, Point) {
        if b < self.place.len() {
            return (self.place[b] + self.model.extent[b].center(), self.size[b]);
        }
        self.room(self.unit_of[b - self.place.len()])
    }

    fn lay(&mut self, e: usize, line: Line) {
        self.segments.lay(e, line.middle, line.half);
        let [a, b] = self.slots[e];
        self.toward[a as usize] = line.toward;
        self.toward[b as usize] = -line.toward;
    }

    fn lift(&mut self, e: usize) {
        self.segments.lift(e);
        self.slots[e].into_iter().for_each(|slot| self.toward[slot as usize] = Point::ZERO);
    }
}

/// For each edge its places among the edges of its two ends.
fn slots(model: &Model) -> Vec<[u32; 2]> {
    let mut slots = vec![[0; 2]; model.edges.len()];
    for node in 0..model.input.len() as u32 {
        for slot in model.slots_of(node) {
            let e = model.incident[slot] as usize;
            slots[e][usize::from(model.edges[e].0 != node)] = slot as u32;
        }
    }
    slots
}
