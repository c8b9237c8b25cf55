//! SQL about how far a book has come on its way to the first redemption.

use basics::County;
use database::{DatabaseError, Tx, args, statements};

statements! {
    BEGUN = "SELECT EXISTS (SELECT 1 FROM shop WHERE county = $1), EXISTS (SELECT 1 FROM goods WHERE county = $1),
             EXISTS (SELECT 1 FROM goods_receipt WHERE county = $1), EXISTS (SELECT 1 FROM budget_grant WHERE county = $1),
             EXISTS (SELECT 1 FROM card WHERE county = $1), EXISTS (SELECT 1 FROM opening_balance WHERE county = $1),
             EXISTS (SELECT 1 FROM redemption WHERE county = $1)";
}

/// What there is at least one of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Begun {
    pub shop: bool,
    pub goods: bool,
    pub receipt: bool,
    pub budget: bool,
    pub card: bool,
    pub points: bool,
    pub redemption: bool,
}

pub(super) fn begun(tx: &mut Tx<'_>, county: County) -> Result<Begun, DatabaseError> {
    tx.one(BEGUN, args![county], |row| {
        Ok(Begun {
            shop: row.get(0)?,
            goods: row.get(1)?,
            receipt: row.get(2)?,
            budget: row.get(3)?,
            card: row.get(4)?,
            points: row.get(5)?,
            redemption: row.get(6)?,
        })
    })
}
