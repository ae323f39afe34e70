//! Texts by numbers, each once, in a few bytes beside its own.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Texts by numbers, from 0 on.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// All of them, one after the other.
    all: String,
    /// Where each ends.
    ends: Vec<usize>,
    table: HashTable<u32>,
    hasher: RandomState,
}

impl Texts {
    /// The number of a text; `None` where it was never added.
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&number| self.get(number) == text).copied()
    }

    /// The number of a text that was added, or is now.
    pub fn add(&mut self, text: &str) -> u32 {
        let Self { all, ends, table, hasher } = self;
        let (eq, rehash) = (
            |&number: &u32| part(all, ends, number) == text,
            |&number: &u32| hasher.hash_one(part(all, ends, number)),
        );
        match table.entry(hasher.hash_one(text), eq, rehash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                // No memory holds so many that they could not be counted.
                let number = ends.len() as u32;
                place.insert(number);
                all.push_str(text);
                ends.push(all.len());
                number
            }
        }
    }

    /// The text of a number; empty where there is none.
    pub fn get(&self, number: u32) -> &str {
        part(&self.all, &self.ends, number)
    }
}

fn part<'a>(all: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(number).and_then(|&end| all.get(start..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_text_has_one_number(texts in prop::collection::vec("[ab]{0,3}", 0..60)) {
            let mut known = Texts::default();
            let mut first: Vec<String> = Vec::new();
            for text in texts {
                prop_assert_eq!(known.find(&text).is_some(), first.contains(&text));
                let number = known.add(&text) as usize;
                if number == first.len() {
                    first.push(text.clone());
                }
                prop_assert_eq!(first.get(number), Some(&text));
                prop_assert_eq!(known.get(number as u32), &text);
            }
        }
    }
}
