//! Data that comes and goes: reading a file, the report on it, saving the dataset in any format.
//!
//! Files are read and written on threads ([`super::task`]); the window goes on being drawn.

mod columns;
mod export;
mod reading;
mod report;
mod target;

use std::path::Path;

pub use columns::{ColumnsDialog, Mapped};
pub use export::{DataExport, Exported};
pub use reading::{Opener, Reading, Refused, Step, Taken, is_table};
pub use report::{Answer, Remedies, ReportPage};
pub use target::last_ending;

/// The name of a file without its folder.
fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// A number of bytes for people: `640 kB`, `12.4 MB`.
fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{} kB", count / 1_000),
        _ => format!("{:.1} MB", count as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_told_in_the_unit_that_fits() {
        assert_eq!(bytes(12), "12 bytes");
        assert_eq!(bytes(64_123), "64 kB");
        assert_eq!(bytes(12_449_000), "12.4 MB");
    }
}
