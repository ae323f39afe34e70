//! What a user does in the window, from the first click to what it shows.

#[path = "../app/mod.rs"]
mod app;

mod accessibility;
mod arrangement;
mod commands;
mod exchange;
mod figure;
mod files;
mod selection;
mod source;
mod timeline;
