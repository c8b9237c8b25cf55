//! SQL about opening balances.

use basics::{County, Id, Moment};
use database::{DatabaseError, Tx, args, statements};
use registry::household::Household;

use super::OpeningBalance;

statements! {
    OF_HOUSEHOLD = "SELECT o.id FROM opening_balance o WHERE o.county = $1 AND o.household = $2
                    AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = o.county AND p.reverses = o.id) LIMIT 1";
    INSERT = "INSERT INTO opening_balance (county, id, shop, household, entered_on, at, points, reason, signer, signature_kind, signature, actor)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
}

/// The opening balance a household brought; one that was reversed does not count.
pub(super) fn of_household(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Option<Id<OpeningBalance>>, DatabaseError> {
    tx.row(OF_HOUSEHOLD, args![county, household], |row| row.get(0))
}

pub(super) fn insert(tx: &mut Tx<'_>, balance: &OpeningBalance, now: Moment) -> Result<(), DatabaseError> {
    let OpeningBalance { county, id, shop, household, on, points, reason, signer, signed, by } = balance;
    tx.execute(INSERT, args![county, id, shop, household, on, now, points, reason, signer, signed.kind, signed.what, by]).map(drop)
}
