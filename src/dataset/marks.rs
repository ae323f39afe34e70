//! Which bytes of a text are of some kind, sixty-four at a time and without a branch.

/// How many bytes are looked at together: one in each bit of a word.
pub const BLOCK: usize = u64::BITS as usize;

/// In each bit whether one of the first [`BLOCK`] bytes is of a kind; the first in the lowest.
#[inline]
pub fn marks(bytes: &[u8], is_of_kind: impl Fn(u8) -> bool) -> u64 {
    let Some(block) = bytes.first_chunk::<BLOCK>() else {
        let few = bytes.iter().enumerate();
        return few.fold(0, |marks, (at, &byte)| marks | u64::from(is_of_kind(byte)) << at);
    };
    let mut flags = [0; BLOCK];
    flags.iter_mut().zip(block).for_each(|(flag, &byte)| *flag = u8::from(is_of_kind(byte)));
    // The product has the eight bytes, each 0 or 1, side by side in its highest one.
    let gathered = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    flags.as_chunks::<8>().0.iter().rev().fold(0, |marks, eight| marks << 8 | gathered(eight))
}

/// The places of the bits of a word that are set, from the lowest.
pub fn places(mut marks: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (marks != 0).then_some(marks.trailing_zeros() as usize)?;
        marks &= marks - 1;
        Some(place)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_byte_of_the_kind_is_marked_and_no_other(bytes in prop::collection::vec(0_u8..4, 0..100)) {
            let first = bytes.iter().take(BLOCK).enumerate();
            let expected: Vec<usize> = first.filter(|(_, byte)| **byte == 1).map(|(at, _)| at).collect();
            prop_assert_eq!(places(marks(&bytes, |byte| byte == 1)).collect::<Vec<_>>(), expected);
        }
    }
}
