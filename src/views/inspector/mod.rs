//! The inspector: everything that is known of the thing selected last, with its evidence.

mod lists;
mod records;
mod welcome;

use egui::{CollapsingHeader, RichText, ScrollArea, Ui};

use crate::dataset::{Item, NodeId};
use crate::session::{Action, Command, Panel, Request};
use crate::theme::TextRole;

use super::context::ViewContext;
use super::{pieces, rows};
use lists::Lists;
use welcome::Welcome;

/// The panel's own state.
#[derive(Default)]
pub struct InspectorView {
    seen: u64,
    lists: Lists,
    welcome: Welcome,
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
            None => self.welcome.show(ui, ctx),
            Some(item) => {
                if selection.items().len() > 1 {
                    others(ui, ctx);
                }
                show(ui, ctx, &mut self.lists, item);
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

fn show(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, item: Item) {
    ui.add_space(2.0);
    ui.label(RichText::new(ctx.dataset().item_name(item)).text_style(TextRole::Title.style()));
    match item {
        Item::Node(NodeId::Actor(id)) => records::actor(ui, ctx, lists, id),
        Item::Node(NodeId::Instrument(id)) => records::instrument(ui, ctx, lists, id),
        Item::Relationship(id) => records::relationship(ui, ctx, lists, id),
        Item::Event(id) => records::event(ui, ctx, id),
        Item::Excerpt(id) => records::excerpt(ui, ctx, lists, id),
        Item::Document(id) => records::document(ui, ctx, id),
        Item::Point(point) => records::point(ui, ctx, lists, point),
    }
    ui.add_space(12.0);
}

/// Of more items than this the list can be closed, so that the record below it is at hand.
const MANY: usize = 12;

/// The selected items, where there are several; the last is the one shown below.
fn others(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let items = ctx.session.selection().items();
    let count = format!("{} items selected", items.len());
    let list = |ui: &mut Ui| {
        rows::each(ui, "selected", items, pieces::ROW, |ui, &item| {
            pieces::item_row(ui, ctx, Panel::Inspector, item, ctx.dataset().item_name(item));
        });
    };
    if items.len() > MANY {
        // A heading does not wrap: one that is long would make the panel wider than it is.
        CollapsingHeader::new(RichText::new(count).weak())
            .id_salt("selected")
            .default_open(true)
            .show_unindented(ui, list);
    } else {
        pieces::weak(ui, count);
        list(ui);
    }
    ui.separator();
    pieces::weak(ui, "The one that was selected last:");
}
