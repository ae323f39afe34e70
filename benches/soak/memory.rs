//! How much memory the program has, and whether it grows.

/// Memory may be so much more later on: what the allocator leaves between things that come and go.
const PART: f64 = 0.05;
const REST: u64 = 8 << 20;

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
    /// The median of the second quarter, in bytes.
    pub before: u64,
    /// The median of the last quarter, in bytes.
    pub after: u64,
}

impl Course {
    /// Of at least four samples in bytes, taken at even distances.
    pub fn new(samples: &[u64]) -> Option<Self> {
        let quarter = samples.len() / 4;
        let (second, last) = (samples.get(quarter..2 * quarter)?, samples.get(3 * quarter..)?);
        Some(Self { before: median(second)?, after: median(last)? })
    }

    /// What memory must not be above at the end, in bytes.
    pub fn bound(self) -> u64 {
        self.before + (PART * self.before as f64) as u64 + REST
    }

    /// Whether there is more memory at the end than what comes and goes explains.
    pub fn is_growing(self) -> bool {
        self.after > self.bound()
    }
}

fn median(samples: &[u64]) -> Option<u64> {
    let mut samples = samples.to_vec();
    samples.sort_unstable();
    samples.get(samples.len() / 2).copied()
}
