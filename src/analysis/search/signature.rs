//! What cannot be found in an item, and how well it can be found at best, told by 18 bytes of it.

use std::num::NonZero;
use std::sync::{Arc, OnceLock};
use std::thread;

use crate::dataset::Dataset;

use super::fields::{Items, Texts, Use};
use super::vocabulary::{Collector, Vocabulary};
use super::word::Word;

/// What is known of the texts of a dataset.
#[derive(Debug)]
pub(super) struct Signatures {
    /// For each item which letters or, where it is not found by letters that are apart, which pairs of neighbouring
    /// letters its texts hold: a Bloom filter (Bloom 1970) with one hash.
    items: Vec<u128>,
    /// Of each item.
    lengths: Vec<Lengths>,
    /// The words in all of them.
    pub vocabulary: Vocabulary,
}

/// What bounds the place of an item among hits without its texts being read, in characters; 255 stands for more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lengths {
    /// Of its name.
    pub name: u8,
    /// Of the shortest text that it is called by.
    pub shortest: u8,
}

impl Lengths {
    fn new(texts: &Texts) -> Self {
        let length = |text: &str| u8::try_from(text.chars().count()).unwrap_or(u8::MAX);
        let called = texts.iter().filter(|(_, text_use, _)| *text_use != Use::Said);
        let shortest = called.map(|(_, _, text)| length(text)).min().unwrap_or(u8::MAX);
        Self { name: length(texts.name()), shortest }
    }
}

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
        let count = Items::new(dataset).len();
        let mut items = vec![0; count];
        let share = count.div_ceil(threads(count)).max(1);
        let mut lengths = vec![Lengths { name: 0, shortest: 0 }; count];
        let collectors: Vec<Collector> = thread::scope(|scope| {
            let parts = items.chunks_mut(share).zip(lengths.chunks_mut(share)).enumerate();
            let sign = |(nth, part)| scope.spawn(move || sign(dataset, nth * share, part));
            let running: Vec<_> = parts.map(sign).collect();
            // A thread that ended badly has told so already.
            running.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
        });
        Self { items, lengths, vocabulary: Vocabulary::new(collectors.into_iter()) }
    }

    /// What bounds the place of the item of a number.
    pub fn lengths(&self, number: usize) -> Lengths {
        self.lengths[number]
    }

    /// Whether each word may be found in the item of a number. `is_named` says that it is found by its letters.
    pub fn may_hold(&self, number: usize, words: &[Word], is_named: bool) -> bool {
        let signature = self.items[number];
        words.iter().all(|word| word.may_be_in(signature, is_named))
    }
}

/// Signs the items from number `first` on, and collects their words.
fn sign(dataset: &Dataset, first: usize, (signatures, lengths): (&mut [u128], &mut [Lengths])) -> Collector {
    let items = Items::new(dataset);
    let mut texts = Texts::default();
    let mut collector = Collector::default();
    for (number, (signature, lengths)) in (first..).zip(signatures.iter_mut().zip(lengths)) {
        texts.read(dataset, items.item(number));
        *lengths = Lengths::new(&texts);
        let of = if number < items.named() { letters } else { pairs };
        *signature = texts.iter().fold(0, |bits, (_, _, text)| bits | of(text));
        collector.add(&texts);
    }
    collector
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
