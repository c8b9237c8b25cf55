//! Ids of 16 bytes, typed by what they name.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use uuid::{Builder, Uuid};

use crate::{Moment, sha256};

/// Id of an `Of`; `Id` alone names a thing of any kind. Stored as 16 bytes, shown as a hyphenated UUID.
pub struct Id<Of = ()>(Uuid, PhantomData<fn() -> Of>);

impl<Of> Id<Of> {
    /// A new id in time order (UUIDv7). Only the edge calls this; rules and stores get ids handed in.
    pub fn fresh() -> Self {
        Self::from_uuid(Uuid::now_v7())
    }

    /// The id that always belongs to these parts (UUIDv8 over SHA-256), so that finding it needs no look-up.
    pub fn derived(parts: &[&[u8]]) -> Self {
        let lengths: Vec<[u8; 4]> = parts.iter().map(|part| (part.len() as u32).to_be_bytes()).collect();
        let mut pieces: Vec<&[u8]> = Vec::with_capacity(parts.len() * 2);
        for (part, length) in parts.iter().zip(&lengths) {
            pieces.push(length);
            pieces.push(part);
        }
        let digest = sha256(&pieces);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self::from_uuid(Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// The same in the order of time (laid out as UUIDv7): what is made up for a day lies in the tables where a real one would.
    pub fn derived_at(at: Moment, parts: &[&[u8]]) -> Self {
        let mut bytes = *Self::derived(parts).as_bytes();
        bytes[..6].copy_from_slice(&at.0.to_be_bytes()[2..]);
        bytes[6] = 0x70 | (bytes[6] & 0x0f);
        Self::from_bytes(bytes)
    }

    /// From 16 bytes as stored.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self::from_uuid(Uuid::from_bytes(bytes))
    }

    /// The 16 bytes as stored.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The same id without its type, for a Subject.
    pub fn any(self) -> Id {
        Id(self.0, PhantomData)
    }

    /// The same id, now naming another kind of thing; the caller has looked at the kind.
    pub fn of<Other>(self) -> Id<Other> {
        Id(self.0, PhantomData)
    }

    fn from_uuid(uuid: Uuid) -> Self {
        Id(uuid, PhantomData)
    }
}

impl<Of> Clone for Id<Of> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Of> Copy for Id<Of> {}

impl<Of> PartialEq for Id<Of> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<Of> Eq for Id<Of> {}

impl<Of> PartialOrd for Id<Of> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<Of> Ord for Id<Of> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<Of> Hash for Id<Of> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl<Of> fmt::Debug for Id<Of> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<Of> fmt::Display for Id<Of> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<Of> FromStr for Id<Of> {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        Uuid::parse_str(text).map(Self::from_uuid)
    }
}

impl<Of> serde::Serialize for Id<Of> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, Of> serde::Deserialize<'de> for Id<Of> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}
