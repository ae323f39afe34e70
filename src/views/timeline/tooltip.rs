//! What is told of the thing under the pointer or the keyboard focus.

use egui::{Id, Rect, RichText, Ui};

use crate::analysis::alignment::{Series, Share};
use crate::dataset::{ActorId, Dataset, Day, NodeId, Voice, citation};
use crate::views::ViewContext;

use super::axis::in_words;
use super::curve::LITTLE_EVIDENCE;
use super::density::{Cell, Density};
use super::model::{LineModel, Mark, Model, Shape, signed};
use super::style::Style;
use super::words::{counted, grouped};

/// How many of the events behind a point are named.
const NAMED: usize = 6;

/// Shares smaller than this are not worth a line.
const LEAST_SHARE: f64 = 0.005;

/// Shows a tooltip beside `anchor`.
pub fn show(ui: &Ui, id: Id, anchor: Rect, content: impl FnOnce(&mut Ui)) {
    egui::Tooltip::always_open(ui.ctx().clone(), ui.layer_id(), id, anchor)
        .gap(10.0)
        .width(340.0)
        .show(content);
}

/// An event: what happened, when, its code and value, who says so, and where.
pub fn event(ui: &mut Ui, ctx: &ViewContext<'_>, mark: &Mark) {
    let dataset = ctx.dataset();
    let style = Style::new(ctx.tokens);
    let event = dataset.event(mark.event);
    ui.label(RichText::new(event.label()).strong());
    let (from, to) = (dataset.node_label(NodeId::Actor(event.from())), dataset.node_label(event.to()));
    ui.label(format!("{} · {from} → {to}", event.date().to_words()));
    ui.label(format!("{} · {} ({})", signed(event.score()), event.code().meaning, event.code()));
    voice(ui, dataset, event.evidence(), style);
    if mark.shape == Shape::Cross {
        ui.label(RichText::new("No excerpt proves it, so it does not count.").color(style.weak()));
    } else if !mark.counts {
        ui.label(RichText::new("Left out of the series because of who speaks.").color(style.weak()));
    }
    for &excerpt in event.evidence() {
        let excerpt = dataset.excerpt(excerpt);
        let cited = citation::at(&dataset.documents[excerpt.document()], excerpt.paragraph());
        ui.label(RichText::new(cited).small().color(style.weak()));
    }
}

/// A cell of the density: how many events, when and of which lines, the first few of them, and what a click does.
pub fn cell(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    model: &Model,
    (density, cell): (&Density, &Cell),
    click: &str,
) {
    let dataset = ctx.dataset();
    let style = Style::new(ctx.tokens);
    let members = density.members(cell);
    ui.label(RichText::new(counted(members.len(), "event")).strong());
    if let Some((first, last)) = density.days(&model.marks, cell) {
        let (first, last) = (in_words(first), in_words(last));
        ui.label(if first == last { first } else { format!("{first} – {last}") });
    }
    for part in density.parts(cell) {
        let name = &model.lines[part.line].name;
        let left_out = match part.left_out {
            0 => String::new(),
            many => format!(" ({} left out)", grouped(many)),
        };
        let count = grouped(part.counted + part.left_out);
        ui.label(RichText::new(format!("toward {name}: {count}{left_out}")).color(style.weak()));
    }
    ui.add_space(2.0);
    for &index in members.iter().take(NAMED / 2) {
        let mark = &model.marks[index];
        let event = dataset.event(mark.event);
        let (when, score) = (event.date().to_short_words(), signed(mark.score));
        ui.label(shortened(&format!("{when}  {score}  {}", event.label())));
    }
    if members.len() > NAMED / 2 {
        let more = format!("and {} more", grouped(members.len() - NAMED / 2));
        ui.label(RichText::new(more).color(style.weak()));
    }
    ui.label(RichText::new(click).small().color(style.weak()));
}

fn voice(ui: &mut Ui, dataset: &Dataset, evidence: &[crate::dataset::ExcerptId], style: Style<'_>) {
    let Some(voice) = dataset.voice(evidence) else { return };
    let speaker = evidence.iter().find_map(|&id| {
        let excerpt = dataset.excerpt(id);
        excerpt.speaker().filter(|_| excerpt.voice() == voice)
    });
    let words = match (voice, speaker) {
        (Voice::Quoted, Some(speaker)) => format!("quoted: {}", dataset.node_name(NodeId::Actor(speaker))),
        (Voice::Judgement | Voice::Recommendation, _) => format!("{voice} of the author"),
        (Voice::Reported | Voice::Quoted, _) => voice.to_string(),
    };
    ui.label(RichText::new(words).italics().color(style.text()));
}

/// A point of a line: its value and band, and the events behind it with the share of each.
pub fn point(ui: &mut Ui, ctx: &ViewContext<'_>, line: &LineModel, series: &Series, day: Day) {
    let dataset = ctx.dataset();
    let style = Style::new(ctx.tokens);
    let point = series.at(day);
    let name = |id: ActorId| dataset.node_label(NodeId::Actor(id));
    ui.label(RichText::new(format!("{} toward {}", name(line.of), name(line.toward))).strong());
    let direction = direction(point.value);
    ui.label(format!("{}: {} {direction}", in_words(day), signed(point.value)));
    if point.weight < LITTLE_EVIDENCE {
        ui.label(RichText::new("No recent evidence: the value has faded toward 0.").color(style.weak()));
    } else {
        let band = format!(
            "from {} to {} (one standard error) · {:.1} effective events",
            signed(point.low),
            signed(point.high),
            point.effective
        );
        ui.label(RichText::new(band).color(style.weak()));
    }
    shares(ui, dataset, &series.shares(day), style);
}

/// A value in a word.
fn direction(value: f64) -> &'static str {
    if value >= 0.05 {
        "(closer)"
    } else if value <= -0.05 {
        "(further)"
    } else {
        "(neither closer nor further)"
    }
}

fn shares(ui: &mut Ui, dataset: &Dataset, shares: &[Share], style: Style<'_>) {
    let mut shares: Vec<&Share> = shares.iter().filter(|share| share.of_weight >= LEAST_SHARE).collect();
    shares.sort_by(|a, b| b.of_weight.total_cmp(&a.of_weight).then(a.event.cmp(&b.event)));
    if shares.is_empty() {
        return;
    }
    ui.add_space(2.0);
    let rows = egui::Grid::new("shares").num_columns(3).spacing([8.0, 3.0]).min_row_height(0.0);
    rows.show(ui, |ui| {
        for share in shares.iter().take(NAMED) {
            ui.label(format!("{:.0} %", 100.0 * share.of_weight));
            ui.label(signed(dataset.event(share.event).score()));
            ui.label(shortened(dataset.event(share.event).label()));
            ui.end_row();
        }
    });
    if shares.len() > NAMED {
        let more = format!("and {} more", shares.len() - NAMED);
        ui.label(RichText::new(more).color(style.weak()));
    }
}

/// A label of at most 46 characters, so that a row of the tooltip stays a row.
fn shortened(label: &str) -> String {
    const MOST: usize = 46;
    if label.chars().count() <= MOST {
        return label.to_owned();
    }
    let cut: String = label.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}

/// A government: its name and term, and that of others on the same day is in the strip.
pub fn government(ui: &mut Ui, ctx: &ViewContext<'_>, model: &Model, government: ActorId) {
    let dataset = ctx.dataset();
    ui.label(RichText::new(dataset.node_name(NodeId::Actor(government))).strong());
    let states: Vec<ActorId> = model.strips.iter().map(|strip| strip.state).collect();
    for tie in dataset.actors[government].part_of.iter().filter(|tie| states.contains(&tie.whole)) {
        let state = dataset.node_label(NodeId::Actor(tie.whole));
        let when = tie.period.as_ref().map_or("undated".to_owned(), crate::dataset::Edtf::to_words);
        ui.label(format!("{state}, {when}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_labels_are_cut_at_a_character() {
        let cut = shortened(&"é".repeat(60));
        assert_eq!(cut.chars().count(), 46);
        assert!(cut.ends_with('…'));
    }
}
