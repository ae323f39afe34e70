//! Where things stand: a [`Request`] of plain indices and sizes becomes [`Positions`].
//!
//! The method, in the order in which [`layout`] applies it:
//!
//! 1. Nodes are put in the order of their keys, so that the picture does not depend on the order of input
//!    (`model`).
//! 2. The members of a group are packed in rows about the group's head; a group, or a node without one, is
//!    from here on one *unit* (`cluster`).
//! 3. The units of each component are placed by stress majorisation (Gansner, Koren & North 2004) on the shortest
//!    paths between them, from a start by pivot MDS (Brandes & Pich 2007) (`stress`); past some hundred units by
//!    forces over a series of ever smaller networks, and scaled so that rooms have room enough ([`force`]).
//! 4. Each component is turned to its main axis and stretched toward the page; components are packed beside
//!    each other (`page`); overlaps are pushed apart (`separate`, with `rooms` to find what is near).
//! 5. Up to [`POLISH_NODES`] nodes, units and members are moved as long as that lowers crossings, edges over
//!    nodes, lengths and the size of the page (`polish`). Most moves are refused, so what a picture costs (`cost`)
//!    is kept in tables (`ledger`), and a move is weighed against many edges at once (`board`, `lanes`), the cheap
//!    parts first and no further than it can still be kept.
//!
//! Units that have places keep them, and the rest comes to stand among them (`newcomers`). An [`Arrangement`] takes the
//! place of the third step: rings about some nodes (`rings`), rows by depth (`layers`), or places that somebody chose.
//!
//! The same request gives the same bytes on every machine: threads never share a sum, no hash order, and only the
//! arithmetic that IEEE 754 rounds exactly (`+ − × ÷ √`). All steps but the polishing take time that grows little
//! faster than the network.

mod board;
mod cluster;
mod cost;
pub mod edges;
pub mod force;
mod geometry;
pub mod labels;
mod lanes;
mod layers;
mod ledger;
mod model;
mod newcomers;
mod page;
mod polish;
mod quality;
mod random;
mod recall;
mod request;
mod rings;
mod rooms;
mod separate;
mod solve;
mod stress;
pub mod worker;

pub use geometry::{Point, Rect, Size, distance_to_segment, pt, segments_cross};
pub use polish::POLISH_NODES;
pub use quality::Quality;
pub use recall::recalled;
pub use request::{Arrangement, Group, Node, Positions, Progress, Region, Request};
pub use solve::layout;
pub use worker::Worker;
