//! Whether records make sense together: the rules that no schema can say.
//!
//! Rows come one at a time, documents before excerpts, from a text or from records in memory, and none is kept. A rule
//! that looks at one row is asked at once; what a rule needs of all rows is noted as ids (`Ties`) and judged at the end.
//! Every rule reports all that it finds; none stops another.

mod columns;
mod evidence;
mod findings;
mod keys;
mod meaning;
mod ties;

pub(super) use columns::Columns;
pub(super) use findings::Findings;
pub use keys::is_slug;
pub(super) use keys::{Keys, List};

use std::collections::HashMap;

use super::codes::Code;
use super::coding::EventCode;
use super::compact::Ids;
use super::diagnostic::Finding;
use super::ids::{ActorId, DocumentId, ExcerptId, Id};
use super::item::NodeId;
use super::kind::ActorKind;
use super::locate::{JsonPath, PathSet};
use super::model::{Dataset, DefaultSeries};
use super::record::{
    ActorRecord, DatasetRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord,
    RelationshipRecord, SeriesRecord,
};
use super::source::SourceText;
use keys::{ACTOR, DOCUMENT, EXCERPT, NODE, Wanted};
use ties::Ties;

/// All that is wrong with records that have the shape of a dataset, in no order.
pub fn check(record: &DatasetRecord) -> Vec<Finding> {
    let keys = Keys::of(record);
    let mut checker = Checker::new(&keys, usize::MAX);
    checker.dataset(&record.id, record.series.as_ref());
    record.documents.iter().enumerate().for_each(|(index, row)| checker.document(index, row));
    for (index, row) in record.excerpts.iter().enumerate() {
        checker.excerpt(index, row);
    }
    for (index, row) in record.actors.iter().enumerate() {
        checker.actor(index, row);
    }
    for (index, row) in record.instruments.iter().enumerate() {
        checker.instrument(index, row);
    }
    for (index, row) in record.relationships.iter().enumerate() {
        checker.relationship(index, row);
    }
    for (index, row) in record.events.iter().enumerate() {
        checker.event(index, row);
    }
    checker.finish().kept
}

/// What attached texts show to be wrong with the excerpts of a dataset: passages that are not there, or are
/// whole sentences, and texts that are not the ones which the dataset was coded from.
/// [`super::load::add_findings`] adds them to the report of the file.
pub fn with_sources(dataset: &Dataset, sources: &[(DocumentId, SourceText)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (document, source) in sources {
        evidence::check_source(dataset, *document, source, &mut findings);
    }
    findings
}

/// Checks rows as they come. What a row names is given back as ids: `None` where something in it leads nowhere, which
/// is among the findings then.
pub(super) struct Checker<'k> {
    keys: &'k Keys,
    findings: Findings,
    ties: Ties,
    /// The row of each list that was named last.
    near: [usize; List::ALL.len()],
}

/// What an excerpt names.
pub(super) struct ExcerptLinks {
    pub document: DocumentId,
    pub speaker: Option<ActorId>,
}

/// What an actor names: the wholes that it is part of and those where it holds an office, each with its evidence.
pub(super) struct ActorLinks {
    pub wholes: Vec<(ActorId, Ids<ExcerptId>)>,
    pub offices: Vec<(ActorId, Ids<ExcerptId>)>,
}

/// What a relationship names.
pub(super) struct RelationshipLinks {
    pub from: NodeId,
    pub to: NodeId,
    pub evidence: Ids<ExcerptId>,
}

/// What an event names.
pub(super) struct EventLinks {
    pub code: &'static EventCode,
    pub from: ActorId,
    pub to: NodeId,
    pub evidence: Ids<ExcerptId>,
}

impl<'k> Checker<'k> {
    /// A checker of the rows that have these keys. Of a kind of problem in a list it tells at most so many.
    pub fn new(keys: &'k Keys, most: usize) -> Self {
        Self { keys, findings: Findings::new(most), ties: Ties::new(keys), near: [0; List::ALL.len()] }
    }

    /// Checks what a dataset says of itself. `None` where its series leads nowhere; `Some(None)` where it has none.
    pub fn dataset(&mut self, id: &str, series: Option<&SeriesRecord>) -> Option<Option<DefaultSeries>> {
        self.slug(id, || JsonPath::root().field("id"), None);
        let Some(series) = series else { return Some(None) };
        let path = || JsonPath::root().field("series");
        self.series_toward_itself(series);
        let of = self.reference(&series.of, || path().field("of"), ACTOR);
        let toward = self.each(&series.toward, || path().field("toward"), ACTOR);
        Some(Some(DefaultSeries { of: of?, toward: toward?.to_vec() }))
    }

    /// Checks a document.
    pub fn document(&mut self, index: usize, row: &DocumentRecord) {
        self.own_key(&row.id, List::Documents, index);
        if let Some(text) = &row.text {
            self.ties.paragraphs(DocumentId::from_index(index), text.paragraphs);
        }
    }

    /// Tells checkers that share the rows of a dataset of all its documents.
    pub fn know_documents<'c>(checkers: impl Iterator<Item = &'c mut Self>)
    where
        'k: 'c,
    {
        let mut ties: Vec<_> = checkers.map(|checker| &mut checker.ties).collect();
        let all: HashMap<_, _, _> = ties.iter_mut().flat_map(|ties| ties.paragraphs.drain()).collect();
        ties.into_iter().for_each(|ties| ties.paragraphs.clone_from(&all));
    }

    /// Checks an excerpt, of which the document was checked before.
    pub fn excerpt(&mut self, index: usize, row: &ExcerptRecord<impl AsRef<str>>) -> Option<ExcerptLinks> {
        self.own_key(row.id.as_ref(), List::Excerpts, index);
        self.voice(index, row);
        self.selectors(index, row);
        self.paragraph(index, row);
        let path = |field| move || List::Excerpts.row(index).field(field);
        let document = self.reference(row.document.as_ref(), path("document"), DOCUMENT);
        let speaker = row.speaker.as_ref().map(|key| self.reference(key.as_ref(), path("speaker"), ACTOR));
        if let Some((document, paragraph)) = document.zip(row.paragraph) {
            self.ties.stands_in(ExcerptId::from_index(index), document, paragraph);
        }
        if let Some(speaker) = speaker.flatten() {
            self.ties.tie(speaker);
        }
        // A speaker who leads nowhere is not the same as none.
        let speaker = match speaker {
            Some(speaker) => Some(speaker?),
            None => None,
        };
        Some(ExcerptLinks { document: document?, speaker })
    }

    /// Checks an actor.
    pub fn actor(&mut self, index: usize, row: &ActorRecord) -> Option<ActorLinks> {
        match row.kind {
            ActorKind::State => self.state(index, row),
            ActorKind::Government
            | ActorKind::Person
            | ActorKind::Organisation
            | ActorKind::ArmedGroup
            | ActorKind::Territory
            | ActorKind::Unspecified => self.own_key(&row.id, List::Actors, index),
        }
        let id = ActorId::from_index(index);
        if !row.part_of.is_empty() || !row.office.is_empty() {
            self.ties.tie(id);
        }
        let mut wholes = Vec::with_capacity(row.part_of.len());
        for (nth, part) in row.part_of.iter().enumerate() {
            let path = || List::Actors.row(index).field("part-of").index(nth);
            let whole = self.reference(&part.actor, || path().field("actor"), ACTOR);
            if let Some(whole) = whole {
                self.ties.tie(whole);
                self.ties.part_of(id, nth, whole);
            }
            wholes.push(whole.zip(self.evidence(&part.evidence, path)));
        }
        let mut offices = Vec::with_capacity(row.office.len());
        for (nth, office) in row.office.iter().enumerate() {
            let path = || List::Actors.row(index).field("office").index(nth);
            let of = self.reference(&office.of, || path().field("of"), ACTOR);
            if let Some(of) = of {
                self.ties.tie(of);
            }
            offices.push(of.zip(self.evidence(&office.evidence, path)));
        }
        Some(ActorLinks {
            wholes: wholes.into_iter().collect::<Option<_>>()?,
            offices: offices.into_iter().collect::<Option<_>>()?,
        })
    }

    /// Checks an instrument, and gives the ids of its evidence.
    pub fn instrument(&mut self, index: usize, row: &InstrumentRecord) -> Option<Ids<ExcerptId>> {
        self.own_key(&row.id, List::Instruments, index);
        self.evidence(&row.evidence, || List::Instruments.row(index))
    }

    /// Checks a relationship.
    pub fn relationship(&mut self, index: usize, row: &RelationshipRecord) -> Option<RelationshipLinks> {
        let path = || List::Relationships.row(index);
        self.own_key(&row.id, List::Relationships, index);
        self.toward_itself(&row.from, &row.to, List::Relationships, index);
        self.some_evidence(&row.id, &row.evidence, List::Relationships, index);
        let from = self.reference(&row.from, || path().field("from"), NODE);
        let to = self.reference(&row.to, || path().field("to"), NODE);
        let evidence = self.evidence(&row.evidence, path);
        for node in [from, to].into_iter().flatten() {
            self.ties.tie_node(node);
        }
        let (from, to) = (from?, to?);
        self.ties.relationship(index, row, from, to);
        Some(RelationshipLinks { from, to, evidence: evidence? })
    }

    /// Checks an event.
    pub fn event<D>(&mut self, index: usize, row: &EventRecord<impl AsRef<str>, D>) -> Option<EventLinks> {
        let path = || List::Events.row(index);
        self.own_key(row.id.as_ref(), List::Events, index);
        self.toward_itself(row.from.as_ref(), row.to.as_ref(), List::Events, index);
        self.some_evidence(row.id.as_ref(), &row.evidence, List::Events, index);
        let code = self.event_code(index, row);
        let from = self.reference(row.from.as_ref(), || path().field("from"), ACTOR);
        let to = self.reference(row.to.as_ref(), || path().field("to"), NODE);
        let evidence = self.evidence(&row.evidence, path);
        if let Some(actor) = from {
            self.ties.tie(actor);
        }
        if let Some(node) = to {
            self.ties.tie_node(node);
        }
        Some(EventLinks { code: code?, from: from?, to: to?, evidence: evidence? })
    }

    /// Adds what is wrong with the form of a row, which was mended before it is checked.
    pub fn walked(&mut self, list: List, findings: Vec<Finding>, wrong: PathSet) {
        self.findings.add_walked(list, findings, wrong);
    }

    /// Takes over what another checker found in other rows of the same dataset.
    pub fn join(&mut self, other: Self) {
        self.findings.join(other.findings);
        self.ties.join(other.ties);
    }

    /// What is wrong, after the last row.
    pub fn finish(mut self) -> Findings {
        self.keys_given_twice();
        self.misnamed();
        self.paragraphs_that_are_not_there();
        self.unused_excerpts();
        self.idle_actors();
        self.equal_relationships();
        self.part_of_cycles();
        self.findings.drop_void();
        self.findings
    }

    /// The excerpts of a field `evidence`.
    fn evidence(&mut self, keys: &[impl AsRef<str>], path: impl Fn() -> JsonPath) -> Option<Ids<ExcerptId>> {
        let excerpts = self.each(keys, || path().field("evidence"), EXCERPT)?;
        excerpts.iter().for_each(|&excerpt| self.ties.use_excerpt(excerpt));
        Some(excerpts)
    }

    /// What each key of a list names.
    fn each<I: Id>(
        &mut self,
        keys: &[impl AsRef<str>],
        path: impl Fn() -> JsonPath,
        wanted: Wanted<I>,
    ) -> Option<Ids<I>> {
        let named = keys.iter().enumerate();
        let named =
            named.filter_map(|(index, key)| self.reference(key.as_ref(), || path().index(index), wanted));
        let ids: Ids<I> = named.collect();
        (ids.len() == keys.len()).then_some(ids)
    }
}

/// The path of an excerpt or document of a dataset, which is in file order.
fn row_of(list: List, id: impl Id) -> JsonPath {
    list.row(id.index())
}

/// A finding at a field of a row.
fn finding(code: Code, path: JsonPath, message: impl Into<String>, hint: impl Into<String>) -> Finding {
    Finding::new(code, path, message, hint)
}
