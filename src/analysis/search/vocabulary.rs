//! The words that occur in the texts of a dataset.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use super::fields::{Texts, Use};
use super::fold::words;
use super::word::Word;

/// The words in which a slip of a query can be, each once: one text, and where each word ends in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    text: String,
    ends: Vec<u32>,
}

/// The shortest word that another can be taken for.
const SHORTEST: usize = 3;

/// Words that are being collected.
#[derive(Default)]
pub(super) struct Collector(HashSet<String, RandomState>);

impl Collector {
    /// Adds the words of an item, but not those of keys that are not guessed at.
    pub fn add(&mut self, texts: &Texts) {
        for (_, _, text) in texts.iter().filter(|(_, text_use, _)| *text_use != Use::Key) {
            for (_, word) in words(text) {
                if word.len() >= SHORTEST && !self.0.contains(word) {
                    self.0.insert(word.to_owned());
                }
            }
        }
    }
}

impl Vocabulary {
    /// All words that were collected.
    pub fn new(collectors: impl Iterator<Item = Collector>) -> Self {
        let words: HashSet<String, RandomState> = collectors.flat_map(|collector| collector.0).collect();
        let mut vocabulary = Self::default();
        for word in words {
            vocabulary.text.push_str(&word);
            vocabulary.ends.push(vocabulary.text.len() as u32);
        }
        vocabulary
    }

    /// The words that a word of a query may be meant for.
    pub fn near(&self, word: &Word) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let words = starts.zip(&self.ends).map(|(start, &end)| &self.text[start as usize..end as usize]);
        words.filter(|other| word.distance(other).is_some())
    }
}
