//! Focus: what belongs to a selection, the same for every panel.

use detente::analysis::focus::{Emphasis, Focus, FocusRequest};
use detente::analysis::index::Index;
use detente::analysis::network::{Network, Window};
use detente::dataset::{Dataset, Day, Item, load};

fn two_states() -> Dataset {
    let loaded = load("two-states.json", include_bytes!("../data/two-states.json"));
    loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
}

fn item(dataset: &Dataset, key: &str) -> Item {
    dataset.item(key).unwrap_or_else(|| panic!("no item {key}"))
}

fn focus(dataset: &Dataset, selected: &[&str], hovered: Option<&str>) -> Focus {
    let selected: Vec<Item> = selected.iter().map(|key| item(dataset, key)).collect();
    let hovered = hovered.map(|key| item(dataset, key));
    let request = FocusRequest { selected: &selected, hovered, behind: &|_| Vec::new() };
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
fn who_acts_touches_whom_it_acts_toward_and_so_does_what_it_is_part_of() {
    let dataset = two_states();
    for actor in ["minister", "cabinet"] {
        let focus = focus(&dataset, &[actor], None);
        assert_eq!(of(&dataset, &focus, "ISL"), Emphasis::Related, "no tie joins it and the {actor}");
        assert_eq!(of(&dataset, &focus, "signing"), Emphasis::Faded, "the {actor} did not sign");
    }
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
fn what_does_not_stand_in_the_window_fades_unless_it_is_selected_or_under_the_pointer() {
    let dataset = two_states();
    let index = Index::new(&dataset);
    let before = Network::new(&dataset, &Window::AsOf(Day::new(2024, 4, 30).unwrap_or(Day(0))));
    let signing = item(&dataset, "signing");
    let emphasis = |focus: Focus| focus.in_window(&before, &index).emphasis(signing);
    assert_eq!(emphasis(focus(&dataset, &[], None)), Emphasis::Faded);
    assert_eq!(emphasis(focus(&dataset, &["pact"], None)), Emphasis::Faded);
    assert_eq!(emphasis(focus(&dataset, &["signing"], None)), Emphasis::Selected);
    assert_eq!(emphasis(focus(&dataset, &[], Some("signing"))), Emphasis::Related);
}

#[test]
fn a_focus_that_is_used_again_is_as_a_new_one() {
    let dataset = two_states();
    let index = Index::new(&dataset);
    let mut used = Focus::default();
    let nodes = dataset.nodes().map(Item::Node);
    let rows = dataset.relationships.ids().map(Item::from).chain(dataset.events.ids().map(Item::from));
    let sources = dataset.excerpts.ids().map(Item::from).chain(dataset.documents.ids().map(Item::from));
    let items: Vec<Item> = nodes.chain(rows).chain(sources).collect();
    for (&first, &second) in items.iter().zip(items.iter().rev()) {
        let selected = if first < second { vec![first, second] } else { vec![first] };
        for hovered in [None].into_iter().chain(items.iter().copied().map(Some)) {
            let request = FocusRequest { selected: &selected, hovered, behind: &|_| Vec::new() };
            used.update(&dataset, &index, &request);
            let new = Focus::new(&dataset, &index, &request);
            for &item in &items {
                assert_eq!(
                    used.emphasis(item),
                    new.emphasis(item),
                    "{item:?} with {selected:?}, {hovered:?}"
                );
            }
        }
    }
}
