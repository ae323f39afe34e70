//! Counting what is read.

use std::io::{self, BufRead, Read};

use memchr::{memchr, memchr_iter};

use super::super::input::LARGEST;

/// Counts lines and bytes as they are consumed, and ends where they are too many.
pub(super) struct Counted<R> {
    inner: R,
    /// The lines whose end is consumed.
    pub lines: u64,
    bytes: u64,
    /// How many bytes of what is ready there are, and how many before the next end of a line.
    ready: usize,
    within_line: usize,
}

impl<R: BufRead> Counted<R> {
    /// Begins to count.
    pub fn new(inner: R) -> Self {
        Self { inner, lines: 0, bytes: 0, ready: 0, within_line: 0 }
    }
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.bytes > LARGEST {
            return Err(io::Error::other(format!("it holds more than {} MB of text", LARGEST >> 20)));
        }
        let text = self.inner.fill_buf()?;
        if self.ready == 0 {
            self.ready = text.len();
            self.within_line = memchr(b'\n', text).unwrap_or(text.len());
        }
        Ok(text)
    }

    fn consume(&mut self, amount: usize) {
        if amount > self.within_line
            && let Ok(text) = self.inner.fill_buf()
        {
            let (consumed, rest) = text.split_at(amount.min(text.len()));
            self.lines += memchr_iter(b'\n', consumed).count() as u64;
            self.within_line = amount + memchr(b'\n', rest).unwrap_or(rest.len());
        }
        self.within_line = self.within_line.saturating_sub(amount);
        self.ready = self.ready.saturating_sub(amount);
        self.bytes += amount as u64;
        self.inner.consume(amount);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_counted_however_they_are_consumed(
            text in "[a\n]{0,40}", room in 1..9_usize, steps in prop::collection::vec(0..7_usize, 0..40),
        ) {
            let mut counted = Counted::new(io::BufReader::with_capacity(room, text.as_bytes()));
            let mut consumed = 0;
            for step in steps {
                let step = step.min(counted.fill_buf().expect("memory").len());
                counted.consume(step);
                consumed += step;
                prop_assert_eq!(counted.lines, text[..consumed].matches('\n').count() as u64);
            }
        }
    }
}
