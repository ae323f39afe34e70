use proptest::prelude::*;

use super::super::graph::value;
use super::super::report::Fate;
use super::super::xml::proof::{any_record, comes_back, outcomes, read, spoilt, try_read, without_sources};
use crate::dataset::record::{AttributeRecord, DatasetRecord, RelationshipRecord, VizRecord};
use crate::dataset::{AttributeKind, RelationshipKind};
use crate::exchange::{Format, Import, export};

fn graphml(text: &str) -> Import {
    read(Format::GraphMl, text)
}

/// A file of these keys and the inside of its graph.
fn file(keys: &str, graph: &str) -> Import {
    let head = "<?xml version='1.0'?><graphml xmlns='http://graphml.graphdrawing.org/xmlns' xmlns:y='http://www.yworks.com/xml/graphml'>";
    graphml(&format!("{head}{keys}\n{graph}\n</graphml>"))
}

const TWO: &str = "<node id='a'/><node id='b'/>";

fn tie(record: &DatasetRecord, nth: usize) -> &RelationshipRecord {
    &record.relationships[nth]
}

/// The ends of the ties, and whether they go both ways.
fn ties(record: &DatasetRecord) -> Vec<(&str, &str, bool)> {
    record.relationships.iter().map(|tie| (tie.from.as_str(), tie.to.as_str(), tie.mutual)).collect()
}

fn said(attributes: &[AttributeRecord]) -> Vec<(&str, Option<AttributeKind>, &str)> {
    attributes.iter().map(|each| (each.name.as_str(), each.kind, each.value.as_str())).collect()
}

fn place(x: f64, y: f64) -> VizRecord {
    VizRecord { x: Some(x), y: Some(y), ..VizRecord::default() }
}

#[test]
fn the_bundled_dataset_comes_back_as_it_went() {
    comes_back(Format::GraphMl, without_sources());
}

#[test]
fn writing_is_the_same_each_time() {
    let bytes = || export(&without_sources(), Format::GraphMl, false).expect("written").bytes;
    assert_eq!(bytes(), bytes());
}

#[test]
fn keys_have_types_scopes_and_defaults() {
    let keys = "<key id='k0' for='node' attr.name='age' attr.type='int'><desc>In years</desc><default>30</default></key>
        <key id='k1' for='all' attr.name='ok' attr.type='boolean'><default>true</default></key>
        <key id='k2' for='edge' attr.name='sum' attr.type='double'/>
        <key id='k3' for='graph' attr.name='year' attr.type='long'><default>2001</default></key>
        <key id='bare'/>";
    let graph = "<graph edgedefault='directed'><node id='a'><data key='k0'>12</data><data key='k1'>False</data></node>
        <node id='b'><data key='k0'>old</data><data key='bare'> x </data><data key='who'>z</data></node>
        <edge source='a' target='b'><data key='k2'>1.5</data></edge></graph>";
    let Import { record, report } = file(keys, graph);
    let (boolean, integer) = (Some(AttributeKind::Boolean), Some(AttributeKind::Integer));
    assert_eq!(said(&record.actors[0].attributes), [("age", integer, "12"), ("ok", boolean, "false")]);
    assert_eq!(
        said(&record.actors[1].attributes),
        [("age", None, "old"), ("bare", None, " x "), ("who", None, "z"), ("ok", boolean, "true")]
    );
    let number = Some(AttributeKind::Number);
    assert_eq!(said(&tie(&record, 0).attributes), [("sum", number, "1.5"), ("ok", boolean, "true")]);
    assert_eq!(outcomes(&report), [(Fate::Changed, "value", 1, 7), (Fate::Changed, "attribute", 1, 7)]);
}

#[test]
fn each_edge_may_have_its_own_direction_and_parallel_ones_stay() {
    let edges = "<edge source='a' target='b'/><edge id='e' source='a' target='b' directed='false'/>
        <edge source='b' target='a' directed='true'/><edge source='a' target='b'/>";
    let directed = file("", &format!("<graph edgedefault='directed'>{TWO}{edges}</graph>")).record;
    let expected = [("a", "b", false), ("a", "b", true), ("b", "a", false), ("a", "b", false)];
    assert_eq!(ties(&directed), expected);
    let undirected = file("", &format!("<graph edgedefault='undirected'>{TWO}{edges}</graph>")).record;
    let is_mutual: Vec<bool> = undirected.relationships.iter().map(|tie| tie.mutual).collect();
    assert_eq!(is_mutual, [true, true, false, true]);
}

#[test]
fn graphs_in_nodes_are_parts_of_them() {
    let graph = "<graph edgedefault='directed'><node id='a'><graph id='a:' edgedefault='undirected'>
        <node id='b'/><node id='c'><graph><node id='d'/><edge source='d' target='b'/></graph></node></graph></node>
        <edge source='a' target='d'><graph><node id='e'/></graph></edge></graph>";
    let Import { record, report } = file("", graph);
    let parts: Vec<_> = record
        .actors
        .iter()
        .map(|actor| (actor.id.as_str(), actor.part_of.first().map(|part| part.actor.as_str())))
        .collect();
    assert_eq!(parts, [("a", None), ("b", Some("a")), ("c", Some("a")), ("d", Some("c")), ("e", None)]);
    assert_eq!(ties(&record), [("d", "b", true), ("a", "d", false)], "the inner graph says what it has");
    assert_eq!(outcomes(&report), []);
}

#[test]
fn a_hyperedge_becomes_a_node_that_is_tied_to_its_ends() {
    let keys = "<key id='n' for='hyperedge' attr.name='name'/><key id='k' for='all' attr.name='kind'/>";
    let graph = format!(
        "<graph edgedefault='undirected'>{TWO}<node id='c'/>
        <hyperedge id='b'><desc>Signed in spring</desc><data key='n'>Pact</data><data key='k'>agreement</data>
        <endpoint node='a' type='in'/><endpoint node='b' type='out'/><endpoint node='c' port='North'/><endpoint/></hyperedge>
        <hyperedge><endpoint node='a'/></hyperedge></graph>"
    );
    let Import { record, report } = file(keys, &graph);
    let pact = &record.instruments[0];
    assert_eq!((pact.id.as_str(), pact.name.as_str()), ("b-2", "Pact"), "the key of a node is not taken");
    assert_eq!(pact.note.as_deref(), Some("Signed in spring"));
    assert_eq!(
        ties(&record),
        [("a", "b-2", false), ("b-2", "b", false), ("b-2", "c", true), ("hyperedge", "a", true)]
    );
    assert_eq!(outcomes(&report), [(Fate::Dropped, "endpoint", 1, 4), (Fate::Changed, "hyperedge", 2, 3)]);
}

#[test]
fn ports_are_told_and_the_ends_at_them_kept() {
    let graph = "<graph edgedefault='undirected'><node id='a'><port name='North'><data key='x'>1</data></port></node><node id='b'/>
        <edge source='a' target='b' sourceport='North'/></graph>";
    let Import { record, report } = file("", graph);
    assert_eq!(said(&tie(&record, 0).attributes), [("sourceport", None, "North")]);
    assert_eq!(outcomes(&report), [(Fate::Dropped, "port", 1, 2)]);
}

#[test]
fn the_graph_has_a_title_and_descriptions_are_notes() {
    let keys = "<desc>Not this one</desc><key id='n' for='graph' attr.name='name'/><key id='y' for='graph' attr.name='year'/>";
    let graph = "<graph id='G' edgedefault='undirected'><desc>Who knows whom</desc><data key='n'>Friends</data><data key='y'>2001</data>
        <node id='a'><desc>The first</desc></node><node id='b'/><edge source='a' target='b'><desc>Since school</desc></edge>
        <locator href='elsewhere'/></graph>
        <graph id='H'><node id='z'/></graph>";
    let Import { record, report } = file(keys, graph);
    assert_eq!((record.title.as_str(), record.description.as_deref()), ("Friends", Some("Not this one")));
    assert_eq!(record.actors[0].note.as_deref(), Some("The first"));
    assert_eq!(tie(&record, 0).note.as_deref(), Some("Since school"));
    assert_eq!(record.actors.len(), 2, "the second graph is left out");
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Dropped, "graph attribute", 1, 2),
            (Fate::Dropped, "element", 1, 4),
            (Fate::Dropped, "graph", 1, 5)
        ]
    );
}

#[test]
fn xml_of_other_programs_within_data_is_told() {
    let keys = "<key id='k' for='node' attr.name='picture'/>";
    let graph = "<graph><node id='a'><data key='k'><svg><g>x</g></svg></data></node></graph>";
    let Import { report, .. } = file(keys, graph);
    assert_eq!(outcomes(&report), [(Fate::Dropped, "element", 1, 2)]);
    assert_eq!(report.notes, Vec::<String>::new());
}

#[test]
fn networkx_and_igraph_are_read() {
    let keys = "<key id='d6' for='edge' attr.name='weight' attr.type='double'/><key id='d2' for='node' attr.name='label' attr.type='string'/>
        <key id='v_name' for='node' attr.name='name' attr.type='string'/><key id='x' for='node' attr.name='x' attr.type='double'/>";
    let graph = "<graph edgedefault='undirected'><node id='n0'><data key='v_name'>Anna</data><data key='x'>7</data></node>
        <node id='n1'><data key='v_name'>ben</data><data key='d2'>Ben</data></node>
        <edge source='n0' target='n1' id='0'><data key='d6'>2.5</data></edge></graph>";
    let Import { record, report } = file(keys, graph);
    let names: Vec<_> = record.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
    assert_eq!(names, [("anna", "Anna"), ("ben", "Ben")]);
    assert_eq!(value(&record.actors[1].attributes, "name"), Some("ben"));
    assert_eq!(
        (value(&record.actors[0].attributes, "x"), &record.actors[0].viz),
        (Some("7"), &None),
        "no place"
    );
    assert_eq!(value(&tie(&record, 0).attributes, "weight"), Some("2.5"));
    assert_eq!(outcomes(&report), []);
}

#[test]
fn gephi_is_read() {
    let mut keys = String::new();
    for (id, kind) in [
        ("label", "string"),
        ("x", "float"),
        ("y", "float"),
        ("size", "float"),
        ("r", "int"),
        ("g", "int"),
        ("b", "int"),
    ] {
        keys += &format!("<key attr.name='{id}' attr.type='{kind}' for='node' id='{id}'/>");
    }
    keys += "<key attr.name='Edge Label' attr.type='string' for='edge' id='edgelabel'/><key attr.name='weight' attr.type='double' for='edge' id='weight'/>
        <key attr.name='start' for='edge' id='start'/><key attr.name='end' for='edge' id='end'/>";
    let datum = |key: &str, value: &str| format!("<data key='{key}'>{value}</data>");
    let looks = [
        ("label", "Anna"),
        ("size", "10.0"),
        ("r", "255"),
        ("g", "0"),
        ("b", "10"),
        ("x", "-1.5"),
        ("y", "2"),
    ];
    let looks: String = looks.iter().map(|(key, value)| datum(key, value)).collect();
    let graph = format!(
        "<graph edgedefault='undirected'><node id='1'>{looks}</node><node id='2'>{}</node>
        <edge id='0' source='1' target='2'>{}{}{}{}</edge></graph>",
        datum("size", "big"),
        datum("edgelabel", "alliance"),
        datum("weight", "1.0"),
        datum("start", "2001-05-01"),
        datum("end", "2002"),
    );
    let Import { record, .. } = file(&keys, &graph);
    let expected = VizRecord { size: Some(10.0), colour: Some("ff000a".to_owned()), ..place(-1.5, 2.0) };
    assert_eq!((record.actors[0].name.as_str(), &record.actors[0].viz), ("Anna", &Some(expected)));
    assert_eq!(said(&record.actors[0].attributes), [("id", None, "1")]);
    assert_eq!(value(&record.actors[1].attributes, "size"), Some("big"));
    assert_eq!(tie(&record, 0).kind, RelationshipKind::Alliance);
    assert_eq!(tie(&record, 0).period.as_ref().map(|period| period.as_str()), Some("2001-05-01/2002"));
    comes_back(Format::GraphMl, record);
}

#[test]
fn yed_is_read() {
    let keys = "<key for='node' id='d6' yfiles.type='nodegraphics'/><key for='edge' id='d10' yfiles.type='edgegraphics'/>
        <key for='graphml' id='d7' yfiles.type='resources'/><key attr.name='description' attr.type='string' for='node' id='d5'/>";
    let node = "<data key='d5' xml:space='preserve'><![CDATA[A & B]]></data><data key='d6'><y:ShapeNode><y:Geometry height='30.0' width='50.0' x='100.0' y='20.0'/>
        <y:Fill color='#FFCC0080' transparent='false'/><y:BorderStyle color='#000000'/><y:NodeLabel fontSize='12'>Anna<y:LabelModel><y:SmartNodeLabelModel/></y:LabelModel></y:NodeLabel>
        <y:NodeLabel>second</y:NodeLabel><y:Shape type='ellipse'/></y:ShapeNode></data>";
    let group = "<data key='d6'><y:ProxyAutoBoundsNode><y:Realizers active='0'><y:GroupNode><y:Fill transparent='true' color='#111111'/><y:NodeLabel>Group</y:NodeLabel></y:GroupNode>
        <y:GroupNode><y:NodeLabel/></y:GroupNode></y:Realizers></y:ProxyAutoBoundsNode></data>";
    let edge = |arrows: &str| {
        format!("<edge source='n0' target='n1'><data key='d10'><y:PolyLineEdge><y:LineStyle color='#FF0000' type='dashed' width='1.0'/><y:Arrows {arrows}/>
        <y:EdgeLabel>knows</y:EdgeLabel></y:PolyLineEdge></data></edge>")
    };
    let (one, both, none) = (
        edge("source='none' target='standard'"),
        edge("source='delta' target='standard'"),
        edge("source='none' target='none'"),
    );
    let graph = format!(
        "<graph edgedefault='directed' id='G' parse.nodes='2'><node id='n0'>{node}</node><node id='n1' yfiles.foldertype='group'>{group}<graph id='n1:'/></node>
        {one}{both}{none}</graph><data key='d7'><y:Resources/></data>"
    );
    let Import { record, report } = file(keys, &graph);
    let viz = VizRecord {
        size: Some(50.0),
        colour: Some("ffcc00".to_owned()),
        opacity: Some(128.0 / 255.0),
        shape: Some("ellipse".to_owned()),
        ..place(125.0, -35.0)
    };
    assert_eq!((record.actors[0].name.as_str(), &record.actors[0].viz), ("Anna", &Some(viz)));
    assert_eq!(said(&record.actors[0].attributes), [("description", None, "A & B"), ("id", None, "n0")]);
    assert_eq!((record.actors[1].name.as_str(), &record.actors[1].viz), ("Group", &None));
    assert_eq!(ties(&record).iter().map(|(.., mutual)| *mutual).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(tie(&record, 0).label.as_deref(), Some("knows"));
    assert_eq!(
        said(&tie(&record, 0).attributes),
        [("viz:color", None, "#ff0000"), ("viz:shape", None, "dashed")]
    );
    assert_eq!(outcomes(&report), [(Fate::Dropped, "label", 1, 5)]);
    comes_back(Format::GraphMl, record);
}

#[test]
fn broken_graphs_have_their_outcome() {
    let graph = format!(
        "<graph edgedefault='directed'>{TWO}<node id='a'/><node/>
        <edge source='a' target='c'/><edge source='a'/><edge source='b' target='b'/></graph>"
    );
    let Import { record, report } = file("", &graph);
    assert_eq!((record.actors.len(), record.relationships.len()), (3, 1));
    assert_eq!(
        outcomes(&report),
        [
            (Fate::Dropped, "node", 1, 2),
            (Fate::Dropped, "edge", 1, 3),
            (Fate::Merged, "node", 1, 2),
            (Fate::Changed, "node", 1, 3),
            (Fate::Dropped, "edge", 1, 3)
        ]
    );
    let told = |text: &str| try_read(Format::GraphMl, text.as_bytes().to_vec()).expect_err(text);
    assert!(told("<gexf/>").starts_with("graph.xml:1: the outermost element is <gexf>, not <graphml>"));
    assert!(told("<graphml>\n<graph>").starts_with("graph.xml:2: the file ends within <graph>"));
    let laughs = "<!DOCTYPE g [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><graphml><desc>&b;</desc></graphml>";
    assert!(told(laughs).contains("declares entities"), "{}", told(laughs));
    let deep = "<node id='a'><graph>".repeat(200);
    assert!(told(&format!("<graphml><graph>{deep}")).contains("deep"));
    assert_eq!(graphml("<graphml/>").record.title, "graph");
}

#[test]
fn large_files_are_handed_on_in_parts() {
    let edges = "<edge source='a' target='b'/>".repeat(5000);
    let late =
        "<edge source='a' target='c'/><node id='c'/><hyperedge id='a'><endpoint node='c'/></hyperedge>";
    let Import { record, report } =
        file("", &format!("<graph>{TWO}{late}{edges}<edge source='c' target='b'/></graph>"));
    assert_eq!(record.relationships.len(), 5003);
    assert_eq!(
        record.actors.iter().map(|actor| actor.id.as_str()).collect::<Vec<_>>(),
        ["a", "b", "c", "a-2"]
    );
    assert_eq!(outcomes(&report), [(Fate::Changed, "hyperedge", 1, 2)]);
}

#[test]
fn mutual_ties_among_directed_ones_are_marked_and_told() {
    let edges = "<edge source='a' target='b'/><edge source='b' target='a' directed='false'/>";
    let mixed = file("", &format!("<graph edgedefault='directed'>{TWO}{edges}</graph>")).record;
    let Export { bytes, losses } = written(&mixed);
    assert!(!bytes.contains("directed=\"false\"") && bytes.contains("edgedefault=\"directed\""), "{bytes}");
    assert_eq!(losses, ["1 mutual tie becomes a directed edge (an attribute says that it is mutual)"]);
    let mut mutual = mixed;
    mutual.relationships.remove(0);
    let Export { bytes, losses } = written(&mutual);
    assert!(bytes.contains("edgedefault=\"undirected\"") && !bytes.contains("detente:mutual"), "{bytes}");
    assert_eq!(losses, Vec::<String>::new());
}

struct Export {
    bytes: String,
    losses: Vec<String>,
}

fn written(record: &DatasetRecord) -> Export {
    let export = export(record, Format::GraphMl, false).expect("written");
    Export { bytes: String::from_utf8(export.bytes).expect("UTF-8"), losses: export.losses }
}

#[test]
fn attributes_called_as_the_looks_are_stay_attributes() {
    let mut record =
        file("", &format!("<graph edgedefault='directed'>{TWO}<edge source='a' target='b'/></graph>")).record;
    let typed = |name: &str, value: &str| AttributeRecord {
        name: name.to_owned(),
        kind: Some(AttributeKind::Integer),
        value: value.to_owned(),
    };
    record.actors[0].attributes =
        vec![typed("x", "1"), typed("label", "2"), typed("r", "3"), typed("x", "4")];
    record.actors[1].viz = Some(VizRecord { opacity: Some(0.5), ..place(0.0, 1e9) });
    record.relationships[0].attributes = vec![typed("label", "5"), typed("start", "6")];
    comes_back(Format::GraphMl, record);
}

proptest! {
    #[test]
    fn any_graph_comes_back_as_it_went(record in any_record()) {
        comes_back(Format::GraphMl, record);
    }

    #[test]
    fn spoilt_files_are_read_or_refused(bytes in spoilt(sample())) {
        let _ = try_read(Format::GraphMl, bytes);
    }
}

fn sample() -> Vec<u8> {
    let mut record = without_sources();
    record.events.truncate(5);
    record.relationships.truncate(5);
    export(&record, Format::GraphMl, false).expect("written").bytes
}
