//! Figures from the window: the dialog with its preview, saving, and the clipboard. Both run off the window's thread.

pub mod choices;
mod dialog;
mod foot;
mod place;
mod preview;
mod settings;
mod styles;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::{ColorImage, Context, Pos2};

use crate::dataset::NodeId;
use crate::figure::{self, Format, Panel, Request};
use crate::session::{self, Session};

use super::task::{Progress, Task};
use choices::{FigureChoices, Paper, Subject};
use dialog::{Answer, Dialog, Told};
pub(super) use place::own_folder;

/// What is said where the drawing ended without a figure.
const BROKEN: &str = "the figure cannot be drawn";

/// What became of a figure.
pub enum Outcome {
    /// It is in this file.
    Saved(PathBuf),
    /// It is ready for the clipboard.
    Copied(ColorImage),
    /// There is none. One line says why.
    Failed(String),
}

/// The dialog while it is open, and the figures that are being made.
#[derive(Default)]
pub struct Export {
    dialog: Option<Dialog>,
    /// What was said of the figure before: the next may be the same in another format.
    said: Option<Subject>,
    /// Whether the open dialog is the one that waits for the figure that is being saved.
    closes_when_saved: bool,
    saving: Option<Task<Outcome>>,
    copying: Option<Task<Outcome>>,
}

impl Export {
    /// Opens the dialog for a panel of what is shown now.
    pub fn open(
        &mut self,
        panel: Panel,
        session: &Session,
        pinned: &BTreeMap<NodeId, Pos2>,
        choices: &mut FigureChoices,
    ) {
        let said = self.said.take().unwrap_or_else(|| Subject::new(panel, pinned));
        choices.change_panel(said.panel, panel);
        let subject = Subject { panel, pinned: pinned.clone(), ..said };
        self.dialog = Some(Dialog::new(unhovered(session), subject, choices));
        self.closes_when_saved = false;
    }

    /// Whether the dialog is open.
    pub fn is_open(&self) -> bool {
        self.dialog.is_some()
    }

    /// The dialog, for tests that look at what it asks for.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    /// Closes the dialog, for what it is about is not shown any more. A figure that is being made is made.
    pub fn forget(&mut self) {
        (self.dialog, self.said) = (None, None);
    }

    /// Makes a figure of a panel for the clipboard: it looks as the one before, and has the panel's own size.
    pub fn copy(
        &mut self,
        ctx: &Context,
        panel: Panel,
        session: &Session,
        pinned: &BTreeMap<NodeId, Pos2>,
        choices: &FigureChoices,
    ) {
        let own_size = FigureChoices { paper: Paper::of(panel), ..choices.clone() };
        match own_size.request(&Subject::new(panel, pinned)) {
            Ok(request) => self.copying = Some(copy(ctx, unhovered(session), request)),
            Err(why) => self.copying = Some(Task::new(ctx, || Outcome::Failed(why))),
        }
    }

    /// Shows the dialog, if it is open. Returns what became of the figures that were asked for.
    pub fn ui(&mut self, ctx: &Context, choices: &mut FigureChoices) -> Vec<Outcome> {
        let saved = finished(&mut self.saving);
        let copied = finished(&mut self.copying);
        if let Some(dialog) = &mut self.dialog {
            let answer = dialog.ui(ctx, choices, self.saving.is_some());
            let session = dialog.session();
            match answer {
                Answer::Wait => {}
                Answer::Save { request, path, format } => {
                    self.saving = Some(save(ctx, session, request, path, format));
                    self.closes_when_saved = true;
                }
                Answer::Copy(request) => self.copying = Some(copy(ctx, session, request)),
                Answer::Close => self.close(),
            }
        }
        let mut told = Vec::new();
        for outcome in [saved, copied].into_iter().flatten() {
            match (outcome, &mut self.dialog) {
                (Outcome::Failed(why), Some(dialog)) => dialog.tell(Told::Failed(why)),
                (Outcome::Copied(image), Some(dialog)) => {
                    dialog.tell(Told::Copied);
                    told.push(Outcome::Copied(image));
                }
                (Outcome::Saved(path), _) => {
                    if self.closes_when_saved {
                        self.close();
                    }
                    told.push(Outcome::Saved(path));
                }
                (outcome, _) => told.push(outcome),
            }
        }
        told
    }

    fn close(&mut self) {
        let said = self.dialog.take().map(Dialog::into_subject);
        self.said = said.or_else(|| self.said.take());
    }
}

impl Drop for Export {
    /// A figure that is being saved when the window closes is saved.
    fn drop(&mut self) {
        if let Some(saving) = &self.saving {
            saving.wait();
        }
    }
}

/// What is shown now, without what the pointer happens to be over.
fn unhovered(session: &Session) -> Arc<Session> {
    let mut session = session.clone();
    session.hover(None);
    Arc::new(session)
}

fn save(
    ctx: &Context,
    session: Arc<Session>,
    request: Request,
    path: PathBuf,
    format: Format,
) -> Task<Outcome> {
    Task::new(ctx, move || {
        let bytes = figure::figure(&session, &request, format).map_err(|error| error.to_string());
        match bytes.and_then(|bytes| figure::save(&path, &bytes)) {
            Ok(()) => Outcome::Saved(path),
            Err(why) => Outcome::Failed(why),
        }
    })
}

fn copy(ctx: &Context, session: Arc<Session>, request: Request) -> Task<Outcome> {
    Task::new(ctx, move || match figure::pixels(&session, &request) {
        Ok(pixels) => Outcome::Copied(preview::image(&pixels)),
        Err(error) => Outcome::Failed(error.to_string()),
    })
}

/// What became of a figure, once it is made.
fn finished(task: &mut Option<Task<Outcome>>) -> Option<Outcome> {
    let outcome = match task.as_ref()?.poll() {
        Progress::Working => return None,
        Progress::Done(outcome) => outcome,
        Progress::Broken => Outcome::Failed(BROKEN.to_owned()),
    };
    *task = None;
    Some(outcome)
}

/// The panel of a figure of a part of the window; the diagram where it has none of its own.
pub fn panel_of(part: session::Panel) -> Panel {
    match part {
        session::Panel::Timeline => Panel::Timeline,
        session::Panel::Excerpts => Panel::Excerpts,
        session::Panel::Diagram
        | session::Panel::Inspector
        | session::Panel::Outline
        | session::Panel::Elsewhere => Panel::Diagram,
    }
}

/// One line as a sentence.
pub fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if line.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}
