//! W3C Web Annotations (Web Annotation Data Model, Recommendation of 23 February 2017) in JSON-LD, and the exports of
//! Hypothesis, which are made of them: the excerpts of a dataset, the documents that they stand in, and what they prove.
//!
//! The gloss of an excerpt is a body that describes, its voice one that classifies; what it proves is a body that
//! identifies, and the actors concerned are tags. What all these are is said, as a record of our own format, where a
//! thing is named first; afterwards its address stands for it.

mod addresses;
mod body;
mod cited;
mod items;
mod own;
mod quote;
mod read;
mod target;
mod write;

use super::graph::OWN;

pub(super) use read::read;
pub(super) use write::{losses, write};

/// The context of every annotation.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What the addresses of our own things begin with, before the key of the dataset.
const SPACE: &str = "urn:x-detente";

/// A field or a type of our own.
fn own_field(name: &str) -> String {
    format!("{OWN}{name}")
}

/// The field that holds a record of our own format.
fn record_field() -> String {
    own_field("record")
}

#[cfg(test)]
mod tests;
