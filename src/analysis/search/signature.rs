//! What cannot be found in an item, and how well it can be found at best, told by 18 bytes of it, or 34 where it has a
//! name of its own.

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
    /// [`Marks::letters`] of each item that is found by letters that are apart.
    letters: Vec<u128>,
    /// [`Marks::pairs`] of each item.
    pairs: Vec<u128>,
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

/// What texts are made of: Bloom filters (Bloom 1970) with one hash.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Marks {
    /// The letters in them, and which of these begin words.
    pub letters: u128,
    /// The pairs of neighbouring letters.
    pub pairs: u128,
}

impl Marks {
    /// Of a folded text.
    pub fn new(text: &str) -> Self {
        let mut marks = Self::default();
        marks.add(text);
        marks
    }

    /// Adds those of a folded text.
    pub fn add(&mut self, text: &str) {
        let mut before = None;
        for letter in text.chars() {
            self.letters |= letter_bit(letter);
            if is_beginning(before, letter) {
                self.letters |= beginning_bit(letter);
            }
            if let Some(before) = before {
                self.pairs |= pair_bit(before, letter);
            }
            before = Some(letter);
        }
    }

    /// Whether all of them are among others.
    pub fn are_in(self, others: Self) -> bool {
        self.letters & !others.letters == 0 && self.pairs & !others.pairs == 0
    }
}

/// The bit of a letter; ASCII has a bit for each.
fn letter_bit(letter: char) -> u128 {
    1 << (u32::from(letter) % 128)
}

/// The letters of a folded text.
pub(super) fn letters(text: &str) -> u128 {
    text.chars().fold(0, |bits, letter| bits | letter_bit(letter))
}

/// The bit that says that a letter begins a word: that of the capital, of which folded texts have none, or, for a digit,
/// of a control character. Other letters have no bit.
pub(super) fn beginning_bit(letter: char) -> u128 {
    match letter {
        'a'..='z' | '0'..='9' => 1 << (u32::from(letter) - 32),
        _ => 0,
    }
}

/// Whether a letter begins a word after another, or at the start of a text; a number within a word counts as one.
pub(super) fn is_beginning(before: Option<char>, letter: char) -> bool {
    before.is_none_or(|before| {
        if letter.is_ascii_digit() { !before.is_ascii_digit() } else { !before.is_alphanumeric() }
    })
}

/// The bit of two neighbours.
pub(super) fn pair_bit(first: char, second: char) -> u128 {
    let mixed = u32::from(first).wrapping_mul(0x9e37_79b1) ^ u32::from(second).wrapping_mul(0x85eb_ca6b);
    1 << (mixed.wrapping_mul(0xc2b2_ae35) >> 25)
}

impl Signatures {
    fn new(dataset: &Dataset) -> Self {
        let items = Items::new(dataset);
        let count = items.len();
        let share = count.div_ceil(threads(count)).max(1);
        let mut signatures = Self {
            letters: vec![0; items.named()],
            pairs: vec![0; count],
            lengths: vec![Lengths { name: 0, shortest: 0 }; count],
            vocabulary: Vocabulary::default(),
        };
        let collectors: Vec<Collector> = thread::scope(|scope| {
            // Items with names are the first of all, and of a part.
            let letters =
                signatures.letters.chunks_mut(share).chain(std::iter::repeat_with(Default::default));
            let parts = signatures.pairs.chunks_mut(share).zip(signatures.lengths.chunks_mut(share));
            let parts =
                parts.zip(letters).map(|((pairs, lengths), letters)| Part { letters, pairs, lengths });
            let sign = |(nth, part)| scope.spawn(move || sign(dataset, nth * share, part));
            let running: Vec<_> = parts.enumerate().map(sign).collect();
            // A thread that ended badly has told so already.
            running.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
        });
        signatures.vocabulary = Vocabulary::new(collectors.into_iter());
        signatures
    }

    /// Whether each word may be found in the item of a number: told at a glance, so that most items take no longer.
    pub fn may_hold(&self, number: usize, words: &[Word]) -> bool {
        match self.letters.get(number) {
            Some(&letters) => words.iter().all(|word| word.may_have_letters_in(letters)),
            None => words.iter().all(|word| word.may_have_pairs_in(self.pairs[number])),
        }
    }

    /// The marks of the texts of the item of a number; what is not known of them may be there.
    pub fn marks(&self, number: usize) -> Marks {
        let letters = self.letters.get(number).copied().unwrap_or(u128::MAX);
        Marks { letters, pairs: self.pairs[number] }
    }

    /// What bounds the place of the item of a number.
    pub fn lengths(&self, number: usize) -> Lengths {
        self.lengths[number]
    }
}

/// Some items that one thread signs.
struct Part<'a> {
    /// Of the first items, those that have names.
    letters: &'a mut [u128],
    pairs: &'a mut [u128],
    lengths: &'a mut [Lengths],
}

/// Signs the items from number `first` on, and collects their words.
fn sign(dataset: &Dataset, first: usize, part: Part) -> Collector {
    let items = Items::new(dataset);
    let mut texts = Texts::default();
    let mut collector = Collector::default();
    let mut letters = part.letters.iter_mut();
    for (number, (pairs, lengths)) in (first..).zip(part.pairs.iter_mut().zip(part.lengths)) {
        texts.read(dataset, items.item(number));
        let mut marks = Marks::default();
        texts.iter().for_each(|(_, _, text)| marks.add(text));
        *pairs = marks.pairs;
        if let Some(letters) = letters.next() {
            *letters = marks.letters;
        }
        *lengths = Lengths::new(&texts);
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
