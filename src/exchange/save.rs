//! Writing a file whole or not at all.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::exit;
use std::sync::{Mutex, Once, PoisonError};

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::NamedTempFile;

/// The files that are half written, each beside its place.
static HALF_WRITTEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// What a shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// From now on, Ctrl-C ends the program and takes with it what is half written.
pub fn stop_cleanly_when_interrupted() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Where the system has no such signal, there is nothing to be done about it.
        let _ = ctrlc::set_handler(|| {
            // Held to the end, so that no file comes into its place meanwhile.
            let half_written = HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
            for path in half_written.iter() {
                // What cannot be removed stays; nobody can be told any more.
                let _ = std::fs::remove_file(path);
            }
            exit(INTERRUPTED)
        });
    });
}

/// A file that is half written, from its creation until it is in its place or gone.
struct HalfWritten(PathBuf);

impl HalfWritten {
    fn new(path: &Path) -> Self {
        HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).push(path.to_owned());
        Self(path.to_owned())
    }

    /// Moves the file to its place while no interruption can come between.
    fn persist(&self, file: NamedTempFile, to: &Path) -> io::Result<()> {
        let _no_interruption = HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner);
        file.persist(to).map(|_| ()).map_err(|error| error.error)
    }
}

impl Drop for HalfWritten {
    fn drop(&mut self) {
        HALF_WRITTEN.lock().unwrap_or_else(PoisonError::into_inner).retain(|path| *path != self.0);
    }
}

/// Writes a file beside its place and moves it there, so that nothing half written is ever seen under the name.
///
/// # Errors
/// One line that names the file and says why.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    save_with(path, |file| file.write_all(bytes))
}

/// Writes a file piece by piece, as [`save`] does. One whose name ends in `.gz` is packed, with the same bytes each time.
///
/// # Errors
/// One line that names the file and says why.
pub fn save_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    let shown = path.display();
    let wrong = |why: &dyn std::fmt::Display| format!("{shown} cannot be written: {why}");
    if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(wrong(&"something that is no plain file has this name"));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".detente-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: what the person's umask leaves of this.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut beside = builder.tempfile_in(folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => wrong(&"there is no such folder"),
        kind => wrong(&kind),
    })?;
    let half_written = HalfWritten::new(beside.path());
    let mut buffered = BufWriter::with_capacity(1 << 18, beside.as_file_mut());
    let written = if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz")) {
        // No name and no time go into its head.
        let mut packed = GzEncoder::new(&mut buffered, Compression::default());
        write(&mut packed).and_then(|()| packed.finish().map(drop))
    } else {
        write(&mut buffered)
    };
    written.and_then(|()| buffered.flush()).map_err(|error| wrong(&error.kind()))?;
    drop(buffered);
    half_written.persist(beside, path).map_err(|error| wrong(&error.kind()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        save(&path, b"one").unwrap();
        save(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_name_that_ends_in_gz_is_packed_and_the_same_each_time() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["one.json.gz", "two.json.GZ"].map(|name| folder.path().join(name));
        save(&one, b"the same, the same, the same").unwrap();
        save(&two, b"the same, the same, the same").unwrap();
        assert_eq!(std::fs::read(&one).unwrap(), std::fs::read(&two).unwrap());
        let mut unpacked = String::new();
        let packed = std::fs::File::open(&one).unwrap();
        io::Read::read_to_string(&mut flate2::read::GzDecoder::new(packed), &mut unpacked).unwrap();
        assert_eq!(unpacked, "the same, the same, the same");
    }

    #[test]
    fn a_folder_and_a_missing_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(save(folder.path(), b"x").unwrap_err().contains("no plain file"));
        assert!(save(&folder.path().join("no/a.svg"), b"x").unwrap_err().contains("no such folder"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
