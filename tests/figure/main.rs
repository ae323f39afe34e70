//! Figures, as files and as other programs see them.

#[path = "../common/mod.rs"]
mod common;
#[path = "../program/mod.rs"]
mod program;

mod alt;
mod arrangement;
mod citations;
mod command;
mod gallery;
mod metadata;
mod panels;
mod pdf;
mod shapes;
mod svg;
