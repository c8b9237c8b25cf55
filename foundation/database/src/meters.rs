//! What the door counts and times. Without a register in the program, as in tests and commands, nothing is kept.

use std::time::Duration;

/// How many closures shared one commit of SQLite.
pub const WRITE_GROUP_SIZE: &str = "xieshou_write_group_size";
/// How long a commit took until it was on the disk.
pub const COMMIT_SECONDS: &str = "xieshou_commit_seconds";
/// How often closures were run again: because another of their group failed, or another writer came between.
pub const RUN_AGAIN: &str = "xieshou_closures_run_again_total";
/// How often a transaction failed with all that was in it.
pub const COMMIT_FAILED: &str = "xieshou_commits_failed_total";
/// How many PostgreSQL connections are at work.
pub const CONNECTIONS_AT_WORK: &str = "xieshou_connections_at_work";

/// A group of SQLite is on the disk.
pub(crate) fn group_committed(size: usize, took: Duration) {
    metrics::histogram!(WRITE_GROUP_SIZE).record(size as f64);
    committed(took);
}

/// A transaction is on the disk.
pub(crate) fn committed(took: Duration) {
    metrics::histogram!(COMMIT_SECONDS).record(took.as_secs_f64());
}

/// Closures are run again.
pub(crate) fn run_again() {
    metrics::counter!(RUN_AGAIN).increment(1);
}

/// A transaction failed with all that was in it.
pub(crate) fn failed() {
    metrics::counter!(COMMIT_FAILED).increment(1);
}

/// A connection of PostgreSQL, at work as long as this lives.
pub(crate) struct AtWork;

impl AtWork {
    pub(crate) fn begin() -> AtWork {
        metrics::gauge!(CONNECTIONS_AT_WORK).increment(1.0);
        AtWork
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        metrics::gauge!(CONNECTIONS_AT_WORK).decrement(1.0);
    }
}
