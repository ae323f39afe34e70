//! What the nodes and edges of a graph are, where its file does not say so in our words.

use crate::dataset::record::AttributeRecord;
use crate::dataset::{ActorKind, InstrumentKind, RelationshipKind};

use super::super::keys;
use super::Node;

/// Names under which graphs say what a node or an edge is.
const KINDS: &[&str] = &["kind", "type", "category", "class", "relation", "relationship", "interaction"];

/// Words for a state.
const STATES: &[&str] = &["country", "nation", "nation-state", "sovereign state"];

/// What is said to be the kind of something, in the order of [`KINDS`].
fn said(attributes: &[AttributeRecord]) -> impl Iterator<Item = String> {
    let rank = |name: &str| KINDS.iter().position(|kind| name.eq_ignore_ascii_case(kind));
    let is_short = |name: &str| (4..=12).contains(&name.len());
    let mut found: Vec<(usize, &AttributeRecord)> = attributes
        .iter()
        .filter(|attribute| is_short(&attribute.name))
        .filter_map(|attribute| Some((rank(&attribute.name)?, attribute)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    // Of several of a name the first counts.
    found.dedup_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, attribute)| attribute.value.trim().to_lowercase().replace(['_', '-'], " "))
}

/// The kind of actor that a node is said to be.
pub(super) fn actor(attributes: &[AttributeRecord]) -> Option<ActorKind> {
    said(attributes).find_map(|word| {
        let own = ActorKind::ALL.iter().copied().find(|kind| kind.word() == word);
        own.or(STATES.contains(&word.as_str()).then_some(ActorKind::State))
            .or((word == "organization").then_some(ActorKind::Organisation))
    })
}

/// The kind of instrument that a node is said to be.
pub(super) fn instrument(attributes: &[AttributeRecord]) -> Option<InstrumentKind> {
    said(attributes).find_map(|word| InstrumentKind::ALL.iter().copied().find(|kind| kind.word() == word))
}

/// The kind of relationship that an edge is said to be, by its attributes or its label.
pub(super) fn relationship(attributes: &[AttributeRecord], label: Option<&str>) -> Option<RelationshipKind> {
    let label = label.map(|label| label.trim().to_lowercase().replace(['_', '-'], " "));
    let mut words = said(attributes).chain(label);
    words.find_map(|word| RelationshipKind::ALL.iter().copied().find(|kind| kind.word() == word))
}

/// The code of the state that a node's id or label names.
pub(super) fn state(node: &Node) -> Option<&'static str> {
    keys::state(&node.id).or_else(|| node.label.as_deref().and_then(keys::state))
}
