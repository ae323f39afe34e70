//! The attributes that a file declares, and their values.

use std::collections::HashMap;

use crate::dataset::record::AttributeRecord;

use super::super::graph::Spell;
use super::super::report::Report;
use super::super::xml::Declared;

/// A value of a declared attribute.
pub(super) struct Value {
    /// The number of the attribute.
    pub column: usize,
    /// The value, as it is written.
    pub value: String,
    /// When it holds; always where there is none.
    pub spell: Option<Spell>,
    /// Its 1-based line.
    pub line: u64,
}

/// The attributes that are declared for nodes, or for edges.
#[derive(Default)]
pub(super) struct Declarations {
    columns: Vec<Declared>,
    ids: Vec<String>,
    places: HashMap<String, usize>,
    /// The number after that of the attribute that was looked for last: files give them in their order.
    next: usize,
    /// Which of the values of a thing is that of each column; memory that is used again for each thing.
    values: Vec<Option<usize>>,
}

impl Declarations {
    /// Adds an attribute by its id. Returns its number.
    pub fn add(&mut self, id: String, declared: Declared) -> usize {
        if let Some(old) = self.places.insert(id.clone(), self.columns.len()) {
            // The last one of an id counts; nothing has an empty one.
            self.ids.get_mut(old).into_iter().for_each(String::clear);
        }
        self.ids.push(id);
        self.columns.push(declared);
        self.columns.len() - 1
    }

    /// The number of an attribute.
    pub fn number(&mut self, id: &str) -> Option<usize> {
        let is_it = |&number: &usize| self.ids.get(number).is_some_and(|own| own == id);
        let number = [self.next, 0].into_iter().find(is_it).or_else(|| self.places.get(id).copied())?;
        self.next = number + 1;
        Some(number)
    }

    /// Adds what is said of a thing in declared attributes: one value each, or the default.
    pub fn read(
        &mut self,
        values: &mut Vec<Value>,
        line: u64,
        report: &mut Report,
        attributes: &mut Vec<AttributeRecord>,
    ) {
        let Self { columns, values: places, .. } = self;
        places.clear();
        places.resize(columns.len(), None);
        let mut kept = 0;
        for nth in 0..values.len() {
            let Some(place) = places.get_mut(values[nth].column) else { continue };
            let Some(known) = *place else {
                *place = Some(kept);
                values.swap(kept, nth);
                kept += 1;
                continue;
            };
            // One that holds at all times goes before one that holds at some.
            if values[nth].spell.is_none() || values[known].spell.is_some() {
                values.swap(known, nth);
            }
            let other = &values[nth];
            let name = columns.get(other.column).map_or("", |column| &column.name);
            let when = other.spell.as_ref().map(|spell| format!(", {}", spell.to_text())).unwrap_or_default();
            let reason = "another value of the same attribute counts: that without a time, or the last";
            report.dropped("value", reason, other.line, format!("{name} = {}{when}", other.value));
        }
        values.truncate(kept);
        for Value { column, value, spell, line } in values.drain(..) {
            let Some(declared) = columns.get(column) else { continue };
            if let Some(spell) = spell {
                let shown = format!("{} = {value}, {}", declared.name, spell.to_text());
                report.changed("value", "it is kept without its time", line, shown);
            }
            attributes.push(declared.with(value, line, report));
        }
        for (declared, place) in columns.iter().zip(places) {
            if let (Some(default), None) = (&declared.default, place) {
                attributes.push(declared.with(default.clone(), line, report));
            }
        }
    }
}
