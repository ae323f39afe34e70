//! The menu bar, made from the list of actions.

use egui::{Button, MenuBar, RichText, Ui};

use crate::session::Action;
use crate::session::action::Menu;

/// Shows the menus. Returns the action that was chosen.
pub fn show(ui: &mut Ui, is_on: impl Fn(Action) -> Option<bool>) -> Option<Action> {
    let mut chosen = None;
    MenuBar::new().ui(ui, |ui| {
        for &menu in Menu::ALL {
            ui.menu_button(menu.title(), |ui| {
                ui.set_min_width(240.0);
                for &action in Action::ALL.iter().filter(|action| action.description().menu == menu) {
                    if entry(ui, action, is_on(action)) {
                        chosen = Some(action);
                        ui.close();
                    }
                }
            });
        }
    });
    chosen
}

/// One entry; a switch shows a tick while it is on.
fn entry(ui: &mut Ui, action: Action, on: Option<bool>) -> bool {
    let description = action.description();
    let name = match on {
        Some(true) => format!("✔ {}", description.name),
        Some(false) | None => description.name.to_owned(),
    };
    let keys = action.shortcut().map(|keys| ui.ctx().format_shortcut(&keys)).unwrap_or_default();
    ui.add(Button::new(name).right_text(RichText::new(keys).weak())).on_hover_text(description.tip).clicked()
}

/// The action whose shortcut was pressed in this frame, if any. Plain keys (no Ctrl or Alt) are left to a
/// text field that has the keyboard, and to a menu or list that is open: Escape closes that.
pub fn pressed(ctx: &egui::Context) -> Option<Action> {
    let typing = ctx.egui_wants_keyboard_input() || egui::Popup::is_any_open(ctx);
    ctx.input_mut(|input| {
        // The longer shortcut first: Ctrl+Shift+O must not count as Ctrl+O.
        let mut actions: Vec<_> =
            Action::ALL.iter().filter_map(|&action| Some((action, action.shortcut()?))).collect();
        actions.sort_by_key(|(_, keys)| std::cmp::Reverse(weight(keys.modifiers)));
        actions
            .into_iter()
            .filter(|(_, keys)| !typing || !is_typed(keys))
            .find(|(_, keys)| input.consume_shortcut(keys))
            .map(|(action, _)| action)
    })
}

fn weight(modifiers: egui::Modifiers) -> u8 {
    u8::from(modifiers.shift) + u8::from(modifiers.alt) + u8::from(modifiers.command)
}

/// Whether a text field needs the key itself: one without Ctrl/Cmd that is no function key, Alt+arrows, and Ctrl+Z,
/// which takes back what was typed.
fn is_typed(keys: &egui::KeyboardShortcut) -> bool {
    let function = matches!(keys.logical_key, egui::Key::F1 | egui::Key::F2 | egui::Key::F3 | egui::Key::F6);
    (!keys.modifiers.command && !function) || keys.logical_key == egui::Key::Z
}
