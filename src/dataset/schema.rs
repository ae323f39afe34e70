//! The JSON Schema of the format, generated from the records, and the same schema as rules in memory.
//!
//! The schema is the one place that says what a file may hold: [`super::structure`] walks a file along
//! these rules, so that `detente check` and any other JSON Schema validator judge alike.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::record::{DatasetRecord, FORMAT};

/// The JSON Schema (draft 2020-12) of [`DatasetRecord`], pretty-printed with a final line break.
pub fn json_schema() -> String {
    let mut text = serde_json::to_string_pretty(&schema_value()).unwrap_or_default();
    text.push('\n');
    text
}

/// The generated schema, with what the record types cannot say.
fn schema_value() -> Value {
    let mut schema = schemars::schema_for!(DatasetRecord);
    schema.insert("$id".to_owned(), "detente-1.schema.json".into());
    schema.insert("title".to_owned(), "Detente dataset, format detente/1".into());
    let mut schema = schema.to_value();
    if let Some(format) = schema.pointer_mut("/properties/format") {
        format["const"] = FORMAT.into();
    }
    if let Some(date) = schema.pointer_mut("/$defs/Edtf") {
        date["format"] = DATE_FORMAT.into();
        date["examples"] = serde_json::json!(["2025", "2025-02", "2024-01~", "2025-01/2025-06", "../2017"]);
    }
    schema
}

/// The `format` that marks a date in the schema.
const DATE_FORMAT: &str = "edtf";

/// What a value must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// An object of fixed fields.
    Object(Shape),
    /// An object whose field `tag` tells which of several shapes it has.
    Tagged {
        /// Name of the telling field.
        tag: String,
        /// The shapes, by the value of the field.
        shapes: Vec<(String, Shape)>,
    },
    /// A list of values that all follow one rule.
    List(Box<Rule>),
    /// A text.
    Text,
    /// A text of a fixed number of characters, each in one of some ranges.
    Pattern(Pattern),
    /// One of some words.
    Word(Vec<String>),
    /// An EDTF date.
    Date,
    /// A whole number in a range, both ends included.
    Whole(u64, u64),
    /// A number in a range, both ends included.
    Number(f64, f64),
    /// `true` or `false`.
    Flag,
    /// `null`, or what another rule says.
    OrNull(Box<Rule>),
}

/// The fields of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What the object is, for messages: `event`.
    pub noun: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

impl Shape {
    /// The field of a name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What it holds, for hints.
    pub about: String,
    /// Whether it must be there.
    pub required: bool,
    /// What its value must be.
    pub rule: Rule,
}

/// A fixed number of characters, each in one of some ranges: `^[0-9a-f]{64}$`, `^[A-F]$`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    ranges: Vec<(char, char)>,
    count: usize,
}

impl Pattern {
    /// Reads a regular expression of the one form that the format uses, `^[…]$` or `^[…]{n}$`.
    fn parse(regex: &str) -> Option<Self> {
        let inner = regex.strip_prefix("^[")?.strip_suffix('$')?;
        let (class, repeat) = inner.split_once(']')?;
        let count = match repeat {
            "" => 1,
            repeat => repeat.strip_prefix('{')?.strip_suffix('}')?.parse().ok()?,
        };
        let mut ranges = Vec::new();
        let mut rest = class.chars();
        while let Some(first) = rest.next() {
            if rest.as_str().starts_with('-') {
                rest.next();
                ranges.push((first, rest.next()?));
            } else {
                ranges.push((first, first));
            }
        }
        Some(Self { ranges, count })
    }

    /// Whether a text has this form.
    pub fn matches(&self, text: &str) -> bool {
        let allowed = |c| self.ranges.iter().any(|&(first, last)| (first..=last).contains(&c));
        text.chars().all(allowed) && text.chars().count() == self.count
    }

    /// The form in words: `one of A to F`, `64 characters of 0 to 9, a to f`.
    pub fn to_words(&self) -> String {
        let ranges: Vec<_> = self.ranges.iter().map(|(first, last)| format!("{first} to {last}")).collect();
        match self.count {
            1 => format!("one of {}", ranges.join(", ")),
            count => format!("{count} characters of {}", ranges.join(", ")),
        }
    }

    /// A text of this form.
    pub fn example(&self) -> String {
        self.ranges.first().map(|&(first, _)| first.to_string().repeat(self.count)).unwrap_or_default()
    }
}

/// The rules of a dataset file.
pub fn rules() -> &'static Shape {
    static RULES: OnceLock<Shape> = OnceLock::new();
    RULES.get_or_init(|| {
        let schema = schema_value();
        // A schema that cannot be read is a mistake in the records; the tests below keep it out.
        Compiler { schema: &schema }
            .shape(&schema, "dataset")
            .unwrap_or(Shape { noun: "dataset".to_owned(), fields: Vec::new() })
    })
}

/// Turns the schema into rules. `None` where the schema uses a word that is not known here.
struct Compiler<'a> {
    schema: &'a Value,
}

/// The schema words that are read, or that say nothing about validity.
const KNOWN: &[&str] = &[
    "$schema",
    "$id",
    "$defs",
    "$ref",
    "title",
    "description",
    "examples",
    "default",
    "type",
    "properties",
    "additionalProperties",
    "required",
    "items",
    "const",
    "oneOf",
    "anyOf",
    "pattern",
    "minimum",
    "maximum",
    "format",
];

impl Compiler<'_> {
    fn shape(&self, schema: &Value, noun: &str) -> Option<Shape> {
        let closed = schema.get("additionalProperties").and_then(Value::as_bool) == Some(false);
        let required: Vec<_> =
            schema.get("required").and_then(Value::as_array).into_iter().flatten().collect();
        let mut fields = Vec::new();
        for (name, field) in schema.get("properties")?.as_object()? {
            fields.push(Field {
                name: name.clone(),
                about: self.about(field),
                required: required.iter().any(|&required| required == name),
                rule: self.rule(field)?,
            });
        }
        closed.then(|| Shape { noun: noun.to_owned(), fields })
    }

    fn about(&self, schema: &Value) -> String {
        let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn rule(&self, schema: &Value) -> Option<Rule> {
        if !schema.as_object()?.keys().all(|word| KNOWN.contains(&word.as_str())) {
            return None;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return self.reference(reference);
        }
        if let Some(choices) = schema.get("anyOf").and_then(Value::as_array) {
            return match choices.as_slice() {
                [inner, null] if is_null(null) => Some(Rule::OrNull(Box::new(self.rule(inner)?))),
                _ => None,
            };
        }
        if let Some(choices) = schema.get("oneOf").and_then(Value::as_array) {
            return self.words(choices).or_else(|| self.tagged(choices));
        }
        if let Some(word) = schema.get("const").and_then(Value::as_str) {
            return Some(Rule::Word(vec![word.to_owned()]));
        }
        match schema.get("type")? {
            Value::String(name) => self.typed(name, schema),
            Value::Array(names) => match names.as_slice() {
                [Value::String(name), Value::String(null)] if null == "null" => {
                    Some(Rule::OrNull(Box::new(self.typed(name, schema)?)))
                }
                _ => None,
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
        }
    }

    fn reference(&self, reference: &str) -> Option<Rule> {
        let target = self.schema.pointer(reference.strip_prefix('#')?)?;
        if target.get("properties").is_none() {
            return self.rule(target);
        }
        let name = reference.rsplit('/').next()?;
        Some(Rule::Object(self.shape(target, &noun(name))?))
    }

    fn typed(&self, name: &str, schema: &Value) -> Option<Rule> {
        let format = schema.get("format").and_then(Value::as_str);
        match (name, format) {
            ("string", Some(DATE_FORMAT)) => Some(Rule::Date),
            ("string", None) => match schema.get("pattern").and_then(Value::as_str) {
                Some(regex) => Some(Rule::Pattern(Pattern::parse(regex)?)),
                None => Some(Rule::Text),
            },
            ("boolean", None) => Some(Rule::Flag),
            ("array", None) => Some(Rule::List(Box::new(self.rule(schema.get("items")?)?))),
            ("number", Some("double")) => {
                let bound = |word| schema.get(word).and_then(Value::as_f64);
                Some(Rule::Number(bound("minimum").unwrap_or(f64::MIN), bound("maximum").unwrap_or(f64::MAX)))
            }
            ("integer", Some(format)) => {
                let greatest = match format {
                    "uint8" => u64::from(u8::MAX),
                    "uint32" => u64::from(u32::MAX),
                    // What every implementation of JSON can hold (RFC 8259, section 6).
                    "uint" | "uint64" => (1 << 53) - 1,
                    _ => return None,
                };
                let bound = |word| schema.get(word).and_then(Value::as_u64);
                Some(Rule::Whole(bound("minimum")?, bound("maximum").unwrap_or(greatest).min(greatest)))
            }
            _ => None,
        }
    }

    fn words(&self, choices: &[Value]) -> Option<Rule> {
        let word = |choice: &Value| Some(choice.get("const")?.as_str()?.to_owned());
        choices.iter().map(word).collect::<Option<_>>().map(Rule::Word)
    }

    fn tagged(&self, choices: &[Value]) -> Option<Rule> {
        let mut tags = BTreeMap::new();
        let mut shapes = Vec::new();
        for choice in choices {
            let properties = choice.get("properties")?.as_object()?;
            let (tag, value) =
                properties.iter().find_map(|(name, field)| Some((name, field.get("const")?.as_str()?)))?;
            tags.insert(tag.clone(), ());
            shapes.push((value.to_owned(), self.shape(choice, value)?));
        }
        let (tag, ()) = tags.pop_first()?;
        tags.is_empty().then_some(Rule::Tagged { tag, shapes })
    }
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

/// `PartOfRecord` -> `part of`.
fn noun(definition: &str) -> String {
    let mut noun = String::new();
    for c in definition.strip_suffix("Record").unwrap_or(definition).chars() {
        if c.is_ascii_uppercase() && !noun.is_empty() {
            noun.push(' ');
        }
        noun.push(c.to_ascii_lowercase());
    }
    noun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_schema_is_understood() {
        let rules = rules();
        assert_eq!(rules.fields.len(), 11);
        let events = rules.field("events").expect("a field");
        let Rule::List(entry) = &events.rule else { panic!("events are a list") };
        let Rule::Object(event) = entry.as_ref() else { panic!("an event is an object") };
        assert_eq!(event.noun, "event");
        assert_eq!(event.field("date").map(|field| &field.rule), Some(&Rule::Date));
        assert_eq!(
            event.field("sources").map(|field| &field.rule),
            Some(&Rule::OrNull(Box::new(Rule::Whole(1, u64::from(u32::MAX)))))
        );
    }

    #[test]
    fn an_unknown_word_of_a_schema_is_not_passed_over() {
        let schema = serde_json::json!({"type": "string", "minLength": 1});
        assert_eq!(Compiler { schema: &schema }.rule(&schema), None);
    }

    #[test]
    fn a_pattern_matches_what_its_expression_does() {
        let grade = Pattern::parse("^[A-F]$").expect("known form");
        assert!(grade.matches("A") && grade.matches("F"));
        assert!(!grade.matches("G") && !grade.matches("AB") && !grade.matches(""));
        let hash = Pattern::parse("^[0-9a-f]{4}$").expect("known form");
        assert!(hash.matches("09af") && !hash.matches("09aF") && !hash.matches("09a"));
        assert_eq!(hash.to_words(), "4 characters of 0 to 9, a to f");
        assert_eq!(Pattern::parse("^.*$"), None);
    }
}
