//! Sizes, widths, dashes and strengths: the tokens that all themes share. All lengths are in points.

use std::sync::LazyLock;

use egui::Color32;
use serde::Deserialize;

use super::line::Dash;

/// The tokens that all themes share (`assets/theme/measures.json`).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Measures {
    /// Distances between things.
    pub spacing: Spacing,
    /// Corner radii.
    pub radius: Radius,
    /// Font sizes with their line heights.
    pub text: TextScale,
    /// Stroke widths.
    pub stroke: Stroke,
    /// Opacity and width by emphasis.
    pub emphasis: EmphasisScale,
    /// Opacity of an uncertainty band, 0 to 1.
    pub band_alpha: f32,
    pub(super) ties: Ties,
    pub(super) signs: Signs,
    pub(super) voices: Voices,
}

/// The spacing scale.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spacing {
    /// Between a mark and its text.
    pub hair: f32,
    /// Between lines that belong together.
    pub tight: f32,
    /// Between widgets.
    pub small: f32,
    /// Between groups; the inner margin of a card.
    pub medium: f32,
    /// The inner margin of a panel.
    pub large: f32,
    /// Between sections.
    pub huge: f32,
}

/// Corner radii.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Radius {
    /// Marks, highlights.
    pub small: u8,
    /// Buttons, fields, cards.
    pub medium: u8,
    /// Windows, menus.
    pub large: u8,
}

/// A font size with its line height.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextSize {
    /// Font size.
    pub size: f32,
    /// Height of a line of running text.
    pub line: f32,
}

/// The type scale.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextScale {
    /// Captions, ticks, labels on lines.
    pub caption: TextSize,
    /// Widgets and short text.
    pub body: TextSize,
    /// Text that is read at length: glosses and passages.
    pub excerpt: TextSize,
    /// Headings.
    pub heading: TextSize,
    /// The title of the dataset or of a figure.
    pub title: TextSize,
}

/// Stroke widths and the sizes of drawn marks.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stroke {
    /// Separators, axes, leader lines.
    pub hairline: f32,
    /// Outline of a node.
    pub node: f32,
    /// Ring around what has the keyboard focus.
    pub focus: f32,
    /// How far the halo of a selected node or line reaches beyond it, on both sides together.
    pub halo: f32,
    /// Line of an alignment series.
    pub series: f32,
    /// Length of an arrowhead.
    pub arrow: f32,
}

/// How strongly a thing is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EmphasisStyle {
    /// Opacity of lines and fills, 0 to 1.
    pub alpha: f32,
    /// Opacity of text, 0 to 1.
    pub text_alpha: f32,
    /// Factor on stroke widths.
    pub stroke: f32,
}

impl EmphasisStyle {
    /// `colour` of a line or a fill at this emphasis.
    pub fn tint(&self, colour: Color32) -> Color32 {
        colour.gamma_multiply(self.alpha)
    }

    /// `colour` of a text at this emphasis.
    pub fn tint_text(&self, colour: Color32) -> Color32 {
        colour.gamma_multiply(self.text_alpha)
    }
}

/// Emphasis, from the weakest to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmphasisScale {
    /// Not tied to the selection.
    pub faded: EmphasisStyle,
    /// Nothing is selected.
    pub plain: EmphasisStyle,
    /// Tied to the selection by evidence.
    pub related: EmphasisStyle,
    /// Selected.
    pub selected: EmphasisStyle,
}

/// Width and dash of a line; its colour follows from the sign or the voice.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TieStyle {
    /// Width.
    pub width: f32,
    /// Solid, dotted or dashed.
    pub dash: Dash,
}

/// Lines of relationship families. Positive ties are solid, neutral ones dotted, adverse ones dashed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ties {
    pub formal: TieStyle,
    pub working: TieStyle,
    pub leaning: TieStyle,
    pub belonging: TieStyle,
    pub dealing: TieStyle,
    pub friction: TieStyle,
    pub parting: TieStyle,
    pub force: TieStyle,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signs {
    pub positive: TieStyle,
    pub neutral: TieStyle,
    pub negative: TieStyle,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VoiceMark {
    pub glyph: char,
    pub width: f32,
    pub dash: Dash,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Voices {
    pub reported: VoiceMark,
    pub quoted: VoiceMark,
    pub judgement: VoiceMark,
    pub recommendation: VoiceMark,
}

/// The measures that all themes share.
pub(super) fn measures() -> &'static Measures {
    static MEASURES: LazyLock<Measures> =
        LazyLock::new(|| super::tokens::parse(include_str!("../../assets/theme/measures.json")));
    &MEASURES
}
