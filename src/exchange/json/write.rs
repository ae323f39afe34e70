//! JSON that is written: fields in the order that they are given, piece by piece.

use std::io::{self, Write};

use serde::Serialize;

/// A value to be written.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Out {
    /// JSON already.
    Raw(String),
    /// A list.
    List(Vec<Out>),
    /// An object.
    Object(Vec<(String, Out)>),
}

impl Out {
    /// A text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Raw(quoted(text))
    }

    /// Anything that serialises: records, numbers, booleans.
    pub(crate) fn of(value: &(impl Serialize + ?Sized)) -> Self {
        // Records are made of texts, numbers and lists, which always serialise.
        Self::Raw(serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
    }

    /// An object of these fields.
    pub(crate) fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    fn write(&self, text: &mut String, level: usize, open: usize) {
        match self {
            Self::Raw(json) => text.push_str(json),
            Self::List(entries) => {
                text.push('[');
                for (nth, entry) in entries.iter().enumerate() {
                    between(text, nth == 0, level + 1, open);
                    entry.write(text, level + 1, open);
                }
                close(text, entries.is_empty(), level, open, ']');
            }
            Self::Object(fields) => {
                text.push('{');
                for (nth, (name, value)) in fields.iter().enumerate() {
                    between(text, nth == 0, level + 1, open);
                    push_quoted(text, name);
                    text.push_str(": ");
                    value.write(text, level + 1, open);
                }
                close(text, fields.is_empty(), level, open, '}');
            }
        }
    }
}

/// What stands before an entry that lies at a level.
fn between(text: &mut String, is_first: bool, level: usize, open: usize) {
    text.push_str(if is_first { "" } else { "," });
    if level <= open {
        text.push('\n');
        (0..level).for_each(|_| text.push_str("  "));
    } else if !is_first {
        text.push(' ');
    }
}

/// Closes a list or object that lies at a level.
fn close(text: &mut String, is_empty: bool, level: usize, open: usize, bracket: char) {
    if level < open && !is_empty {
        text.push('\n');
        (0..level).for_each(|_| text.push_str("  "));
    }
    text.push(bracket);
}

/// Writes a file piece by piece. Lists and objects that lie at most `open` levels deep have an entry a line, so that
/// version control shows what changed; those within stand on one line.
pub(crate) struct Pieces<'w> {
    out: &'w mut dyn Write,
    text: String,
    open: usize,
    /// The brackets that are to be closed, each with whether nothing stands within it yet.
    levels: Vec<(char, bool)>,
}

/// How much text is written at a time.
const CHUNK: usize = 1 << 16;

impl<'w> Pieces<'w> {
    /// Begins a file.
    pub(crate) fn new(out: &'w mut dyn Write, open: usize) -> Self {
        Self { out, text: String::new(), open, levels: Vec::new() }
    }

    /// Begins a list; a field of a name, where it stands in an object.
    pub(crate) fn list(&mut self, name: Option<&str>) {
        self.before(name);
        self.text.push('[');
        self.levels.push((']', true));
    }

    /// Begins an object; a field of a name, where it stands in another.
    pub(crate) fn object(&mut self, name: Option<&str>) {
        self.before(name);
        self.text.push('{');
        self.levels.push(('}', true));
    }

    /// An entry of a list.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn entry(&mut self, value: &Out) -> io::Result<()> {
        self.before(None);
        self.value(value)
    }

    /// A field of an object.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn field(&mut self, name: &str, value: &Out) -> io::Result<()> {
        self.before(Some(name));
        self.value(value)
    }

    /// Ends the innermost list or object.
    pub(crate) fn end(&mut self) {
        if let Some((bracket, is_empty)) = self.levels.pop() {
            close(&mut self.text, is_empty, self.levels.len(), self.open, bracket);
        }
    }

    /// Ends all that is open, and the file.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        while !self.levels.is_empty() {
            self.end();
        }
        self.text.push('\n');
        self.out.write_all(self.text.as_bytes())
    }

    fn before(&mut self, name: Option<&str>) {
        let level = self.levels.len();
        if let Some((_, is_empty)) = self.levels.last_mut() {
            between(&mut self.text, *is_empty, level, self.open);
            *is_empty = false;
        }
        if let Some(name) = name {
            push_quoted(&mut self.text, name);
            self.text.push_str(": ");
        }
    }

    fn value(&mut self, value: &Out) -> io::Result<()> {
        value.write(&mut self.text, self.levels.len(), self.open);
        if self.text.len() >= CHUNK {
            self.out.write_all(self.text.as_bytes())?;
            self.text.clear();
        }
        Ok(())
    }
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    // A text always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

fn push_quoted(text: &mut String, name: &str) {
    text.push_str(&quoted(name));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_deep_stands_on_one_line() {
        let inner = Out::object([("a", Out::of(&1)), ("b", Out::List(Vec::new()))]);
        let mut bytes = Vec::new();
        let mut file = Pieces::new(&mut bytes, 2);
        file.list(None);
        file.object(None);
        file.field("c", &Out::List(vec![inner.clone(), inner])).expect("memory");
        file.list(Some("d"));
        file.finish().expect("memory");
        let expected =
            "[\n  {\n    \"c\": [{\"a\": 1, \"b\": []}, {\"a\": 1, \"b\": []}],\n    \"d\": []\n  }\n]\n";
        assert_eq!(String::from_utf8_lossy(&bytes), expected);
    }
}
