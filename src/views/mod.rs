//! What the person sees: the panels. Each reads a [`ViewContext`] and sends commands; none changes anything.

pub mod context;
pub mod diagram;
pub mod excerpts;
pub mod inspector;
pub mod kept;
pub mod outline;
pub mod pieces;
pub mod rows;
pub mod time_bar;
pub mod timeline;
pub mod widgets;

pub use context::{Medium, Outbox, ViewContext};
