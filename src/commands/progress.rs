//! What a person who waits at a terminal is shown; nothing where standard error is a file or a pipe.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::exchange::Progress;

/// How long a person waits without asking what is going on.
const PATIENCE: Duration = Duration::from_secs(1);

/// Does something, and says so where it takes long.
pub(super) fn wait<T>(what: &'static str, work: impl FnOnce() -> T) -> T {
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            if is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let spinner = ProgressBar::new_spinner().with_message(what);
                spinner.enable_steady_tick(Duration::from_millis(120));
                // The answer is that the sender is gone.
                let _ = is_done.recv();
                spinner.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// A bar for a number of figures.
pub(super) fn bar(figures: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(figures).unwrap_or(u64::MAX));
    match ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}, {eta} left") {
        Ok(style) => bar.with_style(style).with_message("Figures"),
        Err(_) => bar,
    }
}

/// Reads a file, and shows how far that has come where it takes long.
pub(super) fn read<T>(path: &Path, work: impl FnOnce(&Arc<Progress>) -> T) -> T {
    let progress = Arc::new(Progress::default());
    let (done, is_done) = channel::<()>();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    std::thread::scope(|scope| {
        let seen = Arc::clone(&progress);
        scope.spawn(move || {
            if is_done.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new(seen.bytes().1).with_message(name);
            let bar = match ProgressStyle::with_template("{msg} {bar:32} {bytes}/{total_bytes}, {eta} left") {
                Ok(style) => bar.with_style(style),
                Err(_) => bar,
            };
            while is_done.recv_timeout(Duration::from_millis(120)) == Err(RecvTimeoutError::Timeout) {
                bar.set_position(seen.bytes().0);
            }
            bar.finish_and_clear();
        });
        let result = work(&progress);
        drop(done);
        result
    })
}
