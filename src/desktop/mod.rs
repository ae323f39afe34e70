//! The window: the eframe application, menus, shortcuts, palette, dialogs, notices, preferences.

pub mod app;
mod dropping;
pub mod export;
mod files;
mod menu;
mod modal;
mod notices;
mod pages;
mod palette;
pub mod positions;
pub mod preferences;
mod run;
mod task;
mod transfer;

pub use app::App;
pub use run::{DesktopError, Options, Shot, run, screenshot};
