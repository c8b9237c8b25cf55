//! SQL behind what stands at the end of a day: month sums up to the month before, and the postings of the days within the begun one.

use std::collections::BTreeMap;

use basics::{BusinessDate, County, Id};
use database::{DatabaseError, Sql, Tx, args, statements};
use registry::household::Household;

use crate::figure::reach::Reach;
use crate::receipt::{Lot, Receipt};
use crate::shop::Shop;

statements! {
    SHOP_MONTHS = "SELECT s.id, CAST(sum(m.came_in - m.went_out) AS BIGINT) FROM shop s
                   JOIN ledger_account a ON a.county = s.county AND a.owner_kind = 'shop' AND a.owner = s.id AND a.purpose = $7
                   JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                   WHERE s.county = $1 AND m.month < $2 AND s.village >= $3 AND s.village < $4 AND s.id >= $5 AND s.id <= $6 GROUP BY s.id";
    SHOP_DAYS = "SELECT s.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p
                 JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                 JOIN shop s ON s.county = a.county AND s.id = a.owner
                 WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND s.village >= $4 AND s.village < $5
                 AND s.id >= $6 AND s.id <= $7 AND a.owner_kind = 'shop' AND a.purpose = $8 GROUP BY s.id";
    LOT_MONTHS = "SELECT o.id, CAST(sum(m.came_in - m.went_out) AS BIGINT) FROM shop s JOIN lot o ON o.county = s.county AND o.shop = s.id
                  JOIN ledger_account a ON a.county = o.county AND a.owner_kind = 'lot' AND a.owner = o.id AND a.purpose IN ('shelf', 'shelf_held')
                  JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                  WHERE s.county = $1 AND m.month < $2 AND s.village >= $3 AND s.village < $4 AND s.id >= $5 AND s.id <= $6 GROUP BY o.id";
    LOT_DAYS = "SELECT o.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p
                JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                JOIN lot o ON o.county = a.county AND o.id = a.owner JOIN shop s ON s.county = o.county AND s.id = o.shop
                WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND s.village >= $4 AND s.village < $5
                AND s.id >= $6 AND s.id <= $7 AND a.owner_kind = 'lot' AND a.purpose IN ('shelf', 'shelf_held') GROUP BY o.id";
    LOTS = "SELECT o.id, o.cost_fen, g.name, g.spec, o.receipt, o.received_on, s.id, s.name, s.village FROM shop s
            JOIN lot o ON o.county = s.county AND o.shop = s.id JOIN goods g ON g.county = o.county AND g.id = o.goods
            WHERE s.county = $1 AND s.village >= $2 AND s.village < $3 AND s.id >= $4 AND s.id <= $5 ORDER BY s.name, g.number, o.received_on, o.id";
    HOUSEHOLD_MONTHS = "SELECT h.id, CAST(sum(m.came_in - m.went_out) AS BIGINT) FROM household h
                        JOIN ledger_account a ON a.county = h.county AND a.owner_kind = 'household' AND a.owner = h.id AND a.purpose IN ('points', 'points_held')
                        JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                        WHERE h.county = $1 AND m.month < $2 AND h.village >= $3 AND h.village < $4 GROUP BY h.id";
    HOUSEHOLD_DAYS = "SELECT h.id, CAST(sum(l.amount) AS BIGINT) FROM ledger_posting p
                      JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                      JOIN household h ON h.county = a.county AND h.id = a.owner
                      WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND h.village >= $4 AND h.village < $5
                      AND a.owner_kind = 'household' AND a.purpose IN ('points', 'points_held') GROUP BY h.id";
    // All points of a book balance to nothing, so what shops and county do not have the households have.
    BOOK_MONTHS = "SELECT CAST(coalesce(sum(m.came_in - m.went_out), 0) AS BIGINT) FROM ledger_account a
                   JOIN ledger_month m ON m.county = a.county AND m.account = a.id
                   WHERE a.county = $1 AND a.owner_kind IN ('shop', 'county') AND a.unit = 'tenth_point' AND m.month < $2";
    BOOK_DAYS = "SELECT CAST(coalesce(sum(l.amount), 0) AS BIGINT) FROM ledger_posting p
                 JOIN ledger_line l ON l.county = p.county AND l.seq = p.seq JOIN ledger_account a ON a.county = l.county AND a.id = l.account
                 WHERE p.county = $1 AND p.business_date >= $2 AND p.business_date <= $3 AND a.owner_kind IN ('shop', 'county') AND a.unit = 'tenth_point'";
    GRANTED = "SELECT CAST(coalesce(sum(points), 0) AS BIGINT) FROM budget_grant WHERE county = $1 AND shop = $2 AND granted_on >= $3 AND granted_on <= $4";
}

/// The month before which sums are whole, and the days of the begun one.
fn cut(on: BusinessDate) -> (i64, Option<BusinessDate>) {
    let first = BusinessDate::from_number(on.month_number() * 100 + 1).unwrap_or(on);
    if on.plus_days(1).month_number() == on.month_number() {
        (on.month_number(), Some(first))
    } else {
        (on.next_month().month_number(), None)
    }
}

type Sums<Of> = BTreeMap<Id<Of>, i64>;

/// Whole months and the days of a begun one, added by owner; `tail` are the arguments behind time and villages.
fn as_of<Of>(tx: &mut Tx<'_>, reach: &Reach, (months, days): (Sql, Sql), tail: &[database::Value<'_>]) -> Result<Sums<Of>, DatabaseError> {
    let (month, first) = cut(reach.to);
    let read = |row: &database::Row<'_>| Ok((row.get::<Id<Of>>(0)?, row.get::<i64>(1)?));
    let range = [args![reach.county, month, reach.low, reach.high], tail].concat();
    let mut sums: Sums<Of> = tx.rows(months, &range, read)?.into_iter().collect();
    if let Some(first) = first {
        let range = [args![reach.county, first, reach.to, reach.low, reach.high], tail].concat();
        for (owner, amount) in tx.rows(days, &range, read)? {
            *sums.entry(owner).or_default() += amount;
        }
    }
    Ok(sums)
}

/// What an account of each shop held at the end of the day.
pub(crate) fn shop_balances(tx: &mut Tx<'_>, reach: &Reach, purpose: &str) -> Result<Sums<Shop>, DatabaseError> {
    as_of(tx, reach, (SHOP_MONTHS, SHOP_DAYS), args![reach.first_shop, reach.last_shop, purpose])
}

/// Pieces of each lot on the shelves at the end of the day, set-aside ones with them.
pub(crate) fn lot_balances(tx: &mut Tx<'_>, reach: &Reach) -> Result<Sums<Lot>, DatabaseError> {
    as_of(tx, reach, (LOT_MONTHS, LOT_DAYS), args![reach.first_shop, reach.last_shop])
}

/// Points of each household at the end of the day, held ones with them.
pub(crate) fn household_balances(tx: &mut Tx<'_>, reach: &Reach) -> Result<Sums<Household>, DatabaseError> {
    as_of(tx, reach, (HOUSEHOLD_MONTHS, HOUSEHOLD_DAYS), &[])
}

/// Points of all households of the book at the end of the day.
pub(crate) fn book_balance(tx: &mut Tx<'_>, reach: &Reach) -> Result<i64, DatabaseError> {
    let (month, first) = cut(reach.to);
    let mut others: i64 = tx.one(BOOK_MONTHS, args![reach.county, month], |row| row.get(0))?;
    if let Some(first) = first {
        others += tx.one(BOOK_DAYS, args![reach.county, first, reach.to], |row| row.get::<i64>(0))?;
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
    pub receipt: Id<Receipt>,
    pub received_on: BusinessDate,
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
            receipt: row.get(4)?,
            received_on: row.get(5)?,
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
