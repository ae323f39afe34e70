//! From what a person writes for a thing to the thing.

use crate::dataset::{Dataset, Edtf, Item, NodeId, SeriesPoint};

use super::Search;
use super::fields::{Items, Texts, key};
use super::fold::{Folded, fold_into};

/// Why a text names no one thing. Each reads as one line.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ResolveError {
    /// Nothing is called so.
    #[error("nothing is called {sought:?}{}", did_you_mean(.suggestions))]
    NotFound {
        /// What was sought.
        sought: String,
        /// Keys that may have been meant, best first.
        suggestions: Vec<String>,
    },
    /// More than one thing is called so.
    #[error("more than one thing is called {sought:?}: use one of the ids {}", .candidates.join(", "))]
    Ambiguous {
        /// What was sought.
        sought: String,
        /// The keys of the things.
        candidates: Vec<String>,
    },
}

fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        [one] => format!("; did you mean {one}?"),
        [first @ .., last] => format!("; did you mean {} or {last}?", first.join(", ")),
    }
}

/// The item of a key, or of a key but for its case, or of a name (a full, short or other name of a node, a
/// label, a title; case and diacritics do not matter). A node goes before all others of the same name.
///
/// # Errors
/// [`ResolveError`] where nothing, or more than one thing, is called so.
pub fn resolve(dataset: &Dataset, key_or_name: &str) -> Result<Item, ResolveError> {
    let sought = key_or_name.trim();
    if let Some(item) = dataset.item(sought) {
        return Ok(item);
    }
    if let Some(point) = point(dataset, sought) {
        return Ok(point.into());
    }
    let folded: String = Folded::new(sought).chars.into_iter().collect();
    let has_key = |&item: &Item| {
        let mut own = String::new();
        fold_into(key(dataset, item), &mut own);
        own == folded
    };
    let mut called: Vec<Item> = Items::new(dataset).iter().filter(has_key).collect();
    if called.is_empty() {
        called = named(dataset, &folded);
    }
    called.sort_unstable();
    match called[..] {
        [item] => Ok(item),
        [] => Err(not_found(dataset, sought)),
        [_, _, ..] => {
            let candidates = called.into_iter().map(|item| dataset.key(item).into_owned()).collect();
            Err(ResolveError::Ambiguous { sought: sought.to_owned(), candidates })
        }
    }
}

/// The point of a series of a key such as `NZL/USA@2025-01-31`.
fn point(dataset: &Dataset, key: &str) -> Option<SeriesPoint> {
    let (pair, date) = key.split_once('@')?;
    let (of, toward) = pair.split_once('/')?;
    let actor = |key: &str| match dataset.item(key) {
        Some(Item::Node(NodeId::Actor(id))) => Some(id),
        _ => None,
    };
    let date = Edtf::parse(date).ok()?;
    let day = date.earliest().filter(|&first| date.latest() == Some(first))?;
    Some(SeriesPoint { of: actor(of)?, toward: actor(toward)?, day })
}

/// The nodes of a folded name or, where there is none, the other items of that name.
fn named(dataset: &Dataset, name: &str) -> Vec<Item> {
    let is_node = |item: &Item| match item {
        Item::Node(_) => true,
        Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {
            false
        }
    };
    let mut texts = Texts::default();
    let mut is_called = |&item: &Item| {
        texts.read(dataset, item);
        texts.is_called(name)
    };
    let called = Items::new(dataset).iter().filter(|item| is_called(item));
    let (nodes, others): (Vec<Item>, Vec<Item>) = called.partition(is_node);
    if nodes.is_empty() { others } else { nodes }
}

fn not_found(dataset: &Dataset, sought: &str) -> ResolveError {
    let search = Search::new(dataset);
    let mut suggestions: Vec<String> = search.nearest(sought).into_iter().map(str::to_owned).collect();
    if suggestions.is_empty() {
        let hits = search.find(sought, 3).into_iter();
        suggestions = hits.map(|hit| dataset.key(hit.item).into_owned()).collect();
    }
    ResolveError::NotFound { sought: sought.to_owned(), suggestions }
}
