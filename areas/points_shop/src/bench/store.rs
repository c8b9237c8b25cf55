//! SQL of the bench alone.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};

use crate::receipt::Lot;

statements! {
    TRACED = "SELECT l.lot FROM redemption_line l JOIN lot t ON t.county = l.county AND t.id = l.lot
              WHERE l.county = $1 AND t.received_on <= $2 GROUP BY l.lot ORDER BY count(*) DESC, l.lot LIMIT 1";
}

/// Of the lots that came in up to a day, the one that went into most slips.
pub fn traced_lot(tx: &mut Tx<'_>, county: County, until: BusinessDate) -> Result<Option<Id<Lot>>, DatabaseError> {
    tx.row(TRACED, args![county, until], |row| row.get(0))
}
