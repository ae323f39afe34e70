//! The keys of the rows of a dataset, list by list.

use crate::dataset::column::Column;
use crate::dataset::item::Item;

use super::keys::List;

/// The keys of the rows of a dataset, list by list.
#[derive(Default)]
pub(in crate::dataset) struct Columns {
    pub documents: Column,
    pub excerpts: Column,
    pub actors: Column,
    pub instruments: Column,
    pub relationships: Column,
    pub events: Column,
}

impl Columns {
    pub fn of(&self, list: List) -> &Column {
        match list {
            List::Documents => &self.documents,
            List::Excerpts => &self.excerpts,
            List::Actors => &self.actors,
            List::Instruments => &self.instruments,
            List::Relationships => &self.relationships,
            List::Events => &self.events,
        }
    }

    /// Whether an item has this key.
    pub(super) fn has(&self, item: Item, key: &str) -> bool {
        List::of(item).is_some_and(|(list, index)| self.of(list).has(index, key))
    }
}
