//! How strongly lines and cells are drawn, and which marks stand out: found once for each change of the focus.

use crate::analysis::alignment::Parameters;
use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::dataset::Item;
use crate::views::context::ViewContext;

use super::model::Model;
use super::scene::{MOST_MARKS, Scale, Scene};

/// The emphasis of each line.
#[derive(Default)]
pub struct Strength {
    of: Option<Focused>,
    revision: u64,
    lines: Vec<Emphasis>,
}

/// What the focus was when it was asked, and of which model.
#[derive(PartialEq)]
struct Focused {
    model: u64,
    selection: u64,
    hovered: Option<Item>,
    window: Window,
    parameters: Option<Parameters>,
}

impl Strength {
    /// Asks anew where the focus or the model (told by its revision) is another. O(marks) then.
    pub fn fit(&mut self, ctx: &ViewContext<'_>, model: (&Model, u64)) {
        let focused = Focused {
            model: model.1,
            selection: ctx.session.selection_revision().0,
            hovered: ctx.session.hovered(),
            window: *ctx.session.window(),
            parameters: ctx.session.series_settings().map(|settings| settings.parameters),
        };
        if self.of.as_ref() == Some(&focused) {
            return;
        }
        self.of = Some(focused);
        self.revision += 1;
        self.lines = lines(ctx, model.0);
    }

    /// Another number each time that anything is drawn more or less strongly than before.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The emphasis of a line.
    pub fn line(&self, index: usize) -> Emphasis {
        self.lines.get(index).copied().unwrap_or_default()
    }
}

/// A line is as strong as the weaker of its ends, and related where one of its events is.
fn lines(ctx: &ViewContext<'_>, model: &Model) -> Vec<Emphasis> {
    let mut events = vec![None; model.lines.len()];
    for mark in model.marks.iter().filter(|mark| mark.counts) {
        events[mark.line] = events[mark.line].max(Some(ctx.emphasis(mark.event.into())));
    }
    let line = |(line, events): (&super::model::LineModel, Option<Emphasis>)| {
        let ends = ctx.emphasis(line.of.into()).min(ctx.emphasis(line.toward.into()));
        ends.max(events.unwrap_or_default().min(Emphasis::Related))
    };
    model.lines.iter().zip(events).map(line).collect()
}

/// The emphasis of each cell of a density: that of the strongest of its events, as far as cells can show it. And
/// raises the marks that stand out over it: those that are related, where they are few enough, or else those selected.
pub fn raise(ctx: &ViewContext<'_>, model: &Model, scene: &mut Scene, scale: Scale) -> Vec<Emphasis> {
    let Some(density) = &scene.density else { return Vec::new() };
    let emphasis = |index: usize| ctx.emphasis(model.marks[index].event.into());
    let of_cell = |cell| density.members(cell).iter().map(|&index| emphasis(index)).max().unwrap_or_default();
    let cells = density.cells.iter().map(|cell| of_cell(cell).min(Emphasis::Related)).collect();
    let stands_out = |least: Emphasis| -> Vec<usize> {
        scene.in_view.iter().copied().filter(|&index| emphasis(index) >= least).collect()
    };
    let mut raised = stands_out(Emphasis::Related);
    if raised.len() > MOST_MARKS / 5 {
        raised = stands_out(Emphasis::Selected);
        raised.truncate(MOST_MARKS);
    }
    scene.raise(model, &raised, scale);
    cells
}
