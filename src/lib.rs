//! Detente: an explorer of sourced relations between states.
//!
//! The rooms, from the ground up; each may use those above it in this list and none below
//! (`tests/rooms.rs` holds that):
//!
//! 1. [`dataset`]: what is known.
//! 2. [`exchange`]: how it travels.
//! 3. [`analysis`]: what follows.
//! 4. [`layout`]: where things stand.
//! 5. [`session`]: what the person does.
//! 6. [`theme`]: how it looks.
//! 7. [`views`]: what the person sees.
//! 8. [`figure`]: what leaves as a picture.
//! 9. [`desktop`]: the window.
//!
//! Beside the window, [`commands`] holds the commands that need none.

#![forbid(unsafe_code)]
#![warn(missing_docs)]

pub mod analysis;
pub mod commands;
pub mod dataset;
pub mod desktop;
pub mod exchange;
pub mod figure;
pub mod layout;
pub mod session;
pub mod theme;
pub mod views;
