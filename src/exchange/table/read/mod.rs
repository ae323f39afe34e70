//! From tables to records. Tables that others refer to are read first: documents, actors and instruments, excerpts, ties.
//! Rows are handed on one by one, but for actors that are part of others or hold an office, and instruments that something
//! proves: those wait on disk until all is read.

mod nodes;
mod sources;
mod ties;
mod told;
mod waiting;

use std::collections::HashSet;
use std::io;

use crate::dataset::check::is_slug;
use crate::dataset::record::{AttributeRecord, SeriesRecord};
use crate::dataset::suggest::nearest;

use super::super::error::ExchangeError;
use super::super::graph::{OWN, join, text};
use super::super::import::{Context, note_encoding};
use super::super::input::{Part, Source};
use super::super::keys::{Keys, slug};
use super::super::report::Report;
use super::super::sink::{Head, Sink};
use super::mapping::{Filled, Mapping, Mappings};
use super::objects::Objects;
use super::rows::Rows;
use super::{Field, Preview, TableKind, cells};
use nodes::Nodes;
use sources::Sources;
use told::{Plan, Told};
use waiting::Known;

pub(super) use sources::PAGES;
pub(super) use told::attribute;

/// A table of a file.
struct Table {
    part: Part,
    mapping: Mapping,
    /// Whether its rows are objects of JSON.
    is_of_objects: bool,
}

/// Reads the tables of a file.
pub(in crate::exchange) fn read(source: Source, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let tables = tables(source, context)?;
    let kinds: Vec<&str> = tables.iter().map(|table| table.mapping.table.word()).collect();
    let form = if tables.iter().all(|table| table.is_of_objects) { "JSON objects" } else { "table" };
    context.report.format = format!("{form} of {}", kinds.join(", "));
    let mut reader = Reader::new(context);
    for table in tables {
        reader.table(table)?;
    }
    reader.finish()
}

/// The tables of a file, in the order in which they are read, each with how it is read.
fn tables(source: Source, context: &mut Context<'_>) -> Result<Vec<Table>, ExchangeError> {
    let name = context.name;
    let is_one = source.parts.len() == 1;
    let mut told = match &context.options.mappings {
        Some(Mappings::Files(files)) => Some(named(name, &source.parts, files)?),
        Some(Mappings::Any(_)) | None => None,
    };
    let mut tables = Vec::new();
    let mut unfit = None;
    for mut part in source.parts {
        let preview = Preview::of_part(name, &mut part)?;
        if preview.headers.is_empty() {
            context.report.dropped("file", "it is empty", 0, &part.name);
            continue;
        }
        let shown = if is_one { name.to_owned() } else { format!("{name}: {}", part.name) };
        let mapping = match (&mut told, &context.options.mappings) {
            (Some(told), _) => match told.iter().position(|(file, _)| *file == part.name) {
                Some(at) => split_as_guessed(told.remove(at).1, &preview),
                None => {
                    context.report.dropped("file", "the mapping does not name it", 0, &part.name);
                    continue;
                }
            },
            (None, Some(Mappings::Any(mapping))) => fitting(&preview, mapping, is_one),
            (None, _) => preview.mapping.clone(),
        };
        let preview = preview.split_as(&mapping);
        match mapping.check(&shown, &preview.headers) {
            Ok(()) => tables.push(Table { part, mapping, is_of_objects: preview.is_of_objects() }),
            Err(error) if is_one || told.is_some() => return Err(error),
            Err(error) => {
                context.report.dropped("file", "no table is made of it", 0, error.to_string());
                unfit.get_or_insert(error);
            }
        }
    }
    if tables.is_empty() {
        let empty = || ExchangeError::file(name, "is empty", "export it again from where it comes");
        return Err(unfit.unwrap_or_else(empty));
    }
    if let Some(Mappings::Any(mapping)) = &context.options.mappings
        && !tables.iter().any(|table| table.mapping.fields == mapping.fields)
    {
        let hint = "check the names of its columns, or unpack the file and read one table of it";
        return Err(ExchangeError::file(name, "holds no table that has all columns of the mapping", hint));
    }
    tables.sort_by_key(|table| match table.mapping.table {
        TableKind::Dataset => 0,
        TableKind::Documents => 1,
        TableKind::Actors => 2,
        TableKind::Instruments => 3,
        TableKind::Excerpts => 4,
        TableKind::Relationships => 5,
        TableKind::Events => 6,
    });
    Ok(tables)
}

/// The mappings of files by their names, which must be among those that are there. The only file may have another.
fn named(
    name: &str,
    parts: &[Part],
    files: &[(String, Mapping)],
) -> Result<Vec<(String, Mapping)>, ExchangeError> {
    if let ([part], [(_, mapping)]) = (parts, files) {
        return Ok(vec![(part.name.clone(), mapping.clone())]);
    }
    let names = || parts.iter().map(|part| part.name.as_str());
    match files.iter().find(|(file, _)| names().all(|name| name != file)) {
        None => Ok(files.to_vec()),
        Some((file, _)) => {
            let hint = nearest(file, names()).map(|near| format!("did you mean {near}?"));
            let hint = hint.unwrap_or_else(|| format!("it holds {}", names().collect::<Vec<_>>().join(", ")));
            Err(ExchangeError::file(name, format!("does not hold {file}, which the mapping names"), hint))
        }
    }
}

/// A mapping with the delimiter that the table looks to have, where it does not say which.
fn split_as_guessed(mut mapping: Mapping, preview: &Preview) -> Mapping {
    mapping.delimiter = mapping.delimiter.or(preview.mapping.delimiter);
    mapping
}

/// How a table is read: as it was told, if that is for this one, else as it looks.
fn fitting(preview: &Preview, told: &Mapping, is_one: bool) -> Mapping {
    let headers = preview.split_as(told).headers;
    let has_all = told.fields.iter().all(|(_, filled)| match filled {
        Filled::Column(column) => headers.contains(column),
        Filled::Constant(_) => true,
    });
    if is_one || has_all { split_as_guessed(told.clone(), preview) } else { preview.mapping.clone() }
}

/// Makes records of rows.
struct Reader<'a, 'c> {
    name: &'c str,
    sink: &'a mut dyn Sink,
    report: &'a mut Report,
    keys: Keys,
    nodes: Nodes,
    sources: Sources,
    head: Option<Head>,
    has_ties: bool,
}

impl<'a, 'c> Reader<'a, 'c> {
    fn new(context: &'a mut Context<'c>) -> Self {
        Self {
            name: context.name,
            sink: &mut *context.sink,
            report: &mut *context.report,
            keys: Keys::default(),
            nodes: Nodes::default(),
            sources: Sources::default(),
            head: None,
            has_ties: false,
        }
    }

    fn table(&mut self, table: Table) -> Result<(), ExchangeError> {
        let Table { mut part, mapping, is_of_objects } = table;
        let file = part.name.clone();
        self.sources.begin(&file);
        let count = match is_of_objects {
            true => self.objects(&mut part, &mapping)?,
            false => self.cells(&mut part, &mapping)?,
        };
        self.report.read("row", count);
        if count == 0 {
            let what = if mapping.has_header && !is_of_objects { "a header and no rows" } else { "no rows" };
            self.report.note(format!("{file} has {what}"));
        }
        note_encoding(&part, self.report);
        Ok(())
    }

    /// Reads rows of cells, and counts them.
    fn cells(&mut self, part: &mut Part, mapping: &Mapping) -> Result<u64, ExchangeError> {
        let file = part.name.clone();
        let mut rows = Rows::new(self.name, part, mapping.delimiter.unwrap_or_default())?;
        let Some(first) = rows.next()? else { return Ok(0) };
        let headers = match mapping.has_header {
            true => cells::headers(first.cells.iter()),
            false => cells::headers(std::iter::repeat_n("", first.cells.len())),
        };
        if let Some(doubt) = mapping.doubt(&headers) {
            self.report.note(format!("{file}: {doubt}"));
        }
        let plan = Plan::new(mapping, &headers);
        let mut count = 0_u64;
        // Without a header, the first row is one like the others.
        let mut is_read = !mapping.has_header;
        while let Some(row) = if std::mem::take(&mut is_read) { rows.last() } else { rows.next()? } {
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            count += 1;
            self.shape(&headers, row.cells.len(), row.line, row.cells.iter().next().unwrap_or_default());
            if row.is_unclosed {
                let reason = "a quotation mark in it is never closed, so that it runs to the end of the file";
                self.report.changed("row", reason, row.line, row.cells.iter().next().unwrap_or_default());
            }
            self.row(Told { plan: &plan, row: row.cells, kinds: &[], line: row.line })?;
        }
        Ok(count)
    }

    /// Reads rows that are objects, and counts them, with those that cannot be read.
    fn objects(&mut self, part: &mut Part, mapping: &Mapping) -> Result<u64, ExchangeError> {
        let mut objects = Objects::new(self.name, part)?;
        let mut plan = Plan::new(mapping, &[]);
        let mut width = 0;
        while let Some(row) = objects.next(self.report)? {
            if row.columns.len() > width {
                plan = Plan::new(mapping, row.columns);
                width = row.columns.len();
            }
            self.row(Told { plan: &plan, row: row.cells, kinds: row.kinds, line: row.line })?;
        }
        Ok(objects.count())
    }

    fn row(&mut self, told: Told<'_>) -> Result<(), ExchangeError> {
        let done = match told.plan.mapping.table {
            TableKind::Events => self.event(told),
            TableKind::Relationships => self.relationship(told),
            TableKind::Actors => self.actor(told),
            TableKind::Instruments => self.instrument(told),
            TableKind::Excerpts => self.excerpt(told),
            TableKind::Documents => self.document(told),
            TableKind::Dataset => self.dataset(told),
        };
        done.map_err(|error| ExchangeError::io(self.name, &error))
    }

    /// Tells of a row that has not as many cells as the header.
    fn shape(&mut self, headers: &[String], cells: usize, line: u64, first: &str) {
        if cells < headers.len() {
            let reason = "it has fewer cells than the header; the rest is taken for empty";
            self.report.changed("row", reason, line, first);
        } else if cells > headers.len() {
            self.report.changed(
                "row",
                "it has more cells than the header; the rest is left out",
                line,
                first,
            );
        }
    }

    /// What the dataset says of itself.
    fn dataset(&mut self, told: Told<'_>) -> io::Result<()> {
        let title = told.text(Field::Title);
        let (of, toward) = (told.word(Field::Of), told.list(Field::Toward));
        if self.head.is_some() {
            self.report.dropped(
                "row",
                "a dataset has one row that says what it is",
                told.line,
                title.unwrap_or_default(),
            );
            return Ok(());
        }
        self.head = Some(Head {
            id: told.word(Field::Id).unwrap_or_default().to_owned(),
            title: title.unwrap_or_default(),
            description: told.text(Field::Description),
            series: of.map(|of| SeriesRecord { of: of.to_owned(), toward }),
        });
        Ok(())
    }

    fn finish(mut self) -> Result<(), ExchangeError> {
        self.head();
        let Self { name, sink, report, keys, mut nodes, sources, has_ties, .. } = self;
        let shelf = std::mem::take(&mut nodes.waiting);
        let known = Known { nodes: &nodes, sources: &sources, keys: &keys };
        waiting::finish(shelf, known, report, sink).map_err(|error| ExchangeError::io(name, &error))?;
        let (actors, instruments) = nodes.counts;
        report.kept("actor", actors);
        if instruments > 0 {
            report.kept("instrument", instruments);
        }
        if has_ties && !sources.has_excerpts() {
            report.note("there are no excerpts, so nothing proves these ties: a column with the address or a quotation of the source makes some");
        }
        Ok(())
    }

    /// The title is that of the table of the dataset, or the name of the file.
    fn head(&mut self) {
        let Head { id, title, description, series } = self.head.take().unwrap_or_default();
        let file = self.name.rsplit(['/', '\\']).next().unwrap_or(self.name);
        let stem = file.split('.').find(|part| !part.is_empty()).unwrap_or("table");
        let title = if title.trim().is_empty() { stem.to_owned() } else { title };
        let id = if is_slug(&id) { id } else { slug(&title).unwrap_or_else(|| "table".to_owned()) };
        let series = series.and_then(|SeriesRecord { of, toward }| {
            let found = self.nodes.actor_key(&of, &self.keys)?.to_owned();
            let poles =
                toward.iter().filter_map(|pole| self.nodes.actor_key(pole, &self.keys).map(str::to_owned));
            let poles: Vec<String> = poles.filter(|pole| *pole != found).collect();
            (!poles.is_empty()).then_some(SeriesRecord { of: found, toward: poles }).or_else(|| {
                self.report.dropped("series", "its actors are not in the tables", 0, of);
                None
            })
        });
        self.sink.head(Head { id, title, description, series });
    }

    /// A key for a row: its own if it has one that is free, else one made of `name`. What is not kept of its own key
    /// stays in an attribute.
    fn key(&mut self, told: Told<'_>, name: &str, attributes: &mut Vec<AttributeRecord>) -> String {
        let what = told.plan.mapping.table.row();
        let is_named = match told.plan.mapping.table {
            // No row names a tie or an event, and an excerpt is remembered where one may.
            TableKind::Events | TableKind::Relationships | TableKind::Excerpts => false,
            TableKind::Actors | TableKind::Instruments | TableKind::Documents | TableKind::Dataset => true,
        };
        let slug = |keys: &mut Keys, name: &str| match is_named {
            true => keys.slug(name, what),
            false => keys.slug_hashed(name, what),
        };
        let Some(own) = told.word(Field::Id) else { return slug(&mut self.keys, name) };
        let take = if is_named { Keys::take } else { Keys::take_hashed };
        if is_slug(own) && take(&mut self.keys, own) {
            return own.to_owned();
        }
        if is_slug(own) {
            let reason = "its key is there twice; this one gets another";
            self.report.changed(what, reason, told.line, own);
        }
        let key = slug(&mut self.keys, own);
        if own != name && !attributes.iter().any(|attribute| attribute.name == "id") {
            attributes.push(text("id", super::super::graph::clean(own)));
        }
        key
    }

    /// The keys of the excerpts that a row names. Those that are not there stay in an attribute, so that they are found
    /// when the dataset with the excerpts is merged.
    fn evidence(&mut self, told: Told<'_>, attributes: &mut Vec<AttributeRecord>) -> Vec<String> {
        let (mut there, mut missing) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for name in told.list(Field::Evidence) {
            match self.sources.excerpt(&name, &self.keys) {
                Some(key) if seen.insert(key.to_owned()) => there.push(key.to_owned()),
                Some(_) => {}
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            let reason = "it names excerpts that are not there; their keys stay in an attribute";
            self.report.changed(told.plan.mapping.table.row(), reason, told.line, missing.join(", "));
            attributes.push(text(format!("{OWN}evidence"), join(&missing)));
        }
        there
    }

    /// Tells of a value that cannot be used, and keeps it as an attribute.
    fn misfit(
        &mut self,
        told: Told<'_>,
        field: Field,
        why: &'static str,
        attributes: &mut Vec<AttributeRecord>,
    ) {
        let Some(value) = told.text(field) else { return };
        self.report.changed("value", why, told.line, format!("{field}: {value}"));
        attributes.push(text(told.plan.name(field), value));
    }
}
