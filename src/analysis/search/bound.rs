//! How well a word fits a name at most, told by the marks of the name.
//!
//! nucleo-matcher 0.3 gives a letter 16 points (its `score.rs`); twice 10 more to the first letter of a word that begins
//! a word of the name, and 10 to another that does. A letter next to the one before it has what that one had on top or 4
//! points; one that is further on costs 3 points or more. What begins no word and follows no neighbour has nothing on top.

use super::signature::{Marks, beginning_bit, is_beginning, pair_bit};

/// For a letter.
const MATCH: i32 = 16;

/// For one that begins a word: what it has after white space, which is the most.
const BEGINNING: i32 = 10;

/// For a neighbour, at least.
const NEIGHBOUR: i32 = 4;

/// Off for letters left out, at least.
const GAP: i32 = 3;

/// A score where something holds, otherwise one below all others; without a branch, as no processor can guess it.
fn only_where(holds: bool, score: i32) -> i32 {
    score - (1 << 20) * i32::from(!holds)
}

/// A bound of the score of one word.
pub(super) struct Bound {
    letters: Vec<Letter>,
}

struct Letter {
    /// The bits of letters that say that it begins a word somewhere; none where that cannot be told.
    beginning: u128,
    /// The bits of pairs that say that it stands after the letter before it somewhere; none for the first.
    pair: u128,
    /// Whether it may begin a word there.
    is_beginning: bool,
}

impl Bound {
    /// For a folded word.
    pub fn new(word: &[char]) -> Self {
        let before = std::iter::once(None).chain(word.iter().copied().map(Some));
        let letter = |(before, &letter): (Option<char>, &char)| {
            let beginning = beginning_bit(letter);
            Letter {
                beginning,
                pair: before.map_or(0, |before| pair_bit(before, letter)),
                is_beginning: beginning == 0 || is_beginning(before, letter),
            }
        };
        Self { letters: before.zip(word).map(letter).collect() }
    }

    /// The most points that the word can have in a text with such marks, or in one of several texts with them
    /// together. The letters of the word are in them.
    pub fn score(&self, marks: Marks) -> u32 {
        let begins = |letter: &Letter| letter.beginning & !marks.letters == 0;
        let mut letters = self.letters.iter();
        let Some(first) = letters.next() else { return 0 };
        // Of all ways to fit the letters up to this one, and of those whose last neighbours go back to a beginning.
        let mut best = MATCH + if begins(first) { 2 * BEGINNING } else { 0 };
        let mut begun = only_where(begins(first), best);
        for letter in letters {
            let is_neighbour = letter.pair & !marks.pairs == 0;
            let apart = best - GAP + MATCH;
            let next = apart + (GAP + NEIGHBOUR) * i32::from(is_neighbour);
            let run = if letter.is_beginning { best } else { begun };
            begun = only_where(is_neighbour, run + MATCH + BEGINNING)
                .max(only_where(begins(letter), apart + BEGINNING));
            best = next.max(begun);
        }
        best.unsigned_abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::search::fold::{Folded, fold_into};
    use nucleo_matcher::{Config, Matcher, Utf32Str};
    use proptest::prelude::*;
    use std::cell::{Cell, RefCell};

    /// Few letters, so that many words are in many texts; marks and letters of all kinds.
    const LETTERS: &str = "[aabbceg1207я界ǅß²Ⅷéİ /:,'_ –-]";

    fn marks(texts: &[String]) -> Marks {
        let mut marks = Marks::default();
        for text in texts {
            let mut folded = String::new();
            fold_into(text, &mut folded);
            marks.add(&folded);
        }
        marks
    }

    #[test]
    fn no_score_is_above_the_bound() {
        let (text, word) = (format!("{LETTERS}{{0,24}}"), format!("{LETTERS}{{1,6}}"));
        let texts = prop::collection::vec(text.as_str(), 1..4);
        let matcher = RefCell::new(Matcher::new(Config::DEFAULT));
        let config = ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() };
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let fits = Cell::new(0);
        let held = runner.run(&(texts, word.as_str()), |(texts, word)| {
            let word = Folded::new(&word).chars;
            let most = Bound::new(&word).score(marks(&texts));
            for text in &texts {
                let text = Folded::new(text).chars;
                let score =
                    matcher.borrow_mut().fuzzy_match(Utf32Str::Unicode(&text), Utf32Str::Unicode(&word));
                fits.set(fits.get() + usize::from(score.is_some()));
                prop_assert!(score.map_or(0, u32::from) <= most, "{score:?} is above {most}");
            }
            Ok(())
        });
        held.unwrap_or_else(|error| panic!("{error}"));
        assert!(fits.get() > 1000, "the texts hold few of the words: {}", fits.get());
    }

    /// The matcher folds texts by itself: what it takes for a letter must be that letter here as well.
    #[test]
    fn folded_letters_are_not_folded_further() {
        for letter in '\0'..=char::MAX {
            for &folded in &Folded::new(letter.encode_utf8(&mut [0; 4])).chars {
                let further = nucleo_matcher::chars::normalize(folded);
                assert_eq!(nucleo_matcher::chars::to_lower_case(further), folded, "{letter:?}");
            }
        }
    }

    #[test]
    fn letters_that_are_scattered_are_bounded_well_below_a_fit() {
        let bound = |word: &str, text: &str| {
            let most = Bound::new(&Folded::new(word).chars).score(marks(&[text.to_owned()]));
            let best = Bound::new(&Folded::new(word).chars).score(marks(&[word.to_owned()]));
            (most, best)
        };
        assert_eq!(bound("naeo", "naeo"), (114, 114));
        assert_eq!(bound("naeo", "belna karto"), (16 + 20 + 13 + 13, 114));
        assert_eq!(bound("g20", "group of 20"), (36 + 23 + 26, 88));
    }
}
