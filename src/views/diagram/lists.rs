//! Lists of numbers, one after the other in one array.

/// For each key, from 0, the values that were filed under it, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Lists {
    /// Files the numbers from 0 under `keys`, each below `count`: a counting sort.
    pub fn new(count: usize, keys: impl Iterator<Item = u32> + Clone) -> Self {
        Self::of_pairs(count, keys.zip(0..))
    }

    /// Files values under keys, each below `count`.
    pub fn of_pairs(count: usize, filed: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0u32; count + 1];
        for (key, _) in filed.clone() {
            starts[key as usize + 1] += 1;
        }
        for key in 0..count {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut values = vec![0; starts[count] as usize];
        for (key, value) in filed {
            let place = &mut next[key as usize];
            values[*place as usize] = value;
            *place += 1;
        }
        Self { starts, values }
    }

    /// The values of a key.
    pub fn of(&self, key: usize) -> &[u32] {
        &self.values[self.starts[key] as usize..self.starts[key + 1] as usize]
    }

    /// All values, by key.
    pub fn into_values(self) -> Vec<u32> {
        self.values
    }

    /// All values, by key.
    pub fn values(&self) -> &[u32] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_under_their_keys_in_the_order_in_which_they_came() {
        let lists = Lists::new(4, [2, 0, 2, 3, 0].into_iter());
        let all: Vec<&[u32]> = (0..4).map(|key| lists.of(key)).collect();
        assert_eq!(all, [&[1, 4][..], &[], &[0, 2], &[3]]);
        assert_eq!(lists.values(), [1, 4, 0, 2, 3]);
    }
}
