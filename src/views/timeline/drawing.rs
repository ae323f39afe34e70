//! Paints everything that has its place, over the plot and behind it, and tells what is pointed at.

use egui::{Align2, Painter, Rect, Response, Shape, Stroke, Ui, pos2};

use crate::analysis::focus::Emphasis;
use crate::analysis::network::Window;
use crate::dataset::{Day, Item, NodeId, SeriesPoint};
use crate::session::{Command, Panel};

use super::axis::{Shown, x_of};
use super::hit::Hit;
use super::paint::lines::{self, EndLabel};
use super::paint::{self, cells, marks, strips, window};
use super::plot::Parts;
use super::scene::{PlacedMark, Scale, Scene};
use super::{keys, periods, tooltip, words};

/// What the shapes of the marks mean.
const MARKS: &str = "● reported or quoted   ○ the author's judgement   ◇ recommendation   ├─┤ vague date";

/// What is added where there are such marks.
const UNPROVEN: &str = "   × no evidence";

/// How much the ground of the captions hides of the marks behind it.
const VEIL: f32 = 0.75;

/// So many of the events of a cell are selected at most.
const MOST_SELECTED: usize = 100;

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
    /// How strongly each cell of the density is drawn.
    pub cells: &'a [Emphasis],
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
        if let Some(density) = &self.scene.density {
            cells::bars(&painter, &density.bars, |line| self.parts.strength.line(line), style);
        }
        for (index, placed) in self.marks() {
            marks::span(&painter, placed, self.mark_look(index), style);
        }
        window::front(ui, &painter, self.parts.ctx.session.window(), self.brushed, self.scale, style);
        if let Some(density) = &self.scene.density {
            let hot = match self.hit {
                Some(Hit::Cell(index)) => Some(index),
                Some(Hit::Mark(_) | Hit::Line { .. } | Hit::Government(_)) | None => None,
            };
            cells::draw(&painter, (density, &self.parts.model.marks), self.cells, hot, style);
        }
        for (index, placed) in self.marks() {
            marks::mark(&painter, &self.parts.model.marks[index], placed, self.mark_look(index), style);
        }
        self.points(&painter);
        let selected = periods::selected(self.parts.ctx.session, self.parts.model);
        let is_flagged = self.brushed.is_some() || *self.parts.ctx.session.window() != Window::Always;
        let top = self.scale.rect.top() + if is_flagged { 24.0 } else { 5.0 };
        paint::periods::draw(ui, &painter, selected, (self.scale, top), style);
        self.captions(ui, &painter);
        if let Some(index) = self.focused {
            let placed = self.scene.place_of(self.parts.model, index, self.scale);
            let around = keys::square(&placed).expand(2.0);
            let stroke = Stroke::new(2.0, style.focus());
            painter.rect_stroke(around, 3.0, stroke, egui::StrokeKind::Outside);
        }
    }

    /// The marks, the strongest last.
    fn marks(&self) -> Vec<(usize, &PlacedMark)> {
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

    /// At the lower left: which of the lines have no event, what a density stands for, and what the shapes of the marks
    /// mean (a figure's legend says that).
    fn captions(&self, ui: &Ui, painter: &Painter) {
        let style = self.parts.style();
        let lines = self.parts.model.lines.iter().zip(self.parts.hidden);
        let without = lines.filter(|(line, hidden)| line.counted == 0 && !**hidden);
        let mut captions: Vec<String> = without.map(|(line, _)| words::no_event(line)).collect();
        let density = self.scene.density.as_ref().map(|density| {
            let drawn = words::drawn_as(density.events, density.cells.len());
            if self.parts.ctx.has_controls() { format!("{drawn}; zoom in") } else { drawn }
        });
        captions.extend(density.clone());
        if self.parts.ctx.has_controls() {
            let is_unproven = self.parts.model.lines.iter().any(|line| line.unproven > 0);
            captions.push(format!("{MARKS}{}", if is_unproven { UNPROVEN } else { "" }));
        }
        let mut bottom = self.scale.rect.bottom() - 4.0;
        for text in captions.iter().rev() {
            let width = self.scale.rect.width() - 12.0;
            let galley = paint::elided(painter, text, paint::small_font(ui), style.weak(), width);
            let rect =
                Align2::LEFT_BOTTOM.anchor_size(pos2(self.scale.rect.left() + 6.0, bottom), galley.size());
            if let Some(density) = &density {
                // Among so many marks words need a ground of their own, through which the marks still show.
                painter.rect_filled(
                    rect.expand2(egui::vec2(3.0, 0.0)),
                    0.0,
                    style.ground().gamma_multiply(VEIL),
                );
                if text == density {
                    let response = ui.interact(rect, ui.scope_id().with("density"), egui::Sense::hover());
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, text));
                }
            }
            painter.galley(rect.min, galley, style.weak());
            bottom = rect.top();
        }
    }

    /// The names at the line ends. Pointing at one previews its pole; a click selects it; with the focus on it,
    /// arrow keys walk the points of its line. Returns the day that they went to.
    pub fn ends(&self, ui: &Ui, right: f32) -> Option<Day> {
        let drawn = self.parts.model.lines.iter().zip(&self.parts.curves.all).enumerate();
        let labels: Vec<EndLabel<'_>> = drawn
            .filter(|&(index, (_, curve))| !self.parts.hidden[index] && !curve.points.is_empty())
            .map(|(index, (line, curve))| EndLabel { index, line, curve, look: self.parts.look(index) })
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

    /// The days that a click on a cell zooms to; `None` where they are shown as wide as can be.
    fn zoomed_to(&self, cell: usize) -> Option<Shown> {
        let density = self.scene.density.as_ref()?;
        let (first, last) = density.days(&self.parts.model.marks, density.cells.get(cell)?)?;
        let shown = Shown::new(x_of(first), x_of(last) + 1.0);
        (shown.width() < 0.9 * self.scale.shown.width()).then_some(shown)
    }

    /// Carries out a click on a cell of the density: its one event is selected; of several the days are shown, or,
    /// where they are shown already, the first of them selected. Returns the days to show.
    pub fn click(&self, response: &Response) -> Option<Shown> {
        let Some(Hit::Cell(index)) = self.hit.filter(|_| response.clicked()) else { return None };
        let density = self.scene.density.as_ref()?;
        let cell = density.cells.get(index)?;
        let zoomed = self.zoomed_to(index).filter(|_| cell.count() > 1);
        if zoomed.is_none() {
            let marks = density.members(cell).iter().take(MOST_SELECTED);
            let events = marks.map(|&index| self.parts.model.marks[index].event.into());
            self.parts.ctx.send(Command::SelectAll(events.collect()));
        }
        zoomed
    }

    /// The tooltip of what is under the pointer or has the keyboard focus.
    pub fn tooltip(&self, ui: &Ui, response: &Response) {
        let (ctx, model) = (self.parts.ctx, self.parts.model);
        let hit = self.hit.or(self.focused.map(Hit::Mark));
        match hit {
            Some(Hit::Mark(index)) => {
                let placed = self.scene.place_of(model, index, self.scale);
                tooltip::show(ui, response.id, keys::square(&placed), |ui| {
                    tooltip::event(ui, ctx, &model.marks[index]);
                });
            }
            Some(Hit::Cell(index)) => {
                let Some(density) = &self.scene.density else { return };
                let Some(cell) = density.cells.get(index) else { return };
                let anchor = Rect::from_center_size(cell.at, egui::Vec2::splat(10.0));
                let click = match self.zoomed_to(index) {
                    Some(_) if cell.count() > 1 => "Click to zoom in on these days",
                    _ if cell.count() > MOST_SELECTED => "Click to select the first 100 of them",
                    _ => "Click to select",
                };
                tooltip::show(ui, response.id, anchor, |ui| {
                    tooltip::cell(ui, ctx, model, (density, cell), click);
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
