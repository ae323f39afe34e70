//! The entries of a file, with their abbreviations and parents resolved.

use std::collections::{BTreeMap, HashMap};

use biblatex::{ParseError, ParseErrorKind, RawBibliography, RawEntry, Spanned, Token};

use super::super::error::ExchangeError;
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

/// Reads the entries of a text. What is wrong with one field is told, and the rest of the entry is kept.
///
/// # Errors
/// Where the text as a whole cannot be taken apart.
pub(super) fn entries(file: &str, text: &str, report: &mut Report) -> Result<Vec<Entry>, ExchangeError> {
    let lines = Lines::of(text);
    let raw = RawBibliography::parse(text).map_err(|error| broken(file, &error, &lines, text))?;
    let abbreviations: Abbreviations<'_> =
        raw.abbreviations.into_iter().map(|pair| (pair.key.v.to_lowercase(), pair.value.v)).collect();
    let entries: Vec<Entry> =
        raw.entries.iter().map(|entry| of_raw(entry, &abbreviations, &lines, report)).collect();
    let places: HashMap<&str, usize> =
        entries.iter().enumerate().rev().map(|(place, entry)| (entry.key.as_str(), place)).collect();
    let whole = |entry: &Entry| {
        let mut whole = entry.clone();
        for (parent, is_data) in parents(entry) {
            inherit(&mut whole, &parent, is_data, (&entries, &places), FARTHEST);
        }
        whole
    };
    let inherited: Vec<Entry> = entries.iter().map(whole).collect();
    Ok(inherited)
}

fn of_raw<'s>(
    entry: &Spanned<RawEntry<'s>>,
    abbreviations: &Abbreviations<'s>,
    lines: &Lines,
    report: &mut Report,
) -> Entry {
    let (key, kind) = (entry.v.key.v.to_owned(), entry.v.kind.v.to_lowercase());
    let mut fields = BTreeMap::new();
    for pair in &entry.v.fields {
        let (name, line) = (pair.key.v.to_lowercase(), lines.of_byte(pair.key.span.start));
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
    Entry { key, kind, fields, line: lines.of_byte(entry.span.start) }
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
    (entries, places): (&[Entry], &HashMap<&str, usize>),
    farthest: usize,
) {
    let Some(parent) =
        places.get(parent).and_then(|&place| entries.get(place)).filter(|parent| parent.key != child.key)
    else {
        return;
    };
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
            inherit(child, &grandparent, is_data || is_data_too, (entries, places), farthest - 1);
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

/// What is wrong with a file that cannot be taken apart.
fn broken(file: &str, error: &ParseError, lines: &Lines, text: &str) -> ExchangeError {
    let token = |token: Token| match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "{",
        Token::ClosingBrace => "}",
        Token::Comma => "a comma",
        Token::QuotationMark => "\"",
        Token::Equals => "=",
        Token::DecimalPoint => "a decimal point",
    };
    let what = match &error.kind {
        ParseErrorKind::UnexpectedEof if error.span.start >= text.len() => {
            "the file ends inside an entry".to_owned()
        }
        ParseErrorKind::UnexpectedEof => "the value of a field is missing here".to_owned(),
        ParseErrorKind::Unexpected(found) => format!("{} does not belong here", token(*found)),
        ParseErrorKind::Expected(wanted) => format!("{} is missing here", token(*wanted)),
        other => other.to_string(),
    };
    let hint =
        "an entry is written @article{key, title = {A title}, year = 2020}; outside of entries there is no @";
    ExchangeError::line(file, lines.of_byte(error.span.start), what, hint)
}
