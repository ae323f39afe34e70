//! The codes of actors in CAMEO, by which GDELT names them.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::dataset::{ActorKind, iso};

const TSV: &str = include_str!("../../../assets/coding/cameo-actors.tsv");

/// What a code of a country or region stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Land {
    /// A state, by its ISO 3166-1 alpha-3 code.
    State(&'static str),
    /// A region, or a place that is no state, by its name.
    Region(&'static str),
}

/// A group that has a code of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group {
    /// What it is.
    pub kind: ActorKind,
    /// Its name.
    pub name: &'static str,
    /// Its short name.
    pub short: Option<&'static str>,
}

/// What a type of actor says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// An organ of a state, which speaks for it.
    Organ,
    /// What a group is.
    Nature,
    /// A role of people in a state.
    Role,
}

/// A type of actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Type {
    /// What it says.
    pub part: Part,
    /// What such an actor is.
    pub kind: ActorKind,
    /// Its name.
    pub name: &'static str,
}

#[derive(Default)]
struct Codebook {
    lands: HashMap<&'static str, Land>,
    groups: HashMap<&'static str, Group>,
    types: HashMap<&'static str, Type>,
}

/// What a code of a country or region stands for.
pub fn land(code: &str) -> Option<Land> {
    let own = codebook().lands.get(code).copied();
    own.or_else(|| iso::is_state(code).then(|| iso::by_code(code)).flatten().map(Land::State))
}

/// The group of a code.
pub fn group(code: &str) -> Option<Group> {
    codebook().groups.get(code).copied()
}

/// The type of a code.
pub fn of_type(code: &str) -> Option<Type> {
    codebook().types.get(code).copied()
}

fn codebook() -> &'static Codebook {
    static CODEBOOK: OnceLock<Codebook> = OnceLock::new();
    CODEBOOK.get_or_init(|| {
        let mut codebook = Codebook::default();
        for line in TSV.lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&'static str> = line.split('\t').collect();
            codebook.add(&fields);
        }
        codebook
    })
}

impl Codebook {
    /// Takes a row of the table; the header, and what is no row, is none.
    fn add(&mut self, fields: &[&'static str]) {
        match *fields {
            ["country", code, iso] => {
                self.lands.insert(code, Land::State(iso));
            }
            ["region", code, _, name] => {
                self.lands.insert(code, Land::Region(name));
            }
            ["group", code, kind, name, ref short @ ..] => {
                let Some(kind) = of_word(kind) else { return };
                self.groups.insert(code, Group { kind, name, short: short.first().copied() });
            }
            ["type", code, part, kind, name] => {
                let (Some(part), Some(kind)) = (part_of_word(part), of_word(kind)) else { return };
                self.types.insert(code, Type { part, kind, name });
            }
            _ => {}
        }
    }
}

fn of_word(word: &str) -> Option<ActorKind> {
    ActorKind::ALL.iter().copied().find(|kind| kind.word() == word)
}

fn part_of_word(word: &str) -> Option<Part> {
    match word {
        "organ" => Some(Part::Organ),
        "nature" => Some(Part::Nature),
        "role" => Some(Part::Role),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read() {
        let rows = TSV.lines().filter(|line| !line.starts_with('#')).count() - 1;
        let Codebook { lands, groups, types } = codebook();
        assert_eq!(lands.len() + groups.len() + types.len(), rows, "each code once in its kind");
        assert!(lands.values().all(|land| match land {
            Land::State(code) => iso::is_state(code),
            Land::Region(name) => !name.is_empty(),
        }));
    }

    #[test]
    fn codes_stand_for_states_regions_groups_and_types() {
        assert_eq!(land("NZL"), Some(Land::State("NZL")));
        assert_eq!(land("ROM"), Some(Land::State("ROU")));
        assert_eq!(land("EUR"), Some(Land::Region("Europe")));
        assert_eq!(land("NZ"), None);
        assert_eq!(group("NAT").and_then(|group| group.short), Some("NATO"));
        assert_eq!(
            of_type("MIL").map(|own| (own.part, own.kind)),
            Some((Part::Organ, ActorKind::Government))
        );
        assert_eq!(of_type("REB").map(|own| own.kind), Some(ActorKind::ArmedGroup));
        assert_eq!(group("ZZZ"), None);
    }
}
