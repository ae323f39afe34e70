//! Who follows the reading of a large file from elsewhere: hears how far it is, may end it, and sees the network first.

use super::model::Dataset;

/// Who follows a reading. It is asked from several threads.
pub trait Follow: Sync {
    /// So many bytes are to be read.
    fn expect(&self, bytes: u64);

    /// So many of them are read.
    fn advance(&self, bytes: u64);

    /// Whether the reading is to end.
    fn is_cancelled(&self) -> bool;

    /// Whether the network is wanted before the rest is read.
    fn wants_network(&self) -> bool;

    /// The network: a dataset of all documents, nodes and ties, and of the excerpts that prove those, without events.
    /// Nodes and ties have the ids that they have in the whole dataset. The file may still turn out to be wrong.
    fn network(&self, network: Dataset);
}

/// Nobody follows.
impl Follow for () {
    fn expect(&self, _: u64) {}

    fn advance(&self, _: u64) {}

    fn is_cancelled(&self) -> bool {
        false
    }

    fn wants_network(&self) -> bool {
        false
    }

    fn network(&self, _: Dataset) {}
}

/// Who follows a reading of what was read before: it has heard how far that is and has seen the network, but may still end
/// it.
pub struct Again<'a>(pub &'a dyn Follow);

impl Follow for Again<'_> {
    fn expect(&self, _: u64) {}

    fn advance(&self, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }

    fn wants_network(&self) -> bool {
        false
    }

    fn network(&self, _: Dataset) {}
}
