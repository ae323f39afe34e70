//! The whole window, off screen.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use detente::analysis::focus::Emphasis;
use detente::dataset::{Dataset, Item, bundled};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::Command;
use detente::theme::ThemeChoice;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use sha2::{Digest, Sha256};

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
        .build_eframe(move |cc| App::new(&cc.egui_ctx, Arc::new(dataset), report, preferences, None));
    settle(&mut harness);
    harness
}

/// Runs frames until something is so, and a few more.
#[track_caller]
pub fn wait(
    harness: &mut Harness<'static, App>,
    what: &str,
    mut is_so: impl FnMut(&Harness<'static, App>) -> bool,
) {
    let began = Instant::now();
    while !is_so(harness) {
        harness.step();
        std::thread::sleep(Duration::from_millis(5));
        assert!(began.elapsed() < Duration::from_secs(120), "waited in vain until {what}");
    }
    harness.run_steps(3);
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

/// Presses and lets go twice in quick succession.
pub fn double_click(harness: &mut Harness<'static, App>, at: egui::Pos2) {
    harness.hover_at(at);
    harness.run_steps(2);
    for _ in 0..2 {
        let button = egui::PointerButton::Primary;
        let event = |pressed| egui::Event::PointerButton {
            pos: at,
            button,
            pressed,
            modifiers: egui::Modifiers::NONE,
        };
        harness.input_mut().events.extend([event(true), event(false)]);
        harness.step();
    }
    harness.run_steps(4);
}

/// Drags the pointer from a place to another.
pub fn drag(harness: &mut Harness<'static, App>, from: egui::Pos2, to: egui::Pos2) {
    harness.hover_at(from);
    harness.run_steps(2);
    harness.drag_at(from);
    harness.step();
    for part in [0.1, 0.5, 1.0] {
        harness.hover_at(from.lerp(to, part));
        harness.step();
    }
    harness.drop_at(to);
    harness.run_steps(4);
}

/// Presses and lets go of a key.
pub fn press(harness: &mut Harness<'static, App>, modifiers: egui::Modifiers, key: egui::Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

/// Writes into the field that has the keyboard.
pub fn write(harness: &mut Harness<'static, App>, text: &str) {
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run_steps(3);
}

/// Clicks the first button of a name.
pub fn click_button(harness: &mut Harness<'static, App>, name: &str) {
    let at = buttons(harness, name).first().unwrap_or_else(|| panic!("no button {name:?}")).center();
    click(harness, at, egui::Modifiers::NONE);
}

/// The places of the buttons of a name.
pub fn buttons(harness: &Harness<'static, App>, name: &str) -> Vec<egui::Rect> {
    let role = egui::accesskit::Role::Button;
    harness.query_all_by_role_and_label(role, name).map(|node| node.rect()).collect()
}

/// Whether a text is on the screen, as a whole or as a part of a longer one.
pub fn says(harness: &Harness<'static, App>, text: &str) -> bool {
    let holds = |held: Option<String>| held.is_some_and(|held| held.contains(text));
    let mut nodes = harness.root().children_recursive().map(|node| node.accesskit_node());
    nodes.any(|node| holds(node.label()) || holds(node.value()))
}

/// Lets go of a file over the window, and waits until it is read and laid out.
pub fn drop_file(harness: &mut Harness<'static, App>, path: &Path) {
    let_go(harness, path);
    settle(harness);
}

/// Lets go of a file over the window, and waits for nothing.
pub fn let_go(harness: &mut Harness<'static, App>, path: &Path) {
    harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    harness.run_steps(2);
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// Carries out a command, as a click would.
pub fn command(harness: &mut Harness<'static, App>, command: Command) {
    let ctx = harness.ctx.clone();
    harness.state_mut().command(&ctx, command);
    harness.run_steps(4);
}

/// Opens a dataset file and waits for its layout.
pub fn open_file(harness: &mut Harness<'static, App>, path: &Path) {
    let ctx = harness.ctx.clone();
    harness.state_mut().open(&ctx, path);
    harness.run_steps(2);
    settle(harness);
}

/// A small invented dataset; its document's text is [`GAZETTE`].
pub fn invented() -> String {
    let sha256: String = Sha256::digest(GAZETTE).iter().map(|byte| format!("{byte:02x}")).collect();
    include_str!("../data/two-states.json").replace(&"0".repeat(64), &sha256)
}

/// The text of the invented dataset's document: a title and three paragraphs.
pub const GAZETTE: &str = "Boats in the strait
Iceland and Norway signed a pact on herring in May, after a winter of talks.
The boats stayed in port on that day.
Asked about the limits, the minister said: we will watch the strait from now on.
";

/// Reads a dataset that has no errors.
pub fn read(json: &str) -> Dataset {
    let loaded = detente::dataset::load::load("invented.json", json.as_bytes());
    loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
}

/// The article that the bundled dataset codes, where it is there.
pub fn article() -> Option<PathBuf> {
    let shared = std::env::var_os("DETENTE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("seeds/000_1d3de4f65ff0ded4.txt");
    let is_there = path.is_file();
    if !is_there {
        eprintln!("skipped: {} is not there", path.display());
    }
    is_there.then_some(path)
}
