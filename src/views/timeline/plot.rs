//! Puts the pieces together: the frame, bands and lines through egui_plot, the rest painted over it.

use egui::{Align2, Painter, Rect, Response, Shape, Stroke, Ui, UiBuilder, pos2};
use egui_plot::{AxisHints, GridInput, GridMark, Plot};

use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::dataset::{Day, Item, NodeId, SeriesPoint};
use crate::session::Panel;
use crate::views::context::ViewContext;

use super::axis::{self, Shown, x_of};
use super::hit::Hit;
use super::model::{Curve, LineModel, Model};
use super::paint::lines::{self, EndLabel};
use super::paint::{self, marks, strips, window};
use super::scene::{Scale, Scene, Y_RANGE};
use super::style::Style;
use super::{keys, model, periods, tooltip};

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
    pub curves: &'a [Curve],
    /// Whether the person has switched each line off.
    pub hidden: &'a [bool],
    /// The line whose chip is pointed at.
    pub pointed_at: Option<usize>,
}

impl Parts<'_> {
    fn style(&self) -> Style<'_> {
        Style::new(self.ctx.tokens)
    }

    /// The lines that are not switched off, with their curves, the pointed-at one last, so that it is on top.
    fn lines(&self) -> Vec<(usize, &LineModel, &Curve)> {
        let all = self.model.lines.iter().zip(self.curves).enumerate();
        let shown = all.filter(|&(index, _)| !self.hidden[index]);
        let mut lines: Vec<_> = shown.map(|(index, (line, curve))| (index, line, curve)).collect();
        lines.sort_by_key(|&(index, line, _)| (self.emphasis(index, line), self.pointed_at == Some(index)));
        lines
    }

    /// A line is as strong as the weaker of its ends, and related where one of its events is.
    fn emphasis(&self, index: usize, line: &LineModel) -> Emphasis {
        let ends = self.ctx.emphasis(line.of.into()).min(self.ctx.emphasis(line.toward.into()));
        let marks = self.model.marks.iter().filter(|mark| mark.line == index && mark.counts);
        let events = marks.map(|mark| self.ctx.emphasis(mark.event.into())).max().unwrap_or_default();
        ends.max(events.min(Emphasis::Related))
    }

    fn look(&self, index: usize, line: &LineModel) -> lines::Look {
        let style = self.style();
        let emphasis = style.emphasis(self.emphasis(index, line));
        let is_strong = self.pointed_at == Some(index);
        lines::Look {
            colour: emphasis.tint(style.line(index)),
            text: emphasis.tint_text(style.text()),
            is_strong,
            sign: self.sign(index),
        }
    }

    /// What tells a line apart on a page, where nothing can be pointed at and colours may be lost.
    fn sign(&self, index: usize) -> Option<usize> {
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
                for &(index, line, curve) in &drawn {
                    lines::band(plot, curve, self.look(index, line), style);
                }
                for &(index, line, curve) in &drawn {
                    lines::line(plot, curve, self.look(index, line));
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

/// What the shapes of the marks mean.
const MARKS: &str = "● reported or quoted   ○ the author's judgement   ◇ recommendation   ├─┤ vague date";

/// Everything in its place, ready to be painted.
pub struct Drawing<'a> {
    /// What is drawn.
    pub parts: Parts<'a>,
    /// Where.
    pub scene: &'a Scene,
    /// Days and values to points.
    pub scale: Scale,
    /// The range that is being brushed.
    pub brushed: Option<(Day, Day)>,
    /// What is under the pointer.
    pub hit: Option<Hit>,
    /// The mark that has the keyboard focus.
    pub focused: Option<usize>,
}

impl Drawing<'_> {
    /// What lies behind the grid and the lines: the ground, changes of government, the range.
    pub fn back(&self) -> Vec<Shape> {
        let style = self.parts.style();
        let mut shapes = vec![Shape::rect_filled(self.scale.rect, 0.0, style.ground())];
        shapes.extend(strips::changes(&self.scene.terms, self.scale, style));
        shapes.extend(window::behind(self.parts.ctx.session.window(), self.brushed, self.scale, style));
        shapes
    }

    /// The government strips.
    pub fn strips(&self, ui: &Ui, rects: &[Rect], right: f32) {
        let (ctx, model, style) = (self.parts.ctx, self.parts.model, self.parts.style());
        for placed in &self.scene.terms {
            let (strip, place) = placed.strip;
            let name = &model.strips[strip].terms[place].name;
            let is_hot = self.hit == Some(Hit::Government(placed.government));
            let look = strips::Look { emphasis: ctx.emphasis(placed.government.into()), is_hot };
            strips::term(ui, ui.painter(), placed, name, look, style);
        }
        for (strip, &rect) in model.strips.iter().zip(rects) {
            let whose = match model.strips.len() {
                1 => "governments",
                _ => ctx.dataset().node_label(NodeId::Actor(strip.state)),
            };
            strips::side_label(ui, rect, right, whose, style);
        }
    }

    /// What lies over the lines: spans, marks, points, and the words of the window.
    pub fn front(&self, ui: &Ui) {
        let style = self.parts.style();
        let painter = ui.painter().with_clip_rect(self.scale.rect.expand2(egui::vec2(1.0, 0.0)));
        for (index, placed) in self.marks() {
            marks::span(&painter, placed, self.mark_look(index), style);
        }
        window::front(ui, &painter, self.parts.ctx.session.window(), self.brushed, self.scale, style);
        for (index, placed) in self.marks() {
            marks::mark(&painter, &self.parts.model.marks[index], placed, self.mark_look(index), style);
        }
        self.points(&painter);
        let selected = periods::selected(self.parts.ctx.session, self.parts.model);
        let is_flagged = self.brushed.is_some() || *self.parts.ctx.session.window() != Window::Always;
        let top = self.scale.rect.top() + if is_flagged { 24.0 } else { 5.0 };
        paint::periods::draw(ui, &painter, &selected, (self.scale, top), style);
        self.captions(ui, &painter);
        if let Some(placed) = self.focused.and_then(|index| self.scene.mark(index)) {
            let around = keys::square(placed).expand(2.0);
            let stroke = Stroke::new(2.0, style.focus());
            painter.rect_stroke(around, 3.0, stroke, egui::StrokeKind::Outside);
        }
    }

    /// The marks, the strongest last.
    fn marks(&self) -> Vec<(usize, &super::scene::PlacedMark)> {
        let mut marks: Vec<_> = self.scene.marks.iter().map(|placed| (placed.index, placed)).collect();
        marks.sort_by_key(|&(index, _)| {
            let look = self.mark_look(index);
            (look.emphasis, look.is_hot)
        });
        marks
    }

    fn mark_look(&self, index: usize) -> marks::Look {
        let mark = &self.parts.model.marks[index];
        let item = Item::from(mark.event);
        marks::Look {
            colour: self.parts.style().line(mark.line),
            emphasis: self.parts.ctx.emphasis(item),
            is_hot: self.hit == Some(Hit::Mark(index)) || self.parts.ctx.is_hovered(item),
            sign: self.parts.sign(mark.line),
        }
    }

    /// The selected points of the lines, and the one under the pointer.
    fn points(&self, painter: &Painter) {
        let style = self.parts.style();
        let selection = self.parts.ctx.session.selection();
        for &item in selection.items() {
            if let Item::Point(point) = item
                && let Some(at) = self.place_of(point)
            {
                let down = [pos2(at.x, self.scale.rect.top()), pos2(at.x, self.scale.rect.bottom())];
                painter.line_segment(down, Stroke::new(2.0, style.halo()));
                painter.circle_filled(at, 8.0, style.halo());
                painter.circle(at, 4.0, style.ground(), Stroke::new(2.0, style.strong()));
            }
        }
        if let Some(Hit::Line { line, day }) = self.hit
            && let Some(at) = self.point_at(line, day)
        {
            painter.circle(at, 4.0, style.line(line), Stroke::new(1.5, style.ground()));
        }
    }

    fn place_of(&self, point: SeriesPoint) -> Option<egui::Pos2> {
        let pair = (point.of, point.toward);
        let line = self.parts.model.lines.iter().position(|line| line.pair() == pair)?;
        self.point_at(line, point.day)
    }

    fn point_at(&self, line: usize, day: Day) -> Option<egui::Pos2> {
        let series = self.parts.ctx.session.series().get(line)?;
        Some(self.scale.at(day, series.at(day).value))
    }

    /// At the lower left: which of the lines have no event, and what the shapes of the marks mean (a figure's
    /// legend says that).
    fn captions(&self, ui: &Ui, painter: &Painter) {
        let style = self.parts.style();
        let lines = self.parts.model.lines.iter().zip(self.parts.hidden);
        let without = lines.filter(|(line, hidden)| line.counted == 0 && !**hidden);
        let mut captions: Vec<String> = without.map(|(line, _)| tooltip::no_event(line)).collect();
        if self.parts.ctx.has_controls() {
            captions.push(MARKS.to_owned());
        }
        let mut bottom = self.scale.rect.bottom() - 4.0;
        for text in captions.iter().rev() {
            let width = self.scale.rect.width() - 12.0;
            let galley = paint::elided(painter, text, paint::small_font(ui), style.weak(), width);
            let rect =
                Align2::LEFT_BOTTOM.anchor_size(pos2(self.scale.rect.left() + 6.0, bottom), galley.size());
            painter.galley(rect.min, galley, style.weak());
            bottom = rect.top();
        }
    }

    /// The names at the line ends. Pointing at one previews its pole; a click selects it; with the focus on it,
    /// arrow keys walk the points of its line. Returns the day that they went to.
    pub fn ends(&self, ui: &Ui, right: f32) -> Option<Day> {
        let drawn = self.parts.model.lines.iter().zip(self.parts.curves).enumerate();
        let labels: Vec<EndLabel<'_>> = drawn
            .filter(|&(index, (_, curve))| !self.parts.hidden[index] && !curve.points.is_empty())
            .map(|(index, (line, curve))| EndLabel { index, line, curve, look: self.parts.look(index, line) })
            .collect();
        let space = Rect::from_min_max(self.scale.rect.right_top(), pos2(right, self.scale.rect.bottom()));
        let place = (space, self.parts.style().ground());
        let responses = lines::end_labels(ui, self.parts.ctx.dataset(), &labels, self.scale, place);
        let mut went_to = None;
        for (label, mut response) in labels.iter().zip(responses) {
            let series = self.parts.ctx.session.series().get(label.index);
            let selection = self.parts.ctx.session.selection();
            let point =
                series.and_then(|series| keys::along(ui, &mut response, label.line, series, selection));
            went_to = went_to.or(point.map(|point| point.day));
            let item = point.map_or(Item::from(label.line.toward), Item::from);
            self.parts.ctx.interact(Panel::Timeline, &response, Some(item));
        }
        went_to
    }

    /// The tooltip of what is under the pointer or has the keyboard focus.
    pub fn tooltip(&self, ui: &Ui, response: &Response) {
        let (ctx, model) = (self.parts.ctx, self.parts.model);
        let hit = self.hit.or(self.focused.map(Hit::Mark));
        match hit {
            Some(Hit::Mark(index)) => {
                let Some(placed) = self.scene.mark(index) else { return };
                tooltip::show(ui, response.id, keys::square(placed), |ui| {
                    tooltip::event(ui, ctx, &model.marks[index]);
                });
            }
            Some(Hit::Line { line, day }) => {
                let (Some(at), Some(series)) = (self.point_at(line, day), ctx.session.series().get(line))
                else {
                    return;
                };
                let anchor = Rect::from_center_size(at, egui::Vec2::splat(10.0));
                tooltip::show(ui, response.id, anchor, |ui| {
                    tooltip::point(ui, ctx, &model.lines[line], series, day);
                });
            }
            Some(Hit::Government(government)) => {
                let terms = self.scene.terms.iter();
                let pointer = response.hover_pos();
                let placed = terms.filter(|placed| placed.government == government);
                let Some(placed) =
                    placed.min_by_key(|placed| !pointer.is_some_and(|at| placed.rect.contains(at)))
                else {
                    return;
                };
                let x = pointer.map_or(placed.rect.center().x, |at| at.x);
                let anchor = Rect::from_x_y_ranges(x..=x, placed.rect.y_range());
                tooltip::show(ui, response.id, anchor, |ui| tooltip::government(ui, ctx, model, government));
            }
            None => {}
        }
    }
}
