//! How many spans of time of each thing meet a window, kept up to date as the window moves.

use crate::dataset::{Day, DayRange};

/// The days from a first to a last; an open end is the end of all days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub first: Day,
    pub last: Day,
}

impl From<DayRange> for Span {
    fn from(range: DayRange) -> Self {
        Self { first: range.first.unwrap_or(Day(i32::MIN)), last: range.last.unwrap_or(Day(i32::MAX)) }
    }
}

impl Span {
    /// Whether the two have a day in common.
    pub fn meets(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

/// How many days of a list lie before a day, without the list.
#[derive(Clone, Debug, Default)]
pub(super) struct DayCounts {
    /// The days that occur, in order.
    days: Vec<Day>,
    /// For each of them, how many there are up to and including it.
    counts: Vec<u32>,
}

impl DayCounts {
    /// Counts days that are in order.
    pub fn new(sorted: impl Iterator<Item = Day>) -> Self {
        let mut counts = Self::default();
        for (before, day) in (0_u32..).zip(sorted) {
            if counts.days.last() != Some(&day) {
                counts.days.push(day);
                counts.counts.push(before);
            }
            if let Some(count) = counts.counts.last_mut() {
                *count = before + 1;
            }
        }
        counts
    }

    /// How many lie before `day`.
    pub fn before(&self, day: Day) -> usize {
        self.first(self.days.partition_point(|&other| other < day))
    }

    /// How many lie before or on `day`.
    pub fn through(&self, day: Day) -> usize {
        self.first(self.days.partition_point(|&other| other <= day))
    }

    /// The days that occur, in order, each once.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    fn first(&self, days: usize) -> usize {
        days.checked_sub(1).map_or(0, |last| self.counts[last] as usize)
    }
}

/// Spans of numbered things, by their first and by their last days.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans {
    things: usize,
    starts: Ends,
    ends: Ends,
}

/// One end of each span.
#[derive(Clone, Debug, Default)]
struct Ends {
    days: DayCounts,
    /// Whose they are, in order of day.
    things: Vec<u32>,
}

impl Ends {
    fn new(mut ends: Vec<(Day, u32)>) -> Self {
        // Stable, since what is nearly in order is soon sorted: most files are.
        ends.sort_by_key(|&(day, _)| day);
        Self {
            days: DayCounts::new(ends.iter().map(|&(day, _)| day)),
            things: ends.into_iter().map(|(_, thing)| thing).collect(),
        }
    }
}

impl Spans {
    /// Spans of the things from 0 to `things`.
    pub fn new(things: usize, spans: &[(u32, Span)]) -> Self {
        let ends = |day: fn(Span) -> Day| spans.iter().map(|&(thing, span)| (day(span), thing)).collect();
        Self { things, starts: Ends::new(ends(|span| span.first)), ends: Ends::new(ends(|span| span.last)) }
    }
}

/// How many spans of each thing meet a window. Moving the window takes as long as there are ends of spans that it
/// passes over.
#[derive(Clone, Debug)]
pub(super) struct Presence {
    counts: Vec<i32>,
    /// How many spans begin before the window ends.
    started: usize,
    /// How many spans end before the window begins.
    ended: usize,
}

impl Presence {
    /// The counts in a window before all days.
    pub fn new(spans: &Spans) -> Self {
        Self { counts: vec![0; spans.things], started: 0, ended: 0 }
    }

    /// Moves the window, for the same spans as before.
    pub fn move_to(&mut self, spans: &Spans, window: Span) {
        let started = spans.starts.days.through(window.last);
        let ended = spans.ends.days.before(window.first);
        self.pass(&spans.starts, self.started, started, 1);
        self.pass(&spans.ends, self.ended, ended, -1);
        (self.started, self.ended) = (started, ended);
    }

    /// Whether a span of a thing meets the window.
    pub fn has(&self, thing: u32) -> bool {
        self.counts[thing as usize] > 0
    }

    fn pass(&mut self, ends: &Ends, from: usize, to: usize, step: i32) {
        let (passed, step) = if from <= to { (from..to, step) } else { (to..from, -step) };
        for &thing in &ends.things[passed] {
            self.counts[thing as usize] += step;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span((first, length): (i32, i32)) -> Span {
        Span { first: Day(first), last: Day(first + length) }
    }

    proptest! {
        #[test]
        fn a_moving_window_meets_what_a_resting_one_does(
            spans in prop::collection::vec((0..4_u32, (0..40, 0..9)), 0..40),
            windows in prop::collection::vec((-5..45, 0..20), 1..12),
        ) {
            let spans: Vec<(u32, Span)> = spans.into_iter().map(|(thing, at)| (thing, span(at))).collect();
            let by_day = Spans::new(4, &spans);
            let mut presence = Presence::new(&by_day);
            for window in windows.into_iter().map(span) {
                presence.move_to(&by_day, window);
                for thing in 0..4 {
                    let expected = spans.iter().any(|&(whose, span)| whose == thing && span.meets(window));
                    prop_assert_eq!(presence.has(thing), expected);
                }
            }
        }

        #[test]
        fn days_are_counted(mut days in prop::collection::vec(0..20_i32, 0..30), at in -1..21_i32) {
            days.sort_unstable();
            let counts = DayCounts::new(days.iter().map(|&day| Day(day)));
            prop_assert_eq!(counts.before(Day(at)), days.iter().filter(|&&day| day < at).count());
            prop_assert_eq!(counts.through(Day(at)), days.iter().filter(|&&day| day <= at).count());
            prop_assert!(counts.days().is_sorted());
        }
    }
}
