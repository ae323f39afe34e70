//! Fewer points for the same picture: M4 (Jugel, Jerzak, Hackenbroich and Markl, "M4: A Visualization-Oriented Time
//! Series Data Aggregation", PVLDB 7(10), 2014).
//!
//! A line drawn through the first, the lowest, the highest and the last point of each column of pixels covers the same
//! pixels as the line through all points.

use std::cmp::Ordering;
use std::ops::Range;

/// The points to draw, ascending, of a series with `x` in order and as many `y`: of each of `columns` equal columns
/// between `left` and `right` the first, the lowest, the highest and the last (of equals the first), at most four; and
/// the nearest point beyond either end, so that the line runs off the picture. Of points without a number for `y`
/// only those are named that are the first or the last. All points where there are no columns to tell apart. O(points).
pub fn m4(x: &[f64], y: &[f64], left: f64, right: f64, columns: usize) -> Vec<usize> {
    let count = x.len().min(y.len());
    let (x, y) = (&x[..count], &y[..count]);
    if columns == 0 || left.partial_cmp(&right) != Some(Ordering::Less) {
        return (0..count).collect();
    }
    let seen = x.partition_point(|&x| x < left)..x.partition_point(|&x| x <= right);
    let mut kept = Vec::with_capacity((4 * columns).min(seen.len()) + 2);
    kept.extend(seen.start.checked_sub(1));
    let width = (right - left) / columns as f64;
    let mut start = seen.start;
    let mut guess = seen.len() / columns;
    for column in 1..=columns {
        // The last column has its right edge too.
        let end = if column == columns {
            seen.end
        } else {
            start + before(&x[start..seen.end], left + width * column as f64, guess)
        };
        guess = end - start;
        keep(y, start..end, &mut kept);
        start = end;
    }
    kept.extend((seen.end < count).then_some(seen.end));
    kept
}

/// How many of ascending numbers are less than `edge`: about `guess`, since neighbouring columns are nearly as full.
/// Steps double from there, so that few lines of memory are touched.
fn before(x: &[f64], edge: f64, guess: usize) -> usize {
    let guess = guess.min(x.len());
    let mut step = 8;
    let (mut low, mut high) = (guess, guess);
    while low > 0 && x[low - 1] >= edge {
        (low, high) = (low.saturating_sub(step), low - 1);
        step *= 2;
    }
    while high < x.len() && x[high] < edge {
        (low, high) = (high + 1, x.len().min(high + step));
        step *= 2;
    }
    low + x[low..high].partition_point(|&x| x < edge)
}

/// Adds the four points of one column, each once.
fn keep(y: &[f64], column: Range<usize>, kept: &mut Vec<usize>) {
    if column.len() <= 2 {
        kept.extend(column);
        return;
    }
    let (first, last) = (column.start, column.end - 1);
    let (low, high) = extremes(&y[column]);
    let (low, high) = (first + low.unwrap_or(0), first + high.unwrap_or(0));
    for point in [first, low.min(high), low.max(high), last] {
        if kept.last().is_none_or(|&before| before < point) {
            kept.push(point);
        }
    }
}

/// Numbers that are compared side by side.
const LANES: usize = 8;
/// Numbers after which it is noted whether one was lower or higher than all before.
const BLOCK: usize = 64;

/// Where the lowest and the highest number are, of equals the first. `None` where there are no numbers.
fn extremes(y: &[f64]) -> (Option<usize>, Option<usize>) {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut low_start, mut high_start) = (0, 0);
    for (nth, block) in y.chunks(BLOCK).enumerate() {
        let (block_low, block_high) = bounds(block);
        if block_low < low {
            (low, low_start) = (block_low, nth * BLOCK);
        }
        if block_high > high {
            (high, high_start) = (block_high, nth * BLOCK);
        }
    }
    let place = |start: usize, sought: f64| {
        let at = y.iter().skip(start).take(BLOCK).position(|&y| y == sought)?;
        Some(start + at)
    };
    (place(low_start, low), place(high_start, high))
}

/// The lowest and the highest number of a block. What is not a number never takes the place of one.
fn bounds(block: &[f64]) -> (f64, f64) {
    let least = |least: f64, &y: &f64| if y < least { y } else { least };
    let most = |most: f64, &y: &f64| if y > most { y } else { most };
    let (chunks, rest) = block.as_chunks::<LANES>();
    let (mut lows, mut highs) = ([f64::INFINITY; LANES], [f64::NEG_INFINITY; LANES]);
    for chunk in chunks {
        for lane in 0..LANES {
            lows[lane] = least(lows[lane], &chunk[lane]);
            highs[lane] = most(highs[lane], &chunk[lane]);
        }
    }
    let low = lows.iter().chain(rest).fold(f64::INFINITY, least);
    let high = highs.iter().chain(rest).fold(f64::NEG_INFINITY, most);
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The column of a point of the picture.
    fn column(x: f64, left: f64, right: f64, columns: usize) -> usize {
        let width = (right - left) / columns as f64;
        (1..columns).find(|&column| x < left + width * column as f64).unwrap_or(columns) - 1
    }

    /// First, lowest, highest and last `y` of each column that has any.
    fn drawn(points: &[(f64, f64)], left: f64, right: f64, columns: usize) -> Vec<Option<[f64; 4]>> {
        let mut all = vec![None; columns];
        for &(x, y) in points.iter().filter(|(x, _)| (left..=right).contains(x)) {
            let [_, low, high, last] = all[column(x, left, right, columns)].get_or_insert([y; 4]);
            (*low, *high, *last) = (low.min(y), high.max(y), y);
        }
        all
    }

    proptest! {
        #[test]
        fn each_column_is_drawn_as_by_all_points(
            mut x in prop::collection::vec(0.0..100.0_f64, 0..400),
            y in prop::collection::vec(-9..9_i32, 400),
            ends in (-10.0..60.0_f64, 1.0..80.0_f64),
            columns in 1..40_usize,
        ) {
            x.sort_by(f64::total_cmp);
            let y: Vec<f64> = y.into_iter().map(f64::from).collect();
            let (left, right) = (ends.0, ends.0 + ends.1);
            let kept = m4(&x, &y, left, right, columns);
            prop_assert!(kept.is_sorted_by(|a, b| a < b));
            let points: Vec<(f64, f64)> = x.iter().copied().zip(y).collect();
            let few: Vec<(f64, f64)> = kept.iter().map(|&at| points[at]).collect();
            prop_assert_eq!(drawn(&few, left, right, columns), drawn(&points, left, right, columns));
            for column in 0..columns {
                let in_column = |&&(x, _): &&(f64, f64)| {
                    (left..=right).contains(&x) && self::column(x, left, right, columns) == column
                };
                prop_assert!(few.iter().filter(in_column).count() <= 4);
            }
            let beyond = [x.iter().rposition(|&x| x < left), x.iter().position(|&x| x > right)];
            for neighbour in beyond.into_iter().flatten() {
                prop_assert!(kept.contains(&neighbour));
            }
        }

        #[test]
        fn the_first_of_the_extremes_is_found(y in prop::collection::vec(-5..5_i32, 0..80)) {
            let y: Vec<f64> = y.into_iter().map(f64::from).collect();
            let low = y.iter().copied().reduce(f64::min).and_then(|low| y.iter().position(|&y| y == low));
            let high = y.iter().copied().reduce(f64::max).and_then(|high| y.iter().position(|&y| y == high));
            prop_assert_eq!(extremes(&y), (low, high));
        }
    }

    #[test]
    fn what_is_no_number_is_no_extreme() {
        let y: Vec<f64> = (0..40).map(|at| if at % 3 == 0 { f64::NAN } else { f64::from(at) }).collect();
        assert_eq!(extremes(&y), (Some(1), Some(38)));
        assert_eq!(extremes(&[f64::NAN; 20]), (None, None));
        let x: Vec<f64> = (0..40).map(f64::from).collect();
        assert_eq!(m4(&x, &y, 0.0, 39.0, 1), [0, 1, 38, 39]);
    }

    #[test]
    fn without_columns_all_points_are_kept() {
        let (x, y) = ([1.0, 2.0, 3.0], [0.0; 3]);
        assert_eq!(m4(&x, &y, 0.0, 4.0, 0), [0, 1, 2]);
        assert_eq!(m4(&x, &y, 4.0, 4.0, 9), [0, 1, 2]);
        assert_eq!(m4(&[], &[], 0.0, 1.0, 9), [0_usize; 0]);
    }
}
