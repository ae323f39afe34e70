//! The entries of a file, one by one, with their abbreviations and parents resolved. One that is broken is passed over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;

use biblatex::{ParseError, ParseErrorKind, RawBibliography, RawEntry, Spanned, Token};

use super::super::report::Report;
use super::latex::{self, Abbreviations, Value};

/// The longest way from an entry to the parents of its parents.
const FARTHEST: usize = 4;

/// Fields that an entry does not have from its parent.
const NOT_LENT: &[&str] = &[
    "crossref",
    "entryset",
    "entrysubtype",
    "execute",
    "ids",
    "label",
    "options",
    "presort",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "shorthand",
    "shorthandintro",
    "sortkey",
    "xdata",
    "xref",
];

/// An entry.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Entry {
    /// Its citation key.
    pub key: String,
    /// Its type, in small letters.
    pub kind: String,
    /// Its fields by their names, in small letters.
    pub fields: BTreeMap<String, Value>,
    /// 1-based line.
    pub line: u64,
}

/// What is found in a file.
pub(super) enum Found {
    /// An entry, with what it has of its parents.
    Entry(Entry),
    /// An entry that cannot be taken apart.
    Broken(Broken),
}

/// Why an entry cannot be taken apart.
pub(super) struct Broken {
    /// 1-based line of what is wrong.
    pub line: u64,
    /// What is wrong there.
    pub what: String,
    /// What the entry begins with.
    pub shown: String,
}

/// How an entry looks, for those who mend one.
pub(super) const HINT: &str =
    "an entry is written @article{key, title = {A title}, year = 2020}; outside of entries there is no @";

/// A file of which one entry at a time is taken apart.
pub(super) struct Source<'s> {
    text: &'s str,
    lines: Lines,
    abbreviations: Abbreviations<'s>,
    /// The entries that lend fields to others, by their keys.
    lenders: HashMap<String, Entry>,
}

impl<'s> Source<'s> {
    /// Finds what the entries of a text share: abbreviations, and fields that one has of another.
    pub(super) fn of(text: &'s str) -> Self {
        let (abbreviations, lenders) = (HashMap::new(), HashMap::new());
        let mut source = Self { text, lines: Lines::of(text), abbreviations, lenders };
        if has(text, "@string") {
            let pairs = Pieces::of(text).filter_map(Result::ok).flat_map(|piece| piece.raw.abbreviations);
            source.abbreviations = pairs.map(|pair| (pair.key.v.to_lowercase(), pair.value.v)).collect();
        }
        if has(text, "crossref") || has(text, "xdata") {
            source.lenders = source.lenders();
        }
        source
    }

    /// The entries whose fields others have as well.
    fn lenders(&self) -> HashMap<String, Entry> {
        let wanted: HashSet<String> =
            self.alone().flat_map(|entry| parents(&entry)).map(|(key, _)| key).collect();
        let mut lenders = HashMap::new();
        for entry in self.alone().filter(|entry| wanted.contains(&entry.key)) {
            lenders.entry(entry.key.clone()).or_insert(entry);
        }
        lenders
    }

    /// The entries without what they have of others. What is wrong with them is told when they are taken.
    fn alone(&self) -> impl Iterator<Item = Entry> {
        let pieces = Pieces::of(self.text).filter_map(Result::ok);
        pieces.flat_map(|piece| self.entries(&piece, &mut Report::default()))
    }

    fn entries(&self, piece: &Piece<'s>, report: &mut Report) -> Vec<Entry> {
        let of =
            |entry| of_raw(entry, &self.abbreviations, |at| self.lines.of_byte(piece.start + at), report);
        piece.raw.entries.iter().map(of).collect()
    }

    /// Goes through the entries in their order. What is wrong with one field is told, and the rest of its entry is kept.
    ///
    /// # Errors
    /// Those of `take`.
    pub(super) fn each(
        &self,
        report: &mut Report,
        mut take: impl FnMut(Found, &mut Report) -> io::Result<()>,
    ) -> io::Result<()> {
        for piece in Pieces::of(self.text) {
            match piece {
                Ok(piece) => {
                    for mut entry in self.entries(&piece, report) {
                        for (parent, is_data) in parents(&entry) {
                            inherit(&mut entry, &parent, is_data, &self.lenders, FARTHEST);
                        }
                        take(Found::Entry(entry), report)?;
                    }
                }
                Err((start, error)) => take(Found::Broken(self.broken(start, &error)), report)?,
            }
        }
        Ok(())
    }

    fn broken(&self, start: usize, error: &ParseError) -> Broken {
        let at = start + error.span.start;
        let line = self.lines.of_byte(at);
        let shown =
            self.text.get(start..).unwrap_or_default().trim_start().lines().next().unwrap_or_default();
        Broken { line, what: told(error, at >= self.text.len()), shown: shown.to_owned() }
    }
}

/// A part of a text, taken apart. It begins with an entry, or with the text.
struct Piece<'s> {
    start: usize,
    raw: RawBibliography<'s>,
}

/// The pieces of a text, so that what is wrong with one is not wrong with all.
struct Pieces<'s> {
    text: &'s str,
    at: usize,
}

/// The most lines within one entry that look as if another began there.
const MOST_ALIKE: usize = 16;

impl<'s> Pieces<'s> {
    fn of(text: &'s str) -> Self {
        Self { text, at: 0 }
    }

    /// Where the next entry begins, or the text ends: a line that begins with `@article{`.
    fn next_beginning(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let signs = memchr::memchr_iter(b'@', bytes.get(from..).unwrap_or_default());
        let begins = |&at: &usize| {
            let before = self.text.get(..at).unwrap_or_default().trim_end_matches([' ', '\t']);
            let is_first = before.is_empty() || before.ends_with(['\n', '\r']);
            let after = self.text.get(at + 1..).unwrap_or_default();
            let word = after.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            is_first && word.len() < after.len() && word.trim_start().starts_with(['{', '('])
        };
        signs.map(|sign| from + sign).find(begins).unwrap_or(bytes.len())
    }
}

impl<'s> Iterator for Pieces<'s> {
    type Item = Result<Piece<'s>, (usize, ParseError)>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let mut end = self.next_beginning(start + 1);
        self.at = end;
        let mut first_error = None;
        for _ in 0..MOST_ALIKE {
            let part = self.text.get(start..end).unwrap_or_default();
            match RawBibliography::parse(part) {
                Ok(raw) => {
                    self.at = end;
                    return Some(Ok(Piece { start, raw }));
                }
                Err(error) => {
                    let is_open = error.kind == ParseErrorKind::UnexpectedEof && end < self.text.len();
                    first_error.get_or_insert(error);
                    if !is_open {
                        break;
                    }
                    end = self.next_beginning(end + 1);
                }
            }
        }
        first_error.map(|error| Err((start, error)))
    }
}

/// Whether a text has a word, whatever its capitals.
fn has(text: &str, word: &str) -> bool {
    let Some(first) = word.bytes().next() else { return true };
    let mut places =
        memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text.as_bytes());
    let is_there = |at: usize| text.as_bytes().get(at..at + word.len());
    places.any(|at| is_there(at).is_some_and(|found| found.eq_ignore_ascii_case(word.as_bytes())))
}

fn of_raw<'s>(
    entry: &Spanned<RawEntry<'s>>,
    abbreviations: &Abbreviations<'s>,
    line_of: impl Fn(usize) -> u64,
    report: &mut Report,
) -> Entry {
    let (key, kind) = (entry.v.key.v.to_owned(), entry.v.kind.v.to_lowercase());
    let mut fields = BTreeMap::new();
    for pair in &entry.v.fields {
        let (name, line) = (pair.key.v.to_lowercase(), line_of(pair.key.span.start));
        if fields.contains_key(&name) {
            report.dropped(
                "field",
                "its entry has it twice; the first one counts",
                line,
                format!("{key}: {name}"),
            );
            continue;
        }
        let parts = latex::expand(&pair.value.v, abbreviations);
        match parts.and_then(|parts| latex::value(&name, parts, line)) {
            Ok(value) => {
                fields.insert(name, value);
            }
            Err(reason) => report.dropped("field", reason, line, format!("{key}: {name}")),
        }
    }
    Entry { key, kind, fields, line: line_of(entry.span.start) }
}

/// The keys of the entries that lend fields to an entry, and whether they are mere data.
fn parents(entry: &Entry) -> Vec<(String, bool)> {
    let of = |field: &str, is_data: bool| {
        let keys = entry.fields.get(field).map(Value::text).unwrap_or_default();
        keys.split(',')
            .map(|key| (key.trim().to_owned(), is_data))
            .filter(|(key, _)| !key.is_empty())
            .collect::<Vec<_>>()
    };
    [of("xdata", true), of("crossref", false)].concat()
}

/// Gives an entry what it lacks and its parent has (biblatex, section 2.4.1 and appendix B): the title of a book is the
/// book title of its chapter.
fn inherit(
    child: &mut Entry,
    parent: &str,
    is_data: bool,
    lenders: &HashMap<String, Entry>,
    farthest: usize,
) {
    let Some(parent) = lenders.get(parent).filter(|parent| parent.key != child.key) else { return };
    let has_date = ["date", "year"].iter().any(|field| child.fields.contains_key(*field));
    for (name, value) in &parent.fields {
        let is_date = matches!(name.as_str(), "date" | "year" | "month" | "day");
        if NOT_LENT.contains(&name.as_str()) || (is_date && has_date) {
            continue;
        }
        let name = match name.as_str() {
            _ if is_data => Some(name.clone()),
            "title" | "subtitle" | "titleaddon" => {
                lent_title(&parent.kind, &child.kind).map(|main| format!("{main}{name}"))
            }
            "shorttitle" | "sorttitle" | "indextitle" => None,
            _ => Some(name.clone()),
        };
        if let Some(name) = name {
            child.fields.entry(name).or_insert_with(|| value.clone());
        }
    }
    if farthest > 0 {
        for (grandparent, is_data_too) in parents(parent) {
            inherit(child, &grandparent, is_data || is_data_too, lenders, farthest - 1);
        }
    }
}

/// What the title of a parent is to its child.
fn lent_title(parent: &str, child: &str) -> Option<&'static str> {
    match (parent, child) {
        ("periodical", _) => Some("journal"),
        (
            "mvbook" | "mvcollection" | "mvproceedings" | "mvreference",
            "book" | "collection" | "proceedings" | "reference",
        ) => Some("main"),
        (_, "article" | "book" | "thesis" | "report" | "online" | "misc") => None,
        _ => Some("book"),
    }
}

/// Where lines begin.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The 1-based line of a byte.
    fn of_byte(&self, at: usize) -> u64 {
        1 + self.0.partition_point(|&end| end < at) as u64
    }
}

/// What is wrong with an entry that cannot be taken apart, in words.
fn told(error: &ParseError, is_end: bool) -> String {
    let token = |token: Token| match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "{",
        Token::ClosingBrace => "}",
        Token::Comma => "a comma",
        Token::QuotationMark => "\"",
        Token::Equals => "=",
        Token::DecimalPoint => "a decimal point",
    };
    match &error.kind {
        ParseErrorKind::UnexpectedEof if is_end => "the file ends inside an entry".to_owned(),
        ParseErrorKind::UnexpectedEof => "the entry is not closed here, where the next one begins".to_owned(),
        ParseErrorKind::Unexpected(found) => format!("{} does not belong here", token(*found)),
        ParseErrorKind::Expected(wanted) => format!("{} is missing here", token(*wanted)),
        other => other.to_string(),
    }
}
