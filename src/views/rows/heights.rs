//! Heights of rows, and where each of them stands.

/// Heights of rows and their sums: a binary indexed tree (Fenwick 1994).
#[derive(Default)]
pub struct Heights {
    rows: Vec<f32>,
    /// Entry `i` (from 1) holds the sum of the `i & −i` rows that end with row `i − 1`. Sums of many rows are
    /// beyond the precision of `f32`.
    sums: Vec<f64>,
}

impl Heights {
    /// So many rows of the same height.
    pub fn new(count: usize, estimate: f32) -> Self {
        let sums = (0..=count).map(|i| f64::from(estimate) * (i & i.wrapping_neg()) as f64).collect();
        Self { rows: vec![estimate; count], sums }
    }

    /// Sets the height of a row.
    pub fn set(&mut self, row: usize, height: f32) {
        let Some(old) = self.rows.get_mut(row) else { return };
        let change = f64::from(height) - f64::from(*old);
        *old = height;
        if change == 0.0 {
            return;
        }
        let mut at = row + 1;
        while let Some(sum) = self.sums.get_mut(at) {
            *sum += change;
            at += at & at.wrapping_neg();
        }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The height of all rows.
    pub fn total(&self) -> f64 {
        self.above(self.rows.len())
    }

    /// The height of the rows before `row`.
    pub fn above(&self, row: usize) -> f64 {
        let mut at = row.min(self.rows.len());
        let mut sum = 0.0;
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum
    }

    /// The row that stands at a height, the first above all and the last below.
    pub fn row_at(&self, height: f64) -> usize {
        let count = self.rows.len();
        let (mut at, mut rest) = (0, height);
        let mut step = (count + 1).next_power_of_two() / 2;
        while step > 0 {
            if let Some(&sum) = self.sums.get(at + step)
                && sum <= rest
            {
                at += step;
                rest -= sum;
            }
            step /= 2;
        }
        at.min(count.saturating_sub(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_places_are_those_of_a_plain_list() {
        let mut heights = Heights::new(300, 10.0);
        let mut plain = vec![10.0f32; 300];
        for step in 0..500usize {
            let (row, height) = (step * 7919 % 300, (step % 37) as f32);
            heights.set(row, height);
            plain[row] = height;
        }
        let mut sum = 0.0f64;
        for (row, height) in plain.into_iter().map(f64::from).enumerate() {
            assert_eq!(heights.above(row), sum);
            if height > 0.0 {
                assert_eq!(heights.row_at(sum), row, "its top");
                assert_eq!(heights.row_at(sum + height * 0.5), row, "its middle");
            }
            sum += height;
        }
        assert_eq!((heights.total(), heights.len()), (sum, 300));
        assert_eq!((heights.row_at(-5.0), heights.row_at(sum + 5.0)), (0, 299));
        assert_eq!(Heights::default().row_at(3.0), 0);
    }
}
