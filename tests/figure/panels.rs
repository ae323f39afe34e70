//! What the panels of a figure promise: nothing that only a window needs, nothing cut, nothing left out in silence.

use std::fmt::Write;
use std::sync::Arc;

use detente::analysis::alignment::Voices;
use detente::dataset::{Dataset, Voice, bundled, load};
use detente::figure::{self, Figure, Format, Page, Panel, Request};
use detente::session::state::parse_window;
use detente::session::{Command, Session};
use resvg::usvg::roxmltree;

fn session_of(dataset: Dataset, select: &[&str]) -> Session {
    let items = select.iter().map(|key| dataset.item(key).expect("a key")).collect();
    let mut session = Session::new(Arc::new(dataset));
    session.apply(Command::SelectAll(items));
    session
}

fn session(select: &[&str]) -> Session {
    session_of(bundled::load().dataset.expect("the bundled dataset"), select)
}

fn request(panel: Panel, size: &str) -> Request {
    Request { page: Page::new(size.parse().expect("a size"), 300).expect("a page"), ..Request::new(panel) }
}

#[track_caller]
fn made(session: &Session, request: &Request) -> (Figure, String) {
    let figure = figure::described(session, request, Format::Svg).unwrap_or_else(|error| panic!("{error}"));
    let svg = std::str::from_utf8(&figure.bytes).expect("SVG is text");
    let document = roxmltree::Document::parse(svg).expect("SVG is XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    let texts =
        texts.map(|node| node.descendants().filter_map(|part| part.text()).next().unwrap_or_default());
    let words = texts.collect::<Vec<_>>().join(" ");
    (figure, words)
}

/// How many cards there are: each ends with its citation.
fn cards(words: &str) -> usize {
    words.matches(", para. ").count()
}

#[test]
fn excerpts_are_shown_whole_and_the_rest_is_counted() {
    let (figure, words) = made(&session(&[]), &request(Panel::Excerpts, "180mmx120mm"));
    let shown = cards(&words);
    assert!((3..82).contains(&shown), "{shown}");
    let said = format!("{shown} of 82 excerpts shown; ask for a larger page or select less.");
    assert!(figure.metadata.description.contains(&said), "{}", figure.metadata.description);
    for control in ["Attach", "Source excerpts", "judgement recommendation"] {
        assert!(!words.contains(control), "{control} is in {words}");
    }
    assert!(
        words.contains("[1] Patman, June 2025 (approximate), para. 1"),
        "numbered like the sources: {words}"
    );
}

#[test]
fn a_larger_page_shows_more_excerpts_and_at_last_all() {
    let shown = |size| cards(&made(&session(&[]), &request(Panel::Excerpts, size)).1);
    let (small, large) = (shown("120mmx100mm"), shown("297mmx210mm"));
    assert!(small < large, "{small} {large}");
    let (figure, words) = made(&session(&[]), &request(Panel::Excerpts, "420mmx700mm"));
    assert_eq!(cards(&words), 82);
    assert!(!figure.metadata.description.contains("excerpts shown"), "{}", figure.metadata.description);
}

#[test]
fn with_a_selection_only_what_it_touches_is_listed() {
    let selected = session(&["nzl-aukus-pillar-two"]);
    let evidence = selected.evidence_of(selected.selection().items()[0]);
    let (figure, words) = made(&selected, &request(Panel::Excerpts, "297mmx210mm"));
    for &id in &evidence {
        let gloss = selected.dataset().excerpt(id).gloss();
        let first: Vec<&str> = gloss.split_whitespace().take(3).collect();
        assert!(words.contains(&first.join(" ")), "{gloss} is not in {words}");
    }
    assert!(cards(&words) < 40, "{}", cards(&words));
    let description = &figure.metadata.description;
    assert!(description.contains("excerpts that this does not touch are left out"), "{description}");
}

#[test]
fn only_the_voices_that_are_shown_are_listed_and_the_caption_says_so() {
    let mut session = session(&[]);
    session.apply(Command::SetExcerptVoices(Voices::NONE.with(Voice::Quoted)));
    let (figure, words) = made(&session, &request(Panel::Excerpts, "297mmx210mm"));
    assert!(figure.metadata.description.contains("in the voices quoted"), "{}", figure.metadata.description);
    assert!(words.contains("Quoted: a named speaker's own words"), "{words}");
    assert!(!words.contains("reported") && !words.contains("Reported"), "{words}");
}

#[test]
fn all_panels_stand_on_one_page_with_one_caption_and_one_list_of_sources() {
    let mut session = session(&["nzl-aukus-pillar-two"]);
    session.apply(Command::SetWindow(parse_window("2025-01").expect("a window")));
    let (figure, words) = made(&session, &Request::new(Panel::All));
    for said in [
        "Relationships as of 31 January 2025.",
        "Alignment of New Zealand toward United States, China and UN",
        "h = 180 days",
        "κ = 1",
        "voices that count: reported, quoted",
        "Selected: New Zealand → AUKUS pillar two: interest",
    ] {
        assert!(
            figure.metadata.description.contains(said),
            "{said} is not in {}",
            figure.metadata.description
        );
    }
    for said in ["Relationships", "Alignment", "Source excerpts", "AUKUS pillar two", "Luxon govt", "state"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    assert_eq!(words.matches("Patman, R. G. (ca. 2025, June)").count(), 1, "{words}");
    assert_eq!(figure.metadata.sources.len(), 1);
    assert!(!words.contains("Formula") && !words.contains("Fit"), "{words}");
}

/// Documents that each prove a meeting of their own.
fn many(count: usize, pole: &str) -> Dataset {
    let (mut documents, mut excerpts, mut events) = (String::new(), String::new(), String::new());
    for number in 0..count {
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(
            documents,
            r#"{comma}{{"id":"d{number}","type":"article-newspaper","title":"Report {number} on the herring of the strait",
               "container-title":"Harbour Review","issued":"2024-03-11"}}"#
        );
        let _ = write!(
            excerpts,
            r#"{comma}{{"id":"x{number}","document":"d{number}","paragraph":1,"voice":"reported","gloss":"They met.",
               "selector":[{{"type":"TextQuoteSelector","exact":"met on the quay"}}]}}"#
        );
        let _ = write!(
            events,
            r#"{comma}{{"id":"e{number}","label":"Meeting","code":"cameo:042","from":"NZL","to":"AUS",
               "date":"2024-03-10","evidence":["x{number}"]}}"#
        );
    }
    let json = format!(
        r#"{{"format":"detente/1","id":"many","title":"Many","documents":[{documents}],"excerpts":[{excerpts}],
           "actors":[{{"id":"NZL","kind":"state","name":"New Zealand"}},{{"id":"AUS","kind":"state","name":"{pole}"}}],
           "events":[{events}]}}"#
    );
    let loaded = load::load("many.json", json.as_bytes());
    loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
}

#[test]
fn a_long_list_of_sources_is_cut_on_the_page_and_whole_in_the_file() {
    let session = session_of(many(300, "Australia"), &[]);
    for panel in [Panel::Timeline, Panel::All] {
        let (figure, words) = made(&session, &Request::new(panel));
        assert_eq!(figure.metadata.sources.len(), 300);
        let shown = (1..=300).filter(|number| words.contains(&format!("[{number}] Report"))).count();
        assert!((1..30).contains(&shown), "{shown}");
        let said = format!("and {} more documents; detente figure --alt lists all", 300 - shown);
        assert!(words.contains(&said), "{said} is not in {words}");
    }
}

#[test]
fn what_a_selection_does_not_touch_is_no_source_of_the_diagram() {
    let paragraphs = |select: &[&str]| {
        let (figure, _) = made(&session(select), &request(Panel::Diagram, "180mmx120mm"));
        figure.metadata.sources.concat()
    };
    let (all, one) = (paragraphs(&[]), paragraphs(&["nzl-aukus-pillar-two"]));
    assert!(one.contains("Para") && one.len() < all.len(), "{one} / {all}");
}

#[test]
fn a_line_whose_name_is_cut_is_named_in_the_legend() {
    let named = |name: &str| {
        let (_, words) = made(&session_of(many(2, name), &[]), &request(Panel::Timeline, "180mmx120mm"));
        words.matches(name).count()
    };
    let long = "The Commonwealth of the Very Long Names of the Farther Southern Ocean";
    assert_eq!(named(long), 2, "in the caption and in the legend");
    assert_eq!(named("Norfolk"), 2, "in the caption and at the end of its line");
}
