//! Search over everything: fuzzy in names, by words in what is said, blind to case and diacritics.
//!
//! A query is split at spaces, and an item is found where each word of the query is found in it. When nothing
//! at all is found, words that are a letter or two off are tried.

mod fold;
mod resolve;

use std::cmp::Reverse;
use std::ops::Range;

use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::dataset::{Dataset, Item, NodeId};

use fold::{Folded, distance};
pub use resolve::{ResolveError, resolve};

/// No query is longer than this many characters; what follows is left out.
const LONGEST_QUERY: usize = 200;

/// Something found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// What.
    pub item: Item,
    /// How well it fits; higher is better. Comparable within one query only.
    pub score: u32,
    /// What to highlight: ranges of bytes of [`Dataset::item_name`], ascending and apart. Empty where the
    /// match lies in another text of the item.
    pub matched: Vec<Range<usize>>,
}

/// What a text of an item is, from the least to the most telling.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Field {
    /// A gloss, fragment or speaker: sentences, in which letters far apart would fit any query.
    Text,
    /// A label, a kind, a title of an office, the key of what is no node.
    Label,
    /// A name or key of a node, the title of a document.
    Name,
}

impl Field {
    /// Apart by more than any score of the matcher, so that a better field always wins.
    fn rank(self) -> u32 {
        self as u32 * (1 << 17)
    }
}

/// Added where the query is a name or a key as it stands.
const EXACT: u32 = 1 << 16;

#[derive(Clone, Debug)]
struct Entry {
    item: Item,
    key: String,
    folded_key: Folded,
    /// The name of the item, for highlighting.
    name: Folded,
    fields: Vec<(Field, Folded)>,
}

/// An index of the texts of a dataset, built once.
#[derive(Clone, Debug)]
pub struct Search {
    entries: Vec<Entry>,
}

/// How a word of the query may be spelt.
#[derive(Clone, Copy)]
enum Spelling {
    /// As in the dataset.
    Right,
    /// A letter or two off.
    Off,
}

impl Search {
    /// Indexes names, short and other names, keys, kinds, labels, titles of offices, glosses, fragments and
    /// speakers.
    pub fn new(dataset: &Dataset) -> Self {
        let items = dataset
            .nodes()
            .map(Item::Node)
            .chain(dataset.relationships.ids().map(Item::Relationship))
            .chain(dataset.events.ids().map(Item::Event))
            .chain(dataset.excerpts.ids().map(Item::Excerpt))
            .chain(dataset.documents.ids().map(Item::Document));
        Self { entries: items.map(|item| Entry::new(dataset, item)).collect() }
    }

    /// The items that fit `query`, best first, at most `limit`. A match in a name stands before one in a
    /// label, and that before one in a gloss; of two that fit alike, the one with the shorter name, and then the
    /// one that comes first (nodes before all others, then in file order). Nothing for a query without words.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query: String = query.chars().take(LONGEST_QUERY).collect();
        let words = query.split_whitespace().map(Folded::new);
        let words: Vec<Folded> = words.filter(|word| !word.chars.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let whole = Folded::new(query.trim());
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut hits = self.hits(&words, &whole, Spelling::Right, &mut matcher);
        if hits.is_empty() {
            hits = self.hits(&words, &whole, Spelling::Off, &mut matcher);
        }
        hits.sort_by_key(|(hit, length)| (Reverse(hit.score), *length, hit.item));
        hits.into_iter().map(|(hit, _)| hit).take(limit).collect()
    }

    /// All hits, each with the length of the item's name: of two that fit alike, the shorter fits better.
    fn hits(
        &self,
        words: &[Folded],
        whole: &Folded,
        spelling: Spelling,
        matcher: &mut Matcher,
    ) -> Vec<(Hit, usize)> {
        let hit = |entry: &Entry| {
            let scores: Option<Vec<u32>> =
                words.iter().map(|word| entry.score(word, spelling, matcher)).collect();
            // An item is found as well as the least of the words.
            let least = scores?.into_iter().min()?;
            let score = least + if entry.is_called(whole) { EXACT } else { 0 };
            let matched = entry.highlight(words, spelling, matcher);
            Some((Hit { item: entry.item, score, matched }, entry.name.chars.len()))
        };
        self.entries.iter().filter_map(hit).collect()
    }

    /// The keys that `key` may have been meant for, best first, at most three: those that are a letter or two
    /// off, and those that contain it.
    pub fn nearest(&self, key: &str) -> Vec<&str> {
        let sought: Folded = Folded::new(key.trim());
        let length = sought.chars.len();
        if length == 0 || length > LONGEST_QUERY {
            return Vec::new();
        }
        let mut near: Vec<(usize, usize, &str)> = Vec::new();
        for entry in &self.entries {
            let key = &entry.folded_key.chars;
            let apart = key.len().abs_diff(length);
            // A distance is at least the difference of the lengths: most keys need no table.
            let distance = (apart <= slips(length)).then(|| distance(&sought.chars, key));
            if let Some(distance) = distance.filter(|&distance| distance <= slips(length)) {
                near.push((0, distance, &entry.key));
            } else if length >= 3 && key.windows(length).any(|part| part == sought.chars) {
                near.push((1, apart, &entry.key));
            }
        }
        near.sort_unstable();
        near.into_iter().take(3).map(|(_, _, key)| key).collect()
    }
}

/// How many slips a word of `length` letters may hold and still be meant.
fn slips(length: usize) -> usize {
    match length {
        0..=1 => 0,
        2..=7 => 1,
        8.. => 2,
    }
}

impl Entry {
    fn new(dataset: &Dataset, item: Item) -> Self {
        let key = dataset.key(item);
        let name = Folded::new(&dataset.item_name(item));
        let mut fields = Vec::new();
        let mut add = |field: Field, text: &str| fields.push((field, Folded::new(text)));
        match item {
            Item::Node(NodeId::Actor(id)) => {
                let actor = &dataset.actors[id];
                let names = [&actor.name, &actor.key].into_iter().chain(&actor.short).chain(&actor.also);
                names.for_each(|name| add(Field::Name, name));
                actor.offices.iter().for_each(|office| add(Field::Label, &office.title));
                add(Field::Label, actor.kind.word());
            }
            Item::Node(NodeId::Instrument(id)) => {
                let row = &dataset.instruments[id];
                let names = [&row.name, &row.key].into_iter().chain(&row.short).chain(&row.also);
                names.for_each(|name| add(Field::Name, name));
                add(Field::Label, row.kind.word());
            }
            Item::Relationship(id) => {
                let row = &dataset.relationships[id];
                add(Field::Label, &dataset.item_name(item));
                add(Field::Label, &row.key);
                row.label.iter().for_each(|label| add(Field::Label, label));
            }
            Item::Event(id) => {
                let event = &dataset.events[id];
                add(Field::Label, &event.label);
                add(Field::Label, &event.key);
                add(Field::Label, event.code.meaning);
                add(Field::Label, &event.code.to_string());
            }
            Item::Excerpt(id) => {
                let excerpt = &dataset.excerpts[id];
                add(Field::Text, &excerpt.gloss);
                excerpt.fragment().iter().for_each(|fragment| add(Field::Text, fragment));
                add(Field::Label, &excerpt.key);
                add(Field::Text, excerpt.voice.word());
                excerpt.speaker.iter().for_each(|&id| add(Field::Text, &dataset.actors[id].name));
            }
            Item::Document(id) => {
                let document = &dataset.documents[id];
                add(Field::Name, &document.title);
                add(Field::Name, &document.key);
            }
            // Points of a series are computed, not recorded: there are none in the entries.
            Item::Point(_) => {}
        }
        Self { item, folded_key: Folded::new(&key), key: key.into_owned(), name, fields }
    }

    /// What the item is called: its name on screen and, for a node, its other names.
    fn names(&self) -> impl Iterator<Item = &Folded> {
        let others = self.fields.iter().filter(|(field, _)| *field == Field::Name).map(|(_, text)| text);
        std::iter::once(&self.name).chain(others)
    }

    /// Whether a name or the key of the item is the query as it stands.
    fn is_called(&self, whole: &Folded) -> bool {
        self.folded_key.chars == whole.chars || self.names().any(|name| name.chars == whole.chars)
    }

    /// How well a word of the query fits; `None` where it does not.
    fn score(&self, word: &Folded, spelling: Spelling, matcher: &mut Matcher) -> Option<u32> {
        let fit = |(field, text): &(Field, Folded)| {
            let (score, _) = fit(*field, text, word, spelling, matcher)?;
            Some(field.rank() + score)
        };
        self.fields.iter().filter_map(fit).max()
    }

    /// Where the words stand in the name.
    fn highlight(&self, words: &[Folded], spelling: Spelling, matcher: &mut Matcher) -> Vec<Range<usize>> {
        let field = match self.item {
            Item::Node(_) | Item::Document(_) => Field::Name,
            Item::Relationship(_) | Item::Event(_) => Field::Label,
            Item::Excerpt(_) | Item::Point(_) => Field::Text,
        };
        let found = words.iter().filter_map(|word| fit(field, &self.name, word, spelling, matcher));
        let mut positions: Vec<u32> = found.flat_map(|(_, positions)| positions).collect();
        positions.sort_unstable();
        positions.dedup();
        self.name.ranges(&positions)
    }
}

/// How well `word` fits `text`, and on which of its characters.
fn fit(
    field: Field,
    text: &Folded,
    word: &Folded,
    spelling: Spelling,
    matcher: &mut Matcher,
) -> Option<(u32, Vec<u32>)> {
    let as_written = match field {
        Field::Name => fit_fuzzily(text, word, matcher),
        Field::Label | Field::Text => fit_as_part(text, word, matcher),
    };
    match spelling {
        Spelling::Right => as_written,
        Spelling::Off => as_written.or_else(|| fit_nearly(text, word)),
    }
}

/// The letters of the word in their order, perhaps with others between them.
fn fit_fuzzily(text: &Folded, word: &Folded, matcher: &mut Matcher) -> Option<(u32, Vec<u32>)> {
    let needle = Utf32Str::Unicode(&word.chars);
    let best = matcher.fuzzy_match(needle, needle)?;
    let mut positions = Vec::new();
    let score = matcher.fuzzy_indices(Utf32Str::Unicode(&text.chars), needle, &mut positions)?;
    // Letters scattered over a long name fit almost any word: 7/10 of a perfect fit is asked for, which "nzl" has
    // in "New Zealand" and "iran" has not in "Industrial Resilience".
    (u32::from(score) * 10 >= u32::from(best) * 7).then_some((u32::from(score), positions))
}

/// The word as it stands: at the beginning of a word or, where it is long enough to mean something, within.
fn fit_as_part(text: &Folded, word: &Folded, matcher: &mut Matcher) -> Option<(u32, Vec<u32>)> {
    let needle = Utf32Str::Unicode(&word.chars);
    let mut positions = Vec::new();
    let score = matcher.substring_indices(Utf32Str::Unicode(&text.chars), needle, &mut positions)?;
    let start = positions.first().map_or(0, |&start| start as usize);
    (text.begins_word(start) || word.chars.len() >= 4).then_some((u32::from(score), positions))
}

/// A word of the text that is a letter or two off. The fewer the slips, the higher the score.
fn fit_nearly(text: &Folded, word: &Folded) -> Option<(u32, Vec<u32>)> {
    let length = word.chars.len();
    if length < 4 {
        return None;
    }
    let near = text.words().filter(|(_, other)| other.len().abs_diff(length) <= slips(length));
    let measured = near.map(|(at, other)| (distance(other, &word.chars), at, other.len()));
    let (slips, at, length) = measured.filter(|(apart, _, _)| *apart <= slips(length)).min()?;
    let positions = (at..at + length).filter_map(|position| u32::try_from(position).ok()).collect();
    Some((2_u32.saturating_sub(u32::try_from(slips).unwrap_or(2)), positions))
}
