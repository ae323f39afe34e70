//! The frame with its axes, and bands and lines, through egui_plot.

use egui::{Rect, Ui, UiBuilder};
use egui_plot::{AxisHints, GridInput, GridMark, Plot};

use crate::views::context::ViewContext;

use super::axis::{self, Shown, x_of};
use super::cache::Curves;
use super::curve::Curve;
use super::model::{self, LineModel, Model};
use super::paint::{self, lines};
use super::scene::{Scale, Y_RANGE};
use super::strength::Strength;
use super::style::Style;

/// The values with a grid line: every fifth of the scale.
const Y_MARKS: [f64; 5] = [-10.0, -5.0, 0.0, 5.0, 10.0];

/// What is drawn, before it has a place.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The world.
    pub ctx: &'a ViewContext<'a>,
    /// What is shown.
    pub model: &'a Model,
    /// The curve of each line.
    pub curves: &'a Curves,
    /// Whether the person has switched each line off.
    pub hidden: &'a [bool],
    /// The line whose chip is pointed at.
    pub pointed_at: Option<usize>,
    /// How strongly each line is drawn.
    pub strength: &'a Strength,
}

impl Parts<'_> {
    /// How things look.
    pub fn style(&self) -> Style<'_> {
        Style::new(self.ctx.tokens)
    }

    /// The lines that are not switched off, with their curves, the pointed-at one last, so that it is on top.
    fn lines(&self) -> Vec<(usize, &LineModel, &Curve)> {
        let all = self.model.lines.iter().zip(&self.curves.all).enumerate();
        let shown = all.filter(|&(index, _)| !self.hidden[index]);
        let mut lines: Vec<_> = shown.map(|(index, (line, curve))| (index, line, curve)).collect();
        lines.sort_by_key(|&(index, _, _)| (self.strength.line(index), self.pointed_at == Some(index)));
        lines
    }

    /// How a line is drawn.
    pub fn look(&self, index: usize) -> lines::Look {
        let style = self.style();
        let emphasis = style.emphasis(self.strength.line(index));
        let is_strong = self.pointed_at == Some(index);
        lines::Look {
            colour: emphasis.tint(style.line(index)),
            text: emphasis.tint_text(style.text()),
            is_strong,
            sign: self.sign(index),
        }
    }

    /// What tells a line apart on a page, where nothing can be pointed at and colours may be lost.
    pub fn sign(&self, index: usize) -> Option<usize> {
        (!self.ctx.has_controls()).then_some(index)
    }

    /// Shows the plot in `frame`: grid, axes, bands and lines. Returns where things are now.
    pub fn plot(&self, ui: &mut Ui, frame: Rect, shown: Shown) -> Scale {
        let style = self.style();
        let font = paint::small_font(ui);
        let date_marks = axis::marks(shown, frame.width());
        let labels = date_marks.clone();
        let dates = AxisHints::new_x()
            .tick_label_font(font.clone())
            .tick_label_color(style.weak())
            .label_spacing(1.0..=2.0)
            .formatter(move |mark, _| label_of(&labels, mark.value));
        let values = AxisHints::new_y()
            .label("← further    closer →")
            .tick_label_font(font)
            .tick_label_color(style.weak())
            .label_spacing(1.0..=2.0)
            .min_thickness(28.0)
            .formatter(|mark, _| value_label(mark.value));
        let grid = move |_: GridInput| grid_marks(&date_marks);
        let mut child = ui.new_child(UiBuilder::new().max_rect(frame).id_salt("plot"));
        let shown_plot = Plot::new("alignment")
            .custom_x_axes(vec![dates])
            .custom_y_axes(vec![values])
            .x_grid_spacer(grid)
            .y_grid_spacer(|_| Y_MARKS.map(|value| GridMark { value, step_size: 5.0 }).to_vec())
            .grid_spacing(1.0..=60.0)
            .grid_color(style.grid())
            .show_background(false)
            .allow_drag(false)
            .allow_zoom(false)
            .allow_scroll(false)
            .allow_boxed_zoom(false)
            .allow_axis_zoom_drag(false)
            .allow_double_click_reset(false)
            .show_x(false)
            .show_y(false)
            .sense(egui::Sense::hover())
            .show(&mut child, |plot| {
                plot.set_plot_bounds_x(shown.first..=shown.last);
                plot.set_plot_bounds_y(Y_RANGE.0..=Y_RANGE.1);
                lines::zero(plot, style);
                let drawn = self.lines();
                for &(index, _, curve) in &drawn {
                    lines::band(plot, curve, self.look(index), style);
                }
                for &(index, _, curve) in &drawn {
                    lines::line(plot, curve, self.look(index));
                }
            });
        Scale { shown, rect: *shown_plot.transform.frame() }
    }
}

fn label_of(marks: &[axis::DateMark], x: f64) -> String {
    let mark = marks.iter().find(|mark| (x_of(mark.day) - x).abs() < 0.5);
    mark.map(|mark| mark.label.clone()).unwrap_or_default()
}

fn grid_marks(marks: &[axis::DateMark]) -> Vec<GridMark> {
    marks.iter().map(|mark| GridMark { value: x_of(mark.day), step_size: mark.step }).collect()
}

fn value_label(value: f64) -> String {
    let text = model::signed(value);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}
