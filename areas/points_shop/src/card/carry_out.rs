//! Hands cards out: one with a reason when it replaces another, or to all of a village who have none.

use basics::{Id, Moment};
use database::{DatabaseError, Tx};
use registry::household;

use super::{Card, alive_of, issue, store};

/// Why no card was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandOutRefused {
    /// The household's card works; a new one needs the reason why the old one dies.
    StillAlive {
        number: i64,
    },
    /// The household is no longer there.
    Gone,
    Database(DatabaseError),
}

impl From<DatabaseError> for HandOutRefused {
    fn from(error: DatabaseError) -> Self {
        HandOutRefused::Database(error)
    }
}

/// Makes a household's card; an old one dies only with a reason. The same form again finds the card it made.
pub fn hand_out(tx: &mut Tx<'_>, card: &Card, reason: Option<&str>, by: Id, now: Moment) -> Result<Card, HandOutRefused> {
    // Two clerks at once must not each find no card and make one.
    tx.lock_book(card.county)?;
    if let Some(there) = store::find(tx, card.county, card.id)? {
        return Ok(there);
    }
    let there = household::find(tx, card.county, card.household)?.is_some_and(|household| household.is_there(card.issued_on));
    if !there {
        return Err(HandOutRefused::Gone);
    }
    if let (Some(alive), None) = (alive_of(tx, card.county, card.household)?, reason) {
        return Err(HandOutRefused::StillAlive { number: alive.number });
    }
    Ok(issue(tx, card, reason.unwrap_or_default(), by, now)?)
}

/// Makes these cards, but none for a household that has got one in the meantime; answers how many.
pub fn issue_missing(tx: &mut Tx<'_>, cards: &[Card], by: Id, now: Moment) -> Result<usize, DatabaseError> {
    let mut made = 0;
    for card in cards {
        tx.lock_book(card.county)?;
        if alive_of(tx, card.county, card.household)?.is_none() {
            issue(tx, card, "", by, now)?;
            made += 1;
        }
    }
    Ok(made)
}
