//! What the tests of the formats of sources share.

use proptest::prelude::*;

use super::*;
use crate::dataset::diagnostic::Severity;
use crate::dataset::record::{DatasetRecord, NameRecord};
use crate::dataset::{AttributeKind, Edtf, bundled, load, save};
use crate::exchange::report::Fate;
use crate::exchange::sink::empty_record;
use crate::exchange::{Format, Import, Options, import_bytes};

/// The bundled dataset.
pub(in crate::exchange) fn bundled() -> DatasetRecord {
    save::to_record(&bundled::load().dataset.expect("the bundled dataset"))
}

/// Reads bytes. What is read must be a dataset without an error.
pub(in crate::exchange) fn try_read(format: Format, bytes: Vec<u8>) -> Result<Import, String> {
    let options = Options { format: Some(format), ..Options::default() };
    let import = import_bytes("my sources.x", bytes, &options).map_err(|error| error.to_string())?;
    let loaded = load::load_record("x", &import.record);
    let errors: Vec<_> = loaded
        .report
        .diagnostics
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| &found.message)
        .collect();
    assert_eq!(errors, Vec::<&String>::new());
    Ok(import)
}

/// Reads a text.
#[track_caller]
pub(in crate::exchange) fn read(format: Format, text: &str) -> Import {
    try_read(format, text.as_bytes().to_vec()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What became of what, how often, and the line of the first.
pub(in crate::exchange) fn outcomes(report: &Report) -> Vec<(Fate, &str, u64, u64)> {
    let first = |places: &[crate::exchange::report::Place]| places.first().map_or(0, |place| place.line);
    report.outcomes.iter().map(|each| (each.fate, each.what, each.count, first(&each.first))).collect()
}

/// Attributes by name, since their order says nothing.
pub(in crate::exchange) fn sorted(mut documents: Vec<DocumentRecord>) -> Vec<DocumentRecord> {
    for row in &mut documents {
        row.attributes.sort_by(|a, b| (&a.name, &a.value).cmp(&(&b.name, &b.value)));
    }
    documents
}

/// A text that says something, in one line, with what the formats use themselves.
pub(in crate::exchange) fn any_text() -> impl Strategy<Value = String> {
    let text =
        prop_oneof!["[A-Za-z]{1,6}( [A-Za-zéß]{1,6}){0,3}", "[-#$%&_{}~^\\\\=,\"'`@a-c ]{1,10}", "\\PC{1,8}"];
    text.prop_map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .prop_filter("it says nothing", |text| !text.is_empty())
}

/// A date.
pub(in crate::exchange) fn any_date() -> impl Strategy<Value = Edtf> {
    let dates = vec![
        "2025",
        "0043",
        "-0043",
        "0000",
        "2025-06",
        "2025-06-30",
        "2025-06~",
        "2025-06-30?",
        "2024%",
        "201X",
        "2024-XX-XX",
        "2024-21",
        "2024-23~",
        "2025-01/2025-06",
        "2025-01~/2025-06~",
        "2025~/2026",
        "2025/2026-03-04",
        "../2017",
        "2023-11/..",
        "/2017",
        "2023-11/",
        "2024-21/2024-22",
    ];
    prop::sample::select(dates).prop_map(|text| Edtf::parse(text).expect("a date"))
}

/// A name, of a person or of an institution.
pub(in crate::exchange) fn any_name() -> impl Strategy<Value = NameRecord> {
    let word = || {
        prop_oneof![
            any_text(),
            Just("van Gogh".to_owned()),
            Just("Barnes and Noble".to_owned()),
            Just("Martin, Jr.".to_owned())
        ]
    };
    let person = (prop::option::of(word()), prop::option::of(word()));
    let person = person.prop_filter_map("it has no part", |(family, given)| {
        (family.is_some() || given.is_some()).then_some(NameRecord { family, given, literal: None })
    });
    prop_oneof![
        person,
        word().prop_map(|literal| NameRecord { family: None, given: None, literal: Some(literal) })
    ]
}

prop_compose! {
    /// A document without attributes.
    pub(in crate::exchange) fn any_document()(
        kind in prop::sample::select(vec!["article-newspaper", "report", "book", "chapter", "webpage", "post", "speech", "document"]),
        title in any_text(),
        author in prop::collection::vec(any_name(), 0..3),
        (container_title, publisher, rights, note) in
            (prop::option::of(any_text()), prop::option::of(any_text()), prop::option::of(any_text()), prop::option::of(any_text())),
        issued in prop::option::of(any_date()),
        url in prop::option::of("https://[a-z]{2,5}\\.org/[-a-z~_%{}]{0,6}"),
        language in prop::option::of(prop::sample::select(vec!["en", "en-NZ", "mi"])),
        reliability in prop::option::of("[A-F]"),
        text in prop::option::of(("[0-9a-f]{64}", 0..90_u32, prop::collection::vec(1..9_u32, 0..3))),
    ) -> DocumentRecord {
        let text = text.map(|(sha256, paragraphs, not_body)| TextRecord { sha256, paragraphs, not_body });
        let language = language.map(str::to_owned);
        DocumentRecord {
            author, container_title, publisher, issued, url, language, rights, reliability, text, note,
            ..document(kind, title)
        }
    }
}

/// An attribute, some of a name that the formats know.
pub(in crate::exchange) fn any_attribute() -> impl Strategy<Value = AttributeRecord> {
    let known = vec![
        "DOI",
        "volume",
        "issue",
        "page",
        "accessed",
        "editor",
        "custom",
        "id",
        "note",
        "type",
        "title",
        "detente:rights",
        "original-date",
    ];
    let name = prop_oneof![prop::sample::select(known).prop_map(str::to_owned), "[a-z]{1,5}", any_text()];
    let value = prop_oneof![
        any_text(),
        Just("2025-06~".to_owned()),
        Just("May 2020".to_owned()),
        Just("[{\"family\":\"Doe\",\"given\":\"Jane\"}]".to_owned()),
    ];
    let typed = prop_oneof![
        value.prop_map(|value| (None, value)),
        any::<i64>().prop_map(|value| (Some(AttributeKind::Integer), value.to_string())),
        any::<bool>().prop_map(|value| (Some(AttributeKind::Boolean), value.to_string())),
    ];
    (name, typed).prop_map(|(name, (kind, value))| AttributeRecord { name, kind, value })
}

/// A dataset of documents alone.
pub(in crate::exchange) fn of_documents(documents: Vec<DocumentRecord>) -> DatasetRecord {
    let numbered = |(nth, row): (usize, DocumentRecord)| DocumentRecord { id: format!("d{nth}"), ..row };
    let documents = documents.into_iter().enumerate().map(numbered).collect();
    DatasetRecord { id: "sources".to_owned(), title: "Sources".to_owned(), documents, ..empty_record() }
}

prop_compose! {
    /// Bytes that were once a file, cut, changed or doubled here and there.
    pub(in crate::exchange) fn spoilt(bytes: Vec<u8>)(
        changes in prop::collection::vec((0..3_u8, any::<prop::sample::Index>(), 0..200_usize, any::<u8>()), 1..4),
    ) -> Vec<u8> {
        let mut bytes = bytes.clone();
        for (how, at, length, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match how {
                0 => bytes.truncate(at),
                1 => bytes[at] = byte,
                _ => {
                    let part = bytes[at..(at + length).min(bytes.len())].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        bytes
    }
}

#[test]
fn a_key_is_kept_where_it_is_one_and_the_same_document_is_there_once() {
    let mut documents = Documents::default();
    let mut report = Report::default();
    let row = document("book", "A Book");
    let mut rows = Vec::new();
    for id in ["doe-2020", "Doe:2020", "doe-2020"] {
        rows.extend(documents.add(Some(id.to_owned()), row.clone(), 1, &mut report));
    }
    rows.extend(documents.add(Some("doe-2020".to_owned()), document("book", "Another"), 2, &mut report));
    rows.extend(documents.add(None, row, 3, &mut report));
    assert_eq!(documents.count(), rows.len() as u64);
    let keys: Vec<_> =
        rows.iter().map(|row| (row.id.as_str(), graph::value(&row.attributes, "id"))).collect();
    assert_eq!(
        keys,
        [
            ("doe-2020", None),
            ("doe-2020-2", Some("Doe:2020")),
            ("doe-2020-3", Some("doe-2020")),
            ("a-book", None)
        ]
    );
    assert_eq!(outcomes(&report), [(Fate::Merged, "document", 1, 1), (Fate::Changed, "document", 1, 2)]);
}

#[test]
fn what_is_no_document_is_counted() {
    assert_eq!(only_documents(&of_documents(vec![document("book", "x")])), Vec::<String>::new());
    let told = only_documents(&bundled());
    assert!(
        told[0].starts_with("82 excerpts, 40 actors, ") && told[0].ends_with(" and 45 events are left out"),
        "{told:?}"
    );
}

#[test]
fn the_last_part_of_an_address_makes_the_key() {
    assert_eq!(last_part("https://example.org/anno/12#"), "12");
    assert_eq!(last_part("urn:x:y"), "y");
    assert_eq!(last_part("https://"), "https");
}
