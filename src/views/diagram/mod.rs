//! The relationship diagram: who is tied to whom, and by what.
//!
//! What is drawn is computed in steps, each kept until what it depends on changes: the [`model`] of a dataset, the
//! `plane` of a layout, what is `standing` in a time window, a `level` of detail, and the `drawing` of a view.
//! With few nodes in view each mark is in the [`scene`]; the many marks of a large network are a `crowd`.

pub mod camera;
mod cast;
mod crowd;
mod draft;
mod drawing;
mod guides;
pub mod hit;
mod laid_out;
pub mod legend;
mod level;
mod levels;
mod lists;
pub mod model;
mod movement;
mod narrow;
mod of_file;
pub mod paint;
mod plane;
#[cfg(test)]
mod proof;
pub mod scene;
pub mod shapes;
mod standing;
#[cfg(test)]
mod tests;
mod tree;
mod walk;
mod widths;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{FontId, Pos2, Rect, RichText, Sense, Ui, vec2};

use crate::dataset::{Dataset, Item, NodeId};
use crate::layout::worker::Worker;
use crate::layout::{self, Positions};
use crate::session::{Action, Arrangement, ArrangementKind, Camera, Command, Panel, Request};

use super::context::{Medium, ViewContext};
use super::{pieces, widgets};
use camera::View;
use cast::Sight;
use crowd::Discs;
use drawing::{Drawing, Frame};
use hit::{Pointer, Under};
use laid_out::LaidOut;
use model::Graph;
use movement::Flight;
use scene::Scene;
use walk::Walk;
use widths::Widths;

pub use cast::is_large;
pub use drawing::Shown;
pub use laid_out::lay_out_ahead;
pub use words::{in_the_middle, thousands};

/// Height of the row above the diagram, in points.
const HEADER: f32 = 32.0;

/// Of a large network so many marks can be reached with the keyboard and by screen readers; the rest by outline and
/// search.
const FOCUSABLE: usize = 300;

/// Seconds in which the crowd fades when there are few nodes in view.
const FADE: f32 = 0.2;

/// A click on a bundle of no more ties selects them; else it is looked at from nearer by.
const FEW: usize = 12;

/// The panel's own state: what part of the plane is shown and where dragged nodes stand.
#[derive(Default)]
pub struct DiagramView {
    laid_out: Option<LaidOut>,
    given: Option<Positions>,
    view: Option<View>,
    panel: Option<Rect>,
    /// Nodes that were dragged, in the arrangement that is shown.
    pinned: BTreeMap<NodeId, Pos2>,
    /// The same of arrangements that were shown before.
    put_away: Vec<(Arrangement, BTreeMap<NodeId, Pos2>)>,
    dragged: Option<NodeId>,
    wishes: Vec<Camera>,
    flight: Option<Flight>,
    walk: Option<Walk>,
    drawing: Drawing,
    discs: Option<Discs>,
    widths: Widths,
    seen: u64,
    take_focus: bool,
    /// Whether an arrangement was asked for that is not there yet.
    is_arranging: bool,
    /// Whether what is drawn is as it will stay.
    is_at_rest: bool,
    /// Whether the dataset has no node: then there is no layout to wait for.
    is_empty: bool,
}

impl DiagramView {
    /// A diagram whose nodes stand where they were dragged, in units of the plane.
    pub fn with_pinned(pinned: BTreeMap<NodeId, Pos2>) -> Self {
        Self { pinned, ..Self::default() }
    }

    /// A diagram of nodes that stand at given places, in the order of [`Dataset::nodes`]; those of another number of
    /// nodes are laid out.
    pub fn with_positions(positions: Positions) -> Self {
        Self { given: Some(positions), ..Self::default() }
    }

    /// The same diagram of a dataset that has the same nodes and ties, in the same order: nothing is laid out again, and
    /// what is in view stays.
    pub fn of_same_network(self, dataset: &Arc<Dataset>) -> Self {
        let laid_out = self.laid_out.map(|laid_out| laid_out.of_same_network(dataset));
        Self { laid_out, drawing: Drawing::default(), discs: None, dragged: None, ..self }
    }

    /// The nodes that were dragged, and where they stand.
    pub fn pinned(&self) -> &BTreeMap<NodeId, Pos2> {
        &self.pinned
    }

    /// Shows something else at the next frame.
    pub fn move_camera(&mut self, camera: Camera) {
        self.wishes.push(camera);
    }

    /// Puts the keyboard on the first node at the next frame.
    pub fn take_focus(&mut self) {
        self.take_focus = true;
    }

    /// Whether the layout is there, or there is nothing to lay out, and nothing moves.
    pub fn is_settled(&self) -> bool {
        let is_laid_out = self.laid_out.as_ref().is_some_and(|laid_out| laid_out.places.is_some());
        self.is_empty
            || (is_laid_out
                && !self.is_arranging
                && self.is_at_rest
                && self.flight.is_none()
                && self.walk.is_none())
    }

    /// What has a shape, a route or a name of its own on the screen, and where.
    pub fn scene(&self) -> &Scene {
        self.drawing.scene()
    }

    /// How much is drawn, and how much is not.
    pub fn shown(&self) -> Shown {
        self.drawing.shown()
    }

    /// Every item of the scene with a rectangle whose middle is on it, nodes first.
    pub fn places(&self) -> Vec<(Item, Rect)> {
        let scene = self.drawing.scene();
        let nodes = scene.nodes.iter().filter(|node| node.stands);
        let nodes = nodes.map(|node| (Item::from(node.node), node.shape.rect(node.centre)));
        let edges = scene.edges.iter().map(|edge| (Item::from(edge.relationship), edge.handle()));
        nodes.chain(edges).collect()
    }

    /// The labels on the screen with their rectangles, in points of the window.
    pub fn labels(&self) -> Vec<(NodeId, Rect)> {
        let standing = self.drawing.scene().nodes.iter().filter(|node| node.stands);
        standing.filter_map(|node| Some((node.node, node.label?))).collect()
    }

    /// Shows the panel.
    pub fn ui(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let whole = ui.available_rect_before_wrap();
        if ctx.has_controls() {
            // A figure has the ground of its page, or none.
            ui.painter().rect_filled(whole, 0.0, ctx.tokens.surface.canvas);
        }
        let header = if ctx.has_controls() { HEADER } else { 0.0 };
        let (header, panel) = whole.split_top_bottom_at_y(whole.top() + header);
        let response = ui.interact(panel, ui.scope_id().with("diagram"), Sense::click_and_drag());
        let dataset = ctx.session.dataset();
        self.is_empty = dataset.actors.is_empty() && dataset.instruments.is_empty();
        if self.is_empty {
            empty(ui, panel);
            return;
        }
        self.lay_out(ui, ctx);
        let Some(bounds) = self.bounds() else {
            waiting(ui, ctx, panel);
            return;
        };
        self.keep_in_view(panel, bounds);
        self.follow_selection(ctx, panel);
        self.carry_out_wishes(ctx, panel, bounds);
        self.fly(ui);
        self.walk(ui);
        self.move_by_pointer(ui, &response, panel, bounds);
        let font = FontId::proportional(model::TYPE_SIZE * self.view.unwrap_or_default().text_scale());
        self.draw(ui, ctx, panel, &font);
        // While the ground is dragged, nothing is pointed at.
        let is_panned = response.dragged() && self.dragged.is_none();
        let pointer = response.hover_pos().filter(|_| !is_panned);
        let under = pointer.and_then(|pointer| self.under(pointer));
        self.interact(ui, ctx, &response, under.as_ref());
        if !ctx.has_controls() {
            return;
        }
        self.point_out(ui, ctx, panel, under.as_ref());
        self.header(ui, ctx, header);
        self.tooltip(ctx, &response, under.as_ref());
        self.focusable_items(ui, ctx, panel);
    }

    /// Asks for a layout when dataset or arrangement are new, and takes it as soon as it is there.
    fn lay_out(&mut self, ui: &Ui, ctx: &ViewContext<'_>) {
        let dataset = ctx.session.dataset();
        let wanted = ctx.session.arrangement();
        if self.laid_out.as_ref().is_none_or(|laid_out| !Arc::ptr_eq(&laid_out.dataset, dataset)) {
            // Nodes that are on their way are not those of the new dataset.
            (self.drawing, self.walk) = (Drawing::default(), None);
            self.laid_out = Some(self.begin(ui, ctx));
        }
        let Some(laid_out) = &mut self.laid_out else { return };
        let positions = laid_out.positions(wanted);
        self.is_arranging = positions.is_none() && laid_out.shown() != Some(wanted);
        let Some(mut positions) = positions else { return };
        let is_first = laid_out.shown().is_none();
        if let Some(before) = laid_out.shown().cloned() {
            self.put_away.retain(|(other, _)| *other != before);
            self.put_away.push((before, std::mem::take(&mut self.pinned)));
            let own = self.put_away.iter().find(|(other, _)| other == wanted);
            self.pinned = own.map(|(_, pinned)| pinned.clone()).unwrap_or_default();
            // Of a large network hardly anything would be seen of it.
            let is_followed = ctx.medium == Medium::Screen && self.drawing.sight() == Sight::Whole;
            self.walk = laid_out.places.as_ref().filter(|_| is_followed).map(Walk::from);
        }
        if ctx.medium == Medium::Figure {
            // A node that was dragged out of the picture is on the page all the same.
            for (node, asked) in laid_out.graph.nodes.iter().zip(&laid_out.graph.request.nodes) {
                if let Some(at) = self.pinned.get(node) {
                    let room = asked.extent.shifted(layout::Point { x: at.x, y: at.y });
                    positions.bounds = positions.bounds.union(&room);
                }
            }
        }
        laid_out.show(wanted, positions, &self.pinned);
        self.drawing.forget_places();
        match (self.walk.is_some(), self.bounds()) {
            (true, Some(bounds)) => self.fly_to_fit(bounds),
            _ if !is_first => self.wishes.push(Camera::Fit),
            _ => {}
        }
    }

    /// A graph of a new dataset: on the screen with a thread that lays it out.
    fn begin(&self, ui: &Ui, ctx: &ViewContext<'_>) -> LaidOut {
        let dataset = ctx.session.dataset();
        let given = self.given.clone();
        match ctx.medium {
            Medium::Screen => {
                let wake = ui.ctx().clone();
                let worker = Worker::new(move || wake.request_repaint());
                LaidOut::new(dataset, Graph::new(dataset, &self.pinned), Some(worker), given)
            }
            // As on the screen, where no other node makes way for one that was dragged.
            Medium::Figure => LaidOut::new(dataset, Graph::new(dataset, &BTreeMap::new()), None, given),
        }
    }

    /// The rectangle of the plane that everything fills.
    fn bounds(&self) -> Option<Rect> {
        let bounds = self.laid_out.as_ref()?.places.as_ref()?.positions.bounds;
        Some(Rect::from_min_max(
            egui::pos2(bounds.min.x, bounds.min.y),
            egui::pos2(bounds.max.x, bounds.max.y),
        ))
    }

    /// The part of the plane that the panel shows where everything is fitted, on the screen. Names stay in it, so that
    /// none is cut there; moving the picture moves it too. It holds what was dragged out of it.
    fn page(&self, panel: Rect, view: View) -> Option<Rect> {
        let fitted = View::fit(self.bounds()?, panel);
        if view.zoom < 0.98 * fitted.zoom {
            return None;
        }
        let corner = |at| fitted.to_plane(panel, at);
        let page = Rect::from_min_max(corner(panel.min), corner(panel.max));
        let dragged = self.pinned.values().filter(|at| !page.contains(**at));
        let page = dragged.fold(page, |page, &at| page.union(Rect::from_center_size(at, vec2(240.0, 240.0))));
        Some(Rect::from_min_max(view.to_screen(panel, page.min), view.to_screen(panel, page.max)).shrink(8.0))
    }

    /// Brings what is drawn up to date, and paints it.
    fn draw(&mut self, ui: &Ui, ctx: &ViewContext<'_>, panel: Rect, font: &FontId) {
        let Some((laid_out, view)) = self.laid_out.as_ref().zip(self.view) else { return };
        let Some(places) = Walk::places(self.walk.as_ref(), laid_out) else { return };
        self.widths.fit(font, ui.pixels_per_point());
        let measure = |lines: &[String]| self.widths.measure(ui, font, lines);
        let is_on_screen = ctx.medium == Medium::Screen;
        let fade = |is_near: bool| match is_on_screen {
            true => ui.ctx().animate_bool_with_time(ui.scope_id().with("near"), is_near, FADE),
            false => f32::from(u8::from(is_near)),
        };
        let nearness = fade(self.drawing.sight() != Sight::Far);
        let page = self.page(panel, view);
        let frame = Frame {
            ctx,
            graph: &laid_out.graph,
            plane: &places.plane,
            revision: places.revision,
            regions: &places.positions.groups,
            guides: &places.guides,
            view,
            panel,
            page,
            pixels: ui.pixels_per_point(),
            is_fading: is_on_screen && nearness < 1.0,
            wake: ui.ctx(),
            measure: &measure,
        };
        self.drawing.update(&frame);
        let is_at_work = self.drawing.is_at_work(&frame);
        self.is_at_rest = !is_at_work && self.drawing.has_levels(&frame);
        if is_at_work && is_on_screen {
            ui.request_repaint();
        }
        if is_on_screen && self.discs.is_none() && self.drawing.sight() != Sight::Whole {
            self.discs = Some(Discs::new(ui.ctx()));
        }
        let [crowd, threads] = self.drawing.crowd(&frame, self.discs.as_ref());
        let painter = ui.painter_at(panel);
        paint::grounds(&painter, ctx, self.drawing.scene());
        paint::guides(&painter, ctx, self.drawing.scene());
        let mut below = painter.clone();
        let mut above = painter;
        if self.drawing.sight() == Sight::Near {
            below.multiply_opacity(1.0 - nearness);
            above.multiply_opacity(nearness.max(0.2));
        }
        crowd.paint(&below);
        threads.paint(&above);
        paint::scene(&above, ctx, self.drawing.scene(), font);
    }

    /// What is at a point of the screen.
    fn under(&self, at: Pos2) -> Option<Under> {
        let laid_out = self.laid_out.as_ref()?;
        let places = Walk::places(self.walk.as_ref(), laid_out)?;
        let pointer = Pointer { at, view: self.view?, panel: self.panel? };
        hit::under(&self.drawing, &laid_out.graph, &places.plane, &pointer)
    }

    fn interact(&mut self, ui: &Ui, ctx: &ViewContext<'_>, response: &egui::Response, under: Option<&Under>) {
        match under {
            Some(Under::Ties(pairs)) if response.clicked() => self.open_bundle(ctx, pairs),
            Some(Under::Ties(_)) => {}
            Some(Under::Item(_)) | None => {
                ctx.interact(Panel::Diagram, response, under.and_then(Under::item));
            }
        }
        if under.is_some() {
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if response.double_clicked() {
            match (under, response.interact_pointer_pos(), self.panel) {
                (Some(Under::Item(_)), Some(pointer), Some(panel)) => self.centre(panel, pointer),
                (None, _, _) => self.wishes.push(Camera::Fit),
                _ => {}
            }
            ui.request_repaint();
        }
        response.context_menu(|ui| {
            for action in [Action::Fit, Action::CentreSelection, Action::Unpin] {
                if ui.button(action.description().name).clicked() {
                    ctx.send(Command::Request(Request::Act(action)));
                    ui.close();
                }
            }
            ui.separator();
            words::arrangements(ui, ctx);
            ui.separator();
            pieces::figure_entries(ui, ctx, Panel::Diagram);
        });
    }

    /// Selects the ties of a line where they are few, or flies to where they run.
    fn open_bundle(&mut self, ctx: &ViewContext<'_>, pairs: &[u32]) {
        let Some(laid_out) = &self.laid_out else { return };
        let ties = laid_out.graph.ties_of(pairs, ctx.session.network());
        if ties.len() > FEW && pairs.len() > 1 {
            self.fly_to_pairs(pairs);
        } else {
            ctx.send(Command::SelectAll(ties.into_iter().map(Item::from).collect()));
        }
    }

    /// One focusable, named item for each node and edge: for the keyboard and for screen readers.
    fn focusable_items(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, panel: Rect) {
        let mut places = self.places();
        places.retain(|(_, rect)| panel.intersects(*rect));
        if self.drawing.sight() != Sight::Whole && places.len() > FOCUSABLE {
            places.sort_by_cached_key(|&(item, _)| std::cmp::Reverse(self.importance(ctx, item)));
            places.truncate(FOCUSABLE);
        }
        for (item, rect) in places {
            let name = ctx.dataset().item_name(item);
            let (response, _) = widgets::focusable(ui, rect, ui.scope_id().with(item), &name);
            if std::mem::take(&mut self.take_focus) {
                response.request_focus();
            }
            ctx.interact(Panel::Diagram, &response, Some(item));
            if response.has_focus() {
                let ring = egui::Stroke::new(ctx.tokens.measures.stroke.focus, ctx.tokens.focus);
                ui.painter_at(panel).rect_stroke(rect.expand(4.0), 4.0, ring, egui::StrokeKind::Outside);
            }
        }
    }

    /// What the keyboard reaches first: the focus, then nodes of many ties, then ties.
    fn importance(&self, ctx: &ViewContext<'_>, item: Item) -> (crate::analysis::focus::Emphasis, u32) {
        let ties = match (item, &self.laid_out) {
            (Item::Node(node), Some(laid_out)) => {
                self.drawing.standing().degree[laid_out.graph.place(node)].saturating_add(1)
            }
            _ => 0,
        };
        (ctx.emphasis(item), ties)
    }
}

/// Says that the layout is not there yet, and what need not wait for it.
fn waiting(ui: &mut Ui, ctx: &ViewContext<'_>, panel: Rect) {
    let middle = Rect::from_center_size(panel.center(), vec2(panel.width(), 60.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(middle), |ui| {
        ui.vertical_centered(|ui| {
            pieces::weak(ui, "Laying out…");
            ui.add_space(6.0);
            if let Ok(arrangement) = ctx.session.offer(ArrangementKind::File)
                && ui.button("Use the file’s positions").clicked()
            {
                ctx.send(Command::Arrange(arrangement));
            }
        });
    });
}

fn empty(ui: &mut Ui, panel: Rect) {
    let text = "This dataset has no actors, so there is nothing to draw. File > Merge… adds actors and \
                relationships from another file, such as a graph or a table.";
    ui.put(panel.shrink(32.0), egui::Label::new(RichText::new(text).weak()).wrap());
}
