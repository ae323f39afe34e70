//! What is read out of a dataset: alignment, the network, the focus, what a search finds.

#[path = "../common/mod.rs"]
mod common;

mod alignment;
mod focus;
mod network;
mod search;
