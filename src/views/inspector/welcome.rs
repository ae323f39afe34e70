//! What the inspector shows while nothing is selected: the dataset, how to begin, and how to read it.

use egui::{RichText, Ui};

use crate::analysis::network::{Status, Window};
use crate::dataset::{ActorKind, Day, InstrumentKind, Item, Sign, Voice};
use crate::session::Panel;

use crate::theme::TextRole;

use super::super::context::ViewContext;
use super::super::diagram::paint::Rests;
use super::super::diagram::shapes::Kind;
use super::super::diagram::{self, legend};
use super::super::pieces;

/// Title, description, the first step, and the legend.
pub fn show(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let dataset = ctx.dataset();
    ui.label(RichText::new(&dataset.title).text_style(TextRole::Title.style()));
    if let Some(description) = &dataset.description {
        ui.label(description);
    }
    ui.add_space(6.0);
    ui.label(
        RichText::new(
            "Click a line, a mark or a passage: the other panels show what belongs to it and who says so.",
        )
        .strong(),
    );
    what_is_different(ui, ctx);
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
    nodes(ui, ctx);
    lines(ui, ctx);
    if diagram::is_large(dataset) {
        crowd(ui, ctx);
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

/// How what cannot be told apart is drawn.
fn crowd(ui: &mut Ui, ctx: &ViewContext<'_>) {
    pieces::section(ui, "SEEN FROM FAR");
    if let Some(node) = ctx.dataset().nodes().next() {
        legend::dots(ui, ctx, Kind::of(ctx.dataset(), node));
    }
    for &sign in Sign::ALL {
        if ctx.dataset().relationships.rows().iter().any(|tie| tie.sign() == sign) {
            legend::bundles(ui, ctx, sign);
        }
    }
    pieces::weak(
        ui,
        "A line is all ties between two places: point at it to see which. Zoom in to tell them apart.",
    );
}

/// What the time window leaves out, against all dates: the difference that a date makes, by name.
fn what_is_different(ui: &mut Ui, ctx: &ViewContext<'_>) {
    let shown = match ctx.session.window() {
        Window::Always => return,
        Window::AsOf(day) => format!("as of {day}"),
        Window::Range(range) => {
            let end = |day: Option<Day>| day.map_or("an open end".to_owned(), |day| day.to_string());
            format!("from {} to {}", end(range.first), end(range.last))
        }
    };
    let dataset = ctx.dataset();
    let ties = dataset.relationships.ids().map(Item::from);
    let left_out: Vec<Item> = ties.chain(dataset.events.ids().map(Item::from)).collect();
    for (status, title) in [(Status::NotYet, "NOT YET THERE"), (Status::NoLonger, "NO LONGER THERE")] {
        let missing = left_out.iter().filter(|&&item| ctx.session.network().status(item) == status);
        let missing: Vec<Item> = missing.copied().collect();
        if !missing.is_empty() {
            pieces::section(ui, &format!("{title} ({}), {shown}", missing.len()));
        }
        for item in missing {
            pieces::item_row(ui, ctx, Panel::Inspector, item, dataset.item_name(item));
        }
    }
}

fn nodes(ui: &mut Ui, ctx: &ViewContext<'_>) {
    pieces::section(ui, "NODES");
    ui.horizontal_wrapped(|ui| {
        for &kind in ActorKind::ALL {
            if ctx.dataset().actors.rows().iter().any(|actor| actor.kind == kind) {
                legend::actor_kind(ui, ctx, kind);
            }
        }
        let instruments = ctx.dataset().instruments.rows();
        if let Some(first) = InstrumentKind::ALL
            .iter()
            .find(|&&kind| instruments.iter().any(|instrument| instrument.kind == kind))
        {
            legend::instrument(ui, ctx, *first);
        }
    });
}

fn lines(ui: &mut Ui, ctx: &ViewContext<'_>) {
    pieces::section(ui, "LINES");
    for &sign in Sign::ALL {
        let used: Vec<&str> = crate::dataset::RelationshipKind::ALL
            .iter()
            .filter(|kind| kind.sign() == sign)
            .filter(|&&kind| ctx.dataset().relationships.rows().iter().any(|tie| tie.kind == kind))
            .map(|kind| kind.word())
            .collect();
        if !used.is_empty() {
            legend::sign(ui, ctx, sign, &used.join(", "));
        }
    }
    legend::arrowhead(ui, ctx, Rests::OnOpinion);
}
