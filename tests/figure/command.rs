//! What `detente figure` promises: whole files, text that stays text, the same bytes on every machine, clear errors.

use std::path::Path;

use crate::program::{self, Ended, command, detente};
use detente::dataset::bundled;
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
    for name in ["figure.svg", "figure.png", "figure.pdf"] {
        for panel in ["diagram", "timeline", "excerpts", "all"] {
            let size = if panel == "all" { "297mmx210mm" } else { "120mmx100mm" };
            let arguments = ["--panel", panel, "--size", size, "--dpi", "100"];
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

#[test]
fn a_figure_is_made_again_from_its_file_and_from_nothing_else() {
    for name in ["figure.svg", "figure.pdf", "figure.png"] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).to_str().expect("text").to_owned();
        std::fs::write(folder.path().join("small.json"), program::SMALL).expect("a dataset");
        let asked = ["--select", "nzl-pact", "--title", "It's “so”", "--dpi", "60", "--theme", "dark"];
        assert_eq!(
            detente(&[&["figure", "-o", &path(name), &path("small.json")], &asked[..]].concat()).err,
            ""
        );
        let before = std::fs::read(path(name)).expect("the figure");
        let ended = detente(&["figure", "--from", &path(name)]);
        assert!(
            ended.code == 0 && ended.out.ends_with("made again, byte for byte the same\n"),
            "{}",
            ended.err
        );
        assert!(std::fs::read(path(name)).expect("the figure") == before);
        // Into another format, whose command names that format.
        let other = if name == "figure.pdf" { "again.svg" } else { "again.pdf" };
        assert_eq!(detente(&["figure", "--from", &path(name), "-o", &path(other)]).code, 0);
        assert!(std::fs::metadata(path(other)).is_ok());

        std::fs::write(folder.path().join("small.json"), program::SMALL.replace("A small", "Another"))
            .expect("a dataset");
        refuses(&detente(&["figure", "--from", &path(name)]), 1, "SHA-256");
        std::fs::remove_file(path("small.json")).expect("it is there");
        refuses(&detente(&["figure", "--from", &path(name)]), 1, "neither beside it nor here");
        refuses(&detente(&["figure", "--from", &path("no.svg")]), 1, "cannot be read");
        std::fs::write(path("other.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>").expect("a file");
        refuses(&detente(&["figure", "--from", &path("other.svg")]), 1, "no figure of Detente");
    }
}

#[test]
fn all_writes_a_figure_for_each_relationship_with_evidence_and_an_index() {
    let folder = tempfile::tempdir().expect("a folder");
    let dataset = program::TempFile::new("small.json", program::SMALL);
    let figures = folder.path().join("figures");
    let all = |more: &[&str]| {
        let figures = figures.to_str().expect("text");
        detente(
            &[&["figure", "--all", figures, &dataset.argument(), "--format", "png", "--dpi", "50"], more]
                .concat(),
        )
    };
    let ended = all(&[]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    let names = || {
        let mut names: Vec<_> = std::fs::read_dir(&figures)
            .expect("the folder")
            .map(|entry| entry.expect("a file").file_name().into_string().expect("text"))
            .collect();
        names.sort();
        names
    };
    assert_eq!(names(), ["index.html", "nzl-pact.png"]);
    let index = std::fs::read_to_string(figures.join("index.html")).expect("the index");
    for said in ["nzl-pact.png", "New Zealand → Pact: participation", "detente figure", "[1] "] {
        assert!(index.contains(said), "{said} is not in {index}");
    }
    refuses(&all(&[]), 1, "--force writes over");
    let before = std::fs::read(figures.join("nzl-pact.png")).expect("the figure");
    assert_eq!(all(&["--force"]).code, 0);
    assert!(std::fs::read(figures.join("nzl-pact.png")).expect("the figure") == before);
    refuses(&all(&["--force", "--as-of", "2020"]), 1, "no relationship");
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
