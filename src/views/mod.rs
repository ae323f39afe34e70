//! What the person sees: the panels. Each reads a [`ViewContext`] and sends commands; none changes anything.

pub mod context;
pub mod timeline;
pub mod widgets;

pub use context::{Outbox, ViewContext};
