//! Where a list stands whose rows are higher in all than a scroll area can tell apart.
//!
//! A scroll area counts its points in `f32`, which knows half a point at four million and eight points at a hundred
//! million. A longer list claims [`LONGEST`] points of it, and knows itself which of its own points stands at the top of
//! what is in sight. Small moves, of a wheel or a finger, move it by as much; a leap, of the scroll bar, goes to the place
//! in proportion. When nothing moves, the scroll area is set to where it would be in proportion, so that no end of it comes
//! before that of the list.

/// The most that a list claims of its scroll area, in points: `f32` knows an eighth of a point there.
const LONGEST: f64 = 2_097_152.0;

/// At both ends so many points stand for themselves, so that a wheel finds no end that is not the list's.
const ENDS: f64 = 100_000.0;

/// Moves of more points in one frame are leaps. What is in sight of a lower panel bounds them, too.
const LEAP: f64 = 1_000.0;

/// A scroll area rounds its points: it is where it should be when it is no more of them away.
const LEAST: f64 = 4.0;

/// The points of a list, and those that it claims.
#[derive(Clone, Copy, Debug)]
pub struct Track {
    /// Of all rows.
    total: f64,
    /// Of the scroll area.
    pub claimed: f64,
    /// In sight.
    sight: f64,
}

impl Track {
    /// The track of rows of a height, of which so much is in sight.
    pub fn new(total: f64, sight: f64) -> Self {
        Self { total, claimed: total.min(LONGEST), sight }
    }

    /// Whether the list claims less than its height.
    pub fn is_short(self) -> bool {
        self.claimed < self.total
    }

    /// Whether, at an offset in the scroll area, the list is all that is in sight.
    pub fn fills_sight(self, offset: f64) -> bool {
        (0.0..=self.last_offset()).contains(&offset)
    }

    fn last_offset(self) -> f64 {
        self.claimed - self.sight
    }

    fn last_point(self) -> f64 {
        self.total - self.sight
    }

    /// How many points of the list there are for one of the scroll area between the ends.
    fn ratio(self) -> f64 {
        (self.last_point() - 2.0 * ENDS) / (self.last_offset() - 2.0 * ENDS)
    }

    /// The point of the list that belongs to an offset in the scroll area.
    fn point(self, offset: f64) -> f64 {
        if !self.is_short() || offset <= ENDS {
            offset
        } else if offset >= self.last_offset() - ENDS {
            offset + self.last_point() - self.last_offset()
        } else {
            ENDS + (offset - ENDS) * self.ratio()
        }
    }

    /// The offset in the scroll area that belongs to a point of the list.
    fn offset(self, point: f64) -> f64 {
        if !self.is_short() || point <= ENDS {
            point
        } else if point >= self.last_point() - ENDS {
            point - self.last_point() + self.last_offset()
        } else {
            ENDS + (point - ENDS) / self.ratio()
        }
    }
}

/// Which point of a list stands at the top of what is in sight.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Place {
    point: f64,
    /// The offset in the scroll area at which that was so; `None` before the first frame.
    offset: Option<f64>,
    /// The offset that the scroll area was asked for, and how many frames it may take to come to it.
    asked: Option<(f64, u8)>,
    is_at_rest: bool,
}

impl Place {
    /// Follows the scroll area to an offset; the point of the list that is at the top now.
    pub fn follow(&mut self, track: Track, offset: f64) -> f64 {
        let moved = self.offset.map(|from| offset - from);
        let moved = match self.asked.take().map(|(asked, frames)| (offset - asked, frames)) {
            Some((off, _)) if moved.is_none_or(|moved| off.abs() < moved.abs()) => Some(off),
            Some((off, frames @ 1..)) => {
                self.asked = Some((offset - off, frames - 1));
                moved
            }
            Some((_, 0)) | None => moved,
        };
        self.offset = Some(offset);
        self.is_at_rest = moved == Some(0.0) && self.asked.is_none();
        self.point = match moved {
            Some(moved)
                if track.is_short() && track.fills_sight(offset) && moved.abs() <= LEAP.min(track.sight) =>
            {
                (self.point + moved).clamp(0.0, track.last_point())
            }
            _ => track.point(offset),
        };
        self.point
    }

    /// Goes to a point, or as near as the ends of the list let it be at the top of what is in sight; where it is then.
    pub fn go_to(&mut self, track: Track, point: f64) -> f64 {
        self.point = point.clamp(0.0, track.last_point().max(0.0));
        self.point
    }

    /// Stays at what it shows when rows above turn out higher by so many points.
    pub fn shift(&mut self, by: f64) {
        self.point += by;
    }

    /// By how much the scroll area is behind the list, in its points, which it rounds; nothing where that is little.
    pub fn lag(&self, track: Track) -> Option<f64> {
        let offset = self.offset.filter(|&offset| track.is_short() && track.fills_sight(offset))?;
        Some(track.offset(self.point) - offset).filter(|lag| lag.abs() >= LEAST)
    }

    /// Whether nothing moves the scroll area. What moves it must not be held up.
    pub fn is_at_rest(&self) -> bool {
        self.is_at_rest
    }

    /// Knows that the scroll area was asked to move by so many points.
    pub fn asked_to_move(&mut self, by: f64) {
        self.asked = self.offset.map(|offset| (offset + by, 3));
    }

    /// By how much the scroll area must move for a point of a list that is not in sight, or not all that is.
    pub fn way_to(&self, track: Track, point: f64) -> Option<f64> {
        let offset = self.offset.filter(|&offset| !track.fills_sight(offset))?;
        let sought = track.offset(point.clamp(0.0, track.last_point().max(0.0)));
        Some(sought - offset).filter(|way| way.abs() >= LEAST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGHT: f64 = 700.0;

    fn long() -> Track {
        Track::new(92e6, SIGHT)
    }

    #[test]
    fn points_and_offsets_go_back_and_forth_and_both_ends_are_reached() {
        let track = long();
        assert!(track.is_short() && track.claimed <= f64::from(1 << 24));
        assert_eq!((track.point(0.0), track.point(track.last_offset())), (0.0, track.last_point()));
        for step in 0..=1_000 {
            let point = f64::from(step) / 1_000.0 * track.last_point();
            let off = (track.point(track.offset(point)) - point).abs();
            assert!(off < 1e-3, "{point}: {off}");
        }
        let short = Track::new(5_000.0, SIGHT);
        assert_eq!((short.is_short(), short.point(321.0), short.claimed), (false, 321.0, 5_000.0));
    }

    #[test]
    fn a_wheel_moves_by_points_and_a_bar_by_parts() {
        let track = long();
        let (middle, mut place) = (track.last_offset() / 2.0, Place::default());
        let start = place.follow(track, middle);
        assert!((start - track.last_point() / 2.0).abs() < 1e-3);
        assert_eq!(place.follow(track, middle + 50.0), start + 50.0);
        assert_eq!(place.follow(track, middle - 30.0), start - 30.0);
        let part = 0.7;
        let leapt = place.follow(track, part * track.last_offset());
        assert!((leapt / track.last_point() - part).abs() < 0.05, "{leapt}");
        assert_eq!(place.follow(track, track.last_offset() + 3.0), track.last_point() + 3.0);
    }

    #[test]
    fn at_rest_the_scroll_area_follows_the_list_and_the_list_stays() {
        let track = long();
        let (middle, mut place) = (track.last_offset() / 2.0, Place::default());
        for step in 0..100 {
            place.follow(track, middle + 500.0 * f64::from(step));
            assert!(!place.is_at_rest());
        }
        let offset = middle + 49_500.0;
        let point = place.follow(track, offset);
        assert!(place.is_at_rest());
        let lag = place.lag(track).unwrap_or_default();
        assert!(lag < -48_000.0, "{lag}");
        place.asked_to_move(lag);
        assert_eq!(place.follow(track, offset), point, "it moves in the next frame");
        assert!(!place.is_at_rest());
        assert_eq!(place.follow(track, offset + lag), point);
        assert_eq!(place.lag(track), None);
    }
}
