//! Shows what an import does, if it takes longer than a second and the terminal shows it.

use std::{
    sync::mpsc::{self, RecvTimeoutError, Sender},
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget};

/// The time after which progress is shown.
const DELAY: Duration = Duration::from_secs(1);

const TICK: Duration = Duration::from_millis(100);

/// The progress of an import.
pub struct Progress {
    spinner: ProgressBar,
    /// Ends the thread that waits for [`DELAY`] when it is dropped.
    _end: Sender<()>,
}

impl Progress {
    /// Starts the delay.
    pub fn start() -> Progress {
        let spinner = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let (end, ended) = mpsc::channel::<()>();
        let delayed = spinner.clone();
        thread::spawn(move || {
            if ended.recv_timeout(DELAY) == Err(RecvTimeoutError::Timeout) {
                // It draws nothing if the standard error stream is no terminal.
                delayed.set_draw_target(ProgressDrawTarget::stderr());
                delayed.enable_steady_tick(TICK);
            }
        });
        Progress { spinner, _end: end }
    }

    /// Says what is done now.
    pub fn say(&self, message: String) {
        self.spinner.set_message(message);
    }

    /// Removes the progress from the terminal.
    pub fn finish(self) {
        self.spinner.finish_and_clear();
    }
}
