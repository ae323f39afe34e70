//! The attributes of a tag.

use quick_xml::events::BytesStart;

use super::super::error::ExchangeError;
use super::batch::{Attribute, Span};
use super::parse::no_attribute;
use super::reference::{is_escaped, unescaped};

/// The most attributes of one element.
pub(super) const MOST: usize = 1000;

/// The most attributes that are looked at in the short way: each is compared with those before it.
const FEW: usize = 16;

/// Adds the attributes of a tag, which stands at a place of a text, but for those that declare prefixes. What is not
/// written as it is meant is put behind the text.
///
/// # Errors
/// Where they are no XML, or too many.
pub(super) fn read(
    (name, line): (&str, u64),
    tag: &BytesStart<'_>,
    at: usize,
    text: &mut Vec<u8>,
    attributes: &mut Vec<Attribute>,
) -> Result<(), ExchangeError> {
    let known = attributes.len();
    if are_plain(tag, tag.name().into_inner().len(), at, attributes) {
        return Ok(());
    }
    attributes.truncate(known);
    let place = |part: &[u8]| at + (part.as_ptr() as usize).wrapping_sub(tag.as_ptr() as usize);
    for (nth, attribute) in tag.attributes().enumerate() {
        let attribute = attribute.map_err(|error| no_attribute(name, line, error))?;
        if nth >= MOST {
            let what = format!("an element has more than {MOST} attributes");
            return Err(ExchangeError::line(name, line, what, "no graph has so many; export it again"));
        }
        let key = attribute.key.into_inner();
        if is_declaration(key) {
            continue;
        }
        let (_, key) = split(key, place(key));
        let raw: &[u8] = &attribute.value;
        let start = if is_escaped(raw) {
            let value = unescaped(name, line, &String::from_utf8_lossy(raw))?;
            text.extend_from_slice(value.as_bytes());
            (text.len() - value.len(), text.len())
        } else {
            (place(raw), place(raw) + raw.len())
        };
        attributes.push(Attribute { key, value: Span::new(start.0, start.1), is_taken: false });
    }
    Ok(())
}

/// Adds attributes as nearly all programs write them: ` name="value"`, one after the other, and nothing in them that
/// stands for something else. Returns whether they are; else some of them may be there.
fn are_plain(tag: &[u8], name: usize, at: usize, attributes: &mut Vec<Attribute>) -> bool {
    // All are looked at, since that takes many at a time.
    let odd = tag.iter().fold(0, |odd, &byte| odd | u8::from(byte < b' ') | u8::from(byte == b'&'));
    if odd != 0 {
        return false;
    }
    let mut keys = [&tag[..0]; FEW];
    let mut from = name;
    for nth in 0.. {
        let Some(rest) = tag.get(from..).filter(|rest| !rest.is_empty()) else { return true };
        let Some(rest) = rest.strip_prefix(b" ") else { return false };
        let Some(end) = rest.iter().position(|&byte| matches!(byte, b'=' | b' ')) else { return false };
        let (key, rest) = rest.split_at(end);
        let Some(rest) = rest.strip_prefix(b"=\"") else { return false };
        let Some(value) = memchr::memchr(b'"', rest) else { return false };
        let is_there = keys.iter().take(nth).any(|known| *known == key);
        let Some(place) = keys.get_mut(nth).filter(|_| !key.is_empty() && !is_there) else { return false };
        *place = key;
        let start = from + 1 + end + 2;
        if !is_declaration(key) {
            let (_, key) = split(key, at + from + 1);
            let value = Span::new(at + start, at + start + value);
            attributes.push(Attribute { key, value, is_taken: false });
        }
        from = start + value + 1;
    }
    true
}

/// Whether an attribute says what a prefix stands for.
fn is_declaration(key: &[u8]) -> bool {
    key.strip_prefix(b"xmlns").is_some_and(|rest| rest.is_empty() || rest.starts_with(b":"))
}

/// A name that stands at a place of a text: its prefix, and the rest.
pub(super) fn split(full: &[u8], at: usize) -> (Span, Span) {
    let end = at + full.len();
    match full.iter().position(|&byte| byte == b':') {
        Some(colon) => (Span::new(at, at + colon), Span::new(at + colon + 1, end)),
        None => (Span::new(at, at), Span::new(at, end)),
    }
}
