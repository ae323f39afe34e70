use proptest::prelude::*;

use super::super::graph::value;
use super::super::report::Fate;
use super::super::xml::proof::{any_record, comes_back, outcomes, read, spoilt, try_read, without_sources};
use crate::dataset::record::{DatasetRecord, RelationshipRecord, VizRecord};
use crate::dataset::{ActorKind, AttributeKind, RelationshipKind};
use crate::exchange::export::losses;
use crate::exchange::{Format, Import, export};

fn gexf(text: &str) -> Import {
    read(Format::Gexf, text)
}

/// A graph with an inner text in the dress of 1.2.
fn graph(attributes: &str, inner: &str) -> Import {
    let head = "<?xml version='1.0'?><gexf xmlns='http://www.gexf.net/1.2draft' xmlns:v='http://www.gexf.net/1.2draft/viz' version='1.2'>";
    gexf(&format!("{head}<graph {attributes}>\n{inner}\n</graph></gexf>"))
}

const TWO: &str = "<nodes><node id='a' label='Anna'/><node id='b'/></nodes>";

fn tie(record: &DatasetRecord, nth: usize) -> &RelationshipRecord {
    &record.relationships[nth]
}

fn periods(record: &DatasetRecord) -> Vec<Option<&str>> {
    record.relationships.iter().map(|tie| tie.period.as_ref().map(|period| period.as_str())).collect()
}

#[test]
fn the_bundled_dataset_comes_back_as_it_went() {
    comes_back(Format::Gexf, without_sources());
}

#[test]
fn writing_is_the_same_each_time() {
    let bytes = || export(&without_sources(), Format::Gexf, false).expect("written").bytes;
    assert_eq!(bytes(), bytes());
    let text = String::from_utf8(bytes()).expect("UTF-8");
    assert!(text.contains("mode=\"dynamic\" timeformat=\"date\""), "{}", &text[..900]);
}

#[test]
fn directions_parallel_edges_and_missing_ids_are_read() {
    let edges = "<edges><edge source='a' target='b'/><edge id='1' source='a' target='b' type='undirected' label='knows'/>
        <edge id='k' source='b' target='a' type='mutual' kind='alliance' weight='2.5'/><edge source='a' target='b' type='directed' weight='3'/></edges>";
    let Import { record, report } = graph("defaultedgetype='directed'", &format!("{TWO}{edges}"));
    let ties = &record.relationships;
    assert_eq!(ties.iter().map(|tie| tie.mutual).collect::<Vec<_>>(), [false, true, true, false]);
    assert_eq!(tie(&record, 1).label.as_deref(), Some("knows"));
    assert_eq!((tie(&record, 2).id.as_str(), tie(&record, 2).kind), ("k", RelationshipKind::Alliance));
    let weights: Vec<_> = [2, 3]
        .map(|nth| {
            let weight = tie(&record, nth).attributes.iter().find(|each| each.name == "weight");
            weight.map(|weight| (weight.kind, weight.value.as_str()))
        })
        .into();
    assert_eq!(
        weights,
        [Some((Some(AttributeKind::Number), "2.5")), Some((Some(AttributeKind::Integer), "3"))]
    );
    assert_eq!(outcomes(&report), []);
    let undirected = graph("", &format!("{TWO}<edges><edge source='a' target='b'/></edges>"));
    assert!(tie(&undirected.record, 0).mutual, "undirected where nothing is said");
}

#[test]
fn attributes_have_their_types_and_defaults() {
    let inner = "<attributes class='node'><attribute id='0' title='age' type='integer'/>
        <attribute id='1' title='ok' type='boolean'><default>true</default></attribute>
        <attribute id='2' title='list' type='liststring'/></attributes>
        <attributes class='edge'><attribute id='0' title='sum' type='double'/></attributes>
        <nodes><node id='a' cool='x'><attvalues><attvalue for='0' value='12'/><attvalue for='1' value='0'/></attvalues></node>
        <node id='b'><attvalues><attvalue for='0' value='old'/><attvalue id='2' value='[x, y]'/><attvalue for='9' value='z'/></attvalues></node></nodes>
        <edges><edge source='a' target='b'><attvalues><attvalue for='0' value='1.5'/><attvalue for='0'/></attvalues></edge></edges>";
    let Import { record, report } = graph("", inner);
    let said = |nth: usize| {
        let all = record.actors[nth].attributes.iter();
        all.map(|each| (each.name.as_str(), each.kind, each.value.as_str())).collect::<Vec<_>>()
    };
    let (boolean, integer) = (Some(AttributeKind::Boolean), Some(AttributeKind::Integer));
    assert_eq!(said(0), [("cool", None, "x"), ("age", integer, "12"), ("ok", boolean, "false")]);
    assert_eq!(
        said(1),
        [("age", None, "old"), ("list", None, "[x, y]"), ("9", None, "z"), ("ok", boolean, "true")]
    );
    assert_eq!(tie(&record, 0).attributes[0].kind, Some(AttributeKind::Number));
    assert_eq!(
        outcomes(&report),
        [(Fate::Changed, "value", 1, 7), (Fate::Changed, "attribute", 1, 7), (Fate::Dropped, "value", 1, 8)]
    );
}

#[test]
fn times_become_periods() {
    let edges = "<edges>
        <edge id='p' source='a' target='b' start='2001-02-03' end='2002-01-01'/>
        <edge id='q' source='a' target='b' startopen='2001' endopen='2003'/>
        <edge id='r' source='a' target='b'><spells><spell start='2001'/><spell end='1999-12-31T23:00:00Z'/></spells></edge>
        <edge id='s' source='a' target='b' timestamp='2004'/>
        <edge id='t' source='a' target='b' timestamps='&lt;[2001, 2002]>'/>
        <edge id='u' source='a' target='b' intervals='&lt;[2001,2002);[-Infinity, 1999]>'/>
        <edge id='v' source='a' target='b' start='0.5' end='1.5'/>
        </edges>";
    let Import { record, report } = graph("mode='dynamic' timeformat='date'", &format!("{TWO}{edges}"));
    let expected = [
        "2001-02-03/2002-01-01",
        "2001/2003",
        "2001/..",
        "../1999-12-31",
        "2004",
        "2001",
        "2002",
        "2001/2002",
        "../1999",
    ];
    let expected: Vec<_> = expected.into_iter().map(Some).chain([None]).collect();
    assert_eq!(periods(&record), expected);
    assert_eq!(value(&record.relationships[9].attributes, "spells"), Some("0.5/1.5"));
    assert_eq!(
        outcomes(&report),
        [(Fate::Changed, "time", 2, 4), (Fate::Changed, "edge", 3, 5), (Fate::Changed, "edge", 1, 9)]
    );
}

#[test]
fn of_values_over_time_one_counts_and_the_rest_is_told() {
    let inner = "<attributes class='node' mode='dynamic'><attribute id='0' title='n' type='long'/><attribute id='1' title='m' type='long'/></attributes>
        <nodes><node id='a'><attvalues>
        <attvalue for='0' value='1' start='2001' end='2002'/>
        <attvalue for='0' value='2'/>
        <attvalue for='0' value='3' start='2003'/>
        <attvalue for='1' value='4' end='2003'/>
        <attvalue for='1' value='5' start='2003'/></attvalues></node></nodes>";
    let Import { record, report } = graph("mode='dynamic'", inner);
    let of = |name| value(&record.actors[0].attributes, name);
    assert_eq!((of("n"), of("m")), (Some("2"), Some("5")));
    assert_eq!(outcomes(&report), [(Fate::Dropped, "value", 3, 4), (Fate::Changed, "value", 1, 8)]);
    assert!(report.to_text().contains("n = 1, 2001/2002"), "{}", report.to_text());
}

#[test]
fn nodes_in_nodes_are_part_of_them() {
    let nodes = "<nodes><node id='a'><nodes><node id='b'/></nodes></node><node id='c' pid='a'/>
        <node id='d'><parents><parent for='a'/><parent for='b'/></parents></node><node label='x'><nodes><node id='e'/></nodes></node></nodes>";
    let Import { record, report } = graph("", nodes);
    let parts: Vec<_> = record
        .actors
        .iter()
        .map(|actor| {
            (actor.id.as_str(), actor.part_of.iter().map(|part| part.actor.as_str()).collect::<Vec<_>>())
        })
        .collect();
    assert_eq!(parts, [("a", vec![]), ("b", vec!["a"]), ("c", vec!["a"]), ("d", vec!["a"])]);
    assert_eq!(outcomes(&report), [(Fate::Dropped, "membership", 1, 3), (Fate::Dropped, "node", 1, 3)]);
}

#[test]
fn nodes_may_come_after_the_edges() {
    let later = "<nodes><node id='c' label='Cleo'/></nodes>";
    let edges = "<edges><edge source='a' target='c'/><edge source='a' target='b'/></edges>";
    for inner in [format!("{edges}{TWO}{later}"), format!("{TWO}{edges}{later}")] {
        let Import { record, report } = graph("", &inner);
        let mut names: Vec<_> = record.actors.iter().map(|actor| actor.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!((names, record.relationships.len()), (vec!["Anna", "Cleo", "b"], 2));
        assert_eq!(outcomes(&report), []);
        assert!(report.to_text().contains("read: 3 nodes, 2 edges\n"), "{}", report.to_text());
    }
}

#[test]
fn looks_are_kept_whatever_the_prefix() {
    let nodes = "<nodes><node id='a'><v:color r='255' g='0' b='9' a='0.5'/><v:position x='1.5' y='-2' z='0'/><v:size value='3'/><v:shape value='disc'/></node>
        <node id='b'><color hex='#ABCDEF'/><viz:size xmlns:viz='u' value='big'/></node></nodes>
        <edges><edge source='a' target='b'><v:thickness value='2'/><v:color r='1' g='2' b='3'/></edge></edges>";
    let Import { record, report } = graph("", nodes);
    let viz = |nth: usize| record.actors[nth].viz.clone();
    let first = VizRecord {
        x: Some(1.5),
        y: Some(-2.0),
        z: Some(0.0),
        size: Some(3.0),
        colour: Some("ff0009".to_owned()),
        opacity: Some(0.5),
        shape: Some("disc".to_owned()),
    };
    assert_eq!(viz(0), Some(first));
    assert_eq!(viz(1).and_then(|viz| viz.colour).as_deref(), Some("abcdef"));
    let of = |name| value(&tie(&record, 0).attributes, name);
    assert_eq!((of("viz:thickness"), of("viz:color")), (Some("2"), Some("#010203")));
    assert_eq!(outcomes(&report), [(Fate::Dropped, "look", 1, 3)]);
    comes_back(Format::Gexf, record);
}

#[test]
fn the_head_of_the_file_is_read() {
    let text = "<gexf><meta lastmodifieddate='2024-01-02'><creator>Gephi</creator><description>Who knows whom</description><keywords>a, b</keywords></meta>
        <graph name='Friends' start='2001'><nodes/><strange>x</strange></graph></gexf>";
    let Import { record, report } = gexf(text);
    assert_eq!((record.title.as_str(), record.description.as_deref()), ("Friends", Some("Who knows whom")));
    assert!(report.notes.iter().any(|note| note.contains("Gephi")), "{:?}", report.notes);
    assert_eq!(
        outcomes(&report),
        [(Fate::Dropped, "graph attribute", 2, 1), (Fate::Dropped, "element", 1, 2)]
    );
}

#[test]
fn broken_graphs_have_their_outcome() {
    let inner = format!("{TWO}<nodes><node id='a'/></nodes>
        <edges><edge source='a' target='c'/><edge source='a'/>
        <edge id='1' source='b' target='a'/><edge id='1' source='a' target='b'/><edge source='b' target='b'/></edges>");
    let Import { record, report } = graph("", &inner);
    assert_eq!((record.actors.len(), record.relationships.len()), (3, 3));
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Merged, "node", 1, 2),
            (Fate::Dropped, "edge", 1, 3),
            (Fate::Dropped, "edge", 1, 4),
            (Fate::Changed, "node", 1, 3)
        ]
    );
    let nothing = gexf("<gexf/>").record;
    assert_eq!((nothing.actors.len(), nothing.title.as_str()), (0, "graph"));
    let truncated = try_read(Format::Gexf, b"<gexf>\n<graph>\n<nodes>".to_vec()).expect_err("truncated");
    assert!(truncated.starts_with("graph.xml:3: the file ends within <nodes>"), "{truncated}");
}

#[test]
fn a_declared_encoding_is_read() {
    let text = "<?xml version='1.0' encoding='ISO-8859-1'?><gexf><graph><nodes><node id='a' label='Zo\u{eb}'/></nodes></graph></gexf>";
    let bytes: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let import = try_read(Format::Gexf, bytes).expect("a graph");
    assert_eq!(import.record.actors[0].name, "Zo\u{eb}");
}

#[test]
fn what_it_cannot_hold_is_told() {
    let Import { mut record, .. } = graph("", TWO);
    record.actors[0].viz = Some(VizRecord { opacity: Some(0.5), ..VizRecord::default() });
    let typed = |kind, value: &str| crate::dataset::record::AttributeRecord {
        name: "n".to_owned(),
        kind: Some(kind),
        value: value.to_owned(),
    };
    record.actors[0].attributes = vec![typed(AttributeKind::Integer, "1")];
    record.actors[1].attributes = vec![typed(AttributeKind::Boolean, "true")];
    let losses = losses(&record, Format::Gexf).join("; ");
    assert!(
        losses.contains("1 opacity") && losses.contains("1 attribute has values of several types"),
        "{losses}"
    );
}

proptest! {
    #[test]
    fn any_graph_comes_back_as_it_went(record in any_record()) {
        comes_back(Format::Gexf, record);
    }

    #[test]
    fn spoilt_files_are_read_or_refused(bytes in spoilt(sample())) {
        let _ = try_read(Format::Gexf, bytes);
    }
}

fn sample() -> Vec<u8> {
    let mut record = without_sources();
    record.events.truncate(5);
    record.relationships.truncate(5);
    export(&record, Format::Gexf, false).expect("written").bytes
}

#[test]
fn a_large_graph_is_read_as_a_small_one() {
    let many = crate::exchange::graph::HANDFUL * 2;
    let nodes: String = (0..many).map(|nth| format!("<node id='p{nth}' label='Person {nth}'/>")).collect();
    let last = "<node id='c' label='Chad'/><node id='d' pid='p7'/><node id='p1' label='again'/>";
    let edges = "<edges><edge source='p0' target='c'/><edge source='d' target='late'/></edges>";
    let Import { record, report } = graph(
        "",
        &format!("<nodes>{nodes}{last}</nodes>{edges}<nodes><node id='late' label='Late'/></nodes>"),
    );
    let actor = |id: &str| record.actors.iter().find(|actor| actor.id == id).expect(id);
    assert_eq!(record.actors.len(), many + 3);
    assert_eq!(actor("c").kind, ActorKind::Unspecified, "among people Chad is a person");
    assert_eq!(actor("d").part_of[0].actor, "p7");
    assert_eq!((actor("p1").name.as_str(), actor("late").name.as_str()), ("Person 1", "Late"));
    assert_eq!(record.relationships.iter().map(|tie| tie.to.as_str()).collect::<Vec<_>>(), ["c", "late"]);
    assert_eq!(outcomes(&report), [(Fate::Merged, "node", 1, 2)]);
}
