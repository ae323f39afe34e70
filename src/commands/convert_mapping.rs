//! How `detente convert` is told to read a table.

use std::path::{Path, PathBuf};

use crate::exchange::save::save;
use crate::exchange::table::{Mapping, Preview, preview};
use crate::exchange::{Format, Options};

use super::Stop;
use super::convert_arguments::ConvertArguments;

/// How the files are read: as the flags say, and a table by its mapping.
pub(super) fn options(said: &ConvertArguments, inputs: &[PathBuf]) -> Result<Options, Stop> {
    let mapping = match (&said.map, &said.table, inputs) {
        (Some(path), _, _) => Some(read(path)?),
        (None, Some(_), [input]) => Some(guess(said, input)?),
        (None, Some(_), _) => {
            return Err(Stop::Usage("--table tells what one file holds: convert each by itself".to_owned()));
        }
        (None, None, _) => None,
    };
    // Among several files, those that are no table are read as what they are.
    let is_table = mapping.is_some() && inputs.len() == 1;
    Ok(Options { format: said.from.or(is_table.then_some(Format::Table)), mapping })
}

/// Writes how the one file would be read.
pub(super) fn save_map(said: &ConvertArguments, inputs: &[PathBuf], path: &Path) -> Result<(), Stop> {
    let [input] = inputs else {
        return Err(Stop::Usage("--save-map takes one table".to_owned()));
    };
    if path.symlink_metadata().is_ok() && !said.force {
        return Err(Stop::data(format!("{} is there already; --force writes over it", path.display())));
    }
    let mapping = guess(said, input)?;
    save(path, mapping.to_toml().as_bytes()).map_err(Stop::data)
}

fn read(path: &Path) -> Result<Mapping, Stop> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Stop::data(format!("{name} cannot be read: {error}")))?;
    Mapping::from_toml(&name, &text).map_err(Stop::data)
}

/// How a table looks as if it should be read.
fn guess(said: &ConvertArguments, input: &Path) -> Result<Mapping, Stop> {
    let previews = preview(input).map_err(Stop::data)?;
    let [table] = previews.as_slice() else {
        let names: Vec<&str> = previews.iter().map(|table| table.file.as_str()).collect();
        let shown = input.display();
        let names = names.join(", ");
        return Err(Stop::data(format!(
            "{shown} holds several tables ({names}): unpack it and name one of them"
        )));
    };
    let Preview { mapping, .. } = table;
    Ok(said.table.map_or_else(|| mapping.clone(), |kind| table.guess_as(kind)))
}
