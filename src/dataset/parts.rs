//! Tables that are kept column by column, in parts: each thread that reads some rows makes a part of its own.

use std::marker::PhantomData;

use super::column::Column;
use super::ids::Id;

/// The rows of one kind of record, in file order, with their keys.
#[derive(Clone, Debug)]
pub struct Parts<I, P> {
    keys: Column,
    parts: Vec<P>,
    id: PhantomData<I>,
}

/// Columns of rows that follow each other, without their keys.
pub trait Part: Default {
    /// The number of rows.
    fn len(&self) -> usize;

    /// Whether there is no row.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// A row of a table: a place in its columns.
pub struct Row<'a, P> {
    keys: &'a Column,
    /// Its number among all rows.
    number: usize,
    /// The part that it is in.
    pub(super) part: &'a P,
    /// Its number in the part.
    pub(super) at: usize,
}

impl<P> Clone for Row<'_, P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Row<'_, P> {}

impl<'a, P> Row<'a, P> {
    /// Key.
    pub fn key(self) -> &'a str {
        self.keys.get(self.number)
    }
}

impl<I, P> Default for Parts<I, P> {
    fn default() -> Self {
        Self { keys: Column::default(), parts: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, P: Part> Parts<I, P> {
    /// Rows that were read in parts, with the keys of all.
    pub(super) fn new(parts: Vec<P>, keys: Column) -> Self {
        Self { keys, parts, id: PhantomData }
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.parts.iter().map(P::len).sum()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row of `id`, or `None` for an id of another dataset.
    pub fn get(&self, id: I) -> Option<Row<'_, P>> {
        let (part, at) = self.place(id)?;
        Some(Row { keys: &self.keys, number: id.index(), part: self.parts.get(part)?, at })
    }

    /// The number of the part that a row is in, and its number there.
    pub(super) fn place(&self, id: I) -> Option<(usize, usize)> {
        let mut at = id.index();
        for (number, part) in self.parts.iter().enumerate() {
            match at.checked_sub(part.len()) {
                None => return Some((number, at)),
                Some(rest) => at = rest,
            }
        }
        None
    }

    /// The parts.
    pub(super) fn parts(&self) -> &[P] {
        &self.parts
    }

    /// All ids, in file order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, P> {
        (0..self.len()).map(I::from_index)
    }

    /// All rows, in file order.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, P>> {
        let all = self.parts.iter().flat_map(|part| (0..part.len()).map(move |at| (part, at)));
        all.enumerate().map(|(number, (part, at))| Row { keys: &self.keys, number, part, at })
    }

    /// All rows with their ids, in file order.
    pub fn iter(&self) -> impl Iterator<Item = (I, Row<'_, P>)> {
        self.ids().zip(self.rows())
    }

    /// Whether a row has this key.
    pub(super) fn has_key(&self, id: I, key: &str) -> bool {
        self.keys.has(id.index(), key)
    }

    /// Appends a row, which `add` puts into the columns.
    pub(super) fn push_with(&mut self, key: &str, add: impl FnOnce(&mut P)) -> I {
        if self.parts.is_empty() {
            self.parts.push(P::default());
        }
        if let Some(part) = self.parts.last_mut() {
            add(part);
        }
        self.keys.push(key);
        I::from_index(self.len() - 1)
    }
}

/// What few rows of a part have, by their numbers in it.
#[derive(Clone, Debug)]
pub(super) struct Sparse<T>(Vec<(u32, T)>);

impl<T> Default for Sparse<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Sparse<T> {
    /// Gives something to a row that comes after those that have something.
    pub fn push(&mut self, at: usize, value: T) {
        self.0.push((numbered(at), value));
    }

    pub fn get(&self, at: usize) -> Option<&T> {
        // Most parts have none at all.
        let found = self.0.binary_search_by_key(&at, |(own, _)| *own as usize).ok()?;
        self.0.get(found).map(|(_, value)| value)
    }
}

/// A number in four bytes. Nothing that fits in memory has more rows.
pub(super) fn numbered(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
