//! Rooms on the plane, found by place: a hash grid for each class of sizes.

use super::geometry::{Point, Rect, pt};

/// The largest rooms span no more cells of the finest grid than this.
const SPAN: f32 = 256.0;
const NONE: u32 = u32::MAX;

/// Rooms by number. Which cells share a list of rooms depends on their places alone, so searches find rooms in the same
/// order on every run.
#[derive(Debug)]
pub(super) struct Rooms {
    /// The side of a cell of the finest grid; that of each next one is twice as long.
    cell: f32,
    grids: Vec<Grid>,
    /// The room, and the next of its list, of each number.
    room: Vec<Rect>,
    next: Vec<u32>,
}

/// Rooms that are no larger than a cell and larger than half of one, each at the cell of its centre.
#[derive(Clone, Debug)]
struct Grid {
    head: Vec<u32>,
    count: u32,
}

impl Rooms {
    /// Room for `count` rooms of about these sizes (half extents), none of which is set yet.
    pub(super) fn new(half: &[Point]) -> Self {
        let mut sides: Vec<f32> = half.iter().map(|&h| side(h)).collect();
        sides.sort_unstable_by(f32::total_cmp);
        let median = sides.get(sides.len() / 2).copied().unwrap_or(1.0);
        let largest = sides.last().copied().unwrap_or(1.0);
        let cell = median.max(largest / SPAN).max(1.0);
        Self { cell, grids: Vec::new(), room: vec![Rect::default(); half.len()], next: vec![NONE; half.len()] }
    }

    /// Forgets all rooms.
    pub(super) fn clear(&mut self) {
        for grid in &mut self.grids {
            grid.head.fill(NONE);
            grid.count = 0;
        }
    }

    /// Sets a room, which must not be set yet. Its centre must be finite.
    pub(super) fn set(&mut self, number: usize, room: Rect) {
        let class = self.class(room);
        let lists = self.room.len().next_power_of_two() * 2;
        while self.grids.len() <= class {
            self.grids.push(Grid { head: Vec::new(), count: 0 });
        }
        let at = list(cell_at(room.center(), self.cell_of(class)), lists);
        let grid = &mut self.grids[class];
        grid.head.resize(lists, NONE);
        grid.count += 1;
        self.room[number] = room;
        self.next[number] = std::mem::replace(&mut grid.head[at], number as u32);
    }

    /// Tells `found` each room that may overlap `place`, and perhaps others, until it answers true. Tells whether it did.
    pub(super) fn any_near(&self, place: Rect, mut found: impl FnMut(usize, &Rect) -> bool) -> bool {
        for (class, grid) in self.grids.iter().enumerate().filter(|(_, grid)| grid.count > 0) {
            let cell = self.cell_of(class);
            // Centres of rooms of this class lie half a cell at most from what is in them.
            let wide = place.grown(cell * 0.5);
            let (low, high) = (cell_at(wide.min, cell), cell_at(wide.max, cell));
            for row in low.1..=high.1 {
                for column in low.0..=high.0 {
                    let mut number = grid.head[list((column, row), grid.head.len())];
                    while number != NONE {
                        let at = number as usize;
                        if cell_at(self.room[at].center(), cell) == (column, row) && found(at, &self.room[at]) {
                            return true;
                        }
                        number = self.next[at];
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

fn cell_at(place: Point, cell: f32) -> (i32, i32) {
    ((place.x / cell).floor() as i32, (place.y / cell).floor() as i32)
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
        let places: Vec<Rect> =
            half.iter().map(|h| Rect::about(pt(random.signed(), random.signed()) * 500.0, h.x, h.y)).collect();
        let mut rooms = Rooms::new(&half);
        for _ in 0..2 {
            rooms.clear();
            places.iter().enumerate().for_each(|(number, &room)| rooms.set(number, room));
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
        }
    }
}
