//! The text alternative of a figure: what a reader of the same data as a table would learn.

use super::Request;
use super::words::Words;
use crate::session::Session;

/// The text, in lines.
pub(super) fn alt(_: &Session, _: &Request, words: &Words) -> String {
    words.caption.clone()
}
