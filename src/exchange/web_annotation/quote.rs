//! The quoting rule, kept: a dataset holds at most a few words of a place, and never a whole sentence.

use unicode_segmentation::UnicodeSegmentation;

use crate::dataset::quoting::{MAX_WORDS, looks_like_sentence, word_count};

/// How far into a quotation that is too long its end is looked for, in words of Unicode Standard Annex 29.
const FARTHEST: usize = 4 * MAX_WORDS;

/// A quotation that keeps the rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Quote {
    /// The quoted fragment.
    pub exact: String,
    /// Text right before it.
    pub prefix: String,
    /// Text right after it.
    pub suffix: String,
}

/// What was done to make a quotation keep the rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fit {
    /// Nothing.
    Whole,
    /// What stands before and after it is shorter.
    LessContext,
    /// It ends earlier, and nothing stands after it.
    Cut,
}

impl Quote {
    /// Makes the quotation keep the rule: the context goes first, then the end. `None` where nothing would be left.
    pub(super) fn fit(mut self) -> Option<(Self, Fit)> {
        let keeps = |exact: &str| word_count(exact) <= MAX_WORDS && !looks_like_sentence(exact);
        if self.exact.trim().is_empty() {
            return None;
        }
        let is_cut = !keeps(&self.exact);
        if is_cut {
            let words = self.exact.unicode_word_indices().map(|(at, word)| at + word.len()).take(FARTHEST);
            let letters = self.exact.char_indices().map(|(at, c)| at + c.len_utf8()).take(MAX_WORDS);
            let fits = |end: &usize| *end < self.exact.len() && self.exact.get(..*end).is_some_and(keeps);
            let end = words.filter(fits).last().or_else(|| letters.filter(fits).last())?;
            self.exact.truncate(end);
            self.suffix.clear();
        }
        let is_long =
            |quote: &Self| word_count(&[&*quote.prefix, &quote.exact, &quote.suffix].concat()) > MAX_WORDS;
        let is_shortened = is_long(&self);
        if is_shortened {
            let room = MAX_WORDS.saturating_sub(word_count(&self.exact));
            self.prefix = last_words(&self.prefix, room / 2).to_owned();
            self.suffix = first_words(&self.suffix, room - room / 2).to_owned();
            if is_long(&self) {
                self.prefix.clear();
                self.suffix.clear();
            }
        }
        let fit = match (is_cut, is_shortened) {
            (true, _) => Fit::Cut,
            (false, true) => Fit::LessContext,
            (false, false) => Fit::Whole,
        };
        Some((self, fit))
    }
}

fn last_words(text: &str, count: usize) -> &str {
    let Some(nth) = count.checked_sub(1) else { return "" };
    text.unicode_word_indices().rev().nth(nth).map_or(text, |(at, _)| text.get(at..).unwrap_or_default())
}

fn first_words(text: &str, count: usize) -> &str {
    let Some(nth) = count.checked_sub(1) else { return "" };
    text.unicode_word_indices()
        .nth(nth)
        .map_or(text, |(at, word)| text.get(..at + word.len()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fit(exact: &str, prefix: &str, suffix: &str) -> Option<(String, String, String, Fit)> {
        let quote = Quote { exact: exact.to_owned(), prefix: prefix.to_owned(), suffix: suffix.to_owned() };
        quote.fit().map(|(quote, fit)| (quote.prefix, quote.exact, quote.suffix, fit))
    }

    fn is(prefix: &str, exact: &str, suffix: &str, fit: Fit) -> Option<(String, String, String, Fit)> {
        Some((prefix.to_owned(), exact.to_owned(), suffix.to_owned(), fit))
    }

    #[test]
    fn context_goes_before_words_and_whole_sentences_lose_their_end() {
        assert_eq!(fit("two words", "the ", " here"), is("the ", "two words", " here", Fit::Whole));
        assert_eq!(
            fit("one two three four five six seven eight", "a b c d ", " e f g h"),
            is("c d ", "one two three four five six seven eight", " e f", Fit::LessContext)
        );
        assert_eq!(fit("They signed it.", "", " x"), is("", "They signed it", "", Fit::Cut));
        let long = (1..40).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        assert_eq!(fit(&long, "before ", ""), is("", "w1 w2 w3 w4 w5 w6 w7 w8 w9 w10 w11 w12", "", Fit::Cut));
        assert_eq!(fit(" \n", "a", "b"), None);
    }

    proptest! {
        #[test]
        fn any_quotation_keeps_the_rule(exact in "[A-Za-z .,\u{30a0}-\u{30ff}\u{4e00}-\u{4eff}—-]{0,200}", prefix in "\\PC{0,60}", suffix in "\\PC{0,60}") {
            if let Some((prefix, exact, suffix, _)) = fit(&exact, &prefix, &suffix) {
                prop_assert!(word_count(&[prefix, exact.clone(), suffix].concat()) <= MAX_WORDS);
                prop_assert!(!looks_like_sentence(&exact));
            }
        }
    }
}
