//! Actors and instruments that wait until all tables are read, on disk: what they are part of may be named further on, and
//! what proves it as well.

use std::collections::HashSet;
use std::io;

use crate::dataset::record::{ActorRecord, OfficeRecord, PartOfRecord};

use super::super::super::keys::Keys;
use super::super::super::records::{Records, Shelf, Shelved};
use super::super::super::report::Report;
use super::super::super::sink::Sink;
use super::super::super::texts::Links;
use super::nodes::Nodes;
use super::sources::Sources;

/// What is known when all tables are read.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) nodes: &'k Nodes,
    pub(super) sources: &'k Sources,
    pub(super) keys: &'k Keys,
}

/// Hands on what waited, each tie of a part to its whole, each office and all evidence resolved.
pub(super) fn finish(
    shelf: Shelf,
    known: Known<'_>,
    report: &mut Report,
    sink: &mut dyn Sink,
) -> io::Result<()> {
    let shelved = shelf.close()?;
    let circles = Wholes::of(&shelved, known)?.circles();
    let mut at = 0;
    shelved.actors(&mut |row| {
        let row = known.actor(row.clone(), at, &circles, report);
        at += 1;
        sink.actor(row)
    })?;
    shelved.instruments(&mut |row| {
        let mut row = row.clone();
        known.prove(&mut row.evidence, &row.id, report);
        sink.instrument(row)
    })
}

impl Known<'_> {
    /// An actor, resolved; `at` is its place among those that wait.
    fn actor(
        self,
        row: ActorRecord,
        at: u32,
        circles: &HashSet<(u32, usize)>,
        report: &mut Report,
    ) -> ActorRecord {
        let ActorRecord { id, part_of, office, .. } = &row;
        let mut known = |name: &str, what: &'static str| {
            let key = self.nodes.actor_key(name, self.keys);
            if key.is_none() {
                report.dropped(what, "what it is of is no actor of the tables", 0, format!("{id}: {name}"));
            }
            key.map(str::to_owned)
        };
        let parts = part_of.iter().cloned().filter_map(|part| {
            let actor = known(&part.actor, "membership")?;
            Some(PartOfRecord { actor, ..part })
        });
        let parts: Vec<PartOfRecord> = parts.collect();
        let offices = office.iter().cloned().filter_map(|office| {
            let of = known(&office.of, "office")?;
            Some(OfficeRecord { of, ..office })
        });
        let offices: Vec<OfficeRecord> = offices.collect();
        let mut row = ActorRecord { part_of: Vec::new(), office: offices, ..row };
        for (nth, part) in parts.into_iter().enumerate() {
            if circles.contains(&(at, nth)) {
                let shown = format!("{} part of {}", row.id, part.actor);
                report.dropped("membership", "it would make a thing part of itself", 0, shown);
            } else {
                row.part_of.push(part);
            }
        }
        row.part_of.iter_mut().for_each(|part| self.prove(&mut part.evidence, &row.id, report));
        row.office.iter_mut().for_each(|office| self.prove(&mut office.evidence, &row.id, report));
        row
    }

    /// Puts keys in the place of what evidence is called in the tables.
    fn prove(self, evidence: &mut Vec<String>, id: &str, report: &mut Report) {
        for name in std::mem::take(evidence) {
            match self.sources.excerpt(&name, self.keys) {
                Some(key) if !evidence.iter().any(|other| other == key) => evidence.push(key.to_owned()),
                Some(_) => {}
                None => {
                    let shown = format!("{id}: {name}");
                    report.dropped("evidence", "it names no excerpt of the tables", 0, shown);
                }
            }
        }
    }
}

/// What the actors that wait are part of. The others are part of nothing.
#[derive(Default)]
struct Wholes {
    /// The numbers of the keys of the wholes, those of one actor after those of another.
    keys: Vec<u32>,
    /// Where those of each actor end.
    ends: Vec<u32>,
    /// Actors by the numbers of their keys.
    places: Links,
}

impl Wholes {
    fn of(shelved: &Shelved, known: Known<'_>) -> io::Result<Self> {
        let mut wholes = Self::default();
        shelved.actors(&mut |row| {
            let parts = row.part_of.iter().filter_map(|part| known.nodes.actor(&part.actor, known.keys));
            wholes.keys.extend(parts);
            if let Some(key) = known.keys.texts().find(&row.id) {
                wholes.places.add(key, wholes.ends.len() as u32);
            }
            wholes.ends.push(wholes.keys.len() as u32);
            Ok(())
        })?;
        Ok(wholes)
    }

    /// The nth whole of an actor, if it waits too; `None` after the last.
    fn get(&self, at: u32, nth: usize) -> Option<Option<u32>> {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before as usize)).copied().unwrap_or(0);
        let end = self.ends.get(at as usize).copied().unwrap_or(start);
        let key = self.keys.get(start as usize..end as usize)?.get(nth)?;
        Some(self.places.get(*key))
    }

    /// Each tie by which an actor would be part of itself, also through others: the place of the actor, and which of its
    /// wholes it is.
    fn circles(&self) -> HashSet<(u32, usize)> {
        let mut found = HashSet::new();
        // Depth first, without recursion: an actor on the way that is met again closes a circle.
        let (mut is_done, mut is_on_way) = (vec![false; self.ends.len()], vec![false; self.ends.len()]);
        for start in 0..self.ends.len() as u32 {
            let mut way = vec![(start, 0)];
            while let Some((at, nth)) = way.pop() {
                if nth == 0 && is_done[at as usize] {
                    continue;
                }
                is_on_way[at as usize] = true;
                match self.get(at, nth) {
                    None => (is_on_way[at as usize], is_done[at as usize]) = (false, true),
                    Some(whole) => {
                        way.push((at, nth + 1));
                        match whole {
                            Some(whole) if is_on_way[whole as usize] => {
                                found.insert((at, nth));
                            }
                            Some(whole) if !is_done[whole as usize] => way.push((whole, 0)),
                            Some(_) | None => {}
                        }
                    }
                }
            }
        }
        found
    }
}
