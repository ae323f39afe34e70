//! The text alternative of a figure: what a reader of the same data as a table would learn.
//!
//! Plain lines: title and caption, then what each panel shows, a line each, then the sources. Where there is a
//! selection, what it touches comes first, as it does for the eye.

use std::collections::{BTreeMap, BTreeSet};

use super::words::Words;
use super::{Panel, Request};
use crate::analysis::alignment::{Point, Series};
use crate::analysis::focus::Emphasis;
use crate::analysis::network::{Status, Window};
use crate::analysis::parts;
use crate::dataset::{
    ActorId, ActorKind, Dataset, Day, DocumentId, Edtf, EventId, ExcerptId, Item, NodeId, RelationshipId,
    Voice, citation,
};
use crate::session::Session;
use crate::views::timeline::axis::in_words;
use crate::views::timeline::model::signed;

/// The text, in lines.
pub(super) fn alt(session: &Session, request: &Request, words: &Words) -> String {
    let teller = Teller { session, dataset: session.dataset(), numbers: &words.numbers };
    let mut lines: Vec<String> = [&words.title, &words.caption].into_iter().cloned().collect();
    match request.panel {
        Panel::Diagram => teller.diagram(&mut lines),
        Panel::Timeline => teller.timeline(&mut lines),
        Panel::Excerpts => teller.excerpts(&mut lines),
        Panel::All => {
            teller.diagram(&mut lines);
            teller.timeline(&mut lines);
            teller.excerpts(&mut lines);
        }
    }
    if !words.sources.is_empty() {
        lines.push("Sources:".to_owned());
        lines.extend(words.sources.iter().cloned());
    }
    lines.retain(|line| !line.trim().is_empty());
    // A line is a line, whatever a title holds.
    lines.iter().map(|line| line.replace(['\n', '\r'], " ")).collect::<Vec<_>>().join("\n")
}

/// Tells what is shown.
struct Teller<'a> {
    session: &'a Session,
    dataset: &'a Dataset,
    /// The numbers of the sources, as the figure has them.
    numbers: &'a BTreeMap<DocumentId, usize>,
}

impl Teller<'_> {
    fn diagram(&self, lines: &mut Vec<String>) {
        let network = self.session.network();
        for &kind in ActorKind::ALL {
            let is = |node: &NodeId| node.actor().is_some_and(|id| self.dataset.actors[id].kind == kind);
            lines.extend(self.nodes(&format!("Shown as {kind}"), network.nodes().filter(is)));
        }
        let is_instrument = |node: &NodeId| node.actor().is_none();
        lines.extend(self.nodes("Shown as instrument", network.nodes().filter(is_instrument)));
        let absent = self.dataset.nodes().filter(|&node| !network.stands(node.into()));
        lines.extend(self.nodes("Shown as absent at that time", absent));
        let ties = network.relationships();
        self.told("Relationships", "relationship", ties, |&id| self.relationship(id), lines);
    }

    /// `Shown as state: Australia; New Zealand.`, or nothing.
    fn nodes(&self, said: &str, nodes: impl Iterator<Item = NodeId>) -> Option<String> {
        let names: Vec<&str> = nodes.map(|node| self.dataset.node_name(node)).collect();
        (!names.is_empty()).then(|| format!("{said}: {}.", names.join("; ")))
    }

    fn relationship(&self, id: RelationshipId) -> String {
        let tie = &self.dataset.relationships[id];
        let (from, to) = (self.dataset.node_name(tie.from), self.dataset.node_name(tie.to));
        let between =
            if tie.mutual { format!("{from} and {to}, both ways") } else { format!("{from} toward {to}") };
        let label = tie.label.as_ref().map(|label| format!(" “{label}”")).unwrap_or_default();
        let period = period(tie.period.as_ref());
        let undated = match self.session.network().status(id.into()) {
            Status::Undated => " (undated)",
            Status::Standing | Status::NotYet | Status::NoLonger => "",
        };
        let rests = self.rests_on(&tie.evidence);
        format!("{between}: {} ({}){label}; {period}{undated}; {rests}.", tie.kind, tie.sign())
    }

    fn timeline(&self, lines: &mut Vec<String>) {
        let Some(settings) = self.session.series_settings() else { return };
        for (pair, series) in settings.pairs().zip(self.session.series()) {
            lines.push(self.series(pair, series));
        }
        for state in BTreeSet::from([parts::home(self.dataset, settings.of)]) {
            lines.extend(self.governments(state));
        }
        let all = self.session.series();
        let counted = all.iter().flat_map(Series::events).map(|term| term.event);
        let left_out = all.iter().flat_map(|series| series.left_out().voice.iter().copied());
        let mut events: Vec<EventId> = counted.chain(left_out).collect();
        events.sort_by_key(|&id| (self.dataset.event(id).date().midpoint(), id));
        events.dedup();
        self.told("Events", "event", events.into_iter(), |&id| self.event(id), lines);
    }

    fn series(&self, (of, toward): (ActorId, ActorId), series: &Series) -> String {
        let name = |actor| self.dataset.node_name(NodeId::Actor(actor));
        let whose = format!("Alignment of {} toward {}", name(of), name(toward));
        let events = series.events();
        let left_out = match series.left_out().len() {
            0 => String::new(),
            1 => ", and 1 that does not count".to_owned(),
            many => format!(", and {many} that do not count"),
        };
        let (Some(first), Some(last)) = (events.first(), events.last()) else {
            return format!("{whose}: no events{left_out}, so there is no line.");
        };
        let count = if events.len() == 1 { "1 event".to_owned() } else { format!("{} events", events.len()) };
        let at = |point: &Point| format!("{} on {}", signed(point.value), in_words(point.day));
        // Between events the line runs toward 0: it is highest and lowest at events.
        let points = series.sample(first.day, last.day, u32::MAX);
        let shown = || points.iter().filter(|point| !(point.before && point.day == first.day));
        let lowest = shown().min_by(|a, b| a.value.total_cmp(&b.value));
        let highest = shown().max_by(|a, b| a.value.total_cmp(&b.value).then(b.day.cmp(&a.day)));
        let mut told = format!("{whose}, by {count}{left_out}: first {}", at(&series.at(first.day)));
        if first.day < last.day
            && let (Some(lowest), Some(highest)) = (lowest, highest)
        {
            let last = series.at(last.day);
            told.push_str(&format!(
                "; after its last event {}; lowest {}, highest {}",
                at(&last),
                at(lowest),
                at(highest)
            ));
        }
        for day in self.marked() {
            let Point { value, low, high, .. } = series.at(day);
            let (value, low, high) = (signed(value), signed(low), signed(high));
            told.push_str(&format!("; {value} on the marked date {} ({low} to {high})", in_words(day)));
        }
        told + "."
    }

    /// The days that the time window marks.
    fn marked(&self) -> Vec<Day> {
        match self.session.window() {
            Window::Always => Vec::new(),
            Window::AsOf(day) => vec![*day],
            Window::Range(range) => [range.first, range.last].into_iter().flatten().collect(),
        }
    }

    fn governments(&self, state: ActorId) -> Option<String> {
        let terms = parts::governments(self.dataset, state).into_iter();
        let terms: Vec<String> = terms
            .map(|(government, tie)| {
                let name = self.dataset.node_name(NodeId::Actor(government));
                format!("{name}, {}", period(tie.period.as_ref()))
            })
            .collect();
        let state = self.dataset.node_name(NodeId::Actor(state));
        (!terms.is_empty()).then(|| format!("Governments of {state}: {}.", terms.join("; ")))
    }

    fn event(&self, id: EventId) -> String {
        let event = self.dataset.event(id);
        let (from, to) =
            (self.dataset.node_name(NodeId::Actor(event.from())), self.dataset.node_name(event.to()));
        let counts = self.session.series().iter().flat_map(Series::events).any(|term| term.event == id);
        let counts = if counts { "" } else { ", which does not count" };
        format!(
            "{}: {}, {from} toward {to}; value {}{counts}; {}.",
            event.date().to_words(),
            event.label(),
            signed(event.score()),
            self.rests_on(event.evidence())
        )
    }

    fn excerpts(&self, lines: &mut Vec<String>) {
        let voices = self.session.excerpt_voices();
        let selects_none = self.session.selection().is_empty();
        let mut shown: Vec<ExcerptId> = self
            .dataset
            .excerpts
            .ids()
            .filter(|&id| voices.contains(self.dataset.excerpt(id).voice()))
            // What the selection does not touch is not faint here: it is left out.
            .filter(|&id| selects_none || self.session.focus().emphasis(id.into()) >= Emphasis::Related)
            .collect();
        shown.sort_by_key(|&id| (self.dataset.excerpt(id).document(), id));
        self.told("Excerpts", "excerpt", shown.into_iter(), |&id| self.excerpt(id), lines);
    }

    fn excerpt(&self, id: ExcerptId) -> String {
        let excerpt = self.dataset.excerpt(id);
        let speaker = excerpt.speaker().map(|speaker| self.dataset.node_name(NodeId::Actor(speaker)));
        let speaker = speaker.map(|name| format!(" of {name}")).unwrap_or_default();
        let quoted = excerpt.fragment().map(|words| format!(" “{words}”")).unwrap_or_default();
        format!("{}, {}{speaker}: {}{quoted}", self.cited(id), voice(Some(excerpt.voice())), excerpt.gloss())
    }

    /// Tells of things a line each; first of those that the selection touches, where there is one.
    fn told<I: Copy + Into<Item>>(
        &self,
        many: &str,
        one: &str,
        things: impl Iterator<Item = I>,
        tell: impl Fn(&I) -> String,
        lines: &mut Vec<String>,
    ) {
        let touched = |thing: &I| self.session.focus().emphasis((*thing).into()) > Emphasis::Faded;
        let (first, rest): (Vec<I>, Vec<I>) = things.partition(touched);
        let is_selective = !self.session.selection().is_empty();
        let whose = if is_selective { " that the selection touches" } else { "" };
        match first.len() {
            0 => lines.push(format!("{many}{whose}: none.")),
            1 => lines.push(format!("1 {one}{whose}:")),
            count => lines.push(format!("{count} {one}s{whose}:")),
        }
        lines.extend(first.iter().map(&tell));
        if !rest.is_empty() {
            let why = if is_selective { "not touched by the selection" } else { "outside the marked time" };
            lines.push(format!("Faint, being {why}: {}", rest.len()));
            lines.extend(rest.iter().map(&tell));
        }
    }

    /// Who says so, and where.
    fn rests_on(&self, evidence: &[ExcerptId]) -> String {
        let mut places: Vec<String> = Vec::new();
        for place in evidence.iter().map(|&id| self.cited(id)) {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let voice = voice(self.dataset.voice(evidence));
        if places.is_empty() { voice.to_owned() } else { format!("{voice}, {}", places.join(" ")) }
    }

    /// `[1, para. 3]`; by author and date where the figure does not number the source.
    fn cited(&self, id: ExcerptId) -> String {
        let excerpt = self.dataset.excerpt(id);
        let document = &self.dataset.documents[excerpt.document()];
        match (self.numbers.get(&excerpt.document()), excerpt.paragraph()) {
            (Some(number), Some(paragraph)) => format!("[{number}, para. {paragraph}]"),
            (Some(number), None) => format!("[{number}]"),
            (None, _) => format!("[{}]", citation::at(document, excerpt.paragraph())),
        }
    }
}

fn period(period: Option<&Edtf>) -> String {
    period.map_or_else(|| "the source does not say when".to_owned(), Edtf::to_words)
}

fn voice(voice: Option<Voice>) -> &'static str {
    match voice {
        Some(Voice::Reported) => "a reported fact",
        Some(Voice::Quoted) => "quoted words",
        Some(Voice::Judgement) => "the author’s judgement",
        Some(Voice::Recommendation) => "the author’s recommendation",
        None => "without a source",
    }
}
