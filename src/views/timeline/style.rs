//! The colours and strengths of the timeline, taken from the theme's tokens.

use egui::Color32;

use crate::analysis::focus::Emphasis;
use crate::theme::{EmphasisStyle, Tokens};

/// What the painters ask of the theme.
#[derive(Clone, Copy)]
pub struct Style<'a> {
    tokens: &'a Tokens,
}

impl<'a> Style<'a> {
    /// Of the theme.
    pub fn new(tokens: &'a Tokens) -> Self {
        Self { tokens }
    }

    /// The colour of a line.
    pub fn line(&self, index: usize) -> Color32 {
        self.tokens.series(index)
    }

    /// The band of a line whose colour is `colour`, twice as strong for a line that is pointed at.
    pub fn band(&self, colour: Color32, is_strong: bool) -> Color32 {
        let alpha = self.tokens.measures.band_alpha;
        colour.gamma_multiply(if is_strong { 1.7 * alpha } else { alpha })
    }

    /// Names and values.
    pub fn text(&self) -> Color32 {
        self.tokens.text.normal
    }

    /// What stands out.
    pub fn strong(&self) -> Color32 {
        self.tokens.text.strong
    }

    /// Captions, ticks, hints.
    pub fn weak(&self) -> Color32 {
        self.tokens.text.weak
    }

    /// The ground of the plot.
    pub fn ground(&self) -> Color32 {
        self.tokens.surface.canvas
    }

    /// Grid lines.
    pub fn grid(&self) -> Color32 {
        self.tokens.grid
    }

    /// The line of no alignment.
    pub fn axis(&self) -> Color32 {
        self.tokens.axis
    }

    /// Changes of government down the plot.
    pub fn change(&self) -> Color32 {
        self.tokens.control.track
    }

    /// What is selected is marked with this.
    pub fn halo(&self) -> Color32 {
        self.tokens.selection.halo
    }

    /// The plate under the name of something selected, and the text on it.
    pub fn selected_plate(&self) -> (Color32, Color32) {
        (self.tokens.selection.fill, self.tokens.selection.text)
    }

    /// The time window: its line or edges.
    pub fn window(&self) -> Color32 {
        self.tokens.accent
    }

    /// The plate of the time window, and the text on it.
    pub fn window_plate(&self) -> (Color32, Color32) {
        (self.tokens.accent, self.tokens.text.on_accent)
    }

    /// The ring around what has the keyboard focus.
    pub fn focus(&self) -> Color32 {
        self.tokens.focus
    }

    /// The ground of a government's term; neighbours differ.
    pub fn strip(&self, place: usize) -> Color32 {
        self.tokens.strip[place % self.tokens.strip.len()]
    }

    /// Opacity and width by emphasis.
    pub fn emphasis(&self, emphasis: Emphasis) -> &'a EmphasisStyle {
        let scale = &self.tokens.measures.emphasis;
        match emphasis {
            Emphasis::Faded => &scale.faded,
            Emphasis::Plain => &scale.plain,
            Emphasis::Related => &scale.related,
            Emphasis::Selected => &scale.selected,
        }
    }
}
