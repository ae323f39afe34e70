//! The texts in which an item is found.

use std::ops::Range;

use crate::dataset::{
    ActorId, Dataset, DocumentId, EventId, ExcerptId, Id, InstrumentId, Item, NodeId, RelationshipId,
};

use super::fold::fold_into;

/// What a text of an item is, from the least to the most telling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Field {
    /// A gloss, fragment or speaker: sentences, in which letters far apart would fit any query.
    Text,
    /// A label, a kind, a title of an office, the key of what is no node.
    Label,
    /// A name or key of a node, the title of a document.
    Name,
}

impl Field {
    /// Apart by more than any score of a fit, so that a better field always wins.
    pub fn rank(self) -> u32 {
        self as u32 * (1 << 17)
    }

    /// What the name of an item is, as it is searched in.
    pub fn of_name(item: Item) -> Self {
        match item {
            Item::Node(_) | Item::Document(_) => Self::Name,
            Item::Relationship(_) | Item::Event(_) => Self::Label,
            Item::Excerpt(_) | Item::Point(_) => Self::Text,
        }
    }
}

/// What a text is to an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Use {
    /// It is called so: its name on screen and, for a node or document, its key and its other names.
    Called,
    /// Its key, where that is a number more often than a name: no other is taken for it.
    Key,
    /// It says so.
    Said,
}

/// Hands over each text of an item, the name first.
pub(super) fn visit(dataset: &Dataset, item: Item, visit: &mut dyn FnMut(Field, Use, &str)) {
    match item {
        Item::Node(NodeId::Actor(id)) => {
            let actor = &dataset.actors[id];
            visit(Field::Name, Use::Called, &actor.name);
            visit(Field::Name, Use::Called, &actor.key);
            actor.short.iter().for_each(|name| visit(Field::Name, Use::Called, name));
            actor.also.iter().for_each(|name| visit(Field::Name, Use::Called, name));
            actor.offices.iter().for_each(|office| visit(Field::Label, Use::Said, &office.title));
            visit(Field::Label, Use::Said, actor.kind.word());
        }
        Item::Node(NodeId::Instrument(id)) => {
            let row = &dataset.instruments[id];
            visit(Field::Name, Use::Called, &row.name);
            visit(Field::Name, Use::Called, &row.key);
            row.short.iter().for_each(|name| visit(Field::Name, Use::Called, name));
            row.also.iter().for_each(|name| visit(Field::Name, Use::Called, name));
            visit(Field::Label, Use::Said, row.kind.word());
        }
        Item::Relationship(id) => {
            let row = &dataset.relationships[id];
            visit(Field::Label, Use::Called, &dataset.relationship_name(id));
            visit(Field::Label, Use::Key, &row.key);
            row.label.iter().for_each(|label| visit(Field::Label, Use::Said, label));
        }
        Item::Event(id) => {
            let event = dataset.event(id);
            visit(Field::Label, Use::Called, event.label());
            visit(Field::Label, Use::Key, event.key());
            visit(Field::Label, Use::Said, event.code().meaning);
            visit(Field::Label, Use::Said, &[event.code().scheme.prefix(), ":", event.code().code].concat());
        }
        Item::Excerpt(id) => {
            let excerpt = dataset.excerpt(id);
            visit(Field::Text, Use::Called, excerpt.gloss());
            excerpt.fragment().iter().for_each(|fragment| visit(Field::Text, Use::Said, fragment));
            visit(Field::Label, Use::Key, excerpt.key());
            visit(Field::Text, Use::Said, excerpt.voice().word());
            excerpt.speaker().iter().for_each(|&id| visit(Field::Text, Use::Said, &dataset.actors[id].name));
        }
        Item::Document(id) => {
            let document = &dataset.documents[id];
            visit(Field::Name, Use::Called, &document.title);
            visit(Field::Name, Use::Called, &document.key);
        }
        // Points of a series are computed, not recorded: nothing of them is searched.
        Item::Point(_) => {}
    }
}

/// The key of an item; a point of a series has none of its own.
pub(super) fn key(dataset: &Dataset, item: Item) -> &str {
    match item {
        Item::Node(NodeId::Actor(id)) => &dataset.actors[id].key,
        Item::Node(NodeId::Instrument(id)) => &dataset.instruments[id].key,
        Item::Relationship(id) => &dataset.relationships[id].key,
        Item::Event(id) => dataset.event(id).key(),
        Item::Excerpt(id) => dataset.excerpt(id).key(),
        Item::Document(id) => &dataset.documents[id].key,
        Item::Point(_) => "",
    }
}

/// The folded texts of one item after the other, in the same room.
#[derive(Default)]
pub(super) struct Texts {
    folded: String,
    fields: Vec<(Field, Use, Range<usize>)>,
}

impl Texts {
    /// Takes in the texts of an item in place of the last one's.
    pub fn read(&mut self, dataset: &Dataset, item: Item) {
        self.folded.clear();
        self.fields.clear();
        visit(dataset, item, &mut |field, text_use, text| {
            let start = self.folded.len();
            fold_into(text, &mut self.folded);
            self.fields.push((field, text_use, start..self.folded.len()));
        });
    }

    /// The texts.
    pub fn iter(&self) -> impl Iterator<Item = (Field, Use, &str)> {
        self.fields.iter().map(|(field, text_use, range)| (*field, *text_use, &self.folded[range.clone()]))
    }

    /// The name of the item.
    pub fn name(&self) -> &str {
        self.iter().next().map_or("", |(_, _, name)| name)
    }

    /// Whether the item is called by a folded text as it stands.
    pub fn is_called(&self, name: &str) -> bool {
        self.iter().any(|(_, text_use, text)| text_use != Use::Said && text == name)
    }
}

/// All items that are searched, by their numbers: what has a name of its own comes first.
#[derive(Clone, Copy)]
pub(super) struct Items {
    /// The numbers of actors, instruments, documents, relationships, events and excerpts, one after the other.
    counts: [usize; 6],
}

impl Items {
    pub fn new(dataset: &Dataset) -> Self {
        Self {
            counts: [
                dataset.actors.len(),
                dataset.instruments.len(),
                dataset.documents.len(),
                dataset.relationships.len(),
                dataset.events.len(),
                dataset.excerpts.len(),
            ],
        }
    }

    /// The number of items.
    pub fn len(self) -> usize {
        self.counts.iter().sum()
    }

    /// The number of those that are found by their names: actors, instruments and documents.
    pub fn named(self) -> usize {
        self.counts[..3].iter().sum()
    }

    /// The item of a number.
    pub fn item(self, mut number: usize) -> Item {
        let [actors, instruments, documents, relationships, events, _] = self.counts;
        if number < actors {
            return ActorId::from_index(number).into();
        }
        number -= actors;
        if number < instruments {
            return InstrumentId::from_index(number).into();
        }
        number -= instruments;
        if number < documents {
            return DocumentId::from_index(number).into();
        }
        number -= documents;
        if number < relationships {
            return RelationshipId::from_index(number).into();
        }
        number -= relationships;
        if number < events {
            return EventId::from_index(number).into();
        }
        ExcerptId::from_index(number - events).into()
    }

    /// All items.
    pub fn iter(self) -> impl Iterator<Item = Item> {
        (0..self.len()).map(move |number| self.item(number))
    }
}
