//! Text: a `<text>` for each run of one look on one line, at the place where egui set it.

use std::fmt::Write;

use egui::epaint::TextShape;
use egui::epaint::text::{Galley, PlacedRow, TextFormat};
use egui::{Color32, FontFamily, Pos2, Rect, Stroke, Vec2};

use super::paint::fill;
use super::{Untranslatable, Writer, number, rotation};
use crate::theme::fonts;

/// Characters of one line and one look.
struct Run<'a> {
    format: Option<&'a TextFormat>,
    text: String,
    /// The left end of the base line, from the place of the text.
    from: Pos2,
    /// The right end.
    to: f32,
    /// From the top to the bottom of the line.
    y: egui::Rangef,
}

impl Writer {
    pub(super) fn text(&mut self, text: &TextShape) -> Result<(), Untranslatable> {
        if text.opacity_factor <= 0.0 {
            return Ok(());
        }
        let turned = rotation(text.angle, text.pos);
        for run in runs(&text.galley) {
            self.run(text, &run, &turned)?;
        }
        Ok(())
    }

    fn run(&mut self, text: &TextShape, run: &Run<'_>, turned: &str) -> Result<(), Untranslatable> {
        let Some(format) = run.format else { return Ok(()) };
        let seen = |colour: Color32| colour.gamma_multiply(text.opacity_factor.min(1.0));
        let own = if format.color == Color32::PLACEHOLDER { text.fallback_color } else { format.color };
        let colour = seen(text.override_text_color.unwrap_or(own));
        let place = text.pos.to_vec2();
        let line = Rect::from_x_y_ranges(run.from.x..=run.to, run.y).translate(place);
        if format.background != Color32::TRANSPARENT {
            let plate = super::rect_attributes(line.expand(format.expand_bg));
            let _ = writeln!(self.body, "<rect {plate}{}{turned}/>", fill(seen(format.background))?);
        }
        if run.text.trim().is_empty() || colour == Color32::TRANSPARENT {
            return Ok(());
        }
        let at = run.from + place;
        let (x, y, size) = (number(at.x), number(at.y), number(format.font_id.size));
        let (family, slant) = (family(&format.font_id.family), if format.italics { ITALIC } else { "" });
        let spaces = if run.text.contains("  ") { r#" xml:space="preserve""# } else { "" };
        let (fill, words) = (fill(colour)?, escaped(&run.text));
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" font-size="{size}"{family}{slant}{fill}{spaces}{turned}>{words}</text>"#
        );
        let under = if text.underline.is_empty() { format.underline } else { text.underline };
        for (stroke, y) in [(under, line.bottom()), (format.strikethrough, line.center().y)] {
            if !stroke.is_empty() {
                let ends = format!(
                    r#"d="M{} {y}H{}"{turned}"#,
                    number(line.left()),
                    number(line.right()),
                    y = number(y)
                );
                self.element(
                    "path",
                    &ends,
                    Color32::TRANSPARENT,
                    Stroke::new(stroke.width, seen(stroke.color)),
                )?;
            }
        }
        Ok(())
    }
}

const ITALIC: &str = r#" font-style="italic""#;

/// The face of a family, with the faces that lend it what it lacks.
fn family(family: &FontFamily) -> &'static str {
    match family {
        FontFamily::Proportional => r#" font-family="Inter, 'DejaVu Sans', sans-serif""#,
        FontFamily::Monospace => r#" font-family="'DejaVu Sans Mono', monospace""#,
        name if *name == fonts::semibold() => {
            r#" font-family="Inter, 'DejaVu Sans', sans-serif" font-weight="600""#
        }
        name if *name == fonts::italic() => {
            r#" font-family="Inter, 'DejaVu Sans', sans-serif" font-style="italic""#
        }
        FontFamily::Name(_) => r#" font-family="'Inter Tabular', Inter, 'DejaVu Sans', sans-serif""#,
    }
}

/// The runs of a laid out text. Glyphs no longer know their section, so the text is read along with them;
/// an ellipsis that stands for what was cut looks like what is before it.
fn runs(galley: &Galley) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut read = Reader { galley, at: 0, section: 0 };
    for row in &galley.rows {
        row_runs(row, &mut read, &mut runs);
        if row.ends_with_newline {
            read.pass('\n');
        }
    }
    runs
}

fn row_runs<'a>(row: &PlacedRow, read: &mut Reader<'a>, runs: &mut Vec<Run<'a>>) {
    let offset: Vec2 = row.pos.to_vec2();
    let mut current: Option<(usize, Run<'a>)> = None;
    for glyph in &row.row.glyphs {
        let section = read.pass(glyph.chr);
        let from = glyph.pos + offset;
        let to = from.x + glyph.advance_width;
        match &mut current {
            Some((of, run)) if *of == section => {
                run.text.push(glyph.chr);
                run.to = to;
            }
            _ => {
                let y = egui::Rangef::new(row.pos.y, row.pos.y + row.row.size.y);
                let new = Run { format: read.format(), text: glyph.chr.to_string(), from, to, y };
                runs.extend(current.replace((section, new)).map(|(_, run)| run));
            }
        }
    }
    runs.extend(current.map(|(_, run)| run));
}

/// A place in the text of a galley.
struct Reader<'a> {
    galley: &'a Galley,
    at: usize,
    section: usize,
}

impl<'a> Reader<'a> {
    /// Goes past a character, if it is the next one. Returns its section.
    fn pass(&mut self, glyph: char) -> usize {
        let rest = self.galley.job.text.get(self.at..).unwrap_or_default();
        if rest.starts_with(glyph) {
            let sections = &self.galley.job.sections;
            let holds = |section: &egui::text::LayoutSection| {
                (section.byte_range.start.0..section.byte_range.end.0).contains(&self.at)
            };
            self.section = sections.iter().position(holds).unwrap_or(self.section);
            self.at += glyph.len_utf8();
        }
        self.section
    }

    fn format(&self) -> Option<&'a TextFormat> {
        self.galley.job.sections.get(self.section).map(|section| &section.format)
    }
}

/// Text as XML has it. Characters that XML 1.0 forbids become spaces.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
