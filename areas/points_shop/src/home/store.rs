//! SQL about how far a book has come on its way to the first redemption, and when a shop was last open.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};

use crate::shop::Shop;

statements! {
    BEGUN = "SELECT EXISTS (SELECT 1 FROM shop WHERE county = $1), EXISTS (SELECT 1 FROM goods WHERE county = $1),
             EXISTS (SELECT 1 FROM goods_receipt WHERE county = $1), EXISTS (SELECT 1 FROM budget_grant WHERE county = $1),
             EXISTS (SELECT 1 FROM card WHERE county = $1), EXISTS (SELECT 1 FROM opening_balance WHERE county = $1),
             EXISTS (SELECT 1 FROM redemption WHERE county = $1)";
    LAST_DAY = "SELECT handed_on, count(DISTINCT household) FROM redemption WHERE county = $1 AND shop = $2
                AND handed_on = (SELECT max(handed_on) FROM redemption WHERE county = $1 AND shop = $2 AND handed_on < $3)
                GROUP BY handed_on";
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

/// The last day before this one on which something was handed out, and to how many households.
pub(super) fn last_day(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    before: BusinessDate,
) -> Result<Option<(BusinessDate, i64)>, DatabaseError> {
    tx.row(LAST_DAY, args![county, shop, before], |row| Ok((row.get(0)?, row.get(1)?)))
}
