//! The bundled faces in other forms: those that an SVG file brings along, and those with which a figure is set.
//!
//! An SVG file brings of each face the letters in use, as WOFF 1.0 in `@font-face`.
//! Glyphs keep their numbers; those that are not in use are empty, which compression makes small. Kerning is
//! brought as a `kern` table of the pairs that occur. Where characters combine, any glyph may be needed for how
//! they melt, and the face is brought whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use egui::{FontData, FontDefinitions};
use flate2::{Compress, Compression, FlushCompress, Status};
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{GlyphId, Tag};

use super::svg::{Face, Letters, Used, faces};
use crate::theme::fonts;

/// Tables by their tags, in the order of the tags.
type Tables = BTreeMap<[u8; 4], Vec<u8>>;

/// The fonts as egui sets text in them, of faces without outlines: what is set on a page is written as text, and egui
/// would draw each letter at each size to no end.
pub(super) fn without_outlines() -> FontDefinitions {
    static DEFINITIONS: LazyLock<FontDefinitions> = LazyLock::new(|| {
        let mut definitions = fonts::definitions();
        for (face, bundled) in faces().iter().zip(fonts::FACES) {
            let Some(file) = blank(face) else { continue };
            let data = FontData::from_owned(file).tweak(face.tweak.clone());
            definitions.font_data.insert(bundled.name.to_owned(), Arc::new(data));
        }
        definitions
    });
    DEFINITIONS.clone()
}

/// The rules of a style sheet that bring the letters along, a line each.
pub(super) fn rules(used: &Used) -> String {
    let mut css = String::new();
    for (face, letters) in used.iter().filter_map(|(&place, letters)| Some((faces().get(place)?, letters))) {
        let data = STANDARD.encode(woff(&tables(face, letters)));
        let _ = writeln!(
            css,
            "@font-face{{font-family:'{}';font-weight:{};font-style:{};unicode-range:{};\
             src:url(data:font/woff;base64,{data}) format('woff')}}",
            face.family,
            face.weight,
            face.style(),
            ranges(&letters.characters),
        );
    }
    css
}

/// `U+20,U+41-5a`.
fn ranges(characters: &BTreeSet<char>) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for code in characters.iter().map(|&c| u32::from(c)) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == code => *last = code,
            _ => runs.push((code, code)),
        }
    }
    let written =
        runs.iter().map(
            |&(first, last)| {
                if first == last { format!("U+{first:x}") } else { format!("U+{first:x}-{last:x}") }
            },
        );
    written.collect::<Vec<_>>().join(",")
}

/// The tables of a face with the letters in use alone.
fn tables(face: &Face, letters: &Letters) -> Tables {
    let whole = whole(face);
    if letters.combine { whole } else { subset(face, letters, &whole).unwrap_or(whole) }
}

fn whole(face: &Face) -> Tables {
    let records = face.font.raw_face().table_records.into_iter();
    let table = |tag: Tag| Some((tag.to_bytes(), face.font.raw_face().table(tag)?.to_vec()));
    records.filter_map(|record| table(record.tag)).collect()
}

/// `None` where the face has no TrueType outlines, or more pairs than a `kern` table can hold.
fn subset(face: &Face, letters: &Letters, whole: &Tables) -> Option<Tables> {
    let glyph = |c: char| face.font.glyph_index(c).map(|glyph| glyph.0);
    let characters: BTreeMap<u32, u16> =
        letters.characters.iter().filter_map(|&c| Some((c.into(), glyph(c)?))).collect();
    let outlines = Outlines::new(face)?;
    let glyphs = outlines.with_components(characters.values().copied());
    let (glyf, loca) = outlines.subset(&glyphs);
    let kept = [b"OS/2", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"post"];
    let mut tables: Tables = whole
        .iter()
        .filter(|(tag, _)| kept.contains(tag))
        .map(|(tag, table)| (*tag, table.clone()))
        .collect();
    with_long_offsets(&mut tables)?;
    empty_widths(tables.get_mut(b"hmtx")?, face.font.tables().hhea.number_of_metrics, &glyphs);
    tables.insert(*b"glyf", glyf);
    tables.insert(*b"loca", loca);
    tables.insert(*b"cmap", character_map(&characters));
    let pairs = letters.pairs.iter().filter_map(|&(a, b)| Some((glyph(a)?, glyph(b)?)));
    let kerned: BTreeMap<(u16, u16), i16> = pairs
        .map(|(a, b)| ((a, b), kerning(face, GlyphId(a), GlyphId(b))))
        .filter(|(_, by)| *by != 0)
        .collect();
    if !kerned.is_empty() {
        tables.insert(*b"kern", kern(&kerned)?);
    }
    Some(tables)
}

/// Says that the offsets of glyphs are long from here on.
fn with_long_offsets(tables: &mut Tables) -> Option<()> {
    tables.get_mut(b"head")?.get_mut(50..52)?.copy_from_slice(&1_u16.to_be_bytes());
    Some(())
}

/// The outlines of a TrueType face.
struct Outlines<'a> {
    glyf: &'a [u8],
    loca: ttf_parser::loca::Table<'a>,
}

impl<'a> Outlines<'a> {
    fn new(face: &'a Face) -> Option<Self> {
        let raw = face.font.raw_face();
        let head = face.font.tables().head;
        let count = face.font.tables().maxp.number_of_glyphs;
        let table = |tag| raw.table(Tag::from_bytes(tag));
        let loca = ttf_parser::loca::Table::parse(count, head.index_to_location_format, table(b"loca")?)?;
        Some(Self { glyf: table(b"glyf")?, loca })
    }

    fn outline(&self, glyph: u16) -> &'a [u8] {
        self.loca.glyph_range(GlyphId(glyph)).and_then(|range| self.glyf.get(range)).unwrap_or_default()
    }

    /// Glyphs and what they are put together from, and the box for what is missing.
    fn with_components(&self, glyphs: impl Iterator<Item = u16>) -> BTreeSet<u16> {
        let mut all = BTreeSet::new();
        let mut open: Vec<u16> = glyphs.chain([0]).collect();
        while let Some(glyph) = open.pop() {
            if all.insert(glyph) {
                open.extend(components(self.outline(glyph)));
            }
        }
        all
    }

    /// The outlines of some glyphs, all others empty, and where each begins.
    fn subset(&self, glyphs: &BTreeSet<u16>) -> (Vec<u8>, Vec<u8>) {
        let (mut glyf, mut loca) = (Vec::new(), Vec::new());
        for glyph in 0..self.loca.len() {
            loca.extend(length(&glyf).to_be_bytes());
            // The last offset is the end of the last glyph.
            if glyph + 1 < self.loca.len() && glyphs.contains(&glyph) {
                glyf.extend(self.outline(glyph));
                pad(&mut glyf);
            }
        }
        (glyf, loca)
    }
}

/// The glyphs that a glyph is put together from.
fn components(outline: &[u8]) -> Vec<u16> {
    let number = |at: usize| outline.get(at..at + 2).map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]));
    let mut found = Vec::new();
    if number(0).is_none_or(|contours| contours < 0x8000) {
        return found;
    }
    let mut at = 10;
    while let (Some(flags), Some(glyph)) = (number(at), number(at + 2)) {
        found.push(glyph);
        let arguments = if flags & 0x0001 != 0 { 4 } else { 2 };
        let transform = match (flags & 0x0008 != 0, flags & 0x0040 != 0, flags & 0x0080 != 0) {
            (true, _, _) => 2,
            (_, true, _) => 4,
            (_, _, true) => 8,
            (false, false, false) => 0,
        };
        at += 4 + arguments + transform;
        if flags & 0x0020 == 0 {
            break;
        }
    }
    found
}

/// Sets the widths of glyphs that are not in use to nothing.
fn empty_widths(hmtx: &mut [u8], metrics: u16, glyphs: &BTreeSet<u16>) {
    let unused = (0..metrics).filter(|glyph| !glyphs.contains(glyph) && glyph + 1 < metrics);
    for glyph in unused.map(usize::from) {
        if let Some(metric) = hmtx.get_mut(glyph * 4..glyph * 4 + 4) {
            metric.fill(0);
        }
    }
}

/// A `cmap` table of one subtable of format 12, for all of Unicode.
fn character_map(characters: &BTreeMap<u32, u16>) -> Vec<u8> {
    let groups = characters.iter().flat_map(|(&code, &glyph)| [code, code, u32::from(glyph)]);
    let mut table = Vec::new();
    let count = u32::try_from(characters.len()).unwrap_or_default();
    for number in [0, 1, 3, 10] {
        table.extend(u16::to_be_bytes(number));
    }
    table.extend(12_u32.to_be_bytes());
    table.extend([12_u16, 0].map(u16::to_be_bytes).concat());
    for number in [16 + 12 * count, 0, count].into_iter().chain(groups) {
        table.extend(number.to_be_bytes());
    }
    table
}

/// How much closer, or further apart, two glyphs stand, in units of the face.
fn kerning(face: &Face, left: GlyphId, right: GlyphId) -> i16 {
    let Some(table) = face.font.tables().gpos else { return 0 };
    let features = table.features.into_iter().filter(|feature| feature.tag == Tag::from_bytes(b"kern"));
    let lookups: BTreeSet<u16> = features.flat_map(|feature| feature.lookup_indices).collect();
    let lookups = lookups.into_iter().filter_map(|index| table.lookups.get(index));
    // Of each lookup, the first subtable that knows the pair.
    lookups
        .filter_map(|lookup| {
            lookup.subtables.into_iter::<PositioningSubtable<'_>>().find_map(|each| pair(&each, left, right))
        })
        .sum()
}

fn pair(table: &PositioningSubtable<'_>, left: GlyphId, right: GlyphId) -> Option<i16> {
    let PositioningSubtable::Pair(table) = table else { return None };
    let first = table.coverage().get(left)?;
    let values = match table {
        PairAdjustment::Format1 { sets, .. } => sets.get(first)?.get(right)?,
        PairAdjustment::Format2 { classes, matrix, .. } => {
            matrix.get((classes.0.get(left), classes.1.get(right)))?
        }
    };
    Some(values.0.x_advance)
}

/// A `kern` table; `None` where there are more pairs than it can hold.
fn kern(pairs: &BTreeMap<(u16, u16), i16>) -> Option<Vec<u8>> {
    let count = u16::try_from(pairs.len()).ok()?;
    let length = count.checked_mul(6)?.checked_add(14)?;
    let power = count.checked_ilog2()?;
    let search = (1_u16 << power).checked_mul(6)?;
    let power = u16::try_from(power).ok()?;
    let mut table = Vec::new();
    for number in [0, 1, 0, length, 1, count, search, power, (count * 6).checked_sub(search)?] {
        table.extend(number.to_be_bytes());
    }
    for ((left, right), by) in pairs {
        table.extend(left.to_be_bytes());
        table.extend(right.to_be_bytes());
        table.extend(by.to_be_bytes());
    }
    Some(table)
}

/// A face as a TrueType file in which every glyph is empty; widths, kerning and what combines are as they were. `None`
/// where it has no TrueType outlines.
fn blank(face: &Face) -> Option<Vec<u8>> {
    let mut tables = whole(face);
    let (glyf, loca) = Outlines::new(face)?.subset(&BTreeSet::new());
    with_long_offsets(&mut tables)?;
    tables.insert(*b"glyf", glyf);
    tables.insert(*b"loca", loca);
    Some(sfnt(&tables))
}

/// Tables as a TrueType file.
fn sfnt(tables: &Tables) -> Vec<u8> {
    let count = u16::try_from(tables.len()).unwrap_or_default();
    let mut at = 12 + 16 * tables.len();
    let mut file = b"\0\x01\0\0".to_vec();
    for number in [count, 0, 0, 0] {
        file.extend(number.to_be_bytes());
    }
    for (tag, table) in tables {
        file.extend(tag);
        for number in [checksum(table), u32::try_from(at).unwrap_or_default(), length(table)] {
            file.extend(number.to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for table in tables.values() {
        file.extend(table);
        pad(&mut file);
    }
    file
}

/// Tables as a WOFF file.
fn woff(tables: &Tables) -> Vec<u8> {
    const ENTRY: usize = 20;
    let begin = 44 + ENTRY * tables.len();
    let (mut directory, mut data) = (Vec::new(), Vec::new());
    let mut plain = 12 + 16 * tables.len();
    let mut encoder = Compress::new(Compression::default(), true);
    for (tag, table) in tables {
        let packed = deflated(&mut encoder, table).filter(|packed| packed.len() < table.len());
        let stored = packed.as_ref().unwrap_or(table);
        directory.extend(tag);
        let at = u32::try_from(begin + data.len()).unwrap_or_default();
        for number in [at, length(stored), length(table), checksum(table)] {
            directory.extend(number.to_be_bytes());
        }
        data.extend(stored);
        pad(&mut data);
        plain += table.len().next_multiple_of(4);
    }
    let number = |value: usize| u32::try_from(value).unwrap_or_default();
    let mut file = b"wOFF\0\x01\0\0".to_vec();
    let count = number(tables.len()) << 16;
    for number in [number(begin + data.len()), count, number(plain), 0x0001_0000, 0, 0, 0, 0, 0] {
        file.extend(number.to_be_bytes());
    }
    file.extend(directory);
    file.extend(data);
    file
}

/// What a table is when packed; `None` where that is no smaller.
fn deflated(encoder: &mut Compress, table: &[u8]) -> Option<Vec<u8>> {
    encoder.reset();
    let mut packed = Vec::with_capacity(table.len());
    let status = encoder.compress_vec(table, &mut packed, FlushCompress::Finish);
    status.is_ok_and(|status| status == Status::StreamEnd).then_some(packed)
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or_default()
}

fn pad(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(4), 0);
}

fn checksum(table: &[u8]) -> u32 {
    let words = table.chunks(4).map(|chunk| {
        let mut word = [0; 4];
        word[..chunk.len()].copy_from_slice(chunk);
        u32::from_be_bytes(word)
    });
    words.fold(0, u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use flate2::read::ZlibDecoder;

    use super::*;

    fn letters(text: &str) -> Letters {
        let mut letters = Letters::default();
        letters.add(text);
        letters
    }

    fn number(bytes: &[u8], at: usize) -> usize {
        bytes[at..at + 4].iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
    }

    /// The tables of a WOFF file.
    fn unpacked(file: &[u8]) -> Tables {
        assert_eq!((&file[..8], number(file, 8)), (&b"wOFF\0\x01\0\0"[..], file.len()));
        let count = number(file, 12) >> 16;
        let entries = (0..count).map(|index| &file[44 + 20 * index..]);
        let table = |entry: &[u8]| {
            let (at, stored, length) = (number(entry, 4), number(entry, 8), number(entry, 12));
            let mut table = file[at..at + stored].to_vec();
            if stored < length {
                table.clear();
                ZlibDecoder::new(&file[at..at + stored]).read_to_end(&mut table).unwrap();
            }
            assert_eq!((table.len(), at % 4), (length, 0));
            ([entry[0], entry[1], entry[2], entry[3]], table)
        };
        entries.map(table).collect()
    }

    #[test]
    fn a_subset_has_the_glyphs_in_use_and_no_others_under_their_own_numbers() {
        let face = &faces()[0];
        let mut in_use = letters("AV");
        in_use.add("é");
        let cut = unpacked(&woff(&tables(face, &in_use)));
        assert!(cut.values().map(Vec::len).sum::<usize>() < face.bytes.len() / 4);
        let before = Outlines::new(face).unwrap();
        let count = face.font.number_of_glyphs();
        let loca = ttf_parser::loca::Table::parse(
            std::num::NonZeroU16::new(count).unwrap(),
            ttf_parser::head::IndexToLocationFormat::Long,
            &cut[b"loca"],
        );
        let after = Outlines { glyf: &cut[b"glyf"], loca: loca.unwrap() };
        let used: BTreeSet<u16> = "AVé".chars().map(|c| face.font.glyph_index(c).unwrap().0).collect();
        let kept: BTreeSet<u16> = (0..count).filter(|&glyph| !after.outline(glyph).is_empty()).collect();
        assert!(kept.is_superset(&used) && kept.len() <= 2 * used.len() + 1, "{kept:?}");
        for &glyph in &kept {
            assert!(after.outline(glyph).starts_with(before.outline(glyph)));
            assert!(components(after.outline(glyph)).iter().all(|part| kept.contains(part)));
        }
        // A and V move together: one pair, which is the last six bytes of the table.
        let kern = &cut[b"kern"];
        assert_eq!(kern.len(), 4 + 14 + 6);
        assert!(i16::from_be_bytes([kern[22], kern[23]]) < -50);
    }

    #[test]
    fn a_face_whose_letters_combine_is_brought_whole() {
        let face = &faces()[0];
        let whole = unpacked(&woff(&tables(face, &letters("e\u{301}"))));
        assert_eq!(whole[b"glyf"], face.font.raw_face().table(Tag::from_bytes(b"glyf")).unwrap());
        assert!(whole.contains_key(b"GPOS") && whole.contains_key(b"GSUB"));
    }

    #[test]
    fn a_blank_face_has_every_width_and_no_outline() {
        for face in faces() {
            let file = blank(face).expect("TrueType outlines");
            let blank = ttf_parser::Face::parse(&file, 0).expect("a TrueType file");
            for glyph in (0..face.font.number_of_glyphs()).map(GlyphId) {
                assert_eq!(blank.glyph_hor_advance(glyph), face.font.glyph_hor_advance(glyph));
                assert_eq!(blank.glyph_bounding_box(glyph), None);
            }
            let kerning = |font: &ttf_parser::Face<'_>| font.tables().gpos.is_some();
            assert_eq!(kerning(&blank), kerning(&face.font));
        }
    }

    #[test]
    fn ranges_are_as_style_sheets_have_them() {
        assert_eq!(ranges(&"Aabc😀".chars().collect()), "U+41,U+61-63,U+1f600");
    }
}
