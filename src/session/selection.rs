//! The selection and its history.

use std::collections::HashSet;

use crate::dataset::Item;

/// The ordered set of items that the person chose.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    items: Vec<Item>,
}

impl Selection {
    /// A selection of items; a second mention of an item is dropped.
    pub fn new(items: impl IntoIterator<Item = Item>) -> Self {
        let mut known = HashSet::new();
        Self { items: items.into_iter().filter(|&item| known.insert(item)).collect() }
    }

    /// The items, in the order in which they were chosen.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The item chosen last: the one that the inspector shows.
    pub fn last(&self) -> Option<Item> {
        self.items.last().copied()
    }

    /// Whether the item is selected.
    pub fn contains(&self, item: Item) -> bool {
        self.items.contains(&item)
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Adds an item, or takes it out where it is in.
    #[must_use]
    pub fn toggled(&self, item: Item) -> Self {
        let mut items = self.items.clone();
        match items.iter().position(|&each| each == item) {
            Some(place) => drop(items.remove(place)),
            None => items.push(item),
        }
        Self { items }
    }
}

/// How many selections the history keeps.
const KEPT: usize = 200;

/// The selections that were, for walking back and forth. The present one is always in it.
#[derive(Clone, Debug)]
pub struct History {
    entries: Vec<Selection>,
    present: usize,
}

impl Default for History {
    fn default() -> Self {
        Self { entries: vec![Selection::default()], present: 0 }
    }
}

impl History {
    /// The present selection.
    pub fn present(&self) -> &Selection {
        &self.entries[self.present]
    }

    /// Makes a selection the present one; what lay ahead is forgotten. Returns whether it changed.
    pub fn push(&mut self, selection: Selection) -> bool {
        if selection == *self.present() {
            return false;
        }
        self.entries.truncate(self.present + 1);
        self.entries.push(selection);
        if self.entries.len() > KEPT {
            self.entries.remove(0);
        }
        self.present = self.entries.len() - 1;
        true
    }

    /// Steps back; whether there was a step.
    pub fn back(&mut self) -> bool {
        let can = self.can_go_back();
        self.present -= usize::from(can);
        can
    }

    /// Steps forward; whether there was a step.
    pub fn forward(&mut self) -> bool {
        let can = self.can_go_forward();
        self.present += usize::from(can);
        can
    }

    /// Whether there is an earlier selection.
    pub fn can_go_back(&self) -> bool {
        self.present > 0
    }

    /// Whether there is a later selection.
    pub fn can_go_forward(&self) -> bool {
        self.present + 1 < self.entries.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{EventId, Id};

    fn event(index: usize) -> Item {
        EventId::from_index(index).into()
    }

    #[test]
    fn a_selection_is_an_ordered_set() {
        let selection = Selection::new([event(2), event(1), event(2)]);
        assert_eq!(selection.items(), [event(2), event(1)]);
        assert_eq!(selection.toggled(event(2)).items(), [event(1)]);
        assert_eq!(selection.toggled(event(3)).last(), Some(event(3)));
    }

    #[test]
    fn history_walks_back_and_forth_and_forgets_what_lay_ahead() {
        let mut history = History::default();
        assert!(history.push(Selection::new([event(1)])));
        assert!(!history.push(Selection::new([event(1)])), "the same again is no step");
        assert!(history.push(Selection::new([event(2)])));
        assert!(history.back());
        assert_eq!(history.present().last(), Some(event(1)));
        assert!(history.forward() && !history.forward());
        assert!(history.back() && history.back() && !history.back());
        assert!(history.push(Selection::new([event(3)])));
        assert!(!history.can_go_forward());
    }

    #[test]
    fn history_is_bounded() {
        let mut history = History::default();
        for index in 0..3 * KEPT {
            history.push(Selection::new([event(index)]));
        }
        assert_eq!(history.entries.len(), KEPT);
        assert_eq!(history.present().last(), Some(event(3 * KEPT - 1)));
    }
}
