//! Who acts: the codes of CAMEO, in the columns of a row, as actors.
//!
//! Rows of one code are one actor, whatever they call it: `GEOGOV` is the government of Georgia, be it named by its
//! president or its minister. A code of a country alone is the state, a known group is one actor whatever its code
//! adds on what it is, an organ (government, military, police, courts, parliament, intelligence) is part of its state
//! and speaks for it, and all else (business, media, opposition, rebels …) is an actor of its own.

use crate::dataset::record::AttributeRecord;
use crate::dataset::{ActorKind, AttributeKind};
use crate::exchange::events::actors::{ActorIndex, Actors, Said};
use crate::exchange::events::codebook::{self, Land, Part, Type};
use crate::exchange::events::{attribute, cleaned, titled};

use super::columns::{Column, Of, Side};
use super::rows::Fields;

/// The columns that a code is made of, and what they are called without the number of the actor.
const CODES: [(Of, &str); 8] = [
    (Of::Country, "CountryCode"),
    (Of::Group, "KnownGroupCode"),
    (Of::Ethnic, "EthnicCode"),
    (Of::Religion1, "Religion1Code"),
    (Of::Religion2, "Religion2Code"),
    (Of::Type1, "Type1Code"),
    (Of::Type2, "Type2Code"),
    (Of::Type3, "Type3Code"),
];

/// The actor on one side of a row that names one.
pub(super) fn actor(actors: &mut Actors, row: &Fields<'_>, side: Side) -> ActorIndex {
    let code = row.get(Column::Actor(side, Of::Code));
    let actor = match actors.named(code) {
        Some(actor) => actor,
        None => {
            let actor = Codes::of(row, side).actor(actors);
            actors.call(code, actor);
            actors.code(actor, code);
            actor
        }
    };
    actors.name(actor, row.get(Column::Actor(side, Of::Name)));
    actor
}

/// The codes of an actor.
struct Codes {
    code: String,
    name: String,
    land: Option<Land>,
    group: String,
    types: Vec<(Option<Type>, String)>,
    /// Whether it says more than a country.
    has_more: bool,
    attributes: Vec<AttributeRecord>,
}

impl Codes {
    fn of(row: &Fields<'_>, side: Side) -> Self {
        let get = |of| row.get(Column::Actor(side, of));
        let text = |of| cleaned(get(of));
        let code = text(Of::Code);
        let has_more = CODES.iter().skip(1).any(|&(of, _)| !get(of).is_empty());
        // A file may leave columns out: the code has it all.
        let first = code.get(..3).filter(|first| !has_more && codebook::land(first).is_some());
        let country = match (text(Of::Country), first) {
            (country, Some(first)) if country.is_empty() => first.to_owned(),
            (country, _) => country,
        };
        let mut words: Vec<String> = Vec::new();
        for word in [Of::Type1, Of::Type2, Of::Type3].into_iter().map(text) {
            if !word.is_empty() && !words.contains(&word) {
                words.push(word);
            }
        }
        if !has_more {
            words = types_in(code.strip_prefix(country.as_str()).unwrap_or(&code));
        }
        let types = words.into_iter().map(|word| (codebook::of_type(&word), word));
        Self {
            name: titled(get(Of::Name)),
            land: codebook::land(&country),
            group: text(Of::Group),
            types: types.collect(),
            has_more,
            attributes: CODES
                .iter()
                .filter_map(|&(of, name)| attribute(name, AttributeKind::Text, get(of)))
                .collect(),
            code,
        }
    }

    fn actor(self, actors: &mut Actors) -> ActorIndex {
        let is_land = !self.has_more && self.land.is_some_and(|land| names_only(&self.code, land));
        match self.land {
            Some(Land::State(state)) if is_land => actors.state(state),
            Some(Land::Region(name)) if is_land => {
                actors.same_or(&format!("region {}", self.code), name, |_| Said {
                    kind: ActorKind::Territory,
                    name: name.to_owned(),
                    ..self.said()
                })
            }
            Some(_) | None if !self.group.is_empty() => self.of_group(actors),
            Some(_) | None => self.by_itself(actors),
        }
    }

    /// A known group, or a body of one.
    fn of_group(self, actors: &mut Actors) -> ActorIndex {
        let known = codebook::group(&self.group);
        let name = match known {
            Some(group) => group.name.to_owned(),
            None if self.name.is_empty() => format!("Group {}", self.group),
            None => self.name.clone(),
        };
        let kind = known.map_or_else(|| self.kind(), |group| group.kind);
        let short = known.and_then(|group| group.short).map(str::to_owned);
        let whole =
            actors.same_or(&format!("group {}", self.group), short.as_deref().unwrap_or(&name), |_| Said {
                kind,
                name: name.clone(),
                short: short.clone(),
                ..self.said()
            });
        let is_nature = |part: &(Option<Type>, String)| part.0.is_some_and(|own| own.part == Part::Nature);
        if self.types.iter().all(is_nature) {
            return whole;
        }
        let bodies: Vec<_> = self.types.iter().filter(|part| !is_nature(part)).map(type_name).collect();
        let of = short.unwrap_or(name);
        actors.same_or(&format!("code {}", self.code), &self.code, |_| Said {
            kind,
            name: format!("{} ({of})", bodies.join(", ")),
            part_of: Some(whole),
            ..self.said()
        })
    }

    /// An organ of a state, people in a role, a people or a faith.
    fn by_itself(self, actors: &mut Actors) -> ActorIndex {
        let organ = self.types.iter().any(|(own, _)| own.is_some_and(|own| own.part == Part::Organ));
        let (state, place) = match self.land {
            Some(Land::State(code)) => (Some(code), crate::dataset::iso::name(code)),
            Some(Land::Region(name)) => (None, Some(name)),
            None => (None, None),
        };
        let types: Vec<_> = self.types.iter().map(type_name).collect();
        let name = match (types.as_slice(), place) {
            ([], None) if self.name.is_empty() => self.code.clone(),
            ([], None) => self.name.clone(),
            ([], Some(place)) => {
                format!("{} ({place})", if self.name.is_empty() { &self.code } else { &self.name })
            }
            (types, Some(place)) => format!("{} ({place})", types.join(", ")),
            (types, None) => types.join(", "),
        };
        actors.same_or(&format!("code {}", self.code), &self.code, |actors| Said {
            kind: self.kind(),
            name,
            part_of: state.filter(|_| organ).map(|state| actors.state(state)),
            ..self.said()
        })
    }

    /// What it is, by the first of its types that says so.
    fn kind(&self) -> ActorKind {
        let kinds = self.types.iter().filter_map(|(own, _)| own.map(|own| own.kind));
        kinds.into_iter().find(|kind| *kind != ActorKind::Unspecified).unwrap_or(ActorKind::Unspecified)
    }

    /// What every actor has of its codes.
    fn said(&self) -> Said {
        Said {
            kind: ActorKind::Unspecified,
            name: String::new(),
            short: None,
            part_of: None,
            attributes: self.attributes.clone(),
        }
    }
}

/// The types in a code of which the columns say nothing, three letters each: they leave some types out, such as parties.
fn types_in(code: &str) -> Vec<String> {
    let parts: Vec<&str> = letters(code).collect();
    let is_of_types = parts.iter().all(|part| codebook::of_type(part).is_some());
    if is_of_types { parts.into_iter().map(str::to_owned).collect() } else { Vec::new() }
}

/// Whether a code names a country or region, and nothing else: `SCGSRB` is Serbia twice.
fn names_only(code: &str, land: Land) -> bool {
    let lands: Option<Vec<Land>> = letters(code).map(codebook::land).collect();
    lands.is_some_and(|lands| lands.contains(&land))
}

/// A code in parts of three letters.
fn letters(code: &str) -> impl Iterator<Item = &str> {
    code.as_bytes().chunks(3).map(|part| std::str::from_utf8(part).unwrap_or_default())
}

fn type_name((own, word): &(Option<Type>, String)) -> &str {
    own.map_or(word.as_str(), |own| own.name)
}
