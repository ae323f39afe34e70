//! How the diagram is arranged: asked for in its menu, kept while something else is selected, and taken back.

use crate::app::{self, click, command, item, open, place, press, says, settle};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::{Arrangement, Command};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers, Pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

const KEYS: [&str; 5] = ["NZL", "USA", "CHN", "aukus-pillar-two", "RUS"];

/// Opens the diagram's own menu of arrangements, and clicks one.
fn choose(harness: &mut Window, name: &str) {
    app::click_button(harness, "Arrange");
    let at = radio(harness, name).rect.center();
    click(harness, at, Modifiers::NONE);
    settle(harness);
}

struct Radio {
    rect: egui::Rect,
    is_on: bool,
    is_disabled: bool,
}

#[track_caller]
fn radio(harness: &Window, name: &str) -> Radio {
    let button = harness.get_by_role_and_label(Role::RadioButton, name);
    let node = button.accesskit_node();
    let is_on = node.toggled() == Some(Toggled::True);
    Radio { rect: button.rect(), is_on, is_disabled: node.is_disabled() }
}

fn places(harness: &Window) -> Vec<Pos2> {
    KEYS.iter().map(|key| place(harness, key)).collect()
}

fn select(harness: &mut Window, key: &str) {
    let item = item(harness, key);
    command(harness, Command::SelectAll(vec![item]));
    settle(harness);
}

#[test]
fn the_menu_says_which_arrangement_there_is_and_why_another_is_not() {
    let mut harness = open();
    app::click_button(&mut harness, "Arrange");
    assert!(radio(&harness, "By ties").is_on);
    assert!(!radio(&harness, "Rows by part of").is_disabled);
    let rings = radio(&harness, "Rings around the selection");
    assert!(rings.is_disabled && !rings.is_on);
    assert!(radio(&harness, "The file’s positions").is_disabled);
    harness.hover_at(rings.rect.center());
    harness.run_steps(40);
    assert!(says(&harness, "no actor, instrument or tie is selected"));
}

#[test]
fn rings_stay_about_what_they_were_asked_for_until_asked_again() {
    let mut harness = open();
    let by_ties = places(&harness);
    select(&mut harness, "NZL");
    choose(&mut harness, "Rings around the selection");
    let about_nzl = places(&harness);
    assert_ne!(about_nzl, by_ties);
    select(&mut harness, "CHN");
    assert_eq!(places(&harness), about_nzl, "they stay");
    app::click_button(&mut harness, "Arrange");
    let rings = radio(&harness, "Rings around the selection");
    assert!(rings.is_on);
    harness.hover_at(rings.rect.center());
    harness.run_steps(40);
    assert!(says(&harness, "about New Zealand now"));
    click(&mut harness, rings.rect.center(), Modifiers::NONE);
    settle(&mut harness);
    let about_chn = places(&harness);
    assert_ne!(about_chn, about_nzl);
    choose(&mut harness, "By ties");
    assert_eq!(places(&harness), by_ties, "the first arrangement is there again");
}

#[test]
fn what_was_dragged_in_one_arrangement_is_there_when_it_is_shown_again() {
    let mut harness = open();
    let from = place(&harness, "RUS");
    app::drag(&mut harness, from, from + egui::vec2(40.0, 30.0));
    let dragged = places(&harness);
    press(&mut harness, Modifiers::COMMAND, Key::Num5);
    settle(&mut harness);
    assert_eq!(*harness.state().session().arrangement(), Arrangement::Rows);
    assert!(harness.state().diagram().pinned().is_empty(), "a drag means nothing in other places");
    let y = |key: &str| place(&harness, key).y;
    assert!(y("NZL") < y("nz-luxon-government") && y("NZL") == y("USA"), "a whole stands above its parts");
    press(&mut harness, Modifiers::COMMAND, Key::Num3);
    settle(&mut harness);
    for (before, after) in dragged.iter().zip(places(&harness)) {
        assert!(before.distance(after) < 1.5, "{before:?} {after:?}");
    }
}

#[test]
fn nodes_walk_to_their_new_places() {
    let mut harness = open();
    let before = places(&harness);
    press(&mut harness, Modifiers::COMMAND, Key::Num5);
    settle(&mut harness);
    let after = places(&harness);
    // Both arrangements are there now, so that the way back begins at once.
    let ctx = harness.ctx.clone();
    harness.state_mut().command(&ctx, Command::Arrange(Arrangement::ByTies));
    let mut on_the_way = 0;
    for _ in 0..20 {
        harness.step();
        let now = places(&harness);
        let is_apart = |ends: &[Pos2]| now.iter().zip(ends).any(|(now, end)| now.distance(*end) > 5.0);
        on_the_way += usize::from(is_apart(&before) && is_apart(&after));
    }
    assert!(on_the_way > 0, "there was a frame between the two");
    settle(&mut harness);
    assert_eq!(places(&harness), before);
}

#[test]
fn another_dataset_may_come_while_nodes_are_on_their_way() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("strait.json");
    std::fs::write(&path, app::invented())?;
    let mut harness = open();
    press(&mut harness, Modifiers::COMMAND, Key::Num5);
    settle(&mut harness);
    let ctx = harness.ctx.clone();
    harness.state_mut().command(&ctx, Command::Arrange(Arrangement::ByTies));
    harness.step();
    app::open_file(&mut harness, &path);
    settle(&mut harness);
    assert!(harness.state().diagram().is_settled());
    Ok(())
}

#[test]
fn showing_less_of_nearly_everything_does_not_stand_further_off_than_for_everything() {
    // In a small window there is no room for every name.
    let mut harness = app::open_with(Preferences { outline: false, ..app::preferences() }, [1000.0, 620.0]);
    let fitted = places(&harness);
    app::click_button(&mut harness, "Show less");
    app::click_button(&mut harness, "Select the 20 nodes with the most ties");
    assert_eq!(app::selected(&harness).len(), 20);
    app::click_button(&mut harness, "Show less");
    app::click_button(&mut harness, "Go to the selection and its neighbours");
    settle(&mut harness);
    let apart = |places: &[Pos2]| places[0].distance(places[4]);
    assert!(apart(&places(&harness)) >= apart(&fitted) - 0.5, "the view came no further off");
    select(&mut harness, "RUS");
    app::click_button(&mut harness, "Show less");
    app::click_button(&mut harness, "Go to the selection and its neighbours");
    settle(&mut harness);
    assert!(apart(&places(&harness)) >= apart(&fitted) - 0.5);
}

#[test]
fn all_buttons_of_a_narrow_diagram_can_be_reached() {
    let mut harness = app::open_with(app::preferences(), [900.0, 620.0]);
    settle(&mut harness);
    let edge = harness.get_by_label("Source excerpts").rect().left();
    for name in ["Fit", "Arrange", "Show less"] {
        let [button] = app::buttons(&harness, name)[..] else { panic!("{name} is there once") };
        assert!(button.right() <= edge, "{name} ends at {}, the diagram before {edge}", button.right());
    }
}
