//! The first rows of a table with a guess of what they are, for the person who maps its columns.

use std::path::Path;

use super::super::error::ExchangeError;
use super::super::input::{Part, Source};
use super::TableKind;
use super::cells;
use super::guess;
use super::mapping::{Delimiter, Mapping, Mappings};
use super::{objects, rows};

/// How many rows are shown.
const SHOWN: usize = 20;

/// The beginning of a table.
#[derive(Clone, PartialEq, Debug)]
pub struct Preview {
    /// The name of its file; in a ZIP, the one that it has there.
    pub file: String,
    /// The names of its columns, each once.
    pub headers: Vec<String>,
    /// Its first rows, at most 20, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
    /// How it would be read: a guess.
    pub mapping: Mapping,
    /// What a person should look at before it is read so, a sentence each: [`Preview::problems_of`] the guess.
    pub problems: Vec<String>,
    /// The text that it was made of: what is cut off by its end is left out.
    text: String,
}

/// The beginnings of the tables in a file: one, or those of a ZIP.
///
/// # Errors
/// [`ExchangeError`] where the file cannot be opened, or holds no table.
pub fn preview(path: &Path) -> Result<Vec<Preview>, ExchangeError> {
    let mut source = Source::open(path, &Default::default())?;
    let name = source.name.clone();
    let previews: Vec<Preview> =
        source.parts.iter_mut().map(|part| Preview::of_part(&name, part)).collect::<Result<_, _>>()?;
    let tables: Vec<Preview> = previews.into_iter().filter(|preview| !preview.headers.is_empty()).collect();
    if tables.is_empty() {
        return Err(ExchangeError::file(&name, "is empty", "export it again from where it comes"));
    }
    Ok(tables)
}

impl Preview {
    /// How the tables of a file would be read.
    pub fn mappings(tables: &[Self]) -> Mappings {
        match tables {
            [table] => table.mapping.clone().into(),
            tables => Mappings::Files(
                tables.iter().map(|table| (table.file.clone(), table.mapping.clone())).collect(),
            ),
        }
    }

    /// The beginning of a text, which is read no further than that. It has no columns where the text is empty.
    ///
    /// # Errors
    /// Where the text cannot be read, or holds objects of JSON of which none is whole. `name` is what the file is called
    /// in messages.
    pub fn of_part(name: &str, part: &mut Part) -> Result<Self, ExchangeError> {
        let file = part.name.clone();
        let head = part.head().map_err(|error| ExchangeError::io(name, &error))?;
        if objects::begins(head) {
            objects::split(name, head, SHOWN)?;
        }
        Ok(Self::of_text(&file, head))
    }

    /// The beginning of a table, from the first 64 KiB of its text.
    pub fn of_text(file: &str, text: &str) -> Self {
        let delimiter = guess::delimiter(text);
        Self::split(file.to_owned(), text.to_owned(), delimiter, true)
    }

    /// Whether its rows are objects of JSON, so that it has neither a delimiter nor a header.
    pub fn is_of_objects(&self) -> bool {
        objects::begins(&self.text)
    }

    /// The same table with another delimiter.
    pub fn split_by(&self, delimiter: Delimiter) -> Self {
        Self::split(self.file.clone(), self.text.clone(), delimiter, true)
    }

    /// The same table, taken apart as a mapping says.
    pub(super) fn split_as(&self, mapping: &Mapping) -> Self {
        let delimiter = mapping.delimiter.or(self.mapping.delimiter).unwrap_or_default();
        Self::split(self.file.clone(), self.text.clone(), delimiter, mapping.has_header)
    }

    fn split(file: String, text: String, delimiter: Delimiter, has_header: bool) -> Self {
        let is_of_objects = objects::begins(&text);
        let (headers, rows) = match is_of_objects {
            // Where none is whole, there is nothing to show.
            true => objects::split(&file, &text, SHOWN).unwrap_or_default(),
            false => of_cells(&text, delimiter, has_header),
        };
        let sized = |mut row: Vec<String>| {
            row.resize(headers.len(), String::new());
            row
        };
        let rows: Vec<Vec<String>> = rows.into_iter().map(sized).collect();
        let delimiter = (!is_of_objects).then_some(delimiter);
        let mut mapping = guess::mapping(&file, &headers, &rows, delimiter, None);
        mapping.has_header = is_of_objects || has_header;
        let mut preview = Self { file, headers, rows, mapping, problems: Vec::new(), text };
        preview.problems = preview.problems_of(&preview.mapping);
        preview
    }

    /// A guess of the columns where the rows are known to be of a kind.
    pub fn guess_as(&self, kind: TableKind) -> Mapping {
        guess::mapping(&self.file, &self.headers, &self.rows, self.mapping.delimiter, Some(kind))
    }

    /// What a person should look at before the table is read by a mapping, a sentence each: needed fields that nothing
    /// fills, dates, scores and actors among the first rows that cannot be read.
    pub fn problems_of(&self, mapping: &Mapping) -> Vec<String> {
        guess::problems(mapping, &self.headers, &self.rows)
    }
}

/// The names of the columns and the first rows of a text of cells.
fn of_cells(text: &str, delimiter: Delimiter, has_header: bool) -> (Vec<String>, Vec<Vec<String>>) {
    let mut records = rows::split(text, delimiter).into_iter().peekable();
    let headers = if has_header {
        cells::headers(records.next().unwrap_or_default().iter().map(String::as_str))
    } else {
        let width = records.peek().map_or(0, Vec::len);
        cells::headers(std::iter::repeat_n("", width))
    };
    (headers, records.take(SHOWN).collect())
}
