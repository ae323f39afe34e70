//! Focus: what belongs to a selection, the same for every panel.

use detente::analysis::focus::{Emphasis, Focus, FocusRequest};
use detente::analysis::index::Index;
use detente::dataset::{Dataset, Item, load};

fn two_states() -> Dataset {
    let loaded = load("two-states.json", include_bytes!("data/two-states.json"));
    loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
}

fn item(dataset: &Dataset, key: &str) -> Item {
    dataset.item(key).unwrap_or_else(|| panic!("no item {key}"))
}

fn focus(dataset: &Dataset, selected: &[&str], hovered: Option<&str>) -> Focus {
    focus_in(dataset, selected, hovered, &|_| true)
}

fn focus_in(
    dataset: &Dataset,
    selected: &[&str],
    hovered: Option<&str>,
    stands: &dyn Fn(Item) -> bool,
) -> Focus {
    let selected: Vec<Item> = selected.iter().map(|key| item(dataset, key)).collect();
    let hovered = hovered.map(|key| item(dataset, key));
    let request = FocusRequest { selected: &selected, hovered, stands, behind: &|_| Vec::new() };
    Focus::new(dataset, &Index::new(dataset), &request)
}

fn of(dataset: &Dataset, focus: &Focus, key: &str) -> Emphasis {
    focus.emphasis(item(dataset, key))
}

#[test]
fn without_a_selection_everything_is_plain() {
    let dataset = two_states();
    let focus = focus(&dataset, &[], None);
    for key in ["ISL", "herring-pact", "pact", "signing", "e1", "gazette"] {
        assert_eq!(of(&dataset, &focus, key), Emphasis::Plain, "{key}");
    }
}

#[test]
fn a_relationship_touches_its_ends_its_evidence_and_what_happened_between_them() {
    let dataset = two_states();
    let focus = focus(&dataset, &["isl-in-pact"], None);
    assert_eq!(of(&dataset, &focus, "isl-in-pact"), Emphasis::Selected);
    for key in ["ISL", "herring-pact", "e1", "gazette", "signing", "pact"] {
        assert_eq!(of(&dataset, &focus, key), Emphasis::Related, "{key}");
    }
    for key in ["warning", "e2", "minister", "cabinet"] {
        assert_eq!(of(&dataset, &focus, key), Emphasis::Faded, "{key}");
    }
}

#[test]
fn an_event_of_a_part_lies_between_the_wholes() {
    let dataset = two_states();
    let focus = focus(&dataset, &["pact"], None);
    assert_eq!(of(&dataset, &focus, "warning"), Emphasis::Related, "the minister acts for Norway");
    assert_eq!(of(&dataset, &focus, "e2"), Emphasis::Related);
}

#[test]
fn a_state_touches_what_its_people_did() {
    let dataset = two_states();
    let focus = focus(&dataset, &["NOR"], None);
    for key in ["cabinet", "minister", "warning", "e2", "pact", "ISL"] {
        assert_eq!(of(&dataset, &focus, key), Emphasis::Related, "{key}");
    }
    assert_eq!(of(&dataset, &focus, "herring-pact"), Emphasis::Faded);
}

#[test]
fn an_excerpt_touches_what_it_proves() {
    let dataset = two_states();
    let focus = focus(&dataset, &["e2"], None);
    for key in ["warning", "minister", "cabinet", "NOR", "gazette"] {
        assert_eq!(of(&dataset, &focus, key), Emphasis::Related, "{key}");
    }
    assert_eq!(of(&dataset, &focus, "signing"), Emphasis::Faded);
}

#[test]
fn hover_previews_beside_the_selection() {
    let dataset = two_states();
    let hovered = focus(&dataset, &["isl-in-pact"], Some("warning"));
    assert_eq!(of(&dataset, &hovered, "isl-in-pact"), Emphasis::Selected);
    assert_eq!(of(&dataset, &hovered, "warning"), Emphasis::Related);
    assert_eq!(of(&dataset, &hovered, "minister"), Emphasis::Related);
    assert!(hovered.is_hovered(item(&dataset, "warning")));
}

#[test]
fn what_does_not_stand_in_the_window_fades_unless_it_is_selected() {
    let dataset = two_states();
    let gone = item(&dataset, "signing");
    let stands = |item: Item| item != gone;
    let focus = focus_in(&dataset, &["pact"], None, &stands);
    assert_eq!(of(&dataset, &focus, "signing"), Emphasis::Faded);
    let focus = focus_in(&dataset, &["signing"], None, &stands);
    assert_eq!(of(&dataset, &focus, "signing"), Emphasis::Selected);
}
