//! Actors and instruments: those of tables, and those that only a row of another table names.

use std::collections::HashMap;
use std::io;

use crate::dataset::record::{
    ActorRecord, AttributeRecord, InstrumentRecord, OfficeRecord, PartOfRecord, VizRecord,
};
use crate::dataset::{ActorKind, InstrumentKind, iso};

use super::super::super::graph::clean;
use super::super::super::keys::{self, Keys};
use super::super::super::report::Report;
use super::super::{Field, values};
use super::Reader;
use super::sources::Sources;
use super::told::Told;

/// An actor or an instrument, by its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Node {
    Actor(usize),
    Instrument(usize),
}

/// All actors and instruments.
#[derive(Default)]
pub(super) struct Nodes {
    actors: Vec<ActorRecord>,
    instruments: Vec<InstrumentRecord>,
    /// By their keys, those in their tables and ours, and by the names under which rows have named them.
    by_id: HashMap<String, Node>,
    /// By their names in small letters.
    by_name: HashMap<String, Node>,
    /// Whether there is a table of actors, so that one which is not in it is told.
    has_table: bool,
}

impl Nodes {
    fn find(&self, name: &str) -> Option<Node> {
        let known = self.by_id.get(name).or_else(|| self.by_name.get(&name.to_lowercase())).copied();
        known.or_else(|| self.by_id.get(keys::state(name)?).copied())
    }

    /// The node that a row names; a new actor where there is none.
    pub(super) fn named(&mut self, name: &str, told: Told<'_>, keys: &mut Keys, report: &mut Report) -> Node {
        if let Some(node) = self.find(name) {
            // So that it is found at once the next time.
            self.by_id.entry(name.to_owned()).or_insert(node);
            return node;
        }
        if self.has_table {
            report.changed("actor", "it is in no table of actors; only its name is known", told.line, name);
        }
        let code = keys::state(name).filter(|code| told.plan.mapping.is_of_states && keys.take(code));
        let record = match code {
            Some(code) => {
                let shown = iso::name(code).unwrap_or(name).to_owned();
                ActorRecord::named(code, ActorKind::State, shown)
            }
            None => ActorRecord::named(keys.slug(name, "actor"), ActorKind::Unspecified, clean(name)),
        };
        self.add(record, Some(name))
    }

    fn add(&mut self, record: ActorRecord, id: Option<&str>) -> Node {
        let node = Node::Actor(self.actors.len());
        self.enter(node, &record.id, &record.name, id);
        self.actors.push(record);
        node
    }

    /// Enters a node under its names; the first one that has a name keeps it.
    fn enter(&mut self, node: Node, key: &str, name: &str, id: Option<&str>) {
        self.by_name.entry(name.to_lowercase()).or_insert(node);
        for id in id.into_iter().chain([key]) {
            self.by_id.entry(id.to_owned()).or_insert(node);
        }
    }

    /// The key of a node.
    pub(super) fn key(&self, node: Node) -> &str {
        let key = match node {
            Node::Actor(at) => self.actors.get(at).map(|row| &row.id),
            Node::Instrument(at) => self.instruments.get(at).map(|row| &row.id),
        };
        key.map_or("", String::as_str)
    }

    /// The key of an actor that is there.
    pub(super) fn actor_key(&self, name: &str) -> Option<&str> {
        match self.find(name)? {
            Node::Actor(at) => self.actors.get(at).map(|row| row.id.as_str()),
            Node::Instrument(_) => None,
        }
    }

    /// All of them, each tie of a part to its whole and each office resolved.
    pub(super) fn finish(
        mut self,
        sources: &Sources,
        report: &mut Report,
    ) -> (Vec<ActorRecord>, Vec<InstrumentRecord>) {
        for at in 0..self.actors.len() {
            let Some(actor) = self.actors.get_mut(at) else { break };
            let (parts, offices) = (std::mem::take(&mut actor.part_of), std::mem::take(&mut actor.office));
            let id = actor.id.clone();
            let mut known = |name: &str, what: &'static str| {
                let key = self.actor_key(name).map(str::to_owned);
                if key.is_none() {
                    report.dropped(
                        what,
                        "what it is of is no actor of the tables",
                        0,
                        format!("{id}: {name}"),
                    );
                }
                key
            };
            let parts: Vec<PartOfRecord> = parts
                .into_iter()
                .filter_map(|part| Some(PartOfRecord { actor: known(&part.actor, "membership")?, ..part }))
                .collect();
            let offices: Vec<OfficeRecord> = offices
                .into_iter()
                .filter_map(|office| Some(OfficeRecord { of: known(&office.of, "office")?, ..office }))
                .collect();
            if let Some(actor) = self.actors.get_mut(at) {
                (actor.part_of, actor.office) = (parts, offices);
            }
        }
        let Self { mut actors, mut instruments, .. } = self;
        break_circles(&mut actors, report);
        let mut prove = |evidence: &mut Vec<String>, id: &str| {
            let names = std::mem::take(evidence);
            for name in names {
                match sources.excerpt(&name) {
                    Some(key) if !evidence.contains(&key) => evidence.push(key),
                    Some(_) => {}
                    None => report.dropped(
                        "evidence",
                        "it names no excerpt of the tables",
                        0,
                        format!("{id}: {name}"),
                    ),
                }
            }
        };
        for actor in &mut actors {
            actor.part_of.iter_mut().for_each(|part| prove(&mut part.evidence, &actor.id));
            actor.office.iter_mut().for_each(|office| prove(&mut office.evidence, &actor.id));
        }
        instruments.iter_mut().for_each(|row| prove(&mut row.evidence, &row.id));
        (actors, instruments)
    }
}

/// Takes out each tie by which an actor would be part of itself, also through others.
fn break_circles(actors: &mut [ActorRecord], report: &mut Report) {
    let places: HashMap<&str, usize> =
        actors.iter().enumerate().map(|(at, actor)| (actor.id.as_str(), at)).collect();
    let wholes: Vec<Vec<Option<usize>>> = actors
        .iter()
        .map(|actor| actor.part_of.iter().map(|part| places.get(part.actor.as_str()).copied()).collect())
        .collect();
    let mut bad: Vec<(usize, usize)> = Vec::new();
    // Depth first, without recursion: an actor on the way that is met again closes a circle.
    let (mut is_done, mut is_on_way) = (vec![false; actors.len()], vec![false; actors.len()]);
    for start in 0..actors.len() {
        let mut way = vec![(start, 0)];
        while let Some((at, nth)) = way.pop() {
            if nth == 0 && is_done[at] {
                continue;
            }
            is_on_way[at] = true;
            match wholes[at].get(nth) {
                None => (is_on_way[at], is_done[at]) = (false, true),
                Some(whole) => {
                    way.push((at, nth + 1));
                    match whole {
                        Some(whole) if is_on_way[*whole] => bad.push((at, nth)),
                        Some(whole) if !is_done[*whole] => way.push((*whole, 0)),
                        Some(_) | None => {}
                    }
                }
            }
        }
    }
    // From the last to the first, so that the places of the others stay what they are.
    bad.sort_unstable();
    for (at, nth) in bad.into_iter().rev() {
        let part = actors[at].part_of.remove(nth);
        let shown = format!("{} part of {}", actors[at].id, part.actor);
        report.dropped("membership", "it would make a thing part of itself", 0, shown);
    }
}

impl Reader<'_, '_> {
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
        self.nodes.add(record, own);
        Ok(())
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
        let node = Node::Instrument(self.nodes.instruments.len());
        self.nodes.enter(node, &record.id, &record.name, own);
        self.nodes.instruments.push(record);
        Ok(())
    }

    /// The key and the name of a row of a node; `None` where it has neither, or is there already.
    fn names<'r>(&mut self, told: Told<'r>) -> Option<(Option<&'r str>, String)> {
        let what = told.plan.mapping.table.row();
        let own = told.word(Field::Id);
        let Some(name) = told.text(Field::Name).or_else(|| own.map(clean)) else {
            self.report.dropped("row", "it has neither a key nor a name", told.line, "");
            return None;
        };
        let is_there = match own {
            Some(id) => self.nodes.by_id.contains_key(id),
            None => self.nodes.by_name.contains_key(&name.to_lowercase()),
        };
        if is_there {
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
