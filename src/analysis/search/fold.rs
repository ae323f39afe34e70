//! Text as search sees it: without case and diacritics.

use std::ops::Range;

use nucleo_matcher::chars;

/// A text folded for search, and the way back to the original.
#[derive(Clone, Default, Debug)]
pub(super) struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// For each of them, the bytes of the original that it stands for.
    bytes: Vec<Range<usize>>,
}

impl Folded {
    /// Folds case, Latin letters with diacritics (in one code point or with combining marks), dashes and
    /// quotation marks.
    pub fn new(text: &str) -> Self {
        let mut folded = Self::default();
        for (start, character) in text.char_indices() {
            let end = start + character.len_utf8();
            if is_combining(character) {
                if let Some(letter) = folded.bytes.last_mut() {
                    letter.end = end;
                }
            } else {
                folded.chars.push(fold(character));
                folded.bytes.push(start..end);
            }
        }
        folded
    }

    /// The bytes of the original under `positions` (ascending), neighbours joined.
    pub fn ranges(&self, positions: &[u32]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for bytes in positions.iter().filter_map(|&position| self.bytes.get(position as usize)) {
            match ranges.last_mut() {
                Some(last) if last.end == bytes.start => last.end = bytes.end,
                Some(_) | None => ranges.push(bytes.clone()),
            }
        }
        ranges
    }
}

/// Appends a text as [`Folded`] has it.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        folded[start..].make_ascii_lowercase();
    } else {
        // A combining mark at the start has no letter to join, and is left out as well.
        folded.extend(text.chars().filter(|&character| !is_combining(character)).map(fold));
    }
}

/// The words of a text: runs of letters and digits, with the byte at which each begins.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_mark = |character: char| !character.is_alphanumeric();
    let mut next = 0;
    let pieces = text.split_inclusive(is_mark).map(move |piece| {
        let start = next;
        next += piece.len();
        (start, piece.trim_end_matches(is_mark))
    });
    pieces.filter(|(_, word)| !word.is_empty())
}

fn fold(character: char) -> char {
    match character {
        '‐' | '‑' | '‒' | '–' | '—' => '-',
        '‘' | '’' | 'ʻ' | 'ʼ' => '\'',
        '“' | '”' => '"',
        // Not all capital letters with diacritics are in the table of the crate, the small ones are.
        other => chars::to_lower_case(chars::normalize(chars::to_lower_case(other))),
    }
}

/// Combining Diacritical Marks, the block that decomposed Latin letters use.
fn is_combining(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// How many letters must be inserted, left out, replaced or swapped with their neighbour to make one text of
/// the other: the optimal string alignment distance (Damerau 1964).
pub(super) fn distance(a: &[char], b: &[char]) -> usize {
    let mut two_back = vec![0; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let replaced = previous[j] + usize::from(from != to);
            let mut least = replaced.min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                least = least.min(two_back[j - 1] + 1);
            }
            row.push(least);
        }
        two_back = std::mem::replace(&mut previous, row);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        Folded::new(text).chars.into_iter().collect()
    }

    #[test]
    fn case_diacritics_dashes_and_quotation_marks_are_folded() {
        assert_eq!(folded("MĀORI"), "maori");
        assert_eq!(folded("āēīōū ĀĒĪŌŪ ÅØŁĐŠŽÇĞŞİÑ åøłđšžçğşıñ"), "aeiou aeiou aoldszcgsin aoldszcgsin");
        assert_eq!(folded("Ma\u{304}ori"), "maori");
        assert_eq!(folded("Indo–Pacific’s"), "indo-pacific's");
    }

    #[test]
    fn ranges_lead_back_to_the_original() {
        let text = "te Ma\u{304}ori, Ōtautahi";
        let shown = |positions: &[u32]| -> Vec<&str> {
            Folded::new(text).ranges(positions).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(shown(&[3, 4, 5]), ["Ma\u{304}o"]);
        assert_eq!(shown(&[0, 10, 11, 99]), ["t", "Ōt"]);
    }

    #[test]
    fn a_text_is_folded_the_same_in_either_way() {
        for text in ["", "MĀORI", "\u{304}Ma\u{304}ori", "Indo–Pacific’s", "ASCII only: [A-Z]"] {
            let mut into = String::new();
            fold_into(text, &mut into);
            assert_eq!(into, folded(text));
        }
    }

    #[test]
    fn words_are_found_where_they_stand() {
        let found: Vec<(usize, &str)> = words("a-bc – ’d").collect();
        assert_eq!(found, [(0, "a"), (2, "bc"), (12, "d")]);
        assert_eq!(words("").chain(words(" -")).count(), 0);
    }

    #[test]
    fn distance_counts_slips_of_the_finger() {
        let between = |a: &str, b: &str| distance(&Folded::new(a).chars, &Folded::new(b).chars);
        assert_eq!(between("zelenskyy", "zelensky"), 1);
        assert_eq!(between("nzl", "nlz"), 1);
        assert_eq!(between("kitten", "sitting"), 3);
        assert_eq!(between("", "abc"), 3);
        assert_eq!(between("abc", ""), 3);
    }
}
