//! From the bytes of a file to a [`Dataset`], or to a report of all that is wrong with it.
//!
//! The steps, each of which needs the one before: bytes are UTF-8 text ([`super::syntax`]), text is JSON
//! (the same), JSON has the shape of the format ([`super::structure`]), the records make sense together
//! ([`super::check`]), keys become ids ([`super::resolve`]). The last three look at the whole file, so that
//! one run tells everything.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use jsonc_parser::ast::{Object, Value};

use super::codes::Code;
use super::diagnostic::{Finding, Report};
use super::locate::{JsonPath, Tree, name_span, value_span};
use super::model::{Dataset, Origin};
use super::record::{DatasetRecord, FORMAT};
use super::source::sha256;
use super::suggest::quoted;
use super::{check, resolve, save, sound, structure, syntax};

/// The largest file that is read, in bytes. A thousand times the dataset of a long article.
pub const LARGEST: u64 = 512 << 20;

/// What came of reading a file.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The dataset; `None` exactly when the report has an error.
    pub dataset: Option<Dataset>,
    /// What is wrong with the file.
    pub report: Report,
}

/// Reads a dataset from the bytes of a file. `file_name` is what the report calls it.
pub fn load(file_name: &str, bytes: &[u8]) -> Loaded {
    let mut report = Report::new(file_name);
    let text = match syntax::text_of(bytes) {
        Ok(text) => text,
        Err(finding) => {
            match finding.at {
                Some(_) => {
                    // The byte at fault is shown as U+FFFD.
                    let text = format!("{}\u{fffd}", syntax::readable_part(bytes));
                    report.add(&text, mark_length(bytes), vec![*finding]);
                }
                None => report.add_unplaced(&finding),
            }
            return Loaded { dataset: None, report };
        }
    };
    let (record, findings) = examine(text);
    report.add(text, mark_length(bytes), findings);
    if report.errors() > 0 {
        return Loaded { dataset: None, report };
    }
    match record
        .ok_or_else(|| "no record".to_owned())
        .and_then(|record| resolve::resolve(record).map_err(|error| error.to_string()))
    {
        Ok(mut dataset) => {
            dataset.origin = Origin { file: name_of(file_name), sha256: sha256(bytes) };
            Loaded { dataset: Some(dataset), report }
        }
        Err(told) => {
            // The checks let through what cannot be resolved: a mistake in them, told as what it is.
            report.add_unplaced(&Finding::new(Code::DanglingKey, JsonPath::root(), told, REPORT_IT));
            Loaded { dataset: None, report }
        }
    }
}

/// Reads a dataset file. One that cannot be read gives a report, too.
pub fn load_path(path: &Path) -> Loaded {
    let file_name = path.display().to_string();
    match read(path) {
        Ok(bytes) => load(&file_name, &bytes),
        Err(finding) => {
            let mut report = Report::new(&file_name);
            report.add_unplaced(&finding);
            Loaded { dataset: None, report }
        }
    }
}

/// Checks and resolves a record that was made in memory. The report counts lines as [`save::to_json`]
/// would write them.
pub fn load_record(file_name: &str, record: &DatasetRecord) -> Loaded {
    load(file_name, save::to_json(record).as_bytes())
}

/// Adds what [`check::with_sources`] found to a report, located in the file's bytes.
pub fn add_findings(report: &mut Report, bytes: &[u8], findings: Vec<Finding>) {
    match syntax::text_of(bytes) {
        Ok(text) => report.add(text, mark_length(bytes), findings),
        Err(_) => findings.iter().for_each(|finding| report.add_unplaced(finding)),
    }
}

/// The name of a file without its folder.
fn name_of(path: &str) -> Option<String> {
    Path::new(path).file_name().and_then(|name| name.to_str()).map(str::to_owned)
}

const REPORT_IT: &str = "This is a fault of the program: please report it with the file.";

/// The length of the byte order mark, which counts in spans of the file but not in its text.
fn mark_length(bytes: &[u8]) -> usize {
    bytes.len() - syntax::without_mark(bytes).len()
}

fn read(path: &Path) -> Result<Vec<u8>, Box<Finding>> {
    let unreadable = |error: &io::Error| {
        let (message, hint) = match error.kind() {
            io::ErrorKind::NotFound => ("there is no such file", "Check its name and folder."),
            io::ErrorKind::PermissionDenied => ("the file may not be read", "Check its permissions."),
            io::ErrorKind::IsADirectory => ("this is a folder, not a file", "Name a .json file in it."),
            _ => ("the file cannot be read", "Check that it opens in a text editor."),
        };
        let message = match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied | io::ErrorKind::IsADirectory => {
                message.to_owned()
            }
            _ => format!("{message}: {error}"),
        };
        Box::new(Finding::new(Code::Unreadable, JsonPath::root(), message, hint))
    };
    // Some systems open a folder and fail, with other words, only on reading it.
    if path.is_dir() {
        return Err(unreadable(&io::ErrorKind::IsADirectory.into()));
    }
    let mut file = File::open(path).map_err(|error| unreadable(&error))?;
    read_at_most(&mut file, LARGEST).map_err(|error| unreadable(&error))?.ok_or_else(|| {
        let message = format!("the file is larger than {} MB", LARGEST >> 20);
        let hint = "A dataset holds excerpts, not whole documents; split it where it is truly so large.";
        Box::new(Finding::new(Code::TooLarge, JsonPath::root(), message, hint))
    })
}

/// All bytes of a reader, or `None` where there are more than `most`.
fn read_at_most(reader: &mut impl Read, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// All that is wrong with a text, and its record where it has the shape of one.
fn examine(text: &str) -> (Option<DatasetRecord>, Vec<Finding>) {
    let sound = sound::is_sound(text).then(|| serde_json::from_str::<DatasetRecord>(text).ok()).flatten();
    let (record, mut findings) = match sound.filter(|record| record.format == FORMAT) {
        Some(record) => {
            let findings = check::check(&record);
            (Some(record), findings)
        }
        None => examine_closely(text),
    };
    if findings.iter().any(|finding| finding.code.hides_ties()) {
        findings.retain(|finding| !finding.code.needs_all_ties());
    }
    (record, findings)
}

/// The same of a text that is not what it should be, or not at first sight.
fn examine_closely(text: &str) -> (Option<DatasetRecord>, Vec<Finding>) {
    if let Err(finding) = syntax::judge(text) {
        return (None, vec![*finding]);
    }
    let tree = match Tree::parse(text) {
        Ok(tree) => tree,
        Err((message, at)) => {
            let finding = Finding::new(Code::BrokenJson, JsonPath::root(), message, "").at_span(at..at);
            return (None, vec![finding]);
        }
    };
    let Value::Object(object) = &tree.root else {
        let message = format!("a dataset is an object in {{ }}; found {}", kind_of(&tree.root));
        let finding = Finding::new(Code::NotADataset, JsonPath::root(), message, FORMAT_HINT);
        return (None, vec![finding]);
    };
    let mut findings = Vec::new();
    if let Some(finding) = judge_format(object) {
        findings.push(finding);
        if !looks_like_a_dataset(object) {
            return (None, findings);
        }
    }
    let mut walked = structure::walk(object);
    if !findings.is_empty() {
        // What is wrong with the format is told; that it is wrong as a word need not be.
        let format = JsonPath::root().field("format");
        walked.findings.retain(|finding| finding.path != format);
    }
    findings.append(&mut walked.findings);
    let record: DatasetRecord = match serde_json::from_value(walked.mended) {
        Ok(record) => record,
        Err(error) => {
            // The schema and the records disagree: a mistake in one of them, told as what it is.
            let message = format!("the dataset cannot be read: {error}");
            findings.push(Finding::new(Code::WrongType, JsonPath::root(), message, REPORT_IT));
            return (None, findings);
        }
    };
    findings.extend(check::check(&record).into_iter().filter(|finding| !finding.is_void(&walked.wrong)));
    (Some(record), findings)
}

const FORMAT_HINT: &str = "A dataset begins with { \"format\": \"detente/1\", …";

/// What is wrong with the `format` field.
fn judge_format(object: &Object<'_>) -> Option<Finding> {
    let path = JsonPath::root().field("format");
    let Some(property) = object.properties.iter().find(|property| property.name.as_str() == "format") else {
        let near = object
            .properties
            .iter()
            .find(|property| super::suggest::nearest(property.name.as_str(), ["format"]).is_some());
        let at = near.map_or(object.range.start..object.range.start + 1, name_span);
        let message = "the file does not say that it is a dataset: it has no `format`";
        return Some(Finding::new(Code::NotADataset, path, message, FORMAT_HINT).at_span(at));
    };
    let finding = |code, message: String, hint: String| {
        Some(Finding::new(code, path.clone(), message, hint).at_span(value_span(&property.value)))
    };
    let Value::StringLit(format) = &property.value else {
        let message = format!("`format` must be `{FORMAT}`; found {}", kind_of(&property.value));
        return finding(Code::NotADataset, message, FORMAT_HINT.to_owned());
    };
    if format.value == FORMAT {
        return None;
    }
    let version = format.value.strip_prefix("detente/").and_then(|version| version.parse::<u32>().ok());
    match version {
        Some(version) if version > 1 => finding(
            Code::NewerFormat,
            format!("the file is in version {version} of the format; this program reads version 1"),
            "Open it with a newer Detente, or have it saved as detente/1.".to_owned(),
        ),
        Some(_) | None => finding(
            Code::NotADataset,
            format!("`format` must be `{FORMAT}`; found {}", quoted(&format.value)),
            FORMAT_HINT.to_owned(),
        ),
    }
}

/// Whether an object of another format, or of none, is worth looking into: it has most of the lists.
fn looks_like_a_dataset(object: &Object<'_>) -> bool {
    let version = |property: &jsonc_parser::ast::ObjectProp<'_>| matches!(&property.value, Value::StringLit(text) if text.value.starts_with("detente/"));
    let newer = object.properties.iter().any(|p| p.name.as_str() == "format" && version(p));
    let known = structure::dataset_fields()
        .filter(|name| object.properties.iter().any(|property| property.name.as_str() == *name));
    !newer && known.count() >= 4
}

fn kind_of(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "text",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "true or false",
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::NullKeyword(_) => "null",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_is_read_than_allowed() {
        assert_eq!(read_at_most(&mut io::repeat(b'['), 10).expect("readable"), None);
        assert_eq!(read_at_most(&mut &b"[["[..], 2).expect("readable").as_deref(), Some(&b"[["[..]));
    }
}
