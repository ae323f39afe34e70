//! Search, and what a dataset covers.

use crate::common::Builder;
use detente::analysis::coverage::Coverage;
use detente::analysis::search::{ResolveError, Search, resolve};
use detente::dataset::{ActorKind, Dataset, InstrumentKind, Item, NodeId, RelationshipKind, Voice};

fn dataset() -> Dataset {
    let mut b = Builder::new();
    let nzl = b.named_actor("NZL", ActorKind::State, "New Zealand", Some("NZ"), &["Aotearoa"]);
    let usa = b.named_actor("USA", ActorKind::State, "United States", Some("US"), &["America"]);
    let rus = b.named_actor("RUS", ActorKind::State, "Russia", None, &[]);
    let iwi = b.named_actor("iwi-chairs", ActorKind::Organisation, "Māori chairs’ forum", None, &[]);
    let zelensky =
        b.named_actor("volodymyr-zelensky", ActorKind::Person, "Volodymyr Zelensky", Some("Zelensky"), &[]);
    let luxon =
        b.named_actor("christopher-luxon", ActorKind::Person, "Christopher Luxon", Some("Luxon"), &[]);
    b.office(luxon, "Prime Minister", nzl, "");
    let aukus = b.instrument("aukus-pillar-two", InstrumentKind::Alliance, "");
    b.instrument("partnership-for-indo-pacific-industrial-resilience", InstrumentKind::Coalition, "");
    b.relationship(RelationshipKind::Interest, NodeId::Actor(nzl), NodeId::Instrument(aukus), "");
    b.relationship(RelationshipKind::Rivalry, NodeId::Actor(usa), NodeId::Actor(rus), "");
    b.event(1.0, luxon, NodeId::Actor(usa), "2025");
    b.label_event("Luxon calls the partner reliable");
    b.event(1.0, zelensky, NodeId::Actor(iwi), "2025");
    let document = b.document("patman", Some(6));
    b.excerpt(document, Some(2), Voice::Reported, "Luxon agreed to send a team at sea.", "small team");
    b.excerpt(document, Some(2), Voice::Judgement, "The tie is close, the author holds.", "closer ties");
    b.excerpt(document, Some(5), Voice::Quoted, "A kōrero on friendship.", "partner");
    b.speaker(zelensky);
    b.excerpt(document, None, Voice::Judgement, "Somewhere it is said.", "said");
    b.build()
}

/// The keys of what is found.
fn found(query: &str) -> Vec<String> {
    let dataset = dataset();
    let hits = Search::new(&dataset).find(query, 50);
    hits.into_iter().map(|hit| dataset.key(hit.item).into_owned()).collect()
}

fn first(query: &str) -> String {
    found(query).into_iter().next().unwrap_or_else(|| panic!("{query:?} finds nothing"))
}

#[test]
fn case_and_diacritics_do_not_matter() {
    for query in ["Maori", "Māori", "MĀORI", "ma\u{304}ori", "maori chairs'"] {
        assert_eq!(first(query), "iwi-chairs", "{query}");
    }
    assert_eq!(found("korero"), ["x6"]);
}

#[test]
fn a_slip_of_the_finger_is_forgiven() {
    for query in ["Zelenskyy", "Zelensky", "zelesnky", "Mr Zelenskyy".trim_start_matches("Mr ")] {
        assert_eq!(first(query), "volodymyr-zelensky", "{query}");
    }
    assert_eq!(first("Volodymyr Zelenskyy"), "volodymyr-zelensky");
    assert_eq!(first("prme minister"), "christopher-luxon");
}

#[test]
fn slips_are_forgiven_only_where_nothing_fits_as_written() {
    assert_eq!(found("team"), ["x4"]);
}

#[test]
fn letters_of_a_name_may_be_apart_but_not_scattered() {
    assert_eq!(first("nzea"), "NZL");
    assert!(found("iran").is_empty(), "not in the letters of a long name");
}

#[test]
fn each_text_of_an_item_is_searched() {
    for (query, key) in [
        ("new zealand", "NZL"),
        ("aotearoa", "NZL"),
        ("nzl", "NZL"),
        ("prime minister", "christopher-luxon"),
        ("aukus interest", "r0"),
        ("rivalry", "r1"),
        ("calls reliable", "e0"),
        ("agreed", "x4"),
        ("small", "x4"),
        ("volodymyr korero", "x6"),
        ("title patman", "patman"),
        ("coalition", "partnership-for-indo-pacific-industrial-resilience"),
    ] {
        assert_eq!(first(query), key, "{query}");
    }
}

#[test]
fn names_go_before_labels_and_labels_before_glosses() {
    let luxon = found("luxon");
    let place = |key: &str| luxon.iter().position(|found| found == key);
    assert_eq!(place("christopher-luxon"), Some(0));
    assert!(place("e0").is_some() && place("e0") < place("x4"), "{luxon:?}");
}

#[test]
fn a_name_as_it_stands_goes_first() {
    assert_eq!(first("US"), "USA");
    assert_eq!(first("New Zealand"), "NZL");
    assert_eq!(first("aukus-pillar-two"), "aukus-pillar-two");
}

#[test]
fn a_short_name_as_it_stands_goes_before_a_beginning() {
    let mut b = Builder::new();
    b.named_actor("usb", ActorKind::Organisation, "USB", None, &[]);
    let usa = b.named_actor("USA", ActorKind::State, "United States", Some("US"), &[]);
    let hits = Search::new(&b.build()).find("us", 50);
    assert_eq!(hits.first().map(|hit| hit.item), Some(Item::from(usa)));
    assert_eq!(hits.len(), 2);
}

#[test]
fn every_word_must_be_found() {
    assert!(found("luxon rivalry").is_empty());
}

#[test]
fn an_empty_query_finds_nothing() {
    for query in ["", "   ", "\u{301}", "\t\n"] {
        assert!(found(query).is_empty(), "{query:?}");
    }
}

#[test]
fn odd_queries_do_no_harm() {
    let long = "a".repeat(100_000);
    for query in [long.as_str(), "🦀", "\u{0}", "((((", "^!'$", "𝒩", "ı İ"] {
        let _ = found(query);
        let _ = resolve(&dataset(), query);
    }
}

#[test]
fn the_same_query_has_the_same_answer() {
    assert_eq!(found("t"), found("t"));
    let dataset = dataset();
    let search = Search::new(&dataset);
    let all = search.find("t", 50);
    assert!(all.len() > 3);
    assert_eq!(search.find("t", 3), all[..3]);
    assert!(all.is_sorted_by_key(|hit| std::cmp::Reverse(hit.score)));
}

#[test]
fn highlights_are_parts_of_the_name() {
    let dataset = dataset();
    let search = Search::new(&dataset);
    let highlighted = |query: &str| -> Vec<String> {
        let hits = search.find(query, 1);
        let hit = hits.first().unwrap_or_else(|| panic!("{query:?} finds nothing"));
        let name = dataset.item_name(hit.item);
        hit.matched.iter().map(|range| name[range.clone()].to_owned()).collect()
    };
    assert_eq!(highlighted("maori"), ["Māori"]);
    assert_eq!(highlighted("zealand new"), ["New", "Zealand"]);
    assert_eq!(highlighted("zelenskyy"), ["Zelensky"]);
    assert_eq!(highlighted("aotearoa"), Vec::<String>::new());
}

#[test]
fn a_key_or_a_name_names_a_thing() {
    let dataset = dataset();
    let key = |text: &str| resolve(&dataset, text).map(|item| dataset.key(item).into_owned());
    for (text, expected) in [
        ("NZL", "NZL"),
        ("nzl", "NZL"),
        (" Nzl ", "NZL"),
        ("New Zealand", "NZL"),
        ("aotearoa", "NZL"),
        ("maori chairs' forum", "iwi-chairs"),
        ("e0", "e0"),
        ("Luxon calls the partner reliable", "e0"),
        ("Title of patman", "patman"),
    ] {
        assert_eq!(key(text), Ok(expected.to_owned()), "{text:?}");
    }
}

#[test]
fn what_names_nothing_has_suggestions() {
    let dataset = dataset();
    let message = |text: &str| match resolve(&dataset, text) {
        Ok(item) => panic!("{text:?} is {item:?}"),
        Err(error) => error.to_string(),
    };
    assert_eq!(message("NZX"), "nothing is called \"NZX\"; did you mean NZL?");
    assert_eq!(message("aukus"), "nothing is called \"aukus\"; did you mean aukus-pillar-two?");
    assert_eq!(
        message("prime minister"),
        "nothing is called \"prime minister\"; did you mean christopher-luxon?"
    );
    assert_eq!(message("qqqqqqqq"), "nothing is called \"qqqqqqqq\"");
    assert_eq!(message(""), "nothing is called \"\"");
    assert!(!message("two\nlines").contains('\n'));
}

#[test]
fn nearest_keys_are_the_likely_ones() {
    let dataset = dataset();
    let search = Search::new(&dataset);
    assert_eq!(search.nearest("christofer-luxon").first(), Some(&"christopher-luxon"));
    assert_eq!(search.nearest("aukus-piller-two"), ["aukus-pillar-two"]);
    assert!(search.nearest("").is_empty());
    assert!(search.nearest("something else entirely").is_empty());
}

#[test]
fn a_name_of_two_things_names_neither() {
    let mut b = Builder::new();
    b.named_actor("one", ActorKind::Person, "Kim", None, &[]);
    b.named_actor("two", ActorKind::Person, "kim", None, &[]);
    let ambiguous = ResolveError::Ambiguous {
        sought: "Kim".to_owned(),
        candidates: vec!["one".to_owned(), "two".to_owned()],
    };
    assert_eq!(resolve(&b.build(), "Kim"), Err(ambiguous));
}

#[test]
fn a_node_goes_before_others_of_its_name() {
    let mut b = Builder::new();
    let (actor, other) = (b.named_actor("one", ActorKind::Person, "Kim", None, &[]), b.state("AAA"));
    b.event(1.0, actor, NodeId::Actor(other), "2025");
    b.label_event("Kim");
    assert_eq!(resolve(&b.build(), "kim"), Ok(Item::from(actor)));
}

// ---- coverage

#[test]
fn coverage_counts_by_kind_and_voice() {
    let coverage = Coverage::new(&dataset());
    assert_eq!(
        coverage.actors,
        [(ActorKind::State, 3), (ActorKind::Person, 2), (ActorKind::Organisation, 1)]
    );
    assert_eq!(coverage.instruments, [(InstrumentKind::Alliance, 1), (InstrumentKind::Coalition, 1)]);
    assert_eq!(coverage.relationships.len(), 2);
    assert_eq!((coverage.event_count, coverage.events.as_slice()), (2, &[(Voice::Reported, 2)][..]));
    assert_eq!(coverage.voices.get(Voice::Judgement), 2);
    assert_eq!(coverage.voices.get(Voice::Recommendation), 0);
    assert_eq!(coverage.voices.total(), 8);
    assert_eq!(coverage.period.map(|(first, _)| first.to_string()).as_deref(), Some("2025-01-01"));
}

#[test]
fn coverage_shows_the_paragraphs_without_an_excerpt() {
    let coverage = Coverage::new(&dataset());
    let document = coverage.documents.iter().find(|document| document.key == "patman");
    let document = document.unwrap_or_else(|| panic!("the document is not covered"));
    assert_eq!(document.gaps(), [1..=1, 3..=4, 6..=6]);
    assert_eq!(document.covered[&2].total(), 2);
    assert_eq!(document.covered[&2].get(Voice::Judgement), 1);
    assert_eq!(document.unplaced.total(), 1);
    assert_eq!(document.voices().total(), 4);
    let text = coverage.to_text();
    assert!(text.contains("without any excerpt: 1, 3–4, 6"), "{text}");
    assert!(text.contains("Period: 2025-01-01 to 2025-12-31"), "{text}");
}

#[test]
fn coverage_bears_any_paragraph_number() {
    let mut b = Builder::new();
    let document = b.document("d", Some(u32::MAX));
    for number in [0, 1, u32::MAX] {
        b.excerpt(document, Some(number), Voice::Reported, "It is so.", "is so");
    }
    let coverage = Coverage::new(&b.build());
    assert_eq!(coverage.documents[0].gaps(), [2..=u32::MAX - 1]);
    assert!(!Coverage::new(&Builder::new().build()).to_text().is_empty());
}
