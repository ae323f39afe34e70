//! Evidence: there is some, it can be found, it is used, and it quotes no more than it may.

use std::collections::HashSet;

use crate::dataset::codes::Code;
use crate::dataset::diagnostic::Finding;
use crate::dataset::ids::DocumentId;
use crate::dataset::kind::Voice;
use crate::dataset::locate::JsonPath;
use crate::dataset::model::Dataset;
use crate::dataset::record::{DatasetRecord, ExcerptRecord, SelectorRecord};
use crate::dataset::source::SourceText;
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
            SelectorRecord::TextPositionSelector { .. } => {}
            SelectorRecord::TextQuoteSelector { exact, prefix, suffix } => {
                quotation(exact, prefix, suffix, &path.field("exact"), findings);
            }
        }
    }
}

/// The quoting rule: few words, and never a whole sentence.
fn quotation(exact: &str, prefix: &str, suffix: &str, path: &JsonPath, findings: &mut Vec<Finding>) {
    let words = words(&[prefix, exact, suffix].concat());
    if words > MOST_WORDS {
        let message = format!("{words} words are quoted, with prefix and suffix; {MOST_WORDS} are allowed");
        let hint = "Quote the shortest fragment that proves it; the gloss says the rest in your own words.";
        findings.push(finding(Code::QuoteTooLong, path.clone(), message, hint));
    }
    if is_sentence(exact) {
        let message = "a whole sentence is quoted";
        let hint = "Quote the shortest fragment that proves it; the gloss says the rest in your own words.";
        findings.push(finding(Code::WholeSentence, path.clone(), message, hint));
    }
}

/// The most words that an excerpt may quote, context included.
const MOST_WORDS: usize = 12;

fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Whether a text looks like a whole sentence by itself: a capital first, a full stop last, and three
/// words or more.
fn is_sentence(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| c.is_whitespace() || "\"'“”‘’«»()[]".contains(c));
    bare.starts_with(char::is_uppercase) && bare.ends_with(['.', '!', '?', '…']) && words(bare) >= 3
}

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
    for (id, excerpt) in dataset.excerpts.iter().filter(|(_, excerpt)| excerpt.document == document) {
        let path = row_of("excerpts", id);
        if excerpt.selectors.is_empty() {
            continue;
        }
        if source.find(excerpt).is_none() {
            let message = format!("the excerpt {} is not found in the attached text", quoted(&excerpt.key));
            let hint = "Compare its selectors with the text: words, quotation marks, positions.";
            findings.push(
                finding(Code::PassageNotFound, path.field("selector"), message, hint)
                    .at_path(path.field("selector")),
            );
        }
    }
}
