//! Small parts that several panels share.

use egui::{Id, Key, Rect, Response, Role, Sense, Ui, WidgetInfo};

/// Makes a painted thing an item for the keyboard and for screen readers: a button named `name` at `rect`
/// that takes the focus but leaves the pointer to the panel's own hit test.
///
/// Returns its response, and whether Enter, Space or an assistive tool activated it. The response then counts
/// as clicked, so that it can be handed to the one interaction function as a click can.
pub fn focusable(ui: &Ui, rect: Rect, id: Id, name: &str) -> (Response, bool) {
    let mut response = ui.interact(rect, id, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    ui.ctx().accesskit_node_builder(id, |node| node.add_action(egui::accesskit::Action::Click));
    // Asked before the input is locked, for the focus is behind the same lock.
    let has_focus = response.has_focus();
    let activated = ui.input(|input| {
        let by_key = input.key_pressed(Key::Enter) || input.key_pressed(Key::Space);
        (by_key && has_focus) || input.has_accesskit_action_request(id, egui::accesskit::Action::Click)
    });
    response.flags.set(egui::response::Flags::FAKE_PRIMARY_CLICKED, activated);
    (response, activated)
}
