//! Opens a dataset, for comparison with other programs that read the same rows (`benches/peers/load.py`):
//! `DETENTE_DATASET=big.json cargo bench --bench load`. Prints the number of events, and of pairs of an actor and a node
//! between which there are any.

use std::path::Path;

use detente::dataset::{Event, Id as _, NodeId, load_path};
use rayon::slice::ParallelSliceMut as _;

fn main() {
    let Some(path) = std::env::var_os("DETENTE_DATASET") else {
        println!("set DETENTE_DATASET to the path of a dataset, such as examples/make_dataset writes");
        return;
    };
    let loaded = load_path(Path::new(&path));
    match loaded.dataset {
        Some(dataset) => {
            let mut pairs: Vec<u64> = dataset.events.rows().map(pair).collect();
            pairs.par_sort_unstable();
            pairs.dedup();
            println!("{} {}", dataset.events.len(), pairs.len());
        }
        None => print!("{}", loaded.report.render(false)),
    }
}

/// Who acts toward whom, in a number of its own.
fn pair(event: Event<'_>) -> u64 {
    let to = match event.to() {
        NodeId::Actor(id) => id.index() << 1,
        NodeId::Instrument(id) => id.index() << 1 | 1,
    };
    (event.from().index() as u64) << 32 | to as u64
}
