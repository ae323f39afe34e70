//! What can be said of alignment on the command line.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::analysis::alignment::{ParameterError, Parameters, Voices};
use crate::dataset::{Day, Edtf, Voice};

use super::arguments::NO_LAST_DAY;

/// What `detente series` is told.
#[derive(Clone, PartialEq, Debug, Args)]
#[command(after_help = "\
Examples:
  detente series --of NZL --toward USA,CHN > alignment.csv
  detente series --of NZL --toward USA --voices all --half-life 90
  detente series my.json --of NZL --toward CHN --as-of 2025-01 --format json

There is a row for each day with events and for the first day of each month, from the first event to the \
last date of the dataset. Columns: date, of, toward; alignment, from -10 (hostile) to +10 (cooperative), and \
low and high, the ends of its band; evidence, the decayed weight of the events; effective_events, their \
effective number (Kish 1965); events, the keys of the events that count on that day.")]
pub struct SeriesArguments {
    /// A detente/1 dataset; the bundled one where there is none
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Key of the actor whose alignment it is
    #[arg(long, value_name = "ID")]
    pub of: String,
    /// Keys of those toward whom, with commas between them
    #[arg(long, value_name = "ID", required = true, value_delimiter = ',')]
    pub toward: Vec<String>,
    /// How the series is computed.
    #[command(flatten)]
    pub parameters: ParameterArguments,
    /// Print the one row of a date (EDTF; 2025-01 means its last day)
    #[arg(long, value_name = "DATE", value_parser = parse_last_day, conflicts_with_all = ["from", "to", "step"])]
    pub as_of: Option<Day>,
    /// First date of the rows (EDTF; 2025-01 means its first day)
    #[arg(long, value_name = "DATE", value_parser = parse_first_day)]
    pub from: Option<Day>,
    /// Last date of the rows (EDTF; 2025-01 means its last day)
    #[arg(long, value_name = "DATE", value_parser = parse_last_day)]
    pub to: Option<Day>,
    /// Print a row every so many days instead
    #[arg(long, value_name = "DAYS", value_parser = parse_step)]
    pub step: Option<u32>,
    /// How the rows are written
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub format: RowFormat,
}

/// What `detente pairs` is told.
#[derive(Clone, PartialEq, Debug, Args)]
#[command(after_help = "\
Examples:
  detente pairs > pairs.csv
  detente pairs events.json --as-of 2024 --half-life 90
  detente pairs events.json --each-day --format json

There is a row for each two between which there are events, those with most evidence first: an actor (of), \
toward another or an instrument (toward). Columns: date, of, toward; alignment, from -10 (hostile) to +10 \
(cooperative); evidence, the decayed weight of the events. With --each-day there is a row for each day with \
events between the two, in order of date, up to the date asked for.")]
pub struct PairsArguments {
    /// A detente/1 dataset; the bundled one where there is none
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// How the alignment is computed.
    #[command(flatten)]
    pub parameters: ParameterArguments,
    /// The date (EDTF; 2025-01 means its last day); the last date of the dataset where there is none
    #[arg(long, value_name = "DATE", value_parser = parse_last_day)]
    pub as_of: Option<Day>,
    /// Print how each alignment came about: a row for each day with events
    #[arg(long)]
    pub each_day: bool,
    /// How the rows are written
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub format: RowFormat,
}

/// The parameters of alignment.
#[derive(Clone, PartialEq, Debug, Args)]
pub struct ParameterArguments {
    /// Age in days at which an event counts half; inf: nothing ages
    #[arg(long, value_name = "DAYS", default_value = "180", value_parser = parse_half_life, allow_negative_numbers = true)]
    pub half_life: f64,
    /// Weight of the prior assumption that there is no alignment, in events
    #[arg(long, value_name = "K", default_value = "1", value_parser = parse_prior, allow_negative_numbers = true)]
    pub prior: f64,
    /// The voices that count: reported, quoted, judgement, recommendation, all
    #[arg(
        long,
        value_name = "VOICE",
        default_value = "reported,quoted",
        value_delimiter = ',',
        hide_possible_values = true
    )]
    pub voices: Vec<VoiceChoice>,
}

impl ParameterArguments {
    /// The parameters that were asked for.
    ///
    /// # Errors
    /// [`ParameterError`]: never, as each value was checked when it was read.
    pub fn parameters(&self) -> Result<Parameters, ParameterError> {
        Parameters::new(self.half_life, self.prior, voices(&self.voices))
    }
}

/// A voice, or all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum VoiceChoice {
    /// Facts that the author reports.
    Reported,
    /// A named speaker's words.
    Quoted,
    /// The author's opinions.
    Judgement,
    /// What the author says should be done.
    Recommendation,
    /// Every voice.
    All,
    /// No voice at all.
    None,
}

/// The set of the voices that were named.
pub fn voices(choices: &[VoiceChoice]) -> Voices {
    choices.iter().flat_map(|choice| choice.voices()).collect()
}

impl VoiceChoice {
    fn voices(self) -> impl Iterator<Item = Voice> {
        let voices = match self {
            Self::Reported => Voices::NONE.with(Voice::Reported),
            Self::Quoted => Voices::NONE.with(Voice::Quoted),
            Self::Judgement => Voices::NONE.with(Voice::Judgement),
            Self::Recommendation => Voices::NONE.with(Voice::Recommendation),
            Self::All => Voices::ALL,
            Self::None => Voices::NONE,
        };
        voices.iter()
    }
}

/// How rows are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum RowFormat {
    /// Comma-separated values (RFC 4180), with a header.
    Csv,
    /// A JSON array with an object a row.
    Json,
}

pub(super) fn parse_last_day(text: &str) -> Result<Day, String> {
    let date = Edtf::parse(text).map_err(|error| error.to_string())?;
    date.latest().ok_or_else(|| NO_LAST_DAY.to_owned())
}

pub(super) fn parse_first_day(text: &str) -> Result<Day, String> {
    let date = Edtf::parse(text).map_err(|error| error.to_string())?;
    date.earliest().ok_or_else(|| "it has no first day; give a day, a month or a year".to_owned())
}

pub(super) fn parse_half_life(text: &str) -> Result<f64, String> {
    let half_life = parse_number(text)?;
    let parameters = Parameters::new(half_life, 0.0, Voices::NONE);
    parameters.map(|checked| checked.half_life()).map_err(|error| error.to_string())
}

pub(super) fn parse_prior(text: &str) -> Result<f64, String> {
    let parameters = Parameters::new(f64::INFINITY, parse_number(text)?, Voices::NONE);
    parameters.map(|checked| checked.prior()).map_err(|error| error.to_string())
}

pub(super) fn parse_step(text: &str) -> Result<u32, String> {
    text.parse()
        .ok()
        .filter(|&days| days > 0)
        .ok_or_else(|| "give a whole number of days, 1 or more".to_owned())
}

pub(super) fn parse_number(text: &str) -> Result<f64, String> {
    text.parse().map_err(|_| "it is not a number".to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::Stop;
    use super::super::arguments::{Command, parse};
    use super::*;

    #[test]
    fn the_defaults_are_those_of_the_program() -> Result<(), Stop> {
        let Some(Command::Series(series)) =
            parse("detente series --of NZL --toward USA".split(' ').map(Into::into))?.command
        else {
            panic!("a series was asked for")
        };
        assert_eq!(series.parameters.parameters(), Ok(Parameters::default()));
        Ok(())
    }
}
