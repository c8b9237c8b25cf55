//! SQL about where a posting's record lies, so that a place is told of its own only.

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Tx, args, statements};
use ledger::Posting;

use crate::shop::Shop;

statements! {
    LIES = "SELECT coalesce(r.village, o.village, d.village, s.village, ''), s.id, r.handed_on, r.number, z.paper_number
            FROM ledger_posting p
            LEFT JOIN redemption r ON r.county = p.county AND r.id = p.cause AND p.cause_kind = 'redemption'
            LEFT JOIN redemption_late z ON z.county = r.county AND z.redemption = r.id
            LEFT JOIN opening_balance o ON o.county = p.county AND o.id = p.cause AND p.cause_kind = 'opening-balance'
            LEFT JOIN deed d ON d.county = p.county AND d.id = p.cause AND p.cause_kind = 'deed'
            LEFT JOIN award a ON a.county = p.county AND a.id = coalesce(d.award, p.cause)
            LEFT JOIN goods_receipt g ON g.county = p.county AND g.id = p.cause AND p.cause_kind = 'goods-receipt'
            LEFT JOIN stock_take t ON t.county = p.county AND t.id = p.cause AND p.cause_kind = 'stock-take'
            LEFT JOIN stock_scrap c ON c.county = p.county AND c.id = p.cause AND p.cause_kind = 'scrap'
            LEFT JOIN set_aside k ON k.county = p.county AND k.id = p.cause AND p.cause_kind = 'set-aside'
            LEFT JOIN fund_grant m ON m.county = p.county AND m.id = p.cause AND p.cause_kind = 'fund-grant'
            LEFT JOIN budget_grant b ON b.county = p.county AND b.id = p.cause AND p.cause_kind = 'budget-grant'
            LEFT JOIN shop s ON s.county = p.county AND s.id = coalesce(r.shop, o.shop, a.shop, g.shop, t.shop, c.shop, k.shop, m.shop, b.shop)
            WHERE p.county = $1 AND p.id = $2";
}

/// Where what a posting tells of lies.
#[derive(Clone, Debug)]
pub(super) struct Lies {
    /// Of the household on the day, else of the shop; nothing for what neither has.
    pub village: String,
    pub shop: Option<Id<Shop>>,
    /// Day and number of a slip, and whether it was written by hand and entered later.
    pub slip: Option<(BusinessDate, i64, bool)>,
}

pub(super) fn lies(tx: &mut Tx<'_>, county: County, posting: Id<Posting>) -> Result<Lies, DatabaseError> {
    tx.one(LIES, args![county, posting], |row| {
        let late = row.get::<Option<String>>(4)?.is_some();
        let slip = match row.get::<Option<BusinessDate>>(2)? {
            Some(on) => Some((on, row.get(3)?, late)),
            None => None,
        };
        Ok(Lies { village: row.get(0)?, shop: row.get(1)?, slip })
    })
}
