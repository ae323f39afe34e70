//! What the tests of GEXF and GraphML share.

use proptest::prelude::*;

use crate::dataset::record::{AttributeRecord, DatasetRecord, VizRecord};
use crate::dataset::{AttributeKind, Edtf, bundled, check, codes, save};
use crate::exchange::graph::{self, Edge, Graph, Node, join, text};
use crate::exchange::report::{Fate, Report};
use crate::exchange::{Format, Import, Options, export, import_bytes};

/// Reads a text, which must make a dataset without an error.
pub(in crate::exchange) fn read(format: Format, text: &str) -> Import {
    try_read(format, text.as_bytes().to_vec()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Reads bytes. What is read must be without an error.
pub(in crate::exchange) fn try_read(format: Format, bytes: Vec<u8>) -> Result<Import, String> {
    let options = Options { format: Some(format), ..Options::default() };
    let import = import_bytes("graph.xml", bytes, &options).map_err(|error| error.to_string())?;
    let errors: Vec<_> = check::check(&import.record)
        .into_iter()
        .filter(|finding| finding.code.severity() == codes::Severity::Error)
        .map(|finding| finding.message)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    Ok(import)
}

/// The bytes of a dataset in a format.
pub(in crate::exchange) fn written_as(record: &DatasetRecord, format: Format) -> Vec<u8> {
    export(record, format, false).expect("written").bytes
}

/// What became of what, how often, and the line of the first.
pub(in crate::exchange) fn outcomes(report: &Report) -> Vec<(Fate, &str, u64, u64)> {
    let of =
        |outcome: &'_ crate::exchange::report::Outcome| outcome.first.first().map_or(0, |first| first.line);
    report.outcomes.iter().map(|each| (each.fate, each.what, each.count, of(each))).collect()
}

/// The bundled dataset without what no graph holds: the keys of its evidence stand in an attribute.
pub(in crate::exchange) fn without_sources() -> DatasetRecord {
    let mut record = save::to_record(&bundled::load().dataset.expect("the bundled dataset"));
    record.documents.clear();
    record.excerpts.clear();
    let moved = |evidence: &mut Vec<String>, attributes: &mut Vec<AttributeRecord>| {
        if !evidence.is_empty() {
            attributes.push(text("detente:evidence", join(evidence)));
        }
        evidence.clear();
    };
    record.instruments.iter_mut().for_each(|row| moved(&mut row.evidence, &mut row.attributes));
    record.relationships.iter_mut().for_each(|row| moved(&mut row.evidence, &mut row.attributes));
    record.events.iter_mut().for_each(|row| moved(&mut row.evidence, &mut row.attributes));
    for actor in &mut record.actors {
        actor.part_of.iter_mut().for_each(|part| part.evidence.clear());
        actor.office.iter_mut().for_each(|office| office.evidence.clear());
    }
    record
}

/// Attributes by name, since their order says nothing.
pub(in crate::exchange) fn sorted(mut record: DatasetRecord) -> DatasetRecord {
    let sort = |attributes: &mut Vec<AttributeRecord>| attributes.sort_by(|a, b| a.name.cmp(&b.name));
    record.actors.iter_mut().for_each(|row| sort(&mut row.attributes));
    record.instruments.iter_mut().for_each(|row| sort(&mut row.attributes));
    record.relationships.iter_mut().for_each(|row| sort(&mut row.attributes));
    record.events.iter_mut().for_each(|row| sort(&mut row.attributes));
    record
}

/// Writes a dataset, and reads it again: it must be the same, and nothing to tell.
pub(in crate::exchange) fn comes_back(format: Format, record: DatasetRecord) {
    let export = export(&record, format, false).expect("a format that is written");
    let again = try_read(format, export.bytes.clone());
    let shown = String::from_utf8_lossy(&export.bytes);
    let again = again.unwrap_or_else(|error| panic!("{error}\n{shown}"));
    assert_eq!(again.report.outcomes, [], "{shown}");
    assert_eq!(sorted(again.record), sorted(record), "{shown}");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]", "[A-Z]{3}", "\\PC{0,8}", "[\n\t &<>\"x]{0,4}", Just("NZL".to_owned())]
}

/// Attributes whose names tell their types.
fn any_attribute() -> impl Strategy<Value = AttributeRecord> {
    let typed = |name: &str, kind: AttributeKind, value: String| AttributeRecord {
        name: name.to_owned(),
        kind: Some(kind),
        value,
    };
    prop_oneof![
        (any_text(), any_text()).prop_map(|(name, value)| text(format!("t{name}"), value)),
        any::<i64>().prop_map(move |value| typed("whole", AttributeKind::Integer, value.to_string())),
        (-9.0..9.0_f64).prop_map(move |value| typed("part", AttributeKind::Number, value.to_string())),
        any::<bool>().prop_map(move |value| typed("is", AttributeKind::Boolean, value.to_string())),
        (-9_i64..9).prop_map(move |value| typed("weight", AttributeKind::Integer, value.to_string())),
    ]
}

fn any_attributes() -> impl Strategy<Value = Vec<AttributeRecord>> {
    prop::collection::vec(any_attribute(), 0..4)
}

prop_compose! {
    fn any_viz()(
        x in prop::option::of(-1e9..1e9_f64),
        y in prop::option::of(-9.0..9.0_f64),
        size in prop::option::of(0.0..9.0_f64),
        colour in prop::option::of("[0-9a-f]{6}"),
        shape in prop::option::of("[a-z]{1,5}"),
    ) -> VizRecord {
        VizRecord { x, y, size, colour, shape, ..VizRecord::default() }
    }
}

prop_compose! {
    fn any_node()(
        id in any_text(),
        label in prop::option::of(any_text()),
        viz in prop::option::of(any_viz()),
        attributes in any_attributes(),
    ) -> Node {
        let viz = viz.filter(|viz| *viz != VizRecord::default());
        Node { id, label, viz, attributes, ..Node::default() }
    }
}

prop_compose! {
    fn any_edge()(
        id in prop::option::of(any_text()),
        from in any_text(),
        to in any_text(),
        is_directed: bool,
        label in prop::option::of(any_text()),
        attributes in any_attributes(),
        date in prop::option::of(prop::sample::select(vec!["2025-01-02", "2025-01~", "1999/..", "../2001-05-06"])),
    ) -> Edge {
        let mut edge = Edge { id, from, to, is_directed, label, attributes, ..Edge::default() };
        if let Some(date) = date {
            edge.attributes.push(text("detente:record", "relationship"));
            edge.attributes.push(text("detente:period", date));
            edge.spells = Edtf::parse(date).iter().map(graph::Spell::of).collect();
        }
        edge
    }
}

prop_compose! {
    /// A dataset that came of a graph.
    pub(in crate::exchange) fn any_record()(
        nodes in prop::collection::vec(any_node(), 0..6),
        edges in prop::collection::vec(any_edge(), 0..8),
        title in "[a-z<&\"]{1,8}",
    ) -> DatasetRecord {
        let graph = Graph { title: Some(title), nodes, edges, ..Graph::default() };
        graph::into_record(graph, "graph", &mut Report::default())
    }
}

prop_compose! {
    /// Bytes that were once a file, cut, changed or doubled here and there.
    pub(in crate::exchange) fn spoilt(bytes: Vec<u8>)(
        changes in prop::collection::vec((0..3_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) -> Vec<u8> {
        let mut bytes = bytes.clone();
        for (how, at, to, byte) in changes {
            if bytes.is_empty() {
                break;
            }
            let (at, to) = (at.index(bytes.len()), to.index(bytes.len()));
            let (at, to) = (at.min(to), at.max(to).min(at.min(to) + 200));
            match how {
                0 => bytes.truncate(at),
                1 => bytes[at] = byte,
                _ => {
                    let part = bytes[at..to].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        bytes
    }
}
