//! The quoting rule: a dataset quotes at most [`MAX_WORDS`] words of a place, and never a whole sentence.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::record::SelectorRecord;

/// The most words that an excerpt may quote, prefix and suffix included.
pub const MAX_WORDS: usize = 12;

/// All that a selector quotes: prefix, exact text and suffix, which stand next to each other in the
/// document. Empty where it quotes nothing.
pub fn quoted(selector: &SelectorRecord) -> String {
    match selector {
        SelectorRecord::TextQuoteSelector { exact, prefix, suffix } => [&**prefix, exact, suffix].concat(),
        SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => {
            String::new()
        }
    }
}

/// The number of words: what stands between spaces or long dashes and holds a letter or a digit. In a script
/// without spaces, each ideograph or kana is a word.
pub fn word_count(fragment: &str) -> usize {
    let words_in = |token: &str| {
        let ideographs = token.chars().filter(|&c| is_ideograph(c)).count();
        ideographs.max(usize::from(token.contains(char::is_alphanumeric)))
    };
    fragment.split(|c: char| c.is_whitespace() || matches!(c, '–' | '—')).map(words_in).sum()
}

/// Whether a fragment looks like a whole sentence by itself: two words or more (ideographs count), from a
/// capital (or a letter of a script without them) to a mark that ends a sentence, within or without
/// quotation marks. The text itself can say for sure: [`super::source::SourceText::is_whole_sentence`].
pub fn looks_like_sentence(fragment: &str) -> bool {
    let bare = fragment.trim_matches(|c: char| c.is_whitespace() || is_bracket(c));
    let begins = bare.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    let ends = bare.ends_with(['.', '!', '?', '…', '\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{61F}']);
    begins && ends && word_count(bare) >= 2
}

/// The sentences of a text, in bytes, each from its first letter or digit to its last.
///
/// Boundaries are those of Unicode Standard Annex 29, section 5, except that none is after a title (`Mr.`)
/// or an initial (`J.`).
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut is_cut_short = false;
    for (start, piece) in text.split_sentence_bound_indices() {
        let end = start + piece.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        let indent = piece.len() - piece.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        if end <= start {
            continue;
        }
        match sentences.last_mut() {
            Some(last) if is_cut_short => last.end = end,
            Some(_) | None => sentences.push(start + indent..end),
        }
        is_cut_short = ends_in_abbreviation(piece);
    }
    sentences
}

/// Whether a piece ends in a title or an initial, which a name follows.
fn ends_in_abbreviation(piece: &str) -> bool {
    const TITLES: [&str; 15] = [
        "Capt", "Col", "Dr", "Gen", "Gov", "Hon", "Lt", "Mr", "Mrs", "Ms", "Prof", "Rep", "Sen", "Sgt", "St",
    ];
    let Some(word) = piece.split_whitespace().next_back().and_then(|word| word.strip_suffix('.')) else {
        return false;
    };
    let word = word.trim_start_matches(is_bracket);
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    is_initial || TITLES.contains(&word)
}

fn is_bracket(c: char) -> bool {
    "\"'“”„‘’‚«»‹›()[]\u{300C}\u{300D}\u{300E}\u{300F}".contains(c)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_between_spaces_and_long_dashes() {
        for (text, words) in [
            ("", 0),
            (" – … ", 0),
            ("rules-based order", 2),
            ("New Zealand’s  role\nat sea", 5),
            ("trade—and aid", 3),
            ("10 of 12", 3),
            ("新西兰", 3),
        ] {
            assert_eq!(word_count(text), words, "{text:?}");
        }
    }

    #[test]
    fn prefix_and_suffix_count_with_the_quotation() {
        let quote = |prefix: &str, exact: &str, suffix: &str| SelectorRecord::TextQuoteSelector {
            exact: exact.into(),
            prefix: prefix.into(),
            suffix: suffix.into(),
        };
        assert_eq!(word_count(&quoted(&quote("the old ", "treaty", " of peace"))), 5);
        assert_eq!(word_count(&quoted(&quote("disarm", "ament", ""))), 1);
        assert_eq!(quoted(&SelectorRecord::TextPositionSelector { start: 0, end: 9 }), "");
    }

    #[test]
    fn a_fragment_looks_like_a_sentence_from_capital_to_full_stop() {
        for text in ["They signed.", "“They signed.”", "(Did they?)", "它签了。"] {
            assert!(looks_like_sentence(text), "{text}");
        }
        for text in ["", ".", "they signed.", "They signed", "Dr.", "signed. Then they left"] {
            assert!(!looks_like_sentence(text), "{text}");
        }
    }

    #[test]
    fn sentences_run_from_first_to_last_letter_and_over_titles() {
        let text = "“Mr. Ito met J. Doe.” Did they sign? Yes… ";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["Mr. Ito met J. Doe", "Did they sign", "Yes"]);
        assert!(sentences(" … \n").is_empty());
    }
}
