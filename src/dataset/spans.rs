//! Where the values of some paths stand in a JSON text, found in one pass that keeps nothing else.

use std::collections::BTreeMap;
use std::ops::Range;

use super::locate::{JsonPath, Step};

/// The spans of some paths.
#[derive(Debug, Default)]
pub(super) struct Spans(BTreeMap<JsonPath, Range<usize>>);

impl Spans {
    /// Finds paths in a text that is valid JSON. In any other it finds something, or nothing.
    pub(super) fn find<'a>(text: &str, paths: impl IntoIterator<Item = &'a JsonPath>) -> Self {
        let mut wanted: Vec<&JsonPath> = paths.into_iter().collect();
        wanted.sort_unstable();
        wanted.dedup();
        let mut search = Search { bytes: text.as_bytes(), at: 0, found: BTreeMap::new() };
        if !wanted.is_empty() {
            search.value(&wanted, 0);
        }
        Self(search.found)
    }

    /// The span to point at for a path that was asked for: all of a scalar, the opening bracket of a list or an
    /// object; where the value is not there, that of the innermost value on the way that is.
    pub(super) fn of(&self, path: &JsonPath) -> Range<usize> {
        self.0.get(path).cloned().unwrap_or(0..0)
    }
}

struct Search<'a> {
    bytes: &'a [u8],
    at: usize,
    found: BTreeMap<JsonPath, Range<usize>>,
}

impl Search<'_> {
    /// Reads one value. `wanted` are the sorted paths that lead to it or into it; `depth` is the number of steps
    /// that led here.
    fn value(&mut self, wanted: &[&JsonPath], depth: usize) {
        self.skip_space();
        let start = self.at;
        if wanted.is_empty() {
            self.skip_value();
            return;
        }
        match self.bytes.get(start) {
            Some(b'{') => self.entries(wanted, depth, b'}'),
            Some(b'[') => self.entries(wanted, depth, b']'),
            _ => self.skip_value(),
        }
        let is_compound = matches!(self.bytes.get(start), Some(b'{' | b'['));
        let span = start..if is_compound { start + 1 } else { self.at };
        for path in wanted {
            // What lies inside was found by now, or is not there.
            self.found.entry((*path).clone()).or_insert_with(|| span.clone());
        }
    }

    /// Reads the entries of a list or an object, up to its closing bracket.
    fn entries(&mut self, wanted: &[&JsonPath], depth: usize, close: u8) {
        self.at += 1;
        for index in 0.. {
            self.skip_space();
            match self.bytes.get(self.at) {
                None => return,
                Some(&byte) if byte == close => {
                    self.at += 1;
                    return;
                }
                Some(b',') => {
                    self.at += 1;
                    self.skip_space();
                }
                Some(_) => {}
            }
            let step = if close == b'}' { self.name() } else { Some(Step::Index(index)) };
            let inner = step.map_or(&[][..], |step| within(wanted, depth, &step));
            let before = self.at;
            self.value(inner, depth + 1);
            if self.at == before {
                return;
            }
        }
    }

    /// Reads the name of a field and its colon.
    fn name(&mut self) -> Option<Step> {
        let start = self.at;
        self.skip_text();
        let name =
            self.bytes.get(start..self.at).and_then(|name| serde_json::from_slice::<String>(name).ok());
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b':') {
            self.at += 1;
        }
        name.map(Step::Field)
    }

    fn skip_space(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    /// Moves past a text in quotation marks.
    fn skip_text(&mut self) {
        self.at += 1;
        while let Some(next) = self.bytes.get(self.at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            self.at += next + 1;
            if self.bytes.get(self.at - 1) == Some(&b'"') {
                return;
            }
            self.at += 1;
        }
        self.at = self.bytes.len();
    }

    /// Moves past a value of any kind, without a stack: brackets are counted.
    fn skip_value(&mut self) {
        let mut open = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => self.skip_text(),
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                }
                b'}' | b']' if open == 0 => return,
                b'}' | b']' => {
                    open -= 1;
                    self.at += 1;
                }
                b',' if open == 0 => return,
                byte if open == 0 && byte.is_ascii_whitespace() => return,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if open == 0 {
                return;
            }
        }
    }
}

/// The part of sorted paths that goes on with a step, which stand together.
fn within<'p, 'a>(wanted: &'p [&'a JsonPath], depth: usize, step: &Step) -> &'p [&'a JsonPath] {
    let of = |path: &JsonPath| path.steps().get(depth).map(|found| found.cmp(step));
    // A path that ends here sorts before all that go on.
    let start = wanted.partition_point(|path| of(path).is_none_or(|order| order.is_lt()));
    let end = wanted.partition_point(|path| of(path).is_none_or(|order| order.is_le()));
    &wanted[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::bundled;
    use crate::dataset::locate::Tree;

    fn all_paths(value: &serde_json::Value, path: JsonPath, paths: &mut Vec<JsonPath>) {
        match value {
            serde_json::Value::Array(list) => {
                list.iter().enumerate().for_each(|(at, inner)| all_paths(inner, path.index(at), paths));
            }
            serde_json::Value::Object(object) => {
                object.iter().for_each(|(name, inner)| all_paths(inner, path.field(name), paths));
                paths.push(path.field("missing").index(3));
            }
            _ => {}
        }
        paths.push(path);
    }

    #[test]
    fn every_path_has_the_span_that_the_parsed_tree_gives_it() {
        let odd = r#" {"a\u0062" : [ "x\\\"]" , -1.5e3,{ }, [ ] , {"é":null} ] ,"c":true, "": {"":[[[0]]]}}"#;
        for text in [bundled::ALL[0].1, odd] {
            let tree = Tree::parse(text).expect("valid");
            let value = serde_json::from_str(text).expect("valid");
            let mut paths = Vec::new();
            all_paths(&value, JsonPath::root(), &mut paths);
            let spans = Spans::find(text, &paths);
            for path in &paths {
                assert_eq!(spans.of(path), tree.span(path), "{path}");
            }
        }
    }

    #[test]
    fn what_is_no_json_ends() {
        for text in ["", "{", "[", "[1", "{\"a", "{\"a\\", "{\"a\":", "[,,,]", "}", "{]}", "[}"] {
            Spans::find(text, &[JsonPath::root().field("a").index(1)]);
        }
    }
}
