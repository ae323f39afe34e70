use crate::dataset::record::{ActorRecord, DatasetRecord};
use crate::dataset::{ActorKind, RelationshipKind};
use crate::exchange::events::proof::{outcomes, read, try_read};
use crate::exchange::report::Fate;
use crate::exchange::{Format, Import};

/// A row of 2.0: number, day, first and second actor, code, value, sources, address.
fn row(id: u64, actors: [[&str; 10]; 2], code: &str, value: &str, url: &str) -> String {
    let mut fields = vec![id.to_string(), "20250304".to_owned(), "202503".to_owned()];
    fields.extend(["2025", "2025.17"].map(str::to_owned));
    fields.extend(actors.iter().flatten().map(|&field| field.to_owned()));
    fields.extend(["1", code, code, code, "1", value, "12", "3", "9", "-1.5"].map(str::to_owned));
    fields.extend((35..59).map(|nth| if nth == 52 { "Tbilisi, Georgia".to_owned() } else { String::new() }));
    fields.extend(["20250304001500", url].map(str::to_owned));
    fields.join("\t")
}

/// An actor by its code, name, country, known group and first type.
fn actor<'a>(
    code: &'a str,
    name: &'a str,
    country: &'a str,
    group: &'a str,
    of_type: &'a str,
) -> [&'a str; 10] {
    [code, name, country, group, "", "", "", of_type, "", ""]
}

const NEW_ZEALAND: [&str; 10] = ["NZL", "NEW ZEALAND", "NZL", "", "", "", "", "", "", ""];
const GEORGIA: [&str; 10] = ["GEO", "TBILISI", "GEO", "", "", "", "", "", "", ""];
const URL: &str = "https://www.example.com/news/ministers-meet-in-tbilisi-20250304.html";

fn gdelt(text: &str) -> Import {
    read(Format::Gdelt, "20250304.export.CSV", text)
}

fn named<'r>(record: &'r DatasetRecord, id: &str) -> &'r ActorRecord {
    record.actors.iter().find(|actor| actor.id == id).unwrap_or_else(|| panic!("{id} in {:?}", record.actors))
}

#[test]
fn a_row_is_an_event_with_its_page_for_evidence() {
    let Import { record, report } = gdelt(&row(7, [NEW_ZEALAND, GEORGIA], "043", "2.8", URL));
    let event = &record.events[0];
    assert_eq!((event.id.as_str(), event.from.as_str(), event.to.as_str()), ("gdelt-7", "NZL", "GEO"));
    assert_eq!((event.code.as_str(), event.date.as_str()), ("cameo:043", "2025-03-04"));
    assert_eq!((event.score, event.sources), (None, Some(3)), "the value is the table's");
    let attributes: Vec<_> =
        event.attributes.iter().map(|own| (own.name.as_str(), own.value.as_str())).collect();
    assert!(attributes.contains(&("NumArticles", "9")) && attributes.contains(&("AvgTone", "-1.5")));
    assert!(attributes.contains(&("ActionGeo_FullName", "Tbilisi, Georgia")));
    let (document, excerpt) = (&record.documents[0], &record.excerpts[0]);
    assert_eq!(document.title, "[example.com: ministers meet in tbilisi]");
    assert_eq!(document.url.as_deref(), Some(URL));
    assert_eq!((&excerpt.document, &event.evidence), (&document.id, &vec![excerpt.id.clone()]));
    assert!(excerpt.selector.is_empty(), "nothing is quoted, and no place is made up");
    assert_eq!(named(&record, "GEO").also, ["Tbilisi"]);
    assert_eq!(record.title, "GDELT events of 2025-03-04 (20250304)");
    assert!(
        record
            .description
            .is_some_and(|text| text.contains("The GDELT Project, https://www.gdeltproject.org/"))
    );
    assert_eq!(report.outcomes, []);
}

#[test]
fn codes_of_actors_become_states_their_organs_groups_regions_and_others() {
    let codes = [
        actor("NZLGOV", "JACINDA ARDERN", "NZL", "", "GOV"),
        actor("NZLMIL", "NZDF", "NZL", "", "MIL"),
        actor("IGOUNO", "UNITED NATIONS", "", "UNO", "IGO"),
        actor("IGOWSTNAT", "NATO", "WST", "NAT", "IGO"),
        actor("NATLEG", "NATO PARLIAMENT", "", "NAT", "LEG"),
        actor("EUR", "EUROPE", "EUR", "", ""),
        actor("ROM", "BUCHAREST", "ROM", "", ""),
        actor("RUSBUS", "GAZPROM", "RUS", "", "BUS"),
        actor("REB", "REBELS", "", "", "REB"),
        ["che", "CHECHEN", "", "", "che", "", "", "", "", ""],
        actor("XXX", "", "", "XXX", ""),
        actor("USAPTY", "UNITED STATES", "USA", "", ""),
        actor("SCGSRB", "SERBIA", "SRB", "", ""),
        ["GEOGOVEDUGOV", "", "GEO", "", "", "", "", "GOV", "EDU", "GOV"],
    ];
    let rows: Vec<String> =
        codes.iter().zip(1..).map(|(&code, id)| row(id, [code, GEORGIA], "010", "0", URL)).collect();
    let record = gdelt(&rows.join("\n")).record;
    let of = |id: &str| {
        let actor = named(&record, id);
        let whole = actor.part_of.first().map(|part| part.actor.as_str());
        (actor.kind, actor.name.as_str(), whole)
    };
    assert_eq!(of("NZL"), (ActorKind::State, "New Zealand", None), "it is made for its organs");
    assert_eq!(of("nzlgov"), (ActorKind::Government, "Government (New Zealand)", Some("NZL")));
    assert_eq!(of("nzlmil"), (ActorKind::Government, "Military (New Zealand)", Some("NZL")));
    assert_eq!(of("un"), (ActorKind::Organisation, "United Nations", None));
    assert_eq!(of("nato"), (ActorKind::Organisation, "North Atlantic Treaty Organization", None));
    assert_eq!(of("natleg"), (ActorKind::Organisation, "Legislature (NATO)", Some("nato")));
    assert_eq!(of("europe"), (ActorKind::Territory, "Europe", None));
    assert_eq!(of("ROU"), (ActorKind::State, "Romania", None), "CAMEO's own code of it is ROM");
    assert_eq!(
        of("rusbus"),
        (ActorKind::Unspecified, "Business (Russia)", None),
        "it does not speak for Russia"
    );
    assert_eq!(of("reb"), (ActorKind::ArmedGroup, "Rebels", None));
    assert_eq!(of("che"), (ActorKind::Unspecified, "Chechen", None));
    assert_eq!(of("group-xxx").1, "Group XXX");
    assert_eq!(of("usapty").1, "Political party (United States)", "the columns leave the type out");
    assert_eq!(of("SRB").0, ActorKind::State);
    assert_eq!(of("geogovedugov").1, "Government, Education (Georgia)");
    assert_eq!(named(&record, "nzlgov").also, ["Jacinda Ardern"]);
    let attributes = &named(&record, "nzlgov").attributes;
    let shown: Vec<_> = attributes.iter().map(|own| format!("{}={}", own.name, own.value)).collect();
    assert_eq!(shown, ["ActorCode=NZLGOV", "CountryCode=NZL", "Type1Code=GOV"]);
    assert!(!record.actors.iter().any(|actor| actor.id == "RUS"), "no event names it");
}

#[test]
fn events_between_two_actors_come_to_a_tie_for_each_class_and_the_busiest_pair_to_a_series() {
    let rows = [
        row(1, [NEW_ZEALAND, GEORGIA], "043", "2.8", "http://a.example/1"),
        row(2, [GEORGIA, NEW_ZEALAND], "040", "1", "http://a.example/2"),
        row(3, [NEW_ZEALAND, GEORGIA], "190", "-10", "http://a.example/3"),
        row(4, [NEW_ZEALAND, actor("AUS", "AUSTRALIA", "AUS", "", "")], "043", "2.8", "http://a.example/4"),
    ];
    let record = gdelt(&rows.join("\n")).record;
    let ties: Vec<_> = record
        .relationships
        .iter()
        .map(|tie| (tie.from.as_str(), tie.to.as_str(), tie.kind, tie.mutual, tie.label.as_deref()))
        .collect();
    assert_eq!(
        ties,
        [
            ("NZL", "GEO", RelationshipKind::Consultation, true, Some("2 events")),
            ("NZL", "GEO", RelationshipKind::Conflict, false, Some("1 event")),
            ("NZL", "AUS", RelationshipKind::Consultation, false, Some("1 event")),
        ]
    );
    let score = record.relationships[0].attributes.iter().find(|own| own.name == "mean score");
    assert_eq!(score.map(|own| own.value.as_str()), Some("1.90"));
    let series = record.series.expect("a series");
    assert_eq!((series.of.as_str(), series.toward), ("NZL", vec!["GEO".to_owned(), "AUS".to_owned()]));
}

#[test]
fn each_row_that_comes_to_nothing_is_told_with_its_line() {
    let nobody = actor("", "", "", "", "");
    let good = row(1, [NEW_ZEALAND, GEORGIA], "043", "2.8", URL);
    let rows = [
        good.clone(),
        "just\tthree\tfields".to_owned(),
        row(2, [NEW_ZEALAND, nobody], "043", "2.8", URL),
        row(3, [nobody, NEW_ZEALAND], "043", "2.8", URL),
        row(4, [nobody, nobody], "043", "2.8", URL),
        row(5, [GEORGIA, GEORGIA], "043", "2.8", URL),
        row(6, [NEW_ZEALAND, GEORGIA], "---", "2.8", URL),
        good.replace("20250304\t", "20250231\t").replacen('1', "8", 1),
        good.replacen('1', "x", 1),
        row(1, [GEORGIA, NEW_ZEALAND], "043", "2.8", URL),
        row(9, [actor("SCE", "", "", "SCE", ""), actor("IGOSCE", "", "", "SCE", "IGO")], "010", "0", URL),
    ];
    let Import { record, report } = gdelt(&rows.join("\n"));
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.actors.len(), 2, "who only stands in rows that came to nothing is nobody");
    let mut told: Vec<_> = outcomes(&report);
    told.sort_by_key(|&(.., line)| line);
    assert_eq!(
        told,
        [
            (Fate::Dropped, "row", 1, 2),
            (Fate::Dropped, "row", 1, 3),
            (Fate::Dropped, "row", 1, 4),
            (Fate::Dropped, "row", 1, 5),
            (Fate::Dropped, "row", 2, 6),
            (Fate::Dropped, "row", 1, 7),
            (Fate::Dropped, "row", 1, 8),
            (Fate::Dropped, "row", 1, 9),
            (Fate::Merged, "row", 1, 10),
        ],
        "{}",
        report.to_text()
    );
    assert_eq!(report.read.first().map(|read| read.count), Some(11));
}

#[test]
fn a_value_that_is_not_the_table_s_is_kept_and_one_that_is_missing_is_the_table_s() {
    let rows = [
        row(1, [NEW_ZEALAND, GEORGIA], "043", "5.5", URL),
        row(2, [NEW_ZEALAND, GEORGIA], "043", "", URL),
        row(3, [NEW_ZEALAND, GEORGIA], "043", "NaN", URL),
        row(4, [NEW_ZEALAND, GEORGIA], "043", "28", URL),
        row(5, [NEW_ZEALAND, GEORGIA], "0439", "2.8", URL),
    ];
    let Import { record, report } = gdelt(&rows.join("\n"));
    let scores: Vec<_> = record.events.iter().map(|event| event.score).collect();
    assert_eq!(scores, [Some(5.5), None, None, None, None]);
    assert_eq!(report.count(Fate::Changed), 5, "{}", report.to_text());
}

#[test]
fn the_older_columns_have_no_address_and_the_row_itself_is_the_evidence() {
    let two = row(1, [NEW_ZEALAND, GEORGIA], "043", "2.8", "");
    let fields: Vec<&str> = two.split('\t').collect();
    let is_adm2 = |nth: usize| matches!(nth, 39 | 47 | 55);
    let one: Vec<&str> =
        fields.iter().enumerate().filter(|(nth, _)| !is_adm2(*nth)).map(|(_, field)| *field).collect();
    for width in [57, 58] {
        let Import { record, report } = gdelt(&one[..width].join("\t"));
        assert_eq!(record.events.len(), 1, "{width}");
        let place = record.events[0].attributes.iter().find(|own| own.name == "ActionGeo_FullName");
        assert_eq!(place.map(|own| own.value.as_str()), Some("Tbilisi, Georgia"));
        assert_eq!(record.documents[0].title, "20250304.export.CSV");
        assert!(record.documents[0].rights.is_some());
        assert!(format!("{:?}", record.excerpts[0].selector).contains("row=1"));
        assert_eq!(report.format, "GDELT 1.0 events");
    }
}

#[test]
fn a_table_with_a_header_is_read_by_the_names_of_its_columns() {
    let header = "GLOBALEVENTID,SQLDATE,Actor1Code,Actor1Name,Actor1CountryCode,Actor2Code,EventCode,GoldsteinScale,Other";
    let text = format!(
        "{header}\r\n1,20120801,USA,\"UNITED STATES, THE\",USA,RUS,043,2.8,NA\r\n2,20120801,NA,NA,NA,RUS,043,2.8,x\r\n"
    );
    let Import { record, report } = gdelt(&text);
    assert_eq!(record.events.len(), 1);
    assert_eq!(record.events[0].to, "RUS", "the country is in the code where it has no column");
    assert_eq!(named(&record, "USA").also, ["United States, The"]);
    assert_eq!(outcomes(&report), [(Fate::Dropped, "row", 1, 3)]);
    assert_eq!(gdelt(&text.replace(',', "\t").replace("S\t T", "S, T")).record.events.len(), 1);
    let quoted = "\"GLOBALEVENTID\"\t\"SQLDATE\"\t\"Actor1Code\"\t\"Actor2Code\"\t\"EventCode\"\n1\t20120801\t\"USA\"\t\"RUS\"\t\"043\"";
    assert_eq!(gdelt(quoted).record.events.len(), 1);
    let only = gdelt(header);
    assert_eq!((only.record.events.len(), only.report.read[0].count), (0, 0));
    let broken = try_read(Format::Gdelt, "a.csv", header.replace("EventCode", "Event").into_bytes());
    assert_eq!(
        broken.err().as_deref().map(|error| error.starts_with("a.csv:1: the header has no column EVENTCODE")),
        Some(true)
    );
}

#[test]
fn odd_texts_have_a_defined_outcome() {
    let good = row(1, [NEW_ZEALAND, GEORGIA], "043", "2.8", URL);
    // Quotes mean nothing in the form with tabs.
    let quoted = good.replace("TBILISI\t", "\"TBILISI\t");
    let record = gdelt(&format!("{quoted}\r\n{}\r\n", good.replacen('1', "2", 1))).record;
    assert_eq!(record.events.len(), 2);
    assert_eq!(named(&record, "GEO").also, ["\"Tbilisi", "Tbilisi"]);
    // Stray bytes of Latin-1, and characters that no text holds.
    let latin = good.replace("TBILISI", "TBILISI \u{1}CAF").into_bytes();
    let at = latin.windows(3).position(|bytes| bytes == b"CAF").expect("the name") + 3;
    let latin = [&latin[..at], b"\xc9", &latin[at..]].concat();
    let import = try_read(Format::Gdelt, "a.csv", latin).expect("an import");
    assert_eq!(named(&import.record, "GEO").also, ["Tbilisi  Café"]);
    assert!(import.report.notes.iter().any(|note| note.contains("Windows-1252")));
    // Other tables of GDELT, and nothing at all.
    let error = |text: &str| try_read(Format::Gdelt, "a.csv", text.into()).err().unwrap_or_default();
    assert!(error("1\t2\t3").starts_with("a.csv:1: the row has 3 fields; its event files have"));
    assert_eq!(error("\n\n"), "a.csv is empty; export it again from where it comes");
    // A first row that is broken is no reason to give up.
    let import = gdelt(&format!("broken\n{good}"));
    assert_eq!(
        (import.record.events.len(), outcomes(&import.report)),
        (1, vec![(Fate::Dropped, "row", 1, 1)])
    );
}
