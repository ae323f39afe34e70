//! Tables: CSV and text with tabs, semicolons or bars, objects of JSON, alone or several in a ZIP.
//!
//! What a table is and which column fills which field is a [`Mapping`]: guessed from headers and first rows
//! ([`preview()`]), or written by a person. A row that an import cannot use is told; nothing of a table is kept in memory
//! but keys and names.

mod cells;
mod fields;
mod guess;
mod mapping;
pub(super) mod objects;
mod preview;
mod read;
mod rows;
mod synonyms;
mod values;
mod write;

pub use fields::{Field, FieldInfo, TableKind};
pub use mapping::{DateFormat, Delimiter, Filled, Mapping, Mappings, Scale};
pub use preview::{Preview, preview};
pub(super) use read::read;
pub(super) use write::write;

#[cfg(test)]
mod tests;
