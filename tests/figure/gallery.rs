//! The figures that the README shows are those that the commands under them make.

use crate::program::{Ended, command};

const README: &str = include_str!("../../README.md");

/// The commands between the marks of the gallery.
fn commands() -> Vec<Vec<String>> {
    let (_, rest) = README.split_once("<!-- gallery -->").expect("the gallery begins");
    let (gallery, _) = rest.split_once("<!-- /gallery -->").expect("the gallery ends");
    let lines = gallery.lines().filter_map(|line| line.strip_prefix("detente "));
    lines.map(|line| shlex::split(line).expect("a command")).collect()
}

#[test]
fn each_figure_of_the_gallery_is_what_its_command_makes() {
    let commands = commands();
    assert_eq!(commands.len(), 3);
    for words in commands {
        let place = words.iter().position(|word| word == "-o").expect("a file") + 1;
        let (shown, folder) = (&words[place], tempfile::tempdir().expect("a folder"));
        assert!(README.contains(&format!("]({shown})")), "{shown} is not shown");
        let made = folder.path().join("figure.png");
        let mut arguments: Vec<&str> = words.iter().map(String::as_str).collect();
        arguments[place] = made.to_str().expect("text");
        let output = command(&arguments).output().expect("the program starts");
        let ended = Ended {
            code: output.status.code().expect("no signal"),
            out: String::new(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        };
        assert_eq!((ended.code, ended.err.as_str()), (0, ""));
        let there =
            std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(shown)).expect("it is there");
        assert!(
            std::fs::read(made).expect("the figure") == there,
            "{shown} is not what its command makes: make it anew"
        );
    }
}
