//! Gzip and ZIP, told by their first bytes.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use super::Counted;

/// What a file holds.
pub(super) enum Opened {
    /// The bytes of the file itself.
    Plain(Box<dyn Read + Send>),
    /// One stream of bytes that was packed.
    One(Box<dyn Read + Send>),
    /// The files of an archive, with their names.
    Several(Vec<(String, Box<dyn Read + Send>)>),
}

/// The most files of an archive that are looked at.
const MOST: usize = 64;

pub(super) fn of_file(mut file: Counted<File>, path: &Path) -> io::Result<Opened> {
    let again = |progress: &Arc<super::Progress>| -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Counted { inner: File::open(path)?, progress: Arc::clone(progress) }))
    };
    let mut magic = [0; 4];
    let known = read_some(&mut file.inner, &mut magic)?;
    file.inner.rewind()?;
    match kind(&magic[..known]) {
        Kind::Plain => Ok(Opened::Plain(Box::new(file))),
        Kind::Gzip => Ok(Opened::One(Box::new(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, file))))),
        Kind::Zip => {
            let progress = Arc::clone(&file.progress);
            entries(BufReader::new(file.inner), || again(&progress))
        }
    }
}

pub(super) fn of_bytes(bytes: Vec<u8>) -> io::Result<Opened> {
    match kind(&bytes) {
        Kind::Plain => Ok(Opened::Plain(Box::new(Cursor::new(bytes)))),
        Kind::Gzip => Ok(Opened::One(Box::new(MultiGzDecoder::new(Cursor::new(bytes))))),
        Kind::Zip => {
            let bytes: Arc<[u8]> = bytes.into();
            entries(Cursor::new(Arc::clone(&bytes)), || Ok(Box::new(Cursor::new(Arc::clone(&bytes)))))
        }
    }
}

enum Kind {
    Plain,
    Gzip,
    Zip,
}

fn kind(bytes: &[u8]) -> Kind {
    match bytes {
        [0x1f, 0x8b, ..] => Kind::Gzip,
        // A local file header, or the end of an archive without files.
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Kind::Zip,
        _ => Kind::Plain,
    }
}

fn read_some(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while let Some(rest) = buffer.get_mut(read..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest)? {
            0 => break,
            more => read += more,
        }
    }
    Ok(read)
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// The files of an archive, each with a reader of its own.
fn entries(
    archive: impl Read + Seek,
    again: impl Fn() -> io::Result<Box<dyn ReadSeek>>,
) -> io::Result<Opened> {
    let mut archive = ZipArchive::new(archive).map_err(broken)?;
    let mut found = Vec::new();
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(broken)?;
        let path = entry.name().map_err(broken)?;
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        // Folders, and what some systems put beside the files.
        if entry.is_dir() || name.starts_with('.') || path.starts_with("__MACOSX/") {
            continue;
        }
        if found.len() == MOST {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the ZIP holds too many files"));
        }
        let start = entry
            .data_start()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "the ZIP is damaged"))?;
        let mut reader = again()?;
        reader.seek(SeekFrom::Start(start))?;
        let packed = BufReader::with_capacity(1 << 16, reader).take(entry.compressed_size());
        let unpacked: Box<dyn Read + Send> = match entry.compression() {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
            _ => {
                let wrong =
                    "the ZIP is packed or locked in a way that is not read: pack it anew without a password";
                return Err(io::Error::new(io::ErrorKind::InvalidData, wrong));
            }
        };
        let checked =
            Checked { inner: unpacked, left: entry.size(), crc: flate2::Crc::new(), wanted: entry.crc32() };
        found.push((name, Box::new(checked) as Box<dyn Read + Send>));
    }
    Ok(Opened::Several(found))
}

fn broken(error: zip::result::ZipError) -> io::Error {
    match error {
        zip::result::ZipError::Io(error) => error,
        _ => io::Error::new(io::ErrorKind::UnexpectedEof, "the ZIP is not whole"),
    }
}

/// Reads as much as the archive says that there is, and compares the checksum at the end.
struct Checked<R> {
    inner: R,
    left: u64,
    crc: flate2::Crc,
    wanted: u32,
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let read = self.inner.read(&mut buffer[..most])?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.crc.update(&buffer[..read]);
        self.left -= read as u64;
        if self.left == 0 && self.crc.sum() != self.wanted {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the ZIP's checksum is wrong"));
        }
        Ok(read)
    }
}
