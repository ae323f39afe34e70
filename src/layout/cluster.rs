//! The inside of a unit: members in rows about the head, and the room that the whole takes.

use super::geometry::{Point, Rect, pt};
use super::model::{Model, Unit};
use super::separate::nearest_free;

/// Free room between the boxes of two members, in points: wide enough for an edge to pass.
pub(super) const MEMBER_GAP: Point = pt(28.0, 26.0);
/// Room between the members and the border of their region.
pub(super) const PADDING: f32 = 16.0;
/// Radius of a region's corners.
pub(super) const CORNER: f32 = 20.0;

/// How the members of a unit stand about its middle.
#[derive(Default)]
pub(super) struct Cluster {
    /// Number of slots in each row, from the top. Empty where members keep places of their own.
    pub rows: Vec<u32>,
    /// Canonical node in each slot, row by row.
    pub order: Vec<u32>,
    /// From the middle of the unit's room to the node in each slot.
    pub offset: Vec<Point>,
    /// Half the width and half the height of the room.
    pub half: Point,
}

impl Clone for Cluster {
    fn clone(&self) -> Self {
        let (rows, order, offset) = (self.rows.clone(), self.order.clone(), self.offset.clone());
        Self { rows, order, offset, half: self.half }
    }

    /// Into what the other has allocated: the search clones for each move.
    fn clone_from(&mut self, from: &Self) {
        self.rows.clone_from(&from.rows);
        self.order.clone_from(&from.order);
        self.offset.clone_from(&from.offset);
        self.half = from.half;
    }
}

impl Cluster {
    /// Members in rows. `rows` must sum up to the number of members.
    pub(super) fn in_rows(model: &Model, unit: &Unit, rows: Vec<u32>, order: Vec<u32>) -> Self {
        let mut cluster = Self { offset: vec![Point::ZERO; order.len()], rows, order, half: Point::ZERO };
        cluster.arrange(model, unit);
        cluster
    }

    /// The arrangement that a unit starts with: the roundest rows, the head in place, the rest in order.
    pub(super) fn start(model: &Model, unit: &Unit) -> Self {
        let rows = shapes(model, unit).swap_remove(0);
        let mut order = unit.members.clone();
        if unit.has_head {
            let slots = head_slots(&rows);
            order[..=slots[0]].rotate_left(1);
        }
        Self::in_rows(model, unit, rows, order)
    }

    /// Members where they were or are pinned, and the rest in the nearest free place. Returns the middle.
    pub(super) fn kept(model: &Model, unit: &Unit) -> (Self, Point) {
        let mut boxes: Vec<Rect> = Vec::with_capacity(unit.members.len());
        let mut places = vec![Point::ZERO; unit.members.len()];
        // Pins first, since they cannot give way; then old places; then the newcomers.
        let rank = |m: u32| match (model.pinned[m as usize], model.previous[m as usize]) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => 2,
        };
        let mut turn: Vec<usize> = (0..unit.members.len()).collect();
        turn.sort_by_key(|&i| rank(unit.members[i]));
        let known = unit.members.iter().filter_map(|&m| model.wish(m));
        let (sum, count) = known.fold((Point::ZERO, 0.0), |(s, n), p| (s + p, n + 1.0f32));
        let middle = sum * (1.0 / count.max(1.0));
        for i in turn {
            let member = unit.members[i];
            let want = model.wish(member).unwrap_or(middle);
            let extent = model.extent[member as usize];
            let gap = if rank(member) == 2 { MEMBER_GAP } else { Point::ZERO };
            let shift = match model.pinned[member as usize] {
                Some(_) => Point::ZERO,
                None => {
                    nearest_free(extent.shifted(want), gap, |place| boxes.iter().any(|b| b.overlaps(&place)))
                }
            };
            places[i] = want + shift;
            boxes.push(extent.shifted(places[i]));
        }
        let inner = boxes.iter().copied().reduce(|a, b| a.union(&b)).unwrap_or_default();
        let room = room_about(unit, inner);
        let offset = places.iter().map(|&p| p - room.center()).collect();
        let half = pt(room.width(), room.height()) * 0.5;
        (Self { rows: Vec::new(), order: unit.members.clone(), offset, half }, room.center())
    }

    /// Computes offsets and room from rows and order.
    pub(super) fn arrange(&mut self, model: &Model, unit: &Unit) {
        let extent = |slot: usize| model.extent[self.order[slot] as usize];
        let (mut first, mut top) = (0, 0.0);
        let mut inner: Option<Rect> = None;
        let mut offset = std::mem::take(&mut self.offset);
        for &count in &self.rows {
            let slots = first..first + count as usize;
            let boxes = slots.clone().map(extent);
            let width: f32 = boxes.clone().map(|b| b.width() + MEMBER_GAP.x).sum::<f32>() - MEMBER_GAP.x;
            let above = boxes.clone().fold(0.0f32, |h, b| h.max(-b.min.y));
            let below = boxes.fold(0.0f32, |h, b| h.max(b.max.y));
            let mut left = -width * 0.5;
            for slot in slots {
                let room = extent(slot);
                offset[slot] = pt(left - room.min.x, top + above);
                left += room.width() + MEMBER_GAP.x;
                let place = room.shifted(offset[slot]);
                inner = Some(inner.map_or(place, |i| i.union(&place)));
            }
            first += count as usize;
            top += above + below + MEMBER_GAP.y;
        }
        let room = room_about(unit, inner.unwrap_or_default());
        for o in &mut offset {
            *o = *o - room.center();
        }
        self.offset = offset;
        self.half = pt(room.width(), room.height()) * 0.5;
    }

    /// The unit's room when its middle stands at `center`.
    pub(super) fn room(&self, center: Point) -> Rect {
        Rect { min: center - self.half, max: center + self.half }
    }

    /// Puts each member into the slot that faces its ties outside, strongest first; `pull` is, for each
    /// slot, the vector from the unit's middle to the weighted mean of what its member is tied to.
    pub(super) fn face(&mut self, model: &Model, unit: &Unit, pull: &[(Point, f32)]) {
        if self.rows.is_empty() || self.order.len() < 2 {
            return;
        }
        let mut wishes: Vec<(u32, Point, f32)> =
            self.order.iter().zip(pull).map(|(&m, &(v, w))| (m, v.unit(), w)).collect();
        // The head chooses first among the few slots that are fit for it.
        let head = unit.has_head.then(|| unit.members[0]);
        wishes.sort_by(|a, b| (Some(b.0) == head).cmp(&(Some(a.0) == head)).then(b.2.total_cmp(&a.2)));
        let mut free: Vec<usize> = (0..self.order.len()).collect();
        let heads = head_slots(&self.rows);
        let offset = self.offset.clone();
        for (member, toward, _) in wishes {
            let target = pt(toward.x * self.half.x, toward.y * self.half.y);
            let miss = |&slot: &usize| (offset[slot] - target).length();
            let fit = |slot: &usize| Some(member) != head || heads.contains(slot);
            let best = free.iter().enumerate().filter(|(_, s)| fit(s));
            let best = best.min_by(|a, b| miss(a.1).total_cmp(&miss(b.1))).map_or(0, |(at, _)| at);
            let slot = free.swap_remove(best);
            self.order[slot] = member;
        }
        self.arrange(model, unit);
    }

    /// Whether the head stands where a head may.
    pub(super) fn head_in_place(&self, unit: &Unit) -> bool {
        !unit.has_head || head_slots(&self.rows).iter().any(|&s| self.order[s] == unit.members[0])
    }
}

/// The room of a unit about the boxes of its members.
fn room_about(unit: &Unit, inner: Rect) -> Rect {
    if unit.group.is_none() {
        return inner;
    }
    let mut room = inner.grown(PADDING);
    if unit.label.height > 0.0 {
        room.min.y -= unit.label.height + PADDING * 0.5;
    }
    let missing = (unit.label.width + 2.0 * PADDING - room.width()).max(0.0);
    room.min.x -= missing * 0.5;
    room.max.x += missing * 0.5;
    room
}

/// Slots fit for a head: the middle of each row in the upper half.
fn head_slots(rows: &[u32]) -> Vec<usize> {
    let mut slots = Vec::new();
    let mut first = 0;
    for (row, &count) in rows.iter().enumerate() {
        let count = count as usize;
        if row <= (rows.len() - 1) / 2 && count > 0 {
            let (a, b) = ((count - 1) / 2, count / 2);
            slots.push(first + a);
            if b != a {
                slots.push(first + b);
            }
        }
        first += count;
    }
    slots
}

/// The ways to set a unit's members in rows, roundest first; never empty.
pub(super) fn shapes(model: &Model, unit: &Unit) -> Vec<Vec<u32>> {
    let count = unit.members.len() as u32;
    if count <= 1 {
        return vec![vec![count]];
    }
    let boxes = unit.members.iter().map(|&m| model.extent[m as usize]);
    let (w, h) = boxes.fold((0.0, 0.0), |(w, h), b| (w + b.width(), h + b.height()));
    let cell = pt(w / count as f32 + MEMBER_GAP.x, h / count as f32 + MEMBER_GAP.y);
    let mut shapes: Vec<(f32, Vec<u32>)> = Vec::new();
    let mut add = |rows: Vec<u32>| {
        let widest = rows.iter().copied().max().unwrap_or(1) as f32;
        let ratio = (widest * cell.x / (rows.len() as f32 * cell.y)).max(1e-6);
        let empty = widest * rows.len() as f32 / count as f32;
        // How far from a page-like shape, in either direction, and how much of the room is wasted.
        let miss = (ratio / 1.3).max(1.3 / ratio) * empty.sqrt();
        if !shapes.iter().any(|(_, r)| *r == rows) {
            shapes.push((miss, rows));
        }
    };
    // Far from the square root the rows are too long or too many to be of use.
    let root = (count as f32).sqrt() as u32;
    for n in (root / 3).max(1)..=(root * 3 + 1).min(count) {
        add(even(count, n));
        if n > 1 {
            add([vec![1], even(count - 1, n - 1)].concat());
        }
    }
    shapes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let best = shapes[0].0;
    shapes.into_iter().filter(|(miss, _)| *miss <= best * 2.0).take(8).map(|(_, rows)| rows).collect()
}

/// `count` members in `rows` rows of like length, the longer ones in the middle.
fn even(count: u32, rows: u32) -> Vec<u32> {
    let (base, extra) = (count / rows, count % rows);
    let skip = (rows - extra) / 2;
    (0..rows).map(|r| base + u32::from(r >= skip && r < skip + extra)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_hold_every_member_once() {
        for count in 1..40 {
            for rows in 1..=count {
                assert_eq!(even(count, rows).iter().sum::<u32>(), count);
            }
        }
        assert_eq!(even(10, 4), [2, 3, 3, 2]);
    }

    #[test]
    fn a_head_stands_in_the_middle_or_above() {
        assert_eq!(head_slots(&[3]), [1]);
        assert_eq!(head_slots(&[1, 3, 3]), [0, 2]);
        assert_eq!(head_slots(&[2, 3, 3, 2]), [0, 1, 3]);
    }
}
