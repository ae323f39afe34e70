//! The kernel for large networks: forces over a series of ever smaller networks.
//!
//! - `coarsen` makes the series, each network by merging neighbours of the one before; `multilevel` lays out the smallest
//!   by stress and each larger one from the one before, in a number of ticks that falls with its size.
//! - A tick (`simulation`) is one of d3-force's model: nodes repel each other, links are springs, velocities decay.
//!   Springs are summed up from the places before the tick, node by node.
//! - Repulsion (`repulsion`) is that of Barnes & Hut (1986): bodies in Morton order (`morton`), a flat quadtree over them
//!   (`tree`), one walk for each leaf (Barnes 1990), and sums on sixteen lanes (`lanes`).
//! - In the largest network `pivots` draw each node toward where its distances to a few others are right, by the
//!   majorant of sparse stress (Ortmann, Klimenta & Brandes 2017). So a few ticks are enough, and far nodes stand far.
//!
//! Work is cut up by the network alone and each task writes places of its own, so neither the number of threads nor the
//! instruction set changes a bit. No function of `libm` is called.

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
