//! What is drawn from far and from near, what is kept from frame to frame, and what the pointer finds.

use std::sync::Arc;

use egui::{Context, Pos2, RawInput, Rect, Vec2, pos2, vec2};

use super::camera::View;
use super::cast::Sight;
use super::crowd::{Discs, Layer};
use super::drawing::{Drawing, Frame};
use super::guides::Guides;
use super::hit::{self, Pointer, Under};
use super::plane;
use super::proof::Network;
use crate::dataset::{ActorId, Id, Item, NodeId};
use crate::session::{Command, Panel, SelectMode};
use crate::theme::{Theme, tokens};
use crate::views::{Medium, Outbox, ViewContext};

const PANEL: Rect = Rect { min: pos2(0.0, 32.0), max: pos2(900.0, 632.0) };

/// A network, and what is drawn of it.
struct Stand {
    network: Network,
    drawing: Drawing,
    ctx: Context,
    discs: Discs,
    view: View,
}

impl Stand {
    fn new(nodes: usize, ties: usize) -> Self {
        let network = Network::new(nodes, ties);
        let bounds = network.positions.bounds;
        let bounds = Rect::from_min_max(pos2(bounds.min.x, bounds.min.y), pos2(bounds.max.x, bounds.max.y));
        let ctx = Context::default();
        ctx.run_ui(RawInput::default(), |_| {}).textures_delta.clear();
        let (discs, view) = (Discs::new(&ctx), View::fit(bounds, PANEL));
        Self { network, drawing: Drawing::default(), ctx, discs, view }
    }

    /// What is drawn once all that the view asks for is there.
    fn draw(&mut self) -> [Layer; 2] {
        loop {
            let (layers, is_at_rest) = self.frame();
            if is_at_rest {
                return layers;
            }
        }
    }

    /// What one frame draws, and whether it is all.
    fn frame(&mut self) -> ([Layer; 2], bool) {
        let outbox = Outbox::default();
        let ctx = ViewContext {
            session: &self.network.session,
            tokens: tokens(Theme::Light),
            outbox: &outbox,
            medium: Medium::Screen,
        };
        let frame = Frame {
            ctx: &ctx,
            graph: &self.network.graph,
            plane: &self.network.plane,
            revision: 0,
            regions: &[],
            guides: &Guides::default(),
            view: self.view,
            page: None,
            panel: PANEL,
            pixels: 1.0,
            is_fading: false,
            wake: &self.ctx,
            measure: &|lines| vec2(60.0, 15.0 * lines.len() as f32),
        };
        self.drawing.update(&frame);
        let is_at_rest = !self.drawing.is_at_work(&frame) && self.drawing.has_levels(&frame);
        (self.drawing.crowd(&frame, Some(&self.discs)), is_at_rest)
    }

    /// A view of about so many nodes in the middle.
    fn look_at(&mut self, nodes: f32) {
        self.view.zoom *= (self.network.graph.nodes.len() as f32 / nodes).sqrt();
    }

    fn under(&self, at: Pos2) -> Option<Under> {
        let pointer = Pointer { at, view: self.view, panel: PANEL };
        hit::under(&self.drawing, &self.network.graph, &self.network.plane, &pointer)
    }

    fn select(&mut self, node: usize) {
        let item = Item::from(ActorId::from_index(node));
        self.network.session.apply(Command::Select { item, mode: SelectMode::Replace, from: Panel::Outline });
    }
}

#[test]
fn a_small_network_is_drawn_whole_wherever_one_looks() {
    let mut stand = Stand::new(200, 300);
    for zoom in [1.0, 30.0] {
        stand.view.zoom *= zoom;
        stand.draw();
        assert_eq!(stand.drawing.sight(), Sight::Whole);
        assert_eq!(stand.drawing.scene().nodes.len(), 200);
        assert!(!stand.drawing.shown().is_far);
    }
}

#[test]
fn between_few_nodes_and_many_the_drawing_stays_as_it_was() {
    let mut stand = Stand::new(3000, 6000);
    let mut seen = Vec::new();
    for nodes in [3000.0, 350.0, 200.0, 350.0, 700.0] {
        let bounds = stand.network.positions.bounds;
        stand.view.zoom = (PANEL.area() / bounds.width().powi(2) * 3000.0 / nodes).sqrt();
        stand.draw();
        seen.push(stand.drawing.sight());
    }
    assert_eq!(seen, [Sight::Far, Sight::Far, Sight::Near, Sight::Near, Sight::Far]);
}

#[test]
fn from_near_the_nodes_and_ties_in_view_are_drawn_one_by_one() {
    let mut stand = Stand::new(3000, 2000);
    stand.look_at(150.0);
    stand.draw();
    assert_eq!(stand.drawing.sight(), Sight::Near);
    let drawn: Vec<_> = stand.drawing.scene().nodes.iter().map(|node| node.node).collect();
    let (graph, plane) = (&stand.network.graph, &stand.network.plane);
    let corner = |at| stand.view.to_plane(PANEL, at);
    let seen = Rect::from_min_max(corner(PANEL.min), corner(PANEL.max));
    for (index, node) in graph.nodes.iter().enumerate() {
        assert!(!seen.contains(plane.centre[index]) || drawn.contains(node), "{node:?} is in view");
    }
    let shown = stand.drawing.shown();
    let routed: Vec<u32> =
        stand.drawing.scene().edges.iter().map(|edge| graph.pair_of[edge.relationship.index()]).collect();
    let standing = stand.drawing.standing();
    for (pair, ends) in graph.pairs.iter().enumerate() {
        let is_drawn = routed.contains(&(pair as u32)) || stand.drawing.is_thread(pair as u32);
        let is_short =
            plane.centre[ends[0] as usize].distance(plane.centre[ends[1] as usize]) * stand.view.zoom < 40.0;
        let is_seen = standing.ties(pair) > 0 && plane::crosses(plane.ends(graph, pair), seen);
        assert!(!is_seen || is_drawn || is_short, "a tie that crosses the view is drawn: {shown:?}");
    }
    assert_eq!(shown.left_out, 0);
}

#[test]
fn an_unchanged_frame_is_the_one_before_and_a_pan_moves_what_is_there() {
    for nodes in [3000.0, 150.0] {
        let mut stand = Stand::new(3000, 6000);
        stand.look_at(nodes);
        let [first, _] = stand.draw();
        let [second, _] = stand.draw();
        let (Layer::Mesh(first), Layer::Mesh(second)) = (first, second) else {
            panic!("meshes on the screen")
        };
        assert!(Arc::ptr_eq(&first, &second), "nothing was drawn anew");
        let labels = |stand: &Stand| -> Vec<Option<Rect>> {
            stand.drawing.scene().nodes.iter().map(|node| node.label).collect()
        };
        let before = labels(&stand);
        assert!(before.iter().any(Option::is_some));
        let by = vec2(37.0, -21.0);
        stand.view.pan(by);
        stand.draw();
        for (before, after) in before.iter().zip(labels(&stand)) {
            let moved = before.map(|label| label.translate(by));
            let off = moved.zip(after).map(|(a, b)| (a.min - b.min).length()).unwrap_or_default();
            assert!(moved.is_some() == after.is_some() && off < 0.05, "{before:?} {after:?}");
        }
    }
}

#[test]
fn the_pointer_finds_the_node_that_is_nearest() {
    for nodes in [3000.0, 150.0] {
        let mut stand = Stand::new(3000, 1000);
        stand.look_at(nodes);
        stand.draw();
        let (graph, plane) = (&stand.network.graph, &stand.network.plane);
        let mut found = 0;
        for (index, &node) in graph.nodes.iter().enumerate() {
            let at = stand.view.to_screen(PANEL, plane.centre[index]);
            if !PANEL.shrink(9.0).contains(at) {
                continue;
            }
            let under = stand.under(at).and_then(|under| under.item());
            let Some(Item::Node(hit)) = under else { panic!("{node:?} is under the pointer, not {under:?}") };
            let other = plane.centre[graph.place(hit)];
            let apart = stand.view.to_screen(PANEL, other).distance(at);
            assert!(hit == node || apart < 16.0, "{hit:?} for {node:?}, {apart} points off");
            found += 1;
        }
        assert!(found > 20, "{found} nodes in view");
    }
}

#[test]
fn the_pointer_finds_a_bundle_and_its_ties() {
    let mut stand = Stand::new(3000, 6000);
    stand.draw();
    let shown = stand.drawing.shown();
    assert!(shown.bundles > 100 && shown.ties <= shown.all_ties, "{shown:?}");
    let mut bundles = 0;
    for step in 0..400 {
        let at = PANEL.min + Vec2::new(20.0 + (step * 7 % 860) as f32, 20.0 + (step * 13 % 560) as f32);
        if let Some(Under::Ties(pairs)) = stand.under(at) {
            bundles += 1;
            assert!(!stand.network.graph.ties_of(&pairs, stand.network.session.network()).is_empty());
        }
    }
    assert!(bundles > 20, "{bundles} of 400 places are on a bundle");
}

#[test]
fn what_is_selected_is_drawn_tie_by_tie_from_far() {
    let mut stand = Stand::new(3000, 6000);
    stand.draw();
    assert!(stand.drawing.scene().edges.is_empty());
    stand.select(5);
    stand.draw();
    let node = NodeId::Actor(ActorId::from_index(5));
    let scene = stand.drawing.scene();
    assert!(scene.nodes.iter().any(|each| each.node == node && each.label.is_some()));
    let network = stand.network.session.network();
    let own = stand.network.session.index().relationships(node);
    let own = own.iter().filter(|&&tie| network.stands(tie.into()));
    let is_drawn = |tie| {
        scene.edges.iter().any(|edge| edge.relationship == tie)
            || stand.drawing.is_thread(stand.network.graph.pair_of[tie.index()])
    };
    let missing = own.filter(|&&tie| !is_drawn(tie)).count();
    // Loops have no line, and ends that lie on each other none either.
    assert!(missing < 9, "{missing} ties are missing");
    stand.network.session.apply(Command::Clear);
    stand.draw();
    assert!(stand.drawing.scene().edges.is_empty());
}

#[test]
fn a_time_window_changes_the_counts_and_not_the_places() {
    let mut stand = Stand::new(3000, 6000);
    stand.draw();
    let all = stand.drawing.shown();
    let window = crate::session::state::parse_window("2004/2006").expect("a window");
    stand.network.session.apply(Command::SetWindow(window));
    stand.draw();
    let some = stand.drawing.shown();
    assert!(some.all_ties < all.all_ties && some.all_ties > 0);
    assert!(some.ties <= some.all_ties, "{some:?}");
}

/// Everything that is drawn with a place of its own, in words.
fn all(stand: &Stand) -> String {
    let scene = stand.drawing.scene();
    format!("{:?} {:?} {:?} {:?}", stand.drawing.sight(), scene.nodes, scene.edges, stand.drawing.shown())
}

#[test]
fn at_rest_the_picture_is_the_same_however_one_came_there() {
    let mut stand = Stand::new(3000, 6000);
    let fitted = stand.view;
    stand.draw();
    let mut sights = Vec::new();
    for (zoom, frames) in [(1.07, 40), (0.95, 12), (0.9, 30), (1.2, 5)] {
        for _ in 0..frames {
            stand.view.zoom *= zoom;
            stand.view.centre.x += 3.0;
            stand.frame();
        }
        let [below, above] = stand.draw().map(|layer| match layer {
            Layer::Mesh(mesh) => mesh,
            Layer::Shapes(_) => panic!("a mesh on the screen"),
        });
        let mut fresh = Stand { view: stand.view, ..Stand::new(3000, 6000) };
        let [fresh_below, fresh_above] = fresh.draw().map(|layer| match layer {
            Layer::Mesh(mesh) => mesh,
            Layer::Shapes(_) => panic!("a mesh on the screen"),
        });
        sights.push(stand.drawing.sight());
        if stand.drawing.sight() == fresh.drawing.sight() && stand.drawing.sight() == Sight::Near {
            assert_eq!(all(&stand), all(&fresh));
            assert_eq!(above, fresh_above);
        }
        assert_eq!(below.is_empty(), fresh_below.is_empty());
    }
    assert!(sights.contains(&Sight::Near) && fitted != stand.view, "{sights:?}");
}

#[test]
fn until_a_level_is_ready_the_nearest_is_drawn() {
    let mut stand = Stand::new(3000, 6000);
    stand.draw();
    for _ in 0..4 {
        stand.view.zoom *= 2.0;
        stand.view.centre += vec2(1.0, 1.0);
        let ([below, _], _) = stand.frame();
        let Layer::Mesh(below) = below else { panic!("a mesh on the screen") };
        assert!(!below.is_empty() || stand.drawing.sight() == Sight::Near);
    }
}

#[test]
fn a_large_focus_is_lines_at_first_and_at_rest_what_it_is_at_once_in_a_new_drawing() {
    let select_many = |stand: &mut Stand| {
        let nodes = (0..1500).map(|node| ActorId::from_index(node).into()).collect();
        stand.network.session.apply(Command::SelectAll(nodes));
    };
    let mut stand = Stand::new(3000, 6000);
    stand.draw();
    select_many(&mut stand);
    let ([_, threads], is_at_rest) = stand.frame();
    let Layer::Mesh(threads) = threads else { panic!("a mesh on the screen") };
    assert!(!threads.is_empty(), "what is touched is seen in the first frame");
    assert!(!is_at_rest && stand.drawing.scene().edges.is_empty());
    stand.draw();
    assert!(!stand.drawing.scene().edges.is_empty());
    let mut fresh = Stand::new(3000, 6000);
    select_many(&mut fresh);
    fresh.draw();
    assert_eq!(all(&stand), all(&fresh));
    stand.network.session.apply(Command::Clear);
    stand.draw();
    assert!(stand.drawing.scene().edges.is_empty());
}
