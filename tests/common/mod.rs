//! Tiny datasets in memory, for tests.

// Each test program uses its own part of this.
#![allow(dead_code)]

use detente::dataset::coding::{EventCode, Scheme};
use detente::dataset::compact::Ids;
use detente::dataset::events::EventRow;
use detente::dataset::excerpts::ExcerptRow;
use detente::dataset::model::{Actor, Document, Instrument, Office, PartOf, Relationship, Remarks};
use detente::dataset::record::{SelectorRecord, TextRecord};
use detente::dataset::{
    ActorId, ActorKind, Dataset, DocumentId, Edtf, EventId, ExcerptId, Id, InstrumentId, InstrumentKind,
    NodeId, RelationshipId, RelationshipKind, Text, Voice,
};
use ecow::EcoVec;

/// Builds a dataset row by row. What a test does not name is absent, and each row's key is its name.
#[derive(Default)]
pub struct Builder {
    documents: Vec<Document>,
    excerpts: Vec<ExcerptRow<String>>,
    actors: Vec<Actor>,
    instruments: Vec<Instrument>,
    relationships: Vec<Relationship>,
    events: Vec<(String, Edtf, EventRow<String>)>,
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
            key: key.into(),
            kind: "article-newspaper".into(),
            title: format!("Title of {key}").into(),
            author: EcoVec::new(),
            container_title: None,
            publisher: None,
            issued: None,
            url: None,
            language: None,
            rights: None,
            reliability: None,
            text: paragraphs.map(|paragraphs| {
                Box::new(TextRecord { sha256: "0".repeat(64), paragraphs, not_body: Vec::new() })
            }),
            remarks: Remarks::default(),
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
        self.excerpts.push(ExcerptRow {
            document,
            paragraph,
            selectors: vec![SelectorRecord::TextQuoteSelector {
                exact: fragment.into(),
                prefix: Text::new(),
                suffix: Text::new(),
            }],
            gloss: gloss.to_owned(),
            voice,
            speaker: None,
            credibility: None,
            remarks: Remarks::default(),
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
            key: key.into(),
            kind,
            name: name.into(),
            short: short.map(Text::from),
            also: also.iter().map(|&name| Text::from(name)).collect(),
            part_of: EcoVec::new(),
            offices: EcoVec::new(),
            viz: None,
            remarks: Remarks::default(),
        });
        ActorId::from_index(self.actors.len() - 1)
    }

    pub fn part_of(&mut self, part: ActorId, whole: ActorId, when: &str) {
        let tie = PartOf { whole, period: period(when), evidence: Ids::default(), note: None };
        self.actors[part.index()].part_of.push(tie);
    }

    pub fn office(&mut self, person: ActorId, title: &str, of: ActorId, when: &str) {
        let office =
            Office { title: title.into(), of, period: period(when), evidence: Ids::default(), note: None };
        self.actors[person.index()].offices.push(office);
    }

    pub fn instrument(&mut self, key: &str, kind: InstrumentKind, when: &str) -> InstrumentId {
        self.instruments.push(Instrument {
            key: key.into(),
            kind,
            name: key.into(),
            short: None,
            also: EcoVec::new(),
            period: period(when),
            evidence: Ids::default(),
            viz: None,
            remarks: Remarks::default(),
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
            key: format!("r{}", self.relationships.len()).into(),
            kind,
            from,
            to,
            mutual: false,
            label: None,
            period: period(when),
            evidence: evidence.into(),
            remarks: Remarks::default(),
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
        let event = EventRow {
            label: format!("Event {key}"),
            code: Box::leak(Box::new(EventCode {
                scheme: Scheme::Cameo,
                code: "test",
                meaning: "a test's own",
                score: Some(score),
            })),
            own_score: None,
            from,
            to,
            sources,
            evidence: evidence.into(),
            remarks: Remarks::default(),
        };
        self.events.push((key, date(when), event));
        EventId::from_index(self.events.len() - 1)
    }

    /// Takes the evidence of the latest event away.
    pub fn unprove_event(&mut self) {
        if let Some((.., event)) = self.events.last_mut() {
            event.evidence = Ids::default();
        }
    }

    /// Names the latest event.
    pub fn label_event(&mut self, label: &str) {
        if let Some((.., event)) = self.events.last_mut() {
            event.label = label.into();
        }
    }

    pub fn build(self) -> Dataset {
        let mut dataset = Dataset {
            key: "test".to_owned(),
            title: "Test".to_owned(),
            documents: self.documents.into_iter().collect(),
            actors: self.actors.into_iter().collect(),
            instruments: self.instruments.into_iter().collect(),
            relationships: self.relationships.into_iter().collect(),
            ..Dataset::default()
        };
        for (nth, excerpt) in self.excerpts.into_iter().enumerate() {
            dataset.excerpts.push(&format!("x{nth}"), excerpt);
        }
        for (key, date, event) in self.events {
            dataset.events.push(&key, date, event);
        }
        dataset.index_keys();
        dataset
    }
}
