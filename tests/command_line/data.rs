//! `check`, `schema`, `info` and `series` on files: what they print and which code they end with.

use std::io::Read;
use std::process::Stdio;

use crate::program::{SMALL, TempFile, command, detente};

#[test]
fn a_sound_file_is_checked_in_one_line() {
    let file = TempFile::new("small.json", SMALL);
    let ended = detente(&["check", &file.argument()]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{}", ended.out);
    assert_eq!(ended.out, format!("{}: no problems\n", file.argument()));
}

#[test]
fn every_problem_is_printed_to_stdout_and_the_code_is_1() {
    let broken = SMALL.replace("cameo:042", "cameo:9999").replace("\"to\": \"pact\"", "\"to\": \"pakt\"");
    let file = TempFile::new("broken.json", broken);
    let ended = detente(&["check", &file.argument()]);
    assert_eq!((ended.code, ended.err.as_str()), (1, ""));
    for part in ["D302", "D204", "cameo:9999", "pact", "broken.json:", "2 errors"] {
        assert!(ended.out.contains(part), "{part:?} is not in {}", ended.out);
    }
    assert!(!ended.out.contains('\u{1b}'), "no colour where no terminal is");
}

#[test]
fn warnings_alone_are_no_failure() {
    let idle = SMALL.replace(
        "{ \"id\": \"AUS\"",
        "{ \"id\": \"CAN\", \"kind\": \"state\", \"name\": \"Canada\" }, { \"id\": \"AUS\"",
    );
    let file = TempFile::new("idle.json", idle);
    let ended = detente(&["check", &file.argument()]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.contains("D409") && ended.out.contains("1 warning"), "{}", ended.out);
}

#[test]
fn several_files_are_all_checked_and_summed_up() {
    let good = TempFile::new("good.json", SMALL);
    let empty = TempFile::new("empty.json", "");
    let ended = detente(&["check", &empty.argument(), &good.argument(), "no-such.json"]);
    assert_eq!(ended.code, 1);
    for part in ["D002", "good.json: no problems", "D001", "3 files: 2 errors, 0 warnings\n"] {
        assert!(ended.out.contains(part), "{part:?} is not in {}", ended.out);
    }
}

#[test]
fn an_attached_text_is_searched_for_every_excerpt() {
    let file = TempFile::new("small.json", SMALL);
    let whole = TempFile::new("text.txt", "They held talks on trade.\nThe pact failed in all but name.\n");
    let attach = |text: &TempFile| format!("report={}", text.argument());
    let ended = detente(&["check", &file.argument(), "--source", &attach(&whole)]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    let other = TempFile::new("other.txt", "Something else.\n");
    let ended = detente(&["check", &file.argument(), "--source", &attach(&other)]);
    assert_eq!(ended.code, 1);
    assert!(ended.out.contains("D502") && ended.out.contains("2 errors"), "{}", ended.out);
}

#[test]
fn a_source_that_cannot_be_used_is_told() {
    let file = TempFile::new("small.json", SMALL);
    for (source, said) in [("nothing=x.txt", "nothing"), ("report=no-such.txt", "no-such.txt")] {
        let ended = detente(&["check", &file.argument(), "--source", source]);
        assert_eq!(ended.code, 1);
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(ended.err.starts_with("detente: ") && ended.err.contains(said), "{}", ended.err);
    }
}

#[test]
fn the_schema_is_the_one_of_the_format() {
    let ended = detente(&["schema"]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    assert_eq!(ended.out, include_str!("../../assets/schema/detente-1.schema.json"));
}

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let mut child = command(&["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let mut err = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut err).expect("text");
    assert!(child.wait().expect("an end").success());
    assert_eq!(err, "");
}

#[test]
fn info_counts_what_a_dataset_holds() {
    let file = TempFile::new("small.json", SMALL);
    let ended = detente(&["info", &file.argument()]);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""));
    for part in
        ["A small dataset", "2025-01-01", "2025-06-30", "2 state", "1 participation", "report: [Report]"]
    {
        assert!(ended.out.contains(part), "{part:?} is not in {}", ended.out);
    }
}

#[test]
fn without_a_file_the_bundled_dataset_is_used() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/datasets/new-zealand-2025.json");
    let pair = ["--of", "NZL", "--toward", "USA,CHN"];
    for (command, flags) in [("info", &[][..]), ("series", &pair)] {
        let bundled = detente(&[&[command], flags].concat());
        let named = detente(&[&[command, file], flags].concat());
        assert_eq!((bundled.code, bundled.err.as_str()), (0, ""));
        assert_eq!(bundled.out, named.out, "{command}");
        assert!(bundled.out.lines().count() > 10, "{command}");
    }
}

#[test]
fn a_dataset_with_errors_is_told_a_line_each() {
    let file = TempFile::new("broken.json", SMALL.replace("cameo:042", "cameo:9999"));
    let ended = detente(&["info", &file.argument()]);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.starts_with("detente: ") && ended.err.contains("D302"), "{}", ended.err);
}

/// The rows of `detente series` on the small dataset, split at commas.
fn rows(arguments: &[&str]) -> Vec<Vec<String>> {
    let file = TempFile::new("small.json", SMALL);
    let path = file.argument();
    let all = [&["series", path.as_str()], arguments].concat();
    let ended = detente(&all);
    assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{all:?}");
    let mut lines = ended.out.lines().map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a header").join(",");
    assert_eq!(header, "date,of,toward,alignment,low,high,evidence,effective_events,events");
    lines.collect()
}

fn column(rows: &[Vec<String>], index: usize) -> Vec<&str> {
    rows.iter().map(|row| row[index].as_str()).collect()
}

const PAIR: [&str; 4] = ["--of", "NZL", "--toward", "AUS"];

#[test]
fn a_series_has_a_row_each_event_day_and_month_start() {
    let rows = rows(&PAIR);
    let dates =
        ["2025-01-10", "2025-02-01", "2025-03-01", "2025-03-11", "2025-04-01", "2025-05-01", "2025-06-01"];
    assert_eq!(column(&rows, 0), dates);
    // One visit, 1.9 on the scale, against a prior of weight 1: 1.9 / 2.
    assert_eq!(rows[0][3], "0.9500");
    assert_eq!(rows[0][6..], ["1.0000", "1.0000", "visit"]);
    // A visit of 1.9 sixty days ago (weight 2^(-60/180)) and a signing of 8.0.
    let old = (-60.0_f64 / 180.0).exp2();
    assert_eq!(rows[3][3], format!("{:.4}", (old * 1.9 + 8.0) / (1.0 + old + 1.0)));
    assert_eq!(rows[3][8], "visit signing");
}

#[test]
fn the_parameters_count() {
    let at = |more: &[&str]| rows(&[&PAIR[..], &["--as-of", "2025-04"], more].concat());
    let without_ageing = at(&["--half-life", "inf", "--prior", "0"]);
    assert_eq!(without_ageing.len(), 1);
    assert_eq!(without_ageing[0][0], "2025-04-30", "a month means its last day");
    assert_eq!(without_ageing[0][3], "4.9500", "the plain mean of 1.9 and 8.0");
    assert_eq!(at(&["--voices", "all"])[0][8], "visit signing failure");
    assert_eq!(at(&["--voices", "judgement"])[0][8], "failure");
    assert_eq!(at(&["--voices", "reported,judgement"])[0][8], "visit signing failure");
}

#[test]
fn rows_can_be_bounded_and_spaced() {
    let weeks = rows(&[&PAIR[..], &["--from", "2025-02", "--to", "2025-02", "--step", "7"]].concat());
    assert_eq!(column(&weeks, 0), ["2025-02-01", "2025-02-08", "2025-02-15", "2025-02-22"]);
    let before = rows(&[&PAIR[..], &["--as-of", "2024-12-31"]].concat());
    assert_eq!(before[0][3..], ["0.0000", "0.0000", "0.0000", "0.0000", "0.0000", ""]);
}

#[test]
fn several_poles_stand_on_the_same_days() {
    let rows = rows(&["--of", "NZL", "--toward", "AUS,pact"]);
    let (first, second) = rows.split_at(rows.len() / 2);
    assert_eq!(column(first, 0), column(second, 0));
    assert!(first.iter().all(|row| row[2] == "AUS") && second.iter().all(|row| row[2] == "pact"));
}

/// `detente pairs` says of each pair what `detente series` does, on the same day.
#[test]
fn every_pair_stands_as_its_own_series_has_it() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/datasets/new-zealand-2025.json");
    let flags = ["--as-of", "2025-03", "--half-life", "90"];
    let rows_of = |arguments: &[&str]| -> Vec<Vec<String>> {
        let ended = detente(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{arguments:?}");
        ended.out.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
    };
    let pairs = rows_of(&[&["pairs", file][..], &flags].concat());
    assert!(pairs.len() > 10);
    let evidence: Vec<f64> = pairs.iter().filter_map(|row| row[4].parse().ok()).collect();
    assert!(evidence.len() == pairs.len() && evidence.is_sorted_by(|a, b| a >= b));
    for pair in &pairs {
        let of_one =
            rows_of(&[&["series", file, "--of", &pair[1], "--toward", &pair[2]], &flags[..]].concat());
        let [date, of, toward, alignment, _, _, evidence, ..] = &of_one[0][..] else { panic!("a row") };
        assert_eq!(pair[..], [date, of, toward, alignment, evidence].map(String::clone));
    }
    // A step is what the series has on its day.
    let steps = rows_of(&["pairs", file, "--each-day", "--as-of", "2025-03"]);
    assert!(
        steps.is_sorted_by(|a, b| a[0] <= b[0]) && steps.iter().all(|step| step[0].as_str() <= "2025-03-31")
    );
    for step in steps.iter().step_by(9) {
        let at = ["--of", &step[1], "--toward", &step[2], "--as-of", &step[0]];
        let of_one = rows_of(&[&["series", file][..], &at].concat());
        assert_eq!((&step[3], &step[4]), (&of_one[0][3], &of_one[0][6]), "{step:?}");
    }
}

#[test]
fn json_says_the_same_as_csv() {
    let rows = rows(&PAIR);
    let file = TempFile::new("small.json", SMALL);
    let path = file.argument();
    let ended = detente(&[&["series", path.as_str()], &PAIR[..], &["--format", "json"]].concat());
    let parsed: serde_json::Value = serde_json::from_str(&ended.out).expect("JSON");
    let objects = parsed.as_array().expect("an array");
    assert_eq!(objects.len(), rows.len());
    for (object, row) in objects.iter().zip(&rows) {
        assert_eq!(object["date"], row[0].as_str());
        assert_eq!(object["alignment"].as_f64(), row[3].parse().ok());
        let events: Vec<&str> =
            object["events"].as_array().expect("a list").iter().filter_map(|key| key.as_str()).collect();
        assert_eq!(events.join(" "), row[8]);
    }
}

#[test]
fn a_key_that_is_not_there_brings_up_near_ones() {
    let file = TempFile::new("small.json", SMALL);
    let path = file.argument();
    for (of, toward, said) in [
        ("NZ", "AUS", "NZL"),
        ("NZL", "AUSS", "AUS"),
        ("pact", "AUS", "an instrument"),
        ("NZL", "signing", "an event"),
        ("NZL", "NZL", "toward itself"),
    ] {
        let ended = detente(&["series", &path, "--of", of, "--toward", toward]);
        assert_eq!((ended.code, ended.out.as_str()), (1, ""));
        assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
        assert!(ended.err.starts_with("detente: ") && ended.err.contains(said), "{}", ended.err);
    }
}
