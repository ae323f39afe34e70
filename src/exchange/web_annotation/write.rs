//! From a dataset to a collection of annotations.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use crate::dataset::record::{
    ActorRecord, DatasetRecord, DocumentRecord, ExcerptRecord, InstrumentRecord, NameRecord,
};

use super::super::json::{Out, Pieces};
use super::super::records::Records;
use super::super::report::counted;
use super::super::texts::Texts;
use super::cited::{Cited, Proven};
use super::{CONTEXT, SPACE, own_field, record_field};

/// Writes it: an annotation for each excerpt, and a bookmark for each document without one.
pub(crate) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    Writer::new(&Cited::of(records)?, records).collection(out)
}

/// What it does not hold: what no excerpt proves or names.
pub(crate) fn losses(records: &dyn Records) -> io::Result<Vec<String>> {
    let cited = Cited::of(records)?;
    let mut writer = Writer::new(&cited, records);
    writer.collection(&mut io::sink())?;
    let [_, _, actors, instruments, relationships, events] = records.counts();
    let (mut memberships, mut offices) = (0, 0);
    records.actors(&mut |row| {
        memberships += row.part_of.len() as u64;
        offices += row.office.len() as u64;
        Ok(())
    })?;
    let missing = |kind: &str, all: u64| all.saturating_sub(writer.counts.get(kind).copied().unwrap_or(0));
    let counts = [
        ("actor", missing("actor", actors)),
        ("instrument", missing("instrument", instruments)),
        ("relationship", missing("relationship", relationships)),
        ("event", missing("event", events)),
        ("membership", missing("part-of", memberships)),
        ("office", missing("office", offices)),
    ];
    let mut losses = Vec::new();
    for (what, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
        let is = if count == 1 { "is" } else { "are" };
        losses.push(format!("{} that no excerpt proves or names {is} left out", counted(count, what)));
    }
    if records.head().series.is_some() {
        losses.push("which series is shown first is left out".to_owned());
    }
    Ok(losses)
}

struct Writer<'a> {
    cited: &'a Cited,
    /// All records, of which documents are described one by one.
    records: &'a dyn Records,
    /// The key of the dataset.
    id: &'a str,
    /// The documents that are cited by their keys, each with whether its address on the web is only its own.
    documents: HashMap<&'a str, (&'a DocumentRecord, bool)>,
    actors: HashMap<&'a str, &'a ActorRecord>,
    instruments: HashMap<&'a str, &'a InstrumentRecord>,
    /// What each excerpt proves.
    proven: HashMap<&'a str, Vec<Proven<'a>>>,
    /// The addresses of the things that have been described.
    named: Texts,
    /// How many of each of our own kinds have been described.
    counts: HashMap<&'static str, u64>,
}

impl<'a> Writer<'a> {
    fn new(cited: &'a Cited, records: &'a dyn Records) -> Self {
        let DatasetRecord { id, actors, instruments, .. } = &cited.record;
        let documents = cited.documents.iter().map(|(row, has_own)| (row.id.as_str(), (row, *has_own)));
        Self {
            cited,
            records,
            id,
            documents: documents.collect(),
            actors: actors.iter().map(|row| (row.id.as_str(), row)).collect(),
            instruments: instruments.iter().map(|row| (row.id.as_str(), row)).collect(),
            proven: cited.proven(),
            named: Texts::default(),
            counts: HashMap::new(),
        }
    }

    /// The address of something that is only here.
    fn address(&self, kind: &str, key: &str) -> String {
        format!("{SPACE}:{}:{kind}:{key}", self.id)
    }

    /// The address of a document: that on the web, or one that is only here.
    fn addressed<'d>(&self, row: &'d DocumentRecord, has_own: bool) -> Cow<'d, str> {
        let own = row.url.as_deref().filter(|_| has_own);
        own.map_or_else(|| Cow::Owned(self.address("document", &row.id)), Cow::Borrowed)
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
        let record = &self.cited.record;
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
        let (records, mut has_own) = (self.records, self.cited.has_own.iter());
        records.excerpts(&mut |excerpt| {
            self.annotation(excerpt).map_or(Ok(()), |annotation| file.entry(&annotation))
        })?;
        records.documents(&mut |document| {
            let has_own = has_own.next().is_some_and(|&has_own| has_own);
            // What is cited was described there.
            match self.documents.contains_key(document.id.as_str()) {
                true => Ok(()),
                false => file.entry(&self.bookmark(document, has_own)),
            }
        })?;
        file.finish()
    }

    /// How many annotations there are: those of the excerpts whose documents are there, and of the other documents.
    fn total(&self) -> u64 {
        self.cited.excerpts + self.cited.has_own.len().saturating_sub(self.documents.len()) as u64
    }

    /// The annotation of an excerpt; `None` where its document is not there.
    fn annotation(&mut self, excerpt: &ExcerptRecord) -> Option<Out> {
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
        let proven = self.proven.get(id.as_str()).cloned().unwrap_or_default();
        for key in proven.iter().flat_map(|thing| thing.nodes()).chain(speaker.as_deref()) {
            if !nodes.contains(&key) {
                nodes.push(key);
            }
        }
        bodies
            .extend(nodes.into_iter().filter_map(|key| self.node(key)).map(|node| resource(node, "tagging")));
        for thing in proven {
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
    fn bookmark(&self, document: &DocumentRecord, has_own: bool) -> Out {
        let source = description(document, &self.addressed(document, has_own));
        Out::object([
            ("id", Out::text(&self.address("bookmark", &document.id))),
            ("type", Out::text("Annotation")),
            ("motivation", Out::text("bookmarking")),
            ("target", Out::object([("type", Out::text("SpecificResource")), ("source", source)])),
        ])
    }

    /// A document that is cited: described where it is named first, later only its address.
    fn document(&mut self, key: &str) -> Option<Out> {
        let (row, has_own) = *self.documents.get(key)?;
        let address = self.addressed(row, has_own);
        Some(if self.is_new(&address) { description(row, &address) } else { Out::text(&address) })
    }

    /// An actor or an instrument.
    fn node(&mut self, key: &str) -> Option<Out> {
        if let Some(row) = self.actors.get(key) {
            let row = ActorRecord { part_of: Vec::new(), office: Vec::new(), ..(*row).clone() };
            return Some(self.named("actor", key, &row.name, || Out::of(&row), None));
        }
        let row = *self.instruments.get(key)?;
        Some(self.named("instrument", key, &row.name, || Out::of(row), None))
    }

    fn thing(&mut self, thing: Proven<'a>) -> Out {
        let label = thing.label(|key| self.name(key));
        self.named(thing.kind(), &thing.key(), &label, || thing.json(), thing.of())
    }

    /// Something of our own: described where it is named first, later only its address.
    fn named(
        &mut self,
        kind: &'static str,
        key: &str,
        label: &str,
        json: impl FnOnce() -> Out,
        of: Option<&str>,
    ) -> Out {
        let address = self.address(kind, key);
        if !self.is_new(&address) {
            return Out::text(&address);
        }
        *self.counts.entry(kind).or_default() += 1;
        let mut about = vec![
            ("id".to_owned(), Out::text(&address)),
            ("type".to_owned(), Out::text(&own_field(kind))),
            ("label".to_owned(), Out::text(label)),
        ];
        about.extend(of.map(|of| (own_field("of"), Out::text(of))));
        about.push((record_field(), json()));
        Out::Object(about)
    }
}

/// What is said of a document at an address.
fn description(row: &DocumentRecord, address: &str) -> Out {
    let mut about = vec![
        ("id".to_owned(), Out::text(address)),
        ("type".to_owned(), Out::List(vec![Out::text("Text"), Out::text(&own_field("document"))])),
        ("label".to_owned(), Out::text(&row.title)),
    ];
    about.extend(row.language.as_deref().map(|tag| ("language".to_owned(), Out::text(tag))));
    let creators = row.author.iter().filter_map(person).collect::<Vec<_>>();
    about.extend((!creators.is_empty()).then(|| ("creator".to_owned(), Out::List(creators))));
    about.push((record_field(), Out::of(row)));
    Out::Object(about)
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
