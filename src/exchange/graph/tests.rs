use proptest::prelude::*;

use super::*;
use crate::dataset::record::{DatasetRecord, RelationshipRecord};
use crate::dataset::{ActorKind, RelationshipKind, bundled, check, codes, save};
use crate::exchange::report::{Fate, Report};

/// The bundled dataset without what no graph holds: the keys of its evidence stand in an attribute.
fn without_sources() -> DatasetRecord {
    let dataset = bundled::load().dataset.expect("the bundled dataset");
    let mut record = save::to_record(&dataset);
    record.documents.clear();
    record.excerpts.clear();
    let moved = |evidence: &mut Vec<String>, attributes: &mut Vec<AttributeRecord>| {
        let evidence = std::mem::take(evidence);
        if !evidence.is_empty() {
            attributes.push(text("detente:evidence", join(&evidence)));
        }
    };
    for row in &mut record.instruments {
        moved(&mut row.evidence, &mut row.attributes);
    }
    for row in &mut record.relationships {
        moved(&mut row.evidence, &mut row.attributes);
    }
    for row in &mut record.events {
        moved(&mut row.evidence, &mut row.attributes);
    }
    for actor in &mut record.actors {
        actor.part_of.iter_mut().for_each(|part| part.evidence.clear());
        actor.office.iter_mut().for_each(|office| office.evidence.clear());
    }
    record
}

#[test]
fn a_dataset_comes_back_from_its_graph_as_it_went() {
    let record = without_sources();
    let mut report = Report::default();
    let again = into_record(of_record(&record), "graph", &mut report);
    assert_eq!(report.outcomes, []);
    assert_eq!(again, record);
}

fn node(id: &str, label: &str) -> Node {
    Node { id: id.to_owned(), label: Some(label.to_owned()), ..Node::default() }
}

fn edge(from: &str, to: &str) -> Edge {
    Edge { from: from.to_owned(), to: to.to_owned(), is_directed: true, ..Edge::default() }
}

fn read(graph: Graph) -> (DatasetRecord, Report) {
    let mut report = Report::default();
    let record = into_record(graph, "A graph", &mut report);
    let errors: Vec<_> = check::check(&record)
        .into_iter()
        .filter(|finding| finding.code.severity() == codes::Severity::Error)
        .map(|finding| finding.message)
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    (record, report)
}

fn outcomes(report: &Report) -> Vec<(Fate, &str, u64)> {
    report.outcomes.iter().map(|outcome| (outcome.fate, outcome.what, outcome.count)).collect()
}

#[test]
fn self_loops_missing_nodes_and_doubled_ids_have_their_outcome() {
    let graph = Graph {
        nodes: vec![node("a", "Anna"), node("b", "Ben"), node("a", "Another")],
        edges: vec![edge("a", "a"), edge("a", "c"), edge("a", "b"), edge("a", "b")],
        ..Graph::default()
    };
    let (record, report) = read(graph);
    assert_eq!(
        record.actors.iter().map(|actor| actor.name.as_str()).collect::<Vec<_>>(),
        ["Anna", "Ben", "c"]
    );
    assert_eq!(record.relationships.len(), 3, "parallel edges stay two");
    assert_eq!(
        outcomes(&report),
        [(Fate::Merged, "node", 1), (Fate::Changed, "node", 1), (Fate::Dropped, "edge", 1)]
    );
}

#[test]
fn states_are_known_where_most_nodes_are_states() {
    let states = [node("0", "New Zealand"), node("1", "China"), node("2", "USA"), node("3", "the Pacific")];
    let (record, _) = read(Graph { nodes: states.to_vec(), ..Graph::default() });
    let keys: Vec<_> = record.actors.iter().map(|actor| (actor.id.as_str(), actor.kind)).collect();
    let state = ActorKind::State;
    assert_eq!(
        keys,
        [("NZL", state), ("CHN", state), ("USA", state), ("the-pacific", ActorKind::Unspecified)]
    );

    let people = [node("0", "Jordan"), node("1", "Anna"), node("2", "Ben")];
    let (record, _) = read(Graph { nodes: people.to_vec(), ..Graph::default() });
    assert!(record.actors.iter().all(|actor| actor.kind == ActorKind::Unspecified));

    let twice = [node("0", "Russia"), node("1", "RUS")];
    let (record, report) = read(Graph { nodes: twice.to_vec(), ..Graph::default() });
    assert_eq!(record.actors[1].kind, ActorKind::Unspecified);
    assert_eq!(outcomes(&report), [(Fate::Changed, "node", 1)]);
}

#[test]
fn kinds_directions_and_times_are_taken_as_the_file_has_them() {
    let mut friends = edge("a", "b");
    friends.is_directed = false;
    friends.attributes = vec![text("relation", "threat_perception"), text("weight", "3")];
    let spell = |start: &str, end: &str| Spell { start: Some(start.into()), end: Some(end.into()) };
    friends.spells = vec![spell("2001", "2003-05-01"), spell("2007-01-01T00:00:00", "2008")];
    let mut odd = edge("b", "a");
    odd.spells = vec![spell("0.5", "1.5")];
    odd.label = Some("knows".to_owned());
    let mut person = node("a", "Anna");
    person.attributes = vec![text("Type", "Person")];
    let mut pact = node("b", "Pact");
    pact.attributes = vec![text("kind", "agreement")];
    let (record, report) =
        read(Graph { nodes: vec![person, pact], edges: vec![friends, odd], ..Graph::default() });
    assert_eq!(record.actors[0].kind, ActorKind::Person);
    assert_eq!(record.instruments.len(), 1);
    let tie = |row: &RelationshipRecord| {
        let period = row.period.as_ref().map(|period| period.as_str().to_owned());
        (row.kind, row.mutual, period)
    };
    let threat = RelationshipKind::ThreatPerception;
    assert_eq!(
        record.relationships.iter().map(tie).collect::<Vec<_>>(),
        [
            (threat, true, Some("2001/2003-05-01".to_owned())),
            (threat, true, Some("2007-01-01/2008".to_owned())),
            (RelationshipKind::Unspecified, false, None),
        ]
    );
    assert_eq!(value(&record.relationships[0].attributes, "weight"), Some("3"));
    assert_eq!(record.relationships[2].label.as_deref(), Some("knows"));
    assert_eq!(value(&record.relationships[2].attributes, "spells"), Some("0.5/1.5"));
    assert_eq!(outcomes(&report), [(Fate::Changed, "edge", 1), (Fate::Changed, "edge", 1)]);
}

#[test]
fn a_membership_that_closes_a_circle_is_left_out() {
    let inside = |id: &str, parent: &str| Node { parent: Some(parent.to_owned()), ..node(id, id) };
    let nodes = vec![inside("a", "b"), inside("b", "c"), inside("c", "a")];
    let (record, report) = read(Graph { nodes, ..Graph::default() });
    assert_eq!(record.actors.iter().map(|actor| actor.part_of.len()).collect::<Vec<_>>(), [1, 1, 0]);
    assert_eq!(outcomes(&report), [(Fate::Dropped, "membership", 1)]);
}

#[test]
fn columns_have_the_type_that_holds_every_value() {
    let of = |name: &str, kind: AttributeKind| AttributeRecord { kind: Some(kind), ..text(name, "1") };
    let (integer, number) = (AttributeKind::Integer, AttributeKind::Number);
    let attributes = [of("a", integer), of("b", integer), of("a", number), of("b", AttributeKind::Boolean)];
    let mut columns = Columns::default();
    columns.add(&attributes);
    let kinds: Vec<_> = columns.all().iter().map(|column| column.kind).collect();
    assert_eq!(kinds, [number, AttributeKind::Text]);
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-c]", "[A-Z]{3}", "\\PC{0,8}", "[\u{0}-\u{20}x]{0,4}", Just("NZL".to_owned())]
}

fn any_attributes() -> impl Strategy<Value = Vec<AttributeRecord>> {
    let name = prop_oneof![
        any_text(),
        prop::sample::select(vec![
            "kind",
            "detente:record",
            "detente:kind",
            "detente:code",
            "detente:date",
            "detente:period",
        ])
        .prop_map(str::to_owned),
    ];
    let value = prop_oneof![
        any_text(),
        prop::sample::select(vec![
            "actor",
            "instrument",
            "event",
            "part-of",
            "office",
            "relationship",
            "state",
            "agreement",
            "cameo:010",
            "2025-01~",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec((name, value).prop_map(|(name, value)| text(name, value)), 0..4)
}

prop_compose! {
    fn any_node()(id in any_text(), label in prop::option::of(any_text()), parent in prop::option::of(any_text()), attributes in any_attributes()) -> Node {
        Node { id, label, parent, attributes, ..Node::default() }
    }
}

prop_compose! {
    fn any_edge()(id in prop::option::of(any_text()), from in any_text(), to in any_text(), is_directed: bool, attributes in any_attributes()) -> Edge {
        Edge { id, from, to, is_directed, attributes, ..Edge::default() }
    }
}

proptest! {
    #[test]
    fn any_graph_becomes_a_dataset_without_an_error(
        nodes in prop::collection::vec(any_node(), 0..8),
        edges in prop::collection::vec(any_edge(), 0..8),
    ) {
        let (record, _) = read(Graph { nodes, edges, ..Graph::default() });
        // And what it became comes back as it went.
        let mut report = Report::default();
        let again = into_record(of_record(&record), "graph", &mut report);
        prop_assert_eq!(again, record);
    }

    #[test]
    fn joined_texts_come_apart_again(texts in prop::collection::vec("\\PC{0,5}", 1..4)) {
        prop_assert_eq!(split(&join(&texts)), texts);
    }
}
