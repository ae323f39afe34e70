//! From a dataset to a collection of annotations.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use crate::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, ExcerptRecord, InstrumentRecord, NameRecord,
};

use super::super::json::{Out, Pieces};
use super::super::records::Records;
use super::super::report::counted;
use super::super::texts::Texts;
use super::{CONTEXT, SPACE, own_field, record_field};

/// Writes it: an annotation for each excerpt, and a bookmark for each document without one. All is in memory, since an
/// annotation names everything that its excerpt proves.
pub(crate) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let record = records.collect()?;
    Writer::new(&record).collection(out)
}

/// What it does not hold: what no excerpt proves or names.
pub(crate) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    let record = records.collect()?;
    let mut writer = Writer::new(&record);
    writer.collection(&mut io::sink())?;
    let missing = |kind: &'static str, keys: &[String]| {
        keys.iter().filter(|key| writer.named.find(&writer.address(kind, key)).is_none()).count() as u64
    };
    let keys = |keys: &mut dyn Iterator<Item = &String>| keys.cloned().collect::<Vec<_>>();
    let parts: Vec<String> = record
        .actors
        .iter()
        .flat_map(|actor| (0..actor.part_of.len()).map(|nth| numbered(&actor.id, nth)))
        .collect();
    let offices: Vec<String> = record
        .actors
        .iter()
        .flat_map(|actor| (0..actor.office.len()).map(|nth| numbered(&actor.id, nth)))
        .collect();
    let counts = [
        ("actor", missing("actor", &keys(&mut record.actors.iter().map(|row| &row.id)))),
        ("instrument", missing("instrument", &keys(&mut record.instruments.iter().map(|row| &row.id)))),
        ("relationship", missing("relationship", &keys(&mut record.relationships.iter().map(|row| &row.id)))),
        ("event", missing("event", &keys(&mut record.events.iter().map(|row| &row.id)))),
        ("membership", missing("part-of", &parts)),
        ("office", missing("office", &offices)),
    ];
    let mut losses = Vec::new();
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let is = if count == 1 { "is" } else { "are" };
        losses.push(format!("{} that no excerpt proves or names {is} left out", counted(count, what)));
    }
    if record.series.is_some() {
        losses.push("which series is shown first is left out".to_owned());
    }
    Ok(losses)
}

/// Something that an excerpt proves.
#[derive(Clone)]
struct Proven<'a> {
    /// What it is: the word of its type.
    kind: &'static str,
    /// Its key or, for a membership or an office, that of the actor with a number.
    key: String,
    /// What people call it.
    label: String,
    /// Its record.
    json: Out,
    /// The actor whose membership or office it is.
    of: Option<&'a str>,
    /// The nodes that it speaks of.
    nodes: Vec<&'a str>,
}

struct Writer<'a> {
    record: &'a DatasetRecord,
    /// The documents by their keys, each with whether its address on the web is only its own.
    documents: HashMap<&'a str, (&'a DocumentRecord, bool)>,
    actors: HashMap<&'a str, &'a ActorRecord>,
    instruments: HashMap<&'a str, &'a InstrumentRecord>,
    /// What each excerpt proves.
    proven: HashMap<&'a str, Vec<Proven<'a>>>,
    /// The addresses of the things that have been described.
    named: Texts,
}

impl<'a> Writer<'a> {
    fn new(record: &'a DatasetRecord) -> Self {
        let mut taken = HashSet::new();
        let has_own = |row: &'a DocumentRecord, taken: &mut HashSet<&'a str>| {
            row.url.as_deref().is_some_and(|url| is_address(url) && taken.insert(url))
        };
        let documents = record.documents.iter().map(|row| (row.id.as_str(), (row, has_own(row, &mut taken))));
        let mut writer = Self {
            record,
            documents: documents.collect(),
            actors: record.actors.iter().map(|row| (row.id.as_str(), row)).collect(),
            instruments: record.instruments.iter().map(|row| (row.id.as_str(), row)).collect(),
            proven: HashMap::new(),
            named: Texts::default(),
        };
        writer.relate();
        writer
    }

    /// Finds what each excerpt proves.
    fn relate(&mut self) {
        let record = self.record;
        let name = |key: &str| self.name(key);
        let mut all: Vec<(&'a [String], Proven<'a>)> = Vec::new();
        for row in &record.relationships {
            let what = row.label.clone().unwrap_or_else(|| row.kind.word().to_owned());
            let label = format!("{} to {}: {what}", name(&row.from), name(&row.to));
            let nodes = vec![row.from.as_str(), row.to.as_str()];
            let (key, json) = (row.id.clone(), Out::of(row));
            all.push((&row.evidence, Proven { kind: "relationship", key, label, json, of: None, nodes }));
        }
        for row in &record.events {
            let label = format!("{} to {}: {}", name(&row.from), name(&row.to), row.label);
            let nodes = vec![row.from.as_str(), row.to.as_str()];
            let (key, json) = (row.id.clone(), Out::of(row));
            all.push((&row.evidence, Proven { kind: "event", key, label, json, of: None, nodes }));
        }
        for row in &record.instruments {
            let (key, label, json) = (row.id.clone(), row.name.clone(), Out::of(row));
            all.push((
                &row.evidence,
                Proven { kind: "instrument", key, label, json, of: None, nodes: Vec::new() },
            ));
        }
        for actor in &record.actors {
            for (nth, part) in actor.part_of.iter().enumerate() {
                let label = format!("{} is part of {}", actor.name, name(&part.actor));
                let (key, json, of) = (numbered(&actor.id, nth), Out::of(part), Some(actor.id.as_str()));
                let nodes = vec![actor.id.as_str(), part.actor.as_str()];
                all.push((&part.evidence, Proven { kind: "part-of", key, label, json, of, nodes }));
            }
            for (nth, office) in actor.office.iter().enumerate() {
                let label = format!("{} is {} of {}", actor.name, office.title, name(&office.of));
                let (key, json, of) = (numbered(&actor.id, nth), Out::of(office), Some(actor.id.as_str()));
                let nodes = vec![actor.id.as_str(), office.of.as_str()];
                all.push((&office.evidence, Proven { kind: "office", key, label, json, of, nodes }));
            }
        }
        for (evidence, thing) in all {
            for excerpt in evidence {
                self.proven.entry(excerpt).or_default().push(thing.clone());
            }
        }
    }

    /// The address of something that is only here.
    fn address(&self, kind: &str, key: &str) -> String {
        format!("{SPACE}:{}:{kind}:{key}", self.record.id)
    }

    /// The document of a key, and its address: that on the web, or one that is only here.
    fn addressed(&self, key: &str) -> Option<(&'a DocumentRecord, Cow<'a, str>)> {
        let (row, has_own) = *self.documents.get(key)?;
        let own = row.url.as_deref().filter(|_| has_own);
        Some((row, own.map_or_else(|| Cow::Owned(self.address("document", &row.id)), Cow::Borrowed)))
    }

    /// Names something. Returns whether it was not named before.
    fn is_new(&mut self, address: &str) -> bool {
        let is_new = self.named.find(address).is_none();
        self.named.add(address);
        is_new
    }

    /// What people call a node.
    fn name(&self, key: &str) -> &'a str {
        let actor = self.actors.get(key).map(|row| row.name.as_str());
        actor.or_else(|| self.instruments.get(key).map(|row| row.name.as_str())).unwrap_or_default()
    }

    fn collection(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let record = self.record;
        let own = format!("{SPACE}:{}", record.id);
        let context = Out::List(vec![
            Out::text(CONTEXT),
            Out::object([
                ("detente", Out::text(&format!("{SPACE}:annotation:1:"))),
                (&record_field(), Out::object([("@type", Out::text("@json"))])),
            ]),
        ]);
        let mut head = vec![("id".to_owned(), Out::text(&record.id))];
        head.extend(record.description.as_deref().map(|text| ("description".to_owned(), Out::text(text))));
        let mut file = Pieces::new(out, 4);
        file.object(None);
        file.field("@context", &context)?;
        file.field("id", &Out::text(&own))?;
        file.field("type", &Out::text("AnnotationCollection"))?;
        file.field("label", &Out::text(&record.title))?;
        file.field("total", &Out::of(&self.total()))?;
        file.field(&record_field(), &Out::Object(head))?;
        file.object(Some("first"));
        file.field("id", &Out::text(&format!("{own}:page:1")))?;
        file.field("type", &Out::text("AnnotationPage"))?;
        file.field("partOf", &Out::text(&own))?;
        file.field("startIndex", &Out::of(&0))?;
        file.list(Some("items"));
        for excerpt in &record.excerpts {
            self.annotation(excerpt).map_or(Ok(()), |annotation| file.entry(&annotation))?;
        }
        for document in &record.documents {
            self.bookmark(document).map_or(Ok(()), |bookmark| file.entry(&bookmark))?;
        }
        file.finish()
    }

    /// How many annotations there are: those of the excerpts whose documents are there, and of the other documents.
    fn total(&self) -> usize {
        let documents = self.record.excerpts.iter().map(|excerpt| excerpt.document.as_str());
        let found: Vec<&str> = documents.filter(|key| self.documents.contains_key(key)).collect();
        let address = |key: &str| self.addressed(key).map(|(_, address)| address);
        let named: HashSet<Cow<'_, str>> = found.iter().filter_map(|key| address(key)).collect();
        let others = self.record.documents.iter().filter_map(|document| address(&document.id));
        found.len() + others.filter(|address| !named.contains(address)).count()
    }

    /// The annotation of an excerpt; `None` where its document is not there.
    fn annotation(&mut self, excerpt: &'a ExcerptRecord) -> Option<Out> {
        let ExcerptRecord {
            id,
            document,
            paragraph,
            selector,
            gloss,
            voice,
            speaker,
            credibility,
            note,
            attributes,
        } = excerpt;
        let source = self.document(document)?;
        let words = |value: &str, purpose: &str| {
            Out::object([
                ("type", Out::text("TextualBody")),
                ("value", Out::text(value)),
                ("format", Out::text("text/plain")),
                ("purpose", Out::text(purpose)),
            ])
        };
        let mut bodies = vec![words(gloss, "describing"), words(voice.word(), "classifying")];
        let mut nodes: Vec<&str> = Vec::new();
        let mut tag = |key: &'a str| {
            if !nodes.contains(&key) {
                nodes.push(key);
            }
        };
        let proven = self.proven.get(id.as_str()).cloned().unwrap_or_default();
        for thing in &proven {
            thing.nodes.iter().for_each(|key| tag(key));
        }
        speaker.iter().for_each(|key| tag(key));
        bodies
            .extend(nodes.into_iter().filter_map(|key| self.node(key)).map(|node| resource(node, "tagging")));
        for thing in &proven {
            bodies.push(resource(self.thing(thing), "identifying"));
        }
        let selectors: Vec<Out> = selector.iter().map(Out::of).collect();
        let mut target =
            vec![("type".to_owned(), Out::text("SpecificResource")), ("source".to_owned(), source)];
        target.extend((!selectors.is_empty()).then(|| ("selector".to_owned(), Out::List(selectors))));
        let mut own = vec![("id".to_owned(), Out::text(id))];
        own.extend(paragraph.map(|number| ("paragraph".to_owned(), Out::of(&number))));
        own.extend(speaker.as_deref().map(|speaker| ("speaker".to_owned(), Out::text(speaker))));
        own.extend(credibility.map(|grade| ("credibility".to_owned(), Out::of(&grade))));
        own.extend(note.as_deref().map(|note| ("note".to_owned(), Out::text(note))));
        own.extend((!attributes.is_empty()).then(|| ("attributes".to_owned(), Out::of(attributes))));
        Some(Out::object([
            ("id", Out::text(&self.address("excerpt", id))),
            ("type", Out::text("Annotation")),
            ("motivation", Out::text("describing")),
            ("body", Out::List(bodies)),
            ("target", Out::Object(target)),
            (&record_field(), Out::Object(own)),
        ]))
    }

    /// The annotation of a document in which no excerpt stands.
    fn bookmark(&mut self, document: &'a DocumentRecord) -> Option<Out> {
        let (_, address) = self.addressed(&document.id)?;
        if self.named.find(&address).is_some() {
            return None;
        }
        let target =
            Out::object([("type", Out::text("SpecificResource")), ("source", self.document(&document.id)?)]);
        Some(Out::object([
            ("id", Out::text(&self.address("bookmark", &document.id))),
            ("type", Out::text("Annotation")),
            ("motivation", Out::text("bookmarking")),
            ("target", target),
        ]))
    }

    /// A document: described where it is named first, later only its address.
    fn document(&mut self, key: &str) -> Option<Out> {
        let (row, address) = self.addressed(key)?;
        if !self.is_new(&address) {
            return Some(Out::text(&address));
        }
        let mut about = vec![
            ("id".to_owned(), Out::text(&address)),
            ("type".to_owned(), Out::List(vec![Out::text("Text"), Out::text(&own_field("document"))])),
            ("label".to_owned(), Out::text(&row.title)),
        ];
        about.extend(row.language.as_deref().map(|tag| ("language".to_owned(), Out::text(tag))));
        let creators = row.author.iter().filter_map(person).collect::<Vec<_>>();
        about.extend((!creators.is_empty()).then(|| ("creator".to_owned(), Out::List(creators))));
        about.push((record_field(), Out::of(row)));
        Some(Out::Object(about))
    }

    /// An actor or an instrument.
    fn node(&mut self, key: &str) -> Option<Out> {
        if let Some(row) = self.actors.get(key) {
            let row = ActorRecord { part_of: Vec::new(), office: Vec::new(), ..(*row).clone() };
            return Some(self.named("actor", key, &row.name, Out::of(&row), None));
        }
        let row = *self.instruments.get(key)?;
        Some(self.named("instrument", key, &row.name, Out::of(row), None))
    }

    fn thing(&mut self, thing: &Proven<'a>) -> Out {
        let Proven { kind, key, label, json, of, nodes: _ } = thing;
        self.named(kind, key, label, json.clone(), *of)
    }

    /// Something of our own: described where it is named first, later only its address.
    fn named(&mut self, kind: &str, key: &str, label: &str, json: Out, of: Option<&str>) -> Out {
        let address = self.address(kind, key);
        if !self.is_new(&address) {
            return Out::text(&address);
        }
        let mut about = vec![
            ("id".to_owned(), Out::text(&address)),
            ("type".to_owned(), Out::text(&own_field(kind))),
            ("label".to_owned(), Out::text(label)),
        ];
        about.extend(of.map(|of| (own_field("of"), Out::text(of))));
        about.push((record_field(), json));
        Out::Object(about)
    }
}

/// A body that is a resource.
fn resource(source: Out, purpose: &str) -> Out {
    Out::object([
        ("type", Out::text("SpecificResource")),
        ("purpose", Out::text(purpose)),
        ("source", source),
    ])
}

/// An author as an agent.
fn person(name: &NameRecord) -> Option<Out> {
    let NameRecord { family, given, literal } = name;
    let parts: Vec<&str> = [given, family].into_iter().flatten().map(String::as_str).collect();
    let whole = literal.clone().unwrap_or_else(|| parts.join(" "));
    let class = if literal.is_some() { "Organization" } else { "Person" };
    (!whole.is_empty()).then(|| Out::object([("type", Out::text(class)), ("name", Out::text(&whole))]))
}

/// Whether a text is an address that can stand for a document.
fn is_address(url: &str) -> bool {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    let is_odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    !bare.is_empty() && !bare.contains(is_odd)
}

/// What names the nth tie of an actor.
fn numbered(actor: &str, nth: usize) -> String {
    format!("{actor}:{}", nth + 1)
}
