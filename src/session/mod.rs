//! What the person does: selection, time window, arrangement, series settings, and the commands that change them.
//!
//! [`Session`] is the only writer. Views, menus, shortcuts, the palette and the command line all speak
//! [`Command`]s, so a click and `--select` run the same code.

pub mod action;
pub mod arrangement;
pub mod command;
pub mod selection;
pub mod series;
pub mod state;

pub use action::Action;
pub use arrangement::{Arrangement, ArrangementKind};
pub use command::{Camera, Command, Panel, Request, SelectMode};
pub use selection::Selection;
pub use series::SeriesSettings;
pub use state::Session;
