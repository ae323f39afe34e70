//! From text to tags, within bounds. What is no XML is told by quick-xml.

use std::io::{self, BufRead};

use quick_xml::events::attributes::AttrError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};

use super::super::error::ExchangeError;
use super::attributes;
use super::batch::{Batch, Place, Span};
use super::counted::Counted;
use super::reference::{resolved, unknown};

/// How deep elements may stand in each other.
pub(super) const DEEPEST: usize = 256;

/// How much text a batch has, in bytes, but for its last tag.
const FULL: usize = 1 << 16;

const TRUNCATED: &str = "it is truncated: fetch or copy it again";

/// An element that is open.
#[derive(Clone, Copy)]
struct Open {
    /// Where its name begins in [`Parser::names`].
    name: usize,
    /// Where its text begins in [`Parser::texts`].
    text: usize,
    line: u64,
    has_children: bool,
}

/// Reads a file batch by batch.
pub(super) struct Parser<'a, R: BufRead> {
    name: &'a str,
    reader: Reader<Counted<R>>,
    buffer: Vec<u8>,
    open: Vec<Open>,
    /// The names of the elements that are open, one after the other.
    names: Vec<u8>,
    /// Their texts.
    texts: Vec<u8>,
    /// The text of the batch, which is UTF-8 since that of the file is.
    out: Vec<u8>,
    is_over: bool,
}

impl<'a, R: BufRead> Parser<'a, R> {
    /// Begins to read. `name` is what the file is called in messages.
    pub fn new(name: &'a str, text: R) -> Self {
        Self {
            name,
            reader: Reader::from_reader(Counted::new(text)),
            buffer: Vec::new(),
            open: Vec::new(),
            names: Vec::new(),
            texts: Vec::new(),
            out: Vec::new(),
            is_over: false,
        }
    }

    /// The next tags. `batch` gives its memory.
    pub fn next(&mut self, mut batch: Batch) -> Batch {
        batch.clear();
        self.out = std::mem::take(&mut batch.text).into_bytes();
        while self.out.len() < FULL && batch.end.is_none() {
            match self.step(&mut batch) {
                Ok(true) => {}
                Ok(false) => batch.end = Some(Ok(())),
                Err(error) => batch.end = Some(Err(error)),
            }
        }
        match String::from_utf8(std::mem::take(&mut self.out)) {
            Ok(text) => batch.text = text,
            Err(error) => {
                batch.clear();
                let error = io::Error::new(io::ErrorKind::InvalidData, error);
                batch.end = Some(Err(ExchangeError::io(self.name, &error)));
            }
        }
        batch
    }

    /// Reads on by one step. Returns whether there is more.
    fn step(&mut self, batch: &mut Batch) -> Result<bool, ExchangeError> {
        let line = self.reader.get_ref().lines + 1;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let event = match self.reader.read_event_into(&mut buffer) {
            Ok(event) => event,
            Err(error) => return Err(broken(self.name, line, &error)),
        };
        let name = self.name;
        let wrong = |what: &str, hint: &str| Err(ExchangeError::line(name, line, what, hint));
        let is_inside = match event {
            Event::Start(start) => {
                self.start(&start, line, batch)?;
                let (name, text) = (self.names.len(), self.texts.len());
                self.names.extend_from_slice(start.name().into_inner());
                self.open.push(Open { name, text, line, has_children: false });
                true
            }
            Event::Empty(start) => {
                self.start(&start, line, batch)?;
                batch.tags.push(Place::End { text: Span::new(0, 0) });
                self.is_over = self.open.is_empty();
                true
            }
            Event::End(_) => {
                let Some(ended) = self.open.pop() else {
                    return wrong("an element ends that did not begin", "");
                };
                let start = self.out.len();
                self.out.extend(self.texts.drain(ended.text..));
                self.names.truncate(ended.name);
                batch.tags.push(Place::End { text: Span::new(start, self.out.len()) });
                self.is_over = self.open.is_empty();
                true
            }
            Event::Text(text) => self.add(&text),
            Event::CData(text) => self.add(&text),
            Event::GeneralRef(reference) => {
                let reference = String::from_utf8_lossy(&reference);
                match resolved(&reference) {
                    Some(c) => self.add(c.encode_utf8(&mut [0; 4]).as_bytes()),
                    None => return unknown(self.name, line, &reference),
                }
            }
            Event::DocType(declaration) => {
                if memchr::memmem::find(&declaration, b"<!ENTITY").is_some() {
                    let hint = "remove its DOCTYPE and write out what they stand for";
                    return wrong("the file declares entities, which are not read", hint);
                }
                true
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => true,
            Event::Eof => return self.end(line),
        };
        self.buffer = buffer;
        if is_inside {
            return Ok(true);
        }
        let line = self.reader.get_ref().lines + 1;
        let what = "text stands outside of the outermost element";
        Err(ExchangeError::line(self.name, line, what, "remove it"))
    }

    /// Takes in the tag of an element that begins.
    fn start(&mut self, start: &BytesStart<'_>, line: u64, batch: &mut Batch) -> Result<(), ExchangeError> {
        if self.is_over {
            let what = "there is a second outermost element";
            return Err(ExchangeError::line(self.name, line, what, "remove it"));
        }
        if self.open.len() >= DEEPEST {
            let what = format!("elements stand more than {DEEPEST} deep");
            return Err(ExchangeError::line(self.name, line, what, "flatten it"));
        }
        if let Some(outer) = self.open.last_mut() {
            outer.has_children = true;
        }
        let at = self.out.len();
        self.out.extend_from_slice(start);
        let (prefix, name) = attributes::split(start.name().into_inner(), at);
        let known = batch.attributes.len();
        attributes::read((self.name, line), start, at, &mut self.out, &mut batch.attributes)?;
        let attributes = batch.attributes.len() - known;
        batch.tags.push(Place::Start { prefix, name, line, attributes });
        Ok(())
    }

    /// Adds to the text of the innermost element. Returns whether there is one, or nothing to add.
    fn add(&mut self, text: &[u8]) -> bool {
        let is_blank = text.trim_ascii().is_empty();
        match self.open.last() {
            // The space between elements is no text.
            Some(open) if is_blank && open.has_children => true,
            Some(_) => {
                self.texts.extend_from_slice(text);
                true
            }
            None => is_blank,
        }
    }

    fn end(&self, line: u64) -> Result<bool, ExchangeError> {
        match self.open.last() {
            None if self.is_over => Ok(false),
            None => Err(ExchangeError::line(self.name, line, "there is no element", "export it again")),
            Some(open) => {
                let name = String::from_utf8_lossy(self.names.get(open.name..).unwrap_or_default());
                let what = format!("the file ends within <{name}> of line {}", open.line);
                Err(ExchangeError::line(self.name, line, what, TRUNCATED))
            }
        }
    }
}

/// Tells what is wrong with an attribute.
pub(super) fn no_attribute(name: &str, line: u64, error: AttrError) -> ExchangeError {
    broken(name, line, &Error::InvalidAttr(error))
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
