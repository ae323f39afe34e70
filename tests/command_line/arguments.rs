//! What the program says and which code it ends with: usage, help, and errors of one line.

use crate::program::{Ended, detente};

/// One line on stderr that starts with the program's name, nothing on stdout, and this exit code.
#[track_caller]
fn refuses(ended: &Ended, code: i32, said: &[&str]) {
    assert_eq!(ended.code, code, "{}", ended.err);
    assert_eq!(ended.out, "");
    assert_eq!(ended.err.lines().count(), 1, "{}", ended.err);
    assert!(ended.err.starts_with("detente: "), "{}", ended.err);
    for &part in said {
        assert!(ended.err.contains(part), "{part:?} is not in {}", ended.err);
    }
}

#[test]
fn what_is_not_understood_is_told_in_one_line_with_code_2() {
    let cases: &[(&[&str], &str)] = &[
        (&["--no-such-flag"], "--no-such-flag"),
        (&["check"], "<FILE>"),
        (&["check", "--sauce", "a=b", "x.json"], "--sauce"),
        (&["series"], "--of"),
        (&["series", "--of", "NZL", "--toward", "USA", "--half-life", "0"], "half-life"),
        (&["series", "--of", "NZL", "--toward", "USA", "--half-life", "-3"], "half-life"),
        (&["series", "--of", "NZL", "--toward", "USA", "--half-life", "soon"], "not a number"),
        (&["series", "--of", "NZL", "--toward", "USA", "--prior", "inf"], "prior"),
        (&["series", "--of", "NZL", "--toward", "USA", "--voices", "rumour"], "rumour"),
        (&["series", "--of", "NZL", "--toward", "USA", "--format", "xml"], "csv"),
        (&["series", "--of", "NZL", "--toward", "USA", "--as-of", "someday"], "--as-of"),
        (&["series", "--of", "NZL", "--toward", "USA", "--from", "../2020"], "no first day"),
        (&["series", "--of", "NZL", "--toward", "USA", "--to", "2020/.."], "no last day"),
        (&["series", "--of", "NZL", "--toward", "USA", "--step", "0"], "1 or more"),
        (&["series", "--of", "NZL", "--toward", "USA", "--from", "2025", "--to", "2024"], "is after --to"),
        (&["series", "--of", "NZL", "--toward", "USA", "--as-of", "2025", "--step", "7"], "--step"),
        (&["screenshot"], "<OUT.png>"),
        (&["screenshot", "o.png", "--size", "wide"], "1280x800"),
        (&["screenshot", "o.png", "--theme", "blue"], "light, dark, system"),
        (&["--source", "no-file"], "patman=article.txt"),
        (&["--as-of", "soon"], "--as-of"),
    ];
    for (arguments, said) in cases {
        refuses(&detente(arguments), 2, &[said, "see detente --help"]);
    }
}

#[test]
fn help_and_version_are_answers_not_errors() {
    for arguments in [&["--help"][..], &["check", "--help"], &["series", "--help"], &["screenshot", "--help"]]
    {
        let ended = detente(arguments);
        assert_eq!((ended.code, ended.err.as_str()), (0, ""), "{arguments:?}");
        assert!(ended.out.contains("Examples:"), "{arguments:?}");
    }
    let version = detente(&["--version"]);
    assert_eq!(version.out, format!("detente {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_help_lists_every_command_and_flag() {
    let help = detente(&["--help"]).out;
    for name in ["check", "schema", "info", "series", "pairs", "screenshot"] {
        assert!(help.contains(name), "{name}");
    }
    for flag in ["--source", "--select", "--as-of", "--theme"] {
        assert!(help.contains(flag), "{flag}");
        assert!(detente(&["screenshot", "--help"]).out.contains(flag), "screenshot {flag}");
    }
}

#[test]
fn without_a_display_the_window_is_refused_in_one_line() {
    for arguments in [&[][..], &["screenshot", "never-written.png"]] {
        refuses(&detente(arguments), 1, &["display"]);
    }
    assert!(!std::path::Path::new("never-written.png").exists());
}

#[test]
fn a_file_that_is_not_there_is_told_in_one_line() {
    for command in [&["info", "no-such.json"][..], &["series", "no-such.json", "--of", "A", "--toward", "B"]]
    {
        refuses(&detente(command), 1, &["no-such.json"]);
    }
}

#[test]
#[cfg(unix)]
fn a_name_with_a_line_break_does_not_break_the_line() {
    refuses(&detente(&["info", "no\nsuch\u{1b}[31m.json"]), 1, &["such"]);
}
