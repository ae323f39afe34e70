//! The attributes of a node or edge, our own apart from the rest.

use std::collections::{HashMap, HashSet};

use crate::dataset::Edtf;
use crate::dataset::record::AttributeRecord;

use super::{OWN, join, split, text};

/// Tells what kind of record a node or edge of ours is.
pub(super) const RECORD: &str = "detente:record";

/// Attributes, our own apart from the rest.
pub(super) struct Own {
    own: HashMap<String, String>,
    /// Those that are no one's.
    pub rest: Vec<AttributeRecord>,
}

impl Own {
    /// Takes attributes apart.
    pub fn take(mut attributes: Vec<AttributeRecord>) -> Self {
        if !attributes.iter().any(|attribute| attribute.name.starts_with(OWN)) {
            for AttributeRecord { name, value, .. } in &mut attributes {
                *name = cleaned(std::mem::take(name));
                *value = cleaned(std::mem::take(value));
            }
            return Self { own: HashMap::new(), rest: attributes };
        }
        let mut taken = Self { own: HashMap::new(), rest: Vec::with_capacity(attributes.len()) };
        for AttributeRecord { name, kind, value } in attributes {
            let value = cleaned(value);
            match name.strip_prefix(OWN) {
                Some(own) => {
                    taken.own.entry(own.to_owned()).or_insert(value);
                }
                None => taken.rest.push(AttributeRecord { name: cleaned(name), kind, value }),
            }
        }
        taken
    }

    /// A text of ours.
    pub fn text(&self, name: &str) -> Option<String> {
        self.own.get(name).filter(|value| !value.is_empty()).cloned()
    }

    /// Texts of ours.
    pub fn list(&self, name: &str) -> Vec<String> {
        self.own.get(name).map(|value| split(value)).unwrap_or_default()
    }

    /// A date of ours.
    pub fn date(&self, name: &str) -> Option<Edtf> {
        Edtf::parse(self.own.get(name)?).ok()
    }

    /// The keys of what proves it, as far as these excerpts are there; the others stay in the attribute.
    pub fn evidence(&mut self, known: &HashSet<String>) -> Vec<String> {
        let keys = self.list("evidence");
        let (there, missing): (Vec<_>, Vec<_>) = keys.into_iter().partition(|key| known.contains(key));
        match (there.is_empty(), missing.is_empty()) {
            (true, _) => {}
            (false, true) => {
                self.own.remove("evidence");
            }
            (false, false) => {
                self.own.insert("evidence".to_owned(), join(&missing));
            }
        }
        there
    }

    /// The attributes that are no one's, with those of ours that were not used, such as the keys of the evidence.
    pub fn finish(&mut self, used: &[&str]) -> Vec<AttributeRecord> {
        if self.own.is_empty() {
            return std::mem::take(&mut self.rest);
        }
        let mut unused: Vec<(String, String)> =
            self.own.drain().filter(|(name, _)| !used.contains(&name.as_str())).collect();
        unused.sort();
        let unused = unused.into_iter().map(|(name, value)| text(format!("{OWN}{name}"), value));
        std::mem::take(&mut self.rest).into_iter().chain(unused).collect()
    }
}

/// Ours after the others, so that they stand in the same order however often they travel.
pub(super) fn own_last(attributes: &mut [AttributeRecord]) {
    attributes.sort_by_key(|attribute| attribute.name.starts_with(OWN));
}

/// Without the control characters that a dataset must not hold.
pub(crate) fn clean(text: &str) -> String {
    cleaned(text.to_owned())
}

/// As [`clean`], of a text of one's own.
pub(super) fn cleaned(text: String) -> String {
    let is_wrong = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    // Control characters are below the space, above the tilde, or of two bytes of which the first is C2.
    let may_be = |byte: u8| u8::from(byte < b' ') | u8::from(byte == 0x7F) | u8::from(byte == 0xC2);
    // All are looked at, since that takes many at a time.
    let may_be_wrong = text.bytes().fold(0, |may, byte| may | may_be(byte)) != 0;
    if may_be_wrong && text.contains(is_wrong) { text.replace(is_wrong, " ") } else { text }
}
