//! The curves: an alignment series sampled for the days that are shown, with no more points than can be seen.

use crate::analysis::alignment::{Point, Series};
use crate::analysis::m4::m4;

use super::axis::{Shown, day_at, x_of};

/// Evidence of less weight than this, in events of the very day, counts as none: the line is faint there.
pub const LITTLE_EVIDENCE: f64 = 0.05;

/// How finely a curve is sampled.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Detail {
    /// The days from one point to the next where nothing happens; at least 1.
    pub step: u32,
    /// The columns of pixels that there are for the days shown; at least 1.
    pub columns: u32,
}

/// One curve: the points of a pair in the range that is shown, none before its first event.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Curve {
    /// The points, in order.
    pub points: Vec<Point>,
}

/// A stretch of a curve with enough evidence, or without.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Run<'a> {
    /// Whether there is little or no evidence.
    pub is_faint: bool,
    /// Its points; the last is the first of the next stretch.
    pub points: &'a [Point],
}

impl Curve {
    /// Samples a series where it is shown and where there is something to say: from its first event to the end of
    /// the extent.
    pub fn new(series: &Series, shown: Shown, extent: Shown, detail: Detail) -> Self {
        let Some(start) = series.events().first().map(|term| term.day) else { return Self::default() };
        let first = day_at(shown.first.floor()).max(start);
        let last = day_at(shown.last.min(extent.last).ceil());
        let mut points = series.sample(first, last, detail.step);
        if first == start {
            // How things stood before the first event is not known.
            points.retain(|point| point.day > start || !point.before);
        }
        Self { points: thinned(points, shown, detail.columns) }
    }

    /// Its stretches with and without evidence.
    pub fn runs(&self) -> Vec<Run<'_>> {
        let faint = |point: &Point| point.weight < LITTLE_EVIDENCE;
        let mut runs = Vec::new();
        let mut start = 0;
        while let Some(first) = self.points.get(start) {
            let is_faint = faint(first);
            let rest = &self.points[start + 1..];
            match rest.iter().position(|point| faint(point) != is_faint) {
                Some(length) => {
                    let end = start + 1 + length;
                    runs.push(Run { is_faint, points: &self.points[start..=end] });
                    start = end;
                }
                None => {
                    runs.push(Run { is_faint, points: &self.points[start..] });
                    break;
                }
            }
        }
        runs
    }
}

/// The most points that a column of pixels is given.
const MOST_IN_COLUMN: usize = 4;

/// Of each column of pixels the points to which [`m4`] thins a line, where there are more than it leaves.
fn thinned(points: Vec<Point>, shown: Shown, columns: u32) -> Vec<Point> {
    let columns = usize::try_from(columns).unwrap_or(usize::MAX);
    if points.len() <= MOST_IN_COLUMN.saturating_mul(columns) {
        return points;
    }
    let (x, y): (Vec<f64>, Vec<f64>) = points.iter().map(|point| (x_of(point.day), point.value)).unzip();
    let kept = m4(&x, &y, shown.first, shown.last, columns);
    kept.into_iter().filter_map(|at| points.get(at).copied()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dataset::Day;

    fn point(day: i32, weight: f64) -> Point {
        Point { day: Day(day), value: 1.0, low: 0.0, high: 2.0, weight, effective: 1.0, before: false }
    }

    #[test]
    fn a_curve_is_faint_where_there_is_little_evidence_and_has_no_gaps() {
        let weights = [1.0, 0.5, 0.04, 0.01, 1.0];
        let points = (0..).zip(weights).map(|(day, weight)| point(day, weight)).collect();
        let curve = Curve { points };
        let runs: Vec<_> = curve.runs().iter().map(|run| (run.is_faint, run.points.len())).collect();
        assert_eq!(runs, [(false, 3), (true, 3), (false, 1)]);
        assert!(Curve::default().runs().is_empty());
    }

    /// The ends and the extremes of the values in each column, found one by one.
    fn columns(points: &[Point], per_column: i32) -> BTreeMap<i32, [f64; 4]> {
        let mut columns: BTreeMap<i32, [f64; 4]> = BTreeMap::new();
        for point in points {
            let value = point.value;
            let told = columns.entry(point.day.0.div_euclid(per_column)).or_insert([value; 4]);
            *told = [told[0], told[1].min(value), told[2].max(value), value];
        }
        columns
    }

    #[test]
    fn a_thinned_curve_has_the_ends_and_the_extremes_of_every_column() {
        let value = |day: i32| f64::from(day * 7_919 % 1_999) / 200.0 - 5.0;
        let points: Vec<Point> =
            (0..20_000).map(|day| Point { value: value(day), ..point(day, 1.0) }).collect();
        let shown = Shown { first: 0.0, last: 20_000.0 };
        let thin = thinned(points.clone(), shown, 200);
        assert_eq!(columns(&thin, 100), columns(&points, 100));
        assert!(thin.len() <= 4 * 200 && thin.is_sorted_by_key(|point| point.day));
        assert_eq!(thinned(points.clone(), shown, 5_000), points, "few points are left as they are");
    }
}
