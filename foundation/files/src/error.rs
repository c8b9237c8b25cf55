//! What can go wrong with kept files, told apart by what a person can do about it.

use std::io;

use crate::FileId;

/// A failure of the file store. The text is for the log; pages show an incident number or a way out.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// No such file in this class.
    #[error("there is no file {0}")]
    NotFound(FileId),
    /// The disk or the quota has no room. Reading goes on; writing works again once there is room.
    #[error("the disk is full")]
    Full(#[source] io::Error),
    /// The folder cannot be written.
    #[error("the file store can only be read")]
    ReadOnly(#[source] io::Error),
    /// The content no longer matches the name: take the file from a backup.
    #[error("the file {0} is damaged")]
    Damaged(FileId),
    /// Anything else the disk refused.
    #[error("the file store failed")]
    Io(#[source] io::Error),
}

impl FileError {
    /// A failure while writing.
    pub(crate) fn writing(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => FileError::Full(error),
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => FileError::ReadOnly(error),
            _ => FileError::Io(error),
        }
    }

    /// A failure while reading this file.
    pub(crate) fn reading(id: FileId, error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => FileError::NotFound(id),
            _ => FileError::Io(error),
        }
    }
}
