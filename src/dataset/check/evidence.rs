//! Evidence: there is some, it can be found, it is used, and it quotes no more than it may.

use std::collections::HashSet;

use crate::dataset::codes::Code;
use crate::dataset::diagnostic::Finding;
use crate::dataset::ids::DocumentId;
use crate::dataset::kind::Voice;
use crate::dataset::locate::JsonPath;
use crate::dataset::model::{Dataset, Excerpt};
use crate::dataset::quoting::{self, MAX_WORDS};
use crate::dataset::record::{DatasetRecord, ExcerptRecord, SelectorRecord};
use crate::dataset::source::{Passage, SourceText};
use crate::dataset::suggest::quoted;

use super::{finding, row, row_of};

pub(super) fn check(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    for (index, excerpt) in record.excerpts.iter().enumerate() {
        voice(excerpt, index, findings);
        selectors(excerpt, index, findings);
    }
    paragraphs(record, findings);
    no_evidence(record, findings);
    unused_excerpts(record, findings);
    idle_actors(record, findings);
}

fn voice(excerpt: &ExcerptRecord, index: usize, findings: &mut Vec<Finding>) {
    match excerpt.voice {
        Voice::Quoted if excerpt.speaker.is_none() => {
            let path = row("excerpts", index);
            let message = format!("the excerpt {} is quoted, but nobody speaks", quoted(&excerpt.id));
            let hint = "Add `speaker`: the key of the actor whose words these are.";
            findings.push(
                finding(Code::NoSpeaker, path.field("speaker"), message, hint).at_path(path.field("voice")),
            );
        }
        Voice::Quoted | Voice::Reported | Voice::Judgement | Voice::Recommendation => {}
    }
}

fn selectors(excerpt: &ExcerptRecord, index: usize, findings: &mut Vec<Finding>) {
    let path = row("excerpts", index);
    if excerpt.selector.is_empty() {
        let message = format!("the excerpt {} has no selector", quoted(&excerpt.id));
        let hint = "Add `selector`: a TextQuoteSelector with the few words that prove it.";
        findings
            .push(finding(Code::NoSelector, path.field("selector"), message, hint).at_path(path.field("id")));
    }
    for (nth, selector) in excerpt.selector.iter().enumerate() {
        let path = path.field("selector").index(nth);
        match selector {
            SelectorRecord::TextPositionSelector { start, end } if end <= start => {
                let message = format!("the selector ends at {end}, not after its start at {start}");
                let hint = "`start` is the first code point, `end` is one past the last.";
                findings.push(
                    finding(Code::EmptySpan, path.field("end"), message, hint)
                        .related(path.field("start"), "starts here"),
                );
            }
            SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => {}
            SelectorRecord::TextQuoteSelector { exact, .. } => {
                quotation(selector, exact, path.field("exact"), findings);
            }
        }
    }
}

/// The quoting rule of [`quoting`]: few words, and never a whole sentence.
fn quotation(selector: &SelectorRecord, exact: &str, path: JsonPath, findings: &mut Vec<Finding>) {
    let words = quoting::word_count(&quoting::quoted(selector));
    if words > MAX_WORDS {
        let message = format!("{words} words are quoted, with prefix and suffix; {MAX_WORDS} are allowed");
        findings.push(finding(Code::QuoteTooLong, path.clone(), message, QUOTE_LESS));
    }
    if quoting::looks_like_sentence(exact) {
        findings.push(finding(Code::WholeSentence, path, "a whole sentence is quoted", QUOTE_LESS));
    }
}

const QUOTE_LESS: &str =
    "Quote the shortest fragment that proves it; the gloss says the rest in your own words.";

fn paragraphs(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let documents: std::collections::HashMap<_, _> = record
        .documents
        .iter()
        .enumerate()
        .map(|(index, document)| (&document.id, (index, document)))
        .collect();
    for (index, excerpt) in record.excerpts.iter().enumerate() {
        let Some(paragraph) = excerpt.paragraph else { continue };
        let path = row("excerpts", index).field("paragraph");
        if paragraph == 0 {
            let message = "there is no paragraph 0";
            findings.push(finding(Code::NoSuchParagraph, path, message, "Paragraphs are numbered from 1."));
            continue;
        }
        let Some((at, document)) = documents.get(&excerpt.document) else { continue };
        let Some(text) = &document.text else { continue };
        if paragraph > text.paragraphs {
            let message = format!(
                "there is no paragraph {paragraph}: {} has {}",
                quoted(&document.id),
                text.paragraphs
            );
            let hint = "Count only body paragraphs, from 1, or correct the document's `paragraphs`.";
            let told = row("documents", *at).field("text").field("paragraphs");
            findings.push(
                finding(Code::NoSuchParagraph, path, message, hint).related(told, "the last paragraph"),
            );
        }
    }
}

fn no_evidence(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let relationships = record.relationships.iter().map(|row| (&row.id, &row.evidence)).enumerate();
    let events = record.events.iter().map(|row| (&row.id, &row.evidence)).enumerate();
    let rows = relationships
        .map(|row| ("relationships", "relationship", row))
        .chain(events.map(|row| ("events", "event", row)));
    for (list, noun, (index, (id, evidence))) in rows {
        if evidence.is_empty() {
            let path = row(list, index);
            let message = format!("the {noun} {} has no evidence", quoted(id));
            let hint = "Add `evidence`: the keys of the excerpts that prove it.";
            findings.push(
                finding(Code::NoEvidence, path.field("evidence"), message, hint).at_path(path.field("id")),
            );
        }
    }
}

fn unused_excerpts(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let actors = &record.actors;
    let lists = (record.relationships.iter().map(|row| &row.evidence))
        .chain(record.events.iter().map(|row| &row.evidence))
        .chain(record.instruments.iter().map(|row| &row.evidence))
        .chain(actors.iter().flat_map(|actor| actor.part_of.iter().map(|part| &part.evidence)))
        .chain(actors.iter().flat_map(|actor| actor.office.iter().map(|office| &office.evidence)));
    let used: HashSet<&str> = lists.flatten().map(String::as_str).collect();
    for (index, excerpt) in record.excerpts.iter().enumerate() {
        if !used.contains(excerpt.id.as_str()) {
            let message = format!("the excerpt {} proves nothing", quoted(&excerpt.id));
            let hint = "Name it in the `evidence` of what it proves, or remove it.";
            findings.push(finding(Code::UnusedExcerpt, row("excerpts", index).field("id"), message, hint));
        }
    }
}

fn idle_actors(record: &DatasetRecord, findings: &mut Vec<Finding>) {
    let mut tied: HashSet<&str> = HashSet::new();
    tied.extend(record.relationships.iter().flat_map(|row| [row.from.as_str(), row.to.as_str()]));
    tied.extend(record.events.iter().flat_map(|row| [row.from.as_str(), row.to.as_str()]));
    tied.extend(record.excerpts.iter().filter_map(|row| row.speaker.as_deref()));
    for actor in &record.actors {
        if !actor.part_of.is_empty() || !actor.office.is_empty() {
            tied.insert(&actor.id);
        }
        tied.extend(actor.part_of.iter().map(|part| part.actor.as_str()));
        tied.extend(actor.office.iter().map(|office| office.of.as_str()));
    }
    for (index, actor) in record.actors.iter().enumerate() {
        if !tied.contains(actor.id.as_str()) {
            let message = format!("the actor {} is tied to nothing", quoted(&actor.id));
            let hint = "Code the relationship or event that it belongs to, or remove it.";
            findings.push(finding(Code::IdleActor, row("actors", index).field("id"), message, hint));
        }
    }
}

pub(super) fn check_source(
    dataset: &Dataset,
    document: DocumentId,
    source: &SourceText,
    findings: &mut Vec<Finding>,
) {
    let Some(record) = dataset.documents.get(document) else { return };
    if source.is_same() == Some(false) {
        let path = row_of("documents", document).field("text").field("sha256");
        let message = format!("the text attached to {} is not the one that was coded", quoted(&record.key));
        let hint = "Passages are looked for by their words; attach the original for certainty.";
        findings.push(finding(Code::TextDiffers, path, message, hint));
    }
    let excerpts = dataset.excerpts.iter().filter(|(_, excerpt)| excerpt.document == document);
    for (id, excerpt) in excerpts.filter(|(_, excerpt)| !excerpt.selectors.is_empty()) {
        let path = row_of("excerpts", id);
        match source.find(excerpt) {
            None => {
                let message =
                    format!("the excerpt {} is not found in the attached text", quoted(&excerpt.key));
                let hint = "Compare its selectors with the text: words, quotation marks, positions.";
                findings.push(finding(Code::PassageNotFound, path.field("selector"), message, hint));
            }
            Some(passage) => found(excerpt, &passage, path, source, findings),
        }
    }
}

/// What the place where an excerpt was found shows.
fn found(
    excerpt: &Excerpt,
    passage: &Passage,
    path: JsonPath,
    source: &SourceText,
    findings: &mut Vec<Finding>,
) {
    // A fragment that looks like a sentence has been told of without the text.
    if excerpt.fragment().is_some_and(|fragment| !quoting::looks_like_sentence(fragment))
        && source.is_whole_sentence(passage.span.clone())
    {
        let message = format!("the excerpt {} quotes a whole sentence of the text", quoted(&excerpt.key));
        findings.push(finding(Code::WholeSentence, path.field("selector"), message, QUOTE_LESS));
    }
    if let Some(number) = excerpt.paragraph
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
