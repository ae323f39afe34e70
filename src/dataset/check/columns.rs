//! The keys of the rows of a dataset, list by list, each list's one after the other in one text.

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

/// The keys of the rows of a list, in its order.
#[derive(Default)]
pub(in crate::dataset) struct Column {
    text: String,
    /// Where each key ends, which is where the next one begins.
    ends: Vec<u32>,
}

impl Column {
    /// Adds the key of the next row. There is no more room after 4 GiB, which no file that is read comes near.
    pub fn push(&mut self, key: &str) {
        self.text.push_str(key);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The key of a row; empty where there is no such row.
    pub fn get(&self, index: usize) -> &str {
        self.place(index).and_then(|place| self.text.get(place)).unwrap_or_default()
    }

    /// Whether a row has this key.
    pub fn has(&self, index: usize, key: &str) -> bool {
        // Most that are asked for are not the one: their lengths, and then their bytes, tell without more ado.
        self.place(index).is_some_and(|place| self.text.as_bytes().get(place) == Some(key.as_bytes()))
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|index| self.get(index))
    }

    fn place(&self, index: usize) -> Option<std::ops::Range<usize>> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        Some(start as usize..end as usize)
    }
}

impl<'a> FromIterator<&'a str> for Column {
    fn from_iter<K: IntoIterator<Item = &'a str>>(keys: K) -> Self {
        let mut column = Self::default();
        keys.into_iter().for_each(|key| column.push(key));
        column
    }
}
