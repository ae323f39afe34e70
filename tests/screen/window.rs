//! What the window looks like: three pictures, compared with those in `tests/snapshots`.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test screen window` writes them anew; look at them before they are committed.
//! They are drawn in software where there is a software adapter, and skipped where there is no adapter at all.

use crate::adapter;
use crate::app::{self, click, invented, open, open_with, place, preferences};
use detente::dataset::load;
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::theme::ThemeChoice;
use egui::Modifiers;
use egui_kittest::{Harness, SnapshotOptions};

/// What another version of the rasteriser may do: edges of lines and of glyphs a little lighter or darker, a
/// few pixels a line. A panel that moved or a colour that changed is far beyond it.
const THRESHOLD: f32 = 2.0;
const FAILED_PIXELS: usize = 500;

fn compare(mut harness: Harness<'static, App>, name: &str) {
    harness.remove_cursor();
    harness.run_steps(4);
    let options = SnapshotOptions::new().threshold(THRESHOLD).max_failed_pixels(FAILED_PIXELS);
    harness.snapshot_options(name, &options);
}

#[test]
fn the_light_window_with_a_selected_relationship() {
    let Some(_turn) = adapter() else { return };
    let mut harness = open();
    let at = place(&harness, "nzl-aukus-pillar-two");
    click(&mut harness, at, Modifiers::NONE);
    compare(harness, "window_light");
}

#[test]
fn the_dark_window() {
    let Some(_turn) = adapter() else { return };
    let dark = Preferences { theme: ThemeChoice::Dark, ..preferences() };
    compare(open_with(dark, [1100.0, 700.0]), "window_dark");
}

#[test]
fn the_list_of_what_is_wrong_with_a_file() {
    let Some(_turn) = adapter() else { return };
    let broken = invented()
        .replace(r#""to": "herring-pact""#, r#""to": "nobody""#)
        .replace(r#""date": "2024-05~""#, r#""date": "next week""#);
    let mut harness = app::open_dataset(app::read(&invented()), preferences(), [900.0, 640.0]);
    harness.state_mut().show_problems(load::load("strait.json", broken.as_bytes()).report);
    harness.run_steps(4);
    compare(harness, "broken_file");
}
