//! How the figure should be.

use egui::{Checkbox, ComboBox, DragValue, Grid, Response, RichText, TextEdit, Ui, WidgetText};

use crate::figure::{Page, Panel, Theme};

use super::choices::{DOTS, FigureChoices, MILLIMETRES, PIXELS, Paper, Subject};
use super::styles;

/// Width of the names at the left.
const NAMES: f32 = 76.0;

/// What a figure can be of.
const PANELS: &[(Panel, &str)] = &[
    (Panel::Diagram, "Diagram"),
    (Panel::Timeline, "Timeline"),
    (Panel::Excerpts, "Excerpts"),
    (Panel::All, "All"),
];

/// Its colours. Print first: most figures go into reports.
const THEMES: &[(Theme, &str)] = &[(Theme::Print, "Print"), (Theme::Light, "Light"), (Theme::Dark, "Dark")];

/// Shows the settings. Returns whether a number was being written, which takes Enter.
pub fn show(
    ui: &mut Ui,
    subject: &mut Subject,
    choices: &mut FigureChoices,
    own_title: &str,
    query: &mut String,
) -> bool {
    let mut numbers = Vec::new();
    // The grid's cells do not know it. Something is left for the bar of the scroll area.
    let width = (ui.available_width() - NAMES - 24.0).max(80.0);
    Grid::new("settings").num_columns(2).min_col_width(NAMES).spacing([10.0, 9.0]).show(ui, |ui| {
        ui.label("Figure of");
        one_of(ui, &mut subject.panel, PANELS);
        ui.end_row();
        size(ui, choices, width, &mut numbers);
        ui.label("Colours");
        one_of(ui, &mut choices.theme, THEMES);
        ui.end_row();
        words(ui, subject, own_title, width);
        ui.label("Citations");
        if let Some(style) = styles::choose(ui, choices.style(), query, width) {
            choices.style = style.to_string();
        }
        ui.end_row();
        ui.label("");
        switches(ui, choices);
        ui.end_row();
    });
    numbers.iter().any(Response::lost_focus)
}

/// A few values beside each other, one of them chosen.
pub fn one_of<T: Copy + PartialEq>(ui: &mut Ui, chosen: &mut T, values: &[(T, &str)]) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for &(value, name) in values {
            ui.selectable_value(chosen, value, name);
        }
    });
}

fn size(ui: &mut Ui, choices: &mut FigureChoices, width: f32, numbers: &mut Vec<Response>) {
    let label = ui.label("Size");
    ComboBox::from_id_salt("size")
        .selected_text(choices.paper.name())
        .width(width)
        .show_ui(ui, |ui| {
            for &paper in Paper::ALL {
                ui.selectable_value(&mut choices.paper, paper, paper.name());
            }
        })
        .response
        .labelled_by(label.id);
    ui.end_row();
    for (side, name) in ["Width", "Height"].into_iter().enumerate() {
        let value = match choices.paper {
            Paper::Millimetres => {
                let value = DragValue::new(&mut choices.millimetres[side]).suffix(" mm").max_decimals(1);
                value.range(MILLIMETRES.0..=MILLIMETRES.1)
            }
            Paper::Pixels => {
                let value = DragValue::new(&mut choices.pixels[side]).suffix(" px").speed(4.0);
                value.range(PIXELS.0..=PIXELS.1)
            }
            Paper::SingleColumn | Paper::ColumnAndAHalf | Paper::DoubleColumn | Paper::Slide | Paper::A4 => {
                continue;
            }
        };
        let label = ui.label(name);
        numbers.push(ui.add(value).labelled_by(label.id));
        ui.end_row();
    }
    let label = ui.label("Resolution");
    ui.horizontal(|ui| {
        let dots = DragValue::new(&mut choices.dpi).range(DOTS.0..=DOTS.1).suffix(" dpi");
        numbers.push(ui.add(dots).labelled_by(label.id));
        if let Ok(page) = Page::new(choices.size(), choices.dpi) {
            ui.label(RichText::new(in_other_units(choices.paper, &page)).small().weak());
        }
    });
    ui.end_row();
}

/// What the size means in the units in which it was not said.
fn in_other_units(paper: Paper, page: &Page) -> String {
    let [width, height] = page.pixels();
    let [wide, high] = page.millimetres();
    match paper {
        Paper::Pixels => format!("{wide:.0} × {high:.0} mm"),
        Paper::Millimetres => format!("{width} × {height} px"),
        Paper::SingleColumn | Paper::ColumnAndAHalf | Paper::DoubleColumn | Paper::Slide | Paper::A4 => {
            format!("{wide:.0} × {high:.0} mm, {width} × {height} px")
        }
    }
}

fn words(ui: &mut Ui, subject: &mut Subject, own_title: &str, width: f32) {
    let label = ui.label("Title");
    let title = TextEdit::singleline(&mut subject.title).hint_text(own_title).desired_width(width);
    ui.add_enabled(subject.titled, title).labelled_by(label.id);
    ui.end_row();
    ui.label("");
    ui.checkbox(&mut subject.titled, "Above the picture").on_hover_text(
        "Where the field is empty, the title of the dataset. Switch it off if your report has a title of its own.",
    );
    ui.end_row();
    let label = ui.label("Caption");
    // Enter saves: a caption is one paragraph.
    let caption = TextEdit::multiline(&mut subject.caption).return_key(None).desired_rows(2);
    ui.add(caption.hint_text("A sentence before what is shown").desired_width(width)).labelled_by(label.id);
    ui.end_row();
}

fn switches(ui: &mut Ui, choices: &mut FigureChoices) {
    ui.vertical(|ui| {
        let mut switch = |value: &mut bool, name: &str, tip: &str| {
            ui.add(Checkbox::new(value, WidgetText::from(name))).on_hover_text(tip);
        };
        switch(&mut choices.legend, "Legend", "What the marks and lines of the picture mean");
        switch(&mut choices.transparent, "Transparent ground", "What is behind the figure shows through");
        switch(
            &mut choices.outlines,
            "Words as outlines",
            "For programs that lack fonts: SVG and PDF look the same everywhere, but cannot be searched",
        );
    });
}
