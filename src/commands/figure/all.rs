//! `detente figure --all`: a figure for each relationship with evidence, and an index of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::ProgressBar;

use crate::commands::Stop;
use crate::commands::figure_arguments::FigureArguments;
use crate::dataset::{Dataset, Item, RelationshipId};
use crate::figure::index::{self, Entry};
use crate::figure::{self, Format, Request};
use crate::session::{Command, Session};

/// Writes the figures.
///
/// # Errors
/// [`Stop`] where a file is there already, cannot be written, or a figure cannot be made. What is written by then
/// stays: each file is whole.
pub(super) fn all(said: &FigureArguments, folder: &Path) -> Result<(), Stop> {
    let (session, request) = super::asked(said)?;
    let dataset = session.dataset();
    let ties = dataset.relationships.iter().filter(|(_, tie)| !tie.evidence.is_empty());
    let ties: Vec<RelationshipId> =
        ties.map(|(id, _)| id).filter(|&id| session.network().stands(Item::from(id))).collect();
    if ties.is_empty() {
        return Err(Stop::data("no relationship of this dataset has evidence in that time"));
    }
    let series = Series { said, request, format: said.format.into(), folder };
    let index = folder.join("index.html");
    if !said.force {
        let files = ties.iter().map(|&tie| series.path(dataset, tie)).chain([index.clone()]);
        refuse_to_overwrite(files)?;
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| Stop::data(format!("{} cannot be made: {}", folder.display(), error.kind())))?;
    let bar = crate::commands::progress::bar(ties.len());
    let entries = series.write(&ties, &bar);
    bar.finish_and_clear();
    let html = index::html(&dataset.title, &entries?);
    figure::save(&index, html.as_bytes()).map_err(Stop::data)
}

fn refuse_to_overwrite(files: impl Iterator<Item = PathBuf>) -> Result<(), Stop> {
    let there: Vec<PathBuf> = files.filter(|path| path.symlink_metadata().is_ok()).collect();
    let Some(first) = there.first() else { return Ok(()) };
    let more = match there.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (first, are) = (first.display(), if there.len() == 1 { "is" } else { "are" });
    Err(Stop::data(format!("{first}{more} {are} there already; --force writes over what is there")))
}

/// Figures that differ in what is selected.
struct Series<'a> {
    said: &'a FigureArguments,
    request: Request,
    format: Format,
    folder: &'a Path,
}

impl Series<'_> {
    /// Keys are letters, digits and hyphens: they are names of files.
    fn path(&self, dataset: &Dataset, tie: RelationshipId) -> PathBuf {
        self.folder.join(format!("{}.{}", dataset.relationships[tie].key, self.format.ending()))
    }

    /// Writes all, as many at a time as there are processors. The index entries are in the order of `ties`, and
    /// so is the error that counts.
    fn write(&self, ties: &[RelationshipId], bar: &ProgressBar) -> Result<Vec<Entry>, Stop> {
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(ties.len());
        let next = AtomicUsize::new(0);
        let done = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| self.work(ties, &next, bar))).collect();
            let parts = workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            let mut done: Vec<(usize, Result<Entry, Stop>)> = parts.flatten().collect();
            done.sort_by_key(|(place, _)| *place);
            done
        });
        done.into_iter().map(|(_, entry)| entry).collect()
    }

    /// One worker: takes the next relationship until there is none, or one has failed.
    fn work(
        &self,
        ties: &[RelationshipId],
        next: &AtomicUsize,
        bar: &ProgressBar,
    ) -> Vec<(usize, Result<Entry, Stop>)> {
        let mut done = Vec::new();
        let mut session = match super::asked(self.said) {
            Ok((session, _)) => session,
            Err(stop) => return vec![(0, Err(stop))],
        };
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(&tie) = ties.get(place) else { return done };
            let entry = self.one(&mut session, tie);
            let failed = entry.is_err();
            done.push((place, entry));
            if failed {
                next.store(ties.len(), Ordering::Relaxed);
                return done;
            }
            bar.inc(1);
        }
    }

    fn one(&self, session: &mut Session, tie: RelationshipId) -> Result<Entry, Stop> {
        session.apply(Command::SelectAll(vec![Item::from(tie)]));
        let dataset = Arc::clone(session.dataset());
        let path = self.path(&dataset, tie);
        let title = dataset.item_name(tie.into());
        let request = Request { title: Some(title.clone()), ..self.request.clone() };
        let figure = figure::described(session, &request, self.format).map_err(Stop::data)?;
        figure::save(&path, &figure.bytes).map_err(Stop::data)?;
        let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Entry { file, title, alt: figure.alt, metadata: figure.metadata })
    }
}
