//! Tables come and go on the command line: guessed, by a mapping, and in a ZIP.

use std::io::Write;
use std::path::Path;

use crate::program::{self, TempFile, detente};
use detente::dataset::load_path;
use detente::dataset::record::DatasetRecord;
use detente::exchange::table::{Field, Mapping, TableKind};

const MANUAL: &str = include_str!("../../docs/manual.md");

const TABLE: &str = "When;Sender;Receiver;Tone;Link\n\
    31.01.2024;New Zealand;AUS;75,5;https://example.org/a\n\
    01.02.2024;NZ;Australia;20;https://example.org/b\n\
    soon;NZ;Australia;20;https://example.org/c\n";

/// The dataset in a file, which has no error.
#[track_caller]
fn dataset(path: &Path) -> DatasetRecord {
    let loaded = load_path(path);
    assert_eq!(loaded.report.errors(), 0, "{:?}", loaded.report.diagnostics);
    detente::dataset::save::to_record(&loaded.dataset.expect("a dataset"))
}

fn argument(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

#[test]
fn a_table_is_read_by_the_mapping_of_the_manual() {
    let (_, rest) = MANUAL.split_once("```toml\n").expect("an example");
    let (example, _) = rest.split_once("```").expect("the end of the example");
    let mapping = Mapping::from_toml("manual", example).expect("a mapping");
    assert_eq!((mapping.table, mapping.column(Field::From)), (TableKind::Events, Some("Sender")));

    let (table, map) = (TempFile::new("talks.csv", TABLE), TempFile::new("map.toml", example));
    let out = table.path().with_extension("json");
    let ended = detente(&["convert", &table.argument(), argument(&out), "--map", &map.argument()]);
    assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{}", ended.err);
    assert!(ended.err.contains("read: 3 rows\n"), "{}", ended.err);
    assert!(
        ended.err.contains("dropped: 1 row because its date cannot be read\n    line 4: soon"),
        "{}",
        ended.err
    );
    let record = dataset(&out);
    assert_eq!(record.events.iter().map(|event| event.score).collect::<Vec<_>>(), [Some(5.1), Some(-6.0)]);
    assert_eq!(record.actors.iter().map(|actor| actor.id.as_str()).collect::<Vec<_>>(), ["NZL", "AUS"]);
    assert_eq!((record.documents.len(), record.excerpts.len()), (2, 2));
}

/// The block of the manual that begins with a text.
fn example(beginning: &str) -> String {
    let (_, rest) = MANUAL.split_once(&format!("```\n{beginning}")).expect("an example");
    let (rest, _) = rest.split_once("```").expect("the end of the example");
    format!("{beginning}{rest}")
}

#[test]
fn the_json_lines_of_the_manual_are_told_by_their_content_and_read() {
    for (beginning, events) in [("{\"date\":", 2), ("{\"format\":", 1)] {
        let lines = TempFile::new("lines.txt", example(beginning));
        let out = lines.path().with_extension("json");
        let ended = detente(&["convert", &lines.argument(), argument(&out)]);
        assert_eq!((ended.code, ended.out.as_str()), (0, ""), "{}", ended.err);
        assert!(!ended.err.contains("because"), "{}", ended.err);
        let record = dataset(&out);
        assert_eq!((record.events.len(), record.actors.len()), (events, 2));
        let again = out.with_extension("ndjson");
        let ended = detente(&["convert", argument(&out), argument(&again)]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        let opened = detente(&["convert", argument(&again), "-", "--to", "detente"]);
        assert_eq!(opened.out, std::fs::read_to_string(&out).expect("a dataset"));
    }
}

#[test]
fn a_guess_is_saved_edited_and_read() {
    let table = TempFile::new("talks.csv", TABLE);
    let map = table.path().with_file_name("map.toml");
    let ended = detente(&["convert", &table.argument(), "--save-map", argument(&map), "--table", "events"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(&map).expect("a mapping");
    assert!(
        text.contains("\nfrom = \"Sender\"\nto = \"Receiver\"\ndate = \"When\"\n# code = \"\"  # needed: "),
        "{text}"
    );
    assert!(text.contains("dates = \"day-month-year\"\n"), "{text}");

    let again = detente(&["convert", &table.argument(), "--save-map", argument(&map)]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("map.toml is there already; --force writes over it"), "{}", again.err);

    let out = table.path().with_extension("json");
    let ended = detente(&["convert", &table.argument(), argument(&out), "--map", argument(&map)]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("is a table of events, and has no column for `code`; "), "{}", ended.err);

    std::fs::write(&map, text.replace("[constants]", "[constants]\ncode = \"cameo:01\"")).expect("a file");
    let ended = detente(&["convert", &table.argument(), argument(&out), "--map", argument(&map)]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let events = dataset(&out).events;
    let tones = events.iter().map(|event| event.attributes.iter().map(|each| each.value.as_str()).collect());
    assert_eq!(tones.collect::<Vec<Vec<&str>>>(), [["75,5"], ["20"]], "a column that is not named is kept");
}

#[test]
fn the_tables_of_a_zip_are_saved_as_mappings_edited_and_read() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("actors.csv", "id,name\nk1,Anna\nk2,Bo\n"), ("talks.csv", "x1;x2\nk1;k2\n")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("memory");
        zip.write_all(text.as_bytes()).expect("memory");
    }
    let file = TempFile::new("talks.zip", zip.finish().expect("memory").into_inner());
    let (map, out) = (file.path().with_file_name("map.toml"), file.path().with_extension("json"));
    let ended = detente(&["convert", &file.argument(), "--save-map", argument(&map)]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(&map).expect("a mapping");
    assert_eq!(text.matches("\n[[tables]]\nfile = ").count(), 2, "{text}");

    let read = || detente(&["convert", &file.argument(), argument(&out), "--map", argument(&map), "--force"]);
    let ended = read();
    assert_eq!(ended.code, 1);
    let told = "talks.csv is a table of relationships, and has no column for `from`; ";
    assert!(ended.err.contains(told), "{}", ended.err);
    let text = text.replace("# from = \"\"", "from = \"x1\"").replace("# to = \"\"", "to = \"x2\"");
    std::fs::write(&map, &text).expect("a file");
    let ended = read();
    assert_eq!(ended.code, 0, "{}", ended.err);
    let record = dataset(&out);
    assert_eq!((record.actors.len(), record.relationships.len()), (2, 1));
    assert_eq!(record.relationships[0].from, record.actors[0].id);

    let (_, talks) =
        text.split_once("[[tables]]").and_then(|(_, rest)| rest.split_once("[[tables]]")).expect("two");
    std::fs::write(&map, format!("[[tables]]{talks}")).expect("a file");
    let ended = read();
    assert!(ended.err.contains("because the mapping does not name it"), "{}", ended.err);
    assert_eq!(dataset(&out).actors[0].name, "k1", "the other table is left out");

    let ended = detente(&["convert", &file.argument(), argument(&out), "--table", "events", "--force"]);
    assert!(ended.err.contains("say what each is in a mapping, which --save-map writes"), "{}", ended.err);
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_with_its_line() {
    let table = TempFile::new("talks.csv", TABLE);
    let map = TempFile::new(
        "map.toml",
        "table = \"relationships\"\n[columns]\nfrom = \"Sender\"\nto = \"Reciever\"\n",
    );
    let out = table.path().with_extension("json");
    let ended = detente(&["convert", &table.argument(), argument(&out), "--map", &map.argument()]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("map.toml:4: "), "{}", ended.err);
    assert!(ended.err.contains("has no column \"Reciever\"; did you mean `Receiver`?"), "{}", ended.err);
    assert!(!out.exists());
}

#[test]
fn a_dataset_goes_through_tables_unchanged() {
    let file = TempFile::new("small.json", program::SMALL);
    let (zip, out) = (file.path().with_extension("zip"), file.path().with_file_name("again.json"));
    let ended = detente(&["convert", &file.argument(), argument(&zip), "--strict"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let ended = detente(&["convert", argument(&zip), argument(&out)]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(dataset(&out), dataset(&file.path()));
    let bytes = std::fs::read(&zip).expect("a ZIP");
    let truncated = TempFile::new("cut.zip", bytes.get(..bytes.len() - 40).expect("a part"));
    let ended = detente(&["convert", &truncated.argument(), "-", "--to", "detente"]);
    assert_eq!(ended.code, 1);
    assert!(ended.err.contains("ends too early: it is truncated"), "{}", ended.err);
}

#[test]
fn tables_are_written_as_a_zip() {
    let file = TempFile::new("small.json", program::SMALL);
    let ended = detente(&["convert", &file.argument(), argument(&file.path().with_extension("csv"))]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("would hold several tables: name a file that ends in .zip"), "{}", ended.err);
}
