//! The pages that open over the panels: the dataset's problems, the keys, about.

use egui::{Context, Grid, Label, RichText, ScrollArea, Ui};

use crate::dataset::diagnostic::{Report, Severity};
use crate::session::Action;
use crate::session::action::Menu;

use super::modal::modal;

/// A page over the panels.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// What is wrong with the dataset.
    Problems,
    /// How to read the panels, and every key.
    Help,
    /// Version, licences, how to cite.
    About,
}

/// Shows a page. Returns whether it stays open.
pub fn show(ctx: &Context, page: Page, report: &Report) -> bool {
    let mut close = false;
    let modal = modal(ctx, "page").show(ctx, |ui| {
        ui.set_width(680.0_f32.min(ui.ctx().content_rect().width() - 80.0));
        ui.set_max_height(ui.ctx().content_rect().height() - 120.0);
        match page {
            Page::Problems => problems(ui, report),
            Page::Help => help(ui),
            Page::About => about(ui),
        }
        ui.add_space(10.0);
        ui.horizontal(|ui| {
            close = ui.button("Close").clicked();
            let has_list = page == Page::Problems && !report.diagnostics.is_empty();
            if has_list && ui.button("Copy the list").clicked() {
                ui.ctx().copy_text(report.render(false));
            }
        });
    });
    !(close || modal.should_close())
}

/// The list that `detente check` prints, of a file that was refused or has warnings.
fn problems(ui: &mut Ui, report: &Report) {
    let (errors, warnings) = (report.errors(), report.warnings());
    let heading = match (errors, warnings) {
        (0, 0) => "Nothing is wrong with this dataset".to_owned(),
        (0, _) => format!("{} in {}", count(warnings, "warning"), report.file),
        _ => format!("{} cannot be shown: {}", report.file, count(errors, "error")),
    };
    ui.label(RichText::new(heading).heading());
    if errors > 0 {
        ui.label("Detente shows a dataset whole or not at all. Mend these and open the file again.");
    }
    ui.add_space(6.0);
    let row = ui.text_style_height(&egui::TextStyle::Body) * 3.0 + 16.0;
    let shown = report.diagnostics.len();
    ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show_rows(
        ui,
        row,
        shown,
        |ui, rows| {
            for diagnostic in report.diagnostics.get(rows).unwrap_or_default() {
                ui.allocate_ui(egui::vec2(ui.available_width(), row), |ui| {
                    ui.set_min_height(row);
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let (mark, colour) = match diagnostic.severity {
                        Severity::Error => ("✗", ui.visuals().error_fg_color),
                        Severity::Warning => ("⚠", ui.visuals().warn_fg_color),
                    };
                    let place = format!("{}:{}", diagnostic.line, diagnostic.column);
                    ui.horizontal(|ui| {
                        ui.label(RichText::new(mark).color(colour));
                        ui.label(RichText::new(diagnostic.code.as_str()).strong());
                        ui.label(RichText::new(format!("line {place}  {}", diagnostic.path)).weak());
                    });
                    // Rows are equally high, so a sentence that is too long is cut; the pointer shows it whole.
                    ui.add(Label::new(&diagnostic.message).truncate());
                    ui.add(Label::new(RichText::new(&diagnostic.hint).small().weak()).truncate());
                });
            }
        },
    );
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn help(ui: &mut Ui) {
    ui.label(RichText::new("How to read the panels").heading());
    ScrollArea::vertical().max_height(520.0).auto_shrink([false, true]).show(ui, |ui| {
        for (panel, text) in [
            (
                "Relationship diagram",
                "Each line is a tie that a source states. Colour and dash tell whether it draws together or \
                 apart; a hollow arrowhead marks a tie that rests on opinion alone, an open one a tie that no \
                 excerpt proves. Drag a node to pin it, drag the ground to pan, scroll to zoom, double-click to centre.",
            ),
            (
                "Alignment timeline",
                "Each curve is the alignment of one actor toward another, from the scores of what it did and \
                 said. Filled marks are facts, hollow ones opinions. Drag to choose a range; the formula is \
                 under “Formula”.",
            ),
            (
                "Source excerpts",
                "What the sources say, in their order. The bar's colour and the word tell who speaks.",
            ),
        ] {
            ui.label(RichText::new(panel).strong());
            ui.label(text);
            ui.add_space(4.0);
        }
        ui.add_space(6.0);
        ui.label(RichText::new("Keys").heading());
        for &menu in Menu::ALL {
            ui.label(RichText::new(menu.title()).strong());
            Grid::new(menu.title()).num_columns(3).striped(true).min_col_width(140.0).show(ui, |ui| {
                for action in Action::ALL.iter().filter(|action| action.description().menu == menu) {
                    let keys = action.shortcut().map(|keys| ui.ctx().format_shortcut(&keys));
                    ui.label(action.description().name);
                    ui.label(keys.unwrap_or_default());
                    ui.label(RichText::new(action.description().tip).weak());
                    ui.end_row();
                }
            });
            ui.add_space(6.0);
        }
        ui.label(RichText::new("Pointer and focus").strong());
        for line in [
            "Click selects; Ctrl or Cmd with a click adds or takes out.",
            "A click with the right button in a panel offers to save or to copy it as a figure.",
            "Tab and Shift+Tab walk through the items of a panel, the arrow keys too; Enter or Space selects.",
        ] {
            ui.label(line);
        }
    });
}

fn about(ui: &mut Ui) {
    ui.label(RichText::new("Detente").heading());
    ui.label(format!("Version {}", env!("CARGO_PKG_VERSION")));
    ui.label("An explorer of sourced relations between states.");
    ui.add_space(6.0);
    for line in [
        "Licence: MIT or Apache-2.0, as you choose.",
        "Event codes: CAMEO 1.1b3 with Goldstein's (1992) values, from the tables that the GDELT Project publishes.",
        "To cite: Detente (version as above), with the dataset's own citations, which “Copy citation” gives.",
    ] {
        ui.label(line);
    }
}
