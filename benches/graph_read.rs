//! Reads a graph, or any other file, into the records of a dataset, as `detente` does before it shows or writes them.
//! `benches/peers/gexf.py` compares it with other readers. The file is named by `DETENTE_GRAPH`.

use std::path::Path;
use std::sync::Arc;

use detente::exchange::{Import, Options, import};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let Some(path) = std::env::var_os("DETENTE_GRAPH") else {
        println!("DETENTE_GRAPH names no file, and nothing is read");
        return Ok(());
    };
    let Import { record, .. } = import(Path::new(&path), &Options::default(), &Arc::default())?;
    println!("{} {}", record.actors.len() + record.instruments.len(), record.relationships.len());
    // As the others, which leave it to the system to take their memory back.
    std::process::exit(0)
}
