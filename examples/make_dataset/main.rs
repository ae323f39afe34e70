//! Writes a dataset of any size, for measuring:
//! `cargo run --release --example make_dataset -- --actors 100000 --events 1000000 --seed 1 -o big.json`

mod world;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use clap::Parser;

use world::{Sizes, World};

/// Writes a dataset of any size.
#[derive(Parser)]
struct Arguments {
    /// Number of actors, 2 or more.
    #[arg(long, value_parser = clap::value_parser!(u64).range(2..=100_000_000))]
    actors: u64,
    /// Number of events, each with an excerpt of its own.
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    events: u64,
    /// Number of relationships; three for each actor where it is not given.
    #[arg(long)]
    relationships: Option<u64>,
    /// Another seed gives another dataset.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Where to write it; standard output where it is not given.
    #[arg(short, long)]
    output: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { actors, events, relationships, seed, output } = Arguments::parse();
    let out: Box<dyn Write> = match &output {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(stdout()),
    };
    let mut out = BufWriter::with_capacity(1 << 20, out);
    let relationships = relationships.unwrap_or(actors.saturating_mul(3));
    World::new(Sizes { actors, events, relationships }, seed).write(&mut out)?;
    out.flush()?;
    Ok(())
}
