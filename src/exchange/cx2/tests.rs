use proptest::prelude::*;

use super::super::graph::value;
use super::super::report::Fate;
use super::super::xml::proof::{any_record, comes_back, outcomes, read, spoilt, try_read};
use crate::dataset::record::{AttributeRecord, DatasetRecord, VizRecord};
use crate::dataset::{AttributeKind, bundled, save};
use crate::exchange::export::losses;
use crate::exchange::{Format, Import, export};

/// A file of these aspects, a line each, with all that must be around them.
fn file(aspects: &str) -> Import {
    let text = format!(
        "[{{\"CXVersion\": \"2.0\", \"hasFragments\": false}},\n{aspects},\n{{\"status\": [{{\"success\": true}}]}}]"
    );
    read(Format::Cx2, &text)
}

fn told(text: &str) -> String {
    try_read(Format::Cx2, text.as_bytes().to_vec()).expect_err(text)
}

fn bundled() -> DatasetRecord {
    save::to_record(&bundled::load().dataset.expect("the bundled dataset"))
}

fn said(attributes: &[AttributeRecord]) -> Vec<(&str, Option<AttributeKind>, &str)> {
    attributes.iter().map(|each| (each.name.as_str(), each.kind, each.value.as_str())).collect()
}

#[test]
fn the_bundled_dataset_comes_back_with_its_sources() {
    comes_back(Format::Cx2, bundled());
}

#[test]
fn what_is_written_is_as_the_specification_has_it() {
    let bytes = || export(&bundled(), Format::Cx2, false).expect("written").bytes;
    assert_eq!(bytes(), bytes());
    let file: Vec<serde_json::Value> = serde_json::from_slice(&bytes()).expect("JSON");
    assert_eq!(file[0]["CXVersion"], "2.0");
    let names: Vec<&String> =
        file[1..].iter().flat_map(|block| block.as_object().expect("an object").keys()).collect();
    let expected = [
        "metaData",
        "attributeDeclarations",
        "networkAttributes",
        "nodes",
        "edges",
        "detente:documents",
        "detente:excerpts",
        "status",
    ];
    assert_eq!(names, expected);
    for count in file[1]["metaData"].as_array().expect("counts") {
        let name = count["name"].as_str().expect("a name");
        let block = file.iter().find_map(|block| block.get(name)).and_then(|block| block.as_array());
        assert_eq!(block.map(Vec::len), count["elementCount"].as_u64().map(|count| count as usize), "{name}");
    }
    let declared = &file[2]["attributeDeclarations"][0];
    for aspect in ["nodes", "edges"] {
        let block = file.iter().find_map(|block| block.get(aspect)).and_then(|block| block.as_array());
        for (number, element) in block.expect(aspect).iter().enumerate() {
            assert_eq!(element["id"], number);
            for (name, value) in element["v"].as_object().expect("attributes") {
                let is_of_type = match declared[aspect][name]["d"].as_str() {
                    Some("string") => value.is_string(),
                    Some("boolean") => value.is_boolean(),
                    Some("long") => value.is_i64(),
                    Some("double") => value.is_number(),
                    _ => false,
                };
                assert!(is_of_type, "{name}: {value}");
            }
        }
    }
}

#[test]
fn declarations_give_types_aliases_and_defaults() {
    let Import { record, report } = file(
        r##"{"attributeDeclarations": [{"nodes": {"name": {"d": "string", "a": "n"}, "age": {"d": "integer", "v": 30},
          "sum": {"d": "double", "v": "0.5"}, "tags": {"d": "list_of_string"}, "code": {"d": "string"}},
          "edges": {"interaction": {"d": "string", "a": "i", "v": "pp"}, "ok": {"d": "boolean"}}}]},
        {"nodes": [{"id": 1, "v": {"n": "Anna", "age": 12, "sum": 2, "tags": ["x", "y"], "code": 7}},
          {"id": 2, "v": {"age": "old", "free": 1.5, "none": null}}]},
        {"edges": [{"id": 1, "s": 1, "t": 2, "v": {"ok": "true"}}, {"id": 2, "s": 2, "t": 1, "v": {"i": "alliance"}}]}"##,
    );
    let (integer, number) = (Some(AttributeKind::Integer), Some(AttributeKind::Number));
    assert_eq!(record.actors[0].name, "Anna");
    assert_eq!(
        said(&record.actors[0].attributes),
        [
            ("age", integer, "12"),
            ("sum", number, "2"),
            ("tags", None, "[\"x\",\"y\"]"),
            ("code", None, "7"),
            ("id", None, "1")
        ]
    );
    assert_eq!(
        said(&record.actors[1].attributes),
        [("age", None, "old"), ("free", number, "1.5"), ("sum", number, "0.5")]
    );
    let ties: Vec<_> =
        record.relationships.iter().map(|tie| (tie.label.as_deref(), tie.kind.word(), tie.mutual)).collect();
    assert_eq!(ties, [(Some("pp"), "unspecified", false), (None, "alliance", false)]);
    assert_eq!(said(&record.relationships[0].attributes)[0], ("ok", Some(AttributeKind::Boolean), "true"));
    assert_eq!(outcomes(&report), [(Fate::Changed, "attribute", 1, 6), (Fate::Dropped, "attribute", 1, 6)]);
}

#[test]
fn aspects_come_in_any_order_and_in_pieces() {
    let Import { record, report } = file(
        r##"{"edges": [{"id": 0, "s": 1, "t": 2}]},
        {"nodes": [{"id": 1, "v": {"name": "Anna"}}]},
        {"metaData": [{"name": "nodes", "elementCount": 2}, {"name": "edges", "elementCount": 9}]},
        {"networkAttributes": [{"name": "Friends", "description": "Who knows whom", "version": "1"}]},
        {"nodes": [{"id": 2, "v": {"name": "Ben"}}]},
        {"attributeDeclarations": [{"nodes": {"name": {"d": "string"}}}]},
        {"visualProperties": [{"default": {}}], "odd": 5}"##,
    );
    assert_eq!((record.title.as_str(), record.description.as_deref()), ("Friends", Some("Who knows whom")));
    assert_eq!((record.relationships[0].from.as_str(), record.relationships[0].to.as_str()), ("anna", "ben"));
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Dropped, "aspect", 1, 8),
            (Fate::Dropped, "aspect", 1, 8),
            (Fate::Dropped, "attribute", 1, 0)
        ]
    );
    assert!(report.notes.iter().any(|note| note.contains("edges are 9, and has 1")), "{:?}", report.notes);
    assert!(!report.notes.iter().any(|note| note.contains("nodes are")), "{:?}", report.notes);
}

#[test]
fn places_and_looks_are_kept() {
    let Import { record, .. } = file(
        r##"{"nodes": [{"id": 1, "x": 1.5, "y": 2, "z": 3, "v": {"name": "a", "x": "word"}}, {"id": 2, "v": {"name": "b"}}]},
        {"edges": [{"id": 7, "s": 1, "t": 2, "v": {}}]},
        {"nodeBypasses": [{"id": 1, "v": {"NODE_BACKGROUND_COLOR": "#89D0F5", "NODE_WIDTH": 20, "NODE_HEIGHT": 30.5, "NODE_SHAPE": "ellipse"}}]},
        {"edgeBypasses": [{"id": 7, "v": {"EDGE_LINE_COLOR": "#FF0000", "EDGE_WIDTH": 5}}]}"##,
    );
    let viz = VizRecord {
        x: Some(1.5),
        y: Some(-2.0),
        z: Some(3.0),
        size: Some(30.5),
        colour: Some("89d0f5".to_owned()),
        opacity: None,
        shape: Some("ellipse".to_owned()),
    };
    assert_eq!(record.actors[0].viz, Some(viz));
    assert_eq!(value(&record.actors[0].attributes, "x"), Some("word"));
    assert_eq!(record.actors[1].viz, None);
    let of = |name| value(&record.relationships[0].attributes, name);
    assert_eq!((of("viz:color"), of("viz:thickness")), (Some("#ff0000"), Some("5")));
    comes_back(Format::Cx2, record);
}

#[test]
fn places_are_written_where_all_nodes_have_them() {
    let mut record = file(r##"{"nodes": [{"id": 1, "x": 1, "y": 2, "v": {"name": "a"}}, {"id": 2, "x": 3, "y": 0, "v": {"name": "b"}}]}"##).record;
    let text = |record: &DatasetRecord| {
        String::from_utf8(export(record, Format::Cx2, false).expect("written").bytes).expect("UTF-8")
    };
    assert!(text(&record).contains("{\"id\": 0, \"x\": 1.0, \"y\": 2.0, \"v\""), "{}", text(&record));
    record.actors[1].viz = None;
    assert!(!text(&record).contains("\"x\": 1.0"), "{}", text(&record));
    comes_back(Format::Cx2, record);
}

#[test]
fn names_that_the_format_has_itself_stay_attributes() {
    let mut record = file(r##"{"nodes": [{"id": 1, "v": {"name": "a"}}, {"id": 2, "v": {"name": "b"}}]}, {"edges": [{"id": 1, "s": 1, "t": 2}]}"##).record;
    let typed = |name: &str, kind, value: &str| AttributeRecord {
        name: name.to_owned(),
        kind,
        value: value.to_owned(),
    };
    let (integer, number) = (Some(AttributeKind::Integer), Some(AttributeKind::Number));
    record.actors[0].attributes = vec![
        typed("name", None, "x"),
        typed("id", None, "y"),
        typed("twice", integer, "1"),
        typed("twice", integer, "2"),
        typed("represents", None, "NZL"),
        typed("json", None, "{\"a\":1}"),
        typed("odd", number, ".5"),
    ];
    record.relationships[0].attributes = vec![typed("interaction", None, "pp"), typed("name", None, "x")];
    comes_back(Format::Cx2, record);
}

#[test]
fn broken_graphs_have_their_outcome() {
    let Import { record, report } = file(
        r##"{"nodes": [{"id": 1, "v": {"name": "a"}}, {"id": 1}, {}, 7]},
        {"edges": [{"id": 1, "s": 1, "t": 9}, {"id": 1, "s": 1}, {"s": 1, "t": 1}]}"##,
    );
    assert_eq!((record.actors.len(), record.relationships.len()), (2, 1));
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Merged, "node", 1, 2),
            (Fate::Dropped, "node", 2, 2),
            (Fate::Changed, "node", 1, 3),
            (Fate::Dropped, "edge", 1, 3),
            (Fate::Dropped, "edge", 1, 3)
        ]
    );
    let failed =
        "[{\"CXVersion\": \"2.0\"},\n{\"status\": [{\"success\": false, \"error\": \"out of memory\"}]}]";
    assert!(
        told(failed)
            .starts_with("graph.xml:2: the program that wrote the file says that it failed: out of memory")
    );
    let unfinished = read(Format::Cx2, "[{\"CXVersion\": \"2.0\"}]");
    assert!(unfinished.report.notes[0].contains("no status"), "{:?}", unfinished.report.notes);
    assert!(told("{}").contains("not a list"), "{}", told("{}"));
    assert!(told("[{\"CXVersion\": \"2.0\"}").starts_with("graph.xml:1: "));
}

#[test]
fn version_1_is_refused_with_what_to_do() {
    for text in
        ["[{\"numberVerification\": []}, {\"nodes\": [{\"@id\": 1}]}]", "[{\"CXVersion\": \"1.0\"}]", "[]"]
    {
        assert!(told(text).contains("export it as CX2"), "{}", told(text));
    }
}

#[test]
fn what_it_cannot_hold_is_told() {
    let losses = losses(&bundled(), Format::Cx2);
    assert!(losses.iter().any(|loss| loss.contains("mutual ties become directed edges")), "{losses:?}");
    assert!(!losses.iter().any(|loss| loss.contains("document")), "{losses:?}");
}

proptest! {
    #[test]
    fn any_graph_comes_back_as_it_went(record in any_record()) {
        comes_back(Format::Cx2, record);
    }

    #[test]
    fn spoilt_files_are_read_or_refused(bytes in spoilt(sample())) {
        let _ = try_read(Format::Cx2, bytes);
    }
}

fn sample() -> Vec<u8> {
    let mut record = bundled();
    record.events.truncate(3);
    record.relationships.truncate(3);
    record.documents.clear();
    record.excerpts.clear();
    export(&record, Format::Cx2, false).expect("written").bytes
}
