//! Flows: data of other formats comes into the window with a report, is merged and taken apart again, and leaves it.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::app::{
    self, click, click_button, command, drop_file, invented, open_file, preferences, press, says, selected,
    wait,
};
use detente::dataset::{Dataset, save};
use detente::desktop::App;
use detente::desktop::preferences::Preferences;
use detente::exchange::{self, Format, Options};
use detente::session::Command;
use egui::accesskit::Role;
use egui::{Key, Modifiers, OutputCommand, Pos2, Rect};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

type Window = Harness<'static, App>;

/// A graph of two people and a village, with an attribute, and an edge that goes nowhere.
const GRAPH: &str = include_str!("../data/strait.gexf");

/// The window with the small invented dataset, and data going to a folder.
fn window(folder: &Path) -> Window {
    window_of(app::read(&invented()), folder, [1280.0, 800.0])
}

fn window_of(dataset: Dataset, folder: &Path, size: [f32; 2]) -> Window {
    let preferences = Preferences { outline: false, data_folder: folder.to_owned(), ..preferences() };
    app::open_dataset(dataset, preferences, size)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"))
}

fn put(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap_or_else(|error| panic!("{name}: {error}"));
    path
}

fn dataset(harness: &Window) -> &Dataset {
    harness.state().session().dataset()
}

/// Writes something else into a field.
#[track_caller]
fn rewrite(harness: &mut Window, field: &str, text: &str) {
    let place = harness.get_by_role_and_label(Role::TextInput, field).rect();
    click(harness, place.center(), Modifiers::NONE);
    press(harness, Modifiers::COMMAND, Key::A);
    app::write(harness, text);
}

/// Everything that is on the screen is still there, where it was.
fn as_before(harness: &Window) -> (String, Vec<String>, Vec<detente::desktop::positions::Position>) {
    (save::to_json(&save::to_record(dataset(harness))), selected(harness), harness.state().positions())
}

const REPORT: &str = "Import report";

#[test]
fn a_dropped_graph_is_shown_with_a_report_that_can_be_read_again() {
    let folder = folder();
    let path = put(folder.path(), "strait.gexf", GRAPH);
    let mut harness = window(folder.path());
    drop_file(&mut harness, &path);
    assert!(says(&harness, REPORT) && says(&harness, "strait.gexf") && says(&harness, "GEXF graph"));
    for told in ["3 nodes, 3 edges", "3 actors, 2 relationships", "dropped", "1 edge because", "line 13: "] {
        assert!(says(&harness, told), "{told}");
    }
    assert_eq!((dataset(&harness).actors.len(), dataset(&harness).relationships.len()), (3, 2));
    harness.check_accessibility();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, REPORT));
    app::place(&harness, "anna");

    press(&mut harness, Modifiers::COMMAND, Key::I);
    assert!(says(&harness, "1 edge because"), "it can be read later");
    click_button(&mut harness, "Copy");
    let copied = |command: &OutputCommand| match command {
        OutputCommand::CopyText(text) => text.contains("dropped: 1 edge because"),
        OutputCommand::CopyImage(_) | OutputCommand::OpenUrl(_) | OutputCommand::TextSelectionSettled(_) => {
            false
        }
    };
    // The click ran a few frames; copy once more and look at each.
    let button = app::buttons(&harness, "Copy");
    harness.hover_at(button[0].center());
    let mut is_copied = false;
    for pressed in [true, false] {
        let (pos, button, modifiers) = (button[0].center(), egui::PointerButton::Primary, Modifiers::NONE);
        harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        harness.step();
        is_copied |= harness.output().platform_output.commands.iter().any(copied);
    }
    assert!(is_copied, "the report is on the clipboard");
}

#[test]
fn a_report_is_saved_as_text_or_json() {
    let folder = folder();
    let path = put(folder.path(), "strait.gexf", GRAPH);
    let mut harness = window(folder.path());
    drop_file(&mut harness, &path);
    click_button(&mut harness, "Save report…");
    click_button(&mut harness, "Save report");
    let text = std::fs::read_to_string(folder.path().join("strait.report.txt")).unwrap_or_default();
    assert!(text.contains("dropped: 1 edge because"), "{text}");
    assert!(says(&harness, "Report saved: "));

    click_button(&mut harness, "Save report…");
    click_button(&mut harness, "JSON");
    rewrite(&mut harness, "File", "told.json");
    click_button(&mut harness, "Save report");
    let text = std::fs::read_to_string(folder.path().join("told.json")).unwrap_or_default();
    let told: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!(told[0]["outcomes"][0]["fate"], "dropped", "{text}");

    click_button(&mut harness, "Save report…");
    click_button(&mut harness, "Save report");
    assert!(says(&harness, "strait.report.txt is already there."));
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "is already there.") && says(&harness, REPORT), "Escape takes back the question");
}

/// A graph that takes longer to read than a person waits.
fn long_graph() -> String {
    let mut text = String::from("<gexf version='1.3'><graph><nodes>\n");
    for nth in 0..150_000 {
        let _ = writeln!(text, "<node id='n{nth}' label='Number {nth} of a long row of boats'/>");
    }
    text.push_str("</nodes><edges/></graph></gexf>\n");
    text
}

#[test]
fn a_long_import_shows_how_far_it_is_and_is_stopped_by_escape_or_its_button() {
    let folder = folder();
    let path = put(folder.path(), "long.gexf", &long_graph());
    let mut harness = window(folder.path());
    let pact = app::item(&harness, "herring-pact");
    command(&mut harness, Command::SelectAll(vec![pact]));
    let before = as_before(&harness);
    for way in ["Escape", "button"] {
        app::let_go(&mut harness, &path);
        wait(&mut harness, "the progress is shown", |harness| says(harness, "Reading long.gexf"));
        assert!(!harness.state().is_settled() && says(&harness, " MB"));
        assert!(harness.query_by_role_and_label(Role::ProgressIndicator, "Read so far").is_some());
        harness.check_accessibility();
        match way {
            "Escape" => press(&mut harness, Modifiers::NONE, Key::Escape),
            _ => click_button(&mut harness, "Cancel"),
        }
        assert!(!says(&harness, "Reading long.gexf") && says(&harness, "Stopped: everything is as it was."));
        assert!(harness.state().is_settled(), "nothing is waited for");
        harness.run_steps(20);
        assert_eq!(as_before(&harness), before, "{way}");
    }
}

#[test]
fn a_file_that_cannot_be_imported_leaves_everything_as_it_was() {
    let folder = folder();
    let mut harness = window(folder.path());
    let pact = app::item(&harness, "herring-pact");
    command(&mut harness, Command::SelectAll(vec![pact]));
    let before = as_before(&harness);
    let cut = &GRAPH[..GRAPH.len() / 2];
    for (name, text, told) in [
        ("cut.gexf", cut, "cut.gexf:"),
        ("empty.gexf", "", "is empty; export it again"),
        ("page.gexf", "<!doctype html><html>", "is a web page; download the data file"),
        ("other.graphml", "<svg/>", "is XML of another kind"),
    ] {
        let path = put(folder.path(), name, text);
        drop_file(&mut harness, &path);
        assert!(says(&harness, name) && says(&harness, told), "{name}");
        assert_eq!(as_before(&harness), before, "{name}");
        click_button(&mut harness, "Close");
        let ctx = harness.ctx.clone();
        harness.state_mut().merge(&ctx, &path);
        app::settle(&mut harness);
        assert!(says(&harness, told) && !says(&harness, REPORT), "{name} is not merged");
        assert_eq!(as_before(&harness), before, "{name}");
        click_button(&mut harness, "Close");
    }
    open_file(&mut harness, &folder.path().join("nowhere.gexf"));
    assert!(says(&harness, "does not exist; check its name and folder"));
}

fn wait_for_losses(harness: &mut Window) {
    wait(harness, "the losses are told", |harness| !says(harness, "Looking what it can hold"));
}

#[test]
fn an_export_says_first_what_the_format_cannot_hold_and_writes_a_file_that_reads_back() {
    let folder = folder();
    let mut harness = window(folder.path());
    press(&mut harness, Modifiers::COMMAND, Key::E);
    click_button(&mut harness, Format::Gexf.title());
    wait_for_losses(&mut harness);
    let record = save::to_record(dataset(&harness));
    let losses = exchange::export::losses(&record, Format::Gexf);
    assert!(!losses.is_empty(), "sources have no place in a graph");
    assert!(losses.iter().all(|loss| says(&harness, loss)), "{losses:?}");
    harness.check_accessibility();
    click_button(&mut harness, Format::Detente.title());
    wait_for_losses(&mut harness);
    assert!(says(&harness, "It holds everything that is in this dataset."));
    click_button(&mut harness, Format::Table.title());
    rewrite(&mut harness, "File", "boats.csv");
    assert!(says(&harness, "Several tables go into one file"), "it is refused before it is written");
    click_button(&mut harness, Format::Gexf.title());
    rewrite(&mut harness, "File", "boats");
    click_button(&mut harness, "Export");
    let path = folder.path().join("boats.gexf");
    wait(&mut harness, "the dialog is closed", |harness| !says(harness, "Export dataset"));
    assert!(says(&harness, &format!("GEXF graph saved: {}", path.display())));
    let bytes = std::fs::read(&path).unwrap_or_default();
    let expected = exchange::export(&record, Format::Gexf, false).unwrap_or_else(|why| panic!("{why}"));
    assert!(bytes == expected.bytes, "the file is the export");
    let back = exchange::import(&path, &Options::default(), &Default::default());
    let back = back.unwrap_or_else(|why| panic!("{why}")).record;
    assert_eq!(back.relationships.len(), record.relationships.len());
    assert_eq!(
        back.events,
        record
            .events
            .into_iter()
            .map(|event| {
                let attributes = back.events.iter().find(|each| each.id == event.id);
                let attributes = attributes.map(|event| event.attributes.clone()).unwrap_or_default();
                detente::dataset::record::EventRecord { evidence: Vec::new(), attributes, ..event }
            })
            .collect::<Vec<_>>()
    );
}

#[test]
fn a_dataset_is_saved_whole_replaced_only_when_told_and_a_failure_is_said_in_place() {
    let folder = folder();
    let mut harness = window(folder.path());
    press(&mut harness, Modifiers::COMMAND, Key::S);
    let name = format!("{}.json", dataset(&harness).key);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    wait(&mut harness, "the dialog is closed", |harness| !says(harness, "Save dataset"));
    let path = folder.path().join(&name);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, save::to_json(&save::to_record(dataset(&harness))));

    put(folder.path(), &name, "mine");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    click_button(&mut harness, "Save");
    assert!(says(&harness, &format!("{name} is already there.")));
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert!(!says(&harness, "is already there.") && says(&harness, "Save dataset"), "Enter twice keeps it");
    assert_eq!(std::fs::read_to_string(&path).unwrap_or_default(), "mine");
    rewrite(&mut harness, "Folder", &folder.path().join("nowhere").display().to_string());
    click_button(&mut harness, "Save");
    wait(&mut harness, "the failure is said", |harness| says(harness, "there is no such folder"));
    assert!(says(&harness, "Save dataset"), "it can be mended");
}

/// Another dataset about the same states: one tie is new, and Iceland's note is another.
fn another() -> String {
    r#"{"format": "detente/1", "id": "another", "title": "Another view",
        "actors": [{"id": "ISL", "kind": "state", "name": "Iceland", "note": "An island."},
                   {"id": "GRL", "kind": "state", "name": "Greenland"}],
        "relationships": [{"id": "isl-grl", "kind": "consultation", "from": "ISL", "to": "GRL"}]}"#
        .to_owned()
}

#[test]
fn a_merge_keeps_the_selection_lists_conflicts_and_can_be_taken_back() {
    let folder = folder();
    let own = invented().replacen(r#""name": "Iceland""#, r#""name": "Iceland", "note": "A republic.""#, 1);
    let mut harness = window_of(app::read(&own), folder.path(), [1280.0, 800.0]);
    let pact = app::item(&harness, "herring-pact");
    command(&mut harness, Command::SelectAll(vec![pact]));
    command(&mut harness, Command::StepDate(1));
    let (before, shown) = (as_before(&harness), *harness.state().session().window());
    let path = put(folder.path(), "another.json", &another());
    for way in ["keys", "button"] {
        press(&mut harness, Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
        app::write(&mut harness, &path.display().to_string());
        press(&mut harness, Modifiers::NONE, Key::Enter);
        app::settle(&mut harness);
        assert!(says(&harness, REPORT) && says(&harness, "merged into"), "the report is there");
        assert!(says(&harness, r#"note of ISL: "A republic.", not "An island.""#), "the conflict is listed");
        app::item(&harness, "isl-grl");
        assert_eq!(selected(&harness), ["herring-pact"], "the selection is kept");
        assert_eq!(*harness.state().session().window(), shown, "and the date");
        match way {
            "button" => click_button(&mut harness, "Undo merge"),
            _ => {
                press(&mut harness, Modifiers::NONE, Key::Escape);
                press(&mut harness, Modifiers::COMMAND, Key::Z);
            }
        }
        app::settle(&mut harness);
        assert!(!says(&harness, REPORT));
        assert_eq!(as_before(&harness), before, "{way}: all is as it was");
    }
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert!(says(&harness, "No merge is there to be taken back."));
}

#[test]
fn undo_in_a_field_takes_back_what_was_typed_and_no_merge() {
    let folder = folder();
    let mut harness = window(folder.path());
    let path = put(folder.path(), "another.json", &another());
    let ctx = harness.ctx.clone();
    harness.state_mut().merge(&ctx, &path);
    app::settle(&mut harness);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    press(&mut harness, Modifiers::COMMAND, Key::F);
    app::write(&mut harness, "boats");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    app::item(&harness, "isl-grl");
}

#[test]
fn a_graph_without_dates_or_sources_is_shown_and_says_what_it_lacks() {
    let folder = folder();
    let path = put(folder.path(), "strait.gexf", GRAPH);
    let mut harness = window(folder.path());
    drop_file(&mut harness, &path);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    for key in ["anna", "bo", "village"] {
        app::place(&harness, key);
    }
    for told in [
        "This dataset has no dated events.",
        "This dataset has no excerpts",
        "Nothing in this dataset is dated",
    ] {
        assert!(says(&harness, told), "{told}");
    }
    assert!(says(&harness, "File > Merge…"), "and how it comes in");
}

#[test]
fn the_inspector_lists_the_attributes_of_what_is_selected() {
    let folder = folder();
    let path = put(folder.path(), "strait.gexf", GRAPH);
    let mut harness = window(folder.path());
    drop_file(&mut harness, &path);
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!says(&harness, "ATTRIBUTES"));
    for (key, name, value) in [("anna", "boats", "7"), ("k", "since when", "the long winter")] {
        let item = app::item(&harness, key);
        command(&mut harness, Command::SelectAll(vec![item]));
        assert!(says(&harness, "ATTRIBUTES") && says(&harness, name) && says(&harness, value), "{key}");
        let place = |text: &str| harness.get_by_label(text).rect();
        assert!(place(name).right() <= place(value).left(), "{key}: the value stands at the right");
    }
}

#[test]
fn a_saved_merge_is_the_dataset_that_its_figures_name() {
    let folder = folder();
    let mut harness = window(folder.path());
    let path = put(folder.path(), "another.json", &another());
    let ctx = harness.ctx.clone();
    harness.state_mut().merge(&ctx, &path);
    app::settle(&mut harness);
    let origin = dataset(&harness).origin.clone();
    click_button(&mut harness, "Save dataset as…");
    click_button(&mut harness, "Save");
    wait(&mut harness, "the dialog is closed", |harness| !says(harness, "Folder"));
    let saved = folder.path().join(origin.file.clone().unwrap_or_default());
    let loaded = detente::dataset::load_path(&saved);
    assert_eq!(loaded.dataset.map(|dataset| dataset.origin), Some(origin));
}

/// A table whose columns nothing tells.
const TABLE: &str = "x1;x2;x3\nAnna;Bo;12\nBo;Cilla;7\n";

/// Chooses an entry of a list.
#[track_caller]
fn choose(harness: &mut Window, list: &str, entry: &str) {
    let place = harness.get_by_role_and_label(Role::ComboBox, list).rect();
    click(harness, place.center(), Modifiers::NONE);
    let place = app::buttons(harness, entry).last().copied();
    let place = place.unwrap_or_else(|| panic!("{list} has no {entry}"));
    click(harness, place.center(), Modifiers::NONE);
}

#[test]
fn a_table_of_unknown_columns_is_asked_about_and_read_as_the_person_says() {
    let folder = folder();
    let path = put(folder.path(), "talks.csv", TABLE);
    let mut harness = window(folder.path());
    let before = as_before(&harness);
    drop_file(&mut harness, &path);
    assert!(says(&harness, "Which column is what?") && says(&harness, "talks.csv"));
    let import = |harness: &Window| {
        harness.get_by_role_and_label(Role::Button, "Import").accesskit_node().is_disabled()
    };
    assert!(import(&harness), "a tie needs two ends");
    harness.check_accessibility();
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert_eq!(as_before(&harness), before, "nothing is imported");

    drop_file(&mut harness, &path);
    choose(&mut harness, "Each row is one", "relationship");
    choose(&mut harness, "From *", "x1");
    choose(&mut harness, "To *", "x2");
    assert!(says(&harness, "such as Anna"), "what stands there first");
    assert!(!import(&harness));
    click_button(&mut harness, "Save mapping…");
    click_button(&mut harness, "Save mapping");
    let saved = std::fs::read_to_string(folder.path().join("talks.mapping.toml")).unwrap_or_default();
    assert!(saved.contains("x2") && says(&harness, "Mapping saved: "), "{saved}");
    click_button(&mut harness, "Import");
    app::settle(&mut harness);
    assert!(says(&harness, REPORT) && !says(&harness, "Which column is what?"));
    assert_eq!((dataset(&harness).relationships.len(), dataset(&harness).actors.len()), (2, 3));

    // What was said can be said again.
    click_button(&mut harness, "Columns…");
    assert!(says(&harness, "Which column is what?") && !says(&harness, REPORT));
    choose(&mut harness, "Each row is one", "actor");
    choose(&mut harness, "Name *", "x1");
    click_button(&mut harness, "Import");
    app::settle(&mut harness);
    assert_eq!((dataset(&harness).relationships.len(), dataset(&harness).actors.len()), (0, 2));
}

#[test]
fn each_table_of_a_zip_is_asked_about() {
    let folder = folder();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [
        ("actors.csv", "id,name\nk1,Anna\nk2,Bo\nk3,Cilla\n"),
        ("notes.txt", "Ask Anna\n"),
        ("talks.csv", "x1;x2\nk1;k2\n"),
    ] {
        let started = zip.start_file(name, zip::write::SimpleFileOptions::default());
        let written = started.map(|()| std::io::Write::write_all(&mut zip, text.as_bytes()));
        assert!(matches!(written, Ok(Ok(()))), "{name}");
    }
    let path = folder.path().join("talks.zip");
    let bytes = zip.finish().map(std::io::Cursor::into_inner).unwrap_or_default();
    std::fs::write(&path, bytes).unwrap_or_else(|error| panic!("{error}"));
    let mut harness = window(folder.path());
    drop_file(&mut harness, &path);
    let import = |harness: &Window| {
        harness.get_by_role_and_label(Role::Button, "Import").accesskit_node().is_disabled()
    };
    assert!(
        says(&harness, "Table 2 of 3: notes.txt") && import(&harness),
        "the first that is not told for sure"
    );
    harness.check_accessibility();
    let place = harness.get_by_role_and_label(Role::CheckBox, "Read this table").rect();
    click(&mut harness, place.center(), Modifiers::NONE);
    assert!(says(&harness, "talks.csv needs a column for ") && import(&harness));
    let tab = |harness: &Window| app::buttons(harness, "⚠ talks.csv")[0];
    let stood = tab(&harness);
    click(&mut harness, stood.center(), Modifiers::NONE);
    assert!(says(&harness, "Table 3 of 3: talks.csv"));
    assert_eq!(tab(&harness), stood, "tabs stay under the pointer");
    choose(&mut harness, "Each row is one", "relationship");
    choose(&mut harness, "From *", "x1");
    choose(&mut harness, "To *", "x2");
    assert!(!import(&harness) && !says(&harness, "needs a column for"));
    click_button(&mut harness, "Save mapping…");
    click_button(&mut harness, "Save mapping");
    let saved = std::fs::read_to_string(folder.path().join("talks.mapping.toml")).unwrap_or_default();
    let files: Vec<&str> = saved.lines().filter(|line| line.starts_with("file = ")).collect();
    assert_eq!(files, ["file = \"actors.csv\"", "file = \"talks.csv\""], "{saved}");
    click_button(&mut harness, "Import");
    app::settle(&mut harness);
    assert!(says(&harness, REPORT) && says(&harness, "notes.txt"));
    assert_eq!((dataset(&harness).relationships.len(), dataset(&harness).actors.len()), (1, 3));
}

#[test]
fn a_merged_table_whose_columns_are_said_again_is_merged_once() {
    let folder = folder();
    let path = put(folder.path(), "talks.csv", "from,to,kind\nISL,GRL,consultation\nISL,FRO,consultation\n");
    let mut harness = window(folder.path());
    let before = dataset(&harness).relationships.len();
    let ctx = harness.ctx.clone();
    harness.state_mut().merge(&ctx, &path);
    app::settle(&mut harness);
    assert_eq!(dataset(&harness).relationships.len(), before + 2);
    click_button(&mut harness, "Columns…");
    assert_eq!(dataset(&harness).relationships.len(), before, "the merge is taken back");
    click_button(&mut harness, "Import");
    app::settle(&mut harness);
    assert_eq!(dataset(&harness).relationships.len(), before + 2);
}

/// Whether a button lies in the window.
fn fits(harness: &Window, name: &str, size: [f32; 2]) -> bool {
    let window = Rect::from_min_size(Pos2::ZERO, size.into());
    app::buttons(harness, name).iter().any(|&rect| window.contains_rect(rect))
}

#[test]
fn the_pages_fit_small_windows_with_long_names_and_long_reports() {
    let folder = folder();
    let mut text = String::from("<gexf version='1.3'><graph><nodes>\n");
    for nth in 0..200 {
        let _ = writeln!(text, "<node id='n{nth}' label='Node {nth}'/>");
        let _ = writeln!(text, "<node id='n{nth}' label='Again {nth}'/>");
    }
    text.push_str("</nodes><edges/></graph></gexf>\n");
    let name = format!("{}.gexf", "a-very-long-name-of-a-file".repeat(8));
    let path = put(folder.path(), &name, &text);
    for size in [[2560.0, 1440.0], [1280.0, 800.0], [640.0, 400.0]] {
        let mut harness = window_of(app::read(&invented()), folder.path(), size);
        drop_file(&mut harness, &path);
        for button in ["Close", "Save report…", "Copy", "Save dataset as…"] {
            assert!(fits(&harness, button, size), "{size:?}: {button}");
        }
        click_button(&mut harness, "Save report…");
        assert!(fits(&harness, "Save report", size) && fits(&harness, "Cancel", size), "{size:?}");
        press(&mut harness, Modifiers::NONE, Key::Escape);
        press(&mut harness, Modifiers::NONE, Key::Escape);
        press(&mut harness, Modifiers::COMMAND, Key::E);
        for button in ["Export", "Cancel", "Browse…", Format::Detente.title()] {
            assert!(fits(&harness, button, size), "{size:?}: {button}");
        }
    }
}
