//! Writing XML: indented, every text escaped.

use std::io::{self, Write};

/// Writes elements, one a line. What goes wrong is told at the end.
pub(in super::super) struct Writer<'w> {
    out: &'w mut dyn Write,
    text: String,
    open: Vec<String>,
    wrong: io::Result<()>,
}

/// How much text is written at a time.
const CHUNK: usize = 1 << 16;

impl<'w> Writer<'w> {
    /// Begins a file.
    pub fn new(out: &'w mut dyn Write) -> Self {
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
        Self { out, text, open: Vec::new(), wrong: Ok(()) }
    }

    /// Begins an element, in which others follow.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.text.push_str(">\n");
        self.open.push(name.to_owned());
    }

    /// Ends the innermost element that is open.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.end(&name);
        }
        if self.text.len() >= CHUNK {
            self.hand_on();
        }
    }

    /// An element without anything in it.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.begin(name, attributes);
        self.text.push_str("/>\n");
    }

    /// An element with a text.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.begin(name, attributes);
        self.text.push('>');
        escape(&mut self.text, text, false);
        self.end(name);
    }

    /// Closes all elements.
    ///
    /// # Errors
    /// Where anything could not be written.
    pub fn finish(mut self) -> io::Result<()> {
        while !self.open.is_empty() {
            self.close();
        }
        self.hand_on();
        self.wrong
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            self.text.push(' ');
            self.text.push_str(key);
            self.text.push_str("=\"");
            escape(&mut self.text, value, true);
            self.text.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push_str(">\n");
    }

    fn indent(&mut self) {
        (0..self.open.len()).for_each(|_| self.text.push_str("  "));
    }

    fn hand_on(&mut self) {
        if self.wrong.is_ok() {
            self.wrong = self.out.write_all(self.text.as_bytes());
        }
        self.text.clear();
    }
}

/// Line ends of attributes would be read as spaces, so they stand as references. What XML cannot hold at all becomes
/// the character that says so.
fn escape(out: &mut String, text: &str, is_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if is_attribute => out.push_str("&quot;"),
            '\n' if is_attribute => out.push_str("&#10;"),
            '\t' if is_attribute => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => out.push(char::REPLACEMENT_CHARACTER),
            c if c < ' ' => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
}
