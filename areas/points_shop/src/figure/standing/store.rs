//! SQL behind what stands at the end of a day: what there is now, without what later months brought and the days left of its own month.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Sql, Tx, args, statements};
use registry::household::Household;

use crate::figure::reach::Reach;
use crate::receipt::{Lot, Receipt};
use crate::shop::Shop;

statements! {
    // What an account has now without what the months after brought it; the days behind the last one within its month are taken off besides.
    SHOP_NOW = "SELECT s.id, CAST(sum(a.balance - coalesce((SELECT sum(m.came_in - m.went_out) FROM ledger_month m WHERE m.county = a.county
                AND m.account = a.id AND m.month > $2), 0)) AS BIGINT) FROM shop s
                JOIN ledger_account a ON a.county = s.county AND a.owner_kind = 'shop' AND a.owner = s.id AND a.purpose = $7
                WHERE s.county = $1 AND s.village >= $3 AND s.village < $4 AND s.id >= $5 AND s.id <= $6 GROUP BY s.id";
    // From the days on: the few postings behind a day lead to the rest, never the many accounts of a county (SQLite keeps to this order).
    SHOP_SINCE = "SELECT s.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p CROSS JOIN ledger_line l CROSS JOIN ledger_account a CROSS JOIN shop s
                  WHERE l.county = p.county AND l.seq = p.seq AND a.county = l.county AND a.id = l.account AND s.county = a.county AND s.id = a.owner
                  AND p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND s.village >= $4 AND s.village < $5
                  AND s.id >= $6 AND s.id <= $7 AND a.owner_kind = 'shop' AND a.purpose = $8 GROUP BY s.id";
    LOT_NOW = "SELECT o.id, CAST(sum(a.balance - coalesce((SELECT sum(m.came_in - m.went_out) FROM ledger_month m WHERE m.county = a.county
               AND m.account = a.id AND m.month > $2), 0)) AS BIGINT) FROM shop s JOIN lot o ON o.county = s.county AND o.shop = s.id
               JOIN ledger_account a ON a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id AND a.purpose IN ('shelf', 'shelf_held')
               WHERE s.county = $1 AND s.village >= $3 AND s.village < $4 AND s.id >= $5 AND s.id <= $6 GROUP BY o.id";
    LOT_SINCE = "SELECT o.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p CROSS JOIN ledger_line l CROSS JOIN ledger_account a CROSS JOIN lot o CROSS JOIN shop s
                 WHERE l.county = p.county AND l.seq = p.seq AND a.county = l.county AND a.id = l.account AND o.county = a.county AND o.id = a.owner AND s.county = o.county AND s.id = o.shop
                 AND p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND s.village >= $4 AND s.village < $5
                 AND s.id >= $6 AND s.id <= $7 AND a.owner_kind = 'lot' AND a.purpose IN ('shelf', 'shelf_held') GROUP BY o.id";
    LOTS = "SELECT o.id, o.cost_fen, g.name, g.spec, o.receipt, o.received_on, s.id, s.name, s.village, o.expires_on, g.piece_unit FROM shop s
            JOIN lot o ON o.county = s.county AND o.shop = s.id JOIN goods g ON g.county = o.county AND g.id = o.goods
            WHERE s.county = $1 AND s.village >= $2 AND s.village < $3 AND s.id >= $4 AND s.id <= $5 ORDER BY s.name, g.number, o.received_on, o.id";
    HOUSEHOLD_NOW = "SELECT h.id, CAST(sum(a.balance - coalesce((SELECT sum(m.came_in - m.went_out) FROM ledger_month m WHERE m.county = a.county
                     AND m.account = a.id AND m.month > $2), 0)) AS BIGINT) FROM household h
                     JOIN ledger_account a ON a.county = h.county AND a.owner_kind = 'household' AND a.owner = h.id AND a.purpose IN ('points', 'points_held')
                     WHERE h.county = $1 AND h.village >= $3 AND h.village < $4 GROUP BY h.id";
    HOUSEHOLD_SINCE = "SELECT h.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p CROSS JOIN ledger_line l CROSS JOIN ledger_account a CROSS JOIN household h
                       WHERE l.county = p.county AND l.seq = p.seq AND a.county = l.county AND a.id = l.account AND h.county = a.county AND h.id = a.owner
                       AND p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND h.village >= $4 AND h.village < $5
                       AND a.owner_kind = 'household' AND a.purpose IN ('points', 'points_held') GROUP BY h.id";
    // All points of a book balance to nothing, so what shops and county do not have the households have.
    BOOK_NOW = "SELECT CAST(coalesce(sum(a.balance - coalesce((SELECT sum(m.came_in - m.went_out) FROM ledger_month m WHERE m.county = a.county
                AND m.account = a.id AND m.month > $2), 0)), 0) AS BIGINT) FROM ledger_account a
                WHERE a.county = $1 AND a.owner_kind IN ('shop', 'county') AND a.unit = 'tenth_point'";
    BOOK_SINCE = "SELECT CAST(coalesce(sum(l.amount), 0) AS BIGINT) FROM ledger_posting p CROSS JOIN ledger_line l CROSS JOIN ledger_account a
                  WHERE l.county = p.county AND l.seq = p.seq AND a.county = l.county AND a.id = l.account
                  AND p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND a.owner_kind IN ('shop', 'county') AND a.unit = 'tenth_point'";
    GRANTED = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM budget_grant WHERE county = $1 AND shop = $2 AND granted_on >= $3 AND granted_on <= $4";
}

/// The days of a month behind one of its days, if there are any.
fn rest_of_month(on: BusinessDate) -> Option<(BusinessDate, BusinessDate)> {
    let (next, last) = (on.plus_days(1), on.next_month().plus_days(-1));
    (next <= last).then_some((next, last))
}

type Sums<Of> = BTreeMap<Id<Of>, i64>;

/// What owners in these reaches had at the end of their day; `tail` are the arguments behind time and villages.
fn as_of<Of>(
    tx: &mut Tx<'_>,
    reaches: &[Reach],
    (now, since): (Sql, Sql),
    tail: &[database::Value<'_>],
) -> Result<Sums<Of>, DatabaseError> {
    let read = |row: &database::Row<'_>| Ok((row.get::<Id<Of>>(0)?, row.get::<i64>(1)?));
    let mut sums: Sums<Of> = BTreeMap::new();
    for reach in reaches {
        sums.extend(tx.rows(now, &[args![reach.county, reach.to.month_number(), reach.low, reach.high], tail].concat(), read)?);
    }
    // Once for all of them: the days are walked through, whatever villages are asked for.
    let (Some(first), Some(low), Some(high)) =
        (reaches.first(), reaches.iter().map(|reach| &reach.low).min(), reaches.iter().map(|reach| &reach.high).max())
    else {
        return Ok(sums);
    };
    if let Some((from, to)) = rest_of_month(first.to) {
        for (owner, amount) in tx.rows(since, &[args![first.county, from, to, low, high], tail].concat(), read)? {
            if let Some(sum) = sums.get_mut(&owner) {
                *sum -= amount;
            }
        }
    }
    Ok(sums)
}

/// What an account of each shop held at the end of the day.
pub(crate) fn shop_balances(tx: &mut Tx<'_>, reach: &Reach, purpose: &str) -> Result<Sums<Shop>, DatabaseError> {
    let tail = args![reach.first_shop, reach.last_shop, purpose];
    as_of(tx, std::slice::from_ref(reach), (SHOP_NOW, SHOP_SINCE), tail)
}

/// Pieces of each lot on the shelves at the end of the day, set-aside ones with them.
pub(crate) fn lot_balances(tx: &mut Tx<'_>, reach: &Reach) -> Result<Sums<Lot>, DatabaseError> {
    as_of(tx, std::slice::from_ref(reach), (LOT_NOW, LOT_SINCE), args![reach.first_shop, reach.last_shop])
}

/// Points of each household at the end of the day all reaches end with, held ones with them.
pub(crate) fn household_balances(tx: &mut Tx<'_>, reaches: &[Reach]) -> Result<Sums<Household>, DatabaseError> {
    as_of(tx, reaches, (HOUSEHOLD_NOW, HOUSEHOLD_SINCE), &[])
}

/// Points of all households of the book at the end of the day.
pub(crate) fn book_balance(tx: &mut Tx<'_>, reach: &Reach) -> Result<i64, DatabaseError> {
    let mut others: i64 = tx.one(BOOK_NOW, args![reach.county, reach.to.month_number()], |row| row.get(0))?;
    if let Some((from, to)) = rest_of_month(reach.to) {
        others -= tx.one(BOOK_SINCE, args![reach.county, from, to], |row| row.get::<i64>(0))?;
    }
    Ok(-others)
}

/// A lot with its words.
#[derive(Clone, Debug)]
pub(crate) struct LotFound {
    pub id: Id<Lot>,
    pub cost: Option<i64>,
    pub goods: String,
    pub spec: String,
    /// What its pieces are counted in.
    pub unit: String,
    pub receipt: Id<Receipt>,
    pub received_on: BusinessDate,
    pub expires_on: Option<BusinessDate>,
    pub shop: Id<Shop>,
    pub shop_name: String,
    pub shop_village: String,
}

pub(crate) fn lots(tx: &mut Tx<'_>, reach: &Reach) -> Result<Vec<LotFound>, DatabaseError> {
    tx.rows(LOTS, args![reach.county, reach.low, reach.high, reach.first_shop, reach.last_shop], |row| {
        Ok(LotFound {
            id: row.get(0)?,
            cost: row.get(1)?,
            goods: row.get(2)?,
            spec: row.get(3)?,
            unit: row.get(10)?,
            receipt: row.get(4)?,
            received_on: row.get(5)?,
            expires_on: row.get(9)?,
            shop: row.get(6)?,
            shop_name: row.get(7)?,
            shop_village: row.get(8)?,
        })
    })
}

/// Points a shop was given to hand out in the time.
pub(crate) fn granted(
    tx: &mut Tx<'_>,
    county: County,
    shop: Id<Shop>,
    (from, to): (BusinessDate, BusinessDate),
) -> Result<i64, DatabaseError> {
    tx.one(GRANTED, args![county, shop, from, to], |row| row.get(0))
}
