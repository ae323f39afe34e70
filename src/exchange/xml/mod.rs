//! XML, as far as graphs need it: read tag by tag with the line of each, within bounds, and written.
//!
//! Only the five predefined entities and references to characters are resolved. A file that declares entities of its
//! own is refused: they are how a small file becomes a huge one, or reads other files.

mod columns;
mod write;

use std::io::{self, BufRead, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};

use super::error::ExchangeError;
use super::input::LARGEST;

pub(super) use columns::{Columns, Declared, kind_of, mixed_loss};
pub(super) use write::Writer;

/// How deep elements may stand in each other.
const DEEPEST: usize = 256;

/// What a file is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Tag {
    /// An element begins.
    Start(Element),
    /// An element ends; with the text that stood in it, but for that of the elements in it.
    End {
        /// Its text.
        text: String,
    },
}

/// The beginning of an element. Names are without their prefixes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Element {
    /// What stands before the colon of its name; empty where there is none.
    pub prefix: String,
    /// Its name.
    pub name: String,
    /// Its 1-based line.
    pub line: u64,
    /// Its attributes, in the order of the file.
    pub attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute; nothing where it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// As [`Element::get`], and the attribute is gone.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let place = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(place).1).filter(|value| !value.is_empty())
    }
}

/// An element that is open.
struct Open {
    name: String,
    line: u64,
    text: String,
    has_children: bool,
}

/// Reads a file tag by tag.
pub(super) struct Xml<'a, R: BufRead> {
    name: &'a str,
    reader: Reader<Counted<R>>,
    buffer: Vec<u8>,
    open: Vec<Open>,
    is_over: bool,
}

impl<'a, R: BufRead> Xml<'a, R> {
    /// Begins to read. `name` is what the file is called in messages.
    pub fn new(name: &'a str, text: R) -> Self {
        let mut reader = Reader::from_reader(Counted { inner: text, lines: 0, bytes: 0 });
        reader.config_mut().expand_empty_elements = true;
        Self { name, reader, buffer: Vec::new(), open: Vec::new(), is_over: false }
    }

    /// The next tag; `None` where the outermost element is over.
    ///
    /// # Errors
    /// Where the file is no whole XML, or beyond the bounds.
    pub fn next(&mut self) -> Result<Option<Tag>, ExchangeError> {
        loop {
            let line = self.reader.get_ref().lines + 1;
            self.buffer.clear();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(broken(self.name, line, &error)),
            };
            let wrong = |what: String, hint: &str| Err(ExchangeError::line(self.name, line, what, hint));
            let is_inside = match event {
                Event::Start(start) | Event::Empty(start) => {
                    if self.is_over {
                        return wrong("there is a second outermost element".to_owned(), "remove it");
                    }
                    if self.open.len() >= DEEPEST {
                        return wrong(format!("elements stand more than {DEEPEST} deep"), "flatten it");
                    }
                    let element = element(self.name, &start, line)?;
                    if let Some(outer) = self.open.last_mut() {
                        outer.has_children = true;
                    }
                    let name = element.name.clone();
                    self.open.push(Open { name, line, text: String::new(), has_children: false });
                    return Ok(Some(Tag::Start(element)));
                }
                Event::End(_) => {
                    let Some(Open { text, .. }) = self.open.pop() else {
                        return wrong("an element ends that did not begin".to_owned(), "");
                    };
                    self.is_over = self.open.is_empty();
                    return Ok(Some(Tag::End { text }));
                }
                Event::Text(text) => add(&mut self.open, &utf8(&text)),
                Event::CData(text) => add(&mut self.open, &utf8(&text)),
                Event::GeneralRef(reference) => {
                    let reference = utf8(&reference);
                    match resolved(&reference) {
                        Some(c) => add(&mut self.open, c.encode_utf8(&mut [0; 4])),
                        None => return unknown_reference(self.name, line, &reference),
                    }
                }
                Event::DocType(declaration) => {
                    if utf8(&declaration).contains("<!ENTITY") {
                        let what = "the file declares entities, which are not read".to_owned();
                        return wrong(what, "remove its DOCTYPE and write out what they stand for");
                    }
                    true
                }
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => true,
                Event::Eof => return self.end(line),
            };
            if !is_inside {
                let line = self.reader.get_ref().lines + 1;
                let what = "text stands outside of the outermost element";
                return Err(ExchangeError::line(self.name, line, what, "remove it"));
            }
        }
    }

    fn end(&self, line: u64) -> Result<Option<Tag>, ExchangeError> {
        match self.open.last() {
            None if self.is_over => Ok(None),
            None => Err(ExchangeError::line(self.name, line, "there is no element", "export it again")),
            Some(open) => {
                let what = format!("the file ends within <{}> of line {}", open.name, open.line);
                Err(ExchangeError::line(self.name, line, what, TRUNCATED))
            }
        }
    }
}

/// Adds to the text of the innermost element. Returns whether there is one, or nothing to add.
fn add(open: &mut [Open], text: &str) -> bool {
    let is_blank = text.trim_ascii().is_empty();
    match open.last_mut() {
        // The space between elements is no text.
        Some(open) if is_blank && open.has_children => true,
        Some(open) => {
            open.text.push_str(text);
            true
        }
        None => is_blank,
    }
}

const TRUNCATED: &str = "it is truncated: fetch or copy it again";

fn utf8(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn element(name: &str, start: &BytesStart<'_>, line: u64) -> Result<Element, ExchangeError> {
    let full = utf8(start.name().into_inner()).into_owned();
    let (prefix, local) = full.split_once(':').unwrap_or(("", &full));
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| broken(name, line, &Error::InvalidAttr(error)))?;
        let key = utf8(attribute.key.into_inner()).into_owned();
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        let key = key.split_once(':').map_or(key.as_str(), |(_, local)| local).to_owned();
        attributes.push((key, unescaped(name, line, &utf8(&attribute.value))?));
    }
    Ok(Element { prefix: prefix.to_owned(), name: local.to_owned(), line, attributes })
}

/// The value of an attribute: its references resolved, and its line ends as spaces, as XML has it.
fn unescaped(name: &str, line: u64, raw: &str) -> Result<String, ExchangeError> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\n', '\r', '\t']) {
        value.push_str(&rest[..at]);
        let found = &rest[at..];
        rest = &found[1..];
        if !found.starts_with('&') {
            value.push(' ');
            continue;
        }
        let Some(end) = rest.find(';') else {
            return Err(ExchangeError::line(name, line, "a & begins no reference", "write &amp; for it"));
        };
        match resolved(&rest[..end]) {
            Some(c) => value.push(c),
            None => return unknown_reference(name, line, &rest[..end]),
        }
        rest = &rest[end + 1..];
    }
    value.push_str(rest);
    Ok(value)
}

/// What a reference stands for, without its `&` and `;`.
fn resolved(reference: &str) -> Option<char> {
    match reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "apos" => Some('\''),
        "quot" => Some('"'),
        other => {
            let number = other.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| *c != '\0')
        }
    }
}

fn unknown_reference<T>(name: &str, line: u64, reference: &str) -> Result<T, ExchangeError> {
    let shown: String = reference.chars().take(20).collect();
    let what = format!("&{shown}; stands for nothing that XML knows");
    Err(ExchangeError::line(name, line, what, "write the character itself"))
}

fn broken(name: &str, line: u64, error: &Error) -> ExchangeError {
    use quick_xml::errors::IllFormedError;
    let (what, hint) = match error {
        Error::Io(error) => return ExchangeError::io(name, error),
        Error::Syntax(_) => ("a tag or comment begins here and is not closed".to_owned(), TRUNCATED),
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            (format!("</{found}> stands where </{expected}> should"), "export it again")
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
            (format!("</{found}> ends an element that did not begin"), "export it again")
        }
        Error::IllFormed(IllFormedError::UnclosedReference) => {
            ("a & begins no reference".to_owned(), "write &amp; for it")
        }
        other => (format!("it is no XML: {other}"), "export it again"),
    };
    ExchangeError::line(name, line, what, hint)
}

/// Counts lines and bytes as they are consumed, and ends where they are too many.
struct Counted<R> {
    inner: R,
    lines: u64,
    bytes: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes > LARGEST {
            return Err(io::Error::other(format!("it holds more than {} MB of text", LARGEST >> 20)));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        if let Ok(ready) = self.inner.fill_buf() {
            let consumed = ready.get(..amount).unwrap_or(ready);
            self.lines += memchr::memchr_iter(b'\n', consumed).count() as u64;
        }
        self.bytes += amount as u64;
        self.inner.consume(amount);
    }
}

#[cfg(test)]
pub(super) mod proof;
#[cfg(test)]
mod tests;
