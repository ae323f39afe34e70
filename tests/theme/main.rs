//! Colours, fonts, and how they come into a window.

mod contrast;
mod fonts;
mod install;
