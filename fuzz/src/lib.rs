//! What every fuzz target holds: whatever the bytes, a reader gives a line for the person or records that make sense
//! together, and what it gives can be written in every format.

#![allow(dead_code, reason = "the rooms are compiled without the window, which uses the rest of them")]

#[path = "../../src/dataset/mod.rs"]
pub mod dataset;
#[path = "../../src/exchange/mod.rs"]
pub mod exchange;

use exchange::{Format, Options, export, import_bytes, open};

/// Larger inputs find nothing that smaller ones do not.
const LARGEST: usize = 1 << 16;

/// Reads bytes in a format, or in the one that they look like.
///
/// # Panics
/// Where the reader breaks its word.
pub fn read(format: Option<Format>, bytes: &[u8]) {
    if bytes.len() > LARGEST {
        return;
    }
    let options = Options { format, ..Options::default() };
    let Ok(import) = import_bytes("fuzzed", bytes.to_vec(), &options) else { return };
    if format != Some(Format::Detente) {
        // Our own format is checked where it is opened, as it may hold anything.
        open::dataset("fuzzed", import.record.clone()).expect("records that make sense together");
    }
    for &format in Format::ALL.iter().filter(|format| format.is_written()) {
        export(&import.record, format, false).expect("a file in a format that is written");
    }
}
