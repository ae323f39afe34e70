//! A figure's file says what it is, what it rests on and how to make it again, and gives that back.

use crate::program::{TempFile, detente};
use detente::dataset::bundled;
use detente::figure::Metadata;

fn made(name: &str, arguments: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    let ended = detente(&[&["figure", "-o", path.to_str().expect("text")], arguments].concat());
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    std::fs::read(path).expect("the figure")
}

const TITLE: &str = "It’s — \"so\" <&> 'then'\u{a0}…";

#[test]
fn svg_and_png_say_the_same_about_themselves() {
    let arguments = ["--title", TITLE, "--select", "NZL", "--size", "180mmx150mm", "--dpi", "60"];
    let svg = Metadata::read(&made("a.svg", &arguments)).expect("metadata");
    let png = Metadata::read(&made("a.png", &arguments)).expect("metadata");
    assert_eq!(svg.command.replacen("diagram.svg", "diagram.png", 1), png.command);
    assert_eq!(Metadata { command: png.command.clone(), ..svg.clone() }, png);
    assert_eq!(svg.title, TITLE);
    assert!(svg.description.contains("Selected: New Zealand"), "{}", svg.description);
    assert!(svg.sources[0].starts_with("[1] Patman"), "{:?}", svg.sources);
    assert_eq!(svg.program, format!("Detente {}", env!("CARGO_PKG_VERSION")));
    let dataset = bundled::load().dataset.expect("the bundled dataset");
    assert_eq!(svg.dataset_sha256, dataset.origin.sha256);
    let words = shlex::split(&svg.command).expect("a command");
    assert!(
        words.starts_with(&["detente".to_owned(), "figure".to_owned()]) && words.contains(&TITLE.to_owned())
    );
}

#[test]
fn a_figure_is_made_again_from_its_file_byte_for_byte() {
    for (name, flag) in [("a.svg", "--outline-text"), ("b.png", "--transparent")] {
        let bytes = made(name, &["--panel", "timeline", "--title", TITLE, "--dpi", "60", flag]);
        let before = TempFile::new(name, &bytes);
        let out = before.path().with_file_name(format!("again-{name}"));
        let ended = detente(&["figure", "--from", &before.argument(), "-o", out.to_str().expect("text")]);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        assert!(std::fs::read(out).expect("the figure") == bytes, "{name} differs");
    }
}

#[test]
fn pngs_keep_their_opacity_and_everything_that_they_say() {
    let bytes = made("a.png", &["--transparent", "--dpi", "60"]);
    let reader = png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().expect("a PNG");
    assert_eq!(reader.info().color_type, png::ColorType::Rgba);
    let keywords: Vec<&str> = reader.info().utf8_text.iter().map(|chunk| chunk.keyword.as_str()).collect();
    assert_eq!(keywords, ["Title", "Description", "Software", "Command", "Dataset SHA-256", "Source"]);
}
