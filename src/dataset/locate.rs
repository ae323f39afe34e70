//! Where things stand in a JSON text: paths to byte spans, byte offsets to lines and columns.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use jsonc_parser::ast::{ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, CommentCollectionStrategy, ParseOptions, parse_to_ast};

/// One step from a JSON value to a value inside it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// Into the field of an object.
    Field(String),
    /// Into an entry of a list, counted from 0.
    Index(usize),
}

/// The way from the root of a JSON text to one value.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct JsonPath(Vec<Step>);

impl JsonPath {
    /// The whole text, `$`.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path of a field of this object.
    pub fn field(&self, name: &str) -> Self {
        self.then(Step::Field(name.to_owned()))
    }

    /// The path of an entry (0-based) of this list.
    pub fn index(&self, index: usize) -> Self {
        self.then(Step::Index(index))
    }

    fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The steps from the root.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }
}

/// A set of paths that is asked what lies along the way of another.
#[derive(Clone, Default, Debug)]
pub struct PathSet(BTreeSet<JsonPath>);

impl PathSet {
    /// Adds a path.
    pub fn insert(&mut self, path: JsonPath) {
        self.0.insert(path);
    }

    /// Adds all paths of another set.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// Whether the very path is in the set.
    pub fn contains(&self, path: &JsonPath) -> bool {
        self.0.contains(path)
    }

    /// Whether some value of the set is this one, holds it, or lies in it.
    pub fn touches(&self, path: &JsonPath) -> bool {
        let steps = path.steps();
        let holds = (0..steps.len()).any(|depth| self.0.contains(&JsonPath(steps[..depth].to_vec())));
        // Paths sort before those that go on from them.
        holds || self.0.range(path..).next().is_some_and(|next| next.steps().starts_with(steps))
    }
}

impl fmt::Display for JsonPath {
    /// A normalised-looking JSONPath (RFC 9535): `$.events[3].date`, `$.actors[0]['part-of']`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Field(name) if is_shorthand(name) => write!(f, ".{name}")?,
                Step::Field(name) => {
                    let name: String = name.chars().take(64).collect();
                    write!(f, "['{}']", name.escape_debug())?;
                }
            }
        }
        Ok(())
    }
}

/// Whether RFC 9535 (section 2.5.1, `member-name-shorthand`) lets a name stand after a dot; ASCII only.
fn is_shorthand(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// A JSON text parsed with the span of every value.
#[derive(Debug)]
pub struct Tree<'a> {
    /// The outermost value.
    pub root: Value<'a>,
}

impl<'a> Tree<'a> {
    /// Parses strict JSON (RFC 8259), none of the extensions that the parser also knows.
    ///
    /// The parser recurses at most 512 levels deep, so that no text exhausts the stack.
    ///
    /// # Errors
    /// What is wrong, and where (a byte offset).
    pub fn parse(text: &'a str) -> Result<Self, (String, usize)> {
        let collect = CollectOptions { comments: CommentCollectionStrategy::Off, tokens: false };
        let strict = ParseOptions {
            allow_comments: false,
            allow_loose_object_property_names: false,
            allow_trailing_commas: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        let parsed = parse_to_ast(text, &collect, &strict)
            .map_err(|error| (error.kind().to_string(), error.range().start))?;
        let root = parsed.value.ok_or_else(|| ("a value is missing".to_owned(), 0))?;
        Ok(Self { root })
    }

    /// The span to point at for a path, to hold the faster search to: the value, or the innermost value on the way that is there.
    #[cfg(test)]
    pub(super) fn span(&self, path: &JsonPath) -> Range<usize> {
        let mut value = &self.root;
        for step in path.steps() {
            let next = match (step, value) {
                (Step::Field(name), Value::Object(object)) => object
                    .properties
                    .iter()
                    .find(|property| property.name.as_str() == name)
                    .map(|property| &property.value),
                (Step::Index(index), Value::Array(list)) => list.elements.get(*index),
                (Step::Field(_) | Step::Index(_), _) => None,
            };
            match next {
                Some(inner) => value = inner,
                None => break,
            }
        }
        value_span(value)
    }
}

/// The span to point at for a value: all of a scalar, the opening bracket of a list or object.
pub fn value_span(value: &Value<'_>) -> Range<usize> {
    let range = value.range();
    match value {
        Value::Object(_) | Value::Array(_) => range.start..range.start + 1,
        Value::StringLit(_) | Value::NumberLit(_) | Value::BooleanLit(_) | Value::NullKeyword(_) => {
            range.start..range.end
        }
    }
}

/// The span of a field's name, with its quotation marks.
pub fn name_span(property: &ObjectProp<'_>) -> Range<usize> {
    let range = property.name.range();
    range.start..range.end
}

/// A place in a text as people count: lines and columns from 1, columns in Unicode code points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// 1-based line.
    pub line: u32,
    /// 1-based column.
    pub column: u32,
    /// Byte offset of the line's first byte.
    pub line_start: usize,
}

/// Finds the lines of a text. Lines end with `\n`; a `\r` before it belongs to the line.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The last place asked for (line, byte offset, column), so that asking in ascending order costs
    /// one pass over the text even where the whole text is one line.
    last: (usize, usize, usize),
}

impl<'a> Lines<'a> {
    /// Indexes the lines of a text.
    pub fn new(text: &'a str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Self { text, starts, last: (0, 0, 1) }
    }

    /// The position of a byte offset; the nearest one before it where it is past the end or inside a
    /// character.
    pub fn position(&mut self, offset: usize) -> Position {
        let offset = floor_char(self.text, offset);
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let line_start = self.starts.get(line).copied().unwrap_or(0);
        let (from, column) = match self.last {
            (last_line, last_offset, column) if last_line == line && last_offset <= offset => {
                (last_offset, column)
            }
            _ => (line_start, 1),
        };
        let between = self.text.get(from..offset).map_or(0, |text| text.chars().count());
        let column = column + between;
        self.last = (line, offset, column);
        Position { line: saturate(line + 1), column: saturate(column), line_start }
    }

    /// The byte range of the line that starts at `line_start`, without its line break.
    pub fn line_range(&self, line_start: usize) -> Range<usize> {
        let next = self.starts.partition_point(|&start| start <= line_start);
        let end = self.starts.get(next).map_or(self.text.len(), |&start| start - 1);
        line_start..end.max(line_start)
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The greatest character boundary that is at most `offset`.
pub fn floor_char(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_as_json_path() {
        let path = JsonPath::root().field("actors").index(0).field("part-of").index(2).field("period");
        assert_eq!(path.to_string(), "$.actors[0]['part-of'][2].period");
    }

    #[test]
    fn paths_touch_where_one_holds_the_other() {
        let events = JsonPath::root().field("events");
        let mut set = PathSet::default();
        set.insert(events.index(1).field("date"));
        assert!(set.touches(&events) && set.touches(&events.index(1)) && set.touches(&JsonPath::root()));
        assert!(set.touches(&events.index(1).field("date").index(0)));
        assert!(!set.touches(&events.index(2)) && !set.touches(&events.index(1).field("code")));
        assert!(!set.contains(&events));
    }

    #[test]
    fn a_span_is_found_or_that_of_the_nearest_value_around() {
        let text = r#"{"a": [10, {"é": "ü"}]}"#;
        let tree = Tree::parse(text).expect("valid");
        let entry = JsonPath::root().field("a").index(1);
        assert_eq!(&text[tree.span(&entry.field("é"))], "\"ü\"");
        assert_eq!(&text[tree.span(&entry.field("missing"))], "{");
        assert_eq!(&text[tree.span(&JsonPath::root().field("a").index(0))], "10");
    }

    #[test]
    fn deep_nesting_is_refused_and_not_recursed_into() {
        for text in ["[".repeat(100_000), "{\"a\":".repeat(100_000)] {
            assert!(Tree::parse(&text).is_err());
        }
    }

    #[test]
    fn columns_count_code_points_in_any_order_of_asking() {
        let text = "αβγ\r\nδε\n";
        let mut lines = Lines::new(text);
        let at = |lines: &mut Lines<'_>, offset| {
            let position = lines.position(offset);
            (position.line, position.column)
        };
        assert_eq!(at(&mut lines, 4), (1, 3));
        assert_eq!(at(&mut lines, 2), (1, 2));
        assert_eq!(at(&mut lines, 8), (2, 1));
        assert_eq!(at(&mut lines, 9), (2, 1), "inside a character");
        assert_eq!(at(&mut lines, 999), (3, 1));
        assert_eq!(&text[lines.line_range(8)], "δε");
    }
}
