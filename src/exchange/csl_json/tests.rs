use proptest::prelude::*;

use super::super::bibliography::tests::{
    any_attribute, any_document, bundled, of_documents, outcomes, read, sorted, spoilt, try_read,
};
use super::super::report::Fate;
use crate::dataset::record::{DatasetRecord, DocumentRecord};
use crate::exchange::export::losses;
use crate::exchange::xml::proof::written_as;
use crate::exchange::{Format, graph};

fn csl(text: &str) -> crate::exchange::Import {
    read(Format::CslJson, text)
}

fn again(record: &DatasetRecord) -> crate::exchange::Import {
    try_read(Format::CslJson, written_as(record, Format::CslJson)).expect("what was written is read")
}

/// The date of an item, from the JSON of its field.
fn date(json: &str) -> Option<String> {
    let import =
        csl(&format!("[{{\"id\": \"a\", \"type\": \"book\", \"title\": \"A\", \"issued\": {json}}}]"));
    import.record.documents[0].issued.as_ref().map(|date| date.as_str().to_owned())
}

#[test]
fn an_item_is_a_document_and_what_has_no_field_stays_in_attributes() {
    let import = csl(r#"[{
        "id": "http://zotero.org/users/1/items/AB12", "type": "article-journal", "title": "On <i>ports</i>",
        "author": [
            {"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
            {"literal": "Harbour Board"}, {}, "A Name"
        ],
        "editor": [{"family": "Doe"}],
        "container-title": ["Harbour Review", "HR"], "publisher": "Quay", "issued": {"date-parts": [["2020", 5]]},
        "accessed": {"date-parts": [[2021, 1, 2]]}, "page": "1-9", "volume": 12, "DOI": "10.1/x", "URL": "https://a.org",
        "language": "en", "abstract": "Short.", "note": "Read it.", "custom": {"mine": true}, "unknown": null
    }]"#);
    let [row] = import.record.documents.as_slice() else { panic!("one document") };
    assert_eq!(
        (row.id.as_str(), row.kind.as_str()),
        ("http-zotero-org-users-1-items-ab12", "article-journal")
    );
    let names: Vec<_> = row
        .author
        .iter()
        .map(|name| [&name.family, &name.given, &name.literal].map(|part| part.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        names,
        [
            ["van Gogh", "Vincent", "-"],
            ["King", "Martin, Jr.", "-"],
            ["-", "-", "Harbour Board"],
            ["-", "-", "A Name"]
        ]
    );
    assert_eq!(row.container_title.as_deref(), Some("Harbour Review"));
    assert_eq!(row.issued.as_ref().map(|date| date.as_str()), Some("2020-05"));
    for (name, value) in [
        ("id", "http://zotero.org/users/1/items/AB12"),
        ("editor", "[{\"family\":\"Doe\"}]"),
        ("accessed", "2021-01-02"),
        ("page", "1-9"),
        ("volume", "12"),
        ("DOI", "10.1/x"),
        ("abstract", "Short."),
        ("mine", "true"),
    ] {
        assert_eq!(graph::value(&row.attributes, name), Some(value), "{name}");
    }
    assert_eq!(
        outcomes(&import.report),
        [(Fate::Changed, "name", 2, 4), (Fate::Dropped, "name", 1, 6), (Fate::Dropped, "attribute", 1, 11)]
    );
}

#[test]
fn dates_of_every_form_are_read() {
    for (json, told) in [
        (r#"{"date-parts": [[2020]]}"#, Some("2020")),
        (r#"{"date-parts": [[2020, 5, 1]]}"#, Some("2020-05-01")),
        (r#"{"date-parts": [[-43, 3]]}"#, Some("-0043-03")),
        (r#"{"date-parts": [[2020, 1], [2020, 6]]}"#, Some("2020-01/2020-06")),
        (r#"{"date-parts": [[2020], [0]]}"#, Some("2020/..")),
        (r#"{"date-parts": [[2020]], "season": "2"}"#, Some("2020-22")),
        (r#"{"date-parts": [[2020, 13]]}"#, Some("2020-21")),
        (r#"{"date-parts": [[1999]], "circa": true}"#, Some("1999~")),
        (r#"{"date-parts": [[1999]], "circa": 0}"#, Some("1999")),
        (r#"{"raw": "12 May 2020"}"#, Some("2020-05-12")),
        (r#"{"literal": "2020-XX"}"#, Some("2020-XX")),
        (r#""2020-05/2020-06""#, Some("2020-05/2020-06")),
        ("2020", Some("2020")),
        (r#"{"date-parts": [[2020, 2, 31]]}"#, None),
        (r#"{"date-parts": [[2021], [2020]]}"#, None),
        (r#"{"date-parts": [["next year"]]}"#, None),
        (r#"{"literal": "in press"}"#, None),
        ("[]", None),
    ] {
        assert_eq!(date(json).as_deref(), told, "{json}");
    }
    let lost = csl(r#"[{"id": "a", "type": "book", "title": "A", "issued": {"literal": "in press"}}]"#);
    assert_eq!(graph::value(&lost.record.documents[0].attributes, "issued"), Some("in press"));
    assert_eq!(outcomes(&lost.report), [(Fate::Changed, "date", 1, 1)]);
}

#[test]
fn one_item_and_items_in_an_object_are_read_and_the_rest_is_told() {
    assert_eq!(csl(r#"{"id": 7, "type": "book", "title": "A"}"#).record.documents[0].id, "7");
    let import = csl(
        "{\"items\": [{\"id\": \"a\"},\n{\"id\": \"a\"}, 3,\n{\"id\": \"a\", \"type\": \"map\", \"title\": \"B\"}]}",
    );
    let rows: Vec<_> =
        import.record.documents.iter().map(|row| (row.id.as_str(), row.title.as_str())).collect();
    assert_eq!(rows, [("a", "[document]"), ("a-2", "B")]);
    assert_eq!(
        outcomes(&import.report),
        [
            (Fate::Changed, "item", 2, 1),
            (Fate::Changed, "item", 2, 1),
            (Fate::Merged, "document", 1, 2),
            (Fate::Dropped, "item", 1, 2),
            (Fate::Changed, "document", 1, 3),
        ]
    );
    assert!(
        try_read(Format::CslJson, b"3".to_vec())
            .is_err_and(|told| told.contains("is a number, not an object"))
    );
    assert!(
        try_read(Format::CslJson, b"[\n{\"id\": }]".to_vec())
            .is_err_and(|told| told.contains("my sources.x:2: "))
    );
    assert_eq!(csl("[]").record.documents, []);
}

#[test]
fn the_sources_of_the_bundled_dataset_come_back_and_the_rest_is_told() {
    let import = again(&bundled());
    assert_eq!(import.record.documents, bundled().documents);
    assert_eq!(import.report.outcomes, []);
    assert_eq!(losses(&bundled(), Format::CslJson).len(), 1);
    let text = String::from_utf8(written_as(&bundled(), Format::CslJson)).expect("text");
    let item = &serde_json::from_str::<serde_json::Value>(&text).expect("JSON")[0];
    assert_eq!(item["issued"], serde_json::json!({"date-parts": [[2025, 6]], "circa": true}));
    assert!(item["custom"]["detente:text"]["sha256"].is_string());
}

proptest! {
    #[test]
    fn documents_come_back_as_they_went(
        documents in prop::collection::vec((any_document(), prop::collection::vec(any_attribute(), 0..5)), 0..4),
    ) {
        let with = |(row, attributes)| DocumentRecord { attributes, ..row };
        let record = of_documents(documents.into_iter().map(with).collect());
        let import = again(&record);
        prop_assert_eq!(import.report.outcomes, []);
        prop_assert_eq!(sorted(import.record.documents), sorted(record.documents));
    }

    #[test]
    fn a_spoilt_file_is_read_or_refused(bytes in spoilt(written_as(&bundled(), Format::CslJson))) {
        let _ = try_read(Format::CslJson, bytes);
    }

    #[test]
    fn any_fields_make_a_document(
        field in prop::sample::select(vec!["id", "type", "title", "author", "issued", "accessed", "custom", "URL", "volume"]),
        json in prop::sample::select(vec!["null", "1e3", "[]", "[[1]]", "{}", "{\"a\": {}}", "\"\"", "\"\\u0000\"", "{\"date-parts\": [[]]}",
            "{\"date-parts\": [[1, 2, 3, 4]]}", "{\"detente:text\": {\"sha256\": \"x\", \"paragraphs\": -1}}", "{\"detente:reliability\": \"G\"}"]),
    ) {
        csl(&format!("[{{\"x\": 1, \"{field}\": {json}}}]"));
    }
}
