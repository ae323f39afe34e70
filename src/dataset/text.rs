//! The texts of a dataset: short ones where they are named, long ones side by side in blocks that many rows share.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text in 16 bytes: a short one within, a long one as a part of a block. A clone takes no room of its own.
#[derive(Clone)]
pub struct Text(Held);

/// The longest text, in bytes, that takes no room beside its 16 bytes.
const SHORT: usize = 14;

#[derive(Clone)]
enum Held {
    /// How many of the bytes count.
    Short(u8, [u8; SHORT]),
    /// Where in a block it begins, and its length in bytes.
    Long(u16, u32, Arc<Block>),
}

/// Many texts, one after the other. Whoever writes it fills it when the last of them is known, and shows no text before.
type Block = OnceLock<Box<str>>;

impl Text {
    /// An empty text.
    pub const fn new() -> Self {
        Self(Held::Short(0, [0; SHORT]))
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Held::Short(..) => std::str::from_utf8(self.as_bytes()).unwrap_or_default(),
            Held::Long(start, length, block) => {
                block.get().and_then(|block| part(block, *start, *length)).unwrap_or_default()
            }
        }
    }

    /// Its bytes.
    fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Held::Short(length, bytes) => bytes.get(..usize::from(*length)).unwrap_or_default(),
            Held::Long(..) => self.as_str().as_bytes(),
        }
    }

    /// A text that needs no block; `None` where it is long.
    fn short(text: &str) -> Option<Self> {
        let mut bytes = [0; SHORT];
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Self(Held::Short(u8::try_from(text.len()).ok()?, bytes)))
    }
}

fn part(block: &str, start: u16, length: u32) -> Option<&str> {
    block.get(usize::from(start)..)?.get(..usize::try_from(length).ok()?)
}

/// About how long a block is, in bytes: any text in it begins at a place of two bytes.
const BLOCK: usize = 1 << 14;

/// How many of the texts that were shared are remembered. A list of a million events with as many labels, of which hardly
/// any repeat, would take more memory to be remembered whole than is saved.
const REMEMBERED: usize = 1 << 15;

/// Writes texts into blocks. They can be read when the blocks are closed, which happens at the latest when this is
/// dropped.
#[derive(Default)]
pub(super) struct Texts {
    /// What the open block will hold.
    open: String,
    block: Arc<Block>,
    /// The texts that were shared last, each with its hash in the place which that gives it.
    known: Vec<(u64, Text)>,
    hasher: RandomState,
}

impl Texts {
    /// Takes in a text of which there is hardly another like it.
    pub fn add(&mut self, text: &str) -> Text {
        if let Some(short) = Text::short(text) {
            return short;
        }
        if self.open.len() + text.len() > BLOCK {
            self.close();
        }
        let (Ok(start), Ok(length)) = (u16::try_from(self.open.len()), u32::try_from(text.len())) else {
            return Text::from(text);
        };
        self.open.push_str(text);
        Text(Held::Long(start, length, Arc::clone(&self.block)))
    }

    /// Takes in a text that many say alike, which is kept once, or a few times.
    pub fn share(&mut self, text: &str) -> Text {
        if let Some(short) = Text::short(text) {
            return short;
        }
        self.known.resize_with(REMEMBERED, Default::default);
        let hash = self.hasher.hash_one(text);
        let place = hash as usize % REMEMBERED;
        match self.known.get(place) {
            Some((same, known)) if *same == hash && self.read(known) == text => known.clone(),
            Some(_) | None => {
                let added = self.add(text);
                if let Some(known) = self.known.get_mut(place) {
                    *known = (hash, added.clone());
                }
                added
            }
        }
    }

    /// Closes the open block: every text that was taken in can be read.
    pub fn close(&mut self) {
        // It is filled here alone, and another takes its place.
        let _ = std::mem::take(&mut self.block).set(self.open.as_str().into());
        self.open.clear();
    }

    /// A text, whether its block is closed or not.
    fn read<'a>(&'a self, text: &'a Text) -> &'a str {
        match &text.0 {
            Held::Long(start, length, block) if Arc::ptr_eq(block, &self.block) => {
                part(&self.open, *start, *length).unwrap_or_default()
            }
            Held::Long(..) | Held::Short(..) => text.as_str(),
        }
    }
}

impl Drop for Texts {
    fn drop(&mut self) {
        self.close();
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&str> for Text {
    /// A long text gets a block of its own.
    fn from(text: &str) -> Self {
        Self::short(text).unwrap_or_else(|| Self::from(text.to_owned()))
    }
}

impl From<String> for Text {
    /// As from a `&str`.
    fn from(text: String) -> Self {
        Self::short(&text).unwrap_or_else(|| {
            // A longer one fits in no record: a file is shorter.
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            Self(Held::Long(0, length, Arc::new(Block::from(text.into_boxed_str()))))
        })
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> Self {
        text.as_str().to_owned()
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        *other == **self
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for Text {
    /// As the `str`, by which it is looked up.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Taken;
        impl Visitor<'_> for Taken {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(text.into())
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Text, E> {
                Ok(text.into())
            }
        }
        deserializer.deserialize_string(Taken)
    }
}

impl JsonSchema for Text {
    fn inline_schema() -> bool {
        String::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        String::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_takes_sixteen_bytes_and_so_does_one_that_may_be_missing() {
        assert_eq!((size_of::<Text>(), size_of::<Option<Text>>()), (16, 16));
    }

    proptest! {
        /// Every text that was taken in is given back, whatever came before and after it and how it was taken in.
        #[test]
        fn texts_are_given_back_unchanged(
            said in prop::collection::vec(("\\PC{0,20}", 0_usize..9000, any::<bool>()), 1..60),
        ) {
            let said: Vec<_> = said.into_iter().map(|(text, times, is_shared)| {
                (if text.len() > 40 { text.repeat(times) } else { text }, is_shared)
            }).collect();
            let mut texts = Texts::default();
            let take = |(text, is_shared): &(String, bool)| {
                if *is_shared { texts.share(text) } else { texts.add(text) }
            };
            let taken: Vec<Text> = said.iter().map(take).collect();
            let again: Vec<Text> = said.iter().map(|(text, _)| texts.share(text)).collect();
            drop(texts);
            for (((text, _), taken), again) in said.iter().zip(&taken).zip(&again) {
                prop_assert_eq!(taken.as_str(), text);
                prop_assert_eq!(again, taken);
                prop_assert_eq!(&Text::from(text.as_str()), taken);
            }
        }
    }

    #[test]
    fn what_is_said_alike_is_kept_once_in_an_open_block_and_in_a_closed_one() {
        let mut texts = Texts::default();
        let (first, second) = (texts.share("said by more than one"), texts.share("said by more than one"));
        texts.close();
        let third = texts.share("said by more than one");
        texts.close();
        let place = |text: &Text| text.as_str().as_ptr();
        assert_eq!((place(&second), place(&third)), (place(&first), place(&first)));
    }
}
