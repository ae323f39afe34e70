//! What follows from a dataset: indexes, focus, alignment series, the network as of a date, search.
//!
//! Everything here is a pure function of the dataset and of what the person asked for.

pub mod alignment;
pub mod coverage;
pub mod focus;
pub mod index;
pub mod m4;
pub mod network;
pub mod parts;
pub mod search;
