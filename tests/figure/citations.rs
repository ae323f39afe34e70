//! What a list of references promises: the style's own form, the date as vague as the source, no number of its own,
//! and an answer for every document.

use crate::common::date;
use detente::dataset::Text;
use detente::dataset::model::{Document, Remarks};
use detente::dataset::record::NameRecord;
use detente::figure::citations::{References, Style, reference};
use proptest::prelude::*;

fn person(family: &str, given: &str) -> NameRecord {
    NameRecord { family: Some(family.to_owned()), given: Some(given.to_owned()), literal: None }
}

fn body(literal: &str) -> NameRecord {
    NameRecord { family: None, given: None, literal: Some(literal.to_owned()) }
}

/// A newspaper article by two people.
fn article() -> Document {
    Document {
        key: "ports".into(),
        kind: "article-newspaper".into(),
        title: "Small ports in hard weather".into(),
        author: [person("Okafor", "Ada"), person("Lindqvist", "Nils")].into(),
        container_title: Some("Harbour Review".into()),
        publisher: None,
        issued: Some(date("2024-05-17")),
        url: Some("https://example.org/ports".into()),
        language: Some("en".into()),
        rights: None,
        reliability: None,
        text: None,
        remarks: Remarks::default(),
    }
}

fn report(author: Vec<NameRecord>, title: &str, issued: Option<&str>) -> Document {
    Document {
        kind: "report".into(),
        title: title.into(),
        author: author.into(),
        container_title: None,
        publisher: Some("Quay Press".into()),
        issued: issued.map(date),
        url: None,
        ..article()
    }
}

#[track_caller]
fn style(name: &str) -> Style {
    name.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[track_caller]
fn cited(document: &Document, expected: &[(&str, &str)]) {
    for &(name, expected) in expected {
        assert_eq!(reference(document, style(name)), expected, "{name}");
    }
}

#[test]
fn an_article_is_cited_as_each_style_has_it() {
    cited(
        &article(),
        &[
            (
                "apa",
                "Okafor, A., & Lindqvist, N. (2024, May 17). Small ports in hard weather. Harbour Review. \
                 https://example.org/ports",
            ),
            (
                "chicago-author-date",
                "Okafor, Ada, and Nils Lindqvist. 2024. ‘Small Ports in Hard Weather’. Harbour Review, May 17. \
                 https://example.org/ports.",
            ),
            (
                "ieee",
                "A. Okafor and N. Lindqvist, ‘Small ports in hard weather’, Harbour Review, May 17, 2024. [Online]. \
                 Available: https://example.org/ports",
            ),
            (
                "mla",
                "Okafor, Ada, and Nils Lindqvist. ‘Small Ports in Hard Weather’. Harbour Review, 17 May 2024, \
                 https://example.org/ports.",
            ),
            ("nature", "Okafor, A. & Lindqvist, N. Small ports in hard weather. Harbour Review (2024)."),
        ],
    );
}

#[test]
fn an_approximate_date_stays_approximate_in_the_words_of_the_style_or_in_ours() {
    cited(
        &Document { issued: Some(date("2025-06~")), ..article() },
        &[
            (
                "apa",
                "Okafor, A., & Lindqvist, N. (ca. 2025, June). Small ports in hard weather. Harbour Review. \
                 https://example.org/ports",
            ),
            (
                "chicago-author-date",
                "Okafor, Ada, and Nils Lindqvist. [2025?]. ‘Small Ports in Hard Weather’. Harbour Review, June. \
                 https://example.org/ports.",
            ),
            (
                "ieee",
                "A. Okafor and N. Lindqvist, ‘Small ports in hard weather’, Harbour Review, June 2025 (approximate). \
                 [Online]. Available: https://example.org/ports",
            ),
            (
                "mla",
                "Okafor, Ada, and Nils Lindqvist. ‘Small Ports in Hard Weather’. Harbour Review, Circa June 2025, \
                 https://example.org/ports.",
            ),
            (
                "nature",
                "Okafor, A. & Lindqvist, N. Small ports in hard weather. Harbour Review (June 2025, approximate).",
            ),
        ],
    );
}

#[test]
fn no_style_makes_a_vague_date_surer_than_it_is() {
    for name in ["apa", "chicago-author-date", "ieee", "mla", "nature", "gb-7714-2015-numeric", "vancouver"] {
        for (issued, said) in [
            ("2025-06?", "June 2025"),
            ("2025-06?", "uncertain"),
            ("2024/2025", "2024–2025"),
            ("2024-01/2024-06", "irst half of 2024"),
            ("202X", "ome year in the 2020s"),
            ("../2025", "ntil 2025"),
            ("2024-21", "pring 2024"),
        ] {
            let text = reference(&Document { issued: Some(date(issued)), ..article() }, style(name));
            assert!(text.contains(said), "{name} {issued}: {text}");
            assert!(!text.contains(",)") && !text.contains(",."), "{name} {issued}: {text}");
        }
    }
    let about = Document { issued: Some(date("2025-06~")), ..article() };
    for style in Style::all() {
        let [about, plain] = [about.clone(), Document { issued: Some(date("2025-06")), ..article() }]
            .map(|document| reference(&document, style));
        assert_ne!(about, plain, "{style} drops that the date is approximate");
    }
}

#[test]
fn a_work_without_a_title_of_its_own_keeps_its_brackets_and_gets_no_quotation_marks() {
    let untitled = Document { title: "[Article on the ports of a small island]".into(), ..article() };
    for name in ["apa", "chicago-author-date", "ieee", "mla", "nature"] {
        let text = reference(&untitled, style(name)).to_lowercase();
        assert!(text.contains("[article on the ports of a small island]"), "{name}: {text}");
        assert!(!text.contains("‘[") && !text.contains("“[") && !text.contains("]’"), "{name}: {text}");
    }
    let patman = Document {
        kind: "article".into(),
        author: [person("Patman", "Robert G.")].into(),
        container_title: None,
        url: None,
        issued: Some(date("2025-06~")),
        ..untitled
    };
    cited(
        &patman,
        &[
            ("apa", "Patman, R. G. (ca. 2025, June). [Article on the ports of a small island]."),
            ("ieee", "R. G. Patman, [Article on the ports of a small island]. June 2025 (approximate)."),
        ],
    );
    assert!(!reference(&patman, style("nature")).contains("Preprint"), "it is deposited nowhere");
}

#[test]
fn authors_are_bodies_as_they_stand_several_people_or_nobody() {
    let board = vec![body("Harbour Board of the Outer Isles")];
    cited(
        &report(board, "Who pays?", Some("2024")),
        &[
            ("apa", "Harbour Board of the Outer Isles. (2024). Who pays? Quay Press."),
            ("ieee", "Harbour Board of the Outer Isles, ‘Who pays?’, Quay Press, 2024."),
            ("mla", "Harbour Board of the Outer Isles. Who Pays? Quay Press, 2024."),
        ],
    );
    cited(
        &report(Vec::new(), "Ports and people", None),
        &[
            ("apa", "Ports and people. (n.d.). Quay Press."),
            ("chicago-author-date", "Ports and People. n.d. Quay Press."),
        ],
    );
    let several = vec![person("de Gaulle", "Charles"), person("Bin al-Sabah", "Ali"), person("Li", "Wei")];
    let text = reference(&report(several, "Ports and people", Some("2024")), style("apa"));
    for name in ["Gaulle, C. de", "Bin al-Sabah, Ali", "Li, W."] {
        assert!(text.contains(name), "{text}");
    }
    let nobody = NameRecord { family: Some(" ".to_owned()), given: None, literal: Some(String::new()) };
    let text = reference(&report(vec![nobody], "Ports and people", Some("2024")), style("apa"));
    assert_eq!(text, "Ports and people. (2024). Quay Press.");
}

#[test]
fn every_style_names_author_and_title_and_brings_no_number_of_its_own() {
    for style in Style::all() {
        let text = reference(&article(), style);
        let plain = text.to_lowercase();
        assert!(plain.contains("okafor") && plain.contains("lindqvist"), "{style}: {text}");
        assert!(!text.starts_with(['[', '(', '1', '.', ']', ')']), "{style}: {text}");
        assert!(!text.contains("  ") && !text.contains('\n'), "{style}: {text}");
        let many = (0..12).map(|number| person(&format!("Name{number}"), "Ada")).collect();
        let text = reference(&report(many, "Ports", Some("2024-05-17")), style);
        assert!(text.chars().all(|c| c < '\u{2e80}'), "{style} has letters that no font here has: {text}");
    }
}

#[test]
fn a_style_is_found_by_its_name_and_a_wrong_name_suggests_others() {
    for style in Style::all() {
        assert_eq!(style.to_string().parse(), Ok(style));
    }
    assert_eq!(Style::default().to_string(), "apa");
    assert_eq!("Chicago Author-Date".parse::<Style>(), Ok(style("chicago-author-date")));
    let wrong = |name: &str| name.parse::<Style>().expect_err("no style");
    assert!(wrong("ieeee").contains("did you mean ieee?"), "{}", wrong("ieeee"));
    assert!(wrong("chicago").contains("chicago-author-date"), "{}", wrong("chicago"));
    assert!(wrong("zzzzzzzzzz").contains("try apa"), "{}", wrong("zzzzzzzzzz"));
    assert_eq!(wrong("chicago").lines().count(), 1);
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("  ".to_owned()),
        Just("9998 [a] “b” {c} <i>d</i> \\e $f$".to_owned()),
        "\\PC{0,12}",
        "[ -~]{0,20}",
        "[a-z]{1,4}( [A-Z][a-z]{0,3}){0,3}",
    ]
}

fn name() -> impl Strategy<Value = NameRecord> {
    let part = || proptest::option::of(text());
    (part(), part(), part()).prop_map(|(family, given, literal)| NameRecord { family, given, literal })
}

fn issued() -> impl Strategy<Value = Option<detente::dataset::Edtf>> {
    let dates = [
        "",
        "2025",
        "2025-06~",
        "2025-06-30?",
        "-0043",
        "0000",
        "9999%",
        "202X",
        "2025-XX",
        "2025-24",
        "../2025",
        "2024-01/2024-06",
        "-9999-12-31",
    ];
    proptest::sample::select(dates.to_vec()).prop_map(|text| (!text.is_empty()).then(|| date(text)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_is_cited_without_a_panic(
        kind in prop_oneof![Just("article".to_owned()), Just("webpage".to_owned()), Just("bill".to_owned()), text()],
        title in text(),
        author in proptest::collection::vec(name(), 0..5),
        container_title in proptest::option::of(text()),
        publisher in proptest::option::of(text()),
        issued in issued(),
        url in proptest::option::of(text()),
        language in proptest::option::of(text()),
        place in 0..Style::all().len(),
    ) {
        let document =
            Document { kind: kind.into(), title: title.into(), author: author.into(), container_title: container_title.map(Text::from), publisher: publisher.map(Text::from), issued, url: url.map(Text::from), language: language.map(Text::from), ..article() };
        let text = References::new(Style::all()[place]).reference(&document);
        prop_assert!(!text.contains('\n'));
        prop_assert_eq!(&text, &References::new(Style::all()[place]).reference(&document));
    }
}
