//! A sign of life on a terminal while a run takes its time; nothing anywhere else.

use std::io::IsTerminal as _;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::check::Job;

/// Most runs are over before anybody wonders.
const PATIENCE: Duration = Duration::from_millis(600);
const TICK: Duration = Duration::from_millis(120);

/// Gone from the screen when it is dropped.
pub struct Progress(Option<std::sync::mpsc::Sender<()>>, Option<std::thread::JoinHandle<()>>);

/// Begin to show that a job is under way.
pub fn start(job: &Job) -> Progress {
    if job.quiet || !std::io::stderr().is_terminal() || std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        return Progress(None, None);
    }
    let (sender, receiver) = std::sync::mpsc::channel::<()>();
    let thread = std::thread::spawn(move || {
        if receiver.recv_timeout(PATIENCE) != Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            return;
        }
        let style = ProgressStyle::with_template("{spinner} looksalive: reading and analysing, {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_spinner());
        let spinner = ProgressBar::new_spinner().with_style(style).with_elapsed(PATIENCE);
        while receiver.recv_timeout(TICK) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            spinner.tick();
        }
        spinner.finish_and_clear();
    });
    Progress(Some(sender), Some(thread))
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.0.take());
        if let Some(thread) = self.1.take() {
            // What it could have failed at is only the screen's.
            let _ = thread.join();
        }
    }
}
