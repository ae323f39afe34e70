//! Which column of one table is what, as the person is asked.

use std::hash::Hash;

use egui::{ComboBox, DragValue, Grid, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::exchange::table::{
    DateFormat, Delimiter, Field, FieldInfo, Filled, Mapping, Preview, Scale, TableKind,
};
use crate::theme::TextRole;

/// Width of the lists of columns.
const COLUMNS: f32 = 220.0;

/// Rows of the table that are shown.
const ROWS: usize = 6;

/// Most characters of a cell that are shown.
const CELL: usize = 26;

/// Said of a field that nothing fills, and of one that has the same text in all rows.
const NOTHING: &str = "—";
const CONSTANT: &str = "the same in all rows:";

/// A table and what the person says of it.
pub(super) struct TableColumns {
    preview: Preview,
    mapping: Mapping,
    /// Which fields still want something, and what else should be looked at.
    missing: Vec<Field>,
    problems: Vec<String>,
    /// Whether the table is read at all.
    pub is_read: bool,
}

impl TableColumns {
    /// A table, with the guess of what its columns are.
    pub fn new(preview: Preview) -> Self {
        let (mapping, problems) = (preview.mapping.clone(), preview.problems.clone());
        let missing = mapping.missing();
        Self { preview, mapping, missing, problems, is_read: true }
    }

    /// The name of its file; in a ZIP, the one that it has there.
    pub fn file(&self) -> &str {
        &self.preview.file
    }

    /// The fields that still want something, unless the table is left out.
    pub fn wanted(&self) -> &[Field] {
        if self.is_read { &self.missing } else { &[] }
    }

    /// Whether the person should look at it.
    pub fn is_unsure(&self) -> bool {
        self.is_read && !(self.missing.is_empty() && self.problems.is_empty())
    }

    /// The mapping without what was left blank.
    pub fn chosen(&self) -> Mapping {
        let mut chosen = self.mapping.clone();
        chosen.fields.retain(|_, filled| match filled {
            Filled::Column(_) => true,
            Filled::Constant(text) => !text.trim().is_empty(),
        });
        chosen
    }

    /// Asks; the fields have a height to scroll in.
    pub fn ui(&mut self, ui: &mut Ui, height: f32) {
        let before = self.mapping.clone();
        self.switches(ui);
        ui.add_space(6.0);
        ScrollArea::vertical()
            .id_salt("fields")
            .max_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| self.fields(ui));
        ui.separator();
        self.first_rows(ui);
        if before != self.mapping {
            self.judge();
        }
        self.say_problems(ui);
    }

    fn judge(&mut self) {
        let chosen = self.chosen();
        self.missing = chosen.missing();
        self.problems = self.preview.problems_of(&chosen);
    }

    /// What is said of the table as a whole.
    fn switches(&mut self, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            let mut kind = self.mapping.table;
            choose(ui, "Each row is one", &mut kind, TableKind::ALL, TableKind::row);
            if kind != self.mapping.table {
                self.mapping = self.preview.guess_as(kind);
            }
            if !self.preview.is_of_objects() {
                self.delimiter(ui);
            }
            choose(ui, "Dates are", &mut self.mapping.date_format, DateFormat::ALL, DateFormat::label);
            let comma = ui.checkbox(&mut self.mapping.has_decimal_comma, "Decimal comma");
            comma.on_hover_text("3,5 is three and a half");
            let states = ui.checkbox(&mut self.mapping.is_of_states, "Actors are states");
            states.on_hover_text("Names and codes of states become states");
            if self.mapping.table.has(Field::Score) {
                scale(ui, &mut self.mapping.scale);
            }
        });
    }

    fn delimiter(&mut self, ui: &mut Ui) {
        let guessed = self.mapping.delimiter.unwrap_or_default();
        let mut delimiter = guessed;
        choose(ui, "Cells are split by", &mut delimiter, Delimiter::ALL, Delimiter::label);
        if delimiter != guessed {
            self.preview = self.preview.split_by(delimiter);
            self.mapping = self.preview.mapping.clone();
        }
    }

    /// A row for each field: its name, the column that fills it, and what stands there first.
    fn fields(&mut self, ui: &mut Ui) {
        Grid::new("fields").num_columns(3).min_col_width(140.0).spacing([12.0, 6.0]).show(ui, |ui| {
            for info in self.mapping.table.fields() {
                self.field(ui, info);
                ui.end_row();
            }
        });
    }

    fn field(&mut self, ui: &mut Ui, info: &FieldInfo) {
        let FieldInfo { field, is_required, instead: _ } = *info;
        let name = if is_required { format!("{} *", field.label()) } else { field.label().to_owned() };
        let name = if is_required { RichText::new(name).strong() } else { RichText::new(name) };
        let is_missing = self.missing.contains(&field);
        let name = if is_missing { name.color(ui.visuals().error_fg_color) } else { name };
        let tip = if is_required { "; needed" } else { "" };
        let label = ui.label(name).on_hover_text(format!("{}{tip}", field.about()));
        let before = self.mapping.fields.get(&field).cloned();
        let mut filled = before.clone();
        let shown = match &filled {
            None => NOTHING,
            Some(Filled::Column(column)) => column,
            Some(Filled::Constant(_)) => CONSTANT,
        };
        ComboBox::from_id_salt(("field", field))
            .selected_text(shortened(shown))
            .width(COLUMNS)
            .show_ui(ui, |ui| {
                ui.selectable_value(&mut filled, None, NOTHING);
                for header in &self.preview.headers {
                    let column = Some(Filled::Column(header.clone()));
                    ui.selectable_value(&mut filled, column, shortened(header));
                }
                let is_constant = matches!(filled, Some(Filled::Constant(_)));
                if ui.selectable_label(is_constant, CONSTANT).clicked() && !is_constant {
                    filled = Some(Filled::Constant(String::new()));
                }
            })
            .response
            .labelled_by(label.id);
        match &mut filled {
            None => drop(ui.label("")),
            Some(Filled::Column(column)) => {
                ui.label(RichText::new(self.example(column)).weak());
            }
            Some(Filled::Constant(text)) => {
                ui.add(TextEdit::singleline(text).desired_width(COLUMNS)).labelled_by(label.id);
            }
        }
        if filled != before {
            match filled {
                Some(filled) => drop(self.mapping.fields.insert(field, filled)),
                None => drop(self.mapping.fields.remove(&field)),
            }
        }
    }

    /// What stands first in a column.
    fn example(&self, column: &str) -> String {
        let Some(at) = self.preview.headers.iter().position(|header| header == column) else {
            return String::new();
        };
        let cells = self.preview.rows.iter().filter_map(|row| row.get(at));
        let first = cells.map(String::as_str).find(|cell| !cell.trim().is_empty()).unwrap_or("empty");
        format!("such as {}", shortened(first))
    }

    /// The first rows, each column with what it fills.
    fn first_rows(&self, ui: &mut Ui) {
        ui.label(RichText::new("The first rows").text_style(TextRole::Strong.style()));
        ScrollArea::both().id_salt("rows").max_height(150.0).auto_shrink([false, true]).show(ui, |ui| {
            Grid::new("rows").striped(true).spacing([16.0, 3.0]).show(ui, |ui| {
                for header in &self.preview.headers {
                    let fills: Vec<&str> = self.filled_by(header).map(Field::label).collect();
                    let what = if fills.is_empty() { NOTHING.to_owned() } else { fills.join(", ") };
                    ui.label(RichText::new(what).small().weak());
                }
                ui.end_row();
                for header in &self.preview.headers {
                    cell(ui, header, |text| text.strong());
                }
                ui.end_row();
                for row in self.preview.rows.iter().take(ROWS) {
                    row.iter().for_each(|text| cell(ui, text, |text| text));
                    ui.end_row();
                }
            });
        });
    }

    fn filled_by<'a>(&'a self, header: &'a str) -> impl Iterator<Item = Field> + 'a {
        let fields = self.mapping.table.fields().iter().map(|info| info.field);
        fields.filter(move |&field| self.mapping.column(field) == Some(header))
    }

    fn say_problems(&self, ui: &mut Ui) {
        if self.problems.is_empty() {
            return;
        }
        ui.add_space(4.0);
        let height = 4.0 * ui.text_style_height(&egui::TextStyle::Body);
        ScrollArea::vertical().id_salt("problems").max_height(height).auto_shrink([false, true]).show(
            ui,
            |ui| {
                for problem in &self.problems {
                    ui.horizontal_top(|ui| {
                        ui.label(RichText::new("⚠").color(ui.visuals().warn_fg_color));
                        ui.add(Label::new(problem.as_str()).wrap());
                    });
                }
            },
        );
    }
}

/// A list of which one is chosen.
fn choose<T: Copy + PartialEq + Hash>(
    ui: &mut Ui,
    name: &str,
    chosen: &mut T,
    all: &[T],
    word: impl Fn(T) -> &'static str,
) {
    ui.horizontal(|ui| {
        let label = ui.label(name);
        ComboBox::from_id_salt(name)
            .selected_text(word(*chosen))
            .show_ui(ui, |ui| {
                for &each in all {
                    ui.selectable_value(chosen, each, word(each));
                }
            })
            .response
            .labelled_by(label.id);
    });
}

/// The scale of the scores, where it is not ours.
fn scale(ui: &mut Ui, scale: &mut Option<Scale>) {
    ui.horizontal(|ui| {
        let mut has_own = scale.is_some();
        let own = ui.checkbox(&mut has_own, "Scores have a scale of their own");
        own.on_hover_text("Else they run from −10, the most hostile, to +10, the most cooperative");
        if has_own != scale.is_some() {
            *scale = has_own.then_some(Scale { lowest: -10.0, highest: 10.0 });
        }
        let Some(Scale { lowest, highest }) = scale else { return };
        let from = ui.label("most hostile");
        ui.add(DragValue::new(lowest).speed(0.1)).labelled_by(from.id);
        let to = ui.label("most cooperative");
        ui.add(DragValue::new(highest).speed(0.1)).labelled_by(to.id);
    });
}

fn cell(ui: &mut Ui, text: &str, look: impl FnOnce(RichText) -> RichText) {
    let shown = shortened(text);
    let is_cut = shown != text;
    let label = ui.add(Label::new(look(RichText::new(shown))).wrap_mode(egui::TextWrapMode::Extend));
    if is_cut {
        label.on_hover_text(text);
    }
}

/// A text in one line that has room in a cell.
pub(super) fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(CELL).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(CELL).is_some() {
        shown.push('…');
    }
    shown
}
