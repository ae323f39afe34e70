//! The page of a figure: title, picture, legend, caption, sources, from the top to the bottom.
//!
//! What stands below the picture is as high as its words need, so its height is taken from the pass before; the
//! picture gets the rest once that height has come to rest.

use egui::{Label, Rect, RichText, Ui, UiBuilder, Vec2, pos2, vec2};

use super::words::Words;
use super::{Panel, Request};
use crate::dataset::{ActorKind, InstrumentKind, Item, NodeId, RelationshipKind, Sign};
use crate::theme::TextRole;
use crate::views::ViewContext;
use crate::views::diagram::legend;
use crate::views::timeline::legend as timeline_legend;

/// Empty space around the page and between its parts, in units.
const MARGIN: f32 = 12.0;

/// Space between the entries of the legend.
const GAP: Vec2 = vec2(14.0, 1.0);

/// One entry of a legend.
type Entry<'a> = Box<dyn Fn(&mut Ui) + 'a>;

/// The page, from one pass to the next.
#[derive(Default)]
pub(super) struct Frame {
    foot: f32,
    is_at_rest: bool,
    picture: Option<Rect>,
}

impl Frame {
    /// Where the picture stands, once that is known.
    pub fn picture(&self) -> Option<Rect> {
        self.picture
    }

    /// Shows the page; `picture` shows the panel in the space that it is given.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        ctx: &ViewContext<'_>,
        words: &Words,
        request: &Request,
        picture: impl FnOnce(&mut Ui),
    ) {
        let page = ui.ctx().content_rect();
        if !request.transparent {
            ui.painter().rect_filled(page, 0.0, ctx.tokens.surface.canvas);
        }
        let inside = page.shrink(MARGIN);
        let top = title(ui, ctx, &words.title, inside);
        let below = Rect::from_min_max(pos2(inside.left(), inside.bottom() - self.foot), inside.max);
        let foot = foot(ui, ctx, words, below, request.legend.then_some(request.panel));
        let gap = if foot > 0.0 { MARGIN * 0.7 } else { 0.0 };
        self.is_at_rest = (foot - self.foot).abs() < 0.05;
        self.foot = foot;
        let space =
            Rect::from_min_max(pos2(inside.left(), top), pos2(inside.right(), inside.bottom() - foot - gap));
        self.picture = self.is_at_rest.then_some(space);
        if self.is_at_rest && space.width() > 0.0 && space.height() > 0.0 {
            let mut child = ui.new_child(UiBuilder::new().max_rect(space).id_salt("picture"));
            child.set_clip_rect(space);
            picture(&mut child);
        }
    }
}

/// Writes the title; returns where the rest begins.
fn title(ui: &mut Ui, ctx: &ViewContext<'_>, title: &str, inside: Rect) -> f32 {
    if title.trim().is_empty() {
        return inside.top();
    }
    let mut child = ui.new_child(UiBuilder::new().max_rect(inside).id_salt("title"));
    let text = RichText::new(title).text_style(TextRole::Heading.style()).color(ctx.tokens.text.strong);
    child.add(Label::new(text).wrap().selectable(false));
    child.min_rect().bottom() + MARGIN * 0.5
}

/// Writes what stands below the picture; returns its height.
fn foot(ui: &mut Ui, ctx: &ViewContext<'_>, words: &Words, place: Rect, legend_of: Option<Panel>) -> f32 {
    // As high as it needs, not as it was in the pass before.
    let place = Rect::from_min_size(place.min, vec2(place.width(), f32::INFINITY));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt("foot"));
    child.spacing_mut().item_spacing.y = 3.0;
    if let Some(panel) = legend_of {
        let entries = match panel {
            Panel::Diagram => diagram_entries(ctx),
            Panel::Timeline => timeline_entries(ctx),
            Panel::Excerpts | Panel::All => todo!(),
        };
        flow(&mut child, &entries);
        child.add_space(3.0);
    }
    let line = |ui: &mut Ui, text: &str, colour| {
        let text = RichText::new(text).text_style(TextRole::Caption.style()).color(colour);
        ui.add(Label::new(text).wrap().selectable(false));
    };
    line(&mut child, &words.caption, ctx.tokens.text.normal);
    for source in &words.sources {
        line(&mut child, source, ctx.tokens.text.weak);
    }
    child.min_rect().height()
}

/// Sets entries beside each other, and below where there is no more room.
fn flow(ui: &mut Ui, entries: &[Entry<'_>]) {
    let space = ui.available_rect_before_wrap();
    let (mut at, mut row) = (space.min, 0.0_f32);
    for (place, entry) in entries.iter().enumerate() {
        let size = show_at(ui, ("measure", place), UiBuilder::new().invisible(), space, entry);
        if at.x > space.left() && at.x + size.x > space.right() {
            at = pos2(space.left(), at.y + row + GAP.y);
            row = 0.0;
        }
        let room = Rect::from_min_size(at, vec2(space.right() - at.x, space.height()));
        show_at(ui, ("entry", place), UiBuilder::new(), room, entry);
        at.x += size.x + GAP.x;
        row = row.max(size.y);
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(space.min, pos2(space.right(), at.y + row)));
}

/// Shows an entry in a place; returns its size.
fn show_at(ui: &mut Ui, id: (&str, usize), builder: UiBuilder, place: Rect, entry: &Entry<'_>) -> Vec2 {
    let mut child = ui.new_child(builder.max_rect(place).id_salt(id));
    child.style_mut().override_text_style = Some(TextRole::Caption.style());
    // Else a row is as high as a button.
    child.spacing_mut().interact_size.y = 0.0;
    entry(&mut child);
    child.min_rect().size()
}

/// What the diagram tells apart, of that which stands in the time window.
fn diagram_entries<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let dataset = ctx.dataset();
    let network = ctx.session.network();
    let nodes: Vec<NodeId> = dataset.nodes().filter(|&node| network.stands(node.into())).collect();
    let is = |node: &NodeId, kind: ActorKind| node.actor().is_some_and(|id| dataset.actors[id].kind == kind);
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for &kind in ActorKind::ALL.iter().filter(|&&kind| nodes.iter().any(|node| is(node, kind))) {
        entries.push(Box::new(move |ui| legend::actor_kind(ui, ctx, kind)));
    }
    let instrument = nodes.iter().find_map(|node| match node {
        NodeId::Instrument(id) => Some(dataset.instruments[*id].kind),
        NodeId::Actor(_) => None,
    });
    if let Some(kind) = instrument {
        let kind: InstrumentKind = kind;
        entries.push(Box::new(move |ui| legend::instrument(ui, ctx, kind)));
    }
    if dataset.nodes().any(|node| !network.stands(node.into())) {
        entries.push(Box::new(move |ui| legend::absent(ui, ctx)));
    }
    let ties = dataset.relationships.iter().filter(|(id, _)| network.stands(Item::from(*id)));
    let ties: Vec<_> = ties.map(|(_, tie)| tie).collect();
    for &sign in Sign::ALL {
        let used = RelationshipKind::ALL.iter().filter(|kind| kind.sign() == sign);
        let used = used.filter(|&&kind| ties.iter().any(|tie| tie.kind == kind));
        let used: Vec<&str> = used.map(|kind| kind.word()).collect();
        if !used.is_empty() {
            entries.push(Box::new(move |ui| legend::sign(ui, ctx, sign, &used.join(", "))));
        }
    }
    if ties.iter().any(|tie| !dataset.voice(&tie.evidence).is_some_and(|voice| voice.is_fact())) {
        entries.push(Box::new(move |ui| legend::opinion(ui, ctx)));
    }
    entries
}

/// What the timeline tells apart, of that which it shows. Lines are named at their ends.
fn timeline_entries<'a>(ctx: &'a ViewContext<'a>) -> Vec<Entry<'a>> {
    let entries = timeline_legend::used(ctx).into_iter();
    entries
        .map(|entry| Box::new(move |ui: &mut Ui| timeline_legend::entry(ui, ctx, entry)) as Entry<'a>)
        .collect()
}
