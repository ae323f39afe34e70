//! Detente: an explorer of sourced relations between states.
//!
//! The rooms, from the ground up; each may use those above it in this list and none below
//! (`tests/rooms.rs` holds that):
//!
//! 1. [`dataset`]: what is known.
//! 2. [`layout`]: where things stand.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod dataset;
pub mod layout;
