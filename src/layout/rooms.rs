//! Rooms on the plane, found by place: a hash grid for each class of sizes.

use super::geometry::{Point, Rect, pt};

/// The largest rooms span no more cells of the finest grid than this.
const SPAN: f32 = 256.0;
const NONE: u32 = u32::MAX;

/// Rooms by number. Which of them share a list depends on their places and on the order in which they came alone, so
/// searches find rooms in the same order on every run.
#[derive(Debug)]
pub(super) struct Rooms {
    /// The side of a cell of the finest grid; that of each next one is twice as long.
    cell: f32,
    /// For each class of sizes the first room of each list; empty where no room is of the class.
    heads: Vec<Vec<u32>>,
    entries: Vec<Entry>,
}

/// A room, and where it is in the list of its cell.
#[derive(Clone, Copy, Debug)]
struct Entry {
    room: Rect,
    class: u32,
    cell: (i32, i32),
    before: u32,
    after: u32,
}

impl Rooms {
    /// Space for as many rooms of about these sizes (half extents), none of which is set yet.
    pub(super) fn new(half: &[Point]) -> Self {
        let mut sides: Vec<f32> = half.iter().map(|&h| side(h)).collect();
        sides.sort_unstable_by(f32::total_cmp);
        let median = sides.get(sides.len() / 2).copied().unwrap_or(1.0);
        let largest = sides.last().copied().unwrap_or(1.0);
        let unset = Entry { room: Rect::default(), class: 0, cell: (0, 0), before: NONE, after: NONE };
        let cell = median.max(largest / SPAN).max(1.0);
        Self { cell, heads: Vec::new(), entries: vec![unset; half.len()] }
    }

    /// Sets a room, which must not be set yet.
    pub(super) fn set(&mut self, number: usize, room: Rect) {
        let class = self.class(room);
        while self.heads.len() <= class {
            self.heads.push(Vec::new());
        }
        let lists = self.entries.len().next_power_of_two() * 2;
        self.heads[class].resize(lists, NONE);
        let cell = cell_at(room.center(), self.cell_of(class));
        let head = &mut self.heads[class][list(cell, lists)];
        let after = std::mem::replace(head, number as u32);
        if after != NONE {
            self.entries[after as usize].before = number as u32;
        }
        self.entries[number] = Entry { room, class: class as u32, cell, before: NONE, after };
    }

    /// Sets a room that was set, and is as large as it was, to another place.
    pub(super) fn shift(&mut self, number: usize, room: Rect) {
        let Entry { class, cell, before, after, .. } = self.entries[number];
        if cell_at(room.center(), self.cell_of(class as usize)) == cell {
            self.entries[number].room = room;
            return;
        }
        if after != NONE {
            self.entries[after as usize].before = before;
        }
        if before != NONE {
            self.entries[before as usize].after = after;
        } else {
            let heads = &mut self.heads[class as usize];
            let at = list(cell, heads.len());
            heads[at] = after;
        }
        self.set(number, room);
    }

    /// Tells `found` each room that may overlap `place`, and perhaps others, until it answers true. Tells whether it did.
    pub(super) fn any_near(&self, place: Rect, mut found: impl FnMut(usize, &Rect) -> bool) -> bool {
        for (class, heads) in self.heads.iter().enumerate().filter(|(_, heads)| !heads.is_empty()) {
            let side = self.cell_of(class);
            // Rooms of this class reach half a cell at most from their centres.
            let wide = place.grown(side * 0.5);
            let (low, high) = (cell_at(wide.min, side), cell_at(wide.max, side));
            for row in low.1..=high.1 {
                for column in low.0..=high.0 {
                    let mut number = heads[list((column, row), heads.len())];
                    while number != NONE {
                        let entry = &self.entries[number as usize];
                        if entry.cell == (column, row) && found(number as usize, &entry.room) {
                            return true;
                        }
                        number = entry.after;
                    }
                }
            }
        }
        false
    }

    /// Whether a room overlaps this place.
    pub(super) fn is_taken(&self, place: Rect) -> bool {
        self.any_near(place, |_, room| room.overlaps(&place))
    }

    fn class(&self, room: Rect) -> usize {
        let side = side(pt(room.width(), room.height()) * 0.5);
        let mut class = 0;
        while side > self.cell_of(class) && class < 40 {
            class += 1;
        }
        class
    }

    fn cell_of(&self, class: usize) -> f32 {
        self.cell * (1u64 << class) as f32
    }
}

fn side(half: Point) -> f32 {
    half.x.max(half.y) * 2.0
}

/// The cell of a place. Those left of and above the origin are counted from -1 on, each without its far border.
fn cell_at(place: Point, cell: f32) -> (i32, i32) {
    let along = |v: f32| {
        let whole = (v / cell) as i32;
        whole - i32::from(v < 0.0)
    };
    (along(place.x), along(place.y))
}

/// The list, of a power of two, in which the rooms of a cell are.
fn list((column, row): (i32, i32), lists: usize) -> usize {
    let mixed = (column as u32).wrapping_mul(0x9E37_79B1) ^ (row as u32).wrapping_mul(0x85EB_CA77);
    (mixed ^ (mixed >> 15)) as usize & (lists - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::random::Random;

    #[test]
    fn every_overlap_is_found() {
        let mut random = Random::new(9);
        let half: Vec<Point> = (0..400)
            .map(|i| pt(1.0 + 9.0 * (random.signed() + 1.0), if i % 50 == 0 { 300.0 } else { 4.0 }))
            .collect();
        let mut places: Vec<Rect> = half
            .iter()
            .map(|h| Rect::about(pt(random.signed(), random.signed()) * 500.0, h.x, h.y))
            .collect();
        let mut rooms = Rooms::new(&half);
        places.iter().enumerate().for_each(|(number, &room)| rooms.set(number, room));
        for _ in 0..3 {
            for (i, place) in places.iter().enumerate() {
                let mut found = Vec::new();
                rooms.any_near(*place, |number, room| {
                    found.extend(room.overlaps(place).then_some(number));
                    false
                });
                found.sort_unstable();
                let all: Vec<usize> = (0..400).filter(|&j| places[j].overlaps(place)).collect();
                assert_eq!(found, all, "{i}");
            }
            for (number, place) in places.iter_mut().enumerate() {
                *place = place.shifted(pt(random.signed(), random.signed()) * 30.0);
                rooms.shift(number, *place);
            }
        }
    }
}
