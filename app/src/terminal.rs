//! What the terminal shows: results on stdout, notes and progress on stderr.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often somebody who reads a log file hears of progress.
const LINE_EVERY: Duration = Duration::from_secs(5);
const TICK: Duration = Duration::from_millis(100);

/// One line of the result. A reader who went away, such as `head`, is no error.
pub fn result(line: &str) {
    drop(writeln!(io::stdout().lock(), "{line}"));
}

/// One line for the person at the terminal.
pub fn note(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}

/// Shows two counters until dropped: a bar on a terminal, else a line every five seconds.
pub struct Progress {
    over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    /// Shows `done` of `of` under this label.
    pub fn show(label: &str, done: Arc<AtomicI64>, of: Arc<AtomicI64>) -> Progress {
        let (over, label) = (Arc::new(AtomicBool::new(false)), label.to_owned());
        let ended = over.clone();
        let counted = move || (done.load(Ordering::Relaxed), of.load(Ordering::Relaxed));
        let thread = std::thread::spawn(move || {
            if io::stderr().is_terminal() {
                bar(&label, counted, &ended);
            } else {
                lines(&label, counted, &ended);
            }
        });
        Progress { over, thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}

fn bar(label: &str, counted: impl Fn() -> (i64, i64), ended: &AtomicBool) {
    let style =
        ProgressStyle::with_template("{prefix} [{bar:30}] {human_pos}/{human_len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style).with_prefix(label.to_owned());
    while !ended.load(Ordering::Relaxed) {
        let (done, of) = counted();
        bar.set_length(of.max(0).unsigned_abs());
        bar.set_position(done.max(0).unsigned_abs());
        std::thread::park_timeout(TICK);
    }
    bar.finish_and_clear();
}

fn lines(label: &str, counted: impl Fn() -> (i64, i64), ended: &AtomicBool) {
    loop {
        std::thread::park_timeout(LINE_EVERY);
        if ended.load(Ordering::Relaxed) {
            return;
        }
        let (done, of) = counted();
        note(&format!("{label}: {done} of {of}"));
    }
}
