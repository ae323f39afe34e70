//! Actors and instruments: those of tables, and those that only a row of another table names.

use std::io;

use crate::dataset::record::{
    ActorRecord, AttributeRecord, InstrumentRecord, OfficeRecord, PartOfRecord, VizRecord,
};
use crate::dataset::{ActorKind, InstrumentKind, iso};

use super::super::super::graph::clean;
use super::super::super::keys::{self, Keys};
use super::super::super::records::Shelf;
use super::super::super::texts::Links;
use super::super::{Field, values};
use super::Reader;
use super::told::Told;

/// An actor or an instrument, by the number of its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Node {
    Actor(u32),
    Instrument(u32),
}

/// What is known of actors and instruments, which are handed on unless they wait for the end. Texts are those of the keys.
#[derive(Default)]
pub(super) struct Nodes {
    /// Keys by their keys in their tables and ours, and by the names under which rows have named them.
    by_id: Links,
    /// Keys by names in small letters.
    by_name: Links,
    /// Whether a key is that of an instrument.
    is_instrument: Vec<bool>,
    /// How many actors and instruments there are.
    pub(super) counts: (u64, u64),
    /// Whether there is a table of actors, so that one which is not in it is told.
    has_table: bool,
    /// From here on, actors wait, so that they keep their order; so do instruments.
    do_wait: (bool, bool),
    /// Those that wait.
    pub(super) waiting: Shelf,
}

impl Nodes {
    fn find(&self, name: &str, keys: &Keys) -> Option<Node> {
        let texts = keys.texts();
        let by_id = |id: &str| self.by_id.get(texts.find(id)?);
        let known = by_id(name).or_else(|| self.by_name.get(texts.find(&name.to_lowercase())?));
        let key = known.or_else(|| by_id(keys::state(name)?))?;
        let is_instrument = self.is_instrument.get(key as usize).is_some_and(|&is_instrument| is_instrument);
        Some(if is_instrument { Node::Instrument(key) } else { Node::Actor(key) })
    }

    /// Enters a node under its names; the first one that has a name keeps it.
    fn enter(&mut self, key: &str, name: &str, id: Option<&str>, keys: &mut Keys) -> u32 {
        let number = keys.number(key);
        self.by_name.add(keys.number(&name.to_lowercase()), number);
        if let Some(id) = id {
            self.by_id.add(keys.number(id), number);
        }
        self.by_id.add(number, number);
        number
    }

    /// The number of the key of an actor that is there.
    pub(super) fn actor(&self, name: &str, keys: &Keys) -> Option<u32> {
        match self.find(name, keys)? {
            Node::Actor(key) => Some(key),
            Node::Instrument(_) => None,
        }
    }

    /// The key of an actor that is there.
    pub(super) fn actor_key<'k>(&self, name: &str, keys: &'k Keys) -> Option<&'k str> {
        self.actor(name, keys).map(|key| keys.texts().get(key))
    }
}

impl Reader<'_, '_> {
    /// The node that a row names; a new actor where there is none.
    pub(super) fn named(&mut self, name: &str, told: Told<'_>) -> io::Result<Node> {
        if let Some(node) = self.nodes.find(name, &self.keys) {
            let (Node::Actor(key) | Node::Instrument(key)) = node;
            // So that it is found at once the next time.
            self.nodes.by_id.add(self.keys.number(name), key);
            return Ok(node);
        }
        if self.nodes.has_table {
            let reason = "it is in no table of actors; only its name is known";
            self.report.changed("actor", reason, told.line, name);
        }
        let code = keys::state(name).filter(|code| told.plan.mapping.is_of_states && self.keys.take(code));
        let record = match code {
            Some(code) => {
                let shown = iso::name(code).unwrap_or(name).to_owned();
                ActorRecord::named(code, ActorKind::State, shown)
            }
            None => ActorRecord::named(self.keys.slug(name, "actor"), ActorKind::Unspecified, clean(name)),
        };
        self.give_actor(record, Some(name)).map(Node::Actor)
    }

    /// The key of a node.
    pub(super) fn key_of(&self, node: Node) -> &str {
        let (Node::Actor(key) | Node::Instrument(key)) = node;
        self.keys.texts().get(key)
    }

    /// Hands an actor on, or lets it wait, and remembers it. Returned is the number of its key.
    fn give_actor(&mut self, record: ActorRecord, id: Option<&str>) -> io::Result<u32> {
        let nodes = &mut self.nodes;
        let number = nodes.enter(&record.id, &record.name, id, &mut self.keys);
        nodes.counts.0 += 1;
        nodes.do_wait.0 |= !record.part_of.is_empty() || !record.office.is_empty();
        let sink = if nodes.do_wait.0 { &mut nodes.waiting } else { &mut *self.sink };
        sink.actor(record).map(|()| number)
    }

    pub(super) fn actor(&mut self, told: Told<'_>) -> io::Result<()> {
        self.nodes.has_table = true;
        let Some((own, name)) = self.names(told) else { return Ok(()) };
        let mut attributes = told.attributes();
        let said = match told.read(Field::Kind, values::actor_kind) {
            Ok(said) => said,
            Err(_) => {
                self.misfit(
                    told,
                    Field::Kind,
                    "it is no kind of actor; it stays in an attribute",
                    &mut attributes,
                );
                Some(ActorKind::Unspecified)
            }
        };
        let code = own.and_then(keys::state).or_else(|| keys::state(&name));
        let may_be_state = match said {
            Some(kind) => kind == ActorKind::State,
            None => told.plan.mapping.is_of_states,
        };
        let code = code.filter(|code| may_be_state && self.keys.take(code));
        if code.is_none() && said == Some(ActorKind::State) {
            let reason = "no state has this code or English name, or another row is it already; it is of unspecified kind";
            self.report.changed("actor", reason, told.line, &name);
        }
        let kind = match (code, said) {
            (Some(_), _) => ActorKind::State,
            (None, None | Some(ActorKind::State)) => ActorKind::Unspecified,
            (None, Some(other)) => other,
        };
        let id = match code {
            Some(code) => code.to_owned(),
            None => self.key(told, &name, &mut attributes),
        };
        let (part_of, office) = (self.wholes(told), self.offices(told, &mut attributes));
        let viz = self.viz(told, &mut attributes);
        let record = ActorRecord {
            id,
            kind,
            name,
            short: told.text(Field::Short),
            also: told.list(Field::Also),
            part_of,
            office,
            note: told.text(Field::Note),
            viz,
            attributes,
        };
        self.give_actor(record, own).map(drop)
    }

    pub(super) fn instrument(&mut self, told: Told<'_>) -> io::Result<()> {
        let Some((own, name)) = self.names(told) else { return Ok(()) };
        let mut attributes = told.attributes();
        let kind = match told.read(Field::Kind, values::instrument_kind) {
            Ok(Some(kind)) => kind,
            Ok(None) => {
                self.report.changed(
                    "instrument",
                    "it has no kind; it is taken for an agreement",
                    told.line,
                    &name,
                );
                InstrumentKind::Agreement
            }
            Err(_) => {
                let why =
                    "it is no kind of instrument, which is taken for an agreement; it stays in an attribute";
                self.misfit(told, Field::Kind, why, &mut attributes);
                InstrumentKind::Agreement
            }
        };
        let id = self.key(told, &name, &mut attributes);
        let period = self.period(told, &mut attributes);
        let viz = self.viz(told, &mut attributes);
        let record = InstrumentRecord {
            id,
            kind,
            name,
            short: told.text(Field::Short),
            also: told.list(Field::Also),
            period,
            evidence: told.list(Field::Evidence),
            note: told.text(Field::Note),
            viz,
            attributes,
        };
        let nodes = &mut self.nodes;
        let number = nodes.enter(&record.id, &record.name, own, &mut self.keys) as usize;
        if number >= nodes.is_instrument.len() {
            nodes.is_instrument.resize(number + 1, false);
        }
        if let Some(is_instrument) = nodes.is_instrument.get_mut(number) {
            *is_instrument = true;
        }
        nodes.counts.1 += 1;
        nodes.do_wait.1 |= !record.evidence.is_empty();
        let sink = if nodes.do_wait.1 { &mut nodes.waiting } else { &mut *self.sink };
        sink.instrument(record)
    }

    /// The key and the name of a row of a node; `None` where it has neither, or is there already.
    fn names<'r>(&mut self, told: Told<'r>) -> Option<(Option<&'r str>, String)> {
        let what = told.plan.mapping.table.row();
        let own = told.word(Field::Id);
        let Some(name) = told.text(Field::Name).or_else(|| own.map(clean)) else {
            self.report.dropped("row", "it has neither a key nor a name", told.line, "");
            return None;
        };
        let (texts, nodes) = (self.keys.texts(), &self.nodes);
        let known = match own {
            Some(id) => texts.find(id).and_then(|id| nodes.by_id.get(id)),
            None => texts.find(&name.to_lowercase()).and_then(|name| nodes.by_name.get(name)),
        };
        if known.is_some() {
            self.report.merged(
                what,
                "it is there twice; the first one counts",
                told.line,
                own.unwrap_or(&name),
            );
            return None;
        }
        Some((own, name))
    }

    /// What it is part of: names, or the whole records as JSON.
    fn wholes(&mut self, told: Told<'_>) -> Vec<PartOfRecord> {
        let whole = told.word(Field::PartOf).and_then(values::json);
        whole.unwrap_or_else(|| {
            let of = |actor| PartOfRecord { actor, period: None, evidence: Vec::new(), note: None };
            told.list(Field::PartOf).into_iter().map(of).collect()
        })
    }

    fn offices(&mut self, told: Told<'_>, attributes: &mut Vec<AttributeRecord>) -> Vec<OfficeRecord> {
        told.read(Field::Office, values::json)
            .unwrap_or_else(|_| {
                self.misfit(
                    told,
                    Field::Office,
                    "it is no list of offices in JSON; it stays in an attribute",
                    attributes,
                );
                None
            })
            .unwrap_or_default()
    }

    /// Where and how another program shows it.
    fn viz(&mut self, told: Told<'_>, attributes: &mut Vec<AttributeRecord>) -> Option<VizRecord> {
        let mut number = |field: Field, least: f64, most: f64| {
            let in_range = |value: &f64| (least..=most).contains(value);
            let read = |text: &str| told.plan.mapping.number(text).filter(in_range);
            told.read(field, read).unwrap_or_else(|_| {
                self.misfit(told, field, "it is no number that fits; it stays in an attribute", attributes);
                None
            })
        };
        let (x, y) = (number(Field::X, f64::MIN, f64::MAX), number(Field::Y, f64::MIN, f64::MAX));
        let z = number(Field::Z, f64::MIN, f64::MAX);
        let (size, opacity) = (number(Field::Size, 0.0, f64::MAX), number(Field::Opacity, 0.0, 1.0));
        let colour = told.read(Field::Colour, colour).unwrap_or_else(|_| {
            let why = "it is no colour of six hexadecimal digits; it stays in an attribute";
            self.misfit(told, Field::Colour, why, attributes);
            None
        });
        let viz = VizRecord { x, y, z, size, colour, opacity, shape: told.text(Field::Shape) };
        (viz != VizRecord::default()).then_some(viz)
    }
}

/// `#FF8800` or `ff8800` -> `ff8800`.
fn colour(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#').unwrap_or(text);
    let is_colour = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_colour.then(|| digits.to_lowercase())
}
