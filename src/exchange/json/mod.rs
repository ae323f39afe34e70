//! JSON as the formats made of it share it: values that know their lines, and fields in the order of the file.

mod attributes;
mod raw;
mod write;

use std::borrow::Cow;
use std::collections::HashSet;

use jsonc_parser::ast;
use jsonc_parser::common::Ranged;

use crate::dataset::AttributeKind;
use crate::dataset::locate::Tree;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;
use super::report::Report;

pub(super) use attributes::{DOCUMENTS, EXCERPTS, OTHER, Reading, VIZ, fields, is_number, write_sources};
pub(super) use raw::{Entries, Pairs, Raw};
pub(super) use write::{Out, Pieces};

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Json<'a> {
    /// The 1-based line on which it begins.
    pub line: u64,
    /// What it is.
    pub kind: Kind<'a>,
}

/// What a value is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Kind<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number, as it is written.
    Number(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object: its fields, none twice.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

/// The whole of a text that must be JSON.
pub(super) fn text_of(part: &mut Part, context: &Context<'_>) -> Result<String, ExchangeError> {
    part.read_all().map_err(|error| ExchangeError::io(context.name, &error))
}

impl<'a> Json<'a> {
    /// Parses a text. Where an object has a field twice, the first one counts, and that is told.
    pub(super) fn parse(name: &str, text: &'a str, report: &mut Report) -> Result<Self, ExchangeError> {
        Ok(Raw::of(name, text)?.json(report))
    }

    /// Takes apart what is known to be JSON. `line` is the one on which it begins.
    fn of_sound(text: &'a str, line: u64, report: &mut Report) -> Self {
        match Tree::parse(text) {
            Ok(tree) => Taker { text, at: 0, line, report }.take(tree.root),
            // What one parser found sound is so for the other.
            Err(_) => Self { line, kind: Kind::Null },
        }
    }

    /// What it is, with an article, for messages.
    pub(super) fn a_kind(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Boolean(_) => "true or false",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::List(_) => "a list",
            Kind::Object(_) => "an object",
        }
    }

    /// A field of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.fields().iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// The fields of an object; none of anything else.
    pub(super) fn fields(&self) -> &[(Cow<'a, str>, Self)] {
        match &self.kind {
            Kind::Object(fields) => fields,
            Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => &[],
        }
    }

    /// Whether it is an object.
    pub(super) fn is_object(&self) -> bool {
        matches!(self.kind, Kind::Object(_))
    }

    /// The entries of a list.
    pub(super) fn list(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(entries) => Some(entries),
            Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::Text(_) | Kind::Object(_) => None,
        }
    }

    /// The entries of a list, or the value itself.
    pub(super) fn each(&self) -> &[Self] {
        self.list().unwrap_or(std::slice::from_ref(self))
    }

    /// A text.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Null | Kind::Boolean(_) | Kind::Number(_) | Kind::List(_) | Kind::Object(_) => None,
        }
    }

    /// A number.
    pub(super) fn number(&self) -> Option<f64> {
        match &self.kind {
            Kind::Number(number) => number.parse().ok(),
            Kind::Null | Kind::Boolean(_) | Kind::Text(_) | Kind::List(_) | Kind::Object(_) => None,
        }
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self) -> Option<bool> {
        match self.kind {
            Kind::Boolean(value) => Some(value),
            Kind::Null | Kind::Number(_) | Kind::Text(_) | Kind::List(_) | Kind::Object(_) => None,
        }
    }

    /// What may name something: a text as it is, anything else but `null` as JSON.
    pub(super) fn name(&self) -> Option<String> {
        match &self.kind {
            Kind::Null => None,
            Kind::Text(text) => Some(text.to_string()),
            Kind::Boolean(_) | Kind::Number(_) | Kind::List(_) | Kind::Object(_) => Some(self.to_json()),
        }
    }

    /// As an attribute has it: its type and its text; `None` for `null`. A list or object is kept as JSON.
    pub(super) fn typed(&self) -> Option<(Option<AttributeKind>, String)> {
        let kind = match &self.kind {
            Kind::Boolean(_) => Some(AttributeKind::Boolean),
            Kind::Number(number) if number.contains(['.', 'e', 'E']) => Some(AttributeKind::Number),
            Kind::Number(_) => Some(AttributeKind::Integer),
            Kind::Null | Kind::Text(_) | Kind::List(_) | Kind::Object(_) => None,
        };
        self.name().map(|text| (kind, text))
    }

    /// It as JSON, without spaces.
    pub(super) fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    fn write(&self, json: &mut String) {
        match &self.kind {
            Kind::Null => json.push_str("null"),
            Kind::Boolean(true) => json.push_str("true"),
            Kind::Boolean(false) => json.push_str("false"),
            Kind::Number(number) => json.push_str(number),
            Kind::Text(text) => json.push_str(&write::quoted(text)),
            Kind::List(entries) => {
                json.push('[');
                for (nth, entry) in entries.iter().enumerate() {
                    json.push_str(if nth > 0 { "," } else { "" });
                    entry.write(json);
                }
                json.push(']');
            }
            Kind::Object(fields) => {
                json.push('{');
                for (nth, (name, value)) in fields.iter().enumerate() {
                    json.push_str(if nth > 0 { "," } else { "" });
                    json.push_str(&write::quoted(name));
                    json.push(':');
                    value.write(json);
                }
                json.push('}');
            }
        }
    }
}

/// Something is of another kind than it must be.
fn wrong_kind(name: &str, line: u64, path: &str, is: &str, wanted: &str) -> ExchangeError {
    let what = format!("{path} is {is}, not {wanted}");
    ExchangeError::line(name, line, what, "compare it with the format's description")
}

/// What to do about broken JSON. Programs in Python write numbers that JSON does not have.
fn hint(rest: &str, other: &str) -> String {
    let rest = rest.trim_start_matches('-');
    if rest.starts_with("NaN") || rest.starts_with("Infinity") || rest.starts_with("nan") {
        return "JSON has no NaN and no Infinity: write null there".to_owned();
    }
    match other {
        "A dataset is at most six levels deep; this is none, or brackets are left open." => {
            "no such file is so deep; brackets may be left open".to_owned()
        }
        "No field holds so large a number." => "write it as a text".to_owned(),
        other => uncapitalised(other.trim_end_matches('.')),
    }
}

/// A sentence that goes on from another.
pub(super) fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    let second_is_capital = chars.clone().nth(1).is_some_and(char::is_uppercase);
    match chars.next() {
        Some(first) if !second_is_capital => first.to_lowercase().chain(chars).collect(),
        Some(_) | None => text.to_owned(),
    }
}

/// Takes the parser's values over, in the order of the text.
struct Taker<'a, 'r> {
    text: &'a str,
    at: usize,
    line: u64,
    report: &'r mut Report,
}

impl<'a> Taker<'a, '_> {
    fn take(&mut self, value: ast::Value<'a>) -> Json<'a> {
        let start = value.range().start;
        let between = self.text.as_bytes().get(self.at..start).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', between).count() as u64;
        self.at = self.at.max(start);
        let line = self.line;
        let kind = match value {
            ast::Value::NullKeyword(_) => Kind::Null,
            ast::Value::BooleanLit(boolean) => Kind::Boolean(boolean.value),
            ast::Value::NumberLit(number) => Kind::Number(number.value),
            ast::Value::StringLit(text) => Kind::Text(text.value),
            ast::Value::Array(list) => {
                Kind::List(list.elements.into_iter().map(|entry| self.take(entry)).collect())
            }
            ast::Value::Object(object) => Kind::Object(self.fields(object)),
        };
        Json { line, kind }
    }

    fn fields(&mut self, object: ast::Object<'a>) -> Vec<(Cow<'a, str>, Json<'a>)> {
        let mut fields: Vec<(Cow<'a, str>, Json<'a>)> = Vec::with_capacity(object.properties.len());
        let mut many: HashSet<String> = HashSet::new();
        for property in object.properties {
            let name = match property.name {
                ast::ObjectPropName::String(text) => text.value,
                ast::ObjectPropName::Word(word) => Cow::Borrowed(word.value),
            };
            let value = self.take(property.value);
            // Objects with few fields are searched, those with many remembered.
            let is_there = if fields.len() < FEW {
                fields.iter().any(|(field, _)| *field == name)
            } else {
                if many.is_empty() {
                    many.extend(fields.iter().map(|(field, _)| field.to_string()));
                }
                !many.insert(name.to_string())
            };
            if is_there {
                let reason = "an object has it twice; the first one counts";
                self.report.dropped("field", reason, value.line, &name);
            } else {
                fields.push((name, value));
            }
        }
        fields
    }
}

/// How many fields are searched one after the other.
const FEW: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let error = Json::parse("a.json", text, &mut Report::default()).expect_err("an error");
        error.to_string()
    }

    #[test]
    fn values_know_their_lines_and_keep_their_order_and_digits() {
        let text = "{\"b\": 1,\n\"a\": [1.50,\n 12345678901234567890123, \"\\ud834\\udd1e\\n\"], \"b\": 2}";
        let mut report = Report::default();
        let json = Json::parse("a.json", text, &mut report).expect("JSON");
        assert_eq!(json.to_json(), "{\"b\":1,\"a\":[1.50,12345678901234567890123,\"𝄞\\n\"]}");
        let lines: Vec<u64> =
            json.get("a").map(|list| list.each().iter().map(|each| each.line).collect()).unwrap_or_default();
        assert_eq!(lines, [2, 3, 3]);
        assert_eq!(report.outcomes[0].first[0].line, 3);
    }

    #[test]
    fn an_object_with_many_fields_has_none_twice() {
        let many: Vec<String> = (0..40).map(|nth| format!("\"f{}\": {nth}", nth % 30)).collect();
        let text = format!("{{{}}}", many.join(","));
        let mut report = Report::default();
        let json = Json::parse("a.json", &text, &mut report).expect("JSON");
        assert_eq!(json.fields().len(), 30);
        assert_eq!(report.outcomes[0].count, 10);
    }

    #[test]
    fn broken_json_is_told_with_its_line_and_what_to_do() {
        assert!(told("{\n\"a\": NaN}").starts_with("a.json:2: "), "{}", told("{\n\"a\": NaN}"));
        assert!(told("{\n\"a\": NaN}").contains("JSON has no NaN"));
        assert!(told("{\"a\": [1,\n2").contains(":2: the file ends inside a list; it may be cut short"));
        assert!(told(&"[".repeat(200)).contains("more than 128 levels"), "{}", told(&"[".repeat(200)));
        assert!(told("[1e999]").contains("too large; write it as a text"), "{}", told("[1e999]"));
    }
}
