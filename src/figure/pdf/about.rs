//! What a PDF says about itself, in the document information and in XMP: title, subject, program, and what neither
//! has a field for as lines of the keywords, so that every viewer shows it:
//!
//! ```text
//! Source: [1] …
//! Dataset SHA-256: …
//! Command: detente figure …
//! ```
//!
//! A line that begins with a tab goes on with the one before.

use resvg::usvg::roxmltree::{Document, Node};

use crate::figure::Metadata;

const SOURCE: &str = "Source: ";
const DATASET: &str = "Dataset SHA-256: ";
const COMMAND: &str = "Command: ";

/// The language of a figure's own words.
const LANGUAGE: &str = "en";

/// The metadata as the PDF writer takes it.
pub(super) fn described(metadata: &Metadata) -> krilla::metadata::Metadata {
    let Metadata { title, description, sources, dataset_sha256, program, command } = metadata;
    let sources = sources.iter().map(|source| line(SOURCE, source));
    let keywords: Vec<String> =
        sources.chain([line(DATASET, dataset_sha256), line(COMMAND, command)]).collect();
    krilla::metadata::Metadata::new()
        .title(clean(title))
        .description(clean(description))
        // One keyword, for the writer puts commas between several.
        .keywords(vec![keywords.join("\n")])
        .creator(clean(program))
        .producer(clean(program))
        .language(LANGUAGE.to_owned())
}

fn line(name: &str, value: &str) -> String {
    format!("{name}{}", clean(value).replace('\n', "\n\t"))
}

/// Characters that XML forbids or does not keep become spaces.
fn clean(text: &str) -> String {
    let kept =
        |c: char| matches!(c, '\n' | '\t') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
    text.chars().map(|c| if kept(c) { c } else { ' ' }).collect()
}

/// Reads what a PDF file of ours says about itself; `None` where it is none.
pub(in crate::figure) fn metadata(file: &[u8]) -> Option<Metadata> {
    if !file.starts_with(b"%PDF-") {
        return None;
    }
    let packet = packet(file)?;
    let document = Document::parse(packet).ok()?;
    let property = |name: &str| {
        let element = document.descendants().find(|node| node.tag_name().name() == name)?;
        element.descendants().filter(Node::is_text).find_map(|text| text.text().map(str::to_owned))
    };
    let mut metadata = Metadata {
        title: property("title").unwrap_or_default(),
        description: property("description").unwrap_or_default(),
        program: property("CreatorTool").unwrap_or_default(),
        ..Metadata::default()
    };
    let (mut dataset, mut command) = (None, None);
    let keywords = property("Keywords")?;
    for line in unfolded(&keywords) {
        if let Some(source) = line.strip_prefix(SOURCE) {
            metadata.sources.push(source.to_owned());
        } else if let Some(sha256) = line.strip_prefix(DATASET) {
            dataset = Some(sha256.to_owned());
        } else {
            command = Some(line.strip_prefix(COMMAND)?.to_owned());
        }
    }
    Some(Metadata { dataset_sha256: dataset?, command: command?, ..metadata })
}

/// The lines of a text, each with those that go on with it.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        match (line.strip_prefix('\t'), lines.last_mut()) {
            (Some(more), Some(last)) => {
                last.push('\n');
                last.push_str(more);
            }
            (Some(_), None) | (None, _) => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The XML of the last XMP packet, which is not compressed.
fn packet(file: &[u8]) -> Option<&str> {
    const END: &[u8] = b"</x:xmpmeta>";
    let from = memchr::memmem::rfind(file, b"<x:xmpmeta")?;
    let packet = &file[from..];
    let to = memchr::memmem::find(packet, END)? + END.len();
    std::str::from_utf8(&packet[..to]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one page with metadata.
    fn file(metadata: &Metadata) -> Vec<u8> {
        let mut document = krilla::Document::new();
        document.set_metadata(described(metadata));
        document.finish().expect("a file")
    }

    #[test]
    fn every_field_is_read_back_whatever_it_holds() {
        let odd = Metadata {
            title: "</x:xmpmeta> \"a\" & 'b', (c) \\ <x:xmpmeta Ōtautahi 甲 🙂".to_owned(),
            description: " Spaces,\n\n\ttabs and lines.\n".to_owned(),
            sources: vec![
                "[1] A, B & C: \u{201c}D\u{201d}. Command: x".to_owned(),
                "two\nDataset SHA-256: 0\n\tlines\n".to_owned(),
                String::new(),
            ],
            dataset_sha256: "0123456789abcdef".repeat(4),
            program: "Detente 0.1.0".to_owned(),
            command: "detente figure --title 'It'\\''s\n\nSource: \"so\"' a.json".to_owned(),
        };
        for metadata in [odd.clone(), Metadata { sources: Vec::new(), ..odd }, Metadata::default()] {
            assert_eq!(super::metadata(&file(&metadata)), Some(metadata));
        }
    }

    #[test]
    fn what_xml_cannot_hold_becomes_a_space() {
        let metadata = Metadata { title: "a\u{1}b\rc\u{ffff}d".to_owned(), ..Metadata::default() };
        assert_eq!(super::metadata(&file(&metadata)).expect("metadata").title, "a b c d");
    }

    #[test]
    fn other_files_say_nothing() {
        let plain = krilla::Document::new().finish().expect("a file");
        let own = file(&Metadata::default());
        for other in [b"".as_slice(), b"%PDF-1.7", b"<x:xmpmeta></x:xmpmeta>", &plain, &own[1..]] {
            assert_eq!(super::metadata(other), None);
        }
    }
}
