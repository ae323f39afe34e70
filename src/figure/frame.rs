//! The page of a figure: title, picture, legend, caption, sources, from the top to the bottom.
//!
//! What stands below the picture is as high as its words need, so its height is taken from the pass before; the
//! picture gets the rest once that height has come to rest. Words and legend say what the picture had room for, so
//! the height never shrinks again: otherwise the two could chase each other for ever.

use egui::{Color32, Label, Rect, RichText, Ui, UiBuilder, Vec2, pos2, vec2};

use super::Request;
use super::legend::{self, Entry};
use super::words::{Room, Words};
use crate::theme::TextRole;
use crate::views::ViewContext;

/// Empty space around the page and between its parts, in units.
const MARGIN: f32 = 12.0;

/// Space between the entries of the legend.
const GAP: Vec2 = vec2(14.0, 1.0);

/// A page with less room across, in units, is a column of text: its legend is brief.
const NARROW: f32 = 560.0;

/// The part of the page's height that the sources may fill.
const MOST_SOURCES: f32 = 0.18;

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
        (words, room): (&Words, &Room),
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
        let is_brief = inside.width() < NARROW;
        let legend =
            if request.legend { legend::entries(ctx, request.panel, room, is_brief) } else { Vec::new() };
        let foot = foot(ui, ctx, words, below, &legend, page.height() * MOST_SOURCES);
        let gap = if foot > 0.0 { MARGIN * 0.7 } else { 0.0 };
        self.is_at_rest = foot < self.foot + 0.05;
        let foot = foot.max(self.foot);
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
fn foot(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    words: &Words,
    place: Rect,
    legend: &[Entry<'_>],
    most_sources: f32,
) -> f32 {
    // As high as it needs, not as it was in the pass before.
    let place = Rect::from_min_size(place.min, vec2(place.width(), f32::INFINITY));
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt("foot"));
    child.spacing_mut().item_spacing.y = 3.0;
    if !legend.is_empty() {
        flow(&mut child, legend);
        child.add_space(3.0);
    }
    line(&mut child, &words.caption, ctx.tokens.text.normal);
    sources(&mut child, ctx, &words.sources, most_sources);
    child.min_rect().height()
}

fn line(ui: &mut Ui, text: &str, colour: Color32) {
    let text = RichText::new(text).text_style(TextRole::Caption.style()).color(colour);
    ui.add(Label::new(text).wrap().selectable(false));
}

/// Lists the sources: all, or as many as have room in `most`, and how many more there are.
fn sources(ui: &mut Ui, ctx: &ViewContext<'_>, sources: &[String], most: f32) {
    let colour = ctx.tokens.text.weak;
    let font = TextRole::Caption.font();
    let width = ui.available_width();
    let height = |text: &String| {
        ui.painter().layout(text.clone(), font.clone(), colour, width).size().y + ui.spacing().item_spacing.y
    };
    let mut ends = sources.iter().scan(0.0, |end, text| {
        *end += height(text);
        Some(*end)
    });
    // The first one always stands: a figure without a source is hearsay.
    let shown = ends.by_ref().take_while(|&end| end <= most).count().max(1).min(sources.len());
    for text in &sources[..shown] {
        line(ui, text, colour);
    }
    let left = sources.len() - shown;
    if left > 0 {
        let documents = if left == 1 { "document" } else { "documents" };
        line(ui, &format!("and {left} more {documents}; detente figure --alt lists all"), colour);
    }
}

/// Sets entries beside each other, and below where there is no more room; each in the middle of its row.
fn flow(ui: &mut Ui, entries: &[Entry<'_>]) {
    let space = ui.available_rect_before_wrap();
    let measure = |ui: &mut Ui, place: usize| {
        show_at(ui, ("measure", place), UiBuilder::new().invisible(), space, &entries[place])
    };
    let sizes: Vec<Vec2> = (0..entries.len()).map(|place| measure(ui, place)).collect();
    let (mut top, mut first) = (space.top(), 0);
    while first < entries.len() {
        let mut right = space.left();
        let row = sizes[first..].iter().enumerate().take_while(|(place, size)| {
            right += size.x + GAP.x;
            *place == 0 || right - GAP.x <= space.right()
        });
        let row = first..first + row.count();
        let height = sizes[row.clone()].iter().fold(0.0, |most: f32, size| most.max(size.y));
        let mut left = space.left();
        for place in row.clone() {
            let at = pos2(left, top + (height - sizes[place].y) / 2.0);
            let room = Rect::from_min_size(at, vec2(space.right() - left, space.height()));
            show_at(ui, ("entry", place), UiBuilder::new(), room, &entries[place]);
            left += sizes[place].x + GAP.x;
        }
        top += height + GAP.y;
        first = row.end;
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(space.min, pos2(space.right(), top - GAP.y)));
}

/// Shows an entry in a place; returns its size.
fn show_at(ui: &mut Ui, id: (&str, usize), builder: UiBuilder, place: Rect, entry: &Entry<'_>) -> Vec2 {
    let mut child = ui.new_child(builder.max_rect(place).id_salt(id));
    child.style_mut().override_text_style = Some(TextRole::Caption.style());
    // Else a row is as high as a button.
    child.spacing_mut().interact_size.y = 0.0;
    (entry.show)(&mut child);
    child.min_rect().size()
}
