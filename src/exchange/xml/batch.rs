//! Tags that were read one after the other, with the memory that they stand in.

use super::super::error::ExchangeError;

/// What a file is made of.
#[derive(PartialEq, Eq, Debug)]
pub(in super::super) enum Tag<'x> {
    /// An element begins.
    Start(Element<'x>),
    /// An element ends; with the text that stood in it, but for that of the elements in it.
    End {
        /// Its text.
        text: &'x str,
    },
}

/// The beginning of an element. Names are without their prefixes.
#[derive(PartialEq, Eq, Debug)]
pub(in super::super) struct Element<'x> {
    /// What stands before the colon of its name; empty where there is none.
    pub prefix: &'x str,
    /// Its name.
    pub name: &'x str,
    /// Its 1-based line.
    pub line: u64,
    text: &'x str,
    attributes: &'x mut [Attribute],
}

impl<'x> Element<'x> {
    /// The value of an attribute; nothing where it is empty.
    pub fn get(&self, name: &str) -> Option<&'x str> {
        self.attributes().find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value)
    }

    /// As [`Element::get`], and the attribute is gone.
    pub fn take(&mut self, name: &str) -> Option<&'x str> {
        self.take_any(name).filter(|value| !value.is_empty())
    }

    /// As [`Element::take`], but an empty value is one, too.
    pub fn take_any(&mut self, name: &str) -> Option<&'x str> {
        let text = self.text;
        let is_it = |attribute: &&mut Attribute| !attribute.is_taken && attribute.key.of(text) == name;
        let attribute = self.attributes.iter_mut().find(is_it)?;
        attribute.is_taken = true;
        Some(attribute.value.of(text))
    }

    /// The names and values of the attributes that are not gone, in the order of the file.
    pub fn attributes(&self) -> impl Iterator<Item = (&'x str, &'x str)> {
        let (text, left) = (self.text, self.attributes.iter().filter(|attribute| !attribute.is_taken));
        left.map(move |attribute| (attribute.key.of(text), attribute.value.of(text)))
    }
}

/// A part of the text of a [`Batch`], which has less than 4 GiB.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The part between two places.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// An attribute of an element.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Attribute {
    /// Its name, without its prefix.
    pub key: Span,
    /// Its value.
    pub value: Span,
    /// Whether somebody has it who needs it no more.
    pub is_taken: bool,
}

/// A tag, by where it stands in the text of its batch.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// An element begins.
    Start {
        /// What stands before the colon of its name.
        prefix: Span,
        /// Its name.
        name: Span,
        /// Its 1-based line.
        line: u64,
        /// How many attributes it has.
        attributes: usize,
    },
    /// An element ends.
    End {
        /// Its text.
        text: Span,
    },
}

/// Tags that were read one after the other.
#[derive(Default)]
pub(super) struct Batch {
    /// The texts of all of them.
    pub text: String,
    /// The tags.
    pub tags: Vec<Place>,
    /// The attributes of all of them.
    pub attributes: Vec<Attribute>,
    /// Why no other batch follows; nothing where one does.
    pub end: Option<Result<(), ExchangeError>>,
}

impl Batch {
    /// Hands on one tag after the other.
    ///
    /// # Errors
    /// Those of who takes them, and what is wrong with the file after them.
    pub fn each(
        &mut self,
        take: &mut impl FnMut(Tag<'_>) -> Result<(), ExchangeError>,
    ) -> Result<(), ExchangeError> {
        let Self { text, tags, attributes, end } = self;
        let mut attributes = attributes.as_mut_slice();
        for &tag in tags.iter() {
            match tag {
                Place::Start { prefix, name, line, attributes: count } => {
                    let own = attributes.split_off_mut(..count).unwrap_or_default();
                    let (prefix, name) = (prefix.of(text), name.of(text));
                    take(Tag::Start(Element { prefix, name, line, text, attributes: own }))?;
                }
                Place::End { text: inner } => take(Tag::End { text: inner.of(text) })?,
            }
        }
        end.take().unwrap_or(Ok(()))
    }

    /// Makes it empty; the memory stays.
    pub fn clear(&mut self) {
        self.text.clear();
        self.tags.clear();
        self.attributes.clear();
        self.end = None;
    }
}
