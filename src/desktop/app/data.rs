//! What the window does with data: it opens and merges files, takes a merge back, and saves the dataset.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Context;

use crate::dataset::diagnostic::Report as Check;
use crate::dataset::{Dataset, bundled};
use crate::desktop::export::sentence;
use crate::desktop::files::{Chosen, Purpose};
use crate::desktop::pages::Page;
use crate::desktop::transfer::{
    Answer, ColumnsDialog, DataExport, Exported, Mapped, Opener, Reading, Refused, Remedies, ReportPage,
    Step, Taken,
};
use crate::exchange::input::Source;
use crate::exchange::{self, Format, Options, Report, sniff, table};
use crate::session::{Command, Session};
use crate::views::diagram::DiagramView;

use super::{App, Views};

/// What is wanted of a dataset that is still to be read, or a line that says why it cannot be had.
pub(in crate::desktop) type Then = Box<dyn FnOnce(&Dataset) -> Result<Vec<Command>, String>>;

/// Files that are read and written, and what is to be told of them.
#[derive(Default)]
pub(super) struct Data {
    reading: Option<(Reading, Wanted)>,
    /// What was shown before the network of the file that is being read.
    aside: Option<(Session, Views)>,
    /// Which column is what, where that is asked.
    columns: Option<(ColumnsDialog, Wanted)>,
    /// What is wanted once the file is there.
    then: Option<Then>,
    /// What became of everything in the files of which the dataset was made, where they were imported.
    imports: Vec<Report>,
    page: Option<ReportPage>,
    export: DataExport,
    /// The table that was read last, where a table was: its columns may have been told wrongly.
    table: Option<(PathBuf, Wanted)>,
    /// What was shown before each merge, the last one at the end.
    before: Vec<Before>,
}

/// What a file is read for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// To be shown.
    Opened,
    /// To be merged into what is shown.
    Merged,
}

/// All that a merge changes.
struct Before {
    session: Session,
    views: Views,
    check: Check,
    imports: Vec<Report>,
}

impl Data {
    /// Whether a file is being read.
    pub(super) fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// The file whose network is shown while the rest of it is read.
    pub(super) fn of_network(&self) -> Option<&Reading> {
        self.reading.as_ref().map(|(reading, _)| reading).filter(|reading| reading.has_network())
    }

    /// Whether something of it lies over the panels.
    pub(super) fn is_open(&self) -> bool {
        (self.is_reading() && self.of_network().is_none())
            || self.columns.is_some()
            || self.page.is_some()
            || self.export.is_open()
    }
}

impl App {
    /// Begins to read a file of any format, to show it in place of the present dataset. That stays until the new one
    /// is there, and for good where there will be none.
    /// Of a large dataset, the network is shown as soon as it is read.
    pub fn open(&mut self, ctx: &Context, path: &Path) {
        self.open_by(ctx, path, Box::new(exchange::open));
    }

    /// As [`Self::open`], with another way to read the file: for tests in which that takes as long as they want.
    pub fn open_by(&mut self, ctx: &Context, path: &Path, opener: Opener) {
        self.stop_reading();
        self.data.then = None;
        self.data.columns = None;
        let reading = Reading::open(ctx, path, Options::default(), opener);
        self.data.reading = Some((reading, Wanted::Opened));
    }

    /// As [`Self::open`]; once the file is there, what is wanted of it is carried out.
    pub(in crate::desktop) fn open_then(&mut self, ctx: &Context, path: &Path, then: Then) {
        self.open(ctx, path);
        self.data.then = Some(then);
    }

    /// Begins to read a file of any format, to merge it into the present dataset.
    pub fn merge(&mut self, ctx: &Context, path: &Path) {
        self.data.then = None;
        self.begin(ctx, path, Wanted::Merged, Options::default());
    }

    fn begin(&mut self, ctx: &Context, path: &Path, wanted: Wanted, options: Options) {
        self.stop_reading();
        self.data.columns = None;
        let reading = match wanted {
            Wanted::Opened => Reading::open(ctx, path, options, Box::new(exchange::open)),
            Wanted::Merged => Reading::merge(ctx, path, Arc::clone(self.session.dataset()), options),
        };
        self.data.reading = Some((reading, wanted));
    }

    /// Ends the reading of a file, if one is read, and takes its network off the screen: what was there before comes back
    /// as it was.
    fn stop_reading(&mut self) {
        self.data.reading = None;
        if let Some((session, views)) = self.data.aside.take() {
            self.show(session, views);
        }
    }

    /// Shows the network of a file that is being read, once it is there.
    pub(super) fn show_network(&mut self) {
        let network = self.data.reading.as_mut().and_then(|(reading, _)| reading.take_network());
        if let Some(session) = network {
            self.data.aside = Some(self.show(session, Views::default()));
            self.page = self.page.filter(|&page| page != Page::Problems);
            self.data.page = None;
        }
    }

    /// Ends the reading of a file of which the person wants no more.
    pub(super) fn cancel_reading(&mut self, ctx: &Context) {
        self.stop_reading();
        self.notify(ctx, false, "Stopped: everything is as it was.");
    }

    /// Says that something has to wait for the rest of a file, where it has.
    pub(super) fn must_wait(&mut self, ctx: &Context) -> bool {
        let must_wait = self.data.of_network().is_some();
        if must_wait {
            self.notify(
                ctx,
                false,
                "Events and excerpts are still being read: wait for them, or cancel that first.",
            );
        }
        must_wait
    }

    /// Keeps what became of an imported file, to be told when it is asked for.
    pub fn keep_import(&mut self, report: Report) {
        self.data.imports = vec![report];
    }

    /// Tells what became of the imported files.
    pub fn show_import(&mut self) {
        self.data.page = Some(ReportPage::default());
    }

    pub(super) fn open_bundled(&mut self, key: &str) {
        if let Some(dataset) = bundled::dataset(key) {
            self.stop_reading();
            self.show(Session::new(Arc::new(dataset)), Views::default());
            self.data.imports.clear();
            self.data.before.clear();
            self.data.table = None;
        }
    }

    pub(super) fn save_dataset(&mut self, is_own_format: bool) {
        self.data.export.open(self.session.dataset(), is_own_format, &self.preferences.data_folder);
    }

    pub(super) fn undo_merge(&mut self, ctx: &Context) {
        let Some(Before { session, views, check, imports }) = self.data.before.pop() else {
            self.notify(ctx, false, "No merge is there to be taken back.");
            return;
        };
        self.show(session, views);
        (self.report, self.data.imports, self.data.page, self.data.table) = (check, imports, None, None);
        self.notify(ctx, false, "The merge is taken back: the dataset is as it was before.");
    }

    pub(super) fn data_overlays(&mut self, ctx: &Context) {
        match self.data.reading.as_mut().map(|(reading, _)| reading.ui(ctx)) {
            None | Some(Step::Working) => {}
            Some(Step::Cancelled) => self.cancel_reading(ctx),
            Some(Step::Done(taken)) => {
                if let Some((reading, wanted)) = self.data.reading.take() {
                    self.take(ctx, *taken, reading.path(), wanted);
                }
            }
        }
        self.columns_dialog(ctx);
        self.import_page(ctx);
        match self.data.export.ui(ctx) {
            None => {}
            Some(Exported::Saved(path, format)) => self.tell_of_file(ctx, format.title(), &path),
            Some(Exported::Failed(why)) => self.notify(ctx, true, sentence(&why)),
        }
    }

    fn columns_dialog(&mut self, ctx: &Context) {
        let Some((dialog, wanted)) = &mut self.data.columns else { return };
        let wanted = *wanted;
        match dialog.ui(ctx, &self.preferences.data_folder) {
            Mapped::Wait => {}
            Mapped::Close => self.data.columns = None,
            Mapped::Take(mappings) => {
                let path = dialog.path().to_owned();
                let options = Options { format: Some(Format::Table), mappings: Some(*mappings) };
                self.begin(ctx, &path, wanted, options);
            }
            Mapped::Saved(Ok(path)) => self.tell_of_file(ctx, "Mapping", &path),
            Mapped::Saved(Err(why)) => self.notify(ctx, true, sentence(&why)),
        }
    }

    fn import_page(&mut self, ctx: &Context) {
        let can = Remedies { undo: !self.data.before.is_empty(), columns: self.data.table.is_some() };
        let Some(page) = &mut self.data.page else { return };
        match page.ui(ctx, &self.data.imports, can, &self.preferences.data_folder) {
            Answer::Stay => {}
            Answer::Close => self.data.page = None,
            Answer::UndoMerge => self.undo_merge(ctx),
            Answer::Columns => self.ask_for_columns(ctx),
            Answer::SaveDataset => {
                self.data.page = None;
                self.save_dataset(true);
            }
            Answer::Saved(Ok(path)) => self.tell_of_file(ctx, "Report", &path),
            Answer::Saved(Err(why)) => self.notify(ctx, true, sentence(&why)),
        }
    }

    /// Asks which column is what of the tables that were read last. One that was merged is taken out first.
    fn ask_for_columns(&mut self, ctx: &Context) {
        let Some((path, wanted)) = self.data.table.take() else { return };
        match wanted {
            Wanted::Opened => self.data.page = None,
            Wanted::Merged => self.undo_merge(ctx),
        }
        match table::preview(&path) {
            Ok(tables) => self.data.columns = Some((ColumnsDialog::new(&path, tables), wanted)),
            Err(why) => self.notify(ctx, true, sentence(&why.to_string())),
        }
    }

    /// Says where a file went, and goes there the next time.
    fn tell_of_file(&mut self, ctx: &Context, what: &str, path: &Path) {
        self.preferences.data_folder = path.parent().map(Path::to_owned).unwrap_or_default();
        self.notify(ctx, false, format!("{what} saved: {}", path.display()));
    }

    /// Shows what came of a file, asks about it, or says why nothing came of it. Then its network goes, too.
    fn take(&mut self, ctx: &Context, taken: Result<Taken, Refused>, path: &Path, wanted: Wanted) {
        if taken.is_err() {
            self.stop_reading();
        }
        match taken {
            Ok(taken) => self.show_taken(ctx, taken, path, wanted),
            Err(Refused::Checked(check)) => self.show_problems(check),
            Err(Refused::Unsure(tables)) => {
                self.data.columns = Some((ColumnsDialog::new(path, tables), wanted));
            }
            Err(Refused::Failed(why)) => self.notify(ctx, true, sentence(&why)),
        }
    }

    fn show_taken(&mut self, ctx: &Context, taken: Taken, path: &Path, wanted: Wanted) {
        let Taken { session, check, reports, is_table } = taken;
        self.data.table = is_table.then(|| (path.to_owned(), wanted));
        match wanted {
            Wanted::Opened => {
                self.show_opened(*session);
                self.data.before.clear();
                self.data.imports = reports;
                self.preferences.remember(path);
            }
            Wanted::Merged => self.show_merged(*session, reports),
        }
        // The list of what was wrong with the file before is over; the dataset must be seen.
        self.page = self.page.filter(|&page| page != Page::Problems);
        self.data.page = (!self.data.imports.is_empty()).then(ReportPage::default);
        let warnings = check.warnings();
        if warnings > 0 {
            self.notify(ctx, false, format!("{warnings} warnings: see File > Dataset check…"));
        }
        self.report = check;
        match self.data.then.take().map(|then| then(self.session.dataset())) {
            None => {}
            Some(Ok(commands)) => commands.into_iter().for_each(|command| self.command(ctx, command)),
            Some(Err(why)) => self.notify(ctx, true, sentence(&why)),
        }
    }

    /// Shows a dataset that was opened. Where its network was shown before, that stands as it stood, and what was selected
    /// of it stays so.
    fn show_opened(&mut self, mut session: Session) {
        if self.data.aside.take().is_none() {
            self.show(session, Views::default());
            return;
        }
        session.continue_reading(&self.session);
        let views = std::mem::take(&mut self.views);
        let diagram = views.diagram.of_same_network(session.dataset());
        self.show(session, Views { diagram, outline: views.outline, ..Views::default() });
    }

    /// Shows what came of a merge as the dataset before was shown, and keeps that.
    fn show_merged(&mut self, mut session: Session, reports: Vec<Report>) {
        session.continue_from(&self.session);
        let pinned = self.views.diagram.pinned().iter();
        let pinned = pinned.filter_map(|(&node, &at)| Some((session.same_node(&self.session, node)?, at)));
        let diagram = DiagramView::with_pinned(pinned.collect());
        let (session, views) = self.show(session, Views { diagram, ..Views::default() });
        let imports = self.data.imports.clone();
        self.data.before.push(Before { session, views, check: self.report.clone(), imports });
        self.data.imports.extend(reports);
    }

    /// Shows a session in place of the one before, which is returned.
    fn show(&mut self, session: Session, views: Views) -> (Session, Views) {
        self.export.forget();
        self.data.export.forget();
        (std::mem::replace(&mut self.session, session), std::mem::replace(&mut self.views, views))
    }

    pub(super) fn take_dropped_files(&mut self, ctx: &Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let (data, sources): (Vec<_>, Vec<_>) =
            dropped.iter().map(|file| file.path().to_owned()).partition(|path| is_data(path));
        for path in sources {
            self.take_file(ctx, Chosen { purpose: Purpose::Source, document: None, path });
        }
        if let Some(first) = data.first() {
            self.open(ctx, first);
        }
        if data.len() > 1 {
            let told = "Only the first file is opened; File > Merge… adds another to it.";
            self.notify(ctx, false, told);
        }
    }

    pub(super) fn take_file(&mut self, ctx: &Context, chosen: Chosen) {
        let Chosen { purpose, document, path } = chosen;
        match purpose {
            Purpose::Dataset => self.open(ctx, &path),
            Purpose::Merge | Purpose::Source if self.must_wait(ctx) => {}
            Purpose::Merge => self.merge(ctx, &path),
            Purpose::Source => self.command(ctx, Command::AttachSource { document, path }),
        }
    }
}

/// Whether a file holds data; everything else is the text of a source. A text file may hold events, too: that is told
/// by its content alone, but not that it is a table, for prose has commas as well.
fn is_data(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_text = ending.is_none_or(|ending| ["txt", "text", "md"].contains(&ending.as_str()));
    if !is_text && !Format::of_name(path).is_empty() {
        return true;
    }
    let Ok(mut source) = Source::open(path, &Arc::default()) else { return false };
    let Some(part) = source.parts.first_mut() else { return false };
    part.head().is_ok_and(|head| {
        let is_json = head.trim_start().starts_with('{');
        is_json || sniff::format_of("", head).is_ok_and(|format| format != Format::Table)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_told_from_the_texts_of_sources() -> std::io::Result<()> {
        let folder = tempfile::tempdir()?;
        let feed = "Event ID\tEvent Date\tSource Name\tCAMEO Code\tTarget Name\n";
        for (name, text, expected) in [
            ("a.gexf", "", true),
            ("a.json", "", true),
            ("a.csv", "a,b\n", true),
            ("a.graphml.gz", "", true),
            ("feed.txt", feed, true),
            ("dataset", " {}", true),
            ("article.txt", "Boats, nets, and herring", false),
            ("article.md", "# Boats, nets", false),
            ("article.html", "<!doctype html><html>", false),
            ("article", "Boats in the strait", false),
            ("empty.txt", "", false),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text)?;
            assert_eq!(is_data(&path), expected, "{name}");
        }
        assert!(!is_data(&folder.path().join("nowhere.txt")));
        Ok(())
    }
}
