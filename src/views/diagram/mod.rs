//! The relationship diagram: who is tied to whom, and by what.

pub mod camera;
pub mod hit;
pub mod legend;
pub mod model;
pub mod paint;
pub mod scene;
pub mod shapes;

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{FontId, Pos2, Rect, RichText, Sense, Ui, vec2};

use crate::dataset::{Dataset, Item, NodeId};
use crate::layout::worker::Worker;
use crate::layout::{self, Positions};
use crate::session::{Action, Camera, Command, Panel, Request};

use super::context::{Medium, ViewContext};
use super::{pieces, widgets};
use camera::View;
use model::Graph;
use scene::{Scene, SceneRequest};

/// Height of the row above the diagram, in points.
const HEADER: f32 = 32.0;

/// The panel's own state: what part of the plane is shown and where dragged nodes stand.
#[derive(Default)]
pub struct DiagramView {
    laid_out: Option<LaidOut>,
    view: Option<View>,
    panel: Option<Rect>,
    pinned: BTreeMap<NodeId, Pos2>,
    dragged: Option<NodeId>,
    wishes: Vec<Camera>,
    scene: Scene,
    seen: u64,
    take_focus: bool,
    /// Whether the dataset has no node: then there is no layout to wait for.
    is_empty: bool,
}

/// A dataset's graph and, once the worker has it, where its nodes stand.
struct LaidOut {
    dataset: Arc<Dataset>,
    graph: Graph,
    /// None where the layout was not left to a thread.
    worker: Option<Worker>,
    positions: Option<Positions>,
}

impl DiagramView {
    /// A diagram whose nodes stand where they were dragged, in units of the plane.
    pub fn with_pinned(pinned: BTreeMap<NodeId, Pos2>) -> Self {
        Self { pinned, ..Self::default() }
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

    /// Whether the layout is there, or there is nothing to lay out.
    pub fn is_settled(&self) -> bool {
        self.is_empty || self.laid_out.as_ref().is_some_and(|laid_out| laid_out.positions.is_some())
    }

    /// What is on the screen, and where.
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// Every item on the screen with a rectangle whose middle is on it, nodes first.
    pub fn places(&self) -> Vec<(Item, Rect)> {
        let nodes = self.scene.nodes.iter().filter(|node| node.stands);
        let nodes = nodes.map(|node| (Item::from(node.node), node.shape.rect(node.centre)));
        let edges = self.scene.edges.iter().map(|edge| (Item::from(edge.relationship), edge.handle()));
        nodes.chain(edges).collect()
    }

    /// The labels on the screen with their rectangles, in points of the window.
    pub fn labels(&self) -> Vec<(NodeId, Rect)> {
        let standing = self.scene.nodes.iter().filter(|node| node.stands);
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
        match ctx.medium {
            Medium::Screen => self.lay_out(ui, dataset),
            Medium::Figure => self.lay_out_now(dataset),
        }
        let Some(bounds) = self.bounds() else {
            ui.put(panel, egui::Label::new(RichText::new("Laying out…").weak()));
            return;
        };
        self.keep_in_view(panel, bounds);
        self.follow_selection(ctx, panel);
        self.carry_out_wishes(panel, bounds);
        self.move_by_pointer(ui, &response, panel);
        let font = FontId::proportional(model::TYPE_SIZE * self.view.unwrap_or_default().text_scale());
        self.scene = self.build_scene(ui, ctx, panel, &font);
        let under = response.hover_pos().and_then(|pointer| hit::item_at(&self.scene, pointer));
        self.interact(ui, ctx, &response, under);
        let painter = ui.painter_at(panel);
        paint::scene(&painter, ctx, &self.scene, &font);
        if !ctx.has_controls() {
            return;
        }
        self.header(ui, ctx, header);
        self.tooltip(ctx, &response, under);
        self.focusable_items(ui, ctx, panel);
    }

    /// Asks the worker for a layout when the dataset is new, and takes its answer.
    fn lay_out(&mut self, ui: &Ui, dataset: &Arc<Dataset>) {
        let is_new = self.laid_out.as_ref().is_none_or(|laid_out| !Arc::ptr_eq(&laid_out.dataset, dataset));
        if is_new {
            let graph = Graph::new(dataset, &self.pinned);
            let wake = ui.ctx().clone();
            let worker = Worker::new(move || wake.request_repaint());
            worker.request(graph.request.clone());
            self.laid_out =
                Some(LaidOut { dataset: dataset.clone(), graph, worker: Some(worker), positions: None });
        }
        if let Some(laid_out) = &mut self.laid_out
            && let Some(positions) = laid_out.worker.as_ref().and_then(Worker::poll)
        {
            laid_out.positions = Some(positions);
        }
    }

    /// Lays a new dataset out before anything is drawn: the same picture as on the screen, without a thread.
    fn lay_out_now(&mut self, dataset: &Arc<Dataset>) {
        if self.laid_out.as_ref().is_some_and(|laid_out| Arc::ptr_eq(&laid_out.dataset, dataset)) {
            return;
        }
        // As on the screen, where no other node makes way for one that was dragged.
        let graph = Graph::new(dataset, &BTreeMap::new());
        let mut positions = layout::recalled(&graph.request);
        if let Some(positions) = &mut positions {
            // A node that was dragged out of the picture is on the page all the same.
            for (node, asked) in graph.nodes.iter().zip(&graph.request.nodes) {
                if let Some(at) = self.pinned.get(node) {
                    let room = asked.extent.shifted(layout::Point { x: at.x, y: at.y });
                    positions.bounds = positions.bounds.union(&room);
                }
            }
        }
        self.laid_out = Some(LaidOut { dataset: dataset.clone(), graph, worker: None, positions });
    }

    /// The rectangle of the plane that everything fills.
    fn bounds(&self) -> Option<Rect> {
        let bounds = self.laid_out.as_ref()?.positions.as_ref()?.bounds;
        Some(Rect::from_min_max(
            egui::pos2(bounds.min.x, bounds.min.y),
            egui::pos2(bounds.max.x, bounds.max.y),
        ))
    }

    /// A diagram that the person has not moved keeps filling its panel when that changes size.
    fn keep_in_view(&mut self, panel: Rect, bounds: Rect) {
        let fitted = self.panel.map(|before| View::fit(bounds, before));
        if self.view.is_none() || (self.view == fitted && self.panel != Some(panel)) {
            self.view = Some(View::fit(bounds, panel));
        }
        self.panel = Some(panel);
    }

    /// Pans to what was selected elsewhere, where it is not on the screen.
    fn follow_selection(&mut self, ctx: &ViewContext<'_>, panel: Rect) {
        let (revision, from) = ctx.session.selection_revision();
        let is_new = std::mem::replace(&mut self.seen, revision) != revision;
        if !is_new || from == Panel::Diagram {
            return;
        }
        let places: Vec<Rect> =
            ctx.session.selection().items().iter().filter_map(|&item| self.scene.rect(item)).collect();
        let seen = places.iter().any(|place| panel.shrink(20.0).contains(place.center()));
        if let (Some(place), false) = (places.last(), seen) {
            self.centre(panel, place.center());
        }
    }

    fn centre(&mut self, panel: Rect, point: Pos2) {
        if let Some(view) = &mut self.view {
            view.centre = view.to_plane(panel, point);
        }
    }

    fn carry_out_wishes(&mut self, panel: Rect, bounds: Rect) {
        for wish in std::mem::take(&mut self.wishes) {
            match wish {
                Camera::Fit => self.view = Some(View::fit(bounds, panel)),
                Camera::Centre(item) => {
                    if let Some(place) = self.scene.rect(item) {
                        self.centre(panel, place.center());
                    }
                }
                Camera::ZoomIn => self.zoom(panel, panel.center(), 1.25),
                Camera::ZoomOut => self.zoom(panel, panel.center(), 0.8),
                Camera::Unpin => self.pinned.clear(),
            }
        }
    }

    fn zoom(&mut self, panel: Rect, at: Pos2, factor: f32) {
        if let Some(view) = &mut self.view {
            view.zoom_at(panel, at, factor);
        }
    }

    /// Dragging a node pins it; dragging the ground pans; the wheel zooms at the pointer.
    fn move_by_pointer(&mut self, ui: &Ui, response: &egui::Response, panel: Rect) {
        let Some(mut view) = self.view else { return };
        if let Some(pointer) = response.hover_pos() {
            let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta().y, input.zoom_delta()));
            let factor = pinch * (scroll * 0.004).exp();
            if factor != 1.0 {
                view.zoom_at(panel, pointer, factor);
            }
        }
        if response.drag_started() {
            let origin = ui.input(|input| input.pointer.press_origin());
            self.dragged = origin.and_then(|origin| match hit::item_at(&self.scene, origin) {
                Some(Item::Node(node)) => Some(node),
                _ => None,
            });
        }
        if response.dragged() {
            let place = self.dragged.and_then(|node| Some((node, self.scene.rect(node.into())?)));
            match place {
                Some((node, rect)) => {
                    let moved = view.to_plane(panel, rect.center() + response.drag_delta());
                    self.pinned.insert(node, moved);
                }
                None => view.pan(response.drag_delta()),
            }
        }
        if response.drag_stopped() {
            self.dragged = None;
        }
        self.view = Some(view);
    }

    fn build_scene(&self, ui: &Ui, ctx: &ViewContext<'_>, panel: Rect, font: &FontId) -> Scene {
        let Some((laid_out, view)) = self.laid_out.as_ref().zip(self.view) else { return Scene::default() };
        let Some(positions) = &laid_out.positions else { return Scene::default() };
        let network = ctx.session.network();
        let measure = |lines: &[String]| {
            ui.fonts_mut(|fonts| {
                let height = fonts.row_height(font);
                let widths = lines.iter().map(|line| {
                    fonts.layout_no_wrap(line.clone(), font.clone(), egui::Color32::PLACEHOLDER).size().x
                });
                vec2(widths.fold(0.0, f32::max) + 4.0, height * lines.len() as f32)
            })
        };
        Scene::new(&SceneRequest {
            dataset: ctx.dataset(),
            graph: &laid_out.graph,
            positions,
            pinned: &self.pinned,
            view,
            panel,
            stands: &|item| network.stands(item),
            measure: &measure,
            first: &|node| ctx.emphasis(node.into()) >= crate::analysis::focus::Emphasis::Related,
        })
    }

    fn interact(&mut self, ui: &Ui, ctx: &ViewContext<'_>, response: &egui::Response, under: Option<Item>) {
        ctx.interact(Panel::Diagram, response, under);
        if under.is_some() {
            ui.set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if response.double_clicked() {
            match (under, response.interact_pointer_pos(), self.panel) {
                (Some(_), Some(pointer), Some(panel)) => self.centre(panel, pointer),
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
            pieces::figure_entries(ui, ctx, Panel::Diagram);
        });
    }

    /// Title, buttons, and what is not shown.
    fn header(&self, ui: &mut Ui, ctx: &ViewContext<'_>, place: Rect) {
        ui.scope_builder(egui::UiBuilder::new().max_rect(place.shrink2(vec2(8.0, 4.0))), |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new("Relationship diagram").heading());
                ui.add_space(8.0);
                for (text, action) in [("Fit", Action::Fit), ("+", Action::ZoomIn), ("−", Action::ZoomOut)]
                {
                    let button = ui.small_button(text).on_hover_text(action.description().tip);
                    button.widget_info(|| {
                        let name = action.description().name;
                        egui::WidgetInfo::labeled(egui::Role::Button, true, name)
                    });
                    if button.clicked() {
                        ctx.send(Command::Request(Request::Act(action)));
                    }
                }
                if self.scene.hidden_labels > 0 {
                    let all = self.scene.nodes.iter().filter(|node| node.stands).count();
                    let shown = all - self.scene.hidden_labels;
                    pieces::weak(ui, format!("{shown} of {all} labels shown; zoom in for the rest"));
                }
            });
        });
    }

    fn tooltip(&self, ctx: &ViewContext<'_>, response: &egui::Response, under: Option<Item>) {
        let Some(item) = under.filter(|_| self.dragged.is_none()) else { return };
        response.clone().on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(320.0);
            describe(ui, ctx, item);
        });
    }

    /// One focusable, named item for each node and edge: for the keyboard and for screen readers.
    fn focusable_items(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>, panel: Rect) {
        for (item, rect) in self.places() {
            if !panel.intersects(rect) {
                continue;
            }
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
}

/// Lays a dataset out as a figure has it, and remembers that for when the figure is drawn.
pub fn lay_out_ahead(dataset: &Dataset) {
    let _ = layout::recalled(&Graph::new(dataset, &BTreeMap::new()).request);
}

fn empty(ui: &mut Ui, panel: Rect) {
    let text = "This dataset has no actors, so there is nothing to draw. File > Merge… adds actors and \
                relationships from another file, such as a graph or a table.";
    ui.put(panel, egui::Label::new(RichText::new(text).weak()).wrap());
}

/// What the pointer is over, in a few lines.
fn describe(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item) {
    let dataset = ctx.dataset();
    ui.label(RichText::new(dataset.item_name(item)).strong());
    match item {
        Item::Node(node) => {
            let ties = ctx.session.index().relationships(node).len();
            let events = ctx.session.index().events(node).len();
            pieces::weak(ui, format!("{} · {ties} relationships, {events} events", dataset.node_kind(node)));
        }
        Item::Relationship(id) => {
            let relationship = &dataset.relationships[id];
            if let Some(label) = &relationship.label {
                ui.label(label.as_str());
            }
            let when = relationship.period.as_ref().map_or("undated".to_owned(), |period| period.to_words());
            let voice = dataset.voice(&relationship.evidence).map_or("no evidence", |voice| voice.word());
            let count = relationship.evidence.len();
            let excerpts = if count == 1 { "excerpt" } else { "excerpts" };
            pieces::weak(ui, format!("{} · {when} · {voice} · {count} {excerpts}", relationship.sign()));
        }
        Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {}
    }
}
