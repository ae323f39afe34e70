//! Names of CSL-JSON. Particles and suffixes, for which a dataset has no fields, stand where processors look for them
//! in names that are not taken apart: `van Gogh`; `Jean de` La Fontaine; `Martin Luther, Jr.` King.

use crate::dataset::record::NameRecord;

use super::super::bibliography::said;
use super::super::json::{Json, Kind};
use super::super::report::Report;

/// The fields of a name.
const FIELDS: &[&str] = &[
    "family",
    "given",
    "literal",
    "non-dropping-particle",
    "dropping-particle",
    "suffix",
    "comma-suffix",
    "static-ordering",
    "parse-names",
];

/// The names of a list.
pub(super) fn read(list: &Json<'_>, report: &mut Report) -> Vec<NameRecord> {
    list.each().iter().filter_map(|name| one(name, report)).collect()
}

fn one(name: &Json<'_>, report: &mut Report) -> Option<NameRecord> {
    if let Kind::Text(text) = &name.kind {
        return said(text).map(|literal| NameRecord { family: None, given: None, literal: Some(literal) });
    }
    let part = |field: &str| name.get(field).and_then(Json::name).as_deref().and_then(said);
    let before = part("non-dropping-particle");
    let after = part("dropping-particle");
    let suffix = part("suffix");
    if before.is_some() || after.is_some() || suffix.is_some() {
        let reason = "its particle or suffix stands with the family or the given name";
        report.changed("name", reason, name.line, name.to_json());
    }
    for (field, value) in name.fields().iter().filter(|(field, _)| !FIELDS.contains(&field.as_ref())) {
        report.dropped("field of a name", "a name has no place for it", value.line, field);
    }
    let joined = |first: Option<String>, last: Option<String>, between: &str| match (first, last) {
        (Some(first), Some(last)) => Some(format!("{first}{between}{last}")),
        (first, last) => first.or(last),
    };
    let given = joined(joined(part("given"), after, " "), suffix, ", ");
    let record = NameRecord { family: joined(before, part("family"), " "), given, literal: part("literal") };
    if record == (NameRecord { family: None, given: None, literal: None }) {
        report.dropped("name", "it is empty", name.line, name.to_json());
        return None;
    }
    Some(record)
}
