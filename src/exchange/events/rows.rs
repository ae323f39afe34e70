//! Rows of a text with tabs between the fields and no quoting: a line is a row, whatever quotes stand in it.

use std::borrow::Cow;
use std::io::{self, BufRead};

use memchr::memchr;

use crate::dataset::marks::{BLOCK, marks, places};

/// The most bytes of one line that are looked at. A longer one is no row of any feed, and is cut, so that a file
/// without line breaks does not fill the memory.
const LONGEST: usize = 1 << 20;

/// Reads rows one after the other, each where it stands in the reader's buffer.
#[derive(Debug)]
pub struct Rows<R> {
    reader: R,
    /// What the last row took of the buffer, which is not consumed while the row is looked at.
    pending: usize,
    /// A row that stands across two buffers.
    carried: Vec<u8>,
    /// Where the tabs of the row are.
    tabs: Vec<u32>,
    line: u64,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// Its 1-based line.
    pub line: u64,
    bytes: &'a [u8],
    tabs: &'a [u32],
}

impl<R: BufRead> Rows<R> {
    /// Reads what is left of a text.
    pub fn new(reader: R) -> Self {
        Self { reader, pending: 0, carried: Vec::new(), tabs: Vec::new(), line: 0 }
    }

    /// The next row that is not blank; `None` at the end.
    ///
    /// # Errors
    /// Where the text cannot be read.
    pub fn next_row(&mut self) -> io::Result<Option<Row<'_>>> {
        let is_carried = loop {
            self.reader.consume(std::mem::take(&mut self.pending));
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                return Ok(None);
            }
            self.line += 1;
            self.tabs.clear();
            let end = split(buffer, &mut self.tabs);
            let is_blank = |line: &[u8]| matches!(line, b"" | b"\r");
            let is_row = match end {
                Some(end) => {
                    self.pending = end + 1;
                    !is_blank(&buffer[..end])
                }
                None => {
                    self.carry()?;
                    !is_blank(&self.carried)
                }
            };
            if is_row {
                break end.is_none();
            }
        };
        let bytes: &[u8] = if is_carried {
            self.tabs.clear();
            split(&self.carried, &mut self.tabs);
            &self.carried
        } else {
            let buffer = self.reader.fill_buf()?;
            &buffer[..self.pending.saturating_sub(1).min(buffer.len())]
        };
        let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        Ok(Some(Row { line: self.line, bytes, tabs: &self.tabs }))
    }

    /// Takes the rest of the line out of the buffers in which it stands.
    fn carry(&mut self) -> io::Result<()> {
        self.carried.clear();
        loop {
            let buffer = self.reader.fill_buf()?;
            let end = memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            let room = LONGEST.saturating_sub(self.carried.len()).min(part.len());
            self.carried.extend_from_slice(&part[..room]);
            let (read, is_over) = (buffer.len(), buffer.is_empty());
            match end {
                Some(end) => {
                    self.reader.consume(end + 1);
                    return Ok(());
                }
                None if is_over => return Ok(()),
                None => self.reader.consume(read),
            }
        }
    }
}

/// Where the first line ends, and the tabs before that. Fields are short: so many bytes at a time have several.
fn split(bytes: &[u8], tabs: &mut Vec<u32>) -> Option<usize> {
    for (nth, block) in bytes.chunks(BLOCK).enumerate() {
        for at in places(marks(block, |byte| byte == b'\t' || byte == b'\n')) {
            let place = nth * BLOCK + at;
            if block[at] == b'\n' {
                return Some(place);
            }
            tabs.push(place as u32);
        }
    }
    None
}

impl<'a> Row<'a> {
    /// How many fields it has.
    pub fn width(&self) -> usize {
        self.tabs.len() + 1
    }

    /// A field by its place, from 0; empty where there is none.
    pub fn field(&self, nth: usize) -> &'a [u8] {
        let start = match nth.checked_sub(1) {
            None => 0,
            Some(before) => match self.tabs.get(before) {
                Some(&tab) => tab as usize + 1,
                None => return b"",
            },
        };
        let end = self.tabs.get(nth).map_or(self.bytes.len(), |&tab| tab as usize);
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// All of it.
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// All of it, as text to show.
    pub fn text(&self) -> Cow<'a, str> {
        String::from_utf8_lossy(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use proptest::prelude::*;

    use super::*;

    /// Lines and fields, read with a buffer of some size.
    fn read(text: &[u8], buffer: usize) -> Vec<(u64, Vec<Vec<u8>>)> {
        let mut rows = Rows::new(BufReader::with_capacity(buffer, text));
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().expect("memory") {
            all.push((row.line, (0..row.width()).map(|nth| row.field(nth).to_vec()).collect()));
        }
        all
    }

    #[test]
    fn a_line_is_a_row_whatever_stands_in_it() {
        let rows = read(b"a\t\"b\r\n\r\n\n\t\nlast", 8);
        let fields = |of: &[&str]| of.iter().map(|field| field.as_bytes().to_vec()).collect::<Vec<_>>();
        assert_eq!(rows, [(1, fields(&["a", "\"b"])), (4, fields(&["", ""])), (5, fields(&["last"]))]);
        assert_eq!(read(b"", 8), []);
    }

    #[test]
    fn a_line_that_never_ends_is_cut() {
        let mut rows = Rows::new(BufReader::new(io::repeat(b'x').take(3 * LONGEST as u64)));
        assert_eq!(rows.next_row().expect("memory").map(|row| row.bytes().len()), Some(LONGEST));
        assert!(rows.next_row().expect("memory").is_none());
    }

    use std::io::Read;

    proptest! {
        #[test]
        fn the_size_of_the_buffer_does_not_matter(text in "[a\t\r\n]{0,60}", buffer in 1_usize..20) {
            let text = text.as_bytes();
            let split = |line: &[u8]| {
                let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
                line.split(|&byte| byte == b'\t').map(<[u8]>::to_vec).collect::<Vec<_>>()
            };
            let plain: Vec<_> = text.split(|&byte| byte == b'\n').map(split).collect();
            let shown = plain.into_iter().zip(1..).map(|(fields, line)| (line, fields));
            let shown: Vec<_> = shown.filter(|(_, fields)| *fields != [Vec::<u8>::new()]).collect();
            prop_assert_eq!(read(text, buffer), shown);
        }
    }
}
