//! Files kept by their content, and the pictures people send: photos made small and clean, signatures trimmed to their ink.

mod container;
mod error;
mod id;
pub mod photo;
pub mod signature;
mod sniff;
mod store;
#[cfg(test)]
mod tests;

pub use error::FileError;
pub use id::{Class, FileId, NotAFileId};
pub use photo::{Photo, PhotoLimits, PhotoProblem};
pub use signature::{Signature, SignatureProblem};
pub use store::FileStore;
