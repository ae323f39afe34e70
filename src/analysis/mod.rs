//! What follows from a dataset: indexes, focus, alignment series, the network as of a date, search.
//!
//! Everything here is a pure function of the dataset and of what the person asked for.

pub mod focus;
pub mod index;
