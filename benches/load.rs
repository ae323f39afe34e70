//! Opens a dataset, for comparison with other programs that read the same rows (`benches/peers/load.py`):
//! `DETENTE_DATASET=big.json cargo bench --bench load`. Prints the number of events, and of pairs of an actor and a node
//! between which there are any.

use std::collections::HashSet;
use std::path::Path;

use detente::dataset::load_path;

fn main() {
    let Some(path) = std::env::var_os("DETENTE_DATASET") else {
        println!("set DETENTE_DATASET to the path of a dataset, such as examples/make_dataset writes");
        return;
    };
    let loaded = load_path(Path::new(&path));
    match loaded.dataset {
        Some(dataset) => {
            let pairs: HashSet<_> =
                dataset.events.rows().iter().map(|event| (event.from, event.to)).collect();
            println!("{} {}", dataset.events.len(), pairs.len());
        }
        None => print!("{}", loaded.report.render(false)),
    }
}
