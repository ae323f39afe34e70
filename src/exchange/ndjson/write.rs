//! From records to lines.

use std::io::{self, Write};

use serde::Serialize;

use crate::dataset::record::{
    ActorRecord, DocumentRecord, EventRecord, ExcerptRecord, FORMAT, InstrumentRecord, RelationshipRecord,
    SeriesRecord,
};

use super::super::records::Records;
use super::super::sink::Head;

/// The first line.
#[derive(Serialize)]
struct First<'a> {
    format: &'a str,
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<&'a SeriesRecord>,
}

/// Every other line.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Line<'a> {
    Document(&'a DocumentRecord),
    Excerpt(&'a ExcerptRecord),
    Actor(&'a ActorRecord),
    Instrument(&'a InstrumentRecord),
    Relationship(&'a RelationshipRecord),
    Event(&'a EventRecord),
}

/// Writes a dataset, in the order of its format. Equal records give equal bytes.
pub(in crate::exchange) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let Head { id, title, description, series } = &records.head();
    let first =
        First { format: FORMAT, id, title, description: description.as_deref(), series: series.as_ref() };
    line(out, &first)?;
    records.documents(&mut |row| line(out, &Line::Document(row)))?;
    records.excerpts(&mut |row| line(out, &Line::Excerpt(row)))?;
    records.actors(&mut |row| line(out, &Line::Actor(row)))?;
    records.instruments(&mut |row| line(out, &Line::Instrument(row)))?;
    records.relationships(&mut |row| line(out, &Line::Relationship(row)))?;
    records.events(&mut |row| line(out, &Line::Event(row)))?;
    out.flush()
}

fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}
