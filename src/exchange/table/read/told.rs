//! What the cells of a row say, by the mapping of its table.

use csv::StringRecord;

use crate::dataset::record::AttributeRecord;
use crate::dataset::{AttributeKind, Edtf};

use super::super::super::graph::clean;
use super::super::mapping::{Filled, Mapping};
use super::super::{Field, cells, values};

/// How the columns of a table are used.
pub(super) struct Plan<'m> {
    pub(super) mapping: &'m Mapping,
    /// What fills each field, in the order of [`Field::ALL`].
    fields: Vec<Option<Fill<'m>>>,
    /// The columns that fill none.
    rest: Vec<Rest>,
}

#[derive(Clone, Copy)]
enum Fill<'m> {
    Column(usize, &'m str),
    Constant(&'m str),
}

/// A column that becomes an attribute.
struct Rest {
    column: usize,
    name: String,
    kind: Option<AttributeKind>,
}

impl<'m> Plan<'m> {
    pub(super) fn new(mapping: &'m Mapping, headers: &[String]) -> Self {
        let place = |column: &String| headers.iter().position(|header| header == column);
        let fill = |field: &Field| match mapping.fields.get(field)? {
            Filled::Column(column) => place(column).map(|at| Fill::Column(at, column)),
            Filled::Constant(value) => Some(Fill::Constant(value)),
        };
        let fields: Vec<Option<Fill<'m>>> = Field::ALL.iter().map(fill).collect();
        let is_used = |column: usize| {
            fields.iter().flatten().any(|fill| matches!(fill, Fill::Column(at, _) if *at == column))
        };
        let rest =
            headers.iter().enumerate().filter(|(column, _)| !is_used(*column)).map(|(column, header)| {
                let (name, kind) = cells::of_attribute_header(header);
                Rest { column, name: clean(name), kind }
            });
        let rest = rest.collect();
        Self { mapping, fields, rest }
    }

    fn fill(&self, field: Field) -> Option<Fill<'m>> {
        self.fields.get(field as usize).copied().flatten()
    }

    /// What the column of a field is called.
    pub(super) fn name(&self, field: Field) -> String {
        match self.fill(field) {
            Some(Fill::Column(_, name)) => clean(name),
            Some(Fill::Constant(_)) | None => field.word().to_owned(),
        }
    }
}

/// A row, with the plan of its table.
#[derive(Clone, Copy)]
pub(super) struct Told<'r> {
    pub(super) plan: &'r Plan<'r>,
    pub(super) row: &'r StringRecord,
    /// What each value is, where the text says it; it may be shorter than the row.
    pub(super) kinds: &'r [Option<AttributeKind>],
    /// 1-based line.
    pub(super) line: u64,
}

impl<'r> Told<'r> {
    /// The text of a field as it is; it may be empty though it is there.
    fn raw(self, field: Field) -> Option<&'r str> {
        match self.plan.fill(field)? {
            Fill::Column(column, _) => cells::of_cell(self.row.get(column)?),
            Fill::Constant(value) => Some(value),
        }
    }

    /// The text of a field, fit for a dataset.
    pub(super) fn text(self, field: Field) -> Option<String> {
        self.raw(field).map(clean)
    }

    /// The text of a field that says something: a key, a word, a number.
    pub(super) fn word(self, field: Field) -> Option<&'r str> {
        self.raw(field).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The entries of a list.
    pub(super) fn list(self, field: Field) -> Vec<String> {
        let entries = self.word(field).map(|text| self.plan.mapping.list(text)).unwrap_or_default();
        entries.iter().map(|entry| clean(entry)).collect()
    }

    /// The value of a field by a function that reads it; an error where it cannot be read.
    pub(super) fn read<T>(
        self,
        field: Field,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Unreadable> {
        self.word(field).map(|text| read(text).ok_or(Unreadable)).transpose()
    }

    /// When, in whichever columns it stands; `whole` is the field of a date in one column.
    pub(super) fn date(self, whole: Field) -> Result<Option<Edtf>, Unreadable> {
        let mapping = self.plan.mapping;
        if let Some(date) = self.read(whole, |text| mapping.date(text))? {
            return Ok(Some(date));
        }
        let start = self.read(Field::Start, |text| mapping.date(text))?;
        let end = self.read(Field::End, |text| mapping.date(text))?;
        let side =
            |date: &Option<Edtf>| date.as_ref().map_or("..".to_owned(), |date| date.as_str().to_owned());
        match (&start, &end) {
            (None, None) => {}
            (Some(one), Some(other)) if one == other => return Ok(start),
            (Some(_), _) | (_, Some(_)) => {
                let both = format!("{}/{}", side(&start), side(&end));
                // One date alone is when it happened; a tie goes on.
                let text = if whole == Field::Date && end.is_none() { side(&start) } else { both };
                return Edtf::parse(&text).map(Some).map_err(|_| Unreadable);
            }
        }
        let (month, day) = (self.word(Field::Month), self.word(Field::Day));
        self.read(Field::Year, |year| values::of_parts(year, month, day))
    }

    /// What a message shows of a date that cannot be read.
    pub(super) fn shown_date(self, whole: Field) -> String {
        let fields = [whole, Field::Start, Field::End, Field::Year, Field::Month, Field::Day];
        fields.iter().filter_map(|&field| self.word(field)).collect::<Vec<_>>().join(" ")
    }

    /// Both ends, for messages.
    pub(super) fn ends(self) -> String {
        let end = |field: Field| self.word(field).unwrap_or("?");
        format!("{} to {}", end(Field::From), end(Field::To))
    }

    /// What has no field: the other columns, and the attributes in one.
    pub(super) fn attributes(self) -> Vec<AttributeRecord> {
        let of_columns = self.plan.rest.iter().filter_map(|Rest { column, name, kind }| {
            let value = clean(cells::of_cell(self.row.get(*column)?)?);
            let said = kind.or_else(|| self.kinds.get(*column).copied().flatten());
            Some(attribute(name, said, value))
        });
        let whole = self.word(Field::Attributes).and_then(values::json::<Vec<AttributeRecord>>);
        of_columns.chain(whole.unwrap_or_default()).collect()
    }
}

/// A value that is there and says nothing to us.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Unreadable;

/// The attribute of a cell. Where its header names no type that fits, the value tells it.
pub(in super::super) fn attribute(name: &str, said: Option<AttributeKind>, value: String) -> AttributeRecord {
    use AttributeKind::{Boolean, Integer, Number, Text};
    let digits = value.strip_prefix('-').unwrap_or(&value);
    let is_plain = |mark: char| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == mark);
    // A code such as 042 is no number.
    let is_code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let kind = match said {
        Some(Text) => None,
        Some(Integer) => is_plain('0').then_some(Integer),
        Some(Number) => value.parse::<f64>().is_ok().then_some(Number),
        Some(Boolean) => matches!(value.as_str(), "true" | "false").then_some(Boolean),
        None if is_code => None,
        None if is_plain('0') => Some(Integer),
        None => (is_plain('.') && value.parse::<f64>().is_ok()).then_some(Number),
    };
    AttributeRecord { name: name.to_owned(), kind, value }
}
