//! What the panels show of a dataset.

#[path = "../common/mod.rs"]
mod common;

mod diagram;
mod lists;
mod timeline;
