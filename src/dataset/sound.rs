//! A text is read as a record and held to the rules of the schema, in one pass that keeps nothing but the record.
//!
//! Serde knows the types of the fields; what a schema says beyond them (no control characters, ranges, patterns) is
//! seen by a deserializer that stands between the text and the record. Most files are sound. What this refuses is
//! walked by [`super::structure`], which tells what is wrong; it may refuse what that finds nothing wrong with (a
//! whole number written `1e3`), but never takes what that refuses.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, StrDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::schema::{Rule, Shape};
use super::structure::judge_text;

/// Reads a JSON text that follows a rule. `None` where it does not, or is no JSON.
pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str, rule: &Rule) -> Option<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let record = T::deserialize(Guarded { rule, inner: &mut json }).ok()?;
    json.end().ok()?;
    Some(record)
}

/// What reads a value, held to a rule: a deserializer, a visitor, or the access to a list or an object.
struct Guarded<'r, T> {
    rule: &'r Rule,
    inner: T,
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Guarded<'_, D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(Guarded { rule: self.rule, inner: visitor })
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_option(Guarded { rule: self.rule, inner: visitor })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_str(Guarded { rule: self.rule, inner: WordOf(visitor) })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Guarded<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<V::Value, E> {
        held(*self.rule == Rule::Flag)?;
        self.inner.visit_bool(flag)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<V::Value, E> {
        match self.rule {
            Rule::Whole(least, greatest) => held((least..=greatest).contains(&&number))?,
            rule => held(is_number(rule, number as f64))?,
        }
        self.inner.visit_u64(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<V::Value, E> {
        held(is_number(self.rule, number as f64))?;
        self.inner.visit_i64(number)
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<V::Value, E> {
        held(is_number(self.rule, number))?;
        self.inner.visit_f64(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        held(is_text(self.rule, text))?;
        self.inner.visit_str(text)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        held(is_text(self.rule, text))?;
        self.inner.visit_borrowed_str(text)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        held(matches!(self.rule, Rule::OrNull(_)))?;
        self.inner.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, json: D) -> Result<V::Value, D::Error> {
        let rule = match self.rule {
            Rule::OrNull(inner) => inner,
            rule => rule,
        };
        self.inner.visit_some(Guarded { rule, inner: json })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<V::Value, A::Error> {
        match self.rule {
            Rule::List(entry) => self.inner.visit_seq(Guarded { rule: entry, inner: list }),
            _ => Err(refused()),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<V::Value, A::Error> {
        let fields = match self.rule {
            Rule::Object(shape) => Fields::Of(shape),
            Rule::Tagged { tag, shapes } => Fields::Tagged(tag, shapes),
            _ => return Err(refused()),
        };
        self.inner.visit_map(GuardedObject { fields, next: None, inner: object })
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Guarded<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_element_seed(Guarded { rule: self.rule, inner: seed })
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Guarded<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Guarded { rule: self.rule, inner: json })
    }
}

/// What the fields of an object must be.
#[derive(Clone, Copy)]
enum Fields<'r> {
    /// Those of a shape.
    Of(&'r Shape),
    /// A tag, which comes first, as this program writes it; then those of the shape that it names.
    Tagged(&'r str, &'r [(String, Shape)]),
}

/// The entries of an object. That none is given twice or missing, the record itself sees to.
struct GuardedObject<'r, A> {
    fields: Fields<'r>,
    /// The rule of the value that comes next; `None` where it is the tag.
    next: Option<&'r Rule>,
    inner: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for GuardedObject<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_key_seed(Name { fields: self.fields, next: &mut self.next, seed })
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match (self.next, self.fields) {
            (Some(rule), _) => self.inner.next_value_seed(Guarded { rule, inner: seed }),
            (None, Fields::Tagged(_, shapes)) => {
                self.inner.next_value_seed(Tag { shapes, fields: &mut self.fields, seed })
            }
            (None, Fields::Of(_)) => Err(refused()),
        }
    }
}

/// The name of a field, which tells the rule of its value.
struct Name<'n, 'r, S> {
    fields: Fields<'r>,
    next: &'n mut Option<&'r Rule>,
    seed: S,
}

impl<S> Name<'_, '_, S> {
    fn see<E: Error>(&mut self, name: &str) -> Result<(), E> {
        match self.fields {
            Fields::Of(shape) => {
                *self.next = Some(&shape.field(name).ok_or_else(refused)?.rule);
                Ok(())
            }
            Fields::Tagged(tag, _) => held(name == tag),
        }
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Name<'_, '_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<S::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Name<'_, '_, S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(mut self, name: &str) -> Result<S::Value, E> {
        self.see(name)?;
        self.seed.deserialize(StrDeserializer::new(name))
    }

    fn visit_borrowed_str<E: Error>(mut self, name: &'de str) -> Result<S::Value, E> {
        self.see(name)?;
        self.seed.deserialize(BorrowedStrDeserializer::new(name))
    }
}

/// The value of a tag, which tells the shape of its object.
struct Tag<'n, 'r, S> {
    shapes: &'r [(String, Shape)],
    fields: &'n mut Fields<'r>,
    seed: S,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Tag<'_, '_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<S::Value, D::Error> {
        json.deserialize_str(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Tag<'_, '_, S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<S::Value, E> {
        let (_, shape) = self.shapes.iter().find(|(name, _)| name == word).ok_or_else(refused)?;
        *self.fields = Fields::Of(shape);
        self.seed.deserialize(StrDeserializer::new(word))
    }
}

/// Gives a text to a visitor that asks for one of some words.
struct WordOf<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for WordOf<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<V::Value, E> {
        self.0.visit_enum(word.into_deserializer())
    }
}

fn is_number(rule: &Rule, number: f64) -> bool {
    matches!(rule, Rule::Number(least, greatest) if (least..=greatest).contains(&&number))
}

fn is_text(rule: &Rule, text: &str) -> bool {
    match rule {
        Rule::Text if text.bytes().all(|byte| (b' '..0x7f).contains(&byte)) => true,
        // The record reads them, and refuses the same.
        Rule::Date => true,
        rule => judge_text(text, rule).is_none(),
    }
}

/// Only that there is an error counts.
fn held<E: Error>(is_held: bool) -> Result<(), E> {
    if is_held { Ok(()) } else { Err(refused()) }
}

fn refused<E: Error>() -> E {
    E::custom("")
}

#[cfg(test)]
mod tests {
    use super::super::record::DatasetRecord;
    use super::super::schema::rules;
    use super::*;
    use crate::dataset::locate::Tree;
    use crate::dataset::{bundled, structure};

    fn is_sound(text: &str) -> bool {
        read::<DatasetRecord>(text, &Rule::Object(rules().clone())).is_some()
    }

    fn walks_clean(text: &str) -> bool {
        let Ok(Tree { root: jsonc_parser::ast::Value::Object(object) }) = Tree::parse(text) else {
            return false;
        };
        structure::walk(&object).findings.is_empty()
    }

    #[test]
    fn what_is_written_by_this_program_is_sound_and_read_unchanged() {
        for (key, text) in bundled::ALL {
            let guarded: Option<DatasetRecord> = read(text, &Rule::Object(rules().clone()));
            assert_eq!(guarded, serde_json::from_str(text).ok(), "{key}");
        }
    }

    /// A text with one thing changed is never called sound where the walk finds fault with it.
    #[test]
    fn nothing_is_sound_that_the_walk_refuses() {
        let text = bundled::ALL[0].1;
        let changes = [
            ("\"detente/1\"", "7"),
            ("\"detente/1\"", "\"detente/2\""),
            ("\"voice\": \"reported\"", "\"voice\": \"told\""),
            ("\"voice\": \"reported\"", "\"voice\": {\"reported\": null}"),
            ("\"voice\": \"reported\"", "\"voice\": null"),
            ("\"paragraph\": 1,", "\"paragraph\": -1,"),
            ("\"paragraph\": 1,", "\"paragraph\": 1.5,"),
            ("\"paragraph\": 1,", "\"paragraph\": 1, \"paragraph\": 2,"),
            ("\"paragraph\": 1,", "\"paragraf\": 1,"),
            ("\"paragraph\": 1,", "\"paragraph\": [],"),
            ("\"paragraph\": 1,", "\"paragraph\": 1, \"credibility\": 7,"),
            ("\"gloss\": \"", "\"gloss\": \"\\u0007"),
            ("\"gloss\": \"", "\"gloss\": \"\\u0085"),
            ("\"gloss\"", "\"glos\""),
            ("\"type\": \"TextQuoteSelector\"", "\"type\": \"Nothing\""),
            ("\"type\": \"TextQuoteSelector\"", "\"type\": \"FragmentSelector\""),
            ("\"exact\"", "\"exactly\""),
            ("\"date\": \"", "\"date\": \"x"),
            ("\"date\": \"", "\"score\": 11, \"date\": \""),
            ("\"date\": \"", "\"sources\": 0, \"date\": \""),
            ("\"actors\": [", "\"actors\": {"),
            ("\"actors\": [", "\"actors\": [null, "),
            ("\"actors\": [", "\"actors\": [[], "),
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
