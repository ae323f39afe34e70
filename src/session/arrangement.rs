//! How the nodes of the diagram are arranged.

use crate::analysis::parts;
use crate::dataset::{Dataset, Item, NodeId};

use super::action::Action;

/// What the places of nodes show.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Arrangement {
    /// What is tied stands near.
    #[default]
    ByTies,
    /// Rings about these nodes, by the number of ties on the way there. They stay when something else is selected.
    Rings(Vec<NodeId>),
    /// Rows: a whole above its parts.
    Rows,
    /// Where the file has them.
    File,
}

/// An arrangement as it is asked for: rings are about what is selected then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ArrangementKind {
    /// By ties.
    #[default]
    Ties,
    /// Rings about the selection.
    Rings,
    /// Rows by `part of`.
    Rows,
    /// The places of the file.
    File,
}

impl ArrangementKind {
    /// Every one, in the order of menus.
    pub const ALL: &'static [Self] = &[Self::Ties, Self::Rings, Self::Rows, Self::File];

    /// The action that asks for it, with its words.
    pub fn action(self) -> Action {
        match self {
            Self::Ties => Action::ArrangeByTies,
            Self::Rings => Action::ArrangeInRings,
            Self::Rows => Action::ArrangeInRows,
            Self::File => Action::ArrangeAsInFile,
        }
    }

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ties => "ties",
            Self::Rings => "rings",
            Self::Rows => "rows",
            Self::File => "file",
        }
    }
}

impl Arrangement {
    /// What would be asked for to have it.
    pub fn kind(&self) -> ArrangementKind {
        match self {
            Self::ByTies => ArrangementKind::Ties,
            Self::Rings(_) => ArrangementKind::Rings,
            Self::Rows => ArrangementKind::Rows,
            Self::File => ArrangementKind::File,
        }
    }

    /// Whether parts stand in a ground with their whole.
    pub fn keeps_groups(&self) -> bool {
        match self {
            Self::ByTies | Self::Rings(_) => true,
            Self::Rows | Self::File => false,
        }
    }
}

/// What a dataset can be arranged by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Grounds {
    has_parts: bool,
    has_places: bool,
}

impl Grounds {
    pub(super) fn new(dataset: &Dataset) -> Self {
        let has_parts = dataset.actors.iter().any(|(_, actor)| parts::ties(actor).next().is_some());
        let known = dataset.nodes().filter(|&node| place_in_file(dataset, node).is_some()).count();
        let nodes = dataset.actors.len() + dataset.instruments.len();
        Self { has_parts, has_places: known > 0 && 2 * known >= nodes }
    }

    /// The arrangement that is asked for, or why there is none.
    pub(super) fn offer(
        self,
        dataset: &Dataset,
        items: &[Item],
        kind: ArrangementKind,
    ) -> Result<Arrangement, &'static str> {
        match kind {
            ArrangementKind::Ties => Ok(Arrangement::ByTies),
            ArrangementKind::Rings => match nodes_of(dataset, items) {
                nodes if nodes.is_empty() => {
                    Err("no actor, instrument or tie is selected to stand in the middle")
                }
                nodes => Ok(Arrangement::Rings(nodes)),
            },
            ArrangementKind::Rows if self.has_parts => Ok(Arrangement::Rows),
            ArrangementKind::Rows => Err("nothing in this dataset is part of anything else"),
            ArrangementKind::File if self.has_places => Ok(Arrangement::File),
            ArrangementKind::File => Err("this dataset’s file does not say where its nodes stand"),
        }
    }
}

/// An arrangement of a dataset that is asked for; rings are about `items`.
///
/// # Errors
/// Why there is none, as the end of a sentence.
pub fn asked(dataset: &Dataset, items: &[Item], kind: ArrangementKind) -> Result<Arrangement, &'static str> {
    Grounds::new(dataset).offer(dataset, items, kind)
}

/// Where the file says that a node stands, in its own units, y upward.
pub fn place_in_file(dataset: &Dataset, node: NodeId) -> Option<(f64, f64)> {
    let viz = match node {
        NodeId::Actor(id) => dataset.actors[id].viz.as_deref(),
        NodeId::Instrument(id) => dataset.instruments[id].viz.as_deref(),
    }?;
    viz.x.zip(viz.y).filter(|(x, y)| (*x as f32).is_finite() && (*y as f32).is_finite())
}

/// The nodes among items, and the ends of the ties and events among them.
fn nodes_of(dataset: &Dataset, items: &[Item]) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    for &item in items {
        match item {
            Item::Node(node) => nodes.push(node),
            Item::Relationship(id) => {
                nodes.extend([dataset.relationships[id].from, dataset.relationships[id].to]);
            }
            Item::Event(id) => {
                nodes.extend([NodeId::Actor(dataset.event(id).from()), dataset.event(id).to()])
            }
            Item::Excerpt(_) | Item::Document(_) | Item::Point(_) => {}
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}
