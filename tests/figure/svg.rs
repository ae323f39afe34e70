//! Figures as SVG are whole, valid, and look the same in other readers: librsvg (`rsvg-convert`) and Chromium.
//!
//! How far two pictures of the same size are apart is told by three numbers, from 0 to 1, after both were halved by
//! the mean of 2 × 2 pixels, so that a shift of a fraction of a pixel counts little: the mean of the absolute
//! differences of all channels; the share of pixels of which a channel differs by more than a quarter; and the mean
//! difference in the worst tile of 16 × 16 pixels, which sees what is missing in one place.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::program::detente;
use detente::dataset::bundled;
use image::RgbImage;
use resvg::usvg::roxmltree::{Document, Node};

/// Each panel that is compared.
const PANELS: &[&str] = &["diagram", "timeline", "excerpts", "all"];

const THEMES: &[&str] = &["light", "dark", "print"];

/// Twice the pixels of a sheet in a browser.
const DPI: &str = "192";

fn make(path: &Path, arguments: &[&str]) {
    let ended = detente(&[&["figure", "-o", path.to_str().expect("text")], arguments].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
}

fn svg(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.svg");
    make(&path, arguments);
    std::fs::read_to_string(path).expect("the figure")
}

fn texts(document: &Document<'_>) -> Vec<String> {
    let whole = |node: Node<'_, '_>| -> String {
        node.descendants().filter_map(|part| part.is_text().then(|| part.text())?).collect()
    };
    document.descendants().filter(|node| node.has_tag_name("text")).map(whole).collect()
}

#[test]
fn it_is_valid_names_itself_and_refers_only_to_what_it_holds() {
    for panel in PANELS {
        let svg = svg(&["--panel", panel, "--title", "A <b>bold</b> & “odd” title"]);
        let document = Document::parse(&svg).expect("XML");
        let root = document.root_element();
        assert_eq!(root.attribute("role"), Some("graphics-document document"));
        let ids: Vec<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are unique");
        let named = |attribute: &str| {
            let id = root.attribute(attribute).expect("a reference");
            let node =
                document.descendants().find(|node| node.attribute("id") == Some(id)).expect("its target");
            (node.tag_name().name().to_owned(), node.text().unwrap_or_default().to_owned())
        };
        assert_eq!(named("aria-labelledby"), ("title".to_owned(), "A <b>bold</b> & “odd” title".to_owned()));
        let (name, description) = named("aria-describedby");
        let said = if *panel == "excerpts" { "82 excerpts:" } else { "New Zealand toward" };
        assert!(name == "desc" && description.contains(said), "{description}");
        let attributes = document.descendants().flat_map(|node| node.attributes());
        for reference in attributes.filter_map(|each| each.value().strip_prefix("url(#")?.strip_suffix(')')) {
            assert!(ids.contains(&reference), "{reference} is not there");
        }
        let foreign =
            document.descendants().filter(|node| node.has_tag_name("image") || node.has_tag_name("script"));
        assert_eq!(foreign.count(), 0);
        assert!(!svg.contains("NaN") && !svg.contains("inf\""));
        let Some(mut xmllint) = tool("xmllint", "libxml2-utils") else { continue };
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a.svg"), &svg).expect("a file");
        assert!(
            xmllint.arg("--noout").arg(folder.path().join("a.svg")).status().expect("it starts").success()
        );
    }
}

#[test]
fn every_label_is_text_in_every_theme() {
    let dataset = bundled::load().dataset.expect("the bundled dataset");
    for theme in THEMES {
        let diagram = svg(&["--theme", theme, "--size", "420mmx297mm"]);
        let words = texts(&Document::parse(&diagram).expect("XML")).join(" ");
        for node in dataset.nodes() {
            let first = dataset.node_label(node).split_whitespace().next().unwrap_or_default();
            assert!(words.contains(first), "{first} is not in {words}");
        }
        let timeline = svg(&["--theme", theme, "--panel", "timeline"]);
        let words = texts(&Document::parse(&timeline).expect("XML")).join(" ");
        for label in
            ["United States", "China", "UN", "2018", "2025", "h = 180 days", "a(t) = Σ wᵢ·2^(−(t−tᵢ)/h)"]
        {
            assert!(words.contains(label), "{label} is not in {words}");
        }
    }
}

#[test]
fn it_brings_every_face_that_it_asks_for_with_every_letter() {
    for panel in PANELS {
        let svg = svg(&["--panel", panel, "--title", "AV Ma\u{304}ori ⚑ é"]);
        let document = Document::parse(&svg).expect("XML");
        let style = document.descendants().find(|node| node.has_tag_name("style")).expect("a style sheet");
        let rules: Vec<&str> =
            style.text().unwrap_or_default().lines().filter(|line| !line.is_empty()).collect();
        let asked = document.descendants().filter_map(|node| node.attribute("font-family"));
        for family in asked.map(|asked| asked.split(',').next().unwrap_or_default().trim_matches('\'')) {
            let rule = format!("font-family:'{family}'");
            assert!(rules.iter().any(|each| each.contains(&rule)), "{family} is not there");
        }
        for rule in rules {
            assert!(rule.contains("src:url(data:font/woff;base64,d09GR"), "{}", &rule[..rule.len().min(200)]);
        }
        assert!(svg.len() < 700_000, "the fonts are cut down: {}", svg.len());
    }
}

#[test]
fn outlines_hold_no_text_and_look_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let [text, outlines] = ["text.png", "outlines.png"].map(|name| folder.path().join(name));
    for panel in PANELS {
        let written = svg(&["--panel", panel, "--outline-text"]);
        let document = Document::parse(&written).expect("XML");
        assert!(texts(&document).is_empty() && !written.contains("@font-face"));
        assert!(document.descendants().any(|node| node.has_tag_name("title")));
        make(&text, &["--panel", panel, "--dpi", DPI]);
        make(&outlines, &["--panel", panel, "--dpi", DPI, "--outline-text"]);
        let apart = Distance::of(&open(&text), &open(&outlines));
        assert!(apart.mean < 0.001 && apart.worst < 0.02, "{panel}: {apart:?}");
    }
}

#[test]
fn librsvg_draws_what_we_draw() {
    if tool("rsvg-convert", "librsvg2-bin").is_none() {
        return;
    }
    for_each_figure(|panel, theme, folder| {
        let ours = open(&folder.join("a.png"));
        let apart = Distance::of(&ours, &by_librsvg(&folder.join("a.svg")));
        eprintln!("librsvg, {panel}, {theme}: {apart:?}");
        apart.is_small();
    });
}

#[test]
fn chromium_draws_what_we_draw_with_the_fonts_of_the_file() {
    if tool("chromium", "chromium").is_none() {
        return;
    }
    for_each_figure(|panel, theme, folder| {
        let ours = open(&folder.join("a.png"));
        let apart = Distance::of(&ours, &by_chromium(&folder.join("a.svg"), panel));
        eprintln!("Chromium, {panel}, {theme}: {apart:?}");
        apart.is_small();
    });
}

#[test]
fn the_distance_sees_one_label_or_one_line_that_is_missing() {
    if tool("rsvg-convert", "librsvg2-bin").is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let [png, whole, less] = ["a.png", "a.svg", "less.svg"].map(|name| folder.path().join(name));
    make(&png, &["--dpi", DPI]);
    make(&whole, &[]);
    let svg = std::fs::read_to_string(&whole).expect("the figure");
    let label = svg
        .lines()
        .find(|line| line.starts_with("<text") && line.ends_with(">China</text>"))
        .expect("a label");
    let line = svg
        .lines()
        .find(|line| line.starts_with("<path") && line.contains('Q'))
        .or_else(|| svg.lines().find(|line| line.starts_with("<path") && line.contains("fill=\"none\"")));
    for missing in [label, line.expect("an edge")] {
        std::fs::write(&less, svg.replacen(&format!("{missing}\n"), "", 1)).expect("a file");
        let apart = Distance::of(&open(&png), &by_librsvg(&less));
        assert!(apart.worst > LIMIT.worst, "{missing} is not missed: {apart:?}");
    }
}

#[test]
fn chromium_sets_letters_that_combine_and_those_of_other_faces_as_we_do() {
    if tool("chromium", "chromium").is_none() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let [png, svg] = ["a.png", "a.svg"].map(|name| folder.path().join(name));
    let title = ["--title", "AVATAR Ma\u{304}ori e\u{301} ⚑ → wᵢ ✔ To"];
    let caption = ["--caption", "a\u{2009}b\u{202f}c  d: Ta\u{304}maki ⌕ ⚠ ŁŻ Жук"];
    make(&png, &[&title[..], &caption, &["--dpi", DPI]].concat());
    make(&svg, &[title, caption].concat());
    Distance::of(&open(&png), &by_chromium(&svg, "diagram")).is_small();
}

fn for_each_figure(check: impl Fn(&str, &str, &Path)) {
    for panel in PANELS {
        for theme in THEMES {
            let folder = tempfile::tempdir().expect("a folder");
            make(&folder.path().join("a.svg"), &["--panel", panel, "--theme", theme]);
            make(&folder.path().join("a.png"), &["--panel", panel, "--theme", theme, "--dpi", DPI]);
            check(panel, theme, folder.path());
        }
    }
}

/// A tool that a machine may lack, except where the project is built.
fn tool(name: &str, package: &str) -> Option<Command> {
    let found = Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_ok() {
        return Some(Command::new(name));
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{name} is missing; install {package}");
    eprintln!("skipped: {name} is missing; install {package}");
    None
}

fn open(path: &Path) -> RgbImage {
    image::open(path).expect("a picture").into_rgb8()
}

/// By librsvg, which is given our fonts, for it does not read those of the file.
fn by_librsvg(svg: &Path) -> RgbImage {
    let fonts = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/fonts");
    let (config, png) = (svg.with_file_name("fonts.conf"), svg.with_file_name("librsvg.png"));
    let cache = svg.with_file_name("cache");
    let rules =
        format!("<fontconfig><dir>{fonts}</dir><cachedir>{}</cachedir></fontconfig>", cache.display());
    std::fs::write(&config, rules).expect("a file");
    let mut rsvg = Command::new("rsvg-convert");
    rsvg.env("FONTCONFIG_FILE", config).args(["-d", DPI, "-p", DPI, "-o"]).arg(&png).arg(svg);
    assert!(rsvg.status().expect("rsvg-convert starts").success());
    open(&png)
}

/// By Chromium, in a window of the page's size.
fn by_chromium(svg: &Path, panel: &str) -> RgbImage {
    let png = svg.with_file_name("chromium.png");
    let profile = svg.with_file_name("profile");
    let mut chromium = Command::new("chromium");
    chromium
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
        ])
        .args([
            "--force-device-scale-factor=2",
            if panel == "all" { "--window-size=1123,794" } else { "--window-size=681,454" },
        ])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--screenshot={}", png.display()))
        .arg(format!("file://{}", svg.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    assert!(chromium.status().expect("Chromium starts").success());
    open(&png)
}

/// What two readers may be apart: about half of it is seen, in the smoothing of letters and lines.
const LIMIT: Distance = Distance { mean: 0.008, share: 0.001, worst: 0.06 };

#[derive(Debug)]
struct Distance {
    mean: f32,
    share: f32,
    worst: f32,
}

impl Distance {
    /// Of the part that both have: a window may be a fraction of a pixel larger than the page.
    fn of(a: &RgbImage, b: &RgbImage) -> Self {
        assert!(
            a.width().abs_diff(b.width()) <= 1 && a.height().abs_diff(b.height()) <= 1,
            "not of one size"
        );
        let (width, height) = (a.width().min(b.width()) / 2, a.height().min(b.height()) / 2);
        let halved = |picture: &RgbImage, x: u32, y: u32, channel: usize| {
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let each =
                four.map(|(right, down)| f32::from(picture.get_pixel(2 * x + right, 2 * y + down)[channel]));
            each.iter().sum::<f32>() / 4.0 / 255.0
        };
        let mut tiles = vec![(0.0_f32, 0_u32); (width.div_ceil(16) * height.div_ceil(16)) as usize];
        let (mut sum, mut far) = (0.0, 0_u32);
        for y in 0..height {
            for x in 0..width {
                let apart =
                    [0, 1, 2].map(|channel| (halved(a, x, y, channel) - halved(b, x, y, channel)).abs());
                let mean = apart.iter().sum::<f32>() / 3.0;
                far += u32::from(apart.iter().any(|apart| *apart > 0.25));
                sum += f64::from(mean);
                let tile = &mut tiles[(y / 16 * width.div_ceil(16) + x / 16) as usize];
                *tile = (tile.0 + mean, tile.1 + 1);
            }
        }
        // A sliver at the edge is no tile.
        let whole = tiles.iter().filter(|(_, count)| *count >= 128);
        let worst = whole.map(|(sum, count)| sum / *count as f32).fold(0.0, f32::max);
        let count = f64::from(width * height);
        Self { mean: (sum / count) as f32, share: (f64::from(far) / count) as f32, worst }
    }

    #[track_caller]
    fn is_small(&self) {
        let Self { mean, share, worst } = *self;
        assert!(mean < LIMIT.mean && share < LIMIT.share && worst < LIMIT.worst, "{self:?}");
    }
}
