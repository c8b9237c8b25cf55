//! SQL about opening balances.

use basics::{BusinessDate, County, Id, Moment};
use database::{DatabaseError, Row, Tx, args, statements};
use money::TenthPoints;
use registry::household::Household;

use super::OpeningBalance;
use crate::shop::Shop;

statements! {
    FIND = "SELECT o.id, o.shop, o.household, o.entered_on, o.points, o.reason, o.signer, o.actor FROM opening_balance o WHERE o.county = $1 AND o.id = $2";
    OF_HOUSEHOLD = "SELECT o.id, o.shop, o.household, o.entered_on, o.points, o.reason, o.signer, o.actor FROM opening_balance o
                    WHERE o.county = $1 AND o.household = $2
                    AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = o.county AND p.reverses = o.id) LIMIT 1";
    INSERT = "INSERT INTO opening_balance (county, id, shop, household, entered_on, at, points, reason, signer, signature_kind, signature, actor, village)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, (SELECT h.village FROM household h WHERE h.county = $1 AND h.id = $4))";
}

/// Points brought along, as recorded.
#[derive(Clone, Debug)]
pub struct Brought {
    pub id: Id<OpeningBalance>,
    pub shop: Id<Shop>,
    pub household: Id<Household>,
    pub on: BusinessDate,
    pub points: TenthPoints,
    pub reason: String,
    pub signer: String,
    pub by: Id,
}

/// The opening balance of this id, reversed or not.
pub fn find(tx: &mut Tx<'_>, county: County, id: Id<OpeningBalance>) -> Result<Option<Brought>, DatabaseError> {
    tx.row(FIND, args![county, id], read)
}

/// The opening balance a household brought; one that was reversed does not count.
pub fn of_household(tx: &mut Tx<'_>, county: County, household: Id<Household>) -> Result<Option<Brought>, DatabaseError> {
    tx.row(OF_HOUSEHOLD, args![county, household], read)
}

fn read(row: &Row<'_>) -> Result<Brought, DatabaseError> {
    Ok(Brought {
        id: row.get(0)?,
        shop: row.get(1)?,
        household: row.get(2)?,
        on: row.get(3)?,
        points: row.get(4)?,
        reason: row.get(5)?,
        signer: row.get(6)?,
        by: row.get(7)?,
    })
}

pub(super) fn insert(tx: &mut Tx<'_>, balance: &OpeningBalance, now: Moment) -> Result<(), DatabaseError> {
    let OpeningBalance { county, id, shop, household, on, points, reason, signer, signed, by } = balance;
    tx.execute(INSERT, args![county, id, shop, household, on, now, points, reason, signer, signed.kind, signed.what, by]).map(drop)
}
