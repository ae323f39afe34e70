//! Menus of any length: a long one draws only what is in sight, and has a field that narrows it.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Key, ScrollArea, TextEdit, Ui};
use nucleo_matcher::chars;

use crate::views::{pieces, rows};

/// A menu of more entries than this can be narrowed.
const SHORT: usize = 30;

/// The height of the entries, in points, before they scroll.
const HEIGHT: f32 = 360.0;

/// The width of a menu that can be narrowed: entries that come into sight do not change it.
const WIDTH: f32 = 280.0;

/// The entries of a menu, by their place in a list.
pub struct Entries<'a> {
    /// Those that can be chosen, in order.
    pub places: &'a dyn Fn() -> Vec<usize>,
    /// What each is called.
    pub label: &'a dyn Fn(usize) -> String,
    /// Which one is chosen now.
    pub is_chosen: &'a dyn Fn(usize) -> bool,
}

/// What is typed into an open menu, and what it leaves.
#[derive(Default)]
struct Narrowed {
    text: String,
    all: Vec<usize>,
    fitting: Vec<usize>,
    /// The pass in which the menu was shown last.
    shown: u64,
}

/// Shows a menu inside a popup that only a click outside closes. Returns what was chosen; the popup is closed then.
pub fn choose(ui: &mut Ui, entries: &Entries<'_>) -> Option<usize> {
    let id = ui.scope_id().with("narrowed");
    let narrowed = ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Narrowed>>>(id).clone());
    // Nobody else asks for this menu while it is drawn.
    let narrowed = &mut *narrowed.lock().unwrap_or_else(PoisonError::into_inner);
    let pass = ui.ctx().cumulative_pass_nr();
    let has_opened = narrowed.shown + 1 < pass || narrowed.all.is_empty();
    narrowed.shown = pass;
    if has_opened {
        narrowed.text.clear();
        narrowed.all = (entries.places)();
        narrowed.fitting.clone_from(&narrowed.all);
    }
    let is_short = narrowed.all.len() <= SHORT;
    let first = if is_short { None } else { field(ui, narrowed, entries, has_opened) };
    let mut chosen = None;
    // A menu that is narrowed keeps its height, so that the field stays where it is.
    let area = ScrollArea::vertical().max_height(HEIGHT).auto_shrink([true, is_short]);
    area.show(ui, |ui| {
        let height = ui.spacing().interact_size.y + ui.spacing().item_spacing.y;
        rows::each(ui, "entries", &narrowed.fitting, height, |ui, &place| {
            if ui.selectable_label((entries.is_chosen)(place), (entries.label)(place)).clicked() {
                chosen = Some(place);
            }
        });
        if narrowed.fitting.is_empty() && !is_short {
            pieces::weak(ui, "Nothing here is called that.");
        }
    });
    let chosen = chosen.or(first);
    if chosen.is_some() {
        ui.close();
    }
    chosen
}

/// The field that narrows the menu. Returns the first entry where Enter was pressed.
fn field(ui: &mut Ui, narrowed: &mut Narrowed, entries: &Entries<'_>, has_opened: bool) -> Option<usize> {
    ui.set_min_width(WIDTH);
    let edit = TextEdit::singleline(&mut narrowed.text).hint_text("Type to narrow the list");
    let response = ui.add(edit.desired_width(f32::INFINITY));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Narrow the list"));
    if has_opened {
        response.request_focus();
    }
    if response.changed() {
        let sought = folded(&narrowed.text);
        let fits = |place: &usize| folded(&(entries.label)(*place)).contains(sought.trim());
        narrowed.fitting = narrowed.all.iter().copied().filter(fits).collect();
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    narrowed.fitting.first().copied().filter(|_| is_entered)
}

/// A text without case and diacritics.
fn folded(text: &str) -> String {
    text.chars().map(|letter| chars::to_lower_case(chars::normalize(chars::to_lower_case(letter)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_without_case_and_diacritics() {
        assert!(folded("Côte d’Ivoire (12)").contains(&folded("COTE")));
        assert_eq!(folded("MĀORI"), "maori");
    }
}
