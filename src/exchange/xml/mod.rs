//! XML, as far as graphs need it: read tag by tag with the line of each, within bounds, and written.
//!
//! Only the five predefined entities and references to characters are resolved. A file that declares entities of its
//! own is refused: they are how a small file becomes a huge one, or reads other files.

mod columns;
mod write;

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use quick_xml::{Error, Reader};

use super::error::ExchangeError;
use super::input::LARGEST;

pub(super) use columns::{Columns, Declared, kind_of, mixed_loss};
pub(super) use write::Writer;

/// How deep elements may stand in each other.
const DEEPEST: usize = 256;

/// The most attributes of one element. Each is compared with those before it, so that none is there twice.
const MOST: usize = 1000;

/// What a file is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Tag<'x> {
    /// An element begins.
    Start(Element<'x>),
    /// An element ends; with the text that stood in it, but for that of the elements in it.
    End {
        /// Its text.
        text: Cow<'x, str>,
    },
}

/// The beginning of an element. Names are without their prefixes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Element<'x> {
    /// What stands before the colon of its name; empty where there is none.
    pub prefix: Cow<'x, str>,
    /// Its name.
    pub name: Cow<'x, str>,
    /// Its 1-based line.
    pub line: u64,
    /// Its attributes, in the order of the file.
    pub attributes: Vec<(Cow<'x, str>, Cow<'x, str>)>,
}

impl Element<'_> {
    /// The value of an attribute; nothing where it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, value)| key == name && !value.is_empty());
        found.map(|(_, value)| value.as_ref())
    }

    /// As [`Element::get`], and the attribute is gone.
    pub fn take(&mut self, name: &str) -> Option<String> {
        self.take_any(name).filter(|value| !value.is_empty())
    }

    /// As [`Element::take`], but an empty value is one, too.
    pub fn take_any(&mut self, name: &str) -> Option<String> {
        let place = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(place).1.into_owned())
    }

    /// It, apart from the text that it was read from.
    pub fn into_owned(self) -> Element<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let Self { prefix, name, line, attributes } = self;
        let attributes = attributes.into_iter().map(|(name, value)| (owned(name), owned(value)));
        Element { prefix: owned(prefix), name: owned(name), line, attributes: attributes.collect() }
    }
}

/// An element that is open.
#[derive(Default)]
struct Open {
    name: String,
    line: u64,
    text: String,
    has_children: bool,
}

impl Open {
    /// Becomes another element. The memory stays.
    fn begin(&mut self, name: &str, line: u64) {
        self.name.clear();
        self.name.push_str(name);
        self.text.clear();
        (self.line, self.has_children) = (line, false);
    }
}

/// What was read at one step.
enum Step {
    /// An element begins; its tag is in [`Xml::tag`].
    Start {
        /// The line of its tag.
        line: u64,
        /// How long its name is, in bytes.
        name: usize,
    },
    /// The element in [`Xml::ended`] ends.
    End,
    /// Something that is no tag.
    Other,
    /// The end of the file.
    Over,
}

/// Reads a file tag by tag.
pub(super) struct Xml<'a, R: BufRead> {
    name: &'a str,
    reader: Reader<Counted<R>>,
    buffer: Vec<u8>,
    open: Vec<Open>,
    /// The last tag that begins an element, without its brackets.
    tag: String,
    /// The last element that ended; the next one takes its memory over.
    ended: Open,
    is_over: bool,
}

impl<'a, R: BufRead> Xml<'a, R> {
    /// Begins to read. `name` is what the file is called in messages.
    pub fn new(name: &'a str, text: R) -> Self {
        let mut reader = Reader::from_reader(Counted { inner: text, lines: 0, bytes: 0 });
        reader.config_mut().expand_empty_elements = true;
        let (buffer, open, tag, ended) = (Vec::new(), Vec::new(), String::new(), Open::default());
        Self { name, reader, buffer, open, tag, ended, is_over: false }
    }

    /// The next tag; `None` where the outermost element is over.
    ///
    /// # Errors
    /// Where the file is no whole XML, or beyond the bounds.
    pub fn next(&mut self) -> Result<Option<Tag<'_>>, ExchangeError> {
        loop {
            match self.step()? {
                Step::Start { line, name } => {
                    return element(self.name, &self.tag, name, line)
                        .map(|element| Some(Tag::Start(element)));
                }
                Step::End => return Ok(Some(Tag::End { text: Cow::Borrowed(&self.ended.text) })),
                Step::Other => {}
                Step::Over => return Ok(None),
            }
        }
    }

    fn step(&mut self) -> Result<Step, ExchangeError> {
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
                if let Some(outer) = self.open.last_mut() {
                    outer.has_children = true;
                }
                self.tag.clear();
                self.tag.push_str(&utf8(&start));
                // Longer where it is no UTF-8, which the text of a file never is.
                let name = start.name().into_inner().len();
                let mut open = std::mem::take(&mut self.ended);
                open.begin(self.tag.get(..name).unwrap_or(&self.tag), line);
                self.open.push(open);
                return Ok(Step::Start { line, name });
            }
            Event::End(_) => {
                let Some(ended) = self.open.pop() else {
                    return wrong("an element ends that did not begin".to_owned(), "");
                };
                self.ended = ended;
                self.is_over = self.open.is_empty();
                return Ok(Step::End);
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
        if is_inside {
            return Ok(Step::Other);
        }
        let line = self.reader.get_ref().lines + 1;
        let what = "text stands outside of the outermost element";
        Err(ExchangeError::line(self.name, line, what, "remove it"))
    }

    fn end(&self, line: u64) -> Result<Step, ExchangeError> {
        match self.open.last() {
            None if self.is_over => Ok(Step::Over),
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

fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    // The rule goes faster than the exception.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Bytes that are a part of a text, as text: they need not be looked at again.
fn part_of<'x>(text: &'x str, part: &'x [u8]) -> Cow<'x, str> {
    let start = (part.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    let found = text.get(start..start.wrapping_add(part.len()));
    found.map_or_else(|| utf8(part), Cow::Borrowed)
}

/// The element of a tag, whose name has so many bytes.
fn element<'x>(name: &str, tag: &'x str, end: usize, line: u64) -> Result<Element<'x>, ExchangeError> {
    let (prefix, local) = split(Cow::Borrowed(tag.get(..end).unwrap_or(tag)));
    let mut attributes: Vec<(Cow<'x, str>, Cow<'x, str>)> = Vec::with_capacity(4);
    for attribute in Attributes::new(tag, end) {
        let attribute = attribute.map_err(|error| broken(name, line, &Error::InvalidAttr(error)))?;
        if attributes.len() >= MOST {
            let what = format!("an element has more than {MOST} attributes");
            return Err(ExchangeError::line(name, line, what, "no graph has so many; export it again"));
        }
        let (prefix, key) = split(part_of(tag, attribute.key.into_inner()));
        if prefix == "xmlns" || (prefix.is_empty() && key == "xmlns") {
            continue;
        }
        let value = match attribute.value {
            Cow::Borrowed(value) => part_of(tag, value),
            Cow::Owned(value) => Cow::Owned(utf8(&value).into_owned()),
        };
        attributes.push((key, unescaped(name, line, value)?));
    }
    Ok(Element { prefix, name: local, line, attributes })
}

/// A name, apart from its prefix.
fn split(full: Cow<'_, str>) -> (Cow<'_, str>, Cow<'_, str>) {
    let Some(colon) = full.bytes().position(|byte| byte == b':') else { return (Cow::Borrowed(""), full) };
    match full {
        Cow::Borrowed(full) => (Cow::Borrowed(&full[..colon]), Cow::Borrowed(&full[colon + 1..])),
        Cow::Owned(full) => (Cow::Owned(full[..colon].to_owned()), Cow::Owned(full[colon + 1..].to_owned())),
    }
}

/// The value of an attribute: its references resolved, and its line ends as spaces, as XML has it.
fn unescaped<'x>(name: &str, line: u64, raw: Cow<'x, str>) -> Result<Cow<'x, str>, ExchangeError> {
    if !raw.bytes().any(|byte| matches!(byte, b'&' | b'\n' | b'\r' | b'\t')) {
        return Ok(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw.as_ref();
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
    Ok(Cow::Owned(value))
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
