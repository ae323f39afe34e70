//! What a figure says about itself: what is shown, as of when, by which formula, and from which sources.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::alignment::Voices;
use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::dataset::{Day, DocumentId, ExcerptId, Item, NodeId};
use crate::session::{Arrangement, Session};
use crate::views::diagram::{Shown, in_the_middle, thousands};
use crate::views::excerpts;
use crate::views::timeline::axis::in_words;

use super::citations::References;
use super::{Panel, Request};

/// The most selected items that the caption names.
const MOST_NAMES: usize = 6;

/// What a picture had room for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Room {
    /// What of the diagram is drawn.
    pub diagram: Shown,
    /// The lines of the timeline whose names are cut at their ends.
    pub cut_names: Vec<usize>,
    /// The excerpts for which there was.
    pub excerpts: Vec<ExcerptId>,
}

/// The words of a figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Words {
    /// The line above the picture; it may be empty.
    pub title: String,
    /// What is shown, in sentences.
    pub caption: String,
    /// The sources, numbered, with the places in them.
    pub sources: Vec<String>,
    /// The numbers of the sources.
    pub numbers: BTreeMap<DocumentId, usize>,
}

impl Words {
    /// The words of what a session shows, in a picture that had room for so much, with sources in the style of the
    /// references.
    pub fn new(session: &Session, request: &Request, room: &Room, references: &References) -> Self {
        let dataset = session.dataset();
        let panel = request.panel;
        let mut caption: Vec<String> = request.caption.iter().map(|own| sentence(own)).collect();
        if matches!(panel, Panel::Diagram | Panel::All) {
            caption.push(format!("Relationships {}.", window(session)));
            caption.extend(arrangement(session));
        }
        if matches!(panel, Panel::Timeline | Panel::All) {
            caption.extend(alignment(session));
        }
        if matches!(panel, Panel::Excerpts | Panel::All) {
            caption.push(excerpts_in_words(session));
        }
        caption.extend(selection(session, panel));
        caption.extend(left_out(session, panel, room));
        caption.retain(|sentence| !sentence.is_empty());
        let places = places(session, panel, room);
        Self {
            title: request.title.clone().unwrap_or_else(|| dataset.title.clone()),
            caption: caption.join(" "),
            sources: sources(session, references, &places),
            numbers: places.into_keys().zip(1..).collect(),
        }
    }
}

/// A person's own sentence, ended as one.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let end = if text.is_empty() || text.ends_with(['.', '!', '?', '…']) { "" } else { "." };
    format!("{text}{end}")
}

/// What the places of nodes show, where it is not the usual.
fn arrangement(session: &Session) -> Option<String> {
    match session.arrangement() {
        Arrangement::ByTies => None,
        Arrangement::Rings(_) => {
            Some(format!("Rings: distance in ties from {}.", in_the_middle(session).unwrap_or_default()))
        }
        Arrangement::Rows => Some("Rows: each whole above its parts.".to_owned()),
        Arrangement::File => Some("Nodes stand where the file of the dataset has them.".to_owned()),
    }
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

/// Whose excerpts are shown, where it is not everyone's.
fn excerpts_in_words(session: &Session) -> String {
    let voices = *session.excerpt_voices();
    let voices = if voices == Voices::ALL { String::new() } else { format!(" in the voices {voices}") };
    format!("Excerpts{voices} in the order of the sources.")
}

fn selection(session: &Session, panel: Panel) -> Option<String> {
    let items = session.selection().items();
    let mut names: Vec<String> =
        items.iter().take(MOST_NAMES).map(|&item| session.dataset().item_name(item)).collect();
    if items.len() > MOST_NAMES {
        names.push(format!("{} more", items.len() - MOST_NAMES));
    }
    // A gloss is a sentence of its own.
    let names: Vec<&str> = names.iter().map(|name| name.trim_end_matches('.')).collect();
    let rest = match panel {
        Panel::Diagram | Panel::Timeline => "what this does not touch is faint",
        Panel::Excerpts => "excerpts that this does not touch are left out",
        Panel::All => "what this does not touch is faint, or left out of the excerpts",
    };
    (!names.is_empty()).then(|| format!("Selected: {}; {rest}.", names.join("; ")))
}

/// What the picture had no room for.
fn left_out(session: &Session, panel: Panel, room: &Room) -> Vec<String> {
    let labels = match room.diagram.hidden_labels() {
        0 => String::new(),
        1 => "For want of room, 1 node has no label.".to_owned(),
        many => format!("For want of room, {} nodes have no label.", thousands(many)),
    };
    let all = match panel {
        Panel::Excerpts | Panel::All => excerpts::listed(session).len(),
        Panel::Diagram | Panel::Timeline => 0,
    };
    let shown = room.excerpts.len();
    let excerpts = if shown < all {
        format!("{shown} of {all} excerpts shown; ask for a larger page or select less.")
    } else {
        String::new()
    };
    vec![crowd(&room.diagram), labels, excerpts]
}

/// How what cannot be told apart is drawn.
fn crowd(shown: &Shown) -> String {
    let [ties, all, bundles, marks, nodes] =
        [shown.ties, shown.all_ties, shown.bundles, shown.marks, shown.nodes].map(thousands);
    if shown.is_far {
        return format!(
            "{ties} of {all} ties are drawn, as {bundles} lines in the colour of the sign that prevails among the \
             ties of each, the wider the more they are; {nodes} nodes are drawn as {marks} dots in the colours of \
             their kinds, the larger the more they are."
        );
    }
    let plain =
        (shown.plain > 0).then(|| format!("{} ties are drawn as plain lines.", thousands(shown.plain)));
    let left_out = (shown.left_out > 0).then(|| format!("{} ties are not drawn.", thousands(shown.left_out)));
    [plain, left_out].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// `a, b and c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The documents behind what is shown, in their order, with the paragraphs that prove it.
type Places = BTreeMap<DocumentId, BTreeSet<u32>>;

fn places(session: &Session, panel: Panel, room: &Room) -> Places {
    let mut places = Places::new();
    for id in behind(session, panel, room) {
        let excerpt = session.dataset().excerpt(id);
        places.entry(excerpt.document()).or_default().extend(excerpt.paragraph());
    }
    places
}

fn sources(session: &Session, references: &References, places: &Places) -> Vec<String> {
    let numbered = (1..).zip(places);
    numbered
        .map(|(number, (&document, paragraphs))| {
            let reference = references.reference(&session.dataset().documents[document]);
            format!("[{number}] {reference}{}", ranges(paragraphs))
        })
        .collect()
}

/// The excerpts behind what is shown, or behind what is selected of it.
fn behind(session: &Session, panel: Panel, room: &Room) -> BTreeSet<ExcerptId> {
    let mut behind = BTreeSet::new();
    if matches!(panel, Panel::Diagram | Panel::All) {
        let ties = session.network().relationships().map(Item::from);
        behind.extend(of_items(session, touched(session, ties)));
    }
    if matches!(panel, Panel::Timeline | Panel::All) {
        let series = session.series().iter();
        let counted = series.clone().flat_map(|series| series.events().iter().map(|term| term.event));
        let others = series.flat_map(|series| series.left_out().voice.iter().copied());
        behind.extend(of_items(session, touched(session, counted.chain(others).map(Item::from))));
    }
    if panel != Panel::Excerpts {
        behind.extend(own(session));
    }
    behind.extend(&room.excerpts);
    behind
}

/// Those that the selection touches; all where nothing is selected.
fn touched(session: &Session, items: impl Iterator<Item = Item>) -> impl Iterator<Item = Item> {
    let selects = !session.selection().is_empty();
    items.filter(move |&item| !selects || session.focus().emphasis(item) >= Emphasis::Related)
}

fn of_items(session: &Session, items: impl Iterator<Item = Item>) -> Vec<ExcerptId> {
    items.flat_map(|item| session.dataset().evidence(item)).copied().collect()
}

/// What speaks of the selected items themselves. What a node is tied to is shown by its ties that stand.
fn own(session: &Session) -> Vec<ExcerptId> {
    let items = session.selection().items().iter();
    let of = |&item: &Item| match item {
        Item::Node(node) => session.index().evidence(node).to_vec(),
        Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {
            session.evidence_of(item)
        }
    };
    items.flat_map(of).collect()
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
