//! The bundled fonts. Origin, licences and ranges: `assets/fonts/README.md`.

use std::sync::{Arc, LazyLock};

use egui::{FontData, FontDefinitions, FontFamily, FontTweak};

/// A bundled font file.
#[derive(Clone, Copy, Debug)]
pub struct Face {
    /// Name in [`FontDefinitions::font_data`].
    pub name: &'static str,
    /// The TrueType file.
    pub bytes: &'static [u8],
}

/// Every bundled font file: for egui here, for the fonts of a figure elsewhere.
pub const FACES: &[Face] = &[REGULAR, SEMIBOLD, ITALIC, TABULAR, SYMBOLS, MONO, SEARCH];

const REGULAR: Face =
    Face { name: "Inter Regular", bytes: include_bytes!("../../assets/fonts/Inter-Regular.ttf") };
const SEMIBOLD: Face =
    Face { name: "Inter SemiBold", bytes: include_bytes!("../../assets/fonts/Inter-SemiBold.ttf") };
const ITALIC: Face =
    Face { name: "Inter Italic", bytes: include_bytes!("../../assets/fonts/Inter-Italic.ttf") };
const TABULAR: Face =
    Face { name: "Inter Tabular", bytes: include_bytes!("../../assets/fonts/Inter-Tabular.ttf") };
const SYMBOLS: Face =
    Face { name: "DejaVu Sans", bytes: include_bytes!("../../assets/fonts/DejaVuSans-Symbols.ttf") };
const MONO: Face =
    Face { name: "DejaVu Sans Mono", bytes: include_bytes!("../../assets/fonts/DejaVuSansMono.ttf") };
const SEARCH: Face = Face {
    name: "DejaVu Sans Mono search",
    bytes: include_bytes!("../../assets/fonts/DejaVuSansMono-Search.ttf"),
};

/// Every sign that the program may draw beside letters, digits and what the data brings. A test finds each
/// in each family.
pub const SIGNS: &str = "−×±≤≥≈≠·…«»„“”‘’‚‹›–—°′″§¶†‡•‰€£½¼¾\
    →←↑↓↔↗↘↙↖⇄⇅⇒▶▼▲◀▸▾▴◂▷▹●○■□◆◇◉◎▪▫★☆⊕⊖⊡⊙✔✓✕✗✚✎⚠⚑⚐ℹ❚❝❞☰⋯⋮⌕⌘⇧⌥⌃↵⇥⌫⌂↺↻\
    ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀₁₂₃₄₅₆₇₈₉ᵢ";

/// Inter SemiBold: headings and names.
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// Inter Italic: titles of works, notes.
pub fn italic() -> FontFamily {
    FontFamily::Name("italic".into())
}

/// Inter with digits of one width: columns of numbers.
pub fn tabular() -> FontFamily {
    FontFamily::Name("tabular".into())
}

/// Every family: proportional, monospace, [`semibold`], [`italic`], [`tabular`].
pub fn families() -> [FontFamily; 5] {
    [FontFamily::Proportional, FontFamily::Monospace, semibold(), italic(), tabular()]
}

/// The fonts for egui. What a family's first face lacks comes from the next.
pub fn definitions() -> FontDefinitions {
    // Built once: egui then sees at a glance that the same fonts are set again.
    static DEFINITIONS: LazyLock<FontDefinitions> = LazyLock::new(build);
    DEFINITIONS.clone()
}

fn build() -> FontDefinitions {
    let mut definitions = FontDefinitions::empty();
    for face in FACES {
        definitions.font_data.insert(face.name.to_owned(), Arc::new(FontData::from_static(face.bytes)));
    }
    if let Some(search) = definitions.font_data.get_mut(SEARCH.name) {
        // Its only sign, the magnifier, is drawn smaller than a comma is high.
        let tweak = FontTweak { scale: 1.7, y_offset_factor: 0.1, ..FontTweak::default() };
        *search = Arc::new(FontData::from_static(SEARCH.bytes).tweak(tweak));
    }
    for family in families() {
        let faces: &[Face] = match &family {
            FontFamily::Proportional => &[REGULAR, SYMBOLS, MONO, SEARCH],
            FontFamily::Monospace => &[MONO, REGULAR, SYMBOLS, SEARCH],
            name if *name == semibold() => &[SEMIBOLD, SYMBOLS, MONO, SEARCH],
            name if *name == italic() => &[ITALIC, REGULAR, SYMBOLS, MONO, SEARCH],
            FontFamily::Name(_) => &[TABULAR, REGULAR, SYMBOLS, MONO, SEARCH],
        };
        let names = faces.iter().map(|face| face.name.to_owned()).collect();
        definitions.families.insert(family, names);
    }
    definitions
}
