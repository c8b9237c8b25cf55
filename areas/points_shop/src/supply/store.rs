//! SQL about how fast goods go.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use money::Pieces;

use super::Stood;
use crate::goods::Goods;
use crate::shop::Shop;

statements! {
    // Of a lot with nothing left the day its last piece moved.
    STOOD = "SELECT l.goods, l.received_on, l.expires_on, a.balance, (SELECT p.business_date FROM ledger_posting p WHERE p.county = a.county AND p.seq =
             (SELECT max(x.seq) FROM ledger_line x WHERE x.county = a.county AND x.account = a.id))
             FROM lot l JOIN ledger_account a ON a.county = l.county AND a.owner_kind = 'lot' AND a.owner = l.id AND a.purpose = 'shelf'
             WHERE l.county = $1 AND l.shop = $2";
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

/// When each lot of a shop stood on its shelf, good to be handed out, until the day.
pub(super) fn stood(tx: &mut Tx<'_>, county: County, shop: Id<Shop>, on: BusinessDate) -> Result<Vec<Stood>, DatabaseError> {
    tx.rows(STOOD, args![county, shop], |row| {
        let (expires_on, left, moved_on): (Option<BusinessDate>, Pieces, Option<BusinessDate>) = (row.get(2)?, row.get(3)?, row.get(4)?);
        let last = if left > Pieces::ZERO { on } else { moved_on.unwrap_or(on) };
        Ok(Stood { goods: row.get(0)?, from: row.get(1)?, to: last.min(expires_on.unwrap_or(on)).min(on) })
    })
}
