//! From records to tables: a ZIP with a CSV file (RFC 4180, UTF-8) for each kind of record that there is.
//!
//! The columns have the names of the fields. What has parts of its own, such as offices, stands as JSON in its cell.
//! Attributes stand in columns of their own whose headers say their types (`weight:number`); those of a row that would
//! not come back so stand as JSON in the column `attributes`.

use std::collections::HashMap;
use std::io::{self, Cursor, Write};

use serde::Serialize;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::dataset::Edtf;
use crate::dataset::record::{
    ActorRecord, AttributeRecord, DocumentRecord, EventRecord, ExcerptRecord, InstrumentRecord, NameRecord,
    PartOfRecord, RelationshipRecord, SelectorRecord, VizRecord,
};

use super::super::graph::join;
use super::super::records::Records;
use super::super::sink::Head;
use super::mapping::Mapping;
use super::read::{PAGES, attribute};
use super::{Field as F, TableKind, cells};

/// The most columns that attributes get; a spreadsheet of more is of no use.
const MOST: usize = 200;

/// Writes a dataset.
pub(in crate::exchange) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let head = records.head();
    csv(&mut zip, TableKind::Dataset, &mut |each| each(&dataset(&head)))?;
    csv(&mut zip, TableKind::Documents, &mut |each| records.documents(&mut |row| each(&document(row))))?;
    csv(&mut zip, TableKind::Excerpts, &mut |each| records.excerpts(&mut |row| each(&excerpt(row))))?;
    csv(&mut zip, TableKind::Actors, &mut |each| records.actors(&mut |row| each(&actor(row))))?;
    csv(&mut zip, TableKind::Instruments, &mut |each| {
        records.instruments(&mut |row| each(&instrument(row)))
    })?;
    csv(&mut zip, TableKind::Relationships, &mut |each| {
        records.relationships(&mut |row| each(&relationship(row)))
    })?;
    csv(&mut zip, TableKind::Events, &mut |each| records.events(&mut |row| each(&event(row))))?;
    out.write_all(zip.finish()?.get_ref())
}

fn dataset(Head { id, title, description, series }: &Head) -> Row<'static> {
    let mut row = Row::new(&[]);
    row.text(F::Id, id);
    row.text(F::Title, title);
    row.optional(F::Description, description);
    if let Some(series) = series {
        row.text(F::Of, &series.of);
        row.list(F::Toward, &series.toward);
    }
    row
}

/// The cells of a row by their columns, and its attributes.
struct Row<'a> {
    cells: Vec<(F, String)>,
    attributes: &'a [AttributeRecord],
}

impl<'a> Row<'a> {
    fn new(attributes: &'a [AttributeRecord]) -> Self {
        Self { cells: Vec::new(), attributes }
    }

    fn text(&mut self, field: F, text: impl AsRef<str>) {
        self.cells.push((field, cells::to_cell(text.as_ref()).into_owned()));
    }

    fn optional(&mut self, field: F, text: &Option<String>) {
        match text {
            Some(text) => self.text(field, text),
            None => self.nothing(field),
        }
    }

    fn nothing(&mut self, field: F) {
        self.cells.push((field, String::new()));
    }

    /// A number or a word, or nothing.
    fn shown(&mut self, field: F, value: Option<impl ToString>) {
        self.optional(field, &value.map(|value| value.to_string()));
    }

    fn date(&mut self, field: F, date: Option<&Edtf>) {
        self.shown(field, date.map(Edtf::as_str));
    }

    fn word(&mut self, field: F, value: impl Serialize) {
        let word = serde_json::to_value(value).ok();
        self.text(field, word.as_ref().and_then(|word| word.as_str()).unwrap_or_default());
    }

    fn list(&mut self, field: F, entries: &[String]) {
        if entries.is_empty() { self.nothing(field) } else { self.text(field, join(entries)) }
    }

    /// What has parts of its own.
    fn json(&mut self, field: F, value: Option<impl Serialize>) {
        // Records always serialise.
        self.optional(field, &value.map(|value| serde_json::to_string(&value).unwrap_or_default()));
    }
}

fn document(record: &DocumentRecord) -> Row<'_> {
    let DocumentRecord {
        id,
        kind,
        title,
        author,
        container_title,
        publisher,
        issued,
        url,
        language,
        rights,
        reliability,
        text,
        note,
        attributes,
    } = record;
    let mut row = Row::new(attributes);
    row.text(F::Id, id);
    row.text(F::Type, kind);
    row.text(F::Title, title);
    authors(&mut row, author);
    row.optional(F::ContainerTitle, container_title);
    row.optional(F::Publisher, publisher);
    row.date(F::Issued, issued.as_ref());
    row.optional(F::Url, url);
    row.optional(F::Language, language);
    row.optional(F::Rights, rights);
    row.optional(F::Reliability, reliability);
    row.json(F::Text, text.as_ref());
    row.optional(F::Note, note);
    row
}

/// `Family, Given; …`, or JSON where that would not come back.
fn authors(row: &mut Row<'_>, names: &[NameRecord]) {
    let shown = |name: &NameRecord| match name {
        NameRecord { family: Some(family), given: Some(given), literal: None } => {
            format!("{family}, {given}")
        }
        NameRecord { family: _, given: _, literal } => literal.clone().unwrap_or_default(),
    };
    let plain = join(&names.iter().map(shown).collect::<Vec<_>>());
    if names.is_empty() {
        row.nothing(F::Author);
    } else if Mapping::new(TableKind::Documents).names(&plain) == names {
        row.text(F::Author, plain);
    } else {
        row.json(F::Author, Some(names));
    }
}

fn excerpt(record: &ExcerptRecord) -> Row<'_> {
    let ExcerptRecord {
        id,
        document,
        paragraph,
        selector,
        gloss,
        voice,
        speaker,
        credibility,
        note,
        attributes,
    } = record;
    let mut row = Row::new(attributes);
    row.text(F::Id, id);
    row.text(F::Document, document);
    row.shown(F::Paragraph, *paragraph);
    selectors(&mut row, selector);
    row.text(F::Gloss, gloss);
    row.word(F::Voice, voice);
    row.optional(F::Speaker, speaker);
    row.shown(F::Credibility, *credibility);
    row.optional(F::Note, note);
    row
}

/// A quotation, a position and a page in columns of their own, in this order; else JSON.
fn selectors(row: &mut Row<'_>, selectors: &[SelectorRecord]) {
    let mut rest = selectors;
    let (mut quote, mut position, mut page) = (None, None, None);
    if let [SelectorRecord::TextQuoteSelector { exact, prefix, suffix }, after @ ..] = rest {
        (quote, rest) = (Some((exact, prefix, suffix)), after);
    }
    let most = u32::MAX as usize;
    if let [SelectorRecord::TextPositionSelector { start, end }, after @ ..] = rest
        && *end <= most
    {
        (position, rest) = (Some((start, end)), after);
    }
    if let [SelectorRecord::FragmentSelector { value, conforms_to }, after @ ..] = rest
        && conforms_to == PAGES
    {
        page = value.strip_prefix("page=").filter(|page| !page.trim().is_empty());
        rest = if page.is_some() { after } else { rest };
    }
    let is_whole = rest.is_empty();
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let quote = quote.filter(|_| is_whole);
    row.optional(F::Quote, &quote.map(|(exact, ..)| exact.to_string()));
    row.optional(F::Prefix, &quote.and_then(|(_, prefix, _)| some(prefix)));
    row.optional(F::Suffix, &quote.and_then(|(.., suffix)| some(suffix)));
    let position = position.filter(|_| is_whole);
    row.shown(F::PositionStart, position.map(|(start, _)| start));
    row.shown(F::PositionEnd, position.map(|(_, end)| end));
    row.shown(F::Page, page.filter(|_| is_whole));
    row.json(F::Selector, Some(selectors).filter(|_| !is_whole));
}

fn actor(record: &ActorRecord) -> Row<'_> {
    let ActorRecord { id, kind, name, short, also, part_of, office, note, viz, attributes } = record;
    let mut row = Row::new(attributes);
    row.text(F::Id, id);
    row.word(F::Kind, kind);
    row.text(F::Name, name);
    row.optional(F::Short, short);
    row.list(F::Also, also);
    let plain = |part: &PartOfRecord| match part {
        PartOfRecord { actor, period: None, evidence, note: None } if evidence.is_empty() => {
            Some(actor.clone())
        }
        PartOfRecord { .. } => None,
    };
    match part_of.iter().map(plain).collect::<Option<Vec<String>>>() {
        Some(keys) => row.list(F::PartOf, &keys),
        None => row.json(F::PartOf, Some(part_of)),
    }
    row.json(F::Office, Some(office).filter(|office| !office.is_empty()));
    row.optional(F::Note, note);
    looks(&mut row, viz.as_ref());
    row
}

/// Where and how another program shows it.
fn looks(row: &mut Row<'_>, viz: Option<&VizRecord>) {
    let none = VizRecord::default();
    let VizRecord { x, y, z, size, colour, opacity, shape } = viz.unwrap_or(&none);
    row.shown(F::X, *x);
    row.shown(F::Y, *y);
    row.shown(F::Z, *z);
    row.shown(F::Size, *size);
    row.optional(F::Colour, colour);
    row.shown(F::Opacity, *opacity);
    row.optional(F::Shape, shape);
}

fn instrument(record: &InstrumentRecord) -> Row<'_> {
    let InstrumentRecord { id, kind, name, short, also, period, evidence, note, viz, attributes } = record;
    let mut row = Row::new(attributes);
    row.text(F::Id, id);
    row.word(F::Kind, kind);
    row.text(F::Name, name);
    row.optional(F::Short, short);
    row.list(F::Also, also);
    row.date(F::Period, period.as_ref());
    row.list(F::Evidence, evidence);
    row.optional(F::Note, note);
    looks(&mut row, viz.as_ref());
    row
}

fn relationship(record: &RelationshipRecord) -> Row<'_> {
    let RelationshipRecord { id, kind, from, to, mutual, label, period, evidence, note, attributes } = record;
    let mut row = Row::new(attributes);
    row.text(F::Id, id);
    row.word(F::Kind, kind);
    row.text(F::From, from);
    row.text(F::To, to);
    row.text(F::Mutual, if *mutual { "yes" } else { "no" });
    row.optional(F::Label, label);
    row.date(F::Period, period.as_ref());
    row.list(F::Evidence, evidence);
    row.optional(F::Note, note);
    row
}

fn event(record: &EventRecord) -> Row<'_> {
    let EventRecord { id, label, code, from, to, date, score, sources, evidence, note, attributes } = record;
    let mut row = Row::new(attributes);
    row.text(F::Id, id);
    row.date(F::Date, Some(date));
    row.text(F::From, from);
    row.text(F::To, to);
    row.text(F::Code, code);
    row.text(F::Label, label);
    row.shown(F::Score, *score);
    row.shown(F::Sources, *sources);
    row.list(F::Evidence, evidence);
    row.optional(F::Note, note);
    row
}

/// The columns of attributes, in the order in which they appear, with the header of each.
#[derive(Default)]
struct Columns {
    headers: Vec<String>,
    places: HashMap<String, usize>,
}

impl Columns {
    fn add(&mut self, attributes: &[AttributeRecord]) {
        for attribute in attributes {
            let header = cells::attribute_header(&attribute.name, attribute.kind);
            let is_new = !self.places.contains_key(&header);
            if is_new && self.headers.len() < MOST && comes_back(attribute) {
                self.places.insert(header.clone(), self.headers.len());
                self.headers.push(header);
            }
        }
    }

    /// The cells of a row's attributes, if all of them come back from these columns, and in their order.
    fn cells(&self, attributes: &[AttributeRecord]) -> Option<Vec<String>> {
        let mut cells = vec![String::new(); self.headers.len()];
        let mut next = 0;
        for attribute in attributes {
            let header = cells::attribute_header(&attribute.name, attribute.kind);
            let place = *self.places.get(&header).filter(|&&place| place >= next && comes_back(attribute))?;
            *cells.get_mut(place)? = cells::to_cell(&attribute.value).into_owned();
            next = place + 1;
        }
        Some(cells)
    }
}

/// Whether an attribute is the same when it is read from a column of its own.
fn comes_back(own: &AttributeRecord) -> bool {
    let header = cells::attribute_header(&own.name, own.kind);
    let (name, kind) = cells::of_attribute_header(&header);
    attribute(name, kind, own.value.clone()) == *own
}

/// Goes through the rows of a table.
type EachRow<'e> = &'e mut dyn FnMut(&mut dyn FnMut(&Row<'_>) -> io::Result<()>) -> io::Result<()>;

/// What is to be known of all rows of a table before the first is written.
#[derive(Default)]
struct Survey {
    count: u64,
    /// The fields that all rows have, with whether anything stands in them.
    fields: Vec<(F, bool)>,
    columns: Columns,
}

impl Survey {
    fn add(&mut self, row: &Row<'_>) {
        self.count += 1;
        if self.fields.is_empty() {
            self.fields.extend(row.cells.iter().map(|(field, _)| (*field, false)));
        }
        for ((_, is_used), (_, cell)) in self.fields.iter_mut().zip(&row.cells) {
            *is_used |= !cell.is_empty();
        }
        self.columns.add(row.attributes);
    }
}

/// Writes a table of rows that have the same fields, if there is any. Columns in which nothing stands are left out.
fn csv(zip: &mut ZipWriter<Cursor<Vec<u8>>>, kind: TableKind, each: EachRow<'_>) -> io::Result<()> {
    let mut survey = Survey::default();
    each(&mut |row| {
        survey.add(row);
        Ok(())
    })?;
    if survey.count == 0 {
        return Ok(());
    }
    let Survey { fields, columns, .. } = survey;
    let mut has_json = false;
    each(&mut |row| {
        has_json = has_json || columns.cells(row.attributes).is_none();
        Ok(())
    })?;
    // Times are those of no day, so that the same dataset has the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    zip.start_file(format!("{kind}.csv"), options)?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(zip);
    let used: Vec<usize> =
        (0..fields.len()).filter(|&nth| fields.get(nth).is_some_and(|(_, is)| *is)).collect();
    let own = used.iter().filter_map(|&nth| fields.get(nth)).map(|(field, _)| field.word().to_owned());
    let headers = columns.headers.iter().map(|header| cells::to_cell(header).into_owned());
    let json = has_json.then(|| F::Attributes.word().to_owned());
    writer.write_record(own.chain(headers).chain(json).collect::<Vec<String>>())?;
    each(&mut |row| {
        let own = used.iter().filter_map(|&nth| row.cells.get(nth)).map(|(_, cell)| cell.clone());
        let (in_columns, in_json) = match columns.cells(row.attributes) {
            Some(cells) => (cells, String::new()),
            None => (vec![String::new(); columns.headers.len()], serde_json::to_string(row.attributes)?),
        };
        let json = has_json.then_some(in_json);
        Ok(writer.write_record(own.chain(in_columns).chain(json).collect::<Vec<String>>())?)
    })?;
    writer.flush()
}
