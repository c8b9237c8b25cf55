//! Ctrl-C and SIGTERM for commands that work in steps: they finish the step and stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::exit::Exit;

/// Set once a signal has come.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        let heard = interrupt.clone();
        at_signal(move || heard.0.store(true, Ordering::SeqCst));
        interrupt
    }

    /// Whether to stop before the next step.
    pub fn came(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// While it lives, a signal ends the program at once with the code for "interrupted": for work whose every step is safe by itself.
pub struct Leaving(Arc<AtomicBool>);

impl Leaving {
    /// Listens from now on; `sentence` says how to go on.
    pub fn at_signal(sentence: &'static str) -> Leaving {
        let armed = Arc::new(AtomicBool::new(true));
        let leaving = Leaving(armed.clone());
        at_signal(move || {
            if armed.load(Ordering::SeqCst) {
                crate::terminal::note(sentence);
                std::process::exit(Exit::Interrupted as i32);
            }
        });
        leaving
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// Ctrl-C and, on Unix, SIGTERM; heard from the moment this is made, within an async runtime.
pub struct Signals {
    #[cfg(unix)]
    streams: [tokio::signal::unix::Signal; 2],
}

impl Signals {
    /// Listens from now on.
    pub fn listen() -> std::io::Result<Signals> {
        #[cfg(unix)]
        let streams = {
            use tokio::signal::unix::{SignalKind, signal};
            [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]
        };
        Ok(Signals {
            #[cfg(unix)]
            streams,
        })
    }

    /// Waits for the first one.
    pub async fn first(&mut self) {
        #[cfg(unix)]
        {
            let [interrupted, terminated] = &mut self.streams;
            tokio::select! { _ = interrupted.recv() => {}, _ = terminated.recv() => {} }
        }
        #[cfg(not(unix))]
        drop(tokio::signal::ctrl_c().await);
    }
}

/// Runs `then` in a thread of its own once a signal comes; without signals it never does.
fn at_signal(then: impl FnOnce() + Send + 'static) {
    std::thread::spawn(move || {
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            if let Ok(mut signals) = Signals::listen() {
                signals.first().await;
                then();
            }
        });
    });
}
