//! The theme that a person chose, and the tokens of the one that is installed.

use std::sync::OnceLock;

use egui::Context;
use serde::{Deserialize, Serialize};

use crate::analysis::focus::Emphasis;

use super::measures::{EmphasisStyle, Measures};
use super::{Theme, Tokens, install, tokens};

/// Light, dark, or as the desktop has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// As the desktop has it; light where it does not say.
    #[default]
    System,
}

impl ThemeChoice {
    /// The theme that the choice means now.
    pub fn resolve(self, ctx: &Context) -> Theme {
        match self {
            Self::Light => Theme::Light,
            Self::Dark => Theme::Dark,
            Self::System => Theme::of_desktop(ctx).unwrap_or_default(),
        }
    }

    /// Installs the theme, unless it is the one in use.
    pub fn keep(self, ctx: &Context) {
        let theme = self.resolve(ctx);
        if tokens_of(ctx).dark != tokens(theme).dark {
            install(ctx, theme);
        }
    }
}

/// The tokens of the theme that [`install`](install()) gave to a context.
pub fn tokens_of(ctx: &Context) -> &'static Tokens {
    tokens(match ctx.theme() {
        egui::Theme::Light => Theme::Light,
        egui::Theme::Dark => Theme::Dark,
    })
}

/// The same tokens for a preview: while nothing is selected, what the pointer does not touch fades by half
/// only, so that moving over the panels does not make them flash.
pub fn preview_tokens_of(ctx: &Context) -> &'static Tokens {
    static SOFTENED: OnceLock<[Tokens; 2]> = OnceLock::new();
    let [light, dark] =
        SOFTENED.get_or_init(|| [Theme::Light, Theme::Dark].map(|theme| softened(tokens(theme))));
    match ctx.theme() {
        egui::Theme::Light => light,
        egui::Theme::Dark => dark,
    }
}

fn softened(tokens: &Tokens) -> Tokens {
    static MEASURES: OnceLock<Measures> = OnceLock::new();
    let measures = MEASURES.get_or_init(|| {
        let mut measures = tokens.measures.clone();
        let (faded, plain) = (&mut measures.emphasis.faded, tokens.measures.emphasis.plain);
        faded.alpha = (faded.alpha + plain.alpha) / 2.0;
        faded.text_alpha = (faded.text_alpha + plain.text_alpha) / 2.0;
        measures
    });
    tokens.with_measures(measures)
}

impl Tokens {
    /// How strongly a thing of an emphasis is drawn.
    pub fn emphasis(&self, emphasis: Emphasis) -> EmphasisStyle {
        let scale = &self.measures.emphasis;
        match emphasis {
            Emphasis::Faded => scale.faded,
            Emphasis::Plain => scale.plain,
            Emphasis::Related => scale.related,
            Emphasis::Selected => scale.selected,
        }
    }
}
