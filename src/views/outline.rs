//! The outline: everything that the dataset holds, in a list that can be searched.

use egui::{Align, CollapsingHeader, RichText, ScrollArea, TextEdit, Ui};

use crate::analysis::search::Hit;
use crate::dataset::{ActorId, ActorKind, Dataset, EventId, Id, Item, NodeId, Table};
use crate::session::{Command, Panel, SelectMode, Session};

use super::context::ViewContext;
use super::kept::{Kept, Of};
use super::{pieces, rows};

/// How many hits a search lists.
const HITS: usize = 100;

/// The panel's own state.
#[derive(Default)]
pub struct OutlineView {
    query: String,
    take_focus: bool,
    seen: u64,
    /// What was selected elsewhere, until it is in sight.
    reveal: Option<Item>,
    contents: Kept<Of, Contents>,
    found: Kept<(Of, String), Vec<Hit>>,
}

/// What stands under each heading, where that is not all of a table in its order.
struct Contents {
    /// The actors of each kind, in the order of [`ActorKind::ALL`].
    actors: Vec<Actors>,
    /// The events, oldest first.
    events: Vec<EventId>,
}

impl Contents {
    fn new(session: &Session) -> Self {
        let dataset = session.dataset();
        let mut events: Vec<EventId> = dataset.events.ids().collect();
        dataset.events.sort_by_date(&mut events);
        Self { actors: ActorKind::ALL.iter().map(|&kind| Actors::new(session, kind)).collect(), events }
    }
}

/// The actors of a kind that stand under no whole, each followed by its parts.
#[derive(Default)]
struct Actors {
    /// How many stand under no whole.
    count: usize,
    rows: Vec<ActorRow>,
}

struct ActorRow {
    id: ActorId,
    /// How many wholes it stands under.
    depth: u8,
}

/// Parts of parts of parts: deeper chains are not listed, so that a cycle ends.
const DEEPEST: u8 = 6;

impl Actors {
    fn new(session: &Session, kind: ActorKind) -> Self {
        let mut actors = Self::default();
        for (id, actor) in session.dataset().actors.iter() {
            if actor.kind == kind && first_whole(session.dataset(), id).is_none() {
                actors.count += 1;
                actors.add(session, id, 0);
            }
        }
        actors
    }

    /// Adds an actor, and under it the parts that name it as their first whole.
    fn add(&mut self, session: &Session, id: ActorId, depth: u8) {
        self.rows.push(ActorRow { id, depth });
        if depth == DEEPEST {
            return;
        }
        for &part in session.index().parts(id) {
            if first_whole(session.dataset(), part) == Some(id) {
                self.add(session, part, depth + 1);
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
        if std::mem::replace(&mut self.seen, revision) != revision {
            self.reveal = ctx.session.selection().last().filter(|_| from != Panel::Outline);
        }
        ui.add_space(4.0);
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let of = Of::dataset(ctx.session.dataset());
            if self.query.trim().is_empty() {
                let contents = self.contents.fit(of, || Contents::new(ctx.session));
                self.reveal = everything(ui, ctx, contents, self.reveal);
            } else {
                let query = self.query.clone();
                hits(ui, ctx, self.found.fit((of, query), || ctx.session.search().find(&self.query, HITS)));
                self.reveal = None;
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
        row(ui, ctx, hit.item, false, true);
    }
}

/// Shows all headings with their rows; returns what is still to be revealed.
fn everything(ui: &mut Ui, ctx: &ViewContext<'_>, contents: &Contents, reveal: Option<Item>) -> Option<Item> {
    let dataset = ctx.dataset();
    let mut groups = Groups { ui, ctx, reveal, is_opening: false };
    for (&kind, Actors { count, rows }) in ActorKind::ALL.iter().zip(&contents.actors) {
        let at = |row: usize| rows.get(row).map(|row| (row.id.into(), row.depth));
        groups.show(plural(kind), *count, rows.len(), at);
    }
    groups.table("Instruments", &dataset.instruments);
    groups.table("Relationships", &dataset.relationships);
    let events = &contents.events;
    groups.show("Events", events.len(), events.len(), |nth| events.get(nth).map(|&id| (id.into(), 0)));
    groups.table("Documents", &dataset.documents);
    reveal.filter(|_| groups.is_opening)
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

/// Headings with their rows, one after the other.
struct Groups<'a, 'b> {
    ui: &'a mut Ui,
    ctx: &'a ViewContext<'b>,
    /// The item to scroll to.
    reveal: Option<Item>,
    /// Whether the heading over that item is still opening.
    is_opening: bool,
}

impl Groups<'_, '_> {
    fn table<I: Id + Into<Item>, T>(&mut self, title: &str, table: &Table<I, T>) {
        let at = |nth| (nth < table.len()).then(|| (I::from_index(nth).into(), 0));
        self.show(title, table.len(), table.len(), at);
    }

    /// A heading that says how many there are, and its rows: `at` knows the item of each, and how many wholes it stands
    /// under. The row to reveal opens the heading. One of a long list is scrolled to by its place, one of a short
    /// list, where each is drawn, scrolls to itself.
    fn show(&mut self, title: &str, count: usize, rows: usize, at: impl Fn(usize) -> Option<(Item, u8)>) {
        if count == 0 {
            return;
        }
        let Self { ui, ctx, reveal, is_opening } = self;
        let is_sought = |row: &usize| at(*row).is_some_and(|(item, _)| Some(item) == *reveal);
        let place = reveal.and_then(|_| (0..rows).find(is_sought));
        let shown = CollapsingHeader::new(RichText::new(format!("{title} ({count})")).strong())
            .id_salt(title)
            .default_open(true)
            .open(place.map(|_| true))
            .show_unindented(ui, |ui| {
                let far = place.filter(|_| rows > rows::DRAWN);
                rows::show(ui, title, rows, pieces::ROW, far, |ui, nth| {
                    if let Some((item, depth)) = at(nth) {
                        indented(ui, ctx, item, depth, place == Some(nth) && far.is_none());
                    }
                });
            });
        *is_opening |= place.is_some() && shown.openness < 1.0;
    }
}

fn indented(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item, depth: u8, scroll_to: bool) {
    if depth == 0 {
        return row(ui, ctx, item, scroll_to, false);
    }
    ui.horizontal(|ui| {
        ui.add_space(12.0 * f32::from(depth));
        ui.vertical(|ui| row(ui, ctx, item, scroll_to, false));
    });
}

fn row(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item, scroll_to: bool, with_kind: bool) {
    let dataset = ctx.dataset();
    let name = match item {
        Item::Event(id) => {
            format!("{} · {}", dataset.event(id).date().to_short_words(), dataset.item_name(item))
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
    if scroll_to {
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
