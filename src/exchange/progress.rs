//! How far a long import has come, and the way to stop it from another thread.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Shared between the thread that imports and the one that shows it.
#[derive(Debug, Default)]
pub struct Progress {
    read: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Bytes of the file that are read, and all that it has (0 where that is not known).
    pub fn bytes(&self) -> (u64, u64) {
        (self.read.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    /// The share that is read, 0 to 1; `None` where the whole is not known.
    pub fn share(&self) -> Option<f32> {
        let (read, total) = self.bytes();
        (total > 0).then(|| (read as f64 / total as f64).min(1.0) as f32)
    }

    /// Asks the import to stop. It does so within the next few thousand lines.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn advance(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }
}
