//! Which numbers came before: a bit each, since feeds count their events in order.

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Numbers that came before.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Blocks of 512 numbers that have one another's upper digits.
    blocks: HashMap<u64, [u64; 8], RandomState>,
}

impl Seen {
    /// Takes a number. Returns whether it is new.
    pub fn is_new(&mut self, number: u64) -> bool {
        let block = self.blocks.entry(number >> 9).or_default();
        let Some(word) = block.get_mut((number >> 6 & 7) as usize) else { return true };
        let bit = 1 << (number & 63);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }
}

/// FNV-1a (Fowler, Noll and Vo) with 64 bits: the same on every machine, so that keys made of it are, too.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_new_once() {
        let mut seen = Seen::default();
        for number in [0, 1, 63, 64, 511, 512, u64::MAX, 1 << 40] {
            assert!(seen.is_new(number), "{number}");
            assert!(!seen.is_new(number), "{number}");
        }
    }
}
