//! From documents to citations.

use std::collections::HashSet;
use std::io::{self, Write};

use crate::dataset::record::{AttributeRecord, DocumentRecord};

use super::super::json::{Out, Pieces, fields};
use super::super::records::Records;
use super::{DATES, VARIABLES, date, own};

/// Writes it.
pub(crate) fn write(records: &dyn Records, out: &mut dyn Write) -> io::Result<()> {
    let mut file = Pieces::new(out, 2);
    file.list(None);
    records.documents(&mut |document| file.entry(&item(document)))?;
    file.finish()
}

fn item(document: &DocumentRecord) -> Out {
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
    } = document;
    let mut item = vec![
        ("id".to_owned(), Out::text(id)),
        ("type".to_owned(), Out::text(kind)),
        ("title".to_owned(), Out::text(title)),
    ];
    let mut field = |name: &str, value: Option<Out>| item.extend(value.map(|value| (name.to_owned(), value)));
    let words = |value: &Option<String>| value.as_deref().map(Out::text);
    field("author", (!author.is_empty()).then(|| Out::List(author.iter().map(Out::of).collect())));
    field("issued", issued.as_ref().map(date::write));
    field("container-title", words(container_title));
    field("publisher", words(publisher));
    field("URL", words(url));
    field("language", words(language));
    field("note", words(note));
    let mut seen = HashSet::new();
    let mut rest = Vec::new();
    for attribute in attributes {
        match variable(attribute).filter(|_| seen.insert(&attribute.name)) {
            Some(value) => field(&attribute.name, Some(value)),
            None => rest.push(attribute.clone()),
        }
    }
    let [rights_field, grade, source] = ["rights", "reliability", "text"].map(own);
    let mut custom = Vec::new();
    custom.extend(words(rights).map(|rights| (rights_field.clone(), rights)));
    custom.extend(words(reliability).map(|reliability| (grade.clone(), reliability)));
    custom.extend(text.as_ref().map(|text| (source.clone(), Out::of(text))));
    custom.extend(fields(&rest, None, &[rights_field.as_str(), grade.as_str(), source.as_str()]));
    field("custom", (!custom.is_empty()).then_some(Out::Object(custom)));
    Out::Object(item)
}

/// The value of an attribute that is a variable of CSL; `None` where it is none, or would not come back.
fn variable(attribute: &AttributeRecord) -> Option<Out> {
    let name = attribute.name.as_str();
    if DATES.contains(&name) && attribute.kind.is_none() {
        return Some(date::write_words(&attribute.value));
    }
    if !VARIABLES.contains(&name) {
        return None;
    }
    let own = fields(std::slice::from_ref(attribute), None, &[]);
    own.into_iter().find(|(field, _)| field == name).map(|(_, value)| value)
}
