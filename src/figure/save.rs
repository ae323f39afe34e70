//! Writing a file whole or not at all.

use std::io::Write;
use std::path::Path;
use std::process::exit;
use std::sync::{Mutex, Once, PoisonError};

/// Held while a file is half written.
static WRITING: Mutex<()> = Mutex::new(());

/// What a shell expects of a program that was interrupted.
const INTERRUPTED: i32 = 130;

/// From now on, Ctrl-C ends the program once no file is half written, so that none is left behind.
pub fn stop_cleanly_when_interrupted() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Where the system has no such signal, there is nothing to be done about it.
        let _ = ctrlc::set_handler(|| {
            let _nothing_is_half_written = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
            exit(INTERRUPTED)
        });
    });
}

/// Writes a file beside its place and moves it there, so that nothing half written is ever seen under the name.
///
/// # Errors
/// One line that names the file and says why.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let shown = path.display();
    let wrong = |why: &dyn std::fmt::Display| format!("{shown} cannot be written: {why}");
    if std::fs::symlink_metadata(path).is_ok_and(|there| !there.is_file()) {
        return Err(wrong(&"something that is no plain file has this name"));
    }
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
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
    beside.write_all(bytes).and_then(|()| beside.flush()).map_err(|error| wrong(&error.kind()))?;
    beside.persist(path).map_err(|error| wrong(&error.error.kind()))?;
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
    fn a_folder_and_a_missing_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(save(folder.path(), b"x").unwrap_err().contains("no plain file"));
        assert!(save(&folder.path().join("no/a.svg"), b"x").unwrap_err().contains("no such folder"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
