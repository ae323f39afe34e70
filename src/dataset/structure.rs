//! Whether a file has the shape that the JSON Schema asks for: every problem at once, each with its span.
//!
//! The walk also mends as it goes: it drops what is not known and puts an innocent value where one is
//! missing or wrong. So the rules that look at a dataset as a whole can still be asked of all the rest.

use std::collections::HashMap;

use jsonc_parser::ast::{Object, ObjectProp, Value};
use serde_json::{Map, Value as Json};

use super::codes::Code;
use super::date::Edtf;
use super::diagnostic::Finding;
use super::locate::{JsonPath, PathSet, name_span, value_span};
use super::schema::{Field, Rule, Shape, rules};
use super::suggest::{did_you_mean, harmless, nearest, quoted};

/// What the walk found.
#[derive(Debug)]
pub struct Walked {
    /// The file's data, mended: it has the shape of a dataset.
    pub mended: Json,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// The values that were put in or changed, so that nothing more need be said of them.
    pub wrong: PathSet,
}

/// Walks a JSON object along the rules of the format.
pub fn walk(object: &Object<'_>) -> Walked {
    let mut walker = Walker { findings: Vec::new(), wrong: PathSet::default() };
    let mended = walker.object(object, rules(), JsonPath::root());
    Walked { mended, findings: walker.findings, wrong: walker.wrong }
}

/// Walks a row of a list of the dataset, which stands at a path; the spans of what is found are those of its text.
/// `None` where there is no such list.
pub(super) fn walk_row(row: &Value<'_>, list: &str, path: JsonPath) -> Option<Walked> {
    let field = rules().field(list)?;
    let Rule::List(rule) = &field.rule else { return None };
    let mut walker = Walker { findings: Vec::new(), wrong: PathSet::default() };
    let mended = walker.value(row, rule, field, path);
    Some(Walked { mended, findings: walker.findings, wrong: walker.wrong })
}

/// The names of a dataset's fields.
pub fn dataset_fields() -> impl Iterator<Item = &'static str> {
    rules().fields.iter().map(|field| field.name.as_str())
}

struct Walker {
    findings: Vec<Finding>,
    wrong: PathSet,
}

impl Walker {
    fn object(&mut self, object: &Object<'_>, shape: &Shape, path: JsonPath) -> Json {
        let mut mended = Map::new();
        let mut seen: HashMap<&str, &ObjectProp<'_>> = HashMap::new();
        for property in &object.properties {
            let name = property.name.as_str();
            let at = path.field(name);
            if let Some(first) = seen.get(name) {
                self.duplicate(first, property, at);
                continue;
            }
            seen.insert(name, property);
            match shape.field(name) {
                Some(field) => {
                    let value = self.value(&property.value, &field.rule, field, at);
                    mended.insert(name.to_owned(), value);
                }
                None => self.unknown_field(property, shape, object, &path),
            }
        }
        for field in shape.fields.iter().filter(|field| field.required) {
            if !mended.contains_key(&field.name) {
                let at = path.field(&field.name);
                if !self.wrong.contains(&at) {
                    self.missing_field(object, shape, field, at);
                }
                mended.insert(field.name.clone(), innocent(&field.rule));
            }
        }
        Json::Object(mended)
    }

    fn duplicate(&mut self, first: &ObjectProp<'_>, again: &ObjectProp<'_>, path: JsonPath) {
        let name = quoted(again.name.as_str());
        let mut finding = Finding::new(
            Code::DuplicateField,
            path.clone(),
            format!("{name} is given twice in one object"),
            "Keep one of them: JSON readers disagree on which one counts.",
        )
        .at_span(name_span(again));
        finding.related.push((path, Some(name_span(first)), "first given here".to_owned()));
        self.findings.push(finding);
    }

    fn unknown_field(
        &mut self,
        property: &ObjectProp<'_>,
        shape: &Shape,
        object: &Object<'_>,
        parent: &JsonPath,
    ) {
        let name = property.name.as_str();
        let path = parent.field(name);
        let given = |field: &&Field| !object.properties.iter().any(|p| p.name.as_str() == field.name);
        let free = shape.fields.iter().filter(given).map(|field| field.name.as_str());
        let meant = nearest(name, free);
        let hint = match meant {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => {
                let names: Vec<_> = shape.fields.iter().map(|field| field.name.as_str()).collect();
                format!("Its fields are {}.", names.join(", "))
            }
        };
        // That the field which was meant is missing need not be said as well.
        if let Some(meant) = meant {
            self.wrong.insert(parent.field(meant));
        }
        let message = format!("{} has no field {}", a(&shape.noun), quoted(name));
        self.findings
            .push(Finding::new(Code::UnknownField, path, message, hint).at_span(name_span(property)));
    }

    fn missing_field(&mut self, object: &Object<'_>, shape: &Shape, field: &Field, path: JsonPath) {
        let id = object.properties.iter().find(|property| property.name.as_str() == "id");
        let message = match id.map(|property| &property.value) {
            Some(Value::StringLit(id)) => {
                format!("{} {} has no `{}`", shape.noun, quoted(&id.value), field.name)
            }
            _ => format!("this {} has no `{}`", shape.noun, field.name),
        };
        let hint = format!("Add `{}`: {}", field.name, expected(&field.rule, &field.about));
        let at =
            id.map_or(object.range.start..object.range.start + 1, |property| value_span(&property.value));
        self.findings.push(Finding::new(Code::MissingField, path.clone(), message, hint).at_span(at));
        self.wrong.insert(path);
    }

    /// Judges a value and gives it back, mended where it is wrong.
    fn value(&mut self, value: &Value<'_>, rule: &Rule, field: &Field, path: JsonPath) -> Json {
        let problem = match (rule, value) {
            (Rule::OrNull(_), Value::NullKeyword(_)) => return Json::Null,
            (Rule::OrNull(inner), _) => {
                let mended = self.value(value, inner, field, path.clone());
                // A value that may be absent is better left out than made up.
                return if self.wrong.contains(&path) { Json::Null } else { mended };
            }
            (Rule::Object(shape), Value::Object(object)) => return self.object(object, shape, path),
            (Rule::Tagged { tag, shapes }, Value::Object(object)) => {
                return self.tagged(object, tag, shapes, rule, field, path);
            }
            (Rule::List(entry), Value::Array(list)) => {
                let entries = list.elements.iter().enumerate();
                return entries.map(|(i, value)| self.value(value, entry, field, path.index(i))).collect();
            }
            (Rule::Flag, Value::BooleanLit(flag)) => return Json::Bool(flag.value),
            (Rule::Whole(least, greatest), Value::NumberLit(number)) => {
                match whole(number.value, *least, *greatest) {
                    Ok(number) => return number.into(),
                    Err(problem) => problem,
                }
            }
            (Rule::Number(least, greatest), Value::NumberLit(number)) => {
                match any_number(number.value, *least, *greatest) {
                    Ok(number) => return number.into(),
                    Err(problem) => problem,
                }
            }
            (Rule::Text | Rule::Pattern(_) | Rule::Word(_) | Rule::Date, Value::StringLit(text)) => {
                match judge_text(&text.value, rule) {
                    None => return Json::String(text.value.to_string()),
                    Some(problem) => problem,
                }
            }
            _ => Problem { code: Code::WrongType, must: must_be(rule), hint: None },
        };
        let subject = match path.steps().last() {
            Some(super::locate::Step::Index(_)) => format!("each of `{}`", field.name),
            _ => format!("`{}`", field.name),
        };
        let message = format!("{subject} must be {}; found {}", problem.must, found(value));
        let hint = problem.hint.unwrap_or_else(|| field.about.clone());
        self.findings
            .push(Finding::new(problem.code, path.clone(), message, hint).at_span(value_span(value)));
        self.wrong.insert(path);
        innocent(rule)
    }

    fn tagged(
        &mut self,
        object: &Object<'_>,
        tag: &str,
        shapes: &[(String, Shape)],
        rule: &Rule,
        field: &Field,
        path: JsonPath,
    ) -> Json {
        let names = || shapes.iter().map(|(name, _)| name.as_str());
        let of_tag = object.properties.iter().find(|property| property.name.as_str() == tag);
        let Some(property) = of_tag else {
            let choices: Vec<_> = names().collect();
            let message = format!("an entry of `{}` has no `{tag}`", field.name);
            let hint = format!("Add `{tag}`: one of {}.", choices.join(", "));
            let at = object.range.start..object.range.start + 1;
            self.findings.push(Finding::new(Code::MissingField, path.field(tag), message, hint).at_span(at));
            self.wrong.insert(path);
            return innocent(rule);
        };
        let chosen = match &property.value {
            Value::StringLit(name) => shapes.iter().find(|(shape, _)| *shape == name.value),
            _ => None,
        };
        match chosen {
            Some((_, shape)) => self.object(object, shape, path),
            None => {
                let words = Rule::Word(names().map(str::to_owned).collect());
                let of_tag =
                    Field { name: tag.to_owned(), about: String::new(), required: true, rule: words };
                self.value(&property.value, &of_tag.rule, &of_tag, path.field(tag));
                self.wrong.insert(path);
                innocent(rule)
            }
        }
    }
}

/// Why a value is not what its rule says.
pub(super) struct Problem {
    code: Code,
    must: String,
    hint: Option<String>,
}

pub(super) fn judge_text(text: &str, rule: &Rule) -> Option<Problem> {
    let problem = |code, hint| Some(Problem { code, must: must_be(rule), hint });
    match rule {
        Rule::Word(words) if words.iter().any(|word| word == text) => None,
        Rule::Word(words) => problem(Code::UnknownWord, did_you_mean(text, words.iter().map(String::as_str))),
        Rule::Pattern(pattern) if pattern.matches(text) => None,
        Rule::Pattern(_) => problem(Code::BadValue, None),
        Rule::Date => judge_date(text),
        Rule::Text => {
            text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')).map(|control| Problem {
                code: Code::ControlCharacter,
                must: "text without control characters".to_owned(),
                hint: Some(format!("Remove the character U+{:04X}.", u32::from(control))),
            })
        }
        Rule::Object(_)
        | Rule::Tagged { .. }
        | Rule::List(_)
        | Rule::Whole(..)
        | Rule::Number(..)
        | Rule::Flag
        | Rule::OrNull(_) => problem(Code::WrongType, None),
    }
}

fn judge_date(text: &str) -> Option<Problem> {
    if let Some((start, end)) = text.split_once('/')
        && let (Ok(start), Ok(end)) = (Edtf::parse(start), Edtf::parse(end))
        && let (Some(first), Some(last)) = (start.earliest(), end.latest())
        && last < first
    {
        return Some(Problem {
            code: Code::EndBeforeStart,
            must: "an interval that ends after it starts".to_owned(),
            hint: Some(format!("Did you mean `{}/{}`?", end.as_str(), start.as_str())),
        });
    }
    let error = Edtf::parse(text).err()?;
    Some(Problem {
        code: Code::BadDate,
        must: must_be(&Rule::Date),
        hint: Some(sentence(&error.to_string())),
    })
}

/// A message that follows a colon elsewhere, as a sentence of its own.
/// It may repeat what stands in the file, and so is cut and made harmless.
fn sentence(message: &str) -> String {
    let message = harmless(&message.chars().take(200).collect::<String>());
    let mut chars = message.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let stop = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    first.chain(chars).collect::<String>() + stop
}

/// Reads the text of a number as a whole number in a range.
fn whole(text: &str, least: u64, greatest: u64) -> Result<u64, Problem> {
    let must = must_be(&Rule::Whole(least, greatest));
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Problem { code: Code::WrongType, must, hint: None });
    }
    match text.parse() {
        Ok(number) if (least..=greatest).contains(&number) => Ok(number),
        Ok(_) | Err(_) => Err(Problem { code: Code::BadValue, must, hint: None }),
    }
}

/// Reads the text of a number as one in a range.
fn any_number(text: &str, least: f64, greatest: f64) -> Result<f64, Problem> {
    match text.parse::<f64>() {
        Ok(number) if (least..=greatest).contains(&number) => Ok(number),
        Ok(_) | Err(_) => {
            Err(Problem { code: Code::BadValue, must: must_be(&Rule::Number(least, greatest)), hint: None })
        }
    }
}

/// What a rule asks for, to follow "must be".
fn must_be(rule: &Rule) -> String {
    match rule {
        Rule::Object(shape) => format!("an object ({})", a(&shape.noun)),
        Rule::Tagged { .. } => "an object".to_owned(),
        Rule::List(_) => "a list".to_owned(),
        Rule::Text => "text".to_owned(),
        Rule::Pattern(pattern) => pattern.to_words(),
        Rule::Word(words) => match words.as_slice() {
            [word] => format!("`{word}`"),
            words => format!("one of {}", words.join(", ")),
        },
        Rule::Date => "a date in EDTF (ISO 8601-2)".to_owned(),
        Rule::Whole(0, _) => "a whole number, 0 or more".to_owned(),
        Rule::Whole(least, greatest) if *greatest >= u64::from(u32::MAX) => {
            format!("a whole number, {least} or more")
        }
        Rule::Whole(least, greatest) => format!("a whole number from {least} to {greatest}"),
        Rule::Number(f64::MIN, f64::MAX) => "a number".to_owned(),
        Rule::Number(least, f64::MAX) => format!("a number, {least} or more"),
        Rule::Number(least, greatest) => format!("a number from {least} to {greatest}"),
        Rule::Flag => "true or false".to_owned(),
        Rule::OrNull(inner) => must_be(inner),
    }
}

/// What to add where a field is missing.
fn expected(rule: &Rule, about: &str) -> String {
    match rule {
        Rule::Word(_) => format!("{}.", must_be(rule)),
        Rule::Date => "a date in EDTF, such as 2025-02 or 2024-01~/2025.".to_owned(),
        Rule::Object(_)
        | Rule::Tagged { .. }
        | Rule::List(_)
        | Rule::Text
        | Rule::Pattern(_)
        | Rule::Whole(..)
        | Rule::Number(..)
        | Rule::Flag
        | Rule::OrNull(_) => lower_first(about),
    }
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    let second_is_upper = chars.clone().next().is_some_and(char::is_uppercase);
    match first {
        Some(first) if !second_is_upper => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// A value as a message names it.
fn found(value: &Value<'_>) -> String {
    match value {
        Value::StringLit(text) => quoted(&text.value),
        Value::NumberLit(number) => {
            format!("the number {}", number.value.chars().take(40).collect::<String>())
        }
        Value::BooleanLit(flag) => flag.value.to_string(),
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::NullKeyword(_) => "null".to_owned(),
    }
}

/// A noun with its article.
fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// A value that follows a rule and says as little as can be.
fn innocent(rule: &Rule) -> Json {
    match rule {
        Rule::Object(shape) => innocent_object(shape),
        Rule::Tagged { tag, shapes } => {
            let mut object = shapes.first().map_or(Json::Null, |(_, shape)| innocent_object(shape));
            if let (Some((name, _)), Some(object)) = (shapes.first(), object.as_object_mut()) {
                object.insert(tag.clone(), name.as_str().into());
            }
            object
        }
        Rule::List(_) => Json::Array(Vec::new()),
        Rule::Text => "".into(),
        Rule::Pattern(pattern) => pattern.example().into(),
        Rule::Word(words) => words.first().map(String::as_str).unwrap_or_default().into(),
        Rule::Date => "2000".into(),
        Rule::Whole(least, _) => (*least).into(),
        Rule::Number(least, _) => least.max(0.0).into(),
        Rule::Flag => false.into(),
        Rule::OrNull(_) => Json::Null,
    }
}

fn innocent_object(shape: &Shape) -> Json {
    let required = shape.fields.iter().filter(|field| field.required);
    required.map(|field| (field.name.clone(), innocent(&field.rule))).collect::<Map<_, _>>().into()
}
