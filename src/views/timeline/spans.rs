//! Which of many vague dates touch a range of days.

use crate::dataset::Day;

/// Spans of days in order of their beginning, each with the latest end of the part of the list around it, so that
/// parts without an answer are passed over: an interval tree (Cormen, Leiserson, Rivest and Stein, *Introduction to
/// Algorithms*, 3rd ed., section 14.3) in an array, the middle of each part being its root.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    spans: Vec<(Day, Day, usize)>,
    latest: Vec<Day>,
}

impl Spans {
    /// Takes spans from a first to a last day, each with a number. O(n log n).
    pub fn new(mut spans: Vec<(Day, Day, usize)>) -> Self {
        spans.sort_unstable();
        let mut latest = vec![Day(i32::MIN); spans.len()];
        note_latest(&spans, &mut latest);
        Self { spans, latest }
    }

    /// The numbers of the spans that have a day from `first` to `last`, ascending. O(log n + found).
    pub fn touching(&self, first: Day, last: Day) -> Vec<usize> {
        let mut found = Vec::new();
        self.collect(0..self.spans.len(), first, last, &mut found);
        found.sort_unstable();
        found
    }

    fn collect(&self, part: std::ops::Range<usize>, first: Day, last: Day, found: &mut Vec<usize>) {
        let root = usize::midpoint(part.start, part.end);
        if part.is_empty() || self.latest[root] < first {
            return;
        }
        self.collect(part.start..root, first, last, found);
        let (begins, ends, number) = self.spans[root];
        if begins <= last {
            found.extend((ends >= first).then_some(number));
            self.collect(root + 1..part.end, first, last, found);
        }
    }
}

/// Writes at the middle of each part of the list the latest end in it; returns that of the whole.
fn note_latest(spans: &[(Day, Day, usize)], latest: &mut [Day]) -> Day {
    let root = spans.len() / 2;
    let Some(&(_, ends, _)) = spans.get(root) else { return Day(i32::MIN) };
    let before = note_latest(&spans[..root], &mut latest[..root]);
    let after = note_latest(&spans[root + 1..], &mut latest[root + 1..]);
    latest[root] = ends.max(before).max(after);
    latest[root]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn found_are_those_that_one_by_one_comparison_finds(
            spans in prop::collection::vec((-50..50_i32, 0..40_i32), 0..60),
            (first, length) in (-60..60_i32, 0..30_i32),
        ) {
            let spans: Vec<_> = (0..).zip(spans).map(|(i, (day, long))| (Day(day), Day(day + long), i)).collect();
            let (first, last) = (Day(first), Day(first + length));
            let touching = spans.iter().filter(|(begins, ends, _)| *begins <= last && *ends >= first);
            let expected: Vec<usize> = touching.map(|&(_, _, number)| number).collect();
            prop_assert_eq!(Spans::new(spans).touching(first, last), expected);
        }
    }
}
