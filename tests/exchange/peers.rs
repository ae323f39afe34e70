//! What other programs write is read as they have it, and what is written they read as it is: networkx, igraph, ndex2
//! and graphology, node by node, edge by edge, attribute by attribute.
//!
//! They are looked for in the folder that `DETENTE_PEERS` names, else in `peers` beside the build: a Python environment
//! `venv` of tests/peers/requirements.txt, and `node_modules` of tests/peers/package.json.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use detente::dataset::record::{AttributeRecord, DatasetRecord, VizRecord};
use detente::dataset::{AttributeKind, bundled, save};
use detente::exchange::graph::{self, Edge, Graph, Node, Spell};
use detente::exchange::{Format, Options, Progress, Report, export, import};
use serde_json::{Map, Value, json};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers");

/// Where the programs are; `None`, saying so, where they are not.
fn peers() -> Option<PathBuf> {
    let beside_the_build = || Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("peers");
    let folder = std::env::var_os("DETENTE_PEERS").map_or_else(beside_the_build, PathBuf::from);
    if python(&folder).exists() && folder.join("node_modules").exists() {
        return Some(folder);
    }
    let told = format!("{} has no venv and node_modules of {SCRIPTS}", folder.display());
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{told}");
    eprintln!("skipped: {told}");
    None
}

fn python(folder: &Path) -> PathBuf {
    folder.join("venv/bin/python")
}

/// Runs a script with arguments. Returns what it printed.
fn run(folder: &Path, script: &str, arguments: &[&str]) -> String {
    let program = if script.ends_with(".py") { python(folder) } else { PathBuf::from("node") };
    let mut command = Command::new(program);
    command.arg(format!("{SCRIPTS}/{script}")).args(arguments);
    let output = command.env("DETENTE_PEERS", folder).env("PYTHONDONTWRITEBYTECODE", "1").output();
    let output = output.expect("the program starts");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script} {arguments:?}: {complaint}");
    String::from_utf8(output.stdout).expect("text")
}

/// A graph as both sides tell it: nodes by their ids, and edges, whose order says nothing.
#[derive(PartialEq, Debug)]
struct Told {
    title: String,
    nodes: BTreeMap<String, Value>,
    edges: Vec<Value>,
}

impl Told {
    fn new(title: &str, nodes: Vec<Value>, edges: Vec<Value>) -> Self {
        let nodes = nodes.into_iter().map(|node| (node["id"].to_string(), plain(node))).collect();
        let mut edges: Vec<Value> = edges.into_iter().map(|edge| in_order(plain(edge))).collect();
        edges.sort_by_key(Value::to_string);
        Self { title: title.to_owned(), nodes, edges }
    }

    /// What a script printed.
    fn of_json(json: &str) -> Self {
        let told: Value = serde_json::from_str(json).expect(json);
        let list = |name: &str| told[name].as_array().cloned().unwrap_or_default();
        Self::new(told["title"].as_str().unwrap_or_default(), list("nodes"), list("edges"))
    }

    #[track_caller]
    fn must_be(&self, expected: &Self, what: &str) {
        assert_eq!(self.title, expected.title, "{what}");
        let ids = |told: &Self| told.nodes.keys().cloned().collect::<Vec<_>>();
        assert_eq!(ids(self), ids(expected), "{what}");
        for (id, node) in &self.nodes {
            assert_eq!(Some(node), expected.nodes.get(id), "{what}: {id}");
        }
        assert_eq!(self.edges.len(), expected.edges.len(), "{what}");
        for (edge, expected) in self.edges.iter().zip(&expected.edges) {
            assert_eq!(edge, expected, "{what}");
        }
    }
}

/// An edge that goes both ways has no first end.
fn in_order(mut edge: Value) -> Value {
    let ends = [edge["from"].to_string(), edge["to"].to_string()];
    if edge["directed"] == false && ends[0] > ends[1] {
        let from = edge["from"].take();
        edge["from"] = std::mem::replace(&mut edge["to"], from);
    }
    edge
}

/// Without what is null, and numbers as numbers: 1 and 1.0 are one, and both read as text are what a text says.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(entries) => entries.into_iter().map(plain).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name, plain(value)))
            .collect(),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

fn attributes<'a>(attributes: impl IntoIterator<Item = &'a AttributeRecord>) -> Map<String, Value> {
    let of = |AttributeRecord { name, kind, value }: &AttributeRecord| {
        let value = match kind {
            Some(AttributeKind::Integer | AttributeKind::Number) => json!(value.parse::<f64>().expect(value)),
            Some(AttributeKind::Boolean) => json!(value == "true"),
            Some(AttributeKind::Text) | None => json!(value),
        };
        (name.clone(), value)
    };
    attributes.into_iter().map(of).collect()
}

/// What is told of a node, with where and how it is shown.
fn node(id: &str, label: &str, attributes: Map<String, Value>, viz: Option<&VizRecord>) -> Value {
    let VizRecord { x, y, size, colour, .. } = viz.cloned().unwrap_or_default();
    let place = x.zip(y).map(|(x, y)| json!([x, y]));
    json!({"id": id, "label": label, "attributes": attributes, "place": place, "size": size, "colour": colour})
}

/// What a dataset has of a graph of another program: ids that say nothing stand in the attribute `id`.
fn of_import(record: &DatasetRecord) -> Told {
    let mut ids: BTreeMap<&str, &str> = BTreeMap::new();
    let mut nodes = Vec::new();
    for actor in &record.actors {
        let id = graph::value(&actor.attributes, "id").unwrap_or(&actor.id);
        ids.insert(&actor.id, id);
        let attributes = attributes(actor.attributes.iter().filter(|each| each.name != "id"));
        nodes.push(node(id, &actor.name, attributes, actor.viz.as_ref()));
    }
    let edge = |tie: &detente::dataset::record::RelationshipRecord| {
        json!({"from": ids[tie.from.as_str()], "to": ids[tie.to.as_str()], "directed": !tie.mutual, "label": tie.label,
            "attributes": attributes(&tie.attributes)})
    };
    Told::new(&record.title, nodes, record.relationships.iter().map(edge).collect())
}

#[test]
fn what_other_programs_write_is_read_as_they_have_it() {
    let Some(peers) = peers() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let into = folder.path().to_str().expect("a path in UTF-8");
    run(&peers, "write.py", &[into]);
    run(&peers, "write.mjs", &[into]);
    let files =
        std::fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("a file").path());
    let mut count = 0;
    for path in files.filter(|path| path.extension().is_some_and(|ending| ending != "holds")) {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let holds = std::fs::read_to_string(folder.path().join(format!("{name}.holds"))).expect(&name);
        let import = import(&path, &Options::default(), &Arc::new(Progress::default())).expect(&name);
        assert_eq!(import.report.outcomes, [], "{name}");
        of_import(&import.record).must_be(&Told::of_json(&holds), &name);
        count += 1;
    }
    assert_eq!(
        count, 24,
        "4 kinds of graph of networkx in 5 formats, 2 of igraph, 1 of ndex2, 1 of graphology"
    );
}

/// A graph with all that a format may trip over.
fn made_up() -> DatasetRecord {
    let odd = "<&\"'>\n ü 🦉 ]]>";
    let typed = |name: &str, kind, value: &str| AttributeRecord {
        name: name.to_owned(),
        kind: Some(kind),
        value: value.to_owned(),
    };
    let (integer, number, boolean) = (AttributeKind::Integer, AttributeKind::Number, AttributeKind::Boolean);
    let viz = |x: f64, y: f64| VizRecord {
        x: Some(x),
        y: Some(y),
        size: Some(2.5),
        colour: Some("ff8000".to_owned()),
        ..VizRecord::default()
    };
    let made = |id: &str, label: &str, viz: VizRecord, attributes: Vec<AttributeRecord>| Node {
        id: id.to_owned(),
        label: Some(label.to_owned()),
        viz: Some(viz),
        attributes,
        ..Node::default()
    };
    let edge = |from: &str, to: &str, is_directed: bool, attributes: Vec<AttributeRecord>| Edge {
        from: from.to_owned(),
        to: to.to_owned(),
        is_directed,
        label: Some("met".to_owned()),
        attributes,
        ..Edge::default()
    };
    let dated = Edge {
        spells: vec![Spell { start: Some("2001-02-03".into()), end: Some("2004-05-06".into()) }],
        ..edge("cleo", "anna", true, vec![])
    };
    let graph = Graph {
        title: Some("Peers & friends".to_owned()),
        description: Some(odd.to_owned()),
        nodes: vec![
            made(
                "anna",
                "Anna",
                viz(1.5, -2.0),
                vec![typed("age", integer, "-12"), typed("member", boolean, "true")],
            ),
            made(
                "ben",
                "Ben Ödön",
                viz(0.1, 1e-7),
                vec![typed("height", number, "1.5"), graph::text("motto", odd)],
            ),
            made("cleo", odd.trim_end(), viz(-1e9, 3.0), vec![]),
        ],
        edges: vec![
            edge("anna", "ben", true, vec![typed("weight", number, "2.5"), graph::text("motto", odd)]),
            edge("anna", "ben", true, vec![typed("weight", number, "3.5")]),
            edge("ben", "cleo", false, vec![typed("close", boolean, "true")]),
            dated,
        ],
        ..Graph::default()
    };
    graph::into_record(graph, "peers", &mut Report::default())
}

/// A graph whose edges all go both ways.
fn mutual() -> DatasetRecord {
    let mut record = made_up();
    record.relationships.iter_mut().for_each(|tie| tie.mutual = true);
    record
}

/// What another program should read of a dataset. Where a format has times, they stand in `start` and `end`.
fn of_export(record: &DatasetRecord, reader: &Reader) -> Told {
    let graph = graph::of_record(record);
    let said = |given: &[AttributeRecord], spells: &[Spell]| {
        let mut said = attributes(given);
        if let ([spell], true) = (spells, reader.has_times) {
            let sides = [("start", &spell.start), ("end", &spell.end)];
            said.extend(
                sides.into_iter().filter_map(|(name, side)| Some((name.to_owned(), json!(side.as_ref()?)))),
            );
        }
        said
    };
    let of_node = |each: &Node| {
        let label = each.label.as_deref().expect("a label");
        node(&each.id, label, said(&each.attributes, &each.spells), each.viz.as_ref())
    };
    let of_edge = |each: &Edge| {
        let id = each.id.as_ref().filter(|_| reader.has_ids);
        json!({"id": id, "from": each.from, "to": each.to, "directed": each.is_directed, "label": each.label,
            "attributes": said(&each.attributes, &each.spells)})
    };
    let (nodes, edges) =
        (graph.nodes.iter().map(of_node).collect(), graph.edges.iter().map(of_edge).collect());
    Told::new(&record.title, nodes, edges)
}

/// A program that reads a format.
struct Reader {
    name: &'static str,
    script: &'static str,
    format: Format,
    has_times: bool,
    /// Whether it keeps the ids of edges.
    has_ids: bool,
}

impl Reader {
    const fn new(name: &'static str, script: &'static str, format: Format) -> Self {
        Self { name, script, format, has_times: true, has_ids: true }
    }
}

const READERS: &[Reader] = &[
    Reader::new("networkx-gexf", "read.py", Format::Gexf),
    Reader::new("networkx-graphml", "read.py", Format::GraphMl),
    Reader { has_times: false, ..Reader::new("networkx-node-link", "read.py", Format::NodeLink) },
    Reader { has_ids: false, ..Reader::new("igraph-graphml", "read.py", Format::GraphMl) },
    Reader { has_times: false, ..Reader::new("ndex2-cx2", "read.py", Format::Cx2) },
    Reader { has_times: false, ..Reader::new("graphology-gexf", "read.mjs", Format::Gexf) },
    Reader::new("graphology-graphml", "read.mjs", Format::GraphMl),
];

#[test]
fn what_is_written_other_programs_read_as_it_is() {
    let Some(peers) = peers() else { return };
    let bundled = save::to_record(&bundled::load().dataset.expect("the bundled dataset"));
    let folder = tempfile::tempdir().expect("a folder");
    for (name, record) in [("made up", made_up()), ("mutual", mutual()), ("bundled", bundled)] {
        for reader in READERS {
            let path = folder.path().join("graph");
            std::fs::write(&path, export(&record, reader.format, false).expect("written").bytes)
                .expect("a file");
            let told = run(&peers, reader.script, &[reader.name, path.to_str().expect("a path in UTF-8")]);
            Told::of_json(&told)
                .must_be(&of_export(&record, reader), &format!("{name} with {}", reader.name));
        }
    }
}
