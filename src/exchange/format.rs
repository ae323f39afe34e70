//! The formats: their names, endings, and which way they go.

use std::path::Path;

macro_rules! formats {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $title:literal, [$($ending:literal),*], $in:literal, $out:literal;)*) => {
        /// A format in which data comes or goes.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Format {
            $($(#[$doc])* $variant,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name on the command line.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What people call it.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// The endings of its files, without the dot, the usual one first.
            pub fn endings(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($ending),*],)* }
            }

            /// Whether it can be read.
            pub fn is_read(self) -> bool {
                match self { $(Self::$variant => $in,)* }
            }

            /// Whether it can be written.
            pub fn is_written(self) -> bool {
                match self { $(Self::$variant => $out,)* }
            }
        }
    };
}

formats! {
    /// Our own format.
    Detente = "detente", "Detente dataset", ["json"], true, true;
    /// Objects of JSON, one a line or in a list: our own records, or the rows of a table.
    Ndjson = "ndjson", "JSON lines (NDJSON)", ["ndjson", "jsonl"], true, true;
    /// GDELT event files, 1.0 and 2.0.
    Gdelt = "gdelt", "GDELT events", ["export.csv", "csv", "tsv"], true, false;
    /// ICEWS event files.
    Icews = "icews", "ICEWS events", ["tab", "tsv", "txt"], true, false;
    /// POLECAT event files.
    Polecat = "polecat", "POLECAT events", ["txt", "tsv", "tab"], true, false;
    /// Tables with a header: CSV or tab-separated, alone or in a ZIP.
    Table = "csv", "Table (CSV, TSV)", ["csv", "tsv", "zip"], true, true;
    /// Graph Exchange XML Format 1.2 and 1.3.
    Gexf = "gexf", "GEXF graph", ["gexf"], true, true;
    /// Graph Markup Language.
    GraphMl = "graphml", "GraphML graph", ["graphml"], true, true;
    /// The DOT language of Graphviz.
    Dot = "dot", "DOT graph", ["dot", "gv"], false, true;
    /// Cytoscape Exchange, version 2.
    Cx2 = "cx2", "Cytoscape CX2 graph", ["cx2"], true, true;
    /// JSON Graph Format, version 2.
    JsonGraph = "jgf", "JSON Graph Format", ["jgf.json", "jgf", "json"], true, true;
    /// Node-link JSON, as networkx writes it.
    NodeLink = "node-link", "Node-link JSON graph", ["node-link.json", "json"], true, true;
    /// W3C Web Annotations in JSON-LD.
    WebAnnotation = "web-annotation", "W3C Web Annotations", ["jsonld", "json"], true, true;
    /// Citations in CSL-JSON.
    CslJson = "csl-json", "CSL-JSON citations", ["csl.json", "json"], true, true;
    /// Citations in BibTeX and BibLaTeX.
    BibTex = "bibtex", "BibTeX citations", ["bib"], true, true;
}

impl Format {
    /// The format of a name on the command line.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.word() == word)
    }

    /// The formats that a file's name may mean, the likeliest first: those with the longest ending. The endings of
    /// containers (`.gz`, `.zip`) are looked through, unless they are a format's own.
    pub fn of_name(path: &Path) -> Vec<Self> {
        let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
        let inner = [".gz", ".zip"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(&name);
        let mut found: Vec<(usize, Self)> = Vec::new();
        for &format in Self::ALL {
            let fits = |ending: &&&str| {
                [name.as_str(), inner].iter().any(|name| name.ends_with(&format!(".{ending}")))
            };
            if let Some(longest) = format.endings().iter().filter(fits).map(|ending| ending.len()).max() {
                found.push((longest, format));
            }
        }
        // A stable sort: among equals, the order of the list above.
        found.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
        found.into_iter().map(|(_, format)| format).collect()
    }

    /// The format in which to write a file of a name; `None` where no format that is written has its ending.
    pub fn to_write(path: &Path) -> Option<Self> {
        Self::of_name(path).into_iter().find(|format| format.is_written())
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.title())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_the_format_of_its_longest_ending() {
        let of = |name: &str| Format::of_name(Path::new(name)).first().copied();
        assert_eq!(of("a.json"), Some(Format::Detente));
        assert_eq!(of("a.csl.json"), Some(Format::CslJson));
        assert_eq!(of("20250101.export.CSV.zip"), Some(Format::Gdelt));
        assert_eq!(of("a.gexf.gz"), Some(Format::Gexf));
        assert_eq!(of("a.jsonl.gz"), Some(Format::Ndjson));
        assert_eq!(of("tables.zip"), Some(Format::Table));
        assert_eq!(of("a.doc"), None);
        assert_eq!(Format::to_write(Path::new("a.tab")), None);
        assert_eq!(Format::to_write(Path::new("a.gv")), Some(Format::Dot));
    }

    #[test]
    fn every_format_has_its_own_name() {
        for &format in Format::ALL {
            assert_eq!(Format::of_word(format.word()), Some(format));
        }
    }
}
