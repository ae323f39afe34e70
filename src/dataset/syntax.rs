//! Whether bytes are UTF-8 text and text is JSON, told in the words of someone who edits it by hand.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::codes::Code;
use super::diagnostic::Finding;
use super::locate::{JsonPath, floor_char};
use super::suggest::quoted;

/// Reads the bytes of a file as text, without a byte order mark.
///
/// # Errors
/// What is wrong; where it is a byte that is not UTF-8, the finding points right after
/// [`readable_part`].
pub fn text_of(bytes: &[u8]) -> Result<&str, Box<Finding>> {
    let told = |code, message: &str, hint| Box::new(Finding::new(code, JsonPath::root(), message, hint));
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'{', 0, ..] | [0, b'{', ..] = bytes {
        let hint = "Save it as UTF-8: editors offer that as \"encoding\" in \"Save as\".";
        return Err(told(Code::Utf16, "the file is UTF-16 text, not UTF-8", hint));
    }
    let text = without_mark(bytes);
    let text = std::str::from_utf8(text).map_err(|error| {
        let at = error.valid_up_to();
        let byte = text.get(at).copied().unwrap_or_default();
        let offset = at + bytes.len() - text.len();
        let message = format!("the byte {byte:02X} at offset {offset} is not UTF-8 text");
        let hint = "Save the file as UTF-8; it may be in an older encoding, or no text at all.";
        Box::new(told(Code::NotUtf8, &message, hint).at_span(at..at))
    })?;
    if text.trim().is_empty() {
        let hint = "`detente schema` prints what a dataset holds.";
        return Err(told(Code::EmptyFile, "the file is empty", hint));
    }
    Ok(text)
}

/// The text up to the first byte that is not UTF-8, without a byte order mark.
pub fn readable_part(bytes: &[u8]) -> &str {
    without_mark(bytes).utf8_chunks().next().map_or("", |chunk| chunk.valid())
}

/// The bytes without the byte order mark that some editors put first.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// Whether a text is JSON (RFC 8259) that is nested at most 128 levels deep. Memory and stack stay small
/// whatever the text: nothing of it is kept.
///
/// # Errors
/// The first thing that is wrong.
pub fn judge(text: &str) -> Result<(), Box<Finding>> {
    match serde_json::from_str::<Anything>(text) {
        Ok(Anything) => Ok(()),
        Err(error) => Err(Box::new(explain(text, &error))),
    }
}

/// Any JSON value, read to its end and thrown away. Unlike serde's own `IgnoredAny`, it is subject to the
/// parser's limit on depth.
struct Anything;

impl<'de> Deserialize<'de> for Anything {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for Anything {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<Self>()?.is_some() {}
        Ok(self)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

/// Turns the parser's error into a finding at the character where reading stopped.
fn explain(text: &str, error: &serde_json::Error) -> Finding {
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    let offset = offset_of(text, error.line(), error.column());
    let rest = text.get(offset..).unwrap_or_default();
    let (message, hint) = in_words(told, rest);
    let code = if told == "recursion limit exceeded" { Code::TooDeep } else { Code::BrokenJson };
    let end = offset + rest.chars().next().map_or(0, char::len_utf8);
    Finding::new(code, JsonPath::root(), message, hint).at_span(offset..end)
}

/// The byte offset of serde_json's 1-based line and byte column; column 0 is the line break before it. At
/// the end of the text, where nothing stands, it is that of the last line that is not blank.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = match line {
        0 | 1 => 0,
        line => text.split_inclusive('\n').take(line - 1).map(str::len).sum(),
    };
    let offset = floor_char(text, (start + column).saturating_sub(1));
    let is_end = text.get(offset + 1..).is_none_or(|rest| rest.trim().is_empty());
    if is_end { offset.min(floor_char(text, text.trim_end().len())) } else { offset }
}

/// The parser's message in plain words, and what to do; `rest` is the text from the place on.
fn in_words(told: &str, rest: &str) -> (String, &'static str) {
    let found = match rest.chars().next() {
        Some(c) => format!("found {}", quoted(&c.to_string())),
        None => "found the end of the file".to_owned(),
    };
    let expected = |what: &str| format!("expected {what}; {found}");
    let is_comment = rest.starts_with(['/', '#']);
    let name_hint = if is_comment { NO_COMMENTS } else { "A field is written \"name\": value." };
    let value_hint = match rest.chars().next() {
        Some('/' | '#') => NO_COMMENTS,
        Some('\'' | '‘' | '’' | '“' | '”') => "Text stands in straight double quotes: \".",
        _ => {
            "A value is text in double quotes, a number, true, false, null, a list in [ ] or an object in { }."
        }
    };
    match told {
        "EOF while parsing a list" => ("the file ends inside a list".to_owned(), CUT_SHORT),
        "EOF while parsing an object" => ("the file ends inside an object".to_owned(), CUT_SHORT),
        "EOF while parsing a string" => ("the file ends inside a text".to_owned(), CUT_SHORT),
        "EOF while parsing a value" => ("the file ends where a value should stand".to_owned(), CUT_SHORT),
        "expected `:`" => (expected("`:` after the name of a field"), "A field is written \"name\": value."),
        "expected `,` or `]`" => (
            expected("`,` or `]`"),
            if is_comment { NO_COMMENTS } else { "Put a comma before it, or `]` where the list ends." },
        ),
        "expected `,` or `}`" => (
            expected("`,` or `}`"),
            if is_comment { NO_COMMENTS } else { "Put a comma before it, or `}` where the object ends." },
        ),
        "trailing comma" => ("a comma stands after the last entry".to_owned(), "Remove the comma before it."),
        "key must be a string" => (expected("the name of a field in double quotes"), name_hint),
        "expected value" | "expected ident" => (expected("a value"), value_hint),
        "trailing characters" => (
            format!("the dataset ends before this; {found}"),
            "Remove what follows the last `}`, or a `}` too many before it.",
        ),
        "control character (\\u0000-\\u001F) found while parsing a string"
            if rest.starts_with(['\n', '\r']) =>
        {
            (
                "a text goes on over the end of its line".to_owned(),
                "Close it with \" on its line; a line break inside a text is written \\n.",
            )
        }
        "control character (\\u0000-\\u001F) found while parsing a string" => {
            ("a text holds a control character".to_owned(), "Remove it; a tab inside a text is written \\t.")
        }
        "invalid escape" => {
            ("a backslash is followed by what is no escape".to_owned(), "Write a backslash as \\\\.")
        }
        "lone leading surrogate in hex escape"
        | "unexpected end of hex escape"
        | "invalid unicode code point" => (
            "a \\u escape stands for no character".to_owned(),
            "Write the character itself; the file is UTF-8.",
        ),
        "invalid number" => (
            "this is no number".to_owned(),
            "Numbers have no leading zeros, no + and digits on both sides of the point.",
        ),
        "number out of range" => ("the number is too large".to_owned(), "No field holds so large a number."),
        "recursion limit exceeded" => (
            "lists and objects are nested more than 128 levels deep".to_owned(),
            "A dataset is at most six levels deep; this is none, or brackets are left open.",
        ),
        other => (other.to_owned(), "The text is not valid JSON here."),
    }
}

const NO_COMMENTS: &str = "JSON has no comments; a `note` field holds remarks.";
const CUT_SHORT: &str = "It may be cut short, or a closing \", ] or } is missing.";
