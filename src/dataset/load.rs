//! From the bytes of a file to a [`Dataset`], or to a report of all that is wrong with it.
//!
//! The steps, each of which needs the one before: bytes are UTF-8 text ([`super::syntax`]), text is JSON
//! (the same), JSON has the shape of the format ([`super::structure`]), the records make sense together
//! ([`super::check`]), keys become ids (`resolve`). The last three look at the whole file, so that
//! one run tells everything. A file of the right shape takes them row by row (`rows`); any other is taken
//! apart as a whole, so that each mistake is told with its place.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::path::Path;
use std::thread;

use jsonc_parser::ast::{Object, Value};

use super::check::Findings;
use super::codes::{Code, Severity};
use super::diagnostic::{Finding, KEPT, Report};
use super::follow::{Again, Follow};
use super::locate::{JsonPath, Tree, name_span, value_span};
use super::model::{Dataset, Origin};
use super::outline::{self, Source};
use super::record::{DatasetRecord, FORMAT};
use super::rows::{self, NotSound, Unsound};
use super::source::sha256;
use super::suggest::quoted;
use super::{resolve, save, structure, syntax};

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

/// A reading that was ended by who followed it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cancelled;

/// Reads a dataset from the bytes of a file. `file_name` is what the report calls it.
pub fn load(file_name: &str, bytes: &[u8]) -> Loaded {
    // Nobody cancels it.
    load_followed(file_name, bytes, &()).unwrap_or_else(|Cancelled| Loaded::nothing(Report::new(file_name)))
}

/// As [`load`], followed from elsewhere.
///
/// # Errors
/// Where who follows cancelled it.
pub fn load_followed(file_name: &str, bytes: &[u8], follow: &dyn Follow) -> Result<Loaded, Cancelled> {
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
            return Ok(Loaded::nothing(report));
        }
    };
    let (found, sha256) = thread::scope(|scope| {
        let hash = scope.spawn(|| sha256(bytes));
        (examine(text, follow), hash.join())
    });
    let (dataset, findings) = found?;
    report.add(text, mark_length(bytes), findings.kept);
    report.omit(&findings.omitted);
    let dataset = dataset.filter(|_| report.errors() == 0).map(|mut dataset| {
        let sha256 = sha256.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        dataset.origin = Origin { file: name_of(file_name), sha256 };
        dataset
    });
    Ok(Loaded { dataset, report })
}

/// Reads a dataset file. One that cannot be read gives a report, too.
pub fn load_path(path: &Path) -> Loaded {
    // Nobody cancels it.
    let nothing = || Loaded::nothing(Report::new(&path.display().to_string()));
    load_path_followed(path, &()).unwrap_or_else(|Cancelled| nothing())
}

/// As [`load_path`], followed from elsewhere.
///
/// # Errors
/// Where who follows cancelled it.
pub fn load_path_followed(path: &Path, follow: &dyn Follow) -> Result<Loaded, Cancelled> {
    let file_name = path.display().to_string();
    follow.expect(path.metadata().map_or(0, |about| about.len()));
    if let Some(loaded) = from_file(path, follow)? {
        return Ok(loaded);
    }
    match read(path) {
        Ok(bytes) => load_followed(&file_name, &bytes, &Again(follow)),
        Err(finding) => {
            let mut report = Report::new(&file_name);
            report.add_unplaced(&finding);
            Ok(Loaded::nothing(report))
        }
    }
}

/// The smallest file, in bytes, that is not worth the memory that its text takes.
const STREAMED: u64 = if cfg!(test) { 0 } else { 1 << 20 };

/// Reads a dataset without having its text in memory, unless there is something to tell of it. `None` where its text is not
/// sound, or where the file is not the same from beginning to end.
fn from_file(path: &Path, follow: &dyn Follow) -> Result<Option<Loaded>, Cancelled> {
    let state = || path.metadata().ok().filter(|about| about.is_file());
    let Some(before) = state().filter(|about| (STREAMED..=LARGEST).contains(&about.len())) else {
        return Ok(None);
    };
    let Ok(file) = File::open(path) else { return Ok(None) };
    let Ok((outline, sha256)) = outline::of_file(&file) else { return Ok(None) };
    let found = rows::read(Source::File(&file), outline, Unsound::End, KEPT, threads(before.len()), follow);
    if follow.is_cancelled() {
        return Err(Cancelled);
    }
    let Ok((dataset, mut findings)) = found else { return Ok(None) };
    findings.drop_hidden();
    let file_name = path.display().to_string();
    let mut report = Report::new(&file_name);
    if !findings.kept.is_empty() {
        let Ok(bytes) = read(path) else { return Ok(None) };
        let Ok(text) = syntax::text_of(&bytes) else { return Ok(None) };
        report.add(text, mark_length(&bytes), findings.kept);
        report.omit(&findings.omitted);
    }
    // Another may have written into it meanwhile.
    let is_same =
        |after: Metadata| after.len() == before.len() && after.modified().ok() == before.modified().ok();
    if !state().is_some_and(is_same) {
        return Ok(None);
    }
    let origin = Origin { file: name_of(&file_name), sha256 };
    let dataset = dataset.filter(|_| report.errors() == 0).map(|dataset| Dataset { origin, ..dataset });
    Ok(Some(Loaded { dataset, report }))
}

impl Loaded {
    fn nothing(report: Report) -> Self {
        Self { dataset: None, report }
    }
}

/// Checks and resolves a record that was made in memory. The report counts lines, and the dataset has the hash, as
/// [`save::to_json`] would write them.
pub fn load_record(file_name: &str, record: &DatasetRecord) -> Loaded {
    if record.format != FORMAT || !rows::are_sound(record) {
        return load(file_name, save::to_json(record).as_bytes());
    }
    let mut report = Report::new(file_name);
    let (dataset, mut findings) = resolve::resolve(record.clone(), KEPT);
    findings.drop_hidden();
    if !findings.kept.is_empty() {
        report.add(&save::to_json(record), 0, findings.kept);
        report.omit(&findings.omitted);
    }
    let origin = || Origin { file: name_of(file_name), sha256: save::sha256(record) };
    let dataset = dataset.filter(|_| report.errors() == 0);
    Loaded { dataset: dataset.map(|dataset| Dataset { origin: origin(), ..dataset }), report }
}

/// One problem of each kind is enough where only the first error is told.
const ONE: usize = 1;

/// Checks and resolves records that were made in memory and are not needed any more, without a report: for records
/// that are right unless the program is wrong.
///
/// # Errors
/// The first error that is found.
pub fn of_record(record: DatasetRecord) -> Result<Dataset, Box<Finding>> {
    let (dataset, findings) = resolve::resolve(record, ONE);
    right(dataset, findings.kept)
}

/// As [`of_record`], of records that were written into a file as the text of a dataset, which is not in memory.
///
/// # Errors
/// Where who follows cancelled it; and within, the first error that is found.
pub fn of_text(file: &mut File, follow: &dyn Follow) -> Result<Result<Dataset, Box<Finding>>, Cancelled> {
    let length = file.metadata().map_or(0, |about| about.len());
    let outline = file.rewind().map_err(|_| NotSound).and_then(|()| outline::of_file(file));
    let found = outline.and_then(|(outline, _)| {
        rows::read(Source::File(file), outline, Unsound::End, ONE, threads(length), follow)
    });
    match found {
        _ if follow.is_cancelled() => Err(Cancelled),
        Ok((dataset, findings)) => Ok(right(dataset, findings.kept)),
        Err(NotSound) => Ok(right(None, Vec::new())),
    }
}

/// A dataset without errors, or the first of them.
fn right(dataset: Option<Dataset>, found: Vec<Finding>) -> Result<Dataset, Box<Finding>> {
    let mut errors = found.into_iter().filter(|found| found.code.severity() == Severity::Error);
    match (errors.next(), dataset) {
        (None, Some(dataset)) => Ok(dataset),
        (Some(error), _) => Err(Box::new(error)),
        // A row that does not resolve is told of as an error.
        (None, None) => {
            let message = "a row does not resolve";
            Err(Box::new(Finding::new(Code::DanglingKey, JsonPath::root(), message, REPORT_IT)))
        }
    }
}

/// Reads what a dataset says of itself, where its rows come apart from it; rows that are there are read, too. What a
/// series names is not looked for.
///
/// # Errors
/// The first thing that is wrong with its form.
pub fn head(text: &str) -> Result<DatasetRecord, Box<Finding>> {
    syntax::judge(text)?;
    let unlike =
        |message: String| Box::new(Finding::new(Code::NotADataset, JsonPath::root(), message, FORMAT_HINT));
    let tree = Tree::parse(text).map_err(|(message, _)| unlike(message))?;
    let Value::Object(object) = &tree.root else {
        return Err(unlike(format!("a dataset is an object in {{ }}; found {}", kind_of(&tree.root))));
    };
    let walked = structure::walk(object);
    let mut found = judge_format(object).into_iter().chain(walked.findings);
    match found.find(|finding| finding.code.severity() == Severity::Error) {
        Some(error) => Err(Box::new(error)),
        None => serde_json::from_value(walked.mended).map_err(|error| unlike(error.to_string())),
    }
}

/// Adds what [`super::check::with_sources`] found to a report, located in the file's bytes.
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

pub(super) const REPORT_IT: &str = "This is a fault of the program: please report it with the file.";

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
    let expected = file.metadata().map_or(0, |about| about.len().min(LARGEST));
    read_at_most(&mut file, expected, LARGEST).map_err(|error| unreadable(&error))?.ok_or_else(|| {
        let message = format!("the file is larger than {} MB", LARGEST >> 20);
        let hint = "A dataset holds excerpts, not whole documents; split it where it is truly so large.";
        Box::new(Finding::new(Code::TooLarge, JsonPath::root(), message, hint))
    })
}

/// All bytes of a reader, or `None` where there are more than `most`. About so many are `expected`.
fn read_at_most(reader: &mut impl Read, expected: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or(0) + 1);
    reader.take(most + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// What came of a text: its dataset, where every row resolves, and all that is wrong with it.
type Found = (Option<Dataset>, Findings);

/// Reads a text and tells all that is wrong with it.
fn examine(text: &str, follow: &dyn Follow) -> Result<Found, Cancelled> {
    let read = |unsound, follow| {
        let outline = outline::of_text(text)?;
        rows::read(Source::Memory(text), outline, unsound, KEPT, threads(text.len() as u64), follow)
    };
    let (dataset, mut findings) = match read(Unsound::End, follow) {
        Ok(found) => found,
        Err(NotSound) if follow.is_cancelled() => return Err(Cancelled),
        Err(NotSound) if text.len() <= TAKEN_APART => examine_closely(text),
        Err(NotSound) => match (syntax::judge(text), read(Unsound::Mend, &())) {
            (Ok(()), Ok(found)) => found,
            (Err(finding), _) => (None, vec![*finding].into()),
            (Ok(()), Err(NotSound)) => {
                let message = "the fields of the dataset itself are not those of the format";
                let finding = Finding::new(Code::NotADataset, JsonPath::root(), message, TOO_LARGE_TO_TELL);
                (None, vec![finding].into())
            }
        },
    };
    findings.drop_hidden();
    Ok((dataset, findings))
}

/// The longest text, in bytes, that is taken apart as a whole where its own fields are wrong: that takes many times its
/// length in memory.
const TAKEN_APART: usize = 64 << 20;
const TOO_LARGE_TO_TELL: &str =
    "It is too large to tell which: compare what stands before its lists with `detente schema`.";

/// How many threads read a text: one where another would hardly have begun when it is done.
pub(super) fn threads(bytes: u64) -> usize {
    const WORTH_A_THREAD: u64 = 1 << 20;
    const MOST: usize = 8;
    let free = thread::available_parallelism().map_or(1, usize::from);
    let worth = usize::try_from(bytes / WORTH_A_THREAD).unwrap_or(MOST);
    free.min(worth + 1).min(MOST)
}

/// The same of a text that is not what it should be, or not at first sight.
pub(super) fn examine_closely(text: &str) -> Found {
    let refused = |findings: Vec<Finding>| (None, findings.into());
    if let Err(finding) = syntax::judge(text) {
        return refused(vec![*finding]);
    }
    let tree = match Tree::parse(text) {
        Ok(tree) => tree,
        Err((message, at)) => {
            let finding = Finding::new(Code::BrokenJson, JsonPath::root(), message, "").at_span(at..at);
            return refused(vec![finding]);
        }
    };
    let Value::Object(object) = &tree.root else {
        let message = format!("a dataset is an object in {{ }}; found {}", kind_of(&tree.root));
        let finding = Finding::new(Code::NotADataset, JsonPath::root(), message, FORMAT_HINT);
        return refused(vec![finding]);
    };
    let mut findings = Vec::new();
    if let Some(finding) = judge_format(object) {
        findings.push(finding);
        if !looks_like_a_dataset(object) {
            return refused(findings);
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
            return refused(findings);
        }
    };
    let (dataset, mut found) = resolve::resolve(record, usize::MAX);
    found.kept.retain(|finding| !finding.is_void(&walked.wrong));
    found.kept.append(&mut findings);
    (dataset, found)
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
        assert_eq!(read_at_most(&mut io::repeat(b'['), 0, 10).expect("readable"), None);
        assert_eq!(read_at_most(&mut &b"[["[..], 9, 2).expect("readable").as_deref(), Some(&b"[["[..]));
    }
}
