//! Choosing files: a field for the path, and the desktop's own dialog where there is one.

use std::path::PathBuf;

use egui::{Context, Key, RichText, TextEdit, Ui};

use crate::dataset::{Dataset, DocumentId};

use super::modal::modal;
use super::task::{Progress, Task};

/// What a file is chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// A dataset to open.
    Dataset,
    /// The text of a document.
    Source,
}

/// A file that was chosen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Chosen {
    /// For what.
    pub purpose: Purpose,
    /// Of which document, where that was said.
    pub document: Option<DocumentId>,
    /// The file.
    pub path: PathBuf,
}

/// The dialog, while it is open.
#[derive(Default)]
pub struct FileDialog {
    open: Option<Open>,
}

struct Open {
    purpose: Purpose,
    path: String,
    document: Option<DocumentId>,
    /// The answer of the desktop's dialog: `Done(None)` where the person chose no file there.
    browsing: Option<Task<Option<PathBuf>>>,
    take_focus: bool,
}

impl FileDialog {
    /// Opens the dialog.
    pub fn open(&mut self, purpose: Purpose, dataset: &Dataset) {
        let only = dataset.documents.ids().next().filter(|_| dataset.documents.len() == 1);
        self.open =
            Some(Open { purpose, path: String::new(), document: only, browsing: None, take_focus: true });
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Shows the dialog, if it is open. Returns the file that was chosen.
    pub fn ui(&mut self, ctx: &Context, dataset: &Dataset, recent: &[PathBuf]) -> Option<Chosen> {
        let open = self.open.as_mut()?;
        open.hear_from_the_desktop();
        let mut answer = Answer::Wait;
        let modal = modal(ctx, "file-dialog").show(ctx, |ui| {
            ui.set_width(520.0);
            answer = open.contents(ui, dataset, recent);
        });
        match answer {
            Answer::Wait if modal.should_close() => self.open = None,
            Answer::Wait => {}
            Answer::Cancel => self.open = None,
            Answer::Take(path) => {
                let chosen = Chosen { purpose: open.purpose, document: open.document, path };
                self.open = None;
                return Some(chosen);
            }
        }
        None
    }
}

enum Answer {
    Wait,
    Cancel,
    Take(PathBuf),
}

impl Open {
    fn contents(&mut self, ui: &mut Ui, dataset: &Dataset, recent: &[PathBuf]) -> Answer {
        let (title, tip) = match self.purpose {
            Purpose::Dataset => {
                ("Open dataset", "A detente/1 file (.json). A file can also be dropped on the window.")
            }
            Purpose::Source => (
                "Attach source",
                "A UTF-8 text file of the document. It is only read: nothing of it is stored or changed. \
                 A file can also be dropped on the window.",
            ),
        };
        ui.label(RichText::new(title).heading());
        ui.label(RichText::new(tip).weak());
        ui.add_space(8.0);
        if self.purpose == Purpose::Source {
            self.choose_document(ui, dataset);
        }
        let mut answer = self.path_row(ui);
        if self.purpose == Purpose::Dataset && !recent.is_empty() {
            ui.add_space(8.0);
            ui.label(RichText::new("Opened lately").small().strong());
            for path in recent {
                if ui.link(path.display().to_string()).clicked() {
                    answer = Answer::Take(path.clone());
                }
            }
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            let verb = match self.purpose {
                Purpose::Dataset => "Open",
                Purpose::Source => "Attach",
            };
            if ui.add_enabled(!self.path.trim().is_empty(), egui::Button::new(verb)).clicked() {
                answer = self.taken();
            }
            if ui.button("Cancel").clicked() {
                answer = Answer::Cancel;
            }
        });
        answer
    }

    fn path_row(&mut self, ui: &mut Ui) -> Answer {
        let mut answer = Answer::Wait;
        ui.horizontal(|ui| {
            let width = ui.available_width() - 90.0;
            let field = ui
                .add(TextEdit::singleline(&mut self.path).hint_text("Path of the file").desired_width(width));
            field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Path of the file"));
            if std::mem::take(&mut self.take_focus) {
                field.request_focus();
            }
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                answer = self.taken();
            }
            if ui.add_enabled(self.browsing.is_none(), egui::Button::new("Browse…")).clicked() {
                self.browse(ui.ctx());
            }
        });
        answer
    }

    fn choose_document(&mut self, ui: &mut Ui, dataset: &Dataset) {
        if dataset.documents.len() < 2 {
            return;
        }
        let name = |id: Option<DocumentId>| match id {
            Some(id) => dataset.documents[id].title.clone(),
            None => "The document whose text has this checksum".to_owned(),
        };
        egui::ComboBox::from_label("Document").selected_text(name(self.document)).show_ui(ui, |ui| {
            for id in std::iter::once(None).chain(dataset.documents.ids().map(Some)) {
                ui.selectable_value(&mut self.document, id, name(id));
            }
        });
        ui.add_space(6.0);
    }

    fn taken(&self) -> Answer {
        match self.path.trim() {
            "" => Answer::Wait,
            path => Answer::Take(PathBuf::from(path)),
        }
    }

    /// Asks the desktop for a file, on a thread: the window goes on being drawn.
    fn browse(&mut self, ctx: &Context) {
        let (name, endings): (_, &[&str]) = match self.purpose {
            Purpose::Dataset => ("Datasets", &["json"]),
            Purpose::Source => ("Texts", &["txt", "md", "text"]),
        };
        let dialog = rfd::AsyncFileDialog::new()
            .set_title("Detente")
            .add_filter(name, endings)
            .add_filter("All files", &["*"])
            .pick_file();
        let ask = move || pollster::block_on(dialog).map(|file| file.path().to_owned());
        self.browsing = Some(Task::new(ctx, ask));
    }

    fn hear_from_the_desktop(&mut self) {
        let answer = match self.browsing.as_ref().map(Task::poll) {
            None | Some(Progress::Working) => return,
            Some(Progress::Done(answer)) => answer,
            Some(Progress::Broken) => None,
        };
        self.browsing = None;
        if let Some(path) = answer {
            self.path = path.display().to_string();
            self.take_focus = true;
        }
    }
}
