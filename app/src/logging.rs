//! Structured logs on stderr: readable lines, or JSON for a collector.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Logs from `default` on, unless RUST_LOG says otherwise.
pub fn start(default: &str, json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // A second start, as in tests, keeps the first one.
    drop(if json { lines.json().try_init() } else { lines.compact().try_init() });
}
