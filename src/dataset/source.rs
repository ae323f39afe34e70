//! The text of an attached source, and the finding of excerpts in it.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

use sha2::{Digest, Sha256};

use super::excerpts::Excerpt;
use super::quote_search::{Expected, Quote, find_exact, find_loose};
use super::quoting;
use super::record::{SelectorRecord, TextRecord};

/// The text of a document that the person has attached.
#[derive(Clone, Debug)]
pub struct SourceText {
    text: String,
    /// The body paragraphs, in bytes of the text, without line ends.
    paragraphs: Vec<Range<usize>>,
    sha256: String,
    is_same: Option<bool>,
}

/// How an excerpt was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// At its position, and the quotation stands there.
    Position,
    /// By its quotation, elsewhere than at its position.
    Quote,
    /// By a quotation that differs in spaces, case or quotation marks.
    LooseQuote,
}

/// Where an excerpt stands in a text. Ranges are in bytes of [`SourceText::text`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passage {
    /// The whole paragraph.
    pub paragraph: Range<usize>,
    /// The span that proves it, inside the paragraph.
    pub span: Range<usize>,
    /// How it was found.
    pub found: Found,
}

impl SourceText {
    /// Takes in the bytes of a text file (UTF-8, with or without a byte order mark).
    ///
    /// The record says which lines are no body paragraph and which hash the coded text had; without one,
    /// every line that is not blank is a body paragraph. Lines end in LF or CRLF.
    ///
    /// # Errors
    /// [`SourceError`] where the bytes are no UTF-8 text.
    pub fn new(bytes: Vec<u8>, record: Option<&TextRecord>) -> Result<Self, SourceError> {
        let sha256 = sha256(&bytes);
        let mut text = String::from_utf8(bytes)
            .map_err(|error| SourceError::NotUtf8(error.utf8_error().valid_up_to()))?;
        if text.starts_with('\u{FEFF}') {
            text.remove(0);
        }
        let not_body = record.map_or(&[][..], |record| &record.not_body);
        let paragraphs = body_paragraphs(&text, not_body);
        let is_same = record.map(|record| record.sha256.eq_ignore_ascii_case(&sha256));
        Ok(Self { text, paragraphs, sha256, is_same })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// SHA-256 of the file's bytes (its byte order mark included), 64 lower-case hexadecimal digits.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// Whether the bytes are the very ones that the dataset was coded from; `None` where it gives no hash.
    pub fn is_same(&self) -> Option<bool> {
        self.is_same
    }

    /// The number of body paragraphs.
    pub fn paragraphs(&self) -> usize {
        self.paragraphs.len()
    }

    /// A body paragraph by its 1-based number, in bytes of the text, without its line end.
    pub fn paragraph(&self, number: u32) -> Option<Range<usize>> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.paragraphs.get(index).cloned()
    }

    /// Finds an excerpt, as [`Self::find_by`] does.
    pub fn find(&self, excerpt: Excerpt<'_>) -> Option<Passage> {
        self.find_by(&excerpt.selectors(), excerpt.paragraph())
    }

    /// Finds an excerpt that has some selectors and stands in a paragraph (1-based number) by position, then by quotation
    /// with its context; `None` where it is not there.
    ///
    /// A quotation that stands in several places is taken where its prefix and suffix fit; else at its
    /// recorded position, in its recorded paragraph, or nearest to that position. Where it stands nowhere,
    /// differences in spaces, case, quotation marks and dashes are forgiven. A position without a quotation
    /// counts only in the very text that was coded. Positions are in code points of the text without its
    /// byte order mark.
    pub fn find_by(&self, selectors: &[SelectorRecord], paragraph: Option<u32>) -> Option<Passage> {
        let position = selectors.iter().find_map(position);
        let recorded = position.clone().and_then(|code_points| self.bytes(code_points));
        let Some(quote) = selectors.iter().find_map(Quote::of) else {
            let trusted = recorded.filter(|_| self.is_same == Some(true));
            return trusted.map(|span| self.passage(span, Found::Position));
        };
        let stands_there = |span: &Range<usize>| self.text.get(span.clone()) == Some(quote.exact);
        if self.is_same == Some(true)
            && let Some(span) = recorded.clone().filter(stands_there)
        {
            return Some(self.passage(span, Found::Position));
        }
        let expected = Expected {
            start: position.map(|position| self.byte(position.start).unwrap_or(self.text.len())),
            span: recorded.clone(),
            paragraph: paragraph.and_then(|number| self.paragraph(number)),
        };
        if let Some(span) = find_exact(&self.text, quote, &expected) {
            let found = if recorded.as_ref() == Some(&span) { Found::Position } else { Found::Quote };
            return Some(self.passage(span, found));
        }
        let span = find_loose(&self.text, quote, &expected)?;
        Some(self.passage(span, Found::LooseQuote))
    }

    /// Whether a span, in bytes of the text, covers a complete sentence. The marks around the sentence need
    /// not be covered. Sentences are those of Unicode Standard Annex 29, section 5.
    pub fn is_whole_sentence(&self, span: Range<usize>) -> bool {
        if self.text.get(span.clone()).is_none() {
            return false;
        }
        let lines = self.lines_around(&span);
        let text = self.text.get(lines.clone()).unwrap_or_default();
        quoting::sentences(text).into_iter().any(|sentence| {
            span.start <= lines.start + sentence.start && lines.start + sentence.end <= span.end
        })
    }

    fn passage(&self, span: Range<usize>, found: Found) -> Passage {
        Passage { paragraph: self.lines_around(&span), span, found }
    }

    /// The lines that a span lies in, without the last one's end.
    fn lines_around(&self, span: &Range<usize>) -> Range<usize> {
        let before = self.text.get(..span.start).unwrap_or_default();
        let after = self.text.get(span.end..).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |line_end| line_end + 1);
        let rest = after.split('\n').next().unwrap_or_default();
        start..span.end + without_return(rest).len()
    }

    /// The bytes of a span in code points that is not empty; `None` where it is empty or beyond the text.
    fn bytes(&self, code_points: Range<usize>) -> Option<Range<usize>> {
        let start = self.byte(code_points.start)?;
        let length = code_points.end.checked_sub(code_points.start).filter(|&length| length > 0)?;
        let rest = self.text.get(start..)?;
        Some(start..start + byte_of(rest, length)?)
    }

    fn byte(&self, code_point: usize) -> Option<usize> {
        byte_of(&self.text, code_point)
    }
}

/// The byte that a code point begins at; the text's length for the one past the last.
fn byte_of(text: &str, code_point: usize) -> Option<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).nth(code_point)
}

fn position(selector: &SelectorRecord) -> Option<Range<usize>> {
    match selector {
        SelectorRecord::TextPositionSelector { start, end } => Some(*start..*end),
        SelectorRecord::TextQuoteSelector { .. } | SelectorRecord::FragmentSelector { .. } => None,
    }
}

/// The lines that are neither blank nor named as no body, as [`TextRecord::not_body`] has it.
fn body_paragraphs(text: &str, not_body: &[u32]) -> Vec<Range<usize>> {
    let not_body: HashSet<u32> = not_body.iter().copied().collect();
    let mut paragraphs = Vec::new();
    let mut start = 0;
    for (number, line) in (1_u32..).zip(text.split_inclusive('\n')) {
        let bare = without_return(line.strip_suffix('\n').unwrap_or(line));
        if !bare.trim().is_empty() && !not_body.contains(&number) {
            paragraphs.push(start..start + bare.len());
        }
        start += line.len();
    }
    paragraphs
}

fn without_return(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

/// The SHA-256 of bytes, in lowercase hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Why a source could not be attached.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SourceError {
    /// The bytes are no UTF-8.
    #[error("the file is not UTF-8 text (first wrong byte at offset {0})")]
    NotUtf8(usize),
}
