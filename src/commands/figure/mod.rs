//! `detente figure`: a panel as a file for a report.

mod again;
mod all;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use egui::pos2;

use crate::dataset::{Dataset, Item};
use crate::figure::{self, Format, Request};
use crate::session::state::parse_window;
use crate::session::{ArrangementKind, Command, SeriesSettings, Session, arrangement};

use super::arguments::SubjectArguments;
use super::figure_arguments::{FigureArguments, FigureSeriesArguments};
use super::series_arguments::voices;
use super::{Stop, open};

/// Writes the figure.
///
/// # Errors
/// [`Stop`] where the dataset, a key, the size or the file is wrong. Nothing is written then.
pub fn figure(arguments: &FigureArguments, said: &mut dyn Write) -> Result<(), Stop> {
    figure::stop_cleanly_when_interrupted();
    if let Some(picture) = &arguments.from {
        return again::again(arguments, picture, said);
    }
    if let Some(folder) = &arguments.all {
        return all::all(arguments, folder);
    }
    let (session, request) = asked(arguments)?;
    if arguments.alt {
        let alt = crate::commands::progress::wait("Drawing", || figure::alt(&session, &request))
            .map_err(Stop::data)?;
        writeln!(said, "{alt}")?;
    }
    match &arguments.out {
        Some(out) => write(&session, &request, out),
        None => Ok(()),
    }
}

/// What the command line asks for: a session, and a figure of it.
fn asked(arguments: &FigureArguments) -> Result<(Session, Request), Stop> {
    let mut request = arguments.look.request(arguments.panel.into())?;
    let mut session = session(&arguments.subject)?;
    let dataset = Arc::clone(session.dataset());
    for (key, [x, y]) in &arguments.look.pins {
        request.pinned.insert(open::node(&dataset, key)?, pos2(*x, *y));
    }
    session.apply(Command::SetExcerptVoices(voices(&arguments.excerpt_voices)));
    if let Some(settings) = session.series_settings().cloned() {
        for command in series(&dataset, &arguments.series, settings)? {
            session.apply(command);
        }
    }
    Ok((session, request))
}

/// Draws a figure and writes it.
fn write(session: &Session, request: &Request, out: &Path) -> Result<(), Stop> {
    let format =
        Format::of(out).ok_or_else(|| Stop::Usage("end the name in .svg, .pdf or .png".to_owned()))?;
    let bytes = crate::commands::progress::wait("Drawing", || figure::figure(session, request, format))
        .map_err(Stop::data)?;
    figure::save(out, &bytes).map_err(Stop::data)
}

/// A dataset with what the command line selects of it, by the commands that a click would send.
fn session(subject: &SubjectArguments) -> Result<Session, Stop> {
    let dataset = Arc::new(open::dataset(subject.file.as_deref())?);
    let keys = subject.select.iter();
    let items: Vec<Item> = keys.map(|key| open::item(&dataset, key)).collect::<Result<_, _>>()?;
    let mut session = Session::new(Arc::clone(&dataset));
    for (key, path) in &subject.sources.sources {
        let document = open::document(&dataset, key)
            .ok_or_else(|| Stop::data(format!("--source: no document has the key {key:?}")))?;
        session.apply(Command::AttachSource { document: Some(document), path: path.clone() });
    }
    if let Some(failed) = session.take_notices().into_iter().find(|notice| notice.is_error) {
        return Err(Stop::data(failed.text));
    }
    let around = subject.around.iter().map(|key| open::item(&dataset, key));
    let around: Vec<Item> = around.collect::<Result<_, _>>()?;
    let kind = ArrangementKind::from(subject.arrangement);
    let arrangement = arrangement::asked(&dataset, if around.is_empty() { &items } else { &around }, kind)
        .map_err(|why| Stop::data(format!("--arrangement {}: {why}", kind.word())))?;
    session.apply(Command::Arrange(arrangement));
    if !items.is_empty() {
        session.apply(Command::SelectAll(items));
    }
    if let Some(text) = subject.window() {
        let flag = if subject.range.is_some() { "--range" } else { "--as-of" };
        let window = parse_window(text).map_err(|why| Stop::data(format!("{flag}: {why}")))?;
        session.apply(Command::SetWindow(window));
    }
    Ok(session)
}

/// The commands that show the alignment that was asked for.
fn series(
    dataset: &Dataset,
    said: &FigureSeriesArguments,
    settings: SeriesSettings,
) -> Result<Vec<Command>, Stop> {
    let mut commands = Vec::new();
    if let Some(of) = &said.of {
        commands.push(Command::SetSeriesOf(open::actor(dataset, of)?));
    }
    if let Some(toward) = &said.toward {
        let poles = toward.iter().map(|key| open::actor(dataset, key)).collect::<Result<_, _>>()?;
        commands.push(Command::SetSeriesToward(poles));
    }
    if let Some((of, toward)) = &said.beside {
        let pair = (open::actor(dataset, of)?, open::actor(dataset, toward)?);
        commands.push(Command::SetSeriesBeside(Some(pair)));
    }
    let parameters = said.parameters.parameters().map_err(Stop::data)?;
    if parameters != settings.parameters {
        commands.push(Command::SetParameters(parameters));
    }
    Ok(commands)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::commands::arguments;
    use crate::figure::recipe;

    /// The command of what a command line asks for.
    fn recorded(words: &[String]) -> Vec<String> {
        let said = arguments::parse(words.iter().map(OsString::from)).expect("a command line");
        let Some(arguments::Command::Figure(figure)) = said.command else {
            panic!("{words:?} asks for no figure")
        };
        let (session, request) = asked(&figure).expect("a figure of the bundled dataset");
        recipe::command(&session, &request, Format::Png)
    }

    #[test]
    fn the_recorded_command_is_the_one_that_was_given() {
        for flags in [
            "",
            "--panel timeline --select NZL,aukus-pillar-two --as-of 2025-01-31",
            "--select NZL/USA@2025-01-31 --range 2024-01-01/2025-06-30",
            "--range ../2025-06-30 --excerpt-voices reported,judgement",
            "--panel all --of RUS --toward USA,CHN --beside NZL/CHN --half-life 90.5 --prior 0 --voices all",
            "--voices none --half-life inf",
            "--size 1600x1000 --dpi 96 --theme dark --title 'It'\"'\"'s — “so”' --caption=-x --citation-style nature",
            "--arrangement rings --select NZL,aukus-pillar-two",
            "--arrangement rings --around CHN --select NZL --panel all",
            "--arrangement rows --pin NZL=1,2",
            "--title '' --no-legend --transparent --outline-text --pin NZL=-40.25,12.5 --pin USA=0,-3",
        ] {
            let panel = if flags.contains("timeline") { "timeline" } else { "diagram" };
            let panel = if flags.contains("--panel all") { "all" } else { panel };
            let line = format!("detente figure --out {panel}.png {flags}");
            let words = recipe::words(&line).expect("a line");
            let again = recorded(&words);
            let sorted = |words: &[String]| {
                let mut words = words.to_vec();
                words.sort();
                words
            };
            assert_eq!(sorted(&again), sorted(&words), "{line}");
            assert_eq!(recipe::words(&recipe::line(&again)).as_ref(), Some(&again));
            assert_eq!(recorded(&again), again, "a command of a command is itself");
        }
    }

    #[test]
    fn a_range_means_its_first_and_last_day() {
        let words = recipe::words("detente figure -o x.png --range 2024-01/2024-06").expect("a line");
        let again = recorded(&words);
        assert_eq!(again.last().map(String::as_str), Some("2024-01-01/2024-06-30"));
    }
}
