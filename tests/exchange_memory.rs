//! A large file is converted without being in memory as a whole.

mod program;
#[allow(dead_code, reason = "the example tells what it writes")]
#[path = "../examples/make_dataset/world.rs"]
mod world;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use world::{Sizes, World};

/// The most memory, in lengths of the file, that a conversion takes beside what it takes for a small file.
const MOST: f64 = 1.5;

/// The same of annotations, each of which names what is said all over the dataset.
const MOST_OF_ANNOTATIONS: f64 = 3.5;

#[test]
fn a_conversion_takes_less_memory_than_a_few_times_its_file() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    for (name, actors, events) in [("small.json", 20, 20), ("large.json", 1000, 40_000)] {
        let mut file = BufWriter::new(File::create(path(name))?);
        World::new(Sizes { actors, events, relationships: 2 * actors }, 1).write(&mut file)?;
        file.flush()?;
    }
    for (read, written, format, most) in [
        ("json", "again.json", "detente", MOST),
        ("json", "ndjson", "ndjson", MOST),
        ("ndjson", "gexf", "gexf", MOST),
        ("json", "zip", "csv", MOST),
        ("json", "jsonld", "web-annotation", MOST_OF_ANNOTATIONS),
    ] {
        let peak = |size: &str| {
            let from = path(&format!("{size}.{read}"));
            peak(&from, &path(&format!("{size}.{written}")), format)
        };
        let (Some(small), Some(large)) = (peak("small")?, peak("large")?) else {
            eprintln!("skipped: this system does not tell how much memory a program had");
            return Ok(());
        };
        let length = fs::metadata(path(&format!("large.{read}")))?.len();
        let taken = large.saturating_sub(small) as f64 / length as f64;
        assert!(
            taken < most,
            "{read} to {format}: {taken:.2} times the file, with {small} of {large} bytes at least"
        );
    }
    Ok(())
}

/// Converts a file. Returns the most memory, in bytes, that the program had; `None` where the system does not say, which
/// only Linux does here.
fn peak(from: &Path, to: &Path, format: &str) -> Result<Option<u64>, Box<dyn Error>> {
    let [from, to] = [from, to].map(|path| path.to_string_lossy().into_owned());
    let mut child = program::command(&["convert", &from, &to, "--to", format]).spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let ended = loop {
        // It never falls, and is gone with the program.
        let told = fs::read_to_string(&status).ok();
        peak = told.as_deref().and_then(high_water).or(peak);
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        thread::sleep(Duration::from_millis(1));
    };
    assert!(ended.success(), "{from} to {format}");
    Ok(peak)
}

/// The peak resident memory, in bytes, that the system tells of a program.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}
