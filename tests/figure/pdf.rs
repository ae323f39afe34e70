//! What a PDF of a figure promises, as other programs see it (poppler-utils): text that can be searched, fonts
//! embedded as subsets, no pixels, the same picture as the PNG, and the same bytes on every run.

use std::process::Command;
use std::sync::Arc;

use crate::program;
use detente::dataset::bundled;
use detente::figure::{Format, Lettering, Page, Panel, Request, Size, Theme, figure};
use detente::session::Session;
use image::RgbaImage;
use image::imageops::{FilterType, resize};
use resvg::usvg::roxmltree::{Document, Node};

/// The panels, and their names on the command line.
const PANELS: &[(Panel, &str)] = &[
    (Panel::Diagram, "diagram"),
    (Panel::Timeline, "timeline"),
    (Panel::Excerpts, "excerpts"),
    (Panel::All, "all"),
];

const DPI: u32 = 200;

/// How far apart two pictures of the same figure may be (see [`distance`]). Poppler moves each letter to the next
/// quarter of a pixel, which makes less than 1; without a legend, or with something selected, it is more than 3.5.
const NEAR: f64 = 1.6;

/// How far apart they may be where letters are outlines and cairo draws, which leaves lines and letters where they are.
const NEARER: f64 = 0.4;

fn session() -> Session {
    Session::new(Arc::new(bundled::load().dataset.expect("the bundled dataset")))
}

fn request(panel: Panel) -> Request {
    let size = match panel {
        Panel::Diagram | Panel::Timeline | Panel::Excerpts => Size::Paper { width: 177.8, height: 127.0 },
        Panel::All => Size::Paper { width: 304.8, height: 228.6 },
    };
    Request { page: Page::new(size, DPI).expect("a page"), ..Request::new(panel) }
}

fn made(request: &Request, format: Format) -> Vec<u8> {
    figure(&session(), request, format).expect("a figure")
}

/// A PDF in a folder of its own.
struct Pdf {
    folder: tempfile::TempDir,
}

impl Pdf {
    fn of(request: &Request) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("figure.pdf"), made(request, Format::Pdf)).expect("a file");
        Self { folder }
    }

    /// What a program of poppler-utils prints about it. `FILE` stands for it.
    fn said(&self, tool: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(tool);
        command.current_dir(self.folder.path());
        command.args(arguments.iter().map(|&word| if word == "FILE" { "figure.pdf" } else { word }));
        let output = command.output().expect("poppler-utils are installed");
        assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
        // Poppler complains of the value that the standard wants here.
        let complaints = String::from_utf8(output.stderr).expect("it complains in text");
        let complaints = complaints.replace("Syntax Error: Suspects object is wrong type (boolean)\n", "");
        assert_eq!(complaints, "", "{tool} complains");
        String::from_utf8(output.stdout).expect("it prints text")
    }

    fn text(&self) -> String {
        spaced(&self.said("pdftotext", &["-raw", "-enc", "UTF-8", "FILE", "-"]))
    }

    /// The lines of a table, without its two lines of headings.
    fn table(&self, tool: &str, arguments: &[&str]) -> Vec<String> {
        self.said(tool, arguments).lines().skip(2).map(str::to_owned).collect()
    }

    /// What `pdfinfo` says in a line.
    #[track_caller]
    fn info(&self, name: &str) -> Option<String> {
        let said = self.said("pdfinfo", &["-enc", "UTF-8", "FILE"]);
        said.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim().to_owned()))
    }

    /// It as pixels, as a program of poppler-utils draws it.
    fn drawn(&self, tool: &str, arguments: &[&str]) -> RgbaImage {
        let dpi = DPI.to_string();
        let own = ["-r", &dpi, "-png", "-singlefile", "FILE", "drawn"];
        self.said(tool, &[arguments, &own].concat());
        image::open(self.folder.path().join("drawn.png")).expect("a picture").to_rgba8()
    }

    fn on_paper(&self) -> RgbaImage {
        self.drawn("pdftoppm", &[])
    }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn png(request: &Request) -> RgbaImage {
    image::load_from_memory(&made(request, Format::Png)).expect("a picture").to_rgba8()
}

/// The mean difference of a channel, of 255, of squares of 4 by 4 pixels: the edges of lines and letters are rounded
/// by each program in its way.
#[track_caller]
fn distance(one: &RgbaImage, other: &RgbaImage) -> f64 {
    assert_eq!(one.dimensions(), other.dimensions());
    let coarse = |picture: &RgbaImage| {
        let (width, height) = picture.dimensions();
        resize(picture, width / 4, height / 4, FilterType::Triangle).into_raw()
    };
    let (one, other) = (coarse(one), coarse(other));
    let differences = one.iter().zip(&other).map(|(a, b)| u64::from(a.abs_diff(*b)));
    // The fourth channel is opacity, which is the same in both.
    differences.sum::<u64>() as f64 / (one.len() / 4 * 3) as f64
}

/// Whether the programs that look at a PDF are there. On the build machine they must be.
fn can_look() -> bool {
    let is_there = Command::new("pdftotext").arg("-v").output().is_ok();
    if !is_there {
        assert!(std::env::var_os("CI").is_none(), "install poppler-utils");
        eprintln!("skipped: poppler-utils are not installed");
    }
    is_there
}

#[test]
fn every_word_of_the_picture_can_be_found() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        let request = request(panel);
        let svg = String::from_utf8(made(&request, Format::Svg)).expect("SVG is text");
        let svg = Document::parse(&svg).expect("SVG is XML");
        let texts = svg.descendants().filter(|node| node.has_tag_name("text"));
        let pieces = texts.flat_map(|text| text.descendants().filter(Node::is_text));
        let labels: Vec<String> = pieces.filter_map(|piece| piece.text().map(spaced)).collect();
        assert!(labels.len() > 20, "{name}: {labels:?}");
        let said = Pdf::of(&request).text();
        for label in labels {
            assert!(said.contains(&label), "{name}: {label:?} is not in {said}");
        }
    }
}

#[test]
fn fonts_are_embedded_as_subsets_and_say_their_characters() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        let fonts = Pdf::of(&request(panel)).table("pdffonts", &["FILE"]);
        assert!(fonts.iter().any(|font| font.contains("Inter")), "{name}: {fonts:?}");
        for font in &fonts {
            // … encoding, embedded, subset, Unicode, and the two numbers of the object.
            let columns: Vec<&str> = font.split_whitespace().rev().skip(2).take(3).collect();
            assert_eq!(columns, ["yes", "yes", "yes"], "{name}: {font}");
        }
    }
}

#[test]
fn nothing_in_it_is_made_of_pixels() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        let images = Pdf::of(&request(panel)).table("pdfimages", &["-list", "FILE"]);
        assert!(images.is_empty(), "{name}: {images:?}");
    }
}

#[test]
fn it_says_what_it_is() {
    if !can_look() {
        return;
    }
    let title = r#"Who "leans" toward (Ōtautahi)? \ 甲"#;
    for &(panel, name) in PANELS {
        let request = Request { title: Some(title.to_owned()), ..request(panel) };
        let pdf = Pdf::of(&request);
        let info = |field: &str| pdf.info(field);
        assert_eq!(info("Title").as_deref(), Some(title));
        let program = format!("Detente {}", env!("CARGO_PKG_VERSION"));
        assert_eq!(info("Creator"), Some(program.clone()));
        assert_eq!(info("Producer"), Some(program));
        assert!(info("Subject").is_some_and(|subject| subject.len() > 20), "{name}");
        assert_eq!(info("Pages").as_deref(), Some("1"));
        assert_eq!(info("PDF version").as_deref(), Some("1.7"));
        let size = if panel == Panel::All { "864 x 648 pts" } else { "504 x 360 pts" };
        assert_eq!(info("Page size").as_deref(), Some(size));
        assert_eq!(info("Tagged").as_deref(), Some("yes"));
        assert_eq!((info("CreationDate"), info("ModDate")), (None, None), "there is no clock in it");
        let said = pdf.said("pdfinfo", &["-enc", "UTF-8", "FILE"]);
        let sha256 = session().dataset().origin.sha256.clone();
        for line in ["Source: [1] ", &format!("Dataset SHA-256: {sha256}"), "Command: detente figure --out "]
        {
            assert!(said.contains(line), "{name}: {line:?} is not in {said}");
        }
        let structure = pdf.said("pdfinfo", &["-struct", "FILE"]);
        assert!(structure.contains("Figure"), "{name}: {structure}");
    }
}

#[test]
fn it_is_the_picture_that_the_png_is() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let request = Request { theme, ..request(panel) };
            let away = distance(&Pdf::of(&request).on_paper(), &png(&request));
            eprintln!("{name}, {theme:?}: {away:.3}");
            assert!(away < NEAR, "{name}, {theme:?}: {away}");
        }
    }
}

#[test]
fn another_picture_is_far_from_it() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        let pdf = Pdf::of(&request(panel)).on_paper();
        let others = [
            Request { theme: Theme::Dark, ..request(panel) },
            Request { title: Some(String::new()), ..request(panel) },
            Request { legend: false, ..request(panel) },
        ];
        // The legend of excerpts is one line at the foot of the page.
        let count = if panel == Panel::Excerpts { 2 } else { 3 };
        for other in others.into_iter().take(count) {
            let away = distance(&pdf, &png(&other));
            eprintln!("{name}: {away:.3}");
            assert!(away > 2.0 * NEAR, "{name}: {away}");
        }
    }
}

#[test]
fn outlines_are_the_same_picture_without_fonts() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        let request = Request { lettering: Lettering::Outlines, ..request(panel) };
        let pdf = Pdf::of(&request);
        assert_eq!(pdf.table("pdffonts", &["FILE"]), [""; 0], "{name}");
        assert_eq!(pdf.text(), "", "{name}");
        let away = distance(&pdf.drawn("pdftocairo", &[]), &png(&request));
        eprintln!("{name}: {away:.3}");
        assert!(away < NEARER, "{name}: {away}");
    }
}

#[test]
fn a_transparent_page_has_no_ground() {
    if !can_look() {
        return;
    }
    for &(panel, name) in PANELS {
        for (transparent, opacity) in [(true, 0), (false, 255)] {
            let pdf = Pdf::of(&Request { transparent, ..request(panel) });
            let drawn = pdf.drawn("pdftocairo", &["-transp"]);
            assert_eq!(drawn.get_pixel(2, 2).0[3], opacity, "{name}, transparent: {transparent}");
        }
    }
}

#[test]
fn every_run_makes_the_same_bytes() {
    for &(panel, name) in PANELS {
        let first = made(&request(panel), Format::Pdf);
        for _ in 0..4 {
            assert!(made(&request(panel), Format::Pdf) == first, "the {name} differs in one process");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("figure.pdf");
        let out = path.to_str().expect("text");
        let (page, dpi) = (request(panel).page.size().to_string(), DPI.to_string());
        let arguments = ["figure", "-o", out, "--panel", name, "--size", &page, "--dpi", &dpi];
        for _ in 0..4 {
            let ended = program::command(&arguments).env_clear().output().expect("the program starts");
            assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
            let made = std::fs::read(&path).expect("the figure");
            assert!(made == first, "the {name} differs in another process");
        }
    }
}
