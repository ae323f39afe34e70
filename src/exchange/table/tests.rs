use std::io::Write;

use proptest::prelude::*;

use super::*;
use crate::dataset::record::{
    AttributeRecord, DocumentRecord, ExcerptRecord, NameRecord, OfficeRecord, PartOfRecord, SelectorRecord,
};
use crate::dataset::{ActorKind, AttributeKind, RelationshipKind, Voice, bundled, check, codes, save};
use crate::exchange::graph::text;
use crate::exchange::report::Fate;
use crate::exchange::xml::proof::{any_record, outcomes, spoilt, written_as};
use crate::exchange::{Format, Import, Options, export, import_bytes};

/// Reads a file. What is read must be without an error.
#[track_caller]
fn try_read(name: &str, bytes: &[u8], mapping: Option<Mapping>) -> Result<Import, String> {
    try_read_by(name, bytes, mapping.map(Into::into))
}

/// As [`try_read`], with mappings of several tables.
#[track_caller]
fn try_read_by(name: &str, bytes: &[u8], mappings: Option<Mappings>) -> Result<Import, String> {
    let options = Options { format: Some(Format::Table), mappings };
    let import = import_bytes(name, bytes.to_vec(), &options).map_err(|error| error.to_string())?;
    let errors: Vec<_> = check::check(&import.record)
        .into_iter()
        .filter(|finding| finding.code.severity() == codes::Severity::Error)
        .map(|finding| finding.message)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    Ok(import)
}

#[track_caller]
fn read(name: &str, text: &str) -> Import {
    try_read(name, text.as_bytes(), None).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[track_caller]
fn refused(name: &str, text: &str) -> String {
    try_read(name, text.as_bytes(), None).expect_err("no table that can be read")
}

fn zip_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        writer.write_all(text.as_bytes()).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

#[track_caller]
fn read_zip(files: &[(&str, &str)]) -> Import {
    try_read("data.zip", &zip_of(files), None).expect("tables")
}

fn kept(import: &Import) -> Vec<(&str, u64)> {
    import.report.kept.iter().map(|count| (count.what, count.count)).collect()
}

#[test]
fn events_bring_their_actors_documents_and_excerpts() {
    let import = read(
        "events.csv",
        "Date,Actor1,Actor2,CAMEO,Goldstein,URL,Quote,Page,Region\n\
         2024-01-02,USA,China,042,1.9,https://a.org/x,went to see,3,Asia\n\
         2024-01-03,United States,CHN,42,-2.5,https://a.org/x,,,\n",
    );
    assert_eq!(outcomes(&import.report), []);
    assert_eq!(kept(&import), [("document", 1), ("excerpt", 2), ("event", 2), ("actor", 2)]);
    let Import { record, .. } = import;
    let actors: Vec<_> =
        record.actors.iter().map(|row| (row.id.as_str(), row.kind, row.name.as_str())).collect();
    assert_eq!(actors, [("USA", ActorKind::State, "United States"), ("CHN", ActorKind::State, "China")]);
    let first = &record.events[0];
    assert_eq!(
        (first.code.as_str(), first.score, first.date.as_str()),
        ("cameo:042", Some(1.9), "2024-01-02")
    );
    assert_eq!(first.label, "Make a visit");
    assert_eq!(first.evidence, [record.excerpts[0].id.clone()]);
    assert_eq!(first.attributes, [text("Region", "Asia")]);
    assert_eq!(record.events[1].code, "cameo:042");
    assert_eq!(record.documents[0].title, "[a.org]");
    assert_eq!(record.documents[0].url.as_deref(), Some("https://a.org/x"));
    let excerpt = &record.excerpts[0];
    assert_eq!((excerpt.voice, excerpt.gloss.as_str()), (Voice::Reported, "Make a visit"));
    assert_eq!(excerpt.selector.len(), 2);
    assert!(
        matches!(&excerpt.selector[1], SelectorRecord::FragmentSelector { value, .. } if value == "page=3")
    );
}

#[test]
fn an_edge_list_is_enough() {
    let import = read("friends.csv", "from,to\nAnn,Bob\nBob,Chad\n");
    assert_eq!(outcomes(&import.report), []);
    let Import { record, report } = import;
    assert_eq!((record.id.as_str(), record.title.as_str()), ("friends", "friends"));
    assert!(record.actors.iter().all(|row| row.kind == ActorKind::Unspecified));
    assert_eq!(record.relationships[1].id, "bob-chad");
    assert_eq!(record.relationships[1].kind, RelationshipKind::Unspecified);
    assert!(report.notes.iter().any(|note| note.contains("nothing proves these ties")));
}

#[test]
fn relationships_have_kinds_periods_and_ways() {
    let import = read(
        "ties.csv",
        "Source;Target;Type;Start;End;Weight\nNZL;AUS;alliance;1951;;3\nNZL;FRA;Undirected;1985;1986;\nNZL;FJI;trade;;2001;1.5\n",
    );
    assert_eq!(outcomes(&import.report), [(Fate::Changed, "relationship", 1, 4)]);
    let ties = &import.record.relationships;
    let told: Vec<_> = ties
        .iter()
        .map(|tie| {
            (tie.kind, tie.mutual, tie.label.as_deref(), tie.period.as_ref().map(|period| period.as_str()))
        })
        .collect();
    assert_eq!(
        told,
        [
            (RelationshipKind::Alliance, false, None, Some("1951/..")),
            (RelationshipKind::Unspecified, true, None, Some("1985/1986")),
            (RelationshipKind::Unspecified, false, Some("trade"), Some("../2001")),
        ]
    );
    let kinds: Vec<_> = ties.iter().flat_map(|tie| tie.attributes.iter().map(|each| each.kind)).collect();
    assert_eq!(kinds, [Some(AttributeKind::Integer), Some(AttributeKind::Number)]);
}

#[test]
fn a_kind_that_could_mean_yes_is_a_label_and_no_way() {
    let import = read("ties.csv", "from,to,kind\nNZL,USA,x\n");
    let tie = &import.record.relationships[0];
    assert_eq!((tie.mutual, tie.label.as_deref()), (false, Some("x")));
    assert_eq!(outcomes(&import.report), [(Fate::Changed, "relationship", 1, 2)]);
}

#[test]
fn several_tables_are_one_dataset_whose_rows_name_each_other() {
    let import = read_zip(&[
        (
            "actors.csv",
            "id,name,kind,part_of\n1,New Zealand,state,\n2,Ann Lee,person,New Zealand\n3,NZ First,organisation,1\n",
        ),
        ("documents.csv", "id,title,URL\nd1,The Deal,https://a.org\n"),
        (
            "excerpts.csv",
            "id,document,gloss,speaker,voice\nx1,d1,She says so.,Ann Lee,quoted\nx2,The Deal,He says so.,,reported\n",
        ),
        ("relationships.csv", "id,from,to,evidence\n1,2,3,x1;x2\n2,Ann Lee,Bob,x9\n"),
    ]);
    assert_eq!(
        outcomes(&import.report),
        [
            (Fate::Changed, "actor", 1, 3),
            (Fate::Changed, "relationship", 1, 3),
            (Fate::Changed, "relationship", 1, 3),
        ]
    );
    let Import { record, .. } = import;
    let keys: Vec<_> = record.actors.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(keys, ["NZL", "2", "3", "bob"]);
    assert_eq!(record.actors[1].part_of[0].actor, "NZL");
    assert_eq!(record.actors[2].part_of[0].actor, "NZL");
    assert_eq!(record.excerpts[0].speaker.as_deref(), Some("2"));
    assert_eq!(record.excerpts[1].document, record.documents[0].id);
    assert_eq!(record.relationships[0].evidence, ["x1", "x2"]);
    assert_eq!(record.relationships[1].attributes.last(), Some(&text("detente:evidence", "x9")));
}

#[test]
fn a_mapping_says_what_is_not_guessed() {
    let text = "wer\twen\twann\twie\tschlagzeile\nDeutschland\tFRA\t31.01.2024\t75,5\tBesuch\n";
    let toml = "table = \"events\"\ndates = \"day-month-year\"\ndecimal-comma = true\nscale = { lowest = 0, highest = 100 }\n\
        [columns]\nfrom = \"wer\"\nto = \"wen\"\ndate = \"wann\"\nscore = \"wie\"\nlabel = \"schlagzeile\"\n\
        [constants]\ncode = \"cameo:042\"\nsource = \"Archiv\"\n";
    let mapping = Mapping::from_toml("map.toml", toml).expect("a mapping");
    let Import { record, report } =
        try_read("x.csv", text.as_bytes(), Some(mapping.clone())).expect("a table");
    assert_eq!(outcomes(&report), []);
    let event = &record.events[0];
    assert_eq!((event.score, event.date.as_str(), event.label.as_str()), (Some(5.1), "2024-01-31", "Besuch"));
    assert_eq!((event.from.as_str(), event.to.as_str()), ("deutschland", "FRA"));
    assert_eq!(record.documents[0].title, "Archiv");
    let told = try_read("x.csv", b"wer,wem\nA,B\n", Some(mapping.clone())).expect_err("no such column");
    assert_eq!(told, "map.toml:7: x.csv has no column \"wen\"; did you mean `wer`?");
    let both = zip_of(&[("x.csv", text), ("y.csv", "from,to\nA,B\n")]);
    let import = try_read("x.zip", &both, Some(mapping.clone())).expect("tables");
    assert_eq!((import.record.events.len(), import.record.relationships.len()), (1, 1));
    let neither = zip_of(&[("x.csv", "from,to\nA,C\n"), ("y.csv", "from,to\nA,B\n")]);
    let told = try_read("x.zip", &neither, Some(mapping)).expect_err("no such table");
    assert!(told.starts_with("x.zip holds no table that has all columns of the mapping; check"), "{told}");
}

#[test]
fn each_table_of_a_zip_has_a_mapping_of_its_own() {
    let zip = zip_of(&[
        ("a.csv", "k;wer\nNZ1;Anna\nNZ2;Bo\n"),
        ("data/b.csv", "x\ty\nNZ1\tNZ2\n"),
        ("readme.txt", "Ask Anna, not Bo.\n"),
        ("z.csv", "from,to,kind\nNZ1,NZ2,alliance\n"),
    ]);
    let toml = "[[tables]]\nfile = \"b.csv\"\ntable = \"relationships\"\n\n[tables.columns]\nfrom = \"x\"\nto = \"y\"\n\n\
        [tables.constants]\nkind = \"visit\"\n\n\
        [[tables]]\nfile = \"a.csv\"\ntable = \"actors\"\nstates = false\n[tables.columns]\nid = \"k\"\nname = \"wer\"\n";
    let toml = toml.replace("visit", "consultation");
    let mappings = Mappings::from_toml("map.toml", &toml).expect("two mappings");
    let Import { record, report } = try_read_by("x.zip", &zip, Some(mappings.clone())).expect("two tables");
    assert_eq!(report.format, "table of actors, relationships");
    let names: Vec<&str> = record.actors.iter().map(|actor| actor.name.as_str()).collect();
    assert_eq!((names.as_slice(), record.relationships.len()), (&["Anna", "Bo"][..], 1));
    assert_eq!(record.relationships[0].kind, RelationshipKind::Consultation);
    let left_out: Vec<_> =
        report.outcomes.iter().flat_map(|each| &each.first).map(|first| &first.text).collect();
    assert_eq!(left_out, ["readme.txt", "z.csv"], "what no mapping names is left out");
    let again = Mappings::from_toml("map.toml", &mappings.to_toml()).expect("the same");
    assert_eq!(try_read_by("x.zip", &zip, Some(again)).expect("two tables").record, record);

    let told = |toml: &str| {
        let mappings = Mappings::from_toml("map.toml", toml).map_err(|error| error.to_string())?;
        try_read_by("x.zip", &zip, Some(mappings)).map(drop)
    };
    let told = |from: &str, to: &str| told(&toml.replace(from, to)).expect_err("wrong");
    assert_eq!(
        told("a.csv", "c.csv"),
        "x.zip does not hold c.csv, which the mapping names; did you mean a.csv?"
    );
    assert_eq!(told("= \"y\"", "= \"z\""), "map.toml:7: x.zip: b.csv has no column \"z\"; did you mean `x`?");
    assert_eq!(
        told("file = \"a.csv\"\n", ""),
        "map.toml:12: it is not said which file this table is in; write file = \"…\" below [[tables]]"
    );
    assert!(
        told("table = \"actors\"", "tabel = \"actors\"").starts_with("map.toml:14: unknown field `tabel`")
    );
    assert!(told("id = \"k\"", "di = \"k\"").starts_with("map.toml:17: a table of actors has no field `di`"));

    let one = "file = \"a.csv\"\ntable = \"actors\"\n[columns]\nname = \"wer\"\n";
    let one = Mappings::from_toml("map.toml", one).expect("a mapping");
    let Import { record, .. } = try_read_by("x.zip", &zip, Some(one.clone())).expect("a table");
    assert_eq!((record.actors.len(), record.relationships.len()), (2, 0));
    let renamed = try_read_by("other.csv", b"k;wer\nNZ1;Anna\n", Some(one)).expect("the only table there is");
    assert_eq!(renamed.record.actors.len(), 1);
}

#[test]
fn broken_tables_have_their_outcome() {
    assert_eq!(refused("a.csv", " \n"), "a.csv is empty; export it again from where it comes");
    let told = refused("a.csv", "x,y\n1,2\n");
    assert!(
        told.starts_with(
            "a.csv is a table of relationships, and has no column for `from`; name its column in a mapping"
        ),
        "{told}"
    );
    let told = refused("events.csv", "from,to,date,score\nA,B,2024,1\n");
    assert!(told.contains("has no column for `code`") && told.contains("code = \"cameo:01\""), "{told}");
    let Import { record, report } = read("a.csv", "from,to\r\n");
    assert_eq!(
        (record.relationships.len(), report.notes.as_slice()),
        (0, ["a.csv has a header and no rows".to_owned()].as_slice())
    );

    let Import { record, report } = read(
        "a.csv",
        "\u{feff}id,from,to,from,date\r\n1,A,B,x,2024\r\n1,\"B\r\nC\",A,,oops\r\n\r\n,,,,\r\n3,A,A\r\n4,A,\r\n5,A,B,y,2023,more\r\n6,a,A,,\r\n",
    );
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Changed, "value", 1, 3),
            (Fate::Changed, "relationship", 1, 3),
            (Fate::Changed, "row", 2, 7),
            (Fate::Dropped, "row", 2, 7),
            (Fate::Dropped, "row", 1, 8),
            (Fate::Changed, "row", 1, 9),
        ]
    );
    assert_eq!(record.actors[2].name, "B\nC");
    assert_eq!(record.relationships.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["1", "1-2", "5"]);
    assert_eq!(record.relationships[0].attributes[0].name, "from (2)");
    let unclosed = read("a.csv", "from,to\nA,B\nA,\"C\nA,D\nA,E\n");
    assert_eq!(outcomes(&unclosed.report), [(Fate::Changed, "row", 1, 3)]);
}

#[test]
fn events_that_cannot_be_used_are_told() {
    let Import { record, report } = read(
        "events.csv",
        "id,from,to,date,code,score,sources\n\
         a,USA,CHN,2024,cameo:01,11,0\n\
         b,USA,CHN,soon,cameo:01,,\n\
         c,USA,CHN,2024,cameo:9999,,\n\
         d,USA,CHN,2024,CONSULT,,\n\
         e,USA,CHN,2024,CONSULT,7,3\n\
         f,USA,US,2024,CONSULT,7,3\n\
         g,USA,CHN,,cameo:01,,\n\
         h,USA,CHN,2024,01,1,2\n\
         i,USA,CHN,2024,01,1,2\n\
         j,USA,CHN,2024,01,1,2\n",
    );
    assert_eq!(
        record.events.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(),
        ["a", "e", "h", "i", "j"]
    );
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Changed, "value", 1, 2),
            (Fate::Changed, "value", 1, 2),
            (Fate::Dropped, "row", 1, 3),
            (Fate::Dropped, "row", 1, 4),
            (Fate::Dropped, "row", 1, 5),
            (Fate::Dropped, "row", 1, 7),
            (Fate::Dropped, "row", 1, 8),
        ]
    );
    assert_eq!(
        record.events[0].attributes,
        [
            AttributeRecord { name: "score".to_owned(), kind: None, value: "11".to_owned() },
            AttributeRecord { name: "sources".to_owned(), kind: None, value: "0".to_owned() },
        ]
    );
}

#[test]
fn other_files_of_a_zip_are_told_and_left_out() {
    let import = read_zip(&[("ties.csv", "from,to\nA,B\n"), ("README.txt", "read, me\n"), ("empty.csv", "")]);
    assert_eq!(outcomes(&import.report), [(Fate::Dropped, "file", 1, 0), (Fate::Dropped, "file", 1, 0)]);
    assert_eq!(import.record.relationships.len(), 1);
}

#[test]
fn circles_double_nodes_and_long_quotations_are_mended() {
    let import = read_zip(&[
        ("actors.csv", "id,name,part-of\na,A,b\nb,B,c\nc,C,a\nd,D,d\na,A again,\ne,E,nobody\n"),
        ("excerpts.csv", "document,quote,paragraph,credibility\nThe Times,They signed it.,0,9\n"),
    ]);
    assert_eq!(
        outcomes(&import.report),
        [
            (Fate::Merged, "actor", 1, 6),
            (Fate::Changed, "document", 1, 2),
            (Fate::Changed, "value", 1, 2),
            (Fate::Changed, "value", 1, 2),
            (Fate::Changed, "quotation", 1, 2),
            (Fate::Dropped, "membership", 2, 0),
            (Fate::Dropped, "membership", 1, 0),
        ]
    );
    let parts: Vec<_> = import.record.actors.iter().map(|row| row.part_of.len()).collect();
    assert_eq!(parts, [1, 1, 0, 0, 0]);
}

#[test]
fn encodings_and_line_ends_do_not_matter() {
    let text = "von;nach;from;to\n1;2;Côte d’Ivoire;Türkiye\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let first = read("a.csv", text).record;
    assert_eq!(first.actors[1].id, "TUR");
    assert_eq!(try_read("a.csv", &utf16, None).expect("a table").record, first);
    assert_eq!(read("a.csv", &text.replace('\n', "\r\n")).record, first);
    assert_eq!(read("a.csv", &text.replace('\n', "\r")).record, first);
}

/// Writes a dataset, and reads it again: it must be the same, and nothing to tell.
#[track_caller]
fn comes_back(record: &crate::dataset::record::DatasetRecord) {
    let export = export(record, Format::Table, true).expect("nothing is lost");
    let Import { record: again, report } = try_read("tables.zip", &export.bytes, None).expect("tables");
    assert_eq!(report.outcomes, []);
    assert_eq!(again, *record);
}

#[test]
fn the_bundled_dataset_comes_back_and_is_the_same_bytes_each_time() {
    let record = save::to_record(&bundled::load().dataset.expect("the bundled dataset"));
    comes_back(&record);
    assert_eq!(written_as(&record, Format::Table), written_as(&record, Format::Table));
}

#[test]
fn formulas_in_names_are_disarmed_and_come_back() {
    let mut record = read("a.csv", "from,to\nA,B\n").record;
    record.actors[0].name = "=HYPERLINK(\"http://a\")".to_owned();
    record.actors[0].attributes = vec![text("+a", "@x"), text("n", "")];
    comes_back(&record);
    let bytes = written_as(&record, Format::Table);
    let mut source = crate::exchange::input::Source::of_bytes("a.zip", bytes).expect("a ZIP");
    let actors = source.parts.iter_mut().find(|part| part.name == "actors.csv").expect("a table");
    let actors = actors.read_all().expect("text");
    assert!(actors.contains("\"'=HYPERLINK(\"\"http://a\"\")\",'@x,'"), "{actors}");
    assert!(actors.starts_with("id,kind,name,'+a:text,n:text\r\n"), "{actors}");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]", "\\PC{0,8}", "['=+@;\\[\n\t \"x-]{0,4}", Just("NZL".to_owned())]
}

fn any_attributes() -> impl Strategy<Value = Vec<AttributeRecord>> {
    let kinds = vec![
        None,
        Some(AttributeKind::Text),
        Some(AttributeKind::Integer),
        Some(AttributeKind::Number),
        Some(AttributeKind::Boolean),
    ];
    let one = (
        prop_oneof!["[a-c]", any_text()],
        prop::sample::select(kinds),
        prop_oneof!["-?[0-9]{1,3}", any_text()],
    );
    prop::collection::vec(one.prop_map(|(name, kind, value)| AttributeRecord { name, kind, value }), 0..4)
}

prop_compose! {
    fn any_name()(
        family in prop::option::of(any_text()),
        given in prop::option::of(any_text()),
        literal in prop::option::of("[A-Z]{1,3}|[a-z, ;]{0,4}"),
    ) -> NameRecord {
        NameRecord { family, given, literal }
    }
}

prop_compose! {
    fn any_document()(
        (kind, title, note) in (any_text(), any_text(), prop::option::of(any_text())),
        author in prop::collection::vec(any_name(), 0..3),
        url in prop::option::of(any_text()),
        issued in prop::option::of(prop::sample::select(vec!["2024", "-0044-03-15", "../2017", "2024-01~"])),
        attributes in any_attributes(),
    ) -> DocumentRecord {
        let issued = issued.and_then(|date| crate::dataset::Edtf::parse(date).ok());
        DocumentRecord {
            id: String::new(), kind, title, author, container_title: note.clone(), publisher: None, issued, url,
            language: None, rights: None, reliability: Some("B".to_owned()), text: None, note, attributes,
        }
    }
}

fn any_selector() -> impl Strategy<Value = SelectorRecord> {
    prop_oneof![
        ("[a-c]{0,2}", "[a-c =]{0,2}", "[a-c]{0,2}").prop_map(|(exact, prefix, suffix)| {
            SelectorRecord::TextQuoteSelector {
                exact: exact.into(),
                prefix: prefix.into(),
                suffix: suffix.into(),
            }
        }),
        (0..9_usize).prop_map(|start| SelectorRecord::TextPositionSelector { start, end: start + 2 }),
        "page=[0-9 ]{0,2}|row=1".prop_map(|value| SelectorRecord::FragmentSelector {
            value: value.into(),
            conforms_to: "http://tools.ietf.org/rfc/rfc3778".into()
        }),
    ]
}

prop_compose! {
    /// A dataset that came of a graph, with documents, excerpts, offices and memberships.
    fn any_dataset()(
        mut record in any_record(),
        documents in prop::collection::vec(any_document(), 1..3),
        excerpts in prop::collection::vec(
            (any_text(), prop::collection::vec(any_selector(), 0..4), any_attributes(), prop::option::of(1..7_u8)),
            0..4,
        ),
        titles in prop::collection::vec(any_text(), 0..3),
        description in prop::option::of(any_text()),
        attributes in any_attributes(),
    ) -> crate::dataset::record::DatasetRecord {
        record.description = description;
        record.documents = documents;
        for (nth, document) in record.documents.iter_mut().enumerate() {
            document.id = format!("own-document-{nth}");
        }
        record.excerpts = excerpts
            .into_iter()
            .enumerate()
            .map(|(nth, (gloss, selector, attributes, credibility))| ExcerptRecord {
                id: format!("own-excerpt-{nth}"),
                document: "own-document-0".to_owned(),
                paragraph: Some(3),
                selector,
                note: Some(gloss.clone()),
                gloss,
                voice: Voice::Judgement,
                speaker: record.actors.first().map(|actor| actor.id.clone()),
                credibility,
                attributes,
            })
            .collect();
        let evidence: Vec<String> = record.excerpts.iter().map(|row| row.id.clone()).collect();
        record.relationships.iter_mut().for_each(|row| row.evidence.clone_from(&evidence));
        if let [first, second, ..] = record.actors.as_mut_slice() {
            let of = second.id.clone();
            first.attributes = attributes;
            first.office = titles
                .iter()
                .map(|title| OfficeRecord { title: title.clone(), of: of.clone(), period: None, evidence: evidence.clone(), note: None })
                .collect();
            let note = titles.first().cloned();
            first.part_of = vec![PartOfRecord { actor: of, period: None, evidence: Vec::new(), note }];
            second.also = titles;
        }
        record
    }
}

#[test]
fn a_table_without_a_header_is_read_by_the_numbers_of_its_columns() {
    let text = "NZL,2024-05-01,AUS,042\nAUS,1/6/24,NZL,042\n\nCHN,2024-07-02,AUS,042\n";
    let guessed = try_read("a.csv", text.as_bytes(), None).expect("a list of ties");
    assert!(
        guessed
            .report
            .notes
            .iter()
            .any(|note| note.contains("but has \"2024-05-01\"; if it is none, write header = false"))
    );
    let told = try_read("a.csv", "2024-05-01,042\n2024-05-02,042\n".as_bytes(), None).expect_err("no ends");
    assert!(told.contains("has no column for") && told.contains("write header = false"), "{told}");
    let map = "table = \"events\"\nheader = false\n[columns]\nfrom = 1\nto = 3\ndate = 2\ncode = 4\n";
    let mapping = Mapping::from_toml("map.toml", map).expect("a mapping");
    let import = try_read("a.csv", text.as_bytes(), Some(mapping.clone())).expect("a table");
    let ends: Vec<_> = import.record.events.iter().map(|row| (row.from.as_str(), row.to.as_str())).collect();
    assert_eq!(ends, [("NZL", "AUS"), ("CHN", "AUS")]);
    assert_eq!(outcomes(&import.report), [(Fate::Dropped, "row", 1, 2)]);
    assert!(import.report.outcomes[0].reason.contains("two digits"), "{}", import.report.to_text());
    let narrow = Mapping::from_toml("map.toml", &map.replace("= 4", "= 9")).expect("a mapping");
    let told = try_read("a.csv", text.as_bytes(), Some(narrow)).expect_err("no such column");
    assert!(told.starts_with("map.toml:7: a.csv has no column \"column 9\""), "{told}");
}

proptest! {
    #[test]
    fn any_dataset_comes_back_as_it_went(record in any_dataset()) {
        comes_back(&record);
    }

    #[test]
    fn any_text_is_a_table_or_refused(text in "[a-z,;\"\n\r\t|=' -]{0,200}", name in "(events|actors|excerpts|x).csv") {
        let _ = try_read(&name, text.as_bytes(), None);
    }

    #[test]
    fn spoilt_tables_are_read_or_refused(bytes in spoilt(sample())) {
        let _ = try_read("events.csv", &bytes, None);
    }
}

fn sample() -> Vec<u8> {
    b"id,from,to,date,code,score,sources,URL,quote,page,weight\n\
      a,USA,CHN,2024-01-02,cameo:01,1,2,https://a.org,so it is,3,4\n\
      b,NZL,\"China\n\",2024-01/2024-02,cameo:042,-1.5,,https://b.org,,,\n\
      c,AUS,\"the \"\"PRC\"\"\",2024,190,-10,1,,they fought,,x\n"
        .to_vec()
}
