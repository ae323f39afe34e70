//! The documents of a file by their addresses, in little memory: a file may hold nothing but bookmarks.

use super::super::texts::{Links, Texts};

/// The keys of documents by their addresses.
#[derive(Default)]
pub(super) struct Addresses {
    texts: Texts,
    /// The number of a key by that of its address.
    keys: Links,
}

impl Addresses {
    /// The key of the document at an address.
    pub fn get(&self, address: &str) -> Option<&str> {
        let key = self.keys.get(self.texts.find(address)?)?;
        Some(self.texts.get(key))
    }

    /// Says which key the document at an address has; the first one counts.
    pub fn insert(&mut self, address: &str, key: &str) {
        let (address, key) = (self.texts.add(address), self.texts.add(key));
        self.keys.add(address, key);
    }
}
