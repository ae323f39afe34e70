//! Where a figure is saved: the name of its file, and the folder.

use std::path::{Path, PathBuf};

use directories::UserDirs;

use crate::figure::{Format, Panel, recipe};

use super::choices::FigureChoices;

/// The file's name and its folder, as they are typed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The name, with or without an ending.
    pub name: String,
    /// The folder.
    pub folder: String,
}

impl Place {
    /// Where a figure of a panel goes unless the person says otherwise.
    pub fn new(panel: Panel, choices: &FigureChoices) -> Self {
        let folder = if choices.folder.is_dir() { choices.folder.clone() } else { own_folder() };
        Self { name: usual_name(panel, choices.format()), folder: folder.display().to_string() }
    }

    /// How the file is written: its ending says so, else what was chosen last.
    pub fn format(&self, choices: &FigureChoices) -> Format {
        Format::of(Path::new(self.name.trim())).unwrap_or_else(|| choices.format())
    }

    /// The file; `None` where it has no name.
    pub fn path(&self, choices: &FigureChoices) -> Option<PathBuf> {
        let name = self.name.trim();
        let ended = match Format::of(Path::new(name)) {
            Some(_) => name.to_owned(),
            None => format!("{name}.{}", choices.format().ending()),
        };
        (!name.is_empty()).then(|| Path::new(self.folder.trim()).join(ended))
    }

    /// Another format: the name ends as its files do.
    pub fn end_as(&mut self, format: Format) {
        let name = self.name.trim();
        let stem = match Format::of(Path::new(name)) {
            Some(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
            None => name,
        };
        self.name = format!("{stem}.{}", format.ending());
    }

    /// Another panel: a name that was never changed is that of the panel.
    pub fn change_panel(&mut self, from: Panel, to: Panel, choices: &FigureChoices) {
        let format = self.format(choices);
        if self.name == usual_name(from, format) {
            self.name = usual_name(to, format);
        }
    }

    /// The place that the desktop's own dialog gave.
    pub fn go_to(&mut self, path: &Path) {
        if let Some(name) = path.file_name() {
            self.name = name.to_string_lossy().into_owned();
        }
        if let Some(folder) = path.parent() {
            self.folder = folder.display().to_string();
        }
    }
}

fn usual_name(panel: Panel, format: Format) -> String {
    format!("{}.{}", recipe::word(panel), format.ending())
}

/// The folder of the person's documents, else the home, else where the program was started.
pub fn own_folder() -> PathBuf {
    let documents = UserDirs::new().and_then(|dirs| {
        let folders = [dirs.document_dir().map(Path::to_owned), Some(dirs.home_dir().to_owned())];
        folders.into_iter().flatten().find(|folder| folder.is_dir())
    });
    documents.or_else(|| std::env::current_dir().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> Place {
        Place { name: name.to_owned(), folder: "/reports".to_owned() }
    }

    #[test]
    fn a_name_without_an_ending_gets_that_of_the_format() {
        let choices = FigureChoices::default();
        let path = |name| place(name).path(&choices);
        assert_eq!(path("a.PNG"), Some(PathBuf::from("/reports/a.PNG")));
        assert_eq!(path(" fig. 1 "), Some(PathBuf::from("/reports/fig. 1.svg")));
        assert_eq!(path("deep/a.pdf"), Some(PathBuf::from("/reports/deep/a.pdf")));
        assert_eq!(path("  "), None);
        assert_eq!(place("a.PNG").format(&choices), Format::Png);
        assert_eq!(place("a.1").format(&choices), Format::Svg);
    }

    #[test]
    fn another_format_changes_the_ending_and_nothing_else() {
        for (before, after) in
            [("a.svg", "a.pdf"), ("a.b.PNG", "a.b.pdf"), ("a", "a.pdf"), ("fig. 1", "fig. 1.pdf")]
        {
            let mut place = place(before);
            place.end_as(Format::Pdf);
            assert_eq!(place.name, after);
        }
    }

    #[test]
    fn another_panel_renames_only_what_the_person_did_not_name() {
        let choices = FigureChoices::default();
        let mut own = place("diagram.png");
        own.change_panel(Panel::Diagram, Panel::Timeline, &choices);
        assert_eq!(own.name, "timeline.png");
        let mut named = place("herring.png");
        named.change_panel(Panel::Diagram, Panel::Timeline, &choices);
        assert_eq!(named.name, "herring.png");
    }
}
