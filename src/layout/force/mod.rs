//! The kernel for large networks.
//!
//! [`place`] lays out a connected network of any size in time that grows little faster than the network.

mod coarsen;
mod lanes;
mod morton;
mod multilevel;
mod network;
mod pivots;
mod repulsion;
mod simulation;
mod tree;

pub use multilevel::lay_out;
pub(super) use multilevel::place;
pub use network::Network;
pub use simulation::Simulation;
