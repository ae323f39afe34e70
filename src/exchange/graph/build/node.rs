//! What a node becomes: an instrument where it is said to be one, else an actor.

use std::io;

use crate::dataset::check::is_slug;
use crate::dataset::record::{ActorRecord, InstrumentRecord, VizRecord};
use crate::dataset::{ActorKind, InstrumentKind};

use super::super::own::{Own, clean, cleaned, own_last};
use super::super::{Node, Spell, guess, text, value};
use super::{Builder, Kind, Place, is_number, of_word};

impl Builder<'_> {
    /// Takes a node that was surveyed.
    ///
    /// # Errors
    /// Where the sink cannot take it.
    pub fn node(&mut self, node: Node) -> io::Result<()> {
        self.count.nodes += 1;
        if self.has(&node.id) {
            let reason = "its id is there twice; the first one counts";
            self.report.merged("node", reason, node.line, &node.id);
            return Ok(());
        }
        if let Some(parent) = &node.parent {
            self.parents.push((node.id.clone(), parent.clone(), node.line));
        }
        self.make(node)
    }

    /// Makes an actor or an instrument of a node.
    pub(super) fn make(&mut self, node: Node) -> io::Result<()> {
        let is_of_states = self.survey.is_of_states();
        let state = guess::state(&node);
        let Node { id, label, parent: _, spells, viz, attributes, line } = node;
        let viz = viz.map(|viz| VizRecord { shape: viz.shape.map(cleaned), ..viz });
        let mut own = Own::take(attributes);
        let name = name(label, &id);
        let (record, kind) = (own.text("record"), own.text("kind"));
        let instrument = match record.as_deref() {
            Some("instrument") => kind.as_deref().and_then(of_word::<InstrumentKind>),
            Some(_) => None,
            None => guess::instrument(&own.rest),
        };
        let is_own = record.is_some();
        let actor = match kind.as_deref().and_then(of_word::<ActorKind>) {
            Some(kind) if is_own => kind,
            _ => guess::actor(&own.rest).unwrap_or(ActorKind::Unspecified),
        };
        let may_be_state = instrument.is_none()
            && (actor == ActorKind::State || (actor == ActorKind::Unspecified && !is_own && is_of_states));
        let code = state.filter(|_| may_be_state);
        let code = code.filter(|code| self.is_free(code, is_own && id == *code, &name, line));
        let actor = match (actor, code) {
            (_, Some(_)) => ActorKind::State,
            (ActorKind::State, None) => ActorKind::Unspecified,
            (other, None) => other,
        };
        let key = match code {
            Some(code) => code.to_owned(),
            None if is_own && is_slug(&id) => id.clone(),
            None if is_number(&id) => self.keys.slug(&name, "node"),
            None => self.keys.slug(&id, "node"),
        };
        if key != id && name != id && value(&own.rest, "id").is_none() {
            own.rest.push(text("id", clean(&id)));
        }
        let (short, also, note) = (own.text("short"), own.list("also"), own.text("note"));
        let period = own.date("period").or_else(|| match spells.as_slice() {
            [spell] => spell.to_date(),
            _ => None,
        });
        let keep_spells = !spells.is_empty() && (instrument.is_none() || period.is_none());
        let evidence = if instrument.is_some() { own.evidence(&self.excerpts) } else { Vec::new() };
        let mut attributes = own.finish(&["record", "kind", "short", "also", "note", "period"]);
        if keep_spells {
            let spells: Vec<String> = spells.iter().map(Spell::to_text).collect();
            attributes.push(text("spells", spells.join(";")));
        }
        own_last(&mut attributes);
        let (number, own_key) = (self.keys.number(&id), self.keys.number(&key));
        let kind = match instrument {
            Some(kind) => {
                let id = key;
                let row =
                    InstrumentRecord { id, kind, name, short, also, period, evidence, note, viz, attributes };
                self.record.instruments.push(row);
                Kind::Instrument
            }
            None => {
                let (kind, part_of, office) = (actor, Vec::new(), Vec::new());
                let id = key;
                let row = ActorRecord { id, kind, name, short, also, part_of, office, note, viz, attributes };
                self.actor(row)?
            }
        };
        self.enter(number, Place { kind, key: own_key });
        Ok(())
    }

    /// Remembers what became of a node, by the number of its id.
    fn enter(&mut self, id: u32, Place { kind, key }: Place) {
        self.links.add(id, key);
        let id = id as usize;
        if id >= self.kinds.len() {
            self.kinds.resize(id + 1, None);
        }
        if let Some(place) = self.kinds.get_mut(id) {
            *place = Some(kind);
        }
    }

    /// Whether a node may have the code of a state for its key.
    fn is_free(&mut self, code: &str, is_its_own: bool, name: &str, line: u64) -> bool {
        let is_free = is_its_own || self.keys.take(code);
        if !is_free {
            let reason = "another node is that state already; this one is of unspecified kind";
            self.report.changed("node", reason, line, name);
        }
        is_free
    }

    /// Hands an actor on, unless nodes stand in others, or the file is one of ours, in which there may be edges that say
    /// what it is part of.
    fn actor(&mut self, row: ActorRecord) -> io::Result<Kind> {
        if !self.keeps_actors {
            self.count.actors += 1;
            self.sink.actor(row)?;
            return Ok(Kind::Actor);
        }
        let index = self.record.actors.len();
        self.actors.insert(row.id.clone(), index);
        self.record.actors.push(row);
        Ok(Kind::Kept)
    }
}

/// What a node is called: by its label, else by its id.
fn name(label: Option<String>, id: &str) -> String {
    let named = label.map(cleaned).filter(|label| !label.trim().is_empty());
    let name = named.unwrap_or_else(|| clean(id));
    let trimmed = name.trim();
    match trimmed {
        "" => "without a name".to_owned(),
        _ if trimmed.len() == name.len() => name,
        _ => trimmed.to_owned(),
    }
}
