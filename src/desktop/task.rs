//! Work on a thread of its own: the window goes on being drawn, and takes the answer when it is there.

use std::sync::mpsc::{Receiver, TryRecvError, channel};

use egui::Context;

/// Work whose answer is waited for.
pub struct Task<T> {
    answer: Receiver<T>,
}

/// How far the work is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Progress<T> {
    /// It goes on.
    Working,
    /// It is done. The answer is given once.
    Done(T),
    /// It ended without an answer: a mistake of the program, or its answer was given before.
    Broken,
}

/// Wakes a sleeping window, however the work ends.
struct Wake(Context);

impl Drop for Wake {
    fn drop(&mut self) {
        self.0.request_repaint();
    }
}

impl<T: Send + 'static> Task<T> {
    /// Begins.
    pub fn new(ctx: &Context, work: impl FnOnce() -> T + Send + 'static) -> Self {
        let (sender, answer) = channel();
        let wake = Wake(ctx.clone());
        std::thread::spawn(move || {
            // Dropped last, so that the window finds the answer, or that there will be none.
            let _wake = wake;
            let sender = sender;
            // Nobody may listen any more: the dialog that asked was closed.
            let _ = sender.send(work());
        });
        Self { answer }
    }

    /// How far it is.
    pub fn poll(&self) -> Progress<T> {
        match self.answer.try_recv() {
            Ok(answer) => Progress::Done(answer),
            Err(TryRecvError::Empty) => Progress::Working,
            Err(TryRecvError::Disconnected) => Progress::Broken,
        }
    }

    /// Waits for the answer; `None` where there will be none.
    pub fn wait(&self) -> Option<T> {
        self.answer.recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_once_and_a_broken_task_says_so() {
        let ctx = Context::default();
        let task = Task::new(&ctx, || 7);
        assert_eq!(task.wait(), Some(7));
        // Once the thread has let go of its end, too.
        assert_eq!(task.wait(), None);
        assert_eq!(task.poll(), Progress::Broken);
        let (sender, receiver) = channel::<()>();
        let task = Task::new(&ctx, move || receiver.recv().is_ok());
        assert_eq!(task.poll(), Progress::Working);
        drop(sender);
        assert_eq!(task.wait(), Some(false));
    }
}
