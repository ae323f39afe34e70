//! The text of an attached source, and the finding of excerpts in it.

use std::ops::Range;

use super::model::Excerpt;
use super::record::TextRecord;

/// The text of a document that the person has attached.
#[derive(Clone, Debug)]
pub struct SourceText {
    text: String,
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
    /// # Errors
    /// [`SourceError`] where the bytes are no UTF-8 text.
    pub fn new(_bytes: Vec<u8>, _record: Option<&TextRecord>) -> Result<Self, SourceError> {
        todo!()
    }
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Whether the bytes are the very ones that the dataset was coded from; `None` where it gives no hash.
    pub fn is_same(&self) -> Option<bool> {
        todo!()
    }
    /// Finds an excerpt by position, then by quotation with its context; `None` where it is not there.
    pub fn find(&self, _excerpt: &Excerpt) -> Option<Passage> {
        todo!()
    }
}

/// Why a source could not be attached.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SourceError {
    /// The bytes are no UTF-8.
    #[error("the file is not UTF-8 text (first wrong byte at offset {0})")]
    NotUtf8(usize),
}
