use proptest::prelude::*;

use super::super::bibliography::tests::{
    any_document, any_text, bundled, of_documents, outcomes, read, spoilt, try_read,
};
use super::super::report::{Fate, Report};
use crate::dataset::Voice;
use crate::dataset::record::{DatasetRecord, ExcerptRecord, SelectorRecord};
use crate::exchange::export::losses;
use crate::exchange::xml::proof::written_as;
use crate::exchange::{Format, Import, export, graph, merge};

fn annotations(text: &str) -> Import {
    read(Format::WebAnnotation, text)
}

fn again(record: &DatasetRecord) -> Import {
    try_read(Format::WebAnnotation, written_as(record, Format::WebAnnotation))
        .expect("what was written is read")
}

fn quote(exact: &str, prefix: &str, suffix: &str) -> SelectorRecord {
    SelectorRecord::TextQuoteSelector { exact: exact.into(), prefix: prefix.into(), suffix: suffix.into() }
}

/// A dataset without what no excerpt proves or names, and without the order of what has none.
fn proven(mut record: DatasetRecord) -> DatasetRecord {
    record.series = None;
    record.relationships.retain(|row| !row.evidence.is_empty());
    record.events.retain(|row| !row.evidence.is_empty());
    for actor in &mut record.actors {
        actor.part_of.retain(|part| !part.evidence.is_empty());
        actor.office.retain(|office| !office.evidence.is_empty());
    }
    let mut named: Vec<String> = record.excerpts.iter().filter_map(|row| row.speaker.clone()).collect();
    named.extend(record.relationships.iter().flat_map(|row| [row.from.clone(), row.to.clone()]));
    named.extend(record.events.iter().flat_map(|row| [row.from.clone(), row.to.clone()]));
    for actor in &record.actors {
        named.extend(actor.part_of.iter().flat_map(|part| [actor.id.clone(), part.actor.clone()]));
        named.extend(actor.office.iter().flat_map(|office| [actor.id.clone(), office.of.clone()]));
    }
    record.actors.retain(|row| named.contains(&row.id));
    record.instruments.retain(|row| !row.evidence.is_empty() || named.contains(&row.id));
    in_order(record)
}

fn in_order(mut record: DatasetRecord) -> DatasetRecord {
    record.documents.sort_by(|a, b| a.id.cmp(&b.id));
    record.actors.sort_by(|a, b| a.id.cmp(&b.id));
    record.instruments.sort_by(|a, b| a.id.cmp(&b.id));
    record.relationships.sort_by(|a, b| a.id.cmp(&b.id));
    record.events.sort_by(|a, b| a.id.cmp(&b.id));
    record
}

#[test]
fn the_bundled_dataset_comes_back_as_far_as_excerpts_prove_it() {
    let import = again(&bundled());
    assert_eq!(import.report.outcomes, []);
    assert_eq!(import.report.notes, Vec::<String>::new());
    assert_eq!(in_order(import.record), proven(bundled()));
}

#[test]
fn a_graph_and_its_annotations_are_the_whole_dataset() {
    let graph = export(&bundled(), Format::Gexf, false).expect("a graph");
    let graph = try_read(Format::Gexf, graph.bytes).expect("a graph").record;
    assert!(graph.excerpts.is_empty() && graph.documents.is_empty());
    let mut report = Report::default();
    let whole = merge(graph, again(&bundled()).record, &mut report);
    assert_eq!(report.count(Fate::Dropped) + report.count(Fate::Changed), 0, "{}", report.to_text());
    assert_eq!(whole, bundled());
}

#[test]
fn what_no_excerpt_proves_or_names_is_told() {
    let mut record = bundled();
    record.relationships[0].evidence.clear();
    record.actors.push(crate::dataset::record::ActorRecord {
        id: "FJI".to_owned(),
        name: "Fiji".to_owned(),
        ..record.actors[0].clone()
    });
    let told = losses(&record, Format::WebAnnotation);
    assert!(
        told.contains(&"1 relationship that no excerpt proves or names is left out".to_owned()),
        "{told:?}"
    );
    assert!(told.iter().any(|told| told.contains("actor") && told.ends_with("left out")), "{told:?}");
}

/// Whether a value is an absolute IRI.
fn is_iri(value: &serde_json::Value) -> bool {
    value.as_str().is_some_and(|iri| iri.starts_with("http") || iri.starts_with("urn:"))
}

/// What the Recommendation asks of every collection, page and annotation (sections 3.1, 3.2 and 5).
#[test]
fn an_export_has_what_the_recommendation_requires() {
    let mut record = bundled();
    record.documents.push(crate::dataset::record::DocumentRecord {
        id: "unused".to_owned(),
        ..record.documents[0].clone()
    });
    let file: serde_json::Value =
        serde_json::from_slice(&written_as(&record, Format::WebAnnotation)).expect("JSON");
    assert_eq!(file["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(file["type"], "AnnotationCollection");
    assert!(is_iri(&file["id"]) && file["label"].is_string());
    let page = &file["first"];
    assert_eq!((&page["type"], &page["partOf"]), (&"AnnotationPage".into(), &file["id"]));
    let items = page["items"].as_array().expect("items");
    assert_eq!(file["total"], items.len());
    assert_eq!(items.len(), record.excerpts.len() + 1);
    let mut seen = std::collections::HashSet::new();
    for item in items {
        assert_eq!(item["type"], "Annotation");
        assert!(is_iri(&item["id"]) && seen.insert(item["id"].to_string()), "{item}");
        let source = &item["target"]["source"];
        assert!(is_iri(source) || is_iri(&source["id"]), "{item}");
        for selector in item["target"]["selector"].as_array().into_iter().flatten() {
            match selector["type"].as_str() {
                Some("TextQuoteSelector") => assert!(selector["exact"].is_string()),
                Some("TextPositionSelector") => {
                    assert!(selector["start"].as_u64() < selector["end"].as_u64())
                }
                Some("FragmentSelector") => assert!(selector["value"].is_string()),
                other => panic!("a selector of type {other:?}"),
            }
        }
        for body in item["body"].as_array().into_iter().flatten() {
            match body["type"].as_str() {
                Some("TextualBody") => assert!(body["value"].is_string() && body["purpose"].is_string()),
                Some("SpecificResource") => assert!(is_iri(&body["source"]) || is_iri(&body["source"]["id"])),
                other => panic!("a body of type {other:?}"),
            }
        }
    }
    assert_eq!(items.last().expect("the bookmark")["motivation"], "bookmarking");
}

#[test]
fn the_constructs_of_the_model_are_read() {
    let import = annotations(
        r##"{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://a.org/c", "type": "AnnotationCollection",
        "label": "Mine", "first": {"type": "AnnotationPage", "items": [
  {"id": "http://a.org/1", "type": "Annotation", "bodyValue": "A comment", "target": "http://b.org/page#part"},
  {"id": "http://a.org/2", "type": "Annotation", "motivation": ["commenting", "oa:tagging"], "creator": {"type": "Person", "name": "Jane"},
   "created": "2015-10-14T15:13:28Z", "rights": "https://creativecommons.org/licenses/by/4.0/",
   "body": [{"type": "TextualBody", "value": "Said\u0007 well", "language": "en"}, {"type": "TextualBody", "value": "trade", "purpose": "tagging"},
            {"type": "SpecificResource", "purpose": "classifying", "source": "http://c.org/term"}, {"type": "TextualBody", "value": "judgement", "purpose": "classifying"}],
   "target": {"source": {"id": "http://b.org/film", "type": "Video", "label": "A film", "language": "mi", "format": "video/mp4"},
     "selector": [{"type": "TextQuoteSelector", "exact": "few words", "prefix": "the ", "suffix": " here"},
                  {"type": "TextPositionSelector", "start": 4, "end": 13},
                  {"type": "FragmentSelector", "value": "t=30,60", "conformsTo": "http://www.w3.org/TR/media-frags/"}]}},
  {"id": "http://a.org/3", "type": "Annotation", "body": {"type": "Choice", "items": [{"type": "TextualBody", "value": "first"}, "http://c.org/2"]},
   "target": [{"source": "http://b.org/page", "selector": {"type": "XPathSelector", "value": "/p[2]", "refinedBy": {"type": "TextQuoteSelector", "exact": "inner words"}}},
              {"source": "urn:isbn:123", "selector": {"type": "RangeSelector", "startSelector": {"type": "XPathSelector", "value": "//a"}, "endSelector": {"type": "XPathSelector", "value": "//b"}}}]},
  {"id": "http://a.org/4", "type": "Annotation", "motivation": "bookmarking", "target": "http://d.org/"},
  {"id": "http://a.org/5", "type": "Annotation", "motivation": "replying", "body": {"type": "TextualBody", "value": "no"}, "target": "http://a.org/1"},
  {"id": "http://a.org/1", "type": "Annotation", "bodyValue": "again", "target": "http://b.org/page"},
  {"id": "http://a.org/6", "type": "Annotation", "bodyValue": "nothing"},
  "http://a.org/7"],
  "next": "http://a.org/page2"}}"##,
    );
    let record = &import.record;
    assert_eq!((record.id.as_str(), record.title.as_str()), ("my-sources", "Mine"));
    let documents: Vec<_> = record
        .documents
        .iter()
        .map(|row| {
            (row.id.as_str(), row.kind.as_str(), row.title.as_str(), row.url.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        documents,
        [
            ("b-org-page", "webpage", "[b.org/page]", "http://b.org/page"),
            ("a-film", "motion_picture", "A film", "http://b.org/film"),
            ("urn-isbn-123", "webpage", "[urn:isbn:123]", "-"),
            ("d-org", "webpage", "[d.org/]", "http://d.org/"),
        ]
    );
    assert_eq!(record.documents[1].language.as_deref(), Some("mi"));
    assert_eq!(graph::value(&record.documents[1].attributes, "format"), Some("video/mp4"));
    let rows: Vec<_> = record
        .excerpts
        .iter()
        .map(|row| (row.id.as_str(), row.document.as_str(), row.gloss.as_str(), row.voice))
        .collect();
    assert_eq!(
        rows,
        [
            ("1", "b-org-page", "A comment", Voice::Reported),
            ("2", "a-film", "Said  well", Voice::Judgement),
            ("3", "b-org-page", "first", Voice::Reported),
            ("3-2", "urn-isbn-123", "first", Voice::Reported),
        ]
    );
    let fragment = |value: &str, rules: &str| SelectorRecord::FragmentSelector {
        value: value.into(),
        conforms_to: rules.into(),
    };
    assert_eq!(record.excerpts[0].selector, [fragment("part", "")]);
    let position = SelectorRecord::TextPositionSelector { start: 4, end: 13 };
    let media = fragment("t=30,60", "http://www.w3.org/TR/media-frags/");
    assert_eq!(record.excerpts[1].selector, [quote("few words", "the ", " here"), position, media]);
    assert_eq!(record.excerpts[2].selector, [quote("inner words", "", "")]);
    assert!(
        graph::value(&record.excerpts[3].attributes, "selector")
            .is_some_and(|json| json.contains("endSelector"))
    );
    for (name, value) in [
        ("id", "http://a.org/2"),
        ("motivation", "commenting;tagging"),
        ("creator", "Jane"),
        ("tags", "trade"),
        ("classifying", "http://c.org/term"),
        ("created", "2015-10-14T15:13:28Z"),
        ("rights", "https://creativecommons.org/licenses/by/4.0/"),
    ] {
        assert_eq!(graph::value(&record.excerpts[1].attributes, name), Some(value), "{name}");
    }
    assert_eq!(
        outcomes(&import.report),
        [
            (Fate::Dropped, "page or annotation", 2, 19),
            (Fate::Dropped, "body", 1, 12),
            (Fate::Changed, "selector", 1, 13),
            (Fate::Changed, "selector", 1, 14),
            (Fate::Dropped, "annotation", 1, 16),
            (Fate::Merged, "annotation", 1, 17),
            (Fate::Dropped, "annotation", 1, 18),
        ]
    );
    assert_eq!(import.report.notes.len(), 1);
}

#[test]
fn exports_of_hypothesis_are_read() {
    let row = r#"{"id": "aB-c_1", "created": "2024-01-02T03:04:05.6+00:00", "updated": "2024-01-03T03:04:05.6+00:00", "user": "acct:jane@hypothes.is",
      "uri": "https://a.org/x", "text": "", "tags": ["trade", "aid"], "group": "__world__", "permissions": {"read": []},
      "target": [{"source": "https://a.org/x", "selector": [
        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 0, "endContainer": "/p[1]", "endOffset": 9},
        {"type": "TextPositionSelector", "start": 10, "end": 39},
        {"type": "TextQuoteSelector", "exact": "They signed it in Suva today.", "prefix": "for years they had waited and ", "suffix": " Then the ships came in from sea"}]}],
      "document": {"title": ["A page"]}, "links": {"html": "x"}}"#;
    let reply =
        r#"{"id": "r", "text": "No.", "references": ["aB-c_1"], "target": [{"source": "https://a.org/x"}]}"#;
    for text in [
        format!("{{\"total\": 2, \"rows\": [{row}, {reply}]}}"),
        format!("[{row}, {reply}]"),
        format!("{{\"client_version\": \"1\", \"annotations\": [{row}, {reply}]}}"),
    ] {
        assert_eq!(
            crate::exchange::sniff::format_of("x.json", &text).ok(),
            Some(Format::WebAnnotation),
            "{text}"
        );
        let import = annotations(&text);
        let [document] = import.record.documents.as_slice() else { panic!("one document") };
        assert_eq!((document.title.as_str(), document.url.as_deref()), ("A page", Some("https://a.org/x")));
        let [excerpt] = import.record.excerpts.as_slice() else { panic!("one excerpt") };
        assert_eq!((excerpt.id.as_str(), excerpt.gloss.as_str()), ("ab-c-1", "[no comment]"));
        // A whole sentence loses its end, and the position with it.
        let position = SelectorRecord::TextPositionSelector { start: 10, end: 38 };
        assert_eq!(excerpt.selector[0], position);
        assert!(
            matches!(&excerpt.selector[1], SelectorRecord::TextQuoteSelector { exact, .. } if exact == "They signed it in Suva today"),
            "{excerpt:?}"
        );
        assert_eq!(graph::value(&excerpt.attributes, "tags"), Some("trade;aid"));
        assert_eq!(graph::value(&excerpt.attributes, "creator"), Some("acct:jane@hypothes.is"));
        assert_eq!(import.report.count(Fate::Dropped), 3, "the reply and two fields of the server");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let told =
        |text: &str| try_read(Format::WebAnnotation, text.as_bytes().to_vec()).err().unwrap_or_default();
    assert!(told("[\n{\"target\": ]").starts_with("my sources.x:2: "), "{}", told("[\n{\"target\": ]"));
    let import = annotations(
        r#"[{"target": {"source": "http://a.org", "selector": [{"type": "TextPositionSelector", "start": 5, "end": 5},
        {"type": "TextQuoteSelector", "exact": " "}, {"type": "TextPositionSelector", "start": -1, "end": 1.5}, null]}}, 7, null, {"target": {}}]"#,
    );
    assert_eq!(import.record.documents.len(), 1);
    assert_eq!(
        outcomes(&import.report),
        [
            (Fate::Dropped, "annotation", 2, 2),
            (Fate::Dropped, "selector", 2, 1),
            (Fate::Dropped, "selector", 1, 2),
            (Fate::Dropped, "annotation", 1, 2),
        ]
    );
}

#[test]
fn records_with_errors_are_not_trusted_and_the_annotations_are_read_without_them() {
    let text = String::from_utf8(written_as(&bundled(), Format::WebAnnotation))
        .expect("text")
        .replace("\"from\": \"luxon\"", "\"from\": \"nobody\"")
        .replace("\"from\":\"luxon\"", "\"from\":\"nobody\"");
    let import = annotations(&text);
    assert!(
        import
            .report
            .notes
            .iter()
            .any(|note| note.contains("is not used, since it has errors: \"nobody\" names no record")),
        "{:?}",
        import.report.notes
    );
    assert_eq!((import.record.documents.len(), import.record.excerpts.len()), (1, bundled().excerpts.len()));
    assert!(import.record.relationships.is_empty());
}

prop_compose! {
    fn any_excerpt()(
        document in 0..3_usize,
        (paragraph, credibility) in (prop::option::of(1..4_u32), prop::option::of(1..6_u8)),
        (exact, start, length) in ("[a-z]{1,6}( [a-z]{1,6}){0,5}", 0..900_usize, 1..90_usize),
        (gloss, note) in (any_text(), prop::option::of(any_text())),
        (voice, is_said) in (prop::sample::select(Voice::ALL), any::<bool>()),
        attributes in prop::collection::vec(any_text(), 0..2),
    ) -> ExcerptRecord {
        ExcerptRecord {
            id: String::new(),
            document: format!("d{document}"),
            paragraph,
            selector: vec![quote(&exact, "", ""), SelectorRecord::TextPositionSelector { start, end: start + length }],
            gloss, voice,
            speaker: is_said.then(|| "someone".to_owned()),
            credibility, note,
            attributes: attributes.into_iter().map(|text| graph::text("x", text)).collect(),
        }
    }
}

prop_compose! {
    /// A dataset: documents, excerpts, and ties and events that these prove.
    fn any_dataset()(
        mut documents in prop::collection::vec(any_document(), 3),
        excerpts in prop::collection::vec(any_excerpt(), 0..6),
        evidence in prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..3), 4),
        title in "[a-z]{1,8}",
    ) -> DatasetRecord {
        documents.iter_mut().for_each(|row| row.text = None);
        let mut record = DatasetRecord { title, ..of_documents(documents) };
        record.excerpts = excerpts.into_iter().enumerate().map(|(nth, row)| ExcerptRecord { id: format!("e{nth}"), ..row }).collect();
        let bundled = bundled();
        let mut someone = bundled.actors[0].clone();
        (someone.id, someone.kind) = ("someone".to_owned(), crate::dataset::ActorKind::Person);
        record.actors = bundled.actors[..3].iter().cloned().chain([someone]).collect();
        let keys = |nth: usize| {
            let mut keys: Vec<String> = Vec::new();
            for index in &evidence[nth] {
                if let Some(row) = record.excerpts.get(index.index(record.excerpts.len().max(1)))
                    && !keys.contains(&row.id)
                {
                    keys.push(row.id.clone());
                }
            }
            keys
        };
        let (from, to) = (bundled.actors[0].id.clone(), bundled.actors[1].id.clone());
        let mut tie = bundled.relationships[0].clone();
        (tie.from, tie.to, tie.evidence) = (from.clone(), to.clone(), keys(0));
        let mut event = bundled.events[0].clone();
        (event.from, event.to, event.evidence) = (from, to.clone(), keys(1));
        let part = crate::dataset::record::PartOfRecord { actor: to, period: None, evidence: keys(2), note: None };
        let mut instrument = bundled.instruments[0].clone();
        instrument.evidence = keys(3);
        record.actors[3].part_of.push(part);
        record.relationships.push(tie);
        record.events.push(event);
        record.instruments.push(instrument);
        record
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_excerpts_prove_comes_back_as_it_went(record in any_dataset()) {
        let import = again(&record);
        prop_assert_eq!(import.report.outcomes, []);
        let mut expected = proven(record);
        let mut found = in_order(import.record);
        // One that is named is one that is told of, though the ties that name it were left out.
        expected.actors.sort_by(|a, b| a.id.cmp(&b.id));
        found.actors.sort_by(|a, b| a.id.cmp(&b.id));
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn a_spoilt_file_is_read_or_refused(bytes in spoilt(written_as(&bundled(), Format::WebAnnotation))) {
        let _ = try_read(Format::WebAnnotation, bytes);
    }

    #[test]
    fn any_fields_make_an_annotation(
        field in prop::sample::select(vec!["id", "type", "target", "body", "tags", "motivation", "creator", "document", "references", "detente:record"]),
        json in prop::sample::select(vec!["null", "1", "[]", "[[1]]", "{}", "{\"a\": {}}", "\"\"", "\"\\u0000\"", "{\"source\": 1}", "{\"source\": \"x\", \"selector\": {\"type\": 1}}",
            "{\"items\": [], \"type\": \"Choice\"}", "{\"id\": \"x\", \"detente:record\": {}, \"type\": \"detente:document\"}", "\"#\"", "{\"title\": [1]}"]),
    ) {
        annotations(&format!("[{{\"target\": \"http://a.org/\", \"{field}2\": 0}}, {{\"{field}\": {json}}}, {{\"x\": 1, \"{field}\": {json}, \"target\": {{\"source\": \"b\"}}}}]"));
    }
}
