//! What a panel keeps from frame to frame, so that a frame at rest goes through no list.

use std::sync::{Arc, Weak};

use crate::dataset::Dataset;

/// Which dataset something was made of, without keeping it.
#[derive(Clone, Debug)]
pub struct Of(Weak<Dataset>);

impl Of {
    /// Of this dataset.
    pub fn dataset(dataset: &Arc<Dataset>) -> Self {
        Self(Arc::downgrade(dataset))
    }
}

impl PartialEq for Of {
    fn eq(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }
}

/// Something, for as long as what it was made of stays the same.
#[derive(Debug)]
pub struct Kept<K, T>(Option<(K, T)>);

impl<K, T> Default for Kept<K, T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: PartialEq, T> Kept<K, T> {
    /// What was made of `of`: made now, where that is not what is kept.
    pub fn fit(&mut self, of: K, make: impl FnOnce() -> T) -> &T {
        let kept = self.0.take().filter(|(from, _)| *from == of);
        &self.0.insert(kept.unwrap_or_else(|| (of, make()))).1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_made_anew_when_what_it_is_of_changes_and_only_then() {
        let mut kept = Kept::default();
        let mut made = 0;
        for (of, expected) in [("a", 1), ("a", 1), ("b", 2), ("a", 3)] {
            let value = *kept.fit(of, || {
                made += 1;
                made
            });
            assert_eq!(value, expected, "of {of}");
        }
    }
}
