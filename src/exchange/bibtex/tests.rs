use proptest::prelude::*;

use super::super::bibliography::tests::{
    any_attribute, any_document, bundled, of_documents, outcomes, read, sorted, spoilt, try_read,
};
use super::super::report::Fate;
use crate::dataset::record::{AttributeRecord, DatasetRecord, DocumentRecord};
use crate::exchange::export::losses;
use crate::exchange::xml::proof::written_as;
use crate::exchange::{Format, Import, graph};

fn bib(text: &str) -> Import {
    read(Format::BibTex, text)
}

fn told(text: &str) -> String {
    try_read(Format::BibTex, text.as_bytes().to_vec()).err().unwrap_or_else(|| panic!("{text} is read"))
}

/// The one document of a text.
fn one(text: &str) -> DocumentRecord {
    bib(text).record.documents.into_iter().next().expect("a document")
}

fn written(record: &DatasetRecord) -> String {
    String::from_utf8(written_as(record, Format::BibTex)).expect("text")
}

/// The names of a document: family, given, literal.
fn names(row: &DocumentRecord) -> Vec<[&str; 3]> {
    row.author
        .iter()
        .map(|name| [&name.family, &name.given, &name.literal].map(|part| part.as_deref().unwrap_or("-")))
        .collect()
}

#[test]
fn an_entry_is_a_document_and_what_has_no_field_stays_in_attributes() {
    let text = r#"% a comment
@comment{jabref-meta: x;}
@string{hr = "Harbour Review", Press = {Quay } # "Press"}
@PREAMBLE{"\newcommand{\x}{y}"}
@Article{Doe:2020,
  author    = {van Gogh, Vincent and {World Health Organization} and Knuth, Donald~E. and King, Jr., Martin and others},
  title     = {On {NZ} ports: \'Etude \& {\"u}bersicht},
  journal   = hr,
  publisher = PRESS,
  year      = 2020, month = may # "~12",
  pages     = {1--9}, number = 3, volume = {12},
  editor    = {Doe, Jane},
  doi       = {10.1/a_b--c},
  url       = {https://a.org/~x\_y},
  urldate   = {2021-01-02},
  language  = {british}, keywords = {a, b}, note = {In press}, annote = {Read it.}, file = {a b.pdf},
}"#;
    let import = bib(text);
    let [row] = import.record.documents.as_slice() else { panic!("one document") };
    assert_eq!((row.id.as_str(), row.kind.as_str()), ("doe-2020", "article-journal"));
    assert_eq!(row.title, "On NZ ports: Étude & übersicht");
    assert_eq!(
        names(row),
        [
            ["van Gogh", "Vincent", "-"],
            ["-", "-", "World Health Organization"],
            ["Knuth", "Donald E.", "-"],
            ["King", "Martin, Jr.", "-"],
        ]
    );
    assert_eq!(row.container_title.as_deref(), Some("Harbour Review"));
    assert_eq!(row.publisher.as_deref(), Some("Quay Press"));
    assert_eq!(row.issued.as_ref().map(|date| date.as_str()), Some("2020-05-12"));
    assert_eq!((row.url.as_deref(), row.language.as_deref()), (Some("https://a.org/~x_y"), Some("en-GB")));
    assert_eq!(row.note.as_deref(), Some("Read it."));
    for (name, value) in [
        ("id", "Doe:2020"),
        ("page", "1–9"),
        ("issue", "3"),
        ("volume", "12"),
        ("editor", r#"[{"family":"Doe","given":"Jane"}]"#),
        ("DOI", "10.1/a_b--c"),
        ("accessed", "2021-01-02"),
        ("keyword", "a, b"),
        ("note", "In press"),
        ("file", "a b.pdf"),
    ] {
        assert_eq!(graph::value(&row.attributes, name), Some(value), "{name}");
    }
    assert_eq!(outcomes(&import.report), [(Fate::Dropped, "name", 1, 6)]);
}

#[test]
fn dates_and_types_of_every_form_are_read() {
    for (fields, date) in [
        ("date = {2025-06~}", Some("2025-06~")),
        ("date = {2020-01/2020-06}, year = 1999", Some("2020-01/2020-06")),
        ("year = {c. 1950}", Some("1950~")),
        ("year = 2020, month = 5", Some("2020-05")),
        ("year = 2020, month = {September}, day = 3", Some("2020-09-03")),
        ("year = 2020, month = {nonsense}", None),
        ("year = {forthcoming}", None),
    ] {
        let row = one(&format!("@misc{{a, title = {{A}}, {fields}}}"));
        assert_eq!(row.issued.as_ref().map(|date| date.as_str()), date, "{fields}");
        assert_eq!(graph::value(&row.attributes, "year").is_some(), date.is_none(), "{fields}");
    }
    for (head, kind, own) in [
        ("@phdthesis{a", "thesis", Some("phdthesis")),
        ("@article{a, entrysubtype = {newspaper}", "article-newspaper", None),
        ("@WWW{a", "webpage", Some("www")),
        ("@misc{a, entrysubtype = {speech}", "speech", None),
        ("@nonsense{a", "document", Some("nonsense")),
    ] {
        let row = one(&format!("{head}, title = {{A}}}}"));
        assert_eq!((row.kind.as_str(), graph::value(&row.attributes, "entry-type")), (kind, own), "{head}");
    }
}

#[test]
fn an_entry_has_what_its_parents_have() {
    let text = "@incollection{a, title = {Chapter}, crossref = {b}}\n@book{b, title = {Whole}, editor = {Doe, J.}, \
                publisher = {Quay}, year = 2001, crossref = {c}, xdata = {d}}\n@book{c, crossref = {b}, note = {Loop}}\n\
                @xdata{d, location = {Wellington}}\n@inbook{e, title = {Alone}, crossref = {nowhere}, date = {1999}}";
    let import = bib(text);
    let row = &import.record.documents[0];
    assert_eq!((row.title.as_str(), row.container_title.as_deref()), ("Chapter", Some("Whole")));
    assert_eq!(
        (row.publisher.as_deref(), row.issued.as_ref().map(|date| date.as_str())),
        (Some("Quay"), Some("2001"))
    );
    assert_eq!(graph::value(&row.attributes, "publisher-place"), Some("Wellington"));
    assert_eq!(import.record.documents.len(), 4);
    assert!(outcomes(&import.report).contains(&(Fate::Merged, "entry", 1, 4)));
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    assert!(
        told("@article{a,\n  title = {x},\n  year 2020\n}")
            .starts_with("my sources.x:3: = is missing here; ")
    );
    assert!(
        told("@book{a,\n title = {x").contains(":2: the file ends inside an entry"),
        "{}",
        told("@book{a,\n title = {x")
    );
    assert!(told("no entries here").contains("has no entries"));
    let import = bib(
        "@string{a = b # b}\n@string{b = a}\n@book{x,\n title = {A},\n note = a, year = nothing, title = {B}}\n@book{x, title = {C}}",
    );
    assert_eq!(import.record.documents[0].title, "A");
    assert_eq!(
        outcomes(&import.report),
        [
            (Fate::Dropped, "field", 1, 5),
            (Fate::Dropped, "field", 1, 5),
            (Fate::Dropped, "field", 1, 5),
            (Fate::Changed, "document", 1, 6),
        ]
    );
    let deep = format!("@book{{x, title = {{{}A{}}}, note = {{kept}}}}", "{".repeat(500), "}".repeat(500));
    assert_eq!(outcomes(&bib(&deep).report)[0].1, "field");
    let many = format!("@book{{x, title = {{{}}}}}", "{a}".repeat(50_000));
    assert_eq!(outcomes(&bib(&many).report)[0].1, "field");
}

#[test]
fn the_sources_of_the_bundled_dataset_come_back_and_the_rest_is_told() {
    let text = written(&bundled());
    let import = bib(&text);
    assert_eq!(import.record.documents, bundled().documents, "{text}");
    assert_eq!(import.report.outcomes, []);
    let losses = losses(&bundled(), Format::BibTex);
    assert_eq!(losses.len(), 1, "{losses:?}");
    assert!(
        text.starts_with("@article{patman,\n  entrysubtype = {article},\n  author = {Patman, Robert G.},\n"),
        "{text}"
    );
}

#[test]
fn an_entry_is_written_as_people_write_it() {
    let text = "@incollection{a,\n  author = {Doe, Jane and {Harbour Board}},\n  title = {On {NZ} ports \\& more},\n  \
                booktitle = {The Whole},\n  publisher = {Quay},\n  year = {2020},\n  month = may,\n  \
                url = {https://a.org/~x_y},\n  editor = {van Gogh, Vincent},\n  pages = {1--9},\n}\n";
    assert_eq!(written(&bib(text).record), text);
}

#[test]
fn what_has_no_field_is_told_before_it_is_left_out() {
    let mut row = one("@book{a, title = {A}}");
    row.note = Some("two\n\nparagraphs".to_owned());
    row.kind = "nonsense".to_owned();
    let integer =
        AttributeRecord { kind: Some(crate::dataset::AttributeKind::Integer), ..graph::text("volume", "3") };
    row.attributes = vec![graph::text("A name", "x"), graph::text("x", "y"), graph::text("x", "y"), integer];
    let told = losses(&of_documents(vec![row]), Format::BibTex);
    assert_eq!(
        told,
        [
            "2 attributes have no field and are left out",
            "1 typed attribute becomes text",
            "the note of 1 document is simplified (no line breaks, no runs of spaces)",
            "the type of 1 document is none that BibTeX has",
        ]
    );
}

#[test]
fn a_broken_entry_is_passed_over_with_its_line() {
    let text = "Mail me @ home.\n@string{q = {Quay}}\n@book{a,\n  title = {A},\n  publisher = q\n}\n\
                @article{b,\n  title = {B}\n  year = 2020\n}\n@book{c, title = {C}\n\n  @book{d, title = {D}, crossref = {a}}\n\
                @misc{e, title = {E,\n@book{f, title = {F}}\n";
    let import = bib(text);
    let titles: Vec<&str> = import.record.documents.iter().map(|row| row.title.as_str()).collect();
    assert_eq!(titles, ["A", "D", "F"]);
    assert_eq!(import.record.documents[1].publisher.as_deref(), Some("Quay"));
    let broken: Vec<(u64, &str)> = import
        .report
        .outcomes
        .iter()
        .flat_map(|each| &each.first)
        .map(|place| (place.line, place.text.as_str()))
        .collect();
    assert_eq!(
        broken,
        [
            (1, "Mail me @ home."),
            (9, "@article{b,"),
            (13, "@book{c, title = {C}"),
            (15, "@misc{e, title = {E,"),
        ]
    );
    assert_eq!(import.report.read[0].count, 7);
    assert!(
        import.report.notes.iter().any(|note| note.contains("@article{key, title")),
        "{:?}",
        import.report.notes
    );

    let alike = "@book{a, title = {A}, note = {of\n@book{old}, it said}}\n@book{b, title = {B}}";
    let import = bib(alike);
    assert_eq!(import.record.documents.len(), 2);
    assert_eq!(import.record.documents[0].note, None);
    assert_eq!(import.report.outcomes, []);
}

proptest! {
    #[test]
    fn documents_come_back_as_they_went(documents in prop::collection::vec(any_document(), 0..4)) {
        let record = of_documents(documents);
        prop_assume!(!record.documents.is_empty());
        let text = written(&record);
        let import = bib(&text);
        prop_assert_eq!(import.report.outcomes, [], "{}", text);
        prop_assert_eq!(import.record.documents, record.documents, "{}", text);
    }

    #[test]
    fn attributes_come_back_or_are_told(row in any_document(), attributes in prop::collection::vec(any_attribute(), 0..5)) {
        let record = of_documents(vec![DocumentRecord { attributes, ..row }]);
        let again = bib(&written(&record)).record;
        if losses(&record, Format::BibTex).is_empty() {
            prop_assert_eq!(sorted(again.documents.clone()), sorted(record.documents.clone()));
        }
        // What came back once comes back for ever.
        let text = written(&again);
        prop_assert_eq!(sorted(bib(&text).record.documents), sorted(again.documents), "{}", text);
    }

    #[test]
    fn a_spoilt_file_is_read_or_refused(bytes in spoilt(include_bytes!("hard.bib").to_vec())) {
        let _ = try_read(Format::BibTex, bytes);
    }

    #[test]
    fn any_value_is_read_or_told(value in "[-{}\\\\\"~^$%&#=,a-z '\u{e9}\u{2014}]{0,40}", field in prop::sample::select(vec!["author", "title", "url", "date", "month", "crossref", "xdata", "ids"])) {
        let _ = try_read(Format::BibTex, format!("@book{{x, year = 2020, {field} = {{{value}}}}}").into_bytes());
    }
}
