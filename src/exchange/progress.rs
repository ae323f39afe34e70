//! How far a long import has come, and the way to stop it from another thread.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::dataset::{Dataset, Follow};

/// Shared between the thread that imports and the one that shows it.
#[derive(Default)]
pub struct Progress {
    read: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    /// Who sees the network of a large dataset before the rest is read.
    viewer: Option<Viewer>,
}

type Viewer = Box<dyn Fn(Dataset) + Send + Sync>;

/// The smallest dataset file, in bytes, of which the network is shown before the rest is read; a smaller one is read
/// before anybody has looked at it.
const LARGE: u64 = 20 << 20;

impl Progress {
    /// Progress of which `viewer` is given the network of a large dataset before the rest is read
    /// ([`Follow::network`]).
    pub fn with_viewer(viewer: impl Fn(Dataset) + Send + Sync + 'static) -> Self {
        Self { viewer: Some(Box::new(viewer)), ..Self::default() }
    }

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
}

impl Follow for Progress {
    fn expect(&self, bytes: u64) {
        self.total.fetch_add(bytes, Ordering::Relaxed);
    }

    fn advance(&self, bytes: u64) {
        self.read.fetch_add(bytes, Ordering::Relaxed);
    }

    fn is_cancelled(&self) -> bool {
        self.is_cancelled()
    }

    fn wants_network(&self) -> bool {
        self.viewer.is_some() && self.total.load(Ordering::Relaxed) >= LARGE
    }

    fn network(&self, network: Dataset) {
        if let Some(viewer) = &self.viewer {
            viewer(network);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Progress").field("bytes", &self.bytes()).finish_non_exhaustive()
    }
}
