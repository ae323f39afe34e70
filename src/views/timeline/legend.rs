//! The legend: one entry each for what the timeline tells apart, of that which it shows.

use egui::{Color32, Painter, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::curve::{Curve, Detail};
use super::model::{self, Model, Shape as MarkShape};
use super::paint::cells;
use super::paint::marks::{cross, diamond, sign};
use super::scene::{MOST_MARKS, RADIUS};
use super::style::Style;
use crate::views::context::ViewContext;
use crate::views::pieces;

/// What can be told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// An event that is reported or quoted.
    Fact,
    /// An event of which only an opinion speaks, or that does not count.
    Opinion,
    /// An event that is recommended.
    Recommendation,
    /// An event that no excerpt proves.
    Unproven,
    /// More than one event.
    Several,
    /// A date that means more than one day.
    VagueDate,
    /// The band of uncertainty.
    Band,
    /// A line without evidence.
    NoEvidence,
}

impl Entry {
    /// Every entry, in the order of the legend.
    pub const ALL: &'static [Self] = &[
        Self::Fact,
        Self::Opinion,
        Self::Recommendation,
        Self::Unproven,
        Self::Several,
        Self::VagueDate,
        Self::Band,
        Self::NoEvidence,
    ];

    /// What it means, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Fact => "event, reported or quoted",
            Self::Opinion => "event of a voice that does not count, or opinion",
            Self::Recommendation => "recommendation",
            Self::Unproven => "event without evidence, does not count",
            Self::Several => "several events: the more, the larger and darker",
            Self::VagueDate => "vague date",
            Self::Band => "one standard error either way",
            Self::NoEvidence => "hardly any evidence left",
        }
    }

    /// Whether the picture has it.
    fn is_used(self, model: &Model, curves: &[Curve]) -> bool {
        let mark = |shown: &dyn Fn(&super::model::Mark) -> bool| model.marks.iter().any(shown);
        let has_run = |faint: bool| {
            curves
                .iter()
                .any(|curve| curve.runs().iter().any(|run| run.is_faint == faint && run.points.len() > 1))
        };
        match self {
            Self::Fact => mark(&|mark| mark.shape == MarkShape::Disc && mark.counts),
            Self::Opinion => mark(&|mark| match mark.shape {
                MarkShape::Disc => !mark.counts,
                MarkShape::Ring => true,
                MarkShape::Diamond | MarkShape::Cross => false,
            }),
            Self::Recommendation => mark(&|mark| mark.shape == MarkShape::Diamond),
            Self::Unproven => mark(&|mark| mark.shape == MarkShape::Cross),
            Self::Several => model.marks.len() > MOST_MARKS,
            Self::VagueDate => mark(&super::model::Mark::is_vague),
            Self::Band => has_run(false),
            Self::NoEvidence => has_run(true),
        }
    }

    fn paint(self, painter: &Painter, rect: Rect, style: Style<'_>) {
        let (at, ink) = (rect.center(), style.weak());
        let across = [pos2(rect.left() + 2.0, at.y), pos2(rect.right() - 2.0, at.y)];
        match self {
            Self::Fact => drop(painter.circle_filled(at, 4.0, ink)),
            Self::Opinion => drop(painter.circle(at, 3.25, Color32::TRANSPARENT, Stroke::new(1.5, ink))),
            Self::Recommendation => {
                let line = Stroke::new(1.5, ink);
                painter.add(Shape::convex_polygon(diamond(at, 3.6), Color32::TRANSPARENT, line));
            }
            Self::Unproven => drop(painter.add(cross(at, 3.5, Stroke::new(1.5, ink)))),
            Self::Several => cells::key(painter, at, ink, style),
            Self::VagueDate => {
                painter.line_segment(across, Stroke::new(2.0, ink));
                for end in across {
                    painter.line_segment([end - vec2(0.0, 3.0), end + vec2(0.0, 3.0)], Stroke::new(1.0, ink));
                }
            }
            Self::Band => {
                painter.rect_filled(rect.shrink2(vec2(2.0, 3.0)), 0.0, style.band(ink, true));
                painter.line_segment(across, Stroke::new(2.0, ink));
            }
            Self::NoEvidence => {
                painter.extend(Shape::dashed_line(
                    &across,
                    Stroke::new(1.2, ink.gamma_multiply(0.6)),
                    5.0,
                    3.0,
                ));
            }
        }
    }
}

/// What the whole of the session's series has to be told apart by.
pub fn used(ctx: &ViewContext<'_>) -> Vec<Entry> {
    let model = Model::new(ctx.session);
    let Some(extent) = model.extent else { return Vec::new() };
    let series = ctx.session.series().iter();
    let detail = Detail { step: 1, columns: WIDEST };
    let curves: Vec<Curve> = series.map(|series| Curve::new(series, extent, extent, detail)).collect();
    Entry::ALL.iter().copied().filter(|entry| entry.is_used(&model, &curves)).collect()
}

/// More columns of pixels than any figure has.
const WIDEST: u32 = 10_000;

/// The name of a line that has no room at its end.
pub fn name(ctx: &ViewContext<'_>, line: usize) -> String {
    let Some(settings) = ctx.session.series_settings() else { return String::new() };
    let is_beside = line >= settings.toward.len();
    let pair = settings.pairs().nth(line);
    pair.map(|pair| model::line_name(ctx.dataset(), pair, is_beside)).unwrap_or_default()
}

/// Shows a line with its name.
pub fn line(ui: &mut Ui, ctx: &ViewContext<'_>, line: usize, name: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
        let style = Style::new(ctx.tokens);
        ui.painter().circle_filled(rect.center(), RADIUS, style.line(line));
        sign(ui.painter(), rect.center(), RADIUS, line, style.ground());
        pieces::weak(ui, name);
    });
}

/// Shows an entry.
pub fn entry(ui: &mut Ui, ctx: &ViewContext<'_>, entry: Entry) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        let (rect, _) = ui.allocate_exact_size(vec2(26.0, 16.0), Sense::hover());
        entry.paint(ui.painter(), rect, Style::new(ctx.tokens));
        pieces::weak(ui, entry.words());
    });
}
