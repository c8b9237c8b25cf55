//! Ctrl-C and SIGTERM for commands that work in steps: they finish the step and stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once a signal has come.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    pub fn listen() -> Interrupt {
        let interrupt = Interrupt::default();
        let heard = interrupt.clone();
        std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(signal());
            heard.0.store(true, Ordering::SeqCst);
        });
        interrupt
    }

    /// Whether to stop before the next step.
    pub fn came(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// Waits for Ctrl-C or, on Unix, SIGTERM.
pub async fn signal() {
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    {
        let terminated = async {
            match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
                Ok(mut stream) => drop(stream.recv().await),
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! { () = interrupted => {}, () = terminated => {} }
    }
    #[cfg(not(unix))]
    interrupted.await;
}
