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
    let (open, mut samples) = (memory::resident(), Vec::new());
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
    let course = Course::new(open, &samples).ok_or("there are too few samples")?;
    assert_eq!(course.fault(), None, "{course:?}: {} and {}", course.growth_bound(), course.use_bound());
    Ok(())
}

/// What is wrong with memory that is so many MB when open, and at each sample.
fn fault(open: u64, megabytes: impl Iterator<Item = u64>) -> Option<Option<&'static str>> {
    let samples: Vec<u64> = megabytes.map(|megabytes| megabytes << 20).collect();
    Course::new(Some(open << 20), &samples).map(Course::fault)
}

#[test]
fn only_what_grows_after_the_beginning_counts() {
    assert_eq!(fault(100, [100; 3].into_iter()), None, "too few to tell");
    assert_eq!(fault(100, [100; 40].into_iter()), Some(None));
    let made_once = (0..40).map(|nth| if nth < 10 { 50 + 10 * nth } else { 150 });
    assert_eq!(fault(100, made_once), Some(None));
    let comes_and_goes = (0..40).map(|nth| 400 + 60 * u64::from(nth % 5 == 0));
    assert_eq!(fault(300, comes_and_goes), Some(None));
    assert_eq!(fault(100, (0..40).map(|nth| 100 + nth)), Some(Some("memory grows")));
}

#[test]
fn a_leap_at_the_first_use_counts() {
    let leaps = |to| fault(300, (0..40).map(move |nth| if nth < 4 { 310 } else { to }));
    assert_eq!(leaps(500), Some(None));
    assert_eq!(leaps(1_700), Some(Some("in use there is much more memory than the open dataset takes")));
}
