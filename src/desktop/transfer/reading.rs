//! A file that is being read, and the dialog that says how far that is.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use egui::{Context, Key, Label, Modifiers, ProgressBar, Response, RichText, StrokeKind, Ui};
use sha2::{Digest, Sha256};

use crate::dataset::diagnostic::Report as Check;
use crate::dataset::{Dataset, Loaded, Origin, save};
use crate::desktop::modal::modal;
use crate::desktop::task::{self, Task};
use crate::exchange::input::Source;
use crate::exchange::open::{dataset as opened_dataset, no_problems};
use crate::exchange::table::{self, Preview};
use crate::exchange::{
    self, ExchangeError, Format, Import, Opened, Options, Progress, Report, ndjson, sniff,
};
use crate::session::Session;

use super::{bytes, name_of};

/// Seconds after which a person wants to know what is going on.
const PATIENCE: f64 = 0.3;

/// Seconds between two looks at how far it is.
const BEAT: f32 = 0.1;

/// What came of a file that could be read.
pub struct Taken {
    /// Its dataset, or that of the two which were merged.
    pub session: Box<Session>,
    /// What the checks of our own format say.
    pub check: Check,
    /// What became of everything in it; nothing to tell of a file in our own format that was opened.
    pub reports: Vec<Report>,
    /// Whether it holds a table, of which the person may say which column is what.
    pub is_table: bool,
}

/// Why nothing came of a file.
pub enum Refused {
    /// It is in our own format, and wrong: the list.
    Checked(Check),
    /// It holds tables, and which column is what is not told for sure: their first rows, and a guess.
    Unsure(Vec<Preview>),
    /// One line says why.
    Failed(String),
}

impl From<ExchangeError> for Refused {
    fn from(error: ExchangeError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// How far the reading is.
pub enum Step {
    /// It goes on.
    Working,
    /// It is done.
    Done(Box<Result<Taken, Refused>>),
    /// The person wants no more of it.
    Cancelled,
}

/// Height of the bar.
const HEIGHT: f32 = 10.0;

/// Reads a file that is to be shown: [`exchange::open()`], or what a test puts in its place.
pub type Opener = Box<dyn FnOnce(&Path, &Options, &Arc<Progress>) -> Result<Opened, ExchangeError> + Send>;

/// A file that is being read.
pub struct Reading {
    path: PathBuf,
    progress: Arc<Progress>,
    task: Task<Result<Taken, Refused>>,
    /// The network of a large dataset, once it is read.
    network: Receiver<Session>,
    /// Whether the network is shown, so that nothing lies over it.
    has_network: bool,
    since: Option<f64>,
}

impl Reading {
    /// Begins to read a file that is to be shown.
    pub fn open(ctx: &Context, path: &Path, options: Options, open: Opener) -> Self {
        let (sender, network) = channel();
        let wake = ctx.clone();
        let progress = Progress::with_viewer(move |network| {
            let (sender, wake) = (sender.clone(), wake.clone());
            // So that the reading goes on meanwhile.
            std::thread::spawn(move || {
                // Nobody may wait for it any more.
                let _ = sender.send(Session::new(Arc::new(network)));
                wake.request_repaint();
            });
        });
        Self::begin(ctx, path, progress, network, move |path, progress| {
            open_file(path, &options, progress, open)
        })
    }

    /// Begins to read a file that is to be merged into a dataset.
    pub fn merge(ctx: &Context, path: &Path, into: Arc<Dataset>, options: Options) -> Self {
        let (_, nothing) = channel();
        Self::begin(ctx, path, Progress::default(), nothing, move |path, progress| {
            merge_file(path, &into, &options, progress)
        })
    }

    fn begin(
        ctx: &Context,
        path: &Path,
        progress: Progress,
        network: Receiver<Session>,
        read: impl FnOnce(&Path, &Arc<Progress>) -> Result<Taken, Refused> + Send + 'static,
    ) -> Self {
        let progress = Arc::new(progress);
        let (file, seen) = (path.to_owned(), Arc::clone(&progress));
        let task = Task::new(ctx, move || read(&file, &seen));
        Self { path: path.to_owned(), progress, task, network, has_network: false, since: None }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The network of the file, once, when it is there before the rest: it is shown from now on.
    pub fn take_network(&mut self) -> Option<Session> {
        let network = self.network.try_recv().ok()?;
        self.has_network = true;
        Some(network)
    }

    /// Whether the network is shown while the rest is read.
    pub fn has_network(&self) -> bool {
        self.has_network
    }

    /// Says, where the events will be, that they are not there yet. Returns whether the person wants no more of them.
    pub fn in_place_of_events(&self, ui: &mut Ui) -> bool {
        let share = self.progress.share().unwrap_or(0.0);
        let name = name_of(&self.path);
        // A panel is as large as what is in it: this one stays as large as it is.
        ui.set_min_size(ui.available_size());
        ui.vertical_centered(|ui| {
            ui.add_space(0.3 * ui.available_height());
            let bar = ProgressBar::new(share).desired_width(240.0).desired_height(HEIGHT);
            let shown = ui.add(bar.fill(ui.visuals().hyperlink_color));
            self.describe(&shown);
            let percent = (100.0 * share).floor();
            let told = format!("Reading {name}: {percent} %. Events and more excerpts follow.");
            ui.add(Label::new(told).truncate()).on_hover_text(self.path.display().to_string());
            ui.add_space(6.0);
            ui.button("Cancel").on_hover_text("Show again what was there before").clicked()
        })
        .inner
    }

    /// Shows how far it is, where that takes long.
    pub fn ui(&mut self, ctx: &Context) -> Step {
        match self.task.poll() {
            task::Progress::Working => {}
            task::Progress::Done(taken) => return Step::Done(Box::new(taken)),
            task::Progress::Broken => {
                let what = format!("{} cannot be read: its reader broke off", self.path.display());
                return Step::Done(Box::new(Err(Refused::Failed(what))));
            }
        }
        ctx.request_repaint_after_secs(BEAT);
        if self.has_network {
            return Step::Working;
        }
        let now = ctx.input(|input| input.time);
        if now - *self.since.get_or_insert(now) < PATIENCE {
            return Step::Working;
        }
        let mut is_cancelled = false;
        let modal = modal(ctx, "reading").show(ctx, |ui| {
            ui.set_width(420.0);
            is_cancelled = self.contents(ui);
        });
        // A click beside it must not cost what was read.
        let escapes = modal.is_top_modal && ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape));
        if is_cancelled || escapes { Step::Cancelled } else { Step::Working }
    }

    /// How far it is, and whether it is cancelled.
    fn contents(&self, ui: &mut Ui) -> bool {
        let heading = RichText::new(format!("Reading {}", name_of(&self.path))).heading();
        ui.add(Label::new(heading).truncate()).on_hover_text(self.path.display().to_string());
        ui.add_space(6.0);
        let (read, total) = self.progress.bytes();
        let share = self.progress.share();
        let bar = ProgressBar::new(share.unwrap_or(0.0)).desired_height(HEIGHT).animate(share.is_none());
        let shown = ui.add(bar.fill(ui.visuals().hyperlink_color));
        let edge = ui.visuals().widgets.inactive.bg_stroke;
        ui.painter().rect_stroke(shown.rect, 0.5 * HEIGHT, edge, StrokeKind::Outside);
        let told = match share {
            Some(share) if share < 1.0 => format!("{} of {}", bytes(read), bytes(total)),
            Some(_) => format!("{} read; putting it together…", bytes(total)),
            None => bytes(read),
        };
        self.describe(&shown);
        ui.label(RichText::new(told).weak());
        ui.add_space(10.0);
        ui.button("Cancel").on_hover_text("Leave everything as it is (Esc)").clicked()
    }

    /// Tells screen readers how far it is.
    fn describe(&self, bar: &Response) {
        bar.widget_info(|| {
            let mut info = egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, "Read so far");
            info.value = self.progress.share().map(|share| f64::from(share) * 100.0);
            info
        });
    }
}

impl Drop for Reading {
    /// Nobody waits for what is not asked for any more.
    fn drop(&mut self) {
        self.progress.cancel();
    }
}

fn open_file(
    path: &Path,
    options: &Options,
    progress: &Arc<Progress>,
    open: Opener,
) -> Result<Taken, Refused> {
    let is_table = is_table(path);
    let taken = |dataset: Dataset, check, reports| Taken {
        session: Box::new(Session::new(Arc::new(dataset))),
        check,
        reports,
        is_table,
    };
    if is_table {
        ask_for_columns(path, options)?;
    }
    match open(path, options, progress)? {
        Opened::Dataset(loaded) => {
            let Loaded { dataset, report } = *loaded;
            match dataset {
                Some(dataset) => Ok(taken(dataset, report, Vec::new())),
                None => Err(Refused::Checked(report)),
            }
        }
        Opened::Imported { dataset, report } => {
            let check = no_problems(&report.file);
            Ok(taken(*dataset, check, vec![report]))
        }
    }
}

fn merge_file(
    path: &Path,
    into: &Dataset,
    options: &Options,
    progress: &Arc<Progress>,
) -> Result<Taken, Refused> {
    let is_table = is_table(path);
    if is_table {
        ask_for_columns(path, options)?;
    }
    let Import { record, report } = exchange::import(path, options, progress)?;
    let mut merging = Report::new(&report.file);
    merging.format = format!("merged into “{}”", into.title);
    let record = exchange::merge(save::to_record(into), record, &mut merging);
    let text = save::to_json(&record);
    let mut dataset = opened_dataset(&report.file, record)?;
    // It is in no file yet: this is the one that `Save dataset as…` makes.
    let sha256 = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    dataset.origin = Origin { file: Some(format!("{}.json", dataset.key)), sha256 };
    Ok(Taken {
        session: Box::new(Session::new(Arc::new(dataset))),
        check: no_problems(&report.file),
        reports: vec![report, merging],
        is_table,
    })
}

/// Refuses tables of one of which it is not told for sure which column is what, unless the person has said it.
fn ask_for_columns(path: &Path, options: &Options) -> Result<(), Refused> {
    if options.mappings.is_some() {
        return Ok(());
    }
    let unsure = |preview: &Preview| !preview.problems.is_empty() || !preview.mapping.missing().is_empty();
    let tables = table::preview(path)?;
    if tables.iter().any(unsure) { Err(Refused::Unsure(tables)) } else { Ok(()) }
}

/// Whether a file is told to hold tables. What cannot be read is told by the import.
pub fn is_table(path: &Path) -> bool {
    let Ok(mut source) = Source::open(path, &Arc::default()) else { return false };
    let is_several = source.parts.len() > 1;
    let Some(part) = source.parts.first_mut() else { return false };
    let name = part.name.clone();
    let is_one = |head: &str| match sniff::format_of(&name, head) {
        Ok(Format::Table) => true,
        Ok(Format::Ndjson) => !ndjson::is_dataset(head),
        Ok(_) | Err(_) => false,
    };
    is_several || part.head().is_ok_and(is_one)
}
