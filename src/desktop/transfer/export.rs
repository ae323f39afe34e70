//! The dialog that saves the dataset in any format that is written, and says first what that format cannot hold.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Label, Rangef, Rect, RichText, ScrollArea, Sense, Ui, UiBuilder, vec2};

use crate::dataset::{Dataset, save};
use crate::desktop::export::sentence;
use crate::desktop::modal::modal;
use crate::desktop::task::{Progress, Task};
use crate::exchange::save::save as save_file;
use crate::exchange::{self, Format};

use super::target::{Target, Wish};

/// Width of the dialog, in points.
const WIDTH: f32 = 680.0;

/// Width of the list of formats.
const FORMATS: f32 = 190.0;

/// Space between the list and what is said.
const GAP: f32 = 24.0;

/// Height of the list of formats and of what is said of one.
const HEIGHT: f32 = 300.0;

/// What became of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Exported {
    /// The dataset is in this file, in this format.
    Saved(PathBuf, Format),
    /// It is not. One line says why.
    Failed(String),
}

/// The dialog while it is open, and the file that is being written.
#[derive(Default)]
pub struct DataExport {
    dialog: Option<Dialog>,
    /// The format of the file before: the next is likely to be in it, too.
    last: Option<Format>,
    writing: Option<Task<Exported>>,
}

struct Dialog {
    dataset: Arc<Dataset>,
    format: Format,
    target: Target,
    losses: BTreeMap<Format, Losses>,
    failure: Option<String>,
}

/// What a format cannot hold.
enum Losses {
    Sought(Task<Vec<String>>),
    Known(Vec<String>),
}

impl DataExport {
    /// Opens the dialog, in our own format or in the one that was chosen last.
    pub fn open(&mut self, dataset: &Arc<Dataset>, is_own: bool, folder: &Path) {
        let other = || self.last.or_else(|| written().find(|&format| format != Format::Detente));
        let format = if is_own { Format::Detente } else { other().unwrap_or(Format::Detente) };
        let name = format!("{}.{}", dataset.key, ending(format));
        self.dialog = Some(Dialog {
            dataset: Arc::clone(dataset),
            format,
            target: Target::new(name, folder),
            losses: BTreeMap::new(),
            failure: None,
        });
    }

    /// Whether the dialog is open.
    pub fn is_open(&self) -> bool {
        self.dialog.is_some()
    }

    /// Closes the dialog, for what it is about is not shown any more. A file that is being written is written.
    pub fn forget(&mut self) {
        self.dialog = None;
    }

    /// Shows the dialog, if it is open. Returns what became of the export that was asked for.
    pub fn ui(&mut self, ctx: &Context) -> Option<Exported> {
        let exported = finished(&mut self.writing);
        match (&exported, &mut self.dialog) {
            (Some(Exported::Saved(..)), _) => self.dialog = None,
            (Some(Exported::Failed(why)), Some(dialog)) => {
                dialog.failure = Some(why.clone());
                return None;
            }
            (Some(Exported::Failed(_)), None) | (None, _) => {}
        }
        let Some(dialog) = &mut self.dialog else { return exported };
        match dialog.ui(ctx, self.writing.is_some()) {
            Wish::None => {}
            Wish::Close => self.dialog = None,
            Wish::Save(path) => {
                dialog.failure = None;
                self.last = Some(dialog.format).filter(|&format| format != Format::Detente);
                self.writing = Some(write(ctx, Arc::clone(&dialog.dataset), dialog.format, path));
            }
        }
        exported
    }
}

impl Drop for DataExport {
    /// A file that is being written when the window closes is written.
    fn drop(&mut self) {
        if let Some(writing) = &self.writing {
            writing.wait();
        }
    }
}

/// What became of the file, once it is written.
fn finished(task: &mut Option<Task<Exported>>) -> Option<Exported> {
    let exported = match task.as_ref()?.poll() {
        Progress::Working => return None,
        Progress::Done(exported) => exported,
        Progress::Broken => Exported::Failed("the dataset cannot be written in this format".to_owned()),
    };
    *task = None;
    Some(exported)
}

fn write(ctx: &Context, dataset: Arc<Dataset>, format: Format, path: PathBuf) -> Task<Exported> {
    Task::new(ctx, move || {
        let record = save::to_record(&dataset);
        let export = exchange::export(&record, format, false).map_err(|error| error.to_string());
        match export.and_then(|export| save_file(&path, &export.bytes)) {
            Ok(()) => Exported::Saved(path, format),
            Err(why) => Exported::Failed(why),
        }
    })
}

fn written() -> impl Iterator<Item = Format> {
    Format::ALL.iter().copied().filter(|format| format.is_written())
}

/// The usual ending of the files that are written in a format: several tables go into a ZIP.
fn ending(format: Format) -> &'static str {
    match format {
        Format::Table => "zip",
        other => other.endings().first().copied().unwrap_or("txt"),
    }
}

/// Why a file of this name cannot be written in a format.
fn refusal(format: Format, path: Option<&Path>) -> Option<&'static str> {
    let is_zip = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    let is_wrong = format == Format::Table && path.is_some_and(|path| !is_zip(path));
    is_wrong.then_some("Several tables go into one file: give it a name that ends in .zip.")
}

impl Dialog {
    fn ui(&mut self, ctx: &Context, is_writing: bool) -> Wish {
        let mut wish = Wish::None;
        let modal = modal(ctx, "export-data").show(ctx, |ui| {
            let room = ui.ctx().content_rect().size();
            ui.set_width(WIDTH.min(room.x - 80.0));
            wish = self.contents(ui, HEIGHT.min(room.y - 250.0).max(90.0), is_writing);
        });
        match wish {
            // Escape takes back the question first.
            Wish::None if modal.should_close() && !self.target.stop_asking() => Wish::Close,
            Wish::None | Wish::Save(_) | Wish::Close => wish,
        }
    }

    fn contents(&mut self, ui: &mut Ui, height: f32, is_writing: bool) -> Wish {
        let heading = if self.format == Format::Detente { "Save dataset" } else { "Export dataset" };
        ui.label(RichText::new(heading).heading());
        ui.add(Label::new(RichText::new(&self.dataset.title).weak()).truncate());
        ui.add_space(8.0);
        let (whole, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let (left, right) = whole.split_left_right_at_x(whole.left() + FORMATS);
        let right = Rect::from_min_max(right.min + vec2(GAP, 0.0), right.max);
        let line = Rangef::new(whole.top(), whole.bottom());
        ui.painter().vline(left.right() + 0.5 * GAP, line, ui.visuals().widgets.noninteractive.bg_stroke);
        self.formats(&mut ui.new_child(UiBuilder::new().max_rect(left).id_salt("formats")));
        self.losses(&mut ui.new_child(UiBuilder::new().max_rect(right).id_salt("losses")));
        ui.add_space(8.0);
        let kind = (self.format.title(), ending(self.format));
        self.target.rows(ui, &[kind]);
        let refusal = refusal(self.format, self.target.path(ending(self.format)).as_deref());
        if let Some(why) = refusal.map(str::to_owned).or_else(|| self.failure.as_deref().map(sentence)) {
            let told = RichText::new(format!("⚠ {why}")).color(ui.visuals().error_fg_color);
            ui.add(Label::new(told).wrap());
        }
        ui.add_space(6.0);
        if is_writing {
            ui.label(RichText::new("Writing…").weak());
            return Wish::None;
        }
        let verb = if self.format == Format::Detente { "Save" } else { "Export" };
        self.target.buttons(ui, verb, refusal.is_none(), ending(self.format))
    }

    /// The formats, one of them chosen.
    fn formats(&mut self, ui: &mut Ui) {
        let old = self.format;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for format in written() {
                let row = egui::Button::selectable(format == self.format, format.title());
                // Something is left for the bar.
                if ui.add(row.min_size(vec2(ui.available_width() - 8.0, 0.0)).truncate()).clicked() {
                    self.format = format;
                }
            }
        });
        if self.format != old {
            self.target.end_as(old.endings(), ending(self.format));
            self.failure = None;
        }
    }

    /// What the chosen format cannot hold.
    fn losses(&mut self, ui: &mut Ui) {
        let (format, dataset) = (self.format, &self.dataset);
        let losses = self.losses.entry(format).or_insert_with(|| {
            let dataset = Arc::clone(dataset);
            let seek = move || exchange::export::losses(&save::to_record(&dataset), format);
            Losses::Sought(Task::new(ui.ctx(), seek))
        });
        if let Losses::Sought(task) = losses {
            match task.poll() {
                Progress::Working => {
                    ui.label(RichText::new("Looking what it can hold…").weak());
                    return;
                }
                Progress::Done(found) => *losses = Losses::Known(found),
                Progress::Broken => *losses = Losses::Known(vec!["what it loses is not known".to_owned()]),
            }
        }
        let Losses::Known(losses) = losses else { return };
        if losses.is_empty() {
            ui.label(RichText::new("✔ It holds everything that is in this dataset.").strong());
            return;
        }
        ui.label(RichText::new("What it cannot hold as it is").strong());
        ui.add_space(2.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            for loss in losses {
                ui.horizontal_top(|ui| {
                    ui.label("·");
                    ui.add(Label::new(loss.as_str()).wrap());
                });
            }
        });
    }
}
