//! `detente figure --from`: the figure of a file, made again by the command that the file names.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::figure::{Metadata, recipe};

use crate::commands::Stop;
use crate::commands::arguments::{self, Command};
use crate::commands::figure_arguments::FigureArguments;

/// Makes the figure of a file again.
///
/// # Errors
/// [`Stop`] where the file names no command, or its dataset is gone or has changed.
pub(super) fn again(said: &FigureArguments, picture: &Path, answer: &mut dyn Write) -> Result<(), Stop> {
    let shown = picture.display();
    let before =
        std::fs::read(picture).map_err(|error| Stop::data(format!("{shown} cannot be read: {error}")))?;
    let metadata = Metadata::read(&before).ok_or_else(|| {
        Stop::data(format!("{shown} does not say how it was made: it is no figure of Detente"))
    })?;
    let mut recorded = recorded(&metadata).ok_or_else(|| {
        Stop::data(format!("{shown} was made by {}, whose command is not understood", metadata.program))
    })?;
    find_files(&mut recorded, said, picture)?;
    let (session, request) = super::asked(&recorded)?;
    let origin = &session.dataset().origin;
    if origin.sha256 != metadata.dataset_sha256 && !said.force {
        let name = origin.file.as_deref().unwrap_or("the bundled dataset");
        return Err(Stop::data(format!(
            "{name} is not the dataset that {shown} was made from (its SHA-256 differs); name that one, or give \
             --force to use this one"
        )));
    }
    let out = said.out.as_deref().unwrap_or(picture);
    super::write(&session, &request, out)?;
    let is_same = std::fs::read(out).is_ok_and(|after| after == before);
    let remark = if is_same { ", byte for byte the same" } else { "" };
    writeln!(answer, "{}: made again{remark}", out.display())?;
    Ok(())
}

/// The arguments of the command that a figure's file names.
fn recorded(metadata: &Metadata) -> Option<FigureArguments> {
    let words = recipe::words(&metadata.command)?.into_iter().map(OsString::from);
    match arguments::parse(words).ok()?.command? {
        Command::Figure(figure) => Some(*figure),
        _ => None,
    }
}

/// The command names files without their folders: those that were named anew, those beside the picture, or those in
/// the working folder.
fn find_files(recorded: &mut FigureArguments, said: &FigureArguments, picture: &Path) -> Result<(), Stop> {
    let find = |name: &Path| -> Result<PathBuf, Stop> {
        let beside = picture.with_file_name(name);
        [beside, name.to_owned()].into_iter().find(|path| path.is_file()).ok_or_else(|| {
            let (name, picture) = (name.display(), picture.display());
            Stop::data(format!(
                "{picture} was made from {name}, which is neither beside it nor here; name it: detente figure \
                 --from {picture} FOLDER/{name}"
            ))
        })
    };
    let subject = &mut recorded.subject;
    if let Some(file) = &said.subject.file {
        subject.file = Some(file.clone());
    } else if let Some(name) = &subject.file {
        subject.file = Some(find(name)?);
    }
    for (key, path) in &mut subject.sources.sources {
        match said.subject.sources.sources.iter().find(|(other, _)| other == key) {
            Some((_, named)) => *path = named.clone(),
            None => *path = find(path)?,
        }
    }
    Ok(())
}
