//! What a person who waits at a terminal is shown; nothing where standard error is a file or a pipe.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

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
