//! JSON Graph Format.

use crate::dataset::record::DatasetRecord;

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;

/// Reads it.
pub(super) fn read(_part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
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
