//! Where things stand: a [`Request`] of plain indices and sizes becomes [`Positions`].
//!
//! The method, in the order in which [`layout`] applies it:
//!
//! 1. Nodes are put in the order of their keys, so that the picture does not depend on the order of input
//!    (`model`).
//! 2. The members of a group are packed in rows about the group's head; a group, or a node without one, is
//!    from here on one *unit* (`cluster`).
//! 3. Units are placed by stress majorisation (Gansner, Koren & North 2004) on the shortest paths between
//!    them, from a start by pivot MDS (Brandes & Pich 2007); past 500 units on pivots and neighbours
//!    only (Ortmann, Klimenta & Brandes 2017) (`stress`).
//! 4. Each component is turned to its main axis and stretched toward the page; components are packed beside
//!    each other (`page`); overlaps are pushed apart (`separate`).
//! 5. Up to [`POLISH_NODES`] nodes, units and members are moved as long as that lowers crossings, edges over
//!    nodes, lengths and the size of the page (`polish`). Most moves are refused, so what a picture costs (`cost`)
//!    is kept in tables (`ledger`), and a move is weighed against many edges at once (`board`, `lanes`), the cheap
//!    parts first and no further than it can still be kept.
//!
//! The same request gives the same bytes on every machine: no thread, no hash order, and only the
//! arithmetic that IEEE 754 rounds exactly (`+ − × ÷ √`). Seed positions and pins are part of the request,
//! and the insides work on flat arrays, so that a kernel for large networks can take their place.

mod board;
mod cluster;
mod cost;
pub mod edges;
mod geometry;
pub mod labels;
mod lanes;
mod ledger;
mod model;
mod page;
mod polish;
mod quality;
mod random;
mod recall;
mod request;
mod separate;
mod solve;
mod stress;
pub mod worker;

pub use geometry::{Point, Rect, Size, distance_to_segment, pt, segments_cross};
pub use polish::POLISH_NODES;
pub use quality::Quality;
pub use recall::recalled;
pub use request::{Group, Node, Positions, Progress, Region, Request};
pub use solve::layout;
pub use worker::Worker;
