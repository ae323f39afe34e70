//! From the key of a record to its item, in a few bytes a record: the keys themselves stay where they are.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use super::ids::{ActorId, DocumentId, EventId, ExcerptId, Id, InstrumentId, RelationshipId};
use super::item::{Item, NodeId};

/// The items of a dataset by the hashes of their keys. Whoever looks one up says whether an item has the key.
#[derive(Clone, Debug, Default)]
pub struct KeyTable {
    table: HashTable<Packed>,
    hasher: RandomState,
}

impl KeyTable {
    /// A table of keys that all differ, each with its item.
    pub fn new<'a>(keys: impl ExactSizeIterator<Item = (&'a str, Item)>) -> Self {
        let mut table = Self::with_capacity(keys.len());
        for (key, item) in keys {
            // No item has the key, so that none is in the way.
            let _ = table.insert(key, item, |_| false);
        }
        table
    }

    /// A table with room for a number of keys.
    pub fn with_capacity(keys: usize) -> Self {
        Self { table: HashTable::with_capacity(keys), hasher: RandomState::default() }
    }

    /// Adds a key with its item, while there is room; `has_key` tells whether an item is called that.
    ///
    /// # Errors
    /// The item that has the key already.
    pub fn insert(&mut self, key: &str, item: Item, has_key: impl Fn(Item) -> bool) -> Result<(), Item> {
        let Some(packed) = Packed::new(item) else { return Ok(()) };
        // There is room for all, so that no hash is asked for again.
        match self.table.entry(self.hasher.hash_one(key), |packed| has_key(packed.item()), |_| 0) {
            Entry::Vacant(place) => {
                place.insert(packed);
                Ok(())
            }
            Entry::Occupied(taken) => Err(taken.get().item()),
        }
    }

    /// The number of keys.
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.table.is_empty()
    }

    /// The item of a key; `has_key` tells whether an item is called that.
    pub fn find(&self, key: &str, has_key: impl Fn(Item) -> bool) -> Option<Item> {
        let hash = self.hasher.hash_one(key);
        self.table.find(hash, |packed| has_key(packed.item())).map(|packed| packed.item())
    }
}

/// An item in four bytes: the kind in the last three bits, the row above them.
#[derive(Clone, Copy, Debug)]
struct Packed(u32);

impl Packed {
    /// `None` for a point of a series, which has no key of its own, and beyond 2²⁹ rows, which no memory holds.
    fn new(item: Item) -> Option<Self> {
        let (kind, row) = match item {
            Item::Node(NodeId::Actor(id)) => (0, id.index()),
            Item::Node(NodeId::Instrument(id)) => (1, id.index()),
            Item::Relationship(id) => (2, id.index()),
            Item::Event(id) => (3, id.index()),
            Item::Excerpt(id) => (4, id.index()),
            Item::Document(id) => (5, id.index()),
            Item::Point(_) => return None,
        };
        u32::try_from(row).ok()?.checked_mul(8).map(|row| Self(row + kind))
    }

    fn item(self) -> Item {
        let row = (self.0 / 8) as usize;
        match self.0 % 8 {
            0 => ActorId::from_index(row).into(),
            1 => InstrumentId::from_index(row).into(),
            2 => RelationshipId::from_index(row).into(),
            3 => EventId::from_index(row).into(),
            4 => ExcerptId::from_index(row).into(),
            _ => DocumentId::from_index(row).into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_leads_to_its_item() {
        let items: [(&str, Item); 6] = [
            ("nzl", ActorId::from_index(7).into()),
            ("aukus", InstrumentId::from_index(0).into()),
            ("r1", RelationshipId::from_index(3).into()),
            ("e1", EventId::from_index(999_999).into()),
            ("x1", ExcerptId::from_index(5).into()),
            ("d1", DocumentId::from_index(6).into()),
        ];
        let called = |found: Item, key: &str| items.contains(&(key, found));
        let mut table = KeyTable::with_capacity(items.len());
        for (key, item) in items {
            assert_eq!(table.insert(key, item, |found| called(found, key)), Ok(()));
        }
        let (key, again) = ("nzl", EventId::from_index(1).into());
        assert_eq!(table.insert(key, again, |found| called(found, key)), Err(items[0].1));
        for (key, item) in items {
            let called = |found: Item| called(found, key);
            assert_eq!(table.find(key, called), Some(item));
        }
        assert_eq!(table.find("e2", |_| false), None);
    }
}
