//! The window in use for a while: nothing that is done takes memory for good. `cargo bench --bench soak` does the same
//! for ten minutes with a hundred thousand actors.

// The bench says more than is asked here.
#[allow(dead_code)]
#[path = "../benches/soak/desk.rs"]
mod desk;
#[allow(dead_code)]
#[path = "../benches/soak/memory.rs"]
mod memory;
#[path = "../examples/make_dataset/world.rs"]
mod world;

use desk::{Deed, Desk, STEPS};
use memory::Course;
use world::Sizes;

/// How often everything is done.
const ROUNDS: usize = 4;

#[test]
fn memory_does_not_grow_in_use() -> Result<(), Box<dyn std::error::Error>> {
    let mut desk = Desk::open(desk::made(Sizes { actors: 1_000, events: 3_000, relationships: 2_000 })?);
    let mut samples = Vec::new();
    for deed in (0..ROUNDS).flat_map(|_| Deed::ALL) {
        for step in 0..STEPS {
            desk.step(deed, step);
        }
        assert!(desk.is_done(deed), "{deed:?} did nothing");
        samples.extend(memory::resident());
    }
    if samples.is_empty() {
        eprintln!("skipped: this system does not tell how much memory a program has");
        return Ok(());
    }
    let course = Course::new(&samples).ok_or("there are too few samples")?;
    assert!(!course.is_growing(), "{course:?} is growing, above {}", course.bound());
    Ok(())
}

/// The course of memory that is so many MB at each sample.
fn course(megabytes: impl Iterator<Item = u64>) -> Option<Course> {
    let samples: Vec<u64> = megabytes.map(|megabytes| megabytes << 20).collect();
    Course::new(&samples)
}

#[test]
fn only_what_grows_after_the_beginning_counts() {
    assert_eq!(course([100; 3].into_iter()).map(Course::is_growing), None, "too few to tell");
    assert_eq!(course([100; 40].into_iter()).map(Course::is_growing), Some(false));
    let made_once = (0..40).map(|nth| if nth < 10 { 50 + 10 * nth } else { 150 });
    assert_eq!(course(made_once).map(Course::is_growing), Some(false));
    let comes_and_goes = (0..40).map(|nth| 400 + 60 * u64::from(nth % 5 == 0));
    assert_eq!(course(comes_and_goes).map(Course::is_growing), Some(false));
    assert_eq!(course((0..40).map(|nth| 100 + nth)).map(Course::is_growing), Some(true));
}
