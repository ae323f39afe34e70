//! How it travels: one file a format, which reads to, or writes from, the records of a dataset.
//!
//! An import opens a file ([`input`]: containers, encodings), tells its format ([`sniff`]), hands its text to the
//! reader of the format, which gives records to a [`sink`], and ends with a [`report`] of what became of everything.
//! Graph formats share one picture of a graph and one way between it and a dataset ([`graph`]). An export says first
//! what the format cannot hold ([`export::losses`]).

pub mod error;
pub mod export;
pub mod format;
pub mod gdelt;
pub mod graph;
pub mod import;
pub mod input;
pub mod keys;
pub mod merge;
pub mod ndjson;
pub mod open;
pub mod progress;
pub mod records;
pub mod report;
pub mod save;
pub mod sink;
pub mod sniff;
pub mod table;
pub mod texts;

mod bibliography;
mod bibtex;
mod csl_json;
mod cx2;
mod detente;
mod dot;
mod events;
mod gexf;
mod graphml;
mod icews;
mod json;
mod json_graph;
mod node_link;
mod polecat;
mod sound;
mod web_annotation;
mod xml;

pub use error::ExchangeError;
pub use export::{Export, export};
pub use format::Format;
pub use import::{Import, Options, import, import_bytes, import_into};
pub use merge::merge;
pub use open::{Opened, open};
pub use progress::Progress;
pub use report::Report;
