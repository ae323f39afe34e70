//! The promise of reading row by row: it gives the dataset and the findings that the whole text gives, whatever is
//! wrong with it, in whatever order its lists stand, and with as many threads as there are.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use super::*;
use crate::dataset::diagnostic::{KEPT, Report};
use crate::dataset::record::{DatasetRecord, FORMAT};
use crate::dataset::resolve::resolve;
use crate::dataset::{bundled, load, outline, save, stream};

const VALID: &str = include_str!("../../../tests/data/two-states.json");

/// Reads a text in memory and, where it is sound, the same from a file.
fn read(
    text: &str,
    unsound: Unsound,
    most: usize,
    threads: usize,
    follow: &dyn Follow,
) -> Result<(Option<Dataset>, Findings), NotSound> {
    super::read(Source::Memory(text), outline::of_text(text)?, unsound, most, threads, follow)
}

/// Sees the network, and may want no more then.
#[derive(Default)]
struct Watcher {
    networks: Mutex<Vec<Dataset>>,
    read: AtomicU64,
    is_enough: bool,
}

impl Follow for Watcher {
    fn expect(&self, _: u64) {}

    fn advance(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.is_enough && !self.networks.lock().expect("no panic").is_empty()
    }

    fn wants_network(&self) -> bool {
        true
    }

    fn network(&self, network: Dataset) {
        self.networks.lock().expect("no panic").push(network);
    }
}

#[test]
fn the_network_is_seen_first_with_what_proves_it_and_nothing_after_who_sees_it_wants_no_more() {
    for (key, text) in bundled::ALL.iter().copied().chain([("invented", VALID)]) {
        let watcher = Watcher::default();
        let (dataset, _) = read(text, Unsound::End, KEPT, 2, &watcher).expect("sound");
        let whole = save::to_record(&dataset.expect("whole"));
        let networks = watcher.networks.into_inner().expect("no panic");
        let [network] = networks.as_slice() else { panic!("one network of {key}") };
        for (id, actor) in network.actors.iter() {
            assert_eq!(network.item(&actor.key), Some(id.into()), "{key}");
        }
        let network = save::to_record(network);
        assert_eq!((&network.id, &network.title, &network.series), (&whole.id, &whole.title, &whole.series));
        assert_eq!(network.documents, whole.documents, "{key}");
        assert_eq!(network.actors, whole.actors, "{key}");
        assert_eq!(network.instruments, whole.instruments, "{key}");
        assert_eq!(network.relationships, whole.relationships, "{key}");
        assert_eq!(network.events, [], "{key}");
        assert!(!network.excerpts.is_empty() && network.excerpts.len() <= whole.excerpts.len(), "{key}");
        assert!(network.excerpts.iter().all(|excerpt| whole.excerpts.contains(excerpt)), "{key}");
        let rows = text.len() as u64;
        let read_bytes = watcher.read.into_inner();
        assert!(read_bytes > rows / 2 && read_bytes <= rows, "{read_bytes} of {rows} bytes of {key}");

        let watcher = Watcher { is_enough: true, ..Watcher::default() };
        assert!(read(text, Unsound::End, KEPT, 2, &watcher).is_err(), "{key}");
        assert_eq!(watcher.networks.into_inner().expect("no panic").len(), 1);
        let watcher = Watcher { is_enough: true, ..Watcher::default() };
        let cancelled = load::load_followed("f.json", text.as_bytes(), &watcher);
        assert_eq!(cancelled.err(), Some(load::Cancelled));
    }
}

/// A dataset with findings located in its text.
fn told(text: &str, (dataset, findings): (Option<Dataset>, Findings)) -> (Option<DatasetRecord>, Report) {
    let mut report = Report::new("f.json");
    report.add(text, 0, findings.kept);
    (dataset.filter(|_| report.errors() == 0).as_ref().map(save::to_record), report)
}

/// Reads a text row by row and as a whole, and compares.
fn compare(text: &str) -> Result<(), TestCaseError> {
    let (whole, findings) = load::examine_closely(text);
    let whole = told(text, (whole, findings));
    for threads in [1, 3] {
        let ends = read(text, Unsound::End, KEPT, threads, &Watcher::default());
        let is_sound = ends.is_ok();
        if let Ok(ends) = ends {
            prop_assert_eq!(&told(text, ends), &whole, "of {} threads", threads);
        }
        match read(text, Unsound::Mend, KEPT, threads, &()) {
            Ok(mended) => prop_assert_eq!(&told(text, mended), &whole, "mended, of {} threads", threads),
            Err(NotSound) => prop_assert!(!is_sound && whole.0.is_none()),
        }
        match stream::collected(text) {
            Some(streamed) => prop_assert_eq!(Some(&streamed), whole.0.as_ref(), "record by record"),
            None => prop_assert!(!is_sound || whole.0.is_none(), "record by record"),
        }
    }
    Ok(())
}

#[test]
fn what_the_program_brings_is_read_row_by_row() {
    for (key, text) in bundled::ALL {
        compare(text).expect("equal");
        let (dataset, findings) = read(text, Unsound::End, KEPT, 3, &()).expect("sound");
        assert!(dataset.is_some() && findings.kept.is_empty(), "{key}");
        let record: DatasetRecord = serde_json::from_str(text).expect("sound");
        let resolved = resolve(record.clone(), KEPT).0.expect("whole");
        assert_eq!(dataset.as_ref().map(save::to_record), Some(record), "{key}");
        assert_eq!(save::to_record(&resolved), save::to_record(&dataset.expect("whole")), "{key}");
    }
}

#[test]
fn a_file_gives_what_its_text_in_memory_gives() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("a.json");
    let name = path.display().to_string();
    let (_, bundled) = bundled::ALL[0];
    let marked = format!("\u{feff}{VALID}");
    let wrong = VALID.replace(r#""to": "herring-pact""#, r#""to": "nobody""#);
    let warned = VALID.replace(r#""evidence": ["talks"]"#, r#""evidence": []"#);
    for text in [bundled, VALID, &marked, &wrong, &warned, "{", ""] {
        std::fs::write(&path, text)?;
        let (file, memory) = (load::load_path(&path), load::load(&name, text.as_bytes()));
        assert_eq!(file.report, memory.report, "{text}");
        let told = |dataset: Option<Dataset>| {
            dataset.map(|it| (save::to_record(&it), it.origin.sha256, it.origin.file))
        };
        assert_eq!(told(file.dataset), told(memory.dataset), "{text}");
        let watcher = Watcher { is_enough: true, ..Watcher::default() };
        let cancelled = load::load_path_followed(&path, &watcher);
        let is_sound = load::load(&name, text.as_bytes()).dataset.is_some();
        assert_eq!(cancelled.is_err(), is_sound, "{text}");
        let watcher = Watcher::default();
        assert!(load::load_path_followed(&path, &watcher).is_ok());
        assert_eq!(watcher.networks.into_inner().expect("no panic").len(), usize::from(is_sound), "{text}");
    }
    Ok(())
}

#[test]
fn more_warnings_than_are_kept_are_counted() {
    let excerpt =
        |nth: usize| json!({"id": format!("x{nth}"), "document": "d", "gloss": "g", "voice": "reported"});
    let text = json!({
        "format": FORMAT, "id": "many", "title": "Many",
        "documents": [{"id": "d", "type": "report", "title": "D"}],
        "excerpts": (0..50).map(excerpt).collect::<Vec<_>>(),
    })
    .to_string();
    let (_, findings) = read(&text, Unsound::End, 10, 1, &()).expect("sound");
    let kept: Vec<_> = findings.kept.iter().map(|finding| finding.path.to_string()).collect();
    assert_eq!((kept.len(), findings.omitted.values().sum::<usize>()), (20, 80), "{kept:?}");
    assert!(kept.contains(&"$.excerpts[9].selector".to_owned()), "the first are kept: {kept:?}");
}

#[test]
fn what_is_no_outline_of_a_dataset_is_not_sound() {
    let fields = r#""format": "detente/1", "id": "a", "title": "A""#;
    for text in [
        r#"["detente/1", "a", "A"]"#.to_owned(),
        format!("{{{fields}, \"events\": null}}"),
        format!("{{{fields}, \"events\": [,]}}"),
        format!("{{{fields}, \"title\": \"B\"}}"),
        format!("{{{fields}, \"evnts\": []}}"),
        format!("{{{fields}}} {{}}"),
        format!("{{{}}}", fields.replace("/1", "/2")),
    ] {
        assert!(read(&text, Unsound::End, KEPT, 1, &()).is_err(), "{text}");
        compare(&text).expect("no dataset either way");
    }
}

/// A dataset of more rows than one thread reads at a time, all of them right.
fn dataset(rows: usize) -> Value {
    let mut value: Value = serde_json::from_str(VALID).expect("valid");
    for list in ["documents", "excerpts", "actors", "relationships", "events"] {
        let Some(Value::Array(entries)) = value.get_mut(list) else { continue };
        let Some(last) = entries.last().cloned().filter(|_| list != "actors") else { continue };
        for nth in 0..rows {
            let mut row = last.clone();
            row["id"] = json!(format!("{list}-{nth}"));
            if list == "relationships" {
                row["period"] = json!((1900 + nth).to_string());
            }
            entries.push(row);
        }
    }
    value
}

/// What is put in the place of a value.
fn replacements() -> Vec<Value> {
    vec![
        json!(null),
        json!(0),
        json!(1),
        json!(-1.5),
        json!(7),
        json!(true),
        json!(""),
        json!("ISL"),
        json!("NOR"),
        json!("isl"),
        json!("x1"),
        json!("events-1"),
        json!("excerpts-2"),
        json!("quoted"),
        json!("cameo:9999"),
        json!("plover:AID"),
        json!("2024-02"),
        json!("2025/2024"),
        json!("A\u{7}"),
        json!("A whole sentence is quoted here, which it must not be."),
        json!([]),
        json!({}),
        json!(["e1", "e2"]),
        json!([{"type": "TextPositionSelector", "start": 9, "end": 3}]),
        json!({"type": "TextQuoteSelector", "note": 1}),
    ]
}

/// The JSON pointers of all values inside a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(nth, entry)| pointers(entry, &format!("{at}/{nth}"), found));
        }
        Value::Object(object) => {
            object.iter().for_each(|(name, entry)| pointers(entry, &format!("{at}/{name}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    found.push(at.to_owned());
}

proptest! {
    // The seeds of failures go to the message; this crate keeps no files of them.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn row_by_row_gives_what_the_whole_gives(
        rows in 0..9_usize,
        changes in proptest::collection::vec((any::<Index>(), any::<Index>()), 0..5),
        missing in proptest::option::of(any::<Index>()),
        turn in 0..12_usize,
    ) {
        let mut value = dataset(rows);
        for (at, with) in changes {
            let mut all = Vec::new();
            pointers(&value, "", &mut all);
            let pointer: &String = at.get(&all);
            if let Some(place) = value.pointer_mut(pointer) {
                *place = with.get(&replacements()).clone();
            }
        }
        if let Some(missing) = missing {
            let mut all = Vec::new();
            pointers(&value, "", &mut all);
            let pointer: &String = missing.get(&all);
            if let Some((parent, name)) = pointer.rsplit_once('/')
                && let Some(Value::Object(object)) = value.pointer_mut(parent)
            {
                object.remove(name);
            }
        }
        // Selectors begin with their type, and lists come in any order.
        let text = match value {
            Value::Object(object) => {
                let mut fields: Vec<_> = object.into_iter().collect();
                let count = fields.len().max(1);
                fields.rotate_left(turn % count);
                let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name:?}: {value:#}")).collect();
                format!("{{{}}}", fields.join(",\n"))
            }
            value => value.to_string(),
        };
        compare(&text)?;
    }
}
