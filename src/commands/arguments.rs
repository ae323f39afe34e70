//! What can be said on the command line. A flag has one name and one meaning in every command.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::dataset::Edtf;
use crate::figure;
use crate::session::ArrangementKind;

use super::Stop;
use super::convert_arguments::ConvertArguments;
use super::figure_arguments::FigureArguments;
use super::series_arguments::{PairsArguments, SeriesArguments};

/// Everything that was said.
#[derive(Clone, PartialEq, Debug, Parser)]
#[command(
    name = "detente",
    version,
    about = "Explore sourced relations between states: who draws closer to whom, since when, and which \
             source says so.",
    long_about = "Explore sourced relations between states: who draws closer to whom, since when, and which \
                  source says so.\n\nWithout a command, a window opens on FILE: a relationship diagram, an \
                  alignment timeline and source excerpts, which always show the same selection.",
    after_help = EXAMPLES,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub struct Arguments {
    /// The command; the window opens where there is none.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What the window opens on.
    #[command(flatten)]
    pub view: ViewArguments,
}

const EXAMPLES: &str = "\
Examples:
  detente                                    open the bundled dataset
  detente my.json --as-of 2024-06            open a dataset as things stood at the end of June 2024
  detente --select NZL,aukus-pillar-two      open with two things selected
  detente --source patman=article.txt        show excerpts in the text that they come from
  detente check my.json                      list everything that is wrong with a dataset
  detente series --of NZL --toward USA,CHN   print two alignment series as CSV
  detente convert events.zip my.json         make a dataset of another format
  detente figure -o out.svg --select NZL     make a figure for a report, without a display
  detente screenshot out.png --select NZL    save a picture of the window

Dates are EDTF (ISO 8601-2): 2025-01-20, 2025-01, 2025. As of a month or a year means as of its last day.
Exit status: 0 done, 1 something is wrong with the data or the display, 2 the command was not understood.";

/// A command that opens no window, or opens one only to take its picture.
#[derive(Clone, PartialEq, Debug, Subcommand)]
pub enum Command {
    /// List everything that is wrong with datasets
    Check(CheckArguments),
    /// Print the JSON Schema of the dataset format
    Schema,
    /// Say what a dataset holds and what it covers
    Info(InfoArguments),
    /// Print alignment series as CSV or JSON
    Series(SeriesArguments),
    /// Print the alignment of every pair on a date as CSV or JSON
    Pairs(PairsArguments),
    /// Convert between formats, and merge datasets
    Convert(ConvertArguments),
    /// Make a figure for a report: SVG, PDF or PNG, with legend, caption and sources
    Figure(Box<FigureArguments>),
    /// Save a picture of the window
    Screenshot(ScreenshotArguments),
}

/// `--source`, wherever the text of a document can be attached.
#[derive(Clone, PartialEq, Debug, Default, Args)]
pub struct SourceArguments {
    /// Attach the text of a document: the document's key and a UTF-8 text file; may be repeated
    #[arg(long = "source", value_name = "ID=FILE", value_parser = parse_source)]
    pub sources: Vec<(String, PathBuf)>,
}

/// What is shown: of which dataset, what of it, and how.
#[derive(Clone, PartialEq, Debug, Default, Args)]
pub struct ViewArguments {
    /// Of which dataset, and what of it.
    #[command(flatten)]
    pub subject: SubjectArguments,
    /// Light or dark, or as the desktop has it
    #[arg(long, value_name = "THEME")]
    pub theme: Option<Theme>,
}

/// What is shown: of which dataset, and what of it.
#[derive(Clone, PartialEq, Debug, Default, Args)]
pub struct SubjectArguments {
    /// A detente/1 dataset; the bundled one where there is none
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// The attached texts.
    #[command(flatten)]
    pub sources: SourceArguments,
    /// Select the things with these keys, with commas between them; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Show how things stood on a date (EDTF; 2025-01 means its last day), or in a range (2024-01/2024-06)
    #[arg(long, value_name = "DATE", value_parser = parse_window)]
    pub as_of: Option<String>,
    /// Show how things stood in a range of dates (EDTF; 2024/2025-06); an open end is ..
    #[arg(long, value_name = "DATE/DATE", value_parser = parse_range, conflicts_with = "as_of")]
    pub range: Option<String>,
    /// How the nodes of the diagram are arranged; rings are about what is selected
    #[arg(long, value_name = "HOW", default_value = "ties")]
    pub arrangement: ArrangementChoice,
    /// Put the nodes with these keys in the middle of the rings instead, with commas between them
    #[arg(long, value_name = "ID", value_delimiter = ',', requires = "arrangement")]
    pub around: Vec<String>,
}

/// How the nodes of the diagram are arranged.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ArrangementChoice {
    /// What is tied stands near.
    #[default]
    Ties,
    /// Rings by the distance in ties.
    Rings,
    /// Rows, each whole above its parts.
    Rows,
    /// Where the file has the nodes.
    File,
}

impl From<ArrangementChoice> for ArrangementKind {
    fn from(choice: ArrangementChoice) -> Self {
        match choice {
            ArrangementChoice::Ties => Self::Ties,
            ArrangementChoice::Rings => Self::Rings,
            ArrangementChoice::Rows => Self::Rows,
            ArrangementChoice::File => Self::File,
        }
    }
}

impl SubjectArguments {
    /// The part of time that is shown, as it was written.
    pub fn window(&self) -> Option<&str> {
        self.as_of.as_deref().or(self.range.as_deref())
    }
}

/// How the window looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Theme {
    /// Dark text on a light ground.
    Light,
    /// Light text on a dark ground.
    Dark,
    /// As the desktop has it.
    System,
}

/// What `detente check` is told.
#[derive(Clone, PartialEq, Debug, Args)]
#[command(after_help = "\
Examples:
  detente check my.json
  detente check my.json --source patman=article.txt   also look for every excerpt in the text

Each problem has a code such as D204; the manual lists them all. Exit status 1 where there is an error; \
warnings alone leave it at 0.")]
pub struct CheckArguments {
    /// The datasets to check
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The attached texts.
    #[command(flatten)]
    pub sources: SourceArguments,
}

/// What `detente info` is told.
#[derive(Clone, PartialEq, Debug, Args)]
pub struct InfoArguments {
    /// A detente/1 dataset; the bundled one where there is none
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// What `detente screenshot` is told.
#[derive(Clone, PartialEq, Debug, Args)]
#[command(after_help = "\
Examples:
  detente screenshot out.png
  detente screenshot out.png my.json --select NZL --as-of 2025-01 --theme dark --size 1920x1080

A display is needed: the picture is of the real window, once everything in it has settled.")]
pub struct ScreenshotArguments {
    /// The PNG file to write
    #[arg(value_name = "OUT.png")]
    pub out: PathBuf,
    /// What the window opens on.
    #[command(flatten)]
    pub view: ViewArguments,
    /// Size of the picture in pixels; a display that enlarges everything enlarges it too
    #[arg(long, value_name = "WxH", default_value = "1280x800", value_parser = parse_size)]
    pub size: Size,
    /// Also write where each thing stands in the picture, as JSON
    #[arg(long, value_name = "OUT.json")]
    pub items: Option<PathBuf>,
}

/// Width and height in pixels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Reads the arguments of the program, its name first.
///
/// # Errors
/// [`Stop`] where they are not understood, or ask for help or the version.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, Stop> {
    Arguments::try_parse_from(arguments).map_err(Stop::from)
}

pub(super) fn parse_figure_path(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match figure::Format::of(&path) {
        Some(_) => Ok(path),
        None => Err("end the name in .svg, .pdf or .png".to_owned()),
    }
}

pub(super) fn parse_source(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((id, file)) if !id.is_empty() && !file.is_empty() => Ok((id.to_owned(), PathBuf::from(file))),
        Some(_) | None => Err("write the key of a document, =, and a file: patman=article.txt".to_owned()),
    }
}

/// A range of dates, as it was written.
pub(super) fn parse_range(text: &str) -> Result<String, String> {
    if !text.contains('/') {
        return Err("write the first and the last date with / between them: 2024/2025-06".to_owned());
    }
    parse_window(text)
}

/// `OF/TOWARD`, two keys.
pub(super) fn parse_pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('/') {
        Some((of, toward)) if !of.is_empty() && !toward.is_empty() => Ok((of.to_owned(), toward.to_owned())),
        Some(_) | None => Err("write the keys of two actors with / between them: NZL/AUS".to_owned()),
    }
}

/// `KEY=X,Y`: a node and where it stands.
pub(super) fn parse_pin(text: &str) -> Result<(String, [f32; 2]), String> {
    let parsed = text.rsplit_once('=').and_then(|(key, place)| {
        let (x, y) = place.split_once(',')?;
        let number = |text: &str| text.trim().parse::<f32>().ok().filter(|number| number.is_finite());
        Some((key.to_owned(), [number(x)?, number(y)?]))
    });
    parsed
        .filter(|(key, _)| !key.is_empty())
        .ok_or_else(|| "write a key, =, and two numbers: NZL=-40,12.5".to_owned())
}

pub(super) fn parse_style(name: &str) -> Result<figure::citations::Style, String> {
    name.parse()
}

/// A date that has a last day, or a range, as it was written.
pub(super) fn parse_window(text: &str) -> Result<String, String> {
    let date = Edtf::parse(text).map_err(|error| error.to_string())?;
    if date.latest().is_none() && !text.contains('/') {
        return Err(NO_LAST_DAY.to_owned());
    }
    Ok(text.to_owned())
}

pub(super) const NO_LAST_DAY: &str = "it has no last day; give a day, a month or a year";

/// The most pixels that a side may have: what graphics drivers commonly allow.
const LONGEST_SIDE: u32 = 8192;
/// The fewest: below this there is no room for the panels.
const SHORTEST_SIDE: u32 = 320;

pub(super) fn parse_size(text: &str) -> Result<Size, String> {
    let side = |text: &str| text.parse().ok().filter(|side| (SHORTEST_SIDE..=LONGEST_SIDE).contains(side));
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| side(width).zip(side(height)));
    sides.map(|(width, height)| Size { width, height }).ok_or_else(|| {
        format!("write width and height, {SHORTEST_SIDE} to {LONGEST_SIDE} pixels each: 1280x800")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }

    fn said(line: &str) -> Result<Arguments, Stop> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn flags_mean_the_same_in_the_window_and_in_its_picture() -> Result<(), Stop> {
        let flags = "--source a=b.txt --select NZL,USA --select CHN --as-of 2025-01 --theme dark";
        let window = said(&format!("detente my.json {flags}"))?;
        let Some(Command::Screenshot(picture)) =
            said(&format!("detente screenshot o.png my.json {flags}"))?.command
        else {
            panic!("a screenshot was asked for")
        };
        assert_eq!(window.view, picture.view);
        assert_eq!(window.view.subject.select, ["NZL", "USA", "CHN"]);
        assert_eq!(window.view.subject.sources.sources, [("a".to_owned(), PathBuf::from("b.txt"))]);
        Ok(())
    }

    #[test]
    fn sizes_are_sane() {
        assert_eq!(parse_size("1280x800"), Ok(Size { width: 1280, height: 800 }));
        for bad in ["", "1280", "0x0", "1280x", "99999x800", "-5x800", "1280x800x3"] {
            assert!(parse_size(bad).is_err(), "{bad}");
        }
    }
}
