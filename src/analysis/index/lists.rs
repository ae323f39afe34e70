//! Many short lists in two flat arrays.

use crate::dataset::Id;
use crate::dataset::marks::places;

/// Values that one word says of whether they are there.
const WORD: usize = u64::BITS as usize;

/// A list of values for each of a number of owners: all lists one after the other, and where each begins.
#[derive(Clone, Debug)]
pub(super) struct Lists<T> {
    /// Where the list of each owner begins, and where the last one ends.
    starts: Vec<u32>,
    values: Vec<T>,
    /// More than the index of any value.
    end: usize,
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
        let mut lists = Self { starts, values: vec![T::from_index(0); count], end: 0 };
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

    /// The values of several owners, each once, from the lowest. For many owners what is looked up next about each value
    /// so comes in the order of the tables, which costs a fraction of going to and fro in them.
    pub fn of_all(&self, owners: impl Iterator<Item = usize> + Clone) -> Vec<T> {
        let count: usize = owners.clone().map(|owner| self.of(owner).len()).sum();
        let lists = owners.map(|owner| self.of(owner));
        if count * WORD < self.end {
            let mut few: Vec<T> = lists.flatten().copied().collect();
            few.sort_unstable_by_key(|value| value.index());
            few.dedup_by_key(|value| value.index());
            return few;
        }
        let mut has = vec![0u64; self.end.div_ceil(WORD)];
        for value in lists.flatten() {
            has[value.index() / WORD] |= 1 << (value.index() % WORD);
        }
        let mut all = Vec::with_capacity(count.min(self.end));
        for (nth, &word) in has.iter().enumerate() {
            all.extend(places(word).map(|place| T::from_index(nth * WORD + place)));
        }
        all
    }

    fn drop_repeated(&mut self) {
        // For each value, the last owner that has it, so that no list is searched.
        self.end = self.values.iter().map(|value| value.index()).max().map_or(0, |most| most + 1);
        let mut last_owner = vec![u32::MAX; self.end];
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
    use std::collections::BTreeSet;

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

        #[test]
        fn all_values_of_several_owners_come_once_and_in_order(
            pairs in prop::collection::vec((0..5_usize, 0..900_usize), 0..60),
            owners in prop::collection::vec(0..5_usize, 0..5),
        ) {
            let lists = Lists::<EventId>::new(5, |visit| {
                pairs.iter().for_each(|&(owner, value)| visit(owner, EventId::from_index(value)));
            });
            let theirs = pairs.iter().filter(|(owner, _)| owners.contains(owner)).map(|&(_, value)| value);
            let expected: Vec<usize> = theirs.collect::<BTreeSet<_>>().into_iter().collect();
            let found: Vec<usize> =
                lists.of_all(owners.iter().copied()).iter().map(|id| id.index()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
