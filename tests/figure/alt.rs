//! The text alternative tells what a reader of the same data as a table would learn.

use crate::program::{self, TempFile, detente};
use detente::dataset::bundled;
use detente::session::Session;

fn alt(arguments: &[&str]) -> Vec<String> {
    let ended = detente(&[&["figure", "--alt"], arguments].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    ended.out.lines().map(str::to_owned).collect()
}

#[track_caller]
fn has(lines: &[String], parts: &[&str]) {
    let found = lines.iter().any(|line| parts.iter().all(|part| line.contains(part)));
    assert!(found, "no line has {parts:?}:\n{}", lines.join("\n"));
}

#[test]
fn a_diagram_tells_each_relationship_that_stands_with_its_source() {
    let dataset = bundled::load().dataset.expect("the bundled dataset");
    let lines = alt(&[]);
    assert_eq!(lines[0], dataset.title);
    for tie in dataset.relationships.rows() {
        let (from, to) = (dataset.node_name(tie.from), dataset.node_name(tie.to));
        has(&lines, &[from, to, tie.kind.word(), tie.sign().word(), "[1, para. "]);
    }
    has(&lines, &["Shown as state: New Zealand; United States"]);
    has(&lines, &["Philippines and United States, both ways: alliance", "the source does not say when"]);
    assert!(lines.iter().all(|line| !line.trim().is_empty()));
    assert!(lines.last().is_some_and(|line| line.starts_with("[1] Patman")));
}

#[test]
fn what_the_selection_touches_comes_first() {
    let lines = alt(&["--select", "aukus-pillar-two"]);
    let place = |part: &str| lines.iter().position(|line| line.contains(part)).expect(part);
    let touched = place("that the selection touches:");
    let faint = place("Faint, being not touched by the selection: ");
    assert!(touched < place("AUKUS pillar two: interest") && place("AUKUS pillar two: interest") < faint);
    assert!(faint < place("Donald Trump toward Volodymyr Zelensky"));
}

#[test]
fn a_timeline_tells_the_numbers_of_the_series() {
    let path = TempFile::new("small.json", program::SMALL);
    let lines = alt(&["--panel", "timeline", "--as-of", "2025-06-30", &path.argument()]);
    let dataset =
        std::sync::Arc::new(detente::dataset::load::load_path(&path.path()).dataset.expect("a dataset"));
    let session = Session::new(dataset);
    let series = &session.series()[0];
    let value = |day: &str| {
        let day = detente::dataset::Day::parse(day).expect("a day");
        format!("{:+.1}", series.at(day).value).replace('-', "−")
    };
    has(
        &lines,
        &[
            "Alignment of New Zealand toward Australia, by 2 events, and 1 that does not count",
            &format!("first {} on 10 January 2025", value("2025-01-10")),
            &format!("after its last event {} on 11 March 2025", value("2025-03-11")),
            &format!("{} on the marked date 30 June 2025", value("2025-06-30")),
            "highest",
            "lowest",
        ],
    );
    has(&lines, &["10 January 2025: Visit, New Zealand toward Australia", "a reported fact, [1, para. 1]"]);
    has(&lines, &["Failure", "which does not count", "the author’s judgement"]);
}
