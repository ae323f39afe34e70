//! `detente figure --arrangement`: the same bytes, a short command, and the same figure from it.

use std::path::Path;

use crate::program::{TempFile, detente};
use serde_json::json;

/// Makes a figure in a folder.
#[track_caller]
fn make(folder: &Path, name: &str, arguments: &[&str]) -> Vec<u8> {
    let path = folder.join(name);
    let out = path.to_str().expect("text");
    let ended = detente(&[&["figure", "-o", out], arguments].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    std::fs::read(&path).expect("the figure")
}

/// A triangle whose file says where its corners stand.
fn with_places() -> String {
    let actor = |id: &str, x: f64, y: f64| json!({ "id": id, "kind": "person", "name": id, "viz": { "x": x, "y": y } });
    json!({ "format": "detente/1", "id": "placed", "title": "Placed", "documents": [], "excerpts": [],
        "actors": [actor("anna", 0.0, 0.0), actor("bela", 9.0, 1.0), actor("carl", 4.0, 7.0)],
        "relationships": [{ "id": "ab", "kind": "alliance", "from": "anna", "to": "bela" },
            { "id": "bc", "kind": "rivalry", "from": "bela", "to": "carl" }] })
    .to_string()
}

#[test]
fn an_arranged_figure_is_the_same_each_time_and_from_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let asked: [&[&str]; 3] = [
        &["--arrangement", "rings", "--select", "NZL"],
        &["--arrangement", "rings", "--around", "CHN,USA", "--select", "NZL"],
        &["--arrangement", "rows", "--as-of", "2025-01"],
    ];
    let plain = make(folder.path(), "plain.svg", &["--select", "NZL"]);
    for arguments in asked {
        let first = make(folder.path(), "first.svg", arguments);
        assert!(first == make(folder.path(), "second.svg", arguments), "{arguments:?}");
        assert_ne!(first, plain);
        let picture = folder.path().join("first.svg");
        let again = make(folder.path(), "again.svg", &["--from", picture.to_str().expect("text")]);
        assert!(first == again, "{arguments:?}");
    }
}

#[test]
fn the_caption_says_what_the_places_show() {
    let folder = tempfile::tempdir().expect("a folder");
    let words = |arguments: &[&str]| {
        String::from_utf8(make(folder.path(), "words.svg", arguments)).expect("SVG is text")
    };
    let rings = words(&["--arrangement", "rings", "--select", "NZL", "--size", "420mmx297mm"]);
    assert!(rings.contains("Rings: distance in ties from New Zealand."));
    assert!(rings.contains("1 tie away"));
    let rows = words(&["--arrangement", "rows", "--size", "420mmx297mm"]);
    assert!(rows.contains("Rows: each whole above its parts."));
    assert!(!rows.contains("a state or organisation with its parts"), "there are no grounds in rows");
}

#[test]
fn the_positions_of_a_file_make_a_short_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = TempFile::new("placed.json", with_places());
    let file = file.argument();
    let arguments = [file.as_str(), "--arrangement", "file"];
    let figure = make(folder.path(), "placed.svg", &arguments);
    let text = String::from_utf8(figure).expect("SVG is text");
    assert!(text.contains("placed.json --arrangement file"), "the command names the arrangement");
    assert!(!text.contains("--pin"));
}

#[test]
fn an_arrangement_that_cannot_be_had_is_refused_with_the_reason() {
    let file = TempFile::new("placed.json", with_places());
    let file = file.argument();
    for (arguments, why) in [
        (vec!["--arrangement", "rings"], "--arrangement rings: no actor, instrument or tie is selected"),
        (vec!["--arrangement", "file"], "--arrangement file: this dataset’s file does not say where"),
        (
            vec![file.as_str(), "--arrangement", "rows"],
            "--arrangement rows: nothing in this dataset is part of",
        ),
    ] {
        let ended = detente(&[&["figure", "-o", "never.svg"], &arguments[..]].concat());
        assert_eq!(ended.code, 1, "{}", ended.err);
        assert!(ended.err.contains(why), "{}", ended.err);
        assert_eq!(ended.err.lines().count(), 1);
    }
}
