//! What a figure says about itself: what is shown, as of when, by which formula, and from which sources.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::network::Window;
use crate::dataset::{Day, DocumentId, ExcerptId, Item, NodeId, citation};
use crate::session::Session;
use crate::views::timeline::axis::in_words;

use super::{Panel, Request};

/// The words of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Words {
    /// The line above the picture; it may be empty.
    pub title: String,
    /// What is shown, in sentences.
    pub caption: String,
    /// The sources, numbered, with the places in them.
    pub sources: Vec<String>,
}

impl Words {
    /// The words of what a session shows.
    pub fn new(session: &Session, request: &Request) -> Self {
        let dataset = session.dataset();
        let mut caption: Vec<String> = request.caption.iter().map(|own| sentence(own)).collect();
        caption.extend(match request.panel {
            Panel::Diagram => vec![format!("Relationships {}.", window(session))],
            Panel::Timeline => alignment(session),
            Panel::Excerpts | Panel::All => todo!(),
        });
        caption.extend(selection(session));
        Self {
            title: request.title.clone().unwrap_or_else(|| dataset.title.clone()),
            caption: caption.join(" "),
            sources: sources(session, request.panel),
        }
    }
}

/// A person's own sentence, ended as one.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let end = if text.is_empty() || text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{text}{end}")
}

fn window(session: &Session) -> String {
    let words = |day: &Option<Day>| day.map(in_words);
    match session.window() {
        Window::Always => "of all dates".to_owned(),
        Window::AsOf(day) => format!("as of {}", in_words(*day)),
        Window::Range(range) => match (words(&range.first), words(&range.last)) {
            (Some(first), Some(last)) => format!("between {first} and {last}"),
            (Some(first), None) => format!("since {first}"),
            (None, Some(last)) => format!("until {last}"),
            (None, None) => "of all dates".to_owned(),
        },
    }
}

/// Whose alignment toward whom, and how it is computed.
fn alignment(session: &Session) -> Vec<String> {
    let Some(settings) = session.series_settings() else { return Vec::new() };
    let name = |actor| session.dataset().node_label(NodeId::Actor(actor));
    let toward: Vec<&str> = settings.toward.iter().map(|&actor| name(actor)).collect();
    let mut whose = format!("Alignment of {} toward {}", name(settings.of), listed(&toward));
    if let Some((of, toward)) = settings.beside {
        whose.push_str(&format!(", beside that of {} toward {}", name(of), name(toward)));
    }
    let parameters = settings.parameters;
    let half_life = if parameters.half_life().is_finite() {
        format!("half-life h = {} days", parameters.half_life())
    } else {
        "half-life h = ∞".to_owned()
    };
    vec![
        format!("{whose}, from −10 (hostile) to +10 (cooperative), of events {}.", events(session)),
        format!(
            "a(t) = Σ wᵢ·2^(−(t−tᵢ)/h)·sᵢ ÷ (κ + Σ wᵢ·2^(−(t−tᵢ)/h)) with {half_life}, prior weight κ = {}; \
             s: Goldstein values; w: numbers of sources; voices that count: {}.",
            parameters.prior(),
            parameters.voices()
        ),
    ]
}

/// The series takes in every event; the window is marked on it.
fn events(session: &Session) -> String {
    match session.window() {
        Window::Always => "of all dates".to_owned(),
        Window::AsOf(_) | Window::Range(_) => format!("of all dates; marked: {}", window(session)),
    }
}

fn selection(session: &Session) -> Option<String> {
    let names: Vec<String> =
        session.selection().items().iter().map(|&item| session.dataset().item_name(item)).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("Selected: {}; what this does not touch is faint.", names.join("; ")))
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The documents behind what is selected, or behind all that is shown, with the places that prove it.
fn sources(session: &Session, panel: Panel) -> Vec<String> {
    let dataset = session.dataset();
    let mut places: BTreeMap<DocumentId, BTreeSet<u32>> = BTreeMap::new();
    for id in excerpts(session, panel) {
        let excerpt = &dataset.excerpts[id];
        places.entry(excerpt.document).or_default().extend(excerpt.paragraph);
    }
    let numbered = (1..).zip(&places);
    numbered
        .map(|(number, (&document, paragraphs))| {
            let full = citation::full(&dataset.documents[document]);
            format!("[{number}] {full}{}", ranges(paragraphs))
        })
        .collect()
}

pub(super) fn excerpts(session: &Session, panel: Panel) -> BTreeSet<ExcerptId> {
    let dataset = session.dataset();
    let items: Vec<Item> = if !session.selection().is_empty() {
        session.selection().items().to_vec()
    } else {
        match panel {
            Panel::Diagram => {
                let ties = dataset.relationships.ids().map(Item::from);
                ties.filter(|&tie| session.network().stands(tie)).collect()
            }
            Panel::Excerpts | Panel::All => todo!(),
            Panel::Timeline => {
                let series = session.series().iter();
                series.flat_map(|series| series.events()).map(|term| term.event.into()).collect()
            }
        }
    };
    items.into_iter().flat_map(|item| session.evidence_of(item)).collect()
}

/// ` Paras. 3, 5–7.`, or nothing.
fn ranges(paragraphs: &BTreeSet<u32>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &paragraph in paragraphs {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(paragraph) => *last = paragraph,
            _ => runs.push((paragraph, paragraph)),
        }
    }
    let runs: Vec<String> = runs
        .iter()
        .map(|&(first, last)| if first == last { first.to_string() } else { format!("{first}–{last}") })
        .collect();
    match paragraphs.len() {
        0 => String::new(),
        1 => format!(" Para. {}.", runs.join(", ")),
        _ => format!(" Paras. {}.", runs.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_that_follow_each_other_are_ranges() {
        assert_eq!(ranges(&BTreeSet::from([7, 3, 5, 6])), " Paras. 3, 5–7.");
        assert_eq!(ranges(&BTreeSet::from([4])), " Para. 4.");
        assert_eq!(ranges(&BTreeSet::new()), "");
    }

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }

    #[test]
    fn an_own_caption_ends_as_a_sentence() {
        assert_eq!(sentence(" Who leans where "), "Who leans where.");
        assert_eq!(sentence("Who?"), "Who?");
    }
}
