//! Many short lists in two flat arrays.

use crate::dataset::Id;

/// A list of values for each of a number of owners: all lists one after the other, and where each begins.
#[derive(Clone, Debug)]
pub(super) struct Lists<T> {
    /// Where the list of each owner begins, and where the last one ends.
    starts: Vec<u32>,
    values: Vec<T>,
}

impl<T: Id> Lists<T> {
    /// The lists of `owners` owners. `visit` names every owner with a value of it, in the order of the lists;
    /// it is called twice, once to count and once to fill, and must say the same both times. A value that an
    /// owner has already is left out.
    pub fn new(owners: usize, visit: impl Fn(&mut dyn FnMut(usize, T))) -> Self {
        let mut starts = vec![0_u32; owners + 1];
        visit(&mut |owner, _| starts[owner + 1] += 1);
        for owner in 0..owners {
            starts[owner + 1] += starts[owner];
        }
        let count = starts[owners] as usize;
        let mut lists = Self { starts, values: vec![T::from_index(0); count] };
        let mut free = lists.starts.clone();
        visit(&mut |owner, value| {
            lists.values[free[owner] as usize] = value;
            free[owner] += 1;
        });
        lists.drop_repeated();
        lists
    }

    /// The number of owners.
    pub fn owners(&self) -> usize {
        self.starts.len() - 1
    }

    /// The list of an owner.
    pub fn of(&self, owner: usize) -> &[T] {
        &self.values[self.starts[owner] as usize..self.starts[owner + 1] as usize]
    }

    fn drop_repeated(&mut self) {
        // For each value, the last owner that has it, so that no list is searched.
        let most = self.values.iter().map(|value| value.index()).max().map_or(0, |most| most + 1);
        let mut last_owner = vec![u32::MAX; most];
        let mut kept = 0;
        for owner in 0..self.starts.len() - 1 {
            let list = self.starts[owner] as usize..self.starts[owner + 1] as usize;
            self.starts[owner] = kept;
            for at in list {
                let value = self.values[at];
                let last = &mut last_owner[value.index()];
                if *last != owner as u32 {
                    *last = owner as u32;
                    self.values[kept as usize] = value;
                    kept += 1;
                }
            }
        }
        if let Some(end) = self.starts.last_mut() {
            *end = kept;
        }
        self.values.truncate(kept as usize);
        self.values.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::EventId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_list_has_the_values_of_its_owner_in_order_and_each_once(
            pairs in prop::collection::vec((0..5_usize, 0..9_usize), 0..60),
        ) {
            let lists = Lists::<EventId>::new(5, |visit| {
                pairs.iter().for_each(|&(owner, value)| visit(owner, EventId::from_index(value)));
            });
            for owner in 0..5 {
                let mut expected: Vec<usize> = Vec::new();
                for &(_, value) in pairs.iter().filter(|pair| pair.0 == owner) {
                    if !expected.contains(&value) {
                        expected.push(value);
                    }
                }
                let found: Vec<usize> = lists.of(owner).iter().map(|id| id.index()).collect();
                prop_assert_eq!(found, expected);
            }
        }
    }
}
