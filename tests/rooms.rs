//! The rooms import one way, only one of them knows colours, three know no screen, and no file sprawls.

use std::fmt;
use std::path::{Path, PathBuf};

/// The rooms, from the ground up. Each may use itself and those before it.
const ROOMS: &[&str] =
    &["dataset", "exchange", "analysis", "layout", "session", "theme", "views", "figure", "desktop"];

/// The commands without a window stand beside the desktop and use no room that draws on a screen.
const COMMANDS: &str = "commands";
const NOT_FOR_COMMANDS: &[&str] = &["theme", "views", "desktop"];

/// The program: the only place that knows both the commands and the desktop.
const PROGRAM: &str = "main";

/// Rooms that know no screen at all.
const WITHOUT_SCREEN: &[&str] = &["dataset", "exchange", "analysis", "layout"];

/// The only room with colours.
const COLOURS: &str = "theme";

/// The longest that a file may be, in lines.
const LONGEST: usize = 600;

/// Where a room stands in the order, if it is one.
fn level(room: &str) -> Option<usize> {
    ROOMS.iter().position(|&each| each == room)
}

/// Whether code of one room may use another.
fn may_use(from: &str, to: &str) -> bool {
    if from == to {
        return true;
    }
    match (from, to) {
        (PROGRAM, _) => true,
        (COMMANDS, to) => level(to).is_some() && !NOT_FOR_COMMANDS.contains(&to),
        (_, COMMANDS) => false,
        (from, to) => level(to) < level(from),
    }
}

/// A word or mark of Rust code, with its 1-based line. Comments, texts and lifetimes are left out.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Token {
    line: usize,
    text: String,
}

fn tokens(code: &str) -> Vec<Token> {
    let chars: Vec<char> = code.chars().collect();
    let mut reader = Reader { chars: &chars, at: 0, line: 1 };
    let mut tokens = Vec::new();
    while let Some(token) = reader.next_token() {
        tokens.push(token);
    }
    tokens
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
    line: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.chars.get(self.at + ahead).copied()
    }

    fn step(&mut self) -> Option<char> {
        let next = self.peek(0)?;
        self.at += 1;
        self.line += usize::from(next == '\n');
        Some(next)
    }

    fn next_token(&mut self) -> Option<Token> {
        loop {
            let (line, start) = (self.line, self.at);
            match (self.peek(0)?, self.peek(1)) {
                ('/', Some('/')) => {
                    while self.peek(0).is_some_and(|c| c != '\n') {
                        self.step();
                    }
                }
                ('/', Some('*')) => self.skip_block_comment(),
                ('"', _) => self.skip_text(),
                ('r' | 'b' | 'c', _) if self.starts_raw_text() => self.skip_raw_text(),
                ('b' | 'c', Some('"')) => {
                    self.step();
                    self.skip_text();
                }
                ('\'', _) => self.skip_char_or_lifetime(),
                (first, _) if first.is_alphanumeric() || first == '_' => {
                    while self.peek(0).is_some_and(|c| c.is_alphanumeric() || c == '_') {
                        self.step();
                    }
                    return Some(Token { line, text: self.chars[start..self.at].iter().collect() });
                }
                (':', Some(':')) => {
                    self.at += 2;
                    return Some(Token { line, text: "::".to_owned() });
                }
                (other, _) => {
                    self.step();
                    if !other.is_whitespace() {
                        return Some(Token { line, text: other.to_string() });
                    }
                }
            }
        }
    }

    fn skip_block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (Some(_), _) => {
                    self.step();
                    continue;
                }
                (None, _) => return,
            }
            self.at += 2;
            if depth == 0 {
                return;
            }
        }
    }

    fn skip_text(&mut self) {
        self.step();
        while let Some(c) = self.step() {
            match c {
                '\\' => drop(self.step()),
                '"' => return,
                _ => {}
            }
        }
    }

    /// Whether `r"`, `r#"`, `br"` or the like stands here (and not `r#name`).
    fn starts_raw_text(&self) -> bool {
        let start = match (self.peek(0), self.peek(1)) {
            (Some('r'), _) => 1,
            (Some('b' | 'c'), Some('r')) => 2,
            _ => return false,
        };
        let hashes = (start..).take_while(|&ahead| self.peek(ahead) == Some('#')).count();
        self.peek(start + hashes) == Some('"')
    }

    fn skip_raw_text(&mut self) {
        let mut hashes = 0;
        while let Some(c) = self.step() {
            match c {
                '#' => hashes += 1,
                '"' => break,
                _ => {}
            }
        }
        while let Some(c) = self.step() {
            if c == '"' && (0..hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                self.at += hashes;
                return;
            }
        }
    }

    /// `'a'`, `'\n'` and `'\u{1f}'` are characters, `'a` is a lifetime.
    fn skip_char_or_lifetime(&mut self) {
        self.step();
        if self.peek(0) == Some('\\') {
            self.at += 2;
            while self.step().is_some_and(|c| c != '\'') {}
        } else if self.peek(1) == Some('\'') {
            self.step();
            self.step();
        } else {
            while self.peek(0).is_some_and(|c| c.is_alphanumeric() || c == '_') {
                self.step();
            }
        }
    }
}

/// A path from the crate's root that some code names, such as `["dataset", "Day"]`.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Used {
    line: usize,
    path: Vec<String>,
}

/// Every path that `code` names from the root of the crate. `module` is where the code stands, such as
/// `["views", "diagram"]`; `super` and `self` are resolved against it.
fn used_paths(code: &str, module: &[String]) -> Vec<Used> {
    let tokens = tokens(code);
    let mut walk = Walk { tokens: &tokens, used: Vec::new() };
    let mut modules = module.to_vec();
    // The depth of braces at which each `mod name {` inside the file was opened.
    let (mut depth, mut opened) = (0_usize, Vec::new());
    let mut at = 0;
    while at < tokens.len() {
        let text = |place: usize| tokens.get(place).map_or("", |token| token.text.as_str());
        match text(at) {
            "mod" if text(at + 2) == "{" => {
                modules.push(text(at + 1).to_owned());
                depth += 1;
                opened.push(depth);
                at += 3;
            }
            "{" => {
                depth += 1;
                at += 1;
            }
            "}" => {
                if opened.last() == Some(&depth) {
                    opened.pop();
                    modules.pop();
                }
                depth = depth.saturating_sub(1);
                at += 1;
            }
            "crate" | "detente" | "self" | "super"
                if text(at + 1) == "::" && (at == 0 || text(at - 1) != "::") =>
            {
                at = walk.path(at, root_of(text(at), &modules));
            }
            _ => at += 1,
        }
    }
    walk.used
}

/// What `crate`, `detente`, `self` or `super` at the start of a path stands for.
fn root_of(word: &str, modules: &[String]) -> Vec<String> {
    match word {
        "self" => modules.to_vec(),
        "super" => modules[..modules.len().saturating_sub(1)].to_vec(),
        _ => Vec::new(),
    }
}

struct Walk<'a> {
    tokens: &'a [Token],
    used: Vec<Used>,
}

impl Walk<'_> {
    fn text(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// Follows a path whose first word stands at `at` and means `path`. Returns where it ends.
    fn path(&mut self, mut at: usize, mut path: Vec<String>) -> usize {
        let line = self.tokens[at].line;
        while self.text(at + 1) == "::" {
            match self.text(at + 2) {
                "{" => return self.group(at + 3, &path),
                "super" => drop(path.pop()),
                "self" => {}
                word if word.starts_with(|c: char| c.is_alphabetic() || c == '_') => {
                    path.push(word.to_owned());
                }
                "*" => {
                    at += 2;
                    break;
                }
                // The angle brackets of a type.
                _ => break,
            }
            at += 2;
        }
        self.used.push(Used { line, path });
        at + 1
    }

    /// Follows `a::b, c}`, the inside of a group of a `use`. Returns where it ends.
    fn group(&mut self, mut at: usize, prefix: &[String]) -> usize {
        loop {
            match self.text(at) {
                "" => return at,
                "}" => return at + 1,
                "," | "*" => at += 1,
                "as" => at += 2,
                "self" => {
                    self.used.push(Used { line: self.tokens[at].line, path: prefix.to_vec() });
                    at += 1;
                }
                word => {
                    let mut path = prefix.to_vec();
                    path.push(word.to_owned());
                    at = self.path(at, path);
                }
            }
        }
    }
}

/// Every colour that `code` makes up: constructors, constants and literals, but full transparency and egui's
/// mark for a colour that is still to be given.
fn colours(code: &str) -> Vec<(usize, String)> {
    let tokens = tokens(code);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let (member, called) = (text(at + 2), text(at + 1) == "::");
        let made = match token.text.as_str() {
            "Color32" | "Rgba" | "Hsva" | "HsvaGamma" => called && makes_a_colour(member),
            "hex_color" => text(at + 1) == "!",
            _ => false,
        };
        if made {
            found.push((token.line, format!("{}{}{member}", token.text, text(at + 1))));
        }
    }
    found
}

fn makes_a_colour(member: &str) -> bool {
    let constant = member.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    !["TRANSPARENT", "PLACEHOLDER"].contains(&member)
        && (constant || member == "new" || member.starts_with("from_"))
}

/// A file of the sources.
struct File {
    /// Path below `src`.
    path: PathBuf,
    code: String,
}

impl fmt::Display for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "src/{}", self.path.display())
    }
}

impl File {
    /// The modules of the file from the crate's root: `["views", "diagram"]` of `views/diagram/mod.rs`.
    fn module(&self) -> Vec<String> {
        let words = self.path.with_extension("");
        let mut words: Vec<String> =
            words.components().map(|word| word.as_os_str().to_string_lossy().into_owned()).collect();
        if words.last().is_some_and(|word| word == "mod" || (word == "lib" && words.len() == 1)) {
            words.pop();
        }
        words
    }

    /// The room of the file; empty for the map of the rooms, `src/lib.rs`.
    fn room(&self) -> String {
        self.module().first().cloned().unwrap_or_default()
    }
}

fn sources() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &root, &mut files);
    assert!(files.len() > 20, "the sources are where this test looks for them");
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let code = std::fs::read_to_string(&path).expect("a source file");
            let path = path.strip_prefix(root).expect("below the root").to_owned();
            files.push(File { path, code });
        }
    }
}

fn none(found: &[String]) {
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_folder_of_the_sources_is_a_room() {
    let strangers: Vec<String> = sources()
        .iter()
        .filter(|file| {
            let room = file.room();
            !room.is_empty() && level(&room).is_none() && room != COMMANDS && room != PROGRAM
        })
        .map(|file| format!("{file} is in none of the rooms"))
        .collect();
    none(&strangers);
}

#[test]
fn imports_run_one_way() {
    let mut wrong = Vec::new();
    for file in sources() {
        let room = file.room();
        for used in used_paths(&file.code, &file.module()) {
            let Some(other) = used.path.first() else { continue };
            let is_room = level(other).is_some() || other == COMMANDS;
            if !room.is_empty() && is_room && !may_use(&room, other) {
                wrong.push(format!("{file}:{}: {room} uses {}", used.line, used.path.join("::")));
            }
        }
    }
    none(&wrong);
}

#[test]
fn what_needs_no_screen_knows_none() {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| WITHOUT_SCREEN.contains(&file.room().as_str())) {
        for token in tokens(&file.code) {
            if ["egui", "eframe", "epaint", "emath", "egui_plot"].contains(&token.text.as_str()) {
                wrong.push(format!("{file}:{}: {}", token.line, token.text));
            }
        }
    }
    none(&wrong);
}

#[test]
fn only_the_theme_makes_up_colours() {
    let mut wrong = Vec::new();
    for file in sources().iter().filter(|file| file.room() != COLOURS) {
        for (line, colour) in colours(&file.code) {
            wrong.push(format!("{file}:{line}: {colour}"));
        }
    }
    none(&wrong);
}

#[test]
fn no_file_is_longer_than_a_person_reads() {
    let long: Vec<String> = sources()
        .iter()
        .map(|file| (file, file.code.lines().count()))
        .filter(|&(_, lines)| lines > LONGEST)
        .map(|(file, lines)| format!("{file}: {lines} lines"))
        .collect();
    none(&long);
}

mod reading {
    use super::*;

    fn paths(code: &str, module: &str) -> Vec<String> {
        let module: Vec<String> = module.split("::").map(str::to_owned).collect();
        used_paths(code, &module).into_iter().map(|used| used.path.join("::")).collect()
    }

    #[test]
    fn imports_and_paths_in_code_are_found() {
        assert_eq!(paths("use crate::theme::Tokens;", "views"), ["theme::Tokens"]);
        assert_eq!(paths("fn f() { crate::desktop::run() }", "views"), ["desktop::run"]);
        assert_eq!(paths("use detente::commands;", "main"), ["commands"]);
        assert_eq!(paths("pub(crate) fn f() {}", "views"), [""; 0]);
    }

    #[test]
    fn groups_are_taken_apart() {
        let code = "use crate::{analysis::{focus::Focus, index as i}, dataset::{self, Day}, theme::*};";
        let found = ["analysis::focus::Focus", "analysis::index", "dataset", "dataset::Day", "theme"];
        assert_eq!(paths(code, "views"), found);
    }

    #[test]
    fn super_is_resolved_where_it_stands() {
        assert_eq!(paths("use super::super::desktop::run;", "views::diagram"), ["desktop::run"]);
        assert_eq!(paths("use super::model;", "dataset::date"), ["dataset::model"]);
        assert_eq!(paths("mod tests { use super::super::theme; }", "layout"), ["theme"]);
        assert_eq!(paths("mod a { fn f() {} } use super::theme;", "layout"), ["theme"]);
        assert_eq!(paths("use self::pack::Pack;", "layout"), ["layout::pack::Pack"]);
    }

    #[test]
    fn comments_and_texts_are_not_code() {
        let code = r####"
            // crate::a
            /* crate::b /* crate::c */ crate::d */
            const T: &str = "crate::e \" crate::f";
            const R: &str = r#"crate::g "crate::h"#;
            const B: &[u8] = b"crate::i";
            const C: (char, char) = ('"', '\'');
            fn life<'a>(x: &'a str) -> crate::found::It<'a> { x }
        "####;
        assert_eq!(paths(code, "views"), ["found::It"]);
    }

    #[test]
    fn lines_are_counted_through_texts_and_comments() {
        let code = "/* a\n b */\n\"c\nd\"\ncrate::e";
        let lines: Vec<usize> = used_paths(code, &[]).iter().map(|used| used.line).collect();
        assert_eq!(lines, [5]);
    }

    #[test]
    fn rooms_use_what_lies_below_them_and_nothing_above() {
        assert!(may_use("views", "dataset") && may_use("views", "views"));
        assert!(!may_use("dataset", "views") && !may_use("session", "theme"));
        assert!(may_use("commands", "session") && may_use("commands", "figure"));
        assert!(!may_use("commands", "theme") && !may_use("commands", "views"));
        assert!(!may_use("commands", "desktop") && !may_use("desktop", "commands"));
        assert!(may_use("main", "desktop") && may_use("main", "commands"));
        assert!(!may_use("dataset", "commands"));
    }

    #[test]
    fn made_up_colours_are_found() {
        let count = |code| colours(code).len();
        assert_eq!(count("Color32::from_rgb(1, 2, 3); egui::Color32::RED; hex_color!(\"#fff\")"), 3);
        assert_eq!(count("Rgba::from_rgb(0.0, 0.0, 0.0); Color32::LIGHT_BLUE"), 2);
        assert_eq!(count("Color32::TRANSPARENT; fn f(c: Color32) -> Color32 { c }"), 0);
        assert_eq!(count("tokens.ink.gamma_multiply(0.5) // Color32::RED"), 0);
    }

    #[test]
    fn a_file_knows_its_module() {
        let module = |path: &str| File { path: PathBuf::from(path), code: String::new() }.module();
        assert_eq!(module("views/diagram/mod.rs"), ["views", "diagram"]);
        assert_eq!(module("dataset/date.rs"), ["dataset", "date"]);
        assert_eq!(module("main.rs"), ["main"]);
        assert!(module("lib.rs").is_empty());
    }
}
