//! Text as LaTeX has it, there and back.

use std::collections::HashMap;

use biblatex::{Chunk, Chunks, ChunksExt, Pair, RawBibliography, RawChunk, RawEntry, Spanned};

/// The deepest braces that are read, and the most of them in one field: what the parser goes through by recursion, and
/// what it compares with each other.
const DEEPEST: usize = 64;
const MOST: usize = 4096;

/// The most parts that the abbreviations of a field may grow to.
const LARGEST: usize = 256;

/// The fields of a raw bibliography's `@string` entries by their names.
pub(super) type Abbreviations<'s> = HashMap<String, Vec<Spanned<RawChunk<'s>>>>;

/// A field as it was read.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Value {
    /// Its parts, those in braces apart; accents and commands are resolved.
    pub chunks: Chunks,
    /// The text of the file, without outer braces or quotation marks.
    pub raw: String,
    /// 1-based line.
    pub line: u64,
}

impl Value {
    /// Its text, in one line.
    pub(super) fn text(&self) -> String {
        one_line(&self.chunks.format_verbatim())
    }

    /// Its text where LaTeX has no meaning. That some programs escape all the same is undone.
    pub(super) fn verbatim(&self) -> String {
        let mut text = String::new();
        let mut chars = self.raw.trim().chars().peekable();
        while let Some(c) = chars.next() {
            match (c, chars.peek()) {
                ('\\', Some(&next)) if "_%&#~${}:\\".contains(next) => text.extend(chars.next()),
                _ => text.push(c),
            }
        }
        one_line(&text)
    }
}

/// A text without line breaks and runs of spaces, which BibTeX does not tell from a space.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Puts the parts that abbreviations stand for in their place; the parser knows the months.
pub(super) fn expand<'s>(
    field: &[Spanned<RawChunk<'s>>],
    abbreviations: &Abbreviations<'s>,
) -> Result<Vec<Spanned<RawChunk<'s>>>, String> {
    let mut done = Vec::new();
    let mut open: Vec<(Spanned<RawChunk<'s>>, usize)> =
        field.iter().rev().map(|chunk| (chunk.clone(), 0)).collect();
    while let Some((chunk, depth)) = open.pop() {
        let RawChunk::Abbreviation(name) = chunk.v else {
            done.push(chunk);
            continue;
        };
        let name = name.to_lowercase();
        match abbreviations.get(&name) {
            Some(parts) if depth < DEEPEST && open.len() + done.len() < LARGEST => {
                open.extend(parts.iter().rev().map(|part| (part.clone(), depth + 1)));
            }
            Some(_) => return Err(format!("the abbreviation {name} stands for itself, or for too much")),
            None if super::super::bibliography::month(&name).is_some() && name.len() == 3 => done.push(chunk),
            None => return Err(format!("no @string says what {name} stands for")),
        }
    }
    Ok(done)
}

/// Reads the parts of a field.
///
/// # Errors
/// What is wrong with it, to follow "because".
pub(super) fn value(name: &str, parts: Vec<Spanned<RawChunk<'_>>>, line: u64) -> Result<Value, String> {
    let raw: String = parts
        .iter()
        .map(|part| match part.v {
            RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
        })
        .collect();
    if !is_tame(&raw) {
        return Err("its braces are too many or too deep".to_owned());
    }
    // The parser follows references by the names of fields: those it gets no sight of, and follows none.
    let seen = if super::VERBATIM.contains(&name) { name } else { "x" };
    let span = parts.first().map_or(0, |part| part.span.start)..parts.last().map_or(0, |part| part.span.end);
    let field = Pair::new(Spanned::new(seen, span.clone()), Spanned::new(parts, span.clone()));
    let entry = RawEntry {
        key: Spanned::new("x", span.clone()),
        kind: Spanned::new("misc", span.clone()),
        fields: vec![field],
    };
    let alone = RawBibliography {
        preamble: String::new(),
        entries: vec![Spanned::new(entry, span)],
        abbreviations: Vec::new(),
    };
    let read = biblatex::Bibliography::from_raw(alone).map_err(|error| error.kind.to_string())?;
    let entry = read.into_iter().next();
    let mut chunks = entry.and_then(|mut entry| entry.fields.remove(seen)).unwrap_or_default();
    let has_tilde = raw.contains("textasciitilde") || raw.contains("\\~{}");
    for chunk in &mut chunks {
        // A space at which no line is broken; the parser leaves it as it is.
        if let Chunk::Normal(text) | Chunk::Verbatim(text) = &mut chunk.v
            && !has_tilde
        {
            *text = text.replace('~', " ");
        }
    }
    Ok(Value { chunks, raw, line })
}

/// Whether the parser can be trusted with a text.
fn is_tame(text: &str) -> bool {
    let (mut depth, mut count) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '{' => (depth, count) = (depth + 1, count + 1),
            '}' => depth = depth.saturating_sub(1),
            '$' => count += 1,
            _ => {}
        }
        if depth > DEEPEST || count > MOST {
            return false;
        }
    }
    true
}

/// A text as the value of a field, without the outer braces.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' | '$' | '%' | '&' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            // Two of them would be a dash.
            '-' if escaped.ends_with('-') => escaped.push_str("{}-"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A title, in which no style may turn capitals into small letters.
pub(super) fn escape_title(title: &str) -> String {
    let word = |(nth, word): (usize, &str)| {
        // Every style leaves the first letter of a title as it is.
        let mut at_risk = word.chars().skip(usize::from(nth == 0));
        let escaped = escape(word);
        if at_risk.any(char::is_uppercase) { format!("{{{escaped}}}") } else { escaped }
    };
    title.split(' ').enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// An address and the like.
pub(super) fn escape_verbatim(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '{' | '}' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
