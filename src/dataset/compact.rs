//! Lists that most rows have one entry of, without a place of their own in memory for it.

use std::fmt;
use std::ops::Deref;

use super::ids::Id;

/// A list of ids in 16 bytes: up to three within, more in a place of their own.
#[derive(Clone)]
pub struct Ids<I>(Held<I>);

#[derive(Clone)]
enum Held<I> {
    /// How many of the ids count.
    Few(u8, [I; 3]),
    #[expect(clippy::box_collection, reason = "a vector in place would double the size of every list")]
    Many(Box<Vec<I>>),
}

impl<I: Id> Default for Ids<I> {
    fn default() -> Self {
        Self(Held::Few(0, [I::from_index(0); 3]))
    }
}

impl<I: Id> Ids<I> {
    fn push(&mut self, id: I) {
        match &mut self.0 {
            Held::Many(ids) => ids.push(id),
            Held::Few(count, ids) => match ids.get_mut(usize::from(*count)) {
                Some(free) => {
                    *free = id;
                    *count += 1;
                }
                None => self.0 = Held::Many(Box::new(ids.iter().copied().chain([id]).collect())),
            },
        }
    }
}

impl<I> Deref for Ids<I> {
    type Target = [I];

    fn deref(&self) -> &[I] {
        match &self.0 {
            Held::Few(count, ids) => ids.get(..usize::from(*count)).unwrap_or_default(),
            Held::Many(ids) => ids,
        }
    }
}

impl<I: Id> FromIterator<I> for Ids<I> {
    fn from_iter<T: IntoIterator<Item = I>>(ids: T) -> Self {
        let mut list = Self::default();
        ids.into_iter().for_each(|id| list.push(id));
        list
    }
}

impl<I: Id> From<Vec<I>> for Ids<I> {
    fn from(ids: Vec<I>) -> Self {
        ids.into_iter().collect()
    }
}

impl<I: Id> IntoIterator for Ids<I> {
    type Item = I;
    type IntoIter = std::vec::IntoIter<I>;

    fn into_iter(self) -> Self::IntoIter {
        match self.0 {
            Held::Few(count, ids) => ids.into_iter().take(usize::from(count)).collect::<Vec<_>>().into_iter(),
            Held::Many(ids) => ids.into_iter(),
        }
    }
}

impl<'a, I> IntoIterator for &'a Ids<I> {
    type Item = &'a I;
    type IntoIter = std::slice::Iter<'a, I>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<I: fmt::Debug> fmt::Debug for Ids<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<I: PartialEq> PartialEq for Ids<I> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::ids::ExcerptId;

    #[test]
    fn a_list_holds_what_it_was_made_of() {
        assert_eq!(size_of::<Ids<ExcerptId>>(), 16);
        for count in 0..6 {
            let made: Vec<_> = (0..count).map(ExcerptId::from_index).collect();
            let list: Ids<ExcerptId> = made.iter().copied().collect();
            assert_eq!(*list, *made);
        }
    }
}
