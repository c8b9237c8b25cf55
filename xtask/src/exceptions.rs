//! Exceptions to a check: each names its file and its reason, and expires when it is no longer needed.

use std::collections::BTreeSet;

/// A file, or a folder ending in `/`, in which a rule does not hold.
#[derive(Clone, Copy, Debug)]
pub struct Exception {
    pub path: &'static str,
    pub reason: &'static str,
}

/// A file or folder with its reason.
pub const fn except(path: &'static str, reason: &'static str) -> Exception {
    Exception { path, reason }
}

/// Drops the complaints that an exception covers; one that covers none any more is a complaint of its own.
pub fn without_exceptions(found: Vec<(String, String)>, exceptions: &[Exception]) -> Vec<String> {
    let mut used = BTreeSet::new();
    let mut complaints: Vec<String> = Vec::new();
    for (path, complaint) in found {
        match exceptions
            .iter()
            .find(|exception| path == exception.path || exception.path.ends_with('/') && path.starts_with(exception.path))
        {
            Some(exception) => drop(used.insert(exception.path)),
            None => complaints.push(format!("{path}{complaint}")),
        }
    }
    let unused = exceptions.iter().filter(|exception| !used.contains(exception.path));
    complaints.extend(unused.map(|exception| format!("the exception for {} ({}) is no longer needed", exception.path, exception.reason)));
    complaints
}
