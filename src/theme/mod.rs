//! How it looks: the design tokens of the light, the dark and the print theme, the fonts, and the egui style.
//!
//! This is the only room with colours. They stand in `assets/theme/*.json` and reach the code as [`Tokens`]:
//!
//! ```
//! use detente::dataset::RelationshipKind;
//! use detente::theme::{Theme, tokens};
//!
//! let line = tokens(Theme::Light).line(RelationshipKind::Alliance);
//! assert!(line.width > 1.0);
//! ```

mod choice;
pub mod fonts;
mod install;
mod line;
mod measures;
mod tokens;
pub mod vision;

pub use choice::{ThemeChoice, preview_tokens_of, tokens_of};
pub use install::{TextRole, install};
pub use line::{Dash, LineStyle};
pub use measures::{EmphasisScale, EmphasisStyle, Measures, Radius, Spacing, Stroke, TextScale, TextSize};
pub use tokens::{
    ControlColours, NodeStyle, SelectionColours, StatusColours, SurfaceColours, TextColours, Tokens,
    VoiceStyle, tokens,
};

use serde::{Deserialize, Serialize};

/// Which set of tokens is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Dark ink on light grey: the default.
    #[default]
    Light,
    /// Light ink on dark grey.
    Dark,
    /// Ink on white paper: figures for reports, legible in greyscale.
    Print,
}

impl Theme {
    /// Every theme.
    pub const ALL: &'static [Self] = &[Self::Light, Self::Dark, Self::Print];

    /// The word for people and for the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
            Self::Print => "print",
        }
    }

    /// The theme that the desktop asks for, or `None` where it does not say.
    pub fn of_desktop(ctx: &egui::Context) -> Option<Self> {
        ctx.system_theme().map(|theme| match theme {
            egui::Theme::Light => Self::Light,
            egui::Theme::Dark => Self::Dark,
        })
    }
}

impl std::fmt::Display for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.word())
    }
}

impl std::str::FromStr for Theme {
    type Err = String;

    /// Reads the [`word`](Theme::word); the error is a sentence that lists the words.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|theme| theme.word() == text).ok_or_else(|| {
            let words = Self::ALL.iter().map(|theme| theme.word()).collect::<Vec<_>>();
            format!("`{text}` is no theme; choose one of {}", words.join(", "))
        })
    }
}
