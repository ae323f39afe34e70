//! The picture of a figure: one panel, or all three set as in the window.

use std::collections::BTreeMap;

use egui::{Rect, RichText, Ui, UiBuilder, pos2, vec2};

use super::words::Room;
use super::{Panel, Request};
use crate::dataset::DocumentId;
use crate::theme::TextRole;
use crate::views::ViewContext;
use crate::views::diagram::DiagramView;
use crate::views::excerpts::ExcerptsView;
use crate::views::pieces;
use crate::views::timeline::TimelineView;

/// The part of the width that the excerpts have beside the other two.
const BESIDE: f32 = 0.3;

/// The part of the height that the timeline has under the diagram.
const BELOW: f32 = 0.36;

/// Space between two panels, in units.
const GAP: f32 = 14.0;

/// The views that are shown.
pub(super) struct Picture {
    panel: Panel,
    diagram: DiagramView,
    timeline: TimelineView,
    excerpts: ExcerptsView,
}

impl Picture {
    /// The views of a request.
    pub fn new(request: &Request) -> Self {
        Self {
            panel: request.panel,
            diagram: DiagramView::with_pinned(request.pinned.clone()),
            timeline: TimelineView::default(),
            excerpts: ExcerptsView::default(),
        }
    }

    /// The numbers by which the documents are cited.
    pub fn set_numbers(&mut self, numbers: &BTreeMap<DocumentId, usize>) {
        self.excerpts.set_numbers(numbers);
    }

    /// What there was room for.
    pub fn room(&self) -> Room {
        Room {
            diagram: self.diagram.shown(),
            cut_names: self.timeline.cut_names().to_vec(),
            excerpts: self.excerpts.on_page().to_vec(),
        }
    }

    /// Shows it in all the space that there is.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        match self.panel {
            Panel::Diagram => self.diagram.ui(ui, ctx),
            Panel::Timeline => self.timeline.ui(ui, ctx),
            Panel::Excerpts => self.excerpts.ui(ui, ctx),
            Panel::All => self.all(ui, ctx),
        }
    }

    /// The diagram large, the timeline below it, the excerpts at the right.
    fn all(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let space = ui.available_rect_before_wrap();
        let right = space.left() + (1.0 - BESIDE) * space.width();
        let middle = space.top() + (1.0 - BELOW) * space.height();
        let half = GAP / 2.0;
        let diagram = Rect::from_min_max(space.min, pos2(right - half, middle - half));
        let timeline =
            Rect::from_min_max(pos2(space.left(), middle + half), pos2(right - half, space.bottom()));
        let excerpts = Rect::from_min_max(pos2(right + half, space.top()), space.max);
        titled(ui, ctx, diagram, "Relationships", |ui| self.diagram.ui(ui, ctx));
        titled(ui, ctx, timeline, "Alignment", |ui| self.timeline.ui(ui, ctx));
        titled(ui, ctx, excerpts, "Source excerpts", |ui| self.excerpts.ui(ui, ctx));
    }
}

/// A panel with its name above it.
fn titled(ui: &mut Ui, ctx: &ViewContext<'_>, place: Rect, name: &str, panel: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(UiBuilder::new().max_rect(place).id_salt(name));
    child.set_clip_rect(place);
    let text = RichText::new(name).text_style(TextRole::Strong.style()).color(ctx.tokens.text.strong);
    pieces::plain(&mut child, text);
    let below = Rect::from_min_max(place.min + vec2(0.0, child.min_rect().height() + 2.0), place.max);
    let mut child = ui.new_child(UiBuilder::new().max_rect(below).id_salt((name, "panel")));
    child.set_clip_rect(below);
    panel(&mut child);
}
