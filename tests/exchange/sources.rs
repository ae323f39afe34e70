//! What the formats of sources promise, through the program: citations go out and come back, and a graph and its
//! annotations are one dataset again.

use std::path::Path;

use crate::program::{Ended, TempFile, detente};

const BUNDLED: &str = include_str!("../../assets/datasets/new-zealand-2025.json");

/// Converts files of a folder, the last of which is written.
fn convert(folder: &Path, files: &[&str], more: &[&str]) -> Ended {
    let paths: Vec<String> = files.iter().map(|file| folder.join(file).display().to_string()).collect();
    let (out, inputs) = paths.split_last().expect("a file to write");
    let mut arguments = vec!["convert"];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(["-o", out]);
    arguments.extend(more);
    detente(&arguments)
}

fn json(folder: &Path, file: &str) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(folder.join(file)).expect("the file")).expect("JSON")
}

#[test]
fn a_graph_and_its_annotations_merge_to_the_dataset_that_they_came_from() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::write(folder.join("all.json"), BUNDLED).expect("a file");
    let graph = convert(folder, &["all.json", "all.gexf"], &[]);
    assert!(graph.err.contains("export them as W3C Web Annotations, and merge them again"), "{}", graph.err);
    assert_eq!(convert(folder, &["all.json", "all.jsonld"], &[]).code, 0);
    let merged = convert(folder, &["all.gexf", "all.jsonld", "again.json"], &[]);
    assert_eq!(merged.code, 0, "{}", merged.err);
    assert_eq!(convert(folder, &["all.json", "whole.json"], &[]).code, 0);
    let (again, whole) = (json(folder, "again.json"), json(folder, "whole.json"));
    for list in ["documents", "excerpts", "actors", "instruments", "relationships", "events"] {
        assert_eq!(again[list], whole[list], "{list}");
    }
}

#[test]
fn citations_come_back_and_what_is_no_document_is_told_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    std::fs::write(folder.join("all.json"), BUNDLED).expect("a file");
    assert_eq!(convert(folder, &["all.json", "whole.json"], &[]).code, 0);
    for file in ["sources.csl.json", "sources.bib"] {
        let written = convert(folder, &["all.json", file], &[]);
        assert_eq!(written.code, 0, "{}", written.err);
        assert!(written.err.contains("82 excerpts, 40 actors"), "{}", written.err);
        assert_eq!(convert(folder, &[file, "again.json"], &["--force"]).code, 0);
        assert_eq!(
            json(folder, "again.json")["documents"],
            json(folder, "whole.json")["documents"],
            "{file}"
        );
        assert_ne!(convert(folder, &["all.json", file], &["--force", "--strict"]).code, 0);
    }
}

#[test]
fn a_broken_file_is_refused_with_its_line() {
    let bib = TempFile::new("mine.bib", "@article{a,\n  title = {One},\n  year 2020\n}\n");
    let ended = detente(&["convert", &bib.argument(), "-", "--to", "csl-json"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("mine.bib:3: = is missing here"), "{}", ended.err);
}
