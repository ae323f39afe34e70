use proptest::prelude::*;
use serde::de::DeserializeOwned;

use super::*;
use crate::dataset::{rows, schema, sound};

fn held_to_the_rules<R: DeserializeOwned>(list: &str, row: &str) -> Option<R> {
    sound::read(row, rows::rule_of_rows(list).ok()?)
}

fn read(row: &str) -> Option<EventRecord> {
    let mut events = EventColumns::default();
    let (record, date) = event(row, &mut events)?;
    let of = str::to_owned;
    Some(EventRecord {
        id: of(record.id),
        label: of(record.label),
        code: of(record.code),
        from: of(record.from),
        to: of(record.to),
        date: events.written(date).clone(),
        score: record.score,
        sources: record.sources,
        evidence: record.evidence.into_iter().map(of).collect(),
        note: record.note,
        attributes: record.attributes,
    })
}

/// A plain row knows all fields of the schema but the note and the attributes.
#[test]
fn the_fields_are_those_of_the_schema() {
    let mut unknown = Vec::new();
    for list in ["events", "excerpts"] {
        let Ok(schema::Rule::Object(shape)) = rows::rule_of_rows(list) else { panic!("an object") };
        for field in &shape.fields {
            let text = format!("\"{}\":", field.name);
            if Cursor::new(&text).name().is_none() {
                unknown.push(field.name.as_str());
            }
        }
    }
    unknown.sort_unstable();
    unknown.dedup();
    assert_eq!(unknown, ["attributes", "note"]);
}

/// A value that may stand in a row, right or not.
fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "\"[a-z0-9:~ -]{0,9}\"",
        1 => "\"\\PC{0,4}\"",
        1 => Just("\"2024-02-30\"".to_owned()),
        3 => Just("\"2024-02\"".to_owned()),
        3 => "-?[0-9]{1,2}(\\.[0-9]{0,3})?(e1)?",
        1 => "[0-9]{1,11}",
        2 => "\\[ ?(\"[a-z]{1,2}\" ?, ?)?\"x\" ?,? ?\\]",
        1 => Just("[]".to_owned()),
        1 => Just("null".to_owned()),
        1 => Just("{}".to_owned()),
    ]
}

proptest! {
    /// What is taken as plain is read as any sound row is; and what is sound and plain is taken.
    #[test]
    fn a_plain_row_is_read_as_any_other(
        fields in prop::collection::vec((0_usize..12, value()), 0..4),
        spaces in prop::collection::vec("[ \n\t\x0c]{0,2}", 4),
        score in prop_oneof!["-?[0-9]", "-?[0-9]\\.[0-9]{1,9}", Just("10.0".to_owned()), Just("-0".to_owned()), Just("\x0c1".to_owned())],
    ) {
        let mut row = [
            ("id", "\"e1\"".to_owned()), ("label", "\"Said: so\"".to_owned()), ("code", "\"cameo:01\"".to_owned()),
            ("from", "\"a\"".to_owned()), ("to", "\"b\"".to_owned()), ("date", "\"2024-02~\"".to_owned()),
            ("score", score), ("sources", "7".to_owned()), ("evidence", "[\"x\", \"y\"]".to_owned()),
        ].to_vec();
        let is_plain = fields.is_empty();
        for (at, value) in fields {
            match at {
                9 => row.push(("note", value)),
                10 => row.push(("id", value)),
                11 => row.push(("ids", value)),
                _ => row[at].1 = value,
            }
        }
        let field = |(name, value): &(&str, String)| {
            format!("{}\"{name}\"{}:{}{value}", spaces[0], spaces[1], spaces[2])
        };
        let row: Vec<String> = row.iter().map(field).collect();
        let row = format!("{{{}{}}}", row.join(","), spaces[3]);
        let sound = held_to_the_rules("events", &row);
        match read(&row) {
            Some(record) => prop_assert_eq!(Some(record), sound, "{}", row),
            None => prop_assert!(!is_plain || sound.is_none(), "{}", row),
        }
    }
}

fn read_excerpt(row: &str) -> Option<ExcerptRecord> {
    let record = excerpt(row)?;
    let of = str::to_owned;
    Some(ExcerptRecord {
        id: of(record.id),
        document: of(record.document),
        paragraph: record.paragraph,
        selector: record.selector,
        gloss: of(record.gloss),
        voice: record.voice,
        speaker: record.speaker.map(of),
        credibility: record.credibility,
        note: record.note,
        attributes: record.attributes,
    })
}

fn quotation() -> impl Strategy<Value = String> {
    let selector = prop_oneof![
        4 => "\\{\"type\": ?\"TextQuoteSelector\", \"exact\":\"[a-z ]{0,3}\" ?(, \"(prefix|suffix)\" :\"[a-z]?\"){0,2}\\}",
        1 => Just("{\"exact\": \"a\", \"type\": \"TextQuoteSelector\"}".to_owned()),
        1 => Just("{\"type\": \"TextQuoteSelector\"}".to_owned()),
        1 => Just("{\"type\": \"TextPositionSelector\", \"start\": 1, \"end\": 2}".to_owned()),
    ];
    prop::collection::vec(selector, 0..3).prop_map(|all| format!("[{}]", all.join(", ")))
}

proptest! {
    #[test]
    fn a_plain_excerpt_is_read_as_any_other(
        fields in prop::collection::vec((0_usize..11, prop_oneof![value(), quotation()]), 0..3),
        selector in quotation(),
        voice in prop_oneof![Just("reported"), Just("quoted"), Just("recommendation"), Just("told")],
        credibility in "[0-9]",
    ) {
        let mut row = [
            ("id", "\"x1\"".to_owned()), ("document", "\"d\"".to_owned()), ("paragraph", "3".to_owned()),
            ("selector", selector), ("gloss", "\"It is so.\"".to_owned()), ("voice", format!("\"{voice}\"")),
            ("speaker", "\"a\"".to_owned()), ("credibility", credibility),
        ].to_vec();
        for (at, value) in fields {
            match at {
                8 => row.push(("note", value)),
                9 => row.push(("gloss", value)),
                10 => row.push(("label", value)),
                _ => row[at].1 = value,
            }
        }
        let row: Vec<String> = row.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        let row = format!("{{{}}}", row.join(", "));
        if let Some(record) = read_excerpt(&row) {
            prop_assert_eq!(Some(record), held_to_the_rules("excerpts", &row), "{}", row);
        }
    }
}

#[test]
fn an_excerpt_as_this_program_writes_it_is_plain() {
    let row = "{\"id\":\"x1\",\"document\":\"d\",\"paragraph\":3,\"selector\":[{\"type\":\"TextQuoteSelector\",\
            \"exact\":\"so\",\"prefix\":\"is \"}],\"gloss\":\"It is so.\",\"voice\":\"quoted\",\"speaker\":\"a\",\"credibility\":2}";
    let record = read_excerpt(row).expect("plain");
    assert_eq!(Some(record), held_to_the_rules("excerpts", row));
}

#[test]
fn the_key_comes_first_or_is_looked_for_elsewhere() {
    assert_eq!(key("{ \"id\" : \"a-1\", \"label\": \"\"}"), Some("a-1"));
    assert_eq!(key("{\"label\": \"\", \"id\": \"a\"}"), None);
    assert_eq!(key("{\"id\": \"\\u0061\"}"), None);
}
