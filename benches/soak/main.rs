//! Ten minutes of panning, zooming, brushing, selecting, searching, playing and scrolling in the whole window with a
//! large dataset: is memory the same at the end, and how long are the frames?
//!
//! `cargo bench --bench soak` writes a row for each minute (frames, their median, 99th percentile and longest, and
//! memory), a row for each thing that is done, and how many frames took how long. It fails where memory has grown, or
//! where there is much more of it than when the dataset was open and nothing was done yet.
//! `-- --seconds N` runs for another time, `--actors N --events N` with another size (100,000 and a million), and
//! `--only select` does one thing alone.

mod desk;
mod memory;
#[path = "../../examples/make_dataset/world.rs"]
mod world;

use std::error::Error;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use desk::{Deed, Desk, STEPS};
use memory::Course;
use world::Sizes;

/// A frame of something.
struct Frame {
    deed: Deed,
    at: Duration,
    took: Duration,
}

/// What the command line asks for.
struct Asked {
    length: Duration,
    sizes: Sizes,
    deeds: Vec<Deed>,
}

impl Asked {
    fn new() -> Self {
        let (mut seconds, mut sizes) = (600, Sizes { actors: 100_000, events: 1_000_000, relationships: 0 });
        let mut deeds = Deed::ALL.to_vec();
        let words: Vec<String> = std::env::args().collect();
        for pair in words.windows(2) {
            match (pair[0].as_str(), pair[1].parse::<u64>()) {
                ("--seconds", Ok(number)) => seconds = number,
                ("--actors", Ok(number)) => sizes.actors = number.max(2),
                ("--events", Ok(number)) => sizes.events = number.max(1),
                ("--only", _) => deeds.retain(|deed| deed.name() == pair[1]),
                _ => {}
            }
        }
        sizes.relationships = 3 * sizes.actors;
        Self { length: Duration::from_secs(seconds), sizes, deeds }
    }
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let Asked { length, sizes, deeds } = Asked::new();
    println!("{} actors, {} relationships, {} events", sizes.actors, sizes.relationships, sizes.events);
    let mut desk = Desk::open(desk::made(sizes)?);
    let open = memory::resident();
    let start = Instant::now();
    let (mut frames, mut samples) = (Vec::new(), Vec::new());
    let mut minute = 0;
    println!("{:10} {:>7} {:>8} {:>8} {:>8} {:>8}", "minute", "frames", "p50 ms", "p99 ms", "max ms", "MB");
    for deed in deeds.iter().copied().cycle() {
        if start.elapsed() >= length {
            break;
        }
        for step in 0..STEPS {
            let took = desk.step(deed, step);
            frames.push(Frame { deed, at: start.elapsed(), took });
        }
        if !desk.is_done(deed) {
            return Err(format!("{deed:?} does nothing, so nothing is measured").into());
        }
        samples.extend(memory::resident());
        if start.elapsed().as_secs() / 60 > minute {
            row(
                &format!("{}", minute + 1),
                &frames,
                |frame| frame.at.as_secs() / 60 == minute,
                samples.last(),
            );
            minute = start.elapsed().as_secs() / 60;
        }
    }
    row("all", &frames, |_| true, samples.last());
    println!();
    for deed in deeds {
        row(&deed.name(), &frames, |frame| frame.deed == deed, None);
    }
    histogram(&frames);
    Ok(tell(Course::new(open, &samples)))
}

/// Whether memory has grown, in words.
fn tell(course: Option<Course>) -> ExitCode {
    let Some(course) = course else {
        println!("memory: not known, as this system does not tell it or the time was too short");
        return ExitCode::SUCCESS;
    };
    let Course { open, before, after } = course;
    let in_megabytes =
        [open, before, after, course.growth_bound(), course.use_bound()].map(|bytes| bytes >> 20);
    let [open, before, after, growth, in_use] = in_megabytes;
    println!("memory: {open} MB when open, {before} MB in the second quarter, {after} MB in the last");
    println!("memory: {growth} MB are allowed at the end, {in_use} MB at all");
    match course.fault() {
        Some(fault) => {
            println!("{fault}");
            ExitCode::FAILURE
        }
        None => ExitCode::SUCCESS,
    }
}

fn row(name: &str, frames: &[Frame], is_in: impl Fn(&Frame) -> bool, memory: Option<&u64>) {
    let mut times: Vec<f64> =
        frames.iter().filter(|frame| is_in(frame)).map(|frame| 1e3 * frame.took.as_secs_f64()).collect();
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times.get(((times.len().max(1) - 1) as f64 * part).round() as usize).unwrap_or(&0.0);
    let memory = memory.map(|bytes| format!("{:8}", bytes >> 20)).unwrap_or_default();
    let [middle, most, longest] = [0.5, 0.99, 1.0].map(at);
    println!("{name:10} {:7} {middle:8.2} {most:8.2} {longest:8.2} {memory}", times.len());
}

/// How many frames took how long, each line twice as long as the one before.
fn histogram(frames: &[Frame]) {
    println!();
    let mut under = 1.0;
    let mut rest: Vec<f64> = frames.iter().map(|frame| 1e3 * frame.took.as_secs_f64()).collect();
    while !rest.is_empty() {
        let before = rest.len();
        rest.retain(|&time| time >= under);
        let count = before - rest.len();
        let part = count as f64 / frames.len() as f64;
        println!(
            "under {under:6.0} ms {count:8} {:6.2} % {}",
            100.0 * part,
            "█".repeat((50.0 * part) as usize)
        );
        under *= 2.0;
    }
}
