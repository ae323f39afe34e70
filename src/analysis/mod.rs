//! What follows from what is known: indexes, parts and wholes, focus, alignment series, the network as of a
//! date, search, and what a dataset covers.
//!
//! Everything here is computed from a [`crate::dataset::Dataset`] and changes nothing in it. This room knows
//! nothing of screens.

pub mod alignment;
pub mod coverage;
pub mod focus;
pub mod index;
pub mod network;
pub mod parts;
pub mod search;
