//! Promise: whatever the program or its bundled data puts on screen, the bundled fonts can draw.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use detente::dataset::Voice;
use detente::theme::{TextRole, Theme, fonts, tokens};
use egui::epaint::text::{Fonts, TextOptions};
use egui::{FontFamily, FontId};

/// Letters that names of people, places and treaties are made of.
const LETTERS: &str = "ĀāĒēĪīŌōŪū ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ \
    ĂăĄąĆćČčĎďĐđĘęĚěĞğĠġĢģĦħĮįİıĶķĹĺĻļĽľŁłŃńŅņŇňŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŲųŴŵŶŷŸŹźŻżŽžƏəƠơƯưȘșȚțẞẠạẤấẾếỆệỘộỨứ \
    ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώαβγδεζηθικλμνξοπρςστυφχψω \
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёЂђЄєІіЇїЈјЉљЊњЋћЎўЏџҐґ";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All characters of `text` that a family lacks, with that family.
fn missing(text: impl IntoIterator<Item = char>) -> Vec<(char, FontFamily)> {
    let mut fonts = Fonts::new(TextOptions::default(), fonts::definitions());
    text.into_iter()
        .filter(|c| !c.is_control())
        .flat_map(|c| fonts::families().map(|family| (c, family)))
        .filter(|(c, family)| !fonts.has_glyph(&FontId::new(13.0, family.clone()), *c))
        .collect()
}

/// The files below `folder` (relative to the crate) that end in `ending`; none where there is no folder.
fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut waiting = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The characters beyond ASCII in the text that remains of each file, with a file that has them.
fn beyond_ascii(files: &[PathBuf], text: impl Fn(&str) -> String) -> BTreeMap<char, PathBuf> {
    let mut found = BTreeMap::new();
    for path in files {
        let content = fs::read_to_string(path).expect("the project's own file is UTF-8");
        for c in text(&content).chars().filter(|c| !c.is_ascii()) {
            found.entry(c).or_insert_with(|| path.clone());
        }
    }
    found
}

/// Rust source without its comment lines and without the tests at its end, which draw nothing.
fn program_text(source: &str) -> String {
    let program = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    program.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_sign_and_letter_in_use_is_in_every_family() {
    let missing = missing(fonts::SIGNS.chars().chain(LETTERS.chars()));
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_character_that_no_bundled_font_has_is_noticed() {
    assert_eq!(missing("🔍".chars()).len(), fonts::families().len());
}

#[test]
fn every_character_of_the_programs_texts_is_in_the_fonts() {
    let sources = files("src", "rs");
    assert!(sources.iter().any(|path| path.ends_with("theme/fonts.rs")), "no source was found");
    let found = beyond_ascii(&sources, program_text);
    let missing = missing(found.keys().copied());
    let places: Vec<_> = missing.iter().map(|(c, family)| (c, family, &found[c])).collect();
    assert!(places.is_empty(), "{places:#?}");
}

#[test]
fn every_character_of_the_bundled_datasets_is_in_the_fonts() {
    let found = beyond_ascii(&files("assets/datasets", "json"), str::to_owned);
    let missing = missing(found.keys().copied());
    let places: Vec<_> = missing.iter().map(|(c, family)| (c, family, &found[c])).collect();
    assert!(places.is_empty(), "{places:#?}");
}

#[test]
fn the_glyph_of_every_voice_is_in_the_fonts() {
    let glyphs = Voice::ALL.iter().map(|&voice| tokens(Theme::Light).voice(voice).glyph);
    let missing = missing(glyphs);
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn tabular_digits_and_signs_share_one_width() {
    let mut fonts = Fonts::new(TextOptions::default(), fonts::definitions());
    let mut view = fonts.with_pixels_per_point(1.0);
    let mut width = |c, family| view.glyph_width(&FontId::new(100.0, family), c);
    let zero = width('0', fonts::tabular());
    for c in "123456789+−".chars() {
        let other = width(c, fonts::tabular());
        assert!((other - zero).abs() < 0.01, "`{c}` is {other} wide and `0` is {zero}");
    }
    assert!(width('1', FontFamily::Proportional) < zero, "Inter's own 1 is narrow");
}

#[test]
fn kerning_survived_the_subset() {
    let ctx = egui::Context::default();
    ctx.set_fonts(fonts::definitions());
    let mut widths = (0.0, 0.0);
    let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
        let width = |text: &str| {
            ui.fonts_mut(|fonts| {
                fonts
                    .layout_no_wrap(
                        text.to_owned(),
                        FontId::new(100.0, FontFamily::Proportional),
                        egui::Color32::PLACEHOLDER,
                    )
                    .size()
                    .x
            })
        };
        widths = (width("AVAVAVAV"), 4.0 * (width("A") + width("V")));
    });
    output.textures_delta.clear();
    assert!(widths.0 + 4.0 < widths.1, "AV is set {widths:?}: not closer than A and V");
}

#[test]
fn the_fonts_stay_small() {
    let total: usize = fonts::FACES.iter().map(|face| face.bytes.len()).sum();
    assert!(total < 1_200_000, "the fonts take {total} bytes");
}

#[test]
fn every_text_role_has_a_bundled_family() {
    for &role in TextRole::ALL {
        assert!(fonts::families().contains(&role.font().family), "{role:?}");
    }
}
