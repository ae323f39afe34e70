//! From citations to documents.

use crate::dataset::Edtf;
use crate::dataset::record::DocumentRecord;

use super::super::bibliography::{
    Documents, cleaned, described, document, head, reliability, said, text_record,
};
use super::super::error::ExchangeError;
use super::super::graph::text;
use super::super::import::Context;
use super::super::input::Part;
use super::super::json::{Json, Raw, Reading, text_of};
use super::super::report::Report;
use super::{DATES, date, name, own};

/// The fields that a document has as well.
const FIELDS: &[&str] = &[
    "id",
    "type",
    "title",
    "author",
    "container-title",
    "publisher",
    "issued",
    "URL",
    "language",
    "note",
    "custom",
];

/// Reads it: a list of items, one item, or an object that has them in `items`.
pub(crate) fn read(part: &mut Part, context: &mut Context<'_>) -> Result<(), ExchangeError> {
    let (file, text) = (context.name, text_of(part, context)?);
    let whole = Raw::of(file, &text)?;
    let items = whole.get("items").unwrap_or(whole);
    if !items.is_list() {
        items.must_be_object(file, "$")?;
    }
    let mut documents = Documents::default();
    context.sink.head(head(&part.name));
    for item in items.each() {
        let item = item.json(context.report);
        context.report.read("item", 1);
        if !item.is_object() {
            context.report.dropped("item", "it is no object", item.line, item.to_json());
            continue;
        }
        let id = item.get("id").and_then(Json::name);
        let row = of_item(&item, context.report);
        if let Some(row) = documents.add(id, row, item.line, context.report) {
            context.sink.document(row).map_err(|error| ExchangeError::io(file, &error))?;
        }
    }
    context.report.kept("document", documents.count());
    Ok(())
}

/// The document that an item describes, without a key.
fn of_item(item: &Json<'_>, report: &mut Report) -> DocumentRecord {
    let field = |name: &str| item.get(name).and_then(words);
    let kind = field("type").unwrap_or_else(|| {
        report.changed("item", "it has no type; it is a document", item.line, item.to_json());
        "document".to_owned()
    });
    let title = field("title").unwrap_or_else(|| {
        report.changed("item", "it has no title; one in brackets says what it is", item.line, item.to_json());
        described(&kind)
    });
    let mut row = document(kind, title);
    row.author = item.get("author").map(|names| name::read(names, report)).unwrap_or_default();
    row.container_title = field("container-title");
    row.publisher = field("publisher");
    row.url = field("URL");
    row.language = field("language");
    row.note = field("note");
    if let Some(issued) = item.get("issued") {
        match date::read(issued).map(|text| Edtf::parse(&text).map_err(|_| text)) {
            Some(Ok(date)) => row.issued = Some(date),
            Some(Err(words)) => {
                report.changed("date", "it is no date; its words stay in an attribute", issued.line, &words);
                row.attributes.push(text("issued", words));
            }
            None => {
                report.changed(
                    "date",
                    "it is no date; it stays in an attribute",
                    issued.line,
                    issued.to_json(),
                );
                row.attributes.push(text("issued", issued.to_json()));
            }
        }
    }
    let mut rest = Reading::default();
    for (name, value) in item.fields().iter().filter(|(name, _)| !FIELDS.contains(&name.as_ref())) {
        match date::read(value).filter(|_| DATES.contains(&name.as_ref())) {
            Some(date) => rest.attributes.push(text(name.as_ref(), date)),
            None => rest.attribute(name, value, report),
        }
    }
    row.attributes.extend(rest.attributes);
    match item.get("custom") {
        Some(custom) if custom.is_object() => of_custom(custom, &mut row, report),
        Some(custom) => row.attributes.push(text("custom", custom.to_json())),
        None => {}
    }
    row.attributes = cleaned(row.attributes);
    row
}

/// Takes what CSL has no variable for.
fn of_custom(custom: &Json<'_>, row: &mut DocumentRecord, report: &mut Report) {
    let [rights, grade, source] = ["rights", "reliability", "text"].map(own);
    row.rights = custom.get(&rights).and_then(words);
    row.reliability = custom.get(&grade).and_then(Json::text).and_then(reliability);
    row.text = custom.get(&source).and_then(|text| text_record(&text.to_json()));
    let wrong = [(&grade, row.reliability.is_none()), (&source, row.text.is_none())];
    for (name, value) in
        wrong.iter().filter(|(_, is_wrong)| *is_wrong).filter_map(|(name, _)| Some((name, custom.get(name)?)))
    {
        report.dropped(
            "field",
            "its value makes no sense",
            value.line,
            format!("{name}: {}", value.to_json()),
        );
    }
    let rest = Reading::of(custom, &[&rights, &grade, &source], report);
    row.attributes.extend(rest.attributes);
}

/// The text of a field; of a list of texts, as some registries of DOIs give titles, the first.
fn words(value: &Json<'_>) -> Option<String> {
    let one = value.list().map_or(Some(value), <[_]>::first)?;
    one.name().as_deref().and_then(said)
}
