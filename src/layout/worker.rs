//! A thread that lays out: the latest request wins, and a running one that is out of date stops.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::request::{Positions, Progress, Request};
use super::solve::layout;

/// Runs [`layout`] on a thread of its own, which ends when the worker is dropped.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    desk: Mutex<Desk>,
    bell: Condvar,
}

/// What waits, what runs and what is ready.
#[derive(Debug, Default)]
struct Desk {
    waiting: Option<Request>,
    running: Option<Arc<Progress>>,
    ready: Option<Positions>,
    closed: bool,
}

impl Shared {
    /// A panic while the lock is held leaves nothing half done, so a poisoned lock is as good as any.
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worker {
    /// Starts the thread. `wake` is called on it whenever positions are ready, so that a sleeping window polls.
    ///
    /// If the system gives no thread, requests are worked off within [`Worker::request`].
    pub fn new(wake: impl Fn() + Send + 'static) -> Self {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread = thread::Builder::new().name("layout".into()).spawn(move || work(&theirs, wake)).ok();
        Self { shared, thread }
    }

    /// Asks for a layout. What was asked before and is not polled yet is dropped.
    pub fn request(&self, request: Request) {
        let mut desk = self.shared.desk();
        desk.ready = None;
        if self.thread.is_none() {
            desk.ready = guarded(&request, &Progress::default());
            return;
        }
        if let Some(running) = &desk.running {
            running.cancel();
        }
        desk.waiting = Some(request);
        self.shared.bell.notify_all();
    }

    /// The positions of the latest request, once, when they are ready.
    pub fn poll(&self) -> Option<Positions> {
        self.shared.desk().ready.take()
    }

    /// Whether a request waits or runs.
    pub fn is_busy(&self) -> bool {
        let desk = self.shared.desk();
        desk.waiting.is_some() || desk.running.is_some()
    }

    /// The part of the running layout that is done, from 0 to 1; none where nothing runs.
    pub fn progress(&self) -> Option<f32> {
        self.shared.desk().running.as_ref().map(|p| p.fraction())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        {
            let mut desk = self.shared.desk();
            desk.closed = true;
            if let Some(running) = &desk.running {
                running.cancel();
            }
            self.shared.bell.notify_all();
        }
        if let Some(thread) = self.thread.take() {
            // A thread that panicked in `wake` has ended, which is all that is asked here.
            let _ = thread.join();
        }
    }
}

fn work(shared: &Shared, wake: impl Fn()) {
    let mut desk = shared.desk();
    loop {
        if desk.closed {
            return;
        }
        let Some(request) = desk.waiting.take() else {
            desk = shared.bell.wait(desk).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        let progress = Arc::new(Progress::default());
        desk.running = Some(Arc::clone(&progress));
        drop(desk);
        let positions = guarded(&request, &progress);
        desk = shared.desk();
        desk.running = None;
        // Cancelled after its last look at `progress`: a newer request waits, or nobody does.
        if progress.is_cancelled() {
            continue;
        }
        desk.ready = positions;
        drop(desk);
        // A window that fails to wake is no reason to stop.
        let _ = catch_unwind(AssertUnwindSafe(&wake));
        desk = shared.desk();
    }
}

/// A layout that, should it panic, is no layout: the picture stays as it was.
fn guarded(request: &Request, progress: &Progress) -> Option<Positions> {
    catch_unwind(AssertUnwindSafe(|| layout(request, progress))).ok().flatten()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crate::layout::Node;

    fn request(nodes: u64) -> Request {
        Request { nodes: (0..nodes).map(|k| Node::new(k, 10.0, 10.0)).collect(), ..Request::default() }
    }

    #[test]
    fn the_latest_request_wins() {
        let (send, woken) = mpsc::channel();
        let worker = Worker::new(move || send.send(()).unwrap_or(()));
        // The first is long, so that the second finds it running or waiting.
        worker.request(request(300));
        worker.request(request(3));
        assert!(worker.is_busy());
        let mut got = None;
        while got.is_none() {
            woken.recv().unwrap();
            got = worker.poll();
        }
        assert_eq!(got.unwrap().nodes.len(), 3);
        assert_eq!(worker.poll(), None);
    }

    #[test]
    fn dropping_a_busy_worker_ends_its_thread() {
        let (send, woken) = mpsc::channel::<()>();
        let worker = Worker::new(move || send.send(()).unwrap_or(()));
        worker.request(request(400));
        drop(worker);
        // The sender lives in the thread: it is gone once the thread is.
        while woken.try_recv().is_ok() {}
        assert_eq!(woken.try_recv(), Err(mpsc::TryRecvError::Disconnected));
    }

    #[test]
    fn a_panicking_wake_does_not_reach_the_caller() {
        let (send, woken) = mpsc::channel();
        let worker = Worker::new(move || {
            send.send(()).unwrap_or(());
            panic!("expected by the test");
        });
        for _ in 0..2 {
            worker.request(request(2));
            woken.recv().unwrap();
            assert!(worker.poll().is_some());
        }
    }
}
