//! The outline: everything that the dataset holds, in a list that can be searched.

use std::sync::{Arc, Weak};

use egui::{Align, CollapsingHeader, RichText, ScrollArea, TextEdit, Ui};

use crate::analysis::search::Hit;
use crate::dataset::{ActorId, ActorKind, Dataset, EventId, Id, Item, NodeId, Table};
use crate::session::{Command, Panel, SelectMode};

use super::context::ViewContext;
use super::{pieces, rows};

/// How many hits a search lists.
const HITS: usize = 100;

/// The panel's own state.
#[derive(Default)]
pub struct OutlineView {
    query: String,
    take_focus: bool,
    seen: u64,
    contents: Contents,
    found: Found,
}

/// What was found, for as long as query and dataset stay the same.
#[derive(Default)]
struct Found {
    query: String,
    of: Option<Weak<Dataset>>,
    hits: Vec<Hit>,
}

impl Found {
    fn fit(&mut self, ctx: &ViewContext<'_>, query: &str) {
        let dataset = ctx.session.dataset();
        let is_same = self.of.as_ref().is_some_and(|of| of.as_ptr() == Arc::as_ptr(dataset));
        if !is_same || self.query != query {
            self.hits = ctx.session.search().find(query, HITS);
            query.clone_into(&mut self.query);
            self.of = Some(Arc::downgrade(dataset));
        }
    }
}

/// What stands under each heading, for as long as the dataset stays the same.
#[derive(Default)]
struct Contents {
    of: Option<Weak<Dataset>>,
    /// The actors of each kind, in the order of [`ActorKind::ALL`], that stand under no whole.
    tops: Vec<Vec<ActorId>>,
    /// The events, oldest first.
    events: Vec<EventId>,
}

impl Contents {
    fn fit(&mut self, dataset: &Arc<Dataset>) {
        if self.of.as_ref().is_some_and(|of| of.as_ptr() == Arc::as_ptr(dataset)) {
            return;
        }
        let tops = |&kind: &ActorKind| -> Vec<ActorId> {
            dataset.actors.ids().filter(|&id| heads_section(dataset, id, kind)).collect()
        };
        self.tops = ActorKind::ALL.iter().map(tops).collect();
        self.events = dataset.events.ids().collect();
        self.events.sort_by(|a, b| dataset.events[*a].date.cmp(&dataset.events[*b].date));
        self.of = Some(Arc::downgrade(dataset));
    }
}

/// Height of a row that was not drawn yet, in points.
const ROW: f32 = 21.0;

impl OutlineView {
    /// Puts the keyboard in the search field at the next frame.
    pub fn find(&mut self) {
        self.take_focus = true;
    }

    /// Shows the panel.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        pieces::panel_header(ui, "Outline", |_| {});
        self.search_field(ui, ctx);
        let (revision, from) = ctx.session.selection_revision();
        let is_new = std::mem::replace(&mut self.seen, revision) != revision;
        let reveal = ctx.session.selection().last().filter(|_| is_new && from != Panel::Outline);
        ui.add_space(4.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if self.query.trim().is_empty() {
                self.contents.fit(ctx.session.dataset());
                everything(ui, ctx, &self.contents, reveal);
            } else {
                self.found.fit(ctx, &self.query);
                hits(ui, ctx, &self.found.hits);
            }
        });
    }

    fn search_field(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let field = TextEdit::singleline(&mut self.query)
            .hint_text("Search names and sources")
            .desired_width(f32::INFINITY);
        let response = ui.add(field);
        response.widget_info(|| {
            egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Search names and sources")
        });
        if std::mem::take(&mut self.take_focus) {
            response.request_focus();
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if enter && let Some(hit) = ctx.session.search().find(&self.query, 1).first() {
            let (item, mode, from) = (hit.item, SelectMode::Replace, Panel::Outline);
            ctx.send(Command::Select { item, mode, from });
        }
    }
}

fn hits(ui: &mut Ui, ctx: &ViewContext<'_>, found: &[Hit]) {
    let count = match found.len() {
        0 => "Nothing found. Fewer or other letters may help.".to_owned(),
        1 => "1 hit".to_owned(),
        HITS => format!("The first {HITS} hits"),
        many => format!("{many} hits"),
    };
    pieces::weak(ui, count);
    for hit in found {
        row(ui, ctx, hit.item, None, true);
    }
}

fn everything(ui: &mut Ui, ctx: &ViewContext<'_>, contents: &Contents, reveal: Option<Item>) {
    let dataset = ctx.dataset();
    let top = reveal.and_then(|item| top_of(dataset, item));
    for (&kind, tops) in ActorKind::ALL.iter().zip(&contents.tops) {
        let place = top.and_then(|top| tops.binary_search(&top).ok());
        group(ui, plural(kind), tops.len(), place, |ui, row| {
            if let Some(&id) = tops.get(row) {
                with_parts(ui, ctx, id, 0, reveal);
            }
        });
    }
    table(ui, ctx, "Instruments", &dataset.instruments, reveal);
    table(ui, ctx, "Relationships", &dataset.relationships, reveal);
    let events = &contents.events;
    let place = reveal.and_then(|item| events.iter().position(|&id| Item::from(id) == item));
    group(ui, "Events", events.len(), place, |ui, nth| {
        if let Some(&id) = events.get(nth) {
            row(ui, ctx, id.into(), reveal, false);
        }
    });
    table(ui, ctx, "Documents", &dataset.documents, reveal);
}

/// Parts of parts of parts: deeper chains are not listed, so that a cycle ends.
const DEEPEST: usize = 6;

/// Whether an actor heads a row of its section: parts stand under their whole.
fn heads_section(dataset: &Dataset, id: ActorId, kind: ActorKind) -> bool {
    let actor = &dataset.actors[id];
    actor.kind == kind && actor.part_of.is_empty() && actor.offices.is_empty()
}

fn plural(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::State => "States",
        ActorKind::Government => "Governments",
        ActorKind::Person => "People",
        ActorKind::Organisation => "Organisations",
        ActorKind::ArmedGroup => "Armed groups",
        ActorKind::Territory => "Territories",
        ActorKind::Unspecified => "Actors of unspecified kind",
    }
}

fn table<I: Id + Into<Item>, T>(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    title: &str,
    table: &Table<I, T>,
    reveal: Option<Item>,
) {
    let place = reveal.and_then(|item| table.ids().position(|id| id.into() == item));
    group(ui, title, table.len(), place, |ui, nth| row(ui, ctx, I::from_index(nth).into(), reveal, false));
}

/// A heading with its rows. A row far down a long list is scrolled to by its place; a row that is drawn scrolls to
/// itself.
fn group(ui: &mut Ui, title: &str, count: usize, place: Option<usize>, row: impl FnMut(&mut Ui, usize)) {
    if count > 0 {
        let place = place.filter(|_| count > rows::DRAWN);
        CollapsingHeader::new(RichText::new(format!("{title} ({count})")).strong())
            .id_salt(title)
            .default_open(true)
            .show_unindented(ui, |ui| rows::show(ui, title, count, ROW, place, row));
    }
}

/// The actor of no whole under which an actor is listed.
fn top_of(dataset: &Dataset, item: Item) -> Option<ActorId> {
    let Item::Node(NodeId::Actor(mut id)) = item else { return None };
    // As deep as parts are listed, so that a cycle ends.
    for _ in 0..DEEPEST {
        let Some(whole) = first_whole(dataset, id) else { break };
        id = whole;
    }
    Some(id)
}

fn with_parts(ui: &mut Ui, ctx: &ViewContext<'_>, id: ActorId, depth: usize, reveal: Option<Item>) {
    ui.horizontal(|ui| {
        ui.add_space(12.0 * depth as f32);
        ui.vertical(|ui| row(ui, ctx, id.into(), reveal, false));
    });
    if depth < DEEPEST {
        for &part in ctx.session.index().parts(id) {
            if first_whole(ctx.dataset(), part) == Some(id) {
                with_parts(ui, ctx, part, depth + 1, reveal);
            }
        }
    }
}

/// The whole under which an actor is listed: the first that it names.
fn first_whole(dataset: &Dataset, id: ActorId) -> Option<ActorId> {
    let actor = &dataset.actors[id];
    let offices = actor.offices.iter().map(|office| office.of);
    actor.part_of.iter().map(|tie| tie.whole).chain(offices).next()
}

fn row(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item, reveal: Option<Item>, with_kind: bool) {
    let dataset = ctx.dataset();
    let name = match item {
        Item::Event(id) => {
            format!("{} · {}", dataset.events[id].date.to_short_words(), dataset.item_name(item))
        }
        Item::Node(_) | Item::Relationship(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {
            dataset.item_name(item)
        }
    };
    let name = if with_kind { format!("{name}  [{}]", kind(dataset, item)) } else { name };
    let opacity = ctx.tokens.emphasis(ctx.emphasis(item)).text_alpha;
    let response = ui
        .scope(|ui| {
            ui.set_opacity(opacity);
            pieces::item_row(ui, ctx, Panel::Outline, item, name)
        })
        .inner;
    if reveal == Some(item) {
        response.scroll_to_me(Some(Align::Center));
    }
}

fn kind(dataset: &Dataset, item: Item) -> &'static str {
    match item {
        Item::Node(node @ (NodeId::Actor(_) | NodeId::Instrument(_))) => dataset.node_kind(node),
        Item::Relationship(_) => "relationship",
        Item::Event(_) => "event",
        Item::Excerpt(_) => "excerpt",
        Item::Document(_) => "document",
        Item::Point(_) => "alignment",
    }
}
