//! Flows: files that are broken, mended, or lack something are never shown by halves or in silence.

mod app;

use std::path::Path;

use app::{click_button, command, drop_file, invented, open, open_file, preferences, says, selected};
use detente::dataset::Dataset;
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::session::Command;
use egui::Key;
use egui_kittest::Harness;

type Window = Harness<'static, App>;

fn dataset(harness: &Window) -> &Dataset {
    harness.state().session().dataset()
}

/// The number of the first line that holds a text.
fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part:?} is not there")) + 1
}

fn put(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[test]
fn a_broken_file_lists_its_problems_and_the_dataset_before_stays_whole() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("strait.json");
    let broken = invented()
        .replace(r#""to": "herring-pact""#, r#""to": "nobody""#)
        .replace(r#""date": "2024-05~""#, r#""date": "next week""#)
        .replace(r#""code": "cameo:057""#, r#""code": "cameo:9999""#);
    put(&path, &broken);
    let mut harness = open();
    let aukus = app::item(&harness, "aukus-pillar-two");
    command(&mut harness, Command::SelectAll(vec![aukus]));
    let (title, places) = (dataset(&harness).title.clone(), harness.state().positions());

    drop_file(&mut harness, &path);
    assert!(says(&harness, "strait.json cannot be shown: 3 errors"));
    for (part, code) in [(r#""to": "nobody""#, "D204"), ("next week", "D109"), ("cameo:9999", "D302")] {
        assert!(says(&harness, &format!("line {}:", line_of(&broken, part))), "the line of {part}");
        assert!(says(&harness, code), "{code}");
    }
    assert_eq!(dataset(&harness).title, title);
    assert_eq!(selected(&harness), ["aukus-pillar-two"], "the selection, too");
    assert!(!harness.state().session().dataset().actors.is_empty());
    click_button(&mut harness, "Close");
    assert!(!says(&harness, "cannot be shown"));
    assert_eq!(harness.state().positions(), places, "the picture is as it was");

    // The list is open; the file is mended meanwhile, and opened again.
    drop_file(&mut harness, &path);
    assert!(says(&harness, "cannot be shown"));
    put(&path, &invented());
    open_file(&mut harness, &path);
    assert_eq!(dataset(&harness).title, "Iceland and Norway, an invented example");
    assert!(!says(&harness, "cannot be shown") && !says(&harness, "Nothing is wrong"), "the list is gone");
    assert!(selected(&harness).is_empty(), "nothing of the dataset before is selected");
    app::place(&harness, "herring-pact");
    Ok(())
}

#[test]
fn a_file_that_is_no_dataset_is_refused_with_its_list() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut harness = app::open_dataset(app::read(&invented()), preferences(), [1280.0, 800.0]);
    let title = dataset(&harness).title.clone();
    for (name, bytes, code) in [
        ("empty.json", &b""[..], "D002"),
        ("latin.json", b"{\"title\": \"caf\xe9\"}", "D003"),
        ("half.json", b"{\"format\": \"detente/1\",", "D101"),
        ("other.json", b"{\"type\": \"FeatureCollection\"}", "D006"),
        ("deep.json", &[b'['; 100_000], "D102"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes)?;
        drop_file(&mut harness, &path);
        assert!(says(&harness, name) && says(&harness, code), "{name} is refused with {code}");
        assert_eq!(dataset(&harness).title, title);
        harness.key_press(Key::Escape);
        harness.run_steps(3);
    }
    open_file(&mut harness, &folder.path().join("nowhere.json"));
    assert!(says(&harness, "D001"));
    Ok(())
}

/// A dataset with what a test gives.
fn with(rest: &str) -> String {
    format!(r#"{{"format": "detente/1", "id": "small", "title": "A small example"{rest}}}"#)
}

const NO_EVENTS: &str = "This dataset has no dated events.";
const NO_EXCERPTS: &str = "This dataset has no excerpts";
const NO_ACTORS: &str = "This dataset has no actors";
const NO_DATES: &str = "Nothing in this dataset is dated";

#[test]
fn each_panel_says_what_a_dataset_lacks() {
    let two = r#", "actors": [{"id": "ISL", "kind": "state", "name": "Iceland"},
                 {"id": "NOR", "kind": "state", "name": "Norway"}]"#;
    let proof = r#", "documents": [{"id": "d", "type": "book", "title": "A book"}],
        "excerpts": [{"id": "e", "document": "d", "gloss": "They work together.", "voice": "reported",
                      "selector": [{"type": "TextQuoteSelector", "exact": "work together"}]}]"#;
    let tie = r#", "relationships": [{"id": "tie", "kind": "cooperation", "from": "ISL", "to": "NOR",
                                      "evidence": ["e"]}]"#;
    let event = r#", "events": [{"id": "visit", "label": "A visit", "code": "cameo:042", "from": "ISL",
                                 "to": "NOR", "date": "2024-05", "evidence": ["e"]}]"#;
    for (name, rest, missing) in [
        ("nothing at all", String::new(), &[NO_ACTORS, NO_EVENTS, NO_EXCERPTS, NO_DATES][..]),
        ("no excerpts", two.to_owned(), &[NO_EVENTS, NO_EXCERPTS, NO_DATES]),
        ("no dates", [two, proof, tie].concat(), &[NO_EVENTS, NO_DATES]),
        ("no actors", proof.to_owned(), &[NO_ACTORS, NO_EVENTS, NO_DATES]),
        ("everything", [two, proof, tie, event].concat(), &[]),
    ] {
        let size = [1280.0, 800.0];
        let mut harness = app::open_dataset(app::read(&with(&rest)), preferences(), size);
        for sentence in [NO_ACTORS, NO_EVENTS, NO_EXCERPTS, NO_DATES] {
            assert_eq!(says(&harness, sentence), missing.contains(&sentence), "{name}: {sentence}");
        }
        for heading in ["Outline", "What is shown", "Source excerpts", "A small example"] {
            assert!(says(&harness, heading), "{name}: {heading}");
        }
        if !missing.contains(&NO_ACTORS) {
            app::place(&harness, "ISL");
        }
        for item in dataset(&harness).actors.ids().map(detente::dataset::Item::from).collect::<Vec<_>>() {
            command(&mut harness, Command::SelectAll(vec![item]));
        }
        command(&mut harness, Command::StepDate(1));
        command(&mut harness, Command::SetPlaying(true));
    }
}

#[test]
fn preferences_that_cannot_be_read_are_set_aside_and_the_window_opens() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("preferences.json");
    std::fs::write(&path, b"{\"theme\": \"plaid\", ")?;
    let (defaults, notice) = Preferences::load(&path);
    assert_eq!(std::fs::read(path.with_extension("json.broken"))?, b"{\"theme\": \"plaid\", ");
    assert!(!path.exists());
    let notice = notice.unwrap_or_else(|| panic!("nothing is said"));
    let mut harness = app::open_dataset(app::read(&invented()), defaults, [1280.0, 800.0]);
    let ctx = harness.ctx.clone();
    harness.state_mut().notify(&ctx, true, notice);
    harness.run_steps(40);
    assert!(says(&harness, "preferences.json.broken"), "an error's notice stays until it is closed");
    Ok(())
}
