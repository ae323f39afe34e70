//! Metadata in PNG: `iTXt` chunks, with the keywords that PNG gives a meaning where it has them.
//!
//! A text with a zero byte, which PNG forbids, is written as a JSON string, and its language is `x-json`.

use std::io::Cursor;

use png::text_metadata::ITXtChunk;

use super::Metadata;

const SHA256: &str = "Dataset SHA-256";
const COMMAND: &str = "Command";

/// A language tag of private use.
const JSON: &str = "x-json";

/// What is read of a file may take this many bytes.
const MOST_BYTES: usize = 1 << 26;

/// The chunks, in the order in which they are written.
pub fn chunks(metadata: &Metadata) -> Vec<ITXtChunk> {
    let Metadata { title, description, sources, dataset_sha256, program, command } = metadata;
    let first = [("Title", title), ("Description", description), ("Software", program)];
    let then = [(COMMAND, command), (SHA256, dataset_sha256)];
    let sources = sources.iter().map(|source| ("Source", source));
    first.into_iter().chain(then).chain(sources).map(|(keyword, text)| chunk(keyword, text)).collect()
}

fn chunk(keyword: &str, text: &str) -> ITXtChunk {
    if text.contains('\0') {
        let mut chunk = ITXtChunk::new(keyword, serde_json::Value::from(text).to_string());
        JSON.clone_into(&mut chunk.language_tag);
        return chunk;
    }
    ITXtChunk::new(keyword, text)
}

/// Reads the metadata of a PNG file.
pub fn read(file: &[u8]) -> Option<Metadata> {
    let limits = png::Limits { bytes: MOST_BYTES };
    let reader = png::Decoder::new_with_limits(Cursor::new(file), limits).read_info().ok()?;
    let chunks = &reader.info().utf8_text;
    let all = |keyword: &'static str| chunks.iter().filter(move |chunk| chunk.keyword == keyword);
    let said = |keyword| all(keyword).next().and_then(text);
    let metadata = Metadata {
        title: said("Title")?,
        description: said("Description")?,
        sources: all("Source").map(text).collect::<Option<_>>()?,
        dataset_sha256: said(SHA256)?,
        program: said("Software")?,
        command: said(COMMAND)?,
    };
    // Other programs know these keywords, too.
    metadata.program.starts_with("Detente ").then_some(metadata)
}

fn text(chunk: &ITXtChunk) -> Option<String> {
    let mut chunk = chunk.clone();
    chunk.decompress_text_with_limit(MOST_BYTES).ok()?;
    let text = chunk.get_text().ok()?;
    if chunk.language_tag == JSON { serde_json::from_str(&text).ok() } else { Some(text) }
}
