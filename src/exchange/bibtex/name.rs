//! Names of people and institutions, joined by `and`.

use biblatex::{Chunk, Chunks, ChunksExt, Person, RawChunk, Spanned};

use crate::dataset::record::NameRecord;

use super::super::bibliography::said;
use super::latex::{self, Value, escape, one_line};

/// The names of a list, and whether it ends in `and others`.
pub(super) fn read(value: &Value) -> (Vec<NameRecord>, bool) {
    let mut names = Vec::new();
    let mut is_open = false;
    for chunks in apart(&value.chunks) {
        let is_others = matches!(chunks.as_slice(), [one] if one.v == Chunk::Normal("others".to_owned()));
        is_open |= is_others;
        if !is_others {
            names.extend(one(&chunks));
        }
    }
    (names, is_open)
}

/// The names of a list apart, each without spaces around it. What stands in braces holds no `and`.
fn apart(chunks: &[Spanned<Chunk>]) -> Vec<Chunks> {
    let mut names: Vec<Chunks> = vec![Vec::new()];
    for chunk in chunks {
        let pieces = match &chunk.v {
            Chunk::Normal(text) => {
                between_ands(text).into_iter().map(|piece| Chunk::Normal(piece.to_owned())).collect()
            }
            Chunk::Verbatim(_) | Chunk::Math(_) => vec![chunk.v.clone()],
        };
        for (nth, piece) in pieces.into_iter().enumerate() {
            if nth > 0 {
                names.push(Vec::new());
            }
            if let Some(name) = names.last_mut() {
                // The parser counts back from the end of a span, which commands may have made shorter than its text.
                name.push(Spanned::new(piece, 0..usize::MAX / 2));
            }
        }
    }
    names.iter_mut().for_each(trim);
    names.retain(|name| !name.is_empty());
    names
}

fn between_ands(text: &str) -> Vec<&str> {
    // Neither step changes where a byte stands.
    let lower = text.to_ascii_lowercase();
    let mut pieces = Vec::new();
    let mut start = 0;
    for piece in lower.split(" and ") {
        pieces.extend(text.get(start..start + piece.len()));
        start += piece.len() + " and ".len();
    }
    pieces
}

fn trim(name: &mut Chunks) {
    name.retain(|chunk| !chunk.v.get().is_empty());
    if let Some(Chunk::Normal(text)) = name.first_mut().map(|chunk| &mut chunk.v) {
        *text = text.trim_start().to_owned();
    }
    if let Some(Chunk::Normal(text)) = name.last_mut().map(|chunk| &mut chunk.v) {
        *text = text.trim_end().to_owned();
    }
    name.retain(|chunk| !chunk.v.get().is_empty());
}

/// A name. One that stands in braces as a whole is that of an institution.
fn one(chunks: &[Spanned<Chunk>]) -> Option<NameRecord> {
    let whole = said(&one_line(&chunks.format_verbatim()))?;
    let literal = NameRecord { family: None, given: None, literal: Some(whole) };
    if chunks.iter().all(|chunk| matches!(chunk.v, Chunk::Verbatim(_))) {
        return Some(literal);
    }
    let Person { name, given_name, prefix, suffix, .. } = Person::parse(chunks);
    let joined = |parts: [&str; 2], between: &str| {
        let parts: Vec<String> = parts.iter().filter_map(|part| said(&one_line(part))).collect();
        (!parts.is_empty()).then(|| parts.join(between))
    };
    let record = NameRecord {
        family: joined([&prefix, &name], " "),
        given: joined([&given_name, &suffix], ", "),
        literal: None,
    };
    Some(if record.family.is_none() && record.given.is_none() { literal } else { record })
}

/// A list of names.
pub(super) fn write(names: &[NameRecord]) -> String {
    names.iter().map(to_text).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" and ")
}

/// A name in the plainest form that is read as it.
fn to_text(name: &NameRecord) -> String {
    let NameRecord { family, given, literal } = name;
    let braced = |text: &str| format!("{{{}}}", escape(text));
    let forms = match (family.as_deref(), given.as_deref(), literal.as_deref()) {
        (Some(family), Some(given), _) => {
            let suffix = given
                .rsplit_once(", ")
                .map(|(given, suffix)| format!("{}, {}, {}", escape(family), escape(suffix), escape(given)));
            let plain = format!("{}, {}", escape(family), escape(given));
            let whole = format!("{}, {}", braced(family), braced(given));
            let extended = format!("family={}, given={}", braced(family), braced(given));
            [Some(plain), suffix, Some(whole), Some(extended)]
        }
        (Some(family), None, _) => {
            let extended = format!("family={}", braced(family));
            [Some(escape(family)), Some(format!("{},", escape(family))), Some(extended), None]
        }
        (None, Some(given), None) => [Some(format!("given={}", braced(given))), None, None, None],
        (None, _, Some(literal)) => [Some(braced(literal)), None, None, None],
        (None, None, None) => return String::new(),
    };
    let mut forms: Vec<String> = forms.into_iter().flatten().collect();
    match forms.iter().position(|form| comes_back(form, name)) {
        Some(at) => forms.swap_remove(at),
        None => forms.pop().unwrap_or_default(),
    }
}

fn comes_back(form: &str, name: &NameRecord) -> bool {
    let parts = vec![Spanned::new(RawChunk::Normal(form), 0..form.len())];
    latex::value("author", parts, 0).is_ok_and(|value| read(&value) == (vec![name.clone()], false))
}
