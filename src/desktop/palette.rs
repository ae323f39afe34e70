//! The command palette: every action by its name.

use egui::{Context, Key, RichText, ScrollArea, TextEdit, Ui};
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::session::Action;

use super::modal::modal;

/// The palette while it is open.
#[derive(Default)]
pub struct Palette {
    is_open: bool,
    query: String,
    chosen: usize,
}

impl Palette {
    /// Opens it with an empty query.
    pub fn open(&mut self) {
        *self = Self { is_open: true, ..Self::default() };
    }

    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows it, if it is open. Returns the action that was chosen.
    pub fn ui(&mut self, ctx: &Context) -> Option<Action> {
        if !self.is_open {
            return None;
        }
        let mut done = None;
        let modal = modal(ctx, "palette").show(ctx, |ui| {
            ui.set_width(460.0);
            done = self.contents(ui);
        });
        if modal.should_close() || done.is_some() {
            self.is_open = false;
        }
        done
    }

    fn contents(&mut self, ui: &mut Ui) -> Option<Action> {
        let (up, down, enter) = ui.input_mut(|input| {
            (
                input.consume_key(egui::Modifiers::NONE, Key::ArrowUp),
                input.consume_key(egui::Modifiers::NONE, Key::ArrowDown),
                input.key_pressed(Key::Enter),
            )
        });
        let field = TextEdit::singleline(&mut self.query)
            .hint_text("Type the name of a command")
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.request_focus();
        if response.changed() {
            self.chosen = 0;
        }
        let found = matching(&self.query);
        self.chosen = (self.chosen + usize::from(down)).min(found.len().saturating_sub(1));
        self.chosen = self.chosen.saturating_sub(usize::from(up));
        let mut clicked = None;
        ui.add_space(4.0);
        ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
            for (index, &action) in found.iter().enumerate() {
                let row = action_row(ui, action, index == self.chosen);
                if index == self.chosen && (up || down) {
                    row.scroll_to_me(None);
                }
                if row.clicked() {
                    clicked = Some(action);
                }
            }
            if found.is_empty() {
                ui.weak("No command has such a name.");
            }
        });
        clicked.or_else(|| found.get(self.chosen).copied().filter(|_| enter))
    }
}

fn action_row(ui: &mut Ui, action: Action, chosen: bool) -> egui::Response {
    let description = action.description();
    let shortcut = action.shortcut().map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
    let button = egui::Button::selectable(chosen, description.name)
        .right_text(RichText::new(shortcut).weak())
        .min_size(egui::vec2(ui.available_width(), 0.0));
    ui.add(button).on_hover_text(description.tip)
}

/// The actions that match a query, best first; all in menu order for an empty one.
fn matching(query: &str) -> Vec<Action> {
    let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut buffer = Vec::new();
    let mut found: Vec<(u32, usize, Action)> = Action::ALL
        .iter()
        .enumerate()
        .filter_map(|(place, &action)| {
            let name = Utf32Str::new(action.description().name, &mut buffer);
            let score = pattern.score(name, &mut matcher)?;
            Some((score, place, action))
        })
        .collect();
    found.sort_by_key(|&(score, place, _)| (std::cmp::Reverse(score), place));
    found.into_iter().map(|(_, _, action)| action).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_there_and_can_be_found_by_its_name() {
        assert_eq!(matching(""), Action::ALL);
        for &action in Action::ALL {
            assert_eq!(matching(action.description().name).first(), Some(&action));
        }
        assert!(matching("zzzz").is_empty());
    }
}
