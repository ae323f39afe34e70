//! A report as text for a terminal, with the lines at fault shown and marked.

use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic as Rich, Label, LabelStyle};
use codespan_reporting::files::{Error, Files, Location};
use codespan_reporting::term::{self, termcolor};

use super::diagnostic::{Diagnostic, Report, Severity, ShownLine};
use super::suggest::harmless;

/// The most diagnostics that are shown; the rest are counted.
pub const SHOWN: usize = 50;

impl Report {
    /// The report for a terminal: the first [`SHOWN`] problems with their lines, then the counts.
    pub fn render(&self, colour: bool) -> String {
        let mut buffer = if colour { termcolor::Buffer::ansi() } else { termcolor::Buffer::no_color() };
        let mut text = String::new();
        for diagnostic in self.diagnostics.iter().take(SHOWN) {
            buffer.clear();
            let files = Shown { file: harmless(&self.file), lines: Lines::new(&diagnostic.shown) };
            let rich = self.rich(diagnostic, &files);
            match term::emit_to_write_style(&mut buffer, &term::Config::default(), &files, &rich) {
                Ok(()) => text.push_str(&String::from_utf8_lossy(buffer.as_slice())),
                // A line that cannot be drawn must not swallow what is wrong with it.
                Err(_) => text.push_str(&format!("{}\n\n", self.one_line(diagnostic))),
            }
        }
        text.push_str(&self.summary());
        text.push('\n');
        text
    }

    /// The counts in one line: `FILE: 3 errors, 1 warning`.
    pub fn summary(&self) -> String {
        let (errors, warnings) = (self.errors(), self.warnings());
        let file = harmless(&self.file);
        let mut text = match (errors, warnings) {
            (0, 0) => format!("{file}: no problems"),
            (errors, 0) => format!("{file}: {}", count(errors, "error")),
            (0, warnings) => format!("{file}: {}", count(warnings, "warning")),
            (errors, warnings) => {
                format!("{file}: {}, {}", count(errors, "error"), count(warnings, "warning"))
            }
        };
        let hidden = (errors + warnings).saturating_sub(SHOWN);
        if hidden > 0 {
            text.push_str(&format!("; the first {SHOWN} are shown, {hidden} more are not"));
        }
        text
    }

    fn rich(&self, diagnostic: &Diagnostic, files: &Shown) -> Rich<()> {
        let base = match diagnostic.severity {
            Severity::Error => Rich::error(),
            Severity::Warning => Rich::warning(),
        };
        let message = match diagnostic.line {
            0 => format!("{}: {}", files.file, diagnostic.message),
            _ => diagnostic.message.clone(),
        };
        let mut notes = Vec::new();
        if !diagnostic.hint.is_empty() {
            notes.push(diagnostic.hint.clone());
        }
        if diagnostic.path != "$" {
            notes.push(format!("at {}", diagnostic.path));
        }
        base.with_code(diagnostic.code.as_str())
            .with_message(message)
            .with_labels(files.lines.labels())
            .with_notes(notes)
    }
}

fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}

/// The lines of one diagnostic as the file that the renderer reads.
struct Shown {
    file: String,
    lines: Lines,
}

/// Lines that were cut out of a file, in its order.
struct Lines {
    text: String,
    lines: Vec<Line>,
    /// The marks, in the order of the text.
    marks: Vec<Marked>,
}

struct Marked {
    style: LabelStyle,
    /// Where it stands in the text.
    span: Range<usize>,
    /// 1-based column in the file.
    column: usize,
    label: String,
}

struct Line {
    /// What the renderer knows the line by: neighbours differ by one, others by more than two, since
    /// the renderer asks for a single line between two, which was not kept.
    index: usize,
    /// 1-based number in the file.
    number: usize,
    /// Where it stands in the text.
    span: Range<usize>,
}

impl Lines {
    fn new(shown: &[ShownLine]) -> Self {
        let mut in_order: Vec<_> = shown.iter().enumerate().collect();
        in_order.sort_by_key(|(_, line)| line.line);
        let mut lines = Self { text: String::new(), lines: Vec::new(), marks: Vec::new() };
        for (order, line) in in_order {
            let start = lines.text.len();
            lines.text.push_str(&line.text);
            lines.text.push('\n');
            let number = line.line as usize;
            let index = lines
                .lines
                .last()
                .map_or(0, |last: &Line| last.index + if last.number + 1 == number { 1 } else { 3 });
            lines.lines.push(Line { index, number, span: start..lines.text.len() });
            for (nth, mark) in line.marks.iter().enumerate() {
                // The line at fault comes first in what is shown, and on it the mark at fault.
                let at_fault = order == 0 && nth == 0;
                lines.marks.push(Marked {
                    style: if at_fault { LabelStyle::Primary } else { LabelStyle::Secondary },
                    span: start + mark.span.start..start + mark.span.end,
                    column: mark.column as usize,
                    label: mark.label.clone(),
                });
            }
        }
        lines
    }

    fn line(&self, index: usize) -> Result<&Line, Error> {
        let given = index;
        self.lines.iter().find(|line| line.index == index).ok_or(Error::LineTooLarge { given, max: 0 })
    }

    fn labels(&self) -> Vec<Label<()>> {
        self.marks
            .iter()
            .map(|mark| Label::new(mark.style, (), mark.span.clone()).with_message(mark.label.clone()))
            .collect()
    }
}

impl<'a> Files<'a> for Shown {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.file)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.lines.text)
    }

    fn line_index(&'a self, (): (), byte: usize) -> Result<usize, Error> {
        let line = self.lines.lines.iter().rev().find(|line| line.span.start <= byte);
        line.map(|line| line.index).ok_or(Error::FileMissing)
    }

    fn line_number(&'a self, (): (), index: usize) -> Result<usize, Error> {
        self.lines.line(index).map(|line| line.number)
    }

    fn line_range(&'a self, (): (), index: usize) -> Result<Range<usize>, Error> {
        self.lines.line(index).map(|line| line.span.clone())
    }

    fn location(&'a self, (): (), byte: usize) -> Result<Location, Error> {
        let line_number = self.line_number((), self.line_index((), byte)?)?;
        let mark = self.lines.marks.iter().find(|mark| mark.span.start == byte);
        Ok(Location { line_number, column_number: mark.map_or(1, |mark| mark.column) })
    }
}
