//! Ways to see less at once, offered where something is not shown: with what the session has as filters, the selection
//! and the time window.

use egui::Ui;
use egui::containers::menu::MenuButton;

use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::dataset::date::DayRange;
use crate::dataset::{Day, Item};
use crate::session::Command;

use super::super::context::ViewContext;
use super::DiagramView;

/// So many of the nodes of the most ties are selected.
const STRONGEST: usize = 20;

/// Days of a year.
const YEAR: i32 = 365;

impl DiagramView {
    /// A menu of ways to see less at once.
    pub(super) fn narrow(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let button = egui::Button::new("Show less").small();
        let (response, _) = MenuButton::from_button(button).ui(ui, |ui| {
            self.go_to_neighbours(ui, ctx);
            self.select_strongest(ui, ctx);
            last_year(ui, ctx);
        });
        response.on_hover_text("Ways to tell more apart");
    }

    /// Flies to what the selection touches.
    fn go_to_neighbours(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let has_selection = !ctx.session.selection().is_empty();
        let button = egui::Button::new("Go to the selection and its neighbours");
        let button = ui.add_enabled(has_selection, button);
        let tip = "Move and zoom to the nodes that the selection touches";
        if button.on_hover_text(tip).on_disabled_hover_text("Not now: nothing is selected.").clicked() {
            self.fly_to_nodes(|item| ctx.emphasis(item) >= Emphasis::Related);
            ui.request_repaint();
            ui.close();
        }
    }

    /// Selects the nodes of the most ties: they and their ties are drawn one by one, above the rest.
    fn select_strongest(&self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let Some(laid_out) = &self.laid_out else { return };
        let standing = self.drawing.standing();
        let nodes = standing.by_degree.iter().filter(|&&node| standing.nodes[node as usize]).take(STRONGEST);
        let nodes: Vec<Item> = nodes.map(|&node| laid_out.graph.nodes[node as usize].into()).collect();
        let button = ui.button(format!("Select the {} nodes with the most ties", nodes.len()));
        let tip = "They stand out with their names and ties; the rest fades. Esc takes it back";
        if button.on_hover_text(tip).clicked() {
            ctx.send(Command::SelectAll(nodes));
            ui.close();
        }
    }
}

/// Sets the time window to the last year of the dataset, where that leaves something out.
fn last_year(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let Some((first, last)) = ctx.session.network().calendar().extent() else { return };
    let begin = Day(last.0 - YEAR);
    let window = Window::Range(DayRange { first: Some(begin), last: Some(last) });
    if begin <= first || *ctx.session.window() == window {
        return;
    }
    let button = ui.button(format!("Show the last year alone: {begin} to {last}"));
    if button.on_hover_text("Set the time window to it; All dates takes it back").clicked() {
        ctx.send(Command::SetWindow(window));
        ui.close();
    }
}
