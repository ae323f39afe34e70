//! How `detente convert` is told to read a table.

use std::path::{Path, PathBuf};

use crate::exchange::save::save;
use crate::exchange::table::{Mappings, Preview, TableKind, preview};
use crate::exchange::{Format, Options};

use super::Stop;
use super::convert_arguments::ConvertArguments;

/// How the files are read: as the flags say, and a table by its mapping.
pub(super) fn options(said: &ConvertArguments, inputs: &[PathBuf]) -> Result<Options, Stop> {
    let mappings = match (&said.map, said.table, inputs) {
        (Some(path), _, _) => Some(read(path)?),
        (None, Some(kind), [input]) => Some(guess_as(kind, input)?),
        (None, Some(_), _) => {
            return Err(Stop::Usage("--table tells what one file holds: convert each by itself".to_owned()));
        }
        (None, None, _) => None,
    };
    // Among several files, those that are no table are read as what they are.
    let is_table = mappings.is_some() && inputs.len() == 1;
    Ok(Options { format: said.from.or(is_table.then_some(Format::Table)), mappings })
}

/// Writes how the tables of the one file would be read.
pub(super) fn save_map(said: &ConvertArguments, inputs: &[PathBuf], path: &Path) -> Result<(), Stop> {
    let [input] = inputs else {
        return Err(Stop::Usage("--save-map takes one table".to_owned()));
    };
    if path.symlink_metadata().is_ok() && !said.force {
        return Err(Stop::data(format!("{} is there already; --force writes over it", path.display())));
    }
    let mappings = match said.table {
        Some(kind) => guess_as(kind, input)?,
        None => Preview::mappings(&preview(input).map_err(Stop::data)?),
    };
    save(path, mappings.to_toml().as_bytes()).map_err(Stop::data)
}

fn read(path: &Path) -> Result<Mappings, Stop> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Stop::data(format!("{name} cannot be read: {error}")))?;
    Mappings::from_toml(&name, &text).map_err(Stop::data)
}

/// How a table of a kind looks as if it should be read.
fn guess_as(kind: TableKind, input: &Path) -> Result<Mappings, Stop> {
    let previews = preview(input).map_err(Stop::data)?;
    let [table] = previews.as_slice() else {
        let names: Vec<&str> = previews.iter().map(|table| table.file.as_str()).collect();
        let shown = input.display();
        let names = names.join(", ");
        return Err(Stop::data(format!(
            "{shown} holds several tables ({names}): say what each is in a mapping, which --save-map writes"
        )));
    };
    Ok(table.guess_as(kind).into())
}
