//! Outline and inspector of a large dataset: of long lists what is in sight is there, and everything can be reached.

use std::sync::Arc;

use crate::common::{Builder, date};
use detente::analysis::network::Window;
use detente::dataset::{ActorId, ActorKind, Dataset, EventId, Id, Item, NodeId, RelationshipKind};
use detente::session::{Command, Panel, SelectMode, Session};
use detente::theme::{Theme, install, tokens};
use detente::views::inspector::InspectorView;
use detente::views::outline::OutlineView;
use detente::views::{Medium, Outbox, ViewContext};
use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Rect, TouchPhase, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

/// How long the long lists are.
const MANY: usize = 5_000;

/// No window has room for more rows, nor for more widgets, than this.
const FEW: usize = 150;

/// The panel that is looked at.
enum View {
    Outline(Box<OutlineView>),
    Inspector(Box<InspectorView>),
}

/// A panel alone, and the session that it reads and writes.
struct Desk {
    session: Session,
    view: View,
}

impl Desk {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let outbox = Outbox::default();
        let (session, tokens) = (&self.session, tokens(Theme::Light));
        let ctx = ViewContext { session, tokens, outbox: &outbox, medium: Medium::Screen };
        match &mut self.view {
            View::Outline(outline) => outline.ui(ui, &ctx),
            View::Inspector(inspector) => inspector.ui(ui, &ctx),
        }
        let (commands, hovered) = outbox.into_parts();
        for command in commands {
            self.session.apply(command);
        }
        self.session.hover(hovered);
    }
}

type Shown = Harness<'static, Desk>;

fn show(dataset: Dataset, view: View) -> Shown {
    let desk = Desk { session: Session::new(Arc::new(dataset)), view };
    let mut harness = Harness::builder()
        .with_size(vec2(320.0, 600.0))
        .with_step_dt(0.04)
        .with_context_setup(|ctx| install(ctx, Theme::Light))
        .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
    harness.run_steps(4);
    harness
}

fn outline(dataset: Dataset) -> Shown {
    show(dataset, View::Outline(Box::default()))
}

fn inspector(dataset: Dataset) -> Shown {
    show(dataset, View::Inspector(Box::default()))
}

/// The buttons whose names begin so, from top to bottom, each with its place.
fn rows(harness: &Shown, prefix: &str) -> Vec<(String, Rect)> {
    let nodes = harness.query_all_by_role(egui::accesskit::Role::Button);
    let named = nodes.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    named.filter(|(name, _)| name.starts_with(prefix)).collect()
}

/// Whether a row is all in sight.
fn is_in_sight(harness: &Shown, name: &str) -> bool {
    let sight = Rect::from_min_max(egui::pos2(0.0, 60.0), egui::pos2(320.0, 600.0));
    rows(harness, name).iter().any(|(row, rect)| row == name && sight.contains_rect(*rect))
}

fn apply(harness: &mut Shown, command: Command) {
    harness.state_mut().session.apply(command);
    harness.run_steps(30);
}

fn select(harness: &mut Shown, item: impl Into<Item>) {
    let (item, mode, from) = (item.into(), SelectMode::Replace, Panel::Elsewhere);
    apply(harness, Command::Select { item, mode, from });
}

fn click_heading(harness: &mut Shown, name: &str) {
    let at = harness.get_by_label(name).rect().center();
    harness.hover_at(at);
    harness.run_steps(2);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerButton { pos: at, button, pressed, modifiers });
        harness.run_steps(1);
    }
    harness.run_steps(30);
}

fn scroll(harness: &mut Shown, by: f32) {
    harness.hover_at(egui::pos2(150.0, 400.0));
    harness.run_steps(1);
    harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, by),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(60);
}

/// A state with a government, and so many people in that; then a state that comes after them all.
fn realm() -> (Dataset, Vec<ActorId>) {
    let mut builder = Builder::new();
    let state = builder.state("State");
    let government = builder.actor("Government", ActorKind::Government);
    builder.part_of(government, state, "");
    let people = (0..MANY).map(|nth| {
        let person = builder.actor(&format!("Person {nth}"), ActorKind::Person);
        builder.office(person, "Minister", government, "");
        person
    });
    let people = people.collect();
    builder.state("Last");
    (builder.build(), people)
}

#[test]
fn of_thousands_of_parts_the_outline_has_those_in_sight() {
    let harness = outline(realm().0);
    let people = rows(&harness, "Person ");
    assert!((10..FEW).contains(&people.len()), "{} of {MANY}", people.len());
    assert!(harness.output().shapes.len() < 4 * FEW, "{} shapes", harness.output().shapes.len());
    let heading = harness.get_by_label("States (2)").rect();
    let [state, government] = ["State", "Government"].map(|name| {
        let found = rows(&harness, name).into_iter().find(|(row, _)| row == name);
        found.unwrap_or_else(|| panic!("no {name}")).1
    });
    let person = people[0].1;
    assert!(heading.bottom() <= state.top() && state.bottom() <= government.top(), "{heading:?}");
    assert_eq!((government.left() - state.left(), person.left() - government.left()), (12.0, 12.0));
}

#[test]
fn a_part_that_was_selected_elsewhere_is_scrolled_to() {
    let (dataset, people) = realm();
    let mut harness = outline(dataset);
    for nth in [4_000, 17, MANY - 1, 2_500] {
        select(&mut harness, people[nth]);
        assert!(is_in_sight(&harness, &format!("Person {nth}")), "{nth} in {:?}", rows(&harness, "Person"));
        assert!(rows(&harness, "Person ").len() < FEW);
    }
    // What was selected in the outline is where the person looks already.
    let (item, mode) = (people[0].into(), SelectMode::Replace);
    apply(&mut harness, Command::Select { item, mode, from: Panel::Outline });
    assert!(is_in_sight(&harness, "Person 2500"));
}

#[test]
fn headings_open_and_close_and_open_for_what_is_selected_elsewhere() {
    let (dataset, people) = realm();
    let last = dataset.actors.ids().last().map(Item::from);
    let mut harness = outline(dataset);
    click_heading(&mut harness, "States (2)");
    assert!(rows(&harness, "Person ").is_empty() && rows(&harness, "State").is_empty());
    click_heading(&mut harness, "States (2)");
    assert!(rows(&harness, "Person ").len() > 10, "they are open again");
    click_heading(&mut harness, "States (2)");
    select(&mut harness, people[3_000]);
    assert!(is_in_sight(&harness, "Person 3000"), "{:?}", rows(&harness, "Person"));
    last.into_iter().for_each(|last| select(&mut harness, last));
    assert!(is_in_sight(&harness, "Last"));
}

#[test]
fn a_heading_over_a_short_list_opens_for_what_is_selected_elsewhere() {
    let mut builder = Builder::new();
    let states: Vec<ActorId> = (0..40).map(|nth| builder.state(&format!("State {nth}"))).collect();
    let mut harness = outline(builder.build());
    click_heading(&mut harness, "States (40)");
    assert!(rows(&harness, "State").is_empty());
    select(&mut harness, states[39]);
    assert!(is_in_sight(&harness, "State 39"), "{:?}", rows(&harness, "State"));
    click_heading_above(&mut harness);
    assert!(rows(&harness, "State").is_empty(), "it does not open for what was in sight before");
}

/// Scrolls up to the first heading and closes it.
fn click_heading_above(harness: &mut Shown) {
    scroll(harness, 10_000.0);
    click_heading(harness, "States (40)");
}

#[test]
fn the_keyboard_walks_a_long_list_beyond_what_is_in_sight() {
    let mut harness = outline(realm().0);
    rows(&harness, "Person 0").first().unwrap_or_else(|| panic!("no first row"));
    harness.get_by_role_and_label(egui::accesskit::Role::Button, "Person 0").focus();
    harness.run_steps(4);
    for _ in 0..60 {
        harness.key_press(Key::Tab);
        harness.run_steps(8);
    }
    assert!(is_in_sight(&harness, "Person 60"), "{:?}", rows(&harness, "Person"));
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let selected = harness.state().session.selection().last();
    let name = selected.map(|item| harness.state().session.dataset().item_name(item));
    assert_eq!(name.as_deref(), Some("Person 60"));
}

/// An actor with so many parts, ties and events, each of which an excerpt proves.
fn hub() -> (Dataset, ActorId) {
    let mut builder = Builder::new();
    let hub = builder.actor("Hub", ActorKind::Organisation);
    for nth in 0..MANY {
        let other = builder.actor(&format!("Other {nth}"), ActorKind::Organisation);
        builder.part_of(other, hub, "");
        let (hub, other) = (NodeId::Actor(hub), NodeId::Actor(other));
        builder.relationship(RelationshipKind::ALL[0], hub, other, "2001/2002");
    }
    for nth in 0..MANY {
        let to = NodeId::Actor(ActorId::from_index(1 + nth));
        builder.event(1.0, hub, to, if nth % 2 == 0 { "2001-03-01" } else { "2003-03-01" });
    }
    (builder.build(), hub)
}

#[test]
fn a_record_with_thousands_of_everything_has_what_is_in_sight() {
    let (dataset, actor) = hub();
    let mut harness = inspector(dataset);
    select(&mut harness, actor);
    harness.get_by_label("PARTS");
    let mut seen: Vec<String> = Vec::new();
    let mut has_other_ends = false;
    for _ in 0..60 {
        let all = rows(&harness, "");
        assert!(all.len() < FEW, "{} rows", all.len());
        assert!(harness.output().shapes.len() < 4 * FEW, "{} shapes", harness.output().shapes.len());
        has_other_ends |= is_in_sight(&harness, &format!("Event e{}", MANY - 1));
        seen.extend(all.into_iter().map(|(name, _)| name));
        scroll(&mut harness, -12_000.0);
    }
    for part in ["Other ", "Hub ", "Event "] {
        assert!(seen.iter().any(|name| name.starts_with(part)), "no {part}");
    }
    assert!(has_other_ends, "the last event is at the end of the page");
}

#[test]
fn a_selection_of_thousands_has_what_is_in_sight_and_can_be_closed() {
    let (dataset, _) = hub();
    let events: Vec<Item> = dataset.events.ids().map(Item::from).collect();
    let mut harness = inspector(dataset);
    apply(&mut harness, Command::SelectAll(events));
    let listed = rows(&harness, "Event ");
    assert!((10..FEW).contains(&listed.len()), "{} of {MANY}", listed.len());
    assert!(
        listed.iter().all(|(_, row)| row.right() < 320.0),
        "no row is wider than the panel: {:?}",
        listed[0]
    );
    let heading = format!("{MANY} items selected");
    click_heading(&mut harness, &heading);
    assert!(rows(&harness, "Event ").is_empty(), "the list is closed");
    harness.get_by_label("WHO SAYS SO");
}

#[test]
fn what_a_date_leaves_out_is_counted_whole_and_drawn_in_part() {
    let mut harness = inspector(hub().0);
    let range = date("2002-06-01/2002-07-01").range();
    apply(&mut harness, Command::SetWindow(Window::Range(range)));
    let half = MANY / 2;
    harness.get_by_label_contains(&format!("NOT YET THERE ({half})"));
    let listed = rows(&harness, "Event ");
    assert!((10..FEW).contains(&listed.len()), "{} of {MANY}", listed.len());
    let first = EventId::from_index(1);
    assert_eq!(listed[0].0, harness.state().session.dataset().item_name(first.into()));
    scroll(&mut harness, -1e6);
    harness.get_by_label_contains(&format!("NO LONGER THERE ({half})"));
    let later = date("1999").range();
    apply(&mut harness, Command::SetWindow(Window::Range(later)));
    harness.get_by_label_contains(&format!("NOT YET THERE ({})", 2 * MANY));
}
