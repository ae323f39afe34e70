//! Which format a text is in: by its content first, then by its name.

use std::path::Path;

use serde::de::IgnoredAny;

use super::Format;
use super::error::ExchangeError;
use super::table::objects;

/// Tells the format of a text by its beginning and the name of its file.
///
/// # Errors
/// Where it is empty, or looks like nothing that is read.
pub fn format_of(name: &str, head: &str) -> Result<Format, ExchangeError> {
    let text = head.trim_start();
    if text.is_empty() {
        return Err(ExchangeError::file(name, "is empty", "export it again from where it comes"));
    }
    let told = match text.chars().next() {
        Some('<') => Some(xml(name, text)?),
        Some('{' | '[') => json(text),
        Some('@' | '%') => Some(Format::BibTex),
        _ if text.lines().any(is_entry) => Some(Format::BibTex),
        _ => table(text),
    };
    let by_name = || Format::of_name(Path::new(name)).into_iter().find(|format| format.is_read());
    told.or_else(by_name).ok_or_else(|| {
        let hint = format!("name its format with --from, one of {}", readable());
        ExchangeError::file(name, "is in no format that is told by its content or its name", hint)
    })
}

/// The names of the formats that are read.
pub fn readable() -> String {
    let words = Format::ALL.iter().filter(|format| format.is_read()).map(|format| format.word());
    words.collect::<Vec<_>>().join(", ")
}

/// The names of the formats that are written.
pub fn writable() -> String {
    let words = Format::ALL.iter().filter(|format| format.is_written()).map(|format| format.word());
    words.collect::<Vec<_>>().join(", ")
}

/// By the root element.
fn xml(name: &str, text: &str) -> Result<Format, ExchangeError> {
    let root = root(text).unwrap_or_default();
    match root.rsplit(':').next().unwrap_or_default() {
        "gexf" => Ok(Format::Gexf),
        "graphml" => Ok(Format::GraphMl),
        "html" | "HTML" => {
            Err(ExchangeError::file(name, "is a web page", "download the data file that the page links to"))
        }
        other => Err(ExchangeError::file(
            name,
            format!("is XML of another kind (<{other}>)"),
            "read are GEXF and GraphML",
        )),
    }
}

/// The name of the first element, past declarations and comments.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->")?..];
        } else if !rest.starts_with(['?', '!']) {
            return rest.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next();
        }
    }
}

/// By the names of the outermost fields, those of the first object of a list, and words that only one format has.
fn json(text: &str) -> Option<Format> {
    if is_several(text) {
        return Some(Format::Ndjson);
    }
    let keys = outer_keys(text);
    let has = |key: &str| keys.iter().any(|each| each == key);
    // The first two words begin a file of CX 1, whose reader tells what to do about it.
    if has("numberVerification") || has("metaData") || has("CXVersion") {
        Some(Format::Cx2)
    } else if has("format") && text.contains("detente/") {
        Some(Format::Detente)
    } else if objects::has_ends(&keys) && !has("@context") && !has("motivation") {
        Some(Format::Ndjson)
    } else if is_annotation(&has, text) {
        Some(Format::WebAnnotation)
    } else if has("graph") && !has("nodes") || has("graphs") {
        Some(Format::JsonGraph)
    } else if has("elements") || (has("nodes") && ["links", "edges", "multigraph"].into_iter().any(has)) {
        Some(Format::NodeLink)
    } else if has("excerpts") || has("actors") {
        Some(Format::Detente)
    } else if has("items") || (has("type") && (has("title") || has("issued") || has("author") || has("id"))) {
        Some(Format::CslJson)
    } else if text.starts_with('[') && !keys.is_empty() {
        Some(Format::Ndjson)
    } else {
        None
    }
}

/// Whether another object follows the first one, as in no text that is JSON as a whole.
fn is_several(text: &str) -> bool {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let is_object = text.starts_with('{') && matches!(values.next(), Some(Ok(_)));
    is_object && text.get(values.byte_offset()..).is_some_and(|rest| rest.trim_start().starts_with('{'))
}

/// Whether the fields are those of an annotation, of a collection of them, or of an export of Hypothesis.
fn is_annotation(has: &impl Fn(&str) -> bool, text: &str) -> bool {
    let is_one = has("target") && (has("body") || has("uri"));
    let has_some = (has("rows") || has("annotations")) && text.contains("\"target\"");
    has("@context") || has("motivation") || is_one || has_some
}

/// The names of the fields of the outermost object, or of the first object of the outermost list, as far as the text goes.
fn outer_keys(text: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let (mut depth, mut wanted) = (0_usize, usize::from(text.starts_with('[')) + 1);
    let mut string: Option<String> = None;
    let mut last: Option<String> = None;
    let mut is_escaped = false;
    for c in text.chars() {
        if let Some(inside) = &mut string {
            match c {
                _ if is_escaped => {
                    is_escaped = false;
                    inside.push(c);
                }
                '\\' => is_escaped = true,
                '"' => last = string.take(),
                c => inside.push(c),
            }
            continue;
        }
        match c {
            '"' => string = Some(String::new()),
            ':' if depth == wanted => keys.extend(last.take()),
            '{' | '[' => depth += 1,
            '}' | ']' => {
                // Of a list, only the first object.
                if depth == wanted && wanted == 2 {
                    wanted = usize::MAX;
                }
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    keys
}

/// Whether a line begins an entry of BibTeX: `@article{key,`.
fn is_entry(line: &str) -> bool {
    let word = line
        .trim_start()
        .strip_prefix('@')
        .and_then(|rest| rest.split_once('{'))
        .map(|(word, _)| word.trim());
    word.is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// By the header, or by the first row where there is none.
fn table(text: &str) -> Option<Format> {
    let line = text.lines().next()?;
    let tabs: Vec<&str> = line.split('\t').collect();
    let digits = |field: Option<&&str>, count: Option<usize>| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        field.is_some_and(|field| digits(field) && count.is_none_or(|count| field.len() == count))
    };
    let is_gdelt_row =
        matches!(tabs.len(), 57 | 58 | 61) && digits(tabs.first(), None) && digits(tabs.get(1), Some(8));
    let upper = line.to_uppercase();
    let has = |name: &str| upper.contains(name);
    if is_gdelt_row || has("GLOBALEVENTID") {
        Some(Format::Gdelt)
    } else if has("CAMEO CODE") && has("SOURCE NAME") && has("TARGET NAME") {
        Some(Format::Icews)
    } else if has("EVENT TYPE") && has("EVENT MODE") && has("INTENSITY") {
        Some(Format::Polecat)
    } else if tabs.len() > 1 || line.contains([',', ';', '|']) {
        Some(Format::Table)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_the_name() {
        let gdelt = ["1".to_owned(), "20250101".to_owned()].into_iter().chain((2..61).map(|n| n.to_string()));
        let gdelt = gdelt.collect::<Vec<_>>().join("\t");
        for (head, format) in [
            ("<?xml version=\"1.0\"?><!-- <graphml> -->\n<gexf version='1.3'>", Format::Gexf),
            ("<graphml xmlns=\"x\">", Format::GraphMl),
            ("{\"format\": \"detente/1\", \"id\": \"x\"", Format::Detente),
            ("[{\"CXVersion\": \"2.0\"}, {}]", Format::Cx2),
            ("[{\"numberVerification\": [{\"longNumber\": 281474976710655}]}, {}]", Format::Cx2),
            ("{\"graph\": {\"nodes\": {}}}", Format::JsonGraph),
            ("{\"directed\": true, \"graph\": {}, \"nodes\": [], \"links\": []}", Format::NodeLink),
            // The beginning of a large one.
            (
                "{\"directed\": false, \"multigraph\": false, \"graph\": {}, \"nodes\": [{\"id\"",
                Format::NodeLink,
            ),
            ("{\"data\": [], \"elements\": {\"nodes\": [], \"edges\": []}}", Format::NodeLink),
            ("{\"@context\": \"http://www.w3.org/ns/anno.jsonld\"", Format::WebAnnotation),
            ("[{\"id\": \"a\", \"type\": \"book\", \"author\": [{\"family\": \"graph\"}]}]", Format::CslJson),
            ("\n@article{a, title = {x}}", Format::BibTex),
            ("My list, of 2025\n\n@book{a, title = {x}}", Format::BibTex),
            ("[{\"id\": \"x\", \"uri\": \"u\", \"text\": \"t\", \"target\": []}]", Format::WebAnnotation),
            ("{\"format\": \"detente/1\", \"id\": \"x\"}\n{\"actor\": {}}", Format::Ndjson),
            ("{\"id\": \"x\", \"type\": \"book\", \"title\": \"x\"}\r\n{\"id\": \"y\"}", Format::Ndjson),
            (
                "{\"date\": \"2024\", \"Source\": \"NZL\", \"Target\": \"AUS\", \"uri\": \"a\"}",
                Format::Ndjson,
            ),
            ("[{\"type\": \"visit\", \"id\": \"1\", \"from\": \"NZL\", \"to\": \"AUS\"}]", Format::Ndjson),
            ("[ {\"code\": \"NZL\", \"population\": 5}", Format::Ndjson),
            ("{\"total\": 1, \"rows\": [{\"target\": []}]}", Format::WebAnnotation),
            (gdelt.as_str(), Format::Gdelt),
            ("\"GLOBALEVENTID\",\"SQLDATE\"", Format::Gdelt),
            ("Event ID\tEvent Date\tSource Name\tCAMEO Code\tTarget Name", Format::Icews),
            ("Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity", Format::Polecat),
            ("from;to;kind\na;b;c", Format::Table),
        ] {
            assert_eq!(
                format_of("wrong.gexf", head).map_err(|error| error.to_string()),
                Ok(format),
                "{head}"
            );
        }
    }

    #[test]
    fn what_is_told_by_nothing_goes_by_its_name_or_is_refused() {
        assert_eq!(format_of("a.jgf", "x").ok(), Some(Format::JsonGraph));
        let told = |name: &str, head: &str| format_of(name, head).err().map(|error| error.to_string());
        assert!(told("a.txt2", "x").is_some_and(|told| told.contains("--from")));
        assert!(told("a.gexf", " \n").is_some_and(|told| told.contains("is empty")));
        assert!(told("a.gexf", "<!doctype html><html>").is_some_and(|told| told.contains("web page")));
        assert!(told("a.gexf", "<svg>").is_some_and(|told| told.contains("<svg>")));
    }
}
