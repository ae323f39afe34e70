//! Finding a quotation in a text, in time linear in the text; each place where it stands costs one look at
//! its prefix and suffix.

use std::cmp::Reverse;
use std::ops::Range;

use super::record::SelectorRecord;

/// A quotation with its context: a `TextQuoteSelector` of the W3C Web Annotation Data Model, section 4.2.4.
#[derive(Clone, Copy)]
pub(super) struct Quote<'a> {
    pub(super) exact: &'a str,
    prefix: &'a str,
    suffix: &'a str,
}

/// Where a quotation is expected, to choose among several matches.
pub(super) struct Expected {
    /// The very span, in bytes, where the text is long enough to have it.
    pub(super) span: Option<Range<usize>>,
    /// Where its start was, in bytes.
    pub(super) start: Option<usize>,
    /// The paragraph, in bytes.
    pub(super) paragraph: Option<Range<usize>>,
}

impl<'a> Quote<'a> {
    /// The quotation of a selector, where it quotes something.
    pub(super) fn of(selector: &'a SelectorRecord) -> Option<Self> {
        match selector {
            SelectorRecord::TextQuoteSelector { exact, .. } if exact.is_empty() => None,
            SelectorRecord::TextQuoteSelector { exact, prefix, suffix } => {
                Some(Self { exact, prefix, suffix })
            }
            SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => None,
        }
    }
}

/// The best match of the very words.
pub(super) fn find_exact(text: &str, quote: Quote<'_>, expected: &Expected) -> Option<Range<usize>> {
    let spans = occurrences(text.as_bytes(), quote.exact.as_bytes()).map(|at| at..at + quote.exact.len());
    best(
        expected,
        spans.map(|span| {
            let before = text.get(..span.start).is_some_and(|before| before.ends_with(quote.prefix));
            let after = text.get(span.end..).is_some_and(|after| after.starts_with(quote.suffix));
            (span, usize::from(before) + usize::from(after))
        }),
    )
}

/// The best match with spaces, case, quotation marks and dashes folded.
pub(super) fn find_loose(text: &str, quote: Quote<'_>, expected: &Expected) -> Option<Range<usize>> {
    let [exact, prefix, suffix] =
        [quote.exact, quote.prefix, quote.suffix].map(|text| Folded::new(text).chars);
    let (exact, prefix, suffix) = (trim(&exact), trim(&prefix), trim(&suffix));
    if exact.is_empty() {
        return None;
    }
    let folded = Folded::new(text);
    best(
        expected,
        occurrences(&folded.chars, exact).filter_map(|at| {
            let end = at + exact.len();
            let before = trim(folded.chars.get(..at)?).ends_with(prefix);
            let after = trim(folded.chars.get(end..)?).starts_with(suffix);
            Some((folded.span(at..end)?, usize::from(before) + usize::from(after)))
        }),
    )
}

/// The match whose context fits best; then the one at the recorded span, in the recorded paragraph, nearest
/// to the recorded start; then the first.
fn best(expected: &Expected, matches: impl Iterator<Item = (Range<usize>, usize)>) -> Option<Range<usize>> {
    let rank = |(span, fits): &(Range<usize>, usize)| {
        let is_there = expected.span.as_ref() == Some(span);
        let is_near = expected
            .paragraph
            .as_ref()
            .is_some_and(|paragraph| paragraph.start <= span.start && span.end <= paragraph.end);
        let distance = expected.start.map(|start| start.abs_diff(span.start));
        (Reverse(*fits), Reverse(is_there), Reverse(is_near), distance)
    };
    matches.min_by_key(rank).map(|(span, _)| span)
}

/// Where a pattern that is not empty begins in a text, overlapping matches included (Knuth, Morris and
/// Pratt, "Fast pattern matching in strings", SIAM Journal on Computing 6, 1977).
fn occurrences<'a, T: PartialEq>(text: &'a [T], pattern: &'a [T]) -> impl Iterator<Item = usize> + 'a {
    let borders = borders(pattern);
    let mut matched = 0;
    text.iter().enumerate().filter_map(move |(index, item)| {
        matched = extend(pattern, &borders, matched, item);
        (matched == pattern.len()).then(|| index + 1 - pattern.len())
    })
}

/// For each prefix of a pattern, the length of the longest proper prefix of it that is also its suffix.
fn borders<T: PartialEq>(pattern: &[T]) -> Vec<usize> {
    let mut borders = Vec::with_capacity(pattern.len());
    let mut matched = 0;
    for (index, item) in pattern.iter().enumerate() {
        if index > 0 {
            matched = extend(pattern, &borders, matched, item);
        }
        borders.push(matched);
    }
    borders
}

/// How much of the pattern matches once one more item is read.
fn extend<T: PartialEq>(pattern: &[T], borders: &[usize], mut matched: usize, item: &T) -> usize {
    loop {
        if pattern.get(matched) == Some(item) {
            return matched + 1;
        }
        match matched.checked_sub(1).and_then(|last| borders.get(last)) {
            Some(&shorter) => matched = shorter,
            None => return 0,
        }
    }
}

/// A text without the differences that copying and typesetting make, and the way back from it.
struct Folded {
    chars: Vec<char>,
    /// Of each folded character, the bytes of the character that it comes from.
    sources: Vec<(usize, usize)>,
}

impl Folded {
    fn new(text: &str) -> Self {
        let mut folded = Self { chars: Vec::new(), sources: Vec::new() };
        for (at, char) in text.char_indices() {
            let source = (at, at + char.len_utf8());
            match char {
                // Soft hyphen, zero-width space and joiners, byte order mark.
                '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {}
                '“' | '”' | '„' | '‟' | '«' | '»' | '″' => folded.push('"', source),
                '‘' | '’' | '‚' | '‛' | '‹' | '›' | '′' | '`' | '´' => {
                    folded.push('\'', source)
                }
                '-' | '\u{2010}'..='\u{2015}' | '−' => folded.push_once('-', source),
                '…' => (0..3).for_each(|_| folded.push('.', source)),
                'ς' => folded.push('σ', source),
                char if char.is_whitespace() => folded.push_once(' ', source),
                char => char.to_lowercase().for_each(|lower| folded.push(lower, source)),
            }
        }
        folded
    }

    fn push(&mut self, char: char, source: (usize, usize)) {
        self.chars.push(char);
        self.sources.push(source);
    }

    /// Pushes a character unless it would repeat the last one.
    fn push_once(&mut self, char: char, source: (usize, usize)) {
        if self.chars.last() != Some(&char) {
            self.push(char, source);
        }
    }

    /// The bytes that folded characters come from.
    fn span(&self, range: Range<usize>) -> Option<Range<usize>> {
        let (first, _) = self.sources.get(range.start)?;
        let (_, last) = self.sources.get(range.end.checked_sub(1)?)?;
        Some(*first..*last)
    }
}

/// A folded text without the space, at most one, at either end.
fn trim(chars: &[char]) -> &[char] {
    let chars = chars.strip_prefix(&[' ']).unwrap_or(chars);
    chars.strip_suffix(&[' ']).unwrap_or(chars)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, pattern: &str) -> Vec<usize> {
        occurrences(text.as_bytes(), pattern.as_bytes()).collect()
    }

    #[test]
    fn every_occurrence_is_found_overlapping_ones_too() {
        assert_eq!(all("aaaa", "aa"), [0, 1, 2]);
        assert_eq!(all("abababcababac", "ababac"), [7]);
        assert_eq!(all("aabaabaaab", "aabaaa"), [3]);
        assert_eq!(all("abc", "abcd"), [0; 0]);
        assert_eq!(all("", "a"), [0; 0]);
    }

    #[test]
    fn folding_keeps_the_way_back_to_the_bytes() {
        let text = "A \u{a0}“Ünion”\u{ad}—now…";
        let folded = Folded::new(text);
        assert_eq!(folded.chars.iter().collect::<String>(), "a \"ünion\"-now...");
        let at = folded.chars.iter().position(|&char| char == 'ü').unwrap();
        assert_eq!(folded.span(at..at + 5).map(|span| &text[span]), Some("Ünion"));
        let len = folded.chars.len();
        assert_eq!(folded.span(len - 1..len).map(|span| &text[span]), Some("…"));
    }
}
