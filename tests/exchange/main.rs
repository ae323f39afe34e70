//! Other programs' files, in and out, as the command line has them.

#[path = "../program/mod.rs"]
mod program;
#[allow(dead_code, reason = "the example tells what it writes")]
#[path = "../../examples/make_dataset/world.rs"]
mod world;

mod events;
mod memory;
mod peers;
mod sources;
mod table;
