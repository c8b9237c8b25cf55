//! One archive of everything, the same for both engines: records, kept files, heads, schema, checksums.
//!
//! A gzipped tar: `manifest.json`, `tables/<name>.jsonl` in an order in which each row finds what it refers to,
//! `files/<class>/<id>`, and last `SHA256SUMS` over all of it.

mod manifest;
mod read;
mod table;
mod write;

pub use manifest::{Head, Manifest};
pub use read::{Archive, restore};
pub use write::write;

/// Mark of a database whose restore is under way: the archive's checksum; empty when it came to its end.
pub const RESTORING: &str = "restoring";

/// Name of the entry with the checksums.
const SUMS: &str = "SHA256SUMS";
/// Name of the entry that says what is in the archive.
const MANIFEST: &str = "manifest.json";
