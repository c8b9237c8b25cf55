//! The bytes that are hashed, exactly as ARCHITECTURE.md and the independent verifier have them.

use basics::{BusinessDate, County, Digest, Id, Kind, Moment, sha256};

use crate::{Account, Hold, Posting, Unit};

/// Version byte of the hashed form.
const VERSION: u8 = 1;

/// A posting in its hashed form: ids and numbers only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    pub county: County,
    pub seq: i64,
    pub id: Id<Posting>,
    pub business_date: BusinessDate,
    pub recorded_at: Moment,
    pub actor: Id,
    pub cause_kind: Kind,
    pub cause: Id,
    pub reverses: Option<Id<Posting>>,
    pub lines: Vec<LeafLine>,
    /// `SHA-256(salt ‖ text)`; none when there is no text.
    pub text_digest: Option<Digest>,
}

/// A line in its hashed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafLine {
    pub account: Id<Account>,
    pub unit: Unit,
    pub amount: i64,
    pub balance_after: i64,
    pub hold: Option<Id<Hold>>,
}

impl Leaf {
    /// The leaf's hash over the bytes.
    pub fn hash(&self) -> Digest {
        sha256(&[&self.bytes()])
    }

    /// The hashed bytes; numbers big-endian, absent ids and digests as zeros.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(160 + 65 * self.lines.len());
        bytes.push(VERSION);
        bytes.extend((self.county.code() as u32).to_be_bytes());
        bytes.extend(self.seq.to_be_bytes());
        bytes.extend(self.id.as_bytes());
        bytes.extend((self.business_date.number() as u32).to_be_bytes());
        bytes.extend(self.recorded_at.0.to_be_bytes());
        bytes.extend(self.actor.as_bytes());
        bytes.push(self.cause_kind.len() as u8);
        bytes.extend(self.cause_kind.as_bytes());
        bytes.extend(self.cause.as_bytes());
        bytes.extend(or_zeros(self.reverses));
        bytes.extend((self.lines.len() as u16).to_be_bytes());
        for line in &self.lines {
            let (unit, item) = line.unit.hashed();
            bytes.extend(line.account.as_bytes());
            bytes.push(unit);
            bytes.extend(item);
            bytes.extend(line.amount.to_be_bytes());
            bytes.extend(line.balance_after.to_be_bytes());
            bytes.extend(or_zeros(line.hold));
        }
        bytes.extend(self.text_digest.unwrap_or_default());
        bytes
    }
}

fn or_zeros<Of>(id: Option<Id<Of>>) -> [u8; 16] {
    id.map_or([0; 16], |id| *id.as_bytes())
}

/// Head of a book without postings.
pub fn genesis(county: County) -> Digest {
    sha256(&[b"xieshou ledger 1", &(county.code() as u32).to_be_bytes()])
}

/// Head after one more leaf.
pub fn next_head(head: &Digest, leaf: &Digest) -> Digest {
    sha256(&[head, leaf])
}

/// `SHA-256(salt ‖ text)`.
pub(crate) fn text_digest(salt: &[u8], text: &str) -> Digest {
    sha256(&[salt, text.as_bytes()])
}
