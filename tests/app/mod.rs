//! The whole window, off screen.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use detente::analysis::focus::Emphasis;
use detente::dataset::{Dataset, Item, bundled};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::theme::ThemeChoice;
use egui_kittest::Harness;

/// The window with the bundled dataset, settled, with the outline closed: so each name is there once.
pub fn open() -> Harness<'static, App> {
    open_with(Preferences { outline: false, ..preferences() }, [1280.0, 800.0])
}

/// The preferences that tests start from, whatever machine they run on.
pub fn preferences() -> Preferences {
    Preferences { theme: ThemeChoice::Light, ..Preferences::default() }
}

/// The window with the bundled dataset, settled.
pub fn open_with(preferences: Preferences, size: [f32; 2]) -> Harness<'static, App> {
    let loaded = bundled::load();
    let dataset = loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)));
    open_dataset(dataset, preferences, size)
}

/// The window with a dataset, settled.
pub fn open_dataset(dataset: Dataset, preferences: Preferences, size: [f32; 2]) -> Harness<'static, App> {
    let report = bundled::load().report;
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(64)
        .wgpu()
        .build_eframe(move |cc| App::new(&cc.egui_ctx, Arc::new(dataset), report, preferences, None));
    settle(&mut harness);
    harness
}

/// Runs frames until the layout's thread has answered and nothing moves.
pub fn settle(harness: &mut Harness<'static, App>) {
    let began = Instant::now();
    while !harness.state().is_settled() {
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
        assert!(began.elapsed() < Duration::from_secs(120), "the layout does not come");
    }
    harness.run_steps(8);
}

/// The item of a key.
pub fn item(harness: &Harness<'_, App>, key: &str) -> Item {
    harness.state().session().dataset().item(key).unwrap_or_else(|| panic!("no item {key}"))
}

/// The emphasis of the item of a key.
pub fn emphasis(harness: &Harness<'_, App>, key: &str) -> Emphasis {
    harness.state().session().focus().emphasis(item(harness, key))
}

/// The keys of what is selected.
pub fn selected(harness: &Harness<'_, App>) -> Vec<String> {
    let session = harness.state().session();
    session.selection().items().iter().map(|&item| session.dataset().key(item).into_owned()).collect()
}

/// The middle of an item in the diagram.
pub fn place(harness: &Harness<'_, App>, key: &str) -> egui::Pos2 {
    let positions = harness.state().positions();
    let position = positions.iter().find(|position| position.key == key);
    let position = position.unwrap_or_else(|| panic!("{key} is not on the screen"));
    egui::pos2(position.x + position.width / 2.0, position.y + position.height / 2.0)
}

/// Presses and lets go of the pointer at a place.
pub fn click(harness: &mut Harness<'static, App>, at: egui::Pos2, modifiers: egui::Modifiers) {
    harness.hover_at(at);
    harness.step();
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        harness
            .event_modifiers(egui::Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
        harness.step();
    }
    harness.run_steps(4);
}
