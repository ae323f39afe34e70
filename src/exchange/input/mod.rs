//! From a file to text: containers (gzip, ZIP) are opened, encodings become UTF-8, bytes are counted for the progress.

mod container;
mod encoding;

use std::fs::{File, Metadata};
use std::io::{self, BufRead, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::dataset::Follow;

use super::error::{ExchangeError, cancelled};
use super::progress::Progress;

pub use encoding::Encoding;

/// The most text that is read of a format that must be held in memory as a whole, in bytes.
pub const LARGEST: u64 = 1 << 30;

/// How much of a text is looked at to tell its format.
pub(super) const HEAD: usize = 1 << 16;

/// A file, with the texts that are in it: one, or those of a ZIP.
pub struct Source {
    /// What it is called in messages.
    pub name: String,
    /// Its texts, in the order of their names.
    pub parts: Vec<Part>,
    /// Whether they were packed, by gzip or as a ZIP.
    pub is_packed: bool,
}

/// One text.
pub struct Part {
    /// The name of its file, without folders; in a ZIP, the one that it has there.
    pub name: String,
    text: encoding::Utf8<Box<dyn Read + Send>>,
    /// Where its bytes stand as they are.
    plain: Option<(PathBuf, Arc<Progress>)>,
}

impl Source {
    /// Opens a file.
    ///
    /// # Errors
    /// Where it cannot be opened, is no whole ZIP or holds nothing.
    pub fn open(path: &Path, progress: &Arc<Progress>) -> Result<Self, ExchangeError> {
        let name = path.display().to_string();
        // Some systems open a folder and fail, with other words, only on reading it.
        let folder = || io::Error::from(io::ErrorKind::IsADirectory);
        let file = if path.is_dir() { Err(folder()) } else { File::open(path) };
        let file = file.map_err(|error| ExchangeError::io(&name, &error))?;
        let own = path.file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned());
        let about = file.metadata().ok();
        progress.expect(about.as_ref().map_or(0, Metadata::len));
        let counted = Counted { inner: file, progress: Arc::clone(progress) };
        let mut source = Self::read(name, own, container::of_file(counted, path))?;
        if !source.is_packed && about.is_some_and(|about| about.is_file()) {
            let plain = (path.to_owned(), Arc::clone(progress));
            source.parts.iter_mut().for_each(|part| part.plain = Some(plain.clone()));
        }
        Ok(source)
    }

    /// Takes bytes for a file.
    ///
    /// # Errors
    /// As for [`Source::open`].
    pub fn of_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, ExchangeError> {
        Self::read(name.to_owned(), name.to_owned(), container::of_bytes(bytes))
    }

    fn read(name: String, own: String, opened: io::Result<container::Opened>) -> Result<Self, ExchangeError> {
        let wrong = |error: &io::Error| ExchangeError::io(&name, error);
        let mut parts = Vec::new();
        let mut is_packed = true;
        match opened.map_err(|error| wrong(&error))? {
            container::Opened::Plain(reader) => {
                parts.push((own, reader));
                is_packed = false;
            }
            container::Opened::One(reader) => parts.push((own, reader)),
            container::Opened::Several(entries) => parts.extend(entries),
        }
        let mut parts: Vec<Part> = parts
            .into_iter()
            .map(|(name, reader)| Ok(Part { name, text: encoding::Utf8::new(reader)?, plain: None }))
            .collect::<io::Result<_>>()
            .map_err(|error| wrong(&error))?;
        parts.sort_by(|a, b| a.name.cmp(&b.name));
        if parts.is_empty() {
            return Err(ExchangeError::file(&name, "is a ZIP without files", "put the data into it"));
        }
        Ok(Self { name, parts, is_packed })
    }

    /// The one text.
    ///
    /// # Errors
    /// Where there are several.
    pub fn only(self) -> Result<Part, ExchangeError> {
        let names: Vec<String> = self.parts.iter().map(|part| part.name.clone()).collect();
        let several = || {
            let hint = "unpack it and name one of them".to_owned();
            ExchangeError::file(&self.name, format!("holds several files ({})", names.join(", ")), hint)
        };
        let mut parts = self.parts.into_iter();
        match (parts.next(), parts.next()) {
            (Some(part), None) => Ok(part),
            _ => Err(several()),
        }
    }
}

impl Part {
    /// The beginning of the text, at most 64 KiB, without reading past it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn head(&mut self) -> io::Result<&str> {
        self.text.head(HEAD)
    }

    /// How the bytes were read.
    pub fn encoding(&self) -> Encoding {
        self.text.encoding()
    }

    /// How many bytes were no text of that encoding, and were read as Windows-1252.
    pub fn mended(&self) -> u64 {
        self.text.mended()
    }

    /// The file that holds the text as it is, in UTF-8 and not packed, from its beginning on, where there is one, with the
    /// progress to tell of it. Bytes that are no UTF-8 may stand in it.
    pub fn file(&self) -> Option<(File, Arc<Progress>)> {
        let (path, progress) = self.plain.as_ref().filter(|_| self.encoding() == Encoding::Utf8)?;
        Some((File::open(path).ok()?, Arc::clone(progress)))
    }

    /// The rest of the text, as a whole.
    ///
    /// # Errors
    /// Where it cannot be read, or is longer than [`LARGEST`].
    pub fn read_all(&mut self) -> io::Result<String> {
        read_all(self)
    }

    /// The rest of the text in a file of the system's temporary folder, from its beginning on.
    ///
    /// # Errors
    /// Where it cannot be read, or that file not be written.
    pub fn spool(&mut self) -> io::Result<File> {
        let mut file = tempfile::tempfile()?;
        loop {
            // Not by `io::copy`, which asks for small pieces.
            let piece = self.fill_buf()?;
            if piece.is_empty() {
                break;
            }
            file.write_all(piece)?;
            let taken = piece.len();
            self.consume(taken);
        }
        file.rewind()?;
        Ok(file)
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.text.read(buffer)
    }
}

impl BufRead for Part {
    /// Always whole characters of UTF-8.
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.text.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.text.consume(amount);
    }
}

/// The rest of a text, as a whole.
///
/// # Errors
/// As for [`Part::read_all`].
pub(super) fn read_all(reader: &mut (impl Read + ?Sized)) -> io::Result<String> {
    let mut text = String::new();
    reader.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other(format!("it holds more than {} MB of text", LARGEST >> 20)));
    }
    Ok(text)
}

/// Tells how many bytes are read, and ends early where that is asked for.
struct Counted<R> {
    inner: R,
    progress: Arc<Progress>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.is_cancelled() {
            return Err(cancelled());
        }
        let read = self.inner.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

impl<R: io::Seek> io::Seek for Counted<R> {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests;
