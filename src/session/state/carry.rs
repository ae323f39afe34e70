//! What the person chose, taken over to another dataset: whatever that has under the same key.

use std::sync::Arc;

use crate::dataset::{ActorId, Dataset, DocumentId, Item, NodeId, SeriesPoint};

use super::super::arrangement::Arrangement;
use super::super::command::Panel;
use super::super::selection::Selection;
use super::super::series::SeriesSettings;
use super::Session;

impl Session {
    /// Takes over from a session about another dataset what this one has as well: the selection, the time window,
    /// the voices, the series, the arrangement, the attached texts. The history of selections begins anew.
    pub fn continue_from(&mut self, before: &Self) {
        let bridge = Bridge { from: Arc::clone(&before.dataset), to: Arc::clone(&self.dataset) };
        if let Some(settings) = before.settings.as_ref().and_then(|settings| bridge.settings(settings)) {
            self.settings = Some(settings);
        }
        self.continue_reading(before);
    }

    /// As [`Session::continue_from`], but for the series: of the dataset before, the events were not read yet.
    pub fn continue_reading(&mut self, before: &Self) {
        let bridge = Bridge { from: Arc::clone(&before.dataset), to: Arc::clone(&self.dataset) };
        self.excerpt_voices = before.excerpt_voices;
        let sources = before.sources.iter();
        self.sources = sources.filter_map(|(&id, text)| Some((bridge.document(id)?, text.clone()))).collect();
        let files = before.source_files.iter();
        self.source_files =
            files.filter_map(|(&id, path)| Some((bridge.document(id)?, path.clone()))).collect();
        self.arrangement = self.arrangement_after(before, &bridge);
        self.update_series();
        self.set_window(before.window);
        let selected = before.selection().items().iter();
        self.select(Selection::new(selected.filter_map(|&item| bridge.item(item))), Panel::Elsewhere);
        self.update_focus();
    }

    /// The arrangement of another session, as far as it can be had here.
    fn arrangement_after(&self, before: &Self, bridge: &Bridge) -> Arrangement {
        match &before.arrangement {
            Arrangement::Rings(roots) => {
                let roots: Vec<NodeId> = roots.iter().filter_map(|&root| bridge.node(root)).collect();
                if roots.is_empty() { Arrangement::ByTies } else { Arrangement::Rings(roots) }
            }
            Arrangement::ByTies | Arrangement::Rows | Arrangement::File => {
                self.offer(before.arrangement.kind()).unwrap_or_default()
            }
        }
    }

    /// The node of another dataset's session that has the key of a node of this one.
    pub fn same_node(&self, before: &Self, node: NodeId) -> Option<NodeId> {
        let bridge = Bridge { from: Arc::clone(&before.dataset), to: Arc::clone(&self.dataset) };
        bridge.node(node)
    }
}

/// From the items of one dataset to those of another.
struct Bridge {
    from: Arc<Dataset>,
    to: Arc<Dataset>,
}

impl Bridge {
    fn item(&self, item: Item) -> Option<Item> {
        match item {
            Item::Point(SeriesPoint { of, toward, day }) => {
                Some(SeriesPoint { of: self.actor(of)?, toward: self.actor(toward)?, day }.into())
            }
            Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Document(_) => {
                self.to.item(&self.from.key(item))
            }
        }
    }

    fn node(&self, node: NodeId) -> Option<NodeId> {
        match self.item(node.into())? {
            Item::Node(node) => Some(node),
            Item::Relationship(_)
            | Item::Event(_)
            | Item::Excerpt(_)
            | Item::Document(_)
            | Item::Point(_) => None,
        }
    }

    fn actor(&self, actor: ActorId) -> Option<ActorId> {
        self.node(NodeId::Actor(actor))?.actor()
    }

    fn document(&self, document: DocumentId) -> Option<DocumentId> {
        match self.item(document.into())? {
            Item::Document(id) => Some(id),
            Item::Node(_) | Item::Relationship(_) | Item::Event(_) | Item::Excerpt(_) | Item::Point(_) => {
                None
            }
        }
    }

    fn settings(&self, settings: &SeriesSettings) -> Option<SeriesSettings> {
        let beside = settings.beside.and_then(|(of, toward)| Some((self.actor(of)?, self.actor(toward)?)));
        let toward = settings.toward.iter().filter_map(|&pole| self.actor(pole)).collect();
        Some(SeriesSettings { of: self.actor(settings.of)?, toward, beside, parameters: settings.parameters })
    }
}
