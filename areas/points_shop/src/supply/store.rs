//! SQL about how fast goods go.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::Pieces;

use crate::goods::Goods;
use crate::shop::Shop;

statements! {
    // Without what was taken back, the same day or later.
    HANDED_OUT = "SELECT l.goods, CAST(sum(l.quantity) AS BIGINT) FROM redemption r JOIN redemption_line l ON l.county = r.county AND l.redemption = r.id
                  WHERE r.county = $1 AND r.shop = $2 AND r.handed_on > $3 AND r.handed_on <= $4
                  AND NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.county = r.county AND p.reverses = r.id) GROUP BY l.goods";
}

/// Pieces of each kind handed out after the one day until the other.
pub fn handed_out(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (after, until): (BusinessDate, BusinessDate),
) -> Result<BTreeMap<Id<Goods>, Pieces>, DatabaseError> {
    Ok(tx.rows(HANDED_OUT, args![county, shop, after, until], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}
