//! The data of GraphML that say what a thing is called, where, when and how it is shown. The format has no words for
//! these; the names are Gephi's, in whose files the ids of the keys are the names, too.

use std::collections::HashMap;

use crate::dataset::record::{AttributeRecord, VizRecord};

use super::super::graph::{Spell, value};

/// The ids of the keys under which this program writes them, and what each says. An id is there once in a file, so
/// edges have their own.
pub(super) const OWN_KEYS: &[(&str, &str)] = &[
    ("label", "label"),
    ("edge-label", "label"),
    ("start", "start"),
    ("edge-start", "start"),
    ("end", "end"),
    ("edge-end", "end"),
    ("x", "x"),
    ("y", "y"),
    ("z", "z"),
    ("size", "size"),
    ("r", "r"),
    ("g", "g"),
    ("b", "b"),
    ("alpha", "alpha"),
    ("shape", "shape"),
];

/// What data say beside attributes.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Looks {
    /// What people call it.
    pub label: Option<String>,
    /// When it is there.
    pub spell: Option<Spell>,
    /// Where and how it is shown.
    pub viz: VizRecord,
}

impl Looks {
    /// What this program wrote under its own keys.
    pub(super) fn own(mut said: HashMap<&'static str, String>) -> Self {
        let label = said.remove("label");
        let spell =
            Spell { start: said.remove("start").map(Into::into), end: said.remove("end").map(Into::into) };
        let number = |name: &str| number(said.get(name)?);
        let viz = VizRecord {
            x: number("x"),
            y: number("y"),
            z: number("z"),
            size: number("size").filter(|size| *size >= 0.0),
            colour: colour(number("r"), number("g"), number("b")),
            opacity: number("alpha").filter(|opacity| (0.0..=1.0).contains(opacity)),
            shape: said.remove("shape"),
        };
        Self { label, spell: Some(spell).filter(|spell| *spell != Spell::default()), viz }
    }

    /// What another program says, taken out of the attributes. A number called x is a place only beside a y, and a
    /// size one only of something that has a place or a colour: else they may mean anything.
    pub(super) fn foreign(attributes: &mut Vec<AttributeRecord>, labels: &[&str]) -> Self {
        let label = labels.iter().find_map(|name| take(attributes, name));
        let text = |name: &str| value(attributes, name).map(Into::into);
        let spell = Spell { start: text("start"), end: text("end") };
        let spell = Some(spell).filter(|spell| spell.to_date().is_some());
        let number = |name: &str| number(value(attributes, name)?);
        let (x, y, z) = (number("x"), number("y"), number("z"));
        let is_placed = x.is_some() && y.is_some();
        let colour = colour(number("r"), number("g"), number("b"));
        let size = number("size").filter(|size| *size >= 0.0 && (is_placed || colour.is_some()));
        let z = z.filter(|_| is_placed);
        let (x, y) = (x.filter(|_| is_placed), y.filter(|_| is_placed));
        let used: [(&[&str], bool); 5] = [
            (&["start", "end"], spell.is_some()),
            (&["x", "y"], is_placed),
            (&["z"], z.is_some()),
            (&["r", "g", "b"], colour.is_some()),
            (&["size"], size.is_some()),
        ];
        let is_used = |name: &str| used.iter().any(|(names, is_used)| *is_used && names.contains(&name));
        attributes.retain(|each| !is_used(&each.name));
        Self { label, spell, viz: VizRecord { x, y, z, size, colour, ..VizRecord::default() } }
    }
}

/// Takes out the first attribute of a name, whatever the case of its letters.
fn take(attributes: &mut Vec<AttributeRecord>, name: &str) -> Option<String> {
    let at =
        attributes.iter().position(|each| each.name.eq_ignore_ascii_case(name) && !each.value.is_empty())?;
    Some(attributes.remove(at).value)
}

/// A finite number.
pub(super) fn number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

fn colour(red: Option<f64>, green: Option<f64>, blue: Option<f64>) -> Option<String> {
    let part = |part: f64| (0.0..=255.0).contains(&part).then(|| part.round() as u8);
    Some(format!("{:02x}{:02x}{:02x}", part(red?)?, part(green?)?, part(blue?)?))
}
