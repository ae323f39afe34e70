//! What a figure's file says about itself: title, description, sources, and how to make it again. Written into
//! SVG, PNG and PDF files, and read back from them.
//!
//! What is read comes from anywhere. It is bounded, and what is not understood is `None`.

use super::words::Words;
use super::{Format, Request, pdf, recipe};
use crate::session::Session;

mod chunks;
mod rdf;

pub(super) use chunks::chunks;
pub(super) use rdf::rdf;

/// Larger files are not read: figures have a hundredth of that.
const MOST_BYTES: usize = 1 << 28;

/// What a figure's file says about itself.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Metadata {
    /// The title, or the caption where there is none.
    pub title: String,
    /// The caption.
    pub description: String,
    /// The sources, a line each.
    pub sources: Vec<String>,
    /// SHA-256 of the dataset's file, in hexadecimal.
    pub dataset_sha256: String,
    /// The program and its version: `Detente 0.1.0`.
    pub program: String,
    /// The command that makes the figure, as a POSIX shell reads it.
    pub command: String,
}

impl Metadata {
    /// What a figure of a session says about itself.
    pub(super) fn new(session: &Session, request: &Request, format: Format, words: &Words) -> Self {
        let title = if words.title.trim().is_empty() { &words.caption } else { &words.title };
        Self {
            title: title.clone(),
            description: words.caption.clone(),
            sources: words.sources.clone(),
            dataset_sha256: session.dataset().origin.sha256.clone(),
            program: format!("Detente {}", env!("CARGO_PKG_VERSION")),
            command: recipe::line(&recipe::command(session, request, format)),
        }
    }

    /// Reads what a figure's file says about itself; `None` where it is no figure of this program.
    pub fn read(file: &[u8]) -> Option<Self> {
        if file.len() > MOST_BYTES {
            None
        } else if file.starts_with(b"\x89PNG\r\n\x1a\n") {
            chunks::read(file)
        } else if file.starts_with(b"%PDF") {
            pdf::metadata(file)
        } else {
            rdf::read(std::str::from_utf8(file).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Text with all that is odd: line ends, quotes, markup, what XML forbids, what ends a text in PNG.
    fn text() -> impl Strategy<Value = String> {
        let odd = prop::sample::select(vec![
            '\0', '\u{1}', '\t', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}', '\u{fffe}',
            '\u{ffff}', '"', '\'', '<', '>', '&', '\\', ' ', ']', '-', 'é', '😀',
        ]);
        let character = prop_oneof![odd, any::<char>()];
        prop::collection::vec(character, 0..12).prop_map(|characters| characters.into_iter().collect())
    }

    fn metadata() -> impl Strategy<Value = Metadata> {
        let sources = prop::collection::vec(text(), 0..4);
        let rest = (text(), text(), text());
        (text(), text(), sources, rest).prop_map(|(title, description, sources, rest)| {
            let (dataset_sha256, program, command) = rest;
            let program = format!("Detente {program}");
            Metadata { title, description, sources, dataset_sha256, program, command }
        })
    }

    fn as_svg(metadata: &Metadata) -> String {
        format!("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\">{}</svg>", rdf(metadata))
    }

    fn as_png(metadata: &Metadata) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 1, 1);
        encoder.set_color(png::ColorType::Grayscale);
        let mut writer = encoder.write_header().unwrap();
        for chunk in chunks(metadata) {
            writer.write_text_chunk(&chunk).unwrap();
        }
        writer.write_image_data(&[0]).unwrap();
        writer.finish().unwrap();
        file
    }

    proptest! {
        #[test]
        fn svg_gives_back_what_was_written(metadata in metadata()) {
            prop_assert_eq!(Metadata::read(as_svg(&metadata).as_bytes()), Some(metadata));
        }

        #[test]
        fn png_gives_back_what_was_written(metadata in metadata()) {
            prop_assert_eq!(Metadata::read(&as_png(&metadata)), Some(metadata));
        }

        #[test]
        fn a_damaged_file_is_read_or_refused_but_never_a_fright(
            metadata in metadata(),
            cut in 0.0..1.0_f64,
            flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        ) {
            for mut file in [as_svg(&metadata).into_bytes(), as_png(&metadata)] {
                for (place, byte) in &flips {
                    let place = place.index(file.len());
                    file[place] = *byte;
                }
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "part of a length")]
                file.truncate((file.len() as f64 * cut) as usize + 8);
                let _ = Metadata::read(&file);
            }
        }
    }

    #[test]
    fn what_is_no_figure_says_nothing() {
        let foreign = "<svg xmlns=\"http://www.w3.org/2000/svg\"><metadata/><title>A</title></svg>";
        for file in [&b""[..], b"\x89PNG\r\n\x1a\n", b"%PDF-1.7", b"<svg", b"\xff\xfe<", foreign.as_bytes()] {
            assert_eq!(Metadata::read(file), None);
        }
        let deep = format!("{}{}", "<g>".repeat(200_000), "</g>".repeat(200_000));
        assert_eq!(Metadata::read(deep.as_bytes()), None);
        let entities = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg>&b;</svg>";
        assert_eq!(Metadata::read(entities.as_bytes()), None);
    }
}
