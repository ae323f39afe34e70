//! Why a command ended early, and what the person and the shell are told.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;

/// Why a command ended before it did what was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Something is wrong with the data, a file or the display: each line says one thing. No line where the
    /// command's output has said it all.
    Data(Vec<String>),
    /// The command was not understood.
    Usage(String),
    /// Help or the version was asked for.
    Help(String),
    /// Nobody reads the output any more, as under `| head -1`.
    Unread,
}

impl Stop {
    /// One thing is wrong with the data.
    pub fn data(line: impl fmt::Display) -> Self {
        Self::Data(vec![line.to_string()])
    }

    /// Tells the person on stderr, a line for each thing (help on stdout), and the shell by the exit code.
    pub fn tell(&self) -> ExitCode {
        match self {
            Self::Data(lines) => {
                lines.iter().for_each(|line| complain(line));
                ExitCode::from(1)
            }
            Self::Usage(line) => {
                complain(&format!("{line} (see detente --help)"));
                ExitCode::from(2)
            }
            Self::Help(text) => {
                // Where nobody reads the help, nobody can be told.
                let _ = io::stdout().write_all(text.as_bytes());
                ExitCode::SUCCESS
            }
            Self::Unread => ExitCode::SUCCESS,
        }
    }
}

/// One line on stderr.
fn complain(line: &str) {
    // Where stderr is closed, nobody can be told.
    let _ = writeln!(io::stderr(), "detente: {}", in_one_line(line));
}

/// The text with each line break and other control character, such as those of a file's name, as a space.
fn in_one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl From<io::Error> for Stop {
    /// The output could not be written.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Unread,
            _ => Self::data(format!("the output cannot be written: {error}")),
        }
    }
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        if error.use_stderr() {
            Self::Usage(first_paragraphs(&error.render().to_string()))
        } else {
            Self::Help(error.render().to_string())
        }
    }
}

/// What clap says before its usage lines, in one line.
fn first_paragraphs(rendered: &str) -> String {
    let mut said = String::new();
    let lines = rendered.lines().map(str::trim);
    let ends = |line: &&str| !line.starts_with("Usage:") && !line.starts_with("For more information");
    for line in lines.take_while(ends).filter(|line| !line.is_empty()) {
        let line = line.strip_prefix("error: ").unwrap_or(line);
        if !said.is_empty() {
            said.push_str(if line.starts_with("tip:") { "; " } else { " " });
        }
        said.push_str(line);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_clap_says_becomes_one_line() {
        let rendered = "error: the following required arguments were not provided:\n  --of <ID>\n  --toward \
                        <ID>\n\nUsage: detente series\n\nFor more information, try '--help'.\n";
        assert_eq!(
            first_paragraphs(rendered),
            "the following required arguments were not provided: --of <ID> --toward <ID>"
        );
        let tip =
            "error: unexpected argument '--off' found\n\n  tip: a similar argument exists: '--of'\n\nUsage:";
        assert_eq!(
            first_paragraphs(tip),
            "unexpected argument '--off' found; tip: a similar argument exists: '--of'"
        );
    }

    #[test]
    fn a_closed_pipe_is_no_error() {
        assert_eq!(Stop::from(io::Error::from(io::ErrorKind::BrokenPipe)), Stop::Unread);
        assert!(matches!(Stop::from(io::Error::from(io::ErrorKind::StorageFull)), Stop::Data(_)));
    }

    #[test]
    fn a_line_stays_one() {
        assert_eq!(in_one_line("a\nb\u{1b}[31mc"), "a b [31mc");
    }
}
