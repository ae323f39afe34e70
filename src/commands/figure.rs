//! `detente figure`: a panel as a file for a report.

use std::sync::Arc;

use crate::dataset::Item;
use crate::figure::{self, Format, Page, Panel, Request, Theme};
use crate::session::state::parse_window;
use crate::session::{Command, Session};

use super::arguments::{FigureArguments, FigurePanel, FigureTheme, SubjectArguments};
use super::{Stop, open};

/// Writes the figure.
///
/// # Errors
/// [`Stop`] where the dataset, a key, the size or the file is wrong. Nothing is written then.
pub fn figure(arguments: &FigureArguments) -> Result<(), Stop> {
    let page =
        Page::new(arguments.size, arguments.dpi).map_err(|why| Stop::Usage(format!("--size: {why}")))?;
    let format =
        Format::of(&arguments.out).ok_or_else(|| Stop::Usage("end the name in .svg or .png".to_owned()))?;
    let session = session(&arguments.subject)?;
    let request = Request {
        panel: match arguments.panel {
            FigurePanel::Diagram => Panel::Diagram,
            FigurePanel::Timeline => Panel::Timeline,
        },
        theme: match arguments.theme {
            FigureTheme::Light => Theme::Light,
            FigureTheme::Dark => Theme::Dark,
            FigureTheme::Print => Theme::Print,
        },
        page,
        title: arguments.title.clone(),
        caption: arguments.caption.clone(),
        legend: !arguments.no_legend,
    };
    let bytes = figure::figure(&session, &request, format).map_err(Stop::data)?;
    figure::save(&arguments.out, &bytes).map_err(Stop::data)
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
    if !items.is_empty() {
        session.apply(Command::SelectAll(items));
    }
    if let Some(text) = &subject.as_of {
        let window = parse_window(text).map_err(|why| Stop::data(format!("--as-of: {why}")))?;
        session.apply(Command::SetWindow(window));
    }
    Ok(session)
}
