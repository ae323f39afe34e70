//! The alignment timeline answers to pointer, keyboard and screen reader, and says what it cannot show.

use std::sync::Arc;
use std::time::Duration;

use crate::common::{self, Builder};
use detente::analysis::network::Window;
use detente::dataset::{ActorKind, Dataset, EventId, Id, Item, SeriesPoint, Voice};
use detente::session::{Command, Panel, SelectMode, Session};
use detente::theme::{Theme, install, tokens};
use detente::views::timeline::TimelineView;
use detente::views::{Medium, Outbox, ViewContext};
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

/// The timeline alone, and the session that it reads and writes.
struct Panels {
    session: Session,
    timeline: TimelineView,
}

impl Panels {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let outbox = Outbox::default();
        let ctx = ViewContext {
            session: &self.session,
            tokens: tokens(Theme::Light),
            outbox: &outbox,
            medium: Medium::Screen,
        };
        self.timeline.ui(ui, &ctx);
        let (commands, hovered) = outbox.into_parts();
        for command in commands {
            self.session.apply(command);
        }
        if self.session.hover(hovered) {
            ui.ctx().request_repaint();
        }
    }
}

type Shown = Harness<'static, Panels>;

fn show(dataset: Dataset) -> Shown {
    let panels = Panels { session: Session::new(Arc::new(dataset)), timeline: TimelineView::default() };
    let mut harness = Harness::builder()
        .with_size(vec2(900.0, 400.0))
        .with_step_dt(0.04)
        .with_context_setup(|ctx| install(ctx, Theme::Light))
        .build_ui_state(|ui, panels: &mut Panels| panels.ui(ui), panels);
    harness.run_steps(4);
    harness
}

/// A toward B: e0 in 2020, e1 in 2022, e2 (a judgement) in 2023. A toward C: e3 in 2024.
fn story() -> Dataset {
    let mut builder = Builder::new();
    let [a, b, c] = ["A", "B", "C"].map(|key| builder.state(key));
    let government = builder.actor("govt", ActorKind::Government);
    builder.part_of(government, a, "2021/..");
    builder.event(4.0, a, b.into_node(), "2020-03-01");
    builder.event(-6.0, a, b.into_node(), "2022-07");
    builder.event_from(8.0, a, b.into_node(), "2023-02-01", 1, Voice::Judgement);
    builder.event(2.0, government, c.into_node(), "2024-05-05");
    builder.build()
}

trait IntoNode {
    fn into_node(self) -> detente::dataset::NodeId;
}

impl IntoNode for detente::dataset::ActorId {
    fn into_node(self) -> detente::dataset::NodeId {
        detente::dataset::NodeId::Actor(self)
    }
}

fn event(index: usize) -> Item {
    EventId::from_index(index).into()
}

fn selected(harness: &Shown) -> Vec<Item> {
    harness.state().session.selection().items().to_vec()
}

/// The place of the mark of an event.
fn mark(harness: &Shown, index: usize) -> Rect {
    harness.get_by_label_contains(&format!("Event e{index}, score")).rect()
}

fn has_mark(harness: &Shown, index: usize) -> bool {
    harness.query_by_label_contains(&format!("Event e{index}, score")).is_some()
}

fn point_at(harness: &mut Shown, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(3);
}

fn click(harness: &mut Shown, at: Pos2, modifiers: Modifiers) {
    point_at(harness, at);
    for pressed in [true, false] {
        let button = PointerButton::Primary;
        let press = Event::PointerButton { pos: at, button, pressed, modifiers };
        harness.event_modifiers(press, modifiers);
        harness.run_steps(1);
    }
    harness.run_steps(2);
}

fn drag(harness: &mut Shown, from: Pos2, to: Pos2) {
    point_at(harness, from);
    harness.drag_at(from);
    harness.run_steps(1);
    harness.hover_at(from.lerp(to, 0.5));
    harness.run_steps(1);
    harness.hover_at(to);
    harness.run_steps(1);
    harness.drop_at(to);
    harness.run_steps(3);
}

/// A place in the plot where there is nothing: below all events, between the first two.
fn nowhere(harness: &Shown) -> Pos2 {
    pos2(mark(harness, 0).center().lerp(mark(harness, 1).center(), 0.4).x, mark(harness, 1).bottom() + 40.0)
}

#[test]
fn a_mark_under_the_pointer_tells_its_story_and_is_hovered_everywhere() {
    let mut harness = show(story());
    let at = mark(&harness, 1).center();
    point_at(&mut harness, at);
    harness.get_by_label("Event e1");
    harness.get_by_label_contains("−6.0 · a test's own");
    harness.get_by_label("reported");
    assert_eq!(harness.state().session.hovered(), Some(event(1)));
    harness.remove_cursor();
    harness.run_steps(3);
    assert_eq!(harness.state().session.hovered(), None, "the preview ends with the pointer");
}

#[test]
fn a_mark_that_does_not_count_is_there_and_says_so() {
    let mut harness = show(story());
    let at = mark(&harness, 2).center();
    point_at(&mut harness, at);
    harness.get_by_label_contains("Left out of the series");
    harness.get_by_label("judgement of the author");
}

#[test]
fn a_click_selects_an_event_and_ctrl_adds_another() {
    let mut harness = show(story());
    let (first, second) = (mark(&harness, 0).center(), mark(&harness, 3).center());
    click(&mut harness, first, Modifiers::NONE);
    assert_eq!(selected(&harness), [event(0)]);
    assert_eq!(harness.state().session.selection_revision().1, Panel::Timeline);
    click(&mut harness, second, Modifiers::COMMAND);
    assert_eq!(selected(&harness), [event(0), event(3)]);
}

#[test]
fn a_vague_date_is_selected_by_its_span_too() {
    let mut builder = Builder::new();
    let [a, b] = ["A", "B"].map(|key| builder.state(key));
    builder.event(-6.0, a, b.into_node(), "2022");
    builder.event(4.0, a, b.into_node(), "2023-06-01");
    let mut harness = show(builder.build());
    let beside_the_mark = mark(&harness, 0).center() + vec2(60.0, 0.0);
    click(&mut harness, beside_the_mark, Modifiers::NONE);
    assert_eq!(selected(&harness), [event(0)]);
}

#[test]
fn a_click_on_nothing_clears_the_selection() {
    let mut harness = show(story());
    let (at, nowhere) = (mark(&harness, 0).center(), nowhere(&harness));
    click(&mut harness, at, Modifiers::NONE);
    assert_eq!(selected(&harness).len(), 1);
    click(&mut harness, nowhere, Modifiers::NONE);
    assert!(selected(&harness).is_empty());
}

#[test]
fn a_drag_sets_the_range_and_a_double_click_on_nothing_ends_it() {
    let mut harness = show(story());
    let y = nowhere(&harness).y;
    let (from, to) = (mark(&harness, 1).center().x, mark(&harness, 2).center().x);
    drag(&mut harness, pos2(to, y), pos2(from, y));
    let Window::Range(range) = *harness.state().session.window() else {
        panic!("a drag leaves a range, not {:?}", harness.state().session.window());
    };
    let days = |day: Option<detente::dataset::Day>, text: &str| {
        let near = common::date(text).midpoint().zip(day).map(|(near, day)| (near.0 - day.0).abs());
        assert!(near.is_some_and(|days| days <= 6), "{day:?} is not near {text}");
    };
    days(range.first, "2022-07");
    days(range.last, "2023-02-01");
    assert!(selected(&harness).is_empty(), "a drag selects nothing");

    let nowhere = nowhere(&harness);
    point_at(&mut harness, nowhere);
    for _ in 0..2 {
        harness.drag_at(nowhere);
        harness.drop_at(nowhere);
        harness.step();
    }
    harness.run_steps(2);
    assert_eq!(*harness.state().session.window(), Window::Always);
}

#[test]
fn a_point_of_a_line_shows_the_number_that_analysis_gives_and_the_events_behind_it() {
    let mut harness = show(story());
    let start = mark(&harness, 0).center();
    // Just after e0, at +4, the line stands at 4 ÷ (1 + 1) = +2: somewhere below the mark.
    let mut found = None;
    for step in 1_i16..200 {
        point_at(&mut harness, start + vec2(8.0, f32::from(step)));
        if let Some(Item::Point(point)) = harness.state().session.hovered() {
            found = Some(point);
            break;
        }
    }
    let point: SeriesPoint = found.expect("the line is below its first event");
    let value = harness.state().session.series()[0].at(point.day).value;
    harness.get_by_label_contains(&format!("+{value:.1} (closer)"));
    harness.get_by_label("100 %");
    harness.get_by_label("Event e0");
}

#[test]
fn tab_reaches_the_marks_and_arrows_walk_them_by_date() {
    let mut harness = show(story());
    let focused = |harness: &Shown| (0..4).find(|&i| has_focus(harness, i));
    for _ in 0..40 {
        if focused(&harness).is_some() {
            break;
        }
        harness.key_press(Key::Tab);
        harness.run_steps(2);
    }
    assert_eq!(focused(&harness), Some(0), "Tab comes to the first mark first");
    for (key, expected) in [(Key::ArrowRight, 1), (Key::ArrowDown, 2), (Key::ArrowLeft, 1)] {
        harness.key_press(key);
        harness.run_steps(3);
        assert_eq!(focused(&harness), Some(expected));
    }
    assert_eq!(harness.state().session.hovered(), Some(event(1)), "the focus previews as the pointer does");
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(selected(&harness), [event(1)]);
}

fn has_focus(harness: &Shown, index: usize) -> bool {
    let label = format!("Event e{index}, score");
    harness.query_by_label_contains(&label).is_some_and(|node| node.is_focused())
}

#[test]
fn arrows_walk_the_points_of_a_line_whose_name_has_the_focus() {
    let mut harness = show(story());
    harness.get_by_label_contains("Alignment of A toward B:").focus();
    harness.run_steps(3);
    for (key, event) in [(Key::ArrowLeft, 1), (Key::ArrowLeft, 0), (Key::ArrowRight, 1)] {
        harness.key_press(key);
        harness.run_steps(3);
        let session = &harness.state().session;
        let day = session.dataset().event(EventId::from_index(event)).date().midpoint();
        let point = selected(&harness).first().copied();
        assert!(matches!(point, Some(Item::Point(point)) if Some(point.day) == day), "{point:?}");
    }
}

#[test]
fn the_panel_takes_the_keyboard_when_asked() {
    let mut harness = show(story());
    harness.state_mut().timeline.take_focus();
    harness.run_steps(3);
    assert!(has_focus(&harness, 0));
}

#[test]
fn a_screen_reader_can_click_a_mark() {
    let mut harness = show(story());
    harness.get_by_label_contains("Event e3, score +2.0").click_accesskit();
    harness.run_steps(2);
    assert_eq!(selected(&harness), [event(3)]);
}

#[test]
fn what_is_selected_elsewhere_is_brought_into_view() {
    let mut harness = show(story());
    let left = mark(&harness, 0).center();
    point_at(&mut harness, left);
    for _ in 0..6 {
        harness.event(Event::Zoom(2.0));
        harness.run_steps(2);
    }
    assert!(has_mark(&harness, 0) && !has_mark(&harness, 3), "zoomed in on the first event");
    let select = Command::Select { item: event(3), mode: SelectMode::Replace, from: Panel::Diagram };
    harness.state_mut().session.apply(select);
    harness.run_steps(3);
    assert!(has_mark(&harness, 3));
    harness.get_by_label("Fit").click();
    harness.run_steps(3);
    assert!(has_mark(&harness, 0) && has_mark(&harness, 3));
}

#[test]
fn a_selection_made_here_moves_nothing() {
    let mut harness = show(story());
    let before = mark(&harness, 3);
    click(&mut harness, before.center(), Modifiers::NONE);
    assert_eq!(mark(&harness, 3), before);
}

#[test]
fn a_chip_switches_a_line_and_its_marks_off_and_on() {
    let mut harness = show(story());
    harness.get_by_label("C line").click();
    harness.run_steps(3);
    assert!(has_mark(&harness, 0) && !has_mark(&harness, 3));
    harness.get_by_label("C line").click();
    harness.run_steps(3);
    assert!(has_mark(&harness, 3));
}

#[test]
fn poles_are_removed_and_added() {
    let mut harness = show(story());
    let poles = |harness: &Shown| harness.state().session.series_settings().map(|of| of.toward.len());
    harness.get_by_label("Remove C").click();
    harness.run_steps(3);
    assert_eq!(poles(&harness), Some(1));
    harness.get_by_label("Add a pole").click();
    harness.run_steps(3);
    harness.get_by_label("C (1)").click();
    harness.run_steps(3);
    assert_eq!(poles(&harness), Some(2));
}

#[test]
fn the_formula_and_its_parameters_are_in_reach() {
    let mut harness = show(story());
    harness.get_by_label("Formula…").click();
    harness.run_steps(3);
    harness.get_by_label_contains("Half-life h: 180 days");
    harness.get_by_label("B: left out 1 event of other voices");
    harness.get_by_label("judgement").click();
    harness.run_steps(3);
    let session = &harness.state().session;
    assert_eq!(session.series()[0].events().len(), 3, "the judgement counts now");
    harness.get_by_label("Reset to defaults").click();
    harness.run_steps(3);
    assert_eq!(harness.state().session.series()[0].events().len(), 2);
}

#[test]
fn a_government_is_hovered_and_selected_in_its_strip() {
    let mut harness = show(story());
    // The strip lies right above the plot, whose first mark is at +4.
    let x = mark(&harness, 3).center().x;
    let row = harness.get_by_label("Fit").rect().bottom();
    let at = pos2(x, row + 14.0);
    click(&mut harness, at, Modifiers::NONE);
    let govt = harness.state().session.dataset().item("govt");
    assert_eq!(selected(&harness), govt.into_iter().collect::<Vec<_>>());
}

#[test]
fn a_dataset_without_events_says_so_and_how_to_add_them() {
    let mut builder = Builder::new();
    builder.state("A");
    let harness = show(builder.build());
    harness.get_by_label("This dataset has no dated events.");
    harness.get_by_label_contains("cameo:0312");
}

#[test]
fn an_empty_dataset_says_the_same() {
    let harness = show(Builder::new().build());
    harness.get_by_label("This dataset has no dated events.");
}

#[test]
fn pairs_without_events_are_named() {
    let mut harness = show(story());
    let a = harness.state().session.dataset().item("C");
    let Some(Item::Node(detente::dataset::NodeId::Actor(c))) = a else { panic!("C is an actor") };
    harness.state_mut().session.apply(Command::SetSeriesOf(c));
    harness.run_steps(3);
    harness.get_by_label("No dated events toward B.");
}

#[test]
fn an_event_that_nothing_proves_says_so_to_eye_ear_and_pointer() {
    let mut builder = Builder::new();
    let [a, b] = ["A", "B"].map(|key| builder.state(key));
    builder.event(4.0, a, b.into_node(), "2020-03-01");
    builder.event_from(-3.0, a, b.into_node(), "2021-03-01", 1, Voice::Judgement);
    for day in ["2022-01-01", "2022-07"] {
        builder.event(1.0, a, b.into_node(), day);
        builder.unprove_event();
    }
    let mut harness = show(builder.build());
    harness.get_by_label("1 January 2022: Event e2, score +1.0, A toward B, no evidence");
    let at = mark(&harness, 2).center();
    point_at(&mut harness, at);
    harness.get_by_label("No excerpt proves it, so it does not count.");
    assert!(harness.query_by_label_contains("because of who speaks").is_none());
    harness.get_by_label("Formula…").click();
    harness.run_steps(3);
    harness.get_by_label("B: left out 2 events without evidence, 1 of other voices");
}

/// So many events of A toward B, over forty years and the whole scale, and one toward C.
fn crowd(events: u32) -> Dataset {
    let mut builder = Builder::new();
    let [a, b, c] = ["A", "B", "C"].map(|key| builder.state(key));
    for seed in 0..events {
        let day = f64::from(seed * 7_919 % 14_600);
        let (year, month, day) = (1980.0 + (day / 365.0).floor(), 1 + seed % 12, 1 + seed * 31 % 28);
        let score = f64::from(seed * 613 % 21) - 10.0;
        builder.event(score, a, b.into_node(), &format!("{year}-{month:02}-{day:02}"));
    }
    builder.event(1.0, a, c.into_node(), "2001-01-01");
    builder.build()
}

/// The number of events and of marks that the caption of a density tells.
fn density(harness: &Shown) -> Option<(usize, usize)> {
    let node = harness.query_by_label_contains(" drawn as ")?;
    let words = node.accesskit_node().value()?.replace(',', "");
    let mut numbers = words.split(' ').filter_map(|word| word.parse().ok());
    numbers.next().zip(numbers.next())
}

#[test]
fn twenty_thousand_events_are_a_density_to_zoom_into() {
    let mut harness = show(crowd(20_000));
    let (events, marks) = density(&harness).expect("a density");
    assert_eq!(events, 20_001, "none is left out");
    assert!(marks < 5_000, "{marks} marks");
    let items = harness.query_all_by_label_contains(", score ").count();
    assert!((100..=300).contains(&items), "{items} items");

    let mut clicks = 0;
    while let Some((events, _)) = density(&harness) {
        let middle = harness.query_all_by_label_contains(", score ").nth(items / 2).map(|mark| mark.rect());
        let at = middle.expect("a mark in view").center();
        point_at(&mut harness, at);
        harness.get_by_label_contains("Click to ");
        click(&mut harness, at, Modifiers::NONE);
        harness.remove_cursor();
        harness.run_steps(3);
        let fewer = density(&harness).map_or(0, |(events, _)| events);
        assert!(fewer < events, "{fewer} of {events} after a click");
        clicks += 1;
        assert!(clicks < 10, "it ends");
    }
    assert!(harness.query_all_by_label_contains(", score ").count() > 0);
    assert!(selected(&harness).is_empty(), "a click that zooms selects nothing");
    harness.get_by_label("Fit").click();
    harness.run_steps(3);
    assert_eq!(density(&harness), Some((events, marks)));
}

#[test]
fn in_a_density_arrows_walk_the_events_by_date_and_what_is_selected_is_a_mark() {
    let mut harness = show(crowd(4_000));
    let order = {
        let dataset = harness.state().session.dataset();
        let mut order: Vec<_> =
            dataset.events.iter().map(|(id, event)| (event.date().midpoint(), id)).collect();
        order.sort();
        order
    };
    harness.state_mut().timeline.take_focus();
    harness.run_steps(3);
    for &(_, expected) in order.iter().skip(1).take(20) {
        harness.key_press(Key::ArrowRight);
        harness.run_steps(2);
        assert_eq!(harness.state().session.hovered(), Some(expected.into()));
    }
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert_eq!(selected(&harness), [order[20].1.into()]);
}

#[test]
fn a_long_menu_is_narrowed_by_typing_and_enter_takes_the_first() {
    let mut builder = Builder::new();
    let [a, b] = ["A", "B"].map(|key| builder.state(key));
    builder.event(4.0, a, b.into_node(), "2020-03-01");
    let others: Vec<_> = (0..500).map(|number| builder.state(&format!("Region {number}"))).collect();
    builder.event(4.0, a, others[321].into_node(), "2020-03-01");
    let mut harness = show(builder.build());
    let poles = |harness: &Shown| {
        harness.state().session.series_settings().map(|settings| settings.toward.clone()).unwrap_or_default()
    };
    let before = poles(&harness).len();
    harness.get_by_label("Add a pole").click();
    harness.run_steps(3);
    let drawn = harness.query_all_by_label_contains("Region ").count();
    assert!((5..60).contains(&drawn), "{drawn} of 500 entries are drawn");
    harness.get_by_label("Narrow the list").type_text("régION 49");
    harness.run_steps(3);
    assert!(harness.query_by_label("Region 490").is_some() && harness.query_by_label("Region 12").is_none());
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(poles(&harness).len(), before + 1);
    assert_eq!(poles(&harness).last(), Some(&others[49]));
    assert!(harness.query_by_label("Narrow the list").is_none(), "the menu is closed");
}

#[test]
fn at_rest_nothing_is_drawn_anew() {
    let mut harness = show(story());
    harness.run();
    let delays = harness.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
    assert!(delays.into_iter().all(|delay| delay == Duration::MAX), "no frame is asked for");
}
