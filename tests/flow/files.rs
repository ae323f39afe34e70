//! Flows: files that are broken, mended, or lack something are never shown by halves or in silence.

use std::path::Path;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use crate::app::{
    self, click_button, command, drop_file, invented, open, open_file, preferences, says, selected, wait,
};
use detente::dataset::{Dataset, Follow, load};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::exchange::{self, ExchangeError, Opened, Options, Progress};
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

/// Takes the network of a dataset that is read.
#[derive(Default)]
struct Watcher(Mutex<Option<Dataset>>);

impl Follow for Watcher {
    fn expect(&self, _: u64) {}
    fn advance(&self, _: u64) {}
    fn is_cancelled(&self) -> bool {
        false
    }
    fn wants_network(&self) -> bool {
        true
    }
    fn network(&self, network: Dataset) {
        if let Ok(mut place) = self.0.lock() {
            *place = Some(network);
        }
    }
}

/// The network of the invented dataset, as it is read before its events.
fn network() -> Dataset {
    let watcher = Watcher::default();
    let loaded = load::load_followed("strait.json", invented().as_bytes(), &watcher);
    assert!(loaded.is_ok_and(|loaded| loaded.dataset.is_some()));
    watcher.0.into_inner().ok().flatten().unwrap_or_else(|| panic!("no network"))
}

/// Opens a file whose reading stops within its events until it is told to go on. Returns once the network is laid out.
fn open_slowly(harness: &mut Window, path: &Path) -> Sender<()> {
    let (go_on, is_told) = channel();
    let opener =
        move |path: &Path, options: &Options, progress: &Arc<Progress>| -> Result<Opened, ExchangeError> {
            progress.network(network());
            // Where nobody tells any more, the file is not asked for any more.
            let _ = is_told.recv();
            exchange::open(path, options, progress)
        };
    let ctx = harness.ctx.clone();
    harness.state_mut().open_by(&ctx, path, Box::new(opener));
    wait(harness, "the network is there", |harness| {
        says(harness, "Reading strait.json: ") && harness.state().diagram().is_settled()
    });
    harness.run_steps(8);
    go_on
}

const TITLE: &str = "Iceland and Norway, an invented example";

#[test]
fn the_network_of_a_large_file_is_there_before_its_last_row_and_stays_as_it_is() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("strait.json");
    put(&path, &invented());
    let mut harness = open();
    let go_on = open_slowly(&mut harness, &path);
    assert_eq!((dataset(&harness).title.as_str(), dataset(&harness).events.len()), (TITLE, 0));
    assert!(!harness.state().is_settled(), "there is more to come");
    assert!(says(&harness, " %. Events and more excerpts follow.") && !says(&harness, NO_EVENTS));
    assert!(!says(&harness, NO_EXCERPTS));
    let at = app::place(&harness, "herring-pact");
    app::click(&mut harness, at, egui::Modifiers::NONE);
    assert_eq!(selected(&harness), ["herring-pact"], "it is no picture alone");
    let places = harness.state().positions();
    app::press(&mut harness, egui::Modifiers::COMMAND, Key::S);
    assert!(says(&harness, "Events and excerpts are still being read: wait"), "half of it cannot be saved");
    harness.check_accessibility();

    let _ = go_on.send(());
    wait(&mut harness, "all is read", |harness| {
        assert!(harness.state().diagram().is_settled(), "nothing is laid out again");
        !dataset(harness).events.is_empty()
    });
    assert!(harness.state().is_settled());
    harness.run_steps(8);
    assert!(!says(&harness, "Reading strait.json"));
    assert_eq!(harness.state().positions(), places);
    assert_eq!(selected(&harness), ["herring-pact"]);
    let whole = app::read(&invented());
    assert_eq!(harness.state().session().series_settings().map(|settings| settings.of), {
        let series = whole.series.as_ref();
        series.map(|series| series.of)
    });
    Ok(())
}

#[test]
fn the_network_goes_away_where_the_rest_is_wrong_or_not_wanted() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("strait.json");
    put(&path, &invented().replace(r#""date": "2024-05~""#, r#""date": "next week""#));
    let mut harness = open();
    let aukus = app::item(&harness, "aukus-pillar-two");
    command(&mut harness, Command::SelectAll(vec![aukus]));
    let (title, places) = (dataset(&harness).title.clone(), harness.state().positions());

    let go_on = open_slowly(&mut harness, &path);
    let _ = go_on.send(());
    wait(&mut harness, "it is read", |harness| says(harness, "strait.json cannot be shown"));
    assert!(says(&harness, "D109"));
    click_button(&mut harness, "Close");
    assert_eq!((&dataset(&harness).title, selected(&harness)), (&title, vec!["aukus-pillar-two".to_owned()]));
    assert_eq!(harness.state().positions(), places);

    let _go_on = open_slowly(&mut harness, &path);
    assert_eq!(dataset(&harness).title, TITLE);
    click_button(&mut harness, "Cancel");
    assert!(says(&harness, "Stopped: everything is as it was.") && harness.state().is_settled());
    assert!(!says(&harness, "Reading strait.json"));
    assert_eq!((&dataset(&harness).title, selected(&harness)), (&title, vec!["aukus-pillar-two".to_owned()]));
    assert_eq!(harness.state().positions(), places);
    Ok(())
}

#[test]
fn a_file_that_is_held_over_the_window_is_told_what_would_come_of_it() {
    let mut harness = open();
    assert!(!says(&harness, "Let go"));
    harness.input_mut().hovered_files = vec![egui::HoveredFile::default()];
    harness.run_steps(2);
    assert!(says(&harness, "Let go to open this file"));
    harness.input_mut().hovered_files.clear();
    harness.run_steps(2);
    assert!(!says(&harness, "Let go"));
}
