//! Keys: well formed, unique, and naming what they should name.

use std::collections::HashSet;

use crate::dataset::codes::Code;
use crate::dataset::column::Column;
use crate::dataset::ids::{ActorId, DocumentId, EventId, ExcerptId, Id, InstrumentId, RelationshipId};
use crate::dataset::iso;
use crate::dataset::item::{Item, NodeId};
use crate::dataset::key_table::KeyTable;
use crate::dataset::locate::{JsonPath, Step};
use crate::dataset::record::{ActorRecord, DatasetRecord};
use crate::dataset::suggest::{nearest, quoted};

use super::columns::Columns;
use super::{Checker, finding};

/// The lists of a dataset, each of one kind of record, in the order in which keys are given away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::dataset) enum List {
    Documents,
    Excerpts,
    Actors,
    Instruments,
    Relationships,
    Events,
}

impl List {
    pub const ALL: [Self; 6] =
        [Self::Documents, Self::Excerpts, Self::Actors, Self::Instruments, Self::Relationships, Self::Events];

    /// Name of the list in a file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Excerpts => "excerpts",
            Self::Actors => "actors",
            Self::Instruments => "instruments",
            Self::Relationships => "relationships",
            Self::Events => "events",
        }
    }

    /// One row of it, with an article.
    fn a_row(self) -> &'static str {
        match self {
            Self::Documents => "a document",
            Self::Excerpts => "an excerpt",
            Self::Actors => "an actor",
            Self::Instruments => "an instrument",
            Self::Relationships => "a relationship",
            Self::Events => "an event",
        }
    }

    /// One row of it, in a word.
    pub(super) fn noun(self) -> &'static str {
        let row = self.a_row();
        row.split_once(' ').map_or(row, |(_, noun)| noun)
    }

    /// The path of a row.
    pub(super) fn row(self, index: usize) -> JsonPath {
        JsonPath::root().field(self.name()).index(index)
    }

    fn item(self, index: usize) -> Item {
        match self {
            Self::Documents => DocumentId::from_index(index).into(),
            Self::Excerpts => ExcerptId::from_index(index).into(),
            Self::Actors => ActorId::from_index(index).into(),
            Self::Instruments => InstrumentId::from_index(index).into(),
            Self::Relationships => RelationshipId::from_index(index).into(),
            Self::Events => EventId::from_index(index).into(),
        }
    }

    /// The list of an item and its row; `None` for a point, which is in none.
    pub(super) fn of(item: Item) -> Option<(Self, usize)> {
        match item {
            Item::Document(id) => Some((Self::Documents, id.index())),
            Item::Excerpt(id) => Some((Self::Excerpts, id.index())),
            Item::Node(NodeId::Actor(id)) => Some((Self::Actors, id.index())),
            Item::Node(NodeId::Instrument(id)) => Some((Self::Instruments, id.index())),
            Item::Relationship(id) => Some((Self::Relationships, id.index())),
            Item::Event(id) => Some((Self::Events, id.index())),
            Item::Point(_) => None,
        }
    }
}

/// The keys of a dataset, and where each leads.
pub(in crate::dataset) struct Keys {
    pub columns: Columns,
    pub table: KeyTable,
    /// Those of the nodes alone, which are named most and few enough to be found fast.
    nodes: KeyTable,
    /// Rows whose key is also that of a row before them, with that row.
    again: Vec<(List, usize, Item)>,
}

impl Keys {
    pub fn new(columns: Columns) -> Self {
        let count = List::ALL.iter().map(|&list| columns.of(list).len()).sum();
        let mut table = KeyTable::with_capacity(count);
        let mut nodes = KeyTable::with_capacity(columns.actors.len() + columns.instruments.len());
        let mut again = Vec::new();
        for list in List::ALL {
            for (index, key) in columns.of(list).iter().enumerate() {
                let item = list.item(index);
                match table.insert(key, item, |item| columns.has(item, key)) {
                    Err(first) => again.push((list, index, first)),
                    Ok(()) if NODE.meant.lists.contains(&list) => {
                        // It has no other item, as just seen.
                        let _ = nodes.insert(key, item, |_| false);
                    }
                    Ok(()) => {}
                }
            }
        }
        Self { columns, table, nodes, again }
    }

    pub fn of(record: &DatasetRecord) -> Self {
        fn keys<R>(rows: &[R], id: impl Fn(&R) -> &String) -> Column {
            rows.iter().map(|row| id(row).as_str()).collect()
        }
        Self::new(Columns {
            documents: keys(&record.documents, |row| &row.id),
            excerpts: keys(&record.excerpts, |row| &row.id),
            actors: keys(&record.actors, |row| &row.id),
            instruments: keys(&record.instruments, |row| &row.id),
            relationships: keys(&record.relationships, |row| &row.id),
            events: keys(&record.events, |row| &row.id),
        })
    }

    fn find(&self, key: &str) -> Option<Item> {
        self.table.find(key, |item| self.columns.has(item, key))
    }

    fn find_node(&self, key: &str) -> Option<Item> {
        self.nodes.find(key, |item| self.columns.has(item, key))
    }
}

/// What a key in some field must name.
#[derive(Clone, Copy)]
pub(super) struct Wanted<T> {
    meant: Meant,
    /// Takes an item that fits.
    take: fn(Item) -> Option<T>,
}

/// The same for people.
#[derive(Clone, Copy)]
struct Meant {
    lists: &'static [List],
    word: &'static str,
}

pub(super) const DOCUMENT: Wanted<DocumentId> = Wanted {
    meant: Meant { lists: &[List::Documents], word: "a document" },
    take: |item| match item {
        Item::Document(id) => Some(id),
        Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Point(_) => None,
    },
};
pub(super) const EXCERPT: Wanted<ExcerptId> = Wanted {
    meant: Meant { lists: &[List::Excerpts], word: "an excerpt" },
    take: |item| match item {
        Item::Excerpt(id) => Some(id),
        Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Document(_) | Item::Point(_) => None,
    },
};
pub(super) const NODE: Wanted<NodeId> = Wanted {
    meant: Meant { lists: &[List::Actors, List::Instruments], word: "an actor or instrument" },
    take: |item| match item {
        Item::Node(id) => Some(id),
        Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {
            None
        }
    },
};
pub(super) const ACTOR: Wanted<ActorId> = Wanted {
    meant: Meant { lists: &[List::Actors], word: "an actor" },
    take: |item| (NODE.take)(item).and_then(NodeId::actor),
};

/// A key that names nothing, or something of another kind.
pub(super) struct Misnamed {
    key: String,
    path: JsonPath,
    meant: Meant,
}

/// How many keys are compared in search of the one that was meant, over all findings: enough for any file
/// that a person mends by hand, and soon used up by one that is broken throughout.
const COMPARISONS: usize = 100_000;

impl Checker<'_> {
    /// What a key names, where it names what is wanted.
    pub(super) fn reference<T>(
        &mut self,
        key: &str,
        path: impl Fn() -> JsonPath,
        wanted: Wanted<T>,
    ) -> Option<T> {
        let found = self.find(key, wanted.meant.lists).and_then(wanted.take);
        if found.is_none() {
            let misnamed = || Misnamed { key: key.to_owned(), path: path(), meant: wanted.meant };
            self.findings.note(misnamed);
        }
        found
    }

    /// The item of a key. Rows often name what the row before them named, or what comes next to it.
    fn find(&mut self, key: &str, lists: &[List]) -> Option<Item> {
        let Some(&list) = lists.first().filter(|_| self.keys.again.is_empty()) else {
            return self.keys.find(key);
        };
        if list == List::Actors {
            return self.keys.find_node(key).or_else(|| self.keys.find(key));
        }
        let column = self.keys.columns.of(list);
        let last = self.near[list as usize];
        let is_named = |index: &usize| column.has(*index, key);
        if let Some(index) = [last, last + 1].into_iter().find(is_named) {
            self.near[list as usize] = index;
            return Some(list.item(index));
        }
        let found = self.keys.find(key);
        if let Some((list, index)) = found.and_then(List::of) {
            self.near[list as usize] = index;
        }
        found
    }

    pub(super) fn own_key(&mut self, key: &str, list: List, index: usize) {
        self.slug(key, || list.row(index).field("id"), Some(list));
    }

    pub(super) fn slug(&mut self, key: &str, path: impl Fn() -> JsonPath, list: Option<List>) {
        if is_slug(key) {
            return;
        }
        self.findings.tell(Code::BadKey, list, || {
            let message = format!("the key {} is not a slug", quoted(key));
            let rule = "Lower-case letters a to z and digits, in words joined by single hyphens";
            let hint = match slug_of(key) {
                Some(slug) => format!("{rule}, such as `{slug}`."),
                None => format!("{rule}."),
            };
            finding(Code::BadKey, path(), message, hint)
        });
    }

    pub(super) fn state(&mut self, index: usize, actor: &ActorRecord) {
        if iso::is_state(&actor.id) {
            return;
        }
        let code = state_code(actor);
        // That other records name the state by its right code is no second problem.
        self.findings.meant.extend(code);
        self.findings.tell(Code::BadStateCode, List::Actors, || {
            let message =
                format!("a state's key is its ISO 3166-1 alpha-3 code; found {}", quoted(&actor.id));
            let hint = match code {
                Some(code) => format!("Did you mean `{code}`?"),
                None => "Use the three capital letters, such as NZL; what is no state has another `kind`."
                    .to_owned(),
            };
            let row = List::Actors.row(index);
            finding(Code::BadStateCode, row.field("id"), message, hint).depends_on(row.field("kind"))
        });
    }

    /// Tells of each row whose key is taken.
    pub(super) fn keys_given_twice(&mut self) {
        for &(list, index, first) in &self.keys.again {
            let Some((first, at)) = List::of(first) else { continue };
            self.findings.tell(Code::DuplicateKey, list, || {
                let key = self.keys.columns.of(list).get(index);
                let message = format!("the key {} is already that of {}", quoted(key), first.a_row());
                let hint = "Keys are unique in a dataset, over all kinds of record: choose another.";
                finding(Code::DuplicateKey, list.row(index).field("id"), message, hint)
                    .related(first.row(at).field("id"), "first used here")
            });
        }
    }

    /// Tells of each key that leads nowhere.
    pub(super) fn misnamed(&mut self) {
        let meant: HashSet<&str> = self.findings.meant.drain(..).collect();
        let mut misnamed = std::mem::take(&mut self.findings.misnamed);
        misnamed.sort_by_key(|misnamed| place(&misnamed.path));
        let mut comparisons = COMPARISONS;
        for Misnamed { key, path, meant: wanted } in misnamed {
            // It was counted when it was noted.
            match self.keys.find(&key).and_then(List::of) {
                Some((list, index)) => {
                    let message =
                        format!("{} is {}; {} is meant here", quoted(&key), list.a_row(), wanted.word);
                    let hint = hint(self.keys, &key, wanted, &mut comparisons);
                    self.findings.kept.push(
                        finding(Code::WrongKindOfKey, path, message, hint)
                            .related(list.row(index).field("id"), "defined here"),
                    );
                }
                None if meant.contains(key.as_str()) && wanted.lists.contains(&List::Actors) => {}
                None => {
                    let message = format!("{} names no record; {} is meant here", quoted(&key), wanted.word);
                    let hint = hint(self.keys, &key, wanted, &mut comparisons);
                    let mut dangling = finding(Code::DanglingKey, path, message, hint);
                    for list in wanted.lists {
                        dangling = dangling.depends_on(JsonPath::root().field(list.name()));
                    }
                    self.findings.kept.push(dangling);
                }
            }
        }
    }
}

/// Where in the order of keys a path stands: its list and row.
fn place(path: &JsonPath) -> (Option<List>, usize) {
    match path.steps() {
        [Step::Field(name), Step::Index(index), ..] => {
            (List::ALL.into_iter().find(|list| list.name() == name), *index)
        }
        _ => (None, 0),
    }
}

/// What to write in the place of a key that leads nowhere.
fn hint(keys: &Keys, key: &str, wanted: Meant, comparisons: &mut usize) -> String {
    let count = keys.table.len();
    let meant = if *comparisons >= count {
        *comparisons -= count;
        let fit = wanted.lists.iter().flat_map(|&list| {
            let column = keys.columns.of(list).iter().enumerate();
            column.filter(move |&(index, own)| keys.find(own) == Some(list.item(index)))
        });
        // In file order, so that of two equally near keys the same one is told on every run.
        nearest(key, fit.map(|(_, own)| own))
    } else {
        None
    };
    let lists: Vec<_> = wanted.lists.iter().map(|list| format!("`{}`", list.name())).collect();
    match meant {
        Some(meant) => format!("Did you mean `{meant}`?"),
        None => format!("Use the `id` of one in {}, or add it there.", lists.join(" or ")),
    }
}

/// Words of lower-case ASCII letters and digits, joined by single hyphens.
pub fn is_slug(key: &str) -> bool {
    let mut before = b'-';
    for byte in key.bytes() {
        let is_in_place = match byte {
            b'-' => before != b'-',
            byte => byte.is_ascii_lowercase() || byte.is_ascii_digit(),
        };
        if !is_in_place {
            return false;
        }
        before = byte;
    }
    before != b'-'
}

/// The slug that a key may have been meant to be.
fn slug_of(key: &str) -> Option<String> {
    let lower: String = key
        .chars()
        .take(64)
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' })
        .collect();
    let words: Vec<_> = lower.split('-').filter(|word| !word.is_empty()).collect();
    (!words.is_empty() && key.is_ascii()).then(|| words.join("-"))
}

/// The code that a state's key or name points to.
fn state_code(actor: &ActorRecord) -> Option<&'static str> {
    let upper = actor.id.to_ascii_uppercase();
    iso::by_code(&upper)
        .or_else(|| iso::by_name(&actor.name))
        .or_else(|| actor.also.iter().find_map(|name| iso::by_name(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_words_joined_by_hyphens() {
        for good in ["aukus-pillar-two", "un", "e1", "2025"] {
            assert!(is_slug(good), "{good}");
        }
        for bad in ["", "-", "a--b", "A", "a_b", "a b", "é", "a-"] {
            assert!(!is_slug(bad), "{bad}");
        }
        assert_eq!(slug_of("New Zealand_2025").as_deref(), Some("new-zealand-2025"));
        assert_eq!(slug_of("!!"), None);
    }
}
