//! The command that makes a figure: from a session and a request back to the command line.
//!
//! It is made from what is shown, not from what was typed, so that a figure saved from the window has one, too.
//! What is as it is unless asked for is left out. Files are named without their folders: a report must not tell
//! where its author keeps them.

use std::path::Path;

use super::{Format, Lettering, Page, Panel, Request, Size, citations};
use crate::analysis::alignment::{Parameters, Voices};
use crate::analysis::network::Window;
use crate::dataset::{ActorId, Day, NodeId};
use crate::session::{Arrangement, ArrangementKind, SeriesSettings, Session};
use crate::theme::Theme;

/// The words of the command, the program's name first.
pub fn command(session: &Session, request: &Request, format: Format) -> Vec<String> {
    let mut words = Words(vec!["detente".to_owned(), "figure".to_owned()]);
    words.flag("--out", format!("{}.{}", word(request.panel), format.ending()));
    words.0.extend(session.dataset().origin.file.clone());
    subject(&mut words, session, request.panel);
    if let Some(settings) = session.series_settings() {
        series(&mut words, session, settings);
    }
    looks(&mut words, request);
    pins(&mut words, session, request);
    words.0
}

/// A command as a POSIX shell reads it.
pub fn line(words: &[String]) -> String {
    let quoted = words.iter().map(|word| {
        // Only a zero byte cannot be quoted, and no argument holds one.
        shlex::try_quote(word).map_or_else(|_| word.replace('\0', ""), |quoted| quoted.into_owned())
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// The words of a command line; `None` where a quotation does not end.
pub fn words(line: &str) -> Option<Vec<String>> {
    shlex::split(line)
}

/// The name of a panel on the command line.
pub fn word(panel: Panel) -> &'static str {
    match panel {
        Panel::Diagram => "diagram",
        Panel::Timeline => "timeline",
        Panel::Excerpts => "excerpts",
        Panel::All => "all",
    }
}

struct Words(Vec<String>);

impl Words {
    fn flag(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        // Else a title such as "--x" would be taken for a flag.
        if value.starts_with('-') {
            self.0.push(format!("{name}={value}"));
        } else {
            self.0.extend([name.to_owned(), value]);
        }
    }

    fn switch(&mut self, name: &str, is_on: bool) {
        if is_on {
            self.0.push(name.to_owned());
        }
    }
}

/// What is shown.
fn subject(words: &mut Words, session: &Session, panel: Panel) {
    let dataset = session.dataset();
    for (&document, path) in session.source_files() {
        if let Some(name) = path.file_name().map(Path::new) {
            words.flag("--source", format!("{}={}", dataset.documents[document].key, name.display()));
        }
    }
    if panel != Panel::Diagram {
        words.flag("--panel", word(panel));
    }
    let selected = session.selection().items();
    if !selected.is_empty() {
        let keys: Vec<_> = selected.iter().map(|&item| dataset.key(item)).collect();
        words.flag("--select", keys.join(","));
    }
    if matches!(panel, Panel::Diagram | Panel::All) {
        arrangement(words, session);
    }
    match session.window() {
        Window::Always => {}
        Window::AsOf(day) => words.flag("--as-of", day.to_string()),
        Window::Range(range) => {
            let end = |day: Option<Day>| day.map_or_else(|| "..".to_owned(), |day| day.to_string());
            words.flag("--range", format!("{}/{}", end(range.first), end(range.last)));
        }
    }
    if *session.excerpt_voices() != Voices::ALL {
        words.flag("--excerpt-voices", voices(*session.excerpt_voices()));
    }
}

/// How the nodes are arranged. Rings about the selection need not name it again.
fn arrangement(words: &mut Words, session: &Session) {
    let kind = session.arrangement().kind();
    if kind != ArrangementKind::default() {
        words.flag("--arrangement", kind.word());
    }
    if let Arrangement::Rings(roots) = session.arrangement()
        && session.offer(kind).as_ref() != Ok(session.arrangement())
    {
        let keys: Vec<_> = roots.iter().map(|&root| session.dataset().key(root.into())).collect();
        words.flag("--around", keys.join(","));
    }
}

/// Which alignment, and how it is computed.
fn series(words: &mut Words, session: &Session, settings: &SeriesSettings) {
    let dataset = session.dataset();
    let key = |actor: ActorId| dataset.key(NodeId::Actor(actor).into()).into_owned();
    let SeriesSettings { of, toward, beside, parameters } = settings;
    if SeriesSettings::of_dataset(dataset).is_none_or(|own| (own.of, &own.toward) != (*of, toward)) {
        words.flag("--of", key(*of));
        words.flag("--toward", toward.iter().map(|&pole| key(pole)).collect::<Vec<_>>().join(","));
    }
    if let Some((of, toward)) = beside {
        words.flag("--beside", format!("{}/{}", key(*of), key(*toward)));
    }
    let own = Parameters::default();
    if parameters.half_life() != own.half_life() {
        words.flag("--half-life", parameters.half_life().to_string());
    }
    if parameters.prior() != own.prior() {
        words.flag("--prior", parameters.prior().to_string());
    }
    if parameters.voices() != own.voices() {
        words.flag("--voices", voices(parameters.voices()));
    }
}

fn voices(voices: Voices) -> String {
    if voices == Voices::ALL { "all".to_owned() } else { voices.to_string().replace(", ", ",") }
}

/// How it looks.
fn looks(words: &mut Words, request: &Request) {
    let own = Request::new(request.panel);
    let Request { panel, theme, page, title, caption, legend, style, transparent, lettering, pinned: _ } =
        request;
    if page.size() != Size::of(*panel) {
        words.flag("--size", page.size().to_string());
    }
    if page.dpi() != Page::of(*panel).dpi() {
        words.flag("--dpi", page.dpi().to_string());
    }
    if *theme != own.theme {
        let name = match theme {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::Print => "print",
        };
        words.flag("--theme", name);
    }
    for (name, text) in [("--title", title), ("--caption", caption)] {
        if let Some(text) = text {
            words.flag(name, text);
        }
    }
    if *style != citations::Style::default() {
        words.flag("--citation-style", style.to_string());
    }
    words.switch("--no-legend", !legend);
    words.switch("--transparent", *transparent);
    words.switch("--outline-text", *lettering == Lettering::Outlines);
}

/// Where nodes were dragged to.
fn pins(words: &mut Words, session: &Session, request: &Request) {
    for (&node, at) in &request.pinned {
        let key = session.dataset().key(node.into());
        words.flag("--pin", format!("{key}={},{}", at.x, at.y));
    }
}
