//! Evidence: there is some, it can be found, it is used, and it quotes no more than it may.

use crate::dataset::codes::Code;
use crate::dataset::diagnostic::Finding;
use crate::dataset::excerpts::Excerpt;
use crate::dataset::ids::{DocumentId, Id};
use crate::dataset::kind::Voice;
use crate::dataset::locate::JsonPath;
use crate::dataset::model::Dataset;
use crate::dataset::quoting::{self, MAX_WORDS};
use crate::dataset::record::{ExcerptRecord, SelectorRecord};
use crate::dataset::source::{Passage, SourceText};
use crate::dataset::suggest::quoted;

use super::keys::List;
use super::{Checker, finding, row_of};

impl Checker<'_> {
    pub(super) fn voice(&mut self, index: usize, excerpt: &ExcerptRecord<impl AsRef<str>>) {
        match excerpt.voice {
            Voice::Quoted if excerpt.speaker.is_none() => {
                self.findings.tell(Code::NoSpeaker, List::Excerpts, || {
                    let path = List::Excerpts.row(index);
                    let message =
                        format!("the excerpt {} is quoted, but nobody speaks", quoted(excerpt.id.as_ref()));
                    let hint = "Add `speaker`: the key of the actor whose words these are.";
                    finding(Code::NoSpeaker, path.field("speaker"), message, hint)
                        .at_path(path.field("voice"))
                });
            }
            Voice::Quoted | Voice::Reported | Voice::Judgement | Voice::Recommendation => {}
        }
    }

    pub(super) fn selectors(&mut self, index: usize, excerpt: &ExcerptRecord<impl AsRef<str>>) {
        let path = || List::Excerpts.row(index);
        if excerpt.selector.is_empty() {
            self.findings.tell(Code::NoSelector, List::Excerpts, || {
                let message = format!("the excerpt {} has no selector", quoted(excerpt.id.as_ref()));
                let hint = "Add `selector`: a TextQuoteSelector with the few words that prove it.";
                finding(Code::NoSelector, path().field("selector"), message, hint).at_path(path().field("id"))
            });
        }
        for (nth, selector) in excerpt.selector.iter().enumerate() {
            let path = || path().field("selector").index(nth);
            match selector {
                SelectorRecord::TextPositionSelector { start, end } if end <= start => {
                    self.findings.tell(Code::EmptySpan, List::Excerpts, || {
                        let message = format!("the selector ends at {end}, not after its start at {start}");
                        let hint = "`start` is the first code point, `end` is one past the last.";
                        finding(Code::EmptySpan, path().field("end"), message, hint)
                            .related(path().field("start"), "starts here")
                    });
                }
                SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => {}
                SelectorRecord::TextQuoteSelector { exact, .. } => {
                    self.quotation(selector, exact, || path().field("exact"));
                }
            }
        }
    }

    /// The quoting rule of [`quoting`]: few words, and never a whole sentence.
    fn quotation(&mut self, selector: &SelectorRecord, exact: &str, path: impl Fn() -> JsonPath) {
        let words = quoting::word_count(&quoting::quoted(selector));
        if words > MAX_WORDS {
            self.findings.tell(Code::QuoteTooLong, List::Excerpts, || {
                let message =
                    format!("{words} words are quoted, with prefix and suffix; {MAX_WORDS} are allowed");
                finding(Code::QuoteTooLong, path(), message, QUOTE_LESS)
            });
        }
        if quoting::looks_like_sentence(exact) {
            self.findings.tell(Code::WholeSentence, List::Excerpts, || {
                finding(Code::WholeSentence, path(), "a whole sentence is quoted", QUOTE_LESS)
            });
        }
    }

    pub(super) fn paragraph<S>(&mut self, index: usize, excerpt: &ExcerptRecord<S>) {
        if excerpt.paragraph == Some(0) {
            self.findings.tell(Code::NoSuchParagraph, List::Excerpts, || {
                let path = List::Excerpts.row(index).field("paragraph");
                let message = "there is no paragraph 0";
                finding(Code::NoSuchParagraph, path, message, "Paragraphs are numbered from 1.")
            });
        }
    }

    /// Tells of excerpts that stand beyond the end of their document.
    pub(super) fn paragraphs_that_are_not_there(&mut self) {
        let mut beyond = std::mem::take(&mut self.ties.beyond);
        beyond.sort_unstable();
        for (excerpt, document, paragraph, count) in beyond {
            self.findings.tell(Code::NoSuchParagraph, List::Excerpts, || {
                let key = self.keys.columns.documents.get(document.index());
                let message = format!("there is no paragraph {paragraph}: {} has {count}", quoted(key));
                let hint = "Count only body paragraphs, from 1, or correct the document's `paragraphs`.";
                let told = row_of(List::Documents, document).field("text").field("paragraphs");
                let path = row_of(List::Excerpts, excerpt).field("paragraph");
                finding(Code::NoSuchParagraph, path, message, hint).related(told, "the last paragraph")
            });
        }
    }

    /// Looks whether a relationship or an event has evidence.
    pub(super) fn some_evidence<K>(&mut self, id: &str, evidence: &[K], list: List, index: usize) {
        if evidence.is_empty() {
            self.findings.tell(Code::NoEvidence, list, || {
                let path = list.row(index);
                let message = format!("the {} {} has no evidence", list.noun(), quoted(id));
                let hint = "Add `evidence`: the keys of the excerpts that prove it.";
                finding(Code::NoEvidence, path.field("evidence"), message, hint).at_path(path.field("id"))
            });
        }
    }

    pub(super) fn unused_excerpts(&mut self) {
        let excerpts = self.keys.columns.excerpts.iter().zip(&self.ties.used).enumerate();
        for (index, (id, _)) in excerpts.filter(|(_, (_, is_used))| !**is_used) {
            self.findings.tell(Code::UnusedExcerpt, List::Excerpts, || {
                let message = format!("the excerpt {} proves nothing", quoted(id));
                let hint = "Name it in the `evidence` of what it proves, or remove it.";
                finding(Code::UnusedExcerpt, List::Excerpts.row(index).field("id"), message, hint)
            });
        }
    }

    pub(super) fn idle_actors(&mut self) {
        let actors = self.keys.columns.actors.iter().zip(&self.ties.tied).enumerate();
        for (index, (id, _)) in actors.filter(|(_, (_, is_tied))| !**is_tied) {
            self.findings.tell(Code::IdleActor, List::Actors, || {
                let message = format!("the actor {} is tied to nothing", quoted(id));
                let hint = "Code the relationship or event that it belongs to, or remove it.";
                finding(Code::IdleActor, List::Actors.row(index).field("id"), message, hint)
            });
        }
    }
}

const QUOTE_LESS: &str =
    "Quote the shortest fragment that proves it; the gloss says the rest in your own words.";

pub(super) fn check_source(
    dataset: &Dataset,
    document: DocumentId,
    source: &SourceText,
    findings: &mut Vec<Finding>,
) {
    let Some(record) = dataset.documents.get(document) else { return };
    if source.is_same() == Some(false) {
        let path = row_of(List::Documents, document).field("text").field("sha256");
        let message = format!("the text attached to {} is not the one that was coded", quoted(&record.key));
        let hint = "Passages are looked for by their words; attach the original for certainty.";
        findings.push(finding(Code::TextDiffers, path, message, hint));
    }
    let excerpts = dataset.excerpts.iter().filter(|(_, excerpt)| excerpt.document() == document);
    for (id, excerpt) in excerpts {
        let selectors = excerpt.selectors();
        if selectors.is_empty() {
            continue;
        }
        let path = row_of(List::Excerpts, id);
        match source.find_by(&selectors, excerpt.paragraph()) {
            None => {
                let message =
                    format!("the excerpt {} is not found in the attached text", quoted(excerpt.key()));
                let hint = "Compare its selectors with the text: words, quotation marks, positions.";
                findings.push(finding(Code::PassageNotFound, path.field("selector"), message, hint));
            }
            Some(passage) => found(excerpt, &passage, path, source, findings),
        }
    }
}

/// What the place where an excerpt was found shows.
fn found(
    excerpt: Excerpt<'_>,
    passage: &Passage,
    path: JsonPath,
    source: &SourceText,
    findings: &mut Vec<Finding>,
) {
    // A fragment that looks like a sentence has been told of without the text.
    if excerpt.fragment().is_some_and(|fragment| !quoting::looks_like_sentence(fragment))
        && source.is_whole_sentence(passage.span.clone())
    {
        let message = format!("the excerpt {} quotes a whole sentence of the text", quoted(excerpt.key()));
        findings.push(finding(Code::WholeSentence, path.field("selector"), message, QUOTE_LESS));
    }
    if let Some(number) = excerpt.paragraph()
        && source.paragraph(number).is_none_or(|range| range != passage.paragraph)
    {
        let actual = (1..).map_while(|number| Some((number, source.paragraph(number)?)));
        let actual = actual.into_iter().find(|(_, range)| *range == passage.paragraph);
        let message = match actual {
            Some((actual, _)) => format!("the passage stands in paragraph {actual}, not {number}"),
            None => format!("the passage does not stand in paragraph {number}"),
        };
        let hint = "Correct `paragraph`, or the document's `not-body`: other lines count as paragraphs.";
        findings.push(finding(Code::OtherParagraph, path.field("paragraph"), message, hint));
    }
}
