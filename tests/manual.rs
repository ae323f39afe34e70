//! What README.md and docs/manual.md say is so: keys, codes, example datasets, commands, vocabularies, fields.

mod program;

use std::collections::BTreeSet;

use detente::dataset::diagnostic::Code;
use detente::dataset::{ActorKind, InstrumentKind, RelationshipKind, Voice};
use detente::session::Action;
use egui::{Key, KeyboardShortcut};
use program::{TempFile, detente};

const README: &str = include_str!("../README.md");
const MANUAL: &str = include_str!("../docs/manual.md");

/// What stands between `<!-- name -->` and `<!-- /name -->`.
#[track_caller]
fn part<'a>(document: &'a str, name: &str) -> &'a str {
    let (_, rest) = document.split_once(&format!("<!-- {name} -->\n")).expect("the part begins");
    let (part, _) = rest.split_once(&format!("<!-- /{name} -->")).expect("the part ends");
    part.trim()
}

/// The name of a key for people: `Ctrl+Shift+O`, `Alt+←`.
fn keys(shortcut: KeyboardShortcut) -> String {
    let KeyboardShortcut { modifiers, logical_key } = shortcut;
    let mut keys = String::new();
    for (held, name) in
        [(modifiers.command || modifiers.ctrl, "Ctrl+"), (modifiers.alt, "Alt+"), (modifiers.shift, "Shift+")]
    {
        if held {
            keys.push_str(name);
        }
    }
    keys + match logical_key {
        Key::ArrowLeft => "←",
        Key::ArrowRight => "→",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::Escape => "Esc",
        Key::Period => ".",
        Key::Comma => ",",
        Key::Plus => "+",
        Key::Minus => "-",
        other => other.name(),
    }
}

/// The table of all keys, in menu order.
fn key_table() -> String {
    let mut table = String::from("| key | command | what it does |\n| --- | --- | --- |");
    for action in Action::ALL {
        if let Some(shortcut) = action.shortcut() {
            let description = action.description();
            table.push_str(&format!("\n| {} | {} | {} |", keys(shortcut), description.name, description.tip));
        }
    }
    table
}

#[test]
fn both_tables_of_keys_are_those_of_the_program() {
    for document in [README, MANUAL] {
        assert!(part(document, "keys") == key_table(), "the table should be:\n{}\n", key_table());
    }
}

#[test]
fn the_table_of_codes_is_that_of_the_program() {
    let mut table = String::from("| code | | what is wrong |\n| --- | --- | --- |");
    for &code in Code::ALL {
        table.push_str(&format!("\n| {} | {} | {} |", code.as_str(), code.severity().word(), code.explain()));
    }
    assert!(part(MANUAL, "codes") == table, "the table should be:\n{table}\n");
}

/// The blocks of JSON of a document that are whole datasets.
fn examples(document: &str) -> Vec<&str> {
    let blocks = document.split("```json\n").skip(1).filter_map(|rest| rest.split_once("```"));
    blocks.map(|(block, _)| block).filter(|block| block.contains("\"format\"")).collect()
}

#[test]
fn the_example_datasets_have_no_problem() {
    for document in [README, MANUAL] {
        let examples = examples(document);
        assert!(!examples.is_empty(), "there is an example");
        for example in examples {
            let file = TempFile::new("example.json", example);
            let ended = detente(&["check", &file.argument()]);
            assert_eq!(ended.out, format!("{}: no problems\n", file.argument()), "{}", ended.out);
            assert_eq!(ended.code, 0);
        }
    }
}

#[test]
fn the_example_of_the_readme_has_ten_lines() {
    assert_eq!(examples(README).first().map(|example| example.lines().count()), Some(10));
}

/// The `text in backquotes` of the first column of a table.
fn first_column(table: &str) -> BTreeSet<String> {
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    cells.map(|(cell, _)| cell.to_owned()).collect()
}

fn words<T: serde::Serialize>(vocabulary: &[T]) -> BTreeSet<String> {
    let word = |value: &T| serde_json::to_value(value).ok()?.as_str().map(str::to_owned);
    vocabulary.iter().filter_map(word).collect()
}

#[test]
fn the_manual_lists_every_word_of_the_vocabularies() {
    assert_eq!(first_column(part(MANUAL, "voices")), words(Voice::ALL));
    assert_eq!(first_column(part(MANUAL, "actor-kinds")), words(ActorKind::ALL));
    assert_eq!(first_column(part(MANUAL, "instrument-kinds")), words(InstrumentKind::ALL));
    assert_eq!(first_column(part(MANUAL, "relationship-kinds")), words(RelationshipKind::ALL));
}

#[test]
fn the_manual_tells_the_sign_of_every_kind_of_relationship() {
    for &kind in RelationshipKind::ALL {
        let word = words(&[kind]).pop_first().expect("a word");
        let row = format!("| `{word}` | {} |", kind.sign());
        assert!(part(MANUAL, "relationship-kinds").contains(&row), "{row}");
    }
}

#[test]
fn the_manual_lists_every_field_of_every_record() {
    let schema: serde_json::Value =
        serde_json::from_str(&detente::dataset::schema::json_schema()).expect("a schema");
    let fields = |record: &serde_json::Value| -> BTreeSet<String> {
        let properties = record["properties"].as_object().expect("fields");
        properties.keys().cloned().collect()
    };
    let in_manual = |name: &str| first_column(part(MANUAL, name));
    assert_eq!(in_manual("fields dataset"), fields(&schema));
    for (name, definition) in [
        ("fields document", "DocumentRecord"),
        ("fields excerpt", "ExcerptRecord"),
        ("fields actor", "ActorRecord"),
        ("fields instrument", "InstrumentRecord"),
        ("fields relationship", "RelationshipRecord"),
        ("fields event", "EventRecord"),
        ("fields part-of", "PartOfRecord"),
        ("fields office", "OfficeRecord"),
        ("fields text", "TextRecord"),
        ("fields name", "NameRecord"),
        ("fields series", "SeriesRecord"),
        ("fields attribute", "AttributeRecord"),
        ("fields viz", "VizRecord"),
    ] {
        assert_eq!(in_manual(name), fields(&schema["$defs"][definition]), "{name}");
    }
}

#[test]
fn every_date_in_the_manual_is_one() {
    let dates = first_column(part(MANUAL, "dates"));
    assert!(dates.len() > 10);
    for date in dates {
        assert!(detente::dataset::Edtf::parse(&date).is_ok(), "{date}");
    }
}

#[test]
fn every_command_and_flag_is_in_the_manual() {
    use clap::CommandFactory;
    let program = detente::commands::arguments::Arguments::command();
    for command in program.get_subcommands().chain([&program]) {
        assert!(
            MANUAL.contains(&format!("`detente {}", command.get_name())) || command.get_name() == "detente"
        );
        for flag in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(MANUAL.contains(&format!("`--{flag}")), "--{flag} of {}", command.get_name());
        }
    }
}

#[test]
fn the_manual_lists_the_formats_that_are_read_and_written() {
    use detente::exchange::Format;
    let mark = |is: bool| if is { "✔ |" } else { "|" };
    let done = Format::ALL.iter().filter(|format| format.is_read() || format.is_written());
    let rows: Vec<String> = done
        .map(|format| {
            let (read, written) = (mark(format.is_read()), mark(format.is_written()));
            format!("| {} | `{}` | {read} {written}", format.title(), format.word())
        })
        .collect();
    let listed: Vec<&str> = part(MANUAL, "formats").lines().filter(|line| line.contains("| `")).collect();
    assert_eq!(listed, rows);
}
