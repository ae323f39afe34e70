//! Where the nodes of a network are put.

#[path = "../layout_fixture/mod.rs"]
mod layout_fixture;

mod arrangements;
mod large;
mod promises;
