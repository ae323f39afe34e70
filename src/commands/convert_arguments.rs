//! What can be said to `detente convert`.

use std::path::PathBuf;

use clap::Args;

use crate::exchange::Format;
use crate::exchange::table::TableKind;

/// What `detente convert` is told.
#[derive(Clone, PartialEq, Debug, Args)]
#[command(after_help = "\
Examples:
  detente convert month.export.CSV.zip month.json      GDELT events to a dataset
  detente convert my.json my.gexf                      a dataset to a graph for Gephi
  detente convert ties.csv --save-map ties.toml        how a table would be read, to edit
  detente convert ties.csv my.json --map ties.toml     a table whose columns a mapping names
  detente convert my.json tables.zip                   a dataset to tables
  detente convert a.json b.gexf -o both.json           two datasets as one
  detente convert my.gexf - --to graphml               to standard output

The format of a file is told by its content, then by its name; gzip and ZIP are opened. What became of everything in a \
file, and what a format cannot hold, is told on standard error. The columns of a table are told by their names and first \
values, unless a mapping names them.")]
pub struct ConvertArguments {
    /// The files to read, and last the file to write, unless --out names it
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The file to write; - for standard output. Several files are then merged
    #[arg(short, long = "out", value_name = "OUT")]
    pub out: Option<PathBuf>,
    /// The format of what is read, where it is not told by itself
    #[arg(long, value_name = "FORMAT", value_parser = parse_read)]
    pub from: Option<Format>,
    /// The format of what is written, where the name does not say it
    #[arg(long, value_name = "FORMAT", value_parser = parse_written)]
    pub to: Option<Format>,
    /// What the rows of a table are: events, relationships, actors, instruments, excerpts or documents
    #[arg(long, value_name = "KIND", value_parser = parse_table, conflicts_with = "map")]
    pub table: Option<TableKind>,
    /// Read a table by this mapping: a TOML file that names its columns
    #[arg(long, value_name = "MAP.toml")]
    pub map: Option<PathBuf>,
    /// Write how a table is read to this file, to edit it; without OUT, nothing else is written
    #[arg(long, value_name = "MAP.toml", conflicts_with = "map")]
    pub save_map: Option<PathBuf>,
    /// Refuse to write what the format cannot hold as a whole
    #[arg(long)]
    pub strict: bool,
    /// Also write the report to this file: as JSON where it ends in .json, else as text
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}

fn parse_read(word: &str) -> Result<Format, String> {
    let format = Format::of_word(word).filter(|format| format.is_read());
    format.ok_or_else(|| format!("read are {}", crate::exchange::sniff::readable()))
}

fn parse_written(word: &str) -> Result<Format, String> {
    let format = Format::of_word(word).filter(|format| format.is_written());
    format.ok_or_else(|| format!("written are {}", crate::exchange::sniff::writable()))
}

fn parse_table(word: &str) -> Result<TableKind, String> {
    TableKind::of_word(word).ok_or_else(|| {
        let words: Vec<&str> = TableKind::ALL.iter().map(|kind| kind.word()).collect();
        format!("tables are of {}", words.join(", "))
    })
}
