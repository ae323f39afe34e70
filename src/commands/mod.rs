//! The commands without a window: each reads a dataset and prints.
//!
//! [`arguments`] says what can be asked on the command line; the program hands each command its part of it
//! and what to print to, and tells a [`Stop`] to the person and the shell.

pub mod arguments;
mod check;
mod convert;
pub mod convert_arguments;
mod convert_mapping;
mod figure;
pub mod figure_arguments;
mod info;
mod open;
mod pairs;
mod progress;
mod rows;
mod series;
pub mod series_arguments;
mod stop;

use std::io::{self, Write};

pub use check::check;
pub use convert::convert;
pub use figure::figure;
pub use info::info;
pub use pairs::pairs;
pub use series::series;
pub use stop::Stop;

/// `detente schema`: prints the JSON Schema of the dataset format.
///
/// # Errors
/// [`Stop`] where the output cannot be written.
pub fn schema(out: &mut dyn Write) -> Result<(), Stop> {
    out.write_all(crate::dataset::schema::json_schema().as_bytes())?;
    Ok(())
}

/// Runs a command on standard output, and sees to it that all of it was written.
///
/// # Errors
/// What the command returns, or that the output cannot be written.
pub fn print(command: impl FnOnce(&mut dyn Write) -> Result<(), Stop>) -> Result<(), Stop> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let done = command(&mut out);
    out.flush()?;
    done
}
