//! Flows: what is done in the timeline shows in the whole window.

use crate::app::{self, buttons, click, click_button, double_click, drag, emphasis, open, selected};
use detente::analysis::focus::Emphasis;
use detente::analysis::network::Window;
use detente::dataset::{Day, Item};
use detente::desktop::App;
use egui::accesskit::Role;
use egui::{Modifiers, Pos2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

/// The middle of the mark of an event, as a screen reader finds it.
fn mark(harness: &Harness<'static, App>, key: &str) -> Pos2 {
    let Item::Event(id) = app::item(harness, key) else { panic!("{key} is no event") };
    let label = harness.state().session().dataset().event(id).label().to_owned();
    let name = format!("{label}, score");
    harness.get_by(move |node| node.label().is_some_and(|held| held.contains(&name))).rect().center()
}

/// The day in the middle of an event's date.
fn day(harness: &Harness<'static, App>, key: &str) -> i32 {
    let Item::Event(id) = app::item(harness, key) else { panic!("{key} is no event") };
    let date = harness.state().session().dataset().event(id).date();
    let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { panic!("{key} is open") };
    i32::midpoint(first.0, last.0)
}

#[test]
fn a_click_on_an_events_mark_shows_in_all_panels() {
    const EVENT: &str = "ev-condemns-cook";
    let mut harness = open();
    let at = mark(&harness, EVENT);
    click(&mut harness, at, Modifiers::NONE);
    assert_eq!(selected(&harness), [EVENT]);
    assert_eq!(emphasis(&harness, EVENT), Emphasis::Selected);
    for related in
        ["nz-luxon-government", "CHN", "p19-condemned", "nz-luxon-government-cook-partnership-opposition"]
    {
        assert_eq!(emphasis(&harness, related), Emphasis::Related, "{related}");
    }
    for other in ["trump-gaza-coercion", "gaza", "p22-takeovers", "ev-solomon-pact"] {
        assert_eq!(emphasis(&harness, other), Emphasis::Faded, "{other}");
    }
    // Inspector and excerpts both hold the evidence; the card is scrolled to.
    let top = harness.get_by_label("Source excerpts").rect().bottom();
    let bottom = harness.ctx.content_rect().bottom();
    for excerpt in harness.state().session().evidence_of(app::item(&harness, EVENT)) {
        let gloss = harness.state().session().dataset().excerpt(excerpt).gloss().to_owned();
        let places = buttons(&harness, &gloss);
        let [_in_the_inspector, card] = places[..] else { panic!("{gloss:?} stands in {places:?}") };
        assert!(card.top() > top && card.bottom() < bottom, "the whole card is in view: {card:?}");
    }
    harness.get_by_label("WHO SAYS SO");
    harness.get_by_label_contains("Goldstein value");
}

#[test]
fn a_brushed_range_is_the_window_and_a_double_click_on_nothing_ends_it() {
    let mut harness = open();
    let [a, b, c, d] =
        ["ev-defence-statement-2018", "ev-condemns-solomon-pact-chn", "ev-hipkins-material", "ev-red-sea"];
    let places = [a, b, c].map(|key| mark(&harness, key).x);
    let days = [a, b, c].map(|key| f64::from(day(&harness, key)));
    let y = mark(&harness, a).y + 30.0;
    let (from, to) = (f32::midpoint(places[0], places[1]), places[2] + 0.25 * (places[2] - places[1]));
    drag(&mut harness, pos2(from, y), pos2(to, y));

    let Window::Range(range) = *harness.state().session().window() else { panic!("no range was brushed") };
    let days_a_point = (days[2] - days[0]) / f64::from(places[2] - places[0]);
    let day_at = |x: f32| days[0] + f64::from(x - places[0]) * days_a_point;
    for (end, x) in [(range.first, from), (range.last, to)] {
        let Some(Day(end)) = end else { panic!("the range is open") };
        let off = (f64::from(end) - day_at(x)).abs();
        assert!(off < 3.0 * days_a_point + 2.0, "the range ends {off} days from the pointer");
    }

    let session = harness.state().session();
    let (dataset, network, focus) = (session.dataset(), session.network(), session.focus());
    let stands = |key| network.stands(app::item(&harness, key));
    assert!(stands(b) && stands(c) && !stands(a) && !stands(d));
    assert!(stands("ardern-government-solomon-pact-opposition"), "2022 lies in the range");
    assert!(!stands("luxon-trump-support"), "2025 does not");
    let on_screen: Vec<String> =
        harness.state().positions().into_iter().map(|position| position.key).collect();
    for relationship in dataset.relationships.ids() {
        let key = &dataset.relationships[relationship].key;
        assert_eq!(on_screen.iter().any(|shown| shown == key), network.stands(relationship.into()), "{key}");
    }
    let (mut plain, mut faded) = (0, 0);
    for excerpt in dataset.excerpts.ids() {
        let mut proved = session.index().proves(excerpt);
        let has_standing = proved.len() == 0 || proved.any(|item| network.stands(item));
        let is_faded = focus.emphasis(excerpt.into()) == Emphasis::Faded;
        assert_eq!(is_faded, !has_standing, "{}", dataset.excerpt(excerpt).key());
        *if is_faded { &mut faded } else { &mut plain } += 1;
    }
    assert!(plain > 3 && faded > 3, "the range tells excerpts apart: {plain} and {faded}");

    double_click(&mut harness, pos2(f32::midpoint(places[0], places[1]), y + 10.0));
    assert_eq!(*harness.state().session().window(), Window::Always);
    assert!(selected(&harness).is_empty(), "there was nothing under the pointer");
    assert_eq!(emphasis(&harness, "luxon-trump-support"), Emphasis::Plain);
}

#[test]
fn the_half_life_is_in_reach_and_changes_the_series() {
    let mut harness = open();
    let values = |harness: &Harness<'static, App>| -> Vec<f64> {
        let last = Day(day(harness, "ev-warning"));
        harness.state().session().series().iter().map(|series| series.at(last).value).collect()
    };
    let half_life = |harness: &Harness<'static, App>| {
        let settings = harness.state().session().series_settings();
        settings.map(|settings| settings.parameters.half_life())
    };
    let (before, at_first) = (values(&harness), half_life(&harness));
    click_button(&mut harness, "Formula…");
    harness.get_by_role_and_label(Role::Slider, "Half-life").set_value_accesskit(30.0);
    harness.run_steps(4);
    assert_eq!(half_life(&harness), Some(30.0));
    assert_ne!(values(&harness), before);
    harness.get_by_label("Formula (changed)…");
    assert!(app::says(&harness, "30 days"), "the formula says its half-life");
    click_button(&mut harness, "Reset to defaults");
    assert_eq!((values(&harness), half_life(&harness)), (before, at_first));
}
