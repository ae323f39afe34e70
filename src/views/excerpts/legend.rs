//! The legend: one entry each for what the excerpts tell apart.

use egui::{CornerRadius, Label, Rect, RichText, Sense, Ui, pos2, vec2};

use crate::dataset::Excerpt;
use crate::dataset::{ExcerptId, Voice};
use crate::views::context::ViewContext;
use crate::views::pieces;

/// What can be told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// A voice.
    Voice(Voice),
    /// The words that prove it, in the paragraph of an attached text.
    Passage,
    /// A letter and a digit.
    Grade,
}

impl Entry {
    /// What it means, in a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Voice(voice) => pieces::voice_meaning(voice).trim_end_matches('.'),
            Self::Passage => "the words that were coded",
            Self::Grade => "reliability of the source, A to F, and credibility of what it says, 1 to 6",
        }
    }
}

/// What has to be told apart of these excerpts.
pub fn used(ctx: &ViewContext<'_>, shown: &[ExcerptId]) -> Vec<Entry> {
    let excerpts = || shown.iter().map(|&id| ctx.dataset().excerpt(id));
    let mut used: Vec<Entry> = Voice::ALL
        .iter()
        .filter(|&&voice| excerpts().any(|excerpt| excerpt.voice() == voice))
        .map(|&voice| Entry::Voice(voice))
        .collect();
    let source = |excerpt: Excerpt<'_>| ctx.session.source(excerpt.document());
    if excerpts().any(|excerpt| source(excerpt).is_some_and(|source| source.find(excerpt).is_some())) {
        used.push(Entry::Passage);
    }
    if excerpts().any(|excerpt| excerpt.credibility().is_some()) {
        used.push(Entry::Grade);
    }
    used
}

/// Shows an entry.
pub fn entry(ui: &mut Ui, ctx: &ViewContext<'_>, entry: Entry) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        match entry {
            Entry::Voice(voice) => {
                let look = ctx.tokens.voice(voice);
                let (rect, _) = ui.allocate_exact_size(vec2(4.0, 14.0), Sense::hover());
                ui.painter().rect_filled(rect, CornerRadius::same(2), look.colour);
                ui.add(Label::new(RichText::new(look.glyph).color(look.colour)).selectable(false));
            }
            Entry::Passage => {
                let (rect, _) = ui.allocate_exact_size(vec2(26.0, 14.0), Sense::hover());
                let line = Rect::from_min_max(pos2(rect.left(), rect.top() + 1.0), rect.max - vec2(0.0, 1.0));
                ui.painter().rect_filled(line, CornerRadius::ZERO, ctx.tokens.passage);
            }
            Entry::Grade => drop(pieces::weak(ui, "A1")),
        }
        pieces::weak(ui, entry.words());
    });
}
