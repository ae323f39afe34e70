//! What `detente figure` promises: whole files, text that stays text, the same bytes on every machine, clear errors.

mod program;

use std::path::Path;

use detente::dataset::bundled;
use program::{Ended, command, detente};
use resvg::usvg::roxmltree;

/// Makes a figure, and returns its bytes.
#[track_caller]
fn made(name: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let ended = detente(&[&["figure", "-o", path.to_str().expect("text")], arguments].concat());
    assert_eq!((ended.code, ended.err.as_str(), ended.out.as_str()), (0, "", ""));
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "nothing but the figure is left");
    std::fs::read(&path).expect("the figure")
}

#[track_caller]
fn svg(arguments: &[&str]) -> String {
    String::from_utf8(made("figure.svg", arguments)).expect("SVG is text")
}

/// The words of all `<text>` elements, a space between each.
fn words(svg: &str) -> String {
    let document = roxmltree::Document::parse(svg).expect("SVG is XML");
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    // Where the face changes, a text has parts.
    let whole = texts
        .map(|node| node.descendants().filter_map(|part| part.is_text().then(|| part.text())?).collect());
    whole.collect::<Vec<String>>().join(" ")
}

#[test]
fn a_diagram_holds_the_names_of_its_nodes_as_text() {
    let svg = svg(&["--size", "420mmx297mm"]);
    let words = words(&svg);
    let dataset = bundled::load().dataset.expect("the bundled dataset");
    assert!(!words.contains("have no label"), "there is room for every label on this page");
    for node in dataset.nodes() {
        // A long name is broken into lines and cut: its first word is there in any case.
        let first = dataset.node_label(node).split_whitespace().next().unwrap_or_default();
        assert!(words.contains(first), "{first} is not in {words}");
    }
    assert!(svg.contains("<title id=") && svg.contains("<desc id="));
    assert!(!svg.contains("<image"), "no picture of pixels is inside");
}

#[test]
fn a_figure_says_what_it_shows_and_from_which_sources() {
    let words = words(&svg(&["--select", "NZL", "--as-of", "2025-01", "--caption", "My words"]));
    for said in ["My words.", "31 January 2025", "Selected: New Zealand", "[1] ", "state"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
}

#[test]
fn a_timeline_says_its_parameters_and_voices() {
    let words = words(&svg(&["--panel", "timeline"]));
    for said in ["h = 180 days", "κ = 1", "reported, quoted", "United States", "one standard error"] {
        assert!(words.contains(said), "{said} is not in {words}");
    }
    assert!(!words.contains("Formula"), "the controls of the panel are not in its figure");
}

#[test]
fn without_a_legend_there_is_none() {
    assert!(words(&svg(&[])).contains("organisation"));
    assert!(!words(&svg(&["--no-legend"])).contains("organisation"));
}

#[test]
fn the_same_command_makes_the_same_bytes_on_a_bare_machine() {
    for name in ["figure.svg", "figure.png"] {
        for panel in ["diagram", "timeline"] {
            let arguments = ["--panel", panel, "--size", "120mmx100mm", "--dpi", "100"];
            let here = made(name, &arguments);
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(name);
            let mut bare =
                command(&[&["figure", "-o", path.to_str().expect("text")], &arguments[..]].concat());
            let ended = bare.env_clear().output().expect("the program starts");
            assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
            assert!(std::fs::read(&path).expect("the figure") == here, "{name} of the {panel} differs");
        }
    }
}

#[test]
fn a_png_has_the_pixels_asked_for_and_says_how_many_there_are_to_an_inch() {
    for (arguments, size) in [
        (["--size", "800x600", "--dpi", "150"], (800, 600)),
        (["--size", "127mmx101.6mm", "--dpi", "200"], (1000, 800)),
    ] {
        let bytes = made("figure.png", &arguments);
        let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let info = reader.info();
        assert_eq!((info.width, info.height), size);
        let dpi: f64 = arguments[3].parse().expect("a number");
        let dots = info.pixel_dims.expect("pixels to the metre").xppu;
        assert!((f64::from(dots) * 0.0254 - dpi).abs() < 0.02, "{dots}");
        assert!(info.srgb.is_some());
    }
}

#[track_caller]
fn refuses(ended: &Ended, code: i32, said: &str) {
    assert_eq!(ended.code, code, "{}", ended.err);
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.contains(said), "{said:?} is not in {}", ended.err);
}

#[test]
fn what_cannot_be_done_is_told_in_one_line_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
    let figure =
        |name: &str, arguments: &[&str]| detente(&[&["figure", "-o", &path(name)], arguments].concat());
    refuses(&figure("a.svg", &["--select", "NZLL"]), 1, "did you mean");
    refuses(&figure("a.svg", &["--size", "wide"]), 2, "180mmx120mm");
    refuses(&figure("a.svg", &["--size", "40mmx40mm"]), 1, "too small");
    refuses(&figure("a.png", &["--size", "2000mmx2000mm", "--dpi", "2400"]), 2, "too many");
    refuses(&figure("a.gif", &[]), 2, ".svg, .pdf or .png");
    refuses(&figure("no/such/a.svg", &[]), 1, "cannot be written");
    refuses(&figure("a.svg", &["--as-of", "soon"]), 2, "--as-of");
    refuses(&detente(&["figure"]), 2, "--out");
    assert_eq!(std::fs::read_dir(folder.path()).expect("the folder").count(), 0);
    assert!(!Path::new("a.svg").exists());
}
