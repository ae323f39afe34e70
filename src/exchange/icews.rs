//! ICEWS event files.

use super::error::ExchangeError;
use super::import::Context;
use super::input::Part;

/// Reads it.
pub(super) fn read(_part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    Err(ExchangeError::file(context.name, "is in a format that is not read yet", ""))
}
