//! The legend: one entry each for what the diagram tells apart.

use egui::{Label, RichText, Sense, Stroke, TextStyle, TextWrapMode, Ui, WidgetText, pos2, vec2};

use crate::analysis::focus::Emphasis;
use crate::dataset::{ActorKind, InstrumentKind, NodeId, Sign};
use crate::theme::LineStyle;

use super::super::context::ViewContext;
use super::super::pieces;
use super::crowd;
use super::paint::{self, Rests};
use super::shapes::{self, Kind, NodeShape};

/// Space for a symbol, in points.
const SYMBOL: egui::Vec2 = vec2(26.0, 20.0);

/// A kind of actor.
pub fn actor_kind(ui: &mut Ui, ctx: &ViewContext<'_>, kind: ActorKind) {
    let look = ctx.tokens.node(kind);
    node(ui, shapes::of_actor(kind), look.fill, look.stroke, kind.word());
}

/// Instruments.
pub fn instrument(ui: &mut Ui, ctx: &ViewContext<'_>, kind: InstrumentKind) {
    let look = ctx.tokens.instrument(kind);
    node(ui, shapes::of_instrument(), look.fill, look.stroke, "instrument");
}

fn node(ui: &mut Ui, shape: NodeShape, fill: egui::Color32, stroke: egui::Color32, word: &str) {
    // As wide as it is, so that a row without room for it breaks before it and not within its word.
    let text = WidgetText::from(RichText::new(word).weak());
    let text = text.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    let gap = 2.0;
    ui.allocate_ui(vec2(SYMBOL.x + gap + text.size().x, SYMBOL.y), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = gap;
            let (rect, _) = ui.allocate_exact_size(SYMBOL, Sense::hover());
            shape.scaled(0.62).paint(ui.painter(), rect.center(), fill, Stroke::new(1.0, stroke));
            ui.add(Label::new(text).selectable(false));
        });
    });
}

/// A node that is not there in the time window, such as this one.
pub fn absent(ui: &mut Ui, ctx: &ViewContext<'_>, such: NodeId) {
    let faded = ctx.tokens.emphasis(Emphasis::Faded);
    let dataset = ctx.dataset();
    let kind = Kind::of(dataset, such);
    let (look, shape) = (kind.style(ctx.tokens), kind.shape());
    node(ui, shape, ctx.tokens.surface.canvas, faded.tint(look.stroke), "not there at that time");
}

/// The ground of a state with its governments and people, or of an organisation with its bodies.
pub fn group(ui: &mut Ui, ctx: &ViewContext<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(SYMBOL.x, 14.0), Sense::hover());
        let edge = Stroke::new(ctx.tokens.measures.stroke.hairline, ctx.tokens.separator);
        ui.painter().rect(rect, 5.0, ctx.tokens.strip[0], edge, egui::StrokeKind::Inside);
        pieces::weak(ui, "a state or organisation with its parts");
    });
}

/// The lines from a whole down to its parts, where nodes stand in rows.
pub fn part_of(ui: &mut Ui, ctx: &ViewContext<'_>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(SYMBOL.x, 14.0), Sense::hover());
        let rect = rect.shrink2(vec2(4.0, 1.0));
        let line = paint::branch(ctx);
        let [left, middle, right] = [rect.left_center(), rect.center(), rect.right_center()];
        for ends in [[rect.center_top(), middle], [left, right], [left, rect.left_bottom()]] {
            ui.painter().line_segment(ends, line);
        }
        ui.painter().line_segment([right, rect.right_bottom()], line);
        pieces::weak(ui, "a whole, and its parts below it");
    });
}

/// A way to draw ties, with the kinds that are drawn so, and the sign where this is the first of it.
pub fn tie(
    ui: &mut Ui,
    ctx: &ViewContext<'_>,
    (name, line): (Option<Sign>, &LineStyle),
    kinds: &str,
    rests: Rests,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 16.0), Sense::hover());
        let ends = [pos2(rect.left() + 2.0, rect.center().y), pos2(rect.right() - 2.0, rect.center().y)];
        paint::sample_line(ui.painter(), ctx, ends, line, rests);
        if let Some(sign) = name {
            let name = if kinds.is_empty() { sign.to_string() } else { format!("{sign}:") };
            ui.add(Label::new(RichText::new(name).color(line.colour)).selectable(false));
        }
        if !kinds.is_empty() {
            pieces::weak(ui, kinds);
        }
    });
}

/// A sign, with the kinds of relationship that carry it.
pub fn sign(ui: &mut Ui, ctx: &ViewContext<'_>, sign: Sign, kinds: &str) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 16.0), Sense::hover());
        let style = ctx.tokens.sign(sign);
        let ends = [pos2(rect.left() + 2.0, rect.center().y), pos2(rect.right() - 4.0, rect.center().y)];
        paint::sample_line(ui.painter(), ctx, ends, &style, Rests::OnFact);
        ui.label(RichText::new(sign.word()).color(style.colour));
        pieces::weak(ui, kinds);
    });
}

/// Dots of the crowd.
pub fn dots(ui: &mut Ui, ctx: &ViewContext<'_>, kind: Kind) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(SYMBOL.x, 16.0), Sense::hover());
        let colour = kind.style(ctx.tokens).stroke;
        for (part, radius) in [(0.2, 1.0), (0.45, 1.6), (0.8, 2.4)] {
            let at = pos2(rect.left() + part * rect.width(), rect.center().y);
            ui.painter().circle_filled(at, radius, colour);
        }
        pieces::weak(ui, DOTS);
    });
}

/// What dots of the crowd are.
pub const DOTS: &str = "dot: a node, or several (larger)";

/// Lines of the crowd in which ties of a sign prevail.
pub fn bundles(ui: &mut Ui, ctx: &ViewContext<'_>, sign: Sign) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 16.0), Sense::hover());
        let colour = ctx.tokens.sign(sign).colour;
        for (off, ties) in [(-4.0, 1), (0.0, 8), (4.0, 64)] {
            let y = rect.center().y + off;
            let ends = [pos2(rect.left() + 2.0, y), pos2(rect.right() - 2.0, y)];
            let (width, opacity) = crowd::weight(ties, 1.0);
            ui.painter().line_segment(ends, Stroke::new(width, colour.gamma_multiply(opacity)));
        }
        ui.add(Label::new(RichText::new(bundles_in_words(sign)).color(colour)).selectable(false));
    });
}

/// What a line of the crowd is in which ties of a sign prevail.
pub fn bundles_in_words(sign: Sign) -> String {
    format!("mostly {sign}, wider: more ties")
}

/// What a hollow or an open arrowhead means.
pub fn arrowhead(ui: &mut Ui, ctx: &ViewContext<'_>, rests: Rests) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(44.0, 16.0), Sense::hover());
        let style = ctx.tokens.sign(Sign::Neutral);
        let ends = [pos2(rect.left() + 2.0, rect.center().y), pos2(rect.right() - 4.0, rect.center().y)];
        paint::sample_line(ui.painter(), ctx, ends, &style, rests);
        pieces::weak(ui, arrowhead_in_words(rests));
    });
}

fn arrowhead_in_words(rests: Rests) -> &'static str {
    match rests {
        Rests::OnFact => "filled arrowhead: rests on a fact",
        Rests::OnOpinion => "hollow arrowhead: rests on opinion alone",
        Rests::OnNothing => "open arrowhead: no excerpt proves it",
    }
}
