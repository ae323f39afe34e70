//! Opening the window, for a person or for one picture.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use eframe::NativeOptions;
use egui::{ColorImage, Context, Ui, ViewportBuilder, ViewportCommand, vec2};

use crate::analysis::search;
use crate::dataset::diagnostic::Severity;
use crate::dataset::{Dataset, Item, Loaded, bundled};
use crate::exchange::open::no_problems;
use crate::exchange::{self, Opened, Report};
use crate::session::Command;
use crate::session::arrangement::{self, Arrangement, ArrangementKind};
use crate::session::state::parse_window;
use crate::theme::ThemeChoice;

use super::app::{App, document_of};
use super::positions::Position;
use super::preferences::Preferences;
use super::transfer::is_table;

/// What the command line says about the window.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The dataset file; the bundled dataset where there is none.
    pub file: Option<PathBuf>,
    /// Texts of documents: key of the document, file.
    pub sources: Vec<(String, PathBuf)>,
    /// Keys of the items to select.
    pub select: Vec<String>,
    /// How the nodes of the diagram are arranged.
    pub arrangement: ArrangementKind,
    /// Keys of what stands in the middle of rings; the selection where there are none.
    pub around: Vec<String>,
    /// As of which date, or which range, the network is shown.
    pub as_of: Option<String>,
    /// The theme; the person's preference where there is none.
    pub theme: Option<ThemeChoice>,
}

/// One picture of the window.
#[derive(Clone, Debug)]
pub struct Shot {
    /// The PNG file.
    pub picture: PathBuf,
    /// Width and height of the window in pixels.
    pub size: [u32; 2],
    /// Where to write the positions of the items, as JSON.
    pub items: Option<PathBuf>,
}

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum DesktopError {
    /// There is no display.
    #[error(
        "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); \
         `detente figure` makes a picture without one, and check, convert, info, pairs, schema and series need none"
    )]
    NoDisplay,
    /// The window system or the graphics driver refused.
    #[error("the window cannot be opened: {0}")]
    Window(String),
    /// Something that the command line names is not there.
    #[error("{0}")]
    Option(String),
    /// The file cannot be imported.
    #[error("{0}")]
    Import(String),
    /// The dataset has errors; the list is in the text.
    #[error("{0}")]
    Dataset(String),
    /// The screen is smaller than the picture that was asked for.
    #[error("the display has no room for a picture of {0}x{1}, only for {2}x{3}; ask for a smaller --size")]
    NoRoom(u32, u32, usize, usize),
    /// A picture could not be written.
    #[error("{path} cannot be written: {error}", path = .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        error: String,
    },
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// [`DesktopError`], one line for the person.
pub fn run(options: &Options) -> Result<(), DesktopError> {
    require_display()?;
    let preferences_path = Preferences::path();
    let (preferences, notice) = match &preferences_path {
        Some(path) => Preferences::load(path),
        None => (Preferences::default(), None),
    };
    let start = Start::in_window(options, preferences, preferences_path)?;
    let [width, height] = start.preferences.window;
    let viewport = ViewportBuilder::default()
        .with_inner_size(vec2(width, height))
        .with_maximized(start.preferences.maximized);
    open(viewport, move |ctx| {
        let is_imported = start.imported.is_some();
        let mut app = start.app(ctx);
        if is_imported {
            app.show_import();
        }
        if let Some(notice) = notice {
            app.notify(ctx, true, notice);
        }
        app
    })
}

/// Opens the window, waits until it has settled, writes its picture and closes it.
///
/// # Errors
/// [`DesktopError`], one line for the person.
pub fn screenshot(options: &Options, shot: &Shot) -> Result<(), DesktopError> {
    require_display()?;
    let preferences = Preferences::for_window(shot.size.map(|side| side as f32));
    let start = Start::new(options, preferences, None)?;
    if let Some(report) = &start.refused {
        return Err(DesktopError::Dataset(report.clone()));
    }
    let [width, height] = shot.size;
    let viewport =
        ViewportBuilder::default().with_inner_size(vec2(width as f32, height as f32)).with_resizable(false);
    let taken = Taken::default();
    let result = taken.clone();
    open(viewport, move |ctx| Photographer {
        app: start.app(ctx),
        taken,
        still: 0,
        since: 0.0,
        asked: false,
    })?;
    let taken = result.lock().ok().and_then(|mut taken| taken.take());
    let (image, positions) =
        taken.ok_or_else(|| DesktopError::Window("it was closed before its picture was taken".to_owned()))?;
    if image.width() < width as usize || image.height() < height as usize {
        return Err(DesktopError::NoRoom(width, height, image.width(), image.height()));
    }
    write_png(&shot.picture, &image)?;
    if let Some(path) = &shot.items {
        let json = serde_json::to_vec_pretty(&positions).map_err(|error| write_error(path, error))?;
        std::fs::write(path, json).map_err(|error| write_error(path, error))?;
    }
    Ok(())
}

fn require_display() -> Result<(), DesktopError> {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let needs_one = cfg!(all(unix, not(target_os = "macos")));
    if needs_one && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") && !is_set("WAYLAND_SOCKET") {
        return Err(DesktopError::NoDisplay);
    }
    Ok(())
}

fn open<A: eframe::App + 'static>(
    viewport: ViewportBuilder,
    make: impl FnOnce(&Context) -> A + 'static,
) -> Result<(), DesktopError> {
    let viewport = viewport
        .with_title("Detente")
        .with_app_id("detente")
        .with_min_inner_size(vec2(640.0, 400.0))
        .with_drag_and_drop(true);
    let options = NativeOptions { viewport, ..NativeOptions::default() };
    eframe::run_native("detente", options, Box::new(move |cc| Ok(Box::new(make(&cc.egui_ctx)))))
        .map_err(|error| DesktopError::Window(reason(&error.to_string())))
}

/// What the window system says, in one line, without the place in its own source code.
fn reason(text: &str) -> String {
    let said =
        text.split_once("os error at ").and_then(|(_, place_and_reason)| place_and_reason.split_once(": "));
    let reason = said.map_or(text, |(_, reason)| reason);
    reason.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The largest file, in bytes, that is read before there is a window. What is wrong with it, or with what else the
/// command line says, is then told to the shell. A larger one is read in the window, where it can be cancelled.
const AT_ONCE: u64 = 32 << 20;

/// A checked command line and a dataset: all that can fail before there is a window.
struct Start {
    loaded: Loaded,
    /// What became of everything in a file of another format.
    imported: Option<Report>,
    commands: Vec<Command>,
    preferences: Preferences,
    preferences_path: Option<PathBuf>,
    /// The rendered list of errors of a file that cannot be shown.
    refused: Option<String>,
    /// What the command line says about a file that is still to be read.
    later: Option<(PathBuf, Options)>,
}

impl Start {
    /// Reads the file, however large it is.
    fn new(
        options: &Options,
        mut preferences: Preferences,
        preferences_path: Option<PathBuf>,
    ) -> Result<Self, DesktopError> {
        let (loaded, imported) = match &options.file {
            Some(path) => load(path)?,
            None => (bundled::load(), None),
        };
        if let (Some(path), Some(_)) = (&options.file, &loaded.dataset) {
            preferences.remember(path);
        }
        preferences.theme = options.theme.unwrap_or(preferences.theme);
        let commands = match &loaded.dataset {
            Some(dataset) => commands(dataset, options)?,
            None => Vec::new(),
        };
        let refused = loaded.dataset.is_none().then(|| summary(&loaded, options.file.as_deref()));
        Ok(Self { loaded, imported, commands, preferences, preferences_path, refused, later: None })
    }

    /// Leaves a large file to the window, and a table, of which may have to be asked which column is what.
    fn in_window(
        options: &Options,
        preferences: Preferences,
        preferences_path: Option<PathBuf>,
    ) -> Result<Self, DesktopError> {
        let is_large =
            |path: &PathBuf| path.metadata().is_ok_and(|file| file.is_file() && file.len() > AT_ONCE);
        let file = options.file.clone().filter(|path| is_large(path) || is_table(path));
        let Some(path) = file else {
            return Self::new(options, preferences, preferences_path);
        };
        let nothing_yet = Options { theme: options.theme, ..Options::default() };
        let start = Self::new(&nothing_yet, preferences, preferences_path)?;
        Ok(Self { later: Some((path, options.clone())), ..start })
    }

    fn app(self, ctx: &Context) -> App {
        let Self { loaded, imported, commands: wanted, preferences, preferences_path, refused: _, later } =
            self;
        let Loaded { dataset, report } = loaded;
        let refused = dataset.is_none();
        let shown = Arc::new(dataset.or_else(|| bundled::load().dataset).unwrap_or_default());
        let mut app = App::new(ctx, shown, report.clone(), preferences, preferences_path);
        for command in wanted {
            app.command(ctx, command);
        }
        if let Some(report) = imported {
            app.keep_import(report);
        }
        if refused {
            app.show_problems(report);
        }
        if let Some((path, options)) = later {
            let wanted = move |dataset: &Dataset| commands(dataset, &options).map_err(|why| why.to_string());
            app.open_then(ctx, &path, Box::new(wanted));
        }
        app
    }
}

/// Reads a file of any format, with what became of everything in it where it is not in our own.
fn load(path: &Path) -> Result<(Loaded, Option<Report>), DesktopError> {
    let opened = exchange::open(path, &exchange::Options::default(), &Arc::default());
    match opened.map_err(|error| DesktopError::Import(error.to_string()))? {
        Opened::Dataset(loaded) => Ok((*loaded, None)),
        Opened::Imported { dataset, report } => {
            let check = no_problems(&report.file);
            Ok((Loaded { dataset: Some(*dataset), report: check }, Some(report)))
        }
    }
}

fn summary(loaded: &Loaded, path: Option<&Path>) -> String {
    let name = path.map_or_else(|| "the dataset".to_owned(), |path| path.display().to_string());
    let mut errors = loaded.report.diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let first = errors.next().map_or_else(String::new, |error| format!(": {}", error.message));
    match errors.count() {
        0 => format!("{name} cannot be shown{first}"),
        1 => format!("{name} cannot be shown{first}, and 1 more error; detente check lists both"),
        more => format!("{name} cannot be shown{first}, and {more} more errors; detente check lists them"),
    }
}

/// The commands that the options mean.
fn commands(dataset: &Dataset, options: &Options) -> Result<Vec<Command>, DesktopError> {
    let mut commands = Vec::new();
    for (key, path) in &options.sources {
        let document =
            document_of(dataset, key).ok_or_else(|| DesktopError::Option(no_document(dataset, key)))?;
        // Said now, where the shell hears it; the window says what else may be wrong with the text.
        std::fs::File::open(path)
            .map_err(|error| DesktopError::Option(format!("{} cannot be read: {error}", path.display())))?;
        commands.push(Command::AttachSource { document: Some(document), path: path.clone() });
    }
    let items = items_of(dataset, "--select", &options.select)?;
    let around = items_of(dataset, "--around", &options.around)?;
    let middle = if around.is_empty() { &items } else { &around };
    let arrangement = arrangement::asked(dataset, middle, options.arrangement).map_err(|why| {
        DesktopError::Option(format!("--arrangement {}: {why}", options.arrangement.word()))
    })?;
    if arrangement != Arrangement::default() {
        commands.push(Command::Arrange(arrangement));
    }
    if !items.is_empty() {
        commands.push(Command::SelectAll(items));
    }
    if let Some(text) = &options.as_of {
        let window = parse_window(text).map_err(|why| DesktopError::Option(format!("--as-of: {why}")))?;
        commands.push(Command::SetWindow(window));
    }
    Ok(commands)
}

/// The items of keys that follow a flag.
fn items_of(dataset: &Dataset, flag: &str, keys: &[String]) -> Result<Vec<Item>, DesktopError> {
    let item = |key: &String| {
        search::resolve(dataset, key).map_err(|error| DesktopError::Option(format!("{flag}: {error}")))
    };
    keys.iter().map(item).collect()
}

fn no_document(dataset: &Dataset, key: &str) -> String {
    let keys: Vec<&str> = dataset.documents.rows().iter().map(|document| document.key.as_str()).collect();
    format!("--source: no document has the key {key:?}; keys of documents: {}", keys.join(", "))
}

/// The picture and where each thing stands in it, once they are taken.
type Taken = Arc<Mutex<Option<(Arc<ColorImage>, Vec<Position>)>>>;

/// The application, until it has settled and its picture is taken.
struct Photographer {
    app: App,
    taken: Taken,
    /// Frames since the picture came to rest.
    still: u32,
    /// When it did, in seconds.
    since: f64,
    asked: bool,
}

/// Frames that must pass at rest before the picture is taken: sizes and scroll positions settle in a few.
const FRAMES_AT_REST: u32 = 12;
/// Seconds that must pass as well: the panels take up to 0.3 s to scroll, however fast frames are drawn.
const SECONDS_AT_REST: f64 = 0.5;

impl eframe::App for Photographer {
    /// The pointer may rest over the window; the picture does not show what it happens to be over.
    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut egui::RawInput) {
        input.events.retain(|event| {
            !matches!(
                event,
                egui::Event::PointerMoved(_) | egui::Event::PointerButton { .. } | egui::Event::MouseMoved(_)
            )
        });
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.app.frame(ui);
        self.app.dismiss_notices();
        let now = ui.input(|input| input.time);
        if !self.app.is_settled() {
            (self.still, self.since) = (0, now);
        }
        self.still += 1;
        if self.still >= FRAMES_AT_REST && now - self.since >= SECONDS_AT_REST && !self.asked {
            self.asked = true;
            self.ask(ui.ctx());
        }
        ui.ctx().request_repaint();
    }
}

impl Photographer {
    fn ask(&self, ctx: &Context) {
        let (taken, positions, window) = (self.taken.clone(), self.app.positions(), ctx.clone());
        ctx.request_screenshot(move |image| {
            if let Ok(mut taken) = taken.lock() {
                *taken = Some((image, positions));
            }
            window.send_viewport_cmd(ViewportCommand::Close);
            window.request_repaint();
        });
    }
}

fn write_png(path: &Path, image: &ColorImage) -> Result<(), DesktopError> {
    let [width, height] = [image.width() as u32, image.height() as u32];
    let file = std::fs::File::create(path).map_err(|error| write_error(path, error))?;
    let encoder = image::codecs::png::PngEncoder::new(std::io::BufWriter::new(file));
    image::ImageEncoder::write_image(encoder, image.as_raw(), width, height, image::ExtendedColorType::Rgba8)
        .map_err(|error| write_error(path, error))
}

fn write_error(path: &Path, error: impl std::fmt::Display) -> DesktopError {
    DesktopError::Write { path: path.to_owned(), error: error.to_string() }
}
