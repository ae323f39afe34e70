//! The keys that a file declares, which its data refer to.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::dataset::AttributeKind;

use super::super::graph::OWN;
use super::super::xml::{Declared, Element, kind_of};
use super::looks::OWN_KEYS;

/// What data may belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// A node.
    Node,
    /// An edge of two ends.
    Edge,
    /// An edge of any number of ends.
    Hyperedge,
}

/// A declared key.
pub(super) struct Key {
    /// What data call it.
    id: String,
    /// Its name and type, and the value where none is given.
    pub declared: Declared,
    /// What this program says under it, in files of its own.
    pub own_look: Option<&'static str>,
    /// What it is for: `node`, `edge`, `graph`, `all` and others.
    scope: String,
    /// Whether its data are a drawing of yEd.
    is_drawing: bool,
}

impl Key {
    /// Whether things of a class have its default.
    pub(super) fn is_for(&self, class: Class) -> bool {
        match (self.scope.as_str(), class) {
            ("all", _) => true,
            (scope, Class::Node) => scope == "node",
            (scope, Class::Edge) => scope == "edge",
            (scope, Class::Hyperedge) => scope == "hyperedge",
        }
    }

    /// Whether only this program writes it, with each thing.
    pub(super) fn is_own(&self) -> bool {
        self.declared.name.strip_prefix(OWN) == Some("record")
    }
}

/// What data say the key of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum KeyName {
    /// One that is declared, by its number.
    Declared(usize),
    /// One that is not, by its id.
    Undeclared(String),
}

/// The keys of a file, by their numbers.
#[derive(Default)]
pub(super) struct Keys {
    keys: Vec<Key>,
    places: HashMap<String, usize, RandomState>,
    have_defaults: bool,
}

impl Keys {
    /// Declares a key by its element. Returns whether it has the id that it must have.
    pub(super) fn declare(&mut self, mut element: Element<'_>) -> bool {
        let Some(id) = element.take("id") else { return false };
        let name = element.take("attr.name").unwrap_or(id).to_owned();
        let kind = element.get("attr.type").map_or(AttributeKind::Text, kind_of);
        let scope = element.take("for").unwrap_or("all").to_owned();
        let is_drawing = element.take("yfiles.type").is_some();
        let own_look = OWN_KEYS.iter().find(|(key, _)| *key == id).map(|(_, what)| *what);
        let id = id.to_owned();
        self.add(Key { id, declared: Declared { name, kind, default: None }, own_look, scope, is_drawing });
        true
    }

    /// Adds a key that is not declared: text, by its id. Returns its number.
    pub(super) fn add_undeclared(&mut self, id: String) -> usize {
        let declared = Declared { name: id.clone(), kind: AttributeKind::Text, default: None };
        let scope = "all".to_owned();
        self.add(Key { id, declared, own_look: None, scope, is_drawing: false })
    }

    fn add(&mut self, key: Key) -> usize {
        self.places.insert(key.id.clone(), self.keys.len());
        self.keys.push(key);
        self.keys.len() - 1
    }

    /// Sets the default of the last key.
    pub(super) fn set_default(&mut self, default: String) {
        if let Some(key) = self.keys.last_mut() {
            key.declared.default = Some(default);
            self.have_defaults = true;
        }
    }

    /// The key of an id.
    pub(super) fn named(&self, id: &str) -> KeyName {
        let number = self.places.get(id).copied();
        number.map_or_else(|| KeyName::Undeclared(id.to_owned()), KeyName::Declared)
    }

    /// A key by its number.
    pub(super) fn get(&self, number: usize) -> Option<&Key> {
        self.keys.get(number)
    }

    /// All of them, in the order of the file.
    pub(super) fn all(&self) -> &[Key] {
        &self.keys
    }

    /// Whether any of them has a value where none is given.
    pub(super) fn have_defaults(&self) -> bool {
        self.have_defaults
    }

    /// Whether the data of a key are a drawing of yEd.
    pub(super) fn is_drawing(&self, key: &KeyName) -> bool {
        match key {
            KeyName::Declared(number) => self.get(*number).is_some_and(|key| key.is_drawing),
            KeyName::Undeclared(_) => false,
        }
    }
}
