//! The program at the command line, beside figures and exchange.

#[path = "../program/mod.rs"]
mod program;

mod arguments;
mod data;
