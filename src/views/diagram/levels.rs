//! The levels of detail that are ready, and a thread that makes those that are wanted next: a level of a large network
//! takes longer than a frame.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;

use egui::Context;

use crate::analysis::network::Window;

use super::level::Level;
use super::plane::Sorted;
use super::standing::Standing;

/// Levels that are kept.
const KEPT: usize = 6;

/// What levels are made of.
#[derive(Clone)]
pub struct Stock {
    /// The two nodes of each pair.
    pub pairs: Arc<[[u32; 2]]>,
    /// Where the nodes stand.
    pub sorted: Arc<Sorted>,
    /// What stands in the time window.
    pub standing: Arc<Standing>,
    /// The time window.
    pub window: Window,
}

/// The levels that are ready.
#[derive(Default)]
pub struct Levels {
    ready: Vec<Counted>,
    making: Option<Receiver<Counted>>,
    /// The depth that is shown.
    present: u32,
}

/// A level of detail that was counted in a window.
struct Counted {
    level: Level,
    window: Window,
}

impl Stock {
    fn level(&self, depth: u32) -> Counted {
        let mut level = Level::new(&self.pairs, &self.sorted, depth);
        level.count(&self.sorted, &self.standing);
        Counted { level, window: self.window }
    }
}

impl Levels {
    /// Takes what the thread has made. Whether there was something.
    pub fn take(&mut self) -> bool {
        let Some(answer) = &self.making else { return false };
        match answer.try_recv() {
            Ok(counted) => {
                self.making = None;
                self.keep(counted);
                true
            }
            Err(TryRecvError::Empty) => false,
            Err(TryRecvError::Disconnected) => {
                self.making = None;
                false
            }
        }
    }

    /// Whether none is ready.
    pub fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    /// The depth of the level that is ready and nearest to `depth`; of two, the coarser.
    pub fn nearest(&self, depth: u32) -> Option<u32> {
        let depths = self.ready.iter().map(|counted| counted.level.depth);
        depths.min_by_key(|&ready| (ready.abs_diff(depth), ready))
    }

    /// A level, where it is ready.
    pub fn get(&self, depth: u32) -> Option<&Level> {
        self.ready.iter().map(|counted| &counted.level).find(|level| level.depth == depth)
    }

    /// Makes a level at once, where it is not ready.
    pub fn make(&mut self, stock: &Stock, depth: u32) {
        self.present = depth;
        if self.get(depth).is_none() {
            self.keep(stock.level(depth));
        }
    }

    /// Has a thread make the first of `depths` that is not ready; one at a time. `wake` is asked for a frame when it is.
    pub fn ask(&mut self, stock: &Stock, depths: &[u32], wake: &Context) {
        self.present = depths.first().copied().unwrap_or(self.present);
        let Some(&depth) = depths.iter().find(|&&depth| self.get(depth).is_none()) else { return };
        if self.making.is_some() {
            return;
        }
        let (send, answer) = sync_channel(1);
        let (theirs, wake) = (stock.clone(), wake.clone());
        let work = move || {
            // Nobody waits where the nodes have moved meanwhile.
            let _ = send.send(theirs.level(depth));
            wake.request_repaint();
        };
        match thread::Builder::new().name("level of detail".into()).spawn(work) {
            Ok(_) => self.making = Some(answer),
            Err(_) => self.make(stock, depth),
        }
    }

    /// Counts a level anew, where the time window is another one.
    pub fn count(&mut self, stock: &Stock, depth: u32) {
        if let Some(counted) = self.ready.iter_mut().find(|counted| counted.level.depth == depth)
            && counted.window != stock.window
        {
            counted.level.count(&stock.sorted, &stock.standing);
            counted.window = stock.window;
        }
    }

    /// Forgets all, when nodes have moved.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn keep(&mut self, counted: Counted) {
        self.ready.push(counted);
        if self.ready.len() > KEPT {
            let present = self.present;
            let farthest =
                (0..self.ready.len()).max_by_key(|&at| self.ready[at].level.depth.abs_diff(present));
            farthest.into_iter().for_each(|at| drop(self.ready.remove(at)));
        }
    }
}
