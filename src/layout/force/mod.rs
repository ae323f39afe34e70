//! The kernel for large networks.

pub(crate) mod coarsen;
mod lanes;
mod morton;
pub(crate) mod multilevel;
pub(crate) mod network;
mod repulsion;
pub(crate) mod simulation;
mod tree;
pub(crate) mod pivots;
