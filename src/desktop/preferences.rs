//! What persists between runs: window and panel sizes, theme, text size, recent files.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::export::choices::FigureChoices;
use crate::theme::ThemeChoice;

/// How many recent files are kept.
const RECENT: usize = 8;

/// The preferences of a person on a machine.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Preferences {
    /// Light, dark, or as the desktop has it.
    pub theme: ThemeChoice,
    /// Scale of everything; 1 is normal.
    pub scale: f32,
    /// Inner size of the window in points.
    pub window: [f32; 2],
    /// Whether the window filled the screen.
    pub maximized: bool,
    /// Whether the outline is shown.
    pub outline: bool,
    /// Whether the inspector is shown.
    pub inspector: bool,
    /// Width of the outline in points.
    pub outline_width: f32,
    /// Width of the right-hand panels in points.
    pub right_width: f32,
    /// Height of the timeline in points.
    pub timeline_height: f32,
    /// Height of the inspector in points.
    pub inspector_height: f32,
    /// Datasets opened lately, the latest first.
    pub recent: Vec<PathBuf>,
    /// The folder in which data was saved last; empty before the first.
    pub data_folder: PathBuf,
    /// How figures were wanted last.
    pub figure: FigureChoices,
}

impl Default for Preferences {
    fn default() -> Self {
        Self::for_window([1280.0, 800.0])
    }
}

impl Preferences {
    /// The defaults for a window of a size in points: larger windows have larger panels beside the diagram.
    pub fn for_window(window: [f32; 2]) -> Self {
        let [width, height] = window;
        Self {
            theme: ThemeChoice::default(),
            scale: 1.0,
            window,
            maximized: false,
            outline: true,
            inspector: true,
            outline_width: (0.156 * width).clamp(160.0, 320.0),
            right_width: (0.25 * width).clamp(240.0, 560.0),
            timeline_height: (0.34 * height).clamp(180.0, 480.0),
            inspector_height: (0.41 * height).clamp(160.0, 640.0),
            recent: Vec::new(),
            data_folder: PathBuf::new(),
            figure: FigureChoices::default(),
        }
    }
}

impl Preferences {
    /// Where preferences are kept; `None` where the machine has no home for them.
    pub fn path() -> Option<PathBuf> {
        directories::ProjectDirs::from("", "", "detente")
            .map(|dirs| dirs.config_dir().join("preferences.json"))
    }

    /// Reads preferences. A file that cannot be understood is set aside as `….broken`, and the second
    /// value says so in a sentence; without a file the defaults hold.
    pub fn load(path: &Path) -> (Self, Option<String>) {
        let Ok(bytes) = std::fs::read(path) else { return (Self::default(), None) };
        match serde_json::from_slice::<Self>(&bytes) {
            Ok(preferences) => (preferences.within_bounds(), None),
            Err(error) => (Self::default(), Some(set_aside(path, &error))),
        }
    }

    /// Writes preferences beside the file and renames, so that a crash leaves the old or the new whole.
    ///
    /// # Errors
    /// Where the directory cannot be made or the file not written.
    pub fn save(&self, path: &Path) -> std::io::Result<()> {
        let directory = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(directory)?;
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        serde_json::to_writer_pretty(&mut file, self)?;
        file.write_all(b"\n")?;
        file.persist(path)?;
        Ok(())
    }

    /// Puts a file at the head of the recent ones.
    pub fn remember(&mut self, file: &Path) {
        let file = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
        self.recent.retain(|recent| *recent != file);
        self.recent.insert(0, file);
        self.recent.truncate(RECENT);
    }

    /// Numbers that would hide a panel or the window are brought back into view.
    fn within_bounds(mut self) -> Self {
        let defaults = Self::default();
        let keep = |value: f32, low: f32, high: f32, default: f32| {
            if value.is_finite() { value.clamp(low, high) } else { default }
        };
        self.scale = keep(self.scale, 0.5, 3.0, defaults.scale);
        self.window[0] = keep(self.window[0], 640.0, 16_384.0, defaults.window[0]);
        self.window[1] = keep(self.window[1], 400.0, 16_384.0, defaults.window[1]);
        self.outline_width = keep(self.outline_width, 120.0, 600.0, defaults.outline_width);
        self.right_width = keep(self.right_width, 200.0, 900.0, defaults.right_width);
        self.timeline_height = keep(self.timeline_height, 140.0, 1200.0, defaults.timeline_height);
        self.inspector_height = keep(self.inspector_height, 80.0, 1200.0, defaults.inspector_height);
        self.figure = self.figure.within_bounds();
        self
    }
}

fn set_aside(path: &Path, error: &serde_json::Error) -> String {
    let broken = path.with_extension("json.broken");
    let whereto = match std::fs::rename(path, &broken) {
        Ok(()) => format!("set aside as {}", broken.display()),
        Err(_) => "left as they are".to_owned(),
    };
    format!("Your preferences could not be understood ({error}); they were {whereto}, and the defaults hold.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_come_back_as_they_were_saved() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("deep/preferences.json");
        let mut preferences = Preferences { scale: 1.25, outline: false, ..Preferences::default() };
        preferences.remember(Path::new("/data/a.json"));
        preferences.remember(Path::new("/data/b.json"));
        preferences.remember(Path::new("/data/a.json"));
        preferences.save(&path)?;
        let (loaded, notice) = Preferences::load(&path);
        assert_eq!((loaded.clone(), notice), (preferences, None));
        assert_eq!(loaded.recent, [PathBuf::from("/data/a.json"), PathBuf::from("/data/b.json")]);
        Ok(())
    }

    #[test]
    fn a_broken_file_is_set_aside_and_said() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("preferences.json");
        std::fs::write(&path, b"{ not json")?;
        let (loaded, notice) = Preferences::load(&path);
        assert_eq!(loaded, Preferences::default());
        assert!(notice.is_some_and(|notice| notice.contains("set aside")));
        assert!(!path.exists() && directory.path().join("preferences.json.broken").exists());
        Ok(())
    }

    #[test]
    fn sizes_that_would_hide_the_window_are_mended() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("preferences.json");
        std::fs::write(&path, br#"{"window": [1.0, 900000.0], "scale": 0.0, "right-width": -5.0}"#)?;
        let (loaded, _) = Preferences::load(&path);
        assert_eq!(loaded.window, [640.0, 16_384.0]);
        assert_eq!((loaded.scale, loaded.right_width), (0.5, 200.0));
        Ok(())
    }
}
