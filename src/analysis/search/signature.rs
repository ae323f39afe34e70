//! What cannot be found in an item, told by 16 bytes of it.

use std::num::NonZero;
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::dataset::Dataset;

use super::Spelling;
use super::fields::{Items, Texts};
use super::word::Word;

/// For each item which letters or, where it is not found by letters that are apart, which pairs of neighbouring
/// letters its texts hold: a Bloom filter (Bloom 1970) with one hash.
#[derive(Debug)]
pub(super) struct Signatures(Vec<u128>);

/// The bit of a letter; ASCII has a bit for each.
fn letter_bit(letter: char) -> u128 {
    1 << (u32::from(letter) % 128)
}

fn pair_bit(first: char, second: char) -> u128 {
    let mixed = u32::from(first).wrapping_mul(0x9e37_79b1) ^ u32::from(second).wrapping_mul(0x85eb_ca6b);
    1 << (mixed.wrapping_mul(0xc2b2_ae35) >> 25)
}

/// The letters of a folded text.
pub(super) fn letters(text: &str) -> u128 {
    text.chars().fold(0, |bits, letter| bits | letter_bit(letter))
}

/// The pairs of neighbours of a folded text.
pub(super) fn pairs(text: &str) -> u128 {
    let mut letters = text.chars();
    let Some(mut before) = letters.next() else { return 0 };
    letters.fold(0, |bits, letter| bits | pair_bit(std::mem::replace(&mut before, letter), letter))
}

impl Signatures {
    fn new(dataset: &Dataset) -> Self {
        let items = Items::new(dataset);
        let mut signatures = vec![0; items.len()];
        let share = items.len().div_ceil(threads(items.len())).max(1);
        thread::scope(|scope| {
            for (nth, part) in signatures.chunks_mut(share).enumerate() {
                scope.spawn(move || {
                    let mut texts = Texts::default();
                    for (number, signature) in (nth * share..).zip(part) {
                        texts.read(dataset, items.item(number));
                        let of = if number < items.named() { letters } else { pairs };
                        *signature = texts.iter().fold(0, |bits, (_, _, text)| bits | of(text));
                    }
                });
            }
        });
        Self(signatures)
    }

    /// Whether each word may be found in the item of a number. `is_named` says that it is found by its letters.
    pub fn may_hold(&self, number: usize, words: &[Word], spelling: Spelling, is_named: bool) -> bool {
        let signature = self.0[number];
        words.iter().all(|word| {
            let missing = if is_named { word.letters } else { word.pairs } & !signature;
            match spelling {
                Spelling::Right => missing == 0,
                // A slip takes a letter away, or three pairs where it swaps two letters.
                Spelling::Off => missing.count_ones() as usize <= word.slips() * if is_named { 1 } else { 3 },
            }
        })
    }
}

/// How many threads are worth their while for so many items.
pub(super) fn threads(items: usize) -> usize {
    let most = thread::available_parallelism().map_or(1, NonZero::get);
    (items >> 14).clamp(1, most)
}

/// What a search must know of a dataset beforehand. It is found out when it is first needed, or earlier on a thread;
/// all clones share it.
#[derive(Clone, Debug, Default)]
pub struct Preparation(Arc<OnceLock<Signatures>>);

/// From so many items on it takes longer than a frame.
const MANY: usize = 50_000;

impl Preparation {
    /// Prepares for searching `dataset`, a large one on a thread of its own.
    pub fn ahead_of_search(dataset: &Arc<Dataset>) -> Self {
        let preparation = Self::default();
        if Items::new(dataset).len() >= MANY {
            let (own, dataset) = (preparation.clone(), Arc::clone(dataset));
            thread::spawn(move || _ = own.signatures(&dataset));
        }
        preparation
    }

    pub(super) fn signatures(&self, dataset: &Dataset) -> &Signatures {
        self.0.get_or_init(|| Signatures::new(dataset))
    }
}
