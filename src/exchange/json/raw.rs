//! JSON that is taken apart piece by piece, so that of a large file only the text and one piece of it are in memory.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use crate::dataset::diagnostic::At;
use crate::dataset::syntax;

use super::super::error::ExchangeError;
use super::super::report::Report;
use super::super::texts::Texts;
use super::{Json, Kind, hint, wrong_kind};

/// A value of which only its text is known. All of the text that it is in is sound JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Raw<'a> {
    text: &'a str,
    /// The 1-based line on which it begins.
    pub line: u64,
}

impl<'a> Raw<'a> {
    /// The value that a whole text is.
    ///
    /// # Errors
    /// Where the text is no JSON, with the line and what to do.
    pub(crate) fn of(name: &str, text: &'a str) -> Result<Self, ExchangeError> {
        let Err(finding) = syntax::judge(text) else {
            let start = text.len() - text.trim_start().len();
            return Ok(Self { text: text.trim(), line: 1 + lines(&text[..start]) });
        };
        let at = match &finding.at {
            Some(At::Span(span)) => span.start.min(text.len()),
            Some(At::Path(_)) | None => 0,
        };
        let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64;
        let rest = text.get(at..).unwrap_or_default();
        Err(ExchangeError::line(name, line, finding.message.clone(), hint(rest, &finding.hint)))
    }

    /// It, taken apart. Where an object has a field twice, the first one counts, and that is told.
    pub(crate) fn json(self, report: &mut Report) -> Json<'a> {
        Json::of_sound(self.text, self.line, report)
    }

    /// Whether a word stands anywhere in its text.
    pub(crate) fn mentions(self, word: &str) -> bool {
        self.text.contains(word)
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.text.starts_with('{')
    }

    /// Whether it is a list.
    pub(crate) fn is_list(self) -> bool {
        self.text.starts_with('[')
    }

    /// The entries of a list; none of anything else.
    pub(crate) fn entries(self) -> Entries<'a> {
        Entries { rest: self.text.strip_prefix('[').unwrap_or_default(), line: self.line }
    }

    /// The entries of a list, or the value itself.
    pub(crate) fn each(self) -> Entries<'a> {
        if self.is_list() { self.entries() } else { Entries { rest: self.text, line: self.line } }
    }

    /// The fields of an object; none of anything else.
    pub(crate) fn fields(self) -> Fields<'a> {
        Fields { inner: self.names_and_values(), seen: Texts::default() }
    }

    /// The names and values of an object, of which some may be there twice; none of anything else.
    pub(crate) fn names_and_values(self) -> Pairs<'a> {
        Pairs(Entries { rest: self.text.strip_prefix('{').unwrap_or_default(), line: self.line })
    }

    /// An object, taken apart, without some of its fields.
    pub(crate) fn without(self, left_out: &[&str], report: &mut Report) -> Json<'a> {
        let (mut fields, mut kept) = (self.fields(), Vec::new());
        while let Some((name, value)) = fields.next(report) {
            if !left_out.contains(&name.as_ref()) {
                kept.push((name, value.json(report)));
            }
        }
        Json { line: self.line, kind: Kind::Object(kept) }
    }

    /// A field of an object.
    pub(crate) fn get(self, name: &str) -> Option<Self> {
        self.names_and_values().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// Itself, if it is the list that it must be.
    pub(crate) fn must_be_list(self, name: &str, path: &str) -> Result<Self, ExchangeError> {
        if self.is_list() { Ok(self) } else { Err(self.wrong(name, path, "a list")) }
    }

    /// Itself, if it is the object that it must be.
    pub(crate) fn must_be_object(self, name: &str, path: &str) -> Result<Self, ExchangeError> {
        if self.is_object() { Ok(self) } else { Err(self.wrong(name, path, "an object")) }
    }

    /// What it is, with an article, for messages.
    pub(crate) fn a_kind(self) -> &'static str {
        match self.text.bytes().next() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a text",
            Some(b't' | b'f') => "true or false",
            Some(b'n') => "null",
            Some(_) | None => "a number",
        }
    }

    fn wrong(self, name: &str, path: &str, wanted: &str) -> ExchangeError {
        wrong_kind(name, self.line, path, self.a_kind(), wanted)
    }
}

/// What stands between two brackets, one value after the other, whatever is between them: the entries of a list, or the
/// names and values of an object in turn.
#[derive(Clone, Default)]
pub(crate) struct Entries<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Raw<'a>;

    fn next(&mut self) -> Option<Raw<'a>> {
        let rest = self.rest.trim_start_matches([' ', '\n', '\r', '\t', ',', ':']);
        self.line += lines(&self.rest[..self.rest.len() - rest.len()]);
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        // Where there is none, the closing bracket stands there.
        values.next()?.ok()?;
        let (text, rest) = rest.split_at_checked(values.byte_offset())?;
        let line = self.line;
        self.line += lines(text);
        self.rest = rest;
        Some(Raw { text, line })
    }
}

/// The names and values of an object, one after the other.
#[derive(Clone, Default)]
pub(crate) struct Pairs<'a>(Entries<'a>);

impl<'a> Iterator for Pairs<'a> {
    type Item = (Cow<'a, str>, Raw<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        Some((name_of(self.0.next()?.text), self.0.next()?))
    }
}

/// The fields of an object, one after the other, none twice.
pub(crate) struct Fields<'a> {
    inner: Pairs<'a>,
    seen: Texts,
}

impl<'a> Fields<'a> {
    /// The next field, by its name. Those that are there already are told.
    pub(crate) fn next(&mut self, report: &mut Report) -> Option<(Cow<'a, str>, Raw<'a>)> {
        loop {
            let (name, value) = self.inner.next()?;
            if self.seen.find(&name).is_none() {
                self.seen.add(&name);
                return Some((name, value));
            }
            report.dropped("field", "an object has it twice; the first one counts", value.line, &name);
        }
    }
}

/// The name of a field, by its text.
fn name_of(text: &str) -> Cow<'_, str> {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if inner.contains('\\') {
        return Cow::Owned(serde_json::from_str(text).unwrap_or_default());
    }
    Cow::Borrowed(inner)
}

fn lines(text: &str) -> u64 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_walked_over_as_it_is_taken_apart() {
        let text = "\n {\"a\": [1 ,\n\"]\\\"[\",{\"b\"\n:\n-2.5e3},[],null],\"\\u0062\":true\n, \"a\":\n0}\n";
        let mut report = Report::default();
        let whole = Raw::of("a.json", text).expect("JSON");
        let mut fields = whole.fields();
        let list = fields.next(&mut report).expect("a field").1;
        let entries: Vec<_> = list.entries().map(|entry| (entry.line, entry.text)).collect();
        assert_eq!(entries, [(2, "1"), (3, "\"]\\\"[\""), (3, "{\"b\"\n:\n-2.5e3}"), (5, "[]"), (5, "null")]);
        assert_eq!(
            list.entries().nth(2).and_then(|entry| entry.get("b")).map(|b| (b.line, b.text)),
            Some((5, "-2.5e3"))
        );
        let second = fields.next(&mut report).expect("a field");
        assert_eq!((second.0.as_ref(), second.1.line, second.1.text), ("b", 5, "true"));
        assert!(fields.next(&mut report).is_none());
        assert_eq!(report.outcomes[0].first[0].line, 7);
        assert_eq!(
            whole.json(&mut Report::default()).to_json(),
            "{\"a\":[1,\"]\\\"[\",{\"b\":-2.5e3},[],null],\"b\":true}"
        );
    }
}
