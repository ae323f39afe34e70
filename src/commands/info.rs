//! `detente info`: what a dataset holds and what it covers.

use std::io::Write;

use crate::analysis::coverage::Coverage;

use super::arguments::InfoArguments;
use super::{Stop, open};

/// Prints counts by kind, the period, and the excerpts by paragraph and voice.
///
/// # Errors
/// [`Stop`] where the dataset cannot be used or the output cannot be written.
pub fn info(arguments: &InfoArguments, out: &mut dyn Write) -> Result<(), Stop> {
    let dataset = open::dataset(arguments.file.as_deref())?;
    out.write_all(Coverage::new(&dataset).to_text().as_bytes())?;
    Ok(())
}
