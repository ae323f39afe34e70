//! Whether a text has the shape of the format, told in one pass that keeps nothing.
//!
//! Most files are sound, and a large one is sound or of no use. What this says no to is walked by
//! [`super::structure`], which tells what is wrong; it may say no to what that finds nothing wrong with (a whole
//! number written `1e3`), but never yes to what it refuses.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::schema::{Rule, Shape, rules};
use super::structure::judge_text;

/// Whether a text is JSON of the shape of a dataset.
pub(super) fn is_sound(text: &str) -> bool {
    let mut json = serde_json::Deserializer::from_str(text);
    ObjectOf(rules()).deserialize(&mut json).is_ok() && json.end().is_ok()
}

/// A value that must follow a rule.
#[derive(Clone, Copy)]
struct Value<'r>(&'r Rule);

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        match self.0 {
            Rule::Object(shape) => ObjectOf(shape).deserialize(json),
            Rule::OrNull(inner) => json.deserialize_option(OrNull(inner)),
            Rule::Tagged { .. }
            | Rule::List(_)
            | Rule::Text
            | Rule::Pattern(_)
            | Rule::Word(_)
            | Rule::Date
            | Rule::Whole(..)
            | Rule::Number(..)
            | Rule::Flag => json.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what the format asks for")
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        sound(*self.0 == Rule::Flag)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<(), E> {
        match self.0 {
            Rule::Whole(least, greatest) => sound((least..=greatest).contains(&&number)),
            _ => self.visit_f64(number as f64),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<(), E> {
        self.visit_f64(number as f64)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<(), E> {
        match self.0 {
            Rule::Number(least, greatest) => sound((least..=greatest).contains(&&number)),
            _ => sound(false),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let is_plain = *self.0 == Rule::Text && text.bytes().all(|byte| byte >= b' ' && byte < 0x7f);
        sound(is_plain || judge_text(text, self.0).is_none())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Rule::List(entry) = self.0 else { return sound(false) };
        while list.next_element_seed(Value(entry))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Rule::Tagged { tag, shapes } = self.0 else { return sound(false) };
        // Written by this program the tag comes first.
        let (name, value) = object.next_entry::<Cow<'de, str>, Cow<'de, str>>()?.unwrap_or_default();
        match shapes.iter().find(|(shape, _)| name == *tag && value == *shape) {
            Some((_, shape)) => fields(shape, object, Some(tag)),
            None => sound(false),
        }
    }
}

/// An object of fixed fields.
struct ObjectOf<'r>(&'r Shape);

impl<'de> DeserializeSeed<'de> for ObjectOf<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for ObjectOf<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        fields(self.0, object, None)
    }
}

/// `null`, or what a rule says.
struct OrNull<'r>(&'r Rule);

impl<'de> Visitor<'de> for OrNull<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("null, or what the format asks for")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        Value(self.0).deserialize(json)
    }
}

/// The fields of an object: each known and given once, none missing. `given` was read before.
fn fields<'de, A: MapAccess<'de>>(shape: &Shape, mut object: A, given: Option<&str>) -> Result<(), A::Error> {
    // No object of the format has so many fields.
    if shape.fields.len() > 64 {
        return sound(false);
    }
    let mut seen = 0u64;
    let mut see = |name: &str| {
        let at = shape.fields.iter().position(|field| field.name == name)?;
        let bit = 1 << at;
        let is_new = seen & bit == 0;
        seen |= bit;
        shape.fields.get(at).filter(|_| is_new)
    };
    if let Some(name) = given {
        see(name);
    }
    while let Some(name) = object.next_key::<Cow<'de, str>>()? {
        let Some(field) = see(&name) else { return sound(false) };
        object.next_value_seed(Value(&field.rule))?;
    }
    let is_given = |at: usize| seen & (1 << at) != 0;
    sound(shape.fields.iter().enumerate().all(|(at, field)| !field.required || is_given(at)))
}

/// Only whether there is an error counts.
fn sound<E: Error>(is_sound: bool) -> Result<(), E> {
    if is_sound { Ok(()) } else { Err(E::custom("")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::locate::Tree;
    use crate::dataset::{bundled, structure};

    fn walks_clean(text: &str) -> bool {
        let Ok(Tree { root: jsonc_parser::ast::Value::Object(object) }) = Tree::parse(text) else {
            return false;
        };
        structure::walk(&object).findings.is_empty()
    }

    #[test]
    fn what_is_written_by_this_program_is_sound() {
        for (key, text) in bundled::ALL {
            assert!(is_sound(text), "{key}");
        }
    }

    /// A text with one thing changed is never called sound where the walk finds fault with it.
    #[test]
    fn nothing_is_sound_that_the_walk_refuses() {
        let text = bundled::ALL[0].1;
        let changes = [
            ("\"detente/1\"", "7"),
            ("\"voice\": \"reported\"", "\"voice\": \"told\""),
            ("\"paragraph\": 1,", "\"paragraph\": -1,"),
            ("\"paragraph\": 1,", "\"paragraph\": 1.5,"),
            ("\"paragraph\": 1,", "\"paragraph\": 1, \"paragraph\": 2,"),
            ("\"paragraph\": 1,", "\"paragraf\": 1,"),
            ("\"paragraph\": 1,", "\"paragraph\": [],"),
            ("\"gloss\": \"", "\"gloss\": \"\\u0007"),
            ("\"gloss\": \"", "\"gloss\": \"\\u0085"),
            ("\"gloss\"", "\"glos\""),
            ("\"type\": \"TextQuoteSelector\"", "\"type\": \"Nothing\""),
            ("\"exact\"", "\"exactly\""),
            ("\"date\": \"", "\"date\": \"x"),
            ("\"actors\": [", "\"actors\": {"),
            ("\"actors\": [", "\"actors\": [null, "),
        ];
        for (from, to) in changes {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text, "{from} is in the dataset");
            assert!(!walks_clean(&changed) && !is_sound(&changed), "{from} to {to}");
        }
        for end in [text.trim_end().len() - 1, text.len() / 2] {
            assert!(!is_sound(&text[..end]));
        }
        assert!(!is_sound(&format!("{text} 1")));
    }
}
