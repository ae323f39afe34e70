//! What a table may be: its delimiter, the kind of its rows, and what its columns are, from headers and first rows.

use super::super::keys;
use super::mapping::{DateFormat, Delimiter, Mapping};
use super::rows::{said_delimiter, split};
use super::synonyms::{self, squeeze};
use super::{Field, TableKind, cells, values};

/// How much of a text is looked at to tell the delimiter, in bytes.
const LOOKED_AT: usize = 1 << 13;

/// The share of the values of a column that must be of a form, where its name says that they are, and where not.
const HALF: f64 = 0.5;
const MOST: f64 = 0.8;

/// The delimiter of a text: the one that makes rows of equal length and, among those, of most cells.
pub(super) fn delimiter(text: &str) -> Delimiter {
    if let Some(said) = said_delimiter(text) {
        return said;
    }
    let start = &text[..text.floor_char_boundary(LOOKED_AT)];
    let fit = |delimiter: Delimiter| {
        let mut rows = split(start, delimiter);
        // The last one may be cut.
        if start.len() < text.len() && rows.len() > 1 {
            rows.pop();
        }
        let width = rows.first().map_or(0, Vec::len);
        let equal = rows.iter().filter(|row| row.len() == width).count();
        // A row or two may be ragged; but a delimiter that is in the header alone is none.
        (width > 1 && equal * 2 >= rows.len(), equal * 10 >= rows.len() * 9, width)
    };
    // Of equals the last one is found.
    Delimiter::ALL.iter().copied().rev().max_by_key(|&delimiter| fit(delimiter)).unwrap_or_default()
}

/// How a table may be read; its rows are of `kind`, where that is known.
pub(super) fn mapping(
    file: &str,
    headers: &[String],
    rows: &[Vec<String>],
    delimiter: Option<Delimiter>,
    kind: Option<TableKind>,
) -> Mapping {
    let table = Table { headers, rows };
    let mapped = |kind: TableKind| table.mapped(kind, delimiter);
    let stem = file.rsplit('/').next().unwrap_or(file).to_lowercase();
    if let Some(kind) = kind.or_else(|| table.own_kind(&stem)) {
        return mapped(kind);
    }
    let events = mapped(TableKind::Events);
    let is_scored = events.fills(Field::Code) || events.fills(Field::Score);
    if is_scored && events.missing().iter().all(|&field| field == Field::Code) {
        return events;
    }
    let ties = mapped(TableKind::Relationships);
    if ties.missing().is_empty() {
        return ties;
    }
    let named = synonyms::FILES.iter().filter(|(word, _)| stem.contains(word)).map(|&(_, kind)| kind);
    let is_whole = |mapping: &Mapping| mapping.missing().is_empty();
    if let Some(named) = named.map(mapped).find(is_whole) {
        return named;
    }
    let (excerpts, documents) = (mapped(TableKind::Excerpts), mapped(TableKind::Documents));
    if is_whole(&excerpts) && excerpts.fills(Field::Quote) {
        return excerpts;
    }
    let of_documents = [Field::Url, Field::Author, Field::Issued];
    if documents.fills(Field::Title) && of_documents.iter().any(|&field| documents.fills(field)) {
        return documents;
    }
    let actors = mapped(TableKind::Actors);
    if is_whole(&actors) { actors } else { ties }
}

/// What a person should look at before a table is read by a mapping, a sentence each.
pub(super) fn problems(mapping: &Mapping, headers: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let table = Table { headers, rows };
    let mut problems = Vec::new();
    for (field, filled) in &mapping.fields {
        if let super::Filled::Column(column) = filled
            && !headers.contains(column)
        {
            problems.push(format!("{}: there is no column “{column}”.", field.label()));
        }
    }
    for field in mapping.missing() {
        problems.push(match field {
            Field::Code => {
                "Event code: choose its column, or one code for all rows, such as cameo:01.".to_owned()
            }
            other => format!("{}: choose its column.", other.label()),
        });
    }
    let mut unreadable = |field: Field, is: &dyn Fn(&str) -> bool, what: &str| {
        let Some(column) = table.column(mapping, field) else { return };
        let mut bad = table.values(column).filter(|text| !is(text));
        if let Some(first) = bad.next() {
            let (bad, all) = (bad.count() + 1, table.values(column).count());
            problems
                .push(format!("{}: {bad} of the first {all} are {what}, such as “{first}”.", field.label()));
        }
    };
    let is_date = |text: &str| mapping.date(text).is_some();
    for &field in Field::ALL.iter().filter(|field| field.is_date()) {
        unreadable(field, &is_date, "no dates of the chosen format (years have four digits)");
    }
    unreadable(Field::Score, &|text| mapping.score(text).is_some(), "no numbers of the scale");
    unreadable(Field::Code, &|text| values::event_code(text).is_some(), "no codes of CAMEO or PLOVER");
    if let Some(super::Filled::Constant(code)) = mapping.fields.get(&Field::Code)
        && values::event_code(code).is_none()
    {
        problems.push(format!("Event code: “{code}” is no code of CAMEO or PLOVER."));
    }
    if mapping.date_format == DateFormat::DayMonthYear && table.is_ambiguous(mapping) {
        problems.push("Dates may begin with the day or with the month; the day is assumed.".to_owned());
    }
    problems
}

/// The beginning of a table.
#[derive(Clone, Copy)]
struct Table<'a> {
    headers: &'a [String],
    rows: &'a [Vec<String>],
}

impl<'a> Table<'a> {
    /// The kind of a table that is called and built like one that we write.
    fn own_kind(self, stem: &str) -> Option<TableKind> {
        let kind = TableKind::of_word(stem.split('.').next().unwrap_or_default())?;
        let has = |field: Field| self.headers.iter().any(|header| header == field.word());
        let mut needed = kind.fields().iter().filter(|info| info.is_required);
        needed.all(|info| has(info.field) || info.instead.iter().any(|&other| has(other))).then_some(kind)
    }

    /// The values of a column that are not empty.
    fn values(self, column: usize) -> impl Iterator<Item = &'a str> {
        let cells = self.rows.iter().filter_map(move |row| cells::of_cell(row.get(column)?));
        cells.filter(|text| !text.is_empty())
    }

    /// Whether there are values in a column, and such a share of them is of some form.
    fn is_mostly(self, share: f64, column: usize, is: impl Fn(&str) -> bool) -> bool {
        let all = self.values(column).count();
        all > 0 && self.values(column).filter(|text| is(text)).count() as f64 >= share * all as f64
    }

    /// The place of the column that fills a field.
    fn column(self, mapping: &Mapping, field: Field) -> Option<usize> {
        let name = mapping.column(field)?;
        self.headers.iter().position(|header| header == name)
    }

    fn mapped(self, kind: TableKind, delimiter: Option<Delimiter>) -> Mapping {
        let mut mapping = Mapping::new(kind);
        mapping.delimiter = delimiter;
        let untyped = |header: &&String| cells::of_attribute_header(header).1.is_none();
        let free = self.headers.iter().enumerate().filter(|(_, header)| untyped(header));
        let free = free.map(|(column, header)| (column, squeeze(header))).collect();
        let mut guess = Guess { table: self, mapping, free };
        guess.by_name();
        guess.by_content();
        guess.forms();
        guess.mapping
    }

    /// Whether its dates can be read with the day first and with the month first, and differ.
    fn is_ambiguous(self, mapping: &Mapping) -> bool {
        let columns = Field::ALL
            .iter()
            .filter(|field| field.is_date())
            .filter_map(|&field| self.column(mapping, field));
        let mut other = mapping.clone();
        other.date_format = DateFormat::MonthDayYear;
        let texts: Vec<&str> = columns.flat_map(|column| self.values(column)).collect();
        texts.iter().all(|text| other.date(text).is_some())
            && texts.iter().any(|text| other.date(text) != mapping.date(text))
    }
}

/// A mapping in the making.
struct Guess<'a> {
    table: Table<'a>,
    mapping: Mapping,
    /// The columns that fill nothing yet, with their squeezed names.
    free: Vec<(usize, String)>,
}

impl Guess<'_> {
    fn fill(&mut self, field: Field, column: usize) {
        self.free.retain(|(other, _)| *other != column);
        if let Some(header) = self.table.headers.get(column) {
            self.mapping.set_column(field, header);
        }
    }

    fn named(&self, name: &str) -> Option<usize> {
        self.free.iter().find(|(_, own)| own == name).map(|(column, _)| *column)
    }

    fn by_name(&mut self) {
        let kind = self.mapping.table;
        if kind.has(Field::From) {
            let pair =
                synonyms::PAIRS.iter().find_map(|(from, to)| Some((self.named(from)?, self.named(to)?)));
            if let Some((from, to)) = pair {
                self.fill(Field::From, from);
                self.fill(Field::To, to);
            }
        }
        for info in kind.fields() {
            if let Some(column) =
                self.named(&squeeze(info.field.word())).filter(|&column| self.may(info.field, column))
            {
                self.fill(info.field, column);
            }
        }
        for info in kind.fields().iter().filter(|info| !matches!(info.field, Field::From | Field::To)) {
            let names = synonyms::of(kind, info.field).iter();
            let mut columns = names.filter_map(|name| self.named(name));
            let found = columns.find(|&column| self.may(info.field, column));
            if let Some(column) = found.filter(|_| !self.mapping.fills(info.field)) {
                self.fill(info.field, column);
            }
        }
    }

    /// Whether a column of a fitting name may fill a field, by its values.
    fn may(&self, field: Field, column: usize) -> bool {
        let is_empty = self.table.values(column).next().is_none();
        let is_mostly = |is: &dyn Fn(&str) -> bool| is_empty || self.table.is_mostly(HALF, column, is);
        match field {
            Field::From | Field::To => !self.mapping.fills(field),
            Field::Code => is_mostly(&|text| values::event_code(text).is_some()),
            Field::Date | Field::Period | Field::Start | Field::End | Field::Issued => {
                !self.mapping.fills(field) && is_mostly(&is_any_date)
            }
            Field::Sources | Field::Year | Field::PositionStart | Field::PositionEnd => {
                is_mostly(&|text| text.trim_end_matches(".0").parse::<u64>().is_ok())
            }
            Field::Score | Field::X | Field::Y | Field::Z | Field::Size | Field::Opacity => {
                is_mostly(&is_any_number)
            }
            Field::Mutual => is_mostly(&|text| values::boolean(text).is_some()),
            Field::Office | Field::Selector | Field::Text | Field::Attributes => {
                is_mostly(&|text| text.starts_with(['[', '{']))
            }
            _ => true,
        }
    }

    /// Fills needed fields by what is in the columns, where their names say nothing.
    fn by_content(&mut self) {
        let kind = self.mapping.table;
        if kind.has(Field::From) && !self.mapping.fills(Field::From) {
            let is_state = |(column, _): &&(usize, String)| {
                self.table.is_mostly(MOST, *column, |text| keys::state(text).is_some())
            };
            let states: Vec<usize> = self.free.iter().filter(is_state).map(|(column, _)| *column).collect();
            if let [from, to] = states[..] {
                self.fill(Field::From, from);
                self.fill(Field::To, to);
            }
        }
        let is_dated =
            [Field::Date, Field::Start, Field::Year].iter().any(|&field| self.mapping.fills(field));
        if kind.has(Field::Date) && !is_dated {
            let is_date = |(column, _): &&(usize, String)| {
                self.table.is_mostly(MOST, *column, |text| {
                    text.len() >= 6 && is_any_date(text) && !is_any_number(text)
                })
            };
            if let Some(column) = self.free.iter().find(is_date).map(|(column, _)| *column) {
                self.fill(Field::Date, column);
            }
        }
    }

    /// Tells how dates and numbers are written, and whether actors are states.
    fn forms(&mut self) {
        let dates = Field::ALL.iter().filter(|field| field.is_date());
        let columns = dates.filter_map(|&field| self.table.column(&self.mapping, field));
        let texts: Vec<&str> = columns.flat_map(|column| self.table.values(column)).collect();
        let mut readable = |format: DateFormat| {
            self.mapping.date_format = format;
            texts.iter().filter(|text| self.mapping.date(text).is_some()).count()
        };
        let counts = DateFormat::ALL.iter().map(|&format| (readable(format), format)).rev();
        let best = counts.max_by_key(|&(count, _)| count);
        self.mapping.date_format = best.map(|(_, format)| format).unwrap_or_default();
        if let Some(column) = self.table.column(&self.mapping, Field::Score) {
            let has = |c: char| self.table.values(column).any(|text| text.contains(c));
            self.mapping.has_decimal_comma = has(',') && !has('.');
        }
        let named = [Field::From, Field::To, Field::Name, Field::Id, Field::Speaker];
        let columns = named.iter().filter_map(|&field| self.table.column(&self.mapping, field));
        let names: Vec<&str> = columns.flat_map(|column| self.table.values(column)).collect();
        let states = names.iter().filter(|name| keys::state(name).is_some()).count();
        // Else somebody called Chad or Jordan would be one.
        self.mapping.is_of_states = states * 2 >= names.len();
    }
}

/// Whether a text is a date in some format.
fn is_any_date(text: &str) -> bool {
    let mut mapping = Mapping::new(TableKind::Events);
    DateFormat::ALL.iter().any(|&format| {
        mapping.date_format = format;
        mapping.date(text).is_some()
    })
}

/// Whether a text is a number, with a point or a comma.
fn is_any_number(text: &str) -> bool {
    let mut mapping = Mapping::new(TableKind::Events);
    let with_point = mapping.number(text).is_some();
    mapping.has_decimal_comma = true;
    with_point || mapping.number(text).is_some()
}

#[cfg(test)]
mod tests;
