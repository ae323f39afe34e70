//! XML, as far as graphs need it: read tag by tag with the line of each, within bounds, and written.
//!
//! Only the five predefined entities and references to characters are resolved. A file that declares entities of its
//! own is refused: they are how a small file becomes a huge one, or reads other files.

mod attributes;
mod batch;
mod columns;
mod counted;
mod parse;
mod reference;
mod write;

use std::io::BufRead;
use std::sync::mpsc;
use std::thread;

use super::error::ExchangeError;
use batch::Batch;
use parse::Parser;

pub(super) use batch::{Element, Tag};
pub(super) use columns::{Columns, Declared, kind_of, mixed_loss};
pub(super) use write::Writer;

/// How many batches may wait for who takes their tags.
const WAITING: usize = 2;

/// Reads a file and hands on one tag after the other, until the outermost element is over. `name` is what the file is
/// called in messages. A large one is read ahead on another thread.
///
/// # Errors
/// Those of who takes the tags, and where the file is no whole XML, or beyond the bounds.
pub(super) fn each_tag<R: BufRead + Send>(
    name: &str,
    text: R,
    mut take: impl FnMut(Tag<'_>) -> Result<(), ExchangeError>,
) -> Result<(), ExchangeError> {
    let mut parser = Parser::new(name, text);
    let mut first = parser.next(Batch::default());
    if first.end.is_some() {
        return first.each(&mut take);
    }
    thread::scope(|scope| {
        let (send, batches) = mpsc::sync_channel(WAITING);
        let (give_back, spent) = mpsc::channel();
        scope.spawn(move || {
            loop {
                let batch = parser.next(spent.try_recv().unwrap_or_default());
                let is_last = batch.end.is_some();
                // Nobody receives any more where something was wrong with what the tags say.
                if send.send(batch).is_err() || is_last {
                    return;
                }
            }
        });
        first.each(&mut take)?;
        for mut batch in batches {
            batch.each(&mut take)?;
            // The thread that reads may be done.
            let _ = give_back.send(batch);
        }
        Ok(())
    })
}

#[cfg(test)]
pub(super) mod proof;
#[cfg(test)]
mod tests;
