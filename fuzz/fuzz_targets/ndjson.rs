#![no_main]

use detente_fuzz::exchange::Format;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| detente_fuzz::read(Some(Format::Ndjson), bytes));
