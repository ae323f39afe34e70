//! What a picture costs while it is being polished: the fewer, shorter, clearer its edges and the smaller its
//! page, the less.

use super::geometry::{Point, Rect, segments_cross};
use super::polish::Search;
use super::solve::UNIT_GAP;

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
const ANGLE: f32 = 0.6;
const NARROW: f32 = 0.15;
/// Each 100 points of the page's height, or of its width over the aspect, whichever is more.
const PAGE: f32 = 3.0;

impl Search<'_> {
    /// The part of the cost that the places of some units decide.
    /// Once past `limit` it is no longer summed up, as every part adds to it.
    pub(super) fn cost(&mut self, units: &[usize], limit: f32) -> f32 {
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
    pub(super) fn known(&mut self, units: &[usize]) -> f32 {
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
