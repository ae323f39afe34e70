//! Choosing files: a field for the path, and the desktop's own dialog where there is one.

use std::path::PathBuf;

use egui::{Context, Key, RichText, TextEdit, Ui};

use crate::dataset::{Dataset, DocumentId};
use crate::exchange::Format;

use super::modal::modal;
use super::task::{Progress, Task};
use super::transfer::last_ending;

/// What a file is chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// A dataset to open, or a file of another format to import.
    Dataset,
    /// A file to merge into the dataset.
    Merge,
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
            Purpose::Dataset => (
                "Open or import",
                format!("A dataset, or a file to import; it is only read. Formats: {}. {DROP}", readable()),
            ),
            Purpose::Merge => (
                "Merge",
                format!(
                    "A file whose records are added to the dataset that is shown. Where both say something else, \
                     the dataset’s word stands, and the report lists the other. Formats: {}.",
                    readable()
                ),
            ),
            Purpose::Source => (
                "Attach source",
                format!(
                    "A UTF-8 text file of the document. It is only read: nothing of it is stored or changed. \
                     {DROP}"
                ),
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
                Purpose::Merge => "Merge",
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
            Some(id) => dataset.documents[id].title.as_str(),
            None => "The document whose text has this checksum",
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
        let filters = match self.purpose {
            Purpose::Dataset | Purpose::Merge => data_filters(),
            Purpose::Source => vec![("Texts", vec!["txt", "md", "text"])],
        };
        let dialog = filters
            .iter()
            .fold(rfd::AsyncFileDialog::new().set_title("Detente"), |dialog, (name, endings)| {
                dialog.add_filter(*name, endings)
            })
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

/// Said of a file that need not be named here.
const DROP: &str = "A file can also be dropped on the window.";

/// The formats that are read, by what people call them.
fn readable() -> String {
    let titles = Format::ALL.iter().filter(|format| format.is_read()).map(|format| format.title());
    titles.collect::<Vec<_>>().join(", ")
}

/// What the desktop's dialog offers to look for: all that is read, then each format. A packed file may hold any.
fn data_filters() -> Vec<(&'static str, Vec<&'static str>)> {
    let packed = ["gz", "zip"];
    let mut filters = vec![("Data", Vec::new())];
    for format in Format::ALL.iter().filter(|format| format.is_read()) {
        // Desktops know only what follows the last dot.
        let mut endings: Vec<&str> = Vec::new();
        for ending in format.endings().iter().map(|ending| last_ending(ending)).chain(packed) {
            if !endings.contains(&ending) {
                endings.push(ending);
            }
        }
        filters.push((format.title(), endings));
    }
    let mut all: Vec<&str> = filters.iter().flat_map(|(_, endings)| endings.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    if let Some((_, endings)) = filters.first_mut() {
        *endings = all;
    }
    filters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_that_is_read_is_offered_with_the_endings_that_desktops_know() {
        let filters = data_filters();
        assert_eq!(filters.len(), 1 + Format::ALL.iter().filter(|format| format.is_read()).count());
        for (name, endings) in &filters {
            assert!(endings.contains(&"gz"), "{name}");
            assert!(endings.iter().all(|ending| !ending.contains('.')), "{name}: {endings:?}");
        }
        assert!(filters[0].1.contains(&"gexf"));
    }
}
