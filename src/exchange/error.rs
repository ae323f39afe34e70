//! Why nothing came of an import or an export. Each reads as one line.

use std::io;

use super::Format;

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The file cannot be opened, read or written.
    #[error("{name} {what}{}", and_hint(.hint))]
    File {
        /// The file.
        name: String,
        /// What is wrong, to follow the name.
        what: String,
        /// What to do about it; it may be empty.
        hint: String,
    },
    /// The file is broken at a line.
    #[error("{name}:{line}: {what}{}", and_hint(.hint))]
    Line {
        /// The file.
        name: String,
        /// 1-based line.
        line: u64,
        /// What is wrong.
        what: String,
        /// What to do about it; it may be empty.
        hint: String,
    },
    /// It was asked to stop.
    #[error("stopped; nothing was imported")]
    Cancelled,
    /// The format holds less than the dataset, and that was not allowed.
    #[error("{} cannot hold all of this dataset: {}", .format.title(), .losses.join("; "))]
    Loss {
        /// The format.
        format: Format,
        /// What would be lost, a clause each.
        losses: Vec<String>,
    },
}

fn and_hint(hint: &str) -> String {
    if hint.is_empty() { String::new() } else { format!("; {hint}") }
}

impl ExchangeError {
    /// Something is wrong with a file as a whole.
    pub fn file(name: &str, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::File { name: name.to_owned(), what: what.into(), hint: hint.into() }
    }

    /// Something is wrong with a line of a file.
    pub fn line(name: &str, line: u64, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Line { name: name.to_owned(), line, what: what.into(), hint: hint.into() }
    }

    /// A file that could not be read on.
    pub fn io(name: &str, error: &io::Error) -> Self {
        if is_cancelled(error) {
            return Self::Cancelled;
        }
        let (what, hint) = match error.kind() {
            io::ErrorKind::NotFound => ("does not exist".to_owned(), "check its name and folder"),
            io::ErrorKind::PermissionDenied => ("may not be read".to_owned(), "check its permissions"),
            io::ErrorKind::IsADirectory => ("is a folder".to_owned(), "name a file in it"),
            io::ErrorKind::UnexpectedEof => {
                ("ends too early: it is truncated".to_owned(), "fetch or copy it again")
            }
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                (format!("is damaged: {error}"), "fetch or copy it again")
            }
            _ => (format!("cannot be read: {error}"), ""),
        };
        Self::file(name, what, hint)
    }
}

/// The error by which a reader tells those above it that it was asked to stop.
pub(super) fn cancelled() -> io::Error {
    io::Error::other(Stopped)
}

/// Whether an error only says that the import was asked to stop.
pub(super) fn is_cancelled(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Stopped>())
}

#[derive(Debug, thiserror::Error)]
#[error("stopped")]
struct Stopped;
