//! The bytes of a JSON text that tell where its values begin and end, found sixty-four bytes at a time without a branch
//! (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28, 2019, section 3.1).

use crate::dataset::marks::{BLOCK, marks};

/// What stands in the bytes of a block, in the bits of a word each.
#[derive(Clone, Copy)]
pub(super) struct Marks {
    /// Quotation marks at which a text begins or ends.
    pub quotes: u64,
    /// Brackets and braces that are in no text.
    pub braces: u64,
}

impl Marks {
    /// The first mark, which is taken out with all before it; a quotation mark only where those are asked for.
    pub fn take(&mut self, has_quotes: bool) -> Option<usize> {
        let asked = self.braces | if has_quotes { self.quotes } else { 0 };
        let at = (asked != 0).then_some(asked.trailing_zeros())?;
        let rest = !1 << at;
        self.braces &= rest;
        self.quotes &= rest;
        Some(at as usize)
    }
}

/// Whether the next byte is in a text, and whether a backslash before it takes away its meaning.
#[derive(Clone, Copy, Default)]
pub(super) struct Structure {
    is_text: bool,
    is_escaped: bool,
}

impl Structure {
    /// Goes over the next bytes of a text, at most [`BLOCK`].
    pub fn next(&mut self, bytes: &[u8]) -> Marks {
        let bytes = bytes.get(..BLOCK).unwrap_or(bytes);
        let unescaped = !self.escaped(bytes);
        let quotes = marks(bytes, |byte| byte == b'"') & unescaped;
        // From each mark at which a text begins to the byte before the one at which it ends.
        let texts = parities(quotes) ^ if self.is_text { u64::MAX } else { 0 };
        self.is_text = texts >> (BLOCK - 1) == 1;
        // A bracket differs from a brace in one bit.
        let braces = marks(bytes, |byte| matches!(byte | 0x20, b'{' | b'}')) & !texts;
        Marks { quotes, braces }
    }

    /// The bytes whose meaning a backslash takes away.
    fn escaped(&mut self, bytes: &[u8]) -> u64 {
        let mut escaped = u64::from(std::mem::take(&mut self.is_escaped));
        if memchr::memchr(b'\\', bytes).is_some() {
            for (at, byte) in bytes.iter().enumerate() {
                if *byte == b'\\' && escaped >> at & 1 == 0 {
                    match at + 1 {
                        end if end == bytes.len() => self.is_escaped = true,
                        next => escaped |= 1 << next,
                    }
                }
            }
        }
        escaped
    }
}

/// In each bit whether an odd number of bits are set up to it.
fn parities(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, byte by byte.
    fn plainly(text: &[u8]) -> (Vec<usize>, Vec<usize>) {
        let (mut quotes, mut braces) = (Vec::new(), Vec::new());
        let (mut is_text, mut is_escaped) = (false, false);
        for (at, byte) in text.iter().enumerate() {
            if std::mem::take(&mut is_escaped) {
                if !is_text && b"{}[]".contains(byte) {
                    braces.push(at);
                }
                is_escaped = false;
                continue;
            }
            match byte {
                b'\\' => is_escaped = true,
                b'"' => {
                    is_text = !is_text;
                    quotes.push(at);
                }
                b'{' | b'}' | b'[' | b']' if !is_text => braces.push(at),
                _ => {}
            }
        }
        (quotes, braces)
    }

    proptest! {
        #[test]
        fn marks_are_those_of_a_plain_walk(
            pieces in prop::collection::vec(prop::collection::vec(
                prop_oneof![any::<u8>(), prop::sample::select(b"\"\"\"\\\\\\{}[]|".as_slice())], 0..200,
            ), 1..4),
        ) {
            let mut structure = Structure::default();
            let (mut quotes, mut braces, mut start) = (Vec::new(), Vec::new(), 0);
            for piece in &pieces {
                for block in piece.chunks(BLOCK) {
                    let marks = structure.next(block);
                    let places = |bits: u64| (0..BLOCK).filter(move |at| bits >> at & 1 == 1).map(move |at| start + at);
                    quotes.extend(places(marks.quotes));
                    braces.extend(places(marks.braces));
                    start += block.len();
                }
            }
            prop_assert_eq!((quotes, braces), plainly(&pieces.concat()));
        }
    }
}
