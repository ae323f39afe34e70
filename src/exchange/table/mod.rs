//! Tables with a header: CSV and text with tabs, semicolons or bars, alone or several in a ZIP.
//!
//! What a table is and which column fills which field is a [`Mapping`]: guessed from headers and first rows
//! ([`preview()`]), or written by a person. A row that an import cannot use is told; nothing of a table is kept in memory
//! but its actors, instruments and keys.

mod cells;
mod fields;
mod guess;
mod mapping;
mod preview;
mod rows;
mod synonyms;
mod values;

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Source;

pub use fields::{Field, FieldInfo, TableKind};
pub use mapping::{DateFormat, Delimiter, Filled, Mapping, Scale};
pub use preview::{Preview, preview};

/// Reads it.
pub(super) fn read(_source: Source, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    Err(ExchangeError::file(context.name, "is in a format that is not read yet", ""))
}

/// What it does not hold.
pub(super) fn losses(_record: &DatasetRecord) -> Vec<String> {
    Vec::new()
}

/// Writes it.
pub(super) fn write(_record: &DatasetRecord) -> Vec<u8> {
    Vec::new()
}
