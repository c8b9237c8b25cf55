//! The last step of some lists: whoever receives signs for it.

use basics::{County, Id};
use database::{DatabaseError, Tx, args, statements};

use crate::entry::{Act, Entry};
use crate::list_type::ListType;
use crate::roster::{Moved, RosterRefused, Taking, move_entry};

statements! {
    INSERT = "INSERT INTO signed_for (county, entry, act, who, relation, signature_kind, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND = "SELECT who, relation, signature_kind, signature FROM signed_for WHERE county = $1 AND entry = $2";
}

/// Who signed, in what relation to the party, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedFor {
    pub who: String,
    pub relation: String,
    /// `drawn`, `photo` or `paper`.
    pub kind: String,
    /// Digest of the drawing or photo, or the paper's number.
    pub what: String,
}

/// Notes who signed for an entry that waits for it.
pub fn sign(tx: &mut Tx<'_>, list_type: &ListType, taking: &Taking, entry: Id<Entry>, signed: &SignedFor) -> Result<Moved, RosterRefused> {
    let moved = move_entry(tx, list_type, taking, (entry, Act::Pass), None)?;
    if moved.new {
        let SignedFor { who, relation, kind, what } = signed;
        tx.execute(INSERT, args![taking.county, entry, taking.action, who, relation, kind, what])?;
    }
    Ok(moved)
}

/// Who signed for an entry.
pub fn signed_for(tx: &mut Tx<'_>, county: County, entry: Id<Entry>) -> Result<Option<SignedFor>, DatabaseError> {
    tx.row(FIND, args![county, entry], |row| {
        Ok(SignedFor { who: row.get(0)?, relation: row.get(1)?, kind: row.get(2)?, what: row.get(3)? })
    })
}
