//! How the diagram is moved: by pointer and wheel, by commands, and by what is selected elsewhere.

use egui::{Pos2, Rect, Response, Ui};

use crate::dataset::Item;
use crate::session::{Camera, Panel};

use super::super::context::ViewContext;
use super::DiagramView;
use super::camera::View;
use super::hit;

/// Seconds that a flight takes.
pub const FLIGHT: f64 = 0.35;

/// Slow, fast, slow: how much of the way is behind after a part of the time.
pub fn eased(part: f32) -> f32 {
    part * part * (3.0 - 2.0 * part)
}

/// The room about what is flown to, as a part of its size.
const ROOM: f32 = 0.3;

/// A way from one view to another.
#[derive(Clone, Copy)]
pub struct Flight {
    from: View,
    to: View,
    /// When it began; none before its first frame.
    began: Option<f64>,
}

impl DiagramView {
    /// A diagram that the person has not moved keeps filling its panel when that changes size.
    pub(super) fn keep_in_view(&mut self, panel: Rect, bounds: Rect) {
        let fitted = self.panel.map(|before| View::fit(bounds, before));
        if self.view.is_none() || (self.view == fitted && self.panel != Some(panel)) {
            self.view = Some(View::fit(bounds, panel));
        }
        self.panel = Some(panel);
    }

    /// Pans to what was selected elsewhere, where it is not on the screen.
    pub(super) fn follow_selection(&mut self, ctx: &ViewContext<'_>, panel: Rect) {
        let (revision, from) = ctx.session.selection_revision();
        let is_new = std::mem::replace(&mut self.seen, revision) != revision;
        if !is_new || from == Panel::Diagram {
            return;
        }
        let items = ctx.session.selection().items().iter();
        let places: Vec<Pos2> = items.filter_map(|&item| self.place_of(ctx, panel, item)).collect();
        let seen = places.iter().any(|&place| panel.shrink(20.0).contains(place));
        if let (Some(&place), false) = (places.last(), seen) {
            self.centre(panel, place);
        }
    }

    /// Where an item stands on the screen, or beside it.
    fn place_of(&self, ctx: &ViewContext<'_>, panel: Rect, item: Item) -> Option<Pos2> {
        if let Some(rect) = self.drawing.scene().rect(item) {
            return Some(rect.center());
        }
        let laid_out = self.laid_out.as_ref()?;
        let (plane, view) = (&laid_out.places.as_ref()?.plane, self.view?);
        let of_node = |node| plane.centre.get(laid_out.graph.place(node)).copied();
        let place = match item {
            Item::Node(node) => of_node(node)?,
            // Whether it stands is as with the rest: what does not has no place.
            Item::Relationship(id) if ctx.session.network().stands(item) => {
                let relationship = &ctx.dataset().relationships[id];
                of_node(relationship.from)?.lerp(of_node(relationship.to)?, 0.5)
            }
            Item::Relationship(_)
            | Item::Event(_)
            | Item::Excerpt(_)
            | Item::Document(_)
            | Item::Point(_) => return None,
        };
        Some(view.to_screen(panel, place))
    }

    pub(super) fn centre(&mut self, panel: Rect, point: Pos2) {
        if let Some(view) = &mut self.view {
            view.centre = view.to_plane(panel, point);
        }
    }

    pub(super) fn carry_out_wishes(&mut self, ctx: &ViewContext<'_>, panel: Rect, bounds: Rect) {
        for wish in std::mem::take(&mut self.wishes) {
            self.flight = None;
            match wish {
                Camera::Fit => self.view = Some(View::fit(bounds, panel)),
                Camera::Centre(item) => {
                    if let Some(place) = self.place_of(ctx, panel, item) {
                        self.centre(panel, place);
                    }
                }
                Camera::ZoomIn => self.zoom(panel, bounds, 1.25),
                Camera::ZoomOut => self.zoom(panel, bounds, 0.8),
                Camera::Unpin => self.unpin(),
            }
        }
    }

    fn zoom(&mut self, panel: Rect, bounds: Rect, factor: f32) {
        if let Some(view) = &mut self.view {
            view.zoom_at(panel, panel.center(), factor, View::fit(bounds, panel).zoom);
        }
    }

    fn unpin(&mut self) {
        self.pinned.clear();
        self.drawing.forget_places();
        if let Some(laid_out) = &mut self.laid_out {
            laid_out.unpin();
        }
    }

    /// Dragging a node pins it; dragging the ground pans; the wheel zooms at the pointer.
    pub(super) fn move_by_pointer(&mut self, ui: &Ui, response: &Response, panel: Rect, bounds: Rect) {
        let Some(mut view) = self.view else { return };
        if let Some(pointer) = response.hover_pos() {
            let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
            let factor = pinch * (scroll * 0.004).exp();
            if factor != 1.0 {
                self.flight = None;
                view.zoom_at(panel, pointer, factor, View::fit(bounds, panel).zoom);
            }
        }
        if response.drag_started() {
            self.flight = None;
            let origin = ui.input(|input| input.pointer.press_origin());
            // One of a crowd is not dragged: the ground is, wherever it is taken hold of.
            let shaped = origin.and_then(|origin| hit::node_at(self.drawing.scene(), origin));
            self.dragged = match shaped {
                Some(Item::Node(node)) => Some(node),
                _ => None,
            };
        }
        if response.dragged() {
            match self.dragged {
                Some(node) => self.drag(node, response.drag_delta() / view.zoom),
                None => view.pan(response.drag_delta()),
            }
        }
        if response.drag_stopped() && self.dragged.take().is_some() {
            self.sort_again();
        }
        self.view = Some(view);
    }

    fn drag(&mut self, node: crate::dataset::NodeId, by: egui::Vec2) {
        let Some(laid_out) = &mut self.laid_out else { return };
        let Some(places) = &mut laid_out.places else { return };
        let place = laid_out.graph.place(node);
        let to = places.plane.centre[place] + by;
        places.plane.move_node(&laid_out.graph, place, to);
        places.revision += 1;
        self.pinned.insert(node, to);
    }

    /// The crowd is sorted by where its nodes stand: anew, when one was moved.
    fn sort_again(&mut self) {
        if let Some(places) = self.laid_out.as_mut().and_then(|laid_out| laid_out.places.as_mut()) {
            places.plane.sort();
            places.revision += 1;
            self.drawing.forget_places();
        }
    }

    /// Flies to where the nodes of pairs stand.
    pub(super) fn fly_to_pairs(&mut self, pairs: &[u32]) {
        let Some(laid_out) = &self.laid_out else { return };
        let Some(places) = &laid_out.places else { return };
        let ends = pairs.iter().flat_map(|&pair| places.plane.ends(&laid_out.graph, pair as usize));
        self.fly_to(around(ends));
    }

    /// Flies to where some nodes stand.
    pub(super) fn fly_to_nodes(&mut self, is_one: impl Fn(Item) -> bool) {
        let Some(laid_out) = &self.laid_out else { return };
        let Some(places) = &laid_out.places else { return };
        let nodes = laid_out.graph.nodes.iter().zip(&places.plane.centre);
        self.fly_to(around(nodes.filter(|&(&node, _)| is_one(node.into())).map(|(_, &at)| at)));
    }

    /// Flies to where everything fills the panel.
    pub(super) fn fly_to_fit(&mut self, bounds: Rect) {
        let (Some(from), Some(panel)) = (self.view, self.panel) else { return };
        self.flight = Some(Flight { from, to: View::fit(bounds, panel), began: None });
    }

    fn fly_to(&mut self, place: Rect) {
        let (Some(from), Some(panel), Some(bounds)) = (self.view, self.panel, self.bounds()) else { return };
        if place.is_finite() {
            let (near, all) =
                (View::fit(place.expand2(ROOM * place.size()), panel), View::fit(bounds, panel));
            // To see what is nearly everything, nobody wants to stand further off than for everything.
            let to = if near.zoom < all.zoom { all } else { near };
            self.flight = Some(Flight { from, to, began: None });
        }
    }

    /// Takes the next step of a flight.
    pub(super) fn fly(&mut self, ui: &Ui) {
        let Some(flight) = &mut self.flight else { return };
        let now = ui.input(|input| input.time);
        let part = ((now - *flight.began.get_or_insert(now)) / FLIGHT).clamp(0.0, 1.0) as f32;
        self.view = Some(flight.from.toward(flight.to, eased(part)));
        if part >= 1.0 {
            self.view = Some(flight.to);
            self.flight = None;
        }
        ui.request_repaint();
    }
}

/// The rectangle around points.
fn around(points: impl Iterator<Item = Pos2>) -> Rect {
    points.fold(Rect::NOTHING, |place, at| place.union(Rect::from_min_max(at, at)))
}
