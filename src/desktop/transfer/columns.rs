//! The dialog that asks which column of a table is what, where that is not told for sure: of a ZIP, table by table.

mod table;

use std::path::{Path, PathBuf};

use egui::{Button, Context, Label, RichText, ScrollArea, Ui};

use crate::desktop::modal::modal_from_top;
use crate::exchange::save::save;
use crate::exchange::table::{Field, Mappings, Preview};

use super::name_of;
use super::target::{Target, Wish};
use table::{TableColumns, shortened};

/// The widest that the dialog is, in points.
const WIDEST: f32 = 880.0;

/// What the person wants of the dialog.
pub enum Mapped {
    /// Nothing yet.
    Wait,
    /// No import.
    Close,
    /// The tables read so.
    Take(Box<Mappings>),
    /// Nothing more: the mapping is in this file, or one line says why not.
    Saved(Result<PathBuf, String>),
}

/// The dialog, while it is open.
pub struct ColumnsDialog {
    path: PathBuf,
    tables: Vec<TableColumns>,
    /// The table that is shown.
    at: usize,
    saving: Option<Target>,
}

impl ColumnsDialog {
    /// A dialog on the tables of a file, with the guess of what their columns are. It begins with the first one of which
    /// that is not told for sure.
    pub fn new(path: &Path, previews: Vec<Preview>) -> Self {
        let tables: Vec<TableColumns> = previews.into_iter().map(TableColumns::new).collect();
        let at = tables.iter().position(TableColumns::is_unsure).unwrap_or(0);
        Self { path: path.to_owned(), tables, at, saving: None }
    }

    /// The file of the tables.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Shows the dialog. `folder` is where a mapping is saved unless the person says otherwise.
    pub fn ui(&mut self, ctx: &Context, folder: &Path) -> Mapped {
        let mut answer = Mapped::Wait;
        let modal = modal_from_top(ctx, "columns").show(ctx, |ui| {
            let room = ui.ctx().content_rect().size();
            ui.set_width(WIDEST.min(room.x - 80.0));
            let above = self.heading(ui);
            // What is below is about as high as ten rows of text.
            let height = (room.y - 490.0 - above).clamp(90.0, 420.0);
            let at = self.at;
            if let Some(table) = self.tables.get_mut(at) {
                ui.push_id(at, |ui| ui.add_enabled_ui(table.is_read, |ui| table.ui(ui, height)));
            }
            ui.add_space(8.0);
            answer = self.foot(ui, folder);
        });
        match answer {
            Mapped::Wait if modal.should_close() && !self.step_back() => Mapped::Close,
            answer => answer,
        }
    }

    /// Takes back the question, or else the place of the mapping. Returns whether there was either.
    fn step_back(&mut self) -> bool {
        let Some(target) = &mut self.saving else { return false };
        if !target.stop_asking() {
            self.saving = None;
        }
        true
    }

    /// What is asked, and of which table. Returns the height of the list of several tables.
    fn heading(&mut self, ui: &mut Ui) -> f32 {
        ui.label(RichText::new("Which column is what?").heading());
        let (file, count) = (name_of(&self.path), self.tables.len());
        let table = self.tables.get(self.at).map_or("", TableColumns::file);
        let said = match count {
            0 | 1 if file == table => file,
            0 | 1 => format!("{file}: {table}"),
            count => format!("Table {} of {count}: {table}", self.at + 1),
        };
        ui.add(Label::new(RichText::new(said).weak()).truncate())
            .on_hover_text(self.path.display().to_string());
        let above = if count > 1 { self.tabs(ui) } else { 0.0 };
        ui.add_space(6.0);
        above
    }

    /// The tables of the file, to choose one, and whether it is read. Returns their height.
    fn tabs(&mut self, ui: &mut Ui) -> f32 {
        let top = ui.cursor().top();
        let height = 3.0 * ui.spacing().interact_size.y;
        ScrollArea::vertical().id_salt("tables").max_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| {
                    for (nth, table) in self.tables.iter().enumerate() {
                        let mark = if table.is_unsure() { "⚠ " } else { "" };
                        let name = RichText::new(format!("{mark}{}", shortened(table.file())));
                        let name = if table.is_read { name } else { name.strikethrough() };
                        let tab = ui.selectable_label(nth == self.at, name);
                        if tab.on_hover_text(about(table)).clicked() {
                            self.at = nth;
                        }
                    }
                });
            },
        );
        if let Some(table) = self.tables.get_mut(self.at) {
            let tip = "Else it is left out of the import";
            ui.checkbox(&mut table.is_read, "Read this table").on_hover_text(tip);
        }
        ui.cursor().top() - top
    }

    fn foot(&mut self, ui: &mut Ui, folder: &Path) -> Mapped {
        if let Some(target) = &mut self.saving {
            target.rows(ui, &[("Mapping", "toml")]);
            return match target.buttons(ui, "Save mapping", true, "toml") {
                Wish::None => Mapped::Wait,
                Wish::Close => {
                    self.saving = None;
                    Mapped::Wait
                }
                Wish::Save(path) => {
                    self.saving = None;
                    Mapped::Saved(save(&path, self.chosen().to_toml().as_bytes()).map(|()| path))
                }
            };
        }
        let mut answer = Mapped::Wait;
        ui.horizontal(|ui| {
            let lack = self.lack();
            let import = ui.add_enabled(lack.is_none(), Button::new("Import"));
            if import.clicked() {
                answer = Mapped::Take(Box::new(self.chosen()));
            }
            let save = ui.button("Save mapping…");
            let tip = "Write which column is what into a file, for detente convert --map";
            if save.on_hover_text(tip).clicked() {
                let name = self.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                let name = format!("{}.mapping.toml", name.unwrap_or_default());
                self.saving = Some(Target::new(name, folder));
            }
            if ui.button("Cancel").clicked() {
                answer = Mapped::Close;
            }
            if let Some(lack) = lack {
                ui.add(Label::new(RichText::new(lack).weak()).truncate());
            }
        });
        answer
    }

    /// Why the tables cannot be read yet; of the table that is shown alone, its fields say it.
    fn lack(&self) -> Option<String> {
        if !self.tables.iter().any(|table| table.is_read) {
            return Some("No table is read".to_owned());
        }
        let table = self.tables.iter().find(|table| !table.wanted().is_empty())?;
        Some(about(table))
    }

    /// How the tables are read that are.
    fn chosen(&self) -> Mappings {
        match self.tables.as_slice() {
            [table] => table.chosen().into(),
            tables => {
                let read = tables.iter().filter(|table| table.is_read);
                Mappings::Files(read.map(|table| (table.file().to_owned(), table.chosen())).collect())
            }
        }
    }
}

/// What a table wants still, in words.
fn about(table: &TableColumns) -> String {
    let file = table.file();
    let wanted: Vec<&str> = table.wanted().iter().copied().map(Field::label).collect();
    match (table.is_read, wanted.as_slice()) {
        (false, _) => format!("{file} is left out"),
        (true, []) => file.to_owned(),
        (true, wanted) => format!("{file} needs a column for {}", wanted.join(", ")),
    }
}
