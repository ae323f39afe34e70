//! The diagram of a large network: seen from far, looked at from near, selected, and told of.

use std::sync::Arc;

use detente::dataset::{Dataset, Id, Item, NodeId, RelationshipId, load};
use detente::layout::{Positions, Rect as Region, pt};
use detente::session::{Camera, Command, Session};
use detente::theme::{Theme, install, tokens};
use detente::views::diagram::DiagramView;
use detente::views::{Medium, Outbox, ViewContext};
use egui::accesskit::Role;
use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use serde_json::json;

/// Nodes to a side of the square on which they stand.
const SIDE: usize = 60;

/// Distance of two neighbours, in units.
const APART: f32 = 110.0;

/// People on a grid, each tied to its neighbours, and every fifth to the one in the middle.
fn dataset() -> Dataset {
    let count = SIDE * SIDE;
    let actor =
        |node: usize| json!({ "id": format!("s{node}"), "kind": "person", "name": format!("Person {node}") });
    let mut ties = Vec::new();
    let mut tie = |kind: &str, from: usize, to: usize| {
        let id = format!("t{}", ties.len());
        ties.push(json!({ "id": id, "kind": kind, "from": format!("s{from}"), "to": format!("s{to}"),
            "period": format!("{}", 2000 + from % 20) }));
    };
    for node in 0..count {
        if node % SIDE + 1 < SIDE {
            tie("cooperation", node, node + 1);
        }
        if node + SIDE < count {
            tie("rivalry", node, node + SIDE);
        }
        if node % 5 == 0 && node != middle() {
            tie("interest", node, middle());
        }
    }
    let json = json!({ "format": "detente/1", "id": "grid", "title": "A grid", "documents": [], "excerpts": [],
        "actors": (0..count).map(actor).collect::<Vec<_>>(), "relationships": ties });
    let loaded = load::load("grid.json", json.to_string().as_bytes());
    loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
}

fn middle() -> usize {
    SIDE * SIDE / 2 + SIDE / 2
}

fn positions() -> Positions {
    let place = |node: usize| pt((node % SIDE) as f32 * APART, (node / SIDE) as f32 * APART);
    let far = SIDE as f32 * APART;
    let bounds = Region { min: pt(-APART, -APART), max: pt(far, far) };
    Positions { nodes: (0..SIDE * SIDE).map(place).collect(), groups: Vec::new(), bounds }
}

struct Desk {
    session: Session,
    view: DiagramView,
    is_dressed: bool,
}

impl Desk {
    fn frame(&mut self, ui: &mut egui::Ui) {
        if !std::mem::replace(&mut self.is_dressed, true) {
            // It looks so from the next frame on.
            install(ui.ctx(), Theme::Light);
            return;
        }
        let outbox = Outbox::default();
        let context = ViewContext {
            session: &self.session,
            tokens: tokens(Theme::Light),
            outbox: &outbox,
            medium: Medium::Screen,
        };
        self.view.ui(ui, &context);
        let (commands, hovered) = outbox.into_parts();
        for command in commands {
            let _ = self.session.apply(command);
        }
        self.session.hover(hovered);
    }
}

fn open() -> Harness<'static, Desk> {
    let session = Session::new(Arc::new(dataset()));
    let desk = Desk { session, view: DiagramView::with_positions(positions()), is_dressed: false };
    let mut harness = Harness::builder()
        .with_size([900.0, 700.0])
        .with_max_steps(64)
        .build_ui_state(|ui, desk: &mut Desk| desk.frame(ui), desk);
    harness.run_steps(4);
    harness
}

fn wheel(harness: &mut Harness<'_, Desk>, at: Pos2, by: f32) {
    harness.hover_at(at);
    harness.input_mut().events.push(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(12);
}

fn click(harness: &mut Harness<'_, Desk>, at: Pos2) {
    harness.hover_at(at);
    harness.step();
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.step();
    }
    harness.run_steps(4);
}

fn place(harness: &Harness<'_, Desk>, node: usize) -> Pos2 {
    let item = harness.state().session.dataset().item(&format!("s{node}"));
    let places = harness.state().view.places();
    let place = places.iter().find(|(each, _)| Some(*each) == item);
    place.unwrap_or_else(|| panic!("s{node} is not in the scene")).1.center()
}

/// What a screen reader is told of the diagram's marks.
fn buttons(harness: &Harness<'_, Desk>) -> Vec<String> {
    let buttons = harness.get_all_by_role(Role::Button);
    buttons.filter_map(|node| node.accesskit_node().label()).filter(|name| name.contains("Person")).collect()
}

#[test]
fn a_large_network_is_seen_from_far_and_looked_at_from_near() {
    let mut harness = open();
    let shown = harness.state().view.shown();
    assert!(shown.is_far && shown.bundles > 0 && shown.labels < 200, "{shown:?}");
    assert!(shown.ties <= shown.all_ties);
    assert!(harness.query_by_label_contains("of 3,600 labels shown").is_some());
    assert!(harness.query_by_label_contains("ties drawn as").is_some());
    assert!(buttons(&harness).len() <= 300);
    let at = place(&harness, middle());
    while harness.state().view.shown().is_far {
        wheel(&mut harness, at, 120.0);
    }
    harness.run_steps(30);
    let near = harness.state().view.shown();
    assert!(near.nodes < 700 && near.nodes > 30, "{near:?}");
    let names = buttons(&harness);
    assert!(names.len() <= 300 && names.contains(&format!("Person {}", middle())), "{}", names.len());
    harness.state_mut().view.move_camera(Camera::Fit);
    harness.run_steps(30);
    assert!(harness.state().view.shown().is_far);
}

#[test]
fn what_is_clicked_from_far_is_selected_with_its_ties() {
    let mut harness = open();
    let at = place(&harness, middle());
    click(&mut harness, at);
    let session = &harness.state().session;
    let node = session.dataset().item(&format!("s{}", middle()));
    assert_eq!(session.selection().items().first().copied(), node);
    let ties = session.index().relationships(node_of(node)).len();
    let drawn = harness.state().view.scene().edges.len() + harness.state().view.shown().plain;
    assert!(drawn >= ties - 4 && ties > 700, "{drawn} of {ties} ties are drawn");
    let nothing = pos2(450.0, 694.0);
    click(&mut harness, nothing);
    assert!(harness.state().session.selection().is_empty());
}

#[test]
fn a_bundle_tells_what_it_holds_and_a_click_goes_nearer_or_selects() {
    let mut harness = open();
    // Away from the marks, on the lines to the middle.
    let middle = place(&harness, middle());
    let mut clicked = 0;
    for step in 0..60 {
        let at = middle + vec2(31.0 + 3.0 * step as f32, 17.0 + 2.3 * step as f32);
        harness.hover_at(at);
        harness.run_steps(3);
        if harness.query_by_label_contains("Click to").is_none() {
            continue;
        }
        assert!(harness.query_all_by_label_contains(" between ").count() > 0);
        click(&mut harness, at);
        clicked += 1;
        break;
    }
    assert!(clicked > 0, "no bundle is under the pointer");
    harness.run_steps(40);
    let selected = harness.state().session.selection().items().to_vec();
    let has_ties = selected.iter().all(|item| matches!(item, Item::Relationship(_)));
    assert!(has_ties, "{selected:?}");
    assert!(!selected.is_empty() || harness.state().view.is_settled());
}

#[test]
fn what_was_dragged_stays_where_it_was_put() {
    let mut harness = open();
    let from = place(&harness, middle());
    let to = from + vec2(60.0, 35.0);
    harness.hover_at(from);
    harness.step();
    harness.drag_at(from);
    harness.step();
    for part in [0.2, 0.6, 1.0] {
        harness.hover_at(from.lerp(to, part));
        harness.step();
    }
    harness.drop_at(to);
    harness.run_steps(6);
    assert!(place(&harness, middle()).distance(to) < 3.0);
    assert_eq!(harness.state().view.pinned().len(), 1);
    harness.state_mut().view.move_camera(Camera::Unpin);
    harness.run_steps(6);
    assert!(place(&harness, middle()).distance(from) < 3.0);
}

#[test]
fn what_is_selected_elsewhere_comes_into_view() {
    let mut harness = open();
    let at = place(&harness, middle());
    for _ in 0..12 {
        wheel(&mut harness, at, 120.0);
    }
    let last = RelationshipId::from_index(harness.state().session.dataset().relationships.len() - 1);
    harness.state_mut().session.apply(Command::SelectAll(vec![last.into()]));
    harness.run_steps(6);
    let places = harness.state().view.places();
    let there = places.iter().find(|(item, _)| *item == last.into()).map(|(_, rect)| *rect);
    let panel = Rect::from_min_max(pos2(0.0, 32.0), pos2(900.0, 700.0));
    assert!(there.is_some_and(|rect| panel.contains(rect.center())), "{there:?}");
}

fn node_of(item: Option<Item>) -> NodeId {
    match item {
        Some(Item::Node(node)) => node,
        other => panic!("{other:?} is no node"),
    }
}
