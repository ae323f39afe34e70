//! The brush: a range of days that is being drawn with the pointer.

use crate::dataset::Day;

use super::axis::day_at;

/// Drags of fewer points than this are slips of the hand.
const LEAST_DRAG: f32 = 4.0;

/// A range in progress.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Brush {
    /// The x at which the drag began, in days.
    start: f64,
    /// The x at which the pointer is, in days.
    end: f64,
    /// How far the pointer has been from the start, in points.
    reach: f32,
}

impl Brush {
    /// Begins at an x in days.
    pub fn begin(x: f64) -> Self {
        Self { start: x, end: x, reach: 0.0 }
    }

    /// Follows the pointer: at `x` in days, `distance` points from the start.
    pub fn follow(&mut self, x: f64, distance: f32) {
        self.end = x;
        self.reach = self.reach.max(distance.abs());
    }

    /// Its days in order, with the first and the last in it; `None` for a slip of the hand.
    pub fn days(&self) -> Option<(Day, Day)> {
        let (first, last) = (self.start.min(self.end), self.start.max(self.end));
        (self.reach >= LEAST_DRAG).then(|| (day_at(first), day_at(last)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_brush_is_in_order_whichever_way_it_was_drawn() {
        let mut brush = Brush::begin(120.4);
        brush.follow(100.2, -40.0);
        assert_eq!(brush.days(), Some((Day(100), Day(120))));
        brush.follow(140.6, 40.0);
        assert_eq!(brush.days(), Some((Day(120), Day(141))));
    }

    #[test]
    fn a_slip_of_the_hand_is_no_range() {
        let mut brush = Brush::begin(120.0);
        brush.follow(123.0, 2.0);
        assert_eq!(brush.days(), None);
    }

    #[test]
    fn a_brush_drawn_back_to_its_start_is_one_day() {
        let mut brush = Brush::begin(120.0);
        brush.follow(160.0, 90.0);
        brush.follow(120.0, 0.0);
        assert_eq!(brush.days(), Some((Day(120), Day(120))));
    }
}
