//! What is part of what.

use std::collections::HashSet;

use crate::dataset::record::PartOfRecord;

use super::{Builder, Kind, Place};

impl Builder<'_> {
    /// Makes members of the nodes that stand in others.
    pub(super) fn memberships(&mut self) {
        for (part, whole, line) in std::mem::take(&mut self.parents) {
            let part_place = self.place(&part).and_then(|place| self.kept(place));
            match (part_place, self.actor_of(&whole)) {
                (Some(part), Some(whole)) => {
                    let tie = PartOfRecord { actor: whole, period: None, evidence: Vec::new(), note: None };
                    self.part_of(part, tie, line);
                }
                _ => {
                    let reason = "the node that holds this one is no actor";
                    self.report.dropped("membership", reason, line, &part);
                }
            }
        }
    }

    /// The key of a node that is an actor.
    fn actor_of(&self, id: &str) -> Option<String> {
        let Place { kind, key } = self.place(id)?;
        match kind {
            Kind::Kept | Kind::Actor => Some(self.keys.texts().get(key).to_owned()),
            Kind::Instrument => None,
        }
    }

    /// Where a node is among the actors that are kept, if it is one of them.
    pub(super) fn kept(&self, place: Place) -> Option<usize> {
        match place.kind {
            Kind::Kept => self.actors.get(self.keys.texts().get(place.key)).copied(),
            Kind::Actor | Kind::Instrument => None,
        }
    }

    /// Makes an actor that is kept a part of another.
    pub(super) fn part_of(&mut self, part: usize, tie: PartOfRecord, line: u64) {
        if self.reaches(&tie.actor, &self.record.actors[part].id) {
            let shown = format!("{} part of {}", self.record.actors[part].id, tie.actor);
            self.report.dropped("membership", "it would make a thing part of itself", line, shown);
        } else {
            self.record.actors[part].part_of.push(tie);
        }
    }

    /// Whether one actor is another, or part of it.
    fn reaches(&self, from: &str, to: &str) -> bool {
        let (mut open, mut seen) = (vec![from], HashSet::new());
        while let Some(key) = open.pop() {
            if key == to {
                return true;
            }
            if seen.insert(key) {
                let actor = self.actors.get(key).and_then(|&index| self.record.actors.get(index));
                open.extend(actor.iter().flat_map(|actor| &actor.part_of).map(|part| part.actor.as_str()));
            }
        }
        false
    }
}
