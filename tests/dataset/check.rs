//! The promise of checking: each kind of problem is found, points to the right place, and says what to do.
//!
//! Every case breaks one small valid file in one way. The snapshots are the reports as an analyst reads
//! them; look at each change of them as one.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use detente::dataset::diagnostic::{Code, Report};
use detente::dataset::load::{Loaded, add_findings, load, load_path};
use detente::dataset::{Item, check, source::SourceText};

const VALID: &str = include_str!("../data/two-states.json");

/// A file with one problem, and the code that tells of it.
struct Case {
    code: Code,
    /// What was done to the file.
    what: &'static str,
    loaded: Loaded,
}

/// The valid file with one text replaced, which must be there.
fn edited(code: Code, what: &'static str, from: &str, to: &str) -> Case {
    assert!(VALID.contains(from), "{what}: {from:?} is in the file");
    of_text(code, what, &VALID.replacen(from, to, 1))
}

fn of_text(code: Code, what: &'static str, text: &str) -> Case {
    of_bytes(code, what, text.as_bytes())
}

fn of_bytes(code: Code, what: &'static str, bytes: &[u8]) -> Case {
    Case { code, what, loaded: load("two-states.json", bytes) }
}

fn file_cases() -> Vec<Case> {
    let utf16: Vec<u8> = VALID.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let latin1 = [b"{\n  \"title\": \"R\xe9sum\xe9\"".as_slice(), b"\n}"].concat();
    let mut unreadable = load_path(std::path::Path::new("no-such-folder/none.json"));
    unreadable.report.file = "none.json".to_owned();
    vec![
        Case { code: Code::Unreadable, what: "no such file", loaded: unreadable },
        of_text(Code::EmptyFile, "nothing", ""),
        of_text(Code::EmptyFile, "only blank lines", "\u{feff}\n \n"),
        of_bytes(Code::NotUtf8, "Latin-1", &latin1),
        of_bytes(Code::Utf16, "UTF-16", &utf16),
        of_bytes(Code::Utf16, "UTF-16 with its mark", &[b"\xff\xfe", utf16.as_slice()].concat()),
        of_text(Code::NotADataset, "a list", "[1, 2]"),
        of_text(
            Code::NotADataset,
            "some other object",
            "{\n  \"type\": \"FeatureCollection\",\n  \"features\": []\n}",
        ),
        of_text(Code::NotADataset, "another format", "{\"format\": \"gexf\"}"),
        edited(Code::NotADataset, "no format in what is else a dataset", "\"format\": \"detente/1\",", ""),
        edited(Code::NewerFormat, "a later version", "detente/1", "detente/2"),
    ]
}

fn json_cases() -> Vec<Case> {
    vec![
        edited(Code::BrokenJson, "a comma left out", "\"voice\": \"reported\"", "\"voice\" \"reported\""),
        edited(
            Code::BrokenJson,
            "a comma left out after a value",
            "\"kind\": \"cooperation\",",
            "\"kind\": \"cooperation\"",
        ),
        edited(
            Code::BrokenJson,
            "a comma too many",
            "\"evidence\": [\"e2\"]\n    }\n  ]",
            "\"evidence\": [\"e2\"],\n    }\n  ]",
        ),
        edited(Code::BrokenJson, "a comment", "\"mutual\": true,", "\"mutual\": true, // both ways"),
        edited(Code::BrokenJson, "single quotes", "\"reported\"", "'reported'"),
        edited(
            Code::BrokenJson,
            "a raw line break in a text",
            "The two states sign a pact.",
            "The two states\nsign a pact.",
        ),
        edited(
            Code::BrokenJson,
            "a raw escape character",
            "The two states sign",
            "The two \u{1b}[31mstates sign",
        ),
        of_text(Code::BrokenJson, "cut short", VALID.get(..700).unwrap_or_default()),
        of_text(Code::BrokenJson, "something after the end", &format!("{VALID}}}\n")),
        of_text(Code::TooDeep, "brackets without end", &"[".repeat(500)),
        edited(
            Code::DuplicateField,
            "a field twice",
            "\"mutual\": true,",
            "\"mutual\": true,\n      \"kind\": \"alliance\",",
        ),
        edited(Code::UnknownField, "a field misspelt", "\"gloss\": \"The two", "\"glos\": \"The two"),
        edited(Code::UnknownField, "a field of no record", "\"mutual\": true", "\"weight\": 3"),
        edited(Code::MissingField, "no date", "\"date\": \"2024-05\",", ""),
        edited(Code::MissingField, "no type of selector", "\"type\": \"TextPositionSelector\", ", ""),
        edited(Code::WrongType, "a text for a number", "\"sources\": 2", "\"sources\": \"two\""),
        edited(Code::WrongType, "a fraction", "\"sources\": 2", "\"sources\": 1.5"),
        edited(Code::WrongType, "a text for a list", "\"toward\": [\"NOR\"]", "\"toward\": \"NOR\""),
        edited(
            Code::WrongType,
            "a number in a list of keys",
            "\"evidence\": [\"e2\"] }]",
            "\"evidence\": [2] }]",
        ),
        edited(
            Code::WrongType,
            "an object for a list",
            "\"instruments\": [",
            "\"instruments\": {}, \"events\": [",
        ),
        edited(Code::UnknownWord, "a voice misspelt", "\"voice\": \"reported\"", "\"voice\": \"repoted\""),
        edited(Code::UnknownWord, "a selector of another kind", "TextPositionSelector", "CssSelector"),
        edited(Code::BadValue, "a grade that is none", "\"reliability\": \"B\"", "\"reliability\": \"G\""),
        edited(Code::BadValue, "a credibility out of range", "\"credibility\": 2", "\"credibility\": 7"),
        edited(Code::BadValue, "a negative number", "\"start\": 10", "\"start\": -10"),
        edited(Code::BadDate, "a thirteenth month", "\"date\": \"2024-05\"", "\"date\": \"2024-13\""),
        edited(Code::BadDate, "a date in words", "\"issued\": \"2024-05-02\"", "\"issued\": \"2 May 2024\""),
        edited(Code::ControlCharacter, "an escaped control character", "Boats in", "Boats\\u0007 in"),
    ]
}

fn meaning_cases() -> Vec<Case> {
    let circle = r#""name": "Norway", "part-of": [{ "actor": "minister" }] }"#;
    let again = r#"{ "id": "pact-again", "kind": "cooperation", "from": "NOR", "to": "ISL", "mutual": true, "period": "2024-05/..", "evidence": ["e1"] },
    { "id": "isl-in-pact""#;
    vec![
        edited(Code::BadKey, "a key with blanks", "\"id\": \"two-states\"", "\"id\": \"Two States\""),
        edited(Code::BadStateCode, "a two-letter code", "{ \"id\": \"ISL\"", "{ \"id\": \"IS\""),
        edited(Code::DuplicateKey, "a key of another record", "\"id\": \"warning\"", "\"id\": \"pact\""),
        edited(Code::DanglingKey, "a key misspelt", "\"document\": \"gazette\"", "\"document\": \"gazete\""),
        edited(Code::DanglingKey, "a key of nothing", "\"to\": \"herring-pact\"", "\"to\": \"FRA\""),
        edited(
            Code::WrongKindOfKey,
            "an actor for an excerpt",
            "\"evidence\": [\"e1\"]\n    },\n    { \"id\": \"isl",
            "\"evidence\": [\"NOR\"]\n    },\n    { \"id\": \"isl",
        ),
        edited(Code::EndBeforeStart, "an interval backwards", "\"2022/2024\"", "\"2024/2022\""),
        edited(Code::UnknownEventCode, "a leading zero lost", "cameo:057", "cameo:57"),
        edited(Code::UnknownEventCode, "no scheme", "cameo:057", "057"),
        edited(Code::UnknownEventCode, "another scheme", "cameo:057", "weis:AGREE"),
        edited(Code::UnknownEventCode, "no type of event of PLOVER", "cameo:057", "plover:AGREES"),
        edited(Code::NoScore, "a scheme without values", "cameo:057", "plover:AGREE"),
        edited(
            Code::TowardItself,
            "a relationship",
            "\"to\": \"NOR\",\n      \"mutual\"",
            "\"to\": \"ISL\",\n      \"mutual\"",
        ),
        edited(
            Code::TowardItself,
            "an event",
            "\"to\": \"NOR\",\n      \"date\"",
            "\"to\": \"ISL\",\n      \"date\"",
        ),
        edited(Code::TowardItself, "a series", "\"toward\": [\"NOR\"]", "\"toward\": [\"NOR\", \"ISL\"]"),
        edited(Code::PartOfCycle, "a state that is part of its minister", "\"name\": \"Norway\" }", circle),
        edited(Code::EqualRelationships, "the same from the other end", "{ \"id\": \"isl-in-pact\"", again),
    ]
}

fn evidence_cases() -> Vec<Case> {
    let long = "one two three four five six seven eight nine ten eleven twelve thirteen";
    let idle =
        "{ \"id\": \"FRO\", \"kind\": \"state\", \"name\": \"Faroe Islands\" },\n    { \"id\": \"NOR\"";
    let unused = "{ \"id\": \"e3\", \"document\": \"gazette\", \"selector\": [{ \"type\": \"TextQuoteSelector\", \"exact\": \"a gull\" }], \"gloss\": \"A gull.\", \"voice\": \"reported\" },\n    {\n      \"id\": \"e1\"";
    vec![
        edited(
            Code::NoEvidence,
            "an empty list",
            "\"date\": \"2024-05~\",\n      \"evidence\": [\"e2\"]",
            "\"date\": \"2024-05~\",\n      \"evidence\": []",
        ),
        edited(
            Code::NoEvidence,
            "none",
            "\"period\": \"2024-05/..\",\n      \"evidence\": [\"e1\"]",
            "\"period\": \"2024-05/..\"",
        ),
        edited(
            Code::BadValue,
            "a score off the scale",
            "\"code\": \"cameo:057\"",
            "\"code\": \"cameo:057\", \"score\": -10.5",
        ),
        edited(Code::EmptySpan, "an end before the start", "\"end\": 27", "\"end\": 10"),
        edited(
            Code::NoSelector,
            "no selector",
            "\"selector\": [{ \"type\": \"TextQuoteSelector\", \"exact\": \"we will watch\", \"prefix\": \"said: \" }],",
            "",
        ),
        edited(Code::NoSuchParagraph, "paragraph 0", "\"paragraph\": 1", "\"paragraph\": 0"),
        edited(Code::NoSuchParagraph, "past the last", "\"paragraph\": 3", "\"paragraph\": 4"),
        edited(Code::NoSpeaker, "nobody speaks", "\"speaker\": \"minister\",", ""),
        edited(Code::QuoteTooLong, "thirteen words", "a pact on herring", long),
        edited(
            Code::WholeSentence,
            "a sentence",
            "\"a pact on herring\"",
            "\"The two signed a pact on herring.\"",
        ),
        edited(Code::UnusedExcerpt, "an excerpt of no use", "{\n      \"id\": \"e1\"", unused),
        edited(Code::IdleActor, "a state that does nothing", "{ \"id\": \"NOR\"", idle),
    ]
}

/// The reports of some cases, one under another.
fn reports(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        let _ = writeln!(text, "── {} ──\n{}", case.what, case.loaded.report.render(false));
    }
    text
}

#[test]
fn problems_of_the_file() {
    insta::assert_snapshot!(reports(&file_cases()));
}

#[test]
fn problems_of_json_and_fields() {
    insta::assert_snapshot!(reports(&json_cases()));
}

#[test]
fn problems_of_keys_and_meaning() {
    insta::assert_snapshot!(reports(&meaning_cases()));
}

#[test]
fn problems_of_evidence() {
    insta::assert_snapshot!(reports(&evidence_cases()));
}

#[test]
fn each_case_is_told_by_its_code() {
    for Case { code, what, loaded } in
        file_cases().into_iter().chain(json_cases()).chain(meaning_cases()).chain(evidence_cases())
    {
        let found = loaded.report.diagnostics.iter().any(|diagnostic| diagnostic.code == code);
        assert!(found, "{what}: {code:?} in\n{}", loaded.report.render(false));
    }
}

/// A new code is not done until a case above, or a test named here, provokes it.
#[test]
fn every_code_is_provoked() {
    let elsewhere = [
        // 512 MB are not written for a test; `load` tests the limit on a small one.
        Code::TooLarge,
        // These need an attached text: `what_an_attached_text_shows_is_told`.
        Code::TextDiffers,
        Code::PassageNotFound,
        Code::OtherParagraph,
    ];
    let provoked: BTreeSet<Code> = file_cases()
        .into_iter()
        .chain(json_cases())
        .chain(meaning_cases())
        .chain(evidence_cases())
        .map(|case| case.code)
        .chain(elsewhere)
        .collect();
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !provoked.contains(code)).collect();
    assert!(missing.is_empty(), "no test provokes {missing:?}");
}

#[test]
fn what_an_attached_text_shows_is_told() {
    let coded =
        "Boats\nOne. It was a pact on herring, all said.\n\nTwo.\nShe said: we will watch the boats.\n";
    let hash = sha256(coded);
    let file = VALID
        .replace(&"0".repeat(64), &hash)
        .replace("\"start\": 10, \"end\": 27", "\"start\": 18, \"end\": 35");
    let Some(dataset) = load("two-states.json", file.as_bytes()).dataset else { panic!("a valid file") };
    let Some(Item::Document(gazette)) = dataset.item("gazette") else { panic!("a document") };
    let mut told = String::new();
    for (what, text) in [
        ("the very text", coded.to_owned()),
        ("another edition, with one passage gone", coded.replace("we will watch", "I shall look at")),
        ("another edition, with a paragraph more", coded.replacen("\n\n", "\nOne and a half.\n", 1)),
        (
            "another edition, in which a fragment is all there is",
            coded.replace("She said: we will watch the boats.", "We will watch."),
        ),
    ] {
        let record = dataset.documents[gazette].text.as_deref();
        let source = SourceText::new(text.into_bytes(), record).expect("UTF-8");
        let findings = check::with_sources(&dataset, &[(gazette, source)]);
        let mut report = Report::new("two-states.json");
        add_findings(&mut report, file.as_bytes(), findings);
        let _ = writeln!(told, "── {what} ──\n{}", report.render(false));
    }
    insta::assert_snapshot!(told);
}

/// The hash of a text, as an attached source gives it.
fn sha256(text: &str) -> String {
    SourceText::new(text.as_bytes().to_vec(), None).expect("UTF-8").sha256().to_owned()
}

/// All that is wrong is told in one run: wrong fields hide neither each other nor wrong meaning, not even
/// in the same record.
#[test]
fn all_problems_are_told_at_once() {
    let mut text = VALID.to_owned();
    for (from, to) in [
        ("\"voice\": \"reported\"", "\"voice\": \"repoted\""),
        (
            "\"document\": \"gazette\",\n      \"paragraph\": 1",
            "\"document\": \"gazete\",\n      \"paragraph\": 0",
        ),
        ("\"mutual\": true", "\"mutal\": true"),
        ("\"label\": \"Iceland signs the pact\",", ""),
        ("\"date\": \"2024-05\"", "\"date\": \"May\""),
        ("cameo:057", "cameo:57"),
        ("\"to\": \"ISL\",\n      \"date\"", "\"to\": \"ICE\",\n      \"date\""),
    ] {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    let loaded = load("two-states.json", text.as_bytes());
    insta::assert_snapshot!(one_lines(&loaded.report));
}

/// The parser of the records would take a list for an object and `{"reported": null}` for a word; the
/// format does not.
#[test]
fn what_only_the_parser_would_take_is_refused() {
    for (from, to, path) in [
        (
            r#"[{ "family": "Example", "given": "Ada" }]"#,
            r#"[["Example", "Ada", null]]"#,
            "$.documents[0].author[0]",
        ),
        (r#""voice": "reported""#, r#""voice": {"reported": null}"#, "$.excerpts[0].voice"),
    ] {
        assert!(VALID.contains(from));
        let loaded = load("two-states.json", VALID.replacen(from, to, 1).as_bytes());
        let found: Vec<_> = loaded.report.diagnostics.iter().map(|d| (d.code, d.path.as_str())).collect();
        assert_eq!(found, [(Code::WrongType, path)]);
    }
}

#[test]
fn line_ends_of_another_system_change_nothing_in_a_report() {
    let text =
        VALID.replace("\"voice\": \"reported\"", "\"voice\": \"repoted\"").replace("2024-05-02", "May");
    let unix = load("two-states.json", text.as_bytes()).report.render(false);
    let windows = load("two-states.json", text.replace('\n', "\r\n").as_bytes()).report.render(false);
    assert_eq!(unix, windows);
}

/// A report may be shown in a terminal: nothing in a file, its names or its values, reaches it as a
/// control sequence.
#[test]
fn a_report_carries_no_control_characters() {
    let text = VALID
        .replace("\"mutual\": true", "\"mut\\u001b[2Jual\\u202e\": true")
        .replace("2024-05-02", "\\u001b[2J\\n\\u202e")
        .replace("\"to\": \"herring-pact\"", "\"to\": \"\\u001b[2J\\u009b\\u202e\"");
    let report = load("a\u{1b}[2Jb.json", text.as_bytes()).report;
    assert_eq!(report.errors(), 3);
    let told = report.render(false) + &one_lines(&report);
    let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
    assert_eq!(told.chars().find(|&c| bad(c)), None, "{}", told.escape_debug());
    assert_eq!(one_lines(&report).lines().count(), 3, "a line each");
}

fn one_lines(report: &Report) -> String {
    report.diagnostics.iter().map(|diagnostic| report.one_line(diagnostic) + "\n").collect()
}
