//! The colours of a theme, and what the dataset's vocabularies look like in them.

use std::sync::LazyLock;

use egui::Color32;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Theme;
use super::line::LineStyle;
use super::measures::{Measures, TieStyle, VoiceMark, measures};
use crate::dataset::{ActorKind, InstrumentKind, RelationshipKind, Sign, Voice};

/// The design tokens of one theme (`assets/theme/*.json`). Colours are written `#rrggbb` or `#rrggbbaa`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Tokens {
    /// Whether the theme is light ink on a dark ground.
    pub dark: bool,
    /// Grounds, from the back to the front.
    pub surface: SurfaceColours,
    /// Text.
    pub text: TextColours,
    /// Buttons, fields, sliders.
    pub control: ControlColours,
    /// Lines between regions.
    #[serde(with = "hex")]
    pub separator: Color32,
    /// Grid lines of a plot: quieter than any mark.
    #[serde(with = "hex")]
    pub grid: Color32,
    /// Axes and zero lines of a plot.
    #[serde(with = "hex")]
    pub axis: Color32,
    /// The one accent: primary buttons, slider trails; [`TextColours::on_accent`] is legible on it.
    #[serde(with = "hex")]
    pub accent: Color32,
    /// Ring around what has the keyboard focus.
    #[serde(with = "hex")]
    pub focus: Color32,
    /// What is selected, in every panel alike: an editor's marker pen.
    pub selection: SelectionColours,
    /// Ground of a passage's span in its paragraph.
    #[serde(with = "hex")]
    pub passage: Color32,
    /// Warnings, errors, successes: text and marks.
    pub status: StatusColours,
    /// Grounds of the strip of government terms, used in turn.
    #[serde(with = "hex::list")]
    pub strip: [Color32; 2],
    /// Shadow of windows and menus.
    #[serde(with = "hex")]
    pub shadow: Color32,
    nodes: Nodes,
    signs: SignColours,
    voices: VoiceColours,
    #[serde(with = "hex::list")]
    series: [Color32; 6],
    /// Sizes, widths and strengths, the same in all themes.
    #[serde(skip, default = "measures")]
    pub measures: &'static Measures,
}

/// Grounds, from the back to the front.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SurfaceColours {
    /// Behind everything: bars around the panels.
    #[serde(with = "hex")]
    pub window: Color32,
    /// A panel of lists and text.
    #[serde(with = "hex")]
    pub panel: Color32,
    /// A card on a panel.
    #[serde(with = "hex")]
    pub card: Color32,
    /// Menus, tooltips, dialogs.
    #[serde(with = "hex")]
    pub raised: Color32,
    /// Diagram and timeline.
    #[serde(with = "hex")]
    pub canvas: Color32,
}

/// Text colours. All but `on_accent` are legible (4.5:1) on every surface.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TextColours {
    /// Titles, names, what is being read.
    #[serde(with = "hex")]
    pub strong: Color32,
    /// Running text.
    #[serde(with = "hex")]
    pub normal: Color32,
    /// Captions, counts, hints.
    #[serde(with = "hex")]
    pub weak: Color32,
    /// On [`Tokens::accent`].
    #[serde(with = "hex")]
    pub on_accent: Color32,
    /// Links.
    #[serde(with = "hex")]
    pub link: Color32,
}

/// Buttons, fields, sliders.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ControlColours {
    /// Ground at rest.
    #[serde(with = "hex")]
    pub rest: Color32,
    /// Ground under the pointer.
    #[serde(with = "hex")]
    pub hover: Color32,
    /// Ground while pressed, or while its menu is open.
    #[serde(with = "hex")]
    pub press: Color32,
    /// Ground of a text field.
    #[serde(with = "hex")]
    pub field: Color32,
    /// Outline of controls: 3:1 against every surface.
    #[serde(with = "hex")]
    pub border: Color32,
    /// Rail of a slider, inside of a box to tick, handle of a scroll bar.
    #[serde(with = "hex")]
    pub track: Color32,
}

/// What is selected.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SelectionColours {
    /// Ground of a selected row or button, and of selected text.
    #[serde(with = "hex")]
    pub fill: Color32,
    /// Text on `fill`.
    #[serde(with = "hex")]
    pub text: Color32,
    /// Halo around a selected node or line.
    #[serde(with = "hex")]
    pub halo: Color32,
}

/// Warnings, errors, successes: text and marks.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusColours {
    /// Something to look at.
    #[serde(with = "hex")]
    pub warning: Color32,
    /// Something that is wrong.
    #[serde(with = "hex")]
    pub error: Color32,
    /// Something that went well.
    #[serde(with = "hex")]
    pub success: Color32,
}

/// How a node is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NodeStyle {
    /// Inside.
    #[serde(with = "hex")]
    pub fill: Color32,
    /// Outline.
    #[serde(with = "hex")]
    pub stroke: Color32,
    /// Text inside.
    #[serde(with = "hex")]
    pub label: Color32,
}

/// How a voice is shown: told apart by colour, by glyph and by the pattern of a line beside the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VoiceStyle {
    /// Colour of glyph, line and word; legible (4.5:1) on every surface.
    pub colour: Color32,
    /// Mark before the voice's word: filled for facts, hollow for opinions.
    pub glyph: char,
    /// Line beside the excerpt.
    pub line: LineStyle,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Nodes {
    state: NodeStyle,
    government: NodeStyle,
    person: NodeStyle,
    organisation: NodeStyle,
    armed_group: NodeStyle,
    territory: NodeStyle,
    unspecified: NodeStyle,
    instrument: NodeStyle,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignColours {
    #[serde(with = "hex")]
    positive: Color32,
    #[serde(with = "hex")]
    neutral: Color32,
    #[serde(with = "hex")]
    negative: Color32,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceColours {
    #[serde(with = "hex")]
    reported: Color32,
    #[serde(with = "hex")]
    quoted: Color32,
    #[serde(with = "hex")]
    judgement: Color32,
    #[serde(with = "hex")]
    recommendation: Color32,
}

impl Tokens {
    /// How many series have a colour of their own; after that they repeat.
    pub const SERIES: usize = 6;

    /// The same colours with other measures.
    pub(super) fn with_measures(&self, measures: &'static Measures) -> Self {
        Self { measures, ..self.clone() }
    }

    /// How an actor is drawn.
    pub fn node(&self, kind: ActorKind) -> NodeStyle {
        match kind {
            ActorKind::State => self.nodes.state,
            ActorKind::Government => self.nodes.government,
            ActorKind::Person => self.nodes.person,
            ActorKind::Organisation => self.nodes.organisation,
            ActorKind::ArmedGroup => self.nodes.armed_group,
            ActorKind::Territory => self.nodes.territory,
            ActorKind::Unspecified => self.nodes.unspecified,
        }
    }

    /// How an instrument is drawn: all kinds alike, since a diagram with more colours tells fewer apart.
    pub fn instrument(&self, kind: InstrumentKind) -> NodeStyle {
        match kind {
            InstrumentKind::Agreement
            | InstrumentKind::Alliance
            | InstrumentKind::Coalition
            | InstrumentKind::Operation
            | InstrumentKind::Resolution
            | InstrumentKind::Policy => self.nodes.instrument,
        }
    }

    /// The line of a sign, for legends: solid draws together, dashed draws apart, dotted is neither. Its
    /// colour is for marks (3:1 on the canvas); words beside it take a text colour.
    pub fn sign(&self, sign: Sign) -> LineStyle {
        let signs = &self.measures.signs;
        let tie = match sign {
            Sign::Positive => signs.positive,
            Sign::Neutral => signs.neutral,
            Sign::Negative => signs.negative,
        };
        line(self.sign_colour(sign), tie)
    }

    /// The line of a relationship: the colour and the sort of dash of its sign, heavier where the tie is
    /// binding or violent.
    pub fn line(&self, kind: RelationshipKind) -> LineStyle {
        use RelationshipKind as Kind;
        let ties = &self.measures.ties;
        let tie = match kind {
            Kind::Alliance | Kind::Participation => ties.formal,
            Kind::Cooperation | Kind::Support => ties.working,
            Kind::Alignment => ties.leaning,
            Kind::Association | Kind::Succession => ties.belonging,
            Kind::Interest | Kind::Consultation | Kind::Sponsorship | Kind::Unspecified => ties.dealing,
            Kind::ThreatPerception | Kind::Opposition | Kind::Dispute | Kind::Rivalry => ties.friction,
            Kind::Withdrawal => ties.parting,
            Kind::Coercion | Kind::Conflict => ties.force,
        };
        line(self.sign_colour(kind.sign()), tie)
    }

    /// How a voice is shown.
    pub fn voice(&self, voice: Voice) -> VoiceStyle {
        let (colours, marks) = (&self.voices, &self.measures.voices);
        let (colour, VoiceMark { glyph, width, dash }) = match voice {
            Voice::Reported => (colours.reported, marks.reported),
            Voice::Quoted => (colours.quoted, marks.quoted),
            Voice::Judgement => (colours.judgement, marks.judgement),
            Voice::Recommendation => (colours.recommendation, marks.recommendation),
        };
        VoiceStyle { colour, glyph, line: LineStyle { colour, width, dash } }
    }

    /// The colour of the series `index` (0-based); after [`Tokens::SERIES`] they repeat.
    pub fn series(&self, index: usize) -> Color32 {
        self.series[index % Self::SERIES]
    }

    /// The fill of the uncertainty band of the series `index`.
    pub fn band(&self, index: usize) -> Color32 {
        self.series(index).gamma_multiply(self.measures.band_alpha)
    }

    fn sign_colour(&self, sign: Sign) -> Color32 {
        match sign {
            Sign::Positive => self.signs.positive,
            Sign::Neutral => self.signs.neutral,
            Sign::Negative => self.signs.negative,
        }
    }
}

fn line(colour: Color32, TieStyle { width, dash }: TieStyle) -> LineStyle {
    LineStyle { colour, width, dash }
}

/// The tokens of `theme`.
pub fn tokens(theme: Theme) -> &'static Tokens {
    static LIGHT: LazyLock<Tokens> = LazyLock::new(|| parse(include_str!("../../assets/theme/light.json")));
    static DARK: LazyLock<Tokens> = LazyLock::new(|| parse(include_str!("../../assets/theme/dark.json")));
    static PRINT: LazyLock<Tokens> = LazyLock::new(|| parse(include_str!("../../assets/theme/print.json")));
    match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
        Theme::Print => &PRINT,
    }
}

/// Reads a token file. It is compiled in and every test of this room reads it, so that one that does not
/// parse never leaves the workshop.
pub(super) fn parse<T: DeserializeOwned>(json: &str) -> T {
    match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => panic!("a bundled token file does not parse: {error}"),
    }
}

/// `#rrggbb` and `#rrggbbaa`, opacity not premultiplied.
mod hex {
    use egui::Color32;
    use serde::{Deserialize, Deserializer, de::Error};

    fn colour<E: Error>(text: &str) -> Result<Color32, E> {
        Color32::from_hex(text).map_err(|_| E::custom(format!("`{text}` is no colour such as #1d6fb8")))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Color32, D::Error> {
        colour(&String::deserialize(deserializer)?)
    }

    pub mod list {
        use super::{Color32, Deserialize, Deserializer, Error, colour};

        pub fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
            deserializer: D,
        ) -> Result<[Color32; N], D::Error> {
            let colours = Vec::<String>::deserialize(deserializer)?
                .iter()
                .map(|text| colour(text))
                .collect::<Result<Vec<_>, _>>()?;
            <[Color32; N]>::try_from(colours)
                .map_err(|colours| D::Error::custom(format!("{} colours where {N} are due", colours.len())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Dash;

    #[test]
    fn an_unknown_token_is_refused() {
        let json = include_str!("../../assets/theme/light.json").replacen("\"grid\"", "\"gird\"", 1);
        let error = serde_json::from_str::<Tokens>(&json).expect_err("gird is no token");
        assert!(error.to_string().contains("gird"), "{error}");
    }

    #[test]
    fn a_colour_that_is_none_is_refused() {
        let json = include_str!("../../assets/theme/light.json").replacen("#dddbd8", "grey", 1);
        let error = serde_json::from_str::<Tokens>(&json).expect_err("grey is no colour here");
        assert!(error.to_string().contains("`grey` is no colour"), "{error}");
    }

    #[test]
    fn the_sort_of_dash_tells_the_sign_of_every_relationship() {
        let sort = |dash| match dash {
            Dash::Solid => Sign::Positive,
            Dash::Dotted { .. } => Sign::Neutral,
            Dash::Dashed { .. } => Sign::Negative,
        };
        for &theme in Theme::ALL {
            for &kind in RelationshipKind::ALL {
                assert_eq!(sort(tokens(theme).line(kind).dash), kind.sign(), "{theme}: {kind}");
            }
            for &sign in Sign::ALL {
                assert_eq!(sort(tokens(theme).sign(sign).dash), sign, "{theme}: {sign}");
            }
        }
    }

    #[test]
    fn voices_differ_in_glyph_and_pattern() {
        for &theme in Theme::ALL {
            for (i, &a) in Voice::ALL.iter().enumerate() {
                for &b in &Voice::ALL[i + 1..] {
                    let (a, b) = (tokens(theme).voice(a), tokens(theme).voice(b));
                    assert_ne!(a.glyph, b.glyph);
                    assert_ne!(a.line.dash, b.line.dash);
                }
            }
        }
    }
}
