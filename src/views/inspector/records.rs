//! One kind of record each: what the inspector says of it.

use egui::{RichText, Ui};

use crate::analysis::network::Status;
use crate::dataset::{
    ActorId, DocumentId, Edtf, EventId, ExcerptId, InstrumentId, Item, NodeId, RelationshipId, SeriesPoint,
    Voice, citation,
};
use crate::session::Panel;
use crate::theme::TextRole;

use super::super::context::ViewContext;
use super::super::{pieces, rows};
use super::lists::Lists;

const HERE: Panel = Panel::Inspector;

pub fn actor(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, id: ActorId) {
    let dataset = ctx.dataset();
    let actor = &dataset.actors[id];
    pieces::weak(ui, format!("{} · {}", actor.kind, actor.key));
    standing(ui, ctx, id.into());
    if !actor.also.is_empty() {
        pieces::fact(ui, "Also", actor.also.join(", "));
    }
    for office in &actor.offices {
        ui.horizontal_wrapped(|ui| {
            ui.label(format!("{} of", office.title));
            link(ui, ctx, office.of.into());
            period(ui, office.period.as_ref());
        });
        proofs(ui, ctx, &office.evidence);
        note(ui, office.note.as_deref());
    }
    for tie in &actor.part_of {
        ui.horizontal_wrapped(|ui| {
            ui.label("Part of");
            link(ui, ctx, tie.whole.into());
            period(ui, tie.period.as_ref());
        });
        proofs(ui, ctx, &tie.evidence);
        note(ui, tie.note.as_deref());
    }
    note(ui, actor.remarks.note());
    pieces::attributes(ui, actor.remarks.attributes());
    let parts = ctx.session.index().parts(id);
    if !parts.is_empty() {
        pieces::section(ui, "PARTS");
        rows::each(ui, "parts", parts, pieces::ROW, |ui, &part| {
            pieces::item_row(ui, ctx, HERE, part.into(), dataset.actors[part].name.as_str());
        });
    }
    node_ties(ui, ctx, lists, NodeId::Actor(id));
    own_evidence(ui, ctx, NodeId::Actor(id));
}

pub fn instrument(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, id: InstrumentId) {
    let instrument = &ctx.dataset().instruments[id];
    pieces::weak(ui, format!("{} · {}", instrument.kind, instrument.key));
    standing(ui, ctx, id.into());
    if !instrument.also.is_empty() {
        pieces::fact(ui, "Also", instrument.also.join(", "));
    }
    if let Some(date) = &instrument.period {
        pieces::fact(ui, "When", date.to_words());
    }
    note(ui, instrument.remarks.note());
    pieces::attributes(ui, instrument.remarks.attributes());
    node_ties(ui, ctx, lists, NodeId::Instrument(id));
    own_evidence(ui, ctx, NodeId::Instrument(id));
}

pub fn relationship(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, id: RelationshipId) {
    let dataset = ctx.dataset();
    let relationship = &dataset.relationships[id];
    let sign = relationship.sign();
    ui.horizontal_wrapped(|ui| {
        let colour = ctx.tokens.sign(sign).colour;
        ui.label(RichText::new(format!("{} ({sign})", relationship.kind)).color(colour).strong());
        pieces::weak(ui, if relationship.mutual { "both ways" } else { "one way" });
    });
    if let Some(label) = &relationship.label {
        ui.label(label.as_str());
    }
    standing(ui, ctx, id.into());
    ui.horizontal_wrapped(|ui| {
        pieces::weak(ui, "Between:");
        link(ui, ctx, relationship.from.into());
        ui.label(if relationship.mutual { "↔" } else { "→" });
        link(ui, ctx, relationship.to.into());
    });
    when(ui, relationship.period.as_ref());
    rests_on(ui, ctx, &relationship.evidence);
    pieces::section(ui, "WHO SAYS SO");
    pieces::evidence_list(ui, ctx, HERE, &relationship.evidence);
    note(ui, relationship.remarks.note());
    pieces::attributes(ui, relationship.remarks.attributes());
    let between = lists.events(ctx, id.into());
    if !between.is_empty() {
        pieces::section(ui, "EVENTS BETWEEN THEM");
        events(ui, ctx, between);
    }
}

pub fn event(ui: &mut Ui, ctx: &ViewContext<'_>, id: EventId) {
    let dataset = ctx.dataset();
    let event = dataset.event(id);
    when(ui, Some(event.date()));
    standing(ui, ctx, id.into());
    ui.horizontal_wrapped(|ui| {
        pieces::weak(ui, "By:");
        link(ui, ctx, event.from().into());
        pieces::weak(ui, "toward:");
        link(ui, ctx, event.to().into());
    });
    let score = event.score();
    pieces::fact(ui, "Coded as", format!("{} ({})", event.code().meaning, event.code()));
    let value = if event.own_score().is_some() { "Value given by the data" } else { "Goldstein value" };
    pieces::fact(ui, value, format!("{score:+.1} on −10 … +10").replace('-', "−"));
    if event.sources() > 1 {
        pieces::fact(ui, "Independent sources", event.sources().to_string());
    }
    rests_on(ui, ctx, event.evidence());
    let voice = dataset.voice(event.evidence());
    let counted = ctx.session.series_settings().map(|settings| settings.parameters.voices());
    if let (Some(voice), Some(counted)) = (voice, counted)
        && !counted.contains(voice)
    {
        pieces::weak(ui, format!("Left out of the alignment series, which does not count {voice}."));
    }
    pieces::section(ui, "WHO SAYS SO");
    pieces::evidence_list(ui, ctx, HERE, event.evidence());
    note(ui, event.remarks().note());
    pieces::attributes(ui, event.remarks().attributes());
}

pub fn excerpt(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, id: ExcerptId) {
    let dataset = ctx.dataset();
    let excerpt = dataset.excerpt(id);
    pieces::evidence_list(ui, ctx, HERE, &[id]);
    if let Some(speaker) = excerpt.speaker() {
        ui.horizontal_wrapped(|ui| {
            pieces::weak(ui, "Speaker:");
            link(ui, ctx, speaker.into());
        });
    }
    pieces::attributes(ui, excerpt.remarks().attributes());
    pieces::section(ui, "WHAT IT PROVES");
    let proved = lists.proved(ctx, id);
    if proved.is_empty() {
        pieces::weak(ui, "Nothing yet: no record names it as evidence.");
    }
    rows::each(ui, "proved", proved, pieces::ROW, |ui, &item| {
        pieces::item_row(ui, ctx, HERE, item, described(ctx, item));
    });
    pieces::section(ui, "SOURCE");
    let document = &dataset.documents[excerpt.document()];
    pieces::item_row(ui, ctx, HERE, excerpt.document().into(), citation::full(document));
}

pub fn document(ui: &mut Ui, ctx: &ViewContext<'_>, id: DocumentId) {
    let document = &ctx.dataset().documents[id];
    ui.label(citation::full(document));
    pieces::weak(ui, format!("{} · {}", document.kind, document.key));
    for (label, value) in [
        ("Language", &document.language),
        ("Rights", &document.rights),
        ("Reliability (Admiralty)", &document.reliability),
    ] {
        if let Some(value) = value {
            pieces::fact(ui, label, value.as_str());
        }
    }
    if let Some(url) = &document.url {
        ui.hyperlink(url);
    }
    if let Some(text) = &document.text {
        pieces::fact(ui, "Text", format!("{} body paragraphs", text.paragraphs));
        pieces::weak(ui, format!("SHA-256 {}", text.sha256));
    }
    note(ui, document.remarks.note());
    pieces::attributes(ui, document.remarks.attributes());
}

pub fn point(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, point: SeriesPoint) {
    let pairs = ctx.session.series_settings().into_iter().flat_map(|settings| settings.pairs());
    let shown = pairs.zip(ctx.session.series()).find(|(pair, _)| *pair == (point.of, point.toward));
    let Some((_, series)) = shown else {
        pieces::weak(ui, "This series is not shown any more.");
        return;
    };
    let at = series.at(point.day);
    let value = format!("{:+.2} ({:+.2} … {:+.2})", at.value, at.low, at.high).replace('-', "−");
    pieces::fact(ui, "Alignment", value);
    pieces::fact(ui, "Weight of evidence", format!("{:.2}", at.weight));
    pieces::fact(ui, "Effective number of events", format!("{:.1}", at.effective));
    pieces::section(ui, "EVENTS BEHIND IT, WITH THEIR SHARES");
    let shares = lists.shares(ctx, point, series);
    rows::each(ui, "shares", shares, pieces::ROW, |ui, share| {
        let event = ctx.dataset().event(share.event);
        let text = format!(
            "{:.0} % · {} · {} ({:+.1})",
            share.of_weight * 100.0,
            event.label(),
            event.date().to_words(),
            event.score()
        );
        pieces::item_row(ui, ctx, HERE, share.event.into(), text);
    });
    if shares.is_empty() {
        pieces::weak(ui, "No event yet: the alignment is 0 for want of evidence.");
    }
}

fn node_ties(ui: &mut Ui, ctx: &ViewContext<'_>, lists: &mut Lists, node: NodeId) {
    let dataset = ctx.dataset();
    let ties = ctx.session.index().relationships(node);
    if !ties.is_empty() {
        pieces::section(ui, "RELATIONSHIPS");
    }
    rows::each(ui, "ties", ties, pieces::ROW, |ui, &id| {
        let relationship = &dataset.relationships[id];
        let arrow = match (relationship.mutual, relationship.from == node) {
            (true, _) => "↔",
            (false, true) => "→",
            (false, false) => "←",
        };
        let other = if relationship.from == node { relationship.to } else { relationship.from };
        let text = format!("{arrow} {}: {}", dataset.node_label(other), relationship.kind);
        let colour = ctx.tokens.sign(relationship.sign()).colour;
        pieces::item_row(ui, ctx, HERE, id.into(), RichText::new(text).color(colour));
    });
    let involved = lists.events(ctx, node.into());
    if !involved.is_empty() {
        pieces::section(ui, "EVENTS");
        events(ui, ctx, involved);
    }
}

fn events(ui: &mut Ui, ctx: &ViewContext<'_>, ids: &[EventId]) {
    rows::each(ui, "events", ids, pieces::ROW, |ui, &id| {
        let event = ctx.dataset().event(id);
        let score = format!("{:+.1}", event.score()).replace('-', "−");
        let text = format!("{} · {} ({score})", event.date().to_words(), event.label());
        pieces::item_row(ui, ctx, HERE, id.into(), text);
    });
}

fn own_evidence(ui: &mut Ui, ctx: &ViewContext<'_>, node: NodeId) {
    let evidence = ctx.session.index().evidence(node);
    if !evidence.is_empty() {
        pieces::section(ui, "WHAT THE SOURCES SAY OF IT, AND ITS OWN WORDS");
        pieces::evidence_list(ui, ctx, HERE, evidence);
    }
}

fn link(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item) {
    pieces::item_link(ui, ctx, HERE, item, &ctx.dataset().item_name(item));
}

fn described(ctx: &ViewContext<'_>, item: Item) -> String {
    let name = ctx.dataset().item_name(item);
    match item {
        Item::Event(id) => format!("{name} ({})", ctx.dataset().event(id).date().to_words()),
        Item::Node(_) | Item::Relationship(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => name,
    }
}

fn period(ui: &mut Ui, period: Option<&Edtf>) {
    if let Some(period) = period {
        pieces::weak(ui, format!("({})", period.to_words())).on_hover_text(period.as_str());
    }
}

fn when(ui: &mut Ui, period: Option<&Edtf>) {
    match period {
        Some(period) => {
            ui.horizontal_wrapped(|ui| {
                pieces::weak(ui, "When:");
                ui.label(period.to_words()).on_hover_text(format!("EDTF {}", period.as_str()));
            });
        }
        None => {
            pieces::fact(ui, "When", "the source does not say");
        }
    }
}

/// Whether it stands in the time window, where it does not.
fn standing(ui: &mut Ui, ctx: &ViewContext<'_>, item: Item) {
    let warning = ui.visuals().warn_fg_color;
    let text = match ctx.session.network().status(item) {
        Status::Standing | Status::Undated => return,
        Status::NotYet => "Not yet at the date that is shown.",
        Status::NoLonger => "No longer at the date that is shown.",
    };
    ui.label(RichText::new(text).color(warning));
}

/// Whether this is a fact or an opinion.
fn rests_on(ui: &mut Ui, ctx: &ViewContext<'_>, evidence: &[ExcerptId]) {
    let text = match ctx.dataset().voice(evidence) {
        Some(Voice::Reported) => "Rests on a reported fact.",
        Some(Voice::Quoted) => "Rests on a named speaker’s words.",
        Some(Voice::Judgement) => "Rests on the author’s judgement alone: an opinion, not a fact.",
        Some(Voice::Recommendation) => "Rests on a recommendation: what should be, not what is.",
        None => "Rests on no excerpt.",
    };
    ui.label(RichText::new(text).text_style(TextRole::Italic.style()));
}

/// So many excerpts are named beside what they prove.
const PROOFS: usize = 20;

/// The excerpts that prove a tie to a whole. All of them are listed under what the sources say of the actor.
fn proofs(ui: &mut Ui, ctx: &ViewContext<'_>, evidence: &[ExcerptId]) {
    ui.horizontal_wrapped(|ui| {
        for &id in evidence.iter().take(PROOFS) {
            let excerpt = ctx.dataset().excerpt(id);
            let glyph = ctx.tokens.voice(excerpt.voice()).glyph;
            let place = match excerpt.paragraph() {
                Some(paragraph) => format!("{glyph} ¶ {paragraph}"),
                None => format!("{glyph} source"),
            };
            pieces::item_link(ui, ctx, HERE, id.into(), &place);
        }
        if let Some(more) = evidence.len().checked_sub(PROOFS).filter(|&more| more > 0) {
            pieces::weak(ui, format!("and {more} more, listed below"));
        }
    });
}

fn note(ui: &mut Ui, note: Option<&str>) {
    if let Some(note) = note {
        pieces::editors_note(ui, note);
    }
}
