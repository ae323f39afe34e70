//! Texts by numbers, each once, in a few bytes beside its own.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use foldhash::quality::FixedState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

/// Texts by numbers, from 0 on.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    /// All of them, one after the other.
    all: String,
    ends: Ends,
    table: Parts<u32>,
    hasher: RandomState,
}

impl Texts {
    /// The number of a text; `None` where it was never added.
    pub fn find(&self, text: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(text);
        self.table.part(hash).find(hash, |&number| self.get(number) == text).copied()
    }

    /// The number of a text that was added, or is now.
    pub fn add(&mut self, text: &str) -> u32 {
        let Self { all, ends, table, hasher } = self;
        let (eq, rehash) = (
            |&number: &u32| part(all, ends, number) == text,
            |&number: &u32| hasher.hash_one(part(all, ends, number)),
        );
        let hash = hasher.hash_one(text);
        match table.part_mut(hash).entry(hash, eq, rehash) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                // No memory holds so many that they could not be counted.
                let number = ends.low.len() as u32;
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

fn part<'a>(all: &'a str, ends: &Ends, number: u32) -> &'a str {
    let start = number.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(0);
    ends.get(number).and_then(|end| all.get(start..end)).unwrap_or_default()
}

/// Where each text ends, in four bytes.
#[derive(Clone, Debug, Default)]
struct Ends {
    /// The lower 32 bits.
    low: Vec<u32>,
    /// From which numbers on the rest is greater by one.
    steps: Vec<u32>,
}

impl Ends {
    fn push(&mut self, end: usize) {
        let number = self.low.len() as u32;
        let rest = (end as u64 >> 32) as usize;
        self.steps.resize(self.steps.len().max(rest), number);
        self.low.push(end as u32);
    }

    fn get(&self, number: u32) -> Option<usize> {
        let low = *self.low.get(number as usize)?;
        let rest = self.steps.partition_point(|&step| step <= number) as u64;
        Some((rest << 32 | u64::from(low)) as usize)
    }
}

/// A hash table in parts, each larger than the one before. A table that grows is in memory twice, and half empty
/// afterwards: of these, one after the other does.
#[derive(Clone, Debug)]
struct Parts<T>([HashTable<T>; 16]);

/// Where each part but the first begins, in parts of 65,536 of all hashes: 2^(n/16) - 1.
const BOUNDS: [u16; 15] = [
    2_902, 5_932, 9_096, 12_400, 15_850, 19_454, 23_216, 27_146, 31_249, 35_534, 40_009, 44_682, 49_562,
    54_658, 59_979,
];

impl<T> Default for Parts<T> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| HashTable::new()))
    }
}

impl<T> Parts<T> {
    fn part(&self, hash: u64) -> &HashTable<T> {
        &self.0[Self::number(hash)]
    }

    fn part_mut(&mut self, hash: u64) -> &mut HashTable<T> {
        &mut self.0[Self::number(hash)]
    }

    /// By bits of the hash in its middle, as tables look at both its ends.
    fn number(hash: u64) -> usize {
        let bits = (hash >> 32) as u16;
        BOUNDS.partition_point(|&bound| bound <= bits)
    }
}

/// Some texts by hashes of 64 bits, so that they take the same few bytes however long they are. Of a hundred million,
/// two are taken for the same once in several thousand times.
#[derive(Clone, Debug, Default)]
pub struct Hashes {
    table: Parts<u64>,
}

impl Hashes {
    /// The hash of a text, which is always the same.
    pub fn of(text: &str) -> u64 {
        FixedState::default().hash_one(text)
    }

    /// Whether there is a hash.
    pub fn has(&self, hash: u64) -> bool {
        self.table.part(hash).find(hash, |&other| other == hash).is_some()
    }

    /// Adds a hash.
    pub fn add(&mut self, hash: u64) {
        self.table.part_mut(hash).entry(hash, |&other| other == hash, |&other| other).or_insert(hash);
    }
}

/// What each of some texts stands for: another of them. Both are numbers.
#[derive(Clone, Debug, Default)]
pub struct Links(Vec<u32>);

impl Links {
    /// For a text that stands for none.
    const NONE: u32 = u32::MAX;

    /// What a text stands for.
    pub fn get(&self, text: u32) -> Option<u32> {
        self.0.get(text as usize).copied().filter(|&other| other != Self::NONE)
    }

    /// Lets a text stand for another, unless it does for one already.
    pub fn add(&mut self, text: u32, other: u32) {
        let text = text as usize;
        if text >= self.0.len() {
            self.0.resize(text + 1, Self::NONE);
        }
        if let Some(place) = self.0.get_mut(text).filter(|place| **place == Self::NONE) {
            *place = other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ends_beyond_four_gibibytes_are_kept() {
        let (mut ends, all) = (Ends::default(), [3, 3, 1 << 32, (1 << 32) + 5, 3 << 32, (3 << 32) + 1_usize]);
        all.iter().for_each(|&end| ends.push(end));
        let kept: Vec<_> = (0..7).map_while(|number| ends.get(number)).collect();
        assert_eq!(kept, all);
    }

    #[test]
    fn the_first_link_of_a_text_stays() {
        let mut links = Links::default();
        links.add(2, 7);
        links.add(2, 8);
        assert_eq!([0, 2, 3].map(|text| links.get(text)), [None, Some(7), None]);
    }

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
