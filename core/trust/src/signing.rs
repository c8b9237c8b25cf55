//! The last step of some lists: whoever receives signs for it.

mod store;

use basics::Id;
use database::Tx;

use crate::entry::{Act, Entry};
use crate::list_type::{ListType, StepKind};
use crate::roster::{Moved, RosterRefused, Taking, move_entry};

pub(crate) use store::STATEMENTS;
pub use store::signed_for;

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
pub fn sign(
    tx: &mut Tx<'_>,
    list_type: &ListType,
    taking: &Taking,
    permission: &str,
    (entry, signed): (Id<Entry>, &SignedFor),
) -> Result<Moved, RosterRefused> {
    let moved = move_entry(tx, list_type, taking, Some((StepKind::Sign, permission)), (entry, Act::Pass), None)?;
    if moved.new {
        store::insert(tx, (taking.county, entry, taking.action), signed)?;
    }
    Ok(moved)
}
