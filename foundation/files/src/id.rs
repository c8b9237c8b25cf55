//! What a file is called: the SHA-256 of its content, and the class that says who may see it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// How closely a file is guarded; each class has its own folder, so that a backup or a disk may leave one out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Public,
    Internal,
    Clinical,
}

impl Class {
    /// Every class, for a backup.
    pub const ALL: [Class; 3] = [Class::Public, Class::Internal, Class::Clinical];

    /// The name in rows and folders.
    pub fn name(self) -> &'static str {
        match self {
            Class::Public => "public",
            Class::Internal => "internal",
            Class::Clinical => "clinical",
        }
    }

    /// The class of that name.
    pub fn from_name(name: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// The SHA-256 of a file's content, shown as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId([u8; 32]);

impl FileId {
    /// The id that these bytes have.
    pub fn of(bytes: &[u8]) -> Self {
        FileId(Sha256::digest(bytes).into())
    }

    /// From 32 bytes as stored.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        FileId(bytes)
    }

    /// The 32 bytes as stored.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not 64 hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a file's id is 64 hex digits")]
pub struct NotAFileId;

impl FromStr for FileId {
    type Err = NotAFileId;

    fn from_str(text: &str) -> Result<Self, NotAFileId> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotAFileId)?;
        Ok(FileId(bytes))
    }
}
