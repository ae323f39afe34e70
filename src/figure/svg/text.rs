//! Text: a `<text>` for each run of one look on one line, at the place where egui set it. Where the face changes
//! within a run, a `<tspan>` says so, and where it begins.

use std::fmt::Write;

use egui::epaint::TextShape;
use egui::epaint::text::{Galley, Glyph, PlacedRow, TextFormat};
use egui::{Color32, FontTweak, Pos2, Rect, Stroke, Vec2};
use unicode_segmentation::UnicodeSegmentation;

use super::faces::{Face, face_of, faces};
use super::numbers::{number, rect_attributes};
use super::paint::fill;
use super::{Untranslatable, Writer, known, rotation};

/// Characters of one line and one look.
struct Run<'a> {
    format: &'a TextFormat,
    pieces: Vec<Piece>,
    /// Where it stands, without what hangs out of the line.
    line: Rect,
}

/// Characters of one face.
struct Piece {
    /// The place of the face in [`faces`].
    face: usize,
    /// The left end of the base line.
    from: Pos2,
    /// Whether that is where the piece before ends.
    follows: bool,
    text: String,
}

/// Blanks that egui sets in a width of its own: what follows says where it begins.
const OWN_WIDTH: [char; 3] = ['\t', '\u{2009}', '\u{202f}'];

impl Writer {
    pub(super) fn text(&mut self, text: &TextShape) -> Result<(), Untranslatable> {
        known(&[text.pos.x, text.pos.y, text.angle])?;
        if text.opacity_factor <= 0.0 {
            return Ok(());
        }
        let turned = rotation(text.angle, text.pos);
        let mut read = Reader::new(&text.galley);
        for row in &text.galley.rows {
            for run in runs(row, &mut read) {
                self.run(text, &run, &turned)?;
            }
            if row.ends_with_newline {
                read.pass('\n');
            }
            // Where egui draws it: below the ink, if it knows that.
            let ink = row.row.visuals.mesh_bounds.translate(row.pos.to_vec2());
            let line = if ink.is_positive() { ink } else { row.rect() }.translate(text.pos.to_vec2());
            if !text.underline.is_empty() && line.is_positive() {
                self.rule(line, line.bottom(), seen(text, text.underline), &turned)?;
            }
        }
        Ok(())
    }

    fn run(&mut self, text: &TextShape, run: &Run<'_>, turned: &str) -> Result<(), Untranslatable> {
        let Run { format, pieces, line } = run;
        if format.extra_letter_spacing != 0.0 {
            return Err(Untranslatable("text with its letters set apart"));
        }
        if format.italics {
            return Err(Untranslatable("text that is slanted without a face for it"));
        }
        let line = line.translate(text.pos.to_vec2());
        let plate = shown(text, format.background);
        if plate != Color32::TRANSPARENT {
            let geometry = format!("{}{turned}", rect_attributes(line.expand(format.expand_bg)));
            self.element("rect", &geometry, plate, Stroke::NONE)?;
        }
        let colour = match text.override_text_color {
            Some(colour) => shown(text, colour),
            None => shown(text, format.color),
        };
        let is_blank = pieces.iter().all(|piece| piece.text.trim().is_empty());
        if !is_blank && colour != Color32::TRANSPARENT {
            self.words(text.pos.to_vec2(), format.font_id.size, pieces, &fill(colour)?, turned);
        }
        for (stroke, y) in [(format.underline, line.bottom()), (format.strikethrough, line.center().y)] {
            self.rule(line, y, seen(text, stroke), turned)?;
        }
        Ok(())
    }

    /// The element of a run, and what it needs of the faces.
    fn words(&mut self, offset: Vec2, size: f32, pieces: &[Piece], fill: &str, turned: &str) {
        let is_spaced = |text: &str| text.starts_with(' ') || text.ends_with(' ') || text.contains("  ");
        let spaces =
            if pieces.iter().any(|piece| is_spaced(&piece.text)) { r#" xml:space="preserve""# } else { "" };
        let mut first = None;
        for piece in pieces {
            let Some(face) = faces().get(piece.face) else { continue };
            self.used.entry(piece.face).or_default().add(&piece.text);
            let follows = self.flows && piece.follows;
            let (place, words) = (place(face, piece, follows, offset, size), escaped(&piece.text));
            let asked = face.attributes(first);
            let _ = if first.is_some() {
                write!(self.body, "<tspan{place}{asked}>{words}</tspan>")
            } else {
                write!(self.body, "<text{place}{asked}{fill}{spaces}{turned}>{words}")
            };
            first = first.or(Some(face));
        }
        if first.is_some() {
            self.body.push_str("</text>\n");
        }
    }

    /// A horizontal line under or through text.
    fn rule(&mut self, along: Rect, y: f32, stroke: Stroke, turned: &str) -> Result<(), Untranslatable> {
        let (left, right, y) = (number(along.left()), number(along.right()), number(y));
        let geometry = format!(r#"d="M{left} {y}H{right}"{turned}"#);
        self.element("path", &geometry, Color32::TRANSPARENT, stroke)
    }
}

/// A colour as text shows it: its own where it has one, and let through as far as the text is.
fn shown(text: &TextShape, colour: Color32) -> Color32 {
    let colour = if colour == Color32::PLACEHOLDER { text.fallback_color } else { colour };
    if text.opacity_factor < 1.0 { colour.gamma_multiply(text.opacity_factor) } else { colour }
}

fn seen(text: &TextShape, stroke: Stroke) -> Stroke {
    Stroke::new(stroke.width, shown(text, stroke.color))
}

/// Place and size, where they do not follow from what is before.
fn place(face: &Face, piece: &Piece, follows: bool, offset: Vec2, size: f32) -> String {
    let tweak = &face.tweak;
    if follows && *tweak == FontTweak::default() {
        return String::new();
    }
    let (at, size) = (piece.from + offset, size * tweak.scale);
    let (x, y) = (number(at.x), number(at.y + size * tweak.y_offset_factor + tweak.y_offset));
    format!(r#" x="{x}" y="{y}" font-size="{}""#, number(size))
}

/// The runs of a row.
fn runs<'a>(row: &PlacedRow, read: &mut Reader<'a>) -> Vec<Run<'a>> {
    let offset = row.pos.to_vec2();
    let mut runs: Vec<(usize, Run<'a>)> = Vec::new();
    for glyph in &row.row.glyphs {
        let own_width = OWN_WIDTH.contains(&glyph.chr);
        let section = read.pass(glyph.chr);
        let Some((format, face)) = read.look() else { continue };
        let line = glyph.logical_rect().translate(offset);
        let begins = own_width || read.begins;
        match runs.last_mut().filter(|(of, _)| *of == section) {
            Some((_, run)) => {
                run.line = run.line.union(line);
                run.add(glyph, offset, face, begins);
            }
            None => {
                let mut run = Run { format, pieces: Vec::new(), line };
                run.add(glyph, offset, face, true);
                runs.push((section, run));
            }
        }
        read.begins = own_width;
    }
    runs.into_iter().map(|(_, run)| run).collect()
}

impl Run<'_> {
    fn add(&mut self, glyph: &Glyph, offset: Vec2, face: usize, begins: bool) {
        match self.pieces.last_mut().filter(|piece| piece.face == face && !begins) {
            Some(piece) => piece.text.push(glyph.chr),
            None => {
                let (from, text) = (glyph.pos + offset, glyph.chr.to_string());
                // What is enlarged leaves the next to say its own size and place.
                let is_plain = |piece: &Piece| {
                    faces().get(piece.face).is_some_and(|face| face.tweak == FontTweak::default())
                };
                let follows = !begins && self.pieces.last().is_some_and(is_plain);
                self.pieces.push(Piece { face, from, follows, text });
            }
        }
    }
}

/// A place in the text of a galley. Glyphs no longer know their section, so the text is read along with them; an
/// ellipsis that stands for what was cut looks like what is before it.
struct Reader<'a> {
    galley: &'a Galley,
    at: usize,
    section: usize,
    /// Where the characters end that belong together and so share a face, and that face.
    cluster: (usize, Option<usize>),
    /// Whether the next character says where it stands.
    begins: bool,
}

impl<'a> Reader<'a> {
    fn new(galley: &'a Galley) -> Self {
        Self { galley, at: 0, section: 0, cluster: (0, None), begins: false }
    }

    /// Goes past a character, if it is the next one. Returns its section.
    fn pass(&mut self, glyph: char) -> usize {
        let text = &self.galley.job.text;
        let rest = text.get(self.at..).unwrap_or_default();
        if rest.starts_with(glyph) {
            let sections = &self.galley.job.sections;
            let holds = |section: &egui::text::LayoutSection| {
                (section.byte_range.start.0..section.byte_range.end.0).contains(&self.at)
            };
            self.section = sections.iter().position(holds).unwrap_or(self.section);
            if self.at >= self.cluster.0 {
                let length = rest.graphemes(true).next().map_or(glyph.len_utf8(), str::len);
                self.cluster = (self.at + length, self.face(glyph));
            }
            self.at += glyph.len_utf8();
        } else {
            self.cluster = (self.at, self.face(glyph));
        }
        self.section
    }

    fn face(&self, glyph: char) -> Option<usize> {
        let section = self.galley.job.sections.get(self.section)?;
        face_of(&section.format.font_id.family, glyph)
    }

    /// How the character that was passed looks: its format and its face.
    fn look(&self) -> Option<(&'a TextFormat, usize)> {
        let section = self.galley.job.sections.get(self.section)?;
        Some((&section.format, self.cluster.1?))
    }
}

/// Text as XML has it. Characters that XML 1.0 forbids become spaces.
pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
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
