//! Flows: whatever is clicked, the three panels show the same selection.

use crate::app::{self, click, emphasis, open, place, preferences, selected};
use detente::analysis::focus::Emphasis;
use detente::analysis::network::Window;
use detente::desktop::preferences::Preferences;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

const EDGE: &str = "nzl-aukus-pillar-two";

#[test]
fn a_click_on_an_edge_shows_in_all_panels() {
    let mut harness = open();
    let at = place(&harness, EDGE);
    click(&mut harness, at, Modifiers::NONE);
    assert_eq!(selected(&harness), [EDGE]);
    // Diagram: the ends. Excerpts: the officials' words. Inspector: who says so.
    assert_eq!(emphasis(&harness, "NZL"), Emphasis::Related);
    assert_eq!(emphasis(&harness, "aukus-pillar-two"), Emphasis::Related);
    assert_eq!(emphasis(&harness, "trump-gaza-coercion"), Emphasis::Faded);
    let dataset = harness.state().session().dataset().clone();
    let evidence = harness.state().session().evidence_of(app::item(&harness, EDGE));
    assert!(!evidence.is_empty());
    for excerpt in evidence {
        let gloss = dataset.excerpt(excerpt).gloss();
        let shown = harness.query_all_by_label(gloss).count();
        assert!(shown >= 2, "{gloss:?} is in the inspector and among the excerpts, not {shown} times");
    }
    harness.get_by_label("WHO SAYS SO");
}

#[test]
fn a_click_on_a_node_selects_it_and_ctrl_adds_another() {
    let mut harness = open();
    let (first, second) = (place(&harness, "CHN"), place(&harness, "aukus-pillar-two"));
    click(&mut harness, first, Modifiers::NONE);
    click(&mut harness, second, Modifiers::COMMAND);
    assert_eq!(selected(&harness), ["CHN", "aukus-pillar-two"]);
    click(&mut harness, first, Modifiers::COMMAND);
    assert_eq!(selected(&harness), ["aukus-pillar-two"]);
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(selected(&harness).is_empty());
}

#[test]
fn history_goes_back_and_forward_with_alt_and_the_arrows() {
    let mut harness = open();
    for key in ["CHN", "NZL"] {
        let at = place(&harness, key);
        click(&mut harness, at, Modifiers::NONE);
    }
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    harness.run_steps(3);
    assert_eq!(selected(&harness), ["CHN"]);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowRight);
    harness.run_steps(3);
    assert_eq!(selected(&harness), ["NZL"]);
}

#[test]
fn a_click_on_an_excerpt_selects_it_and_what_it_proves_is_related() {
    let mut harness = open();
    let (id, gloss) = {
        let dataset = harness.state().session().dataset();
        let (id, excerpt) = dataset.excerpts.iter().next().unwrap_or_else(|| panic!("no excerpt"));
        (id, excerpt.gloss().to_owned())
    };
    let proved: Vec<_> = harness.state().session().index().proves(id).collect();
    let card =
        harness.query_all_by_label(&gloss).next().unwrap_or_else(|| panic!("no card {gloss:?}")).rect();
    click(&mut harness, card.center(), Modifiers::NONE);
    let focus = harness.state().session().focus();
    assert_eq!(focus.emphasis(id.into()), Emphasis::Selected);
    for item in proved {
        assert_eq!(focus.emphasis(item), Emphasis::Related, "{item:?}");
    }
}

#[test]
fn hover_previews_and_leaving_ends_it() {
    let mut harness = open();
    let at = place(&harness, EDGE);
    harness.hover_at(at);
    harness.run_steps(3);
    assert_eq!(emphasis(&harness, "NZL"), Emphasis::Related);
    assert_eq!(emphasis(&harness, "trump-gaza-coercion"), Emphasis::Faded);
    harness.remove_cursor();
    harness.run_steps(3);
    assert_eq!(emphasis(&harness, "trump-gaza-coercion"), Emphasis::Plain);
}

#[test]
fn search_finds_and_enter_selects() {
    let mut harness = app::open_with(preferences(), [1280.0, 800.0]);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::F);
    harness.run_steps(3);
    harness.event(egui::Event::Text("aukus pilar".to_owned()));
    harness.run_steps(3);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    assert_eq!(selected(&harness), ["aukus-pillar-two"], "found in spite of the slip");
}

#[test]
fn the_keyboard_reaches_the_diagram_and_selects() {
    let mut harness = open();
    harness.key_press(Key::F6);
    harness.run_steps(3);
    harness.key_press(Key::F6);
    harness.run_steps(3);
    let before = selected(&harness);
    for _ in 0..3 {
        harness.key_press(Key::F6);
        harness.run_steps(3);
        harness.key_press(Key::Enter);
        harness.run_steps(3);
        if selected(&harness) != before {
            return;
        }
    }
    panic!("no panel took the keyboard");
}

#[test]
fn the_as_of_date_changes_the_network() {
    let mut harness = open();
    let field = harness.get_all_by_label("As-of date").last().unwrap_or_else(|| panic!("no field")).rect();
    click(&mut harness, field.center(), Modifiers::NONE);
    harness.event(egui::Event::Text("2025-01".to_owned()));
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(4);
    let session = harness.state().session();
    match session.window() {
        Window::AsOf(day) => assert_eq!(day.to_string(), "2025-01-31"),
        other => panic!("{other:?}"),
    }
    let network = session.network();
    assert!(network.stands(app::item(&harness, EDGE)), "explored since 2024");
    assert!(!network.stands(app::item(&harness, "luxon-trump-support")), "not before February 2025");
}

#[test]
fn the_picture_is_the_same_on_every_run() {
    let positions = || open().state().positions();
    assert_eq!(positions(), positions());
}

#[test]
fn no_panel_is_empty_at_first_launch() {
    let harness = app::open_with(Preferences { outline: true, ..preferences() }, [1280.0, 800.0]);
    for heading in ["Outline", "Source excerpts", "Relationship diagram", "What is shown"] {
        harness.get_by_label(heading);
    }
    let title = harness.state().session().dataset().title.clone();
    assert!(harness.query_all_by_label(&title).count() >= 1, "the title is on screen");
}
