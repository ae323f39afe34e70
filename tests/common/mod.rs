//! Tiny datasets in memory, for tests.

// Each test program uses its own part of this.
#![allow(dead_code)]

use std::collections::HashMap;

use detente::dataset::coding::{EventCode, Scheme};
use detente::dataset::model::{Actor, Document, Event, Excerpt, Instrument, Office, PartOf, Relationship};
use detente::dataset::record::{SelectorRecord, TextRecord};
use detente::dataset::{
    ActorId, ActorKind, Dataset, DocumentId, Edtf, EventId, ExcerptId, Id, InstrumentId, InstrumentKind,
    Item, NodeId, RelationshipId, RelationshipKind, Voice,
};

/// Builds a dataset row by row. What a test does not name is absent, and each row's key is its name.
#[derive(Default)]
pub struct Builder {
    documents: Vec<Document>,
    excerpts: Vec<Excerpt>,
    actors: Vec<Actor>,
    instruments: Vec<Instrument>,
    relationships: Vec<Relationship>,
    events: Vec<Event>,
}

/// The date of a text that is one.
pub fn date(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{text:?} is no date: {error}"))
}

/// A period as `part_of` and its like take it: `""` is none.
pub fn period(text: &str) -> Option<Edtf> {
    (!text.is_empty()).then(|| date(text))
}

impl Builder {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn document(&mut self, key: &str, paragraphs: Option<u32>) -> DocumentId {
        self.documents.push(Document {
            key: key.to_owned(),
            kind: "article-newspaper".to_owned(),
            title: format!("Title of {key}"),
            author: Vec::new(),
            container_title: None,
            publisher: None,
            issued: None,
            url: None,
            language: None,
            rights: None,
            reliability: None,
            text: paragraphs.map(|paragraphs| TextRecord {
                sha256: "0".repeat(64),
                paragraphs,
                not_body: Vec::new(),
            }),
            note: None,
            attributes: Vec::new(),
        });
        DocumentId::from_index(self.documents.len() - 1)
    }

    pub fn excerpt(
        &mut self,
        document: DocumentId,
        paragraph: Option<u32>,
        voice: Voice,
        gloss: &str,
        fragment: &str,
    ) -> ExcerptId {
        self.excerpts.push(Excerpt {
            key: format!("x{}", self.excerpts.len()),
            document,
            paragraph,
            selectors: vec![SelectorRecord::TextQuoteSelector {
                exact: fragment.to_owned(),
                prefix: String::new(),
                suffix: String::new(),
            }],
            gloss: gloss.to_owned(),
            voice,
            speaker: None,
            credibility: None,
            note: None,
            attributes: Vec::new(),
        });
        ExcerptId::from_index(self.excerpts.len() - 1)
    }

    /// Names the speaker of the latest excerpt.
    pub fn speaker(&mut self, speaker: ActorId) {
        if let Some(excerpt) = self.excerpts.last_mut() {
            excerpt.speaker = Some(speaker);
        }
    }

    /// An excerpt in a document of its own, for rows that only need to be proved.
    fn proof(&mut self, voice: Voice) -> ExcerptId {
        let document = match self.documents.iter().position(|document| document.key == "proofs") {
            Some(index) => DocumentId::from_index(index),
            None => self.document("proofs", None),
        };
        self.excerpt(document, None, voice, "It is so.", "is so")
    }

    pub fn actor(&mut self, key: &str, kind: ActorKind) -> ActorId {
        self.named_actor(key, kind, key, None, &[])
    }

    pub fn state(&mut self, key: &str) -> ActorId {
        self.actor(key, ActorKind::State)
    }

    pub fn named_actor(
        &mut self,
        key: &str,
        kind: ActorKind,
        name: &str,
        short: Option<&str>,
        also: &[&str],
    ) -> ActorId {
        self.actors.push(Actor {
            key: key.to_owned(),
            kind,
            name: name.to_owned(),
            short: short.map(str::to_owned),
            also: also.iter().map(|&name| name.to_owned()).collect(),
            part_of: Vec::new(),
            offices: Vec::new(),
            note: None,
            viz: None,
            attributes: Vec::new(),
        });
        ActorId::from_index(self.actors.len() - 1)
    }

    pub fn part_of(&mut self, part: ActorId, whole: ActorId, when: &str) {
        let tie = PartOf { whole, period: period(when), evidence: Vec::new(), note: None };
        self.actors[part.index()].part_of.push(tie);
    }

    pub fn office(&mut self, person: ActorId, title: &str, of: ActorId, when: &str) {
        let office =
            Office { title: title.to_owned(), of, period: period(when), evidence: Vec::new(), note: None };
        self.actors[person.index()].offices.push(office);
    }

    pub fn instrument(&mut self, key: &str, kind: InstrumentKind, when: &str) -> InstrumentId {
        self.instruments.push(Instrument {
            key: key.to_owned(),
            kind,
            name: key.to_owned(),
            short: None,
            also: Vec::new(),
            period: period(when),
            evidence: Vec::new(),
            note: None,
            viz: None,
            attributes: Vec::new(),
        });
        InstrumentId::from_index(self.instruments.len() - 1)
    }

    pub fn relationship(
        &mut self,
        kind: RelationshipKind,
        from: NodeId,
        to: NodeId,
        when: &str,
    ) -> RelationshipId {
        let evidence = vec![self.proof(Voice::Reported)];
        self.relationships.push(Relationship {
            key: format!("r{}", self.relationships.len()),
            kind,
            from,
            to,
            mutual: false,
            label: None,
            period: period(when),
            evidence,
            note: None,
            attributes: Vec::new(),
        });
        RelationshipId::from_index(self.relationships.len() - 1)
    }

    /// An event with one source that a reported fact proves.
    pub fn event(&mut self, score: f64, from: ActorId, to: NodeId, when: &str) -> EventId {
        self.event_from(score, from, to, when, 1, Voice::Reported)
    }

    pub fn event_from(
        &mut self,
        score: f64,
        from: ActorId,
        to: NodeId,
        when: &str,
        sources: u32,
        voice: Voice,
    ) -> EventId {
        let evidence = vec![self.proof(voice)];
        let key = format!("e{}", self.events.len());
        self.events.push(Event {
            label: format!("Event {key}"),
            key,
            code: EventCode {
                scheme: Scheme::Cameo,
                code: "test",
                meaning: "a test's own",
                score: Some(score),
            },
            score,
            is_own_score: false,
            from,
            to,
            date: date(when),
            sources,
            evidence,
            note: None,
            attributes: Vec::new(),
        });
        EventId::from_index(self.events.len() - 1)
    }

    /// Names the latest event.
    pub fn label_event(&mut self, label: &str) {
        if let Some(event) = self.events.last_mut() {
            event.label = label.to_owned();
        }
    }

    pub fn build(self) -> Dataset {
        let mut dataset = Dataset {
            key: "test".to_owned(),
            title: "Test".to_owned(),
            documents: self.documents.into_iter().collect(),
            excerpts: self.excerpts.into_iter().collect(),
            actors: self.actors.into_iter().collect(),
            instruments: self.instruments.into_iter().collect(),
            relationships: self.relationships.into_iter().collect(),
            events: self.events.into_iter().collect(),
            ..Dataset::default()
        };
        dataset.keys = keys(&dataset);
        dataset
    }
}

fn keys(dataset: &Dataset) -> HashMap<String, Item> {
    let items = dataset
        .nodes()
        .map(Item::Node)
        .chain(dataset.relationships.ids().map(Item::Relationship))
        .chain(dataset.events.ids().map(Item::Event))
        .chain(dataset.excerpts.ids().map(Item::Excerpt))
        .chain(dataset.documents.ids().map(Item::Document));
    items.map(|item| (dataset.key(item).into_owned(), item)).collect()
}
