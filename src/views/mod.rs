//! What the person sees: the panels. Each reads a [`ViewContext`] and sends commands; none changes anything.

pub mod context;

pub use context::{Outbox, ViewContext};
