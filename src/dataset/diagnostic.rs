//! What is wrong with a file, told so that an analyst can mend it: findings, diagnostics, the report.

use std::collections::BTreeMap;
use std::ops::Range;

pub use super::codes::{Code, Severity};
use super::locate::{JsonPath, Lines, PathSet, Position, floor_char};
use super::spans::Spans;
use super::suggest::harmless;

/// The most diagnostics that a report keeps; the rest are counted in [`Report::omitted_errors`] and
/// [`Report::omitted_warnings`].
pub const KEPT: usize = 20_000;

/// A problem, found at a path. [`Report::add`] turns it into a [`Diagnostic`] with line and column.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What kind of problem.
    pub code: Code,
    /// What is wrong, with what was found.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// The value that is wrong.
    pub path: JsonPath,
    /// What to point at, where that is not the value of `path`.
    pub at: Option<At>,
    /// Other places that have to do with it.
    pub related: Vec<(JsonPath, Option<Range<usize>>, String)>,
    /// Values that, were they themselves wrong, would make this finding void.
    pub depends: Vec<JsonPath>,
}

/// What a finding points at.
#[derive(Clone, PartialEq, Debug)]
pub enum At {
    /// A span of bytes of the text.
    Span(Range<usize>),
    /// Another value.
    Path(JsonPath),
}

impl Finding {
    /// A finding about the value of a path.
    pub fn new(code: Code, path: JsonPath, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), hint.into());
        Self { code, message, hint, path, at: None, related: Vec::new(), depends: Vec::new() }
    }

    /// Points at a span of the text.
    pub fn at_span(mut self, span: Range<usize>) -> Self {
        self.at = Some(At::Span(span));
        self
    }

    /// Points at another value than that of the path.
    pub fn at_path(mut self, path: JsonPath) -> Self {
        self.at = Some(At::Path(path));
        self
    }

    /// Names a related value.
    pub fn related(mut self, path: JsonPath, message: impl Into<String>) -> Self {
        self.related.push((path, None, message.into()));
        self
    }

    /// Names a value without which the finding is void.
    pub fn depends_on(mut self, path: JsonPath) -> Self {
        self.depends.push(path);
        self
    }

    /// The same, found in a part of the text that begins at a byte of it.
    pub(super) fn moved(mut self, start: usize) -> Self {
        let moved = |span: &mut Range<usize>| *span = span.start + start..span.end + start;
        if let Some(At::Span(span)) = &mut self.at {
            moved(span);
        }
        self.related.iter_mut().filter_map(|(_, span, _)| span.as_mut()).for_each(moved);
        self
    }

    /// The paths of what it points at.
    fn paths(&self) -> impl Iterator<Item = &JsonPath> {
        let shown = match &self.at {
            Some(At::Span(_)) => None,
            Some(At::Path(path)) => Some(path),
            None => Some(&self.path),
        };
        let related = self.related.iter().filter(|(_, span, _)| span.is_none());
        shown.into_iter().chain(related.map(|(path, ..)| path))
    }

    /// Whether the finding says nothing new where these values are known to be wrong.
    pub fn is_void(&self, wrong: &PathSet) -> bool {
        let shown = match &self.at {
            Some(At::Path(path)) => Some(path),
            Some(At::Span(_)) | None => None,
        };
        let mut told =
            std::iter::once(&self.path).chain(shown).chain(self.related.iter().map(|(path, ..)| path));
        told.any(|path| wrong.touches(path)) || self.depends.iter().any(|path| wrong.contains(path))
    }
}

/// A problem with its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, with what was found.
    pub message: String,
    /// What to do about it.
    pub hint: String,
    /// JSONPath (RFC 9535) of the value, such as `$.events[3].date`.
    pub path: String,
    /// 1-based line; 0 where the problem has no place in the text.
    pub line: u32,
    /// 1-based column in Unicode code points; 0 where the problem has no place in the text.
    pub column: u32,
    /// Bytes of the file.
    pub span: Range<usize>,
    /// The lines to show, the first of them the one at fault.
    pub(super) shown: Vec<ShownLine>,
}

/// A line of the file, or the part of it around a mark, kept so that the file itself need not be.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct ShownLine {
    /// 1-based number.
    pub line: u32,
    /// The text, without its line break; control characters are replaced by pictures of them.
    pub text: String,
    /// What to mark, in bytes of `text`, each with 1-based column and a label.
    pub marks: Vec<Mark>,
}

/// A marked part of a line.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Mark {
    pub span: Range<usize>,
    pub column: u32,
    pub label: String,
}

/// All that is wrong with one file: errors first, each group in the order of the text.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Report {
    /// Name of the file.
    pub file: String,
    /// The problems, at most [`KEPT`].
    pub diagnostics: Vec<Diagnostic>,
    /// The number of errors that were found but not kept.
    pub omitted_errors: usize,
    /// The number of warnings that were found but not kept.
    pub omitted_warnings: usize,
}

impl Report {
    /// A report without a problem.
    pub fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }

    /// The number of errors, kept or not.
    pub fn errors(&self) -> usize {
        self.count(Severity::Error) + self.omitted_errors
    }

    /// The number of warnings, kept or not.
    pub fn warnings(&self) -> usize {
        self.count(Severity::Warning) + self.omitted_warnings
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }

    /// Adds findings, located in the text of the file. `offset` is the number of bytes of the file before
    /// `text` (a byte order mark).
    pub fn add(&mut self, text: &str, offset: usize, findings: Vec<Finding>) {
        if findings.is_empty() {
            return;
        }
        let spans = Spans::find(text, findings.iter().flat_map(Finding::paths));
        let span_of = |path: &JsonPath| spans.of(path);
        let mut located: Vec<_> = findings
            .into_iter()
            .map(|finding| {
                let span = match &finding.at {
                    Some(At::Span(span)) => span.clone(),
                    Some(At::Path(path)) => span_of(path),
                    None => span_of(&finding.path),
                };
                (span, finding)
            })
            .collect();
        located.sort_by_key(|(span, finding)| (finding.code.severity(), span.start, finding.code));
        let mut lines = Lines::new(text);
        for (span, finding) in located {
            if self.diagnostics.len() < KEPT {
                let related = finding
                    .related
                    .iter()
                    .map(|(path, span, label)| (span.clone().unwrap_or_else(|| span_of(path)), label));
                let (position, shown) = show(&mut lines, &span, related);
                self.push(&finding, position, span.start + offset..span.end + offset, shown);
            } else {
                self.omit(&BTreeMap::from([(finding.code, 1)]));
            }
        }
        self.diagnostics.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.line, diagnostic.column));
    }

    /// Adds a finding that has no place in the text.
    pub fn add_unplaced(&mut self, finding: &Finding) {
        if self.diagnostics.len() < KEPT {
            self.push(finding, Position { line: 0, column: 0, line_start: 0 }, 0..0, Vec::new());
        } else {
            self.omit(&BTreeMap::from([(finding.code, 1)]));
        }
    }

    fn push(&mut self, finding: &Finding, at: Position, span: Range<usize>, shown: Vec<ShownLine>) {
        self.diagnostics.push(Diagnostic {
            code: finding.code,
            severity: finding.code.severity(),
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            path: finding.path.to_string(),
            line: at.line,
            column: at.column,
            span,
            shown,
        });
    }

    /// Counts problems that are not kept, so many of each kind.
    pub(super) fn omit(&mut self, omitted: &BTreeMap<Code, usize>) {
        for (code, &count) in omitted {
            match code.severity() {
                Severity::Error => self.omitted_errors += count,
                Severity::Warning => self.omitted_warnings += count,
            }
        }
    }

    /// A diagnostic on one line: `FILE:LINE:COL: error[D109] message (hint) at $.path`; without the path where
    /// it is about the whole file.
    pub fn one_line(&self, diagnostic: &Diagnostic) -> String {
        let Diagnostic { code, severity, message, hint, path, line, column, .. } = diagnostic;
        let place = match line {
            0 => String::new(),
            _ => format!("{line}:{column}:"),
        };
        let hint = if hint.is_empty() { String::new() } else { format!(" ({hint})") };
        let at = if path == "$" { String::new() } else { format!(" at {path}") };
        let file = harmless(&self.file);
        format!("{file}:{place} {}[{}] {message}{hint}{at}", severity.word(), code.as_str())
    }
}

/// Bytes of a long line that are shown before and after the place at fault.
const BEFORE: usize = 60;
const AFTER: usize = 100;

/// Cuts out the lines to show for a span and the related ones.
fn show<'a>(
    lines: &mut Lines<'_>,
    span: &Range<usize>,
    related: impl Iterator<Item = (Range<usize>, &'a String)>,
) -> (Position, Vec<ShownLine>) {
    let position = lines.position(span.start);
    let window = Window::around(lines, position, span);
    let mut first = window.shown_line();
    first.marks.push(window.mark(span, position.column, ""));
    let mut others: Vec<ShownLine> = Vec::new();
    for (span, label) in related {
        let place = lines.position(span.start);
        if place.line == position.line {
            if window.range.start <= span.start && span.end <= window.range.end {
                first.marks.push(window.mark(&span, place.column, label));
            }
        } else if others.iter().all(|line| line.line != place.line) {
            let window = Window::around(lines, place, &span);
            let mut line = window.shown_line();
            line.marks.push(window.mark(&span, place.column, label));
            others.push(line);
        }
    }
    (position, std::iter::once(first).chain(others).collect())
}

/// The part of a line that is shown.
struct Window<'a> {
    text: &'a str,
    line: u32,
    range: Range<usize>,
    /// Whether the line goes on before and after the part.
    cut: (bool, bool),
}

impl<'a> Window<'a> {
    /// The whole line where it is short, else the part around a span that starts in it.
    fn around(lines: &Lines<'a>, position: Position, span: &Range<usize>) -> Self {
        let text = lines.text();
        let line = lines.line_range(position.line_start);
        let start = span.start.clamp(line.start, line.end);
        let range = if line.len() <= BEFORE + AFTER {
            line.clone()
        } else {
            let from = start.saturating_sub(BEFORE).max(line.start);
            floor_char(text, from)..floor_char(text, (start + AFTER).min(line.end))
        };
        let cut = (range.start > line.start, range.end < line.end);
        Self { text, line: position.line, range, cut }
    }

    fn shown_line(&self) -> ShownLine {
        let (before, after) = self.cut;
        let dots = |cut: bool| if cut { CUT } else { "" };
        let text = harmless(self.text.get(self.range.clone()).unwrap_or_default().trim_end_matches('\r'));
        ShownLine {
            line: self.line,
            text: format!("{}{text}{}", dots(before), dots(after)),
            marks: Vec::new(),
        }
    }

    /// Marks a span of the file, cut to what is shown of it.
    fn mark(&self, span: &Range<usize>, column: u32, label: &str) -> Mark {
        let start = floor_char(self.text, span.start.clamp(self.range.start, self.range.end));
        let end = floor_char(self.text, span.end.clamp(start, self.range.end));
        let shown = |range: Range<usize>| harmless(self.text.get(range).unwrap_or_default()).len();
        let from = if self.cut.0 { CUT.len() } else { 0 } + shown(self.range.start..start);
        Mark { span: from..from + shown(start..end), column, label: label.to_owned() }
    }
}

/// Stands where a line is cut.
const CUT: &str = "…";
