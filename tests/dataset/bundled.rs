//! The bundled dataset codes the whole article, says who speaks, and quotes no more than it may.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::path::PathBuf;

use detente::dataset::record::{DatasetRecord, ExcerptRecord, SelectorRecord};
use detente::dataset::source::{Found, SourceText};
use detente::dataset::{
    ActorKind, Dataset, DocumentId, Id, Item, RelationshipKind, Voice, bundled, check, load,
};

/// The most words that an excerpt may quote.
const MOST_WORDS: usize = 12;

fn record() -> DatasetRecord {
    serde_json::from_str(bundled::new_zealand_2025())
        .expect("the bundled dataset has the shape of the format")
}

fn dataset() -> Dataset {
    load("new-zealand-2025.json", bundled::new_zealand_2025().as_bytes())
        .dataset
        .expect("the bundled dataset loads")
}

/// The article, where it is there: it is no part of the project.
fn article() -> Option<String> {
    let shared = std::env::var_os("DETENTE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("seeds/000_1d3de4f65ff0ded4.txt");
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        eprintln!("skipped: {} is not there", path.display());
    }
    text
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// Lower-case words of letters, digits, apostrophes and inner hyphens.
fn plain_words(text: &str) -> Vec<String> {
    let trimmed = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    text.split(|c: char| c.is_whitespace() || c == '–').map(trimmed).filter(|word| !word.is_empty()).collect()
}

/// Exact, prefix and suffix of the text quote selector.
fn quote(excerpt: &ExcerptRecord) -> (&str, &str, &str) {
    let quote = excerpt.selector.iter().find_map(|selector| match selector {
        SelectorRecord::TextQuoteSelector { exact, prefix, suffix } => Some((&**prefix, &**exact, &**suffix)),
        SelectorRecord::TextPositionSelector { .. } | SelectorRecord::FragmentSelector { .. } => None,
    });
    quote.unwrap_or_else(|| panic!("{} has no quotation", excerpt.id))
}

/// The span of the text position selector, in code points.
fn position(excerpt: &ExcerptRecord) -> Range<usize> {
    let span = excerpt.selector.iter().find_map(|selector| match selector {
        SelectorRecord::TextPositionSelector { start, end } => Some(*start..*end),
        SelectorRecord::TextQuoteSelector { .. } | SelectorRecord::FragmentSelector { .. } => None,
    });
    span.unwrap_or_else(|| panic!("{} has no position", excerpt.id))
}

/// The body paragraphs of the article, each with its span in code points.
fn paragraphs(article: &str, record: &DatasetRecord) -> Vec<(Range<usize>, String)> {
    let not_body = record.documents[0].text.as_ref().map(|text| text.not_body.clone()).unwrap_or_default();
    let mut start = 0;
    let mut body = Vec::new();
    for (line, number) in article.split('\n').zip(1..) {
        let end = start + line.chars().count();
        if !line.trim().is_empty() && !not_body.contains(&number) {
            body.push((start..end, line.to_owned()));
        }
        start = end + 1;
    }
    body
}

/// Every text of the coder's own, with the key of the record that it belongs to.
fn own_texts(record: &DatasetRecord) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut add = |key: &str, text: Option<&String>| {
        texts.extend(text.map(|text| (key.to_owned(), text.clone())));
    };
    add(&record.id, Some(&record.title));
    add(&record.id, record.description.as_ref());
    for row in &record.documents {
        add(&row.id, Some(&row.title));
        add(&row.id, row.note.as_ref());
    }
    for row in &record.excerpts {
        add(&row.id, Some(&row.gloss));
        add(&row.id, row.note.as_ref());
    }
    for row in &record.actors {
        add(&row.id, row.note.as_ref());
        row.part_of.iter().for_each(|tie| add(&row.id, tie.note.as_ref()));
        row.office.iter().for_each(|office| {
            add(&row.id, Some(&office.title));
            add(&row.id, office.note.as_ref());
        });
    }
    record.instruments.iter().for_each(|row| add(&row.id, row.note.as_ref()));
    for row in &record.relationships {
        add(&row.id, row.label.as_ref());
        add(&row.id, row.note.as_ref());
    }
    for row in &record.events {
        add(&row.id, Some(&row.label));
        add(&row.id, row.note.as_ref());
    }
    texts
}

#[test]
fn it_loads_without_error_or_warning() {
    for (key, text) in bundled::ALL {
        let loaded = load(&format!("{key}.json"), text.as_bytes());
        assert_eq!(
            (loaded.report.errors(), loaded.report.warnings()),
            (0, 0),
            "{}",
            loaded.report.render(false)
        );
        assert_eq!(loaded.dataset.map(|dataset| dataset.key).as_deref(), Some(*key));
        assert_eq!(bundled::text(key), Some(*text));
    }
}

#[test]
fn it_codes_the_whole_article() {
    let record = record();
    let nodes = record.actors.len() + record.instruments.len();
    assert!(nodes >= 45, "{nodes} nodes");
    assert!(record.relationships.len() >= 60, "{} relationships", record.relationships.len());
    assert!(record.events.len() >= 35, "{} events", record.events.len());
    assert!(record.excerpts.len() >= 50, "{} excerpts", record.excerpts.len());
    // Every body paragraph says something about a relation: there is no exception.
    let covered: BTreeSet<u32> = record.excerpts.iter().filter_map(|excerpt| excerpt.paragraph).collect();
    assert_eq!(covered, (1..=28).collect());
    assert_eq!(record.documents[0].text.as_ref().map(|text| text.paragraphs), Some(28));
}

#[test]
fn whom_and_what_the_article_names_is_there() {
    let dataset = dataset();
    let named = "NZL USA CHN PHL SLB UKR RUS ISR IRN CAN cook-islands gaza greenland \
        nz-ardern-government nz-hipkins-government nz-luxon-government us-obama-administration \
        us-biden-administration us-trump-administration-2 luxon peters ardern hipkins clark palmer trump xi \
        zelensky putin un un-general-assembly un-human-rights-council icc usaid houthis \
        former-senior-politicians aukus-pillar-two pipir olympic-defender overmatch sovfa \
        red-sea-deployment ceasefire-resolution-1 ceasefire-resolution-2 solomon-china-pact \
        cook-china-partnership tasman-exercises paris-accord ukraine-peace-deal rules-based-order";
    for key in named.split_whitespace() {
        assert!(matches!(dataset.item(key), Some(Item::Node(_))), "{key} is no node");
    }
}

#[test]
fn interest_in_aukus_pillar_two_rests_on_the_officials_words() {
    let dataset = dataset();
    let Some(Item::Relationship(id)) = dataset.item("nzl-aukus-pillar-two") else {
        panic!("there is no such relationship");
    };
    let relationship = &dataset.relationships[id];
    assert_eq!(relationship.kind, RelationshipKind::Interest);
    let quoted = relationship.evidence.iter().filter(|&&id| dataset.excerpt(id).voice() == Voice::Quoted);
    assert_eq!(quoted.count(), 1);
}

#[test]
fn each_voice_is_heard() {
    let record = record();
    let count = |voice| record.excerpts.iter().filter(|excerpt| excerpt.voice == voice).count();
    for (voice, least) in
        [(Voice::Reported, 10), (Voice::Judgement, 10), (Voice::Quoted, 5), (Voice::Recommendation, 1)]
    {
        assert!(count(voice) >= least, "{voice}: {}", count(voice));
    }
    for excerpt in &record.excerpts {
        assert_eq!(excerpt.speaker.is_some(), excerpt.voice == Voice::Quoted, "{}", excerpt.id);
    }
}

#[test]
fn everything_has_evidence() {
    let dataset = dataset();
    let relationships = dataset.relationships.ids().map(Item::Relationship);
    let events = dataset.events.ids().map(Item::Event);
    let instruments = dataset.instruments.ids().map(Item::from);
    for item in relationships.chain(events).chain(instruments) {
        assert!(!dataset.evidence(item).is_empty(), "{}", dataset.key(item));
    }
    for actor in dataset.actors.rows() {
        assert!(actor.part_of.iter().all(|tie| !tie.evidence.is_empty()), "{}", actor.key);
        assert!(actor.offices.iter().all(|office| !office.evidence.is_empty()), "{}", actor.key);
    }
}

#[test]
fn who_advises_or_warns_from_outside_is_not_the_state() {
    let dataset = dataset();
    for key in ["author-patman", "former-senior-politicians"] {
        let Some(Item::Node(node)) = dataset.item(key) else { panic!("{key} is no node") };
        let actor = node.actor().map(|id| &dataset.actors[id]).expect("an actor");
        assert!(actor.part_of.is_empty() && actor.offices.is_empty(), "{key} speaks for nobody else");
    }
    let issued = dataset.documents.rows()[0].issued.as_ref().and_then(|date| date.earliest());
    for key in ["clark", "palmer"] {
        let Some(Item::Node(node)) = dataset.item(key) else { panic!("{key} is no node") };
        let actor = node.actor().map(|id| &dataset.actors[id]).expect("an actor");
        for office in &actor.offices {
            let ended = office.period.as_ref().and_then(|period| period.latest());
            assert!(ended.is_some() && ended < issued, "{key} holds an office no more");
        }
    }
}

#[test]
fn governments_of_a_state_follow_each_other() {
    let dataset = dataset();
    for state in ["NZL", "USA"] {
        let mut terms: Vec<_> = (dataset.actors.rows().iter())
            .filter(|actor| actor.kind == ActorKind::Government)
            .flat_map(|actor| &actor.part_of)
            .filter(|tie| dataset.actors[tie.whole].key == state)
            .filter_map(|tie| tie.period.as_ref())
            .collect();
        terms.sort();
        assert!(terms.len() >= 3, "{state}: {} terms", terms.len());
        // One month, in which both governments are in office, is as near as vague bounds come.
        for pair in terms.windows(2) {
            let (end, start) = (pair[0].latest().expect("ends"), pair[1].earliest().expect("starts"));
            assert!(
                start.0 <= end.0 + 1 && end.0 - start.0 < 31,
                "{} {}",
                pair[0].as_str(),
                pair[1].as_str()
            );
        }
    }
}

#[test]
fn labels_are_short() {
    let dataset = dataset();
    for node in dataset.nodes() {
        let label = dataset.node_label(node);
        assert!(label.chars().count() <= 16, "{label}");
    }
    for relationship in dataset.relationships.rows() {
        let length = relationship.label.as_ref().map_or(0, |label| label.chars().count());
        assert!((1..=32).contains(&length), "{}: {length} characters", relationship.key);
    }
    for event in dataset.events.rows() {
        assert!(event.label().chars().count() <= 52, "{}", event.label());
    }
}

#[test]
fn quotations_are_fragments() {
    for excerpt in &record().excerpts {
        let (prefix, exact, suffix) = quote(excerpt);
        let length = words(&[prefix, exact, suffix].concat()).len();
        assert!((1..=MOST_WORDS).contains(&length), "{}: {length} words", excerpt.id);
    }
}

#[test]
fn the_attached_article_is_the_one_that_was_coded() {
    let Some(article) = article() else { return };
    let dataset = dataset();
    let document = DocumentId::from_index(0);
    let source = SourceText::new(article.into_bytes(), dataset.documents[document].text.as_deref());
    let source = source.expect("the article is UTF-8");
    assert_eq!(source.is_same(), Some(true));
    for excerpt in dataset.excerpts.rows() {
        let found = source.find(excerpt).map(|passage| passage.found);
        assert_eq!(found, Some(Found::Position), "{}", excerpt.key());
    }
    let findings = check::with_sources(&dataset, &[(document, source)]);
    assert!(findings.is_empty(), "{findings:?}");
}

#[test]
fn every_selector_finds_its_place_by_position_and_by_quotation() {
    let Some(article) = article() else { return };
    let record = record();
    let points: Vec<char> = article.chars().collect();
    let body = paragraphs(&article, &record);
    assert_eq!(body.len(), 28);
    for excerpt in &record.excerpts {
        let (prefix, exact, suffix) = quote(excerpt);
        let span = position(excerpt);
        let found: Option<String> = points.get(span.clone()).map(|chars| chars.iter().collect());
        assert_eq!(found.as_deref(), Some(exact), "{} by position", excerpt.id);
        let context = [prefix, exact, suffix].concat();
        let places: Vec<usize> = article.match_indices(&context).map(|(at, _)| at).collect();
        assert_eq!(places.len(), 1, "{} is unique by quotation", excerpt.id);
        let start = article[..places[0] + prefix.len()].chars().count();
        assert_eq!(start, span.start, "{}: both selectors find one place", excerpt.id);
        let number = excerpt.paragraph.map_or(0, |number| number as usize);
        let (paragraph, _) = &body[number - 1];
        assert!(paragraph.start <= span.start && span.end <= paragraph.end, "{} in {number}", excerpt.id);
    }
}

#[test]
fn at_most_a_third_of_the_article_is_quoted() {
    let Some(article) = article() else { return };
    let quoted: usize = record().excerpts.iter().map(|excerpt| words(quote(excerpt).1).len()).sum();
    let all = words(&article).len();
    assert!(quoted * 3 <= all, "{quoted} of {all} words");
}

#[test]
fn fragments_together_rebuild_no_sentence() {
    let Some(article) = article() else { return };
    let record = record();
    let spans: Vec<_> = record.excerpts.iter().map(position).collect();
    for (paragraph, line) in paragraphs(&article, &record) {
        let mut at = paragraph.start;
        for sentence in line.split_inclusive(". ") {
            let (mut all, mut quoted) = (0, 0);
            for word in sentence.split_inclusive(' ') {
                let end = at + word.chars().count();
                if !word.trim().is_empty() {
                    all += 1;
                    quoted += usize::from(spans.iter().any(|span| span.start < end && at < span.end));
                }
                at = end;
            }
            assert!(quoted * 10 <= all * 7, "{quoted} of {all} words at code point {at}");
        }
    }
}

#[test]
fn own_words_repeat_no_six_words_of_the_article() {
    let Some(article) = article() else { return };
    let all = plain_words(&article);
    let runs: HashSet<&[String]> = all.windows(6).collect();
    for (key, text) in own_texts(&record()) {
        let own = plain_words(&text);
        let shared = own.windows(6).find(|run| runs.contains(run));
        assert_eq!(shared, None, "{key}");
    }
}
