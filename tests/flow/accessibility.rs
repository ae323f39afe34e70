//! Flows: who cannot see the window or use a pointer is told everything by name; who can see it can read it.

use std::collections::BTreeMap;

use crate::app::{self, click, command, open, open_with, place, preferences, press};
use detente::dataset::{Item, NodeId};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::Command;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

/// The buttons that a screen reader is told, by name.
fn named_buttons(harness: &Window) -> BTreeMap<String, Vec<Rect>> {
    let mut named: BTreeMap<String, Vec<Rect>> = BTreeMap::new();
    for node in harness.get_all_by_role(Role::Button) {
        if let Some(name) = node.accesskit_node().label() {
            named.entry(name).or_default().push(node.rect());
        }
    }
    named
}

#[test]
fn every_node_and_relationship_is_one_named_button_inside_the_window() {
    let harness = open();
    let buttons = named_buttons(&harness);
    let window = harness.ctx.content_rect();
    let session = harness.state().session();
    let positions = harness.state().positions();
    let standing = session.dataset().actors.ids().map(Item::from);
    let standing = standing.chain(session.dataset().instruments.ids().map(Item::from));
    let standing = standing.chain(session.dataset().relationships.ids().map(Item::from));
    for item in standing.filter(|&item| session.network().stands(item)) {
        let (key, name) = (session.dataset().key(item), session.dataset().item_name(item));
        let found: Vec<_> = positions.iter().filter(|position| position.key == key).collect();
        let [position] = found[..] else { panic!("{key} stands in {} places", found.len()) };
        let place = Rect::from_min_size(
            egui::pos2(position.x, position.y),
            egui::vec2(position.width, position.height),
        );
        assert!(window.contains_rect(place), "{key} at {place:?}");
        let is_there = |rect: &&Rect| rect.center().distance(place.center()) < 0.5;
        let here = buttons.get(&name).map_or(0, |rects| rects.iter().filter(is_there).count());
        assert_eq!(here, 1, "{key} is one button named {name:?}");
    }
    for excerpt in session.dataset().excerpts.rows() {
        assert!(buttons.contains_key(excerpt.gloss()), "the card of {} is named", excerpt.key());
    }
}

#[test]
fn every_row_of_the_outline_is_named() {
    let harness = open_with(preferences(), [1280.0, 800.0]);
    let buttons = named_buttons(&harness);
    let right = preferences().outline_width + 20.0;
    let dataset = harness.state().session().dataset();
    let actors = dataset.actors.ids().map(Item::from);
    let items = actors
        .chain(dataset.instruments.ids().map(Item::from))
        .chain(dataset.relationships.ids().map(Item::from))
        .chain(dataset.events.ids().map(Item::from))
        .chain(dataset.documents.ids().map(Item::from));
    for item in items {
        let name = dataset.item_name(item);
        let rects = buttons.get(&name).map_or(&[][..], Vec::as_slice);
        assert!(rects.iter().any(|rect| rect.left() < right), "the outline names {name:?}");
    }
}

/// egui_kittest's own check: whatever takes input has a name. In every state of the window that a person meets.
#[test]
fn whatever_takes_input_has_a_name() {
    let mut harness = open_with(Preferences { outline: true, ..preferences() }, [1280.0, 800.0]);
    harness.check_accessibility();
    for key in
        ["NZL", "aukus-pillar-two", "nzl-aukus-pillar-two", "ev-condemns-cook", "p19-condemned", "patman"]
    {
        let item = app::item(&harness, key);
        command(&mut harness, Command::SelectAll(vec![item]));
        harness.check_accessibility();
    }
    app::click_button(&mut harness, "Formula…");
    harness.check_accessibility();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    let keys = [
        (Modifiers::COMMAND, Key::P),
        (Modifiers::COMMAND, Key::O),
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::O),
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::M),
        (Modifiers::COMMAND, Key::S),
        (Modifiers::COMMAND, Key::E),
        (Modifiers::COMMAND, Key::I),
        (Modifiers::COMMAND | Modifiers::SHIFT, Key::S),
        (Modifiers::NONE, Key::F1),
    ];
    for (modifiers, key) in keys {
        press(&mut harness, modifiers, key);
        harness.check_accessibility();
        press(&mut harness, Modifiers::NONE, Key::Escape);
    }
    let at = place(&harness, "CHN");
    harness.hover_at(at);
    harness.run_steps(8);
    harness.check_accessibility();
    click(&mut harness, at, Modifiers::NONE);
    harness.check_accessibility();
}

/// The labels that the default zoom has no room for.
fn hidden_labels(size: [f32; 2]) -> usize {
    let harness = open_with(preferences(), size);
    let session = harness.state().session();
    let labels = harness.state().diagram().labels();
    let nodes: Vec<(NodeId, Rect)> = harness
        .state()
        .diagram()
        .places()
        .into_iter()
        .filter_map(|(item, rect)| match item {
            Item::Node(node) => Some((node, rect)),
            Item::Relationship(_)
            | Item::Event(_)
            | Item::Excerpt(_)
            | Item::Document(_)
            | Item::Point(_) => None,
        })
        .collect();
    // What the panels around the diagram leave of the window.
    let corner = |text| harness.get_by_label(text).rect().left_top();
    let (header, right, below) =
        (corner("Relationship diagram"), corner("Source excerpts"), corner("Alignment of"));
    let panel = Rect::from_min_max(header, egui::pos2(right.x, below.y));
    let name = |node| session.dataset().node_label(node);
    for (index, &(node, label)) in labels.iter().enumerate() {
        for &(other, rect) in &labels[index + 1..] {
            assert!(!label.intersects(rect), "{size:?}: the labels of {} and {}", name(node), name(other));
        }
        for &(other, rect) in &nodes {
            assert!(!label.intersects(rect), "{size:?}: the label of {} and {}", name(node), name(other));
        }
        assert!(panel.contains_rect(label), "{size:?}: the label of {} is cut off", name(node));
    }
    assert!(labels.len() > nodes.len() / 2, "{} labels of {} nodes", labels.len(), nodes.len());
    nodes.len() - labels.len()
}

#[test]
fn labels_overlap_neither_each_other_nor_a_node_and_are_hardly_ever_hidden() {
    let small = hidden_labels([1280.0, 800.0]);
    assert!(small <= 2, "{small} labels are hidden in a small window");
    let large = hidden_labels([2560.0, 1440.0]);
    assert_eq!(large, 0, "labels are hidden in a large window");
}
