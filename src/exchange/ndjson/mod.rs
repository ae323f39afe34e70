//! JSON lines (NDJSON): one object a line. Either the records of a dataset, or the rows of any table.
//!
//! A dataset begins with a line that says what it is, `{"format": "detente/1", "id": …, "title": …}`. Each line after it is
//! one record under the name of its kind: `{"actor": {…}}`, `{"event": {…}}`, in any order. A record is the one that the
//! dataset's list of that kind holds. Anything else is rows, told and mapped as those of a table are; a list of objects
//! is read so, too ([`super::table`]).

mod records;
mod stream;
mod write;

#[cfg(test)]
mod tests;

use super::error::ExchangeError;
use super::import::{Context, single};
use super::input::Source;
use super::table::{self, objects};

pub(super) use write::write;

/// Whether the beginning of a text is that of a dataset's records, rather than of rows.
pub fn is_dataset(head: &str) -> bool {
    records::begin(head)
}

/// Reads records or rows.
pub(super) fn read(mut source: Source, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let name = context.name;
    if let [part] = source.parts.as_mut_slice() {
        let head = part.head().map_err(|error| ExchangeError::io(name, &error))?;
        if is_dataset(head) {
            return single(source, context, records::read);
        }
        if !objects::begins(head) {
            let line =
                1 + head.chars().take_while(|c| c.is_whitespace()).filter(|&c| c == '\n').count() as u64;
            return Err(ExchangeError::line(name, line, "no object in { } stands here", objects::ONE_A_LINE));
        }
    }
    table::read(source, context)
}
