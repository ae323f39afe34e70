//! Gives the records of a second dataset the keys that they have in the merged one: those of the same things in the
//! first, and new ones where a key is taken by something else.

use std::collections::HashMap;

use crate::dataset::record::DatasetRecord;

use super::super::report::Report;
use super::join::index;
use super::{by_address, find, is_same_event, keys_of, tie};

/// New keys by old ones.
type Names = HashMap<String, String>;

/// Renames what must not meet, and what must.
pub(super) fn apart(first: &DatasetRecord, second: &mut DatasetRecord, report: &mut Report) {
    let mut keys = keys_of(first);
    // Keys of the second's own that stay as they are must not be given to another of its records.
    let own = keys_of(second);
    let mut fresh = |key: &str, what: &'static str, report: &mut Report| {
        let mut new = keys.slug(&key.to_lowercase(), what);
        while own.has(&new) {
            new = keys.slug(&new, what);
        }
        report.changed(
            what,
            "its key is taken by something else; it has a new one",
            0,
            format!("{key} is {new}"),
        );
        new
    };
    let mut names = Names::new();

    let addresses = by_address(&first.documents);
    let taken = keys_of(first);
    let rows = index(&first.documents);
    for row in &second.documents {
        match row.url.as_deref().and_then(|url| addresses.get(url)) {
            Some(&same) => {
                names.insert(row.id.clone(), same.to_owned());
            }
            None if taken.has(&row.id)
                && find(&rows, &first.documents, &row.id)
                    .is_none_or(|other| is_other(&other.url, &row.url)) =>
            {
                names.insert(row.id.clone(), fresh(&row.id, "document", report));
            }
            None => {}
        }
    }
    for row in &second.actors {
        if taken.has(&row.id) && !first.actors.iter().any(|other| other.id == row.id) {
            names.insert(row.id.clone(), fresh(&row.id, "actor", report));
        }
    }
    for row in &second.instruments {
        if taken.has(&row.id) && !first.instruments.iter().any(|other| other.id == row.id) {
            names.insert(row.id.clone(), fresh(&row.id, "instrument", report));
        }
    }
    references(second, &names);

    // What has ends or a place is compared once the keys of those are the merged ones.
    let mut names = Names::new();
    let rows = index(&first.excerpts);
    for row in &second.excerpts {
        let is_same = |other: &crate::dataset::record::ExcerptRecord| {
            other.document == row.document && other.selector == row.selector && other.gloss == row.gloss
        };
        if taken.has(&row.id) && !find(&rows, &first.excerpts, &row.id).is_some_and(is_same) {
            names.insert(row.id.clone(), fresh(&row.id, "excerpt", report));
        }
    }
    let ties: HashMap<_, &str> = first.relationships.iter().map(|row| (tie(row), row.id.as_str())).collect();
    for row in &second.relationships {
        match ties.get(&tie(row)) {
            Some(&same) => {
                names.insert(row.id.clone(), same.to_owned());
            }
            None if taken.has(&row.id) => {
                names.insert(row.id.clone(), fresh(&row.id, "relationship", report));
            }
            None => {}
        }
    }
    let rows = index(&first.events);
    for row in &second.events {
        if taken.has(&row.id)
            && !find(&rows, &first.events, &row.id).is_some_and(|other| is_same_event(other, row))
        {
            names.insert(row.id.clone(), fresh(&row.id, "event", report));
        }
    }
    references(second, &names);
}

/// Whether two addresses are given and differ.
fn is_other(a: &Option<String>, b: &Option<String>) -> bool {
    a.is_some() && b.is_some() && a != b
}

/// Gives every key and every reference of a dataset its new name.
fn references(record: &mut DatasetRecord, names: &Names) {
    if names.is_empty() {
        return;
    }
    let rename = |key: &mut String| {
        if let Some(new) = names.get(key.as_str()) {
            key.clone_from(new);
        }
    };
    let each = |keys: &mut Vec<String>| keys.iter_mut().for_each(rename);
    if let Some(series) = &mut record.series {
        rename(&mut series.of);
        each(&mut series.toward);
    }
    record.documents.iter_mut().for_each(|row| rename(&mut row.id));
    for row in &mut record.excerpts {
        rename(&mut row.id);
        rename(&mut row.document);
        row.speaker.iter_mut().for_each(rename);
    }
    for row in &mut record.actors {
        rename(&mut row.id);
        for part in &mut row.part_of {
            rename(&mut part.actor);
            each(&mut part.evidence);
        }
        for office in &mut row.office {
            rename(&mut office.of);
            each(&mut office.evidence);
        }
    }
    for row in &mut record.instruments {
        rename(&mut row.id);
        each(&mut row.evidence);
    }
    for row in &mut record.relationships {
        rename(&mut row.id);
        rename(&mut row.from);
        rename(&mut row.to);
        each(&mut row.evidence);
    }
    for row in &mut record.events {
        rename(&mut row.id);
        rename(&mut row.from);
        rename(&mut row.to);
        each(&mut row.evidence);
    }
}
