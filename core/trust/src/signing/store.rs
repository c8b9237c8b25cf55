//! SQL about who signed for what.

use basics::{County, Id};
use database::{DatabaseError, Tx, args, statements};

use super::SignedFor;
use crate::entry::Entry;
use crate::roster::Action;

statements! {
    INSERT = "INSERT INTO signed_for (county, entry, act, who, relation, signature_kind, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT who, relation, signature_kind, signature FROM signed_for WHERE county = $1 AND entry = $2";
}

pub(super) fn insert(
    tx: &mut Tx<'_>,
    (county, entry, act): (County, Id<Entry>, Id<Action>),
    signed: &SignedFor,
) -> Result<(), DatabaseError> {
    let SignedFor { who, relation, kind, what } = signed;
    tx.execute(INSERT, args![county, entry, act, who, relation, kind, what]).map(drop)
}

/// Who signed for an entry.
pub fn signed_for(tx: &mut Tx<'_>, county: County, entry: Id<Entry>) -> Result<Option<SignedFor>, DatabaseError> {
    tx.row(FIND, args![county, entry], |row| {
        Ok(SignedFor { who: row.get(0)?, relation: row.get(1)?, kind: row.get(2)?, what: row.get(3)? })
    })
}
