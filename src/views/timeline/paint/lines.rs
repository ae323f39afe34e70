//! Bands, lines, and the labels at the line ends.

use egui::{Align2, Color32, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2};
use egui_plot::{FilledArea, HLine, Line, LineStyle, PlotPoints, PlotUi};

use crate::dataset::Dataset;
use crate::views::timeline::axis::x_of;
use crate::views::timeline::curve::{Curve, Run};
use crate::views::timeline::labels::spread;
use crate::views::timeline::model::{LineModel, spoken};
use crate::views::timeline::scene::{RADIUS, Scale};
use crate::views::timeline::style::Style;

use super::{elided, marks, small_font};

/// The width of a line with evidence, in points.
const WIDTH: f32 = 2.0;

/// How a line is drawn.
#[derive(Clone, Copy)]
pub struct Look {
    /// Its colour, already as faint as its emphasis asks.
    pub colour: Color32,
    /// The colour of its name.
    pub text: Color32,
    /// Whether it is pointed at or selected.
    pub is_strong: bool,
    /// Its index, where it is told by its dashes and by a sign as well as by its colour.
    pub sign: Option<usize>,
}

/// The dashes of a line, for print without colour.
fn dashes(line: usize) -> LineStyle {
    match line % 6 {
        0 => LineStyle::Solid,
        1 => LineStyle::Dashed { length: 9.0 },
        2 => LineStyle::Dotted { spacing: 5.0 },
        3 => LineStyle::Dashed { length: 18.0 },
        4 => LineStyle::Dotted { spacing: 9.0 },
        _ => LineStyle::Dashed { length: 4.5 },
    }
}

/// Draws the line of no alignment.
pub fn zero(plot: &mut PlotUi<'_>, style: Style<'_>) {
    plot.hline(HLine::new("zero", 0.0).color(style.axis()).width(1.0).allow_hover(false));
}

/// Draws the band of a curve.
pub fn band(plot: &mut PlotUi<'_>, curve: &Curve, look: Look, style: Style<'_>) {
    for run in curve.runs().iter().filter(|run| !run.is_faint && run.points.len() > 1) {
        let column = |pick: fn(&crate::analysis::alignment::Point) -> f64| -> Vec<f64> {
            run.points.iter().map(pick).collect()
        };
        let (days, low, high) =
            (column(|point| x_of(point.day)), column(|point| point.low), column(|point| point.high));
        let fill = style.band(look.colour, look.is_strong);
        plot.add(FilledArea::new("band", &days, &low, &high).fill_color(fill).allow_hover(false));
    }
}

/// Draws a curve: whole, or in its dashes, where there is evidence, thin, dashed and faint where there is none.
pub fn line(plot: &mut PlotUi<'_>, curve: &Curve, look: Look) {
    for run in curve.runs() {
        let points: Vec<[f64; 2]> = run.points.iter().map(|point| [x_of(point.day), point.value]).collect();
        let line = Line::new("line", PlotPoints::from(points)).allow_hover(false);
        let style = match look.sign {
            _ if run.is_faint => LineStyle::Dashed { length: 5.0 },
            Some(sign) => dashes(sign),
            None => LineStyle::Solid,
        };
        plot.line(line.stroke(stroke(&run, look)).style(style));
    }
}

fn stroke(run: &Run<'_>, look: Look) -> Stroke {
    let width = if look.is_strong { WIDTH + 1.0 } else { WIDTH };
    if run.is_faint {
        Stroke::new(0.6 * width, look.colour.gamma_multiply(0.6))
    } else {
        Stroke::new(width, look.colour)
    }
}

/// A label at the end of a line.
pub struct EndLabel<'a> {
    /// The index of the line.
    pub index: usize,
    /// The line.
    pub line: &'a LineModel,
    /// Its curve.
    pub curve: &'a Curve,
    /// How it is drawn.
    pub look: Look,
}

/// Writes the names of the lines at their right ends, in the space right of the plot, with a hair line where a
/// label had to move. Returns the response of each, in order.
pub fn end_labels(
    ui: &Ui,
    dataset: &Dataset,
    labels: &[EndLabel<'_>],
    scale: Scale,
    (space, ground): (Rect, Color32),
) -> Vec<Response> {
    let font = small_font(ui);
    let height = ui.fonts_mut(|fonts| fonts.row_height(&font)) + 1.0;
    let ends: Vec<Option<Pos2>> = labels.iter().map(|label| end(label.curve, scale)).collect();
    let middle = scale.y(0.0);
    let wanted: Vec<f32> = ends.iter().map(|end| end.map_or(middle, |end| end.y)).collect();
    let placed = spread(&wanted, height, space.top(), space.bottom());
    let painter = ui.painter();
    let mut responses = Vec::new();
    for ((label, end), y) in labels.iter().zip(ends).zip(placed) {
        let sign_at = space.left() + LEADER + SIGN / 2.0 - 3.0;
        let (hair_end, left) = match label.look.sign {
            Some(_) => (sign_at - RADIUS, space.left() + LEADER + SIGN),
            None => (space.left() + LEADER - 2.0, space.left() + LEADER),
        };
        let galley = elided(painter, &label.line.name, font.clone(), label.look.text, space.right() - left);
        let rect = Align2::LEFT_CENTER.anchor_size(pos2(left, y), galley.size());
        if let Some(end) = end {
            let hair = Stroke::new(1.0, label.look.colour.gamma_multiply(0.7));
            let bend = pos2(space.left() + 2.0, end.y);
            painter.line_segment([end, bend], hair);
            painter.line_segment([bend, pos2(hair_end, y)], hair);
            if let Some(sign) = label.look.sign {
                painter.circle_filled(pos2(sign_at, y), RADIUS, label.look.colour);
                marks::sign(painter, pos2(sign_at, y), RADIUS, sign, ground);
            }
            if label.look.is_strong {
                let under = [rect.left_bottom(), rect.right_bottom()];
                painter.line_segment(under, Stroke::new(1.0, label.look.colour));
            }
        }
        painter.galley(rect.min, galley, label.look.text);
        let key = ("line end", label.line.of, label.line.toward);
        let response = ui.interact(rect.expand(1.0), ui.scope_id().with(key), Sense::click());
        let name = match label.curve.points.last() {
            Some(point) => spoken(dataset, label.line, point),
            None => format!("{}: no events", label.line.name),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
        responses.push(response);
    }
    responses
}

/// The space between the plot and the labels, in points.
const LEADER: f32 = 12.0;

/// The space for the sign of a line before its name, in points.
const SIGN: f32 = 14.0;

/// How wide the space for the labels must be, and which of the names have to be cut to have room in `most`.
pub fn label_space(ui: &Ui, lines: &[LineModel], has_signs: bool, most: f32) -> (f32, Vec<usize>) {
    let font = small_font(ui);
    let width = |name: &str| {
        let galley = ui.painter().layout_no_wrap(name.to_owned(), font.clone(), Color32::PLACEHOLDER);
        galley.size().x
    };
    let before = LEADER + 6.0 + if has_signs { SIGN } else { 0.0 };
    let widths: Vec<f32> = lines.iter().map(|line| width(&line.name) + before).collect();
    let cut = (0..lines.len()).filter(|&index| widths[index] > most).collect();
    (widths.into_iter().fold(before, f32::max).min(most), cut)
}

fn end(curve: &Curve, scale: Scale) -> Option<Pos2> {
    curve
        .points
        .last()
        .map(|point| scale.at(point.day, point.value))
        .map(|end| pos2(end.x.min(scale.rect.right()), end.y))
}
