//! What graph formats cannot hold of a dataset, in words.

use std::io;

use crate::dataset::Edtf;

use super::super::records::Records;
use super::super::report::counted;
use super::time;

/// What no graph format holds of a dataset, but for those that have a place for anything.
pub fn losses(records: &dyn Records) -> Vec<String> {
    let [documents, excerpts, ..] = records.counts();
    if documents + excerpts == 0 {
        return Vec::new();
    }
    let both = format!("{} and {}", counted(documents, "document"), counted(excerpts, "excerpt"));
    vec![format!("{both} are left out (export them as W3C Web Annotations, and merge them again)")]
}

/// How many dates are vague, and so become intervals in a format that has only days.
fn vague_dates(records: &dyn Records) -> io::Result<u64> {
    let mut count = 0;
    let mut look = |date: Option<&Edtf>| count += u64::from(date.is_some_and(|date| !time::is_plain(date)));
    records.relationships(&mut |row| {
        look(row.period.as_ref());
        Ok(())
    })?;
    records.instruments(&mut |row| {
        look(row.period.as_ref());
        Ok(())
    })?;
    records.actors(&mut |row| {
        row.part_of.iter().for_each(|part| look(part.period.as_ref()));
        row.office.iter().for_each(|office| look(office.period.as_ref()));
        Ok(())
    })?;
    records.events(&mut |row| {
        look(Some(&row.date));
        Ok(())
    })?;
    Ok(count)
}

/// The clause on vague dates, if there are any.
///
/// # Errors
/// Where the records cannot be read.
pub fn vague_dates_loss(records: &dyn Records) -> io::Result<Option<String>> {
    Ok(match vague_dates(records)? {
        0 => None,
        1 => Some("1 vague date becomes an interval (its own words stay in an attribute)".to_owned()),
        many => Some(format!("{many} vague dates become intervals (their own words stay in an attribute)")),
    })
}

/// The clause on ties of both, for a format whose edges all go one way.
///
/// # Errors
/// Where the records cannot be read.
pub fn mutual_loss(records: &dyn Records) -> io::Result<Option<String>> {
    let mut count = 0_u64;
    records.relationships(&mut |row| {
        count += u64::from(row.mutual);
        Ok(())
    })?;
    Ok(match count {
        0 => None,
        1 => Some("1 mutual tie becomes a directed edge (an attribute says that it is mutual)".to_owned()),
        many => {
            Some(format!("{many} mutual ties become directed edges (an attribute says that they are mutual)"))
        }
    })
}
