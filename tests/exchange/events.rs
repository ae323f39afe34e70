//! Files of event feeds become datasets that can be looked at, and stream where they are large.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use crate::program::{TempFile, detente};
use detente::dataset::{Severity, check, save};
use detente::exchange::sink::Spool;
use detente::exchange::{Format, Import, Opened, Options, import, import_bytes, import_into, open};
use proptest::prelude::*;

/// A month of events in Georgia, or `None` where the shared data is not beside the project.
fn georgia() -> Option<PathBuf> {
    let shared = std::env::var_os("DETENTE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("data/gdelt1-georgia-2012-08.csv");
    if !path.is_file() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn errors(import: &Import) -> Vec<String> {
    let found = check::check(&import.record).into_iter();
    found.filter(|found| found.code.severity() == Severity::Error).map(|found| found.message).collect()
}

#[test]
fn a_real_month_of_gdelt_becomes_a_dataset() {
    let Some(path) = georgia() else { return };
    let import = import(&path, &Options::default(), &Arc::default()).expect("an import");
    let Import { record, report } = &import;
    let text = report.to_text();
    assert_eq!(errors(&import), Vec::<String>::new());
    assert_eq!(report.format, "GDELT 1.0 events");
    assert_eq!(report.read.iter().map(|read| (read.what, read.count)).collect::<Vec<_>>(), [("row", 1255)]);
    // Of 1,255 rows, 661 name two actors, and 6 of those name one twice: counted with another program.
    let of = |reason: &str| {
        let outcomes = report.outcomes.iter().filter(|outcome| outcome.reason.contains(reason));
        outcomes.map(|outcome| outcome.count).sum::<u64>()
    };
    assert_eq!(of("actor") - of("to itself"), 1255 - 661, "{text}");
    assert!(of("to itself") >= 6, "{text}");
    assert_eq!(record.events.len() as u64, 661 - of("to itself"), "{text}");
    assert_eq!(of("value"), 0, "every value of the file is that of the coding table: {text}");
    let keys: Vec<&str> = record.actors.iter().map(|actor| actor.id.as_str()).collect();
    for key in ["GEO", "RUS", "USA", "geogov", "osce", "nato"] {
        assert!(keys.contains(&key), "{key} in {keys:?}");
    }
    assert!(record.relationships.len() > 100, "{}", record.relationships.len());
    assert!(record.description.as_ref().is_some_and(|text| text.contains("from 2012-08-01 to 2012-08-31")));
    assert!(record.series.as_ref().is_some_and(|series| series.of != series.toward[0]));
    assert!(matches!(open(&path, &Options::default(), &Arc::default()), Ok(Opened::Imported { .. })));
}

#[test]
fn a_real_month_of_gdelt_has_a_timeline_and_is_converted_without_a_problem() {
    let Some(path) = georgia() else { return };
    let path = path.display().to_string();
    let series = detente(&["series", "--of", "USA", "--toward", "RUS", &path]);
    assert_eq!(series.code, 0, "{}", series.err);
    assert!(series.out.lines().count() > 5, "{}", series.out);
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("georgia.json").display().to_string();
    let converted = detente(&["convert", &path, &out]);
    assert_eq!(converted.code, 0, "{}", converted.err);
    assert!(converted.err.contains("dropped: "), "{}", converted.err);
    let checked = detente(&["check", &out]);
    assert_eq!(checked.out, format!("{out}: no problems\n"));
}

/// A file of 2.0 with some rows, of which three share a page.
fn rows(count: u64) -> String {
    let row = |id: u64| {
        let mut fields = vec![id.to_string(), format!("202503{:02}", id % 28 + 1)];
        fields.resize(61, String::new());
        let states = ["NZL", "AUS", "CHN", "USA"];
        let of = |id: u64| states[(id % 4) as usize].to_owned();
        for (place, text) in [
            (5, of(id)),
            (7, of(id)),
            (15, of(id + 1)),
            (17, of(id + 1)),
            (26, "043".to_owned()),
            (30, "2.8".to_owned()),
            (60, format!("http://example.com/news/visit-{}", id / 3)),
        ] {
            fields[place] = text;
        }
        fields.join("\t") + "\n"
    };
    (0..count).map(row).collect()
}

#[test]
fn what_streams_is_what_is_kept_in_memory() {
    let file = TempFile::new("20250301.export.CSV", rows(500));
    let mut spool = Spool::default();
    let streamed =
        import_into(&file.path(), &Options::default(), &Arc::default(), &mut spool).expect("an import");
    let mut text = Vec::new();
    spool.write(&mut text).expect("memory");
    let kept = import(&file.path(), &Options::default(), &Arc::default()).expect("an import");
    assert_eq!(streamed, kept.report);
    assert_eq!(String::from_utf8(text).expect("text"), save::to_json(&kept.record));
    assert_eq!((kept.record.events.len(), kept.record.documents.len()), (500, 167));
}

#[test]
fn packed_files_are_the_same_as_plain_ones() {
    let text = rows(20);
    let plain =
        import_bytes("20250301.export.CSV", text.clone().into(), &Options::default()).expect("an import");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text.as_bytes()).expect("memory");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("20250301.export.CSV", zip::write::SimpleFileOptions::default()).expect("memory");
    zip.write_all(text.as_bytes()).expect("memory");
    let zip = zip.finish().expect("memory").into_inner();
    for (name, bytes) in
        [("20250301.export.CSV.gz", gzip.finish().expect("memory")), ("20250301.export.CSV.zip", zip)]
    {
        let packed = import_bytes(name, bytes, &Options::default()).expect("an import");
        assert_eq!(packed.record.events, plain.record.events, "{name}");
        assert_eq!(packed.record.actors, plain.record.actors, "{name}");
    }
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t\
                     Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher";
const POLECAT: &str = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tActor Name\tActor Country\t\
                       Primary Actor Sector\tRecipient Name\tRecipient Country\tPrimary Recipient Sector\tSource";

/// What may stand in a field: what is meant to, and what is not.
fn field() -> impl Strategy<Value = String> {
    let good = prop::sample::select(vec![
        "",
        "1",
        "2",
        "20250304",
        "2025-03-04",
        "043",
        "10",
        "190",
        "2.8",
        "-11",
        "NZL",
        "NZLGOV",
        "GOV",
        "UNO",
        "EUR",
        "Russia",
        "Government",
        "CONSULT",
        "ASSAULT",
        "None",
        "\"",
        "http://a.example/b-c",
        "gdelt-1",
        "tie",
        "page-1",
        "NA",
    ]);
    prop_oneof![6 => good.prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => "[\u{0}-\u{1f}\u{7f}-\u{9f}]{0,3}"]
}

/// A row that is an event.
fn good(format: Format) -> Vec<String> {
    let text = match format {
        Format::Icews => {
            "7\t2014-05-01\tRussia\t\tRussia\tMake a visit\t042\t1.9\tPolice (Georgia)\tGovernment,Police\t\
             Georgia\t29437112\t3\tRIA"
        }
        Format::Polecat => "7\t2023-02-01\tCONSULT\tvisit\t2.5\tRussia\tRUS\tNone\tNone\tGEO\tGOV\tXinhua",
        _ => return rows(1).trim_end().split('\t').map(str::to_owned).collect(),
    };
    text.split('\t').map(str::to_owned).collect()
}

proptest! {
    #[test]
    fn no_file_makes_a_dataset_with_an_error(
        format in prop::sample::select(vec![Format::Gdelt, Format::Icews, Format::Polecat]),
        spoilt in prop::collection::vec(prop::collection::vec((any::<prop::sample::Index>(), field()), 0..6), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let good = good(format);
        let row = |(nth, spoilt): (usize, &Vec<(prop::sample::Index, String)>)| {
            let mut row = good.clone();
            row[0] = nth.to_string();
            for (place, text) in spoilt {
                let place = place.index(row.len());
                row[place].clone_from(text);
            }
            row.join("\t")
        };
        let header = match format {
            Format::Icews => Some(ICEWS.to_owned()),
            Format::Polecat => Some(POLECAT.to_owned()),
            _ => None,
        };
        let text = header.into_iter().chain(spoilt.iter().enumerate().map(row)).collect::<Vec<_>>().join("\n");
        let options = Options { format: Some(format), ..Options::default() };
        let end = cut.index(text.len() + 1);
        for bytes in [text.as_bytes(), &text.as_bytes()[..end]] {
            let Ok(import) = import_bytes("a.tab", bytes.to_vec(), &options) else { continue };
            prop_assert_eq!(errors(&import), Vec::<String>::new());
            let loaded = detente::dataset::load("a.json", save::to_json(&import.record).as_bytes());
            prop_assert!(loaded.dataset.is_some(), "{:?}", loaded.report);
        }
    }
}
