//! The words of a query, and how well they fit a text.

use std::ops::Range;

use memchr::memmem::Finder;
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::Spelling;
use super::bound::Bound;
use super::fields::{Field, Use};
use super::fold::{Folded, distance, words};
use super::signature::{Marks, letters};
use super::vocabulary::Vocabulary;

/// How well a word fits at most where its letters must stand together: at the beginning of a text or after a space.
const AFTER_SPACE: u32 = 3;

/// One word of a query.
pub(super) struct Word {
    folded: String,
    chars: Vec<char>,
    finder: Finder<'static>,
    /// The score of the word in itself.
    best: u32,
    bound: Bound,
    marks: Marks,
    /// Those of the words of the dataset that it may be meant for.
    near: Vec<Marks>,
}

/// What finding words in texts takes: room that is used again.
pub(super) struct Finding {
    matcher: Matcher,
    chars: Vec<char>,
}

impl Default for Finding {
    fn default() -> Self {
        Self { matcher: Matcher::new(Config::DEFAULT), chars: Vec::new() }
    }
}

/// How well a word fits a text, and on which of its bytes.
type Fit = (u32, Range<usize>);

impl Word {
    /// A word of a folded text that is not empty.
    pub fn new(folded: &Folded, finding: &mut Finding) -> Self {
        let chars = folded.chars.clone();
        let folded: String = chars.iter().collect();
        let needle = Utf32Str::Unicode(&chars);
        let best = finding.matcher.fuzzy_match(needle, needle).map_or(0, u32::from);
        let finder = Finder::new(&folded).into_owned();
        Self {
            bound: Bound::new(&chars),
            // Where a word begins with other letters, it may be apart or within a word of an item.
            marks: Marks { letters: letters(&folded), pairs: Marks::new(&folded).pairs },
            near: Vec::new(),
            finder,
            best,
            folded,
            chars,
        }
    }

    /// Looks up what the word may be meant for.
    pub fn guess(&mut self, vocabulary: &Vocabulary) {
        self.near = vocabulary.near(self).map(Marks::new).collect();
    }

    /// Whether the word, or one that it may be meant for, can be in an item with such letters.
    pub fn may_have_letters_in(&self, letters: u128) -> bool {
        self.marks.letters & !letters == 0 || self.near.iter().any(|near| near.letters & !letters == 0)
    }

    /// Whether the word, or one that it may be meant for, can be in an item with such pairs of letters.
    pub fn may_have_pairs_in(&self, pairs: u128) -> bool {
        self.marks.pairs & !pairs == 0 || self.near.iter().any(|near| near.pairs & !pairs == 0)
    }

    /// How well the word fits any text of any item at most; `is_named` says that it is found by its letters.
    pub fn best(&self, is_named: bool) -> u32 {
        if is_named { Field::Name.rank() + self.best } else { Field::Label.rank() + AFTER_SPACE }
    }

    /// How well the word fits any text of an item with such marks at most; `None` where neither it nor one that it may be meant for can
    /// be there.
    pub fn most(&self, marks: Marks, is_named: bool) -> Option<u32> {
        if is_named && self.marks.letters & !marks.letters == 0 {
            let score = self.bound.score(marks);
            if self.is_fit(score) {
                return Some(Field::Name.rank() + score);
            }
        }
        if self.near.iter().any(|near| near.are_in(marks)) {
            let field = if is_named { Field::Name } else { Field::Label };
            return Some(field.rank() + AFTER_SPACE);
        }
        self.marks.are_in(marks).then_some(Field::Label.rank() + AFTER_SPACE)
    }

    /// How well the word fits a folded text; `None` where it does not.
    pub fn score(
        &self,
        (field, text_use, text): (Field, Use, &str),
        spelling: Spelling,
        finding: &mut Finding,
    ) -> Option<u32> {
        let as_written = match field {
            Field::Name => self.fuzzy_score(text, finding),
            Field::Label | Field::Text => self.part(text).map(|(score, _)| score),
        };
        match spelling {
            Spelling::Off if text_use != Use::Key => {
                as_written.or_else(|| self.near(text).map(|(score, _)| score))
            }
            Spelling::Right | Spelling::Off => as_written,
        }
    }

    /// On which characters of a text the word fits, where it does.
    pub fn positions(
        &self,
        field: Field,
        text: &Folded,
        spelling: Spelling,
        finding: &mut Finding,
    ) -> Vec<u32> {
        let folded: String = text.chars.iter().collect();
        if field == Field::Name && self.fuzzy_score(&folded, finding).is_some() {
            let mut positions = Vec::new();
            let (text, word) = (Utf32Str::Unicode(&text.chars), Utf32Str::Unicode(&self.chars));
            finding.matcher.fuzzy_indices(text, word, &mut positions);
            return positions;
        }
        let part = match field {
            Field::Name => None,
            Field::Label | Field::Text => self.part(&folded),
        };
        let fit = match spelling {
            Spelling::Right => part,
            Spelling::Off => part.or_else(|| self.near(&folded)),
        };
        let Some((_, bytes)) = fit else { return Vec::new() };
        let first = folded[..bytes.start].chars().count() as u32;
        (first..).take(folded[bytes].chars().count()).collect()
    }

    /// The letters of the word in their order, perhaps with others between them.
    fn fuzzy_score(&self, text: &str, finding: &mut Finding) -> Option<u32> {
        let score = match (text.is_ascii(), self.folded.is_ascii()) {
            (true, true) => {
                let (text, word) =
                    (Utf32Str::Ascii(text.as_bytes()), Utf32Str::Ascii(self.folded.as_bytes()));
                finding.matcher.fuzzy_match(text, word)?
            }
            (true, false) => return None,
            (false, _) => {
                finding.chars.clear();
                finding.chars.extend(text.chars());
                let (text, word) = (Utf32Str::Unicode(&finding.chars), Utf32Str::Unicode(&self.chars));
                finding.matcher.fuzzy_match(text, word)?
            }
        };
        debug_assert!(u32::from(score) <= self.best, "a bound that searches rely on");
        self.is_fit(score.into()).then_some(score.into())
    }

    /// Letters scattered over a long name fit almost any word: 7/10 of a perfect fit is asked for, which "nzl" has in
    /// "New Zealand" and "iran" has not in "Industrial Resilience".
    fn is_fit(&self, score: u32) -> bool {
        score * 10 >= self.best * 7
    }

    /// The word as it stands: at the beginning of a word or, where it is long enough to mean something, within. Best
    /// after a space, then after another mark.
    fn part(&self, text: &str) -> Option<Fit> {
        let mut best: Option<Fit> = None;
        for start in self.finder.find_iter(text.as_bytes()) {
            let score = match text[..start].chars().next_back() {
                None => AFTER_SPACE,
                Some(before) if before.is_whitespace() => AFTER_SPACE,
                Some(before) if !before.is_alphanumeric() => 2,
                Some(_) if self.chars.len() >= 4 => 1,
                Some(_) => continue,
            };
            if best.as_ref().is_none_or(|(best, _)| score > *best) {
                best = Some((score, start..start + self.folded.len()));
            }
            if score == AFTER_SPACE {
                break;
            }
        }
        best
    }

    /// A word of the text that is a letter or two off. The fewer the slips, the higher the score.
    fn near(&self, text: &str) -> Option<Fit> {
        let mut best: Option<(usize, Range<usize>)> = None;
        for (start, word) in words(text) {
            let Some(distance) = self.distance(word) else { continue };
            if best.as_ref().is_none_or(|(least, _)| distance < *least) {
                best = Some((distance, start..start + word.len()));
            }
        }
        best.map(|(distance, range)| (2_u32.saturating_sub(distance as u32), range))
    }

    /// How many slips away a word of a text is; `None` where it is too many.
    pub fn distance(&self, other: &str) -> Option<usize> {
        let length = self.chars.len();
        let slips = slips(length);
        // A character has four bytes at most, and most have one: few words are of a length that fits.
        if length < 4 || other.len() + slips < length || other.len() > 4 * (length + slips) {
            return None;
        }
        // A slip takes away one letter of the word at most, and gives one at most.
        let letters = letters(other);
        let apart =
            (self.marks.letters & !letters).count_ones().max((letters & !self.marks.letters).count_ones());
        if apart as usize > slips {
            return None;
        }
        let chars: Vec<char> = other.chars().collect();
        let distance = (chars.len().abs_diff(length) <= slips).then(|| distance(&chars, &self.chars));
        distance.filter(|&distance| distance <= slips)
    }
}

/// How many slips a word of `length` letters may hold and still be meant.
pub(super) fn slips(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=7 => 1,
        8.. => 2,
    }
}
