//! A mapping: which column of a table, or which one value, fills which field, and how its cells are written. It travels
//! as a TOML file that a person can edit.

mod file;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dataset::suggest::nearest;

use super::super::error::ExchangeError;
use super::fields::{Field, TableKind};

/// How a table is read.
#[derive(Clone, PartialEq, Debug)]
pub struct Mapping {
    /// What its rows are.
    pub table: TableKind,
    /// What stands between its cells; told by the table itself where there is none.
    pub delimiter: Option<Delimiter>,
    /// Whether its first row names the columns; else they are called `column 1`, `column 2` and so on.
    pub has_header: bool,
    /// How its dates are written.
    pub date_format: DateFormat,
    /// Whether `3,5` is three and a half.
    pub has_decimal_comma: bool,
    /// The scale of its scores; that of ours, −10 to +10, where there is none.
    pub scale: Option<Scale>,
    /// What stands between the entries of a list in a cell.
    pub list_separator: char,
    /// Whether actors that are only named are states where they have the code or the English name of one.
    pub is_of_states: bool,
    /// What fills each field.
    pub fields: BTreeMap<Field, Filled>,
    /// Where it was written, for messages.
    written: Option<Written>,
}

/// How the tables of a file are read.
#[derive(Clone, PartialEq, Debug)]
pub enum Mappings {
    /// A table that has these columns is read so; where there are several, the others are read as they look.
    Any(Mapping),
    /// The tables in files of these names are read so, and no others.
    Files(Vec<(String, Mapping)>),
}

impl From<Mapping> for Mappings {
    fn from(mapping: Mapping) -> Self {
        Self::Any(mapping)
    }
}

/// What fills a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filled {
    /// The column of a name, as [`super::Preview::headers`] has it.
    Column(String),
    /// The same text in all rows.
    Constant(String),
}

/// What stands between two cells.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Delimiter {
    /// `,`
    #[default]
    #[serde(rename = ",")]
    Comma,
    /// `;`
    #[serde(rename = ";")]
    Semicolon,
    /// A tab.
    #[serde(rename = "tab")]
    Tab,
    /// `|`
    #[serde(rename = "|")]
    Bar,
}

impl Delimiter {
    /// Every delimiter, the usual ones first.
    pub const ALL: &'static [Self] = &[Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    /// The byte.
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }

    /// Its word in a mapping.
    pub fn word(self) -> &'static str {
        match self {
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Tab => "tab",
            Self::Bar => "|",
        }
    }

    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
            Self::Bar => "vertical bar",
        }
    }
}

/// How dates are written. In each of them, an EDTF date is read as well, and so is `2024/01/31` or `20240131`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateFormat {
    /// Year, month, day, as ISO 8601 and EDTF have it: `2024-01-31`, `2024-01`, `2024`.
    #[default]
    Iso,
    /// `31/1/2024`, `31.01.2024`, `31 January 2024`.
    DayMonthYear,
    /// `1/31/2024`, `January 31, 2024`.
    MonthDayYear,
}

impl DateFormat {
    /// Every format.
    pub const ALL: &'static [Self] = &[Self::Iso, Self::DayMonthYear, Self::MonthDayYear];

    /// Its word in a mapping.
    pub fn word(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::DayMonthYear => "day-month-year",
            Self::MonthDayYear => "month-day-year",
        }
    }

    /// Its name for people, with an example.
    pub fn label(self) -> &'static str {
        match self {
            Self::Iso => "year, month, day: 2024-01-31",
            Self::DayMonthYear => "day, month, year: 31/01/2024",
            Self::MonthDayYear => "month, day, year: 01/31/2024",
        }
    }
}

/// The two ends of the scale of a score, which become −10 and +10, and what is between them in proportion.
#[derive(Clone, Copy, PartialEq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// The most hostile value; it may be the larger number.
    pub lowest: f64,
    /// The most cooperative value.
    pub highest: f64,
}

impl Scale {
    /// A value of this scale on ours, −10 to +10; `None` beyond its ends.
    pub fn apply(self, value: f64) -> Option<f64> {
        let share = (value - self.lowest) / (self.highest - self.lowest);
        // An end may be missed by rounding.
        (-1e-9..=1.0 + 1e-9).contains(&share).then(|| (share * 20.0 - 10.0).clamp(-10.0, 10.0))
    }
}

/// The lines of a mapping's file.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Written {
    file: String,
    lines: BTreeMap<Field, u64>,
}

fn usual_separator() -> char {
    ';'
}

fn usually() -> bool {
    true
}

impl Mapping {
    /// A mapping that fills nothing yet.
    pub fn new(table: TableKind) -> Self {
        Self {
            table,
            delimiter: None,
            has_header: usually(),
            date_format: DateFormat::default(),
            has_decimal_comma: false,
            scale: None,
            list_separator: usual_separator(),
            is_of_states: usually(),
            fields: BTreeMap::new(),
            written: None,
        }
    }

    /// The column that fills a field.
    pub fn column(&self, field: Field) -> Option<&str> {
        match self.fields.get(&field) {
            Some(Filled::Column(column)) => Some(column),
            Some(Filled::Constant(_)) | None => None,
        }
    }

    /// Lets a column fill a field.
    pub fn set_column(&mut self, field: Field, column: impl Into<String>) {
        self.fields.insert(field, Filled::Column(column.into()));
    }

    /// Whether it fills a field.
    pub fn fills(&self, field: Field) -> bool {
        self.fields.contains_key(&field)
    }

    /// Why a table with these headers cannot be read so: a column that is not there, a field that nothing fills.
    /// `table` is what the table is called in messages.
    ///
    /// # Errors
    /// The first thing that is wrong, with the line of the mapping where it was read from a file.
    pub fn check(&self, table: &str, headers: &[String]) -> Result<(), ExchangeError> {
        for (&field, filled) in &self.fields {
            let Filled::Column(column) = filled else { continue };
            if headers.contains(column) {
                continue;
            }
            let what = format!("{table} has no column {}", quoted(column));
            let hint = meant(column, headers.iter().map(String::as_str))
                .unwrap_or_else(|| format!("its columns are {}", headers.join(", ")));
            return Err(match &self.written {
                Some(Written { file, lines }) => {
                    ExchangeError::line(file, lines.get(&field).copied().unwrap_or(1), what, hint)
                }
                None => ExchangeError::file(table, format!("has no column {}", quoted(column)), hint),
            });
        }
        match self.missing().first() {
            None => Ok(()),
            Some(&field) => {
                let what = format!("is a table of {}, and has no column for `{field}`", self.table);
                let hint = self.doubt(headers).unwrap_or_else(|| how_to_fill(field));
                Err(ExchangeError::file(table, what, hint))
            }
        }
    }

    /// Why the first line of a table may be no header, and what to do then; `None` where it looks like one.
    pub(super) fn doubt(&self, headers: &[String]) -> Option<String> {
        let datum = headers.iter().find(|header| self.has_header && is_datum(header))?;
        Some(format!(
            "its first line was taken for its header, but has {}; if it is none, write header = false and the numbers \
             of the columns (from = 1) in a mapping: --save-map MAP.toml writes one to edit, --map MAP.toml reads it",
            quoted(datum)
        ))
    }

    /// The fields that are needed and that nothing fills.
    pub fn missing(&self) -> Vec<Field> {
        let needed = self.table.fields().iter().filter(|info| info.is_required);
        let is_missing = |info: &&super::fields::FieldInfo| {
            !self.fills(info.field) && !info.instead.iter().any(|&other| self.fills(other))
        };
        needed.filter(is_missing).map(|info| info.field).collect()
    }
}

/// Whether a text is a number or a date, and so rather a cell than the name of a column.
fn is_datum(text: &str) -> bool {
    let is_date =
        |format| Mapping { date_format: format, ..Mapping::new(TableKind::Events) }.date(text).is_some();
    text.trim().parse::<f64>().is_ok() || DateFormat::ALL.iter().any(|&format| is_date(format))
}

/// What to do where nothing fills a field that is needed.
pub(super) fn how_to_fill(field: Field) -> String {
    let example = match field {
        Field::Code => " (such as code = \"cameo:01\" under [constants], for all rows)",
        _ => "",
    };
    format!(
        "name its column in a mapping{example}: --save-map MAP.toml writes one to edit, --map MAP.toml reads it"
    )
}

/// What may have been meant.
fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// A text as TOML has it: what JSON writes of a text is a basic string of TOML, but for one character.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: &str = "table = \"events\"\ndelimiter = \"tab\"\ndates = \"day-month-year\"\n\
        scale = { lowest = 0, highest = 100 }\n[columns]\nfrom = \"Sender\"\nto = \"Target\"\ndate = \"When\"\n\
        [constants]\ncode = \"cameo:01\"\n";

    fn refused(text: &str) -> String {
        Mapping::from_toml("map.toml", text).expect_err("no mapping").to_string()
    }

    #[test]
    fn a_mapping_comes_back_as_it_went() {
        let mapping = Mapping::from_toml("map.toml", EXAMPLE).expect("a mapping");
        assert_eq!(mapping.column(Field::From), Some("Sender"));
        assert_eq!(mapping.scale.and_then(|scale| scale.apply(75.0)), Some(5.0));
        let odd = Filled::Column("a\"\\\u{7f}\u{1}\t#[é]".to_owned());
        for kind in TableKind::ALL {
            let mut mapping = Mapping { table: *kind, written: None, ..mapping.clone() };
            mapping.fields = kind.fields().iter().map(|info| (info.field, odd.clone())).collect();
            let again =
                Mapping::from_toml("x", &Mappings::Any(mapping.clone()).to_toml()).expect("a mapping");
            assert_eq!(Mapping { written: None, ..again }, mapping);
            let empty = Mapping { list_separator: '"', has_decimal_comma: true, ..Mapping::new(*kind) };
            let again = Mapping::from_toml("x", &Mappings::Any(empty.clone()).to_toml()).expect("a mapping");
            assert_eq!(Mapping { written: None, ..again }, empty);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_was_meant() {
        assert_eq!(
            refused("table = \"events\"\n[columns]\nform = \"x\"\n"),
            "map.toml:3: a table of events has no field `form`; did you mean `from`?"
        );
        assert!(refused("table = \"events\"\n[colums]\n").starts_with("map.toml:2: unknown field `colums`"));
        assert!(refused("table = \"events\"\n[colums]\n").ends_with("did you mean `columns`?"));
        assert!(refused("\ntable = \"evens\"\n").starts_with("map.toml:2: unknown variant `evens`"));
        assert!(refused("table = \n").starts_with("map.toml:1: "));
        assert!(refused("[columns]\nfrom = \"x\"\n").contains("missing field `table`"));
        let both = "table = \"events\"\n[columns]\ncode = \"x\"\n[constants]\ncode = \"cameo:01\"\n";
        assert_eq!(refused(both), "map.toml:5: `code` has both a column and a constant; keep one of them");
        let scale = "table = \"events\"\nscale = { lowest = 1, highest = 1 }\n";
        assert!(refused(scale).starts_with("map.toml:2: a scale has two different ends"));
    }

    #[test]
    fn columns_without_names_have_numbers() {
        let text = "table = \"relationships\"\nheader = false\n[columns]\nfrom = 1\nto = \"column 3\"\n";
        let mapping = Mapping::from_toml("map.toml", text).expect("a mapping");
        assert!(!mapping.has_header);
        assert_eq!(
            (mapping.column(Field::From), mapping.column(Field::To)),
            (Some("column 1"), Some("column 3"))
        );
        let again = Mapping::from_toml("x", &Mappings::Any(mapping.clone()).to_toml()).expect("a mapping");
        assert_eq!(Mapping { written: None, ..again }, Mapping { written: None, ..mapping });
        assert!(refused(&text.replace("= 1", "= -1")).starts_with("map.toml:4: "));
    }

    #[test]
    fn columns_that_are_not_there_are_told_with_the_nearest() {
        let mapping = Mapping::from_toml("map.toml", EXAMPLE).expect("a mapping");
        let headers = ["Sendr", "Target", "When"].map(str::to_owned);
        assert_eq!(
            mapping.check("ties.csv", &headers).expect_err("no such column").to_string(),
            "map.toml:6: ties.csv has no column \"Sender\"; did you mean `Sendr`?"
        );
        let headers = ["Sender", "Target", "When"].map(str::to_owned);
        assert!(mapping.check("ties.csv", &headers).is_ok());
        let mut mapping = mapping;
        mapping.fields.remove(&Field::Code);
        let told = mapping.check("ties.csv", &headers).expect_err("no code").to_string();
        assert!(
            told.starts_with("ties.csv is a table of events, and has no column for `code`; name its column"),
            "{told}"
        );
        mapping.fields.remove(&Field::Date);
        mapping.set_column(Field::Year, "When");
        assert_eq!(mapping.missing(), [Field::Code]);
    }

    #[test]
    fn a_scale_may_run_either_way() {
        let scale = Scale { lowest: 5.0, highest: 1.0 };
        assert_eq!([5.0, 3.0, 1.0].map(|value| scale.apply(value)), [-10.0, 0.0, 10.0].map(Some));
        assert_eq!((scale.apply(0.9), scale.apply(f64::NAN)), (None, None));
    }
}
