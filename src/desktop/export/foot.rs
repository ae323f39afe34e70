//! The foot of the dialog: where the figure goes, the command that makes the same one, and the buttons.

use std::path::Path;

use egui::{Button, Context, FontSelection, RichText, TextEdit, TextStyle, Ui};

use crate::desktop::task::Task;
use crate::figure::Format;

use super::choices::FigureChoices;
use super::dialog::{Dialog, Told};
use super::place::Place;
use super::{sentence, settings};

/// Width of the names at the left: the fields stand below those of the settings.
const NAMES: f32 = 78.0;

/// Width of the buttons at the right.
const BUTTON: f32 = 76.0;

/// Space between the rows.
const GAP: f32 = 8.0;

/// Its formats by their usual names.
const FORMATS: &[(Format, &str)] = &[(Format::Svg, "SVG"), (Format::Pdf, "PDF"), (Format::Png, "PNG")];

/// What was clicked.
pub enum Wish {
    /// Nothing.
    None,
    /// Save the figure.
    Save,
    /// Save it over the file that is there.
    Replace,
    /// Leave the file that is there.
    Keep,
    /// Copy the figure.
    Copy,
    /// Leave the dialog.
    Close,
}

/// How high the foot is: three rows.
pub fn height(ui: &Ui) -> f32 {
    3.0 * row_height(ui) + 2.0 * GAP + 8.0
}

fn row_height(ui: &Ui) -> f32 {
    ui.spacing().interact_size.y.max(ui.text_style_height(&TextStyle::Body) + 4.0)
}

fn row<R>(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui, egui::Id) -> R) -> R {
    ui.spacing_mut().item_spacing.y = GAP;
    ui.horizontal(|ui| {
        ui.set_min_height(row_height(ui));
        let place = egui::vec2(NAMES, row_height(ui));
        let layout = egui::Layout::left_to_right(egui::Align::Center);
        let label = ui.allocate_ui_with_layout(place, layout, |ui| {
            ui.set_min_width(NAMES);
            ui.label(name)
        });
        contents(ui, label.inner.id)
    })
    .inner
}

/// A button at the end of its row.
fn right(name: &str) -> Button<'_> {
    Button::new(name).min_size(egui::vec2(BUTTON, 0.0))
}

/// The file, its format and its folder.
pub fn places(ui: &mut Ui, dialog: &mut Dialog, choices: &mut FigureChoices) {
    row(ui, "File", |ui, label| {
        let wide = (0.26 * ui.available_width()).min(260.0);
        let name =
            ui.add(TextEdit::singleline(&mut dialog.place.name).desired_width(wide)).labelled_by(label);
        if std::mem::take(&mut dialog.takes_focus) {
            name.request_focus();
        }
        let old = dialog.place.format(choices);
        let mut format = old;
        settings::one_of(ui, &mut format, FORMATS);
        if format != old {
            choices.ending = format.ending().to_owned();
            dialog.place.end_as(format);
        }
        let label = ui.label("in");
        let rest = ui.available_width() - BUTTON - ui.spacing().item_spacing.x;
        ui.add(TextEdit::singleline(&mut dialog.place.folder).hint_text("Folder").desired_width(rest))
            .labelled_by(label.id);
        if ui.add_enabled(dialog.browsing.is_none(), right("Browse…")).clicked() {
            dialog.browsing = Some(browse(ui.ctx(), &dialog.place, format));
        }
    });
}

/// Asks the desktop for a file, on a thread: the window goes on being drawn.
fn browse(ctx: &Context, place: &Place, format: Format) -> Task<Option<std::path::PathBuf>> {
    let dialog = rfd::AsyncFileDialog::new()
        .set_title("Save figure")
        .set_file_name(place.name.trim())
        .set_directory(place.folder.trim());
    // The format of the name first: it is the one that is shown.
    let others = FORMATS.iter().filter(|(other, _)| *other != format);
    let dialog = FORMATS
        .iter()
        .filter(|(own, _)| *own == format)
        .chain(others)
        .fold(dialog, |dialog, (format, name)| dialog.add_filter(*name, &[format.ending()]));
    let dialog = dialog.save_file();
    Task::new(ctx, move || pollster::block_on(dialog).map(|file| file.path().to_owned()))
}

/// The command line that makes the same figure.
pub fn command(ui: &mut Ui, line: &str) {
    row(ui, "Command", |ui, label| {
        let rest = ui.available_width() - BUTTON - ui.spacing().item_spacing.x;
        let mut shown = line;
        let field = TextEdit::singleline(&mut shown).font(FontSelection::from(TextStyle::Monospace));
        ui.add(field.desired_width(rest))
            .labelled_by(label)
            .on_hover_text("Makes the same figure without the window, where the dataset's file is");
        if ui.add_enabled(!line.is_empty(), right("Copy")).clicked() {
            ui.ctx().copy_text(line.to_owned());
        }
    });
}

/// The buttons, and what is going on.
pub(super) fn buttons(ui: &mut Ui, can_save: bool, can_copy: bool, told: Option<&Told>) -> Wish {
    let mut wish = Wish::None;
    row(ui, "", |ui, _| {
        if ui.add_enabled(can_save, Button::new("Save figure")).clicked() {
            wish = Wish::Save;
        }
        if ui.add_enabled(can_copy, Button::new("Copy figure")).clicked() {
            wish = Wish::Copy;
        }
        if ui.button("Cancel").clicked() {
            wish = Wish::Close;
        }
        match told {
            None => {}
            Some(Told::Saving) => {
                ui.weak("Saving…");
            }
            Some(Told::Copied) => {
                ui.weak("Copied.");
            }
            Some(Told::Failed(why)) => {
                ui.label(RichText::new("⚠").color(ui.visuals().error_fg_color));
                ui.add(egui::Label::new(sentence(why)).truncate());
            }
        }
    });
    wish
}

/// Asks before a file is replaced.
pub fn ask(ui: &mut Ui, path: &Path) -> Wish {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut wish = Wish::None;
    row(ui, "", |ui, _| {
        ui.label(RichText::new("⚠").color(ui.visuals().warn_fg_color));
        ui.label(format!("{name} is already there."));
        if ui.button("Replace it").clicked() {
            wish = Wish::Replace;
        }
        let keep = ui.button("Keep it");
        if keep.clicked() {
            wish = Wish::Keep;
        }
        // Enter twice must not cost a file.
        if ui.memory(|memory| memory.focused()).is_none() {
            keep.request_focus();
        }
    });
    wish
}
