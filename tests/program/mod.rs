//! Running the real program, without a display and without this user's preferences.

#![allow(dead_code, reason = "each test file uses a part of this")]

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// How a run ended.
pub struct Ended {
    /// The exit code.
    pub code: i32,
    /// What was printed.
    pub out: String,
    /// What was complained of.
    pub err: String,
}

/// The program with some arguments, not yet started.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
    command
        .args(arguments)
        .stdin(Stdio::null())
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .env("XDG_CONFIG_HOME", env!("CARGO_TARGET_TMPDIR"));
    command
}

/// Runs the program to its end.
pub fn detente(arguments: &[&str]) -> Ended {
    let Output { status, stdout, stderr } = command(arguments).output().expect("the program starts");
    Ended {
        code: status.code().expect("no signal ended the program"),
        out: String::from_utf8(stdout).expect("stdout is text"),
        err: String::from_utf8(stderr).expect("stderr is text"),
    }
}

/// A file that lasts as long as the value.
pub struct TempFile {
    folder: tempfile::TempDir,
    name: String,
}

impl TempFile {
    /// Writes a file of this name into a folder of its own.
    pub fn new(name: &str, contents: impl AsRef<[u8]>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(name), contents).expect("a file");
        Self { folder, name: name.to_owned() }
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    /// Where it is, as an argument.
    pub fn argument(&self) -> String {
        self.path().to_str().expect("a path of text").to_owned()
    }
}

/// A small dataset: two states, an instrument, and three events of New Zealand toward Australia, two of them
/// facts.
pub const SMALL: &str = r#"{
  "format": "detente/1", "id": "small", "title": "A small dataset",
  "documents": [{ "id": "report", "type": "report", "title": "[Report]", "issued": "2025-06" }],
  "excerpts": [
    { "id": "talks", "document": "report", "paragraph": 1, "voice": "reported", "gloss": "Talks were held.",
      "selector": [{ "type": "TextQuoteSelector", "exact": "held talks on trade" }] },
    { "id": "view", "document": "report", "paragraph": 2, "voice": "judgement", "gloss": "It was a failure.",
      "selector": [{ "type": "TextQuoteSelector", "exact": "failed in all but name" }] }
  ],
  "actors": [
    { "id": "NZL", "kind": "state", "name": "New Zealand" },
    { "id": "AUS", "kind": "state", "name": "Australia" }
  ],
  "instruments": [{ "id": "pact", "kind": "agreement", "name": "Pact", "evidence": ["talks"] }],
  "relationships": [
    { "id": "nzl-pact", "kind": "participation", "from": "NZL", "to": "pact", "period": "2025-01/2025-06",
      "evidence": ["talks"] }
  ],
  "events": [
    { "id": "visit", "label": "Visit", "code": "cameo:042", "from": "NZL", "to": "AUS", "date": "2025-01-10",
      "evidence": ["talks"] },
    { "id": "signing", "label": "Signing", "code": "cameo:057", "from": "NZL", "to": "AUS",
      "date": "2025-03-11", "evidence": ["talks"] },
    { "id": "failure", "label": "Failure", "code": "cameo:111", "from": "NZL", "to": "AUS",
      "date": "2025-04-01", "evidence": ["view"] }
  ]
}
"#;
