use proptest::prelude::*;

use crate::dataset::record::DatasetRecord;
use crate::dataset::{AttributeKind, bundled, save};
use crate::exchange::report::{Fate, Report};
use crate::exchange::xml::proof::{any_record, comes_back, outcomes, spoilt, try_read, written_as};
use crate::exchange::{Format, Import, Options, import_bytes, table};

#[track_caller]
fn read(text: &str) -> Import {
    try_read(Format::Ndjson, text.as_bytes().to_vec()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[track_caller]
fn refused(text: &str) -> String {
    try_read(Format::Ndjson, text.as_bytes().to_vec()).expect_err("nothing that can be read")
}

fn kept(report: &Report) -> Vec<(&str, u64)> {
    report.kept.iter().map(|count| (count.what, count.count)).collect()
}

fn bundled() -> DatasetRecord {
    save::to_record(&bundled::load().dataset.expect("the bundled dataset"))
}

const ROWS: &str = "{\"date\":\"2024-01-02\",\"source\":\"NZL\",\"target\":\"Australia\",\"code\":\"042\",\"url\":\"https://a.org/x\",\"staff\":\"007\",\"cost\":2.5}
{\"date\":20240103,\"source\":\"New Zealand\",\"target\":\"AUS\",\"code\":\"010\",\"is open\":true,\"cost\":3,\"who\":[\"a\", \"b\"]}
";

#[test]
fn rows_are_events_with_their_actors_and_sources_whatever_ends_lines() {
    let import = read(ROWS);
    assert_eq!(import.report.format, "JSON objects of events");
    assert_eq!(outcomes(&import.report), []);
    assert_eq!(kept(&import.report), [("document", 1), ("excerpt", 1), ("event", 2), ("actor", 2)]);
    let events = &import.record.events;
    assert_eq!((events[0].from.as_str(), events[0].to.as_str()), ("NZL", "AUS"));
    assert_eq!((events[0].code.as_str(), events[0].date.as_str()), ("cameo:042", "2024-01-02"));
    assert_eq!(events[1].date.as_str(), "2024-01-03");
    let told: Vec<_> = events
        .iter()
        .flat_map(|event| &event.attributes)
        .map(|each| (each.name.as_str(), each.kind, each.value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("staff", None, "007"),
            ("cost", Some(AttributeKind::Number), "2.5"),
            ("cost", Some(AttributeKind::Integer), "3"),
            ("is open", Some(AttributeKind::Boolean), "true"),
            ("who", None, "[\"a\",\"b\"]"),
        ],
        "what JSON says of types stands"
    );
    let list = format!("[{}]", ROWS.trim_end().replace("}\n{", "},\n{"));
    let marked = format!("\u{feff}{ROWS}");
    for text in [ROWS.replace('\n', "\r\n"), marked, list, ROWS.trim_end().to_owned()] {
        assert_eq!(read(&text).record, import.record, "{text}");
    }
}

#[test]
fn a_field_that_comes_late_is_a_column_from_there_on() {
    let padding = format!("{{\"from\":\"A\",\"to\":\"B\",\"kind\":\"{}\"}}\n", "consultation").repeat(4000);
    let import = read(&format!("{padding}{{\"from\":\"A\",\"to\":\"C\",\"late\":\"x\"}}\n"));
    let last = import.record.relationships.last().expect("a tie");
    assert_eq!(last.attributes.iter().map(|each| each.value.as_str()).collect::<Vec<_>>(), ["x"]);
}

#[test]
fn a_line_that_is_no_object_is_left_out_with_its_line() {
    let text = ROWS.replace("}\n{", "}\n{\"date\": \n\n[1]\n{");
    let import = read(&text);
    assert_eq!(outcomes(&import.report), [(Fate::Dropped, "row", 1, 2), (Fate::Dropped, "row", 1, 4)]);
    assert!(import.report.to_text().contains("read: 4 rows\n"), "{}", import.report.to_text());
    assert!(import.report.to_text().contains("because it breaks off: an object begins and ends on one line"));
    assert_eq!(import.record.events.len(), 2);
    assert_eq!(
        refused("{\n  \"from\": \"A\"\n}\n"),
        "graph.xml:1: no row can be read: it breaks off: an object begins and ends on one line; write each object on \
         one line (jq -c does so), or all of them in one list"
    );
    assert!(refused("\nA,B\n").starts_with("graph.xml:2: no object in { } stands here; write each"));
    assert!(
        refused("[{\"from\": \"A\", \"to\": \"B\"}").starts_with("graph.xml:1: the file ends inside a list")
    );
    assert!(refused("[]").contains("is empty"));
    assert!(refused("{\"colour\": 1}\n").contains("has no column for"));
}

#[test]
fn a_mapping_says_what_the_fields_are() {
    let text = "table = \"relationships\"\n[columns]\nfrom = \"x\"\nto = \"y\"\n";
    let mapping = table::Mapping::from_toml("map.toml", text).expect("a mapping");
    for format in [Format::Ndjson, Format::Table] {
        let options = Options { format: Some(format), mappings: Some(mapping.clone().into()) };
        let lines = b"{\"x\": \"A\", \"y\": \"B\"}\n{\"y\": \"A\", \"x\": \"C\"}\n".to_vec();
        let import = import_bytes("a.jsonl", lines, &options).expect("rows");
        let ends = |at: usize| {
            let tie: &crate::dataset::record::RelationshipRecord = &import.record.relationships[at];
            (tie.from.clone(), tie.to.clone())
        };
        assert_eq!([ends(0), ends(1)].map(|(from, to)| format!("{from} {to}")), ["a b", "c a"]);
    }
}

#[test]
fn the_bundled_dataset_comes_back_and_its_lines_may_be_in_any_order() {
    let record = bundled();
    comes_back(Format::Ndjson, record.clone());
    let text = String::from_utf8(written_as(&record, Format::Ndjson)).expect("text");
    let (first, rest) = text.split_once('\n').expect("lines");
    assert!(first.starts_with("{\"format\":\"detente/1\",\"id\":"), "{first}");
    // Events first: what they name stands after them.
    let mut lines: Vec<&str> = rest.lines().collect();
    lines.sort_by_key(|line| !line.starts_with("{\"event\""));
    let again = read(&format!("\u{feff}{first}\r\n\r\n{}", lines.join("\r\n")));
    assert_eq!(again.record, record);
    assert_eq!(read(&format!("{first}\n{}", rest.replace('\n', "\n\n"))).record, record);
}

const FIRST: &str = "{\"format\": \"detente/1\", \"id\": \"talks\", \"title\": \"Talks\"}";
const ACTOR: &str = "{\"actor\": {\"id\": \"NZL\", \"kind\": \"state\", \"name\": \"New Zealand\"}}";

#[test]
fn a_dataset_of_a_first_line_alone_has_nothing_in_it() {
    let import = read(FIRST);
    assert_eq!((import.record.title.as_str(), import.record.actors.len()), ("Talks", 0));
    assert_eq!(read(&format!("{FIRST}\n{ACTOR}")).record.actors.len(), 1);
}

#[test]
fn a_dataset_with_an_error_is_refused_with_its_line_and_what_to_do() {
    let tie =
        "{\"relationship\": {\"id\": \"a\", \"kind\": \"alliance\", \"from\": \"NZL\", \"to\": \"NLZ\"}}";
    for (lines, told) in [
        (format!("{FIRST}\n\n{ACTOR}\n{tie}"), "graph.xml:4: \"NLZ\" names no record"),
        (format!("{FIRST}\n{tie}\n{ACTOR}"), "graph.xml:2: \"NLZ\" names no record"),
        (
            format!("{FIRST}\n{}", ACTOR.replace("actor", "actr")),
            "graph.xml:2: `actr` is no kind of record; did you mean `actor`?",
        ),
        (format!("{FIRST}\n{}", ACTOR.replace("name", "nam")), "graph.xml:2: "),
        (format!("{FIRST}\n{ACTOR}\n{{\"actor\": {{"), "graph.xml:3: "),
        (format!("{FIRST}\n{FIRST}"), "graph.xml:2: another dataset begins here; "),
        (format!("{FIRST}\n7"), "graph.xml:2: no object with one record"),
        (format!("{FIRST}\n{ACTOR}\n{ACTOR}"), "graph.xml:3: the key \"NZL\" is already that of an actor"),
        (FIRST.replace("detente/1", "detente/2"), "graph.xml:1: the file is in version 2 of the format"),
        (FIRST.replace("title", "titel"), "graph.xml:1: "),
    ] {
        let error = refused(&lines);
        assert!(error.starts_with(told) && error.contains("; "), "{error}\n{lines}");
    }
    assert!(refused(&format!("{FIRST}\n{}", ACTOR.replace("name", "nam"))).contains("did you mean `name`?"));
}

proptest! {
    #[test]
    fn what_is_written_comes_back(record in any_record()) {
        comes_back(Format::Ndjson, record);
    }

    #[test]
    fn spoilt_lines_are_told_and_break_nothing(
        bytes in prop_oneof![Just(ROWS.as_bytes().to_vec()), Just(written_as(&bundled(), Format::Ndjson))].prop_flat_map(spoilt),
    ) {
        match try_read(Format::Ndjson, bytes) {
            Ok(_) => {}
            Err(told) => prop_assert!(!told.contains('\n'), "{}", told),
        }
    }
}
