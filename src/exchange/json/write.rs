//! JSON that is written: fields in the order that they are given.

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
    pub(crate) fn of(value: &impl Serialize) -> Self {
        // Records are made of texts, numbers and lists, which always serialise.
        Self::Raw(serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned()))
    }

    /// An object of these fields.
    pub(crate) fn object<const N: usize>(fields: [(&str, Self); N]) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// The text of a file. Lists and objects that lie at most `open` levels deep have an entry a line, so that version
    /// control shows what changed; those within stand on one line.
    pub(crate) fn to_file(&self, open: usize) -> Vec<u8> {
        let mut text = String::new();
        self.write(&mut text, 0, open);
        text.push('\n');
        text.into_bytes()
    }

    fn write(&self, text: &mut String, level: usize, open: usize) {
        let is_open = level < open;
        let line = |text: &mut String, nth: usize| {
            text.push_str(if nth > 0 { "," } else { "" });
            if is_open {
                text.push('\n');
                text.push_str(&"  ".repeat(level + 1));
            } else if nth > 0 {
                text.push(' ');
            }
        };
        let close = |text: &mut String, is_empty: bool, bracket: char| {
            if is_open && !is_empty {
                text.push('\n');
                text.push_str(&"  ".repeat(level));
            }
            text.push(bracket);
        };
        match self {
            Self::Raw(json) => text.push_str(json),
            Self::List(entries) => {
                text.push('[');
                for (nth, entry) in entries.iter().enumerate() {
                    line(text, nth);
                    entry.write(text, level + 1, open);
                }
                close(text, entries.is_empty(), ']');
            }
            Self::Object(fields) => {
                text.push('{');
                for (nth, (name, value)) in fields.iter().enumerate() {
                    line(text, nth);
                    text.push_str(&quoted(name));
                    text.push_str(": ");
                    value.write(text, level + 1, open);
                }
                close(text, fields.is_empty(), '}');
            }
        }
    }
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    // A text always serialises.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_deep_stands_on_one_line() {
        let inner = Out::object([("a", Out::of(&1)), ("b", Out::List(Vec::new()))]);
        let file = Out::List(vec![inner.clone(), inner]).to_file(1);
        assert_eq!(
            String::from_utf8_lossy(&file),
            "[\n  {\"a\": 1, \"b\": []},\n  {\"a\": 1, \"b\": []}\n]\n"
        );
    }
}
