//! The TOML of mappings: one for a table by itself, or one for each table of a file that holds several.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;
use toml::Spanned;

use super::super::super::error::ExchangeError;
use super::super::cells;
use super::super::fields::{Field, TableKind};
use super::{
    DateFormat, Delimiter, Filled, Mapping, Mappings, Scale, Written, meant, quoted, usual_separator, usually,
};

/// The file form of a mapping.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    /// The name of the table's file, among several.
    #[serde(default)]
    file: Option<String>,
    table: TableKind,
    delimiter: Option<Delimiter>,
    #[serde(default = "usually")]
    header: bool,
    #[serde(default)]
    dates: DateFormat,
    #[serde(default)]
    decimal_comma: bool,
    #[serde(default = "usual_separator")]
    list_separator: char,
    #[serde(default = "usually")]
    states: bool,
    #[serde(default)]
    scale: Option<Spanned<Scale>>,
    #[serde(default)]
    columns: BTreeMap<Spanned<String>, Column>,
    #[serde(default)]
    constants: BTreeMap<Spanned<String>, String>,
}

/// A column in the file of a mapping: its name or, in a table without a header, its number, from 1 on.
#[derive(Deserialize)]
#[serde(untagged)]
enum Column {
    Name(String),
    Number(u32),
}

impl Column {
    fn into_name(self) -> String {
        match self {
            Self::Name(name) => name,
            Self::Number(number) => cells::numbered(number as usize),
        }
    }
}

/// The words of [`File`], for hints.
const WORDS: &[&str] = &[
    "tables",
    "file",
    "table",
    "delimiter",
    "header",
    "dates",
    "decimal-comma",
    "list-separator",
    "states",
    "scale",
    "columns",
    "constants",
];

/// The file form of several mappings.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Several {
    tables: Vec<Spanned<File>>,
}

/// A TOML text, and what its file is called in messages.
#[derive(Clone, Copy)]
struct Text<'a> {
    name: &'a str,
    text: &'a str,
}

impl Text<'_> {
    fn parse<T: serde::de::DeserializeOwned>(self) -> Result<T, ExchangeError> {
        toml::from_str(self.text).map_err(|error: toml::de::Error| {
            let at = error.span().map_or(0, |span| span.start);
            let message = error.message().lines().collect::<Vec<_>>().join(" ");
            let unknown = message.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
            let hint = unknown.and_then(|word| meant(word, WORDS.iter().copied()));
            self.wrong(at, message, hint.unwrap_or_default())
        })
    }

    fn wrong(self, at: usize, what: String, hint: String) -> ExchangeError {
        ExchangeError::line(self.name, self.line(at), what, hint)
    }

    /// The 1-based line of a byte.
    fn line(self, at: usize) -> u64 {
        self.text.bytes().take(at).filter(|&byte| byte == b'\n').count() as u64 + 1
    }

    /// Whether it has a mapping for each of several tables.
    fn is_of_several(self) -> bool {
        toml::from_str::<toml::Table>(self.text).is_ok_and(|table| table.contains_key("tables"))
    }
}

impl Mappings {
    /// Reads the TOML of a mapping, or of several. `name` is what its file is called in messages.
    ///
    /// # Errors
    /// [`ExchangeError`] with the line, where it is no TOML, has a word that a mapping has not, or names a field that
    /// such a table has not.
    pub fn from_toml(name: &str, text: &str) -> Result<Self, ExchangeError> {
        let text = Text { name, text };
        if !text.is_of_several() {
            let (file, mapping) = mapping(text, text.parse()?)?;
            return Ok(match file {
                Some(file) => Self::Files(vec![(file, mapping)]),
                None => Self::Any(mapping),
            });
        }
        let named = |table: Spanned<File>| {
            let at = table.span().start;
            let (file, mapping) = mapping(text, table.into_inner())?;
            let nameless = || {
                let hint = "write file = \"…\" below [[tables]]".to_owned();
                text.wrong(at, "it is not said which file this table is in".to_owned(), hint)
            };
            Ok((file.ok_or_else(nameless)?, mapping))
        };
        let Several { tables } = text.parse()?;
        tables.into_iter().map(named).collect::<Result<_, _>>().map(Self::Files)
    }

    /// The TOML of the mappings, with the fields that nothing fills as comments, so that a person can go on with it.
    pub fn to_toml(&self) -> String {
        match self {
            Self::Any(mapping) => {
                let kind = mapping.table;
                let mut text =
                    format!("# How a table of {kind} is read: detente convert TABLE OUT --map THIS\n");
                mapping.write(&mut text, "");
                text
            }
            Self::Files(files) => {
                let mut text =
                    "# How the tables of a file are read: detente convert FILE OUT --map THIS\n".to_owned();
                text.push_str("# A table that does not stand here is left out.\n");
                for (file, mapping) in files {
                    let _ = writeln!(text, "\n[[tables]]\nfile = {}", quoted(file));
                    mapping.write(&mut text, "tables.");
                }
                text
            }
        }
    }
}

/// The mapping of a file form, and the file that it is for.
fn mapping(text: Text<'_>, file: File) -> Result<(Option<String>, Mapping), ExchangeError> {
    let File {
        file,
        table,
        delimiter,
        header,
        dates,
        decimal_comma,
        list_separator,
        states,
        scale,
        columns,
        constants,
    } = file;
    let mut mapping = Mapping {
        table,
        delimiter,
        has_header: header,
        date_format: dates,
        has_decimal_comma: decimal_comma,
        scale: None,
        list_separator,
        is_of_states: states,
        fields: BTreeMap::new(),
        written: None,
    };
    if let Some(scale) = scale {
        let Scale { lowest, highest } = *scale.get_ref();
        if lowest == highest || !lowest.is_finite() || !highest.is_finite() {
            let what = "a scale has two different ends".to_owned();
            let hint = "write it such as { lowest = 0, highest = 100 }".to_owned();
            return Err(text.wrong(scale.span().start, what, hint));
        }
        mapping.scale = Some(*scale.get_ref());
    }
    let columns = columns.into_iter().map(|(word, column)| (word, Filled::Column(column.into_name())));
    let constants = constants.into_iter().map(|(word, value)| (word, Filled::Constant(value)));
    let mut lines = BTreeMap::new();
    for (word, filled) in columns.chain(constants) {
        let at = word.span().start;
        let word = word.into_inner();
        let Some(field) = Field::of_word(&word).filter(|&field| table.has(field)) else {
            let words = || table.fields().iter().map(|info| info.field.word());
            let hint = meant(&word, words())
                .unwrap_or_else(|| format!("it has {}", words().collect::<Vec<_>>().join(", ")));
            return Err(text.wrong(at, format!("a table of {table} has no field `{word}`"), hint));
        };
        if mapping.fields.insert(field, filled).is_some() {
            let what = format!("`{field}` has both a column and a constant");
            return Err(text.wrong(at, what, "keep one of them".to_owned()));
        }
        lines.insert(field, text.line(at));
    }
    mapping.written = Some(Written { file: text.name.to_owned(), lines });
    Ok((file, mapping))
}

impl Mapping {
    /// Reads the TOML of the mapping of one table.
    ///
    /// # Errors
    /// As for [`Mappings::from_toml`].
    pub fn from_toml(name: &str, text: &str) -> Result<Self, ExchangeError> {
        let text = Text { name, text };
        mapping(text, text.parse()?).map(|(_, mapping)| mapping)
    }

    /// Writes the TOML of a mapping, with this before the names of its tables.
    fn write(&self, text: &mut String, before: &str) {
        let _ = writeln!(text, "table = {}", quoted(self.table.word()));
        if let Some(delimiter) = self.delimiter {
            let _ = writeln!(text, "delimiter = {}", quoted(delimiter.word()));
        }
        if !self.has_header {
            text.push_str("header = false  # the columns are called by their numbers: from = 1\n");
        }
        let _ = writeln!(text, "dates = {}", quoted(self.date_format.word()));
        let _ = writeln!(text, "decimal-comma = {}", self.has_decimal_comma);
        let _ = writeln!(text, "list-separator = {}", quoted(&self.list_separator.to_string()));
        let _ = writeln!(text, "states = {}", self.is_of_states);
        match self.scale {
            Some(Scale { lowest, highest }) => {
                let _ = writeln!(text, "scale = {{ lowest = {lowest:?}, highest = {highest:?} }}");
            }
            None if self.table.has(Field::Score) => {
                text.push_str("# scale = { lowest = -100, highest = 100 }\n");
            }
            None => {}
        }
        let _ = writeln!(text, "\n[{before}columns]");
        for info in self.table.fields() {
            match self.fields.get(&info.field) {
                Some(Filled::Column(column)) => {
                    let _ = writeln!(text, "{} = {}", info.field, quoted(column));
                }
                Some(Filled::Constant(_)) => {}
                None => {
                    let need = if info.is_required && info.instead.is_empty() { "needed: " } else { "" };
                    let _ = writeln!(text, "# {} = \"\"  # {need}{}", info.field, info.field.about());
                }
            }
        }
        let _ = writeln!(text, "\n# What is the same in all rows.\n[{before}constants]");
        for (field, filled) in &self.fields {
            if let Filled::Constant(value) = filled {
                let _ = writeln!(text, "{field} = {}", quoted(value));
            }
        }
    }
}
