//! The colours and strengths of the timeline, taken from the theme's tokens.

use egui::Color32;

use crate::analysis::focus::Emphasis;
use crate::theme::Tokens;

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
    pub fn line(&self, index: usize, is_beside: bool) -> Color32 {
        let light = [Color32::from_rgb(0, 90, 160), Color32::from_rgb(200, 70, 20), Color32::from_rgb(20, 120, 90), Color32::from_rgb(130, 60, 150)];
        let dark = [Color32::from_rgb(100, 170, 240), Color32::from_rgb(240, 140, 90), Color32::from_rgb(90, 200, 160), Color32::from_rgb(200, 140, 220)];
        let i = if is_beside { 3 } else { index % 4 };
        if self.tokens.dark { dark[i] } else { light[i] }
    }
    /// Text.
    pub fn text(&self) -> Color32 { if self.tokens.dark { Color32::from_gray(220) } else { Color32::from_gray(30) } }
    /// Secondary text.
    pub fn weak(&self) -> Color32 { if self.tokens.dark { Color32::from_gray(160) } else { Color32::from_gray(95) } }
    /// Ground of the plot.
    pub fn ground(&self) -> Color32 { if self.tokens.dark { Color32::from_gray(22) } else { Color32::WHITE } }
    /// Grid.
    pub fn grid(&self) -> Color32 { if self.tokens.dark { Color32::from_gray(48) } else { Color32::from_gray(228) } }
    /// Zero line.
    pub fn zero(&self) -> Color32 { if self.tokens.dark { Color32::from_gray(110) } else { Color32::from_gray(140) } }
    /// Selection.
    pub fn selection(&self) -> Color32 { if self.tokens.dark { Color32::from_rgb(255, 200, 60) } else { Color32::from_rgb(190, 110, 0) } }
    /// Strip fill, alternating.
    pub fn strip(&self, odd: bool) -> Color32 {
        let (a, b) = if self.tokens.dark { (44, 56) } else { (232, 220) };
        Color32::from_gray(if odd { b } else { a })
    }
    /// Opacity of band.
    pub fn band_alpha(&self) -> f32 { 0.13 }
    /// Opacity of an emphasis.
    pub fn alpha(&self, emphasis: Emphasis) -> f32 {
        match emphasis { Emphasis::Faded => 0.3, Emphasis::Plain | Emphasis::Related | Emphasis::Selected => 1.0 }
    }
}
