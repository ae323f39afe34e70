//! What is part of what.

use std::collections::HashSet;

use crate::dataset::record::PartOfRecord;

use super::{Builder, Kind, Place};

impl Builder<'_> {
    /// Makes members of the nodes that stand in others.
    pub(super) fn memberships(&mut self) {
        for (part, whole, line) in std::mem::take(&mut self.parents) {
            let part_kind = self.place(&part).map(|place| place.kind);
            let key = self.actor_of(&whole);
            match (part_kind, key) {
                (Some(Kind::Kept(part)), Some(whole)) => {
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
            Kind::Kept(_) | Kind::Actor => Some(self.keys.texts().get(key).to_owned()),
            Kind::Instrument => None,
        }
    }

    /// Makes an actor that is kept a part of another.
    pub(super) fn part_of(&mut self, part: u32, tie: PartOfRecord, line: u64) {
        let part = part as usize;
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
