//! A large file is converted without being in memory as a whole.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::program;
use crate::world::{Sizes, World};

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
            let to = path(&format!("{size}.{written}"));
            peak(&["convert", &from.to_string_lossy(), &to.to_string_lossy(), "--to", format])
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

/// The most memory, in lengths of the file, that a dataset with an excerpt for each event takes when it is opened, with what
/// is read of it on the way: an event more than 40 bytes beside its texts is seen here.
const MOST_OF_A_DATASET: f64 = 1.17;

#[test]
fn a_dataset_that_is_opened_takes_about_its_file() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut peaks = Vec::new();
    for (name, actors, events) in [("small.json", 20, 20), ("large.json", 1000, 60_000)] {
        let path = folder.path().join(name);
        let mut file = BufWriter::new(File::create(&path)?);
        World::new(Sizes { actors, events, relationships: 2 * actors }, 1).write(&mut file)?;
        file.flush()?;
        let Some(peak) = peak(&["info", &path.to_string_lossy()])? else {
            eprintln!("skipped: this system does not tell how much memory a program had");
            return Ok(());
        };
        peaks.push((peak, fs::metadata(&path)?.len()));
    }
    let [(small, _), (large, length)] = peaks[..] else { return Ok(()) };
    let taken = large.saturating_sub(small) as f64 / length as f64;
    assert!(taken < MOST_OF_A_DATASET, "{taken:.2} times the file, with {small} of {large} bytes at least");
    Ok(())
}

/// A graph of as many edges with attributes as Gephi writes.
fn graph(path: &Path, edges: usize) -> Result<u64, Box<dyn Error>> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(file, "<gexf version=\"1.3\"><graph defaultedgetype=\"directed\"><attributes class=\"edge\">")?;
    for (nth, name) in ["topic", "count", "share", "checked"].iter().enumerate() {
        writeln!(file, "<attribute id=\"{nth}\" title=\"{name}\" type=\"string\"/>")?;
    }
    writeln!(file, "</attributes><nodes>")?;
    for node in 0..100 {
        writeln!(file, "<node id=\"n{node}\" label=\"Node {node}\"/>")?;
    }
    writeln!(file, "</nodes><edges>")?;
    for edge in 0..edges {
        let (from, to) = (edge % 100, edge * 7 % 99);
        let values =
            [format!("harbour treaty {edge}"), edge.to_string(), format!("0.{edge:016}"), "true".to_owned()];
        let said = |(nth, value): (usize, &String)| format!("<attvalue for=\"{nth}\" value=\"{value}\"/>");
        let said: String = values.iter().enumerate().map(said).collect();
        writeln!(
            file,
            "<edge id=\"e{edge}\" source=\"n{from}\" target=\"n{to}\"><attvalues>{said}</attvalues></edge>"
        )?;
    }
    writeln!(file, "</edges></graph></gexf>")?;
    file.flush()?;
    Ok(fs::metadata(path)?.len())
}

/// What is opened to be looked at is in memory as a dataset, but no second time as it was read.
#[test]
fn a_graph_that_is_opened_takes_less_memory_than_three_times_its_file() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let [small, large] = ["small.gexf", "large.gexf"].map(|name| folder.path().join(name));
    graph(&small, 10)?;
    let length = graph(&large, 60_000)?;
    let peak = |path: &Path| peak(&["info", &path.to_string_lossy()]);
    let (Some(least), Some(most)) = (peak(&small)?, peak(&large)?) else { return Ok(()) };
    let taken = most.saturating_sub(least) as f64 / length as f64;
    assert!(taken < 3.0, "{taken:.2} times the file of {length} bytes");
    Ok(())
}

/// Runs the program. Returns the most memory, in bytes, that it had; `None` where the system does not say, which only Linux
/// does here.
fn peak(arguments: &[&str]) -> Result<Option<u64>, Box<dyn Error>> {
    let mut child = program::command(arguments).stdout(Stdio::null()).spawn()?;
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
    assert!(ended.success(), "{arguments:?}");
    Ok(peak)
}

/// The peak resident memory, in bytes, that the system tells of a program.
fn high_water(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}
