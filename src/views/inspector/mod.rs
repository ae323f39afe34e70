//! The inspector: everything that is known of the thing selected last, with its evidence.

mod records;
mod welcome;

use egui::{RichText, ScrollArea, Ui};

use crate::dataset::{Item, NodeId};
use crate::session::{Action, Command, Panel, Request};
use crate::theme::TextRole;

use super::context::ViewContext;
use super::pieces;

/// The panel's own state.
#[derive(Default)]
pub struct InspectorView {
    seen: u64,
}

impl InspectorView {
    /// Shows the panel.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let selection = ctx.session.selection();
        pieces::panel_header(ui, title(ctx), |ui| {
            if !selection.is_empty() {
                let copy = ui.small_button("Copy citation");
                if copy.on_hover_text("Put the evidence with its citations on the clipboard").clicked() {
                    ctx.send(Command::Request(Request::Act(Action::CopyCitation)));
                }
            }
        });
        let (revision, _) = ctx.session.selection_revision();
        let is_new = std::mem::replace(&mut self.seen, revision) != revision;
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if is_new {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(ui, |ui| match selection.last() {
            None => welcome::show(ui, ctx),
            Some(item) => {
                if selection.items().len() > 1 {
                    others(ui, ctx);
                }
                show(ui, ctx, item);
            }
        });
    }
}

fn title(ctx: &ViewContext<'_>) -> &'static str {
    match ctx.session.selection().last() {
        None => "What is shown",
        Some(Item::Node(NodeId::Actor(_))) => "Actor",
        Some(Item::Node(NodeId::Instrument(_))) => "Instrument",
        Some(Item::Relationship(_)) => "Relationship",
        Some(Item::Event(_)) => "Event",
        Some(Item::Excerpt(_)) => "Excerpt",
        Some(Item::Document(_)) => "Document",
        Some(Item::Point(_)) => "Alignment",
    }
}

fn show(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item) {
    ui.add_space(2.0);
    ui.label(RichText::new(ctx.dataset().item_name(item)).text_style(TextRole::Title.style()));
    match item {
        Item::Node(NodeId::Actor(id)) => records::actor(ui, ctx, id),
        Item::Node(NodeId::Instrument(id)) => records::instrument(ui, ctx, id),
        Item::Relationship(id) => records::relationship(ui, ctx, id),
        Item::Event(id) => records::event(ui, ctx, id),
        Item::Excerpt(id) => records::excerpt(ui, ctx, id),
        Item::Document(id) => records::document(ui, ctx, id),
        Item::Point(point) => records::point(ui, ctx, point),
    }
    ui.add_space(12.0);
}

/// The selected items, where there are several; the last is the one shown below.
fn others(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let items = ctx.session.selection().items();
    pieces::weak(ui, format!("{} items selected; the last one is shown below.", items.len()));
    for &item in items {
        let name = ctx.dataset().item_name(item);
        pieces::item_row(ui, ctx, Panel::Inspector, item, name);
    }
    ui.separator();
}
