//! Search over everything: fuzzy in names, by words in what is said, blind to case and diacritics.
//!
//! A query is split at spaces, and an item is found where each word of the query is found in it. When nothing
//! at all is found, words that are a letter or two off are tried. Texts are not copied: 18 or 34 bytes of each item
//! tell most of those apart that need not be read, as a word is not in them or as better hits are known already.

mod bound;
mod fields;
mod fold;
mod resolve;
mod signature;
mod vocabulary;
mod word;

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::dataset::{Dataset, Item};

use fields::{Field, Items, Texts};
use fold::{Folded, distance};
pub use resolve::{ResolveError, resolve};
pub use signature::Preparation;
use signature::{Lengths, Signatures, threads};
use word::{Finding, Word, slips};

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

/// Added where the query is a name or a key as it stands.
const EXACT: u32 = 1 << 16;

/// The search of a dataset.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    dataset: &'a Dataset,
    preparation: Preparation,
}

/// How a word of the query may be spelt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Spelling {
    /// As in the dataset.
    Right,
    /// A letter or two off.
    Off,
}

/// A query as it is looked for.
struct Query {
    words: Vec<Word>,
    /// All of it, folded.
    whole: String,
    /// The number of its characters.
    length: usize,
}

impl Query {
    /// The words are those of `text`.
    fn new(text: &str, words: Vec<Word>) -> Self {
        let whole = Folded::new(text.trim()).chars;
        Self { words, length: whole.len(), whole: whole.into_iter().collect() }
    }
}

/// The place of a hit among others: the least is the best.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Place {
    score: Reverse<u32>,
    /// Length of the item's name: of two that fit alike, the shorter fits better.
    length: usize,
    item: Item,
}

impl<'a> Search<'a> {
    /// Searches names, short and other names, keys, kinds, labels, titles of offices, glosses, fragments and
    /// speakers.
    pub fn new(dataset: &'a Dataset) -> Self {
        Self::prepared(dataset, Preparation::default())
    }

    /// As [`Self::new`], with what is known of the same dataset from before.
    pub fn prepared(dataset: &'a Dataset, preparation: Preparation) -> Self {
        Self { dataset, preparation }
    }

    /// The items that fit `query`, best first, at most `limit`. A match in a name stands before one in a
    /// label, and that before one in a gloss; of two that fit alike, the one with the shorter name, and then the
    /// one that comes first (nodes before all others, then in file order). Nothing for a query without words.
    pub fn find(&self, query: &str, limit: usize) -> Vec<Hit> {
        let query: String = query.chars().take(LONGEST_QUERY).collect();
        let mut finding = Finding::default();
        let words = query.split_whitespace().map(Folded::new).filter(|word| !word.chars.is_empty());
        let words: Vec<Word> = words.map(|word| Word::new(&word, &mut finding)).collect();
        if words.is_empty() || limit == 0 {
            return Vec::new();
        }
        let mut query = Query::new(&query, words);
        let mut spelling = Spelling::Right;
        let mut places = self.best(&query, spelling, limit);
        if places.is_empty() {
            spelling = Spelling::Off;
            let vocabulary = &self.preparation.signatures(self.dataset).vocabulary;
            query.words.iter_mut().for_each(|word| word.guess(vocabulary));
            places = self.best(&query, spelling, limit);
        }
        let hit = |Place { score: Reverse(score), item, .. }| Hit {
            item,
            score,
            matched: self.highlight(item, &query, spelling, &mut finding),
        };
        places.into_iter().map(hit).collect()
    }

    /// The best places, in order.
    fn best(&self, query: &Query, spelling: Spelling, limit: usize) -> Vec<Place> {
        let items = Items::new(self.dataset);
        let places = self.best_of(0..items.named(), query, spelling, limit);
        // What is found in a name goes before all else.
        let is_full = places.len() == limit;
        if is_full && places.last().is_some_and(|worst| worst.score.0 >= Field::Name.rank()) {
            return places;
        }
        let others = self.best_of(items.named()..items.len(), query, spelling, limit);
        let mut places = [places, others].concat();
        places.sort_unstable();
        places.truncate(limit);
        places
    }

    /// The best places of some items, in order. Several threads take turns at pieces of them.
    fn best_of(&self, range: Range<usize>, query: &Query, spelling: Spelling, limit: usize) -> Vec<Place> {
        const PIECE: usize = 1 << 12;
        let signatures = self.preparation.signatures(self.dataset);
        let next = AtomicUsize::new(range.start);
        let end = range.end;
        let run = || {
            let mut scan = Scan::new(self.dataset, query, spelling, limit);
            loop {
                let start = next.fetch_add(PIECE, Ordering::Relaxed);
                if start >= end {
                    return scan.best.into_vec();
                }
                scan.piece(start..end.min(start + PIECE), signatures);
            }
        };
        let mut places = match threads(range.len()) {
            1 => run(),
            count => thread::scope(|scope| {
                let others: Vec<_> = (1..count).map(|_| scope.spawn(run)).collect();
                let mut places = run();
                for other in others {
                    // A thread that ended badly has told so already.
                    places.append(&mut other.join().unwrap_or_default());
                }
                places
            }),
        };
        places.sort_unstable();
        places.truncate(limit);
        places
    }

    /// Where the words stand in the name of an item.
    fn highlight(
        &self,
        item: Item,
        query: &Query,
        spelling: Spelling,
        finding: &mut Finding,
    ) -> Vec<Range<usize>> {
        let name = Folded::new(&self.dataset.item_name(item));
        let field = Field::of_name(item);
        let words = query.words.iter();
        let mut positions: Vec<u32> =
            words.flat_map(|word| word.positions(field, &name, spelling, finding)).collect();
        positions.sort_unstable();
        positions.dedup();
        name.ranges(&positions)
    }

    /// The keys that `key` may have been meant for, best first, at most three: those that are a letter or two
    /// off, and those that contain it.
    pub fn nearest(&self, key: &str) -> Vec<&'a str> {
        let sought: Folded = Folded::new(key.trim());
        let length = sought.chars.len();
        if length == 0 || length > LONGEST_QUERY {
            return Vec::new();
        }
        let mut near: Vec<(usize, usize, &str)> = Vec::new();
        for key in Items::new(self.dataset).iter().map(|item| fields::key(self.dataset, item)) {
            let folded = Folded::new(key).chars;
            let apart = folded.len().abs_diff(length);
            // A distance is at least the difference of the lengths: most keys need no table.
            let distance = (apart <= slips(length)).then(|| distance(&sought.chars, &folded));
            if let Some(distance) = distance.filter(|&distance| distance <= slips(length)) {
                near.push((0, distance, key));
            } else if length >= 3 && folded.windows(length).any(|part| part == sought.chars) {
                near.push((1, apart, key));
            }
        }
        near.sort_unstable();
        near.into_iter().take(3).map(|(_, _, key)| key).collect()
    }
}

/// One thread's part of a search.
struct Scan<'a> {
    dataset: &'a Dataset,
    items: Items,
    query: &'a Query,
    spelling: Spelling,
    limit: usize,
    texts: Texts,
    finding: Finding,
    /// Room for the items of a piece that are worth reading.
    worth: Vec<Place>,
    /// The worst of the best on top.
    best: BinaryHeap<Place>,
}

impl<'a> Scan<'a> {
    fn new(dataset: &'a Dataset, query: &'a Query, spelling: Spelling, limit: usize) -> Self {
        let (texts, finding) = (Texts::default(), Finding::default());
        let items = Items::new(dataset);
        let (worth, best) = (Vec::new(), BinaryHeap::new());
        Self { dataset, items, query, spelling, limit, texts, finding, worth, best }
    }

    /// Searches some items that all have names or all have none.
    fn piece(&mut self, numbers: Range<usize>, signatures: &Signatures) {
        let words = &self.query.words;
        let is_named = numbers.start < self.items.named();
        let best = words.iter().map(|word| word.best(is_named)).min().unwrap_or(0);
        let mut worth = std::mem::take(&mut self.worth);
        for number in numbers {
            if !signatures.may_hold(number, words) {
                continue;
            }
            // Where hits that fit as well as can be are known already, a look at the lengths is enough.
            let place = self.place_at_best(number, best, signatures.lengths(number));
            if !self.is_worth(place) {
                continue;
            }
            let marks = signatures.marks(number);
            let Some(most) = words.iter().map(|word| word.most(marks, is_named)).min().flatten() else {
                continue;
            };
            let place = self.place_at_best(number, most, signatures.lengths(number));
            if self.is_worth(place) {
                worth.push(place);
            }
        }
        // The best first: when they are known, most others need not be read.
        worth.sort_unstable();
        for place in worth.drain(..) {
            if !self.is_worth(place) {
                break;
            }
            self.item(place.item);
        }
        self.worth = worth;
    }

    /// The best place that the item of a number can have whose words have a score.
    fn place_at_best(&self, number: usize, score: u32, lengths: Lengths) -> Place {
        let may_be_exact = usize::from(lengths.shortest) <= self.query.length;
        let score = Reverse(score + if may_be_exact { EXACT } else { 0 });
        Place { score, length: lengths.name.into(), item: self.items.item(number) }
    }

    /// Whether something in a place would be kept.
    fn is_worth(&self, place: Place) -> bool {
        let worst = self.best.peek().filter(|_| self.best.len() >= self.limit);
        worst.is_none_or(|worst| place < *worst)
    }

    fn item(&mut self, item: Item) {
        self.texts.read(self.dataset, item);
        let Some(score) = self.score() else { return };
        let length = self.texts.name().chars().count();
        let place = Place { score: Reverse(score), length, item };
        if self.is_worth(place) {
            self.best.push(place);
            if self.best.len() > self.limit {
                self.best.pop();
            }
        }
    }

    /// How well the query fits the item that was read; `None` where it does not.
    fn score(&mut self) -> Option<u32> {
        let Self { texts, finding, query, spelling, .. } = self;
        let mut least = u32::MAX;
        for word in &query.words {
            let fits = texts.iter().filter_map(|text| {
                let (field, ..) = text;
                Some(field.rank() + word.score(text, *spelling, finding)?)
            });
            // An item is found as well as the least of the words.
            least = least.min(fits.max()?);
        }
        Some(least + if texts.is_called(&query.whole) { EXACT } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::ActorKind;
    use crate::dataset::load::{self, of_record};
    use crate::dataset::record::{ActorRecord, DatasetRecord, FORMAT};
    use proptest::prelude::*;

    fn dataset() -> Dataset {
        let bytes = include_bytes!("../../../assets/datasets/new-zealand-2025.json");
        let loaded = load::load("new-zealand-2025.json", bytes);
        loaded.dataset.unwrap_or_else(|| panic!("{}", loaded.report.render(false)))
    }

    /// What is found where every item is read and all hits are put in order.
    fn scan(dataset: &Dataset, query: &Query, spelling: Spelling) -> Vec<Place> {
        let mut scan = Scan::new(dataset, query, spelling, usize::MAX);
        Items::new(dataset).iter().for_each(|item| scan.item(item));
        let mut places = scan.best.into_vec();
        places.sort_unstable();
        places
    }

    fn words_of(dataset: &Dataset) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut texts = Texts::default();
        for item in Items::new(dataset).iter() {
            texts.read(dataset, item);
            texts.iter().for_each(|(_, _, text)| words.extend(text.split_whitespace().map(str::to_owned)));
        }
        words.sort_unstable();
        words.dedup();
        words
    }

    #[test]
    fn a_search_finds_what_a_simple_scan_does() {
        let dataset = dataset();
        let words = words_of(&dataset);
        let search = Search::new(&dataset);
        let query = prop::collection::vec((any::<prop::sample::Index>(), 0..6_usize, 0..12_usize), 1..3);
        let mut runner = proptest::test_runner::TestRunner::default();
        let held = runner.run(&(query, 1..200_usize), |(query, limit)| {
            let mut text = String::new();
            for (which, slip, at) in query {
                let mut word: Vec<char> = which.get(&words).chars().collect();
                let at = at % word.len();
                match slip {
                    0 => word.truncate(at + 1),
                    1 => _ = word.remove(at),
                    2 => word.swap(at, 0),
                    3 => word[at] = 'q',
                    _ => {}
                }
                text.extend(word);
                text.push(' ');
            }
            let mut finding = Finding::default();
            let parts = text.split_whitespace().map(Folded::new).filter(|word| !word.chars.is_empty());
            let words = parts.map(|word| Word::new(&word, &mut finding)).collect();
            let query = Query::new(&text, words);
            let right = scan(&dataset, &query, Spelling::Right);
            let all = if right.is_empty() { scan(&dataset, &query, Spelling::Off) } else { right };
            let expected: Vec<Item> = all.iter().take(limit).map(|place| place.item).collect();
            let found: Vec<Item> = search.find(&text, limit).into_iter().map(|hit| hit.item).collect();
            if query.words.is_empty() {
                prop_assert!(found.is_empty());
            } else {
                prop_assert_eq!(found, expected, "{:?}", text);
            }
            Ok(())
        });
        held.unwrap_or_else(|error| panic!("{error}"));
    }

    /// Of many names that begin with the query the shortest stand first, and before them what is called just so, however long
    /// its name is.
    #[test]
    fn what_is_left_out_unread_could_not_have_been_a_hit() {
        let actor = |key: String, name: String| ActorRecord::named(key, ActorKind::Person, name);
        let mut actors: Vec<ActorRecord> =
            (10..40).map(|number| actor(format!("p{number}"), format!("abe {number}{number}"))).collect();
        actors.push(actor("q".to_owned(), "abe 7".to_owned()));
        actors.push(ActorRecord {
            short: Some("abe".to_owned()),
            ..actor("r".to_owned(), "abraham lincoln".to_owned())
        });
        let dataset = made(actors);
        let found = Search::new(&dataset).find("abe", 3);
        let keys: Vec<&str> = found.iter().map(|hit| fields::key(&dataset, hit.item)).collect();
        assert_eq!(keys, ["r", "q", "p10"]);
    }

    fn made(actors: Vec<ActorRecord>) -> Dataset {
        let record = DatasetRecord {
            format: FORMAT.to_owned(),
            id: "made".to_owned(),
            title: String::new(),
            description: None,
            series: None,
            documents: Vec::new(),
            excerpts: Vec::new(),
            actors,
            instruments: Vec::new(),
            relationships: Vec::new(),
            events: Vec::new(),
        };
        of_record(record).unwrap_or_else(|error| panic!("{}", error.message))
    }

    /// The last word of a text is found like any other.
    #[test]
    fn words_are_found_at_both_ends_of_a_text() {
        let mut finding = Finding::default();
        let mut score = |word: &str, text: &str| {
            let word = Word::new(&Folded::new(word), &mut finding);
            word.score((Field::Text, fields::Use::Said, text), Spelling::Right, &mut finding)
        };
        assert_eq!(score("red", "red, blue"), score("blue", "red, blue"));
        assert!(score("blue", "red-blue") < score("blue", "red, blue"));
        assert!(score("lues", "blues") < score("blue", "red-blue"));
        assert_eq!(score("lue", "blue"), None);
    }
}
