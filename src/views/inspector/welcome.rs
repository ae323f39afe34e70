//! What the inspector shows while nothing is selected: the dataset, how to begin, and how to read it.

use egui::{RichText, Ui};

use crate::analysis::network::{Status, Window};
use crate::dataset::{
    ActorKind, Dataset, Day, EventId, InstrumentKind, Item, RelationshipId, RelationshipKind, Sign, Voice,
};
use crate::session::{Panel, Session};
use crate::theme::TextRole;

use super::super::context::ViewContext;
use super::super::diagram::paint::Rests;
use super::super::diagram::shapes::Kind;
use super::super::diagram::{self, legend};
use super::super::kept::{Kept, Of};
use super::super::{pieces, rows};

/// What the page is made of.
#[derive(Default)]
pub struct Welcome {
    legend: Kept<Of, Legend>,
    missing: Kept<(Of, Window), [Missing; 2]>,
}

/// What of all that can be drawn the dataset has.
struct Legend {
    actors: Vec<ActorKind>,
    instrument: Option<InstrumentKind>,
    /// The signs of relationships, each with the words of its kinds.
    signs: Vec<(Sign, String)>,
    /// Whether there is a tie that no excerpt proves.
    has_unproved: bool,
}

impl Legend {
    fn new(dataset: &Dataset) -> Self {
        let (actors, instruments) = (dataset.actors.rows(), dataset.instruments.rows());
        let ties = dataset.relationships.rows();
        let words = |sign| {
            let kinds = RelationshipKind::ALL.iter().filter(|kind| kind.sign() == sign);
            let used = kinds.filter(|&&kind| ties.iter().any(|tie| tie.kind == kind));
            used.map(|kind| kind.word()).collect::<Vec<_>>().join(", ")
        };
        let is_actor = |kind: &ActorKind| actors.iter().any(|actor| actor.kind == *kind);
        let is_instrument = |kind: &InstrumentKind| instruments.iter().any(|row| row.kind == *kind);
        Self {
            actors: ActorKind::ALL.iter().copied().filter(is_actor).collect(),
            instrument: InstrumentKind::ALL.iter().copied().find(is_instrument),
            signs: Sign::ALL
                .iter()
                .map(|&sign| (sign, words(sign)))
                .filter(|(_, words)| !words.is_empty())
                .collect(),
            has_unproved: ties.iter().any(|tie| Rests::on(dataset, &tie.evidence) == Rests::OnNothing),
        }
    }
}

/// Relationships and events that the time window leaves out.
#[derive(Default)]
struct Missing {
    ties: Vec<RelationshipId>,
    events: Vec<EventId>,
}

impl Missing {
    /// What comes later, and what was there before.
    fn new(session: &Session) -> [Self; 2] {
        let mut missing = [Self::default(), Self::default()];
        let (dataset, network) = (session.dataset(), session.network());
        let place = |item| match network.status(item) {
            Status::NotYet => Some(0),
            Status::NoLonger => Some(1),
            Status::Standing | Status::Undated => None,
        };
        for id in dataset.relationships.ids() {
            place(id.into()).into_iter().for_each(|list: usize| missing[list].ties.push(id));
        }
        for id in dataset.events.ids() {
            place(id.into()).into_iter().for_each(|list: usize| missing[list].events.push(id));
        }
        missing
    }

    fn len(&self) -> usize {
        self.ties.len() + self.events.len()
    }

    fn get(&self, nth: usize) -> Option<Item> {
        let event = |nth: usize| self.events.get(nth).map(|&id| Item::from(id));
        self.ties.get(nth).map(|&id| id.into()).or_else(|| event(nth.checked_sub(self.ties.len())?))
    }
}

impl Welcome {
    /// Title, description, the first step, and the legend.
    pub fn show(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let dataset = ctx.dataset();
        ui.label(RichText::new(&dataset.title).text_style(TextRole::Title.style()));
        if let Some(description) = &dataset.description {
            ui.label(description);
        }
        ui.add_space(6.0);
        let first_step =
            "Click a line, a mark or a passage: the other panels show what belongs to it and who says so.";
        ui.label(RichText::new(first_step).strong());
        self.what_is_different(ui, ctx);
        in_this_dataset(ui, dataset);
        let legend = self.legend.fit(Of::dataset(ctx.session.dataset()), || Legend::new(dataset));
        nodes(ui, ctx, legend);
        lines(ui, ctx, legend);
        if diagram::is_large(dataset) {
            crowd(ui, ctx, legend);
        }
        pieces::section(ui, "WHO SPEAKS");
        for &voice in Voice::ALL {
            ui.horizontal_wrapped(|ui| {
                let look = ctx.tokens.voice(voice);
                ui.label(RichText::new(look.glyph.to_string()).color(look.colour));
                pieces::weak(ui, pieces::voice_meaning(voice));
            });
        }
    }

    /// What the time window leaves out, against all dates: the difference that a date makes, by name.
    fn what_is_different(&mut self, ui: &mut Ui, ctx: &ViewContext<'_>) {
        let window = ctx.session.window();
        let shown = match window {
            Window::Always => return,
            Window::AsOf(day) => format!("as of {day}"),
            Window::Range(range) => {
                let end = |day: Option<Day>| day.map_or("an open end".to_owned(), |day| day.to_string());
                format!("from {} to {}", end(range.first), end(range.last))
            }
        };
        let of = (Of::dataset(ctx.session.dataset()), *window);
        let missing = self.missing.fit(of, || Missing::new(ctx.session));
        for (missing, title) in missing.iter().zip(["NOT YET THERE", "NO LONGER THERE"]) {
            if missing.len() > 0 {
                pieces::section(ui, &format!("{title} ({}), {shown}", missing.len()));
            }
            rows::show(ui, title, missing.len(), pieces::ROW, None, |ui, nth| {
                if let Some(item) = missing.get(nth) {
                    pieces::item_row(ui, ctx, Panel::Inspector, item, ctx.dataset().item_name(item));
                }
            });
        }
    }
}

fn in_this_dataset(ui: &mut Ui, dataset: &Dataset) {
    pieces::section(ui, "IN THIS DATASET");
    pieces::weak(
        ui,
        format!(
            "{} actors, {} instruments, {} relationships, {} events, {} excerpts from {} {}",
            dataset.actors.len(),
            dataset.instruments.len(),
            dataset.relationships.len(),
            dataset.events.len(),
            dataset.excerpts.len(),
            dataset.documents.len(),
            if dataset.documents.len() == 1 { "document" } else { "documents" },
        ),
    );
}

/// How what cannot be told apart is drawn.
fn crowd(ui: &mut Ui, ctx: &ViewContext<'_>, legend: &Legend) {
    pieces::section(ui, "SEEN FROM FAR");
    if let Some(node) = ctx.dataset().nodes().next() {
        legend::dots(ui, ctx, Kind::of(ctx.dataset(), node));
    }
    for &(sign, _) in &legend.signs {
        legend::bundles(ui, ctx, sign);
    }
    pieces::weak(
        ui,
        "A line is all ties between two places: point at it to see which. Zoom in to tell them apart.",
    );
}

fn nodes(ui: &mut Ui, ctx: &ViewContext<'_>, legend: &Legend) {
    pieces::section(ui, "NODES");
    ui.horizontal_wrapped(|ui| {
        for &kind in &legend.actors {
            legend::actor_kind(ui, ctx, kind);
        }
        if let Some(kind) = legend.instrument {
            legend::instrument(ui, ctx, kind);
        }
    });
}

fn lines(ui: &mut Ui, ctx: &ViewContext<'_>, legend: &Legend) {
    pieces::section(ui, "LINES");
    for (sign, kinds) in &legend.signs {
        legend::sign(ui, ctx, *sign, kinds);
    }
    legend::arrowhead(ui, ctx, Rests::OnOpinion);
    if legend.has_unproved {
        legend::arrowhead(ui, ctx, Rests::OnNothing);
    }
}
