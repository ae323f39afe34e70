//! Ten minutes of panning, zooming, brushing, selecting, searching, playing and scrolling in the whole window with a
//! large dataset: is memory the same at the end, and how long are the frames?
//!
//! `cargo bench --bench soak` writes a row for each minute (frames, their median, 99th percentile and longest, and
//! memory), a row for each thing that is done, and how many frames took how long. It fails where memory has grown.
//! `-- --seconds N` runs for another time, `--actors N --events N` with another size (100,000 and a million).

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
fn asked() -> (Duration, Sizes) {
    let (mut seconds, mut sizes) = (600, Sizes { actors: 100_000, events: 1_000_000, relationships: 0 });
    let words: Vec<String> = std::env::args().collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[1].parse::<u64>() else { continue };
        match pair[0].as_str() {
            "--seconds" => seconds = number,
            "--actors" => sizes.actors = number.max(2),
            "--events" => sizes.events = number.max(1),
            _ => {}
        }
    }
    sizes.relationships = 3 * sizes.actors;
    (Duration::from_secs(seconds), sizes)
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (length, sizes) = asked();
    println!("{} actors, {} relationships, {} events", sizes.actors, sizes.relationships, sizes.events);
    let mut desk = Desk::open(desk::made(sizes)?);
    let start = Instant::now();
    let (mut frames, mut samples) = (Vec::new(), Vec::new());
    let mut minute = 0;
    println!("{:10} {:>7} {:>8} {:>8} {:>8} {:>8}", "minute", "frames", "p50 ms", "p99 ms", "max ms", "MB");
    for deed in Deed::ALL.into_iter().cycle() {
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
    for deed in Deed::ALL {
        row(&format!("{deed:?}").to_lowercase(), &frames, |frame| frame.deed == deed, None);
    }
    histogram(&frames);
    Ok(tell(Course::new(&samples)))
}

/// Whether memory has grown, in words.
fn tell(course: Option<Course>) -> ExitCode {
    let Some(course) = course else {
        println!("memory: not known, as this system does not tell it or the time was too short");
        return ExitCode::SUCCESS;
    };
    let [before, after, bound] = [course.before, course.after, course.bound()].map(|bytes| bytes >> 20);
    println!("memory: {before} MB in the second quarter, {after} MB in the last; {bound} MB are allowed");
    if course.is_growing() {
        println!("memory grows");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
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
