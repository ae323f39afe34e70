//! Bytes as UTF-8: by byte order mark, by the declaration of an XML file, else as UTF-8 in which stray bytes are read
//! as Windows-1252.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes that are taken in at a time.
const CHUNK: usize = 1 << 18;

/// How bytes stand for characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Encoding {
    /// UTF-8, with or without a byte order mark.
    Utf8,
    /// Another one, by its name.
    Other(&'static str),
}

/// A reader whose buffer always holds whole characters of UTF-8.
pub(super) struct Utf8<R> {
    inner: R,
    encoding: Encoding,
    /// `None` where the bytes are UTF-8 as they are.
    decoder: Option<Decoder>,
    /// Bytes that are not looked at yet: the beginning of a character.
    raw: Vec<u8>,
    /// Text that is ready, from `at` on.
    ready: Vec<u8>,
    at: usize,
    mended: u64,
    is_over: bool,
}

impl<R: Read> Utf8<R> {
    pub fn new(mut inner: R) -> io::Result<Self> {
        let mut raw = vec![0; 1024];
        let mut known = 0;
        while known < raw.len() {
            match inner.read(&mut raw[known..])? {
                0 => break,
                more => known += more,
            }
        }
        raw.truncate(known);
        let (encoding, mark) = tell(&raw);
        raw.drain(..mark);
        let other = encoding.filter(|encoding| *encoding != UTF_8);
        Ok(Self {
            inner,
            encoding: other.map_or(Encoding::Utf8, |encoding| Encoding::Other(encoding.name())),
            decoder: other.map(encoding_rs::Encoding::new_decoder_without_bom_handling),
            raw,
            ready: Vec::new(),
            at: 0,
            mended: 0,
            is_over: false,
        })
    }

    pub fn encoding(&self) -> Encoding {
        self.encoding
    }

    pub fn mended(&self) -> u64 {
        self.mended
    }

    /// The beginning of what is not consumed yet, at most so many bytes.
    pub fn head(&mut self, most: usize) -> io::Result<&str> {
        while self.ready.len() - self.at < most && !self.is_over {
            self.more()?;
        }
        let ready = &self.ready[self.at..];
        let cut = &ready[..most.min(ready.len())];
        // Where the cut is within a character, that one is left out.
        let whole = std::str::from_utf8(cut).map_or_else(|error| error.valid_up_to(), str::len);
        Ok(std::str::from_utf8(&cut[..whole]).unwrap_or_default())
    }

    /// Makes more text ready, behind that which is.
    fn more(&mut self) -> io::Result<()> {
        if self.at > 0 {
            self.ready.drain(..self.at);
            self.at = 0;
        }
        let known = self.raw.len();
        if self.ready.is_empty() && self.decoder.is_none() && known < CHUNK {
            // The usual case: bytes go where they are read from, without a copy.
            std::mem::swap(&mut self.raw, &mut self.ready);
            self.ready.resize(CHUNK, 0);
            let read = self.inner.read(&mut self.ready[known..])?;
            self.ready.truncate(known + read);
            self.is_over = read == 0;
            return self.check_ready();
        }
        self.raw.resize(known + CHUNK, 0);
        let read = self.inner.read(&mut self.raw[known..])?;
        self.raw.truncate(known + read);
        self.is_over = read == 0;
        match &mut self.decoder {
            Some(decoder) => {
                let is_over = self.is_over;
                decode(decoder, &self.raw, &mut self.ready, is_over);
                self.raw.clear();
            }
            None => {
                let raw = std::mem::take(&mut self.raw);
                let before = std::mem::replace(&mut self.ready, raw);
                self.check_ready()?;
                let checked = std::mem::replace(&mut self.ready, before);
                self.ready.extend(checked);
            }
        }
        Ok(())
    }

    /// Makes `ready` whole characters of UTF-8; the beginning of one at the end goes back to `raw`.
    fn check_ready(&mut self) -> io::Result<()> {
        let mut from = 0;
        let mut mended: Option<Vec<u8>> = None;
        loop {
            let rest = &self.ready[from..];
            let Err(error) = std::str::from_utf8(rest) else { break };
            let good = error.valid_up_to();
            let Some(bad) = error.error_len().or(self.is_over.then_some(rest.len() - good)) else {
                self.raw = rest[good..].to_vec();
                self.ready.truncate(from + good);
                break;
            };
            let mended = mended.get_or_insert_default();
            mended.extend_from_slice(&rest[..good]);
            let (text, _, _) = WINDOWS_1252.decode(&rest[good..good + bad]);
            mended.extend_from_slice(text.as_bytes());
            self.mended += bad as u64;
            from += good + bad;
        }
        if let Some(mut mended) = mended {
            mended.extend_from_slice(&self.ready[from..]);
            self.ready = mended;
        }
        Ok(())
    }
}

fn decode(decoder: &mut Decoder, mut raw: &[u8], ready: &mut Vec<u8>, is_over: bool) {
    loop {
        let start = ready.len();
        let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(CHUNK).clamp(16, 4 * CHUNK);
        ready.resize(start + room, 0);
        let (result, read, written, _) = decoder.decode_to_utf8(raw, &mut ready[start..], is_over);
        ready.truncate(start + written);
        raw = &raw[read..];
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

/// The encoding of a text by its first bytes, and the length of its byte order mark.
fn tell(bytes: &[u8]) -> (Option<&'static encoding_rs::Encoding>, usize) {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return (Some(encoding), mark);
    }
    match bytes {
        // Any of our formats begins with a character of ASCII.
        [0, second, ..] if *second != 0 => (Some(UTF_16BE), 0),
        [first, 0, ..] if *first != 0 => (Some(UTF_16LE), 0),
        _ => (declared(bytes), 0),
    }
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let end = bytes.windows(2).position(|pair| pair == b"?>")?;
    let declaration = std::str::from_utf8(&bytes[..end]).ok()?.trim_start().strip_prefix("<?xml")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let name = value.get(1..)?.split(quote).next()?;
    encoding_rs::Encoding::for_label(name.as_bytes())
        // What is read here is no UTF-16, whatever it says.
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE)
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let read = ready.len().min(buffer.len());
        buffer[..read].copy_from_slice(&ready[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Utf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.at == self.ready.len() && !self.is_over {
            self.more()?;
        }
        Ok(&self.ready[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.ready.len());
    }
}
