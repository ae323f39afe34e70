//! Promises of reading a dataset file: what is right loads and saves unchanged, and no bytes whatever
//! make the program panic, hang or run out of stack.

use std::io::Write;

use detente::dataset::diagnostic::{Code, KEPT};
use detente::dataset::load::{Loaded, load, load_path, load_record};
use detente::dataset::{Id, Item, record::DatasetRecord, save, schema};
use proptest::prelude::*;

const VALID: &str = include_str!("../data/two-states.json");

/// Loads bytes and holds what every outcome must have.
fn load_any(bytes: &[u8]) -> Loaded {
    let loaded = load("f.json", bytes);
    let report = &loaded.report;
    assert_eq!(loaded.dataset.is_none(), report.errors() > 0, "no dataset exactly where there is an error");
    for diagnostic in &report.diagnostics {
        assert!(diagnostic.span.start <= diagnostic.span.end && diagnostic.span.end <= bytes.len());
        assert!(!report.one_line(diagnostic).contains('\n'), "one line: {}", report.one_line(diagnostic));
        assert!(!diagnostic.message.contains("Record"), "type names stay out: {}", diagnostic.message);
        assert!(!diagnostic.hint.contains("fault of the program"), "{diagnostic:?}");
    }
    for colour in [false, true] {
        assert!(report.render(colour).ends_with('\n'));
    }
    loaded
}

fn codes(loaded: &Loaded) -> Vec<Code> {
    loaded.report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

#[test]
fn a_valid_file_loads_without_a_word() {
    let loaded = load_any(VALID.as_bytes());
    assert_eq!(loaded.report.diagnostics, []);
    let dataset = loaded.dataset.expect("no error");
    assert_eq!((dataset.actors.len(), dataset.events.len(), dataset.items().count()), (4, 2, 12));
    for item in dataset.items() {
        assert_eq!(dataset.item(&dataset.key(item)), Some(item));
    }
    let Some(Item::Event(warning)) = dataset.item("warning") else { panic!("an event") };
    assert_eq!(warning.index(), 1);
    assert_eq!(dataset.event(warning).sources(), 1, "one source where the file does not count them");
    assert_eq!(
        dataset.relationship_name(detente::dataset::RelationshipId::from_index(0)),
        "Iceland ↔ Norway: cooperation"
    );
}

#[test]
fn a_byte_order_mark_is_accepted_and_counted_in_spans() {
    let marked = |text: &str| [b"\xef\xbb\xbf", text.as_bytes()].concat();
    assert!(load_any(&marked(VALID)).dataset.is_some());
    let broken = VALID.replace("\"voice\": \"reported\"", "\"voice\": \"repoted\"");
    let (plain, marked) = (load_any(broken.as_bytes()), load_any(&marked(&broken)));
    let at = |loaded: &Loaded| loaded.report.diagnostics.first().map(|d| (d.line, d.column, d.span.start));
    let (line, column, start) = at(&plain).expect("a diagnostic");
    assert_eq!(at(&marked), Some((line, column, start + 3)));
}

#[test]
fn saved_and_loaded_again_is_the_same() {
    let record: DatasetRecord = serde_json::from_str(VALID).expect("valid");
    let dataset = load_record("f.json", &record).dataset.expect("no error");
    let again = save::to_record(&dataset);
    assert_eq!(again, record);
    let text = save::to_json(&again);
    assert_eq!(serde_json::from_str::<DatasetRecord>(&text).ok(), Some(record));
    assert!(text.ends_with("}\n"));
}

#[test]
fn the_stored_schema_is_that_of_the_records() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/schema/detente-1.schema.json");
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, schema::json_schema()).expect("writable");
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(stored == schema::json_schema(), "run this test with UPDATE_SCHEMA=1 and look at the difference");
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = load_path(&folder.path().join("none.json"));
    assert_eq!(codes(&missing), [Code::Unreadable]);
    let directory = load_path(folder.path());
    assert_eq!(codes(&directory), [Code::Unreadable]);
    assert!(directory.report.diagnostics[0].message.contains("folder"));
    assert!(missing.dataset.is_none() && directory.dataset.is_none());
}

#[test]
fn a_huge_file_of_brackets_is_refused_at_once() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    let piece = vec![b'['; 1 << 20];
    for _ in 0..200 {
        file.write_all(&piece).expect("room for 200 MB");
    }
    let loaded = load_path(file.path());
    assert_eq!(codes(&loaded), [Code::TooDeep]);
    assert_eq!((loaded.report.diagnostics[0].line, loaded.report.diagnostics[0].column), (1, 128));
    assert!(loaded.report.render(false).len() < 2_000, "no line of 200 MB is shown");
}

#[test]
fn deep_nesting_anywhere_is_refused() {
    for opening in ["[", "{\"a\":", "{\"events\":["] {
        let text = format!("{{\"format\": \"detente/1\", \"x\": {}", opening.repeat(20_000));
        assert_eq!(codes(&load_any(text.as_bytes())), [Code::TooDeep]);
    }
}

#[test]
fn ten_thousand_problems_are_kept_and_fifty_shown() {
    let events: Vec<_> = (0..2_500)
        .map(|i| format!(r#"{{"id": "x{i}", "lable": "", "code": 3, "from": "nobody", "to": "n{i}", "date": "never", "evidence": ["nothing"]}}"#))
        .collect();
    let text = format!(
        r#"{{"format": "detente/1", "id": "many", "title": "Many", "events": [{}]}}"#,
        events.join(",")
    );
    let loaded = load_any(text.as_bytes());
    assert_eq!(loaded.report.errors(), 6 * 2_500);
    assert_eq!(loaded.report.diagnostics.len(), 6 * 2_500);
    let shown = loaded.report.render(false);
    assert_eq!(shown.matches("error[").count(), 50);
    assert!(shown.ends_with("f.json: 15000 errors; the first 50 are shown, 14950 more are not\n"));
    assert!(shown.len() < 100_000, "one line of a megabyte is cut where it is shown");
}

#[test]
fn past_the_cap_problems_are_counted() {
    let wrong = vec!["0"; KEPT + 7].join(",");
    let text = format!(r#"{{"format": "detente/1", "id": "many", "title": "Many", "events": [{wrong}]}}"#);
    let report = load("f.json", text.as_bytes()).report;
    assert_eq!((report.diagnostics.len(), report.omitted_errors), (KEPT, 7));
    assert_eq!(report.errors(), KEPT + 7);
}

/// Text of the kinds that break parsers.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["\\PC{0,12}", ".{0,6}", Just("Ünï – “x”\n\t\"\\".to_owned())]
        .prop_map(|text| text.chars().filter(|c| !c.is_control() || *c == '\n').collect())
}

proptest! {
    // The seeds of failures go to the message; this crate keeps no files of them.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        load_any(&bytes);
    }

    #[test]
    fn no_json_like_text_makes_it_panic(text in r#"[\[\]{}:,"\\a-f0-9 \n.eEu+-]{0,200}"#) {
        load_any(text.as_bytes());
    }

    #[test]
    fn no_mutation_of_a_valid_file_makes_it_panic(
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4_u8), 1..6),
    ) {
        let mut bytes = VALID.as_bytes().to_vec();
        for (at, byte, how) in edits {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => { bytes.remove(at); }
                _ => { bytes.truncate(at.max(1)); }
            }
        }
        load_any(&bytes);
    }

    /// Whole values swapped for others: the text stays JSON, so that all later steps are reached.
    #[test]
    fn no_change_of_values_makes_it_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), 0..10_usize), 1..8),
    ) {
        let mut value: serde_json::Value = serde_json::from_str(VALID).expect("valid");
        for (at, with) in changes {
            let new = [
                serde_json::json!(null), serde_json::json!(0), serde_json::json!(-1.5), serde_json::json!(true),
                serde_json::json!(""), serde_json::json!("ISL"), serde_json::json!([]), serde_json::json!({}),
                serde_json::json!(["e1", 3]), serde_json::json!({"type": "TextQuoteSelector", "note": 1}),
            ][with].clone();
            let mut pointers = Vec::new();
            collect(&value, String::new(), &mut pointers);
            let pointer = at.get(&pointers);
            if let Some(place) = value.pointer_mut(pointer) {
                *place = new;
            }
        }
        load_any(value.to_string().as_bytes());
    }

    #[test]
    fn load_save_load_is_the_identity(
        texts in proptest::collection::vec(any_text(), 4),
        sources in 1..9_u32,
        mutual in any::<bool>(),
        swap in any::<bool>(),
    ) {
        let mut record: DatasetRecord = serde_json::from_str(VALID).expect("valid");
        record.title.clone_from(&texts[0]);
        record.description = Some(texts[1].clone());
        record.actors[0].also = vec![texts[2].clone()];
        record.events[0].note = Some(texts[3].clone());
        record.events[0].sources = (sources > 1).then_some(sources);
        record.relationships[0].mutual = mutual;
        if swap {
            record.events.swap(0, 1);
            record.actors.rotate_left(1);
        }
        let dataset = load_record("f.json", &record).dataset.expect("no error");
        prop_assert_eq!(save::to_record(&dataset), record);
    }
}

/// The JSON pointers of all values inside a value.
fn collect(value: &serde_json::Value, at: String, pointers: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, entry)| collect(entry, format!("{at}/{i}"), pointers));
        }
        serde_json::Value::Object(object) => {
            object.iter().for_each(|(name, entry)| collect(entry, format!("{at}/{name}"), pointers));
        }
        _ => {}
    }
    pointers.push(at);
}
