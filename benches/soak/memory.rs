//! How much memory the program has, and whether it grows.

/// Memory may be so much more later on: what the allocator leaves between things that come and go.
const PART: f64 = 0.05;
const REST: u64 = 8 << 20;

/// In use there may be so much more than a dataset takes when it is open. Half of it again: what is made of the dataset
/// for panels that nobody had looked at, and for other views of the network, is a fraction of it. And some room: the
/// drawing of a frame, letters and undo, which do not depend on the dataset.
const IN_USE: f64 = 1.5;
const ROOM: u64 = 64 << 20;

/// The resident memory of this program in bytes; `None` where the system does not say, which only Linux does here.
pub fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// How memory went on after the first quarter of the time, in which everything is made that is made once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Course {
    /// When the window was open and nothing was done yet, in bytes.
    pub open: u64,
    /// The median of the second quarter, in bytes.
    pub before: u64,
    /// The median of the last quarter, in bytes.
    pub after: u64,
}

impl Course {
    /// Of what was there when the window was open, and at least four samples in bytes, taken at even distances.
    pub fn new(open: Option<u64>, samples: &[u64]) -> Option<Self> {
        let quarter = samples.len() / 4;
        let (second, last) = (samples.get(quarter..2 * quarter)?, samples.get(3 * quarter..)?);
        Some(Self { open: open?, before: median(second)?, after: median(last)? })
    }

    /// What memory must not be above at the end, in bytes, or it grows.
    pub fn growth_bound(self) -> u64 {
        self.before + (PART * self.before as f64) as u64 + REST
    }

    /// What memory must not be above, in bytes, or what is done takes more than the dataset explains.
    pub fn use_bound(self) -> u64 {
        (IN_USE * self.open as f64) as u64 + ROOM
    }

    /// What is wrong with it, if anything is.
    pub fn fault(self) -> Option<&'static str> {
        if self.after > self.growth_bound() {
            return Some("memory grows");
        }
        let is_too_much = self.before.max(self.after) > self.use_bound();
        is_too_much.then_some("in use there is much more memory than the open dataset takes")
    }
}

fn median(samples: &[u64]) -> Option<u64> {
    let mut samples = samples.to_vec();
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied()
}
