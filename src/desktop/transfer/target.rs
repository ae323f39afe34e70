//! Where a file goes: its name and folder, the desktop's own dialog, and the question before one is replaced.

use std::path::{Path, PathBuf};

use egui::{Button, Label, RichText, TextEdit, Ui};

use crate::desktop::export::own_folder;
use crate::desktop::task::{Progress, Task};

use super::name_of;

/// Width of the names at the left.
const NAMES: f32 = 56.0;

/// The place of a file that is to be written.
pub struct Target {
    name: String,
    folder: String,
    /// The answer of the desktop's dialog: `Done(None)` where the person chose no file there.
    browsing: Option<Task<Option<PathBuf>>>,
    /// The file that the person agreed to replace.
    agreed: Option<PathBuf>,
    /// The file that the person is asked about.
    asked: Option<PathBuf>,
    takes_focus: bool,
}

/// What was clicked below.
pub enum Wish {
    /// Nothing.
    None,
    /// Write the file.
    Save(PathBuf),
    /// Leave the dialog.
    Close,
}

impl Target {
    /// A file of a name in a folder, or in the person's own where there is no such folder.
    pub fn new(name: String, folder: &Path) -> Self {
        let folder = if folder.is_dir() { folder.to_owned() } else { own_folder() };
        Self {
            name,
            folder: folder.display().to_string(),
            browsing: None,
            agreed: None,
            asked: None,
            takes_focus: true,
        }
    }

    /// Another kind of file: the name ends as its files do.
    pub fn end_as(&mut self, old: &[&str], new: &str) {
        let name = self.name.trim();
        let stem = old.iter().find_map(|ending| without_ending(name, ending)).unwrap_or(name);
        self.name = format!("{stem}.{new}");
        self.asked = None;
    }

    /// The file; `None` where it has no name. A name without an ending gets one.
    pub fn path(&self, ending: &str) -> Option<PathBuf> {
        let name = self.name.trim();
        let has_ending = Path::new(name).extension().is_some();
        let ended = if has_ending { name.to_owned() } else { format!("{name}.{ending}") };
        (!name.is_empty()).then(|| Path::new(self.folder.trim()).join(ended))
    }

    /// Takes the question back. Returns whether there was one.
    pub fn stop_asking(&mut self) -> bool {
        self.asked.take().is_some()
    }

    /// The name and the folder. `kinds` are what the desktop's dialog offers, each with its ending.
    pub fn rows(&mut self, ui: &mut Ui, kinds: &[(&str, &str)]) {
        self.hear_from_the_desktop();
        let before = (self.name.clone(), self.folder.clone());
        let button = 84.0;
        row(ui, "File", |ui, label| {
            let field = TextEdit::singleline(&mut self.name).desired_width(ui.available_width());
            let field = ui.add(field).labelled_by(label);
            if std::mem::take(&mut self.takes_focus) {
                field.request_focus();
            }
        });
        row(ui, "Folder", |ui, label| {
            let rest = ui.available_width() - button - ui.spacing().item_spacing.x;
            ui.add(TextEdit::singleline(&mut self.folder).desired_width(rest)).labelled_by(label);
            let browse = Button::new("Browse…").min_size(egui::vec2(button, 0.0));
            if ui.add_enabled(self.browsing.is_none(), browse).clicked() {
                self.browse(ui, kinds);
            }
        });
        if before != (self.name.clone(), self.folder.clone()) {
            self.asked = None;
        }
    }

    /// The buttons, or the question. `verb` is what the first one does, `ending` what a name without one gets.
    pub fn buttons(&mut self, ui: &mut Ui, verb: &str, can_save: bool, ending: &str) -> Wish {
        if let Some(path) = self.asked.clone() {
            return self.ask(ui, path);
        }
        let path = self.path(ending);
        let enter = ui.input(|input| input.key_pressed(egui::Key::Enter))
            && ui.memory(|memory| memory.focused()).is_none()
            && !egui::Popup::is_any_open(ui.ctx());
        let mut wish = Wish::None;
        ui.horizontal(|ui| {
            let saves = ui.add_enabled(can_save && path.is_some(), Button::new(verb)).clicked();
            if let Some(path) = path.filter(|_| saves || (enter && can_save)) {
                wish = self.save(path);
            }
            if ui.button("Cancel").clicked() {
                wish = Wish::Close;
            }
        });
        wish
    }

    /// Saves, unless the person must be asked before.
    fn save(&mut self, path: PathBuf) -> Wish {
        if path.is_file() && self.agreed.as_ref() != Some(&path) {
            self.asked = Some(path);
            return Wish::None;
        }
        Wish::Save(path)
    }

    fn ask(&mut self, ui: &mut Ui, path: PathBuf) -> Wish {
        let mut wish = Wish::None;
        ui.horizontal(|ui| {
            ui.label(RichText::new("⚠").color(ui.visuals().warn_fg_color));
            let rest = (ui.available_width() - 190.0).max(80.0);
            let said = Label::new(format!("{} is already there.", name_of(&path))).truncate();
            ui.scope(|ui| {
                ui.set_max_width(rest);
                ui.add(said);
            });
            let keep = ui.button("Keep it");
            // Enter twice must not cost a file.
            if ui.memory(|memory| memory.focused()).is_none() {
                keep.request_focus();
            }
            if keep.clicked() {
                self.asked = None;
                self.takes_focus = true;
            }
            if ui.button("Replace it").clicked() {
                (self.agreed, self.asked) = (Some(path.clone()), None);
                wish = Wish::Save(path);
            }
        });
        wish
    }

    /// Asks the desktop for a file, on a thread: the window goes on being drawn.
    fn browse(&mut self, ui: &Ui, kinds: &[(&str, &str)]) {
        let dialog = rfd::AsyncFileDialog::new()
            .set_title("Detente")
            .set_file_name(self.name.trim())
            .set_directory(self.folder.trim());
        let dialog = kinds
            .iter()
            .fold(dialog, |dialog, (title, ending)| dialog.add_filter(*title, &[last_ending(ending)]));
        let dialog = dialog.save_file();
        let ask = move || pollster::block_on(dialog).map(|file| file.path().to_owned());
        self.browsing = Some(Task::new(ui.ctx(), ask));
    }

    fn hear_from_the_desktop(&mut self) {
        let answer = match self.browsing.as_ref().map(Task::poll) {
            None | Some(Progress::Working) => return,
            Some(Progress::Done(answer)) => answer,
            Some(Progress::Broken) => None,
        };
        self.browsing = None;
        let Some(path) = answer else { return };
        self.name = name_of(&path);
        self.folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
        // The desktop's dialog has asked before it gave the name of a file that is there.
        self.agreed = Some(path);
        self.takes_focus = true;
    }
}

/// What desktops take for the ending of a file: what follows its last dot.
pub fn last_ending(ending: &str) -> &str {
    ending.rsplit('.').next().unwrap_or(ending)
}

fn without_ending<'a>(name: &'a str, ending: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(ending.len() + 1)?;
    let (stem, rest) = (name.get(..at)?, name.get(at..)?);
    let is_it = rest.starts_with('.') && rest.get(1..)?.eq_ignore_ascii_case(ending);
    (is_it && !stem.is_empty()).then_some(stem)
}

/// A name at the left, and what it is of.
pub fn row<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui, egui::Id) -> R) -> R {
    ui.horizontal(|ui| {
        let place = egui::vec2(NAMES, ui.spacing().interact_size.y);
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let label = ui.allocate_ui_with_layout(place, layout, |ui| {
            ui.set_min_width(NAMES);
            ui.label(name)
        });
        contents(ui, label.inner.id)
    })
    .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(name: &str) -> Target {
        Target { folder: "/reports".to_owned(), ..Target::new(name.to_owned(), Path::new("/nowhere")) }
    }

    #[test]
    fn a_name_without_an_ending_gets_one() {
        assert_eq!(target(" a ").path("gexf"), Some(PathBuf::from("/reports/a.gexf")));
        assert_eq!(target("a.xml").path("gexf"), Some(PathBuf::from("/reports/a.xml")));
        assert_eq!(target("  ").path("gexf"), None);
    }

    #[test]
    fn another_kind_changes_the_ending_and_nothing_else() {
        for (before, after) in [
            ("a.jgf.json", "a.gexf"),
            ("a.JSON", "a.gexf"),
            ("a.v2", "a.v2.gexf"),
            ("a", "a.gexf"),
            (".json", ".json.gexf"),
            ("Ægir.json", "Ægir.gexf"),
        ] {
            let mut target = target(before);
            target.end_as(&["jgf.json", "jgf", "json"], "gexf");
            assert_eq!(target.name, after, "{before}");
        }
    }
}
