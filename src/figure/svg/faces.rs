//! Which bundled face draws a character, how SVG asks for that face, and which characters of it are in use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use egui::{FontFamily, FontTweak};
use ttf_parser::name_id;
use unicode_segmentation::UnicodeSegmentation;

use crate::theme::fonts;

/// A bundled face.
pub struct Face {
    /// Its file.
    pub bytes: &'static [u8],
    /// Its file, read.
    pub font: ttf_parser::Face<'static>,
    /// The family that it names itself.
    pub family: String,
    /// `400` is regular.
    pub weight: u16,
    /// Whether it slants.
    pub italic: bool,
    /// How egui alters it.
    pub tweak: FontTweak,
}

/// Characters of a face that are in use.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Letters {
    /// Each character.
    pub characters: BTreeSet<char>,
    /// Those that follow each other: between them the face may want more or less space.
    pub pairs: BTreeSet<(char, char)>,
    /// Whether several of them may melt into one sign, for which the face may need any of its glyphs.
    pub combine: bool,
}

impl Letters {
    /// Takes in the characters of a text.
    pub fn add(&mut self, text: &str) {
        self.characters.extend(text.chars());
        self.pairs.extend(text.chars().zip(text.chars().skip(1)));
        self.combine |= text.graphemes(true).any(|cluster| cluster.chars().nth(1).is_some());
    }
}

/// Letters in use by the place of their face in [`faces`].
pub type Used = BTreeMap<usize, Letters>;

/// Every bundled face, in the order of [`fonts::FACES`].
pub fn faces() -> &'static [Face] {
    static ALL: LazyLock<Vec<Face>> = LazyLock::new(|| {
        let definitions = fonts::definitions();
        let read = |face: &fonts::Face| {
            let font = ttf_parser::Face::parse(face.bytes, 0).ok()?;
            let tweak = definitions.font_data.get(face.name).map(|data| data.tweak.clone());
            Some(Face {
                bytes: face.bytes,
                family: family_name(&font)?,
                weight: font.weight().to_number(),
                italic: font.is_italic(),
                tweak: tweak.unwrap_or_default(),
                font,
            })
        };
        // A test holds that each can be read.
        fonts::FACES.iter().filter_map(read).collect()
    });
    &ALL
}

fn family_name(font: &ttf_parser::Face<'_>) -> Option<String> {
    let named = |id| font.names().into_iter().find(|name| name.name_id == id && name.is_unicode());
    named(name_id::TYPOGRAPHIC_FAMILY).or_else(|| named(name_id::FAMILY))?.to_string()
}

/// The faces of a family, by their places in [`faces`]; what one lacks comes from the next.
fn of_family(family: &FontFamily) -> &'static [usize] {
    static FAMILIES: LazyLock<BTreeMap<FontFamily, Vec<usize>>> = LazyLock::new(|| {
        let place = |name: &String| fonts::FACES.iter().position(|face| face.name == name);
        let families = fonts::definitions().families.into_iter();
        families.map(|(family, names)| (family, names.iter().filter_map(place).collect())).collect()
    });
    FAMILIES.get(family).map_or(&[], Vec::as_slice)
}

/// The face in which egui sets a character and what combines with it: the first that has it. Where none has,
/// the first of all draws a box. Blanks of no glyph are of the first face, too.
pub fn face_of(family: &FontFamily, c: char) -> Option<usize> {
    let places = of_family(family);
    let has = |place: &&usize| faces().get(**place).is_some_and(|face| face.font.glyph_index(c).is_some());
    places.iter().find(has).or_else(|| places.first()).copied()
}

impl Face {
    /// The attributes that ask for it, in an element of its own or within one that asked for another face. A
    /// generic family stands in where it cannot be brought along.
    pub fn attributes(&self, within: Option<&Self>) -> String {
        let generic = if self.font.is_monospaced() { "monospace" } else { "sans-serif" };
        let family = &self.family;
        let quoted = if family.contains(' ') { format!("'{family}'") } else { family.clone() };
        let mut attributes = format!(r#" font-family="{quoted}, {generic}""#);
        let (weight, italic) = within.map_or((400, false), |face| (face.weight, face.italic));
        if self.weight != weight {
            attributes.push_str(&format!(r#" font-weight="{}""#, self.weight));
        }
        if self.italic != italic {
            attributes.push_str(&format!(r#" font-style="{}""#, self.style()));
        }
        attributes
    }

    /// The word for how it slants.
    pub fn style(&self) -> &'static str {
        if self.italic { "italic" } else { "normal" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_face_can_be_read_and_names_itself() {
        let said: Vec<_> =
            faces().iter().map(|face| (face.family.as_str(), face.weight, face.italic)).collect();
        assert_eq!(said.len(), fonts::FACES.len());
        assert_eq!(
            said[..4],
            [
                ("Inter", 400, false),
                ("Inter", 600, false),
                ("Inter", 400, true),
                ("Inter Tabular", 400, false),
            ]
        );
    }

    #[test]
    fn what_a_face_lacks_comes_from_the_next() {
        let name = |family: &FontFamily, c| {
            face_of(family, c).map(|place| fonts::FACES[place].name).expect("a face")
        };
        assert_eq!(name(&FontFamily::Proportional, 'a'), "Inter Regular");
        assert_eq!(name(&fonts::semibold(), 'é'), "Inter SemiBold");
        assert_eq!(name(&FontFamily::Proportional, '⌕'), "DejaVu Sans Mono search");
        assert_eq!(name(&fonts::tabular(), '7'), "Inter Tabular");
        assert_eq!(name(&fonts::tabular(), 'd'), "Inter Regular");
        assert_eq!(name(&FontFamily::Proportional, '\u{10ffff}'), "Inter Regular");
    }
}
