//! The list of citation styles: the usual ones first, the rest by name, and a field that searches them.

use std::sync::LazyLock;

use egui::{Popup, PopupCloseBehavior, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use crate::figure::citations::Style;

/// The styles that most people are asked for.
const USUAL: &[&str] = &[
    "apa",
    "chicago-author-date",
    "chicago-notes",
    "ieee",
    "modern-language-association",
    "harvard-cite-them-right",
    "american-political-science-association",
    "nature",
    "vancouver",
];

/// Every style, the usual ones first.
static STYLES: LazyLock<Vec<Style>> = LazyLock::new(|| {
    let usual: Vec<Style> = USUAL.iter().filter_map(|name| name.parse().ok()).collect();
    let rest = Style::all().into_iter().filter(|style| !usual.contains(style));
    usual.iter().copied().chain(rest).collect()
});

/// The styles whose title or name holds every word of a query, the usual ones first.
fn matching(query: &str) -> Vec<Style> {
    let query = query.to_lowercase();
    let words: Vec<&str> = query.split_whitespace().collect();
    let fits = |style: &&Style| {
        let text = format!("{} {style}", style.title()).to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    STYLES.iter().filter(fits).copied().collect()
}

/// Shows the style that is chosen; a click opens the list. Returns the new one, once it is chosen.
pub fn choose(ui: &mut Ui, chosen: Style, query: &mut String, width: f32) -> Option<Style> {
    let button = egui::Button::new(chosen.title()).truncate().right_text(egui::RichText::new("▼").small());
    let button = ui.add_sized([width, ui.spacing().interact_size.y], button);
    let spoken = format!("Citation style: {}", chosen.title());
    button.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &spoken));
    if button.clicked() {
        query.clear();
    }
    let opened = button.clicked();
    let popup = Popup::from_toggle_button_response(&button)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .width(440.0)
        .show(|ui| {
            let answer = list(ui, chosen, query, opened);
            if answer.is_some() {
                ui.close();
            }
            answer
        });
    popup.and_then(|popup| popup.inner)
}

fn list(ui: &mut Ui, chosen: Style, query: &mut String, opened: bool) -> Option<Style> {
    let field = ui.add(TextEdit::singleline(query).hint_text("Search styles").desired_width(f32::INFINITY));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Search styles"));
    if opened {
        field.request_focus();
    }
    let found = matching(query);
    let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    let mut answer = found.first().copied().filter(|_| entered);
    ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
        for &style in &found {
            let row = egui::Button::selectable(style == chosen, style.title());
            let row = ui.add(row.min_size(egui::vec2(ui.available_width(), 0.0)).truncate());
            if opened && style == chosen {
                row.scroll_to_me(None);
            }
            if row.on_hover_text(format!("{}\n{style}", style.title())).clicked() {
                answer = Some(style);
            }
        }
        if found.is_empty() {
            ui.weak("No style has such a name.");
        }
    });
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_listed_once_and_the_usual_ones_first() {
        let listed = matching("");
        assert_eq!(listed.len(), Style::all().len());
        for (name, style) in USUAL.iter().zip(&listed) {
            assert_eq!(name.parse::<Style>().as_ref(), Ok(style));
        }
    }

    #[test]
    fn styles_are_found_by_title_and_by_name() {
        assert_eq!(matching("apa").first(), "apa".parse().ok().as_ref());
        assert_eq!(matching("AUTHOR chicago").first(), "chicago-author-date".parse().ok().as_ref());
        assert!(matching("no such style").is_empty());
    }
}
